//! Days with answers computed by hand.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::testing::{World, quantity};

const DAY: &str = "2026-05-05";
const NOW: &str = "2026-05-06T12:00:00Z";

fn asked(world: &World, rest: &Json) -> Result<Json, String> {
    let mut arguments = json!({"date": DAY, "tz": "America/New_York"});
    arguments.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    world.ask("intakeDay", &arguments)
}

fn day(world: &World) -> Json {
    asked(world, &json!({})).unwrap()
}

fn food(world: &mut World, name: &str, rest: &Json) -> Uuid {
    let mut document = json!({"name": name});
    document.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    world.made("Food", &document)
}

fn take(world: &mut World, at: &str, name: &str, food: Option<Uuid>, rest: &Json) {
    let food = food.map(|food| json!({"link": food}));
    let mut document = json!({"takenAt": at, "kind": "FOOD", "name": name, "food": food});
    document.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    world.made("Intake", &document);
}

/// Total (-1 without one), counted and missing records.
fn total(answer: &Json, nutrient: &str) -> (f64, i64, i64) {
    let total = &answer[nutrient];
    let number = |name: &str| total[name].as_i64().unwrap();
    (total["total"]["value"].as_f64().unwrap_or(-1.0), number("counted"), number("missing"))
}

fn reasons(answer: &Json) -> Vec<(String, String, i64, usize)> {
    let uncounted = answer["uncounted"].as_array().unwrap().iter();
    let reason = |entry: &Json| {
        let text = |name: &str| entry[name].as_str().unwrap().to_owned();
        (text("name"), text("reason"), entry["records"].as_i64().unwrap(), entry["nutrients"].as_array().unwrap().len())
    };
    uncounted.map(reason).collect()
}

const WHOLE: [&str; 11] = [
    "protein",
    "carbohydrate",
    "sugars",
    "fat",
    "saturatedFat",
    "fibre",
    "sodium",
    "alcohol",
    "water",
    "calcium",
    "iron",
];

/// A food with every figure 1 but for the energy.
fn whole(energy: f64) -> Json {
    let mut document = json!({"energy": quantity(energy, "KCAL")});
    for name in WHOLE {
        let unit = if ["sodium", "calcium", "iron"].contains(&name) { "MG" } else { "G" };
        document[name] = quantity(1.0, unit);
    }
    document
}

#[test]
fn mass_pieces_and_volume_count_by_the_foods_own_basis() {
    let mut world = World::at(NOW);
    let mut bread = whole(250.0);
    bread["portion"] = quantity(40.0, "G");
    let bread = food(&mut world, "Bread", &bread);
    let mut milk = whole(64.0);
    milk["perVolume"] = json!(true);
    let milk = food(&mut world, "Milk", &milk);
    // A day in New York: from 04:00Z to 04:00Z.
    take(&mut world, "2026-05-05T03:59:59Z", "bread", Some(bread), &json!({"mass": quantity(900.0, "G")}));
    take(&mut world, "2026-05-05T04:00:00Z", "bread", Some(bread), &json!({"mass": quantity(2.0, "OZ")}));
    take(&mut world, "2026-05-05T12:00:00Z", "toast", Some(bread), &json!({"pieces": quantity(2.0, "COUNT")}));
    take(
        &mut world,
        "2026-05-05T12:05:00Z",
        "toast",
        Some(bread),
        &json!({"pieces": quantity(9.0, "COUNT"), "mass": quantity(50.0, "G")}),
    );
    take(
        &mut world,
        "2026-05-06T03:59:00Z",
        "milk",
        Some(milk),
        &json!({"kind": "DRINK", "volume": quantity(1.0, "CUP")}),
    );
    let answer = day(&world);
    // 2 oz are 56.69904625 g, so 186.69904625 g of bread; a US cup is 236.5882365 mL.
    // 186.69904625 × 2.5 + 236.5882365 × 0.64 = 466.747615625 + 151.41647136 = 618.164086985.
    assert_eq!(total(&answer, "energy"), (618.164_086_985, 4, 0));
    // (186.69904625 + 236.5882365) / 100 = 4.2328728275.
    assert_eq!(total(&answer, "protein"), (4.232_872_827_5, 4, 0));
    assert_eq!(answer["iron"]["total"]["unit"], "MG");
    assert_eq!((&answer["records"], &answer["uncounted"]), (&json!(4), &json!([])));
    assert_eq!((&answer["fluid"]["value"], &answer["drinksWithoutVolume"]), (&json!(236.588_236_5), &json!(0)));
    assert_eq!((&answer["start"], &answer["end"]), (&json!("2026-05-05T04:00:00Z"), &json!("2026-05-06T04:00:00Z")));
}

#[test]
fn an_energy_of_its_own_counts_instead_of_the_foods() {
    let mut world = World::at(NOW);
    let soup = food(&mut world, "Soup", &whole(50.0));
    take(
        &mut world,
        "2026-05-05T12:00:00Z",
        "soup",
        Some(soup),
        &json!({"mass": quantity(300.0, "G"), "energy": quantity(180.0, "KCAL")}),
    );
    take(&mut world, "2026-05-05T18:00:00Z", "soup", Some(soup), &json!({"mass": quantity(100.0, "G")}));
    take(&mut world, "2026-05-05T19:00:00Z", "pizza", None, &json!({"energy": quantity(3350.0, "KJ")}));
    let answer = day(&world);
    // 180 + 50 + 3350 / 4.184 = 1030.6692…
    assert_eq!(total(&answer, "energy"), (1_030.669_216_06, 3, 0));
    assert_eq!(total(&answer, "fat"), (4.0, 2, 1));
    assert_eq!(reasons(&answer), [("pizza".to_owned(), "NO_FOOD".to_owned(), 1, 11)]);
}

