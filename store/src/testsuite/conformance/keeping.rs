//! Samples that were removed for their age: what is still answered is what was answered before.

use std::{collections::BTreeMap, sync::Arc};

use daybook_schema::{Value, value::Instant};
use serde_json::json;

use super::{
    Make,
    calendars::{by_calendar, sample, start},
    statistics::{Random, assert_same, sorted},
    timelines::{WIDTHS, parts, timeline},
};
use crate::{
    ErrorKind,
    query::{Filter, Line, Subject, Test},
    record::Sample,
    testsuite::{Reference, TestStore},
};

const MINUTE: Instant = 60_000;
const HOUR: Instant = 60 * MINUTE;
const DAY: Instant = 24 * HOUR;

/// Everything is answered but gaps inside of an hour whose samples are gone.
fn assert_line(have: &Line, want: &Line, since: Instant, about: &str) {
    let within = |gap: &(Instant, Instant)| gap.0.div_euclid(HOUR) == gap.1.div_euclid(HOUR) && gap.1 < since;
    let told: Vec<(Instant, Instant)> = want.gaps.iter().copied().filter(|gap| !within(gap)).collect();
    assert_eq!(have.gaps, told, "{about}");
    let width = have.level.unwrap_or(MINUTE);
    let (have, want) = (parts(have, width), parts(want, width));
    let exact = |parts: &BTreeMap<Instant, (u64, f64, f64, f64)>| -> Vec<_> {
        parts.iter().map(|(start, (count, min, max, _))| (*start, *count, *min, *max)).collect()
    };
    assert_eq!(exact(&have), exact(&want), "{about}");
}

pub fn what_rollups_know_survives_the_samples(make: Make<'_>) {
    let mut test_stores = [TestStore::new(make()), TestStore::new(Arc::new(Reference::default()))];
    let gauges = test_stores
        .each_mut()
        .map(|test_store| ["n", "s"].map(|name| test_store.made("Gauge", &json!({ "name": name }))));
    let gauges = gauges[0];
    let record = test_stores[0].find("Reading");
    let mut random = Random(11);
    let (mut answered, mut refused) = (0, 0);
    for round in 0..24 {
        let samples: Vec<Sample> = (0..60).map(|_| sample(&test_stores[0], &mut random, &gauges)).collect();
        let since = gauges
            .map(|of| test_stores[0].read(|snapshot| snapshot.kept_since(record, Some(of))).unwrap_or(Instant::MIN));
        let since_of = |of| if of == gauges[0] { since[0] } else { since[1] };
        let samples: Vec<Sample> = samples.into_iter().filter(|sample| sample.at >= since_of(sample.of)).collect();
        for test_store in &mut test_stores {
            let stored = test_store
                .try_transaction(|transaction| transaction.put_samples(record, &samples.iter().collect::<Vec<_>>()));
            stored.expect("samples are stored");
        }
        let before = start() + random.below(80) * HOUR;
        let expired = test_stores[0].try_transaction(|transaction| transaction.expire_samples(record, before, 40));
        expired.expect("samples are removed");
        let latest = test_stores[0].read(|snapshot| snapshot.kept_since(record, None)).unwrap_or(Instant::MIN);
        for _ in 0..6 {
            let mut aggregate = by_calendar(&test_stores[0], &mut random);
            if random.below(2) == 0 {
                // Up to a ragged end, as by someone who asks until now.
                let end = Value::Instant(start() + random.below(96 * 60) * MINUTE);
                aggregate.filter = Filter::All(vec![aggregate.filter, Filter::Test(Subject::At, Test::Lt(end))]);
            }
            let about = format!("round {round}: {:?}, since {latest}", aggregate.groups);
            match test_stores[0].read(|snapshot| Ok(snapshot.aggregate(&aggregate))) {
                Ok(have) => {
                    let want = test_stores[1].read(|snapshot| snapshot.aggregate(&aggregate));
                    assert_same(&sorted(have), &sorted(want), &about);
                    answered += usize::from(latest > Instant::MIN);
                }
                Err(error) => {
                    assert_eq!(error.kind, ErrorKind::Gone, "{about}: {error}");
                    refused += 1;
                }
            }
            let (from, to) = (start() + random.below(72) * HOUR, start() + (30 + random.below(70)) * HOUR);
            let timeline =
                timeline(&test_stores[0], gauges[random.below(2) as usize], from, to, WIDTHS[random.below(6) as usize]);
            let [have, want] =
                test_stores.each_ref().map(|test_store| test_store.read(|snapshot| snapshot.timeline(&timeline)));
            let since = test_stores[0].read(|snapshot| snapshot.kept_since(record, Some(timeline.of)));
            assert_line(&have, &want, since.unwrap_or(Instant::MIN), &format!("round {round}: {timeline:?}"));
        }
        assert_eq!(test_stores[0].read(|snapshot| snapshot.check_rollups()), Vec::<String>::new());
    }
    // A backend that removes nothing refuses nothing.
    let removes = test_stores[0].read(|snapshot| snapshot.kept_since(record, None)).is_some();
    assert!(answered > 20 && refused > 5 || !removes && refused == 0, "{answered} answered, {refused} refused");
}

pub fn the_day_of_the_last_sample_stays(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let gauges = ["n", "s"].map(|name| test_store.made("Gauge", &json!({ "name": name })));
    let record = test_store.find("Reading");
    let mut random = Random(3);
    let samples: Vec<Sample> = (0..200).map(|_| sample(&test_store, &mut random, &gauges)).collect();
    let stored =
        test_store.try_transaction(|transaction| transaction.put_samples(record, &samples.iter().collect::<Vec<_>>()));
    stored.expect("samples are stored");
    let expire = |test_store: &mut TestStore| {
        test_store.try_transaction(|transaction| transaction.expire_samples(record, Instant::MAX / 2, 30))
    };
    while expire(&mut test_store).expect("samples are removed") > 0 {}
    for of in gauges {
        let last = samples.iter().filter(|sample| sample.of == of).map(|sample| sample.at).max().expect("some");
        if let Some(since) = test_store.read(|snapshot| snapshot.kept_since(record, Some(of))) {
            assert_eq!(since, last - last.rem_euclid(DAY));
        }
    }
}
