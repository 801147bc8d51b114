//! GraphQL: the surface that follows from the model, and the way of a request through it.
//!
//! `document` parses a document, `limits` prices it before anything executes it, `validate` compares it with the surface;
//! `plan` turns a selection into reads, `read` runs them, `shape` builds the answer. `introspection` answers from the
//! surface.

pub mod arguments;
mod body;
pub mod coerce;
mod demo;
pub mod document;
mod entries;
mod explain;
pub mod introspection;
mod known;
mod label;
pub mod limits;
mod links;
pub mod live;
mod metadata;
mod mutate;
mod operation;
pub(crate) mod operations;
mod pager;
pub mod plan;
mod query;
mod read;
mod sample_changes;
mod samples;
pub mod schema;
mod selection;
mod shape;
mod statistics;
pub mod surface;
mod validate;

use std::sync::Arc;

use async_graphql_parser::{
    Positioned,
    types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
};
use axum::http::StatusCode;
use bytes::Bytes;
use daybook_store::record::{Origin, Seq};
use serde_json::{Map, Value as Json, json};

pub use self::{body::Body, known::Documents};
use self::{
    known::Known,
    live::LiveQuery,
    operation::{Answered, Task},
    plan::Planner,
    selection::Set,
};
use crate::{
    app::{App, Served},
    error::{Code, RequestError},
    live::{Shape, Subscription},
};

/// Errors of one answer at most.
const MAX_ERRORS: usize = 10;

/// Characters of an error's message at most.
const MAX_MESSAGE: usize = 512;

/// A GraphQL request, as the door let it in.
#[derive(Clone, Debug)]
pub struct Request {
    /// The document.
    pub query: String,
    /// Which operation of the document.
    pub operation_name: Option<String>,
    /// Values of its variables: an object.
    pub variables: Map<String, Json>,
    /// Only queries are let in (GET).
    pub read_only: bool,
    /// The door can answer a subscription.
    pub streams: bool,
    /// Where it comes from.
    pub origin: Origin,
    /// Correlates answer and log.
    pub request_id: String,
}

/// The answer to a GraphQL request.
#[derive(Debug)]
pub struct Response {
    /// The body: `data`, `errors`, `extensions`.
    pub body: Body,
    /// Whether execution began: without it the request failed as a whole and the HTTP status follows from the error.
    pub executed: bool,
    /// The status when the request failed as a whole.
    pub status: StatusCode,
    /// What was asked for, for the log: `mutation Feed`, or the root fields of an operation without a name.
    pub operation: Option<String>,
    /// The code of the first error, for the log.
    pub code: Option<&'static str>,
}

/// What comes of a request.
pub enum Outcome {
    /// One answer.
    Answer(Response),
    /// A subscription that stands.
    Stream(Stream),
}

/// The answers to a subscription.
pub struct Stream {
    subscription: Subscription,
    app: Arc<App>,
    /// To follow again when the definitions change.
    request: Box<Request>,
    /// What is followed, for the log.
    pub operation: Option<String>,
    /// What was told and what is told after following again are one whole.
    seamless: bool,
    /// It failed, and that was told.
    failed: bool,
}

/// One answer to a subscription.
pub enum Told {
    /// The text of a response: `{"data": …}`.
    Next(Arc<str>),
    /// It failed, and this is the last: a list of errors.
    Failed(Json),
}

impl Stream {
    /// The next answer; `None` when the server is about to stop. When the definitions change it goes on under the new ones.
    pub async fn next(&mut self) -> Option<Told> {
        loop {
            match self.subscription.next().await {
                Some(Ok(text)) => return Some(Told::Next(text)),
                Some(Err(error)) => return Some(self.fail(&[error])),
                None if self.failed || self.app.served().live.is_closed() => return None,
                None => match self.follow_again().await {
                    Ok(stream) => *self = stream,
                    Err(errors) => return Some(self.fail(&errors)),
                },
            }
        }
    }

    /// Follows the same under the definitions that are served now, from where it was.
    async fn follow_again(&self) -> Result<Self, Vec<RequestError>> {
        if !self.seamless {
            let message = "the definitions have changed; read what you may have missed, then follow again";
            return Err(vec![RequestError::new(Code::Unavailable, message)]);
        }
        let request = Request::clone(&self.request);
        match Box::pin(started(&self.app, request, Some(self.subscription.reached()), &mut None)).await? {
            Outcome::Stream(stream) => Ok(stream),
            Outcome::Answer(_) => Err(vec![RequestError::new(Code::Internal, "a subscription was answered at once")]),
        }
    }

    fn fail(&mut self, errors: &[RequestError]) -> Told {
        self.failed = true;
        Told::Failed(errors_json(errors, &self.request.request_id))
    }
}

