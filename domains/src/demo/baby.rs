//! Two children: one who was born just before the four months begin, and one who is two.

use jiff::civil::Date;
use serde_json::json;

use super::{Household, Random, days::Days, link, links, quantity};

/// Days between the birth of the younger child and the first day.
const BEFORE: i32 = 6;

/// Age of the older child on the last day, in days.
const TWO: i32 = 820;

pub(super) fn children(household: &mut Household, days: &Days) {
    let carers = json!({ "link": [
        { "id": "nora", "props": { "relationship": "MOTHER", "sameHousehold": true, "emergencyOrder": 1 } },
        { "id": "paul", "props": { "relationship": "FATHER", "sameHousehold": true, "emergencyOrder": 2 } },
        { "id": "ines", "props": { "relationship": "GRANDPARENT", "sameHousehold": false, "emergencyOrder": 3 } },
    ] });
    household.add(
        "Child",
        "lina",
        json!({
            "name": "Lina", "birthDate": days.ago(days.count - 1 + BEFORE).to_string(), "birthTime": "04:52:00",
            "sex": "FEMALE", "birthWeight": quantity(3240.0, "G"), "carers": carers,
        }),
    );
    household.add(
        "Child",
        "theo",
        json!({
            "name": "Theo", "birthDate": days.ago(TWO).to_string(), "birthTime": "17:20:00", "sex": "MALE",
            "birthWeight": quantity(3510.0, "G"), "carers": carers, "note": "Sleeps with the grey rabbit.",
        }),
    );
    household.add(
        "FormulaProduct",
        "formula",
        json!({
            "name": "Morgenstern Pre", "manufacturer": "Morgenstern", "labelScoops": 1, "labelWater": quantity(30.0, "ML"),
            "labelVolume": quantity(33.0, "ML"), "energyDensity": quantity(20.0, "KCAL_PER_FL_OZ"),
            "scoopMass": quantity(4.3, "G"), "scoopFill": "level, unpacked",
        }),
    );
}

pub(super) fn life(household: &mut Household, days: &Days, random: &mut Random) {
    for (number, date) in days.all() {
        infant(household, days, random, number, date);
        toddler(household, days, random, number, date);
    }
}

/// The younger one's day: it eats about every three hours and sleeps in between; nights grow longer.
fn infant(household: &mut Household, days: &Days, random: &mut Random, number: i32, date: Date) {
    let age = f64::from(number + BEFORE);
    let meals = if age < 30.0 {
        8
    } else if age < 75.0 {
        7
    } else {
        6
    };
    for meal in 0..meals {
        let at = random.about(25.0 + 1440.0 / f64::from(meals) * f64::from(meal), 22.0).max(0.0);
        feeding(household, days, random, (number, date, age), meal, at);
    }
    let wet = if age < 30.0 { 8 } else { 6 };
    for change in 0..wet {
        let at = random.about(70.0 + 1440.0 / f64::from(wet) * f64::from(change), 40.0).max(0.0);
        let solid = random.happens(if age < 45.0 { 0.45 } else { 0.25 });
        diaper(household, days, random, ("lina", number, change, solid), days.at(date, at));
    }
    let naps = if age < 60.0 { 5 } else { 4 };
    for nap in 0..naps {
        let start = random.about(8.5 * 60.0 + 660.0 / f64::from(naps) * f64::from(nap), 15.0);
        let length = random.between(30.0, if age < 60.0 { 110.0 } else { 80.0 });
        sleep(household, days, ("lina", number, nap), ("NAP", 0), days.at(date, start), length);
    }
    let begin = random.about(20.25 * 60.0, 25.0);
    let length = random.about(560.0 + age.min(110.0) * 0.7, 35.0);
    let awake = random.whole(1, if age < 60.0 { 4 } else { 2 });
    sleep(household, days, ("lina", number, 9), ("NIGHT", awake), days.at(date, begin), length);
    let weighed = if age < 62.0 { number % 7 == 1 } else { number % 14 == 1 };
    if weighed {
        // About the middle of the growth standards: 3.2 kg at birth, 6.4 kg after four months.
        let weight = 3.12 + 0.037 * age.min(60.0) + 0.021 * (age - 60.0).max(0.0) + random.between(-0.04, 0.04);
        let length = 49.8 + 0.115 * age.min(60.0) + 0.072 * (age - 60.0).max(0.0) + random.between(-0.3, 0.3);
        let head = 34.2 + 0.058 * age.min(60.0) + 0.03 * (age - 60.0).max(0.0);
        growth(household, days, ("lina", number), date, [weight, length, head]);
    }
}

