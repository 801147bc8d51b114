//! Days with answers computed by hand.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::testing::{World, quantity};

/// 2026-03-29 in Berlin lasts 23 hours, from 23:00Z to 22:00Z.
const SPRING: &str = "2026-03-29";
const TZ: &str = "Europe/Berlin";
const NOW: &str = "2026-03-30T12:00:00Z";

fn child(world: &mut World) -> Uuid {
    world.made("Child", &json!({"name": "Ada", "birthDate": "2026-01-20"}))
}

fn day(world: &World, child: Uuid, date: &str) -> Json {
    world.ask("childDay", &json!({"child": child, "date": date, "tz": TZ})).unwrap()
}

fn feed(world: &mut World, child: Uuid, at: &str, rest: &Json) {
    let mut document = json!({"child": {"link": child}, "startedAt": at});
    document.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    world.made("Feeding", &document);
}

fn sleep(world: &mut World, child: Uuid, from: &str, to: Option<&str>, kind: Option<&str>, awakenings: Option<i64>) {
    let document =
        json!({"child": {"link": child}, "startedAt": from, "endedAt": to, "kind": kind, "awakenings": awakenings});
    world.made("Sleep", &document);
}

#[test]
fn feedings_are_counted_by_method_and_content() {
    let mut world = World::at(NOW);
    let (ada, other) = (child(&mut world), child(&mut world));
    let formula = |value: f64| json!({"method": "BOTTLE", "content": "FORMULA", "amount": quantity(value, "ML")});
    feed(&mut world, ada, "2026-03-28T22:59:59Z", &formula(500.0));
    feed(&mut world, ada, "2026-03-28T23:00:00Z", &formula(120.0));
    feed(
        &mut world,
        ada,
        "2026-03-29T06:00:00Z",
        &json!({"method": "BOTTLE", "content": "FORMULA", "amount": quantity(4.0, "FL_OZ"), "endedAt": "2026-03-29T06:20:00Z"}),
    );
    feed(&mut world, ada, "2026-03-29T09:00:00Z", &json!({"method": "BOTTLE", "content": "BREAST_MILK"}));
    feed(&mut world, ada, "2026-03-29T21:59:00Z", &json!({"method": "LEFT_BREAST", "endedAt": "2026-03-29T22:14:30Z"}));
    feed(&mut world, ada, "2026-03-29T22:00:00Z", &formula(500.0));
    feed(&mut world, other, "2026-03-29T12:00:00Z", &formula(500.0));
    let feedings = day(&world, ada, SPRING)["feedings"].take();
    // 120 + 4 × 29.5735295625 = 238.29411825 mL; 20 min and 15 min 30 s.
    let milk = |value: f64| json!({"value": value, "unit": "ML", "entered": format!("{value} mL")});
    assert_eq!((&feedings["count"], &feedings["withoutAmount"]), (&json!(4), &json!(2)));
    assert_eq!((&feedings["amount"], &feedings["duration"]), (&milk(238.294_118_25), &json!("PT35M30S")));
    assert_eq!(feedings["lastAt"], "2026-03-29T21:59:00Z");
    let kinds = [
        json!({"method": "BOTTLE", "content": "BREAST_MILK", "count": 1, "amount": milk(0.0), "withoutAmount": 1, "duration": "PT0S"}),
        json!({"method": "BOTTLE", "content": "FORMULA", "count": 2, "amount": milk(238.294_118_25), "withoutAmount": 0, "duration": "PT20M"}),
        json!({"method": "LEFT_BREAST", "content": null, "count": 1, "amount": milk(0.0), "withoutAmount": 1, "duration": "PT15M30S"}),
    ];
    assert_eq!(feedings["byKind"], json!(kinds));
}

#[test]
fn sleep_is_clipped_to_a_day_of_23_hours() {
    let mut world = World::at(NOW);
    let ada = child(&mut world);
    // Three of eight hours; an hour; half an hour of two; nothing of the others.
    sleep(&mut world, ada, "2026-03-28T18:00:00Z", Some("2026-03-29T02:00:00Z"), Some("NIGHT"), Some(2));
    sleep(&mut world, ada, "2026-03-29T10:00:00Z", Some("2026-03-29T11:00:00Z"), Some("NAP"), None);
    sleep(&mut world, ada, "2026-03-29T21:30:00Z", Some("2026-03-29T23:30:00Z"), None, Some(1));
    sleep(&mut world, ada, "2026-03-28T20:00:00Z", Some("2026-03-28T23:00:00Z"), Some("NIGHT"), Some(9));
    sleep(&mut world, ada, "2026-03-29T22:00:00Z", Some("2026-03-29T23:00:00Z"), Some("NIGHT"), Some(9));
    let answer = day(&world, ada, SPRING);
    let sleep = json!({"count": 3, "total": "PT4H30M", "longest": "PT3H", "night": "PT3H", "naps": "PT1H", "ongoing": 0, "awakenings": 3});
    assert_eq!((&answer["sleep"], &answer["warnings"]), (&sleep, &json!([])));
    assert_eq!((&answer["start"], &answer["end"]), (&json!("2026-03-28T23:00:00Z"), &json!("2026-03-29T22:00:00Z")));
}

