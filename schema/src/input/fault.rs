//! What is wrong with one value, before it is known where the value stands.

use serde_json::{Map, Value as Json};

use super::trail::Trail;
use crate::{
    problem::{ErrorCode, InputError, Warning, WarningCode},
    text::nearest,
};

/// Longest message, in characters.
const MESSAGE: usize = 300;

/// Longest piece of somebody's input that a message repeats, in characters.
const ECHO: usize = 40;

/// A mistake without its path.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) code: ErrorCode,
    pub(super) message: String,
    pub(super) params: Map<String, Json>,
    /// The part of a structured scalar that is wrong, such as `lat`.
    within: Option<&'static str>,
}

impl Fault {
    pub(super) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), params: Map::new(), within: None }
    }

    /// INVALID_VALUE.
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidValue, message)
    }

    /// Adds a figure of the message.
    pub(super) fn with(mut self, name: &str, value: impl Into<Json>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// Adds to the message what follows from it.
    pub(super) fn and(mut self, more: &str) -> Self {
        self.message.push_str(more);
        self
    }

    /// Names the part that is wrong.
    pub(super) fn within(mut self, part: &'static str) -> Self {
        self.within = Some(part);
        self
    }

    /// The mistake at its place.
    pub(super) fn at(self, trail: &Trail<'_>) -> InputError {
        let path = match self.within {
            Some(part) => trail.name(part).path(),
            None => trail.path(),
        };
        InputError { code: self.code, path, message: shorten(&self.message, MESSAGE), params: self.params, entry: None }
    }

    /// The same as something unusual that does not block.
    pub(super) fn warning_at(self, code: WarningCode, trail: &Trail<'_>) -> Warning {
        Warning { code, path: trail.path(), message: shorten(&self.message, MESSAGE), params: self.params }
    }
}

impl From<Fault> for Vec<Fault> {
    fn from(fault: Fault) -> Self {
        vec![fault]
    }
}

/// Input in backticks, short enough to be repeated.
pub(super) fn echo(text: &str) -> String {
    let printable: String = text
        .chars()
        .take(ECHO + 1)
        .map(|character| if character.is_control() { '\u{fffd}' } else { character })
        .collect();
    format!("`{}`", shorten(&printable, ECHO))
}

/// The JSON in backticks, short enough to be repeated.
pub(super) fn echo_json(json: &Json) -> String {
    match json {
        Json::String(text) => echo(text),
        other => echo(&other.to_string()),
    }
}

/// What kind of JSON it is, with an article.
pub(super) fn kind(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "a text",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    }
}

/// The known name nearest to a mistyped one, or all of them: `; did you mean …` / `; known are …`.
pub(super) fn hint<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    if let Some(candidate) = nearest(name, known.clone()) {
        return format!("; did you mean `{candidate}`?");
    }
    let all: Vec<&str> = known.collect();
    if all.is_empty() { String::new() } else { format!("; known are {}", all.join(", ")) }
}

fn shorten(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some(_) => text.chars().take(limit - 1).chain(['…']).collect(),
    }
}
