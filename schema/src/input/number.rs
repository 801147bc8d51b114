//! Numbers as they were written.

use std::borrow::Cow;

use serde_json::{Number, Value as Json};

use super::{
    fault::{Fault, echo, echo_json, kind},
    scalar::ReadOptions,
};

/// Longest number that is read, in characters: far beyond what a double can hold.
const LONGEST: usize = 100;

/// The decimal text of a number for conversion: its digits, without an exponent and without zeros that say nothing where
/// it is a number of JSON, as written where it is a text. A number too long to be read so is its nearest double.
pub(super) fn text<'j>(json: &'j Json, read_options: ReadOptions<'_>) -> Result<Cow<'j, str>, Fault> {
    match json {
        Json::Number(number) => match number.as_f64() {
            None => Err(Fault::invalid(format!("{} is beyond the range of numbers", echo_json(json)))),
            Some(0.0) => Ok(Cow::Borrowed("0")),
            Some(float) if is_exact(number.as_str()) => Ok(Cow::Owned(shortest(float))),
            Some(float) => Ok(plain(number.as_str()).map_or_else(|| Cow::Owned(shortest(float)), trimmed)),
        },
        Json::String(written) if read_options.lenient => {
            let written = written.trim();
            read(written, read_options).ok_or_else(|| no_number(written, read_options))
        }
        other => Err(Fault::invalid(format!("must be a number, not {} ({})", kind(other), echo_json(other)))),
    }
}

/// The number that a text is, with a decimal point whatever sign was declared; `None` when it is none.
pub(super) fn read<'t>(written: &'t str, read_options: ReadOptions<'_>) -> Option<Cow<'t, str>> {
    if !read_options.decimal_comma {
        return is_number(written).then_some(Cow::Borrowed(written));
    }
    let with_point = written.replace(',', ".");
    (!written.contains('.') && is_number(&with_point)).then_some(Cow::Owned(with_point))
}

/// Whether a text would be a number, were it not for its decimal sign.
pub(super) fn has_other_sign(written: &str, read_options: ReadOptions<'_>) -> bool {
    let written = written.trim();
    read(written, read_options).is_none() && is_number(&written.replace(',', "."))
}

pub(super) fn no_number(written: &str, read_options: ReadOptions<'_>) -> Fault {
    let right = if read_options.decimal_comma {
        "write digits with a decimal comma, as declared, such as 12,5"
    } else if is_number(&written.replace(',', ".")) {
        "write a decimal point, such as 12.5, or declare `decimal=,`"
    } else {
        "write digits with a decimal point, such as 12.5"
    };
    Fault::invalid(format!("{} is no number: {right}", echo(written)))
}

/// A number of JSON where a text is wanted, such as a serial number without quotes: every digit as written.
pub(super) fn digits(number: &Number) -> Cow<'_, str> {
    plain(number.as_str()).unwrap_or(Cow::Borrowed(number.as_str()))
}

/// Whether a number with an exponent has so few digits that a double keeps them all.
fn is_exact(written: &str) -> bool {
    let mantissa = written.split_once(['e', 'E']).map(|(mantissa, _)| mantissa);
    mantissa.is_some_and(|mantissa| mantissa.bytes().filter(u8::is_ascii_digit).count() <= 15)
}

