//! Flags of samples, and samples that were removed for their age.

use std::sync::Arc;

use daybook_schema::{ErrorCode, Value, WarningCode};
use serde_json::{Value as Json, json};

use crate::{
    query::{Aggregate, Filter, Lines, Measure, Subject, Test, Trash},
    sqlite::Sqlite,
    testsuite::{START, TestStore},
    write::{Action, OpResult, SampleConflict},
};

const MINUTE: i64 = 60_000;

/// A test store with a reading of the gauge `north` every ten minutes of six hours, each the number of its minute modulo 100.
fn test_store() -> TestStore {
    let mut test_store = TestStore::new(Arc::new(Sqlite::temporary()));
    let gauge = json!({"connectOrCreate": {"name": "north"}});
    let rows: Vec<Json> = (0..36).map(|position| reading(&gauge, position * 10)).collect();
    assert_eq!(test_store.add_readings(&rows, SampleConflict::Keep).samples.accepted, 36);
    test_store
}

fn reading(gauge: &Json, minute: i64) -> Json {
    let at = daybook_schema::time::format_instant(START + minute * MINUTE);
    json!({"gauge": gauge, "at": at, "damp": {"value": minute % 100, "unit": "PERCENT"}})
}

fn before(minute: i64) -> Filter {
    Filter::Test(Subject::At, Test::Lt(Value::Instant(START + minute * MINUTE)))
}

fn flag(test_store: &mut TestStore, filter: Filter, flagged: bool, max: usize) -> OpResult {
    let record = test_store.find("Reading");
    test_store.act(Action::FlagSamples { record, filter, flagged, max })
}

/// How many unflagged samples there are, by rollups and by the samples.
fn counted(test_store: &TestStore) -> (u64, u64) {
    let record = test_store.find("Reading");
    let unflagged = Filter::Test(Subject::Flagged, Test::Eq(Value::Boolean(false)));
    let damp = test_store.model.record(record).find("damp").unwrap();
    let aggregate = |quantiles| Aggregate {
        record,
        parents: None,
        filter: Filter::All(vec![Filter::Trash(Trash::Exclude), unflagged.clone()]),
        groups: Vec::new(),
        measures: vec![Measure { quantiles, ..Measure::of(Subject::Field(vec![damp])) }],
        lines: Lines::default(),
        as_of: None,
        limit: 10,
    };
    let count = |quantiles| {
        test_store.read(|snapshot| snapshot.aggregate(&aggregate(Vec::clone(&quantiles))))[0][0].measures[0].count
    };
    (count(Vec::new()), count(vec![0.5]))
}

#[test]
fn flagged_samples_leave_rollups_and_come_back() {
    let mut test_store = test_store();
    let flagged = flag(&mut test_store, before(120), true, 1000);
    assert_eq!((flagged.samples.accepted, counted(&test_store)), (12, (24, 24)));
    let again = flag(&mut test_store, before(130), true, 1000);
    assert_eq!((again.samples.accepted, counted(&test_store)), (1, (23, 23)));
    let back = flag(&mut test_store, before(60), false, 1000);
    assert_eq!((back.samples.accepted, counted(&test_store)), (6, (29, 29)));
}

#[test]
fn flagging_without_a_condition_or_beyond_the_maximum_is_refused() {
    let mut test_store = test_store();
    let codes = |result: &OpResult| {
        result.problems.errors.iter().map(|error| (error.code, error.path.clone())).collect::<Vec<_>>()
    };
    let nothing = Filter::Any(vec![before(10), Filter::All(Vec::new())]);
    let open = flag(&mut test_store, nothing, true, 1000);
    assert_eq!(codes(&open), [(ErrorCode::InvalidValue, vec!["where".to_owned()])]);
    let many = flag(&mut test_store, before(120), true, 11);
    assert_eq!(codes(&many), [(ErrorCode::LimitReached, vec!["max".to_owned()])]);
    assert_eq!((many.samples.accepted, counted(&test_store)), (0, (36, 36)));
}

#[test]
fn a_flag_set_by_hand_survives_a_repeated_sample() {
    let mut test_store = test_store();
    flag(&mut test_store, before(10), true, 1000);
    let again = reading(&json!({"connectOrCreate": {"name": "north"}}), 0);
    let counts = test_store.add_readings(&[again], SampleConflict::Replace).samples;
    assert_eq!((counts.duplicates, counts.accepted, counted(&test_store)), (1, 0, (35, 35)));
}

/// A test store whose readings of the first day are sums.
fn aged() -> TestStore {
    let mut test_store = test_store();
    let gauge = json!({"connectOrCreate": {"name": "north"}});
    test_store.add_readings(&[reading(&gauge, 3 * 24 * 60)], SampleConflict::Keep);
    test_store.now = START + 40 * 24 * 60 * MINUTE;
    let record = test_store.find("Reading");
    let before = test_store.now - 37 * 24 * 60 * MINUTE;
    let removed = test_store.try_transaction(|transaction| transaction.expire_samples(record, before, 1000));
    assert_eq!(removed.unwrap(), 36);
    test_store
}

