//! Statistics as users ask them: answers computed by hand, and what bad questions are told.

mod answers;
mod mistakes;

use daybook_tests::Server;
use serde_json::{Value as Json, json};

/// A child whose feedings of one method have amounts in millilitres, in order of time.
fn fed(server: &Server, name: &str, feedings: &[(&str, Option<f64>, &str)]) -> String {
    let feedings: Vec<Json> = feedings
        .iter()
        .map(|(at, amount, method)| {
            let amount = amount.map(|value| json!({"value": value, "unit": "ML"}));
            json!({"startedAt": at, "method": method, "amount": amount})
        })
        .collect();
    let document = "mutation ($i: ChildCreate!) { childCreate(input: $i) { entry { id } errors { path message } } }";
    let input = json!({"i": {"name": name, "feedings": {"create": feedings}}});
    let answer = server.data(document, &input)["childCreate"].take();
    assert_eq!(answer["errors"], json!([]));
    answer["entry"]["id"].as_str().expect("a child has an id").to_owned()
}

/// The answer of `feedingsStats(arguments) { selection }`.
fn stats(server: &Server, arguments: &str, selection: &str) -> Json {
    let document = format!("{{ feedingsStats{arguments} {{ {selection} }} }}");
    server.data(&document, &json!({}))["feedingsStats"].take()
}
