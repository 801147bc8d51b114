//! Samples of a series.

use super::*;

fn reading(gauge: &Json, minute: u32, damp: i64) -> Json {
    json!({"gauge": gauge, "at": format!("2026-05-01T09:{minute:02}:00Z"), "damp": {"value": damp, "unit": "PERCENT"}})
}

#[test]
fn samples_stand_each_for_itself() {
    let mut desk = desk();
    let gauge = json!({"connectOrCreate": {"name": "north"}});
    let rows = [
        reading(&gauge, 0, 30),
        reading(&json!({"link": Uuid::nil()}), 1, 31),
        reading(&gauge, 2, 200),
        reading(&gauge, 0, 30),
        json!({"gauge": gauge, "damp": {"value": 1, "unit": "KG"}}),
    ];
    let counts = desk.add_readings(&rows, SampleConflict::Keep).samples;
    assert_eq!((counts.accepted, counts.duplicates, counts.conflicts, counts.flagged), (2, 1, 0, 1));
    let rejected: Vec<_> =
        counts.rejected.iter().map(|(position, problems)| (*position, problems.errors.len())).collect();
    assert_eq!(rejected, [(1, 1), (4, 2)]);
    let again = desk.add_readings(&rows[..1], SampleConflict::Keep).samples;
    assert_eq!((again.accepted, again.duplicates), (0, 1));
    let other = [reading(&gauge, 0, 99)];
    assert_eq!(desk.add_readings(&other, SampleConflict::Keep).samples.conflicts, 1);
    assert_eq!(desk.add_readings(&other, SampleConflict::Replace).samples.accepted, 1);
    assert_eq!(desk.rows(&desk.list("Reading", Filter::All(Vec::new()))).len(), 2);
}

#[test]
fn samples_go_and_come_back_with_what_they_measure() {
    let mut desk = desk();
    desk.add_readings(&[reading(&json!({"create": {"name": "north"}}), 0, 30)], SampleConflict::Keep);
    let gauge = desk.rows(&desk.list("Gauge", Filter::All(Vec::new())))[0].id;
    let count = |desk: &Desk| desk.rows(&desk.list("Reading", Filter::All(Vec::new()))).len();
    assert_eq!(count(&desk), 1);
    desk.delete("Gauge", gauge);
    assert_eq!(count(&desk), 0);
    desk.restore(gauge, None);
    assert_eq!(count(&desk), 1);
}

#[test]
fn rejected_sample_leaves_no_new_gauge_behind() {
    let mut desk = desk();
    let gauge = json!({"create": {"name": "north", "shelf": {"link": Uuid::nil()}}});
    let result = desk.add_readings(
        &[reading(&gauge, 0, 30), reading(&json!({"create": {"name": "south"}}), 1, 3)],
        SampleConflict::Keep,
    );
    assert_eq!((result.samples.accepted, result.samples.rejected.len()), (1, 1));
    assert_eq!(desk.rows(&desk.list("Gauge", Filter::All(Vec::new()))).len(), 1);
}
