//! Which of the two media types for GraphQL a client asks for.

use axum::http::{HeaderMap, header};

use super::media_type::{MediaType, split_outside_quotes};

/// How a GraphQL answer is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AnswerType {
    /// `application/graphql-response+json`: the status says whether the request could be executed.
    Response,
    /// `application/json`: a well-formed request is answered with 200, whatever came of it.
    Legacy,
}

impl AnswerType {
    /// The value of `Content-Type`.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Response => "application/graphql-response+json; charset=utf-8",
            Self::Legacy => "application/json; charset=utf-8",
        }
    }

    /// What a client accepts most; `None` when it accepts neither. A client that says nothing gets `application/json`.
    pub fn negotiate(headers: &HeaderMap) -> Option<Self> {
        let accepted: Vec<&str> =
            headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
        let accepted = accepted.join(",");
        if accepted.trim().is_empty() {
            return Some(Self::Legacy);
        }
        let mut best: Option<(f32, Self)> = None;
        for range in split_outside_quotes(&accepted, ',').into_iter().map(MediaType::parse) {
            let Some(answer) = Self::of_range(&range.essence) else { continue };
            if range.foreign_charset().is_some() {
                continue;
            }
            let weight = range.parameter("q").and_then(|q| q.parse().ok()).unwrap_or(1.0);
            if weight > 0.0 && best.is_none_or(|(highest, _)| weight > highest) {
                best = Some((weight, answer));
            }
        }
        best.map(|(_, answer)| answer)
    }

    fn of_range(essence: &str) -> Option<Self> {
        match essence {
            "application/graphql-response+json" => Some(Self::Response),
            "application/json" | "application/*" | "*/*" => Some(Self::Legacy),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(accept: &str, expected: Option<AnswerType>) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().unwrap());
        assert_eq!(AnswerType::negotiate(&headers), expected, "{accept}");
    }

    #[test]
    fn answers_what_the_client_prefers() {
        check("application/graphql-response+json, application/json", Some(AnswerType::Response));
        check("application/json, application/graphql-response+json", Some(AnswerType::Legacy));
        check("application/json;q=0.5, application/graphql-response+json;q=0.9", Some(AnswerType::Response));
        check("text/html, */*;q=0.1", Some(AnswerType::Legacy));
        check("application/graphql-response+json; charset=utf-8", Some(AnswerType::Response));
    }

    #[test]
    fn accepts_json_when_nothing_is_asked_for() {
        assert_eq!(AnswerType::negotiate(&HeaderMap::new()), Some(AnswerType::Legacy));
    }

    #[test]
    fn finds_nothing_for_a_client_that_takes_neither() {
        check("text/html", None);
        check("application/json;q=0", None);
        check("application/json;charset=utf-16", None);
    }
}
