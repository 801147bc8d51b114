//! Statistics: groups, buckets, measures, and the same answers as the reference.

use std::sync::Arc;

use daybook_schema::{
    Value,
    value::{Instant, Quantity},
};
use serde_json::json;
use uuid::Uuid;

use super::Make;
use crate::{
    query::{
        Aggregate, Elapsed, Filter, Group, GroupKey, Grouped, Lines, Measure, Parents, Quantifier, Subject, Summary,
        Test, Trash,
    },
    record::Sample,
    testsuite::{Reference, START, TestStore},
};

const MINUTE: Instant = 60_000;
const HOUR: Instant = 60 * MINUTE;

pub(super) fn question(test_store: &TestStore, name: &str, groups: Vec<Group>, measures: Vec<Measure>) -> Aggregate {
    let record = test_store.find(name);
    let per_id = test_store.model.record(record).is_series();
    let lines = Lines { gap: per_id.then_some(30 * MINUTE), per_id, ..Lines::default() };
    let filter = Filter::Trash(Trash::Exclude);
    Aggregate { record, parents: None, filter, groups, measures, lines, as_of: None, limit: 1000 }
}

pub(super) fn field(test_store: &TestStore, name: &str, field: &str) -> Subject {
    Subject::Field(vec![test_store.model.record(test_store.find(name)).find(field).expect("declared")])
}

fn counts(test_store: &TestStore, aggregate: &Aggregate) -> Vec<(Vec<GroupKey>, u64)> {
    let groups = test_store.read(|snapshot| snapshot.aggregate(aggregate)).remove(0);
    let mut counts: Vec<_> = groups.into_iter().map(|group| (group.keys, group.measures[0].count)).collect();
    counts.sort_by_key(|(keys, _)| format!("{keys:?}"));
    counts
}

fn book(
    test_store: &mut TestStore,
    name: &str,
    pages: Option<i64>,
    mood: &str,
    day: &str,
    shelf: Option<Uuid>,
) -> Uuid {
    let shelf = shelf.map(|shelf| json!({ "link": shelf }));
    test_store.made("Book", &json!({"name": name, "pages": pages, "mood": mood, "printedOn": day, "shelf": shelf}))
}

pub fn statistics_of_nothing_are_one_group(make: Make<'_>) {
    let test_store = TestStore::new(make());
    let pages = Measure::of(field(&test_store, "Book", "pages"));
    let aggregate = question(&test_store, "Book", Vec::new(), vec![Measure::count(None), pages]);
    let answer = test_store.read(|snapshot| snapshot.aggregate(&aggregate));
    assert_eq!(answer, [[Grouped { keys: Vec::new(), measures: vec![Summary::default(); 2] }]]);
    let by_mood = question(
        &test_store,
        "Book",
        vec![Group::Value(field(&test_store, "Book", "mood"))],
        vec![Measure::count(None)],
    );
    assert_eq!(counts(&test_store, &by_mood), []);
}

pub fn groups_are_values_links_buckets_and_ranges(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let shelf = test_store.made("Shelf", &json!({"name": "top"}));
    book(&mut test_store, "a", Some(10), "MERRY", "2026-01-31", Some(shelf));
    book(&mut test_store, "b", Some(20), "GRAVE", "2026-02-01", Some(shelf));
    book(&mut test_store, "c", None, "MERRY", "2026-02-28", None);
    let trashed = book(&mut test_store, "d", Some(30), "MERRY", "2026-02-28", None);
    test_store.delete("Book", trashed);
    let count = |test_store: &TestStore, group: Group| {
        counts(test_store, &question(test_store, "Book", vec![group], vec![Measure::count(None)]))
    };
    let text = |text: &str| vec![GroupKey::Value(Value::Text(text.to_owned()))];
    let mood = Group::Value(field(&test_store, "Book", "mood"));
    assert_eq!(count(&test_store, mood), [(text("GRAVE"), 1), (text("MERRY"), 2)]);
    let relation = test_store.model.relation(test_store.find("Book"), "shelf").expect("declared");
    let (on, off) = (vec![GroupKey::Value(Value::Id(shelf))], vec![GroupKey::Value(Value::Null)]);
    assert_eq!(count(&test_store, Group::Target(relation)), [(on, 2), (off, 1)]);
    let edges = ["2026-01-01", "2026-02-01", "2026-03-01"]
        .map(|day| daybook_schema::time::date_instant(day.parse().expect("a date")));
    let months = Group::Time(field(&test_store, "Book", "printedOn"), Arc::new(edges.to_vec()));
    let at = |position| vec![GroupKey::Position(position)];
    assert_eq!(count(&test_store, months), [(at(0), 1), (at(1), 2)]);
    let ranges = Group::Range(field(&test_store, "Book", "pages"), Arc::new(vec![0.0, 15.0]));
    assert_eq!(count(&test_store, ranges), [(at(0), 1), (at(1), 1)]);
}

