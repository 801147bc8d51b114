//! Root fields that write: arguments to a request of the write engine, and its execution.

use std::sync::Mutex;

use daybook_schema::{
    ErrorCode, InputError, Path, Problems, TypeIndex,
    input::{self, Reference},
    value::Instant,
};
use daybook_store::{
    Verdict,
    backend::Transaction,
    id::IdSource,
    record::Origin,
    write::{self, Action, By, Idempotency, Mode, Op, Outcome, SampleConflict},
};
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    arguments,
    error::RequestError,
    plan::{Context, PayloadPlan, Planned, Planner, unplanned},
    read::Reader,
    surface::FieldRole,
};

type Result<T> = std::result::Result<T, RequestError>;

/// A mutation, ready to be executed.
pub struct Mutation {
    /// What to answer.
    payload: PayloadPlan,
    /// What is to be written.
    pub request: write::Request,
    dry_run: bool,
}

/// What came of a mutation.
pub struct Done {
    /// Its payload.
    pub answer: Result<Json>,
    /// The code of the first mistake that stood in the way.
    pub refused: Option<&'static str>,
    /// Entries whose title is shown in more stored titles than one change set refreshes: the rest is to follow.
    pub stale_titles: Vec<Uuid>,
}

impl Planner {
    /// Turns a root field into a request of the write engine.
    pub fn mutation(&self, planned: &Planned, origin: Origin) -> Result<Mutation> {
        let dry_run = planned.flag("dryRun");
        let (ops, mode) = self.ops(planned)?;
        let idempotency = planned.text("idempotencyKey").filter(|_| !dry_run).map(|key| Idempotency {
            key: key.to_owned(),
            field: planned.selected.name().to_owned(),
            hash: hash(&planned.arguments),
        });
        let reason = planned.text("reason").map(str::to_owned);
        let by = By { actor: None, origin, reason, now: self.context.now };
        let payload = self.payload(&planned.type_name, &planned.selected.sets)?;
        Ok(Mutation { payload, request: write::Request { ops, mode, idempotency, by }, dry_run })
    }

