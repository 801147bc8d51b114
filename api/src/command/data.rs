//! The data of a message.

use daybook_schema::{ErrorCode, InputError};
use serde_json::{Map, Value as Json};

use crate::http::{json::kind, problem::Problem};

/// Longest part of a client's text that a message repeats.
const REPEATED: usize = 60;

/// The data of a message: values by name, numbers perhaps as text.
pub struct Data(Map<String, Json>);

impl Data {
    /// The data as it was sent; left out, it is empty.
    pub fn new(data: Option<Json>) -> Result<Self, Problem> {
        match data {
            None | Some(Json::Null) => Ok(Self(Map::new())),
            Some(Json::Object(data)) => Ok(Self(data)),
            Some(other) => Err(Problem::bad_request(format!("`data` is {}; it must be an object", kind(&other)))),
        }
    }

    /// A finite number, given as a number or as text.
    pub fn number(&self, name: &str) -> Result<f64, InputError> {
        let value = self.required(name)?;
        let number = match value {
            Json::Number(number) => number.as_f64(),
            Json::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        number.filter(|number| number.is_finite()).ok_or_else(|| {
            mistake(ErrorCode::InvalidValue, name, format!("`{name}` is {}; it must be a number", shown(value)))
        })
    }

    /// Text that is not blank, without blanks around it; a number is taken as its text.
    pub fn text(&self, name: &str) -> Result<String, InputError> {
        match self.required(name)? {
            Json::String(text) => Ok(text.trim().to_owned()),
            Json::Number(number) => Ok(number.to_string()),
            other => {
                let message = format!("`{name}` is {}; it must be a text", kind(other));
                Err(mistake(ErrorCode::InvalidValue, name, message))
            }
        }
    }

    fn required(&self, name: &str) -> Result<&Json, InputError> {
        let blank = |value: &Json| value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty());
        match self.0.get(name) {
            Some(value) if !blank(value) => Ok(value),
            _ => Err(mistake(ErrorCode::Required, name, format!("`{name}` is missing"))),
        }
    }
}

/// A mistake in one value.
pub fn mistake(code: ErrorCode, name: &str, message: String) -> InputError {
    InputError::new(code, vec![name.to_owned()], message)
}

/// A problem with all mistakes of the data.
pub fn problem(errors: Vec<InputError>) -> Problem {
    let messages: Vec<String> = errors.iter().map(named).collect();
    Problem::unprocessable(messages.join("; ")).with_errors(errors)
}

/// A message that names the value that it is about.
fn named(error: &InputError) -> String {
    let name = error.path.join(".");
    if name.is_empty() || error.message.contains(&format!("`{name}`")) {
        error.message.clone()
    } else {
        format!("`{name}`: {}", error.message)
    }
}

/// All of several results, or all of their mistakes.
pub fn both<A, B>(first: Result<A, InputError>, second: Result<B, InputError>) -> Result<(A, B), Vec<InputError>> {
    match (first, second) {
        (Ok(first), Ok(second)) => Ok((first, second)),
        (first, second) => Err(first.err().into_iter().chain(second.err()).collect()),
    }
}

fn shown(value: &Json) -> String {
    let text = value.to_string();
    if text.chars().count() <= REPEATED {
        text
    } else {
        format!("{}…", text.chars().take(REPEATED).collect::<String>())
    }
}
