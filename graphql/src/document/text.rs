//! Texts of a document: what stands between quotes, as the value that it means.

/// The value of a text between single quotes; else what is wrong with it.
pub(super) fn quoted(raw: &str) -> Result<String, String> {
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw.chars();
    while let Some(letter) = rest.next() {
        if letter != '\\' {
            value.push(letter);
            continue;
        }
        value.push(match rest.next() {
            Some(same @ ('"' | '\\' | '/')) => same,
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => {
                let (escaped, behind) = escaped(rest.as_str()).ok_or_else(|| {
                    "`\\u` stands before four hexadecimal digits, such as `\\u00e9`, two such groups for a letter beyond \
                     them, such as `\\ud83c\\udf7c`, or a number in braces, such as `\\u{1F37C}`"
                        .to_owned()
                })?;
                rest = behind.chars();
                escaped
            }
            other => {
                let other = other.map(String::from).unwrap_or_default();
                return Err(format!("`\\{other}` means nothing in a text; write `\\\\` for a backslash"));
            }
        });
    }
    Ok(value)
}

/// The letter that is written behind `\u`, and what stands behind it.
fn escaped(text: &str) -> Option<(char, &str)> {
    if let Some(number) = text.strip_prefix('{') {
        let (digits, behind) = number.split_once('}')?;
        // More digits than any letter needs are no number of a letter.
        let code = if digits.len() <= 8 { hexadecimal(digits)? } else { return None };
        return Some((char::from_u32(code)?, behind));
    }
    let (first, behind) = four(text)?;
    if let Some(letter) = char::from_u32(first) {
        return Some((letter, behind));
    }
    // The first half of a pair, as UTF-16 writes letters beyond sixteen bits.
    let (second, behind) = four(behind.strip_prefix("\\u")?)?;
    let pair = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
    let letter = char::decode_utf16(pair).next()?.ok()?;
    Some((letter, behind))
}

fn four(text: &str) -> Option<(u32, &str)> {
    let (digits, behind) = text.split_at_checked(4)?;
    Some((hexadecimal(digits)?, behind))
}

fn hexadecimal(digits: &str) -> Option<u32> {
    let only_digits = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if only_digits { u32::from_str_radix(digits, 16).ok() } else { None }
}

/// The value of a text between three quotes: without the blanks that all lines but the first begin with, and without
/// empty lines around it.
pub(super) fn block(raw: &str) -> String {
    let raw = raw.replace("\\\"\"\"", "\"\"\"").replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = raw.split('\n').collect();
    let indent = |line: &str| line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let is_empty = |line: &str| indent(line) == line.len();
    let common =
        lines.iter().skip(1).filter(|line| !is_empty(line)).map(|line| indent(line)).min().unwrap_or(usize::MAX);
    let first = lines.iter().position(|line| !is_empty(line)).unwrap_or(lines.len());
    let behind = lines.iter().rposition(|line| !is_empty(line)).map_or(first, |last| last + 1);
    let shown = lines
        .iter()
        .enumerate()
        .map(|(number, line)| if number == 0 { line } else { line.get(common..).unwrap_or("") });
    shown.take(behind).skip(first).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_stand_for_letters() {
        for (raw, value) in [
            (r"\ud83c\udf7c", "🍼"),
            (r"\u{1F37C}", "🍼"),
            (r"\u{0001f37c}", "🍼"),
            (r"\uD834\uDD1E\u0041", "𝄞A"),
            (r"\u00e9\u{e9}\u{0}", "éé\0"),
            (r#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t"),
            ("🍼 is\tplain", "🍼 is\tplain"),
        ] {
            assert_eq!(quoted(raw).as_deref(), Ok(value), "{raw}");
        }
    }

    #[test]
    fn escapes_that_stand_for_nothing_are_refused() {
        for raw in [
            r"\u",
            r"\u12",
            r"\u12g4",
            r"\u{}",
            r"\u{",
            r"\u{110000}",
            r"\u{d83c}",
            r"\u{000000041}",
            r"\u{+41}",
            r"\ud83c",
            r"\ud83c\u0041",
            r"\ud83c\n",
            r"\udf7c\ud83c",
            r"\ud83c\u{df7c}",
            r"\x41",
            r"\'",
            r"\u+041",
        ] {
            assert!(quoted(raw).is_err(), "{raw}");
        }
    }

    #[test]
    fn blocks_lose_what_belongs_to_the_document() {
        for (raw, value) in [
            (r#"a \""" b"#, r#"a """ b"#),
            (r"a \n \u0041 \\", r"a \n \u0041 \\"),
            ("", ""),
            ("\n\n", ""),
            ("\n    Hello,\n      World!\n\n    Yours,\n      GraphQL.\n  ", "Hello,\n  World!\n\nYours,\n  GraphQL."),
            ("    first\n  second\n   third", "    first\nsecond\n third"),
            ("\r\n\ta\r\n \r\n\t\tb\r", "a\n\n\tb"),
            ("a\n  \n    b", "a\n\nb"),
            ("  only  ", "  only  "),
        ] {
            assert_eq!(block(raw), value, "{raw:?}");
        }
    }
}
