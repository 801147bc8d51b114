//! Samples of series.

use daybook_schema::{
    Value,
    value::{Instant, Quantity},
};
use serde_json::json;
use uuid::Uuid;

use super::Make;
use crate::{
    query::{Filter, List, OrderKey, Parents, Quantifier, Subject, Test, Trash, Window},
    record::Sample,
    testsuite::{START, TestStore},
    write::Action,
};

const MINUTE: Instant = 60_000;

fn sample(test_store: &TestStore, of: Uuid, minute: Instant, damp: f64) -> Sample {
    let record = test_store.model.record(test_store.find("Reading"));
    let at = START + minute * MINUTE;
    let mut values = vec![Value::Null; record.fields.len()];
    let mut set = |name: &str, value: Value| values[record.find(name).expect("declared").0] = value;
    set("gauge", Value::Id(of));
    set("at", Value::Instant(at));
    set("damp", Value::Quantity(Quantity { value: damp, entered: None }));
    Sample { of, at, flagged: damp > 100.0, values }
}

fn put(test_store: &mut TestStore, samples: &[Sample]) {
    let record = test_store.find("Reading");
    let stored =
        test_store.try_transaction(|transaction| transaction.put_samples(record, &samples.iter().collect::<Vec<_>>()));
    stored.expect("samples are stored");
}

fn gauge(test_store: &mut TestStore, name: &str) -> Uuid {
    test_store.made("Gauge", &json!({"name": name}))
}

fn listed(test_store: &TestStore, list: &List) -> Vec<(Uuid, Instant)> {
    test_store.rows(list).iter().map(|row| (row.id, (row.created_at - START) / MINUTE)).collect()
}

pub fn samples_are_kept_by_what_and_when(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let (record, north) = (test_store.find("Reading"), gauge(&mut test_store, "north"));
    let (first, second) = (sample(&test_store, north, 0, 30.5), sample(&test_store, north, 0, 120.0));
    put(&mut test_store, std::slice::from_ref(&first));
    let read = |test_store: &mut TestStore| {
        test_store.try_transaction(|transaction| transaction.sample(record, north, START)).expect("a read")
    };
    assert_eq!(read(&mut test_store), Some(first));
    put(&mut test_store, std::slice::from_ref(&second));
    assert_eq!(read(&mut test_store), Some(second));
    let removed = test_store.try_transaction(|transaction| transaction.remove_sample(record, north, START));
    assert!(removed.is_ok());
    assert_eq!(read(&mut test_store), None);
}

pub fn samples_hide_with_what_they_measure(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let north = gauge(&mut test_store, "north");
    let one = sample(&test_store, north, 0, 30.0);
    put(&mut test_store, &[one]);
    let list = test_store.list("Reading", Filter::All(Vec::new()));
    test_store.delete("Gauge", north);
    assert_eq!((listed(&test_store, &list), test_store.read(|snapshot| snapshot.count(&list))), (vec![], vec![0]));
    test_store.restore(north, None);
    assert_eq!(
        (listed(&test_store, &list), test_store.read(|snapshot| snapshot.count(&list))),
        (vec![(north, 0)], vec![1])
    );
}

pub fn samples_are_listed_in_order_of_time(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let (north, south) = (gauge(&mut test_store, "north"), gauge(&mut test_store, "south"));
    let samples =
        [(south, 2), (north, 2), (south, 0), (north, 1)].map(|(of, minute)| sample(&test_store, of, minute, 1.0));
    put(&mut test_store, &samples);
    let list = test_store.list("Reading", Filter::Trash(Trash::Exclude));
    assert_eq!(listed(&test_store, &list), [(south, 0), (north, 1), (north, 2), (south, 2)]);
    let newest = OrderKey { path: Vec::new(), subject: Subject::At, descending: true, nulls_first: false };
    let list = List { order: vec![newest], ..list };
    assert_eq!(listed(&test_store, &list), [(south, 2), (north, 2), (north, 1), (south, 0)]);
}

