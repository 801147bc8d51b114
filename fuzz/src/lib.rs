//! A whole server in this process, so that a stranger's bytes take the way that they take in service.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    http::{Method, Request, header},
};
use daybook::{
    compose,
    config::Config,
    http::{Draining, Options},
    router::router,
};
use http_body_util::BodyExt as _;
use serde_json::Value as Json;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;
use uuid::Uuid;

/// A server with an empty store of the built-in types.
pub struct Server {
    router: Router,
    runtime: Runtime,
    _folder: TempDir,
}

impl Server {
    /// Starts one.
    ///
    /// # Panics
    ///
    /// When there is no room for its store.
    #[must_use]
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let config = Config { data: folder.path().join("data"), ..Config::default() };
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
        let app = Arc::new(compose::app(&config).expect("a store can be made"));
        let options = Options { limits: config.limits, make_id: || Uuid::from_u128(7), draining: Draining::default() };
        Self { router: router(app, options), runtime, _folder: folder }
    }

    /// Posts a body; the answer is JSON.
    ///
    /// # Panics
    ///
    /// When the server answers what is no JSON, or blames itself.
    pub fn post(&self, path: &str, kind: &str, body: Vec<u8>) -> Json {
        let request = Request::builder().method(Method::POST).uri(path).header(header::CONTENT_TYPE, kind);
        let request = request.header(header::HOST, "localhost").body(Body::from(body)).expect("the request is sound");
        let (status, bytes) = self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.expect("a router answers");
            let status = response.status();
            (status, response.into_body().collect().await.expect("an answer has an end").to_bytes())
        });
        let text = String::from_utf8_lossy(&bytes);
        assert!(!status.is_server_error(), "{status}: {text}");
        assert!(!text.contains("\"INTERNAL"), "{text}");
        serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{error}: {text}"))
    }
}
