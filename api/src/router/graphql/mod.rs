//! GraphQL over HTTP, by POST for everything and by GET for queries; subscriptions as a stream of events
//! and over WebSockets.
//!
//! Only `application/json` is taken by POST: a browser asks first before it sends that to another site, so a foreign
//! page cannot write. Requests that cannot be read are answered with `errors`, as those that can be.

mod answer;
mod events;
mod operation;
mod origin;
mod socket;
#[cfg(test)]
mod tests;

use axum::{
    Extension,
    extract::{
        RawQuery, Request, State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use bytes::Bytes;
use daybook_graphql::{
    error::{Code, RequestError},
    execute::{Outcome, execute, start},
};
use daybook_schema::json;
use serde_json::Value as Json;

use self::{
    answer::{Refusal, answer_one, answer_several},
    operation::Operation,
};
use crate::http::{
    HttpState, RequestId,
    accept::{AnswerType, Events},
    body::{self, BodyError},
    media_type::MediaType,
    origin::Foreign,
    websocket,
};

/// Answers a query, or a few (a JSON array), in order; a subscription as a stream of events.
pub async fn post(State(state): State<HttpState>, Extension(id): Extension<RequestId>, request: Request) -> Response {
    let (kind, events) = (AnswerType::negotiate(request.headers()), Events::negotiate(request.headers()));
    if kind.is_none() && events == Events::Refused {
        return Refusal::not_acceptable().render(&id);
    }
    // A client that accepts only events learns from the status what came of a request that gives none.
    let or_status = kind.unwrap_or(AnswerType::Response);
    let origin = match origin::of(request.headers()) {
        Ok(origin) => origin,
        Err(error) => return Refusal::bad_request(vec![error]).render_as(or_status, &id),
    };
    match read(&state, request).await {
        Err(refusal) => refusal.render_as(or_status, &id),
        Ok(RequestBody::One(operation)) if events == Events::Refused => {
            answer_one(or_status, execute(&state.app, operation.into_request(&id, origin)).await)
        }
        Ok(RequestBody::One(operation)) => match start(&state.app, operation.into_live_request(&id, origin)).await {
            Outcome::Stream(stream) => events::stream(stream, state.options.draining.clone()),
            Outcome::Answer(response) if response.execution.is_done() && events == Events::Preferred => {
                events::once(&response)
            }
            Outcome::Answer(response) => answer_one(or_status, response),
        },
        Ok(RequestBody::Several(_)) if kind.is_none() => Refusal::not_acceptable().render(&id),
        Ok(RequestBody::Several(operations)) => {
            let mut responses = Vec::with_capacity(operations.len());
            for operation in operations {
                responses.push(execute(&state.app, operation.into_request(&id, origin)).await);
            }
            answer_several(or_status, responses)
        }
    }
}

/// Answers a query from the parameters `query`, `variables`, `operationName` and `extensions`; never a mutation. A
/// request to become a WebSocket is one for `graphql-transport-ws`.
pub async fn get(
    State(state): State<HttpState>,
    Extension(id): Extension<RequestId>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    foreign: Option<Extension<Foreign>>,
    RawQuery(parameters): RawQuery,
    headers: HeaderMap,
) -> Response {
    if websocket::is_asked_for(&headers) {
        return socket::open(state, id, upgrade, foreign.is_some());
    }
    let Some(kind) = AnswerType::negotiate(&headers) else { return Refusal::not_acceptable().render(&id) };
    match Operation::from_parameters(parameters.as_deref().unwrap_or_default()) {
        Err(errors) => Refusal::bad_request(errors).render_as(kind, &id),
        Ok(operation) => answer_one(kind, execute(&state.app, operation.into_read_request(&id)).await),
    }
}

/// What a body holds.
enum RequestBody {
    One(Operation),
    Several(Vec<Operation>),
}

async fn read(state: &HttpState, request: Request) -> Result<RequestBody, Refusal> {
    require_json(request.headers())?;
    let bytes = body::read(request, state.options.limits.body).await?;
    match parse(&bytes)? {
        Json::Array(items) => several(items, state.options.limits.batch).map(RequestBody::Several),
        item => Operation::from_json(item).map(RequestBody::One).map_err(Refusal::bad_request),
    }
}

fn require_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = MediaType::parse(given);
    if media_type.essence != "application/json" {
        return Err(Refusal::unsupported(match given {
            "" => "the request has no `Content-Type`; send `application/json`".to_owned(),
            _ => format!("`{given}` is not taken here; send `application/json`"),
        }));
    }
    match media_type.foreign_charset() {
        Some(charset) => Err(Refusal::unsupported(format!("the charset `{charset}` is not taken here; send UTF-8"))),
        None => Ok(()),
    }
}

fn parse(bytes: &Bytes) -> Result<Json, Refusal> {
    if bytes.is_empty() {
        return Err(malformed("the body is empty; send a JSON object with `query`"));
    }
    if let Err(error) = std::str::from_utf8(bytes) {
        return Err(malformed(format!("the body is no UTF-8: see its byte {}", error.valid_up_to())));
    }
    json::read(bytes).map_err(|error| malformed(format!("the body is no JSON: {error}")))
}

fn several(items: Vec<Json>, most: usize) -> Result<Vec<Operation>, Refusal> {
    if items.is_empty() {
        return Err(malformed("the batch is empty; send at least one operation"));
    }
    if items.len() > most {
        let message = format!("the batch holds {} operations; at most {most} are taken at once", items.len());
        return Err(Refusal::bad_request(vec![RequestError::new(Code::TooComplex, message)]));
    }
    let mut errors = Vec::new();
    let mut operations = Vec::with_capacity(items.len());
    for (position, item) in items.into_iter().enumerate() {
        match Operation::from_json(item) {
            Ok(operation) => operations.push(operation),
            Err(found) => errors.extend(found.into_iter().map(|error| RequestError {
                message: format!("operation {position} of the batch: {}", error.message),
                ..error
            })),
        }
    }
    if errors.is_empty() { Ok(operations) } else { Err(Refusal::bad_request(errors)) }
}

fn malformed(message: impl Into<String>) -> Refusal {
    Refusal::bad_request(vec![RequestError::new(Code::ParseFailed, message)])
}

impl From<BodyError> for Refusal {
    fn from(error: BodyError) -> Self {
        let code = if error.status() == StatusCode::REQUEST_TIMEOUT { Code::Timeout } else { Code::BadInput };
        Self { status: error.status(), errors: vec![RequestError::new(code, error.to_string())] }
    }
}
