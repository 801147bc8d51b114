//! Errors of a request: one table maps each code to GraphQL and to HTTP.

use axum::http::StatusCode;

/// `extensions.code` of a GraphQL error. Stable.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(missing_docs, reason = "the table in `Code::facts` says what each is for")]
pub enum Code {
    ParseFailed,
    ValidationFailed,
    BadInput,
    TooComplex,
    Unauthenticated,
    Forbidden,
    RateLimited,
    Timeout,
    Unavailable,
    StorageFull,
    SinceCompacted,
    Internal,
}

impl Code {
    /// Spelling in the API, HTTP status when the whole request fails, and whether trying again may help.
    pub fn facts(self) -> (&'static str, StatusCode, bool) {
        match self {
            Self::ParseFailed => ("PARSE_FAILED", StatusCode::BAD_REQUEST, false),
            Self::ValidationFailed => ("VALIDATION_FAILED", StatusCode::BAD_REQUEST, false),
            Self::BadInput => ("BAD_INPUT", StatusCode::BAD_REQUEST, false),
            Self::TooComplex => ("TOO_COMPLEX", StatusCode::BAD_REQUEST, false),
            Self::Unauthenticated => ("UNAUTHENTICATED", StatusCode::UNAUTHORIZED, false),
            Self::Forbidden => ("FORBIDDEN", StatusCode::FORBIDDEN, false),
            Self::RateLimited => ("RATE_LIMITED", StatusCode::TOO_MANY_REQUESTS, true),
            Self::Timeout => ("TIMEOUT", StatusCode::SERVICE_UNAVAILABLE, true),
            Self::Unavailable => ("UNAVAILABLE", StatusCode::SERVICE_UNAVAILABLE, true),
            Self::StorageFull => ("STORAGE_FULL", StatusCode::INSUFFICIENT_STORAGE, false),
            Self::SinceCompacted => ("SINCE_COMPACTED", StatusCode::GONE, false),
            Self::Internal => ("INTERNAL", StatusCode::INTERNAL_SERVER_ERROR, false),
        }
    }
}

/// A request, or one root field of it, that cannot be answered.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct RequestError {
    /// What kind.
    pub code: Code,
    /// What was wrong and what would be right; at most 512 characters, no internals.
    pub message: String,
    /// Line and column in the document, where known.
    pub location: Option<(usize, usize)>,
}

impl RequestError {
    /// An error without a place.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), location: None }
    }

    /// A mistake in an argument.
    pub fn bad_input(message: impl Into<String>) -> Self {
        Self::new(Code::BadInput, message)
    }

    /// Adds the place in the document.
    #[must_use]
    pub fn at(mut self, line: usize, column: usize) -> Self {
        self.location = Some((line, column));
        self
    }
}

impl From<daybook_store::Error> for RequestError {
    fn from(error: daybook_store::Error) -> Self {
        use daybook_store::ErrorKind;
        let (code, message) = match error.kind {
            ErrorKind::Conflict => (Code::Unavailable, "another write came in between; please try again"),
            ErrorKind::Unavailable => (Code::Unavailable, "the store is busy; please try again"),
            ErrorKind::Full => {
                (Code::StorageFull, "the store is full: nothing was written; free some space, then try again")
            }
            ErrorKind::Timeout => (Code::Timeout, "the request took too long; narrow the filter or ask for fewer rows"),
            ErrorKind::BadPosition => {
                (Code::BadInput, "the cursor does not belong to this list; use one that this list answered")
            }
            ErrorKind::Gone => return Self::bad_input(error.context),
            ErrorKind::WouldLose | ErrorKind::Unusable | ErrorKind::Internal => {
                (Code::Internal, "something went wrong on our side")
            }
        };
        if code == Code::Internal {
            tracing::error!(error = &error as &dyn std::error::Error, "store failed");
        }
        Self::new(code, message)
    }
}
