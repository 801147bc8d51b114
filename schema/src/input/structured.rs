//! Scalars with parts: money and points.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use super::{
    fault::{Fault, echo, echo_json, hint},
    identifier, number,
    scalar::{ReadOptions, text},
};
use crate::{
    problem::ErrorCode,
    value::{Money, Point, Value},
};

/// Significant digits that a double keeps exactly.
const MONEY_DIGITS: usize = 15;

/// `{amount, currency}`; where texts are read also `12.50 EUR`.
pub(super) fn money(json: &Json, read_options: ReadOptions<'_>) -> Result<Value, Vec<Fault>> {
    let json = from_cell(json, read_options);
    let wrong = || Fault::invalid(format!("must be {{amount, currency}}, not {}", echo_json(&json)));
    let (amount, currency) = match json.as_ref() {
        Json::Object(parts) => {
            known_parts(parts, &["amount", "currency"])?;
            (parts.get("amount").cloned().unwrap_or(Json::Null), parts.get("currency").cloned().unwrap_or(Json::Null))
        }
        Json::String(written) if read_options.lenient => {
            let (first, second) = written.trim().split_once(char::is_whitespace).ok_or_else(wrong)?;
            let (amount, currency) =
                if number::read(first, read_options).is_some() { (first, second) } else { (second, first) };
            (Json::from(amount.trim()), Json::from(currency.trim()))
        }
        _ => return Err(wrong().into()),
    };
    let currency = text(&currency, read_options).and_then(|code| identifier::currency(&code));
    match (money_amount(&amount, read_options), currency) {
        (Ok(amount), Ok(currency)) => Ok(Value::Money(Money { amount, currency })),
        (amount, currency) => {
            Err(faults([amount.err().map(|f| f.within("amount")), currency.err().map(|f| f.within("currency"))]))
        }
    }
}

fn money_amount(json: &Json, read_options: ReadOptions<'_>) -> Result<f64, Fault> {
    let written = number::text(json, read_options)?;
    let mantissa = written.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let mut significant = digits.trim_start_matches('0');
    if significant.len() > MONEY_DIGITS {
        significant = significant.trim_end_matches('0');
    }
    if significant.len() > MONEY_DIGITS {
        let message = format!(
            "{} has {} significant digits: an amount has at most {MONEY_DIGITS}",
            echo(&written),
            significant.len()
        );
        return Err(Fault::invalid(message).with("max", MONEY_DIGITS));
    }
    number::float(json, read_options)
}

/// `{lat, lon}`; where texts are read also `52.5, 13.4`.
pub(super) fn point(json: &Json, read_options: ReadOptions<'_>) -> Result<Value, Vec<Fault>> {
    let json = from_cell(json, read_options);
    let wrong = || Fault::invalid(format!("must be {{lat, lon}} in degrees, not {}", echo_json(&json)));
    let (lat, lon) = match json.as_ref() {
        Json::Object(parts) => {
            known_parts(parts, &["lat", "lon"])?;
            (parts.get("lat").cloned().unwrap_or(Json::Null), parts.get("lon").cloned().unwrap_or(Json::Null))
        }
        Json::String(written) if read_options.lenient => {
            let between = if read_options.decimal_comma { &[' ', ';'][..] } else { &[' ', ';', ','] };
            let parts: Vec<&str> = written.split(between).filter(|part| !part.is_empty()).collect();
            let [lat, lon] = parts.as_slice() else { return Err(wrong().into()) };
            (Json::from(*lat), Json::from(*lon))
        }
        _ => return Err(wrong().into()),
    };
    match (degrees(&lat, "lat", 90.0, read_options), degrees(&lon, "lon", 180.0, read_options)) {
        (Ok(lat), Ok(lon)) => Ok(Value::Point(Point { lat, lon })),
        (lat, lon) => Err(faults([lat.err(), lon.err()])),
    }
}

fn degrees(json: &Json, part: &'static str, limit: f64, read_options: ReadOptions<'_>) -> Result<f64, Fault> {
    let degrees = number::float(json, read_options).map_err(|fault| fault.within(part))?;
    if degrees.abs() > limit {
        let message =
            format!("`{part}` must be between -{limit} and {limit} degrees, but is {}", number::shortest(degrees));
        return Err(Fault::new(ErrorCode::OutOfRange, message)
            .with("min", -limit)
            .with("max", limit)
            .with("value", degrees)
            .within(part));
    }
    Ok(degrees)
}

/// A table cell has no other way to hold an object or a list than as JSON text.
pub(super) fn from_cell<'a>(json: &'a Json, read_options: ReadOptions<'_>) -> Cow<'a, Json> {
    match json {
        Json::String(text) if read_options.lenient && text.trim_start().starts_with(['{', '[']) => {
            crate::json::read(text.as_bytes()).map_or(Cow::Borrowed(json), Cow::Owned)
        }
        other => Cow::Borrowed(other),
    }
}

fn known_parts(parts: &Map<String, Json>, known: &[&str]) -> Result<(), Vec<Fault>> {
    let unknown = parts.keys().filter(|name| !known.contains(&name.as_str()));
    let faults: Vec<Fault> = unknown
        .map(|name| Fault::invalid(format!("has no part {}{}", echo(name), hint(name, known.iter().copied()))))
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn faults<const COUNT: usize>(found: [Option<Fault>; COUNT]) -> Vec<Fault> {
    found.into_iter().flatten().collect()
}
