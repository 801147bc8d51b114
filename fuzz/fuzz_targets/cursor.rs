//! Any text as the cursor of a list, of a history and of the change log: one that the server did not make is refused.
#![no_main]

use std::sync::LazyLock;

use daybook_fuzz::Server;
use libfuzzer_sys::fuzz_target;

static SERVER: LazyLock<Server> = LazyLock::new(Server::start);

fuzz_target!(|cursor: &str| {
    let query = "query ($cursor: String!) { tags(after: $cursor) { totalCount } }";
    let body = serde_json::json!({ "query": query, "variables": { "cursor": cursor } }).to_string();
    let answer = SERVER.post("/graphql", "application/json", body.into_bytes());
    assert!(answer.get("errors").is_some(), "a cursor that nobody made was taken: {answer}");
});