pub fn samples_filter_and_page(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let north = gauge(&mut test_store, "north");
    let samples: Vec<Sample> = (0..10).map(|minute| sample(&test_store, north, minute, minute as f64 * 15.0)).collect();
    put(&mut test_store, &samples);
    let damp = test_store.model.record(test_store.find("Reading")).find("damp").expect("declared");
    let bound = Value::Quantity(Quantity { value: 30.0, entered: None });
    let damper = Filter::Test(Subject::Field(vec![damp]), Test::Gt(bound));
    let list = List { window: Window { limit: 3, ..Window::default() }, ..test_store.list("Reading", damper) };
    let page = test_store.read(|snapshot| snapshot.list(&list)).remove(0);
    assert_eq!((listed(&test_store, &list), page.more), (vec![(north, 3), (north, 4), (north, 5)], true));
    let after = Some(page.rows[2].position.clone());
    let next = List { window: Window { limit: 9, after, ..Window::default() }, ..list };
    assert_eq!(listed(&test_store, &next).len(), 4);
    let flagged = Filter::Test(Subject::Flagged, Test::Eq(Value::Boolean(true)));
    assert_eq!(listed(&test_store, &test_store.list("Reading", flagged)), [(north, 7), (north, 8), (north, 9)]);
    let early = Filter::Test(Subject::At, Test::Lt(Value::Instant(START + MINUTE)));
    assert_eq!(listed(&test_store, &test_store.list("Reading", early)), [(north, 0)]);
}

pub fn samples_belong_to_what_they_measure(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let (north, south) = (gauge(&mut test_store, "north"), gauge(&mut test_store, "south"));
    let samples = [(north, 0), (north, 1), (south, 5)].map(|(of, minute)| sample(&test_store, of, minute, 1.0));
    put(&mut test_store, &samples);
    let readings = test_store.model.relation(test_store.find("Gauge"), "readings").expect("declared");
    let parents = Some(Parents { relation: readings, ids: vec![south, north], edge: None });
    let newest = OrderKey { path: Vec::new(), subject: Subject::At, descending: true, nulls_first: false };
    let window = Window { limit: 1, ..Window::default() };
    let list = List { parents, order: vec![newest], window, ..test_store.list("Reading", Filter::All(Vec::new())) };
    let pages = test_store.read(|snapshot| snapshot.list(&list));
    let newest: Vec<Instant> = pages.iter().map(|page| (page.rows[0].created_at - START) / MINUTE).collect();
    assert_eq!(
        (newest, pages[1].more, test_store.read(|snapshot| snapshot.count(&list))),
        (vec![5, 1], true, vec![1, 2])
    );
    let gauge = test_store.model.relation(test_store.find("Reading"), "gauge").expect("declared");
    let filter = Box::new(Filter::Test(Subject::Id, Test::Eq(Value::Id(south))));
    let of_south = Filter::Related { relation: gauge, quantifier: Quantifier::Some, filter, edge: None };
    assert_eq!(listed(&test_store, &test_store.list("Reading", of_south)), [(south, 5)]);
    let late = Box::new(Filter::Test(Subject::At, Test::Gt(Value::Instant(START + MINUTE))));
    let with_late = Filter::Related { relation: readings, quantifier: Quantifier::Some, filter: late, edge: None };
    assert_eq!(
        test_store.rows(&test_store.list("Gauge", with_late)).iter().map(|row| row.id).collect::<Vec<_>>(),
        [south]
    );
}

pub fn purging_takes_samples_along(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let (record, north) = (test_store.find("Reading"), gauge(&mut test_store, "north"));
    let one = sample(&test_store, north, 0, 30.0);
    put(&mut test_store, &[one]);
    test_store.act(Action::Purge { id: north });
    let left = test_store.try_transaction(|transaction| transaction.sample(record, north, START));
    assert_eq!(left.ok(), Some(None));
}
