//! JSON of many rows, of which some may be broken: each is read for itself.

use std::ops::Range;

/// The texts of the elements of a JSON array, found by brackets and quotes alone, so that what is wrong inside one
/// element spoils no other. `None` when the array as such cannot be made out.
pub fn elements(body: &[u8]) -> Option<Vec<&[u8]>> {
    let body = body.trim_ascii().strip_prefix(b"[")?;
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    let mut at = 0;
    while at < body.len() {
        match body[at] {
            b'"' => at = string_end(body, at)?,
            b'[' | b'{' => depth += 1,
            b']' if depth == 0 => {
                let last = body[start..at].trim_ascii();
                if !(last.is_empty() && found.is_empty()) {
                    found.push(last);
                }
                return (at + 1 == body.len()).then_some(found);
            }
            b']' | b'}' => depth = depth.checked_sub(1)?,
            b',' if depth == 0 => {
                found.push(body[start..at].trim_ascii());
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// The position of the quote that ends the string whose first quote is at `start`.
fn string_end(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    None
}

/// The words and numbers of a JSON text that stand outside of strings.
fn bare(text: &[u8]) -> Vec<Range<usize>> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'.' | b'/');
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if text[at] == b'"' {
            at = string_end(text, at).unwrap_or(text.len()) + 1;
        } else if is_part(&text[at]) {
            let length = text[at..].iter().take_while(|byte| is_part(byte)).count();
            found.push(at..at + length);
            at += length;
        } else {
            at += 1;
        }
    }
    found
}

/// The same text with null where a word without quotes was declared to mean a missing value; `None` when it holds none.
pub fn with_nulls(text: &[u8], nulls: &[String]) -> Option<Vec<u8>> {
    let mut replaced = Vec::with_capacity(text.len());
    let mut done = 0;
    for word in bare(text) {
        if nulls.iter().any(|null| null.as_bytes() == &text[word.clone()]) {
            replaced.extend_from_slice(&text[done..word.start]);
            replaced.extend_from_slice(b"null");
            done = word.end;
        }
    }
    replaced.extend_from_slice(&text[done..]);
    (done > 0).then_some(replaced)
}

/// A number that JSON does not have, such as `NaN`, if the text holds one.
pub fn no_number(text: &[u8]) -> Option<&str> {
    const WORDS: [&str; 4] = ["nan", "infinity", "-infinity", "inf"];
    let mut words = bare(text).into_iter().filter_map(|word| std::str::from_utf8(&text[word]).ok());
    words.find(|word| WORDS.contains(&word.to_ascii_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(body: &str) -> Option<Vec<&str>> {
        elements(body.as_bytes())
            .map(|found| found.into_iter().map(|text| std::str::from_utf8(text).unwrap()).collect())
    }

    #[test]
    fn elements_are_found_whatever_is_wrong_inside() {
        assert_eq!(texts(r#" [ {"a": NaN} , {"b": "],[\"{"}, [1, 2],3 ] "#).unwrap().len(), 4);
        assert_eq!(texts("[]").unwrap(), [""; 0]);
        assert_eq!(texts("[ ]").unwrap(), [""; 0]);
        assert_eq!(texts(r#"[{"a": 01}, nonsense, {"b": 2}]"#).unwrap(), [r#"{"a": 01}"#, "nonsense", r#"{"b": 2}"#]);
        assert_eq!(texts("[1,,2]").unwrap(), ["1", "", "2"]);
        assert_eq!(texts("[1,]").unwrap(), ["1", ""]);
    }

    #[test]
    fn an_array_without_its_end_or_with_more_behind_it_is_none() {
        for broken in ["[1, 2", r#"[{"a": "x}]"#, "[1] 2", "[1}]", "[{]", "{}", ""] {
            assert_eq!(texts(broken), None, "{broken}");
        }
    }

    #[test]
    fn declared_words_become_null_outside_of_strings_only() {
        let nulls = ["NaN".to_owned(), "n/a".to_owned()];
        let replaced = with_nulls(br#"{"a": NaN, "NaN": "NaN", "b": [n/a, 1]}"#, &nulls).unwrap();
        assert_eq!(String::from_utf8(replaced).unwrap(), r#"{"a": null, "NaN": "NaN", "b": [null, 1]}"#);
        assert_eq!(with_nulls(br#"{"a": "NaN"}"#, &nulls), None);
        assert_eq!(no_number(br#"{"a": -Infinity}"#), Some("-Infinity"));
        assert_eq!(no_number(br#"{"a": "NaN"}"#), None);
    }
}
