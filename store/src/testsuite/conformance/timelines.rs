//! Timelines: whatever they are read from, they say what the samples say.

use std::{collections::BTreeMap, sync::Arc};

use daybook_schema::{
    FieldIndex, Value,
    value::{Instant, Quantity},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    Make,
    statistics::{Random, random_sample},
};
use crate::{
    query::{Line, Segment, Summary, Timeline},
    record::Sample,
    testsuite::{Reference, START, TestStore},
};

const MINUTE: Instant = 60_000;
const HOUR: Instant = 60 * MINUTE;
const DAY: Instant = 24 * HOUR;
pub(super) const WIDTHS: [i64; 6] = [0, 15 * MINUTE, HOUR, 5 * HOUR, DAY, i64::MAX];

fn damp(test_store: &TestStore) -> FieldIndex {
    test_store.model.record(test_store.find("Reading")).find("damp").expect("declared")
}

pub(super) fn timeline(test_store: &TestStore, of: Uuid, from: Instant, to: Instant, widest: i64) -> Timeline {
    Timeline { record: test_store.find("Reading"), of, field: damp(test_store), from, to, widest }
}

fn put(test_store: &mut TestStore, of: Uuid, samples: impl Iterator<Item = (Instant, f64)>) {
    let record = test_store.find("Reading");
    let declared = test_store.model.record(record);
    let (gauge, at, damp) =
        (declared.find("gauge").expect("declared"), declared.find("at").expect("declared"), damp(test_store));
    let fields = declared.fields.len();
    let sample = |(time, value): (Instant, f64)| {
        let mut values = vec![Value::Null; fields];
        values[gauge.0] = Value::Id(of);
        values[at.0] = Value::Instant(time);
        values[damp.0] = Value::Quantity(Quantity { value, entered: None });
        Sample { of, at: time, flagged: false, values }
    };
    let samples: Vec<Sample> = samples.map(sample).collect();
    let stored =
        test_store.try_transaction(|transaction| transaction.put_samples(record, &samples.iter().collect::<Vec<_>>()));
    stored.expect("samples are stored");
}

/// What a line says in parts of a width: how many, the least, the greatest and the mean.
pub(super) fn parts(line: &Line, width: i64) -> BTreeMap<Instant, (u64, f64, f64, f64)> {
    let mut parts: BTreeMap<Instant, (u64, f64, f64, f64)> = BTreeMap::new();
    for segment in &line.segments {
        let (first, last) = segment.ends();
        assert!(first <= last);
        let (count, min, max, mean) = match segment {
            Segment::Sample(_, value) => (1, *value, *value, *value),
            Segment::Bucket(summary) => {
                let Summary { count, min, max, mean, .. } = **summary;
                (count, min, max, mean)
            }
        };
        let part = parts.entry(first - first.rem_euclid(width)).or_insert((0, f64::INFINITY, f64::NEG_INFINITY, 0.0));
        let all = part.0 + count;
        *part = (all, part.1.min(min), part.2.max(max), part.3 + (mean - part.3) * count as f64 / all as f64);
    }
    parts
}

fn assert_same(have: &Line, want: &Line, about: &str) {
    assert_eq!((&have.gaps, have.more_gaps), (&want.gaps, want.more_gaps), "gaps of {about}");
    let width = have.level.unwrap_or(MINUTE);
    let (have, want) = (parts(have, width), parts(want, width));
    assert_eq!(have.len(), want.len(), "{about}");
    for ((start, have), (expected, want)) in have.iter().zip(&want) {
        assert_eq!((start, have.0, have.1, have.2), (expected, want.0, want.1, want.2), "{about}");
        assert!((have.3 - want.3).abs() < 1e-9, "{about}: {have:?}, want {want:?}");
    }
}

