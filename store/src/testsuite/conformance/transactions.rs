//! All or nothing, one writer, and readers that see one state.

use daybook_schema::Model;
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

use super::Make;
use crate::{
    backend::Transaction,
    error::{Error, ErrorKind, Result},
    query::Filter,
    record::{IdempotencyRecord, Record},
    testsuite::{START, TestStore},
};

fn put_book(transaction: &mut dyn Transaction, number: u128) -> Result<()> {
    let model: Arc<Model> = Arc::clone(transaction.model());
    let record = model.find("Book").expect("declared");
    let mut values = vec![daybook_schema::Value::Null; model.record(record).fields.len()];
    values[0] = daybook_schema::Value::Text(format!("Book {number}"));
    let seq = transaction.next_seq()?;
    let book = Record {
        id: Uuid::from_u128(number),
        record,
        version: 1,
        created_at: START,
        updated_at: START,
        trashed_at: None,
        seq,
        values,
        external_keys: Vec::new(),
    };
    transaction.put(&book, None, "Book")
}

fn count(test_store: &TestStore) -> u64 {
    let list = test_store.list("Book", Filter::All(Vec::new()));
    test_store.read(|snapshot| snapshot.count(&list))[0]
}

pub fn an_attempt_that_fails_leaves_nothing(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let failed = test_store.try_transaction(|transaction| -> Result<()> {
        put_book(transaction, 1)?;
        Err(Error::new(ErrorKind::Internal, "on purpose"))
    });
    assert!(failed.is_err());
    assert_eq!(count(&test_store), 0);
}

pub fn attempts_of_one_transaction_stand_each_for_itself(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let model = Arc::clone(&test_store.model);
    let writer = test_store.writer();
    writer.begin().expect("begins");
    let failed = writer.attempt(&model, &mut |transaction| {
        put_book(transaction, 5)?;
        Err(Error::new(ErrorKind::Internal, "on purpose"))
    });
    assert!(failed.is_err());
    for (number, keep) in [(6, false), (1, true), (2, false), (3, true)] {
        let attempt = writer.attempt(&model, &mut |transaction| put_book(transaction, number).map(|()| keep));
        attempt.expect("works");
    }
    let failed = writer.attempt(&model, &mut |transaction| {
        put_book(transaction, 4)?;
        Err(Error::new(ErrorKind::Internal, "on purpose"))
    });
    assert!(failed.is_err());
    writer.commit().expect("commits");
    let ids: Vec<Uuid> =
        test_store.rows(&test_store.list("Book", Filter::All(Vec::new()))).iter().map(|row| row.id).collect();
    assert_eq!(ids, [Uuid::from_u128(1), Uuid::from_u128(3)]);
}

pub fn savepoints_undo_a_part(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let done = test_store.try_transaction(|transaction| {
        put_book(transaction, 1)?;
        transaction.savepoint()?;
        put_book(transaction, 2)?;
        transaction.savepoint()?;
        put_book(transaction, 3)?;
        transaction.end_savepoint(true)?;
        transaction.end_savepoint(false)?;
        put_book(transaction, 4)
    });
    assert!(done.is_ok());
    assert_eq!(count(&test_store), 2);
}

pub fn rollback_forgets_everything(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let model = Arc::clone(&test_store.model);
    let writer = test_store.writer();
    writer.begin().expect("begins");
    let attempt = writer.attempt(&model, &mut |transaction| put_book(transaction, 1).map(|()| true));
    attempt.expect("works");
    writer.rollback().expect("rolls back");
    assert_eq!(count(&test_store), 0);
    test_store.made("Book", &json!({"name": "After"}));
    assert_eq!(count(&test_store), 1);
}

