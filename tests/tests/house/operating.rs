//! What whoever runs a server sees of it: its log, its settings, its signals.

use std::{thread, time::Duration};

use daybook_tests::{Server, Setup};
use serde_json::{Value as Json, json};

/// The line of the log that has all these fields.
#[track_caller]
fn line(server: &Server, fields: &Json) -> Json {
    for _ in 0..100 {
        let log = server.log();
        let lines = log.lines().filter_map(|line| serde_json::from_str::<Json>(line).ok());
        let mut found =
            lines.filter(|line| fields.as_object().into_iter().flatten().all(|(name, value)| line[name] == *value));
        if let Some(line) = found.next() {
            return line;
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("no line has {fields}:\n{}", server.log());
}

#[test]
fn the_log_names_path_operation_and_error_code() {
    let server = Server::start();
    server.data("mutation Write { noteCreate(input: {heading: \"a\"}) { entry { id } } }", &json!({}));
    line(&server, &json!({"path": "/graphql", "operation": "mutation Write", "status": 200}));
    server.graphql("{ notes { totalCount } children { totalCount } }", &json!({}));
    line(&server, &json!({"path": "/graphql", "operation": "query notes, children", "status": 200}));
    server.graphql("{ nothing }", &json!({}));
    line(&server, &json!({"operation": "query nothing", "code": "VALIDATION_FAILED"}));
    server.graphql("{ notes(first: 1, last: 1) { totalCount } }", &json!({}));
    line(&server, &json!({"operation": "query notes", "code": "BAD_INPUT"}));
    server.graphql("{ not graphql", &json!({}));
    line(&server, &json!({"path": "/graphql", "code": "PARSE_FAILED"}));
    // Mistakes that are answered as data, whether the payload's `errors` are asked for or not.
    let (secret, nobody) = ("secret-of-nobody", "01890a5d-ac96-774b-bcce-b302099a8057");
    let write =
        "mutation Wrong($id: ID!, $text: String) { noteUpdate(id: $id, patch: {text: $text}) { entry { id } } }";
    server.graphql(write, &json!({"id": nobody, "text": secret}));
    line(&server, &json!({"path": "/graphql", "operation": "mutation Wrong", "status": 200, "code": "NOT_FOUND"}));
    let each = "mutation Each { batch(mode: EACH, ops: [{childCreate: {name: \"a\"}}, {childCreate: {name: \"\"}}]) { results { index } } }";
    server.graphql(each, &json!({}));
    line(&server, &json!({"operation": "mutation Each", "code": "TOO_SHORT"}));
    let samples = "mutation Samples($id: ID!) { readingsAdd(inputs: [{sensor: {link: $id}, temperature: {value: 1, unit: CEL}}]) { accepted } }";
    server.graphql(samples, &json!({"id": nobody}));
    line(&server, &json!({"operation": "mutation Samples", "code": "NOT_FOUND"}));
    server.graphql(
        "mutation Plan($sdl: String!) { typePlan(sdl: $sdl) { id } }",
        &json!({"sdl": format!("type {secret}")}),
    );
    line(&server, &json!({"operation": "mutation Plan", "code": "DEFINITIONS"}));
    server.post_json("/ingest/Reading?unit.temperature=CEL", &json!([{"sensor": secret, "temperature": 1}]));
    line(&server, &json!({"path": "/ingest/Reading", "status": 422, "code": "NOT_FOUND"}));
    assert!(!server.log().contains(secret), "values are nobody's business");
    server.get("/no/such/page?secret=1").expect("the server answers");
    let unknown = line(&server, &json!({"path": "/no/such/page", "status": 404, "code": "NOT_FOUND"}));
    assert!(!unknown.to_string().contains("secret"), "parameters are nobody's business: {unknown}");
    server.post_json("/ingest/Nothing", &json!([]));
    line(&server, &json!({"route": "/ingest/{type}", "path": "/ingest/Nothing", "status": 404, "code": "NOT_FOUND"}));
    server.post_json("/command", &json!({"command": "feeding_calc", "data": {"calories": "20", "volume": "67"}}));
    line(&server, &json!({"path": "/command", "operation": "feeding_calc", "status": 200}));
    server.post_json("/command", &json!({"command": "fly"}));
    line(&server, &json!({"path": "/command", "status": 422, "code": "UNKNOWN_COMMAND"}));
}

#[test]
fn a_closed_terminal_ends_no_server() {
    let server = Server::start();
    for _ in 0..3 {
        server.signal("HUP");
    }
    line(
        &server,
        &json!({"level": "INFO", "message": "SIGHUP: goes on as before; settings and definitions are read at the start, logs go to standard output"}),
    );
    assert_eq!(server.data("{ notes { totalCount } }", &json!({})), json!({"notes": {"totalCount": 0}}));
    let (status, _) = server.stop();
    assert!(status.success());
}

#[test]
fn a_variable_that_is_no_setting_is_named_and_ignored() {
    let server =
        Setup::new().environment("DAYBOOK_LOG__LEVLE", "debug").environment("DAYBOOK_LOG__LEVEL", "info").start();
    let log = server.log();
    assert!(log.contains("`DAYBOOK_LOG__LEVLE`") && log.contains("did you mean `DAYBOOK_LOG__LEVEL`?"), "{log}");
    assert_eq!(log.matches("is no setting").count(), 1, "{log}");
}

#[test]
fn addresses_without_a_page_are_not_found() {
    let server = Server::start();
    for path in ["/", "/t/notes", "/types", "/playground"] {
        assert_eq!(server.get(path).expect("the server answers").status, 200, "{path}");
    }
    for path in ["/nowhere", "/t", "/graphql/", "/index.php", "/e/1/2/3"] {
        let answer = server.get(path).expect("the server answers");
        assert_eq!((answer.status, answer.content_type.as_str()), (404, "application/problem+json"), "{path}");
    }
}