/// A number of JSON without an exponent, every digit kept; `None` where that takes more than [`LONGEST`] characters.
pub(super) fn plain(written: &str) -> Option<Cow<'_, str>> {
    let Some((mantissa, exponent)) = written.split_once(['e', 'E']) else {
        return (written.len() <= LONGEST).then_some(Cow::Borrowed(written));
    };
    let limit = LONGEST as i64;
    let exponent = exponent.parse::<i64>().ok().filter(|exponent| exponent.abs() <= limit)?;
    let (sign, unsigned) = mantissa.split_at(usize::from(mantissa.starts_with('-')));
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let all = format!("{whole}{fraction}");
    let point = whole.len() as i64 + exponent;
    let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or(0));
    let (whole, fraction) = match usize::try_from(point) {
        Ok(point) if point < all.len() => (all[..point].to_owned(), all[point..].to_owned()),
        Ok(_) => (format!("{all}{}", zeros(point - all.len() as i64)), String::new()),
        Err(_) => (String::new(), format!("{}{all}", zeros(-point))),
    };
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let point = if fraction.is_empty() { "" } else { "." };
    let plain = format!("{sign}{whole}{point}{fraction}");
    (plain.len() <= LONGEST).then_some(Cow::Owned(plain))
}

/// Without zeros at the end of a fraction.
fn trimmed(digits: Cow<'_, str>) -> Cow<'_, str> {
    if !digits.contains('.') {
        return digits;
    }
    let kept = digits.trim_end_matches('0').trim_end_matches('.').len();
    match digits {
        Cow::Borrowed(digits) => Cow::Borrowed(&digits[..kept]),
        Cow::Owned(digits) => Cow::Owned(digits[..kept].to_owned()),
    }
}

/// The nearest double, minus zero as zero; an error beyond the range of doubles.
pub(super) fn float(json: &Json, read_options: ReadOptions<'_>) -> Result<f64, Fault> {
    let text = text(json, read_options)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    const STRICT: ReadOptions<'static> = ReadOptions { lenient: false, zone: None, decimal_comma: false };
    const COMMA: ReadOptions<'static> = ReadOptions { lenient: true, zone: None, decimal_comma: true };

    #[test]
    fn a_decimal_comma_is_read_where_it_is_declared() {
        let read = |text: &str, read_options| text_of(text, read_options).ok();
        assert_eq!(read("20,5", COMMA).as_deref(), Some("20.5"));
        assert_eq!(read("-1,5e3", COMMA).as_deref(), Some("-1.5e3"));
        for wrong in ["20.5", "1.234,5", "1,2,3", ","] {
            assert_eq!(read(wrong, COMMA), None, "{wrong}");
        }
        let point = text_of("20,5", ReadOptions { decimal_comma: false, ..COMMA }).unwrap_err();
        assert!(point.message.contains("declare `decimal=,`"), "{}", point.message);
    }

    fn text_of(written: &str, read_options: ReadOptions<'_>) -> Result<String, Fault> {
        text(&Json::from(written), read_options).map(Cow::into_owned)
    }

    fn check(written: &str, as_text: &str, as_number: &str) {
        let json: Json = serde_json::from_str(written).unwrap();
        let Json::Number(number) = &json else { panic!("{written} is no number") };
        assert_eq!(digits(number), as_text, "{written} as a text");
        assert_eq!(text(&json, STRICT).unwrap(), as_number, "{written} as a number");
    }

    #[test]
    fn a_number_keeps_its_digits() {
        check("89490200001234567101", "89490200001234567101", "89490200001234567101");
        check("-123456789012345678901234567890", "-123456789012345678901234567890", "-123456789012345678901234567890");
        check("3.14159265358979323846", "3.14159265358979323846", "3.14159265358979323846");
        check("1.10", "1.10", "1.1");
        check("20.0", "20.0", "20");
        check("-0.00", "-0.00", "0");
    }

    #[test]
    fn an_exponent_is_written_out() {
        check("8.9490200001234567101e19", "89490200001234567101", "89490200001234567101");
        check("1e3", "1000", "1000");
        check("12.5E-3", "0.0125", "0.0125");
        check("-125e-1", "-12.5", "-12.5");
        check("0.05e1", "0.5", "0.5");
        check("1e300", "1e+300", "1e300");
    }

    #[test]
    fn a_number_beyond_doubles_is_a_text_but_no_number() {
        let json: Json = serde_json::from_str("1e400").unwrap();
        assert!(text(&json, STRICT).is_err());
    }
}
