//! Trends with answers computed by hand.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::testing::{World, quantity};

const NOW: &str = "2026-05-10T12:00:00Z";

fn patient(world: &mut World) -> Uuid {
    world.made("Patient", &json!({"name": "Ada Byron"}))
}

fn observe(world: &mut World, patient: Uuid, at: &str, code: &str, rest: &Json) -> Uuid {
    let mut document =
        json!({"patient": {"link": patient}, "effectiveAt": at, "code": code, "name": format!("Name {at}")});
    document.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    world.made("Observation", &document)
}

fn asked(world: &World, patient: Uuid, rest: &Json) -> Result<Json, String> {
    let mut arguments = json!({"patient": patient, "tz": "Europe/Berlin"});
    arguments.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    world.ask("patientTrends", &arguments)
}

fn trends(world: &World, patient: Uuid) -> Json {
    asked(world, patient, &json!({})).unwrap()["trends"].take()
}

#[test]
fn a_code_answers_its_last_value_the_one_before_and_the_slope_of_daily_means() {
    let mut world = World::at(NOW);
    let ada = patient(&mut world);
    let kilograms = |value: f64| json!({"weight": quantity(value, "KG")});
    observe(&mut world, ada, "2025-12-01T08:00:00Z", "29463-7", &kilograms(90.0));
    observe(&mut world, ada, "2026-05-01T08:00:00Z", "29463-7", &kilograms(80.0));
    observe(&mut world, ada, "2026-05-03T08:00:00Z", "29463-7", &kilograms(81.0));
    // Two of one day in Berlin, which begins at 22:00Z: their mean is 82.
    observe(&mut world, ada, "2026-05-04T22:30:00Z", "29463-7", &kilograms(81.0));
    let last = observe(
        &mut world,
        ada,
        "2026-05-05T08:00:00Z",
        "29463-7",
        &json!({"weight": quantity(83000.0, "G"), "interpretation": "H"}),
    );
    observe(
        &mut world,
        ada,
        "2026-05-06T08:00:00Z",
        "29463-7",
        &json!({"weight": quantity(500.0, "KG"), "status": "ENTERED_IN_ERROR"}),
    );
    // Days 0, 2 and 4 with 80, 81 and 82: half a kilogram a day. Mean of 80, 81, 81 and 83 is 81.25.
    let trend = json!({"code": "29463-7", "name": "Name 2026-05-05T08:00:00Z", "field": "weight", "unit": "kg", "latest": 83.0,
        "at": "2026-05-05T08:00:00Z", "observation": last, "interpretation": "H", "previous": 81.0,
        "previousAt": "2026-05-04T22:30:00Z", "change": 2.0, "count": 4, "mean": 81.25, "min": 80.0, "max": 83.0,
        "slopePerDay": 0.5, "points": 3});
    assert_eq!(trends(&world, ada), json!([trend]));
}

#[test]
fn a_blood_pressure_has_a_trend_for_each_of_its_values() {
    let mut world = World::at(NOW);
    let ada = patient(&mut world);
    for (at, systolic, diastolic) in
        [("2026-05-01T08:00:00Z", 120.0, Some(80.0)), ("2026-05-02T08:00:00Z", 130.0, None)]
    {
        let diastolic = diastolic.map(|value| quantity(value, "MMHG"));
        observe(
            &mut world,
            ada,
            at,
            "85354-9",
            &json!({"systolic": quantity(systolic, "MMHG"), "diastolic": diastolic}),
        );
    }
    let answer = trends(&world, ada);
    let part = |place: usize| {
        let trend = &answer[place];
        (trend["field"].clone(), trend["latest"].clone(), trend["previous"].clone(), trend["unit"].clone())
    };
    assert_eq!(part(0), (json!("systolic"), json!(130.0), json!(120.0), json!("mm[Hg]")));
    assert_eq!(part(1), (json!("diastolic"), json!(80.0), Json::Null, json!("mm[Hg]")));
}

