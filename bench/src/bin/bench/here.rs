//! A server in this process.

use std::sync::Arc;

use bytes::Bytes;
use daybook_bench::Result;
use daybook_graphql::{app::App, execute::execute, request::Request};
use daybook_store::record::Origin;
use serde_json::{Map, Value as Json};

/// A server in this process.
pub struct Here {
    /// The server.
    pub app: Arc<App>,
    /// Runs its requests.
    pub runtime: tokio::runtime::Runtime,
}

impl Here {
    /// The answer of a document, as it is sent; an error in it is one here.
    pub fn execute(&self, query: &str, variables: Json) -> Result<Bytes> {
        let variables = if let Json::Object(members) = variables { members } else { Map::new() };
        let request = Request {
            query: query.to_owned(),
            operation_name: None,
            variables,
            read_only: false,
            streams: false,
            origin: Origin::Api,
            request_id: String::new(),
        };
        let response = self.runtime.block_on(execute(&self.app, request));
        let body = response.body.into_bytes();
        // Errors stand behind the data.
        if response.execution.is_done() && body.ends_with(b"}}") {
            return Ok(body);
        }
        Err(format!("{query} was answered with {}", String::from_utf8_lossy(&body)).into())
    }
}
