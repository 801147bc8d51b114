//! A cache of documents that were asked for before.
//!
//! What was parsed and validated once is so for as long as its model is served; whatever depends on the values of
//! variables is checked by coercion, for every request. A plan is kept too, where neither the moment nor the variables
//! decide what it is: a variable that does nothing but give the id of a record is looked up when the record is read.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql_parser::types::{ExecutableDocument, OperationDefinition};
use async_graphql_value::Name;
use serde_json::{Map, Value as Json};

use crate::{explain::ExplainRequest, query::RootField, request::Request};

/// Documents that are kept at most.
const MOST: usize = 256;

/// Bytes of their texts at most. What is made of a text is some twenty times as long.
const MOST_BYTES: usize = 512 * 1024;

/// Names of comparisons with times that move with the moment of the request.
const MOVING: [&str; 2] = ["last", "within"];

/// A document, parsed and validated.
pub struct CachedDocument {
    /// As it was parsed, without what asks for explanations.
    pub document: ExecutableDocument,
    /// Which root fields are to be explained: a document that asks for any is planned each time.
    pub asked: ExplainRequest,
    plan: Mutex<Option<CachedPlan>>,
}

/// A plan, and for which variables it was made.
struct CachedPlan {
    variables: Map<String, Json>,
    /// Variables that give ids of records: the plan is the same for all of them.
    ids: Vec<Name>,
    roots: Arc<Vec<RootField>>,
}

impl CachedDocument {
    /// A document without a plan.
    pub fn new(document: ExecutableDocument, asked: ExplainRequest) -> Self {
        Self { document, asked, plan: Mutex::default() }
    }

    /// The plan for these variables, if it was the last one.
    pub fn plan(&self, variables: &Map<String, Json>) -> Option<Arc<Vec<RootField>>> {
        let plan = self.plan.lock().unwrap_or_else(PoisonError::into_inner);
        let plan = plan.as_ref()?;
        let deciding = variables.iter().filter(|(name, _)| !plan.ids.iter().any(|id| id.as_str() == name.as_str()));
        deciding.eq(plan.variables.iter()).then(|| Arc::clone(&plan.roots))
    }

    /// Whether there is a plan for some variables.
    pub fn has_plan(&self) -> bool {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Keeps the plan of a request, unless another request may need another one.
    pub fn keep_plan(&self, request: &Request, operation: &OperationDefinition, roots: &Arc<Vec<RootField>>) {
        let variables = &request.variables;
        if !roots.iter().all(RootField::is_lasting) || names_a_moving_time(request) {
            return;
        }
        let ids: Vec<Name> = roots.iter().filter_map(RootField::id_variable).cloned().collect();
        let only_an_id = |name: &Name| {
            let declared = operation.variable_definitions.iter().find(|known| known.node.name.node == *name);
            // Declared and used once: as the id.
            declared.is_some_and(|known| !known.node.var_type.node.nullable)
                && request.query.matches(&format!("${name}")).count() == 2
        };
        let ids: Vec<Name> = ids.into_iter().filter(only_an_id).collect();
        let deciding = variables.iter().filter(|(name, _)| !ids.iter().any(|id| id.as_str() == name.as_str()));
        let variables = deciding.map(|(name, value)| (name.clone(), value.clone())).collect();
        let plan = CachedPlan { variables, ids, roots: Arc::clone(roots) };
        *self.plan.lock().unwrap_or_else(PoisonError::into_inner) = Some(plan);
    }
}

/// Whether a word of the document or of its variables may be a comparison with a time that moves.
fn names_a_moving_time(request: &Request) -> bool {
    let is_moving = |text: &str| {
        let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        words.into_iter().any(|word| MOVING.contains(&word))
    };
    is_moving(&request.query) || request.variables.values().any(|value| is_moving(&value.to_string()))
}

/// The documents of one model, the least recently used ones forgotten.
#[derive(Default)]
pub struct DocumentCache(Mutex<Entries>);

#[derive(Default)]
struct Entries {
    by_text: HashMap<String, Entry>,
    bytes: usize,
    /// Counts uses.
    now: u64,
}

struct Entry {
    known: Arc<CachedDocument>,
    last: u64,
}

impl DocumentCache {
    /// The document of a request, if it was kept.
    pub fn find(&self, request: &Request) -> Option<Arc<CachedDocument>> {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.now += 1;
        let now = entries.now;
        let entry = entries.by_text.get_mut(&key(request))?;
        entry.last = now;
        Some(Arc::clone(&entry.known))
    }

