//! `@explain`: what a query read, and what that cost.
//!
//! Nothing of planning and reading knows of it: the snapshot that the answer is read from is watched. What is told names
//! types, fields and kinds of tests, never a value of an entry or of the request.

mod asked;
#[cfg(test)]
mod tests;
mod watched;
mod words;

use daybook_store::backend::Snapshot;
use serde_json::{Value as Json, json};

pub use self::asked::{Asked, take};
use self::watched::Watched;
use super::{plan::Planner, query::RootField, read::Reader};
use crate::error::RequestError;

/// The answers of root fields, with what was read for each that is to be explained.
pub fn answers(
    planner: &Planner,
    snapshot: &mut dyn Snapshot,
    roots: &[RootField],
    asked: &Asked,
) -> (Vec<Result<Json, RequestError>>, Vec<Json>) {
    let (mut answers, mut told) = (Vec::new(), Vec::new());
    for field in roots {
        let mut watched = Watched::new(&mut *snapshot);
        let answer = if field.is_known() {
            field.known()
        } else {
            Reader { snapshot: &mut watched, planner, as_of: None }.answer(field)
        };
        answers.push(answer);
        if asked.includes(&field.key) {
            told.push(watched.told(&field.key));
        }
    }
    (answers, told)
}

/// The explanation of a request: what it was planned to cost, and each explained field.
pub fn summed(cost: u64, fields: Vec<Json>) -> Json {
    let sum = |name: &str| fields.iter().filter_map(|field| field[name].as_u64()).sum::<u64>();
    let (statements, steps) = (sum("statements"), sum("steps"));
    json!({ "cost": cost, "statements": statements, "steps": steps, "fields": fields })
}
