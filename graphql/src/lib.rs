//! GraphQL: the surface that follows from the model, and the way of a request through it. It knows no HTTP.
//!
//! `document` parses a document, `limits` prices it before anything executes it, `validate` compares it with the surface;
//! `plan` turns a selection into reads, `read` runs them, `shape` builds the answer. `introspection` answers from the
//! surface, `live` follows a query over commits. [`execute`] leads a request through all of them.

pub mod app;
mod arguments;
pub mod body;
mod changes;
mod coerce;
mod connections;
pub mod demo;
mod document;
mod document_cache;
mod entries;
pub mod error;
pub mod execute;
mod explain;
pub mod functions;
mod introspection;
mod json;
pub mod limits;
mod links;
pub mod live;
mod metadata;
mod mutate;
mod pager;
mod payload;
mod plan;
mod query;
mod read;
pub mod request;
pub mod retention;
mod sample_changes;
mod samples;
pub mod schema;
mod selection;
mod series;
mod shape;
pub mod surface;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
pub mod titles;
pub mod type_plans;
pub mod types;
mod validate;
