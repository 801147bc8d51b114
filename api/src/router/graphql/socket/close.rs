//! Why a socket is closed by the server.

use std::{borrow::Cow, time::Duration};

use axum::extract::ws::{CloseFrame, Message, WebSocket};

/// Bytes of a reason at most, as the WebSocket protocol has it.
const REASON: usize = 123;

/// How long a client may take to receive and answer that the socket is closed.
const GOODBYE: Duration = Duration::from_secs(2);

/// A close code with its reason.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Close {
    /// Of the WebSocket protocol below 4000, of `graphql-transport-ws` above.
    pub code: u16,
    /// For people.
    pub reason: Cow<'static, str>,
}

impl Close {
    /// The server is about to stop.
    pub const GOING_AWAY: Self = Self::of(1001, "the server is about to stop");
    /// A message is larger than is taken.
    pub const TOO_LARGE: Self = Self::of(1009, "a message may have 65536 bytes");
    /// The client does not read what it is sent.
    pub const TOO_SLOW: Self = Self::of(1013, "this client reads too slowly; connect again");
    /// An operation before the connection was acknowledged.
    pub const UNAUTHORIZED: Self = Self::of(4401, "Unauthorized: send `connection_init` and wait for its answer first");
    /// A page of another site.
    pub const FORBIDDEN: Self = Self::of(4403, "Forbidden: a page of another site may not connect");
    /// Another protocol.
    pub const SUBPROTOCOL: Self = Self::of(4406, "Subprotocol not acceptable: this is `graphql-transport-ws`");
    /// No `connection_init` in time.
    pub const INIT_TIMEOUT: Self = Self::of(4408, "Connection initialisation timeout");
    /// A second `connection_init`.
    pub const SECOND_INIT: Self = Self::of(4429, "Too many initialisation requests");
    /// More messages than are taken.
    pub const TOO_MANY: Self = Self::of(4429, "Too many messages: at most 100 in a minute");

    const fn of(code: u16, reason: &'static str) -> Self {
        Self { code, reason: Cow::Borrowed(reason) }
    }

    /// A message that is none of the protocol.
    pub fn bad_message(reason: impl std::fmt::Display) -> Self {
        Self { code: 4400, reason: Cow::Owned(format!("Invalid message: {reason}")) }
    }

    /// The id of an operation that runs.
    pub fn duplicate(id: &str) -> Self {
        Self { code: 4409, reason: Cow::Owned(format!("Subscriber for {id} already exists")) }
    }

    /// The reason, as long as a close frame can hold it.
    fn cut_reason(&self) -> &str {
        &self.reason[..self.reason.floor_char_boundary(REASON)]
    }
}

/// Closes a socket and waits for the client to have heard it.
pub async fn close(mut socket: WebSocket, close: Close) {
    let frame = CloseFrame { code: close.code, reason: close.cut_reason().into() };
    let goodbye = async {
        if socket.send(Message::Close(Some(frame))).await.is_ok() {
            while let Some(Ok(_)) = socket.recv().await {}
        }
    };
    // A client that does not answer is left all the same.
    drop(tokio::time::timeout(GOODBYE, goodbye).await);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_a_reason_between_characters() {
        let close = Close::duplicate(&"ü".repeat(200));
        assert!(close.cut_reason().len() <= REASON);
        assert!(close.cut_reason().ends_with('ü'));
    }
}
