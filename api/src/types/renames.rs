//! A field under two of its names at once (issue 12, number 4): refused at every door, whichever stands first.

use serde_json::{Value as Json, json};

use super::tests::{define, run};
use crate::testing::Server;

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
async fn a_filter_under_two_names_deletes_nothing() {
    let server = plants().await;
    let before = litres(&server).await;
    for filter in [
        "{water: {gte: 3}, litres: {lte: 2}}",
        "{litres: {lte: 2}, water: {gte: 3}}",
        "{or: [{litres: {lte: 2}, water: {gte: 3}}]}",
        "{plot: {is: {plants: {some: {water: {gte: 3}, litres: {lte: 2}}}}}}",
        "{bed: {isNull: true}, plot: {isNull: false}}",
        "{plot: {isNull: false}, bed: {isNull: true}}",
    ] {
        let query = format!("mutation {{ plantDeleteMany(where: {filter}) {{ changeSet errors {{ code }} }} }}");
        let answer = server.post_json("/graphql", &json!({ "query": query })).await.json();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_INPUT", "{filter}: {answer}");
    }
    assert_eq!(litres(&server).await, before);
}

#[tokio::test]
async fn variables_and_links_under_two_names_are_refused() {
    let server = plants().await;
    let before = litres(&server).await;
    let query = "mutation ($i: PlantCreate!) { plantUpsert(input: $i) { errors { code } } }";
    for input in [
        json!({"name": "a", "water": 7, "litres": 8}),
        json!({"name": "a", "litres": 8, "water": null}),
        json!({"name": "a", "bed": {"create": {"name": "W"}}, "plot": {"create": {"name": "E"}}}),
        json!({"name": "a", "plot": {"create": {"name": "E", "plants": {"create": [{"name": "z", "water": 1, "litres": 2}]}}}}),
    ] {
        let body = json!({ "query": query, "variables": { "i": input } });
        let answer = server.post_json("/graphql", &body).await.json();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_INPUT", "{input}: {answer}");
    }
    assert_eq!(litres(&server).await, before);
    // One name alone goes on to work.
    run(&server, query, json!({ "i": {"name": "a", "water": 7} })).await;
    assert_eq!(litres(&server).await[0]["litres"], 7);
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
