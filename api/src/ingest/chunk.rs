//! Rows that are written together.

use std::sync::Mutex;

use daybook_schema::{
    Model, Problems, TypeIndex,
    input::{self, PlausibleTimes, SampleInput},
};
use daybook_store::{
    Error, ErrorKind,
    backend::Transaction,
    error::Result,
    id::IdSource,
    record::{SampleNews, StoredEffect},
    write::{self, Action, By, Mode, Operation, SampleConflict},
};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{
    report::{Rejection, Report, Unusual},
    rows::Document,
};

/// Rows that are written in one transaction; the entries that they make are one change set.
pub struct Chunk {
    record: TypeIndex,
    rows: usize,
    rejected: Vec<Rejection>,
    work: Work,
}

/// Typed rows, with the position of each in the body.
enum Work {
    Samples(Vec<usize>, Vec<(SampleInput, Problems)>),
    Entries(Vec<usize>, Vec<Operation>),
}

/// The idempotency key of a request, or of one of its chunks.
#[derive(Clone, Debug)]
pub struct Key {
    /// As given.
    pub text: String,
    /// What the request did.
    pub field: String,
    /// Of everything that the request says.
    pub hash: [u8; 32],
}

/// What came of a chunk.
pub enum Written {
    /// It was written, now or by an earlier request with the same key.
    Report(Report),
    /// The key belongs to another request.
    OtherRequest,
}

impl Key {
    /// The key of a chunk: the first has the request's own, the others add their number behind a character that no
    /// header can hold.
    pub fn of_chunk(&self, number: usize) -> Self {
        match number {
            0 => self.clone(),
            _ => Self { text: format!("{}\n{number}", self.text), ..self.clone() },
        }
    }
}

impl Written {
    /// Whether the transaction has to be committed.
    pub fn changes_something(&self) -> bool {
        matches!(self, Self::Report(report) if report.accepted > 0 && !report.replayed)
    }

    /// What was done to samples, for those who follow the series.
    pub fn take_samples(&mut self) -> SampleNews {
        match self {
            Self::Report(report) => std::mem::take(&mut report.samples),
            Self::OtherRequest => SampleNews::default(),
        }
    }
}

impl Chunk {
    /// No rows yet.
    pub fn new(model: &Model, record: TypeIndex) -> Self {
        let work = if model.record(record).is_series() {
            Work::Samples(Vec::new(), Vec::new())
        } else {
            Work::Entries(Vec::new(), Vec::new())
        };
        Self { record, rows: 0, rejected: Vec::new(), work }
    }

    /// How many rows, bad ones included.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Adds a row.
    pub fn push(&mut self, context: &input::Context<'_>, plausible: PlausibleTimes, index: usize, document: Document) {
        self.rows += 1;
        let document = match document {
            Ok(row) => Json::Object(row),
            Err(error) => {
                let problems = Problems { errors: vec![error], warnings: Vec::new() };
                self.rejected.push(Rejection::new(index, &problems));
                return;
            }
        };
        match &mut self.work {
            Work::Samples(indexes, samples) => {
                indexes.push(index);
                let sample = input::sample(context, self.record, &document, Vec::new());
                samples.push(plausible.judged(context.model, context.now, sample));
            }
            Work::Entries(indexes, operations) => {
                let (input, problems) = input::entry(context, self.record, &document, Vec::new());
                indexes.push(index);
                operations.push(Operation { action: Action::Create { input }, problems, path: Vec::new() });
            }
        }
    }

    /// Writes the rows that can be written. With a key that was used before, answers what came of it then.
    pub fn write(
        self,
        transaction: &mut dyn Transaction,
        ids: &Mutex<IdSource>,
        by: &By,
        key: Option<&Key>,
    ) -> Result<Written> {
        if let Some(key) = key
            && let Some(effect) = write::effect(transaction, by, &key.text)?
        {
            return replay(effect, key);
        }
        let mut report = Report { rejected: self.rejected, ..Report::default() };
        let change_set = match self.work {
            Work::Samples(indexes, samples) => {
                let action = Action::AddSamples { record: self.record, samples, on_conflict: SampleConflict::Keep };
                write_samples(transaction, ids, by, &indexes, action, &mut report)?
            }
            Work::Entries(indexes, operations) => {
                write_entries(transaction, ids, by, indexes, operations, &mut report)?
            }
        };
        report.rejected.sort_by_key(|rejection| rejection.index);
        if let Some(key) = key
            && report.accepted > 0
        {
            remember(transaction, by, key, &report, change_set)?;
        }
        Ok(Written::Report(report))
    }
}