    /// Keeps the document of a request.
    pub fn keep(&self, request: &Request, known: &Arc<CachedDocument>) {
        let key = key(request);
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.now += 1;
        entries.bytes += key.len();
        let entry = Entry { known: Arc::clone(known), last: entries.now };
        if let Some(length) = entries.by_text.insert(key.clone(), entry).map(|_| key.len()) {
            entries.bytes -= length;
        }
        while entries.by_text.len() > MOST || entries.bytes > MOST_BYTES {
            let oldest = entries.by_text.iter().min_by_key(|(_, entry)| entry.last).map(|(key, _)| key.clone());
            let Some(oldest) = oldest else { break };
            entries.by_text.remove(&oldest);
            entries.bytes -= oldest.len();
        }
    }
}

/// Neither a name nor a document that was parsed holds the letter between them.
fn key(request: &Request) -> String {
    format!("{}\0{}", request.operation_name.as_deref().unwrap_or_default(), request.query)
}

#[cfg(test)]
mod tests {
    use daybook_store::record::Origin;

    use super::*;

    fn request(query: &str) -> Request {
        Request {
            query: query.to_owned(),
            operation_name: None,
            variables: Map::new(),
            read_only: false,
            streams: false,
            origin: Origin::Api,
            request_id: String::new(),
        }
    }

    fn known() -> Arc<CachedDocument> {
        Arc::new(CachedDocument::new(async_graphql_parser::parse_query("{ a }").unwrap(), ExplainRequest::default()))
    }

    #[test]
    fn forgets_what_was_not_used_for_longest() {
        let documents = DocumentCache::default();
        for number in 0..MOST {
            documents.keep(&request(&number.to_string()), &known());
        }
        assert!(documents.find(&request("0")).is_some());
        documents.keep(&request("one more"), &known());
        assert!(documents.find(&request("0")).is_some());
        assert!(documents.find(&request("1")).is_none());
        assert!(documents.find(&request("2")).is_some());
    }

    #[test]
    fn keeps_long_documents_within_its_bytes() {
        let documents = DocumentCache::default();
        for letter in ["a", "b", "c"] {
            documents.keep(&request(&letter.repeat(MOST_BYTES / 2 - 10)), &known());
        }
        assert!(documents.find(&request(&"a".repeat(MOST_BYTES / 2 - 10))).is_none());
        assert!(documents.find(&request(&"b".repeat(MOST_BYTES / 2 - 10))).is_some());
        assert!(documents.find(&request(&"c".repeat(MOST_BYTES / 2 - 10))).is_some());
    }

    #[test]
    fn notices_times_that_move_wherever_they_are_named() {
        for (query, moves) in [
            ("{ a(where: {at: {last: \"P7D\"}}) { x } }", true),
            ("{ a(where: {at: {within # here\n : \"P1D\"}}) { x } }", true),
            ("{ a(where: {lastName: {eq: \"x\"}}) { blast } }", false),
        ] {
            assert_eq!(names_a_moving_time(&request(query)), moves, "{query}");
        }
        let variables = serde_json::json!({"where": {"at": {"last": "P7D"}}}).as_object().unwrap().clone();
        assert!(names_a_moving_time(&Request { variables, ..request("{ a }") }));
    }
}
