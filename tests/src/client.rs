//! A small HTTP client that takes every status as an answer.

use std::time::Duration;

use serde_json::{Value as Json, json};
use ureq::{Agent, http::Response};

/// Talks to one server.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
    /// Such as `http://127.0.0.1:40123`.
    pub base: String,
}

/// What the server answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Content type, without parameters.
    pub content_type: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Client {
    /// A client of the server at a base address.
    pub fn new(base: String) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(Duration::from_mins(2)))
            .build();
        Self { agent: config.into(), base }
    }

    /// Reads a page; an error means that there was no answer.
    pub fn get(&self, path: &str) -> Result<Answer, ureq::Error> {
        self.agent.get(format!("{}{path}", self.base)).call().and_then(Answer::read)
    }

    /// Posts a body of a content type; an error means that there was no answer.
    pub fn post(&self, path: &str, content_type: &str, body: &[u8]) -> Result<Answer, ureq::Error> {
        let request = self.agent.post(format!("{}{path}", self.base)).header("Content-Type", content_type);
        request.send(body).and_then(Answer::read)
    }

    /// Posts JSON.
    ///
    /// # Panics
    ///
    /// When there is no answer.
    pub fn post_json(&self, path: &str, body: &Json) -> Answer {
        self.post(path, "application/json", body.to_string().as_bytes()).expect("the server answers")
    }

    /// Sends a GraphQL document; the whole answer, errors included.
    ///
    /// # Panics
    ///
    /// When there is no answer, or it is no JSON.
    pub fn graphql(&self, document: &str, variables: &Json) -> Json {
        self.post_json("/graphql", &json!({"query": document, "variables": variables})).json()
    }

    /// The data of a GraphQL document that must not have errors.
    ///
    /// # Panics
    ///
    /// When there are errors.
    #[track_caller]
    pub fn data(&self, document: &str, variables: &Json) -> Json {
        let mut answer = self.graphql(document, variables);
        assert!(answer.get("errors").is_none(), "{document} was answered with {answer}");
        answer["data"].take()
    }

    /// The first error of a GraphQL document that must fail: its code and message.
    ///
    /// # Panics
    ///
    /// When it does not fail.
    #[track_caller]
    pub fn refused(&self, document: &str, variables: &Json) -> (String, String) {
        let answer = self.graphql(document, variables);
        let first = &answer["errors"][0];
        let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
        assert!(!first.is_null(), "{} was not refused: {answer}", document.chars().take(200).collect::<String>());
        (text(&first["extensions"]["code"]), text(&first["message"]))
    }
}

impl Answer {
    fn read(mut response: Response<ureq::Body>) -> Result<Self, ureq::Error> {
        let header = response.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let content_type = header.split(';').next().unwrap_or_default().trim().to_owned();
        let body = response.body_mut().with_config().limit(64 << 20).read_to_vec()?;
        Ok(Self { status: response.status().as_u16(), content_type, body })
    }

    /// The body as JSON.
    ///
    /// # Panics
    ///
    /// When it is none.
    #[track_caller]
    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("status {}, and the body is no JSON ({error}): {}", self.status, self.text())
        })
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
