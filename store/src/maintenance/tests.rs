//! Jobs over the reference, by a clock that is moved.

use std::{
    cell::RefCell,
    sync::{Arc, Mutex},
};

use daybook_schema::{Path, Problems, input, value::Instant};
use serde_json::json;
use uuid::Uuid;

use super::{EmptyTrash, ExpireSamples, ForgetHistory, ForgetIdempotencyRecords, Job, Tools};
use crate::{
    id::IdSource,
    record::{ChangeOperation, Origin},
    testsuite::{Reference, TestStore},
    write::{Action, Idempotency, Op},
};

const DAY: Instant = 24 * 60 * 60 * 1000;

fn test_store() -> TestStore {
    TestStore::new(Arc::new(Reference::default()))
}

/// Drives a job to its end, and answers what each portion changed.
fn drive(test_store: &mut TestStore, job: &dyn Job) -> Vec<usize> {
    let ids = Mutex::new(IdSource::new(|| 0x0fed_cba9_8765_4321));
    let run = RefCell::new(job.run());
    let now = test_store.now;
    let mut changed = Vec::new();
    loop {
        let portion = test_store
            .try_transaction(|transaction| run.borrow_mut().portion(transaction, &Tools { now, ids: &ids }))
            .expect("the portion succeeds");
        changed.push(portion.changed);
        if !portion.more {
            return changed;
        }
    }
}

fn book(test_store: &mut TestStore, name: &str) -> Uuid {
    test_store.made("Book", &json!({"name": name}))
}

#[test]
fn the_trash_keeps_an_entry_for_its_days_and_then_purges_it_with_a_reason() {
    let mut test_store = test_store();
    let id = book(&mut test_store, "Emma");
    test_store.delete("Book", id);
    let trashed_at = test_store.get("Book", id).unwrap().trashed_at.unwrap();
    test_store.now = trashed_at + 30 * DAY;
    assert_eq!(drive(&mut test_store, &EmptyTrash { days: 30 }), [0]);
    test_store.now += 1;
    assert_eq!(drive(&mut test_store, &EmptyTrash { days: 30 }), [1]);
    assert_eq!(test_store.get("Book", id), None);
    let last = test_store.changes(id).pop().unwrap();
    assert_eq!((last.operation, last.actor, last.origin), (ChangeOperation::Purged, None, Origin::System));
    assert_eq!(last.reason.as_deref(), Some("in the trash for more than 30 days"));
}

#[test]
fn the_trash_leaves_the_living_and_what_went_into_it_later() {
    let mut test_store = test_store();
    let [living, restored, later] = ["A", "B", "C"].map(|name| book(&mut test_store, name));
    test_store.delete("Book", restored);
    test_store.restore(restored, None);
    test_store.now += 20 * DAY;
    test_store.delete("Book", later);
    test_store.now += 20 * DAY;
    assert_eq!(drive(&mut test_store, &EmptyTrash { days: 30 }), [0]);
    assert!([living, restored, later].iter().all(|id| test_store.get("Book", *id).is_some()));
}

/// A book in the trash that requires a shelf in the trash, both thrown away at the same moment. The shelf is the newer
/// one and so comes first.
fn required(test_store: &mut TestStore) -> (Uuid, Uuid) {
    let holder = book(test_store, "Holder");
    let shelf = test_store.made("Shelf", &json!({"name": "North"}));
    test_store.update("Book", holder, &json!({"shelf": {"link": shelf}}));
    let deletions = [("Book", holder), ("Shelf", shelf)].map(|(name, id)| {
        let action =
            Action::Delete { record: test_store.find(name), id: input::Reference::Id(id), expected_version: None };
        Op { action, problems: Problems::default(), path: Path::new() }
    });
    let request = test_store.request(deletions.to_vec());
    assert!(!test_store.execute(&request).has_errors());
    (holder, shelf)
}

#[test]
fn the_trash_keeps_what_is_required_until_what_requires_it_is_gone() {
    let mut test_store = test_store();
    let (holder, shelf) = required(&mut test_store);
    test_store.now += 31 * DAY;
    assert_eq!(drive(&mut test_store, &EmptyTrash { days: 30 }), [1]);
    assert!(test_store.get("Book", holder).is_none() && test_store.get("Shelf", shelf).is_some());
    assert_eq!(drive(&mut test_store, &EmptyTrash { days: 30 }), [1]);
    assert_eq!(test_store.get("Shelf", shelf), None);
}

#[test]
fn the_trash_goes_on_behind_what_has_to_stay() {
    let mut test_store = test_store();
    required(&mut test_store);
    for number in 0..120 {
        let id = book(&mut test_store, &format!("{number}"));
        test_store.delete("Book", id);
    }
    test_store.now += 31 * DAY;
    assert_eq!(drive(&mut test_store, &EmptyTrash { days: 30 }), [49, 50, 22]);
}

#[test]
fn the_trash_takes_a_large_cascade_leaf_by_leaf_in_portions() {
    let mut test_store = test_store();
    let id = book(&mut test_store, "Lent often");
    for number in 0..130 {
        test_store.made("Loan", &json!({"book": {"link": id}, "who": format!("{number}")}));
    }
    test_store.delete("Book", id);
    test_store.now += 31 * DAY;
    assert_eq!(drive(&mut test_store, &EmptyTrash { days: 30 }), [50, 50, 31]);
    assert_eq!(test_store.get("Book", id), None);
}

