//! `/ingest/{Type}`: readings and records over plain HTTP, for devices and scripts.
//!
//! A body is read row by row: a task of its own turns rows into typed inputs, a chunk at a time, while the chunk before
//! is being written. Bad rows are named in the answer and do not keep good ones out.

mod chunk;
mod clock;
mod csv;
mod json;
mod parameters;
mod report;
mod rows;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, Request, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use daybook_graphql::app::{ServedModel, WriteGuard};
use daybook_schema::{
    TypeIndex,
    input::{self, PlausibleTimes},
    suggest,
};
use daybook_store::{Verdict, record::Origin, write::By};
use tokio::sync::mpsc;

use self::{
    chunk::{Chunk, Handling, Key, Written},
    clock::Clock,
    parameters::Parameters,
    report::Report,
    rows::{Format, Rows},
};
use crate::http::{HttpState, body, idempotency, problem::Problem};

/// Stores what a body holds as records of a type.
pub async fn ingest(
    State(state): State<HttpState>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Result<Response, Problem> {
    let query = query.unwrap_or_default();
    let format = Format::of(request.headers())?;
    // What is wrong with the address is answered before the body is read.
    target(&state.app.served(), &name, &query)?;
    let key = idempotency::key(request.headers())?;
    let body = body::read(request, state.options.limits.ingest_body).await?;
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(Problem::bad_request("the body is empty; send a JSON object, a JSON array, NDJSON or CSV"));
    }

    let writing = state.app.writing().await;
    let served = state.app.served();
    let (record, parameters) = target(&served, &name, &query)?;
    let hash = idempotency::hash(&[name.as_bytes(), query.as_bytes(), format.name().as_bytes(), &body]);
    let job = Job {
        by: By { actor: None, origin: Origin::Ingest, reason: parameters.reason.clone(), now: (state.app.clock)() },
        plausible: state.app.plausible,
        key: key.map(|text| Key { text, field: format!("ingest/{name}"), hash }),
        record,
        served,
        writing,
    };
    let report = run(&state, Arc::new(job), format, parameters, body).await?;
    Ok(report.into_response())
}

/// What all chunks of one request share.
struct Job {
    served: Arc<ServedModel>,
    writing: WriteGuard,
    record: TypeIndex,
    by: By,
    plausible: PlausibleTimes,
    key: Option<Key>,
}

async fn run(
    state: &HttpState,
    job: Arc<Job>,
    format: Format,
    parameters: Parameters,
    body: Bytes,
) -> Result<Report, Problem> {
    let (sender, mut receiver) = mpsc::channel(1);
    let reading = {
        let job = Arc::clone(&job);
        tokio::task::spawn_blocking(move || read_chunks(&job, format, &parameters, &body, &sender))
    };
    let mut report = Report::default();
    let mut number = 0;
    while let Some(chunk) = receiver.recv().await {
        let key = job.key.as_ref().map(|key| key.of_chunk(number));
        let ids = Arc::clone(&state.app.ids);
        let (by, writing) = (job.by.clone(), job.writing.clone());
        let written = job.served.store.write(move |transaction| {
            let _writing = writing;
            let mut written = Chunk::write(chunk, transaction, &ids, &by, key.as_ref())?;
            let samples = written.take_samples();
            let keep = written.changes_something();
            Ok(if keep { Verdict::CommitSamples(written, samples) } else { Verdict::Rollback(written) })
        });
        match written.await.map_err(|error| interrupted(error.into(), &report))? {
            Written::Report(part) => report.append(part),
            Written::OtherRequest => return Err(idempotency::mismatch()),
        }
        number += 1;
    }
    match reading.await {
        Ok(Ok(())) => Ok(report),
        Ok(Err(problem)) => Err(problem),
        Err(error) => {
            tracing::error!(%error, "reading rows failed");
            Err(Problem::internal())
        }
    }
}

/// Reads the body and sends it on in chunks; ends early when the receiver is gone.
fn read_chunks(
    job: &Job,
    format: Format,
    parameters: &Parameters,
    body: &[u8],
    sender: &mpsc::Sender<Chunk>,
) -> Result<(), Problem> {
    let model = Arc::clone(job.served.store.model());
    let most = parameters.rows_in_a_chunk(model.record(job.record));
    let dialect = input::Dialect::Ingest(parameters.options.clone());
    let context = input::Context { model: &model, now: job.by.now, viewer: None, dialect };
    let handling = Handling::of(parameters);
    let mut clock = Clock::new(model.record(job.record), parameters.options.zone.clone());
    let mut chunk = Chunk::new(&model, job.record, handling.clone());
    for (index, mut document) in Rows::read(format, body, parameters)?.enumerate() {
        if let Ok(row) = &mut document {
            clock.settle(row);
        }
        chunk.push(&context, job.plausible, index, document);
        if chunk.rows() == most {
            let full = std::mem::replace(&mut chunk, Chunk::new(&model, job.record, handling.clone()));
            if sender.blocking_send(full).is_err() {
                return Ok(());
            }
        }
    }
    if chunk.rows() > 0 {
        // The receiver is gone when the request is over already, and then nothing waits for it either.
        let _ = sender.blocking_send(chunk);
    }
    Ok(())
}

/// The type that is written, and how.
fn target(served: &ServedModel, name: &str, query: &str) -> Result<(TypeIndex, Parameters), Problem> {
    let record = find_type(served, name)?;
    Ok((record, Parameters::parse(query, served.store.model(), record)?))
}

fn find_type(served: &ServedModel, name: &str) -> Result<TypeIndex, Problem> {
    let model = served.store.model();
    model.find(name).ok_or_else(|| {
        let names = model.types.iter().map(|record| record.name.as_str());
        Problem::not_found(format!("there is no record type `{name}`{}", suggest::hint(name, names)))
    })
}

/// A failure of the store, with what was stored before it.
fn interrupted(mut problem: Problem, report: &Report) -> Problem {
    if report.accepted > 0 {
        problem.detail = format!("{}; {} rows were stored before that", problem.detail, report.accepted);
    }
    problem
}

/// The media type of a request, as given.
fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
