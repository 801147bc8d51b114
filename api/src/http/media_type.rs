//! Media types as clients write them.

/// A media type: its essence in lower case, such as `text/csv`, and its parameters.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MediaType {
    /// Type and subtype, lower case.
    pub essence: String,
    parameters: Vec<(String, String)>,
}

impl MediaType {
    /// Reads one media type; what is no parameter is left out.
    pub fn parse(text: &str) -> Self {
        let mut parts = split_outside_quotes(text, ';').into_iter();
        let essence = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let parameters = parts
            .filter_map(|part| part.split_once('='))
            .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().trim_matches('"').to_owned()))
            .collect();
        Self { essence, parameters }
    }

    /// A parameter by its name in lower case.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// The charset, when it is one that is not UTF-8 (of which ASCII is a part).
    pub fn foreign_charset(&self) -> Option<&str> {
        let charset = self.parameter("charset")?;
        let known = ["utf-8", "utf8", "us-ascii"].iter().any(|known| charset.eq_ignore_ascii_case(known));
        (!known).then_some(charset)
    }
}

/// Splits at a separator that does not stand in double quotes.
pub fn split_outside_quotes(text: &str, separator: char) -> Vec<&str> {
    let mut quoted = false;
    text.split(|character| {
        quoted ^= character == '"';
        character == separator && !quoted
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_essence_and_parameters_without_regard_to_case_and_quotes() {
        let media_type = MediaType::parse("Text/CSV; Charset=\"UTF-8\"; x=\"a;b\"");
        assert_eq!(media_type.essence, "text/csv");
        assert_eq!(media_type.parameter("charset"), Some("UTF-8"));
        assert_eq!(media_type.parameter("x"), Some("a;b"));
        assert_eq!(media_type.foreign_charset(), None);
    }

    #[test]
    fn names_a_charset_that_is_not_utf_8() {
        assert_eq!(MediaType::parse("text/csv; charset=utf-16").foreign_charset(), Some("utf-16"));
    }
}
