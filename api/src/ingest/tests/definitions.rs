//! Rows that come in while definitions change, and under names that changed.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use serde_json::{Value as Json, json};

use crate::testing::Server;

pub(super) const TOOL: &str = r#"type Tool @entry(plural: "tools", title: "{name}") { name: String! weight: String }"#;

pub(super) async fn run(server: &Server, query: &str, variables: Json) -> Json {
    let body = json!({ "query": query, "variables": variables });
    let answer = server.post_json("/graphql", &body).await.json();
    assert_eq!(answer.get("errors"), None, "{answer}");
    answer["data"].clone()
}

pub(super) async fn plan(server: &Server, sdl: &str, remove: &[&str]) -> Json {
    let query = "mutation ($sdl: String!, $remove: [String!]) { typePlan(sdl: $sdl, remove: $remove) \
                 { id ok errors { line column message hint } changes { type field kind affected lossy description } api } }";
    run(server, query, json!({ "sdl": sdl, "remove": remove })).await["typePlan"].clone()
}

/// Plans and applies; answers what came of it.
pub(super) async fn define(server: &Server, sdl: &str, remove: &[&str]) {
    let planned = plan(server, sdl, remove).await;
    assert_eq!(planned["errors"], json!([]), "{sdl}");
    apply(server, &planned).await;
}

/// A garden with many tools, so that a change of their definition takes a while.
async fn with_many_tools() -> Arc<Server> {
    let server = Server::garden();
    define(&server, TOOL, &[]).await;
    let create = "mutation ($inputs: [ToolCreate!]!) { toolCreateMany(inputs: $inputs) { errors { message } } }";
    for part in 0..4 {
        let inputs: Vec<Json> = (0..2_000)
            .map(|number| json!({"name": format!("{part} {number}"), "weight": number.to_string()}))
            .collect();
        assert_eq!(run(&server, create, json!({ "inputs": inputs })).await["toolCreateMany"]["errors"], json!([]));
    }
    Arc::new(server)
}

