//! Why something was written goes with it.

use serde_json::json;

use crate::testing::Server;

/// A garden with readings of two probes at six, seven and eight o'clock.
async fn measured() -> Server {
    let server = Server::garden();
    let row = |name: &str, hour: u32| json!({"probe": name, "at": format!("2026-05-01T{hour:02}:00:00Z"), "moisture": "12 %"});
    let rows: Vec<_> = ["north", "south"].iter().flat_map(|name| (6..9).map(|hour| row(name, hour))).collect();
    let answer = server.post_json("/ingest/SoilReading?create=probe", &json!(rows)).await.json();
    assert_eq!(answer["accepted"], 6, "{answer}");
    server
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
