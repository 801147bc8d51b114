//! What was done to samples is kept with who, when and why.

use serde_json::json;

use crate::testing::Server;

const ALL: &str = "{ sampleChanges { totalCount nodes { operation type count from to reason origin of { title } } } }";

async fn measured() -> Server {
    let server = Server::garden();
    let rows = |name: &str| {
        let row =
            |hour: usize| json!({"probe": name, "at": format!("2026-05-01T{hour:02}:00:00Z"), "moisture": "12 %"});
        json!((6..9).map(row).collect::<Vec<_>>())
    };
    for name in ["north", "south"] {
        server.ingest("SoilReading", rows(name)).await;
    }
    server
}

#[tokio::test]
async fn reasons_of_flags_and_deletes_are_kept_for_each_thing_that_is_measured() {
    let server = measured().await;
    let flag = "mutation { soilReadingsFlag(where: {at: {gte: \"2026-05-01T07:00:00Z\"}}, reason: \"it fell into the bath\") { changed } }";
    assert_eq!(server.data(flag).await["soilReadingsFlag"]["changed"], 4);
    // What is flagged already is not flagged again.
    server.data(flag).await;
    let back =
        "mutation { soilReadingsFlag(where: {probe: {is: {name: {eq: \"south\"}}}}, flagged: false) { changed } }";
    assert_eq!(server.data(back).await["soilReadingsFlag"]["changed"], 2);
    let dry = "mutation { soilReadingsDelete(where: {probe: {is: {name: {eq: \"north\"}}}}, reason: \"x\", dryRun: true) { deleted } }";
    assert_eq!(server.data(dry).await["soilReadingsDelete"]["deleted"], 3);
    let delete = "mutation { soilReadingsDelete(where: {probe: {is: {name: {eq: \"north\"}}}, at: {lt: \"2026-05-01T07:00:00Z\"}}, reason: \"moved\") { deleted } }";
    server.data(delete).await;
    let change = |operation: &str, of: &str, hours: [u32; 2], reason: Option<&str>| {
        let hour = |hour: u32| format!("2026-05-01T{hour:02}:00:00Z");
        json!({
            "operation": operation, "type": "SoilReading", "count": hours[1] - hours[0] + 1, "from": hour(hours[0]),
            "to": hour(hours[1]), "reason": reason, "origin": "API", "of": { "title": of },
        })
    };
    let mut expected = vec![
        change("DELETED", "north", [6, 6], Some("moved")),
        change("UNFLAGGED", "south", [7, 8], None),
        change("FLAGGED", "north", [7, 8], Some("it fell into the bath")),
        change("FLAGGED", "south", [7, 8], Some("it fell into the bath")),
    ];
    let told = server.data(ALL).await["sampleChanges"].clone();
    assert_eq!(told["totalCount"], 4);
    let mut nodes = told["nodes"].as_array().unwrap().clone();
    // Which of two that were flagged at once comes first is the store's.
    nodes[2..].sort_by_key(|node| node["of"]["title"].to_string());
    expected[2..].sort_by_key(|node| node["of"]["title"].to_string());
    assert_eq!(nodes, expected);
    let server = server.restarted().await;
    assert_eq!(server.data(ALL).await["sampleChanges"], told);
}

#[tokio::test]
async fn changes_of_samples_page_and_are_asked_for_by_what_was_measured() {
    let server = measured().await;
    for flagged in [true, false, true] {
        let flag = format!(
            "mutation {{ soilReadingsFlag(where: {{at: {{gte: \"2026-05-01T06:00:00Z\"}}}}, flagged: {flagged}, reason: \"{flagged}\") {{ changed }} }}"
        );
        assert_eq!(server.data(&flag).await["soilReadingsFlag"]["changed"], 6);
    }
    let probe =
        server.data("{ probe(key: {name: \"south\"}) { id } }").await["probe"]["id"].as_str().unwrap().to_owned();
    let page = |after: &str| {
        format!(
            "{{ sampleChanges(of: \"{probe}\", types: [\"SoilReading\"], first: 2{after}) {{ totalCount nodes {{ reason ofId }} pageInfo {{ hasNextPage endCursor }} }} }}"
        )
    };
    let first = server.data(&page("")).await["sampleChanges"].clone();
    let node = |reason: &str| json!({ "reason": reason, "ofId": probe });
    assert_eq!((&first["totalCount"], &first["nodes"]), (&json!(3), &json!([node("true"), node("false")])));
    let cursor = first["pageInfo"]["endCursor"].as_str().unwrap();
    let rest = server.data(&page(&format!(", after: \"{cursor}\""))).await["sampleChanges"].clone();
    assert_eq!((&rest["nodes"], &rest["pageInfo"]["hasNextPage"]), (&json!([node("true")]), &json!(false)));
    let unknown = json!({ "query": "{ sampleChanges(types: [\"Probe\"]) { totalCount } }" });
    let refused = server.answer(&unknown).await;
    assert!(refused["errors"][0]["message"].as_str().unwrap().contains("there is no series `Probe`"), "{refused}");
}
