//! What a request brings along beside its document.

use std::sync::Arc;

use daybook_schema::{Model, TypeIndex, value::Instant};

use crate::selection::Variables;

/// What reading and answering need beside a plan, which may be one of an earlier request.
#[derive(Clone)]
pub struct Context {
    /// What is read.
    pub model: Arc<Model>,
    /// Coerced variables.
    pub variables: Variables,
    /// The moment of the request, for relative times.
    pub now: Instant,
    /// Signs cursors.
    pub cursor_key: [u8; 32],
}

impl Context {
    /// The name of the object type that answers records of a type.
    pub fn record_name(&self, record: TypeIndex) -> &str {
        &self.model.record(record).name
    }
}
