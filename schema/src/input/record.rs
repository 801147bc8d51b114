//! What takes the whole record: defaults, required fields, the order of times.

use super::{Context, fault::Fault, trail::Trail};
use crate::{
    model::{DefaultValue, Field, FieldIndex, FieldKind, Scalar},
    problem::{ErrorCode, Problems},
    time,
    value::{Instant, Value},
};

/// Fills defaults of fields that were left out.
pub(super) fn apply_defaults(context: &Context<'_>, fields: &[Field], values: &mut [Value], given: &[FieldIndex]) {
    for (position, field) in fields.iter().enumerate() {
        let Some(default) = &field.default else { continue };
        if values[position].is_null() && !given.contains(&FieldIndex(position)) {
            values[position] = default_value(context, field, default);
        }
    }
}

/// Whether an explicit null counts as left out: where only the default can make it a record.
pub(super) fn null_means_default(field: &Field) -> bool {
    field.required && field.default.is_some()
}

fn default_value(context: &Context<'_>, field: &Field, default: &DefaultValue) -> Value {
    match (default, field.scalar()) {
        (DefaultValue::Literal(value), _) => value.clone(),
        (DefaultValue::Now, Some(Scalar::Date)) => Value::Date(time::instant_date(context.now)),
        (DefaultValue::Now, Some(Scalar::Time)) => Value::Time(time::instant_time(context.now)),
        (DefaultValue::Now, _) => Value::Instant(context.now),
        (DefaultValue::Viewer, _) => context.viewer.map_or(Value::Null, |viewer| Value::Text(viewer.to_owned())),
    }
}

/// Checks required fields, `notBefore` and `maxAfter`.
pub(super) fn check(
    fields: &[Field],
    values: &[Value],
    implied: &[FieldIndex],
    skip: &[FieldIndex],
    trail: &Trail<'_>,
) -> Problems {
    let mut problems = Problems::default();
    for (position, field) in fields.iter().enumerate() {
        let index = FieldIndex(position);
        if skip.contains(&index) || field.computed.is_some() {
            continue;
        }
        let missing = is_required(field) && values[position].is_null() && !implied.contains(&index);
        let fault = if missing { Some(required(field)) } else { check_order(fields, values, skip, position) };
        problems.errors.extend(fault.map(|fault| fault.at(&trail.name(&field.name))));
    }
    problems
}

/// Whether the field must have a value. A required list of links may be empty, and is never null.
pub(super) fn is_required(field: &Field) -> bool {
    field.required && !(field.list && field.link().is_some())
}

/// REQUIRED.
pub(super) fn required(field: &Field) -> Fault {
    let wanted = match &field.kind {
        FieldKind::Link(_) => "name the entry it belongs to",
        _ if field.list => "give a list, which may be empty",
        _ => "give a value",
    };
    Fault::new(ErrorCode::Required, format!("`{}` is required: {wanted}", field.name))
}

fn check_order(fields: &[Field], values: &[Value], skip: &[FieldIndex], position: usize) -> Option<Fault> {
    let field = &fields[position];
    let rule = field.time.as_ref()?;
    let earlier = rule.not_before.filter(|earlier| !skip.contains(earlier))?;
    let other = &fields[earlier.0];
    let (start, end) = comparable(&values[earlier.0], &values[position])?;
    let (start_text, end_text) = (written(&values[earlier.0]), written(&values[position]));
    if end < start {
        let message =
            format!("`{}` must not be before `{}`: {end_text} is before {start_text}", field.name, other.name);
        return Some(Fault::new(ErrorCode::TimeOrder, message).with("notBefore", start_text));
    }
    let limit = rule.max_after.as_ref()?;
    if end <= latest(start, limit) {
        return None;
    }
    let message = format!(
        "`{}` must be at most {limit} after `{}`: {end_text} is later than that, counted from {start_text}",
        field.name, other.name,
    );
    Some(Fault::new(ErrorCode::TimeOrder, message).with("maxAfter", limit.as_str()).with("notBefore", start_text))
}

/// Two times on one scale. A date and an instant compare as dates: the time of day is not known.
fn comparable(start: &Value, end: &Value) -> Option<(Instant, Instant)> {
    let day = |instant: Instant| time::date_instant(time::instant_date(instant));
    match (start, end) {
        (Value::Instant(start), Value::Instant(end)) => Some((*start, *end)),
        (Value::Date(start), Value::Date(end)) => Some((time::date_instant(*start), time::date_instant(*end))),
        (Value::Date(start), Value::Instant(end)) => Some((time::date_instant(*start), day(*end))),
        (Value::Instant(start), Value::Date(end)) => Some((day(*start), time::date_instant(*end))),
        (Value::Time(start), Value::Time(end)) => {
            let seconds = |time: &jiff::civil::Time| {
                i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second())
            };
            Some((seconds(start) * 1000, seconds(end) * 1000))
        }
        _ => None,
    }
}

/// The last instant within a span of another; calendar units count in UTC.
fn latest(start: Instant, limit: &time::Span) -> Instant {
    let by_length = start.saturating_add(limit.milliseconds());
    let Ok(zoned) = jiff::Timestamp::from_millisecond(start).map(|start| start.to_zoned(jiff::tz::TimeZone::UTC))
    else {
        return by_length;
    };
    zoned.checked_add(limit.to_jiff()).map_or(by_length, |latest| latest.timestamp().as_millisecond())
}

fn written(value: &Value) -> String {
    match value {
        Value::Instant(instant) => time::format_instant(*instant),
        Value::Date(date) => date.to_string(),
        Value::Time(time) => time::format_time(*time),
        _ => String::new(),
    }
}
