//! `@explain`: what a query read, and what that cost.
//!
//! Nothing of planning and reading knows of it: the snapshot that the answer is read from is watched. What is told names
//! types, fields and kinds of tests, never a value of an entry or of the request.

mod describe;
mod directive;
mod recording;
#[cfg(test)]
mod tests;

use daybook_store::backend::Snapshot;
use serde_json::{Value as Json, json};

pub use self::directive::{ExplainRequest, take};
use self::recording::RecordingSnapshot;
use crate::{error::RequestError, plan::Context, query::RootField, read::Reader};

/// Writes the answer of a root field, and tells what was read for it when that is to be explained.
pub fn answer(
    context: &Context,
    snapshot: &mut dyn Snapshot,
    asked: &ExplainRequest,
    field: &RootField,
    bytes: &mut Vec<u8>,
    told: &mut Vec<Json>,
) -> Result<(), RequestError> {
    let mut watched = RecordingSnapshot::new(snapshot);
    let answered = if field.is_known() {
        field.known(bytes)
    } else {
        Reader { snapshot: &mut watched, context, as_of: None }.answer(field, bytes)
    };
    if asked.includes(&field.key) {
        told.push(watched.told(&field.key));
    }
    answered
}

/// The explanation of a request: what it was planned to cost, and each explained field.
pub fn summed(cost: u64, fields: &[Json]) -> Json {
    let sum = |name: &str| fields.iter().filter_map(|field| field[name].as_u64()).sum::<u64>();
    let (statements, steps) = (sum("statements"), sum("steps"));
    json!({ "cost": cost, "statements": statements, "steps": steps, "fields": fields })
}