#[test]
fn values_in_different_units_are_never_mixed() {
    let mut world = World::at(NOW);
    let ada = patient(&mut world);
    for (at, value, unit) in [
        ("2026-05-01T08:00:00Z", 90.0, json!("mg/dL")),
        ("2026-05-02T08:00:00Z", 5.0, json!("mmol/L")),
        ("2026-05-03T08:00:00Z", 100.0, json!("mg/dL")),
        ("2026-05-04T08:00:00Z", 7.0, Json::Null),
    ] {
        observe(&mut world, ada, at, "2345-7", &json!({"value": value, "unit": unit}));
    }
    let answer = trends(&world, ada);
    let found: Vec<_> = answer
        .as_array()
        .unwrap()
        .iter()
        .map(|trend| (trend["unit"].clone(), trend["latest"].clone(), trend["change"].clone()))
        .collect();
    let expected = [
        (Json::Null, json!(7.0), Json::Null),
        (json!("mg/dL"), json!(100.0), json!(10.0)),
        (json!("mmol/L"), json!(5.0), Json::Null),
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_last_value_may_be_older_than_the_window() {
    let mut world = World::at(NOW);
    let ada = patient(&mut world);
    observe(&mut world, ada, "2020-05-01T08:00:00Z", "8867-4", &json!({"heartRate": quantity(70.0, "PER_MIN")}));
    let answer = trends(&world, ada);
    let parts = ["latest", "count", "mean", "slopePerDay", "points"].map(|name| answer[0][name].clone());
    assert_eq!(parts, [json!(70.0), json!(0), Json::Null, Json::Null, json!(0)]);
}

#[test]
fn long_windows_take_weeks_and_codes_and_until_narrow() {
    let mut world = World::at(NOW);
    let ada = patient(&mut world);
    // Mondays, 14 days apart: 2 a week is 1/7 a day each.
    for (at, rate) in [("2026-03-02T08:00:00Z", 60.0), ("2026-03-16T08:00:00Z", 64.0), ("2026-05-09T08:00:00Z", 200.0)]
    {
        observe(&mut world, ada, at, "8867-4", &json!({"heartRate": quantity(rate, "PER_MIN")}));
    }
    observe(&mut world, ada, "2026-03-02T08:00:00Z", "8310-5", &json!({"temperature": quantity(98.6, "DEGF")}));
    let rest = json!({"window": "P2Y", "until": "2026-03-31T00:00:00Z", "codes": ["8867-4"]});
    let answer = asked(&world, ada, &rest).unwrap();
    let trend = &answer["trends"][0];
    assert_eq!((&trend["latest"], &trend["points"]), (&json!(64.0), &json!(2)));
    assert!((trend["slopePerDay"].as_f64().unwrap() - 4.0 / 14.0).abs() < 1e-8, "{trend}");
    assert_eq!(answer["trends"].as_array().unwrap().len(), 1);
    // The week that holds the day two years before, from its Monday in Berlin on.
    assert_eq!(answer["from"], "2024-03-24T23:00:00Z");
    assert_eq!(asked(&world, ada, &json!({"codes": ["8310-5"]})).unwrap()["trends"][0]["latest"], 37.0);
    assert_eq!(asked(&world, ada, &json!({"codes": []})).unwrap()["trends"], json!([]));
}

#[test]
fn a_patient_without_observations_has_no_trends() {
    let mut world = World::at(NOW);
    let ada = patient(&mut world);
    let answer = asked(&world, ada, &json!({})).unwrap();
    assert_eq!((&answer["trends"], &answer["name"]), (&json!([]), &json!("Ada Byron")));
}

#[test]
fn the_number_of_statements_does_not_grow_with_the_observations() {
    let mut world = World::at(NOW);
    let ada = patient(&mut world);
    for day in 1..10 {
        for code in 0..8 {
            let at = format!("2026-05-0{day}T08:00:00Z");
            observe(&mut world, ada, &at, &format!("{code}-1"), &json!({"value": day, "unit": "mg"}));
        }
    }
    let (answer, statements) = world.asked("patientTrends", &json!({"patient": ada, "tz": "UTC"}));
    assert_eq!((answer.unwrap()["trends"].as_array().unwrap().len(), statements), (8, 5));
}

#[test]
fn mistakes_in_the_arguments_are_named_all_at_once() {
    let mut world = World::at(NOW);
    let ada = patient(&mut world);
    let wrong = json!({"tz": "Moon", "window": "P1D", "codes": ["8867-4", "pulse"], "until": "yesterday"});
    let message = asked(&world, ada, &wrong).unwrap_err();
    for part in [
        "tz: `Moon` is no time zone",
        "window: a window of P1D is 1 days long; give P2D to P10Y",
        "codes.1: `pulse` is no LOINC code",
        "until: `yesterday` is no time",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
    let child = world.made("Child", &json!({"name": "Ada"}));
    assert_eq!(
        asked(&world, child, &json!({})).unwrap_err(),
        format!("patient: `{child}` is the id of a Child; give that of a Patient")
    );
}
