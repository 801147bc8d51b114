//! The store as the API sees it: snapshots for readers, one queue for writers.

use std::sync::Arc;

use daybook_schema::Model;

use crate::{
    backend::{Backend, Snapshot, Transaction},
    error::Result,
};

/// What becomes of a write whose work is done.
#[derive(Debug)]
pub enum Verdict<T> {
    /// Keep it, and answer once it is durable.
    Commit(T),
    /// Undo it and answer: a dry run, or a mistake in the input.
    Rollback(T),
}

/// A backend with its reader threads and its one writer thread, for one model. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    model: Arc<Model>,
}

/// How many threads and how long.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// Threads that read.
    pub readers: usize,
    /// At most so many writes in one commit.
    pub group: usize,
}

impl Store {
    /// Starts the threads over a backend on which `prepare(model)` succeeded.
    pub fn start(_backend: Arc<dyn Backend>, _model: Arc<Model>, _options: &StoreOptions) -> Result<Self> {
        todo!()
    }

    /// The same backend and threads with another model, on which `prepare` succeeded. The old store keeps working.
    #[must_use]
    pub fn with_model(&self, model: Arc<Model>) -> Self {
        Self { model }
    }

    /// The model.
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// Runs `work` on a reader thread, in one snapshot.
    pub async fn read<T: Send + 'static>(
        &self,
        _work: impl FnOnce(&mut dyn Snapshot) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        todo!()
    }

    /// Runs `work` on the writer thread, in a savepoint of its own, and answers after the commit of its group. The work
    /// runs to its end and is committed even when the caller stops waiting.
    pub async fn write<T: Send + 'static>(
        &self,
        _work: impl FnOnce(&mut dyn Transaction) -> Result<Verdict<T>> + Send + 'static,
    ) -> Result<T> {
        todo!()
    }

    /// Takes no more writes, finishes those that started, and ends the threads.
    pub async fn close(&self) {
        todo!()
    }
}