pub fn statistics_come_per_parent_in_one_statement(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let (full, empty) =
        (test_store.made("Shelf", &json!({"name": "full"})), test_store.made("Shelf", &json!({"name": "empty"})));
    book(&mut test_store, "a", Some(10), "MERRY", "2026-01-31", Some(full));
    book(&mut test_store, "b", Some(30), "GRAVE", "2026-02-01", Some(full));
    let relation = test_store.model.relation(test_store.find("Shelf"), "books").expect("declared");
    let measures = vec![Measure::count(None), Measure::of(field(&test_store, "Book", "pages"))];
    let parents = Some(Parents { relation, ids: vec![empty, full], edge: None });
    let aggregate = Aggregate { parents, ..question(&test_store, "Book", Vec::new(), measures) };
    let (answer, statements) = test_store.read(|snapshot| {
        let before = snapshot.cost().statements;
        let answer = snapshot.aggregate(&aggregate)?;
        Ok((answer, snapshot.cost().statements - before))
    });
    let found: Vec<_> =
        answer.iter().map(|groups| (groups[0].measures[0].count, groups[0].measures[1].total())).collect();
    assert_eq!((found, statements), (vec![(0, 0.0), (2, 40.0)], 1));
}

pub fn times_between_are_clipped_and_open_ones_end_where_told(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let book = book(&mut test_store, "a", None, "MERRY", "2026-01-31", None);
    for (taken, back) in [
        ("2026-04-30T22:00:00Z", json!("2026-05-01T02:00:00Z")),
        ("2026-05-01T05:00:00Z", json!("2026-05-01T05:00:30.5Z")),
        ("2026-05-01T09:00:00Z", json!(null)),
        ("2026-05-02T01:00:00Z", json!("2026-05-02T02:00:00Z")),
    ] {
        test_store.made("Loan", &json!({"book": {"link": book}, "who": "ann", "takenAt": taken, "backAt": back}));
    }
    let (from, to) = (START - 10 * HOUR, START + 14 * HOUR);
    let loan = test_store.model.record(test_store.find("Loan"));
    let (start, end) = (loan.find("takenAt").expect("declared"), loan.find("backAt").expect("declared"));
    let elapsed = Elapsed { start, end, open: START, from, to };
    let measure = Measure::of(Subject::Elapsed(elapsed));
    let answer = test_store
        .read(|snapshot| snapshot.aggregate(&question(&test_store, "Loan", Vec::new(), vec![measure.clone()])));
    let summary = &answer[0][0].measures[0];
    // Two of four hours, half a minute and a half, one hour so far, and none of the day after.
    assert_eq!((summary.count, summary.max, summary.min), (4, 7200.0, 0.0));
    assert!((summary.total() - (7200.0 + 30.5 + 3600.0)).abs() < 1e-9, "{summary:?}");
}

pub fn statistics_answer_as_of_a_moment(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let one = book(&mut test_store, "a", Some(10), "MERRY", "2026-01-31", None);
    let before = test_store.read(|snapshot| snapshot.latest());
    test_store.update("Book", one, &json!({"pages": 99}));
    let pages = Measure::of(field(&test_store, "Book", "pages"));
    let now = question(&test_store, "Book", Vec::new(), vec![pages]);
    let then = Aggregate { as_of: Some(before), ..now.clone() };
    let total =
        |aggregate: &Aggregate| test_store.read(|snapshot| snapshot.aggregate(aggregate))[0][0].measures[0].total();
    assert_eq!((total(&then), total(&now)), (10.0, 99.0));
}

