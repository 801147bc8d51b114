//! Two rooms with a sensor each, which measures every minute, unless its battery is empty or it is unplugged.

use std::ops::Range;

use daybook_schema::value::Instant;
use serde_json::json;

use super::{Household, Line, Measurement, Random, days::Days, days::MINUTE};

/// How many days ago the hot night began.
const HOT: i32 = 43;

struct Room {
    key: &'static str,
    name: &'static str,
    place: &'static str,
    model: &'static str,
    /// In °C, about what it is over the year.
    warmth: f64,
    /// How much a night without an open window adds, in ppm.
    co2: Option<f64>,
    /// When nothing came: days ago, the hour of the day, and for how many minutes.
    gaps: &'static [(i32, f64, i64)],
}

const ROOMS: [Room; 2] = [
    Room {
        key: "sensor-nursery",
        name: "Nursery (demo)",
        place: "nursery",
        model: "DHT22",
        warmth: 20.6,
        co2: None,
        gaps: &[(105, 2.5, 47), (83, 9.0, 1700), (61, 22.0, 380), (30, 13.5, 95), (11, 4.0, 33), (5, 16.0, 210)],
    },
    Room {
        key: "sensor-bedroom",
        name: "Bedroom (demo)",
        place: "bedroom",
        model: "SCD41",
        warmth: 19.4,
        co2: Some(520.0),
        gaps: &[(98, 6.0, 75), (74, 0.0, 4320), (39, 18.5, 58), (17, 1.5, 640), (3, 11.0, 26)],
    },
];

pub(super) fn sensors(household: &mut Household, days: &Days) {
    for room in &ROOMS {
        let installed = days.ago(days.count - 1).to_string();
        let fields = json!({ "name": room.name, "place": room.place, "model": room.model, "installedOn": installed });
        household.add("Sensor", room.key, fields);
    }
}

pub(super) fn readings(household: &mut Household, days: &Days, random: &mut Random) {
    for room in &ROOMS {
        household.lines.push(Line { sensor: room.key, readings: line(room, days, random) });
    }
}

fn line(room: &Room, days: &Days, random: &mut Random) -> Vec<Measurement> {
    let gap = |(ago, hour, minutes): &(i32, f64, i64)| {
        let start = days.at(days.ago(*ago), hour * 60.0);
        start..start + minutes * MINUTE
    };
    let gaps: Vec<Range<Instant>> = room.gaps.iter().map(gap).collect();
    let first = days.at(days.ago(days.count - 1), 0.0);
    let hot = days.at(days.ago(HOT), 20.0 * 60.0);
    let (mut drift, mut damp) = (0.0, 0.0);
    let mut readings = Vec::new();
    for minute in 0.. {
        let at = first + minute * MINUTE;
        if at > days.now {
            break;
        }
        // Slow wandering: today's noise pulls at what was there before.
        drift = drift * 0.9995 + random.between(-0.012, 0.012);
        damp = damp * 0.9992 + random.between(-0.05, 0.05);
        // A lost packet now and then is no gap.
        if gaps.iter().any(|gap| gap.contains(&at)) || random.happens(0.0006) {
            continue;
        }
        readings.push(said(room, at, (minute, days.count), (drift, damp), hot, random));
    }
    readings
}

fn said(
    room: &Room,
    at: Instant,
    (minute, count): (i64, i32),
    (drift, damp): (f64, f64),
    hot: Instant,
    random: &mut Random,
) -> Measurement {
    let hour = (minute % 1440) as f64 / 60.0;
    let season = -2.4 * minute as f64 / f64::from(count * 1440);
    let day = 1.1 * ((hour - 16.0) / 24.0 * std::f64::consts::TAU).cos();
    let temperature = room.warmth + 1.2 + season + day + drift + heat(at, hot) + random.between(-0.05, 0.05);
    let humidity = 47.0 - (temperature - room.warmth) * 1.4 + damp + random.between(-0.4, 0.4);
    // People sleep there: the air is used up by the morning, and a window is opened.
    let asleep = if (7.0..21.0).contains(&hour) { 0.08 } else { ((hour + 3.0) % 24.0 / 10.0).min(1.0) };
    let co2 = room.co2.map(|more| (430.0 + more * asleep + random.between(-12.0, 12.0)).round());
    let tenth = |value: f64| (value * 10.0).round() / 10.0;
    Measurement {
        at,
        temperature: tenth(temperature.clamp(8.0, 36.0)),
        humidity: tenth(humidity.clamp(20.0, 80.0)),
        co2,
    }
}

/// How much warmer the hot night was: it came within hours and left with the morning.
fn heat(at: Instant, hot: Instant) -> f64 {
    let hours = (at - hot) as f64 / (60 * MINUTE) as f64;
    let rise = 1.0 / (1.0 + (-(hours + 3.0) * 1.1).exp());
    let fall = 1.0 / (1.0 + ((hours - 12.0) * 0.9).exp());
    8.6 * rise * fall
}
