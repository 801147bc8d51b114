//! What the server keeps about itself.

use serde_json::json;
use uuid::Uuid;

use super::Make;
use crate::{
    error::{ErrorKind, Result},
    record::{SystemKind, SystemQuery, SystemRecord},
    testsuite::TestStore,
};

fn account(number: u128, key: Option<&str>) -> SystemRecord {
    SystemRecord {
        kind: SystemKind::Account,
        id: Uuid::from_u128(number),
        key: key.map(str::to_owned),
        account: None,
        space: None,
        data: json!({ "name": "Ann 🌱", "failures": [1, 2.5, null], "empty": {} }),
    }
}

fn member(number: u128, account: u128, space: u128) -> SystemRecord {
    let (account, space) = (Uuid::from_u128(account), Uuid::from_u128(space));
    SystemRecord {
        kind: SystemKind::Member,
        id: Uuid::from_u128(number),
        key: Some(format!("{space}:{account}")),
        account: Some(account),
        space: Some(space),
        data: json!({ "role": "EDITOR" }),
    }
}

fn put(test_store: &mut TestStore, records: &[SystemRecord]) -> Result<()> {
    test_store
        .try_transaction(|transaction| records.iter().try_for_each(|record| transaction.put_system_record(record)))
}

fn ids(test_store: &TestStore, query: SystemQuery) -> Vec<u128> {
    let found = test_store.read(|snapshot| snapshot.system_records(&query));
    found.iter().map(|record| record.id.as_u128()).collect()
}

pub fn system_records_come_back_by_id_and_by_key(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let (ann, nameless) = (account(1, Some("ann")), account(2, None));
    put(&mut test_store, &[ann.clone(), nameless.clone(), account(3, None)]).expect("is stored");
    test_store.read(|snapshot| {
        assert_eq!(snapshot.system_record(SystemKind::Account, ann.id)?, Some(ann.clone()));
        assert_eq!(snapshot.system_record(SystemKind::Session, ann.id)?, None);
        assert_eq!(snapshot.system_record(SystemKind::Account, nameless.id)?, Some(nameless.clone()));
        assert_eq!(snapshot.system_record_of_key(SystemKind::Account, "ann")?, Some(ann.clone()));
        assert_eq!(snapshot.system_record_of_key(SystemKind::Account, "Ann")?, None);
        assert_eq!(snapshot.system_record_of_key(SystemKind::Space, "ann")?, None);
        Ok(())
    });
    let renamed = SystemRecord { key: Some("anne".to_owned()), data: json!(null), ..ann.clone() };
    put(&mut test_store, std::slice::from_ref(&renamed)).expect("takes the place of the one before");
    test_store.read(|snapshot| {
        assert_eq!(snapshot.system_record(SystemKind::Account, ann.id)?, Some(renamed.clone()));
        assert_eq!(snapshot.system_record_of_key(SystemKind::Account, "ann")?, None);
        Ok(())
    });
    test_store
        .try_transaction(|transaction| {
            transaction.remove_system_record(SystemKind::Account, ann.id)?;
            transaction.remove_system_record(SystemKind::Session, nameless.id)
        })
        .expect("is removed");
    assert_eq!(ids(&test_store, SystemQuery::all(SystemKind::Account)), [2, 3]);
}

pub fn a_key_of_a_system_record_is_given_once(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    put(&mut test_store, &[account(1, Some("ann"))]).expect("is stored");
    let taken = put(&mut test_store, &[account(2, None), account(3, Some("ann"))]).expect_err("is taken");
    assert_eq!(taken.kind, ErrorKind::Conflict);
    assert_eq!(ids(&test_store, SystemQuery::all(SystemKind::Account)), [1]);
    let other_kind = SystemRecord { kind: SystemKind::Space, ..account(1, Some("ann")) };
    put(&mut test_store, &[other_kind]).expect("kinds do not share keys");
    put(&mut test_store, &[account(1, None), account(3, Some("ann"))]).expect("it is free again");
    assert_eq!(ids(&test_store, SystemQuery::all(SystemKind::Account)), [1, 3]);
}

pub fn system_records_are_listed_by_account_and_space(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let members = [member(4, 1, 7), member(1, 1, 8), member(3, 2, 7), member(2, 3, 8), member(5, 3, 7)];
    put(&mut test_store, &members).expect("are stored");
    let all = SystemQuery::all(SystemKind::Member);
    assert_eq!(ids(&test_store, all), [1, 2, 3, 4, 5]);
    let in_space = SystemQuery { space: Some(Uuid::from_u128(7)), ..all };
    assert_eq!(ids(&test_store, in_space), [3, 4, 5]);
    assert_eq!(ids(&test_store, SystemQuery { after: Some(Uuid::from_u128(3)), ..in_space }), [4, 5]);
    assert_eq!(ids(&test_store, SystemQuery { limit: Some(2), ..in_space }), [3, 4]);
    let of_account = SystemQuery { account: Some(Uuid::from_u128(1)), ..all };
    assert_eq!(ids(&test_store, of_account), [1, 4]);
    assert_eq!(ids(&test_store, SystemQuery { space: Some(Uuid::from_u128(8)), ..of_account }), [1]);
    assert_eq!(ids(&test_store, SystemQuery::all(SystemKind::Invite)), [0; 0]);
}

pub fn system_records_are_no_entries_and_leave_no_trace_in_history(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    put(&mut test_store, &[account(1, Some("ann"))]).expect("is stored");
    assert_eq!(test_store.read(|snapshot| snapshot.latest()), 0);
    assert_eq!(test_store.read(|snapshot| snapshot.types_of(&[Uuid::from_u128(1)])), [None]);
    let undone = test_store.try_transaction(|transaction| -> Result<()> {
        transaction.put_system_record(&account(2, Some("bo")))?;
        transaction.savepoint()?;
        transaction.remove_system_record(SystemKind::Account, Uuid::from_u128(1))?;
        transaction.end_savepoint(false)?;
        assert!(transaction.system_record(SystemKind::Account, Uuid::from_u128(1))?.is_some());
        Err(crate::Error::new(ErrorKind::Internal, "on purpose"))
    });
    assert!(undone.is_err());
    assert_eq!(ids(&test_store, SystemQuery::all(SystemKind::Account)), [1]);
}
