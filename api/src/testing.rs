//! A whole server in a test: its own folder, its own definitions, requests sent straight to the router.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use bytes::Bytes;
use daybook_store::{
    backend::Backend,
    record::Origin,
    sqlite::{Sqlite, SqliteOptions},
};
use http_body_util::BodyExt;
use serde_json::Value as Json;
use tempfile::TempDir;
use tower::ServiceExt;
use uuid::Uuid;

use crate::{
    app::App,
    compose,
    config::Config,
    graphql::{self, Outcome, Stream, Told},
    http::{self, Draining, Options},
};

/// A small domain that no code knows about.
pub const GARDEN: &str = r#"
"A place where plants grow."
type Bed @entry(plural: "beds", title: "{name}", icon: "square") @key(fields: ["name"]) {
  name: String! @length(min: 1, max: 60)
  depth: Quantity @unit(canonical: CM, min: 0, max: 200)
  sunny: Boolean! @default(value: "false")
}

"A probe in the soil."
type Probe @entry(plural: "probes", title: "{name}", icon: "thermometer") @key(fields: ["name"]) {
  name: String!
  bed: Bed @link(inverse: "probes")
}

"What a probe said at one moment."
type SoilReading @series(plural: "soilReadings", of: "probe", at: "at", every: "PT10M") {
  probe: Probe! @link(inverse: "soilReadings")
  at: DateTime!
  moisture: Quantity @unit(canonical: PERCENT, min: 0, max: 100)
  temperature: Quantity @unit(canonical: CEL, min: -60, max: 90)
}
"#;

/// A server with a store of its own.
pub struct Server {
    /// All routes.
    pub router: Router,
    /// Behind them.
    pub app: Arc<App>,
    /// Says that the server is about to stop.
    pub draining: Draining,
    /// How it was started.
    pub config: Config,
    folder: TempDir,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    /// Of the answer.
    pub status: StatusCode,
    /// Of the answer.
    pub headers: HeaderMap,
    /// Of the answer.
    pub body: Bytes,
}

impl Server {
    /// A server for the garden, without the built-in types.
    pub fn garden() -> Self {
        Self::start(GARDEN, false)
    }

    /// A server for the built-in types.
    pub fn built_in() -> Self {
        Self::start("", true)
    }

    fn start(definitions: &str, built_in: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let backend = Sqlite::open(&folder.path().join("data"), &SqliteOptions::default()).unwrap();
        Self::with(Arc::new(backend), definitions, built_in, folder)
    }

    /// A server for definitions of its own over another backend, whose data may lie in the folder.
    pub fn over(backend: Arc<dyn Backend>, definitions: &str, folder: TempDir) -> Self {
        Self::with(backend, definitions, false, folder)
    }

    fn with(backend: Arc<dyn Backend>, definitions: &str, built_in: bool, folder: TempDir) -> Self {
        let types = folder.path().join("types");
        std::fs::create_dir(&types).unwrap();
        std::fs::write(types.join("own.graphql"), definitions).unwrap();
        let config = Config { data: folder.path().join("data"), types: vec![types], built_in, ..Config::default() };
        Self::configured(backend, config, folder)
    }

    fn configured(backend: Arc<dyn Backend>, config: Config, folder: TempDir) -> Self {
        let app = Arc::new(compose::app_over(backend, &config).unwrap());
        let draining = Draining::default();
        let options =
            Options { limits: config.limits.clone(), make_id: || Uuid::from_u128(7), draining: draining.clone() };
        Self { router: http::app(Arc::clone(&app), options), app, draining, config, folder }
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer { status: parts.status, headers: parts.headers, body: body.collect().await.unwrap().to_bytes() }
    }

    /// Reads an address.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(request(Method::GET, path).body(Body::empty()).unwrap()).await
    }

    /// Sends a body of a kind.
    pub async fn post(&self, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
        self.send(request(Method::POST, path).header(header::CONTENT_TYPE, kind).body(body.into()).unwrap()).await
    }

    /// Sends JSON.
    pub async fn post_json(&self, path: &str, body: &Json) -> Answer {
        self.post(path, "application/json", body.to_string()).await
    }

    /// Follows a subscription, or gives the errors that refuse it.
    pub async fn follow(&self, query: &str, variables: Json) -> Result<Stream, Json> {
        let request = graphql::Request {
            query: query.to_owned(),
            operation_name: None,
            variables: variables.as_object().cloned().unwrap(),
            read_only: false,
            streams: true,
            origin: Origin::Api,
            request_id: "test".to_owned(),
        };
        match graphql::start(&self.app, request).await {
            Outcome::Stream(stream) => Ok(stream),
            Outcome::Answer(response) => Err(response.body.into_value()["errors"].clone()),
        }
    }

    /// Stops, and starts again over the same folder.
    pub async fn restarted(self) -> Self {
        let served = self.app.served();
        served.live.close();
        served.store.close().await;
        let (config, folder) = (self.config, self.folder);
        drop((served, self.router, self.app));
        // What follows the store on threads of its own lets go of it a moment later.
        for _ in 0..500 {
            if let Ok(backend) = Sqlite::open(&config.data, &SqliteOptions::default()) {
                return Self::configured(Arc::new(backend), config, folder);
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("the store of the stopped server stays in use")
    }

    /// The data of a GraphQL request that has no errors.
    pub async fn data(&self, query: &str) -> Json {
        let answer = self.post_json("/graphql", &serde_json::json!({ "query": query })).await.json();
        assert_eq!(answer.get("errors"), None, "{answer}");
        answer["data"].clone()
    }
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {:?}", self.body))
    }

    /// A header as text; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Checks that this is a problem as RFC 9457 wants it, and gives its detail.
    pub fn problem(&self, status: u16) -> String {
        assert_eq!(self.status.as_u16(), status, "{:?}", self.body);
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["status"], status);
        assert_eq!(problem["requestId"], self.header("x-request-id"));
        for part in ["type", "title", "code"] {
            assert!(problem[part].as_str().is_some_and(|text| !text.is_empty()), "{part}: {problem}");
        }
        problem["detail"].as_str().unwrap().to_owned()
    }
}

/// The next answer to a subscription: its data, or its errors; `None` when it ends.
pub async fn heard(stream: &mut Stream) -> Option<Json> {
    Some(match stream.next().await? {
        Told::Next(text) => serde_json::from_str::<Json>(&text).unwrap()["data"].clone(),
        Told::Failed(errors) => serde_json::json!({ "errors": errors }),
    })
}

/// A request to this machine.
pub fn request(method: Method, path: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(path).header(header::HOST, "localhost:8080")
}
