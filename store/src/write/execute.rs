//! From a request to its outcome.

use std::sync::Mutex;

use daybook_schema::{ErrorCode, InputError, Problems, TypeIndex, input::Reference};
use uuid::Uuid;

use super::{
    Action, MAX_WRITES, Mode, Op, OpResult, Outcome, Request,
    delete::Removal,
    engine::{Earlier, Engine, below},
    flush::Written,
    replay,
};
use crate::{backend::Transaction, error::Result, id::IdSource, record::SampleEvents};

/// Executes a request. Mistakes in the input are in the outcome; then nothing of the operation was written. In mode
/// [`Mode::Atomic`] one failing operation leaves all of them unwritten.
pub fn execute(transaction: &mut dyn Transaction, ids: &Mutex<IdSource>, request: &Request) -> Result<Outcome> {
    match request.mode {
        Mode::Atomic => execute_atomic(transaction, ids, request),
        Mode::Each => execute_each(transaction, ids, request),
    }
}

fn execute_atomic(transaction: &mut dyn Transaction, ids: &Mutex<IdSource>, request: &Request) -> Result<Outcome> {
    if let Some(outcome) = replay::find(transaction, request)? {
        return Ok(outcome);
    }
    if request.ops.len() > MAX_WRITES {
        return Ok(too_many(request, request.ops.len()));
    }
    execute_unit(transaction, ids, request, Vec::new())
}

fn execute_each(transaction: &mut dyn Transaction, ids: &Mutex<IdSource>, request: &Request) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut before = Vec::with_capacity(request.ops.len());
    let mut replayed = 0;
    for (position, operation) in request.ops.iter().enumerate() {
        let single = Request {
            ops: vec![operation.clone()],
            idempotency: request.idempotency.as_ref().map(|key| replay::of_operation(key, position)),
            ..request.clone_head()
        };
        let mut one = match replay::find(transaction, &single)? {
            Some(outcome) => outcome,
            None => execute_unit(transaction, ids, &single, before.clone())?,
        };
        replayed += usize::from(one.replayed);
        outcome.as_of = outcome.as_of.max(one.as_of);
        outcome.stale_titles.append(&mut one.stale_titles);
        outcome.samples.append(std::mem::take(&mut one.samples));
        for mut result in one.results {
            result.change_set = one.change_set;
            before.push(earlier(&result));
            outcome.results.push(result);
        }
    }
    outcome.replayed = replayed > 0 && replayed == request.ops.len();
    if !outcome.replayed {
        outcome.as_of = None;
    }
    Ok(outcome)
}

/// One unit of work: all operations or none.
fn execute_unit(
    transaction: &mut dyn Transaction,
    ids: &Mutex<IdSource>,
    request: &Request,
    before: Vec<Earlier>,
) -> Result<Outcome> {
    let mut engine = Engine::new(transaction, ids, &request.by);
    engine.earlier = before;
    let mut outcome = Outcome::default();
    for operation in &request.ops {
        let result = engine.run(operation)?;
        engine.earlier.push(earlier(&result));
        outcome.results.push(result);
    }
    if outcome.has_errors() {
        outcome.results.iter_mut().for_each(forget_effects);
        return Ok(outcome);
    }
    let writes = engine.count_writes();
    if writes > MAX_WRITES {
        return Ok(too_many(request, writes));
    }
    let samples = engine.sample_events();
    let written = engine.flush()?;
    outcome.stale_titles = std::mem::take(&mut engine.stale_titles);
    outcome.samples = samples;
    outcome.change_set = written.map(|written| written.change_set);
    for operation in &request.ops {
        if let (Action::Undo { change_set: undone }, Some(change_set)) = (&operation.action, outcome.change_set) {
            transaction.put_undo(change_set, *undone)?;
        }
    }
    replay::store(transaction, request, &outcome, written.map(|Written { last, .. }| last))?;
    Ok(outcome)
}

