//! JSON as it was written, and when two JSON values say the same.

use std::borrow::Cow;

use serde_json::{Map, Number, Value};

/// Reads JSON, each number digit by digit and sign by sign as it was written.
///
/// The library keeps all digits, but writes `1e5` and `1E5` as `1e+5`.
pub fn read(text: &[u8]) -> serde_json::Result<Value> {
    let value = serde_json::from_slice(text)?;
    if !has_exponent(text) {
        return Ok(value);
    }
    Ok(Reader { text, at: 0 }.value().unwrap_or(value))
}

/// A number as it was written, which must be one of JSON.
pub fn number(written: &str) -> serde_json::Result<Number> {
    serde_json::from_str::<Number>(written).map(|_| Number::from_string_unchecked(written.to_owned()))
}

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

/// Whether a number is written with an exponent. `e` stands behind a digit there, in no word, and texts are passed over.
fn has_exponent(text: &[u8]) -> bool {
    let mut reader = Reader { text, at: 0 };
    let mut before = b' ';
    while let Some(byte) = reader.peek() {
        match byte {
            b'e' | b'E' if before.is_ascii_digit() => return true,
            b'"' => drop(reader.quoted()),
            _ => reader.at += 1,
        }
        before = byte;
    }
    false
}

/// Reads JSON of which it is known that it is sound.
struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn value(&mut self) -> Option<Value> {
        self.skip(|byte| byte.is_ascii_whitespace());
        match self.peek()? {
            b'{' => self.object(),
            b'[' => self.array(),
            b'"' => serde_json::from_slice(self.quoted()?).ok(),
            b'-' | b'0'..=b'9' => {
                let written = self.skip(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
                Some(Value::Number(Number::from_string_unchecked(std::str::from_utf8(written).ok()?.to_owned())))
            }
            _ => serde_json::from_slice(self.skip(|byte| byte.is_ascii_alphabetic())).ok(),
        }
    }

    fn object(&mut self) -> Option<Value> {
        let mut members = Map::new();
        while !self.ends(b'}')? {
            let name = serde_json::from_slice(self.quoted()?).ok()?;
            self.skip(|byte| byte.is_ascii_whitespace() || byte == b':');
            members.insert(name, self.value()?);
        }
        Some(Value::Object(members))
    }

    fn array(&mut self) -> Option<Value> {
        let mut items = Vec::new();
        while !self.ends(b']')? {
            items.push(self.value()?);
        }
        Some(Value::Array(items))
    }

    /// Whether the end stands here, behind the sign that opens or parts what is inside; takes both.
    fn ends(&mut self, end: u8) -> Option<bool> {
        self.skip(|byte| byte.is_ascii_whitespace());
        if self.peek()? != end {
            self.at += 1;
            self.skip(|byte| byte.is_ascii_whitespace());
        }
        let ends = self.peek()? == end;
        self.at += usize::from(ends);
        Some(ends)
    }

    /// The text between quotes that begins here, with them.
    fn quoted(&mut self) -> Option<&'a [u8]> {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                return Some(&self.text[start..self.at]);
            }
        }
        None
    }

    fn skip(&mut self, belongs: impl Fn(u8) -> bool) -> &'a [u8] {
        let start = self.at;
        while self.peek().is_some_and(&belongs) {
            self.at += 1;
        }
        &self.text[start..self.at]
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn as_read(text: &str) -> String {
        read(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}")).to_string()
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for number in
            ["1e5", "1E5", "1e+5", "1E-05", "-0", "-0.0", "-0e0", "1.10", "1e400", "0", "12345678901234567890123"]
        {
            assert_eq!(as_read(number), number);
            let nested = format!(
                "{{\"a\":[{number},{{\"1e5\":\"2e5 \\\"3E5\",\"b\":{number}}},[],{{}},true,false,null],\"c\":1e9}}"
            );
            assert_eq!(as_read(&nested), nested);
        }
        assert_eq!(as_read(" [ 1E5 , { \"a\" :\t-0 } , \"\\u00e9\" ] \n"), r#"[1E5,{"a":-0},"é"]"#);
    }

    #[test]
    fn of_two_members_of_one_name_the_last_counts_with_and_without_an_exponent() {
        assert_eq!(as_read(r#"{"a":1,"b":2,"a":3}"#), r#"{"a":3,"b":2}"#);
        assert_eq!(as_read(r#"{"a":1,"b":2,"a":3e0}"#), r#"{"a":3e0,"b":2}"#);
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in ["", "[1e5", "[1e5,]", "1e", "01e5", "{\"a\" 1e5}", "[1e5] x", "+1e5"] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
            assert!(number(text).is_err(), "{text}");
        }
    }

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
