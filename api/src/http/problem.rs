//! Errors outside GraphQL: problem details (RFC 9457).
//!
//! A handler answers a [`Problem`]; the outermost layer writes it down, because only that layer knows the request's id.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use daybook_graphql::error::RequestError;
use daybook_schema::InputError;
use serde_json::{Value as Json, json};

use super::status;

/// The media type of a problem.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// What went wrong, for people and programs.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Of the answer.
    pub status: StatusCode,
    /// Which kind of problem, SCREAMING_SNAKE. Stable.
    pub code: &'static str,
    /// The kind in words; the same for each problem of that kind.
    pub title: &'static str,
    /// What was wrong this time and what would be right.
    pub detail: String,
    /// The single mistakes, where there are several or where they have a place.
    pub errors: Vec<InputError>,
}

impl Problem {
    /// A problem without single mistakes.
    pub fn new(status: StatusCode, code: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, title, detail: detail.into(), errors: Vec::new() }
    }

    /// The request cannot be read or uses a parameter wrongly.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BAD_INPUT", "The request cannot be understood", detail)
    }

    /// There is nothing at this address.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", "Not found", detail)
    }

    /// The kind of content is not one that is taken here.
    pub fn unsupported(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", "Unsupported kind of content", detail)
    }

    /// The request was read, and what it says cannot be done.
    pub fn unprocessable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "INVALID_VALUE", "The values cannot be taken", detail)
    }

    /// A mistake of ours. What it was is in the log, under the request's id.
    pub fn internal() -> Self {
        let detail = "something went wrong on our side; the server's log says more under this request id";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "Internal error", detail)
    }

    /// Adds the single mistakes.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<InputError>) -> Self {
        self.errors = errors;
        self
    }

    /// The answer, with the id of the request.
    pub fn render(&self, request_id: &str) -> Response {
        let mut response = Response::new(Body::from(self.to_json(request_id).to_string()));
        *response.status_mut() = self.status;
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }

    fn to_json(&self, request_id: &str) -> Json {
        let mut body = json!({
            "type": format!("urn:daybook:problem:{}", self.code.to_lowercase().replace('_', "-")),
            "title": self.title,
            "status": self.status.as_u16(),
            "detail": self.detail,
            "code": self.code,
            "requestId": request_id,
        });
        if !self.errors.is_empty() {
            body["errors"] = self.errors.iter().map(error_json).collect();
        }
        body
    }
}

/// A mistake in an input, as JSON.
pub fn error_json(error: &InputError) -> Json {
    json!({ "code": error.code.as_str(), "path": error.path, "message": error.message })
}

impl From<RequestError> for Problem {
    fn from(error: RequestError) -> Self {
        let (status, (code, _)) = (status::of(error.code), error.code.facts());
        let title = match status {
            StatusCode::SERVICE_UNAVAILABLE => "Not available just now",
            StatusCode::INSUFFICIENT_STORAGE => "The store is full",
            StatusCode::INTERNAL_SERVER_ERROR => return Self::internal(),
            _ => "The request cannot be answered",
        };
        Self::new(status, code, title, error.message)
    }
}

impl From<daybook_store::Error> for Problem {
    fn from(error: daybook_store::Error) -> Self {
        RequestError::from(error).into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
