//! Answers to requests that ask about the schema only, kept as they were written.
//!
//! Such an answer follows from the document and the surface alone, and it is large: a tool that asks the same question
//! again is told the same bytes, without anything being parsed. There is one cache for each model that is served.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use async_graphql_parser::types::{OperationDefinition, OperationType};
use bytes::Bytes;

use super::is_introspection;
use crate::{
    request::Request,
    selection::{Set, collect},
};

/// Answers that are kept; the one that was not asked for longest goes first.
const KEPT: usize = 4;

/// Answers to whole requests.
#[derive(Default)]
pub struct Cache(Mutex<VecDeque<CachedAnswer>>);

struct CachedAnswer {
    query: String,
    operation_name: Option<String>,
    answer: Bytes,
}

impl Cache {
    /// The answer to the same question, if it is kept.
    pub fn get(&self, request: &Request) -> Option<Bytes> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same =
            |known: &CachedAnswer| known.query == request.query && known.operation_name == request.operation_name;
        let place = known.iter().position(same)?;
        let found = known.remove(place)?;
        let answer = found.answer.clone();
        known.push_back(found);
        Some(answer)
    }

    /// Keeps an answer without errors.
    pub fn keep(&self, request: &Request, answer: &Bytes) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() == KEPT {
            known.pop_front();
        }
        let (query, operation_name) = (request.query.clone(), request.operation_name.clone());
        known.push_back(CachedAnswer { query, operation_name, answer: answer.clone() });
    }
}

/// Whether an operation asks about the schema only, and whoever sends it always asks the same.
pub fn is_constant(operation: &OperationDefinition, selection: &std::sync::Arc<Set>) -> bool {
    let asked = collect(std::slice::from_ref(selection), &|_| true);
    operation.ty == OperationType::Query
        && operation.variable_definitions.is_empty()
        && asked.iter().any(|field| is_introspection(field.name()))
        && asked.iter().all(|field| is_introspection(field.name()) || field.name() == "__typename")
}
