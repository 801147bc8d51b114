//! Numbers as they were written.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::fault::{Fault, echo, echo_json, kind};

/// Longest number that is read, in characters: far beyond what a double can hold.
const LONGEST: usize = 100;

/// The decimal text of a number: as written where it is a text, the shortest one that gives the same double otherwise.
pub(super) fn text(json: &Json, texts_are_read: bool) -> Result<Cow<'_, str>, Fault> {
    match json {
        Json::Number(number) => {
            let integer = number.as_i64().map(|n| n.to_string()).or_else(|| number.as_u64().map(|n| n.to_string()));
            match (integer, number.as_f64()) {
                (Some(integer), _) => Ok(Cow::Owned(integer)),
                (None, Some(float)) => Ok(Cow::Owned(shortest(float))),
                (None, None) => Err(Fault::invalid(format!("{} is beyond the range of numbers", echo_json(json)))),
            }
        }
        Json::String(written) if texts_are_read => {
            let written = written.trim();
            if is_number(written) {
                Ok(Cow::Borrowed(written))
            } else {
                Err(Fault::invalid(format!(
                    "{} is no number: write digits with a decimal point, such as 12.5",
                    echo(written)
                )))
            }
        }
        other => Err(Fault::invalid(format!("must be a number, not {} ({})", kind(other), echo_json(other)))),
    }
}

/// The nearest double, minus zero as zero; an error beyond the range of doubles.
pub(super) fn float(json: &Json, texts_are_read: bool) -> Result<f64, Fault> {
    let text = text(json, texts_are_read)?;
    let nearest: f64 = text.parse().map_err(|_| Fault::invalid(format!("{} is no number", echo(&text))))?;
    match nearest {
        _ if !nearest.is_finite() => Err(Fault::invalid(format!("{} is beyond the range of numbers", echo(&text)))),
        0.0 => Ok(0.0),
        other => Ok(other),
    }
}

/// Whether a text is a decimal number: `[+-]digits[.digits][e[+-]digits]`.
pub(super) fn is_number(text: &str) -> bool {
    let all_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = |part: &str| part.strip_prefix(['+', '-']).unwrap_or(part).to_owned();
    if text.len() > LONGEST {
        return false;
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(unsigned(exponent))),
        None => (text, None),
    };
    let mantissa = unsigned(mantissa);
    let mantissa_reads = match mantissa.split_once('.') {
        Some((whole, fraction)) => all_digits(&format!("{whole}{fraction}")),
        None => all_digits(&mantissa),
    };
    mantissa_reads && exponent.is_none_or(|exponent| all_digits(&exponent))
}

/// The shortest decimal text that reads back as the same double; an exponent only where zeros would hide the number.
pub(crate) fn shortest(number: f64) -> String {
    let magnitude = number.abs();
    match number {
        0.0 => "0".to_owned(),
        _ if (1e-6..1e21).contains(&magnitude) => number.to_string(),
        _ => format!("{number:e}"),
    }
}