/// Executes a query or mutation: limits, parsing, validation, planning, reading.
pub async fn execute(app: &Arc<App>, request: Request) -> Response {
    match start(app, Request { streams: false, ..request }).await {
        Outcome::Answer(response) => response,
        Outcome::Stream(_) => unreachable!("a request that does not stream is answered at once"),
    }
}

/// Executes a query or mutation, or starts to follow a subscription where the door can answer one.
pub async fn start(app: &Arc<App>, request: Request) -> Outcome {
    let id = request.request_id.clone();
    let mut label = request.operation_name.as_deref().map(label::cut);
    let mut outcome = match Box::pin(started(app, request, None, &mut label)).await {
        Ok(outcome) => outcome,
        Err(errors) => {
            let (code, status, _) = errors.first().map_or(Code::BadInput, |error| error.code).facts();
            let body = Body::Value(json!({ "errors": errors_json(&errors, &id) }));
            Outcome::Answer(Response { body, executed: false, status, operation: None, code: Some(code) })
        }
    };
    match &mut outcome {
        Outcome::Answer(response) => response.operation = label,
        Outcome::Stream(stream) => stream.operation = label,
    }
    outcome
}

/// `reached` is how far a subscription was told before it is followed again; `label` becomes what the log calls the
/// operation, as soon as that is known.
async fn started(
    app: &Arc<App>,
    request: Request,
    reached: Option<Seq>,
    label: &mut Option<String>,
) -> Result<Outcome, Vec<RequestError>> {
    let served = app.served();
    let answer =
        |body, code| Outcome::Answer(Response { body, executed: true, status: StatusCode::OK, operation: None, code });
    if let Some(known) = served.introspected.get(&request) {
        label.get_or_insert_with(|| "introspection".to_owned());
        return Ok(answer(Body::Text(known), None));
    }
    let (known, is_new) = match served.documents.find(&request) {
        Some(known) => (known, false),
        None => {
            let mut document = limits::parse(&request.query, &app.limits).map_err(|error| vec![error])?;
            let asked = explain::take(&mut document, request.operation_name.as_deref()).map_err(|error| vec![error])?;
            (Arc::new(Known::new(document, asked)), true)
        }
    };
    let document = &known.document;
    let operation = selected_operation(document, request.operation_name.as_deref()).map_err(|error| vec![error])?;
    *label = Some(label::of(document, operation));
    if let Err(error) = may_run(operation, &request) {
        let body = Body::Value(json!({ "errors": [error_json(&error, None, &request.request_id)] }));
        let (status, code) = (StatusCode::METHOD_NOT_ALLOWED, Some(error.code.facts().0));
        return Ok(Outcome::Answer(Response { body, executed: false, status, operation: None, code }));
    }
    // A mutation is planned and stored with the same definitions, unless it is the one that changes them.
    let changes_definitions = || request.query.contains("typeApply");
    let writing = match operation.node.ty {
        OperationType::Mutation if !changes_definitions() => Some(app.writing().await),
        _ => None,
    };
    let (served, is_new) = match &writing {
        Some(_) => {
            let now = app.served();
            let same = Arc::ptr_eq(&now, &served);
            (now, is_new || !same)
        }
        None => (served, is_new),
    };
    let definitions = &operation.node.variable_definitions;
    let variables = coerce::variables(&served.surface, definitions, &request.variables);
    let variables = variables.map_err(|error| vec![error])?;
    let plan = known.plan(&request.variables);
    let cost = match plan {
        Some(_) => 0,
        None => {
            limits::price(&served.surface, document, operation, &variables, &app.limits).map_err(|error| vec![error])?
        }
    };
    if is_new {
        validate::validate(&served.surface, document)?;
        served.documents.keep(&request, &known);
    }
    let planner = Arc::new(Planner {
        surface: Arc::clone(&served.surface),
        variables,
        now: (app.clock)(),
        cursor_key: served.cursor_key,
        retention: app.retention,
    });
    let (store, ids) = (served.store.clone(), Arc::clone(&app.ids));
    let task = Task { app: Arc::clone(app), planner, store, ids, origin: request.origin, writing };
    let selection = || selection::convert(document, &operation.node.selection_set.node, &task.planner.variables);
    let answered = match (operation.node.ty, plan) {
        (OperationType::Query, Some(roots)) => task.query(roots).await,
        (OperationType::Query, None) => match task.planner.roots(&[selection()]).map(Arc::new) {
            Ok(roots) if known.asked.is_empty() => {
                known.keep_plan(&request, &operation.node, &roots);
                task.query(roots).await
            }
            Ok(roots) => task.explained(roots, known.asked.clone()).await,
            Err(error) => Answered::failed(error),
        },
        (OperationType::Mutation, _) => task.mutation(selection()).await,
        (OperationType::Subscription, _) => {
            let followed = follow(&served, request, &task, &selection(), reached).await;
            return followed.map(Outcome::Stream).map_err(|error| vec![error]);
        }
    };
    let flawless = answered.errors.is_empty() && answered.explained.is_none();
    let code = answered.errors.first().map(|(error, _)| error.code.facts().0);
    let body = written(answered, cost, &request.request_id);
    // A plan that was kept reads the store.
    if flawless && !known.has_plan() && introspection::is_constant(&operation.node, &selection()) {
        served.introspected.keep(&request, &body);
    }
    Ok(answer(Body::Text(body), code))
}

