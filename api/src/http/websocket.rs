//! Requests that ask to become a WebSocket.

use axum::{
    extract::Request,
    http::{HeaderMap, Method, header},
};

/// Whether a request asks to become a WebSocket.
pub fn is_asked_for(headers: &HeaderMap) -> bool {
    let upgrade = headers.get(header::UPGRADE).and_then(|value| value.to_str().ok());
    upgrade.is_some_and(|upgrade| upgrade.eq_ignore_ascii_case("websocket"))
}

/// Whether a request asks for the WebSocket that GraphQL is spoken over; there is no other.
pub fn is_for_graphql(request: &Request) -> bool {
    request.uri().path() == "/graphql" && request.method() == Method::GET && is_asked_for(request.headers())
}