fn feeding(household: &mut Household, days: &Days, random: &mut Random, day: (i32, Date, f64), meal: i32, at: f64) {
    let (number, date, age) = day;
    let start = days.at(date, at);
    let Some(started) = days.past(start) else { return };
    let key = format!("feeding-{number}-{meal}");
    let minutes = random.whole(9, 24);
    let mut fields = json!({ "child": link("lina"), "startedAt": started });
    if let Some(ended) = days.past(start + minutes * super::days::MINUTE) {
        fields["endedAt"] = json!(ended);
    }
    if random.happens(0.06) {
        fields["spitUp"] = json!(true);
    }
    if random.happens(0.55) {
        fields["method"] = json!(random.one_of(&["LEFT_BREAST", "RIGHT_BREAST", "BOTH_BREASTS"]));
        fields["content"] = json!("BREAST_MILK");
    } else {
        let drunk = (random.about(60.0 + age * 0.95, 18.0) / 5.0).round() * 5.0;
        fields["method"] = json!("BOTTLE");
        fields["amount"] = quantity(drunk, "ML");
        let formula = random.happens(0.75);
        fields["content"] = json!(if formula { "FORMULA" } else { "BREAST_MILK" });
        if formula {
            let bottle = format!("bottle-{number}-{meal}");
            prepared(household, days, &bottle, (start - random.whole(5, 15) * super::days::MINUTE, drunk));
            fields["bottle"] = link(&bottle);
        }
    }
    if random.happens(0.02) {
        fields["note"] = json!(random.one_of(&["Fell asleep while drinking.", "Very hungry.", "Hiccups afterwards."]));
    }
    household.add("Feeding", key, fields);
}

fn prepared(household: &mut Household, days: &Days, key: &str, (at, drunk): (i64, f64)) {
    let scoops = (drunk / 33.0).ceil().max(1.0);
    let Some(when) = days.past(at) else { return };
    household.add(
        "PreparedBottle",
        key,
        json!({
            "preparedAt": when, "child": link("lina"), "product": link("formula"), "content": "FORMULA",
            "volume": quantity(scoops * 33.0, "ML"), "scoops": scoops, "water": quantity(scoops * 30.0, "ML"),
            "energyDensity": quantity(20.0, "KCAL_PER_FL_OZ"),
            "useBy": daybook_schema::time::format_instant(at + 120 * super::days::MINUTE),
        }),
    );
}