#[test]
fn what_cannot_be_counted_is_listed_with_the_reason() {
    let mut world = World::at(NOW);
    let rice = food(&mut world, "Rice", &whole(130.0));
    let mut juice = whole(45.0);
    juice["perVolume"] = json!(true);
    let juice = food(&mut world, "Juice", &juice);
    let plain = food(&mut world, "Plain", &json!({"energy": quantity(10.0, "KCAL"), "protein": quantity(5.0, "G")}));
    let at = "2026-05-05T12:00:00Z";
    take(&mut world, at, "a guess", None, &json!({"mass": quantity(100.0, "G")}));
    take(&mut world, at, "bowl", Some(rice), &json!({"volume": quantity(200.0, "ML")}));
    take(&mut world, at, "bowl", Some(rice), &json!({"volume": quantity(100.0, "ML")}));
    take(&mut world, at, "grains", Some(rice), &json!({"pieces": quantity(12.0, "COUNT")}));
    take(&mut world, at, "juice", Some(juice), &json!({"kind": "DRINK", "mass": quantity(200.0, "G")}));
    take(&mut world, at, "nothing", Some(rice), &json!({}));
    take(&mut world, at, "plain", Some(plain), &json!({"mass": quantity(100.0, "G")}));
    let answer = day(&world);
    let reason = |name: &str, reason: &str, records: i64, nutrients: usize| {
        (name.to_owned(), reason.to_owned(), records, nutrients)
    };
    let expected = [
        reason("a guess", "NO_FOOD", 1, 12),
        reason("bowl", "NEEDS_MASS", 2, 12),
        reason("grains", "NO_PORTION", 1, 12),
        reason("juice", "NEEDS_VOLUME", 1, 12),
        reason("nothing", "NO_AMOUNT", 1, 12),
        reason("plain", "UNKNOWN_NUTRIENT", 1, 10),
    ];
    assert_eq!(reasons(&answer), expected);
    assert_eq!((total(&answer, "energy"), total(&answer, "fat")), ((10.0, 1, 6), (-1.0, 0, 7)));
    assert_eq!(answer["drinksWithoutVolume"], 1);
    let message = answer["uncounted"][1]["message"].as_str().unwrap();
    assert_eq!(message, "`bowl` (2) has a volume only, and the food's figures are in 100 g; give the mass");
}

#[test]
fn days_belong_to_a_person_a_child_or_nobody() {
    let mut world = World::at(NOW);
    let (ada, ben) = (world.made("Child", &json!({"name": "Ada"})), world.made("Person", &json!({"name": "Ben"})));
    let soup = food(&mut world, "Soup", &whole(100.0));
    for (grams, rest) in
        [(100.0, json!({})), (200.0, json!({"child": {"link": ada}})), (300.0, json!({"person": {"link": ben}}))]
    {
        let mut rest = rest;
        rest["mass"] = quantity(grams, "G");
        take(&mut world, "2026-05-05T12:00:00Z", "soup", Some(soup), &rest);
    }
    let energy = |rest: Json| asked(&world, &rest).unwrap()["energy"]["total"]["value"].take();
    assert_eq!(
        [energy(json!({})), energy(json!({"child": ada})), energy(json!({"person": ben}))],
        [json!(100.0), json!(200.0), json!(300.0)]
    );
    let both = asked(&world, &json!({"child": ada, "person": ben})).unwrap_err();
    assert_eq!(both, "child: give `person` or `child`, not both; each is a question of its own");
    let wrong = asked(&world, &json!({"person": ada})).unwrap_err();
    assert_eq!(wrong, format!("person: `{ada}` is the id of a Child; give that of a Person"));
    assert!(asked(&world, &json!({"child": "nobody"})).unwrap_err().contains("there is no Child"));
}

#[test]
fn an_empty_day_is_zeros() {
    let world = World::at(NOW);
    let answer = day(&world);
    assert_eq!((total(&answer, "energy"), &answer["uncounted"]), ((0.0, 0, 0), &json!([])));
    assert_eq!((&answer["records"], &answer["fluid"]["value"]), (&json!(0), &json!(0.0)));
}

#[test]
fn the_number_of_statements_does_not_grow_with_the_records() {
    let mut world = World::at(NOW);
    let ben = world.made("Person", &json!({"name": "Ben"}));
    for minute in 0..40 {
        let soup = food(&mut world, &format!("Soup {minute}"), &whole(100.0));
        let rest = json!({"mass": quantity(100.0, "G"), "person": {"link": ben}});
        take(&mut world, &format!("2026-05-05T12:{minute:02}:00Z"), "soup", Some(soup), &rest);
    }
    let (answer, statements) = world.asked("intakeDay", &json!({"date": DAY, "tz": "UTC", "person": ben}));
    assert_eq!((answer.unwrap()["records"].as_i64(), statements), (Some(40), 3));
}
