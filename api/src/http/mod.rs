//! The server's doors: routes, what stands before all of them, and the answers outside GraphQL.

mod accept;
pub mod body;
mod compress;
pub mod connections;
mod graphql;
mod health;
pub mod idempotency;
pub mod media_type;
mod observe;
mod origin;
mod pages;
pub mod problem;
mod sdl;
mod security;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::{
    Router, middleware,
    routing::{get, post},
};
use tokio::sync::watch;
use uuid::Uuid;

use crate::{app::App, command, config::Limits, ingest};

pub use graphql::kind;
pub use observe::{Noted, RequestId};

/// How the doors behave.
#[derive(Clone, Debug)]
pub struct Options {
    /// How much is let in.
    pub limits: Limits,
    /// Makes the ids of requests that bring none.
    pub make_id: fn() -> Uuid,
    /// Says whether the server takes new requests.
    pub draining: Draining,
}

/// Whether the server is about to stop. Shared by the doors and whoever stops the server.
#[derive(Clone, Debug)]
pub struct Draining(Arc<watch::Sender<bool>>);

impl Default for Draining {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Draining {
    /// From now on `/readyz` says that the server is about to stop, and what follows the data ends.
    pub fn start(&self) {
        self.0.send_replace(true);
    }

    /// Whether the server is about to stop.
    pub fn has_started(&self) -> bool {
        *self.0.borrow()
    }

    /// A conversation that lasts longer than a request; it is over when this is dropped.
    pub fn open(&self) -> Open {
        Open(self.0.subscribe())
    }

    /// Waits until all conversations are over.
    pub async fn is_idle(&self) {
        self.0.closed().await;
    }

    /// Waits until the server is about to stop.
    pub async fn started(&self) {
        let mut receiver = self.0.subscribe();
        // The sender lives as long as this.
        drop(receiver.wait_for(|started| *started).await);
    }
}

/// A conversation that the server waits for when it stops.
pub struct Open(#[expect(dead_code, reason = "it counts by being there")] watch::Receiver<bool>);

/// What every handler can reach.
#[derive(Clone)]
pub struct Doors {
    /// The server.
    pub app: Arc<App>,
    /// How the doors behave.
    pub options: Arc<Options>,
}

/// All routes with everything that stands before them, for the server and for tests.
pub fn app(app: Arc<App>, options: Options) -> Router {
    let doors = Doors { app, options: Arc::new(options) };
    let answers = Router::new()
        .route("/graphql", get(graphql::get).post(graphql::post))
        .route("/ingest/{type}", post(ingest::ingest))
        .route("/command", post(command::command))
        .route("/schema.graphql", get(sdl::get))
        .layer(compress::layer());
    let routes = answers
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/playground", get(pages::playground))
        .fallback(pages::other)
        .method_not_allowed_fallback(pages::wrong_method);
    with_layers(routes, &doors).with_state(doors)
}

/// The layers, innermost first.
fn with_layers(routes: Router<Doors>, doors: &Doors) -> Router<Doors> {
    routes
        // Inside `observe`, so that refusals are logged and carry a request id.
        .layer(middleware::from_fn(origin::guard))
        // Outside the guard, so that refusals carry the headers too.
        .layer(middleware::from_fn(security::headers))
        // Outermost: sees every answer, panics included, writes problems down and logs one line.
        .layer(middleware::from_fn_with_state(doors.clone(), observe::observe))
}