    fn ops(&self, planned: &Planned) -> Result<(Vec<Op>, Mode)> {
        let argument = |name: &str| planned.arguments.get(name).unwrap_or(&Json::Null);
        let atomic = |operation| Ok((vec![operation], Mode::Atomic));
        let Some(role) = planned.role else { return Ok((Vec::new(), Mode::Atomic)) };
        match role {
            FieldRole::Create(record) => atomic(self.create(record, argument("input"), path(&["input"]), Path::new())),
            FieldRole::CreateMany(record) => {
                Ok((many(argument("inputs"), |json, at| self.create(record, json, at, Path::new())), Mode::Atomic))
            }
            FieldRole::Upsert(record) => {
                let patch = planned.given("patch");
                atomic(self.upsert(record, argument("input"), patch, path(&["input"]), Path::new()))
            }
            FieldRole::UpsertMany(record) => Ok((
                many(argument("inputs"), |json, at| self.upsert(record, json, None, at, Path::new())),
                Mode::Atomic,
            )),
            FieldRole::Update(record) => atomic(self.update(record, &planned.arguments, &Path::new())),
            FieldRole::Delete(record) => atomic(delete(record, &planned.arguments, &Path::new())),
            FieldRole::UpdateMany(record) => atomic(self.update_many(record, planned)?),
            FieldRole::DeleteMany(record) => {
                let filter = self.bulk_filter(record, planned)?;
                atomic(operation(Action::DeleteMany { record, filter, max: maximum(planned) }, Problems::default()))
            }
            FieldRole::SamplesAdd(record) => {
                let context = self.input_context();
                let samples = items(argument("inputs"))
                    .enumerate()
                    .map(|(index, json)| input::sample(&context, record, json, path(&["inputs", &index.to_string()])))
                    .collect();
                let wanted = planned.text("onConflict");
                let known = SampleConflict::ALL.into_iter().find(|known| Some(known.name()) == wanted);
                let on_conflict = known.unwrap_or_default();
                atomic(operation(Action::AddSamples { record, samples, on_conflict }, Problems::default()))
            }
            FieldRole::SamplesDelete(record) => {
                let filter = self.bulk_filter(record, planned)?;
                atomic(operation(Action::DeleteSamples { record, filter, max: maximum(planned) }, Problems::default()))
            }
            FieldRole::SamplesFlag(record) => {
                let filter = self.bulk_filter(record, planned)?;
                let flagged = planned.given("flagged").and_then(Json::as_bool).unwrap_or(true);
                let action = Action::FlagSamples { record, filter, flagged, max: maximum(planned) };
                atomic(operation(action, Problems::default()))
            }
            FieldRole::EntryRestore => atomic(restore(&planned.arguments, &Path::new())),
            FieldRole::EntryPurge => {
                let (id, problems) = plain_id(&planned.arguments, "id", &Path::new());
                atomic(operation(Action::Purge { id }, problems))
            }
            FieldRole::LinkCreate => atomic(link_create(planned)?),
            FieldRole::LinkDelete => {
                let (id, problems) = plain_id(&planned.arguments, "id", &Path::new());
                atomic(operation(Action::LinkDelete { id }, problems))
            }
            FieldRole::ChangeSetUndo => {
                let (change_set, problems) = plain_id(&planned.arguments, "id", &Path::new());
                atomic(operation(Action::Undo { change_set }, problems))
            }
            FieldRole::Batch => {
                let ops = items(argument("ops")).enumerate().map(|(index, op)| self.batch_op(index, op));
                let mode = if planned.text("mode") == Some("EACH") { Mode::Each } else { Mode::Atomic };
                Ok((ops.collect::<Result<_>>()?, mode))
            }
            other => Err(unplanned(other, planned)),
        }
    }

    fn create(&self, record: TypeIndex, json: &Json, at: Path, place: Path) -> Op {
        let (input, problems) = input::entry(&self.input_context(), record, json, at);
        Op { action: Action::Create { input }, problems, path: place }
    }

    fn upsert(&self, record: TypeIndex, json: &Json, patch: Option<&Json>, at: Path, place: Path) -> Op {
        let (input, mut problems) = input::entry(&self.input_context(), record, json, at);
        let patch = patch.map(|json| {
            let (patch, found) = input::patch(&self.input_context(), record, json, path(&["patch"]));
            problems.append(found);
            patch
        });
        Op { action: Action::Upsert { input, patch }, problems, path: place }
    }

    fn update(&self, record: TypeIndex, arguments: &Map<String, Json>, place: &Path) -> Op {
        let (id, mut problems) = reference(arguments, "id", place);
        let at = joined(place, "patch");
        let (patch, found) =
            input::patch(&self.input_context(), record, arguments.get("patch").unwrap_or(&Json::Null), at);
        problems.append(found);
        let expected_version = arguments.get("expectedVersion").and_then(Json::as_i64);
        Op { action: Action::Update { record, id, patch, expected_version }, problems, path: place.clone() }
    }

    fn update_many(&self, record: TypeIndex, planned: &Planned) -> Result<Op> {
        let filter = self.bulk_filter(record, planned)?;
        let json = planned.arguments.get("patch").unwrap_or(&Json::Null);
        let (patch, problems) = input::patch(&self.input_context(), record, json, path(&["patch"]));
        Ok(operation(Action::UpdateMany { record, filter, patch, max: maximum(planned) }, problems))
    }

    fn bulk_filter(&self, record: TypeIndex, planned: &Planned) -> Result<daybook_store::query::Filter> {
        let json = planned.arguments.get("where").unwrap_or(&Json::Null);
        arguments::filter(self.model(), self.context.now, record, json, &["where"])
    }