#[test]
fn a_sleep_that_goes_on_counts_up_to_now_and_a_forgotten_one_warns() {
    let mut world = World::at(NOW);
    let ada = child(&mut world);
    sleep(&mut world, ada, "2026-03-30T11:15:00Z", None, Some("NAP"), None);
    let today = day(&world, ada, "2026-03-30");
    let nap = json!({"count": 1, "total": "PT45M", "longest": "PT45M", "night": "PT0S", "naps": "PT45M", "ongoing": 1, "awakenings": 0});
    assert_eq!((&today["sleep"], &today["warnings"]), (&nap, &json!([])));
    assert_eq!(day(&world, ada, "2026-03-31")["sleep"]["count"], 0);
    sleep(&mut world, ada, "2026-03-29T11:00:00Z", None, Some("NAP"), None);
    let before = day(&world, ada, SPRING);
    assert_eq!((&before["sleep"]["count"], &before["sleep"]["total"]), (&json!(0), &json!("PT0S")));
    assert!(before["warnings"][0]["message"].as_str().unwrap().contains("began more than 24 hours ago"), "{before}");
}

#[test]
fn as_of_tells_the_day_as_it_was_known_then() {
    let mut world = World::at(NOW);
    world.test_store.now = daybook_schema::time::parse_instant("2026-03-30T09:00:00Z").unwrap();
    let ada = child(&mut world);
    sleep(&mut world, ada, "2026-03-30T08:30:00Z", None, Some("NAP"), None);
    world.test_store.now = world.now;
    sleep(&mut world, ada, "2026-03-30T11:00:00Z", None, Some("NAP"), None);
    let asked = |moment: &str| {
        let arguments = json!({"child": ada, "date": "2026-03-30", "tz": TZ, "asOf": moment});
        world.ask("childDay", &arguments).unwrap()["sleep"].take()
    };
    let then = asked("2026-03-30T10:00:00Z");
    assert_eq!((&then["count"], &then["total"]), (&json!(1), &json!("PT1H30M")));
    assert_eq!(asked("2026-03-30T13:00:00Z")["total"], "PT4H30M");
}

#[test]
fn sleeps_that_overlap_beyond_the_day_warn() {
    let mut world = World::at(NOW);
    let ada = child(&mut world);
    for _ in 0..2 {
        sleep(&mut world, ada, "2026-03-29T00:00:00Z", Some("2026-03-29T20:00:00Z"), None, None);
    }
    assert_eq!(
        day(&world, ada, SPRING)["warnings"][0]["message"],
        "the sleeps of this day are longer than the day: some overlap"
    );
}

#[test]
fn diapers_are_counted_by_what_was_in_them() {
    let mut world = World::at(NOW);
    let ada = child(&mut world);
    for (at, wet, solid, amount) in [
        ("2026-03-29T01:00:00Z", true, false, Some(80.0)),
        ("2026-03-29T05:00:00Z", true, true, Some(120.5)),
        ("2026-03-29T09:00:00Z", false, true, None),
        ("2026-03-29T13:00:00Z", false, false, None),
        ("2026-03-29T22:00:00Z", true, true, Some(300.0)),
    ] {
        let amount = amount.map(|grams| quantity(grams, "G"));
        world.made(
            "DiaperChange",
            &json!({"child": {"link": ada}, "changedAt": at, "wet": wet, "solid": solid, "amount": amount}),
        );
    }
    let diapers = json!({"count": 4, "wet": 2, "solid": 2, "both": 1, "dry": 1,
        "amount": {"value": 200.5, "unit": "G", "entered": "200.5 g"}, "lastAt": "2026-03-29T13:00:00Z"});
    assert_eq!(day(&world, ada, SPRING)["diapers"], diapers);
}

