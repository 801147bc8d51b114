//! Errors of the store: a kind that a caller can act on, context, and the source.

/// What a caller can do about an error.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ErrorKind {
    /// A unique index refused a row that the write engine had let pass.
    Conflict,
    /// Try again: the database was busy, or the commit of the whole group failed.
    Unavailable,
    /// The disk or the configured maximum is full; reads go on.
    Full,
    /// The time or step limit of a read was reached.
    Timeout,
    /// A page position that does not belong to the query.
    BadPosition,
    /// The answer needs samples that are kept no longer; the message says what can be asked instead.
    Gone,
    /// Other definitions would lose what is stored; the message lists what.
    WouldLose,
    /// The folder, file or database cannot be used as it is; the message says what to do.
    Unusable,
    /// A bug, or a damaged file.
    Internal,
}

/// An error of the store.
#[derive(Debug, thiserror::Error)]
#[error("{context}")]
pub struct Error {
    /// What a caller can do.
    pub kind: ErrorKind,
    /// What was attempted and what went wrong.
    pub context: String,
    /// The driver's error.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error without a source.
    pub fn new(kind: ErrorKind, context: impl Into<String>) -> Self {
        Self { kind, context: context.into(), source: None }
    }

    /// Adds the driver's error.
    #[must_use]
    pub fn caused_by(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }
}

/// Result of a store operation.
pub type Result<T, E = Error> = std::result::Result<T, E>;