pub fn statistics_of_parents_answer_as_of_a_moment(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let shelves =
        [test_store.made("Shelf", &json!({"name": "left"})), test_store.made("Shelf", &json!({"name": "right"}))];
    let one = book(&mut test_store, "a", Some(10), "MERRY", "2026-01-31", Some(shelves[0]));
    let other = book(&mut test_store, "b", Some(20), "MERRY", "2026-01-31", Some(shelves[1]));
    test_store.update("Book", other, &json!({"cites": {"link": [{"id": one}]}}));
    let before = test_store.read(|snapshot| snapshot.latest());
    test_store.update("Book", one, &json!({"pages": 99, "shelf": {"link": shelves[1]}}));
    test_store.update("Book", other, &json!({"cites": {"unlink": [one]}}));
    let pages = Measure::of(field(&test_store, "Book", "pages"));
    let totals = |from: &str, relation: &str, ids: &[Uuid], as_of: Option<i64>| -> Vec<f64> {
        let relation = test_store.model.relation(test_store.find(from), relation).expect("declared");
        let parents = Some(Parents { relation, ids: ids.to_vec(), edge: None });
        let aggregate = Aggregate { parents, as_of, ..question(&test_store, "Book", Vec::new(), vec![pages.clone()]) };
        test_store
            .read(|snapshot| snapshot.aggregate(&aggregate))
            .iter()
            .map(|groups| groups[0].measures[0].total())
            .collect()
    };
    assert_eq!(totals("Shelf", "books", &shelves, Some(before)), [10.0, 20.0]);
    assert_eq!(totals("Shelf", "books", &shelves, None), [0.0, 119.0]);
    assert_eq!(totals("Book", "cites", &[one, other], Some(before)), [0.0, 10.0]);
    assert_eq!(totals("Book", "cites", &[one, other], None), [0.0, 0.0]);
    assert_eq!(totals("Book", "citedBy", &[one, other], Some(before)), [20.0, 0.0]);
}

/// A sequence of numbers that look random.
pub(super) struct Random(pub u64);

impl Random {
    pub fn below(&mut self, sides: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as i64).rem_euclid(sides)
    }
}

pub(super) fn random_sample(test_store: &TestStore, random: &mut Random, gauges: &[Uuid]) -> Sample {
    let record = test_store.model.record(test_store.find("Reading"));
    let of = gauges[random.below(gauges.len() as i64) as usize];
    let at = START + random.below(3 * 24 * 12) * 5 * MINUTE + random.below(2) * 1234;
    let mut values = vec![Value::Null; record.fields.len()];
    let mut set = |name: &str, value: Value| values[record.find(name).expect("declared").0] = value;
    set("gauge", Value::Id(of));
    set("at", Value::Instant(at));
    let quantity = |value: f64| Value::Quantity(Quantity { value, entered: None });
    set("damp", quantity(random.below(1000) as f64 / 7.0));
    if random.below(4) > 0 {
        set("warmth", quantity(20.0 + random.below(100) as f64 / 1000.0));
    }
    Sample { of, at, flagged: random.below(10) == 0, values }
}

pub fn statistics_of_samples_equal_those_of_the_reference(make: Make<'_>) {
    let mut test_stores = [TestStore::new(make()), TestStore::new(Arc::new(Reference::default()))];
    let gauges = test_stores
        .each_mut()
        .map(|test_store| ["n", "s", "w"].map(|name| test_store.made("Gauge", &json!({ "name": name }))));
    assert_eq!(gauges[0], gauges[1]);
    let record = test_stores[0].find("Reading");
    let mut random = Random(42);
    for round in 0..12 {
        let samples: Vec<Sample> = (0..60).map(|_| random_sample(&test_stores[0], &mut random, &gauges[0])).collect();
        let removed: Vec<Sample> = samples.iter().filter(|_| random.below(5) == 0).cloned().collect();
        for test_store in &mut test_stores {
            let stored = test_store.try_transaction(|transaction| {
                transaction.put_samples(record, &samples.iter().collect::<Vec<_>>())?;
                removed.iter().try_for_each(|sample| transaction.remove_sample(record, sample.of, sample.at))
            });
            stored.expect("samples are stored");
        }
        for _ in 0..12 {
            let aggregate = random_question(&test_stores[0], &mut random, &gauges[0]);
            let [have, want] = test_stores
                .each_ref()
                .map(|test_store| sorted(test_store.read(|snapshot| snapshot.aggregate(&aggregate))));
            assert_same(&have, &want, &format!("round {round}: {aggregate:?}"));
        }
    }
    for test_store in &mut test_stores {
        drop(test_store.delete("Gauge", gauges[0][0]));
    }
    let aggregate = question(&test_stores[0], "Reading", Vec::new(), vec![Measure::count(None)]);
    let [have, want] =
        test_stores.each_ref().map(|test_store| test_store.read(|snapshot| snapshot.aggregate(&aggregate)));
    assert_same(&have, &want, "after a delete");
}

