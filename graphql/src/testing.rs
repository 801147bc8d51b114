//! A whole server in a test, without HTTP: its own folder, its own definitions, documents executed as they are.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use daybook_schema::{
    Problems,
    definition::{self, Source, StoredNames},
    input::{self, Context, Dialect, IngestOptions, PlausibleTimes},
    value::Instant,
};
use daybook_store::{
    Store, StoreOptions, Verdict,
    backend::Backend,
    id::IdSource,
    record::Origin,
    sqlite::{Sqlite, SqliteOptions},
    write::{self, Action, By, Mode, Op, SampleConflict},
};
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::{
    app::{App, ServedModel},
    execute::{Outcome, Stream, StreamItem, execute, start},
    limits::Limits,
    live::Live,
    request::{Request, Response},
    retention::Retention,
    schema,
    surface::Surface,
    type_plans::TypePlans,
};

/// A small domain that no code knows about.
pub const GARDEN: &str = include_str!("testing/garden.graphql");

/// A server with a store of its own.
pub struct Server {
    /// What answers.
    pub app: Arc<App>,
    definitions: Vec<Source>,
    folder: TempDir,
}

impl Server {
    /// A server for the garden, without the built-in types.
    pub fn garden() -> Self {
        Self::of(GARDEN)
    }

    /// A server for the built-in types.
    pub fn built_in() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::configured(sqlite(folder.path()).unwrap(), definition::built_in(), folder)
    }

    /// A server for definitions of its own alone.
    pub fn of(definitions: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::over(sqlite(folder.path()).unwrap(), definitions, folder)
    }

    /// A server for definitions of its own over another backend, whose data may lie in the folder.
    pub fn over(backend: Arc<dyn Backend>, definitions: &str, folder: TempDir) -> Self {
        let own = Source { file: "own.graphql".to_owned(), text: definitions.to_owned(), built_in: false };
        Self::configured(backend, vec![own], folder)
    }

    fn configured(backend: Arc<dyn Backend>, definitions: Vec<Source>, folder: TempDir) -> Self {
        let stored = backend.definitions().unwrap();
        let stored = stored.map(|text| Source { file: definition::STORED.to_owned(), text, built_in: false });
        let sources: Vec<_> = definitions.iter().cloned().chain(stored).collect();
        let (model, _) =
            definition::load_with_stored_names(&sources, &StoredNames::of_names(backend.names().unwrap())).unwrap();
        let model = Arc::new(model);
        backend.prepare(&model).unwrap();
        let surface = Surface::build(Arc::clone(&model));
        schema::check(&surface).unwrap();
        let cursor_key = backend.secret("cursor", &|| [7; 32]).unwrap();
        let store = Store::start(backend, model, &StoreOptions { readers: 2, group: 64 }).unwrap();
        let live = Live::new(store.clone(), now);
        let served = ServedModel::new(store, surface, live, cursor_key);
        let plans = TypePlans::new(definitions.clone());
        let mut app = App::new(served, now, IdSource::new(number), Limits::default(), plans);
        app.retention = Retention { trash_days: Some(30), history_days: None };
        Self { app: Arc::new(app), definitions, folder }
    }

    /// Executes a request: an object with `query` and perhaps `variables` and `operationName`.
    pub async fn execute(&self, body: &Json) -> Response {
        execute(&self.app, request(body, false)).await
    }

    /// The whole answer to a request.
    pub async fn answer(&self, body: &Json) -> Json {
        self.execute(body).await.body.into_value()
    }

    /// The data of a document that has no errors.
    pub async fn data(&self, query: &str) -> Json {
        let answer = self.answer(&json!({ "query": query })).await;
        assert_eq!(answer.get("errors"), None, "{answer}");
        answer["data"].clone()
    }

    /// Follows a subscription, or gives the errors that refuse it.
    pub async fn follow(&self, query: &str, variables: Json) -> Result<Stream, Json> {
        match start(&self.app, request(&json!({ "query": query, "variables": variables }), true)).await {
            Outcome::Stream(stream) => Ok(stream),
            Outcome::Answer(response) => Err(response.body.into_value()["errors"].clone()),
        }
    }

    /// Stores rows as a device sends them: quantities as texts, links by natural key, whose missing targets are made.
    pub async fn ingest(&self, type_name: &str, rows: Json) {
        let _writing = self.app.writing().await;
        let store = self.app.served().store.clone();
        let (model, now) = (Arc::clone(store.model()), (self.app.clock)());
        let record = model.find(type_name).unwrap();
        let links = model.record(record).indexed_fields().filter(|(_, field)| field.link().is_some());
        let options = IngestOptions { create: links.map(|(link, _)| link).collect(), ..IngestOptions::default() };
        let context = Context { model: &model, now, viewer: None, dialect: Dialect::Ingest(options) };
        let Json::Array(rows) = rows else { panic!("rows are a list") };
        let plain = |action| Op { action, problems: Problems::default(), path: Vec::new() };
        let ops = if model.record(record).is_series() {
            let read =
                |row| PlausibleTimes::default().judged(&model, now, input::sample(&context, record, row, Vec::new()));
            let samples = rows.iter().map(read).collect();
            vec![plain(Action::AddSamples { record, samples, on_conflict: SampleConflict::Keep })]
        } else {
            let read = |row| {
                let (input, problems) = input::entry(&context, record, row, Vec::new());
                Op { problems, ..plain(Action::Create { input }) }
            };
            rows.iter().map(read).collect()
        };
        let by = By { actor: None, origin: Origin::Ingest, reason: None, now };
        let request = write::Request { ops, mode: Mode::Atomic, idempotency: None, by };
        let ids = Arc::clone(&self.app.ids);
        let written = store.write(move |transaction| {
            let mut outcome = write::execute(transaction, &ids, &request)?;
            let samples = std::mem::take(&mut outcome.samples);
            Ok(Verdict::CommitSamples(outcome, samples))
        });
        let outcome = written.await.unwrap();
        assert!(!outcome.has_errors(), "{outcome:?}");
        assert!(outcome.results.iter().all(|result| result.samples.rejected.is_empty()), "{outcome:?}");
    }

    /// Stops, and starts again over the same folder.
    pub async fn restarted(self) -> Self {
        let served = self.app.served();
        served.live.close();
        served.store.close().await;
        let (definitions, folder) = (self.definitions, self.folder);
        drop((served, self.app));
        // What follows the store on threads of its own lets go of it a moment later.
        for _ in 0..500 {
            if let Ok(backend) = sqlite(folder.path()) {
                return Self::configured(backend, definitions, folder);
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("the store of the stopped server stays in use")
    }
}

fn sqlite(folder: &Path) -> Result<Arc<dyn Backend>, daybook_store::Error> {
    Ok(Arc::new(Sqlite::open(&folder.join("data"), &SqliteOptions::default())?))
}

fn request(body: &Json, streams: bool) -> Request {
    Request {
        query: body["query"].as_str().unwrap().to_owned(),
        operation_name: body["operationName"].as_str().map(str::to_owned),
        variables: body["variables"].as_object().cloned().unwrap_or_default(),
        read_only: false,
        streams,
        origin: Origin::Api,
        request_id: "test".to_owned(),
    }
}

#[expect(clippy::disallowed_methods, reason = "what is written in a test happens now, as in a server")]
fn now() -> Instant {
    jiff::Timestamp::now().as_millisecond()
}

/// Another number each time, spread over all bits.
fn number() -> u64 {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    COUNT.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The next answer to a subscription: its data, or its errors; `None` when it ends.
pub async fn received(stream: &mut Stream) -> Option<Json> {
    Some(match stream.next().await? {
        StreamItem::Next(text) => serde_json::from_str::<Json>(&text).unwrap()["data"].clone(),
        StreamItem::Failed(errors) => json!({ "errors": errors }),
    })
}
