//! Which of the media types for GraphQL a client asks for.

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
        ranked(headers).into_iter().find_map(|wanted| match wanted {
            Wanted::Answer(answer) => Some(answer),
            Wanted::Events => None,
        })
    }
}

/// Whether a client takes a stream of events.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Events {
    /// No.
    Refused,
    /// Yes, though it rather has one answer where there is one.
    Accepted,
    /// It asks for nothing more than that.
    Preferred,
}

impl Events {
    /// What the client says.
    pub fn negotiate(headers: &HeaderMap) -> Self {
        let ranked = ranked(headers);
        match ranked.iter().position(|wanted| matches!(wanted, Wanted::Events)) {
            Some(0) => Self::Preferred,
            Some(_) => Self::Accepted,
            None => Self::Refused,
        }
    }
}

#[derive(Clone, Copy)]
enum Wanted {
    Answer(AnswerType),
    Events,
}

impl Wanted {
    fn of_range(essence: &str) -> Option<Self> {
        Some(match essence {
            "application/graphql-response+json" => Self::Answer(AnswerType::Response),
            "application/json" | "application/*" | "*/*" => Self::Answer(AnswerType::Legacy),
            // Only when named: a client that takes anything expects one answer.
            "text/event-stream" => Self::Events,
            _ => return None,
        })
    }
}

/// What the client accepts, the most wanted first; of equals the first named.
fn ranked(headers: &HeaderMap) -> Vec<Wanted> {
    let accepted: Vec<&str> = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    let accepted = accepted.join(",");
    if accepted.trim().is_empty() {
        return vec![Wanted::Answer(AnswerType::Legacy)];
    }
    let mut ranked: Vec<(f32, Wanted)> = Vec::new();
    for range in split_outside_quotes(&accepted, ',').into_iter().map(MediaType::parse) {
        let Some(wanted) = Wanted::of_range(&range.essence) else { continue };
        let weight = range.parameter("q").and_then(|q| q.parse().ok()).unwrap_or(1.0);
        if weight > 0.0 && range.foreign_charset().is_none() {
            ranked.push((weight, wanted));
        }
    }
    ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    ranked.into_iter().map(|(_, wanted)| wanted).collect()
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
    fn tells_who_takes_a_stream_of_events() {
        let events = |accept: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().unwrap());
            Events::negotiate(&headers)
        };
        assert_eq!(events("text/event-stream"), Events::Preferred);
        assert_eq!(events("application/graphql-response+json, application/json, text/event-stream"), Events::Accepted);
        assert_eq!(events("application/json;q=0.5, text/event-stream"), Events::Preferred);
        assert_eq!(events("*/*"), Events::Refused);
        assert_eq!(Events::negotiate(&HeaderMap::new()), Events::Refused);
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
