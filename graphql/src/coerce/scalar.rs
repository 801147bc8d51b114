//! Scalars: GraphQL's own and ours.

use std::str::FromStr;

use daybook_schema::time::{self, Span};
use serde_json::{Number, Value as Json};

use super::{cut, value::Node};

/// Coerces a scalar of that name, or says what is wrong and what would be right. A whole number may have the form `3.0`
/// in JSON, where that is the same number, but not in a document.
pub(super) fn coerce(name: &str, node: &Node<'_>, in_document: bool) -> Result<Json, String> {
    match name {
        "Int" => int(node, in_document),
        "Float" | "Decimal" => number(name, node),
        "Boolean" => match node {
            Node::Boolean(value) => Ok(Json::Bool(*value)),
            _ => Err(format!("{} is no Boolean; give true or false", show(node))),
        },
        "ID" => match node {
            Node::Number(number) if is_whole(number) => Ok(Json::String(number.to_string())),
            Node::Text(text) => Ok(Json::from(*text)),
            _ => Err(format!("{} is no ID; give a text or a whole number", show(node))),
        },
        "DateTime" => parsed(node, "a DateTime", "2026-05-05T08:30:00Z", time::parse_instant),
        "Date" => parsed(node, "a Date", "2026-05-05", time::parse_date),
        "Duration" => parsed(node, "a Duration", "PT10M", Span::from_str),
        "TimeZone" => parsed(node, "a TimeZone", "Europe/Paris", |text| {
            time::zone(text).ok_or_else(|| time::TimeError(format!("`{}` is no time zone that is known", cut(text))))
        }),
        _ => text(name, node),
    }
}

/// Whether it was written with digits alone, however many.
fn is_whole(number: &Number) -> bool {
    let written = number.as_str();
    written.strip_prefix('-').unwrap_or(written).bytes().all(|byte| byte.is_ascii_digit())
}

/// A value as a message may show it.
pub(super) fn show(node: &Node<'_>) -> String {
    match node {
        Node::Null => "null".to_owned(),
        Node::Number(number) => cut(&number.to_string()),
        Node::Text(text) => format!("\"{}\"", cut(text)),
        Node::Boolean(value) => value.to_string(),
        Node::Name(name) => format!("`{}`", cut(name)),
        Node::List(_) => "a list".to_owned(),
        Node::Object(_) => "an object".to_owned(),
        Node::Other => "this".to_owned(),
    }
}

fn int(node: &Node<'_>, in_document: bool) -> Result<Json, String> {
    let right = "give a whole number from -2147483648 to 2147483647";
    let Node::Number(number) = node else { return Err(format!("{} is no Int; {right}", show(node))) };
    let whole = match number.as_i64() {
        Some(whole) => Some(whole),
        None => number
            .as_f64()
            .filter(|float| !in_document && float.fract() == 0.0 && float.abs() < 1e10)
            .map(|float| float as i64),
    };
    match whole.and_then(|whole| i32::try_from(whole).ok()) {
        Some(whole) => Ok(Json::from(whole)),
        None => Err(format!("{} is no Int; {right}", show(node))),
    }
}

fn number(name: &str, node: &Node<'_>) -> Result<Json, String> {
    match node {
        Node::Number(number) if number.as_f64().is_some_and(f64::is_finite) => Ok(Json::Number((*number).clone())),
        Node::Text(text) if text.trim().parse::<f64>().is_ok_and(f64::is_finite) => {
            Err(format!("{} is a text, no {name}; leave out the quotes", show(node)))
        }
        _ => Err(format!("{} is no {name}; give a number", show(node))),
    }
}

fn text(name: &str, node: &Node<'_>) -> Result<Json, String> {
    match node {
        Node::Text(text) => Ok(Json::from(*text)),
        _ => Err(format!("{} is no {name}; give a text in quotes", show(node))),
    }
}

fn parsed<T>(
    node: &Node<'_>,
    name: &str,
    example: &str,
    parse: impl Fn(&str) -> Result<T, time::TimeError>,
) -> Result<Json, String> {
    let Node::Text(text) = node else {
        return Err(format!("{} is not {name}; give a text such as \"{example}\"", show(node)));
    };
    match parse(text) {
        Ok(_) => Ok(Json::from(*text)),
        Err(error) => Err(error.0),
    }
}
