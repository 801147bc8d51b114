//! Nights with answers computed by hand.

use daybook_schema::time::{format_instant, parse_instant};
use daybook_store::write::SampleConflict;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::testing::{World, quantity};

const NOW: &str = "2026-03-30T12:00:00Z";
/// Eleven hours in Berlin, since clocks go forward: from 18:00Z to 05:00Z.
const NIGHT: &str = "2026-03-28";

fn sensor(world: &mut World) -> Uuid {
    world.made("Sensor", &json!({"name": "nursery", "place": "first floor"}))
}

/// One sample a minute, from a time on: the temperature, a humidity of 50 %.
fn measure(world: &mut World, sensor: Uuid, from: &str, temperatures: &[f64]) {
    let from = parse_instant(from).unwrap();
    let samples: Vec<Json> = temperatures
        .iter()
        .enumerate()
        .map(|(minute, celsius)| {
            let at = format_instant(from + minute as i64 * 60_000);
            json!({"sensor": {"link": sensor}, "at": at, "temperature": quantity(*celsius, "CEL"), "humidity": quantity(50.0, "PERCENT")})
        })
        .collect();
    let counts = world.test_store.add_samples("Reading", &samples, SampleConflict::Replace).samples;
    assert_eq!((counts.accepted, counts.rejected.len()), (temperatures.len(), 0), "{counts:?}");
}

fn asked(world: &World, sensor: Uuid, rest: &Json) -> Result<Json, String> {
    let mut arguments = json!({"sensor": sensor, "night": NIGHT, "tz": "Europe/Berlin"});
    arguments.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    world.ask("roomNight", &arguments)
}

#[test]
fn a_night_answers_least_mean_and_greatest_of_each_metric() {
    let mut world = World::at(NOW);
    let nursery = sensor(&mut world);
    measure(&mut world, nursery, "2026-03-28T17:50:00Z", &[30.0; 10]);
    measure(&mut world, nursery, "2026-03-28T18:00:00Z", &[20.0, 20.0, 20.0, 22.0, 24.0]);
    measure(&mut world, nursery, "2026-03-29T04:00:00Z", &[18.0, 19.0]);
    measure(&mut world, nursery, "2026-03-29T05:00:00Z", &[30.0; 10]);
    let answer = asked(&world, nursery, &json!({})).unwrap();
    assert_eq!((&answer["start"], &answer["end"]), (&json!("2026-03-28T18:00:00Z"), &json!("2026-03-29T05:00:00Z")));
    assert_eq!(
        (&answer["samples"], &answer["complete"], &answer["name"]),
        (&json!(7), &json!(true), &json!("nursery"))
    );
    // Lines of a minute each: 20, 20, 21, 23 and 18.5; their mean is 20.5.
    let celsius = |value: f64| json!({"value": value, "unit": "CEL", "entered": format!("{value} °C")});
    let temperature = json!({"metric": "TEMPERATURE", "samples": 7, "min": celsius(18.0), "mean": celsius(20.5), "max": celsius(24.0), "covered": "PT5M"});
    assert_eq!(answer["metrics"][0], temperature);
    let humidity = &answer["metrics"][1];
    assert_eq!((&humidity["metric"], &humidity["mean"]["value"]), (&json!("HUMIDITY"), &json!(50.0)));
    assert_eq!(answer["metrics"].as_array().unwrap().len(), 2);
}

#[test]
fn gaps_of_a_quarter_of_an_hour_are_exact() {
    let mut world = World::at(NOW);
    let nursery = sensor(&mut world);
    measure(&mut world, nursery, "2026-03-28T18:10:00Z", &[20.0; 60]);
    measure(&mut world, nursery, "2026-03-28T19:20:00Z", &[20.0; 10]);
    measure(&mut world, nursery, "2026-03-28T19:45:00Z", &[20.0; 560]);
    let gap = |from: &str, to: &str| json!({"from": from, "to": to});
    // Ten minutes before the first sample, and eleven between two, are no gap; sixteen are one.
    assert_eq!(
        asked(&world, nursery, &json!({})).unwrap()["gaps"],
        json!([gap("2026-03-28T19:29:00Z", "2026-03-28T19:45:00Z")])
    );
    let later = asked(&world, nursery, &json!({"from": "17:00", "to": "08:00"})).unwrap();
    let whole = [
        gap("2026-03-28T16:00:00Z", "2026-03-28T18:10:00Z"),
        gap("2026-03-28T19:29:00Z", "2026-03-28T19:45:00Z"),
        gap("2026-03-29T05:04:00Z", "2026-03-29T06:00:00Z"),
    ];
    assert_eq!(later["gaps"], json!(whole));
}

#[test]
fn a_sensor_says_itself_what_is_a_gap() {
    let mut world = World::at(NOW);
    let slow = world.made("Sensor", &json!({"name": "slow", "expectedInterval": "PT20M", "gapFactor": 2}));
    for at in ["18:00", "18:20", "19:00", "19:41"] {
        measure(&mut world, slow, &format!("2026-03-28T{at}:00Z"), &[20.0]);
    }
    let answer = asked(&world, slow, &json!({"from": "19:00", "to": "20:41"})).unwrap();
    // Forty minutes are two intervals and no gap, forty-one are one.
    assert_eq!(answer["gaps"], json!([{"from": "2026-03-28T19:00:00Z", "to": "2026-03-28T19:41:00Z"}]));
    assert_eq!(answer["metrics"][0]["covered"], "PT1H");
}

