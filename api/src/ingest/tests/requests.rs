use std::fmt::Write;

use axum::http::{Method, header};
use serde_json::{Value as Json, json};

use super::rows::real_file;
use crate::testing::{Answer, Server, request};

/// A garden with the probes `north` and `south`.
async fn garden() -> Server {
    let server = Server::garden();
    let answer = server.post_json("/ingest/Probe", &json!([{ "name": "north" }, { "name": "south" }])).await;
    assert_eq!(counts(&answer), (200, 2, 0, 0), "{answer:?}");
    server
}

/// Status, accepted, duplicates and how many were rejected.
fn counts(answer: &Answer) -> (u16, u64, u64, usize) {
    let report = answer.json();
    let count = |name: &str| report[name].as_u64().unwrap_or_else(|| panic!("{name}: {report}"));
    (answer.status.as_u16(), count("accepted"), count("duplicates"), report["rejected"].as_array().unwrap().len())
}

/// Index, code and path of each rejected row.
fn rejected(answer: &Answer) -> Json {
    let report = answer.json();
    report["rejected"].as_array().unwrap().iter().map(|row| json!([row["index"], row["code"], row["path"]])).collect()
}

fn reading(probe: &str, minute: u32, moisture: f64) -> Json {
    json!({ "probe": probe, "at": format!("2026-05-01T10:{minute:02}:00Z"),
            "moisture": { "value": moisture, "unit": "PERCENT" } })
}

#[tokio::test]
async fn the_same_readings_twice_are_duplicates() {
    let server = garden().await;
    let rows = Json::Array((0..10).map(|minute| reading("north", minute, 40.0)).collect());
    assert_eq!(counts(&server.post_json("/ingest/SoilReading", &rows).await), (200, 10, 0, 0));
    assert_eq!(counts(&server.post_json("/ingest/SoilReading", &rows).await), (200, 0, 10, 0));
}

#[tokio::test]
async fn another_value_at_the_same_moment_is_a_conflict_and_an_impossible_one_is_flagged() {
    let server = garden().await;
    server.post_json("/ingest/SoilReading", &reading("north", 0, 40.0)).await;
    let conflict = server.post_json("/ingest/SoilReading", &reading("north", 0, 41.0)).await;
    assert_eq!((conflict.status.as_u16(), conflict.json()["conflicts"].as_u64()), (200, Some(1)));
    let flagged = server.post_json("/ingest/SoilReading", &reading("north", 1, 140.0)).await;
    assert_eq!((counts(&flagged), flagged.json()["flagged"].as_u64()), ((200, 1, 0, 0), Some(1)));
}

#[tokio::test]
async fn bad_rows_are_named_and_good_rows_kept() {
    let server = garden().await;
    let rows = json!([
        reading("north", 0, 10.0),
        reading("nobody", 0, 10.0),
        { "probe": "north", "at": "yesterday-ish", "moisture": { "value": 1, "unit": "PERCENT" } },
        { "probe": "north", "at": "2026-05-03T10:10:00Z", "moisture": 12 },
        { "probe": "north", "at": "2026-05-03T10:20:00Z", "moisture": { "value": 10, "unit": "KG" } },
        { "probe": "north", "at": "2026-05-03T10:30:00Z", "colour": "brown" },
        5,
        reading("north", 40, 13.0),
    ]);
    let answer = server.post_json("/ingest/SoilReading", &rows).await;
    assert_eq!(counts(&answer), (207, 2, 0, 6));
    let expected = json!([
        [1, "NOT_FOUND", ["probe"]],
        [2, "INVALID_VALUE", ["at"]],
        [3, "UNIT_REQUIRED", ["moisture"]],
        [4, "WRONG_DIMENSION", ["moisture"]],
        [5, "INVALID_VALUE", ["colour"]],
        [6, "INVALID_VALUE", []],
    ]);
    assert_eq!(rejected(&answer), expected);
}

#[tokio::test]
async fn a_missing_target_is_made_when_asked_for() {
    let server = garden().await;
    let rows = json!([reading("new", 0, 10.0), reading("new", 1, 10.0)]);
    assert_eq!(counts(&server.post_json("/ingest/SoilReading", &rows).await), (422, 0, 0, 2));
    assert_eq!(counts(&server.post_json("/ingest/SoilReading?create=probe", &rows).await), (200, 2, 0, 0));
}

#[tokio::test]
async fn units_zone_columns_and_values_for_all_rows_can_be_declared() {
    let server = garden().await;
    let address = "/ingest/SoilReading?columns=at,temperature,moisture&set.probe=north&unit.temperature=DEGF\
                   &unit.moisture=PERCENT";
    let body = "2026-05-05T10:00:00,68,41\n2026-05-05T10:10:00,69,42\n";
    let without_zone = server.post(address, "text/csv", body).await;
    assert_eq!(rejected(&without_zone), json!([[0, "INVALID_VALUE", ["at"]], [1, "INVALID_VALUE", ["at"]]]));
    let answer = server.post(&format!("{address}&tz=Europe/Berlin"), "text/csv; charset=utf-8", body).await;
    assert_eq!(counts(&answer), (200, 2, 0, 0), "{answer:?}");
}