pub(super) async fn apply(server: &Server, planned: &Json) {
    let query = "mutation ($id: ID!) { typeApply(planId: $id) { errors { message } } }";
    let applied = run(server, query, json!({ "id": planned["id"] })).await;
    assert_eq!(applied["typeApply"]["errors"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writes_wait_while_definitions_change_and_none_fails() {
    let server = with_many_tools().await;
    let done = Arc::new(AtomicBool::new(false));
    let mut writers = Vec::new();
    for number in 0..6 {
        let (server, done) = (Arc::clone(&server), Arc::clone(&done));
        writers.push(tokio::spawn(async move {
            let mut written = 0;
            while !done.load(Ordering::SeqCst) || written < 3 {
                let name = format!("{number} {written}");
                if number % 2 == 0 {
                    let query = "mutation ($name: String!) { bedCreate(input: {name: $name}) { errors { message } }
                                 probeUpsert(input: {name: $name}) { errors { message } } }";
                    let body = json!({ "query": query, "variables": { "name": name } });
                    let answer = server.post_json("/graphql", &body).await.json();
                    assert_eq!(answer["data"]["bedCreate"]["errors"], json!([]), "{answer}");
                } else {
                    let row = json!({"probe": name, "at": "2026-05-01T09:00:00Z", "moisture": "12 %"});
                    let answer = server.post_json("/ingest/SoilReading?create=probe", &row).await;
                    assert_eq!((answer.status.as_u16(), &answer.json()["accepted"]), (200, &json!(1)), "{answer:?}");
                }
                written += 1;
            }
            written
        }));
    }
    for weight in ["Int", "String", "Float"] {
        let planned = plan(&server, &TOOL.replace("weight: String", &format!("weight: {weight}")), &[]).await;
        apply(&server, &planned).await;
    }
    done.store(true, Ordering::SeqCst);
    for writer in writers {
        assert!(writer.await.unwrap() >= 3);
    }
}

#[tokio::test]
async fn a_write_that_waited_is_planned_with_the_definitions_that_hold_then() {
    let server = Arc::new(Server::garden());
    define(&server, TOOL, &[]).await;
    let changing = server.app.alone().await;
    let later = |query: &str, variables: Json| {
        let (server, body) = (Arc::clone(&server), json!({ "query": query, "variables": variables }));
        tokio::spawn(async move { server.post_json("/graphql", &body).await.json() })
    };
    let old = later("mutation { toolCreate(input: {name: \"Hoe\", weight: \"3\"}) { errors { code } } }", json!({}));
    let command = {
        let server = Arc::clone(&server);
        tokio::spawn(async move { server.post_json("/ingest/Tool", &json!({"name": "Rake", "weight": 4})).await })
    };
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    assert!(!old.is_finished() && !command.is_finished());
    // Reads never wait.
    assert_eq!(server.data("{ tools { totalCount } }").await["tools"]["totalCount"], 0);
    drop(changing);
    assert_eq!(old.await.unwrap()["data"]["toolCreate"]["errors"], json!([]));
    assert_eq!(command.await.unwrap().json()["accepted"], 1);
}

#[tokio::test]
async fn definitions_change_and_are_used_in_one_document() {
    let server = Server::garden();
    let planned = plan(&server, TOOL, &[]).await;
    let query = "mutation ($id: ID!) { before: bedCreate(input: {name: \"North\"}) { errors { code } }
                 typeApply(planId: $id) { types { name } errors { message } } }";
    let answer = run(&server, query, json!({ "id": planned["id"] })).await;
    assert_eq!(answer["typeApply"]["types"], json!([{ "name": "Tool" }]));
    assert_eq!(answer["before"]["errors"], json!([]));
}

/// A server whose plants were given `water`, which is called `litres` now, and stand in a `plot`, once `bed`.
async fn plants() -> Server {
    let server = Server::garden();
    let before = r#"type Plant @entry(plural: "plants", title: "{name}") @key(fields: ["name"]) { name: String! water: Float bed: Bed @link(inverse: "plants") }"#;
    define(&server, before, &[]).await;
    let create = "mutation { plantCreateMany(inputs: [{name: \"a\", water: 1}, {name: \"b\", water: 2}, {name: \"c\", water: 4}]) \
                  { errors { code } } bedCreateMany(inputs: [{name: \"N\"}, {name: \"S\"}]) { errors { code } } }";
    server.data(create).await;
    let after = r#"type Plant @entry(plural: "plants", title: "{name}") @key(fields: ["name"]) { name: String! litres: Float @was(name: "water") plot: Bed @was(name: "bed") @link(inverse: "plants") }"#;
    define(&server, after, &[]).await;
    server
}

async fn litres(server: &Server) -> Json {
    server.data("{ plants(orderBy: [{name: ASC}]) { nodes { litres } } }").await["plants"]["nodes"].clone()
}

#[tokio::test]
async fn rows_under_two_names_are_rejected() {
    let server = plants().await;
    let before = litres(&server).await;
    for (row, path) in [
        (json!({"name": "x", "water": 1, "litres": 2}), "water"),
        (json!({"name": "x", "litres": 2, "water": 1}), "water"),
        (json!({"name": "x", "litres": null, "water": 1}), "water"),
        (json!({"name": "x", "bed": "N", "plot": "S"}), "bed"),
    ] {
        let answer = server.post_json("/ingest/Plant", &row).await;
        assert_eq!(answer.status.as_u16(), 422, "{row}: {answer:?}");
        assert_eq!(answer.json()["rejected"][0]["path"], json!([path]), "{row}");
    }
    let both = "name,water,litres\nx,1,2\ny,,3\n";
    let answer = server.post("/ingest/Plant", "text/csv", both).await;
    assert_eq!(
        (answer.status.as_u16(), answer.json()["accepted"].clone()),
        (207, json!(1)),
        "an empty cell says nothing"
    );
    assert_eq!(litres(&server).await.as_array().unwrap().len(), before.as_array().unwrap().len() + 1);
}

#[tokio::test]
async fn what_an_address_declares_holds_for_every_name() {
    for name in ["litres", "water"] {
        let server = plants().await;
        let rows = json!([{"name": "x", "water": 5}, {"name": "y", "litres": null}, {"name": "z", "water": null}]);
        let answer = server.post_json(&format!("/ingest/Plant?set.{name}=9"), &rows).await;
        assert_eq!(answer.json()["rejected"], json!([]), "{answer:?}");
        assert_eq!(
            litres(&server).await.as_array().unwrap()[3..],
            json!([{"litres": 5}, {"litres": 9}, {"litres": 9}]).as_array().unwrap()[..]
        );
        let twice = server.post_json("/ingest/Plant?set.litres=9&set.water=8", &rows).await;
        assert!(twice.problem(400).contains("two of its names"), "{twice:?}");
    }
}
