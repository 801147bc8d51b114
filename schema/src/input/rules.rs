//! The declared rules of a field, applied to a value that has its type.

use super::{
    fault::{Fault, echo},
    number::shortest,
};
use crate::{
    model::{Bounds, Field, Length},
    problem::ErrorCode,
    time,
    unit::Unit,
    value::{Instant, Value},
};

/// How much later than now is not yet the future: clocks differ.
const GRACE: i64 = 60_000;

/// What the rules have to say about a value.
#[derive(Default)]
pub(super) struct Findings {
    /// Mistakes.
    pub(super) errors: Vec<Fault>,
    /// Outside `min` and `max`: a mistake in an entry, a flag on a sample.
    pub(super) out_of_bounds: Option<Fault>,
    /// Outside `warnMin` and `warnMax`.
    pub(super) unusual: Option<Fault>,
}

/// Applies the rules for one value, or for one item of a list field.
pub(super) fn check_item(field: &Field, value: &Value, now: Instant) -> Findings {
    let mut findings = Findings::default();
    match value {
        Value::Text(text) => findings.errors = check_text(field, text),
        Value::Int(number) => check_bounds(field, &field.range, *number as f64, None, None, &mut findings),
        Value::Float(number) => check_bounds(field, &field.range, *number, None, None, &mut findings),
        Value::Quantity(quantity) => {
            if let Some(rule) = &field.unit {
                let entered = quantity.entered.as_ref().map(|entered| entered.unit.write(&entered.number));
                check_bounds(field, &rule.bounds, quantity.value, Some(rule.canonical), entered, &mut findings);
            }
        }
        Value::Instant(_) | Value::Date(_) => findings.errors.extend(check_future(field, value, now)),
        _ => {}
    }
    findings
}

/// Applies `@length` to a list.
pub(super) fn check_list(field: &Field, items: usize) -> Option<Fault> {
    check_length(&field.name, field.length?, items, "item")
}

fn check_text(field: &Field, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Some(length) = field.length.filter(|_| !field.list) {
        faults.extend(check_length(&field.name, length, text.chars().count(), "character"));
    }
    if let Some(pattern) = &field.pattern
        && !pattern.regex.is_match(text)
    {
        faults.push(Fault::new(ErrorCode::Pattern, format!("{}; {} is not", pattern.message, echo(text))));
    }
    faults
}

fn check_length(name: &str, length: Length, count: usize, what: &str) -> Option<Fault> {
    let plural = |number: usize| format!("{number} {what}{}", if number == 1 { "" } else { "s" });
    if let Some(min) = length.min.filter(|min| count < *min) {
        let message = format!("`{name}` must have at least {}, but has {count}", plural(min));
        return Some(Fault::new(ErrorCode::TooShort, message).with("min", min).with("length", count));
    }
    let max = length.max.filter(|max| count > *max)?;
    let message = format!("`{name}` must have at most {}, but has {count}", plural(max));
    Some(Fault::new(ErrorCode::TooLong, message).with("max", max).with("length", count))
}

fn check_bounds(
    field: &Field,
    bounds: &Bounds,
    number: f64,
    unit: Option<Unit>,
    entered: Option<String>,
    findings: &mut Findings,
) {
    // As it is answered when it is stored.
    let answered = unit.and_then(|unit| unit.answer(number, unit)).unwrap_or(number);
    let write = |number: f64| match unit {
        Some(unit) => unit.write(&shortest(number)),
        None => shortest(number),
    };
    let given = match entered {
        Some(entered) => format!("{entered} is {}", write(answered)),
        None => format!("is {}", write(answered)),
    };
    let fault = |code: ErrorCode, message: String, bound: &str, limit: f64| {
        let fault = Fault::new(code, message)
            .with(bound, super::number_json(limit))
            .with("value", super::number_json(answered));
        match unit {
            Some(unit) => fault.with("unit", unit.name()),
            None => fault,
        }
    };
    let hard = [
        (bounds.min.filter(|min| number < *min), "min", "at least"),
        (bounds.max.filter(|max| number > *max), "max", "at most"),
    ];
    for (bound, key, words) in hard {
        if let Some(limit) = bound {
            let message = format!("`{}` must be {words} {}, but {given}", field.name, write(limit));
            findings.out_of_bounds = Some(fault(ErrorCode::OutOfRange, message, key, limit));
            return;
        }
    }
    let soft = [
        (bounds.warn_min.filter(|min| number < *min), "warnMin", "below"),
        (bounds.warn_max.filter(|max| number > *max), "warnMax", "above"),
    ];
    for (bound, key, words) in soft {
        if let Some(limit) = bound {
            let message = format!("`{}` is unusual: {given}, {words} {}", field.name, write(limit));
            findings.unusual = Some(fault(ErrorCode::OutOfRange, message, key, limit));
        }
    }
}

fn check_future(field: &Field, value: &Value, now: Instant) -> Option<Fault> {
    field.time.as_ref().filter(|rule| !rule.future)?;
    let (instant, written) = match value {
        Value::Instant(instant) => (*instant, time::format_instant(*instant)),
        Value::Date(date) => (time::date_instant(*date), date.to_string()),
        _ => return None,
    };
    if instant <= now.saturating_add(GRACE) {
        return None;
    }
    let message = format!(
        "`{}` must not be in the future, but {written} is later than now, {}",
        field.name,
        time::format_instant(now)
    );
    Some(Fault::new(ErrorCode::FutureTime, message).with("now", time::format_instant(now)))
}