pub fn lines_say_what_samples_say_whatever_they_are_read_from(make: Make<'_>) {
    let mut test_stores = [TestStore::new(make()), TestStore::new(Arc::new(Reference::default()))];
    let gauges = test_stores
        .each_mut()
        .map(|test_store| ["n", "s"].map(|name| test_store.made("Gauge", &json!({ "name": name }))));
    let record = test_stores[0].find("Reading");
    let mut random = Random(7);
    for round in 0..10 {
        let samples: Vec<Sample> = (0..120).map(|_| random_sample(&test_stores[0], &mut random, &gauges[0])).collect();
        let removed: Vec<Sample> = samples.iter().filter(|_| random.below(6) == 0).cloned().collect();
        for test_store in &mut test_stores {
            let stored = test_store.try_transaction(|transaction| {
                transaction.put_samples(record, &samples.iter().collect::<Vec<_>>())?;
                removed.iter().try_for_each(|sample| transaction.remove_sample(record, sample.of, sample.at))
            });
            stored.expect("samples are stored");
        }
        for question in 0..10 {
            let from = START - DAY + random.below(4 * 24 * 60) * MINUTE + random.below(2) * 777;
            let to = from + random.below(5 * 24 * 60) * MINUTE + 1;
            let of = gauges[0][random.below(2) as usize];
            let widest = WIDTHS[random.below(6) as usize];
            let [have, want] = test_stores.each_ref().map(|test_store| {
                let timeline = timeline(test_store, of, from, to, widest);
                test_store.read(|snapshot| snapshot.timeline(&timeline))
            });
            assert_same(&have, &want, &format!("round {round}, question {question}, at most {widest} wide"));
        }
    }
}

pub fn a_gap_inside_of_a_bucket_is_told(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let gauge = test_store.made("Gauge", &json!({ "name": "north" }));
    let midnight = START - START.rem_euclid(DAY);
    let times = (0..3 * 24 * 6).map(|position| midnight + position * 10 * MINUTE);
    // Silent from 12:00 to 12:40 on the second day, and from 20:00 to 5:00.
    let silent = [(DAY + 12 * HOUR, DAY + 12 * HOUR + 40 * MINUTE), (DAY + 20 * HOUR, DAY + 29 * HOUR)];
    let silent = silent.map(|(from, to)| (midnight + from, midnight + to));
    let times = times.filter(|at| !silent.iter().any(|(from, to)| at > from && at < to));
    put(&mut test_store, gauge, times.map(|at| (at, 1.0)));
    let wide = timeline(&test_store, gauge, midnight, midnight + 3 * DAY, DAY);
    let line = test_store.read(|snapshot| snapshot.timeline(&wide));
    assert_eq!((line.gaps, line.more_gaps), (silent.to_vec(), false));
}

pub fn what_is_measured_may_say_itself_what_is_a_gap(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let gauge = test_store.made("Gauge", &json!({ "name": "north" }));
    let midnight = START - START.rem_euclid(DAY);
    put(&mut test_store, gauge, (0..48).map(|hour| (midnight + hour * HOUR, 1.0)));
    let gaps = |test_store: &TestStore| {
        let timeline = timeline(test_store, gauge, midnight, midnight + 2 * DAY, DAY);
        test_store.read(|snapshot| snapshot.timeline(&timeline)).gaps.len()
    };
    assert_eq!(gaps(&test_store), 47);
    test_store.update("Gauge", gauge, &json!({ "interval": "PT1H" }));
    assert_eq!(gaps(&test_store), 0);
    test_store.update("Gauge", gauge, &json!({ "interval": "PT30M", "patience": 1.5 }));
    assert_eq!(gaps(&test_store), 47);
    test_store.update("Gauge", gauge, &json!({ "patience": null }));
    assert_eq!(gaps(&test_store), 0);
}

pub fn lines_of_what_is_in_the_trash_are_empty(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let gauge = test_store.made("Gauge", &json!({ "name": "north" }));
    put(&mut test_store, gauge, (0..600).map(|minute| (START + minute * MINUTE, 1.0)));
    test_store.delete("Gauge", gauge);
    for widest in [0, DAY] {
        let timeline = timeline(&test_store, gauge, START - DAY, START + DAY, widest);
        assert_eq!(test_store.read(|snapshot| snapshot.timeline(&timeline)), Line::default());
    }
}
