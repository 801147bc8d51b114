//! The messages of `graphql-transport-ws`.

use daybook_schema::json::read;
use daybook_store::record::Origin;
use serde_json::{Map, Value as Json, json};

use super::close::Close;
use crate::{
    http::json::kind,
    router::graphql::{operation::Operation, origin},
};

/// What a client says.
#[derive(Debug, PartialEq)]
pub enum Incoming {
    /// Opens the conversation, and says who will write.
    Init(Origin),
    /// Asks for a sign of life.
    Ping(Option<Json>),
    /// Gives a sign of life.
    Pong,
    /// Starts an operation.
    Subscribe(String, Operation),
    /// Ends an operation.
    Complete(String),
}

impl Incoming {
    /// Reads a message, or says how the socket is to be closed.
    pub fn parse(text: &str) -> Result<Self, Close> {
        let json = read(text.as_bytes()).map_err(|error| Close::bad_message(format_args!("no JSON: {error}")))?;
        let Json::Object(mut message) = json else {
            return Err(Close::bad_message(format_args!("it is {}; send an object", kind(&json))));
        };
        let Some(Json::String(ty)) = message.remove("type") else {
            return Err(Close::bad_message("it has no `type`"));
        };
        let payload = message.remove("payload").filter(|payload| !payload.is_null());
        match ty.as_str() {
            "connection_init" => writer(details(payload)?.as_ref()).map(Self::Init),
            "ping" => details(payload).map(Self::Ping),
            "pong" => details(payload).map(|_| Self::Pong),
            "subscribe" => {
                let id = id(&mut message)?;
                let payload = payload.ok_or_else(|| Close::bad_message("`subscribe` has no `payload`"))?;
                let operation = Operation::from_json(payload)
                    .map_err(|errors| Close::bad_message(errors.first().map_or("", |error| error.message.as_str())))?;
                Ok(Self::Subscribe(id, operation))
            }
            "complete" => id(&mut message).map(Self::Complete),
            _ => Err(Close::bad_message(format_args!("a client says nothing of type `{}`", shown(&ty)))),
        }
    }
}

/// Who says in the payload of `connection_init` that the web app writes here.
fn writer(payload: Option<&Json>) -> Result<Origin, Close> {
    let Some(given) = payload.and_then(|payload| payload.get(origin::NAME)) else { return Ok(Origin::Api) };
    origin::named(given.as_str().unwrap_or_default()).map_err(|error| Close::bad_message(error.message))
}

fn details(payload: Option<Json>) -> Result<Option<Json>, Close> {
    match payload {
        Some(other) if !other.is_object() => {
            Err(Close::bad_message(format_args!("`payload` is {}; it must be an object", kind(&other))))
        }
        payload => Ok(payload),
    }
}

fn id(message: &mut Map<String, Json>) -> Result<String, Close> {
    match message.remove("id") {
        Some(Json::String(id)) if !id.is_empty() => Ok(id),
        _ => Err(Close::bad_message("`id` must be a text that is not empty")),
    }
}

fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Acknowledges the connection.
pub fn ack() -> String {
    json!({ "type": "connection_ack" }).to_string()
}

/// Gives a sign of life.
pub fn pong(payload: Option<Json>) -> String {
    match payload {
        Some(payload) => json!({ "type": "pong", "payload": payload }).to_string(),
        None => json!({ "type": "pong" }).to_string(),
    }
}

/// An answer of an operation: the text of a response.
pub fn next(id: &str, response: &str) -> String {
    format!(r#"{{"id":{},"type":"next","payload":{response}}}"#, json!(id))
}

/// An operation that failed, with its errors.
pub fn error(id: &str, errors: &Json) -> String {
    json!({ "id": id, "type": "error", "payload": errors }).to_string()
}

/// An operation that has no more to tell.
pub fn complete(id: &str) -> String {
    json!({ "id": id, "type": "complete" }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_clients_say() {
        let parse = |text: &str| Incoming::parse(text).unwrap();
        assert_eq!(parse(r#"{"type":"connection_init"}"#), Incoming::Init(Origin::Api));
        assert_eq!(parse(r#"{"type":"connection_init","payload":{"a":1}}"#), Incoming::Init(Origin::Api));
        assert_eq!(parse(r#"{"type":"ping","payload":{"a":1}}"#), Incoming::Ping(Some(json!({ "a": 1 }))));
        assert_eq!(parse(r#"{"type":"pong","payload":null}"#), Incoming::Pong);
        assert_eq!(parse(r#"{"type":"complete","id":"1"}"#), Incoming::Complete("1".to_owned()));
        let operation = Operation::from_json(json!({ "query": "{ a }" })).unwrap();
        let text = r#"{"type":"subscribe","id":"x","payload":{"query":"{ a }"}}"#;
        assert_eq!(parse(text), Incoming::Subscribe("x".to_owned(), operation));
    }

    #[test]
    fn closes_on_what_is_no_message() {
        for (text, reason) in [
            ("{", "no JSON: EOF"),
            ("[]", "it is a list; send an object"),
            ("{}", "it has no `type`"),
            (r#"{"type":"start"}"#, "a client says nothing of type `start`"),
            (r#"{"type":"next","id":"1"}"#, "a client says nothing of type `next`"),
            (r#"{"type":"ping","payload":1}"#, "`payload` is a number; it must be an object"),
            (r#"{"type":"complete"}"#, "`id` must be"),
            (r#"{"type":"subscribe","id":""}"#, "`id` must be"),
            (r#"{"type":"subscribe","id":"1"}"#, "`subscribe` has no `payload`"),
            (r#"{"type":"subscribe","id":"1","payload":{}}"#, "`query` is missing"),
        ] {
            let close = Incoming::parse(text).unwrap_err();
            assert_eq!(close.code, 4400, "{text}");
            assert!(close.reason.starts_with(&format!("Invalid message: {reason}")), "{text}: {}", close.reason);
        }
    }

    #[test]
    fn quotes_the_id_of_an_answer() {
        let text = next("a\"b", r#"{"data":null}"#);
        let json: Json = serde_json::from_str(&text).unwrap();
        assert_eq!(json, json!({ "id": "a\"b", "type": "next", "payload": { "data": null } }));
    }
}