#[test]
fn a_night_that_is_not_over_has_gaps_up_to_now_only() {
    let mut world = World::at("2026-03-28T20:00:00Z");
    let nursery = sensor(&mut world);
    measure(&mut world, nursery, "2026-03-28T18:00:00Z", &[20.0; 60]);
    let answer = asked(&world, nursery, &json!({})).unwrap();
    assert_eq!(answer["complete"], false);
    assert_eq!(answer["gaps"], json!([{"from": "2026-03-28T18:59:00Z", "to": "2026-03-28T20:00:00Z"}]));
    let tomorrow = asked(&world, nursery, &json!({"night": "2026-03-29"})).unwrap();
    assert_eq!((&tomorrow["samples"], &tomorrow["metrics"], &tomorrow["gaps"]), (&json!(0), &json!([]), &json!([])));
}

#[test]
fn time_outside_a_guide_is_the_share_of_samples_of_the_covered_time() {
    let mut world = World::at(NOW);
    let nursery = sensor(&mut world);
    // Three samples below 16 °C and two above 20 °C of ten: of nine minutes 2 min 42 s and 1 min 48 s.
    measure(&mut world, nursery, "2026-03-28T22:00:00Z", &[15.0, 15.5, 15.9, 16.0, 18.0, 19.0, 20.0, 20.1, 21.0, 20.0]);
    let ranges = json!({"guides": ["LULLABY_TRUST_TEMPERATURE"],
        "ranges": [{"metric": "TEMPERATURE", "max": quantity(68.0, "DEGF"), "name": "cool"}, {"metric": "CO2", "max": quantity(1000.0, "PPM")}]});
    let outside = asked(&world, nursery, &ranges).unwrap()["outside"].take();
    let trust = &outside[0];
    assert_eq!(
        (&trust["below"], &trust["above"], &trust["share"]),
        (&json!("PT2M42S"), &json!("PT1M48S"), &json!(0.5))
    );
    assert!(trust["source"].as_str().unwrap().contains("Lullaby Trust"));
    // 68 °F are 20 °C.
    let cool = &outside[1];
    assert_eq!((&cool["name"], &cool["below"], &cool["above"]), (&json!("cool"), &json!("PT0S"), &json!("PT1M48S")));
    assert_eq!((&outside[2]["share"], &outside[2]["above"]), (&Json::Null, &json!("PT0S")));
}

#[test]
fn flagged_samples_and_those_of_other_sensors_are_left_out() {
    let mut world = World::at(NOW);
    let nursery = sensor(&mut world);
    let other = world.made("Sensor", &json!({"name": "kitchen"}));
    measure(&mut world, nursery, "2026-03-28T22:00:00Z", &[20.0, 400.0, 20.0]);
    measure(&mut world, other, "2026-03-28T22:00:00Z", &[30.0; 5]);
    let answer = asked(&world, nursery, &json!({})).unwrap();
    assert_eq!((&answer["samples"], &answer["metrics"][0]["max"]["value"]), (&json!(2), &json!(20.0)));
}

#[test]
fn the_number_of_statements_grows_neither_with_samples_nor_with_ranges() {
    let mut world = World::at(NOW);
    let nursery = sensor(&mut world);
    let plain = json!({"sensor": nursery, "night": NIGHT, "tz": "Europe/Berlin"});
    let mut held = plain.clone();
    held["guides"] = json!(["COMMON_HUMIDITY"]);
    measure(&mut world, nursery, "2026-03-28T18:00:00Z", &[20.0]);
    let few = (world.asked("roomNight", &plain).1, world.asked("roomNight", &held).1);
    measure(&mut world, nursery, "2026-03-28T18:01:00Z", &[20.0; 300]);
    held["guides"] = json!(["COMMON_HUMIDITY", "EPA_HUMIDITY", "US_NURSERY_TEMPERATURE"]);
    let many = (world.asked("roomNight", &plain).1, world.asked("roomNight", &held).1);
    assert_eq!(many, few);
    assert!(few.0 <= 3 && few.1 <= 5, "{few:?}");
}

#[test]
fn mistakes_in_the_arguments_are_named_all_at_once() {
    let mut world = World::at(NOW);
    let nursery = sensor(&mut world);
    let child = world.made("Child", &json!({"name": "Ada"}));
    let wrong = json!({"night": "tonight", "tz": "Mars", "from": "25:00", "ranges": [
        {"metric": "TEMPERATURE", "min": quantity(5.0, "ML")}, {"metric": "HUMIDITY"},
        {"metric": "TEMPERATURE", "min": quantity(20.0, "CEL"), "max": quantity(60.0, "DEGF")}]});
    let message = asked(&world, nursery, &wrong).unwrap_err();
    for part in [
        "night: `tonight` is no date",
        "tz: `Mars` is no time zone",
        "from: `25:00` is no time of day",
        "ranges.0.min: `ML` measures volume, but this is temperature",
        "ranges.1: a range needs `min`, `max` or both",
        "ranges.2: `min` must be less than `max`",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
    let message = asked(&world, child, &json!({})).unwrap_err();
    assert_eq!(message, format!("sensor: `{child}` is the id of a Child; give that of a Sensor"));
}
