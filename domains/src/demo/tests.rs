//! The household is the same for the same settings, believable for others, and takes place in the past.

use std::collections::HashSet;

use daybook_schema::time::parse_instant;
use jiff::tz::TimeZone;
use serde_json::Value as Json;

use super::{Household, Settings, household};

fn settings(seed: u64, now: &str, zone: &str) -> Settings {
    Settings { seed, now: parse_instant(now).unwrap(), zone: TimeZone::get(zone).unwrap() }
}

fn some() -> Settings {
    settings(1, "2026-11-30T21:14:00Z", "Europe/Berlin")
}

fn times(household: &Household) -> impl Iterator<Item = (&str, &str, i64)> {
    household.items.iter().flat_map(|item| {
        let texts = item.fields.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
        texts.filter_map(|(name, text)| Some((item.key.as_str(), name, parse_instant(text).ok()?)))
    })
}

#[test]
fn the_same_settings_give_the_same_household_and_others_another_one() {
    let (one, other) = (household(&some()), household(&some()));
    assert_eq!((&one.items, &one.lines), (&other.items, &other.lines));
    assert_ne!(one.items, household(&settings(2, "2026-11-30T21:14:00Z", "Europe/Berlin")).items);
}

#[test]
fn nothing_takes_place_in_the_future_and_little_before_four_months() {
    for (seed, now, zone) in [
        (1, "2026-11-30T21:14:00Z", "Europe/Berlin"),
        (7, "2026-07-01T00:00:30Z", "Pacific/Auckland"),
        (9, "2024-02-29T12:00:00Z", "America/St_Johns"),
    ] {
        let settings = settings(seed, now, zone);
        let household = household(&settings);
        let day = 24 * 60 * 60_000;
        for (key, name, at) in times(&household).filter(|(_, name, _)| *name != "useBy") {
            assert!(at <= settings.now, "{key}.{name} lies in the future");
            assert!(at >= settings.now - 125 * day, "{key}.{name} is too long ago");
        }
        for line in &household.lines {
            assert!(line.readings.iter().all(|said| said.at <= settings.now));
            assert!(line.readings.windows(2).all(|pair| pair[0].at < pair[1].at));
        }
    }
}

#[test]
fn keys_name_one_item_each_and_links_lead_to_items_before() {
    let household = household(&some());
    let mut before: HashSet<&str> = HashSet::new();
    for item in &household.items {
        for value in item.fields.values().filter_map(|value| value.get("link")) {
            let keys: Vec<&str> = match value {
                Json::String(key) => vec![key],
                links => links.as_array().unwrap().iter().map(|link| link["id"].as_str().unwrap()).collect(),
            };
            assert!(keys.iter().all(|key| before.contains(key)), "{} links to {keys:?}", item.key);
        }
        assert!(before.insert(&item.key), "`{}` names two items", item.key);
    }
}

#[test]
fn sensors_tell_of_gaps_and_of_one_hot_night() {
    let household = household(&some());
    for line in &household.lines {
        let minute = 60_000;
        let gaps = line.readings.windows(2).filter(|pair| pair[1].at - pair[0].at > 3 * minute).count();
        assert!((4..=8).contains(&gaps), "{}: {gaps} gaps", line.sensor);
        let warm: Vec<_> = line.readings.iter().filter(|said| said.temperature > 25.5).collect();
        assert!(!warm.is_empty(), "{}: no hot night", line.sensor);
        let (first, last) = (warm[0].at, warm[warm.len() - 1].at);
        assert!(last - first < 20 * 60 * minute, "{}: more than one night is hot", line.sensor);
        assert!(line.readings.iter().all(|said| (10.0..34.0).contains(&said.temperature)));
        assert!(line.readings.iter().all(|said| (20.0..=80.0).contains(&said.humidity)));
    }
    let samples: usize = household.lines.iter().map(|line| line.readings.len()).sum();
    assert!((320_000..360_000).contains(&samples), "{samples}");
}
