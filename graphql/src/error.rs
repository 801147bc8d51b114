//! Errors of a request: one table says how each code is spelt and whether trying again may help.

use serde_json::{Map, Value as Json, json};

/// Errors of one answer at most.
pub const MAX_ERRORS: usize = 10;

/// Characters of an error's message at most.
const MAX_MESSAGE: usize = 512;

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
    /// Spelling in the API, and whether trying again may help.
    pub fn facts(self) -> (&'static str, bool) {
        match self {
            Self::ParseFailed => ("PARSE_FAILED", false),
            Self::ValidationFailed => ("VALIDATION_FAILED", false),
            Self::BadInput => ("BAD_INPUT", false),
            Self::TooComplex => ("TOO_COMPLEX", false),
            Self::Unauthenticated => ("UNAUTHENTICATED", false),
            Self::Forbidden => ("FORBIDDEN", false),
            Self::RateLimited => ("RATE_LIMITED", true),
            Self::Timeout => ("TIMEOUT", true),
            Self::Unavailable => ("UNAVAILABLE", true),
            Self::StorageFull => ("STORAGE_FULL", false),
            Self::SinceCompacted => ("SINCE_COMPACTED", false),
            Self::Internal => ("INTERNAL", false),
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

    /// As the API answers it; `key` is that of the root field that failed, empty where that is not known.
    pub fn to_json(&self, key: &str, request_id: &str) -> Json {
        let (code, retryable) = self.code.facts();
        let mut answer = Map::new();
        answer.insert("message".to_owned(), json!(short(&self.message)));
        if let Some((line, column)) = self.location {
            answer.insert("locations".to_owned(), json!([{ "line": line, "column": column }]));
        }
        if !key.is_empty() {
            answer.insert("path".to_owned(), json!([key]));
        }
        let extensions = json!({ "code": code, "retryable": retryable, "requestId": request_id });
        answer.insert("extensions".to_owned(), extensions);
        Json::Object(answer)
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

/// Errors of a request as the API answers them.
pub fn errors_json(errors: &[RequestError], request_id: &str) -> Json {
    errors.iter().take(MAX_ERRORS).map(|error| error.to_json("", request_id)).collect()
}

/// A text cut to the length of a message.
pub fn short(text: &str) -> String {
    text.chars().take(MAX_MESSAGE).collect()
}
