//! A field under two of its names at once: refused by every entry point, whichever stands first.

use serde_json::{Value as Json, json};

use super::{define, run};
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
        let answer = server.answer(&json!({ "query": query })).await;
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
        let answer = server.answer(&body).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_INPUT", "{input}: {answer}");
    }
    assert_eq!(litres(&server).await, before);
    // One name alone goes on to work.
    run(&server, query, json!({ "i": {"name": "a", "water": 7} })).await;
    assert_eq!(litres(&server).await[0]["litres"], 7);
}
