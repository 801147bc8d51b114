//! `first`, `after`, `last`, `before`: which part of a list, as Relay's cursor connections have it.

use daybook_store::query::{Position, Window};
use serde_json::{Map, Value as Json};

use super::cursor::{self, CursorScope};
use crate::error::RequestError;

/// Rows of a page when neither `first` nor `last` says.
pub const DEFAULT_PAGE: usize = 50;

/// Rows of a page at most.
pub const MAX_PAGE: usize = 500;

type Result<T> = std::result::Result<T, RequestError>;

/// Reads the four arguments. Both cursors narrow the list first; then `first` counts from its start or `last` from its
/// end.
pub fn window(arguments: &Map<String, Json>, key: &[u8; 32], scope: &CursorScope) -> Result<Window> {
    let first = size(arguments, "first")?;
    let last = size(arguments, "last")?;
    if first.is_some() && last.is_some() {
        let message = "`first` and `last` stand together; use `first` for the start of a list or `last` for its end";
        return Err(RequestError::bad_input(message));
    }
    Ok(Window {
        limit: first.or(last).unwrap_or(DEFAULT_PAGE),
        after: position(arguments, "after", key, scope)?,
        before: position(arguments, "before", key, scope)?,
        from_end: last.is_some(),
    })
}

fn size(arguments: &Map<String, Json>, name: &str) -> Result<Option<usize>> {
    let Some(json) = arguments.get(name).filter(|json| !json.is_null()) else { return Ok(None) };
    match json.as_i64().and_then(|size| usize::try_from(size).ok()) {
        Some(size) if size <= MAX_PAGE => Ok(Some(size)),
        _ => Err(RequestError::bad_input(format!("`{name}` is {json}; it must be from 0 to {MAX_PAGE}"))),
    }
}

fn position(
    arguments: &Map<String, Json>,
    name: &str,
    key: &[u8; 32],
    scope: &CursorScope,
) -> Result<Option<Position>> {
    let Some(text) = arguments.get(name).and_then(Json::as_str) else { return Ok(None) };
    let position = cursor::decode(key, scope, text);
    position.map(Some).map_err(|error| RequestError::bad_input(format!("`{name}`: {}", error.message)))
}
