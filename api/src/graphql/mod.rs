//! GraphQL: the surface that follows from the model, and the way of a request through it.
//!
//! `limits` prices a document before anything executes it; `schema` hands parsing, validation and introspection to
//! async-graphql; `plan` turns a selection into reads, `read` runs them, `shape` builds the answer.

pub mod schema;
pub mod surface;

use std::sync::Arc;

use axum::http::StatusCode;
use daybook_store::record::Origin;

use crate::app::App;

/// A GraphQL request, as the door let it in.
#[derive(Debug)]
pub struct Request {
    /// The document.
    pub query: String,
    /// Which operation of the document.
    pub operation_name: Option<String>,
    /// Values of its variables: an object.
    pub variables: serde_json::Map<String, serde_json::Value>,
    /// Only queries are let in (GET).
    pub read_only: bool,
    /// Where it comes from.
    pub origin: Origin,
    /// Correlates answer and log.
    pub request_id: String,
}

/// The answer to a GraphQL request.
#[derive(Debug)]
pub struct Response {
    /// The body: `data`, `errors`, `extensions`.
    pub body: serde_json::Value,
    /// Whether execution began: without it the request failed as a whole and the HTTP status follows from the error.
    pub executed: bool,
    /// The status when the request failed as a whole.
    pub status: StatusCode,
}

/// Executes a query or mutation: limits, parsing, validation, planning, reading.
pub async fn execute(_app: &Arc<App>, _request: Request) -> Response {
    todo!()
}
