//! The grown-ups, and what they write down.

use serde_json::json;

use super::{Household, Random, baby, days::Days, links};

/// Key, name, and what it means.
const TAGS: [(&str, &str, &str, &str); 6] = [
    ("tag-health", "Health (demo)", "#dc2626", "Everything to show a doctor."),
    ("tag-firsts", "Firsts (demo)", "#d97706", "What happened for the first time."),
    ("tag-home", "Home (demo)", "#2563eb", "Around the flat."),
    ("tag-sleep", "Sleep (demo)", "#7c3aed", "What helps and what does not."),
    ("tag-food", "Food (demo)", "#16a34a", "New foods and how they went."),
    ("tag-work", "Practice (demo)", "#0891b2", "From the practice."),
];

/// Days ago, heading, text, tags, whom it is about, pinned.
type Note = (i32, &'static str, &'static str, &'static [&'static str], &'static str, bool);

#[rustfmt::skip]
const NOTES: [Note; 16] = [
    (118, "Home from hospital", "Everybody slept four hours in a row.", &["tag-firsts"], "lina", false),
    (111, "Midwife: weight is fine", "Back above birth weight. Next visit in a week.", &["tag-health"], "lina", false),
    (102, "First smile", "At the ceiling lamp, but still.", &["tag-firsts"], "lina", false),
    (96, "Theo calls her Nina", "And wants to hold the bottle.", &["tag-firsts"], "both", false),
    (88, "White noise works", "The hair dryer app at the lowest volume; ten minutes are enough.", &["tag-sleep"], "lina", false),
    (80, "Vaccination, two months", "A little fever in the evening, 37.9 °C, gone by the morning.", &["tag-health"], "lina", true),
    (71, "Thermometer moved", "The nursery sensor hangs beside the door now, away from the window.", &["tag-home"], "", false),
    (64, "Theo does not like broccoli", "With cheese he does.", &["tag-food"], "theo", false),
    (57, "Rolled over", "From the back to the left side, twice.", &["tag-firsts"], "lina", false),
    (43, "Hot night", "28 °C in the nursery at midnight. Fan from the cellar, windows open after ten.", &["tag-home", "tag-sleep"], "both", true),
    (36, "Questions for the paediatrician", "- Vitamin D until when?\n- Rash at the neck\n- Solids: when to begin", &["tag-health"], "lina", true),
    (29, "Bottle teats: size 2", "Size 1 took forty minutes.", &["tag-food"], "lina", false),
    (22, "Theo slept through", "From 19:40 to 6:55.", &["tag-sleep", "tag-firsts"], "theo", false),
    (14, "Rota for November", "Nora has late shifts on Tuesdays and Thursdays.", &["tag-work"], "", false),
    (8, "Laughs out loud", "At Theo, who else.", &["tag-firsts"], "both", false),
    (2, "Winter coats", "Size 68 for Lina, 92 for Theo.", &["tag-home"], "both", false),
];

pub(super) fn people(household: &mut Household, days: &Days) {
    let born = |years: i32| days.ago(years * 365 + 190).to_string();
    let people = [
        ("nora", "Nora Lindqvist", Some(born(34)), "nurse"),
        ("paul", "Paul Lindqvist", Some(born(36)), "carpenter"),
        ("ines", "Ines Moreau", Some(born(63)), "retired teacher"),
        ("weiss", "Dr. Hanna Weiss", None, "general practitioner"),
    ];
    for (key, name, birth, occupation) in people {
        let mut fields = json!({ "name": name, "occupation": occupation });
        if let Some(birth) = birth {
            fields["birthDate"] = json!(birth);
        }
        household.add("Person", key, fields);
    }
    for (key, name, color, meaning) in TAGS {
        household.add("Tag", key, json!({ "name": name, "color": color, "meaning": meaning }));
    }
}

pub(super) fn notes(household: &mut Household, days: &Days, random: &mut Random) {
    for (position, (ago, heading, text, tags, about, pinned)) in NOTES.into_iter().enumerate() {
        let Some(written) = days.past(days.at(days.ago(ago), random.about(20.5 * 60.0, 40.0))) else { continue };
        let mut fields = json!({
            "writtenAt": written, "heading": heading, "text": text, "tags": links(tags.iter().copied()), "pinned": pinned,
        });
        match about {
            "both" => fields["children"] = baby::both(),
            "" => fields["people"] = links(["nora"]),
            child => fields["children"] = links([child]),
        }
        household.add("Note", format!("note-{position}"), fields);
    }
    let Some(written) = days.past(days.at(days.ago(19), 17.0 * 60.0)) else { return };
    let fields = json!({
        "writtenAt": written, "heading": "Ms Almeida: new tablets",
        "text": "Pressure comes down well; look again in four weeks.", "tags": links(["tag-work"]),
        "patients": links(["almeida"]), "people": links(["weiss"]),
    });
    household.add("Note", "note-practice", fields);
}
