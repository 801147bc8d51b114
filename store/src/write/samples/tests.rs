//! Flags of samples.

use std::sync::Arc;

use daybook_schema::{ErrorCode, Value};
use serde_json::{Value as Json, json};

use crate::{
    query::{Aggregate, Filter, Lines, Measure, Subject, Test, Trash},
    sqlite::Sqlite,
    testsuite::{Desk, START},
    write::{Action, OperationResult, SampleConflict},
};

const MINUTE: i64 = 60_000;

/// A desk with a reading of the gauge `north` every ten minutes of six hours, each the number of its minute modulo 100.
fn desk() -> Desk {
    let mut desk = Desk::new(Arc::new(Sqlite::temporary()));
    let gauge = json!({"connectOrCreate": {"name": "north"}});
    let rows: Vec<Json> = (0..36).map(|position| reading(&gauge, position * 10)).collect();
    assert_eq!(desk.add_readings(&rows, SampleConflict::Keep).samples.accepted, 36);
    desk
}

fn reading(gauge: &Json, minute: i64) -> Json {
    let at = daybook_schema::time::format_instant(START + minute * MINUTE);
    json!({"gauge": gauge, "at": at, "damp": {"value": minute % 100, "unit": "PERCENT"}})
}

fn before(minute: i64) -> Filter {
    Filter::Test(Subject::At, Test::Lt(Value::Instant(START + minute * MINUTE)))
}

fn flag(desk: &mut Desk, filter: Filter, flagged: bool, max: usize) -> OperationResult {
    let record = desk.find("Reading");
    desk.act(Action::FlagSamples { record, filter, flagged, max })
}

/// How many unflagged samples there are, by rollups and by the samples.
fn counted(desk: &Desk) -> (u64, u64) {
    let record = desk.find("Reading");
    let unflagged = Filter::Test(Subject::Flagged, Test::Eq(Value::Boolean(false)));
    let damp = desk.model.record(record).find("damp").unwrap();
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
        desk.read(|snapshot| snapshot.aggregate(&aggregate(Vec::clone(&quantiles))))[0][0].measures[0].count
    };
    (count(Vec::new()), count(vec![0.5]))
}

#[test]
fn flagged_samples_leave_rollups_and_come_back() {
    let mut desk = desk();
    let flagged = flag(&mut desk, before(120), true, 1000);
    assert_eq!((flagged.samples.accepted, counted(&desk)), (12, (24, 24)));
    let again = flag(&mut desk, before(130), true, 1000);
    assert_eq!((again.samples.accepted, counted(&desk)), (1, (23, 23)));
    let back = flag(&mut desk, before(60), false, 1000);
    assert_eq!((back.samples.accepted, counted(&desk)), (6, (29, 29)));
}

#[test]
fn flagging_without_a_condition_or_beyond_the_maximum_is_refused() {
    let mut desk = desk();
    let codes = |result: &OperationResult| {
        result.problems.errors.iter().map(|error| (error.code, error.path.clone())).collect::<Vec<_>>()
    };
    let nothing = Filter::Any(vec![before(10), Filter::All(Vec::new())]);
    let open = flag(&mut desk, nothing, true, 1000);
    assert_eq!(codes(&open), [(ErrorCode::InvalidValue, vec!["where".to_owned()])]);
    let many = flag(&mut desk, before(120), true, 11);
    assert_eq!(codes(&many), [(ErrorCode::LimitReached, vec!["max".to_owned()])]);
    assert_eq!((many.samples.accepted, counted(&desk)), (0, (36, 36)));
}

#[test]
fn a_flag_set_by_hand_survives_a_repeated_sample() {
    let mut desk = desk();
    flag(&mut desk, before(10), true, 1000);
    let again = reading(&json!({"connectOrCreate": {"name": "north"}}), 0);
    let counts = desk.add_readings(&[again], SampleConflict::Replace).samples;
    assert_eq!((counts.duplicates, counts.accepted, counted(&desk)), (1, 0, (35, 35)));
}
