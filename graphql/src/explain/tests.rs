//! What requests are told about themselves.

use serde_json::{Value as Json, json};

use crate::testing::Server;

const DAY: &str = "at: {gte: \"2026-05-01T00:00:00Z\", lt: \"2026-05-02T00:00:00Z\"}";

async fn explained(server: &Server, query: &str) -> Json {
    let answer = server.answer(&json!({ "query": query })).await;
    assert_eq!(answer.get("errors"), None, "{answer}");
    answer["extensions"]["explain"].clone()
}

async fn measured() -> Server {
    let server = Server::garden();
    let rows: Vec<Json> = (0..144)
        .map(|ten| json!({"probe": "secret probe", "at": format!("2026-05-01T{:02}:{:02}:00Z", ten / 6, ten % 6 * 10), "moisture": {"value": 31.5, "unit": "PERCENT"}}))
        .collect();
    server.ingest("SoilReading", json!(rows)).await;
    server
}

#[tokio::test]
async fn statistics_say_from_where_they_were_read() {
    let server = measured().await;
    let query = |every: &str, numbers: &str| {
        format!(
            "query @explain {{ soilReadingsStats(where: {{{DAY}}}, by: [{{time: {{every: \"{every}\", tz: \"UTC\"}}}}]) {{ count moisture {{ {numbers} }} }} }}"
        )
    };
    let hours = explained(&server, &query("PT1H", "avg max")).await;
    let read = &hours["fields"][0]["reads"][0];
    let told = |name: &str| read[name].clone();
    assert_eq!(
        [told("read"), told("type"), told("source"), told("level")],
        [json!("statistics"), json!("SoilReading"), json!("ROLLUP"), json!("PT1H")]
    );
    assert_eq!((told("rows"), told("by")), (json!(24), json!(["at in 24 calendar buckets"])));
    assert_eq!(told("where"), "((at gte and at lt) and flagged eq)");
    assert_eq!(told("measures"), json!(["count", "moisture"]));
    let medians = explained(&server, &query("PT1H", "quantile(q: 0.5)")).await;
    let raw = &medians["fields"][0]["reads"][0];
    assert_eq!(
        (&raw["source"], &raw["level"], &raw["measures"]),
        (&json!("RAW"), &Json::Null, &json!(["count", "moisture, quantiles"]))
    );
    assert!(raw["steps"].as_u64() > read["steps"].as_u64(), "{raw} {read}");
}

#[tokio::test]
async fn a_nested_list_says_what_it_joins_and_its_parents() {
    let server = Server::garden();
    server.data("mutation { bedCreate(input: {name: \"secret bed\", probes: {create: [{name: \"n\"}, {name: \"s\"}]}}) { errors { message } } }").await;
    let query = "{ plain: beds { totalCount } all: beds(where: {name: {startsWith: \"secret\"}, probes: {some: {name: {eq: \"n\"}}}}, orderBy: [{name: DESC}]) @explain { nodes { probes { nodes { name bed { name } } } } } }";
    let told = explained(&server, query).await;
    assert_eq!(told["fields"].as_array().map(Vec::len), Some(1));
    let field = &told["fields"][0];
    assert_eq!((&field["field"], &field["statements"]), (&json!("all"), &json!(2)));
    let (beds, probes) = (&field["reads"][0], &field["reads"][1]);
    assert_eq!(
        beds["where"],
        "(name startsWith and Bed.probes some (name eq and outside the trash) and outside the trash)"
    );
    assert_eq!((&beds["order"], &beds["rows"]), (&json!(["name descending"]), &json!(1)));
    assert_eq!(
        (&probes["below"], &probes["joins"], &probes["rows"]),
        (&json!("Bed.probes of 1 entries"), &json!(["Probe.bed"]), &json!(2))
    );
    assert!(told["cost"].as_u64() > Some(50) && told["steps"].as_u64() > Some(0), "{told}");
}

#[tokio::test]
async fn summaries_are_explained_like_everything_else() {
    let server = Server::built_in();
    let made = server.data("mutation { childCreate(input: {name: \"Ada\"}) { entry { id } } }").await;
    let child = made["childCreate"]["entry"]["id"].as_str().unwrap();
    let query =
        format!("query @explain {{ childDay(child: \"{child}\", date: \"2026-05-05\", tz: \"UTC\") {{ name }} }}");
    let told = explained(&server, &query).await;
    let reads = told["fields"][0]["reads"].as_array().unwrap();
    let types: Vec<_> = reads.iter().map(|read| read["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["Child", "Feeding", "Feeding", "Sleep", "DiaperChange", "Growth", "Growth"]);
    assert_eq!(told["statements"], 7);
}

#[tokio::test]
async fn an_explanation_holds_no_value_and_stays_away_unless_asked_for() {
    let server = measured().await;
    let query = "{ soilReadings(where: {probe: {is: {name: {eq: \"secret probe\"}}}, moisture: {gt: {value: 31.25, unit: PERCENT}}}, first: 3) @explain { nodes { moisture { value } probe { name } } } }";
    let told = explained(&server, query).await.to_string();
    assert!(told.contains("moisture gt") && !told.contains("secret") && !told.contains("31."), "{told}");
    let silent = server.answer(&json!({ "query": query.replace("@explain", "") })).await;
    assert_eq!(silent.get("extensions"), None);
}

#[tokio::test]
async fn what_takes_no_store_is_explained_as_nothing() {
    let told = explained(&Server::garden(), "query @explain { __typename types { name } }").await;
    assert_eq!(
        told["fields"],
        json!([{"field": "__typename", "statements": 0, "steps": 0, "reads": []}, {"field": "types", "statements": 0, "steps": 0, "reads": []}])
    );
}

#[tokio::test]
async fn elsewhere_the_directive_is_refused_with_its_place() {
    let server = Server::garden();
    let answer = server.answer(&json!({ "query": "{ beds { totalCount @explain } }" })).await;
    let error = &answer["errors"][0];
    assert_eq!(
        (&error["message"], &error["extensions"]["code"]),
        (&json!("`@explain` belongs on a query, or on a field of its root"), &json!("VALIDATION_FAILED"))
    );
    assert_eq!(error["locations"], json!([{"line": 1, "column": 21}]));
}
