//! What the server is made of. The composition root builds it; everything below gets it as a parameter.

use std::sync::{Arc, Mutex, RwLock};

use daybook_schema::value::Instant;
use daybook_store::{Store, id::IdSource};

use crate::{
    graphql::{limits::Limits, surface::Surface},
    live::Live,
};

/// The running server, shared by all requests.
pub struct App {
    served: RwLock<Arc<Served>>,
    /// The clock.
    pub clock: fn() -> Instant,
    /// Makes ids.
    pub ids: Arc<Mutex<IdSource>>,
    /// What a GraphQL document may cost.
    pub limits: Limits,
}

/// One model being served: swapped as a whole when definitions change, while old requests finish on the old one.
pub struct Served {
    /// Reads and writes with this model.
    pub store: Store,
    /// The API that follows from the model.
    pub surface: Arc<Surface>,
    /// Parses, validates and introspects.
    pub schema: async_graphql::dynamic::Schema,
    /// Who follows what.
    pub live: Live,
    /// Signs cursors.
    pub cursor_key: [u8; 32],
}

impl App {
    /// A server for one model.
    pub fn new(served: Served, clock: fn() -> Instant, ids: IdSource, limits: Limits) -> Self {
        Self { served: RwLock::new(Arc::new(served)), clock, ids: Arc::new(Mutex::new(ids)), limits }
    }

    /// What is served now; a request takes it once and keeps it.
    pub fn served(&self) -> Arc<Served> {
        Arc::clone(&self.served.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Serves another model from now on.
    pub fn serve(&self, served: Served) {
        *self.served.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(served);
    }
}