/// The body of an answer: `data`, `errors`, `extensions`.
fn written(mut answered: Answered, cost: u64, request_id: &str) -> Bytes {
    let mut text = answered.begin();
    if !answered.errors.is_empty() {
        let errors = answered.errors.iter().take(MAX_ERRORS);
        let errors: Json = errors.map(|(error, key)| error_json(error, Some(key), request_id)).collect();
        text.extend([",\"errors\":", &errors.to_string()]);
    }
    if let Some(fields) = answered.explained {
        text.extend([",\"extensions\":", &json!({ "explain": explain::summed(cost, &fields) }).to_string()]);
    }
    text.push('}');
    Bytes::from(text)
}

/// Follows the one field of a validated subscription.
async fn follow(
    served: &Served,
    request: Request,
    task: &Task,
    selection: &Arc<Set>,
    reached: Option<Seq>,
) -> Result<Stream, RequestError> {
    let query = LiveQuery::plan(&task.planner, selection)?;
    let seamless = query.resumes() || query.starts_with_everything();
    let since = reached.or(query.since());
    let mut variables = request.variables.clone();
    if let Some(name) = live::resuming_variable(selection)
        && request.query.matches(&format!("${name}")).count() == 2
    {
        // Declared and used once: those who resume from different places follow the same.
        variables.remove(&name);
    }
    let variables = Json::Object(variables).to_string();
    let shape = Shape { document: request.query.clone(), operation: request.operation_name.clone(), variables };
    let subscription = served.live.follow(shape, query, since).await?;
    let (app, request) = (Arc::clone(&task.app), Box::new(request));
    Ok(Stream { subscription, app, request, operation: None, seamless, failed: false })
}

fn selected_operation<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Result<&'a Positioned<OperationDefinition>, RequestError> {
    let missing = |message: String| RequestError::new(Code::ValidationFailed, message);
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Ok(operation),
        (DocumentOperations::Single(_), Some(name)) => {
            Err(missing(format!("the document has one operation without a name, and none named `{}`", short(name))))
        }
        (DocumentOperations::Multiple(operations), Some(name)) => operations
            .iter()
            .find(|(known, _)| known.as_str() == name)
            .map(|(_, operation)| operation)
            .ok_or_else(|| missing(format!("the document has no operation named `{}`", short(name)))),
        (DocumentOperations::Multiple(operations), None) => match operations.values().next() {
            Some(operation) if operations.len() == 1 => Ok(operation),
            _ => Err(missing("the document has several operations; `operationName` says which to run".to_owned())),
        },
    }
}

fn may_run(operation: &Positioned<OperationDefinition>, request: &Request) -> Result<(), RequestError> {
    match operation.node.ty {
        OperationType::Mutation if request.read_only => {
            Err(RequestError::new(Code::BadInput, "a mutation is sent by POST; GET only reads"))
        }
        OperationType::Subscription if !request.streams => Err(RequestError::new(
            Code::BadInput,
            "a subscription is answered as `text/event-stream` to a single POST that accepts it, or over a WebSocket",
        )),
        _ => Ok(()),
    }
}

/// Errors of a request as the API answers them.
pub fn errors_json(errors: &[RequestError], request_id: &str) -> Json {
    errors.iter().take(MAX_ERRORS).map(|error| error_json(error, None, request_id)).collect()
}

fn error_json(error: &RequestError, key: Option<&str>, request_id: &str) -> Json {
    let (code, _, retryable) = error.code.facts();
    let mut answer = Map::new();
    answer.insert("message".to_owned(), json!(short(&error.message)));
    if let Some((line, column)) = error.location {
        answer.insert("locations".to_owned(), json!([{ "line": line, "column": column }]));
    }
    if let Some(key) = key.filter(|key| !key.is_empty()) {
        answer.insert("path".to_owned(), json!([key]));
    }
    let extensions = json!({ "code": code, "retryable": retryable, "requestId": request_id });
    answer.insert("extensions".to_owned(), extensions);
    Json::Object(answer)
}

fn short(text: &str) -> String {
    text.chars().take(MAX_MESSAGE).collect()
}

#[cfg(test)]
mod tests;
