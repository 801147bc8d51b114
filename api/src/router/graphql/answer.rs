//! Writing GraphQL answers: media type, status and the envelope of errors.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use bytes::Bytes;
use daybook_graphql::{
    error::RequestError,
    request::{self, Execution},
};
use serde_json::{Value as Json, json};

use crate::http::{LogContext, RequestId, accept::AnswerType, status};

/// A request that is refused before it is executed.
#[derive(Debug)]
pub struct Refusal {
    /// Of the answer.
    pub status: StatusCode,
    /// Why.
    pub errors: Vec<RequestError>,
}

impl Refusal {
    /// The request cannot be read.
    pub fn bad_request(errors: Vec<RequestError>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, errors }
    }

    /// The kind of content is not taken.
    pub fn unsupported(message: String) -> Self {
        Self { status: StatusCode::UNSUPPORTED_MEDIA_TYPE, errors: vec![RequestError::bad_input(message)] }
    }

    /// The client accepts no kind of answer that there is.
    pub fn not_acceptable() -> Self {
        let message = "answers are `application/graphql-response+json` or `application/json`; accept one of them";
        Self { status: StatusCode::NOT_ACCEPTABLE, errors: vec![RequestError::bad_input(message)] }
    }

    /// The answer, as `application/json`.
    pub fn render(self, id: &RequestId) -> Response {
        self.render_as(AnswerType::Legacy, id)
    }

    /// The answer.
    pub fn render_as(self, kind: AnswerType, id: &RequestId) -> Response {
        let errors: Vec<Json> = self.errors.iter().map(|error| error_json(error, id)).collect();
        let mut answer = write(kind, self.status, Bytes::from(json!({ "errors": errors }).to_string()));
        let code = self.errors.first().map(|error| error.code.facts().0.into());
        answer.extensions_mut().insert(LogContext { operation: None, code });
        answer
    }
}

fn error_json(error: &RequestError, id: &RequestId) -> Json {
    let (code, retryable) = error.code.facts();
    json!({
        "message": error.message,
        "extensions": { "code": code, "retryable": retryable, "requestId": id.0 },
    })
}

/// The answer to one request. In the older media type a request that was well-formed, though not executable, is answered
/// with 200, as the specification of GraphQL over HTTP wants it.
pub fn answer_one(kind: AnswerType, response: request::Response) -> Response {
    let status = match response.execution {
        Execution::Done => StatusCode::OK,
        Execution::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
        Execution::Refused(code) => match status::of(code) {
            StatusCode::BAD_REQUEST if kind == AnswerType::Legacy => StatusCode::OK,
            status => status,
        },
    };
    let log_context = LogContext { operation: response.operation, code: response.code.map(Into::into) };
    let mut answer = write(kind, status, response.body.into_bytes());
    answer.extensions_mut().insert(log_context);
    if status == StatusCode::METHOD_NOT_ALLOWED {
        answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    }
    answer
}

/// The answers to a batch, in its order. Each says for itself what came of it.
pub fn answer_several(kind: AnswerType, responses: Vec<request::Response>) -> Response {
    let operations: Vec<&str> = responses.iter().filter_map(|response| response.operation.as_deref()).collect();
    let code = responses.iter().find_map(|response| response.code).map(Into::into);
    let log_context = LogContext { operation: Some(operations.join("; ")), code };
    let bodies: Vec<_> = responses.into_iter().map(|response| response.body.to_string()).collect();
    let mut answer = write(kind, StatusCode::OK, Bytes::from(format!("[{}]", bodies.join(","))));
    answer.extensions_mut().insert(log_context);
    answer
}

fn write(kind: AnswerType, status: StatusCode, body: Bytes) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind.content_type()));
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept"));
    response
}
