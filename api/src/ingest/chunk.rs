//! Rows that are written together.

use std::{collections::HashSet, sync::Mutex};

use daybook_schema::{
    ErrorCode, FieldIndex, Model, Problems, TypeIndex,
    input::{self, PlausibleTimes, SampleInput},
    model::Field,
};
use daybook_store::{
    Error, ErrorKind,
    backend::{ChangeQuery, Transaction},
    error::Result,
    id::IdSource,
    record::{IdempotencyRecord, SampleEvents},
    write::{self, Action, By, Mode, Op, Outcome, SampleConflict},
};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{
    parameters::Parameters,
    report::{Rejection, Report, RowWarning},
    rows::Document,
};

/// Rows that are written in one transaction; the entries that they make are one change set.
pub struct Chunk {
    record: TypeIndex,
    rows: usize,
    rejected: Vec<Rejection>,
    handling: Handling,
    work: Work,
}

/// Typed rows, with the position of each in the body.
enum Work {
    Samples(Vec<usize>, Vec<(SampleInput, Problems)>),
    Entries(Vec<usize>, Vec<Op>),
}

/// What the request says about rows that are there already, and about links to what is not.
#[derive(Clone, Debug)]
pub struct Handling {
    on_conflict: SampleConflict,
    upsert: bool,
    /// Links whose missing target is made.
    create: Vec<FieldIndex>,
}

impl Handling {
    /// As the address declares it.
    pub fn of(parameters: &Parameters) -> Self {
        let Parameters { on_conflict, upsert, ref options, .. } = *parameters;
        Self { on_conflict, upsert, create: options.create.clone() }
    }
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
    pub fn take_samples(&mut self) -> SampleEvents {
        match self {
            Self::Report(report) => std::mem::take(&mut report.samples),
            Self::OtherRequest => SampleEvents::default(),
        }
    }
}

