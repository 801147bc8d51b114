//! What answers requests: what is served, and what all requests share. The composition root builds it.

use std::sync::{Arc, Mutex, OnceLock, RwLock};

use bytes::Bytes;
use daybook_schema::{Model, input::PlausibleTimes, value::Instant};
use daybook_store::{Store, id::IdSource};

use crate::{
    document_cache::DocumentCache,
    introspection,
    limits::Limits,
    live::Live,
    retention::Retention,
    schema::{self, BuildError},
    surface::{self, Surface},
    type_plans::TypePlans,
};

/// The running server, shared by all requests.
pub struct App {
    served: RwLock<Arc<ServedModel>>,
    /// The clock.
    pub clock: fn() -> Instant,
    /// Which times of samples are plausible; others are kept apart.
    pub plausible: PlausibleTimes,
    /// How long what is gone is kept.
    pub retention: Retention,
    /// Makes ids.
    pub ids: Arc<Mutex<IdSource>>,
    /// What a GraphQL document may cost.
    pub limits: Limits,
    /// Changes of the definitions that can be made.
    pub type_plans: TypePlans,
    /// Held while the demo is loaded or cleared.
    pub demo: tokio::sync::Mutex<()>,
    /// Shared by writes from their planning on, taken alone by changes of the definitions.
    definitions: Arc<tokio::sync::RwLock<()>>,
}

/// Keeps the definitions as they are until a write that was planned with them is stored.
#[derive(Clone)]
pub struct WriteGuard {
    _definitions: Arc<tokio::sync::OwnedRwLockReadGuard<()>>,
}

/// One model being served: swapped as a whole when definitions change, while old requests finish on the old one.
pub struct ServedModel {
    /// Reads and writes with this model.
    pub store: Store,
    /// The API that follows from the model.
    pub surface: Arc<Surface>,
    /// What was parsed, validated and planned before.
    pub documents: DocumentCache,
    /// Answers to those who asked about the API.
    pub introspected: introspection::Cache,
    /// The API as SDL, once somebody has asked for it.
    sdl: OnceLock<Bytes>,
    /// Who follows what.
    pub live: Live,
    /// Signs cursors.
    pub cursor_key: [u8; 32],
}

impl ServedModel {
    /// A model with all that it is served with.
    pub fn new(store: Store, surface: Surface, live: Live, cursor_key: [u8; 32]) -> Self {
        let (documents, introspected, sdl) =
            (DocumentCache::default(), introspection::Cache::default(), OnceLock::new());
        Self { store, surface: Arc::new(surface), documents, introspected, sdl, live, cursor_key }
    }

    /// The API as SDL, the same bytes as long as this model is served.
    pub fn sdl(&self) -> Bytes {
        self.sdl.get_or_init(|| Bytes::from(surface::print(&self.surface))).clone()
    }

    /// The same store with another model, as it will be served once the store has gone over to it. Nobody follows
    /// anything in it yet.
    pub fn with_model(&self, model: Arc<Model>, clock: fn() -> Instant) -> Result<Self, BuildError> {
        let surface = Surface::build(Arc::clone(&model));
        schema::check(&surface)?;
        let store = self.store.with_model(model);
        let live = Live::new(store.clone(), clock);
        Ok(Self::new(store, surface, live, self.cursor_key))
    }
}

impl App {
    /// A server for one model.
    pub fn new(
        served: ServedModel,
        clock: fn() -> Instant,
        ids: IdSource,
        limits: Limits,
        type_plans: TypePlans,
    ) -> Self {
        let (plausible, ids) = (PlausibleTimes::default(), Arc::new(Mutex::new(ids)));
        let (demo, definitions) = (tokio::sync::Mutex::default(), Arc::default());
        let (served, retention) = (RwLock::new(Arc::new(served)), Retention::default());
        Self { served, clock, plausible, retention, ids, limits, type_plans, demo, definitions }
    }

    /// What is served now; a request takes it once and keeps it.
    pub fn served(&self) -> Arc<ServedModel> {
        Arc::clone(&self.served.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// To be called before a write is planned, and held until it is stored: what is [`served`](Self::served) stays so long.
    /// Waits while definitions change. Nobody may call it again while holding it.
    pub async fn writing(&self) -> WriteGuard {
        let definitions = Arc::clone(&self.definitions).read_owned().await;
        WriteGuard { _definitions: Arc::new(definitions) }
    }

    /// Waits until the writes that have begun are stored; others begin when this is dropped.
    pub async fn alone(&self) -> tokio::sync::OwnedRwLockWriteGuard<()> {
        Arc::clone(&self.definitions).write_owned().await
    }

    /// Serves another model from now on.
    pub fn serve(&self, served: ServedModel) {
        *self.served.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(served);
    }
}
