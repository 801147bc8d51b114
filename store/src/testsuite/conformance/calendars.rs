//! Statistics of samples by calendar: whatever the zone and the width of buckets, and whatever was written before.

use std::sync::Arc;

use daybook_schema::{
    Value,
    time::{Buckets, parse_instant, zone},
    value::Instant,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    Make,
    statistics::{Random, assert_same, field, question, sorted, unflagged},
};
use crate::{
    query::{Aggregate, Filter, Group, Measure, Subject, Summary, Test},
    record::Sample,
    testsuite::{Reference, TestStore},
    write::Action,
};

const MINUTE: Instant = 60_000;
const DAY: Instant = 24 * 60 * MINUTE;
/// Offsets of whole, half and quarter hours, and one that moves by half an hour.
const ZONES: [&str; 6] =
    ["UTC", "Europe/Berlin", "Asia/Kolkata", "Pacific/Chatham", "Australia/Lord_Howe", "America/New_York"];
const WIDTHS: [&str; 8] = ["PT15M", "PT20M", "PT30M", "PT1H", "PT6H", "P1D", "P1W", "P1M"];

/// The night in which Berlin's clocks go forward lies in the middle of four days.
pub(super) fn start() -> Instant {
    parse_instant("2026-03-27T00:00:00Z").expect("a time")
}

pub(super) fn sample(test_store: &TestStore, random: &mut Random, gauges: &[Uuid]) -> Sample {
    let record = test_store.model.record(test_store.find("Reading"));
    let at = start() + random.below(4 * 24 * 12) * 5 * MINUTE;
    let of = gauges[random.below(2) as usize];
    let mut values = vec![Value::Null; record.fields.len()];
    let mut set = |name: &str, value: Value| values[record.find(name).expect("declared").0] = value;
    set("gauge", Value::Id(of));
    set("at", Value::Instant(at));
    let value = 101_325.0 + random.below(1000) as f64 / 7.0;
    set("damp", Value::Quantity(daybook_schema::value::Quantity { value, entered: None }));
    Sample { of, at, flagged: random.below(12) == 0, values }
}

/// Late samples, replacements, deletes, flags and other intervals, each in a transaction of its own.
fn write(test_stores: &mut [TestStore; 2], random: &mut Random, gauges: &[Uuid]) {
    let record = test_stores[0].find("Reading");
    let from = start() + random.below(4 * 24 * 4) * 15 * MINUTE;
    let between = Filter::Test(
        Subject::At,
        Test::Between(Value::Instant(from), Value::Instant(from + random.below(5 * 60) * MINUTE)),
    );
    match random.below(5) {
        4 => regap(test_stores, random, gauges),
        0 => {
            let action = Action::DeleteSamples { record, filter: between, max: 1000 };
            test_stores
                .iter_mut()
                .for_each(|test_store| assert_eq!(test_store.act(action.clone()).problems.errors, []));
        }
        1 => {
            let flagged = random.below(2) == 0;
            let action = Action::FlagSamples { record, filter: between, flagged, max: 1000 };
            test_stores
                .iter_mut()
                .for_each(|test_store| assert_eq!(test_store.act(action.clone()).problems.errors, []));
        }
        _ => {
            let samples: Vec<Sample> = (0..40).map(|_| sample(&test_stores[0], random, gauges)).collect();
            for test_store in test_stores {
                let stored = test_store.try_transaction(|transaction| {
                    transaction.put_samples(record, &samples.iter().collect::<Vec<_>>())
                });
                stored.expect("samples are stored");
            }
        }
    }
}

fn regap(test_stores: &mut [TestStore; 2], random: &mut Random, gauges: &[Uuid]) {
    let interval = [json!(null), json!("PT5M"), json!("PT30M"), json!("PT2H")][random.below(4) as usize].clone();
    let patience = [json!(null), json!(1.5), json!(4)][random.below(3) as usize].clone();
    let of = gauges[random.below(2) as usize];
    for test_store in test_stores {
        let outcome = test_store.update("Gauge", of, &json!({ "interval": interval, "patience": patience }));
        assert!(!outcome.has_errors(), "{outcome:?}");
    }
}

pub(super) fn by_calendar(test_store: &TestStore, random: &mut Random) -> Aggregate {
    let zone = zone(ZONES[random.below(6) as usize]).expect("a zone");
    let every = WIDTHS[random.below(8) as usize].parse().expect("a duration");
    let buckets = Buckets::new(&every, zone).expect("buckets");
    let from = start() + random.below(3) * DAY / 2;
    let edges = buckets.edges(from, from + DAY + random.below(3) * DAY / 3).expect("edges");
    let groups = vec![Group::Time(field(test_store, "Reading", "at"), Arc::new(edges))];
    let damp = Measure { weighted: true, ..Measure::of(field(test_store, "Reading", "damp")) };
    let aggregate = question(test_store, "Reading", groups, vec![Measure::count(None), damp]);
    Aggregate { filter: Filter::All(vec![aggregate.filter, unflagged()]), ..aggregate }
}

pub fn buckets_of_any_zone_and_width_say_what_the_samples_say(make: Make<'_>) {
    let mut test_stores = [TestStore::new(make()), TestStore::new(Arc::new(Reference::default()))];
    let gauges = test_stores
        .each_mut()
        .map(|test_store| ["n", "s"].map(|name| test_store.made("Gauge", &json!({ "name": name }))));
    let mut random = Random(99);
    for round in 0..30 {
        write(&mut test_stores, &mut random, &gauges[0]);
        assert_eq!(test_stores[0].read(|snapshot| snapshot.check_rollups()), Vec::<String>::new());
        for _ in 0..6 {
            let aggregate = by_calendar(&test_stores[0], &mut random);
            let [have, want] = test_stores
                .each_ref()
                .map(|test_store| sorted(test_store.read(|snapshot| snapshot.aggregate(&aggregate))));
            assert_same(&have, &want, &format!("round {round}: {:?}", aggregate.groups));
        }
    }
}

pub fn statistics_of_a_union_are_those_of_its_parts_together(make: Make<'_>) {
    let mut test_stores = [TestStore::new(make()), TestStore::new(Arc::new(Reference::default()))];
    let gauges = test_stores
        .each_mut()
        .map(|test_store| ["n", "s"].map(|name| test_store.made("Gauge", &json!({ "name": name }))));
    let mut random = Random(5);
    for _ in 0..10 {
        write(&mut test_stores, &mut random, &gauges[0]);
    }
    for _ in 0..20 {
        let parts = by_calendar(&test_stores[0], &mut random);
        let Some(Group::Time(subject, edges)) = parts.groups.first().cloned() else { unreachable!("it is by time") };
        let ends = Arc::new(vec![edges[0], edges[edges.len() - 1]]);
        let whole = Aggregate { groups: vec![Group::Time(subject, ends)], ..parts.clone() };
        let mut merged = Summary::default();
        for group in &test_stores[0].read(|snapshot| snapshot.aggregate(&parts))[0] {
            merged.merge(&group.measures[1]);
        }
        let whole = test_stores[0].read(|snapshot| snapshot.aggregate(&whole)).remove(0);
        let whole = whole.first().map(|group| group.measures[1].clone()).unwrap_or_default();
        assert_eq!((merged.count, merged.min, merged.max), (whole.count, whole.min, whole.max));
        assert_eq!((merged.first, merged.last), (whole.first, whole.last));
        let sums = [(merged.total(), whole.total()), (merged.mean, whole.mean), (merged.m2, whole.m2)];
        assert!(sums.iter().all(|(one, other)| (one - other).abs() <= 1e-9 * other.abs().max(1.0)), "{sums:?}");
    }
}
