//! What every endpoint needs of HTTP: bodies, media types, problems, who may ask, what is logged, and how connections
//! end. It knows no endpoint.

pub mod accept;
pub mod body;
pub mod compress;
pub mod connections;
pub mod idempotency;
pub mod json;
pub mod media_type;
pub mod observe;
pub mod origin;
pub mod problem;
pub mod security;
pub mod status;
pub mod websocket;

use std::sync::Arc;

use daybook_graphql::app::App;
use tokio::sync::watch;
use uuid::Uuid;

pub use self::observe::{LogContext, RequestId};
use crate::config::Limits;

/// How the HTTP layer behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// How much is let in.
    pub limits: Limits,
    /// Makes the ids of requests that bring none.
    pub make_id: fn() -> Uuid,
    /// Says whether the server takes new requests.
    pub draining: Draining,
}

/// Whether the server is about to stop. Shared by the HTTP layer and what stops the server.
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
pub struct HttpState {
    /// The server.
    pub app: Arc<App>,
    /// How the HTTP layer behaves.
    pub options: Arc<Options>,
}
