//! Bad input over the wire: what, where, what would be right; nothing lost, no panic, nothing internal told.

use daybook_tests::{Server, Setup};
use serde_json::{Value as Json, json};

/// What no client may ever see.
fn assert_discreet(text: &str) {
    for internal in ["panicked", "rusqlite", ".rs:", "stack backtrace", "SELECT "] {
        assert!(!text.contains(internal), "an answer tells `{internal}`: {text}");
    }
}

#[track_caller]
fn assert_alive(server: &Server) {
    assert_eq!(server.data("{ __typename }", &json!({})), json!({"__typename": "Query"}));
    assert!(!server.log().contains("panicked"), "{}", server.log());
}

#[test]
fn documents_beyond_the_limits_are_refused() {
    let server = Server::start();
    let nested = "{ feedings { nodes { child ".repeat(20) + "{ id }" + &" } } }".repeat(20);
    let aliases: Vec<String> = (0..10_000).map(|index| format!("a{index}: __typename")).collect();
    let aliases = aliases.join(" ");
    let directives = format!("{{ __typename {} }}", "@include(if: true) ".repeat(2_000));
    let lists = "{ children(first: 500) { nodes { feedings(first: 500) { nodes { id } } } } }";
    let fragments: Vec<String> =
        (0..30).map(|n| format!("fragment F{n} on Query {{ ...F{m} ...F{m} }}", m = n + 1)).collect();
    let fragments = fragments.join(" ");
    let fan_out = format!("{{ ...F0 }} {fragments} fragment F30 on Query {{ __typename }}");
    let documents = [nested, format!("{{ {aliases} }}"), directives, lists.to_owned(), fan_out];
    for document in documents {
        let (code, message) = server.refused(&document, &json!({}));
        assert!(!code.is_empty() && message.chars().count() <= 512, "{code}: {message}");
        assert_discreet(&message);
    }
    assert_alive(&server);
}

#[test]
fn a_page_of_100_000_is_refused_with_the_most_that_is_allowed() {
    let server = Server::start();
    let (_, message) = server.refused("{ feedings(first: 100000) { nodes { id } } }", &json!({}));
    assert!(message.contains("500"), "{message}");
}

#[test]
fn a_malformed_cursor_is_refused() {
    let server = Server::start();
    for cursor in ["", "nonsense", "AAAA", "%00", "🙂"] {
        let document = "query ($after: String) { feedings(after: $after) { nodes { id } } }";
        let (code, message) = server.refused(document, &json!({"after": cursor}));
        assert_eq!(code, "BAD_INPUT", "{cursor:?}: {message}");
        assert!(message.contains("cursor"), "{message}");
    }
}

#[test]
fn unknown_types_and_fields_come_with_a_suggestion() {
    let server = Server::start();
    for (document, hint) in [
        ("{ feedngs { nodes { id } } }", "feedings"),
        ("{ feedings { nodes { amont { value } } } }", "amount"),
        ("mutation { childCreate(input: {nam: \"Ada\"}) { entry { id } } }", "name"),
    ] {
        let (_, message) = server.refused(document, &json!({}));
        assert!(message.contains(hint), "{document}: {message}");
    }
}

#[test]
fn a_50_mb_body_is_refused_and_the_server_goes_on() {
    let server = Server::start();
    let body = format!(r#"{{"query": "{{ __typename }}", "variables": {{"x": "{}"}}}}"#, "y".repeat(50_000_000));
    // The server may hang up while the client is still sending: then there is no answer at all.
    if let Ok(answer) = server.post("/graphql", "application/json", body.as_bytes()) {
        assert_eq!(answer.status, 413, "{}", answer.text());
    }
    assert_alive(&server);
}

#[test]
fn bytes_that_are_no_utf_8_are_refused() {
    let server = Server::start();
    for body in [&b"\xff\xfe{}"[..], b"{\"query\": \"\xff\"}", b"{\"query\": \"{ __typename }\", \"\xc3\x28\": 1}"] {
        let answer = server.post("/graphql", "application/json", body).expect("the server answers");
        assert!((400..500).contains(&answer.status), "{}: {}", answer.status, answer.text());
        assert_discreet(&answer.text());
    }
    let row = server.post("/ingest/Note", "application/json", b"{\"heading\": \"\xff\"}").expect("the server answers");
    assert!((400..500).contains(&row.status), "{}: {}", row.status, row.text());
    assert_alive(&server);
}

#[test]
fn a_nul_in_a_string_is_an_error_at_its_field_or_comes_back_as_written() {
    let server = Server::start();
    let document = "mutation ($h: String!) { noteCreate(input: {heading: $h}) { entry { heading } errors { code path message } } }";
    let payload = server.data(document, &json!({"h": "a\u{0}b"}))["noteCreate"].take();
    if payload["entry"].is_null() {
        assert_eq!(payload["errors"][0]["path"], json!(["input", "heading"]), "{payload}");
    } else {
        assert_eq!(payload["entry"]["heading"], "a\u{0}b");
    }
    assert_alive(&server);
}

#[test]
fn mutations_by_get_and_as_text_write_nothing() {
    let server = Server::start();
    let by_get = "/graphql?query=mutation%20%7BnoteCreate(input%3A%7Bheading%3A%22x%22%7D)%7Bentry%7Bid%7D%7D%7D";
    assert!((400..500).contains(&server.get(by_get).expect("the server answers").status));
    let body = json!({"query": "mutation { noteCreate(input: {heading: \"x\"}) { entry { id } } }"}).to_string();
    let by_text = server.post("/graphql", "text/plain", body.as_bytes()).expect("the server answers");
    assert_eq!(by_text.status, 415);
    assert_eq!(server.data("{ notes { totalCount } }", &json!({})), json!({"notes": {"totalCount": 0}}));
}

#[test]
fn every_mistake_of_an_input_is_answered_with_its_path_and_code() {
    let server = Server::start();
    let payload = server.data(
        r#"mutation { feedingCreate(input: {
            child: {link: "019d0000-0000-7000-8000-00000000dead"}
            startedAt: "2999-01-01T00:00:00Z"
            method: BOTTLE
            amount: {value: 4, unit: KG}
            note: ""
            food: {link: [{id: "019d0000-0000-7000-8000-00000000beef"}]}
        }) { entry { id } errors { code path message } } }"#,
        &json!({}),
    )["feedingCreate"]
        .take();
    assert_eq!(payload["entry"], Json::Null);
    let errors = payload["errors"].as_array().expect("errors are a list");
    let mut found: Vec<(&str, String)> = errors.iter().map(code_and_path).collect();
    found.sort_unstable();
    let expected = [
        ("FUTURE_TIME", "input.startedAt"),
        ("NOT_FOUND", "input.child.link"),
        ("NOT_FOUND", "input.food.link.0.id"),
        ("WRONG_DIMENSION", "input.amount"),
    ];
    let found: Vec<(&str, &str)> = found.iter().map(|(code, path)| (*code, path.as_str())).collect();
    assert_eq!(found, expected);
    for error in errors {
        let message = error["message"].as_str().unwrap_or_default();
        assert!((8..=300).contains(&message.chars().count()), "{message}");
        assert_discreet(message);
    }
}

