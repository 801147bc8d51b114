//! The small world of the histories: what is in it, what is followed, and what may happen.

use daybook_schema::value::Instant;
use daybook_store::record::SampleEvents;
use serde_json::{Value as Json, json};

use super::Random;
use crate::testing::Server;

/// Paths of two steps, links with properties, titles that show another's title, times, a series, and fields that few look
/// at.
pub const TYPES: &str = r#"
type Bed @entry(plural: "beds", at: "plantedAt", title: "{name}") @key(fields: ["name"]) {
  name: String!
  sunny: Boolean! @default(value: "false")
  plantedAt: DateTime
  soil: String
  width: Int
  borders: [Bed!] @link(inverse: "borderedBy", props: "Border")
}
type Border @props {
  length: Int
}
type Probe @entry(plural: "probes", title: "{name} in {bed}") {
  name: String!
  bed: Bed @link(inverse: "probes")
  maker: String
  interval: Duration
}
type Check @entry(plural: "checks", title: "{note} of {probe}") {
  note: String
  probe: Probe! @link(inverse: "checks", onDelete: CASCADE)
}
type SoilReading @series(plural: "soilReadings", of: "probe", at: "at", every: "PT10M", everyFrom: "interval") {
  probe: Probe! @link(inverse: "soilReadings")
  at: DateTime!
  moisture: Quantity @unit(canonical: PERCENT, min: 0, max: 100)
}
"#;

/// What is followed: lists by what they ask of entries, and how an entry is shown.
pub const LISTS: &[(&str, &str, &str)] = &[
    ("bedsLive", "(where: {sunny: {eq: true}})", "id name"),
    ("bedsLive", "(where: {probes: {some: {name: {startsWith: \"a\"}}}})", "id"),
    ("bedsLive", "(where: {probes: {none: {}}})", "id"),
    ("bedsLive", "(where: {probes: {every: {bed: {is: {sunny: {eq: true}}}}}})", "id"),
    ("bedsLive", "(where: {probes: {count: {gte: 2}}})", "id"),
    ("bedsLive", "(where: {probes: {some: {checks: {some: {note: {eq: \"a1\"}}}}}})", "id"),
    ("bedsLive", "(where: {not: {probes: {some: {checks: {none: {}}}}}})", "id"),
    ("bedsLive", "(where: {borders: {some: {sunny: {eq: true}}, edge: {length: {gt: 1}}}})", "id"),
    ("bedsLive", "(where: {borderedBy: {every: {probes: {some: {}}}}})", "id"),
    ("bedsLive", "", "id borders(edge: {length: {gt: 1}}) { edges { props { length } node { title } } }"),
    (
        "bedsLive",
        "(where: {probes: {some: {soilReadings: {some: {moisture: {gt: {value: 50, unit: PERCENT}}}}}}})",
        "id",
    ),
    ("bedsLive", "(where: {trashed: INCLUDE})", "id trashedAt"),
    ("bedsLive", "(where: {trashed: ONLY})", "id name"),
    ("bedsLive", "(orderBy: {name: DESC}, first: 2)", "id name"),
    ("bedsLive", "(where: {plantedAt: {last: \"PT1H\"}})", "id plantedAt"),
    ("bedsLive", "(where: {plantedAt: {last: \"P1D\"}}, orderBy: {plantedAt: DESC}, first: 2)", "id"),
    ("bedsLive", "(where: {not: {plantedAt: {within: TODAY, tz: \"Asia/Kolkata\"}}})", "id"),
    ("bedsLive", "", "id probes(first: 2, orderBy: {name: ASC}) { totalCount nodes { id title } }"),
    ("bedsLive", "", "id probesStats { count } probes(where: {checks: {some: {}}}) { totalCount }"),
    ("probesLive", "(where: {bed: {is: {sunny: {eq: true}}}})", "id title bed { title }"),
    ("probesLive", "(where: {bed: {isNot: {plantedAt: {last: \"PT2H\"}}}})", "id"),
    ("probesLive", "(where: {bed: {is: {probes: {some: {name: {eq: \"a1\"}}}}}}, orderBy: {bed: {name: ASC}})", "id"),
    ("probesLive", "(orderBy: {bed: {name: ASC}}, first: 3)", "id title"),
    ("checksLive", "", "id title"),
    ("checksLive", "(where: {probe: {is: {bed: {is: {borders: {some: {name: {startsWith: \"b\"}}}}}}}})", "id"),
    ("checksLive", "", "id probe { bed { probes { totalCount } } } links { nodes { kind } }"),
    ("bedsLive", "", "id"),
    ("bedsLive", "", "id at"),
    ("bedsLive", "", "id version"),
    ("bedsLive", "", "id externalKeys { key }"),
    ("bedsLive", "(where: {updatedAt: {gte: \"2026-01-01T00:00:00Z\"}}, orderBy: {updatedAt: DESC}, first: 1)", "id"),
    ("bedsLive", "(where: {soil: {startsWith: \"a\"}})", "id width"),
    ("bedsLive", "(orderBy: {width: DESC}, first: 2)", "id"),
    ("bedsLive", "(where: {width: {gt: 1}, probes: {some: {bed: {is: {soil: {startsWith: \"a\"}}}}}})", "id"),
    ("bedsLive", "", "id probesStats(by: [{field: \"maker\"}]) { count key { text } }"),
    ("bedsLive", "", "id borders { edges { props { length } } }"),
    ("bedsLive", "", "id borderedBy(edge: {length: {gt: 1}}) { nodes { width } }"),
    ("probesLive", "", "id title"),
    ("probesLive", "", "id bed { updatedAt }"),
    ("probesLive", "(where: {bed: {is: {soil: {startsWith: \"a\"}}}})", "id maker"),
    ("probesLive", "(orderBy: {bed: {width: ASC}}, first: 2)", "id"),
    ("probesLive", "", "id soilReadingsStats { moisture { timeWeightedAvg } }"),
    ("checksLive", "", "id probe { title }"),
    ("bedsLive", "(where: {title: {contains: \"A1\"}})", "id"),
    ("probesLive", "(where: {title: {endsWith: \"a1\"}}, orderBy: {title: DESC}, first: 2)", "id title"),
    ("checksLive", "(where: {not: {title: {contains: \"a1\"}}})", "id"),
    ("bedsLive", "(where: {probes: {some: {checks: {some: {title: {contains: \"a1\"}}}}}})", "id"),
    ("checksLive", "", "id probe { bed { probesStats(where: {maker: {startsWith: \"a\"}}) { count } } }"),
];

