use serde_json::{Value as Json, json};

use axum::http::{Method, header};

use crate::testing::{Answer, Server, request};

async fn send(server: &Server, command: &str, data: Json) -> Answer {
    server.post_json("/command", &json!({ "command": command, "data": data })).await
}

fn message(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["message"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn feeding_calc_answers_scoops_and_water() {
    let server = Server::garden();
    let answer = send(&server, "feeding_calc", json!({ "calories": "20", "volume": "67" })).await;
    let text = message(&answer);
    assert!(text.contains("1 scoop ") && text.contains("60 mL"), "{text}");
    let body = answer.json();
    assert!((body["scoops"].as_f64().unwrap() - 1.0).abs() < 0.01, "{body}");
    assert!((body["water"]["value"].as_f64().unwrap() - 60.0).abs() < 0.1, "{body}");
    assert_eq!(body["water"]["unit"], "ML");
}

#[tokio::test]
async fn feeding_calc_warns_of_a_thin_mix() {
    let answer = send(&Server::garden(), "feeding_calc", json!({ "calories": 15, "volume": 120 })).await;
    assert_ne!(answer.json()["warnings"], json!([]), "{answer:?}");
}

#[tokio::test]
async fn temperature_stores_a_reading_and_answers_its_sensor() {
    let server = Server::built_in();
    let answer = send(&server, "temperature", json!({ "temperature": 78.6, "humidity": "63" })).await;
    let text = message(&answer);
    assert!(text.contains("78.6 °F") && text.contains("63 %"), "{text}");
    let model = server.app.served().store.model().clone();
    let sensor = model.find("Sensor").unwrap();
    let key = vec![daybook_schema::Value::Text("command".to_owned())];
    let stored = server.app.served().store.read(move |snapshot| snapshot.find_key(sensor, 0, &key)).await.unwrap();
    assert_eq!(answer.json()["entry"], stored.unwrap().to_string());
}

#[tokio::test]
async fn journal_stores_what_was_eaten_or_drunk() {
    let server = Server::built_in();
    for (data, expected) in [
        (json!({ "entry_type": "food", "amount": "3", "name": "baby carrots" }), "3 baby carrots"),
        (json!({ "entry_type": "food", "amount": 3, "name": "baby carrots" }), "3 baby carrots"),
        (json!({ "entry_type": "drink", "amount": "4 fl oz", "name": "water" }), "4 fl oz of water"),
    ] {
        let answer = send(&server, "journal", data).await;
        let text = message(&answer);
        assert!(text.contains(expected), "{text}");
        assert!(uuid::Uuid::parse_str(answer.json()["entry"].as_str().unwrap()).is_ok());
    }
}

#[tokio::test]
async fn journal_links_a_food_of_the_catalogue() {
    let server = Server::built_in();
    server.post_json("/ingest/Food", &json!({ "name": "Banana" })).await;
    let answer = send(&server, "journal", json!({ "entry_type": "food", "amount": "1", "name": "Banana" })).await;
    let id: uuid::Uuid = answer.json()["entry"].as_str().unwrap().parse().unwrap();
    let model = server.app.served().store.model().clone();
    let intake = model.find("Intake").unwrap();
    let food = model.record(intake).find("food").unwrap();
    let stored = server.app.served().store.read(move |snapshot| snapshot.get(intake, id)).await.unwrap().unwrap();
    assert!(matches!(stored.values[food.0], daybook_schema::Value::Id(_)), "{stored:?}");
}

#[tokio::test]
async fn mistakes_are_problems_that_name_the_value() {
    let server = Server::built_in();
    for (command, data, expected) in [
        ("self_destruct", json!({}), "there are `feeding_calc`, `temperature`, `journal`"),
        ("feding_calc", json!({}), "did you mean `feeding_calc`?"),
        ("feeding_calc", json!({ "calories": "20" }), "`volume` is missing"),
        ("feeding_calc", json!({ "calories": "lots", "volume": "67" }), "`calories` is \"lots\"; it must be a number"),
        ("feeding_calc", json!({ "calories": "500", "volume": "67" }), "from 15 to 35"),
        ("feeding_calc", json!({ "calories": "20", "volume": "-1" }), "volume"),
        ("feeding_calc", json!({ "calories": "NaN", "volume": "inf" }), "`volume` is \"inf\""),
        ("temperature", json!({ "humidity": 63 }), "`temperature` is missing"),
        (
            "temperature",
            json!({ "temperature": 900, "humidity": 63 }),
            "`temperature` is out of range; it must be from -130 to 257 °F",
        ),
        (
            "temperature",
            json!({ "temperature": 70, "humidity": -1 }),
            "`humidity` is out of range; it must be from 0 to 100 %",
        ),
        ("journal", json!({ "entry_type": "snack", "amount": "3", "name": "x" }), "`food` or `drink`"),
        ("journal", json!({ "entry_type": "food", "amount": "3" }), "`name` is missing"),
        ("journal", json!({ "entry_type": "food", "amount": "some", "name": "x" }), "`amount` is `some`"),
        ("journal", json!({ "entry_type": "food", "amount": "3", "name": "a\0b" }), "NUL"),
        ("journal", json!({}), "`entry_type` is missing; `amount` is missing; `name` is missing"),
    ] {
        let detail = send(&server, command, data.clone()).await.problem(422);
        assert!(detail.contains(expected), "{command} {data}: {detail}");
    }
}

#[tokio::test]
async fn what_is_no_message_is_refused() {
    let server = Server::garden();
    for (body, expected) in [
        ("{", "the message is no JSON"),
        ("[]", "the message is a list"),
        (r#"{"data": {}}"#, "`command` is missing"),
        (r#"{"command": 5}"#, "`command` is a number"),
        (r#"{"command": "journal", "data": 5}"#, "`data` is a number"),
    ] {
        let detail = server.post("/command", "application/x-www-form-urlencoded", body).await.problem(400);
        assert!(detail.contains(expected), "{body}: {detail}");
    }
}

#[tokio::test]
async fn a_command_says_so_when_its_record_type_is_not_there() {
    let server = Server::garden();
    let reading = send(&server, "temperature", json!({ "temperature": 70, "humidity": 50 })).await.problem(409);
    assert!(reading.contains("`Reading`"), "{reading}");
    let intake =
        send(&server, "journal", json!({ "entry_type": "food", "amount": "3", "name": "x" })).await.problem(409);
    assert!(intake.contains("`Intake`"), "{intake}");
}

#[tokio::test]
async fn a_message_sent_twice_with_its_key_is_stored_once() {
    let server = Server::built_in();
    let send = async |key: &str, command: &str, data: Json| {
        let body = json!({ "command": command, "data": data }).to_string();
        let request = request(Method::POST, "/command").header(header::CONTENT_TYPE, "application/json");
        server.send(request.header("idempotency-key", key).body(body.into()).unwrap()).await
    };
    let drink = json!({ "entry_type": "drink", "amount": "4 fl oz", "name": "water" });
    let first = send("k1", "journal", drink.clone()).await;
    assert_eq!(send("k1", "journal", drink).await.json(), first.json());
    let air = json!({ "temperature": 78.6, "humidity": "63" });
    let measured = send("k2", "temperature", air.clone()).await;
    assert_eq!(send("k2", "temperature", air.clone()).await.json(), measured.json());
    let stored = server.data("{ intakes { totalCount } readings { totalCount } }").await;
    assert_eq!(stored, json!({"intakes": {"totalCount": 1}, "readings": {"totalCount": 1}}));
    let detail = send("k1", "temperature", air).await.problem(422);
    assert!(detail.contains("used for another request"), "{detail}");
}
