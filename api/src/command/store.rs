//! Writing what a message says, through the same engine as every other write.

use std::sync::Arc;

use axum::http::StatusCode;
use daybook_graphql::app::{ServedModel, WriteGuard};
use daybook_schema::{
    ErrorCode, FieldIndex, Model, Problems, TypeIndex,
    input::{Context, Dialect, IngestOptions},
    value::Instant,
};
use daybook_store::{
    Verdict,
    record::Origin,
    write::{self, Action, By, Idempotency, Mode, Op, OpResult},
};

use super::data::problem;
use crate::http::{HttpState, idempotency, problem::Problem};

/// A type that a command writes, or a problem that says that it is not there.
pub fn find_type(model: &Model, name: &str) -> Result<TypeIndex, Problem> {
    model.find(name).ok_or_else(|| unavailable(&format!("this server has no record type `{name}`")))
}

/// A field that a command writes, or a problem that says that it is not there.
pub fn find_field(model: &Model, record: TypeIndex, name: &str) -> Result<FieldIndex, Problem> {
    let record = model.record(record);
    record
        .find(name)
        .ok_or_else(|| unavailable(&format!("the record type {} of this server has no field `{name}`", record.name)))
}

fn unavailable(what: &str) -> Problem {
    let detail = format!("{what}, which this command writes; start it without `--no-built-in`");
    Problem::new(StatusCode::CONFLICT, "UNAVAILABLE", "The command needs a built-in record type", detail)
}

/// How the values of a message are read.
pub fn context(model: &Model, now: Instant, options: IngestOptions) -> Context<'_> {
    Context { model, now, viewer: None, dialect: Dialect::Ingest(options) }
}

/// Writes one thing, once for a key, or says everything that is wrong with it.
pub async fn write(
    state: &HttpState,
    (served, writing): (&Arc<ServedModel>, WriteGuard),
    action: Action,
    problems: Problems,
    now: Instant,
    key: Option<Idempotency>,
) -> Result<OpResult, Problem> {
    let request = write::Request {
        ops: vec![Op { action, problems, path: Vec::new() }],
        mode: Mode::Atomic,
        idempotency: key,
        by: By { actor: None, origin: Origin::Ingest, reason: None, now },
    };
    let ids = Arc::clone(&state.app.ids);
    let outcome = served
        .store
        .write(move |transaction| {
            let _writing = writing;
            let mut outcome = write::execute(transaction, &ids, &request)?;
            let samples = std::mem::take(&mut outcome.samples);
            let failed = outcome.has_errors();
            Ok(if failed { Verdict::Rollback(outcome) } else { Verdict::CommitSamples(outcome, samples) })
        })
        .await?;
    let Some(result) = outcome.results.into_iter().next() else { return Err(Problem::internal()) };
    if result.problems.errors.iter().any(|error| error.code == ErrorCode::IdempotencyMismatch) {
        return Err(idempotency::mismatch());
    }
    if result.problems.is_acceptable() { Ok(result) } else { Err(problem(result.problems.errors)) }
}
