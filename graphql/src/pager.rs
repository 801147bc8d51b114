//! Pages of lists in one fixed order: links, changes.

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::{arguments::cursor, error::RequestError};

/// Rows of a page when `first` is left out.
const DEFAULT: i64 = 50;

/// Rows of a page at most.
const MAX: i64 = 500;

/// `first` and `after` of a list in one fixed order.
#[derive(Debug)]
pub struct SimplePage {
    /// Rows at most.
    pub limit: usize,
    /// The place behind which the page starts.
    pub after: Option<String>,
    scope: &'static str,
}

impl SimplePage {
    /// Reads the arguments; a cursor of another list is refused.
    pub fn new(arguments: &Map<String, Json>, key: &[u8; 32], scope: &'static str) -> Result<Self, RequestError> {
        let first = arguments.get("first").and_then(Json::as_i64).unwrap_or(DEFAULT);
        if !(0..=MAX).contains(&first) {
            return Err(RequestError::bad_input(format!("`first` is {first}; it must be from 0 to {MAX}")));
        }
        let after = arguments.get("after").and_then(Json::as_str);
        let after = after.map(|text| cursor::open(key, scope, text)).transpose()?;
        Ok(Self { limit: first.cast_unsigned() as usize, after, scope })
    }

    /// The place as an id.
    pub fn after_uuid(&self) -> Option<Uuid> {
        self.after.as_ref().and_then(|text| text.parse().ok())
    }

    /// The place as a number.
    pub fn after_number(&self) -> Option<i64> {
        self.after.as_ref().and_then(|text| text.parse().ok())
    }

    /// The cursor of a place.
    pub fn cursor(&self, key: &[u8; 32], place: &str) -> String {
        cursor::seal(key, self.scope, place)
    }
}