fn replay(effect: StoredEffect, key: &Key) -> Result<Written> {
    if effect.field != key.field || effect.hash != key.hash {
        return Ok(Written::OtherRequest);
    }
    let mut report: Report = serde_json::from_value(effect.results).map_err(unreadable)?;
    report.replayed = true;
    Ok(Written::Report(report))
}

fn remember(
    transaction: &mut dyn Transaction,
    by: &By,
    key: &Key,
    report: &Report,
    change_set: Option<Uuid>,
) -> Result<()> {
    let effect = StoredEffect {
        actor: by.actor.clone(),
        key: key.text.clone(),
        field: key.field.clone(),
        hash: key.hash,
        change_set,
        seq: transaction.latest()?,
        results: serde_json::to_value(report).map_err(unreadable)?,
        at: by.now,
    };
    transaction.put_effect(&effect)
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::new(ErrorKind::Internal, "the effect of an idempotency key cannot be stored or read").caused_by(error)
}

fn request(operations: Vec<Operation>, by: &By) -> write::Request {
    write::Request { operations, mode: Mode::Atomic, idempotency: None, by: by.clone() }
}

fn write_samples(
    transaction: &mut dyn Transaction,
    ids: &Mutex<IdSource>,
    by: &By,
    indexes: &[usize],
    action: Action,
    report: &mut Report,
) -> Result<Option<Uuid>> {
    let operation = Operation { action, problems: Problems::default(), path: Vec::new() };
    let outcome = write::execute(transaction, ids, &request(vec![operation], by))?;
    report.samples = outcome.samples;
    for result in outcome.results {
        if !result.problems.is_acceptable() {
            report.rejected.extend(indexes.iter().map(|index| Rejection::new(*index, &result.problems)));
            continue;
        }
        let counts = result.samples;
        report.accepted += counts.accepted;
        report.duplicates += counts.duplicates;
        report.conflicts += counts.conflicts;
        report.flagged += counts.flagged;
        let unusual = counts.warnings.iter();
        report.warnings.extend(unusual.map(|(position, warning)| Unusual::new(indexes[*position], warning)));
        let rejected = counts.rejected.iter();
        report.rejected.extend(rejected.map(|(position, problems)| Rejection::new(indexes[*position], problems)));
    }
    Ok(outcome.change_set)
}

/// Creates the entries that can be created, in one change set: all are tried together, and what fails is left out of the
/// next try. Each try leaves out at least one, and hardly ever is a third one needed.
fn write_entries(
    transaction: &mut dyn Transaction,
    ids: &Mutex<IdSource>,
    by: &By,
    mut indexes: Vec<usize>,
    operations: Vec<Operation>,
    report: &mut Report,
) -> Result<Option<Uuid>> {
    let mut request = request(operations, by);
    while !request.operations.is_empty() {
        transaction.savepoint()?;
        let outcome = write::execute(transaction, ids, &request)?;
        let succeeded = !outcome.has_errors();
        transaction.end_savepoint(succeeded)?;
        if succeeded {
            report.accepted += request.operations.len();
            return Ok(outcome.change_set);
        }
        let mut results = outcome.results.iter();
        let mut kept = Vec::with_capacity(indexes.len());
        for (index, operation) in indexes.into_iter().zip(request.operations) {
            match results.next() {
                Some(result) if !result.problems.is_acceptable() => {
                    report.rejected.push(Rejection::new(index, &result.problems));
                }
                _ => kept.push((index, operation)),
            }
        }
        (indexes, request.operations) = kept.into_iter().unzip();
    }
    Ok(None)
}
