//! kill -9 while definitions change: the old model or the new one, never something between.

use std::{thread, time::Duration};

use daybook_tests::{Client, Server, Setup, means};
use serde_json::{Value as Json, json};

use super::{assert_sound, clients::Random, now, number};

/// Kills of one run; `DAYBOOK_CRASH_TYPE_KILLS` asks for another number.
const KILLS: u64 = 6;
/// Entries of the type that changes, enough for the change to take a while.
const ENTRIES: usize = 8_000;

const OLD: &str = r#"type Ledger @entry(plural: "ledgers", title: "{name}") @key(fields: ["name"]) {
  name: String!
  weight: String @was(name: "mass")
}"#;
const NEW: &str = r#"type Ledger @entry(plural: "ledgers", title: "{name} at {mass}") @key(fields: ["name"]) {
  name: String!
  mass: Int @was(name: "weight")
  sealed: Boolean! @default(value: "true")
}"#;
/// At the very first the field has no earlier name.
const FIRST: &str = r#"type Ledger @entry(plural: "ledgers", title: "{name}") @key(fields: ["name"]) {
  name: String!
  weight: String
}"#;

fn plan(client: &Client, sdl: &str) -> String {
    let document = "mutation ($s: String!) { typePlan(sdl: $s) { id errors { message } } }";
    let answer = client.data(document, &json!({ "s": sdl }));
    assert_eq!(answer["typePlan"]["errors"], json!([]), "{sdl}");
    answer["typePlan"]["id"].as_str().expect("a plan without errors has an id").to_owned()
}

fn apply(client: &Client, id: &str) -> Json {
    client.data(APPLY, &json!({ "id": id }))["typeApply"]["errors"].clone()
}

const APPLY: &str = "mutation ($id: ID!) { typeApply(planId: $id) { errors { message } } }";

/// Every entry has its number as name, and its number below a hundred as weight.
fn fill(client: &Client) {
    for part in (0..ENTRIES).collect::<Vec<_>>().chunks(4_000) {
        let rows: Vec<String> = part
            .iter()
            .map(|row| json!({ "name": row.to_string(), "weight": (row % 100).to_string() }).to_string())
            .collect();
        let answer = client.post("/ingest/Ledger", "application/x-ndjson", rows.join("\n").as_bytes());
        assert_eq!(answer.expect("the server answers").status, 200);
    }
}

/// Which of the two models is served; everything in the store agrees with it.
fn served(server: &Server, when: &str) -> &'static str {
    let document = "{ type(name: \"Ledger\") { title fields { name } } typeExport ledgers { totalCount } }";
    let answer = server.data(document, &json!({}));
    let names: Vec<_> =
        answer["type"]["fields"].as_array().expect("a list").iter().map(|field| &field["name"]).collect();
    let count = ENTRIES / 100;
    assert_eq!(answer["ledgers"]["totalCount"], json!(ENTRIES), "{when}");
    let is_new = answer["type"]["title"] == json!("{name} at {mass}");
    assert_eq!(answer["typeExport"].as_str().is_some_and(|text| text.contains("sealed")), is_new, "{when}");
    if is_new {
        assert_eq!(names, ["name", "mass", "sealed"], "{when}");
        let document = "{ seven: ledgers(where: {mass: {eq: 7}}) { totalCount } sealed: ledgers(where: {sealed: {eq: true}}) { totalCount } \
                        named: entries(where: {}, orderBy: [{title: ASC}], first: 1) { nodes { title } } \
                        one: ledger(key: {name: \"4007\"}) { title mass history { totalCount } } }";
        let answer = server.data(document, &json!({}));
        assert_eq!(answer["seven"]["totalCount"], json!(count), "{when}");
        assert_eq!(answer["sealed"]["totalCount"], json!(ENTRIES), "{when}");
        assert_eq!(answer["named"]["nodes"], json!([{ "title": "0 at 0" }]), "{when}");
        assert_eq!(answer["one"], json!({ "title": "4007 at 7", "mass": 7, "history": { "totalCount": 1 } }), "{when}");
        NEW
    } else {
        assert_eq!(names, ["name", "weight"], "{when}");
        let document = "{ seven: ledgers(where: {weight: {eq: \"7\"}}) { totalCount } \
                        named: entries(where: {}, orderBy: [{title: ASC}], first: 1) { nodes { title } } \
                        one: ledger(key: {name: \"4007\"}) { title weight history { totalCount } } }";
        let answer = server.data(document, &json!({}));
        assert_eq!(answer["seven"]["totalCount"], json!(count), "{when}");
        assert_eq!(answer["named"]["nodes"], json!([{ "title": "0" }]), "{when}");
        assert_eq!(answer["one"], json!({ "title": "4007", "weight": "7", "history": { "totalCount": 1 } }), "{when}");
        OLD
    }
}

#[test]
fn a_kill_while_definitions_change_leaves_the_old_model_or_the_new_one() {
    let kills = number("DAYBOOK_CRASH_TYPE_KILLS", KILLS);
    let seed = number("DAYBOOK_CRASH_SEED", u64::from(std::process::id()));
    means::say(&format!("{kills} kills of changing definitions with DAYBOOK_CRASH_SEED={seed}"));
    let mut random = Random::new(seed);
    let server = Setup::new().argument("--no-built-in").start();
    assert_eq!(apply(&server, &plan(&server, FIRST)), json!([]));
    fill(&server);
    // Once without a kill: how long it takes says when to kill.
    let start = now();
    assert_eq!(apply(&server, &plan(&server, NEW)), json!([]));
    let takes = start.elapsed();
    assert_eq!(served(&server, "without a kill"), NEW);
    let mut setup = server.kill();
    let (mut before, mut after) = (0, 0);
    for round in 0..kills {
        let when = format!("seed {seed}, kill {round}");
        let server = setup.start();
        let was = served(&server, &when);
        let id = plan(&server, if was == NEW { OLD } else { NEW });
        let client = server.client();
        let applying = thread::spawn(move || {
            // Whether it is answered is up to the kill.
            let body = json!({ "query": APPLY, "variables": { "id": id } }).to_string();
            client.post("/graphql", "application/json", body.as_bytes()).ok()
        });
        thread::sleep(Duration::from_millis(random.below(takes.as_millis() as u64 * 5 / 4)));
        setup = server.kill();
        let acknowledged = applying.join().expect("the client ends well").is_some();
        assert_sound(&setup.data_folder(), &when);
        let server = setup.start();
        let is = served(&server, &when);
        assert!(!acknowledged || is != was, "{when}: what was acknowledged is there");
        if is == was {
            before += 1;
        } else {
            after += 1;
        }
        setup = server.kill();
    }
    means::say(&format!("applying took {takes:?}: {before} kills left the old model, {after} the new one"));
}

#[test]
fn of_two_changes_of_the_definitions_at_once_one_is_made_and_one_is_stale() {
    let server = Setup::new().argument("--no-built-in").start();
    let plans = [
        plan(&server, FIRST),
        plan(&server, "type Inkpot @entry(plural: \"inkpots\", title: \"{name}\") { name: String! }"),
    ];
    let running = plans.map(|id| {
        let client = server.client();
        thread::spawn(move || apply(&client, &id))
    });
    let mut errors = running.map(|one| one.join().expect("the client ends well"));
    errors.sort_by_key(|errors| errors.as_array().map(Vec::len));
    assert_eq!(errors[0], json!([]));
    assert_eq!(errors[1], json!([{ "message": "the definitions have changed since this plan was made" }]));
}