pub fn readers_see_one_state_and_only_what_is_committed(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    test_store.made("Book", &json!({"name": "First"}));
    let (model, list) = (Arc::clone(&test_store.model), test_store.list("Book", Filter::All(Vec::new())));
    let mut reader = test_store.backend.reader().expect("a reader opens");
    let mut counts = Vec::new();
    let read = reader.read(&model, &mut |snapshot| {
        counts.push(snapshot.count(&list)?[0]);
        test_store.made("Book", &json!({"name": "Second"}));
        counts.push(snapshot.count(&list)?[0]);
        Ok(())
    });
    read.expect("the read succeeds");
    assert_eq!((counts, count(&test_store)), (vec![1, 1], 2));
    let other = test_store.backend.reader();
    let writer = test_store.writer();
    writer.begin().expect("begins");
    writer.attempt(&model, &mut |transaction| put_book(transaction, 1).map(|()| true)).expect("works");
    let mut seen = 0;
    let read = other.expect("a reader opens").read(&model, &mut |snapshot| {
        seen = snapshot.count(&list)?[0];
        Ok(())
    });
    read.expect("the read succeeds");
    assert_eq!(seen, 2);
    test_store.writer().commit().expect("commits");
    assert_eq!(count(&test_store), 3);
}

pub fn a_second_writer_is_refused(make: Make<'_>) {
    let test_store = TestStore::new(make());
    assert!(test_store.backend.writer().is_err());
    let backend = Arc::clone(&test_store.backend);
    drop(test_store);
    assert!(backend.writer().is_ok());
}

pub fn idempotency_records_are_kept_once_until_forgotten(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let idempotency_record = |actor: Option<&str>, at| IdempotencyRecord {
        actor: actor.map(str::to_owned),
        key: "k".to_owned(),
        field: "bookCreate".to_owned(),
        hash: [7; 32],
        change_set: Some(Uuid::from_u128(9)),
        seq: 3,
        results: json!([{"entries": [["Book", Uuid::nil()]]}]),
        at,
    };
    let stored = test_store.try_transaction(|transaction| {
        transaction.put_idempotency_record(&idempotency_record(None, 10))?;
        transaction.put_idempotency_record(&idempotency_record(Some("ann"), 20))
    });
    assert!(stored.is_ok());
    assert_eq!(test_store.read(|snapshot| snapshot.idempotency_record(None, "k")), Some(idempotency_record(None, 10)));
    assert_eq!(
        test_store.read(|snapshot| snapshot.idempotency_record(Some("ann"), "k")),
        Some(idempotency_record(Some("ann"), 20))
    );
    assert_eq!(test_store.read(|snapshot| snapshot.idempotency_record(Some("bo"), "k")), None);
    let twice =
        test_store.try_transaction(|transaction| transaction.put_idempotency_record(&idempotency_record(None, 30)));
    assert_eq!(twice.map_err(|error| error.kind), Err(ErrorKind::Conflict));
    assert!(test_store.try_transaction(|transaction| transaction.remove_idempotency_records(20, 10)).is_ok());
    assert_eq!(test_store.read(|snapshot| snapshot.idempotency_record(None, "k")), None);
    assert_eq!(
        test_store.read(|snapshot| snapshot.idempotency_record(Some("ann"), "k")),
        Some(idempotency_record(Some("ann"), 20))
    );
}

pub fn secrets_are_made_once(make: Make<'_>) {
    let backend = make();
    let first = backend.secret("cursors", &|| [1; 32]).ok();
    let again = backend.secret("cursors", &|| [2; 32]).ok();
    let other = backend.secret("else", &|| [3; 32]).ok();
    assert_eq!((first, again, other), (Some([1; 32]), Some([1; 32]), Some([3; 32])));
}

pub fn sequence_numbers_grow_and_survive_a_rollback_without_a_trace(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let id = test_store.made("Book", &json!({"name": "A"}));
    let refused = test_store.create("Book", &json!({}));
    assert!(refused.has_errors());
    test_store.update("Book", id, &json!({"pages": 1}));
    let seqs: Vec<i64> = test_store.changes(id).iter().map(|change| change.seq).collect();
    assert_eq!(seqs, [1, 2]);
    assert!(test_store.changes(id).windows(2).all(|pair| pair[0].at < pair[1].at));
}
