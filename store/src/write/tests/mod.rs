//! Tests of the engine over the reference.

mod entries;
mod history;
mod links;
mod requests;
mod restore;
mod samples;
mod undo;

use std::sync::Arc;

use daybook_schema::{ErrorCode, Problems, Value, definition};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::*;
use crate::{
    backend::LinkQuery,
    record::ChangeOperation,
    testsuite::{Reference, TestStore},
};

fn test_store() -> TestStore {
    TestStore::new(Arc::new(Reference::default()))
}

/// Code and dotted path of every error, in order.
fn mistakes(outcome: &Outcome) -> Vec<(ErrorCode, String)> {
    let all = outcome.results.iter().flat_map(|result| &result.problems.errors);
    all.map(|error| (error.code, error.path.join("."))).collect()
}

fn mistake(code: ErrorCode, path: &str) -> Vec<(ErrorCode, String)> {
    vec![(code, path.to_owned())]
}

fn shelf(test_store: &mut TestStore, name: &str) -> Uuid {
    test_store.made("Shelf", &json!({"name": name}))
}

fn book(test_store: &mut TestStore, name: &str) -> Uuid {
    test_store.made("Book", &json!({"name": name}))
}

fn log(test_store: &TestStore, id: Uuid) -> Vec<(ChangeOperation, i64, Vec<String>)> {
    test_store.changes(id).into_iter().map(|change| (change.operation, change.version, change.fields)).collect()
}