#[test]
fn late_samples_among_sums_are_refused_with_the_day_from_which_on_they_are_taken() {
    let mut test_store = aged();
    let gauge = json!({"connectOrCreate": {"name": "north"}});
    let fresh = json!({"connectOrCreate": {"name": "south"}});
    let rows = [reading(&gauge, 5), reading(&gauge, 3 * 24 * 60 - 5), reading(&fresh, 5)];
    let counts = test_store.add_readings(&rows, SampleConflict::Keep).samples;
    assert_eq!((counts.accepted, counts.rejected.len()), (2, 1));
    let (position, problems) = &counts.rejected[0];
    let error = &problems.errors[0];
    assert_eq!((*position, error.code, error.path.last().unwrap().as_str()), (0, ErrorCode::OutOfRange, "at"));
    assert!(error.message.starts_with("`at` is before 2026-05-04T00:00:00Z, from when on"), "{}", error.message);
}

#[test]
fn deleting_among_sums_says_that_those_stay() {
    let mut test_store = aged();
    let record = test_store.find("Reading");
    let since = |minute: i64| Filter::Test(Subject::At, Test::Gte(Value::Instant(START + minute * MINUTE)));
    let delete = |filter| Action::DeleteSamples { record, filter, max: 10 };
    let reaching = test_store.act(delete(since(0)));
    let codes: Vec<_> = reaching.problems.warnings.iter().map(|warning| warning.code).collect();
    assert_eq!((reaching.samples.deleted, codes), (1, vec![WarningCode::KeptAsSums]));
    assert_eq!(test_store.act(delete(since(3 * 24 * 60))).problems.warnings, []);
}

#[test]
fn sums_answer_what_they_can_and_quantiles_say_from_when_on() {
    let test_store = aged();
    let record = test_store.find("Reading");
    let damp = test_store.model.record(record).find("damp").unwrap();
    let unflagged = Filter::Test(Subject::Flagged, Test::Eq(Value::Boolean(false)));
    let aggregate = |quantiles| Aggregate {
        record,
        parents: None,
        filter: Filter::All(vec![Filter::Trash(Trash::Exclude), unflagged.clone()]),
        groups: Vec::new(),
        measures: vec![Measure { quantiles, ..Measure::of(Subject::Field(vec![damp])) }],
        lines: Lines::default(),
        as_of: None,
        limit: 10,
    };
    let counted = test_store.read(|snapshot| snapshot.aggregate(&aggregate(Vec::new())));
    assert_eq!(counted[0][0].measures[0].count, 37);
    let refused = test_store.read(|snapshot| Ok(snapshot.aggregate(&aggregate(vec![0.5]))));
    let message = refused.unwrap_err().to_string();
    assert!(
        message.contains("`readings` from before 2026-05-04T00:00:00Z are kept as sums of 60 minutes"),
        "{message}"
    );
}

#[test]
fn purging_forgets_the_sums_too() {
    let mut test_store = aged();
    let gauge = test_store.rows(&test_store.list("Gauge", Filter::All(Vec::new())))[0].id;
    test_store.act(Action::Purge { id: gauge });
    let record = test_store.find("Reading");
    assert_eq!(test_store.read(|snapshot| snapshot.kept_since(record, None)), None);
    assert_eq!(counted(&test_store), (0, 0));
}

#[test]
fn sums_and_samples_answer_together_up_to_a_ragged_end() {
    let test_store = aged();
    let record = test_store.find("Reading");
    let damp = test_store.model.record(record).find("damp").unwrap();
    let unflagged = Filter::Test(Subject::Flagged, Test::Eq(Value::Boolean(false)));
    let count = |minute: i64| {
        let aggregate = Aggregate {
            record,
            parents: None,
            filter: Filter::All(vec![unflagged.clone(), before(minute)]),
            groups: Vec::new(),
            measures: vec![Measure::of(Subject::Field(vec![damp]))],
            lines: Lines::default(),
            as_of: None,
            limit: 10,
        };
        test_store.read(|snapshot| Ok(snapshot.aggregate(&aggregate))).map(|groups| groups[0][0].measures[0].count)
    };
    let day = 24 * 60;
    assert_eq!((count(3 * day + 7).unwrap(), count(3 * day - 7).unwrap()), (37, 36));
    // The readings of the first day are gone: what lies before 10:07 cannot be distinguished from what lies behind.
    assert_eq!(count(7).unwrap_err().kind, crate::ErrorKind::Gone);
}
