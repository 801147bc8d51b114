//! kill -9 in the middle of work: what was acknowledged is there, and nothing is there by half.

use std::{sync::mpsc, thread, time::Duration};

use daybook_tests::{Client, Setup};
use serde_json::json;

const ROUNDS: u64 = 6;
const CHILDREN: usize = 20;

/// Writes children with twenty feedings each, one mutation after another, until the server is gone. Tells the name of
/// each child before it is sent and after it was acknowledged.
fn write_until_killed(client: &Client, round: u64, events: &mpsc::Sender<(bool, String)>) {
    let feedings: Vec<_> =
        (0..CHILDREN).map(|_| json!({"method": "BOTTLE", "amount": {"value": 90, "unit": "ML"}})).collect();
    let document = "mutation ($i: ChildCreate!) { childCreate(input: $i) { entry { id } errors { message } } }";
    for number in 0.. {
        let name = format!("{round}-{number}");
        let input = json!({"name": name, "feedings": {"create": feedings}});
        let body = json!({"query": document, "variables": {"i": input}}).to_string();
        if events.send((false, name.clone())).is_err() {
            return;
        }
        let Ok(answer) = client.post("/graphql", "application/json", body.as_bytes()) else { return };
        let stored = answer.status == 200 && answer.json()["data"]["childCreate"]["entry"]["id"].is_string();
        assert!(stored, "{}", answer.text());
        if events.send((true, name)).is_err() {
            return;
        }
    }
}

#[test]
fn a_kill_during_writes_loses_nothing_that_was_acknowledged_and_leaves_nothing_half() {
    let mut setup = Setup::new();
    let mut acknowledged = Vec::new();
    for round in 0..ROUNDS {
        let server = setup.start();
        let (sender, receiver) = mpsc::channel();
        let client = server.client();
        let writer = thread::spawn(move || write_until_killed(&client, round, &sender));
        // Each round waits for another number of acknowledgements and a little longer, so that kills fall everywhere.
        let mut seen = 0;
        for (done, name) in &receiver {
            if done {
                acknowledged.push(name);
                seen += 1;
            }
            if seen > round {
                break;
            }
        }
        thread::sleep(Duration::from_millis(round * 3));
        setup = server.kill();
        acknowledged.extend(receiver.iter().filter(|(done, _)| *done).map(|(_, name)| name));
        writer.join().expect("the writer ends when the server is gone");
    }

    let server = setup.start();
    let mut names = Vec::new();
    let mut after = json!(null);
    loop {
        let page = server.data(
            "query ($after: String) { children(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { name feedings { totalCount } } } }",
            &json!({"after": after}),
        );
        for child in page["children"]["nodes"].as_array().expect("nodes are a list") {
            assert_eq!(child["feedings"]["totalCount"].as_u64(), Some(CHILDREN as u64), "{child} is there by half");
            names.push(child["name"].as_str().expect("names are text").to_owned());
        }
        if page["children"]["pageInfo"]["hasNextPage"] != json!(true) {
            break;
        }
        after = page["children"]["pageInfo"]["endCursor"].clone();
    }
    let lost: Vec<_> = acknowledged.iter().filter(|name| !names.contains(name)).collect();
    assert!(lost.is_empty(), "{lost:?} were acknowledged and are gone");
    assert!(!acknowledged.is_empty(), "something was acknowledged");
}