impl Chunk {
    /// No rows yet.
    pub fn new(model: &Model, record: TypeIndex, handling: Handling) -> Self {
        let work = if model.record(record).is_series() {
            Work::Samples(Vec::new(), Vec::new())
        } else {
            Work::Entries(Vec::new(), Vec::new())
        };
        Self { record, rows: 0, rejected: Vec::new(), handling, work }
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
                let upsert = self.handling.upsert;
                let action = if upsert { Action::Upsert { input, patch: None } } else { Action::Create { input } };
                operations.push(Op { action, problems, path: Vec::new() });
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
            && let Some(idempotency_record) = write::idempotency_record(transaction, by, &key.text)?
        {
            return replay(idempotency_record, key);
        }
        let mut report = Report { rejected: self.rejected, ..Report::default() };
        let hints = Hints::new(transaction.model(), self.record, &self.handling.create);
        let change_set = match self.work {
            Work::Samples(indexes, samples) => {
                let on_conflict = self.handling.on_conflict;
                let action = Action::AddSamples { record: self.record, samples, on_conflict };
                write_samples(transaction, ids, by, &indexes, action, &hints, &mut report)?
            }
            Work::Entries(indexes, operations) => {
                write_entries(transaction, ids, by, indexes, operations, &hints, &mut report)?
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

fn replay(idempotency_record: IdempotencyRecord, key: &Key) -> Result<Written> {
    if idempotency_record.field != key.field || idempotency_record.hash != key.hash {
        return Ok(Written::OtherRequest);
    }
    let mut report: Report = serde_json::from_value(idempotency_record.results).map_err(unreadable)?;
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
    let idempotency_record = IdempotencyRecord {
        actor: by.actor.clone(),
        key: key.text.clone(),
        field: key.field.clone(),
        hash: key.hash,
        change_set,
        seq: transaction.latest()?,
        results: serde_json::to_value(report).map_err(unreadable)?,
        at: by.now,
    };
    transaction.put_idempotency_record(&idempotency_record)
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::new(ErrorKind::Internal, "the record of an idempotency key cannot be stored or read").caused_by(error)
}

/// What a row could do about a link to something that is not there.
struct Hints(Vec<String>);

impl Hints {
    fn new(model: &Model, record: TypeIndex, create: &[FieldIndex]) -> Self {
        let makes = |field: &&(FieldIndex, &Field)| field.1.link().is_some() && !create.contains(&field.0);
        let fields: Vec<(FieldIndex, &Field)> = model.record(record).indexed_fields().collect();
        Self(fields.iter().filter(makes).map(|(_, field)| field.name.clone()).collect())
    }

    /// The rejection of a row.
    fn rejection(&self, index: usize, problems: &Problems) -> Rejection {
        let mut problems = problems.clone();
        for error in problems.errors.iter_mut().filter(|error| error.code == ErrorCode::NotFound) {
            if let [field] = error.path.as_slice()
                && self.0.contains(field)
                && error.params.contains_key("key")
            {
                error.message.push_str(&format!("; to make what is missing, add `create={field}`"));
            }
        }
        Rejection::new(index, &problems)
    }
}

fn request(ops: Vec<Op>, by: &By) -> write::Request {
    write::Request { ops, mode: Mode::Atomic, idempotency: None, by: by.clone() }
}

fn write_samples(
    transaction: &mut dyn Transaction,
    ids: &Mutex<IdSource>,
    by: &By,
    indexes: &[usize],
    action: Action,
    hints: &Hints,
    report: &mut Report,
) -> Result<Option<Uuid>> {
    let operation = Op { action, problems: Problems::default(), path: Vec::new() };
    let outcome = write::execute(transaction, ids, &request(vec![operation], by))?;
    report.samples = outcome.samples;
    for result in outcome.results {
        if !result.problems.is_acceptable() {
            report.rejected.extend(indexes.iter().map(|index| hints.rejection(*index, &result.problems)));
            continue;
        }
        let counts = result.samples;
        report.accepted += counts.accepted;
        report.duplicates += counts.duplicates;
        report.conflicts += counts.conflicts;
        report.flagged += counts.flagged;
        let unusual = counts.warnings.iter();
        report.warnings.extend(unusual.map(|(position, warning)| RowWarning::new(indexes[*position], warning)));
        let rejected = counts.rejected.iter();
        report.rejected.extend(rejected.map(|(position, problems)| hints.rejection(indexes[*position], problems)));
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
    ops: Vec<Op>,
    hints: &Hints,
    report: &mut Report,
) -> Result<Option<Uuid>> {
    let mut request = request(ops, by);
    while !request.ops.is_empty() {
        transaction.savepoint()?;
        let outcome = write::execute(transaction, ids, &request)?;
        let succeeded = !outcome.has_errors();
        transaction.end_savepoint(succeeded)?;
        if succeeded {
            let upserts = matches!(request.ops[0].action, Action::Upsert { .. });
            let changed = if upserts { Some(changed_entries(transaction, &outcome)?) } else { None };
            for (index, result) in indexes.iter().zip(&outcome.results) {
                let is_changed = |changed: &HashSet<Uuid>| result.entries.iter().any(|(_, id)| changed.contains(id));
                let stored = changed.as_ref().is_none_or(is_changed);
                report.accepted += usize::from(stored);
                report.duplicates += usize::from(!stored);
                report.warnings.extend(result.problems.warnings.iter().map(|warning| RowWarning::new(*index, warning)));
            }
            return Ok(outcome.change_set);
        }
        let mut results = outcome.results.iter();
        let mut kept = Vec::with_capacity(indexes.len());
        for (index, operation) in indexes.into_iter().zip(request.ops) {
            match results.next() {
                Some(result) if !result.problems.is_acceptable() => {
                    report.rejected.push(hints.rejection(index, &result.problems));
                }
                _ => kept.push((index, operation)),
            }
        }
        (indexes, request.ops) = kept.into_iter().unzip();
    }
    Ok(None)
}

/// The entries that a change set wrote. An upsert of what is there already writes nothing.
fn changed_entries(transaction: &mut dyn Transaction, outcome: &Outcome) -> Result<HashSet<Uuid>> {
    let Some(change_set) = outcome.change_set else { return Ok(HashSet::new()) };
    let query = ChangeQuery { change_set: Some(change_set), ..ChangeQuery::default() };
    Ok(transaction.changes(&query)?.into_iter().map(|change| change.entry).collect())
}
