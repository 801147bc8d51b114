//! A store for tests: a backend with its writer, a clock that ticks on request, and short ways to write.

use std::sync::{Arc, Mutex};

use daybook_schema::{
    Model, Path, Problems, TypeIndex, Value,
    definition::{self, Source},
    input::{self, Context, Dialect, Reference},
    value::Instant,
};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    backend::{Backend, Snapshot, Transaction, Writer},
    error::Result,
    id::IdSource,
    maintenance::{ForgetHistory, Job as _, Tools},
    query::{Filter, List, Row, Select, Trash, Window},
    record::{Change, Origin, Record},
    write::{self, Action, By, Mode, Op, OpResult, Outcome, Request, SampleConflict},
};

/// When the clock of a test store starts: 2026-05-01T10:00:00Z.
pub const START: Instant = 1_777_629_600_000;

/// The model of the suite's small world.
pub fn library() -> Arc<Model> {
    let text = include_str!("library.graphql").to_owned();
    let source = Source { file: "library.graphql".to_owned(), text, built_in: false };
    match definition::load(&[source]) {
        Ok(model) => Arc::new(model),
        Err(mistakes) => panic!("the suite's definitions are sound: {mistakes:?}"),
    }
}

/// A backend, with what a test needs to use it.
pub struct TestStore {
    /// The suite's model.
    pub model: Arc<Model>,
    /// What is tested.
    pub backend: Arc<dyn Backend>,
    /// The present moment; every request moves it on by a second.
    pub now: Instant,
    ids: Mutex<IdSource>,
    writer: Box<dyn Writer>,
}

impl TestStore {
    /// A test store over an empty backend.
    pub fn new(backend: Arc<dyn Backend>) -> Self {
        Self::with_model(backend, library())
    }

    /// A test store over an empty backend, for other definitions than the suite's.
    pub fn with_model(backend: Arc<dyn Backend>, model: Arc<Model>) -> Self {
        backend.prepare(&model).expect("an empty backend takes any model");
        let writer = backend.writer().expect("nobody else writes");
        Self { model, backend, now: START, ids: Mutex::new(IdSource::new(|| 0x1234_5678_9abc_def0)), writer }
    }

    /// The type of a name.
    pub fn find(&self, name: &str) -> TypeIndex {
        self.model.find(name).expect("the type is declared")
    }

    /// Executes a request and commits it, unless it has errors in [`Mode::Atomic`].
    pub fn execute(&mut self, request: &Request) -> Outcome {
        self.now += 1000;
        self.writer.begin().expect("a transaction begins");
        let mut answer = None;
        let ids = &self.ids;
        let attempt = self.writer.attempt(&self.model, &mut |transaction| {
            let outcome = write::execute(transaction, ids, request)?;
            let keep = request.mode == Mode::Each || !outcome.has_errors();
            answer = Some(outcome);
            Ok(keep)
        });
        attempt.expect("the work succeeds");
        self.writer.commit().expect("the commit succeeds");
        answer.expect("the work ran")
    }

    /// A request of one or more actions as one change set.
    pub fn request(&self, ops: Vec<Op>) -> Request {
        let by = By { actor: Some("ann".to_owned()), origin: Origin::Api, reason: None, now: self.now };
        Request { ops, mode: Mode::Atomic, idempotency: None, by }
    }

    /// Executes one action.
    pub fn act(&mut self, action: Action) -> OpResult {
        self.act_with(action, Problems::default()).results.remove(0)
    }

    fn act_with(&mut self, action: Action, problems: Problems) -> Outcome {
        let request = self.request(vec![Op { action, problems, path: Path::new() }]);
        self.execute(&request)
    }

    /// A create, ready to be executed.
    pub fn creation(&self, name: &str, document: &Json, path: &[&str]) -> Op {
        let path: Path = path.iter().map(|step| (*step).to_owned()).collect();
        let below = if path.is_empty() { vec!["input".to_owned()] } else { path.clone() };
        let (input, problems) = input::entry(&self.context(), self.find(name), document, below);
        Op { action: Action::Create { input }, problems, path }
    }

    /// A change, ready to be executed.
    pub fn change(&self, name: &str, id: Uuid, document: &Json, expected_version: Option<i64>) -> Op {
        let record = self.find(name);
        let (patch, problems) = input::patch(&self.context(), record, document, vec!["patch".to_owned()]);
        let action = Action::Update { record, id: Reference::Id(id), patch, expected_version };
        Op { action, problems, path: Path::new() }
    }

    /// Creates an entry from a document as a client writes it.
    pub fn create(&mut self, name: &str, document: &Json) -> Outcome {
        let request = self.request(vec![self.creation(name, document, &[])]);
        self.execute(&request)
    }

    /// Creates an entry without mistakes and answers its id.
    pub fn made(&mut self, name: &str, document: &Json) -> Uuid {
        let outcome = self.create(name, document);
        assert_eq!(outcome.results[0].problems.errors, Vec::new(), "creating {name} {document}");
        outcome.results[0].entries[0].1
    }

    /// Changes an entry.
    pub fn update(&mut self, name: &str, id: Uuid, document: &Json) -> Outcome {
        let request = self.request(vec![self.change(name, id, document, None)]);
        self.execute(&request)
    }

    /// Finds by key, creates or changes.
    pub fn upsert(&mut self, name: &str, document: &Json) -> Outcome {
        let (input, problems) = input::entry(&self.context(), self.find(name), document, vec!["input".to_owned()]);
        self.act_with(Action::Upsert { input, patch: None }, problems)
    }

