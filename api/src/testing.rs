//! A whole server in a test: its own folder, its own definitions, requests sent straight to the router.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use bytes::Bytes;
use daybook_graphql::app::App;
use daybook_store::{
    backend::Backend,
    sqlite::{Sqlite, SqliteOptions},
};
use http_body_util::BodyExt;
use serde_json::Value as Json;
use tempfile::TempDir;
use tower::ServiceExt;
use uuid::Uuid;

use crate::{
    compose,
    config::Config,
    http::{Draining, Options},
    router::router,
};

/// A small domain that no code knows about.
pub const GARDEN: &str = include_str!("../../graphql/src/testing/garden.graphql");

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
    _folder: TempDir,
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
        Self { router: router(Arc::clone(&app), options), app, draining, config, _folder: folder }
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

/// A request to this machine.
pub fn request(method: Method, path: &str) -> http::request::Builder {
    Request::builder().method(method).uri(path).header(header::HOST, "localhost:8080")
}
