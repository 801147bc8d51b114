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

const TOLD: &str = "{ sampleChanges { nodes { operation count from reason origin of { title } } } }";

async fn told(server: &Server) -> serde_json::Value {
    server.data(TOLD).await["sampleChanges"]["nodes"].clone()
}

fn change(operation: &str, count: usize, hour: u32, reason: Option<&str>, origin: &str) -> serde_json::Value {
    json!({
        "operation": operation, "count": count, "from": format!("2026-05-01T{hour:02}:00:00Z"), "reason": reason,
        "origin": origin, "of": { "title": "north" },
    })
}

#[tokio::test]
async fn what_replaces_samples_is_written_down_with_its_reason() {
    let server = measured().await;
    let row = |hour: u32, moisture: &str| json!({"probe": "north", "at": format!("2026-05-01T{hour:02}:00:00Z"), "moisture": moisture});
    let send = async |query: &str, rows: serde_json::Value| {
        let answer = server.post_json(&format!("/ingest/SoilReading?{query}"), &rows).await.json();
        (answer["accepted"].as_u64().unwrap(), answer["duplicates"].as_u64().unwrap())
    };
    // What devices add, and what is kept, is not written down; nor is what was there already.
    assert_eq!(send("", json!([row(6, "50 %"), row(9, "50 %")])).await, (1, 0));
    assert_eq!(send("onConflict=REPLACE", json!([row(9, "50 %")])).await, (0, 1));
    assert_eq!(told(&server).await, json!([]));

    let replacing = "onConflict=REPLACE&reason=the%20probe%20was%20dirty";
    assert_eq!(send(replacing, json!([row(6, "50 %"), row(7, "51 %"), row(8, "12 %")])).await, (2, 1));
    let dirty = change("REPLACED", 2, 6, Some("the probe was dirty"), "INGEST");
    assert_eq!(told(&server).await, json!([dirty]));
    // Without a reason, too: a value is gone.
    assert_eq!(send("onConflict=REPLACE", json!([row(7, "52 %")])).await, (1, 0));
    assert_eq!(told(&server).await, json!([change("REPLACED", 1, 7, None, "INGEST"), dirty]));

    let mutation = "mutation { soilReadingsAdd(onConflict: REPLACE, reason: \"by hand\", inputs: [
        {probe: {connectOrCreate: {name: \"north\"}}, at: \"2026-05-01T08:00:00Z\", moisture: {value: 53, unit: PERCENT}}
    ]) { accepted } }";
    assert_eq!(server.data(mutation).await["soilReadingsAdd"]["accepted"], 1);
    assert_eq!(told(&server).await[0], change("REPLACED", 1, 8, Some("by hand"), "API"));
    let dry = mutation.replace("reason:", "dryRun: true, reason:").replace("value: 53", "value: 54");
    assert_eq!(server.data(&dry).await["soilReadingsAdd"]["accepted"], 1);
    assert_eq!(told(&server).await.as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn what_is_added_for_a_reason_is_written_down() {
    let server = measured().await;
    let send = async |query: &str, rows: serde_json::Value| {
        server.post_json(&format!("/ingest/SoilReading?{query}"), &rows).await.json()["accepted"].clone()
    };
    let row =
        |hour: u32| json!({"probe": "north", "at": format!("2026-05-01T{hour:02}:00:00Z"), "temperature": "20 CEL"});
    assert_eq!(send("onConflict=MERGE", json!([row(6)])).await, 1);
    assert_eq!(told(&server).await, json!([]));
    assert_eq!(send("onConflict=MERGE&reason=second%20sensor", json!([row(7), row(8)])).await, 2);
    assert_eq!(send("reason=typed%20from%20paper", json!([row(10)])).await, 1);
    // New to the store, and corrected in the same request: nothing that was stored is gone.
    let twice = json!([row(11), {"probe": "north", "at": "2026-05-01T11:00:00Z", "temperature": "21 CEL"}]);
    assert_eq!(send("onConflict=REPLACE&reason=typed%20again", twice).await, 2);
    let expected = json!([
        change("ADDED", 1, 11, Some("typed again"), "INGEST"),
        change("ADDED", 1, 10, Some("typed from paper"), "INGEST"),
        change("ADDED", 2, 7, Some("second sensor"), "INGEST"),
    ]);
    assert_eq!(told(&server).await, expected);
}

#[tokio::test]
async fn ingested_entries_keep_their_reason() {
    let server = Server::garden();
    server.post_json("/ingest/Bed?reason=spring", &json!({"name": "North"})).await;
    server.post_json("/ingest/Bed?mode=UPSERT&reason=new%20soil", &json!({"name": "North", "depth": "30 cm"})).await;
    let history = server.data("{ beds { nodes { history { nodes { operation reason } } } } }").await;
    let expected =
        json!([{"operation": "UPDATED", "reason": "new soil"}, {"operation": "CREATED", "reason": "spring"}]);
    assert_eq!(history["beds"]["nodes"][0]["history"]["nodes"], expected);
    let refused = server.post("/ingest/Bed?reason=", "application/json", "{\"name\": \"South\"}").await.problem(400);
    assert!(refused.contains("`reason`"), "{refused}");
}