    /// Puts an entry into the trash.
    pub fn delete(&mut self, name: &str, id: Uuid) -> Outcome {
        let record = self.find(name);
        let action = Action::Delete { record, id: Reference::Id(id), expected_version: None };
        self.act_with(action, Problems::default())
    }

    /// Takes an entry from the trash, or back to a version.
    pub fn restore(&mut self, id: Uuid, to_version: Option<i64>) -> Outcome {
        self.act_with(
            Action::Restore { id: Reference::Id(id), to_version, expected_version: None },
            Problems::default(),
        )
    }

    /// Undoes a change set.
    pub fn undo(&mut self, outcome: &Outcome) -> Outcome {
        let change_set = outcome.change_set.expect("something was written");
        self.act_with(Action::Undo { change_set }, Problems::default())
    }

    /// Adds readings.
    pub fn add_readings(&mut self, documents: &[Json], on_conflict: SampleConflict) -> OpResult {
        self.add_samples("Reading", documents, on_conflict)
    }

    /// Adds samples of a series.
    pub fn add_samples(&mut self, name: &str, documents: &[Json], on_conflict: SampleConflict) -> OpResult {
        let record = self.find(name);
        let samples =
            documents.iter().map(|document| input::sample(&self.context(), record, document, Path::new())).collect();
        self.act(Action::AddSamples { record, samples, on_conflict })
    }

    fn context(&self) -> Context<'_> {
        Context { model: &self.model, now: self.now, viewer: Some("ann"), dialect: Dialect::GraphQl }
    }

    /// Works in a transaction of its own and commits, unless the work fails.
    pub fn try_transaction<T>(&mut self, work: impl Fn(&mut dyn Transaction) -> Result<T>) -> Result<T> {
        let mut answer = None;
        self.writer.begin()?;
        let attempt = self.writer.attempt(&self.model, &mut |transaction| {
            answer = Some(work(transaction)?);
            Ok(true)
        });
        match attempt {
            Ok(()) => self.writer.commit()?,
            Err(error) => {
                self.writer.rollback()?;
                return Err(error);
            }
        }
        Ok(answer.expect("the work ran"))
    }

    /// Forgets the history from before a moment, as the background work does; answers how many changes.
    pub fn forget_history(&mut self, before: Instant) -> usize {
        let job = ForgetHistory { days: 0 };
        let ids = Mutex::new(IdSource::new(|| 0));
        let mut changed = 0;
        loop {
            let tools = Tools { now: before, ids: &ids };
            let portion = self.try_transaction(|transaction| job.run().portion(transaction, &tools));
            let portion = portion.expect("history can be forgotten");
            changed += portion.changed;
            if !portion.more {
                return changed;
            }
        }
    }

    /// The writer, for cases about transactions.
    pub fn writer(&mut self) -> &mut dyn Writer {
        self.writer.as_mut()
    }

    /// Reads in one snapshot.
    pub fn read<T>(&self, work: impl Fn(&mut dyn Snapshot) -> Result<T>) -> T {
        let mut answer = None;
        let mut reader = self.backend.reader().expect("a reader opens");
        let read = reader.read(&self.model, &mut |snapshot| {
            answer = Some(work(snapshot)?);
            Ok(())
        });
        read.expect("the read succeeds");
        answer.expect("the work ran")
    }

    /// The current version of an entry, in the trash or not.
    pub fn get(&self, name: &str, id: Uuid) -> Option<Record> {
        let record = self.find(name);
        self.read(|snapshot| snapshot.get(record, id))
    }

    /// The value of a field of an entry.
    pub fn value(&self, name: &str, id: Uuid, field: &str) -> Value {
        let record = self.get(name, id).expect("the entry is there");
        let field = self.model.record(record.record).find(field).expect("the field is declared");
        record.values[field.0].clone()
    }

    /// Version and whether it lives.
    pub fn state(&self, name: &str, id: Uuid) -> (i64, bool) {
        let record = self.get(name, id).expect("the entry is there");
        (record.version, record.trashed_at.is_none())
    }

    /// The rows of the change log of an entry, oldest first.
    pub fn changes(&self, id: Uuid) -> Vec<Change> {
        let query = crate::backend::ChangeQuery { entry: Some(id), ..Default::default() };
        self.read(|snapshot| snapshot.changes(&query))
    }

    /// A list of everything living of a type that passes a filter, all fields selected.
    pub fn list(&self, name: &str, filter: Filter) -> List {
        let record = self.find(name);
        let declared = self.model.record(record);
        let fields = declared.indexed_fields().filter(|(_, field)| field.is_stored()).map(|(index, _)| index).collect();
        List {
            record,
            parents: None,
            filter: Filter::All(vec![Filter::Trash(Trash::Exclude), filter]),
            order: Vec::new(),
            window: Window { limit: 500, ..Window::default() },
            select: Select { fields, external_keys: true, ..Select::default() },
            as_of: None,
        }
    }

    /// The rows of a list without parents.
    pub fn rows(&self, list: &List) -> Vec<Row> {
        self.read(|snapshot| snapshot.list(list)).remove(0).rows
    }

    /// Ids of the living entries at the other end of a relation.
    pub fn related(&self, name: &str, id: Uuid, relation: &str) -> Vec<Uuid> {
        let record = self.find(name);
        let relation = self.model.relation(record, relation).expect("the relation is declared");
        let target = self.model.record(self.model.relation_target(relation)).name.clone();
        let parents = crate::query::Parents { relation, ids: vec![id], edge: None };
        let list = List { parents: Some(parents), ..self.list(&target, Filter::All(Vec::new())) };
        self.read(|snapshot| snapshot.list(&list)).remove(0).rows.iter().map(|row| row.id).collect()
    }
}