    fn batch_op(&self, index: usize, op: &Json) -> Result<Op> {
        let place = path(&["ops", &index.to_string()]);
        let Some((name, json)) = op.as_object().and_then(|op| op.iter().find(|(_, value)| !value.is_null())) else {
            return Err(RequestError::bad_input(format!("`ops.{index}` needs exactly one operation")));
        };
        let at = joined(&place, name);
        let empty = Map::new();
        let arguments = json.as_object().unwrap_or(&empty);
        Ok(match self.surface.field("Mutation", name).map(|field| field.role) {
            Some(FieldRole::Create(record)) => self.create(record, json, at, place),
            Some(FieldRole::Upsert(record)) => self.upsert(record, json, None, at, place),
            Some(FieldRole::Update(record)) => self.update(record, arguments, &at),
            Some(FieldRole::Delete(record)) => delete(record, arguments, &at),
            Some(FieldRole::EntryRestore) => restore(arguments, &at),
            _ => return Err(RequestError::bad_input(format!("`ops.{index}` names no operation that a batch knows"))),
        })
    }
}

impl Mutation {
    /// Executes the mutation and answers its payload, read before the savepoint is released.
    pub fn execute(
        &self,
        context: &Context,
        transaction: &mut dyn Transaction,
        ids: &Mutex<IdSource>,
    ) -> daybook_store::error::Result<Verdict<Done>> {
        transaction.savepoint()?;
        let mut outcome = write::execute(transaction, ids, &self.request)?;
        let written = outcome.change_set;
        let failed = self.request.mode == Mode::Atomic && outcome.has_errors();
        transaction.end_savepoint(!failed)?;
        if failed || self.dry_run {
            outcome.change_set = None;
        }
        let as_of = outcome.as_of;
        let mut reader = Reader { snapshot: transaction, context, as_of };
        let answer = reader.payload(&self.payload, &outcome, written.filter(|_| !failed));
        let keep = answer.is_ok() && !failed && !self.dry_run;
        let stale_titles = if keep { std::mem::take(&mut outcome.stale_titles) } else { Vec::new() };
        let done = Done { answer, refused: refused(&outcome), stale_titles };
        Ok(if keep { Verdict::CommitSamples(done, outcome.samples) } else { Verdict::Rollback(done) })
    }
}

/// The code of the first mistake, of an operation or of a sample.
fn refused(outcome: &Outcome) -> Option<&'static str> {
    let mistakes = outcome.results.iter().flat_map(|result| {
        let of_samples = result.samples.rejected.iter().flat_map(|(_, problems)| &problems.errors);
        result.problems.errors.iter().chain(of_samples)
    });
    mistakes.map(|error| error.code.as_str()).next()
}

fn operation(action: Action, problems: Problems) -> Op {
    Op { action, problems, path: Path::new() }
}

fn delete(record: TypeIndex, arguments: &Map<String, Json>, place: &Path) -> Op {
    let (id, problems) = reference(arguments, "id", place);
    let expected_version = arguments.get("expectedVersion").and_then(Json::as_i64);
    Op { action: Action::Delete { record, id, expected_version }, problems, path: place.clone() }
}

fn restore(arguments: &Map<String, Json>, place: &Path) -> Op {
    let (id, problems) = reference(arguments, "id", place);
    let number = |name: &str| arguments.get(name).and_then(Json::as_i64);
    let action = Action::Restore { id, to_version: number("toVersion"), expected_version: number("expectedVersion") };
    Op { action, problems, path: place.clone() }
}

fn link_create(planned: &Planned) -> Result<Op> {
    let (source, mut problems) = plain_id(&planned.arguments, "source", &Path::new());
    let (target, found) = plain_id(&planned.arguments, "target", &Path::new());
    problems.append(found);
    let instant = |name: &str| -> Result<Option<Instant>> {
        let Some(text) = planned.text(name) else { return Ok(None) };
        let parsed = daybook_schema::time::parse_instant(text);
        parsed.map(Some).map_err(|error| RequestError::bad_input(format!("`{name}`: {error}")))
    };
    let (from, to) = (instant("from")?, instant("to")?);
    let kind = planned.text("kind").unwrap_or_default().to_owned();
    let props = planned.given("props").cloned();
    Ok(operation(Action::LinkCreate { kind, source, target, from, to, props }, problems))
}

