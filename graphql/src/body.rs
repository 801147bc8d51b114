//! The body of an answer: put together for this request, or kept from an earlier one.

use bytes::Bytes;
use serde_json::Value as Json;

/// `data`, `errors` and `extensions` of an answer.
#[derive(Clone, Debug)]
pub enum Body {
    /// Put together.
    Value(Json),
    /// Written as JSON already.
    Text(Bytes),
}

impl Body {
    /// As JSON text.
    pub fn into_bytes(self) -> Bytes {
        match self {
            Self::Value(value) => Bytes::from(value.to_string()),
            Self::Text(text) => text,
        }
    }

    /// As a value.
    pub fn into_value(self) -> Json {
        match self {
            Self::Value(value) => value,
            Self::Text(text) => serde_json::from_slice(&text).expect("it was written from a value"),
        }
    }
}

impl std::fmt::Display for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Value(value) => value.fmt(f),
            Self::Text(text) => f.write_str(&String::from_utf8_lossy(text)),
        }
    }
}
