//! Answers as a stream of events (`text/event-stream`): the distinct connections mode of the GraphQL over SSE protocol.
//!
//! Each answer is `event: next` with the response as its data, the end is `event: complete`. When the server stops, the
//! body ends without it, by which clients know that there is more to come and follow again. Between the events a comment
//! is sent now and then, so that nothing on the way takes the connection for dead.

use std::{convert::Infallible, time::Duration};

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, header},
    response::Response,
};
use daybook_graphql::{
    execute::{Stream, StreamItem},
    request,
};
use futures_util::{future::BoxFuture, stream};
use serde_json::json;

use crate::http::{Draining, LogContext};

/// How long nothing is sent at most.
const KEEP_ALIVE: Duration = Duration::from_secs(12);

/// A line that means nothing.
const COMMENT: &str = ":\n\n";

/// The end.
const COMPLETE: &str = "event: complete\ndata:\n\n";

/// A subscription, for as long as the client stays and the server runs.
pub fn stream(stream: Stream, draining: Draining) -> Response {
    let log_context = LogContext { operation: stream.operation.clone(), code: None };
    let state = State { next: Some(next(stream)), draining };
    let events = stream::unfold((Some(state), true), |(state, first)| async move {
        let state = state?;
        if first {
            // Something to send at once, for proxies that hold the headers back until then.
            return Some((COMMENT.to_owned(), (Some(state), false)));
        }
        let (event, state) = state.event().await?;
        Some((event, (state, false)))
    });
    response(Body::from_stream(futures_util::StreamExt::map(events, Ok::<_, Infallible>)), log_context)
}

/// The one answer of a query or mutation.
pub fn once(response: &request::Response) -> Response {
    let log_context = LogContext { operation: response.operation.clone(), code: response.code.map(Into::into) };
    self::response(Body::from(format!("{}{COMPLETE}", event(&response.body.to_string()))), log_context)
}

type Next = BoxFuture<'static, (Option<StreamItem>, Stream)>;

struct State {
    /// Kept from one event to the next, so that a comment in between interrupts nothing.
    next: Option<Next>,
    draining: Draining,
}

impl State {
    /// The next event, and what comes behind it: nothing when that was the last. `None` when the server stops.
    async fn event(mut self) -> Option<(String, Option<Self>)> {
        let pending = self.next.as_mut()?;
        let (told, stream) = tokio::select! {
            told = pending => told,
            () = tokio::time::sleep(KEEP_ALIVE) => return Some((COMMENT.to_owned(), Some(self))),
            () = self.draining.started() => return None,
        };
        match told? {
            StreamItem::Next(text) => {
                self.next = Some(next(stream));
                Some((event(&text), Some(self)))
            }
            StreamItem::Failed(errors) => {
                Some((format!("{}{COMPLETE}", event(&json!({ "errors": errors }).to_string())), None))
            }
        }
    }
}

fn next(mut stream: Stream) -> Next {
    Box::pin(async move {
        let told = stream.next().await;
        (told, stream)
    })
}

/// JSON written in one piece has no line breaks, so that one `data` line holds it.
fn event(text: &str) -> String {
    format!("event: next\ndata: {text}\n\n")
}

fn response(body: Body, log_context: LogContext) -> Response {
    let mut response = Response::new(body);
    response.extensions_mut().insert(log_context);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept"));
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

#[cfg(test)]
mod tests {
    use axum::{
        body::Body,
        http::{Method, StatusCode},
    };
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;
    use crate::testing::{Server, request};

    async fn post(server: &Server, accept: &str, query: &str) -> Response {
        let request = request(Method::POST, "/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, accept)
            .body(Body::from(json!({ "query": query }).to_string()));
        server.router.clone().oneshot(request.unwrap()).await.unwrap()
    }

    async fn frame(response: &mut Response) -> String {
        let frame = response.body_mut().frame().await.unwrap().unwrap();
        String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap()
    }

    const BEDS: &str = "subscription { bedsLive { snapshot entered { name } } }";

    #[tokio::test]
    async fn a_subscription_is_a_stream_of_events_that_breaks_off_when_the_server_stops() {
        let server = Server::garden();
        let mut response = post(&server, "application/json, text/event-stream", BEDS).await;
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream; charset=utf-8");
        server.data(r#"mutation { bedCreate(input: {name: "a"}) { entry { id } } }"#).await;
        assert_eq!(frame(&mut response).await, COMMENT);
        let snapshot = r#"{"data":{"bedsLive":{"snapshot":true,"entered":[]}}}"#;
        assert_eq!(frame(&mut response).await, format!("event: next\ndata: {snapshot}\n\n"));
        let patch = r#"{"data":{"bedsLive":{"snapshot":false,"entered":[{"name":"a"}]}}}"#;
        assert_eq!(frame(&mut response).await, format!("event: next\ndata: {patch}\n\n"));
        server.draining.start();
        assert!(response.body_mut().frame().await.is_none());
    }

    #[tokio::test]
    async fn a_query_is_one_event_for_those_who_take_nothing_else() {
        let mut response = post(&Server::garden(), "text/event-stream", "{ beds { totalCount } }").await;
        let data = r#"{"data":{"beds":{"totalCount":0}}}"#;
        assert_eq!(frame(&mut response).await, format!("event: next\ndata: {data}\n\n{COMPLETE}"));
    }

    #[tokio::test]
    async fn what_cannot_be_followed_is_told_by_the_status() {
        let response = post(&Server::garden(), "text/event-stream", "subscription { nothing }").await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        let response = post(&Server::garden(), "application/json", BEDS).await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    }
}