impl Engine<'_> {
    /// What the unit is going to do to samples.
    fn sample_events(&self) -> SampleEvents {
        let flagged = self.flagged_samples.iter().map(|(record, _)| *record);
        let mut altered: Vec<TypeIndex> =
            self.removed_samples.iter().map(|(record, ..)| *record).chain(flagged).collect();
        altered.sort_unstable();
        altered.dedup();
        SampleEvents { stored: self.samples.values().map(|(record, sample)| sample.key(*record)).collect(), altered }
    }

    /// Executes one operation in the unit and takes its problems.
    fn run(&mut self, operation: &Op) -> Result<OpResult> {
        self.problems = operation.problems.clone();
        let mut result = OpResult::default();
        self.act(operation, &mut result)?;
        let mut problems = std::mem::take(&mut self.problems);
        remove_repeated(&mut problems);
        if !problems.is_acceptable() {
            forget_effects(&mut result);
        }
        result.problems = problems;
        Ok(result)
    }

    fn act(&mut self, operation: &Op, result: &mut OpResult) -> Result<()> {
        let path = operation.path.as_slice();
        match &operation.action {
            Action::Create { input } => {
                let id = self.create(input, None)?;
                result.entries.push((input.record, id));
            }
            Action::Update { record, id, patch, expected_version } => {
                let stand = &patch.path[..patch.path.len().saturating_sub(1)];
                if let Some(id) = self.resolve_own(*record, id, &below(stand, &["id"]))? {
                    self.update(*record, id, patch, *expected_version, stand)?;
                    result.entries.push((*record, id));
                }
            }
            Action::Upsert { input, patch } => {
                let id = self.upsert(input, patch.as_ref())?;
                result.entries.push((input.record, id));
            }
            Action::Delete { record, id, expected_version } => {
                let place = below(path, &["id"]);
                if let Some(id) = self.resolve_own(*record, id, &place)? {
                    self.check_version(*record, id, *expected_version, path)?;
                    self.remove(*record, &[id], Removal::Trash, &place)?;
                    result.entries.push((*record, id));
                }
            }
            Action::UpdateMany { record, filter, patch, max } => {
                result.entries = self.update_many(*record, filter, patch, *max, path)?;
            }
            Action::DeleteMany { record, filter, max } => {
                result.entries = self.delete_many(*record, filter, *max, path)?;
            }
            Action::Restore { id, to_version, expected_version } => {
                let place = below(path, &["id"]);
                if let Some((record, id)) = self.named_or_existing(id, &place)? {
                    self.check_version(record, id, *expected_version, path)?;
                    self.restore(record, id, *to_version, &place)?;
                    result.entries.push((record, id));
                }
            }
            Action::Purge { id } => {
                let place = below(path, &["id"]);
                if let Some(record) = self.existing(*id, &place)? {
                    self.remove(record, &[*id], Removal::Purge, &place)?;
                    result.entries.push((record, *id));
                }
            }
            Action::LinkCreate { kind, source, target, from, to, props } => {
                result.link = self.create_free_link(kind, [*source, *target], [*from, *to], props.as_ref(), path)?;
            }
            Action::LinkDelete { id } => result.link = self.delete_link(*id, path)?,
            Action::Undo { change_set } => result.entries = self.undo(*change_set, &below(path, &["id"]))?,
            Action::AddSamples { record, samples, on_conflict } => {
                result.samples = self.add_samples(*record, samples, *on_conflict)?;
            }
            Action::DeleteSamples { record, filter, max } => {
                result.samples.deleted = self.delete_samples(*record, filter, *max, path)?;
            }
            Action::FlagSamples { record, filter, flagged, max } => {
                result.samples.accepted = self.flag_samples(*record, filter, *flagged, *max, path)?;
            }
        }
        Ok(())
    }

    /// The living entry that an operation is about. One of another type is as unknown as none.
    fn resolve_own(&mut self, record: TypeIndex, id: &Reference, path: &[String]) -> Result<Option<Uuid>> {
        let errors = self.problems.errors.len();
        let found = self.resolve(id, record, path)?;
        for error in &mut self.problems.errors[errors..] {
            if error.code == ErrorCode::WrongType {
                error.code = ErrorCode::NotFound;
            }
        }
        Ok(found)
    }

    /// The type of an entry, living or in the trash.
    /// The entry, in the trash or not, that an id or an earlier operation names.
    fn named_or_existing(&mut self, reference: &Reference, path: &[String]) -> Result<Option<(TypeIndex, Uuid)>> {
        // Neither an id nor an earlier operation is looked up by its type.
        let any = TypeIndex(0);
        match self.peek(reference, any)? {
            Some(id) => Ok(self.existing(id, path)?.map(|record| (record, id))),
            // Says why it names nothing.
            None => self.resolve(reference, any, path).map(|_| None),
        }
    }

    fn existing(&mut self, id: Uuid, path: &[String]) -> Result<Option<TypeIndex>> {
        let found = self.load_any(id)?.map(|draft| draft.record);
        // A text that is no id was reported when it was read.
        let is_reported = self.problems.errors.iter().any(|error| error.path == path);
        if found.is_none() && !is_reported {
            self.error(ErrorCode::NotFound, path, format!("no entry has the id `{id}`"));
        }
        Ok(found)
    }
}

impl Request {
    /// The same request without its operations.
    fn clone_head(&self) -> Self {
        Self { ops: Vec::new(), mode: self.mode, idempotency: None, by: self.by.clone() }
    }
}

fn earlier(result: &OpResult) -> Earlier {
    match result.entries.as_slice() {
        _ if !result.problems.is_acceptable() => Earlier::Failed,
        [(record, id)] => Earlier::Entry(*record, *id),
        _ => Earlier::Nothing,
    }
}

fn forget_effects(result: &mut OpResult) {
    result.entries.clear();
    result.link = None;
}

/// Several entries may fail for the same mistake of one patch; it is reported once.
fn remove_repeated(problems: &mut Problems) {
    let mut seen = std::collections::HashSet::new();
    problems.errors.retain(|error| seen.insert((error.code, error.path.clone(), error.message.clone())));
    let mut seen = std::collections::HashSet::new();
    problems.warnings.retain(|warning| seen.insert((warning.code, warning.path.clone(), warning.message.clone())));
}

fn too_many(request: &Request, writes: usize) -> Outcome {
    let mut results = vec![OpResult::default(); request.ops.len()];
    if let (Some(first), Some(operation)) = (results.first_mut(), request.ops.first()) {
        let path = operation.path.first().cloned().unwrap_or_else(|| argument(request, operation).to_owned());
        let message =
            format!("this would be {writes} writes, but one change set holds {MAX_WRITES}; send it in smaller parts");
        let error = InputError::new(ErrorCode::LimitReached, vec![path], message);
        first.problems.errors.push(error.with("writes", writes).with("limit", MAX_WRITES));
    }
    Outcome { results, ..Outcome::default() }
}

/// The argument that makes an operation large.
fn argument(request: &Request, operation: &Op) -> &'static str {
    match &operation.action {
        Action::Create { .. } | Action::Upsert { .. } if request.ops.len() > 1 => "inputs",
        Action::Create { .. } | Action::Upsert { .. } => "input",
        Action::Update { .. } => "patch",
        Action::UpdateMany { .. }
        | Action::DeleteMany { .. }
        | Action::DeleteSamples { .. }
        | Action::FlagSamples { .. } => "where",
        Action::AddSamples { .. } => "inputs",
        _ => "id",
    }
}