#[test]
fn idempotency_records_are_forgotten_after_a_day_and_not_before() {
    let mut test_store = test_store();
    let mut request = test_store.request(vec![test_store.creation("Book", &json!({"name": "Once"}), &[])]);
    let key = Idempotency { key: "k".to_owned(), field: "bookCreate".to_owned(), hash: [1; 32] };
    request.idempotency = Some(key);
    let written_at = request.by.now;
    assert!(!test_store.execute(&request).has_errors());
    test_store.now = written_at + DAY - 1;
    assert_eq!(drive(&mut test_store, &ForgetIdempotencyRecords), [0]);
    assert!(test_store.read(|snapshot| snapshot.idempotency_record(Some("ann"), "k")).is_some());
    test_store.now += 1;
    assert_eq!(drive(&mut test_store, &ForgetIdempotencyRecords), [1]);
    assert_eq!(test_store.read(|snapshot| snapshot.idempotency_record(Some("ann"), "k")), None);
}

#[test]
fn samples_stay_for_as_long_as_their_series_says() {
    let mut test_store = TestStore::new(Arc::new(crate::sqlite::Sqlite::temporary()));
    let gauge = json!({"connectOrCreate": {"name": "north"}});
    let at = |day: i64| daybook_schema::time::format_instant(test_store.now + day * DAY);
    let rows: Vec<_> =
        (0..35).map(|day| json!({"gauge": gauge, "at": at(day), "damp": {"value": day, "unit": "PERCENT"}})).collect();
    test_store.add_readings(&rows, crate::write::SampleConflict::Keep);
    test_store.now += 34 * DAY;
    let removed: usize = drive(&mut test_store, &ExpireSamples).iter().sum();
    let left = test_store.rows(&test_store.list("Reading", crate::query::Filter::All(Vec::new()))).len();
    assert_eq!((removed, left, drive(&mut test_store, &ExpireSamples)), (4, 31, vec![0]));
}

/// Changes of a book, oldest first, by the names that it was given.
fn renamed(test_store: &mut TestStore, names: &[&str]) -> Uuid {
    let id = book(test_store, names[0]);
    for name in &names[1..] {
        test_store.now += DAY;
        test_store.update("Book", id, &json!({ "name": name }));
    }
    id
}

#[test]
fn history_is_kept_for_its_days_and_then_forgotten_once() {
    let mut test_store = test_store();
    let id = renamed(&mut test_store, &["A", "B", "C", "D"]);
    assert_eq!(drive(&mut test_store, &ForgetHistory { days: 30 }), [0]);
    assert_eq!(drive(&mut test_store, &ForgetHistory { days: 3 }), [1]);
    assert_eq!(drive(&mut test_store, &ForgetHistory { days: 3 }), [0]);
    assert_eq!(test_store.changes(id).iter().map(|change| change.version).collect::<Vec<_>>(), [2, 3, 4]);
}

#[test]
fn a_large_change_set_is_forgotten_as_a_whole_and_small_ones_in_portions() {
    let mut test_store = test_store();
    let operations =
        (0..1_200).map(|number| test_store.creation("Book", &json!({"name": number.to_string()}), &[])).collect();
    let large = test_store.request(operations);
    assert!(!test_store.execute(&large).has_errors());
    for name in 0..700 {
        book(&mut test_store, &name.to_string());
    }
    test_store.now += DAY;
    assert_eq!(drive(&mut test_store, &ForgetHistory { days: 0 }), [1_200, 500, 199, 0]);
    assert_eq!(test_store.read(|snapshot| snapshot.changes(&crate::backend::ChangeQuery::default())).len(), 1);
}

#[test]
fn what_is_forgotten_is_named_where_it_is_asked_for() {
    let mut test_store = test_store();
    let created = test_store.create("Book", &json!({"name": "A"}));
    let id = created.results[0].entries[0].1;
    test_store.now += 10 * DAY;
    test_store.update("Book", id, &json!({"name": "B"}));
    test_store.update("Book", id, &json!({"name": "C"}));
    drive(&mut test_store, &ForgetHistory { days: 1 });
    let end = "since history is kept from 2026-05-01T10:00:00Z on";
    let message = |outcome: &crate::write::Outcome| outcome.results[0].problems.errors[0].message.clone();
    let undone = test_store.undo(&created);
    let set = created.change_set.unwrap();
    assert_eq!(message(&undone), format!("no change set has the id `{set}`, or it is gone, {end}"));
    test_store.now += 10 * DAY;
    test_store.update("Book", id, &json!({"name": "D"}));
    drive(&mut test_store, &ForgetHistory { days: 1 });
    let end = "since history is kept from 2026-05-11T10:00:02Z on";
    let restored = test_store.restore(id, Some(1));
    assert_eq!(message(&restored), format!("version 1 is gone, {end}; versions 3 to 4 are there"));
    let restored = test_store.restore(id, Some(9));
    assert_eq!(message(&restored), "there is no version 9; versions 3 to 4 are there");
    assert_eq!(test_store.restore(id, Some(3)).results[0].problems.errors, []);
}

#[test]
fn what_comes_back_from_a_forgotten_trashing_comes_alone_with_a_warning() {
    let mut test_store = test_store();
    let id = book(&mut test_store, "A");
    let loan = test_store.made("Loan", &json!({"who": "Bob", "book": {"link": id}}));
    test_store.delete("Book", id);
    test_store.now += 10 * DAY;
    book(&mut test_store, "B");
    drive(&mut test_store, &ForgetHistory { days: 1 });
    let restored = test_store.restore(id, None);
    let result = &restored.results[0];
    assert_eq!(result.problems.errors, []);
    assert!(result.problems.warnings[0].message.starts_with("what went into the trash with it stays there"));
    assert!(test_store.state("Book", id).1 && !test_store.state("Loan", loan).1);
}