#[tokio::test]
async fn entries_are_created_and_bad_ones_left_out() {
    let server = garden().await;
    let body = "name,depth\neast,20 cm\nnorth-bed,15 kg\neast,30 cm\nwest,\n";
    let answer = server.post("/ingest/Bed", "text/csv", body).await;
    assert_eq!(counts(&answer), (207, 2, 0, 2), "{answer:?}");
    assert_eq!(rejected(&answer)[1], json!([2, "DUPLICATE_KEY", ["name"]]));
}

#[tokio::test]
async fn a_retry_with_its_key_answers_what_came_of_the_first() {
    let server = Server::garden();
    let send = async |body: &'static str, key: &str| {
        let request = request(Method::POST, "/ingest/Bed")
            .header(header::CONTENT_TYPE, "application/x-ndjson")
            .header("idempotency-key", key)
            .body(body.into());
        server.send(request.unwrap()).await
    };
    let body = "{\"name\": \"east\"}\n{\"name\": 5, \"colour\": 1}\n";
    let first = send(body, "k1").await;
    assert_eq!(counts(&first), (207, 1, 0, 1));
    let mut again = send(body, "k1").await.json();
    assert_eq!(again.as_object_mut().unwrap().remove("replayed"), Some(json!(true)));
    assert_eq!(again, first.json());

    let other = send("{\"name\": \"west\"}", "k1").await;
    let detail = other.problem(422);
    assert!(detail.contains("used for another request"), "{detail}");
    send("{}", "").await.problem(400);
}

#[tokio::test]
async fn an_empty_array_is_no_mistake() {
    let server = Server::garden();
    assert_eq!(counts(&server.post_json("/ingest/Bed", &json!([])).await), (200, 0, 0, 0));
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_as_a_whole() {
    let server = Server::garden();
    let json = "application/json";
    for (path, kind, body, status, expected) in [
        ("/ingest/Bed", json, "", 400, "the body is empty"),
        ("/ingest/Bed", json, "not json", 400, "the body is no JSON"),
        ("/ingest/Bed", "application/xml", "<x/>", 415, "application/xml"),
        ("/ingest/Bed", "text/csv; charset=latin1", "name\n", 415, "latin1"),
        ("/ingest/Bed?colour=red", json, "{}", 400, "there is no such parameter"),
        ("/ingest/bed", json, "{}", 404, "did you mean `Bed`?"),
        ("/ingest/NoSuchType", json, "{}", 404, "there is no record type `NoSuchType`"),
    ] {
        let detail = server.post(path, kind, body).await.problem(status);
        assert!(detail.contains(expected), "{path}: {detail}");
    }
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused() {
    let server = Server::garden();
    let within = vec![b'\n'; server.config.limits.ingest_body];
    server.post("/ingest/Bed", "text/csv", within.clone()).await.problem(400);
    let beyond = [within, vec![b'\n']].concat();
    server.post("/ingest/Bed", "text/csv", beyond).await.problem(413);
    let zipped = request(Method::POST, "/ingest/Bed")
        .header(header::CONTENT_TYPE, "text/csv")
        .header(header::CONTENT_ENCODING, "gzip")
        .body("x".into());
    server.send(zipped.unwrap()).await.problem(415);
}

#[tokio::test]
async fn a_month_of_a_real_sensor_goes_in_once() {
    let Some(body) = real_file("dht22-2021-11.csv") else { return };
    let server = Server::built_in();
    let address = "/ingest/Reading?columns=at,temperature,humidity&set.sensor=nursery&create=sensor&tz=Europe/Paris\
                   &unit.temperature=CEL&unit.humidity=PERCENT";
    let first = server.post(address, "text/csv", body.clone()).await;
    assert_eq!(counts(&first), (207, 21_696, 0, 1));
    assert_eq!(rejected(&first), json!([[6, "INVALID_VALUE", ["at"]]]));
    assert_eq!(counts(&server.post(address, "text/csv", body).await), (207, 0, 21_696, 1));
    let stored = server.data("{ readings { totalCount } sensors { nodes { name } } }").await;
    assert_eq!(
        stored,
        json!({ "readings": { "totalCount": 21_696 }, "sensors": { "nodes": [{ "name": "nursery" }] } })
    );
}

#[tokio::test]
async fn more_rows_than_a_change_set_holds_are_several() {
    let server = Server::garden();
    let mut body = String::from("name\n");
    for number in 0..10_050 {
        writeln!(body, "bed {number}").unwrap();
    }
    body.push_str("bed 7\n");
    let answer = server.post("/ingest/Bed", "text/csv", body).await;
    assert_eq!(counts(&answer), (207, 10_050, 0, 1));
    assert_eq!(rejected(&answer), json!([[10_050, "DUPLICATE_KEY", ["name"]]]));
}
