use axum::{
    Router,
    body::Body,
    http::{Method, Request},
    routing::get,
};

use super::with_layers;
use crate::{
    http::{HttpState, Options},
    testing::{Server, request},
};

#[tokio::test]
async fn answers_that_it_lives_and_is_ready() {
    let server = Server::garden();
    assert_eq!(server.get("/healthz").await.status, 200);
    assert_eq!(server.get("/readyz").await.status, 200);
}

#[tokio::test]
async fn is_not_ready_but_alive_while_it_drains() {
    let server = Server::garden();
    server.draining.start();
    let answer = server.get("/readyz").await;
    assert_eq!(answer.problem(503), "the server is about to stop");
    assert_eq!(answer.header("retry-after"), "1");
    assert_eq!(server.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn describes_an_unknown_address_as_a_problem() {
    let answer = Server::garden().get("/no-such-page.json").await;
    assert_eq!(answer.problem(404), "there is nothing at `/no-such-page.json`");
}

#[tokio::test]
async fn names_the_methods_that_a_route_knows() {
    let server = Server::garden();
    for (method, path, allowed) in [
        (Method::DELETE, "/graphql", "GET,HEAD,POST"),
        (Method::GET, "/ingest/Bed", "POST"),
        (Method::PUT, "/command", "POST"),
    ] {
        let answer = server.send(request(method, path).body(Body::empty()).unwrap()).await;
        answer.problem(405);
        assert_eq!(answer.header("allow"), allowed, "{path}");
    }
}

#[tokio::test]
async fn answers_only_requests_to_this_machine_by_its_own_names() {
    let server = Server::garden();
    for (host, status) in [
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("127.0.0.1:8080", 200),
        ("[::1]:8080", 200),
        ("[::1]", 200),
        ("example.org", 421),
        ("localhost.example.org:8080", 421),
        ("127.0.0.1.example.org", 421),
        ("localhost@example.org", 421),
        ("", 421),
    ] {
        let request = Request::builder().uri("/healthz").header("host", host).body(Body::empty()).unwrap();
        assert_eq!(server.send(request).await.status, status, "{host}");
    }
    let request = Request::builder().uri("/healthz").body(Body::empty()).unwrap();
    let detail = server.send(request).await.problem(421);
    assert!(detail.contains("127.0.0.1"), "{detail}");
}

/// Every kind of route: who may use them is the same everywhere.
const ROUTES: [(Method, &str, &str); 13] = [
    (Method::POST, "/graphql", "application/json"),
    (Method::POST, "/graphql", "text/event-stream"),
    (Method::GET, "/graphql?query=%7B__typename%7D", "application/json"),
    (Method::GET, "/graphql?query=%7B__typename%7D", "text/event-stream"),
    (Method::OPTIONS, "/graphql", "*/*"),
    (Method::POST, "/ingest/Bed", "*/*"),
    (Method::POST, "/command", "*/*"),
    (Method::GET, "/schema.graphql", "*/*"),
    (Method::GET, "/healthz", "*/*"),
    (Method::GET, "/", "text/html"),
    (Method::GET, "/playground", "text/html"),
    (Method::GET, "/t/beds", "text/html"),
    (Method::DELETE, "/nowhere", "*/*"),
];

async fn status_of(server: &Server, (method, path, accept): &(Method, &str, &str), told: &[(&str, &str)]) -> u16 {
    let mut request =
        request(method.clone(), path).header("accept", *accept).header("content-type", "application/json");
    for (name, value) in told {
        request = request.header(*name, *value);
    }
    server.send(request.body(Body::from(r#"{"query": "{ __typename }"}"#)).unwrap()).await.status.as_u16()
}

#[tokio::test]
async fn refuses_every_request_of_a_page_that_this_server_did_not_serve() {
    let server = Server::garden();
    for route in &ROUTES {
        for told in [
            [("origin", "https://example.org")].as_slice(),
            &[("origin", "null")],
            &[("origin", "http://localhost:8081")],
            &[("origin", "http://localhost")],
            &[("origin", "http://127.0.0.1:8080")],
            &[("origin", "http://localhost:8080"), ("origin", "http://localhost:8081")],
            &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")],
            &[("sec-fetch-site", "same-site"), ("sec-fetch-mode", "no-cors")],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "http://localhost:8081"), ("sec-fetch-site", "same-origin")],
        ] {
            assert_eq!(status_of(&server, route, told).await, 403, "{route:?} {told:?}");
        }
    }
}

#[tokio::test]
async fn answers_programs_and_its_own_pages() {
    let server = Server::garden();
    for route in &ROUTES {
        for told in [
            [].as_slice(),
            &[("origin", "http://localhost:8080")],
            &[("origin", "https://LOCALHOST:8080")],
            &[("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors")],
            &[("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")],
        ] {
            assert_ne!(status_of(&server, route, told).await, 403, "{route:?} {told:?}");
        }
    }
}

#[tokio::test]
async fn a_link_of_another_site_leads_here_but_its_form_writes_nothing() {
    let server = Server::garden();
    let linked = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
    assert_eq!(status_of(&server, &(Method::GET, "/", "text/html"), &linked).await, 200);
    assert_eq!(status_of(&server, &(Method::POST, "/command", "text/html"), &linked).await, 403);
}

#[tokio::test]
async fn a_request_for_two_hosts_is_for_none() {
    let server = Server::garden();
    let request = request(Method::GET, "/healthz").header("host", "localhost:8080").body(Body::empty()).unwrap();
    server.send(request).await.problem(421);
}

#[tokio::test]
async fn takes_over_a_plain_request_id_and_no_other() {
    let server = Server::garden();
    let made = "00000000-0000-0000-0000-000000000007";
    let long = "x".repeat(129);
    for (given, answered) in
        [("abc-1.2_3:4", "abc-1.2_3:4"), ("a b", made), ("<script>", made), ("", made), (&long, made)]
    {
        let request = request(Method::GET, "/healthz").header("x-request-id", given).body(Body::empty()).unwrap();
        assert_eq!(server.send(request).await.header("x-request-id"), answered);
    }
    assert_eq!(server.get("/healthz").await.header("x-request-id"), made);
}

#[tokio::test]
async fn guards_every_answer_with_headers() {
    let server = Server::garden();
    for path in ["/healthz", "/graphql?query=%7B__typename%7D", "/nothing.txt", "/playground", "/"] {
        let answer = server.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
    }
    assert_eq!(server.get("/graphql?query=%7B__typename%7D").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn shows_a_page_to_people_and_a_problem_to_programs() {
    let server = Server::garden();
    for path in ["/", "/playground", "/t/beds", "/e/019d0000-0000-7000-8000-0000000feed1", "/types", "/graph/1", "/api"]
    {
        let page = server.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.header("content-type").starts_with("text/html"), "{path}");
        assert!(String::from_utf8_lossy(&page.body).contains("<html"), "{path}");
    }
}

#[tokio::test]
async fn an_address_without_a_page_is_not_found_by_people_either() {
    let server = Server::garden();
    for path in
        ["/some/page", "/t", "/t/beds/x", "/e/", "/e/1/2/3", "/Types", "/nowhere", "/graphql/x", "//", "/e/1/history/"]
    {
        let open = |tag: Option<&str>| {
            let mut open = request(Method::GET, path).header("accept", "text/html,*/*");
            if let Some(tag) = tag {
                open = open.header("if-none-match", tag);
            }
            server.send(open.body(Body::empty()).unwrap())
        };
        let found = path == "/e/1/history/";
        let page = open(None).await;
        assert_eq!(page.status, if found { 200 } else { 404 }, "{path}");
        assert!(page.header("content-type").starts_with("text/html"), "{path}");
        if !found {
            let again = open(Some("*")).await;
            assert_eq!((again.status.as_u16(), again.body.is_empty()), (404, false), "{path}");
            assert_eq!((page.header("etag"), page.header("cache-control")), ("", "no-store"), "{path}");
            let detail = server.get(path).await.problem(404);
            assert_eq!(detail, format!("there is nothing at `{path}`"));
        }
    }
    server.send(request(Method::POST, "/types").body(Body::empty()).unwrap()).await.problem(404);
}

#[tokio::test]
async fn a_panic_becomes_a_problem_without_any_detail_of_it() {
    async fn panics() {
        panic!("a secret");
    }
    let mut server = Server::garden();
    let options =
        Options { limits: server.config.limits.clone(), make_id: uuid::Uuid::nil, draining: server.draining.clone() };
    let state = HttpState { app: server.app.clone(), options: options.into() };
    server.router = with_layers(Router::new().route("/panics", get(panics)), &state).with_state(state);
    let answer = server.get("/panics").await;
    let detail = answer.problem(500);
    assert!(!detail.contains("secret"), "{detail}");
}
