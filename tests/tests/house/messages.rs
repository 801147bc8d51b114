//! The older message format, over the real binary.

use daybook_tests::{Answer, Server};
use serde_json::{Value as Json, json};

fn command(server: &Server, name: &str, data: &Json) -> Answer {
    server.post_json("/command", &json!({"command": name, "data": data}))
}

#[test]
fn feeding_calc_answers_scoops_and_water() {
    let server = Server::start();
    let answer = command(&server, "feeding_calc", &json!({"calories": "20", "volume": "67"}));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer = answer.json();
    assert_eq!(answer["scoops"].as_f64(), Some(1.0));
    assert_eq!((answer["water"]["value"].as_f64(), &answer["water"]["unit"]), (Some(60.0), &json!("ML")));
    assert!(answer["message"].as_str().is_some_and(|text| text.starts_with("1 scoop and 60 mL of water")), "{answer}");
}

#[test]
fn temperature_stores_a_reading_and_names_its_sensor() {
    let server = Server::start();
    let answer = command(&server, "temperature", &json!({"temperature": 78.6, "humidity": "63"}));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let id = answer.json()["entry"].clone();
    let data = server.data(
        "query ($id: ID!) { sensor(id: $id) { readings { nodes { temperature { value(unit: DEGF) } humidity { value } } } } }",
        &json!({"id": id}),
    );
    let nodes = json!([{"temperature": {"value": 78.6}, "humidity": {"value": 63}}]);
    let found = &data["sensor"]["readings"]["nodes"];
    assert_eq!(found[0]["humidity"]["value"].as_f64(), nodes[0]["humidity"]["value"].as_f64());
    assert_eq!(found[0]["temperature"]["value"].as_f64(), nodes[0]["temperature"]["value"].as_f64());
    assert_eq!(found.as_array().map(Vec::len), Some(1));
}

#[test]
fn journal_keeps_pieces_volumes_and_kinds() {
    let server = Server::start();
    let stored = |data: Json| {
        let answer = command(&server, "journal", &data);
        assert_eq!(answer.status, 200, "{}", answer.text());
        let query = "query ($id: ID!) { intake(id: $id) { name kind pieces { value } volume { value(unit: FL_OZ) } } }";
        server.data(query, &json!({"id": answer.json()["entry"]}))["intake"].take()
    };
    let carrots = stored(json!({"entry_type": "food", "amount": "3", "name": "baby carrots"}));
    assert_eq!((&carrots["kind"], carrots["pieces"]["value"].as_f64()), (&json!("FOOD"), Some(3.0)));
    let water = stored(json!({"entry_type": "drink", "amount": "4 fl oz", "name": "water"}));
    assert_eq!((&water["kind"], water["volume"]["value"].as_f64()), (&json!("DRINK"), Some(4.0)));
}

#[test]
fn mistakes_are_problems_that_say_what_would_be_right() {
    let server = Server::start();
    let mistakes = [
        ("self_destruct", json!({}), "feeding_calc"),
        ("feeding_calc", json!({"calories": "20"}), "volume"),
        ("feeding_calc", json!({"calories": "500", "volume": "67"}), "35"),
        ("temperature", json!({"humidity": 63}), "temperature"),
        ("journal", json!({"entry_type": "snack", "amount": "3", "name": "x"}), "food"),
    ];
    for (name, data, hint) in mistakes {
        let answer = command(&server, name, &data);
        let text = answer.text();
        assert!((400..500).contains(&answer.status), "{name} {data}: {} {text}", answer.status);
        assert_eq!(answer.content_type, "application/problem+json", "{name} {data}");
        assert!(text.contains(hint), "{name} {data} should name `{hint}`: {text}");
    }
}
