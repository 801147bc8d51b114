//! GraphQL over WebSockets: the `graphql-transport-ws` protocol, by a loop of our own.
//!
//! Whatever breaks the protocol closes the socket with the code that the protocol names; what is wrong with a single
//! operation is sent under its id and leaves the others alone.

mod close;
mod message;
mod session;
#[cfg(test)]
mod tests;

use axum::{
    extract::ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    http::{HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};

use self::{close::Close, session::Session};
use crate::http::{HttpState, RequestId, problem::Problem};

/// The protocol spoken here.
const PROTOCOL: &str = "graphql-transport-ws";

/// Bytes of one message at most.
const MESSAGE: usize = 64 * 1024;

/// Bytes that are read of a message before it is known to be too large.
const READ: usize = 4 * MESSAGE;

/// Bytes that wait to be read or written by one socket.
const BUFFER: usize = 4 * 1024;

/// Becomes a WebSocket; one of a foreign page is refused.
pub fn open(
    state: HttpState,
    id: RequestId,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    foreign: bool,
) -> Response {
    let mut upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => {
            let status = rejection.into_response().status();
            let detail = "the request cannot become a WebSocket: send GET with `Upgrade: websocket`, \
                          `Connection: Upgrade`, `Sec-WebSocket-Version: 13` and `Sec-WebSocket-Key`";
            return match status {
                StatusCode::UPGRADE_REQUIRED => Problem { status, ..Problem::bad_request(detail) }.into_response(),
                _ => Problem::bad_request(detail).into_response(),
            };
        }
    };
    let protocol = spoken(&upgrade);
    let refused = if foreign {
        Some(Close::FORBIDDEN)
    } else if protocol.as_ref().is_none_or(|protocol| protocol != PROTOCOL) {
        Some(Close::SUBPROTOCOL)
    } else {
        None
    };
    if let Some(protocol) = protocol {
        upgrade.set_selected_protocol(protocol);
    }
    upgrade.max_message_size(READ).max_frame_size(READ).read_buffer_size(BUFFER).write_buffer_size(BUFFER).on_upgrade(
        move |socket| async move {
            match refused {
                Some(refused) => close::close(socket, refused).await,
                None => Session::run(socket, state, id).await,
            }
        },
    )
}

/// Ours when the client offers it; else the first that it offers, so that its library takes the connection and hears
/// from us why it is closed.
fn spoken(upgrade: &WebSocketUpgrade) -> Option<HeaderValue> {
    let offered: Vec<HeaderValue> = upgrade.requested_protocols().cloned().collect();
    let ours = offered.iter().find(|protocol| *protocol == PROTOCOL);
    ours.or(offered.first()).cloned()
}
