//! Lexer, limits, parser, validation, coercion and planning: any text as a GraphQL document.
#![no_main]

use std::sync::LazyLock;

use daybook_fuzz::Server;
use libfuzzer_sys::fuzz_target;

static SERVER: LazyLock<Server> = LazyLock::new(Server::start);

fuzz_target!(|text: &str| {
    let body = serde_json::json!({ "query": text }).to_string();
    SERVER.post("/graphql", "application/json", body.into_bytes());
});
