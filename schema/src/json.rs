//! When two JSON values say the same.

use std::borrow::Cow;

use serde_json::{Number, Value};

/// Whether two JSON values are equal: objects in any order of their members, numbers by what they stand for, so that
/// `1.10` equals `1.1` and `1e2` equals `100`, however many digits they have.
pub fn is_equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || normal(one) == normal(other),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let same = |(name, value): (&String, &Value)| other.get(name).is_some_and(|other| is_equal(value, other));
            one.len() == other.len() && one.iter().all(same)
        }
        _ => one == other,
    }
}

/// Sign, significant digits and the place of the decimal point before the first of them; the same for equal numbers.
/// An exponent that no machine number holds stands for itself, with the digits as written.
fn normal(number: &Number) -> (bool, Cow<'_, str>, i64) {
    let written = number.as_str();
    let (mantissa, exponent) = written.split_once(['e', 'E']).unwrap_or((written, "0"));
    let (negative, unsigned) = (mantissa.starts_with('-'), mantissa.trim_start_matches('-'));
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let Ok(exponent) = exponent.parse::<i32>() else { return (negative, Cow::Borrowed(written), 0) };
    let all = format!("{whole}{fraction}");
    let digits = all.trim_start_matches('0');
    let place = (whole.len() + digits.len()) as i64 - all.len() as i64 + i64::from(exponent);
    match digits.trim_end_matches('0') {
        "" => (false, Cow::Borrowed(""), 0),
        digits => (negative, Cow::Owned(digits.to_owned()), place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(one: &str, other: &str, expected: bool) {
        let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(is_equal(&parse(one), &parse(other)), expected, "{one} and {other}");
        assert_eq!(is_equal(&parse(other), &parse(one)), expected, "{other} and {one}");
    }

    #[test]
    fn numbers_are_equal_by_what_they_stand_for() {
        for (one, other) in
            [("1.10", "1.1"), ("1", "1.0"), ("100", "1e2"), ("0.05", "5E-2"), ("-0", "0.0"), ("120", "0.12e3")]
        {
            check(one, other, true);
        }
        for (one, other) in [
            ("123456789012345678901234567890", "123456789012345678901234567891"),
            ("3.14159265358979323846", "3.14159265358979323847"),
            ("1", "-1"),
            ("1", "10"),
            ("0.1", "0.01"),
            ("1", "\"1\""),
        ] {
            check(one, other, false);
        }
    }

    #[test]
    fn lists_and_objects_are_equal_member_by_member() {
        check(r#"{"a": [1.0, null], "b": "x"}"#, r#"{"b": "x", "a": [1, null]}"#, true);
        check(r#"{"a": 1}"#, r#"{"a": 1, "b": null}"#, false);
        check("[1, 2]", "[2, 1]", false);
    }
}
