//! Reading scalars.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use uuid::Uuid;

use super::{
    Dialect,
    fault::{Fault, echo, echo_json, kind},
    identifier, number, structured,
};
use crate::{
    model::Scalar,
    problem::ErrorCode,
    time::{self, Span},
    value::Value,
};

/// How lenient to read, and what is wrong otherwise.
#[derive(Clone, Copy)]
pub(super) struct ReadOptions<'a> {
    /// Texts are read as numbers, booleans and objects, and numbers as texts.
    pub(super) lenient: bool,
    /// The zone of local times.
    pub(super) zone: Option<&'a TimeZone>,
    /// Texts write numbers with a decimal comma.
    pub(super) decimal_comma: bool,
}

impl<'a> ReadOptions<'a> {
    pub(super) fn of(dialect: &'a Dialect) -> Self {
        match dialect {
            Dialect::GraphQl => Self { lenient: false, zone: None, decimal_comma: false },
            Dialect::Ingest(options) => {
                Self { lenient: true, zone: options.zone.as_ref(), decimal_comma: options.decimal_comma }
            }
        }
    }
}

/// Reads a scalar that is neither missing nor a Quantity.
pub(super) fn read(scalar: Scalar, json: &Json, read_options: ReadOptions<'_>) -> Result<Value, Vec<Fault>> {
    let value = match scalar {
        Scalar::String => Value::Text(text(json, read_options)?.into_owned()),
        Scalar::Int => integer(json, read_options)?,
        Scalar::Float => Value::Float(number::float(json, read_options)?),
        Scalar::Boolean => boolean(json, read_options)?,
        Scalar::Id => id(&text(json, read_options)?)?,
        Scalar::Date => Value::Date(timely(time::parse_date(text(json, read_options)?.trim()))?),
        Scalar::DateTime => instant(&text(json, read_options)?, read_options)?,
        Scalar::Duration => Value::Duration(timely(text(json, read_options)?.parse::<Span>())?),
        Scalar::Time => Value::Time(timely(time::parse_time(text(json, read_options)?.trim()))?),
        Scalar::TimeZone => Value::Text(identifier::time_zone(&text(json, read_options)?)?),
        Scalar::Url => Value::Text(identifier::url(&text(json, read_options)?)?),
        Scalar::Email => Value::Text(identifier::email(&text(json, read_options)?)?),
        Scalar::Phone => Value::Text(identifier::phone(&text(json, read_options)?)?),
        Scalar::Language => Value::Text(identifier::language(&text(json, read_options)?)?),
        Scalar::Country => Value::Text(identifier::country(&text(json, read_options)?)?),
        Scalar::Money => structured::money(json, read_options)?,
        Scalar::GeoPoint => structured::point(json, read_options)?,
        Scalar::Json => Value::Json(structured::from_cell(json, read_options).into_owned()),
        Scalar::Quantity => unreachable!("quantities are read with their unit rule"),
    };
    Ok(value)
}

/// A text without NUL.
pub(super) fn text<'a>(json: &'a Json, read_options: ReadOptions<'_>) -> Result<Cow<'a, str>, Fault> {
    let text = match json {
        Json::String(text) => Cow::Borrowed(text.as_str()),
        Json::Number(number) if read_options.lenient => number::digits(number),
        Json::Bool(flag) if read_options.lenient => Cow::Borrowed(if *flag { "true" } else { "false" }),
        other => return Err(Fault::invalid(format!("must be a text, not {} ({})", kind(other), echo_json(other)))),
    };
    if text.contains('\0') {
        return Err(Fault::invalid("contains a NUL character (U+0000): remove it"));
    }
    Ok(text)
}

fn integer(json: &Json, read_options: ReadOptions<'_>) -> Result<Value, Fault> {
    let float = number::float(json, read_options)?;
    if float.fract() != 0.0 {
        return Err(Fault::invalid(format!("must be a whole number, not {}", echo_json(json))));
    }
    let (min, max) = (f64::from(i32::MIN), f64::from(i32::MAX));
    if !(min..=max).contains(&float) {
        let message = format!("must be between {min} and {max}, but is {}", echo_json(json));
        return Err(Fault::new(ErrorCode::OutOfRange, message).with("min", i32::MIN).with("max", i32::MAX));
    }
    Ok(Value::Int(float as i64))
}

fn boolean(json: &Json, read_options: ReadOptions<'_>) -> Result<Value, Fault> {
    let wrong = || Fault::invalid(format!("must be true or false, not {}", echo_json(json)));
    if let Json::Bool(flag) = json {
        return Ok(Value::Boolean(*flag));
    }
    if !read_options.lenient {
        return Err(wrong());
    }
    match text(json, read_options)?.trim().to_ascii_lowercase().as_str() {
        "true" | "1" => Ok(Value::Boolean(true)),
        "false" | "0" => Ok(Value::Boolean(false)),
        _ => Err(wrong()),
    }
}

fn id(text: &str) -> Result<Value, Fault> {
    let wrong = |_| Fault::invalid(format!("{} is no id: an id is a UUID", echo(text)));
    Uuid::try_parse(text).map(Value::Id).map_err(wrong)
}

fn instant(text: &str, read_options: ReadOptions<'_>) -> Result<Value, Fault> {
    if read_options.lenient && number::read(text.trim(), read_options).is_some() {
        let message = format!(
            "{} is a number, no time: declare what it counts, as in time.at=EPOCH_S for seconds since 1970 or EPOCH_MS for \
             milliseconds",
            echo(text)
        );
        return Err(Fault::invalid(message));
    }
    if let Some(zone) = read_options.zone {
        return timely(time::parse_local_instant(text, zone)).map(Value::Instant);
    }
    let instant = time::parse_instant(text);
    let local = read_options.lenient && instant.is_err() && time::parse_local_instant(text, &TimeZone::UTC).is_ok();
    if local {
        let message =
            format!("{} has no time zone: end it with Z or an offset, or add tz= such as tz=Europe/Berlin", echo(text));
        return Err(Fault::invalid(message));
    }
    timely(instant).map(Value::Instant)
}

fn timely<T>(result: Result<T, time::TimeError>) -> Result<T, Fault> {
    result.map_err(|error| Fault::invalid(error.0))
}