pub(super) fn unflagged() -> Filter {
    Filter::Test(Subject::Flagged, Test::Eq(Value::Boolean(false)))
}

fn random_question(test_store: &TestStore, random: &mut Random, gauges: &[Uuid]) -> Aggregate {
    let mut filters = vec![Filter::Trash(Trash::Exclude), unflagged()];
    let relation = test_store.model.relation(test_store.find("Reading"), "gauge").expect("declared");
    let (damp, warmth) = (field(test_store, "Reading", "damp"), field(test_store, "Reading", "warmth"));
    if random.below(2) == 0 {
        let filter = Box::new(Filter::Test(Subject::Id, Test::Eq(Value::Id(gauges[random.below(3) as usize]))));
        filters.push(Filter::Related { relation, quantifier: Quantifier::Some, filter, edge: None });
    }
    let step = [HOUR / 4, HOUR / 2, HOUR, 6 * HOUR, 24 * HOUR, 7 * MINUTE][random.below(6) as usize];
    let start = [START - 10 * HOUR, START - HOUR, START][random.below(3) as usize];
    if random.below(2) == 0 {
        filters.push(Filter::Test(Subject::At, Test::Gte(Value::Instant(start + step * random.below(4)))));
        filters.push(Filter::Test(Subject::At, Test::Lt(Value::Instant(start + step * (4 + random.below(30))))));
    }
    let mut groups = Vec::new();
    if random.below(3) > 0 {
        let edges = (0..=4 * 24 * HOUR / step).map(|position| start + position * step);
        groups.push(Group::Time(field(test_store, "Reading", "at"), Arc::new(edges.collect())));
    }
    if random.below(3) == 0 {
        groups.push(Group::Target(relation));
    }
    let mut measures = vec![Measure::count(None), Measure { weighted: random.below(2) == 0, ..Measure::of(damp) }];
    measures.push(Measure {
        quantiles: if random.below(3) == 0 { vec![0.1, 0.5] } else { Vec::new() },
        ..Measure::of(warmth)
    });
    let aggregate = question(test_store, "Reading", groups, measures);
    Aggregate { filter: Filter::All(filters), ..aggregate }
}

pub(super) fn sorted(mut answer: Vec<Vec<Grouped>>) -> Vec<Vec<Grouped>> {
    for groups in &mut answer {
        groups.sort_by_key(|group| format!("{:?}", group.keys));
    }
    answer
}

/// The same, but for the last digits of what is summed in another order.
pub(super) fn assert_same(have: &[Vec<Grouped>], want: &[Vec<Grouped>], about: &str) {
    let keys = |answer: &[Vec<Grouped>]| -> Vec<Vec<Vec<GroupKey>>> {
        answer.iter().map(|groups| groups.iter().map(|group| group.keys.clone()).collect()).collect()
    };
    assert_eq!(keys(have), keys(want), "{about}");
    let close = |one: f64, other: f64| (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0);
    for (have, want) in have.iter().flatten().zip(want.iter().flatten()) {
        for (have, want) in have.measures.iter().zip(&want.measures) {
            let exact = |one: &Summary| (one.count, one.min, one.max, one.first, one.last, one.quantiles.clone());
            assert_eq!(exact(have), exact(want), "{about}");
            let sums = [(have.total(), want.total()), (have.mean, want.mean), (have.m2, want.m2)];
            assert!(sums.iter().all(|(one, other)| close(*one, *other)), "{about}: {have:?}, want {want:?}");
            // What was not asked for may be there: a rollup knows it anyway.
            if want.covered > 0 && have.covered > 0 {
                assert!(
                    have.covered == want.covered && close(have.area, want.area),
                    "{about}: {have:?}, want {want:?}"
                );
            }
        }
    }
}