fn reference(arguments: &Map<String, Json>, name: &str, place: &Path) -> (Reference, Problems) {
    let text = arguments.get(name).and_then(Json::as_str).unwrap_or_default();
    if let Some(result) = text.strip_prefix('$').and_then(|number| number.parse().ok()) {
        return (Reference::Result(result), Problems::default());
    }
    let (id, problems) = plain_id(arguments, name, place);
    (Reference::Id(id), problems)
}

fn plain_id(arguments: &Map<String, Json>, name: &str, place: &Path) -> (Uuid, Problems) {
    let text = arguments.get(name).and_then(Json::as_str).unwrap_or_default();
    let mut problems = Problems::default();
    let id = text.parse().unwrap_or_else(|_| {
        let shown: String = text.chars().take(60).collect();
        let message = format!("nothing has the id `{shown}`; ids look like 01890a5d-ac96-774b-bcce-b302099a8057");
        problems.errors.push(InputError::new(ErrorCode::NotFound, joined(place, name), message));
        Uuid::nil()
    });
    (id, problems)
}

fn maximum(planned: &Planned) -> usize {
    planned.integer("max").unwrap_or(1000).max(0).cast_unsigned() as usize
}

fn items(json: &Json) -> impl Iterator<Item = &Json> {
    json.as_array().into_iter().flatten()
}

fn path(segments: &[&str]) -> Path {
    segments.iter().map(|segment| (*segment).to_owned()).collect()
}

fn joined(place: &Path, name: &str) -> Path {
    place.iter().cloned().chain([name.to_owned()]).collect()
}

/// SHA-256 of the coerced arguments, whatever the order in which they were written.
fn hash(arguments: &Map<String, Json>) -> [u8; 32] {
    let mut digest = Sha256::new();
    let relevant = arguments.iter().filter(|(name, _)| !matches!(name.as_str(), "idempotencyKey" | "dryRun"));
    digest_object(&mut digest, relevant);
    digest.finalize().into()
}

fn digest_object<'a>(digest: &mut Sha256, members: impl Iterator<Item = (&'a String, &'a Json)>) {
    let mut members: Vec<_> = members.collect();
    members.sort_by_key(|(name, _)| *name);
    digest.update(b"{");
    for (name, value) in members {
        digest.update(Json::from(name.as_str()).to_string());
        digest_json(digest, value);
    }
    digest.update(b"}");
}

/// One operation for each item of a list of inputs.
fn many(inputs: &Json, make: impl Fn(&Json, Path) -> Op) -> Vec<Op> {
    items(inputs).enumerate().map(|(index, json)| make(json, path(&["inputs", &index.to_string()]))).collect()
}

fn digest_json(digest: &mut Sha256, value: &Json) {
    match value {
        Json::Object(members) => digest_object(digest, members.iter()),
        Json::Array(items) => {
            digest.update(b"[");
            for item in items {
                digest_json(digest, item);
            }
            digest.update(b"]");
        }
        scalar => digest.update(format!("{scalar},")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn equal_arguments_hash_alike_whatever_their_order_and_key() {
        let hash_of = |json: Json| hash(json.as_object().unwrap());
        let one = hash_of(json!({ "input": { "a": 1, "b": [1, 2] }, "idempotencyKey": "x" }));
        assert_eq!(one, hash_of(json!({ "idempotencyKey": "y", "input": { "b": [1, 2], "a": 1 }, "dryRun": false })));
        assert_ne!(one, hash_of(json!({ "input": { "a": 1, "b": [12] } })));
    }
}
