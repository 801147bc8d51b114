//! Numbers beyond 64 bits, on every way in and out.

use std::sync::Arc;

use daybook_store::sqlite::{Sqlite, SqliteOptions};
use serde_json::{Value as Json, json};

use crate::testing::Server;

const LAB: &str = r#"
type Device @entry(plural: "devices", title: "{serial}") @key(fields: ["serial"]) {
  serial: String!
  codes: [String!]
}
type Run @entry(plural: "runs", title: "run of {device}") {
  device: Device @link(inverse: "runs")
  data: JSON
  parts: [JSON!]
}
type Count @series(plural: "counts", of: "device", at: "at") {
  device: Device! @link(inverse: "counts")
  at: DateTime!
  level: Float
}
"#;

/// As written, and to be answered so.
const WRITTEN: &str = r#"{"big":123456789012345678901234567890,"pi":3.14159265358979323846,"price":1.10,"deep":[-0.0,-0,[1e-400,1e5,1E5,-2E+7]],"z":1,"a":2}"#;

fn lab() -> Server {
    let folder = tempfile::tempdir().unwrap();
    let backend = Sqlite::open(&folder.path().join("data"), &SqliteOptions::default()).unwrap();
    Server::over(Arc::new(backend), LAB, folder)
}

async fn serials(server: &Server) -> Vec<String> {
    let found = server.data("{ devices { nodes { serial } } }").await;
    let nodes = found["devices"]["nodes"].as_array().unwrap();
    nodes.iter().map(|node| node["serial"].as_str().unwrap().to_owned()).collect()
}

/// The bytes of an answer to a GraphQL request that was written by hand.
async fn asked(server: &Server, body: String) -> String {
    let answer = server.post("/graphql", "application/json", body).await;
    let text = String::from_utf8(answer.body.to_vec()).unwrap();
    assert!(!text.contains("\"errors\":[{"), "{text}");
    text
}

#[tokio::test]
async fn sensors_with_long_numbers_are_two() {
    for (kind, body) in [
        (
            "application/json",
            r#"[{"device": 89490200001234567101, "at": "2026-05-01T10:00:00Z", "level": 1},
                {"device": 89490200001234567202, "at": "2026-05-01T10:00:00Z", "level": 2}]"#,
        ),
        (
            "application/x-ndjson",
            "{\"device\": {\"serial\": 89490200001234567101}, \"at\": \"2026-05-01T10:00:00Z\", \"level\": 1}\n\
             {\"device\": 89490200001234567202, \"at\": \"2026-05-01T10:00:00Z\", \"level\": 2}",
        ),
    ] {
        let server = lab();
        let answer = server.post("/ingest/Count?create=device", kind, body).await;
        assert_eq!(answer.json()["accepted"], 2, "{answer:?}");
        assert_eq!(serials(&server).await, ["89490200001234567101", "89490200001234567202"]);
    }
}

#[tokio::test]
async fn entries_external_keys_and_lists_keep_their_digits() {
    let server = lab();
    let body = r#"{"serial": 12345678901234567890123, "codes": [98765432109876543210, 1.10],
                   "externalKeys": [{"source": "crm", "key": 11111111112222222222}]}"#;
    server.post("/ingest/Device", "application/json", body).await;
    let found = server.data("{ devices { nodes { serial codes externalKeys { key } } } }").await;
    let expected = json!({"serial": "12345678901234567890123", "codes": ["98765432109876543210", "1.10"],
                          "externalKeys": [{"key": "11111111112222222222"}]});
    assert_eq!(found["devices"]["nodes"][0], expected);
}

#[tokio::test]
async fn json_comes_back_as_written_from_variables_literals_and_ingest() {
    let server = lab();
    let create = "mutation ($data: JSON, $parts: [JSON!]) { runCreate(input: {data: $data, parts: $parts}) { entry { data parts } errors { message } } }";
    let answer = asked(
        &server,
        format!(r#"{{"query": {}, "variables": {{"data": {WRITTEN}, "parts": [1.10, 2e0, -0]}}}}"#, json!(create)),
    )
    .await;
    assert!(answer.contains(&format!(r#""data":{WRITTEN}"#)), "{answer}");
    assert!(answer.contains(r#""parts":[1.10,2e0,-0]"#), "{answer}");

    let literal = "mutation { runCreate(input: {data: {big: 123456789012345678901234567890, pi: 3.14159265358979323846, price: 1.10, deep: [1e5, 1E5, -0, -0.0, -2E+7]}}) { entry { data } } }";
    let answer = asked(&server, json!({"query": literal}).to_string()).await;
    assert!(
        answer.contains(r#""data":{"big":123456789012345678901234567890,"pi":3.14159265358979323846,"price":1.10,"deep":[1e5,1E5,-0,-0.0,-2E+7]}"#),
        "{answer}"
    );

    server.post("/ingest/Run", "application/json", format!(r#"{{"data": {WRITTEN}}}"#)).await;
    server.post("/ingest/Run", "application/x-ndjson", format!(r#"{{"data": {WRITTEN}}}"#)).await;
    server.post("/ingest/Run", "text/csv", "data\n\"[1E5, -0, 123456789012345678901234567890]\"\n").await;
    let answer = asked(&server, json!({"query": "{ runs { nodes { data } } }"}).to_string()).await;
    assert_eq!(answer.matches(WRITTEN).count(), 3, "{answer}");
    assert!(answer.contains("[1E5,-0,123456789012345678901234567890]"), "{answer}");
}

#[tokio::test]
async fn json_comes_back_as_written_from_history_and_the_past() {
    let server = lab();
    let create = json!({"query": "mutation ($d: JSON) { runCreate(input: {data: $d}) { entry { id updatedAt } } }"});
    let mut body = create.to_string();
    body.insert_str(body.len() - 1, &format!(r#","variables":{{"d":{WRITTEN}}}"#));
    let made: Json = serde_json::from_str(&asked(&server, body).await).unwrap();
    let (id, at) = (&made["data"]["runCreate"]["entry"]["id"], &made["data"]["runCreate"]["entry"]["updatedAt"]);
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    server.data(&format!("mutation {{ runUpdate(id: {id}, patch: {{data: 1.1}}) {{ entry {{ version }} }} }}")).await;
    // Another way to write the same number is another text, and so another version.
    let again = server
        .data(&format!("mutation {{ runUpdate(id: {id}, patch: {{data: 1.10}}) {{ entry {{ version }} }} }}"))
        .await;
    assert_eq!(again["runUpdate"]["entry"]["version"], 3);
    let past = format!("{{ run(id: {id}, asOf: {at}) {{ data }} changes(first: 10) {{ nodes {{ patch }} }} }}");
    let answer = asked(&server, json!({"query": past}).to_string()).await;
    assert!(answer.contains(&format!(r#""data":{WRITTEN}"#)), "{answer}");
    assert!(answer.contains("\"value\":1.10"), "{answer}");
}

#[tokio::test]
async fn an_id_of_many_digits_is_a_text_of_them() {
    let server = lab();
    let query = "query { device(id: 89490200001234567101) { serial } }";
    let answer = server.post_json("/graphql", &json!({"query": query})).await.json();
    assert!(answer.get("errors").is_none(), "a whole number is an ID, however long: {answer}");
    let query = "query ($id: ID!) { device(id: $id) { serial } }";
    let body = format!(r#"{{"query": {}, "variables": {{"id": 89490200001234567101}}}}"#, json!(query));
    let answer = server.post("/graphql", "application/json", body).await.json();
    assert!(answer.get("errors").is_none(), "{answer}");
}
