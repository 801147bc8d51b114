//! From a request to its answer: limits, parsing, validation, planning, then the operation itself.

mod changing;
mod definitions;
mod demo;
mod label;
mod stream;
mod task;

use std::sync::Arc;

use async_graphql_parser::{
    Positioned,
    types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
};
use bytes::Bytes;
use daybook_store::record::Seq;
use serde_json::{Value as Json, json};

pub use self::stream::{Stream, StreamItem};
use self::task::{Answered, Task};
use crate::{
    app::{App, ServedModel},
    body::Body,
    coerce,
    document_cache::CachedDocument,
    error::{Code, MAX_ERRORS, RequestError, errors_json, short},
    explain, introspection, limits,
    live::{
        Shape,
        query::{LiveQuery, resuming_variable},
    },
    plan::{Context, Planner},
    request::{Execution, Request, Response},
    selection::{self, Set},
    validate,
};

/// What comes of a request.
pub enum Outcome {
    /// One answer.
    Answer(Response),
    /// A subscription that stands.
    Stream(Stream),
}

/// Executes a query or mutation: limits, parsing, validation, planning, reading.
pub async fn execute(app: &Arc<App>, request: Request) -> Response {
    match start(app, Request { streams: false, ..request }).await {
        Outcome::Answer(response) => response,
        Outcome::Stream(_) => unreachable!("a request that does not stream is answered at once"),
    }
}

/// Executes a query or mutation, or starts to follow a subscription where the protocol can answer one.
pub async fn start(app: &Arc<App>, request: Request) -> Outcome {
    let id = request.request_id.clone();
    let mut label = request.operation_name.as_deref().map(label::cut);
    let mut outcome = match Box::pin(started(app, request, None, &mut label)).await {
        Ok(outcome) => outcome,
        Err(errors) => {
            let code = errors.first().map_or(Code::BadInput, |error| error.code);
            let body = Body::Value(json!({ "errors": errors_json(&errors, &id) }));
            let (execution, code) = (Execution::Refused(code), Some(code.facts().0));
            Outcome::Answer(Response { body, execution, operation: None, code })
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
    let answer = |body, code| Outcome::Answer(Response { body, execution: Execution::Done, operation: None, code });
    if let Some(known) = served.introspected.get(&request) {
        label.get_or_insert_with(|| "introspection".to_owned());
        return Ok(answer(Body::Text(known), None));
    }
    let (known, is_new) = match served.documents.find(&request) {
        Some(known) => (known, false),
        None => {
            let mut document = limits::parse(&request.query, &app.limits).map_err(|error| vec![error])?;
            let asked = explain::take(&mut document, request.operation_name.as_deref()).map_err(|error| vec![error])?;
            (Arc::new(CachedDocument::new(document, asked)), true)
        }
    };
    let document = &known.document;
    let operation = selected_operation(document, request.operation_name.as_deref()).map_err(|error| vec![error])?;
    *label = Some(label::of(document, operation));
    if let Err(error) = may_run(operation, &request) {
        let code = Some(error.code.facts().0);
        let body = Body::Value(json!({ "errors": errors_json(&[error], &request.request_id) }));
        return Ok(Outcome::Answer(Response { body, execution: Execution::WrongMethod, operation: None, code }));
    }
    // A mutation is planned and stored with the same definitions, unless it is the one that changes them.
    let writing = match operation.node.ty {
        OperationType::Mutation if !changing::changes_definitions(document, &operation.node) => {
            Some(app.writing().await)
        }
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
    let model = Arc::clone(&served.surface.model);
    let context = Context { model, variables, now: (app.clock)(), cursor_key: served.cursor_key };
    let planner = Arc::new(Planner::new(Arc::clone(&served.surface), context, app.retention));
    let (store, ids) = (served.store.clone(), Arc::clone(&app.ids));
    let task = Task { app: Arc::clone(app), planner, store, ids, origin: request.origin, writing };
    let selection =
        || selection::convert(document, &operation.node.selection_set.node, &task.planner.context.variables);
    let answered = match (operation.node.ty, plan) {
        (OperationType::Query, Some(roots)) => task.query(roots).await,
        (OperationType::Query, None) => match task.planner.roots(&[selection()]).map(Arc::new) {
            Ok(roots) if known.asked.is_empty() => {
                if task.planner.is_small() {
                    known.keep_plan(&request, &operation.node, &roots);
                }
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
    let code = answered.errors.first().map(|(error, _)| error.code.facts().0).or(answered.refused);
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
        let errors: Json = errors.map(|(error, key)| error.to_json(key, request_id)).collect();
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
    served: &ServedModel,
    request: Request,
    task: &Task,
    selection: &Arc<Set>,
    reached: Option<Seq>,
) -> Result<Stream, RequestError> {
    let query = LiveQuery::plan(&task.planner, selection)?;
    let seamless = query.resumes() || query.starts_with_everything();
    let since = reached.or(query.since());
    let mut variables = request.variables.clone();
    if let Some(name) = resuming_variable(selection)
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
