//! Rows of a body: JSON, NDJSON or CSV to documents, one at a time.

use axum::http::HeaderMap;
use daybook_schema::{ErrorCode, InputError, json::read};
use serde::de::IgnoredAny;
use serde_json::{Map, Value as Json};

use super::{content_type, csv::CsvRows, json, parameters::Parameters};
use crate::http::{json::kind, media_type::MediaType, problem::Problem};

/// How a body is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Format {
    /// A JSON object or an array of objects.
    Json,
    /// A JSON object on each line.
    Lines,
    /// Comma-separated values.
    Csv,
}

/// A row as a document, or why it is none.
pub type Document = Result<Map<String, Json>, InputError>;

/// The rows of a body, in its order. Blank lines are no rows.
pub enum Rows<'a> {
    /// Of a JSON object or array.
    Json(std::vec::IntoIter<&'a [u8]>, &'a Parameters),
    /// Of NDJSON.
    Lines(std::slice::Split<'a, u8, fn(&u8) -> bool>, &'a Parameters),
    /// Of CSV.
    Csv(Box<CsvRows<'a>>),
}

impl Format {
    /// The format that the headers of a request declare.
    pub fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        let given = content_type(headers);
        let media_type = MediaType::parse(given);
        let format = match media_type.essence.as_str() {
            "application/json" => Self::Json,
            "application/x-ndjson" | "application/ndjson" | "application/jsonl" | "application/x-jsonlines" => {
                Self::Lines
            }
            "text/csv" | "application/csv" => Self::Csv,
            _ => {
                let given = if given.is_empty() { "a body without `Content-Type`" } else { given };
                return Err(Problem::unsupported(format!(
                    "`{given}` is not taken here; send application/json, application/x-ndjson or text/csv"
                )));
            }
        };
        match media_type.foreign_charset() {
            Some(charset) => {
                Err(Problem::unsupported(format!("the charset `{charset}` is not taken here; send UTF-8")))
            }
            None => Ok(format),
        }
    }

    /// A short name, the same for ever.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Lines => "lines",
            Self::Csv => "csv",
        }
    }
}

impl<'a> Rows<'a> {
    /// The rows of a body. Fails when the body as a whole cannot be read.
    pub fn read(format: Format, body: &'a [u8], parameters: &'a Parameters) -> Result<Self, Problem> {
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        match format {
            Format::Json => Ok(Self::Json(json_rows(body, parameters)?.into_iter(), parameters)),
            Format::Lines => {
                let is_end: fn(&u8) -> bool = |byte| *byte == b'\n';
                Ok(Self::Lines(body.split(is_end), parameters))
            }
            Format::Csv => Ok(Self::Csv(Box::new(CsvRows::read(body, parameters)?))),
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Document;

    fn next(&mut self) -> Option<Document> {
        match self {
            Self::Json(values, parameters) => values.next().map(|value| document(value, parameters)),
            Self::Lines(lines, parameters) => {
                let line = lines.find(|line| !line.iter().all(u8::is_ascii_whitespace))?;
                Some(document(line, parameters))
            }
            Self::Csv(rows) => rows.next(),
        }
    }
}

/// The texts of rows. What is wrong inside one of them is found when it is read.
fn json_rows<'a>(body: &'a [u8], parameters: &Parameters) -> Result<Vec<&'a [u8]>, Problem> {
    let unreadable = |error: serde_json::Error| {
        let hint = if error.line() > 1 {
            "; for one object on each line send application/x-ndjson".to_owned()
        } else {
            no_number_hint(body)
        };
        Problem::bad_request(format!("the body is no JSON: {error}{hint}"))
    };
    match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'[') => match json::elements(body) {
            Some(rows) => Ok(rows),
            None => match serde_json::from_slice::<IgnoredAny>(body) {
                Err(error) => Err(unreadable(error)),
                Ok(_) => Err(Problem::bad_request("the body is no JSON array")),
            },
        },
        Some(b'{') => match parse(body, parameters) {
            Ok(_) => Ok(vec![body]),
            Err(error) => Err(unreadable(error)),
        },
        _ => {
            let value: Json = serde_json::from_slice(body).map_err(unreadable)?;
            let kind = kind(&value);
            Err(Problem::bad_request(format!("the body is {kind}; send a JSON object or an array of objects")))
        }
    }
}

/// Reads one row, and fills in what was declared for all.
fn document(text: &[u8], parameters: &Parameters) -> Document {
    match parse(text, parameters) {
        Ok(Json::Object(row)) => Ok(parameters.fill(row)),
        Ok(other) => Err(bad_row(format!("the row is {}; it must be a JSON object", kind(&other)))),
        Err(error) => Err(bad_row(format!("the row is no JSON: {error}{}", no_number_hint(text)))),
    }
}

/// Reads JSON in which declared words such as `NaN` may stand for null.
fn parse(text: &[u8], parameters: &Parameters) -> serde_json::Result<Json> {
    read(text).or_else(|error| {
        let replaced = json::with_nulls(text, &parameters.options.nulls);
        replaced.and_then(|text| read(&text).ok()).ok_or(error)
    })
}

fn no_number_hint(text: &[u8]) -> String {
    json::no_number(text).map_or_else(String::new, |word| {
        format!("; JSON has no `{word}`: send null, or declare what means missing with `null={word}`")
    })
}

/// A row that is no document.
pub(super) fn bad_row(message: String) -> InputError {
    InputError::new(ErrorCode::InvalidValue, Vec::new(), message)
}