/// The older one's day: three meals, a nap, a long night.
fn toddler(household: &mut Household, days: &Days, random: &mut Random, number: i32, date: Date) {
    let foods = ["banana", "oats", "yogurt", "pasta", "carrot", "bread", "apple", "rice", "egg", "potato"];
    for (meal, hour) in [7.6, 12.1, 18.2].into_iter().enumerate() {
        let at = days.at(date, random.about(hour * 60.0, 14.0));
        let (Some(started), true) = (days.past(at), random.happens(0.82)) else { continue };
        let (first, second) = (random.one_of(&foods), random.one_of(&foods));
        let portion = |key: &str, grams: f64| json!({ "id": key, "props": { "amount": quantity(grams, "G") } });
        let mut eaten = vec![portion(first, (random.between(40.0, 140.0) / 10.0).round() * 10.0)];
        if second != first {
            eaten.push(portion(second, (random.between(20.0, 80.0) / 10.0).round() * 10.0));
        }
        let method = if random.happens(0.7) { "SELF_FED" } else { "PARENT_FED" };
        let fields = json!({
            "child": link("theo"), "startedAt": started, "method": method, "content": "SOLID_FOOD", "food": { "link": eaten },
        });
        household.add("Feeding", format!("meal-{number}-{meal}"), fields);
    }
    for change in 0..3 {
        let at = days.at(date, random.about(8.0 * 60.0 + f64::from(change) * 330.0, 40.0));
        let solid = change == 1 && random.happens(0.8);
        diaper(household, days, random, ("theo", number, change, solid), at);
    }
    let nap = random.about(12.9 * 60.0, 15.0);
    if random.happens(0.9) {
        let length = random.between(50.0, 110.0);
        sleep(household, days, ("theo", number, 0), ("NAP", 0), days.at(date, nap), length);
    }
    let begin = random.about(19.6 * 60.0, 18.0);
    let length = random.about(660.0, 30.0);
    let awake = i64::from(random.happens(0.2));
    sleep(household, days, ("theo", number, 9), ("NIGHT", awake), days.at(date, begin), length);
    if number % 30 == 12 {
        let age = f64::from(TWO - days.count + 1 + number);
        let (weight, length) = (9.9 + age * 0.0032, 70.0 + age * 0.0225);
        growth(household, days, ("theo", number), date, [weight, length, 46.5 + age * 0.0025]);
    }
}

fn diaper(household: &mut Household, days: &Days, random: &mut Random, what: (&str, i32, i32, bool), at: i64) {
    let (child, number, change, solid) = what;
    let Some(changed) = days.past(at) else { return };
    let wet = !solid || random.happens(0.7);
    let mut fields = json!({ "child": link(child), "changedAt": changed, "wet": wet, "solid": solid });
    if solid {
        fields["color"] = json!(random.one_of(&["YELLOW", "YELLOW", "BROWN", "GREEN"]));
    }
    if random.happens(0.02) {
        fields["rash"] = json!(true);
    }
    household.add("DiaperChange", format!("diaper-{child}-{number}-{change}"), fields);
}

fn sleep(
    household: &mut Household,
    days: &Days,
    what: (&str, i32, i32),
    (kind, awake): (&str, i64),
    start: i64,
    length: f64,
) {
    let (child, number, place) = what;
    let Some(started) = days.past(start) else { return };
    let room = if child == "lina" { "bedroom" } else { "nursery" };
    let mut fields = json!({ "child": link(child), "startedAt": started, "kind": kind, "place": room });
    if let Some(ended) = days.past(start + length as i64 * super::days::MINUTE) {
        fields["endedAt"] = json!(ended);
        if awake > 0 {
            fields["awakenings"] = json!(awake);
        }
    }
    household.add("Sleep", format!("sleep-{child}-{number}-{place}"), fields);
}

fn growth(
    household: &mut Household,
    days: &Days,
    (child, number): (&str, i32),
    date: Date,
    [weight, length, head]: [f64; 3],
) {
    let Some(measured) = days.past(days.at(date, 10.5 * 60.0)) else { return };
    let rounded = |value: f64, digits: f64| (value * digits).round() / digits;
    let lying = if child == "lina" { "LYING" } else { "STANDING" };
    household.add(
        "Growth",
        format!("growth-{child}-{number}"),
        json!({
            "child": link(child), "measuredAt": measured, "weight": quantity(rounded(weight, 100.0), "KG"),
            "length": quantity(rounded(length, 10.0), "CM"), "lengthPosition": lying,
            "headCircumference": quantity(rounded(head, 10.0), "CM"),
            "measuredBy": if number % 28 == 1 { "midwife" } else { "kitchen scale" },
        }),
    );
}

/// Links to both children.
pub(super) fn both() -> serde_json::Value {
    links(["lina", "theo"])
}