/// Statistics that are followed.
pub const STATISTICS: &[&str] = &[
    "bedsStatsLive(where: {probes: {some: {name: {startsWith: \"a\"}}}}) { count }",
    "bedsStatsLive(by: [{field: \"sunny\"}]) { count key { name text } }",
    "probesStatsLive(by: [{link: \"bed\"}]) { count key { entry { title } } }",
    "checksStatsLive(where: {probe: {is: {bed: {is: {sunny: {eq: true}}}}}}) { count }",
    "soilReadingsStatsLive { count moisture { sum } }",
    "soilReadingsStatsLive(where: {probe: {is: {name: {startsWith: \"a\"}}}}) { count }",
    "bedsStatsLive(where: {plantedAt: {last: \"PT1H\"}}) { count }",
    "bedsStatsLive(by: [{time: {every: \"PT1H\", tz: \"UTC\"}}]) { count key { time } }",
    "bedsStatsLive { count width { sum } }",
    "bedsStatsLive { count(where: {soil: {startsWith: \"a\"}}) }",
    "checksStatsLive { count(where: {title: {contains: \"a1\"}}) }",
    "bedsStatsLive(by: [{range: {field: \"width\", edges: [0, 2]}}]) { count key { text } }",
    "probesStatsLive(where: {bed: {is: {width: {gt: 1}}}}) { count }",
    "soilReadingsStatsLive { moisture { timeWeightedAvg } }",
];