fn code_and_path(error: &Json) -> (&str, String) {
    let path = error["path"].as_array().expect("a path is a list");
    let path: Vec<&str> = path.iter().filter_map(Json::as_str).collect();
    (error["code"].as_str().unwrap_or_default(), path.join("."))
}

#[test]
fn a_version_conflict_carries_the_current_entry() {
    let server = Server::start();
    let id = server.data(r#"mutation { noteCreate(input: {heading: "one"}) { entry { id } } }"#, &json!({}));
    let id = json!({"id": id["noteCreate"]["entry"]["id"]});
    let update = r#"mutation ($id: ID!) { noteUpdate(id: $id, expectedVersion: 1, patch: {heading: "two"}) {
        entry { version } errors { code ... on VersionConflict { current { title version } } } } }"#;
    assert_eq!(server.data(update, &id)["noteUpdate"]["entry"], json!({"version": 2}));
    let conflict = json!([{"code": "VERSION_CONFLICT", "current": {"title": "two", "version": 2}}]);
    assert_eq!(server.data(update, &id)["noteUpdate"]["errors"], conflict);
}

#[test]
fn a_duplicate_key_carries_the_existing_entry() {
    let server = Server::start();
    let create = r#"mutation { tagCreate(input: {name: "garden"}) {
        entry { id } errors { code ... on DuplicateKey { existing { id } } } } }"#;
    let first = server.data(create, &json!({}))["tagCreate"]["entry"].take();
    let second = server.data(create, &json!({}))["tagCreate"].take();
    assert_eq!(second["errors"], json!([{"code": "DUPLICATE_KEY", "existing": first}]));
}

#[test]
fn a_link_to_the_wrong_type_is_refused() {
    let server = Server::start();
    let tag = server.data(r#"mutation { tagCreate(input: {name: "x"}) { entry { id } } }"#, &json!({}));
    let payload = server.data(
        "mutation ($id: ID!) { sleepCreate(input: {child: {link: $id}}) { entry { id } errors { code path } } }",
        &json!({"id": tag["tagCreate"]["entry"]["id"]}),
    );
    assert_eq!(payload["sleepCreate"]["errors"], json!([{"code": "WRONG_TYPE", "path": ["input", "child", "link"]}]));
}

#[test]
fn a_full_store_writes_nothing_and_goes_on_reading() {
    let server = Setup::new().environment("DAYBOOK_STORE__MAX_PAGES", "600").start();
    let create = "mutation ($t: String!) { noteCreate(input: {heading: \"big\", text: $t}) { entry { id } errors { message } } }";
    let text = json!({"t": "x".repeat(500_000)});
    let mut stored = 0;
    let refusal = loop {
        let answer = server.graphql(create, &text);
        if answer.get("errors").is_some() {
            break answer;
        }
        stored += 1;
        assert!(stored < 100, "the store never becomes full");
    };
    assert_eq!(refusal["errors"][0]["extensions"]["code"], "STORAGE_FULL", "{refusal}");
    assert_discreet(&refusal.to_string());
    assert_eq!(server.data("{ notes { totalCount } }", &json!({})), json!({"notes": {"totalCount": stored}}));
}

#[test]
fn a_foreign_host_is_not_answered_while_there_is_no_sign_in() {
    use std::io::{Read as _, Write as _};
    let server = Server::start();
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", server.port())).expect("the server listens");
    let request = "GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).expect("the request can be sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the answer is text");
    assert!(answer.starts_with("HTTP/1.1 4") && !answer.contains("__typename\":"), "{answer}");
}
