use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    body::Body,
    http::{Method, header},
};
use bytes::Bytes;
use futures_util::stream;
use serde_json::{Value as Json, json};

use crate::testing::{Answer, Server, request};

const RESPONSE: &str = "application/graphql-response+json";
const BED: &str = r#"mutation { bedCreate(input: {name: "north"}) { entry { name } errors { code path } } }"#;

async fn post(server: &Server, body: impl Into<Body>, accept: &str) -> Answer {
    let request = request(Method::POST, "/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, accept)
        .body(body.into());
    server.send(request.unwrap()).await
}

async fn beds(server: &Server) -> Json {
    server.data("{ beds { nodes { name } } }").await["beds"]["nodes"].clone()
}

#[tokio::test]
async fn takes_nothing_but_json() {
    let server = Server::garden();
    let body = json!({ "query": BED }).to_string();
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
    ] {
        let answer = server.post("/graphql", kind, body.clone()).await;
        assert_eq!(answer.status, 415, "{kind}");
        assert!(answer.json()["errors"][0]["message"].as_str().unwrap().contains("send"), "{kind}");
    }
    let untyped = request(Method::POST, "/graphql").body(Body::from(body)).unwrap();
    assert_eq!(server.send(untyped).await.status, 415);
    assert_eq!(beds(&server).await, json!([]));
}

#[tokio::test]
async fn takes_json_with_a_charset_parameter() {
    let server = Server::garden();
    let answer = server.post("/graphql", "application/json; charset=UTF-8", r#"{"query": "{ __typename }"}"#).await;
    assert_eq!(answer.json(), json!({ "data": { "__typename": "Query" } }));
}

#[tokio::test]
async fn reads_by_get_and_never_writes() {
    let server = Server::garden();
    let answer = server.get("/graphql?query=%7B%20__typename%20%7D").await;
    assert_eq!((answer.status.as_u16(), answer.json()["data"]["__typename"].as_str()), (200, Some("Query")));

    let query = serde_urlencoded::to_string([("query", BED)]).unwrap();
    let refused = server.get(&format!("/graphql?{query}")).await;
    assert_eq!(refused.status, 405);
    assert_eq!(refused.header("allow"), "POST");
    assert_eq!(beds(&server).await, json!([]));
}

#[tokio::test]
async fn answers_a_body_that_cannot_be_read_with_errors() {
    let server = Server::garden();
    let bodies: [&'static [u8]; 12] = [
        b"",
        b"{",
        b"null",
        b"5",
        b"[]",
        b"[5]",
        br#"{"query": 5}"#,
        br#"{"query": "{"}"#,
        br#"{"query": "{ __typename }", "variables": []}"#,
        br#"{"variables": {}}"#,
        b"\xff\xfe{}",
        b"{\"query\": \"\xff\"}",
    ];
    for body in bodies {
        let answer = post(&server, body, RESPONSE).await;
        assert_eq!(answer.status, 400, "{}", String::from_utf8_lossy(body));
        let errors = answer.json()["errors"].clone();
        let first = &errors[0];
        assert!(first["message"].as_str().is_some_and(|message| !message.is_empty()), "{errors}");
        assert!(first["extensions"]["code"].is_string(), "{errors}");
        assert_eq!(answer.header("content-type"), "application/graphql-response+json; charset=utf-8");
    }
}

#[tokio::test]
async fn the_status_of_a_request_that_cannot_be_executed_depends_on_the_media_type() {
    let server = Server::garden();
    let body = r#"{"query": "{ nothing }"}"#;
    for (accept, status) in [(RESPONSE, 400), ("application/json", 200), ("*/*", 200)] {
        let answer = post(&server, body, accept).await;
        assert_eq!(answer.status, status, "{accept}");
        assert!(answer.json().get("data").is_none_or(Json::is_null), "{accept}");
    }
    assert_eq!(post(&server, body, "text/html").await.status, 406);
}

#[tokio::test]
async fn refuses_a_large_body_that_says_so_without_reading_it() {
    let server = Server::garden();
    let unread = Body::from_stream(stream::once(async { panic!("read") as Result<Bytes, Infallible> }));
    let request = request(Method::POST, "/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_LENGTH, 50_000_000)
        .body(unread);
    assert_eq!(server.send(request.unwrap()).await.status, 413);
}

#[tokio::test]
async fn stops_reading_a_large_body_at_the_limit() {
    let server = Server::garden();
    let sent = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&sent);
    let chunk = Bytes::from(vec![b' '; 1 << 16]);
    let endless = stream::repeat_with(move || {
        counter.fetch_add(1, Ordering::Relaxed);
        Ok::<_, Infallible>(chunk.clone())
    });
    assert_eq!(post(&server, Body::from_stream(endless), RESPONSE).await.status, 413);
    let chunks_in_a_mebibyte = 16;
    assert_eq!(sent.load(Ordering::Relaxed), chunks_in_a_mebibyte + 1);
}

#[tokio::test]
async fn takes_a_long_text_within_the_limit() {
    let server = Server::garden();
    let body = json!({ "query": "query ($x: String) { __typename }", "variables": { "x": "y".repeat(900_000) } });
    let answer = server.post_json("/graphql", &body).await;
    assert_ne!(answer.status, 413);
}

#[tokio::test]
async fn answers_a_batch_in_its_order() {
    let server = Server::garden();
    let body = json!([{ "query": BED }, { "query": "{ beds { nodes { name } } }" }]);
    let answer = server.post_json("/graphql", &body).await;
    assert_eq!(answer.status, 200);
    let answers = answer.json();
    assert_eq!(answers[0]["data"]["bedCreate"]["entry"]["name"], "north");
    assert_eq!(answers[1]["data"]["beds"]["nodes"], json!([{ "name": "north" }]));
}

#[tokio::test]
async fn refuses_a_batch_that_is_too_long_and_executes_nothing_of_it() {
    let server = Server::garden();
    let body = Json::Array(vec![json!({ "query": BED }); 11]);
    let answer = server.post_json("/graphql", &body).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json()["errors"][0]["extensions"]["code"], "TOO_COMPLEX");
    assert_eq!(beds(&server).await, json!([]));
}

#[tokio::test]
async fn names_the_operation_of_a_batch_that_cannot_be_read() {
    let server = Server::garden();
    let answer = server.post_json("/graphql", &json!([{ "query": BED }, { "query": 5 }])).await;
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.json()["errors"][0]["message"],
        "operation 1 of the batch: `query` is a number; it must be a string"
    );
    assert_eq!(beds(&server).await, json!([]));
}

#[tokio::test]
async fn a_nul_in_a_text_is_a_mistake_in_the_input() {
    let server = Server::garden();
    let query = "mutation ($n: String!) { bedCreate(input: {name: $n}) { entry { id } errors { code path } } }";
    let answer = server.post_json("/graphql", &json!({ "query": query, "variables": { "n": "a\0b" } })).await;
    let payload = answer.json()["data"]["bedCreate"].clone();
    assert_eq!(payload, json!({ "entry": null, "errors": [{ "code": "INVALID_VALUE", "path": ["input", "name"] }] }));
}
