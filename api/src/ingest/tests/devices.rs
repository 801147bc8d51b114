//! Devices and files as they really are.

use serde_json::{Value as Json, json};

use crate::testing::{Answer, Server};

/// A garden with the probes `north` and `south`.
async fn garden() -> Server {
    let server = Server::garden();
    server.post_json("/ingest/Probe", &json!([{ "name": "north" }, { "name": "south" }])).await;
    server
}

/// Sends rows of the probe `north`.
async fn send(server: &Server, query: &str, kind: &str, body: &str) -> Json {
    let address = format!("/ingest/SoilReading?unit.moisture=PERCENT&unit.temperature=CEL&set.probe=north&{query}");
    server.post(&address, kind, body.to_owned()).await.json()
}

async fn times(server: &Server) -> Vec<String> {
    let found = server.data("{ soilReadings(orderBy: [{at: ASC}]) { nodes { at } } }").await;
    let nodes = found["soilReadings"]["nodes"].as_array().unwrap();
    nodes.iter().map(|node| node["at"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn times_since_1970_are_read_when_declared() {
    let server = garden().await;
    let undeclared = send(&server, "", "text/csv", "at,moisture\n1761994800,40\n").await;
    let message = undeclared["rejected"][0]["message"].as_str().unwrap();
    assert!(message.contains("time.at=EPOCH_S"), "{message}");
    assert_eq!(send(&server, "time.at=EPOCH_S", "text/csv", "at,moisture\n1761994800,40\n").await["accepted"], 1);
    let milliseconds = r#"[{"at": 1761994860500, "moisture": 41}]"#;
    assert_eq!(send(&server, "time.at=EPOCH_MS", "application/json", milliseconds).await["accepted"], 1);
    assert_eq!(times(&server).await, ["2025-11-01T11:00:00Z", "2025-11-01T11:01:00.5Z"]);
    for (query, expected) in [
        ("time.at=UNIX", "EPOCH_S"),
        ("time.moisture=EPOCH_S", "is no DateTime"),
        ("time.when=EPOCH_S", "no field `when`"),
    ] {
        let refused = server.post(&format!("/ingest/SoilReading?{query}"), "text/csv", "at\n1\n").await.problem(400);
        assert!(refused.contains(expected), "{refused}");
    }
}

#[tokio::test]
async fn spreadsheets_of_other_countries_are_read_when_declared() {
    let server = garden().await;
    let body = "at;moisture;temperature\n2026-05-01T10:00:00Z;40,5;-3,25\n2026-05-01T10:10:00Z;\"41\";k. A.\n";
    let read = send(&server, "delimiter=;&decimal=,&null=k.%20A.,NaN", "text/csv", body).await;
    assert_eq!((&read["accepted"], &read["rejected"]), (&json!(2), &json!([])), "{read}");
    let found = server
        .data("{ soilReadings(orderBy: [{at: ASC}]) { nodes { moisture { value } temperature { value } } } }")
        .await;
    let expected = json!([
        {"moisture": {"value": 40.5}, "temperature": {"value": -3.25}},
        {"moisture": {"value": 41}, "temperature": null},
    ]);
    assert_eq!(found["soilReadings"]["nodes"], expected);

    let tabs = "2026-05-01T11:00:00Z\t50\n";
    assert_eq!(send(&server, "delimiter=TAB&columns=at,moisture", "text/csv", tabs).await["accepted"], 1);
    let hint = server.post("/ingest/SoilReading", "text/csv", body).await.problem(400);
    assert!(hint.contains("delimiter=;"), "{hint}");
    let hint = send(&server, "delimiter=;", "text/csv", "at;moisture\n2026-05-01T12:00:00Z;40,5\n").await;
    assert!(hint["rejected"][0]["message"].as_str().unwrap().contains("decimal=,"), "{hint}");
}

#[tokio::test]
async fn words_for_missing_are_read_in_json_too() {
    let server = garden().await;
    let body = r#"[{"at": "2026-05-01T10:00:00Z", "moisture": "unavailable", "temperature": 20},
                   {"at": "2026-05-01T10:10:00Z", "moisture": NaN, "temperature": {"value": "unavailable", "unit": "CEL"}}]"#;
    let read = send(&server, "null=unavailable,NaN", "application/json", body).await;
    assert_eq!((&read["accepted"], &read["rejected"]), (&json!(2), &json!([])), "{read}");
    let lines = "{\"at\": \"2026-05-01T10:20:00Z\", \"moisture\": NaN}\n";
    assert_eq!(send(&server, "null=NaN", "application/x-ndjson", lines).await["accepted"], 1);
    let one = r#"{"at": "2026-05-01T10:30:00Z", "moisture": NaN}"#;
    assert_eq!(send(&server, "null=NaN", "application/json", one).await["accepted"], 1);
}

#[tokio::test]
async fn a_bad_value_in_an_array_refuses_that_row_only() {
    let server = garden().await;
    let body = r#"[{"at": "2026-05-01T10:00:00Z", "moisture": 40},
                   {"at": "2026-05-01T10:10:00Z", "moisture": NaN},
                   {"at": "2026-05-01T10:20:00Z", "moisture": 01},
                   {"at": "2026-05-01T10:30:00Z", "moisture": 42}]"#;
    let read = send(&server, "", "application/json", body).await;
    let rejected: Vec<&Json> = read["rejected"].as_array().unwrap().iter().map(|row| &row["index"]).collect();
    assert_eq!((&read["accepted"], rejected), (&json!(2), vec![&json!(1), &json!(2)]), "{read}");
    assert!(read["rejected"][0]["message"].as_str().unwrap().contains("null=NaN"), "{read}");
    server.post("/ingest/SoilReading", "application/json", "[{\"at\": 1}").await.problem(400);
}

#[tokio::test]
async fn complementary_values_of_one_instant_merge() {
    let server = garden().await;
    let at = "2026-05-01T10:00:00Z";
    let moisture = format!("at,moisture\n{at},40\n");
    assert_eq!(send(&server, "onConflict=MERGE", "text/csv", &moisture).await["accepted"], 1);
    assert_eq!(
        send(&server, "onConflict=MERGE", "text/csv", &format!("at,temperature\n{at},20\n")).await["accepted"],
        1
    );
    let other = send(&server, "onConflict=MERGE", "text/csv", &format!("at,moisture\n{at},50\n")).await;
    assert_eq!((&other["accepted"], &other["conflicts"]), (&json!(0), &json!(1)));
    assert_eq!(other["warnings"][0]["code"], "CONFLICT");
    assert_eq!((&other["warnings"][0]["index"], &other["warnings"][0]["path"]), (&json!(0), &json!(["moisture"])));
    assert_eq!(
        send(&server, "onConflict=REPLACE", "text/csv", &format!("at,moisture\n{at},50\n")).await["accepted"],
        1
    );
    let found = server.data("{ soilReadings { nodes { moisture { value } temperature { value } } } }").await;
    assert_eq!(found["soilReadings"]["nodes"], json!([{"moisture": {"value": 50}, "temperature": null}]));
    let refused = server.post("/ingest/Bed?onConflict=MERGE", "text/csv", "name\n").await.problem(400);
    assert!(refused.contains("mode=UPSERT"), "{refused}");
}

#[tokio::test]
async fn the_repeated_hour_is_kept_apart() {
    let server = garden().await;
    let rows = ["01:50", "02:20", "02:50", "02:20", "02:50", "03:20"];
    let mut body = String::from("at,moisture\n");
    for (position, time) in rows.iter().enumerate() {
        body.push_str(&format!("2026-10-25T{time}:00,{position}\n"));
    }
    let read = send(&server, "tz=Europe/Berlin", "text/csv", &body).await;
    assert_eq!(
        (&read["accepted"], &read["duplicates"], &read["conflicts"]),
        (&json!(6), &json!(0), &json!(0)),
        "{read}"
    );
    let hours: Vec<String> = times(&server).await.iter().map(|time| time[11..16].to_owned()).collect();
    assert_eq!(hours, ["23:50", "00:20", "00:50", "01:20", "01:50", "02:20"]);
}

#[tokio::test]
async fn conflicts_and_flags_are_named_by_their_rows() {
    let server = garden().await;
    send(&server, "", "text/csv", "at,moisture\n2026-05-01T10:00:00Z,40\n").await;
    let body = "at,moisture\n2026-05-01T10:10:00Z,41\n2026-05-01T10:00:00Z,44\n2026-05-01T10:20:00Z,140\n";
    let read = send(&server, "", "text/csv", body).await;
    let named: Vec<Json> = read["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|warning| json!([warning["index"], warning["code"], warning["path"]]))
        .collect();
    assert_eq!(named, [json!([1, "CONFLICT", ["moisture"]]), json!([2, "ABNORMAL_VALUE", ["moisture"]])], "{read}");
    assert!(read["warnings"][0]["message"].as_str().unwrap().contains("40 %"), "{read}");
}

#[tokio::test]
async fn a_mistyped_probe_is_suggested_and_can_be_made() {
    let server = garden().await;
    let body = "probe,at,moisture\nnroth,2026-05-01T10:00:00Z,40\n";
    let read = send(&server, "", "text/csv", body).await;
    let message = read["rejected"][0]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("did you mean \"north\"?") && message.contains("`create=probe`"), "{message}");
    // GraphQL suggests, too, but has no such parameter.
    let query = r#"mutation { soilReadingsAdd(inputs: [{probe: {link: "$0"}, at: "2026-05-01T10:00:00Z"}]) { rejected { message } } }"#;
    let answer = server.data(query).await;
    assert!(!answer["soilReadingsAdd"]["rejected"][0]["message"].as_str().unwrap().contains("create="), "{answer}");
}

async fn beds(server: &Server) -> Json {
    server.data("{ beds(orderBy: [{name: ASC}]) { nodes { name version sunny depth { value } } } }").await["beds"]["nodes"].clone()
}

fn counts(answer: &Answer) -> (u64, u64, usize) {
    let report = answer.json();
    let count = |name: &str| report[name].as_u64().unwrap();
    (count("accepted"), count("duplicates"), report["rejected"].as_array().unwrap().len())
}

#[tokio::test]
async fn entries_with_a_natural_key_upsert() {
    let server = Server::garden();
    let first =
        server.post("/ingest/Bed?mode=UPSERT", "text/csv", "name,depth,sunny\neast,20 cm,true\nwest,30 cm,\n").await;
    assert_eq!(counts(&first), (2, 0, 0), "{first:?}");
    let again = server
        .post("/ingest/Bed?mode=UPSERT", "text/csv", "name,depth,sunny\neast,20 cm,\nwest,35 cm,\nsouth,,\n")
        .await;
    assert_eq!(counts(&again), (2, 1, 0), "one is as it was: {again:?}");
    let expected = json!([
        {"name": "east", "version": 1, "sunny": true, "depth": {"value": 20}},
        {"name": "south", "version": 1, "sunny": false, "depth": null},
        {"name": "west", "version": 2, "sunny": false, "depth": {"value": 35}},
    ]);
    assert_eq!(beds(&server).await, expected);
    let created = server.post("/ingest/Bed", "text/csv", "name\neast\n").await;
    assert_eq!(created.json()["rejected"][0]["code"], "DUPLICATE_KEY");
    let series = server.post("/ingest/SoilReading?mode=UPSERT", "text/csv", "at\n").await.problem(400);
    assert!(series.contains("onConflict"), "{series}");
    let keyless = Server::built_in().post("/ingest/Feeding?mode=UPSERT", "text/csv", "method\n").await.problem(400);
    assert!(keyless.contains("no natural key"), "{keyless}");
}

#[tokio::test]
async fn children_are_named_in_csv_and_enum_values_in_any_case() {
    let server = Server::built_in();
    server.post_json("/ingest/Child", &json!([{"name": "Mia"}, {"name": "Ben"}, {"name": "Ben"}])).await;
    let body = "child,startedAt,method,content,amount\n\
                Mia,2026-05-01T10:00:00Z,bottle,Breast milk,90 mL\n\
                Mai,2026-05-01T11:00:00Z,bottle,formula,90 mL\n\
                Ben,2026-05-01T12:00:00Z,bottle,formula,90 mL\n";
    let answer = server.post("/ingest/Feeding", "text/csv", body).await;
    assert_eq!(counts(&answer), (1, 0, 2), "{answer:?}");
    let report = answer.json();
    let message = |row: usize| report["rejected"][row]["message"].as_str().unwrap().to_owned();
    assert!(message(0).contains("did you mean \"Mia\"?"), "{}", message(0));
    assert!(message(1).contains("2 children are called \"Ben\""), "{}", message(1));
    let made = server
        .post(
            "/ingest/Feeding?create=child",
            "text/csv",
            "child,method,content\nZoe,bottle,formula\nZoe,bottle,formula\n",
        )
        .await;
    assert_eq!(counts(&made), (2, 0, 0), "{made:?}");
    let found = server.data("{ feedings { nodes { child { name } content } } children { totalCount } }").await;
    assert_eq!(found["children"]["totalCount"], 4, "one child for both rows: {found}");
    assert_eq!(found["feedings"]["nodes"][0], json!({"child": {"name": "Mia"}, "content": "BREAST_MILK"}));
}

#[tokio::test]
async fn what_is_unusual_in_entries_is_named_too() {
    let server = Server::built_in();
    let rows = json!([{"name": "Mia", "birthWeight": "3 kg"}, {"name": "Ben", "birthWeight": "6 kg"}]);
    let report = server.post_json("/ingest/Child", &rows).await.json();
    let warnings = report["warnings"].as_array().unwrap();
    assert_eq!((warnings.len(), &warnings[0]["index"], &warnings[0]["code"]), (1, &json!(1), &json!("ABNORMAL_VALUE")));
}

#[tokio::test]
async fn readings_of_a_clock_without_power_are_kept_flagged_with_a_warning() {
    let server = Server::garden();
    let row = |at: &str| json!({"probe": "north", "at": at, "moisture": {"value": 1, "unit": "PERCENT"}});
    let rows = json!([row("1970-01-01T00:00:10Z"), row("2999-01-01T00:00:00Z"), row("2026-05-06T00:00:00Z")]);
    let answer = server.post_json("/ingest/SoilReading?create=probe", &rows).await.json();
    assert_eq!((&answer["accepted"], &answer["flagged"], &answer["rejected"]), (&json!(3), &json!(2), &json!([])));
    let warned: Vec<Json> = answer["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!([one["index"], one["code"], one["path"]]))
        .collect();
    assert_eq!(warned, [json!([0, "IMPLAUSIBLE_TIME", ["at"]]), json!([1, "IMPLAUSIBLE_TIME", ["at"]])]);
}
