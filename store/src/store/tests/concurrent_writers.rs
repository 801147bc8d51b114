//! Clients of one store, each on a thread of its own.

use std::{
    sync::{
        Arc, Barrier, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    thread,
};

use daybook_schema::{
    ErrorCode, Path, Problems, TypeIndex, Value,
    input::{self, Context, Dialect, Reference},
};
use serde_json::Value as Json;
use tempfile::TempDir;
use uuid::Uuid;

use super::super::{Store, StoreOptions, Verdict};
use crate::{
    backend::{Backend, Snapshot},
    error::Result,
    id::IdSource,
    record::{Origin, Record},
    sqlite::{Sqlite, SqliteOptions},
    testsuite::{START, library},
    write::{self, Action, By, Mode, Op, Outcome, Request},
};

/// A store in a temporary folder that many threads use at once.
pub struct SharedStore {
    pub store: Store,
    ids: Arc<Mutex<IdSource>>,
    now: AtomicI64,
    _folder: TempDir,
}

impl SharedStore {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let backend = Arc::new(Sqlite::open(folder.path(), &SqliteOptions::default()).unwrap());
        let model = library();
        backend.prepare(&model).unwrap();
        let store = Store::start(backend, model, &StoreOptions::default()).unwrap();
        let ids = Arc::new(Mutex::new(IdSource::new(|| 0x1234_5678_9abc_def0)));
        Self { store, ids, now: AtomicI64::new(START), _folder: folder }
    }

    /// Runs the same work on so many threads, which all start at the same moment; what each came to, in their order.
    #[expect(clippy::unused_self, reason = "it is the threads that race")]
    pub fn race<T: Send>(&self, threads: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
        let start = Barrier::new(threads);
        let (start, work) = (&start, &work);
        thread::scope(|scope| {
            let run = |thread| {
                scope.spawn(move || {
                    start.wait();
                    work(thread)
                })
            };
            let running: Vec<_> = (0..threads).map(run).collect();
            running.into_iter().map(|thread| thread.join().unwrap()).collect()
        })
    }

    pub fn find(&self, name: &str) -> TypeIndex {
        self.store.model().find(name).unwrap()
    }

    /// Executes operations as one change set.
    pub fn execute(&self, ops: Vec<Op>) -> Outcome {
        let now = self.now.fetch_add(1000, Ordering::SeqCst);
        let by = By { actor: None, origin: Origin::Api, reason: None, now };
        let request = Request { ops, mode: Mode::Atomic, idempotency: None, by };
        let ids = Arc::clone(&self.ids);
        wait(self.store.write(move |transaction| {
            let outcome = write::execute(transaction, &ids, &request)?;
            Ok(if outcome.has_errors() { Verdict::Rollback(outcome) } else { Verdict::Commit(outcome) })
        }))
    }

    pub fn act(&self, action: Action) -> Outcome {
        self.execute(vec![Op { action, problems: Problems::default(), path: Path::new() }])
    }

    pub fn create(&self, name: &str, document: &Json) -> Outcome {
        let (input, problems) = input::entry(&self.context(), self.find(name), document, vec!["input".to_owned()]);
        self.execute(vec![Op { action: Action::Create { input }, problems, path: Path::new() }])
    }

    pub fn made(&self, name: &str, document: &Json) -> Uuid {
        entry(&self.create(name, document))
    }

    pub fn upsert(&self, name: &str, document: &Json) -> Outcome {
        let (input, problems) = input::entry(&self.context(), self.find(name), document, vec!["input".to_owned()]);
        let action = Action::Upsert { input, patch: None };
        self.execute(vec![Op { action, problems, path: Path::new() }])
    }

    /// A change, ready to be executed.
    pub fn change(&self, name: &str, id: Uuid, document: &Json, expected_version: Option<i64>) -> Op {
        let record = self.find(name);
        let (patch, problems) = input::patch(&self.context(), record, document, vec!["patch".to_owned()]);
        let action = Action::Update { record, id: Reference::Id(id), patch, expected_version };
        Op { action, problems, path: Path::new() }
    }

    pub fn delete(&self, name: &str, id: Uuid) -> Outcome {
        self.act(Action::Delete { record: self.find(name), id: Reference::Id(id), expected_version: None })
    }

    /// Reads in one snapshot.
    pub fn read<T: Send + 'static>(&self, work: impl FnOnce(&mut dyn Snapshot) -> Result<T> + Send + 'static) -> T {
        wait(self.store.read(work))
    }

    pub fn get(&self, name: &str, id: Uuid) -> Record {
        let record = self.find(name);
        self.read(move |snapshot| snapshot.get(record, id)).unwrap()
    }

    /// A whole number of an entry.
    pub fn number(&self, record: &Record, field: &str) -> i64 {
        let index = self.store.model().record(record.record).find(field).unwrap();
        match record.values[index.0] {
            Value::Int(number) => number,
            ref other => panic!("`{field}` is {other:?}"),
        }
    }

    fn context(&self) -> Context<'_> {
        let now = self.now.load(Ordering::SeqCst);
        Context { model: self.store.model(), now, viewer: None, dialect: Dialect::GraphQl }
    }
}

/// The one entry that a write was about.
pub fn entry(outcome: &Outcome) -> Uuid {
    assert_eq!(codes(outcome), []);
    outcome.results[0].entries[0].1
}

pub fn codes(outcome: &Outcome) -> Vec<ErrorCode> {
    outcome.results.iter().flat_map(|result| &result.problems.errors).map(|error| error.code).collect()
}

fn wait<T>(work: impl Future<Output = Result<T>>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work).unwrap()
}