#[test]
fn growth_is_the_last_value_and_how_it_changed() {
    let mut world = World::at(NOW);
    let ada = child(&mut world);
    for (at, weight, length) in [
        ("2026-01-20T12:00:00Z", Some(3.2), Some(50.0)),
        ("2026-03-15T12:00:00Z", Some(4.8), None),
        ("2026-03-25T12:00:00Z", Some(5.1), None),
        ("2026-03-30T06:00:00Z", Some(9.9), None),
    ] {
        let (weight, length) = (weight.map(|kg| quantity(kg, "KG")), length.map(|cm| quantity(cm, "CM")));
        world.made("Growth", &json!({"child": {"link": ada}, "measuredAt": at, "weight": weight, "length": length}));
    }
    let growth = day(&world, ada, SPRING)["growth"].take();
    let kg = |value: f64| json!({"value": value, "unit": "KG", "entered": format!("{value} kg")});
    // 0.3 kg in ten days; 1.9 kg since birth.
    let weight = json!({"measure": "WEIGHT", "latest": kg(5.1), "at": "2026-03-25T12:00:00Z", "previous": kg(4.8),
        "previousAt": "2026-03-15T12:00:00Z", "change": kg(0.3), "changePerDay": kg(0.03), "first": kg(3.2),
        "firstAt": "2026-01-20T12:00:00Z", "changeSinceFirst": kg(1.9)});
    assert_eq!(growth[0], weight);
    let length =
        (&growth[1]["latest"]["value"], &growth[1]["previous"], &growth[1]["first"], growth.as_array().unwrap().len());
    assert_eq!(length, (&json!(50.0), &Json::Null, &Json::Null, 2));
}

#[test]
fn an_empty_day_is_zeros_with_the_age() {
    let mut world = World::at(NOW);
    let ada = child(&mut world);
    let answer = day(&world, ada, SPRING);
    assert_eq!((&answer["name"], &answer["ageDays"], &answer["growth"]), (&json!("Ada"), &json!(68), &json!([])));
    assert_eq!((&answer["feedings"]["count"], &answer["feedings"]["lastAt"]), (&json!(0), &Json::Null));
    assert_eq!((&answer["sleep"]["longest"], &answer["diapers"]["count"]), (&json!("PT0S"), &json!(0)));
    assert_eq!(day(&world, ada, "2026-01-19")["ageDays"], Json::Null);
}

#[test]
fn the_number_of_statements_does_not_grow_with_the_records() {
    let mut world = World::at(NOW);
    let ada = child(&mut world);
    let asked = |world: &World| world.asked("childDay", &json!({"child": ada, "date": SPRING, "tz": TZ})).1;
    let empty = asked(&world);
    for hour in 0..20 {
        let at = |minute: i64| format!("2026-03-29T{hour:02}:{minute:02}:00Z");
        feed(&mut world, ada, &at(0), &json!({"method": "BOTTLE", "amount": quantity(90.0, "ML")}));
        sleep(&mut world, ada, &at(10), Some(&at(40)), Some("NAP"), None);
        world.made("DiaperChange", &json!({"child": {"link": ada}, "changedAt": at(50), "wet": true}));
        world.made("Growth", &json!({"child": {"link": ada}, "measuredAt": at(55), "weight": quantity(5.0, "KG")}));
    }
    assert_eq!((asked(&world), empty), (7, 7));
}

#[test]
fn mistakes_in_the_arguments_are_named_all_at_once() {
    let mut world = World::at(NOW);
    let ada = child(&mut world);
    let sensor = world.made("Sensor", &json!({"name": "nursery"}));
    let refused = |world: &World, child: &str, date: &str, tz: &str| {
        world.ask("childDay", &json!({"child": child, "date": date, "tz": tz})).unwrap_err()
    };
    let both = refused(&world, &ada.to_string(), "2026-02-30", "Mars/Olympus");
    assert!(
        both.contains("date: there is no day 2026-02-30") && both.contains("tz: `Mars/Olympus` is no time zone"),
        "{both}"
    );
    let skipped = refused(&world, &ada.to_string(), "2011-12-30", "Pacific/Apia");
    assert_eq!(skipped, "date: Pacific/Apia had no 2011-12-30: its calendar skipped that day");
    let other = refused(&world, &sensor.to_string(), SPRING, TZ);
    assert_eq!(other, format!("child: `{sensor}` is the id of a Sensor; give that of a Child"));
    let unknown = refused(&world, "019d0000-0000-7000-8000-000000000000", SPRING, TZ);
    assert!(unknown.starts_with("child: there is no Child with the id `019d0000"), "{unknown}");
    assert!(refused(&world, "ada", SPRING, TZ).contains("`ada`"));
    world.test_store.delete("Child", ada);
    assert!(refused(&world, &ada.to_string(), SPRING, TZ).contains("is in the trash; restore it first"));
}

#[test]
fn without_the_built_in_types_the_function_says_what_it_needs() {
    let world = World::with(&[], NOW);
    let answer = world.ask("childDay", &json!({"child": "x", "date": SPRING, "tz": TZ}));
    assert_eq!(
        answer.unwrap_err(),
        "this needs `Child`, which the definitions here do not have; start with the built-in types"
    );
}