/// Everything that is followed, as documents.
pub fn documents() -> Vec<String> {
    let lists = LISTS.iter().map(|(list, arguments, shown)| {
        format!("subscription {{ {list}{arguments} {{ entered {{ {shown} }} changed {{ {shown} }} left }} }}")
    });
    lists.chain(STATISTICS.iter().map(|statistics| format!("subscription {{ {statistics} }}"))).collect()
}

/// The ids of a type, those in the trash included.
async fn ids(server: &Server, list: &str) -> Vec<String> {
    let data =
        server.data(&format!("{{ {list}(where: {{trashed: INCLUDE}}, first: 500) {{ nodes {{ id }} }} }}")).await;
    data[list]["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect()
}

/// Writes something; answers what it did to samples.
pub async fn step(server: &Server, random: &mut Random, now: Instant) -> SampleEvents {
    let mutation = mutation(server, random, now).await;
    let mut commits = server.app.served().store.commits();
    let answer = server.answer(&json!({ "query": format!("mutation {{ {mutation} }}") })).await;
    assert_eq!(answer.get("errors"), None, "{mutation}: {answer}");
    commits.try_recv().map(|commit| SampleEvents::clone(&commit.samples)).unwrap_or_default()
}

async fn mutation(server: &Server, random: &mut Random, now: Instant) -> String {
    const SAID: &str = "{ errors { code } }";
    let (beds, probes, checks) = (ids(server, "beds").await, ids(server, "probes").await, ids(server, "checks").await);
    let mut one = |of: &[String]| (!of.is_empty()).then(|| of[random.below(of.len())].clone());
    let (bed, other, probe, check) = (one(&beds), one(&beds), one(&probes), one(&checks));
    let name = format!("{}{}", ["a", "b"][random.below(2)], random.below(4));
    let change = random.below(38);
    let Some(bed) = bed else { return format!("bedCreate(input: {{name: \"{name}\"}}) {SAID}") };
    let other = other.unwrap_or_else(|| bed.clone());
    match (change, probe, check) {
        (26..=27, Some(probe), _) => {
            let reading = |random: &mut Random| {
                let (minute, moisture) = (random.below(60), random.below(100));
                format!(
                    "{{probe: {{link: \"{probe}\"}}, at: \"2026-01-01T00:{minute:02}:00Z\", \
                     moisture: {{value: {moisture}, unit: PERCENT}}}}"
                )
            };
            let readings: Vec<_> = (0..4).map(|_| reading(random)).collect();
            format!("soilReadingsAdd(onConflict: REPLACE, inputs: [{}]) {{ accepted }}", readings.join(", "))
        }
        (28, ..) => {
            let (flagged, moisture) = (random.below(3) > 0, random.below(100));
            let filter = format!("{{moisture: {{lt: {{value: {moisture}, unit: PERCENT}}}}}}");
            format!("soilReadingsFlag(where: {filter}, flagged: {flagged}) {SAID}")
        }
        (0..=1, ..) => format!("bedCreate(input: {{name: \"{name}\", sunny: {}}}) {SAID}", change == 0),
        (2..=3, ..) | (13..=19, None, _) => {
            format!("probeCreate(input: {{name: \"{name}\", bed: {{link: \"{bed}\"}}}}) {SAID}")
        }
        (4, ..) => format!("bedUpdate(id: \"{bed}\", patch: {{sunny: true}}) {SAID}"),
        (5, ..) => format!("bedUpdate(id: \"{bed}\", patch: {{sunny: false, name: \"{name}\"}}) {SAID}"),
        (6, ..) => {
            let planted = now + (random.below(240) as i64 - 120) * 60_000;
            let planted = daybook_schema::time::format_instant(planted);
            format!("bedUpdate(id: \"{bed}\", patch: {{plantedAt: \"{planted}\"}}) {SAID}")
        }
        (7, ..) => format!("bedDelete(id: \"{bed}\") {SAID}"),
        (8, ..) => format!("entryRestore(id: \"{bed}\") {SAID}"),
        (9, ..) => {
            let length = random.below(4);
            let link = format!("{{link: [{{id: \"{other}\", props: {{length: {length}}}}}]}}");
            format!("bedUpdate(id: \"{bed}\", patch: {{borders: {link}}}) {SAID}")
        }
        (10, ..) => format!("bedUpdate(id: \"{bed}\", patch: {{borders: {{unlink: [\"{other}\"]}}}}) {SAID}"),
        (11, ..) => {
            let length = random.below(4);
            let update = format!("{{update: [{{id: \"{other}\", props: {{length: {length}}}}}]}}");
            format!("bedUpdate(id: \"{bed}\", patch: {{borders: {update}}}) {SAID}")
        }
        (12, ..) => {
            let sunny = random.below(2) == 0;
            format!("bedUpdateMany(where: {{sunny: {{eq: {sunny}}}}}, patch: {{sunny: {}}}) {SAID}", !sunny)
        }
        (13, Some(probe), _) => {
            format!("probeUpdate(id: \"{probe}\", patch: {{bed: {{link: \"{bed}\"}}}}) {SAID}")
        }
        (14, Some(probe), _) => format!("probeUpdate(id: \"{probe}\", patch: {{bed: {{unlink: true}}}}) {SAID}"),
        (15, Some(probe), _) => format!("probeUpdate(id: \"{probe}\", patch: {{name: \"{name}\"}}) {SAID}"),
        (16, Some(probe), _) => format!("probeDelete(id: \"{probe}\") {SAID}"),
        (17, Some(probe), _) => {
            format!("checkCreate(input: {{note: \"{name}\", probe: {{link: \"{probe}\"}}}}) {SAID}")
        }
        (18, Some(probe), _) => {
            let (minute, moisture) = (random.below(60), random.below(100));
            format!(
                "soilReadingsAdd(onConflict: REPLACE, inputs: [{{probe: {{link: \"{probe}\"}}, \
                 at: \"2026-01-01T00:{minute:02}:00Z\", moisture: {{value: {moisture}, unit: PERCENT}}}}]) {{ accepted }}"
            )
        }
        (19, Some(probe), _) => format!("entryPurge(id: \"{probe}\") {SAID}"),
        (20, _, Some(check)) => format!("checkUpdate(id: \"{check}\", patch: {{note: \"{name}\"}}) {SAID}"),
        (21, _, Some(check)) => format!("entryRestore(id: \"{check}\") {SAID}"),
        (22, ..) => {
            // More than are traced one by one.
            let inputs: Vec<_> = (0..[3, 40, 60][random.below(3)])
                .map(|number| format!("{{name: \"c{number}\", bed: {{link: \"{bed}\"}}}}"))
                .collect();
            format!("probeCreateMany(inputs: [{}]) {SAID}", inputs.join(", "))
        }
        (23 | 29, ..) => {
            let moisture = random.below(100);
            format!("soilReadingsDelete(where: {{moisture: {{gt: {{value: {moisture}, unit: PERCENT}}}}}}) {SAID}")
        }
        // What few look at.
        (30..=31, ..) => format!("bedUpdate(id: \"{bed}\", patch: {{soil: \"{name}\"}}) {SAID}"),
        (32..=33, ..) => format!("bedUpdate(id: \"{bed}\", patch: {{width: {}}}) {SAID}", random.below(4)),
        (34, ..) => format!("entryRestore(id: \"{bed}\", toVersion: {}) {SAID}", 1 + random.below(3)),
        (35..=36, Some(probe), _) => format!("probeUpdate(id: \"{probe}\", patch: {{maker: \"{name}\"}}) {SAID}"),
        (37, Some(probe), _) => {
            format!("probeUpdate(id: \"{probe}\", patch: {{interval: \"PT{}M\"}}) {SAID}", 1 + 9 * random.below(2))
        }
        (24, ..) => {
            let last = server.data("{ changes(first: 1) { nodes { changeSet } } }").await;
            match &last["changes"]["nodes"][0]["changeSet"] {
                Json::String(set) => format!("changeSetUndo(id: \"{set}\") {SAID}"),
                _ => format!("entryPurge(id: \"{bed}\") {SAID}"),
            }
        }
        _ => format!("entryPurge(id: \"{bed}\") {SAID}"),
    }
}
