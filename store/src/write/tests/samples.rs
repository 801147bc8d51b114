//! Samples of a series.

use daybook_schema::WarningCode;

use super::*;
use crate::query::{Subject, Test};

fn reading(gauge: &Json, minute: u32, damp: i64) -> Json {
    json!({"gauge": gauge, "at": format!("2026-05-01T09:{minute:02}:00Z"), "damp": {"value": damp, "unit": "PERCENT"}})
}

#[test]
fn samples_stand_each_for_itself() {
    let mut test_store = test_store();
    let gauge = json!({"connectOrCreate": {"name": "north"}});
    let rows = [
        reading(&gauge, 0, 30),
        reading(&json!({"link": Uuid::nil()}), 1, 31),
        reading(&gauge, 2, 200),
        reading(&gauge, 0, 30),
        json!({"gauge": gauge, "damp": {"value": 1, "unit": "KG"}}),
    ];
    let counts = test_store.add_readings(&rows, SampleConflict::Keep).samples;
    assert_eq!((counts.accepted, counts.duplicates, counts.conflicts, counts.flagged), (2, 1, 0, 1));
    let rejected: Vec<_> =
        counts.rejected.iter().map(|(position, problems)| (*position, problems.errors.len())).collect();
    assert_eq!(rejected, [(1, 1), (4, 2)]);
    let again = test_store.add_readings(&rows[..1], SampleConflict::Keep).samples;
    assert_eq!((again.accepted, again.duplicates), (0, 1));
    let other = [reading(&gauge, 0, 99)];
    assert_eq!(test_store.add_readings(&other, SampleConflict::Keep).samples.conflicts, 1);
    assert_eq!(test_store.add_readings(&other, SampleConflict::Replace).samples.accepted, 1);
    assert_eq!(test_store.rows(&test_store.list("Reading", Filter::All(Vec::new()))).len(), 2);
}

#[test]
fn samples_go_and_come_back_with_what_they_measure() {
    let mut test_store = test_store();
    test_store.add_readings(&[reading(&json!({"create": {"name": "north"}}), 0, 30)], SampleConflict::Keep);
    let gauge = test_store.rows(&test_store.list("Gauge", Filter::All(Vec::new())))[0].id;
    let count = |test_store: &TestStore| test_store.rows(&test_store.list("Reading", Filter::All(Vec::new()))).len();
    assert_eq!(count(&test_store), 1);
    test_store.delete("Gauge", gauge);
    assert_eq!(count(&test_store), 0);
    test_store.restore(gauge, None);
    assert_eq!(count(&test_store), 1);
}

#[test]
fn rejected_sample_leaves_no_new_gauge_behind() {
    let mut test_store = test_store();
    let gauge = json!({"create": {"name": "north", "shelf": {"link": Uuid::nil()}}});
    let result = test_store.add_readings(
        &[reading(&gauge, 0, 30), reading(&json!({"create": {"name": "south"}}), 1, 3)],
        SampleConflict::Keep,
    );
    assert_eq!((result.samples.accepted, result.samples.rejected.len()), (1, 1));
    assert_eq!(test_store.rows(&test_store.list("Gauge", Filter::All(Vec::new()))).len(), 1);
}

#[test]
fn merging_adds_what_is_missing_and_keeps_what_is_there() {
    let mut test_store = test_store();
    let at = |rest: Json| {
        let mut row = json!({"gauge": {"connectOrCreate": {"name": "north"}}, "at": "2026-05-01T09:00:00Z"});
        row.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        row
    };
    let damp = |value: i64| at(json!({"damp": {"value": value, "unit": "PERCENT"}}));
    let warm = |value: i64| at(json!({"warmth": {"value": value, "unit": "CEL"}}));
    let counted = |result: &OpResult| {
        let counts = &result.samples;
        (counts.accepted, counts.duplicates, counts.conflicts)
    };
    // Both in one request, then more from others.
    assert_eq!(counted(&test_store.add_readings(&[damp(30), warm(20)], SampleConflict::Merge)), (2, 0, 0));
    assert_eq!(counted(&test_store.add_readings(&[damp(30)], SampleConflict::Merge)), (0, 1, 0));
    let other = test_store.add_readings(&[damp(31)], SampleConflict::Merge);
    assert_eq!(counted(&other), (0, 0, 1));
    let warnings: Vec<_> = other.samples.warnings.iter().map(|(position, warning)| (*position, warning.code)).collect();
    assert_eq!(warnings, [(0, WarningCode::Conflict)]);
    assert_eq!(other.samples.warnings[0].1.path, ["damp"]);
    assert!(other.samples.warnings[0].1.message.contains("`damp` is 30 %"), "{}", other.samples.warnings[0].1.message);
    let list = test_store.list("Reading", Filter::All(Vec::new()));
    let rows = test_store.rows(&list);
    assert_eq!(rows.len(), 1);
    // Keeping says what was kept, too.
    let kept = test_store.add_readings(&[damp(32)], SampleConflict::Keep);
    assert_eq!((counted(&kept), kept.samples.warnings.len()), ((0, 0, 1), 1));
}

#[test]
fn what_is_merged_keeps_a_flag() {
    let mut test_store = test_store();
    let gauge = json!({"connectOrCreate": {"name": "north"}});
    let damp = |value: i64| reading(&gauge, 0, value);
    let flagged = test_store.add_readings(&[damp(200)], SampleConflict::Keep);
    assert_eq!((flagged.samples.flagged, flagged.samples.warnings.len()), (1, 1));
    assert!(flagged.samples.warnings[0].1.message.contains("flagged"), "{}", flagged.samples.warnings[0].1.message);
    let warm = json!({"gauge": gauge, "at": "2026-05-01T09:00:00Z", "warmth": {"value": 20, "unit": "CEL"}});
    assert_eq!(test_store.add_readings(&[warm], SampleConflict::Merge).samples.accepted, 1);
    let rows =
        test_store.rows(&test_store.list("Reading", Filter::Test(Subject::Flagged, Test::Eq(Value::Boolean(true)))));
    assert_eq!(rows.len(), 1);
}
