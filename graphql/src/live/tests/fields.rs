//! A change wakes the queries that read a field that it touches, and no others.

use std::{sync::Arc, time::Duration};

use daybook_store::testsuite::Reference;
use serde_json::json;

use super::{follow, next, until};
use crate::testing::Server;

const TYPES: &str = r#"
type Bed @entry(plural: "beds", title: "{name}") {
  name: String!
  soil: String
  width: Int
  sunny: Boolean
}
type Probe @entry(plural: "probes", title: "{name} in {bed}") {
  name: String!
  maker: String
  bed: Bed @link(inverse: "probes")
}
"#;

/// More than a group rests between two reads.
const REST: Duration = Duration::from_millis(250);

fn server() -> Server {
    Server::over(Arc::new(Reference::default()), TYPES, tempfile::tempdir().unwrap())
}

/// A bed with a probe in it; answers the ids of both.
async fn planted(server: &Server) -> [String; 2] {
    let create = "mutation { probeCreate(input: {name: \"p\", bed: {create: {name: \"b\", sunny: true}}}) \
                  { entry { id bed { id } } } }";
    let probe = server.data(create).await["probeCreate"]["entry"].clone();
    [&probe["bed"]["id"], &probe["id"]].map(|id| id.as_str().unwrap().to_owned())
}

/// Follows subscriptions, each of a shape of its own, then writes: so many of them read again.
async fn wakes(server: &Server, subscriptions: &[&str], mutation: &str, expected: u64) {
    let live = server.app.served().live.clone();
    until(|| live.groups() == 0).await;
    let mut streams = Vec::new();
    for subscription in subscriptions {
        streams.push(follow(server, &format!("subscription {{ {subscription} }}")).await);
    }
    let mut log = follow(server, "subscription { changes { seq } }").await;
    let before = live.rounds();
    let answer = server.data(&format!("mutation {{ {mutation} {{ errors {{ message }} }} }}")).await;
    assert!(answer.to_string().contains("\"errors\":[]"), "{answer}");
    next(&mut log).await;
    // The log reads, too.
    for _ in 0..1_000 {
        if live.rounds() > before + expected {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // Whoever else is woken reads within this time.
    tokio::time::sleep(REST).await;
    assert_eq!(live.rounds() - before - 1, expected, "{mutation}: {subscriptions:?}");
}

async fn check(patch: &str, blind: &[&str], seeing: &[&str]) {
    let server = server();
    let [bed, probe] = planted(&server).await;
    let change = |value: &str| {
        let (update, id) = if patch.starts_with("maker") { ("probeUpdate", &probe) } else { ("bedUpdate", &bed) };
        format!("{update}(id: \"{id}\", patch: {{{}}})", patch.replace('?', value))
    };
    // The very first write looks like one of anything.
    wakes(&server, &[], &change("first"), 0).await;
    wakes(&server, blind, &change("second"), 0).await;
    for one in seeing {
        wakes(&server, &[one], &change(one.trim_matches('"')), 1).await;
    }
}

#[tokio::test]
async fn a_field_wakes_those_who_select_filter_order_or_count_by_it() {
    check(
        "soil: \"\"\"?\"\"\"",
        &[
            "bedsLive(where: {sunny: {eq: true}}) { entered { id name } }",
            "bedsLive(orderBy: {name: ASC}, first: 2) { entered { id } changed { width } left }",
            "bedsLive { entered { title createdAt trashedAt } }",
            "bedsLive(where: {probes: {some: {bed: {is: {sunny: {eq: true}}}}}}) { seq }",
            "bedsStatsLive { count width { sum } }",
            "bedsStatsLive(by: [{field: \"sunny\"}]) { count }",
            "probesLive(where: {bed: {is: {sunny: {eq: true}}}}) { entered { title bed { width } } }",
            "probesStatsLive(by: [{link: \"bed\"}]) { count key { text } }",
        ],
        &[
            "bedsLive { entered { soil } }",
            "bedsLive { entered { id } changed { soil } }",
            "bedsLive(where: {not: {soil: {startsWith: \"a\"}}}) { seq }",
            "bedsLive(orderBy: {soil: ASC}, first: 1) { seq }",
            "bedsLive { entered { version } }",
            "bedsLive { entered { updatedAt } }",
            "bedsLive(where: {updatedAt: {gte: \"2026-01-01T00:00:00Z\"}}) { seq }",
            "bedsLive(first: 2) { entered { history { totalCount } } }",
            "bedsLive(where: {probes: {some: {bed: {is: {soil: {eq: \"a\"}}}}}}) { seq }",
            "bedsStatsLive(by: [{field: \"soil\"}]) { count }",
            "bedsStatsLive { count(where: {soil: {eq: \"a\"}}) }",
        ],
    )
    .await;
}

#[tokio::test]
async fn a_field_that_only_a_relation_leads_to_wakes() {
    check(
        "maker: \"\"\"?\"\"\"",
        &[
            "bedsLive(where: {probes: {some: {name: {gt: \"a\"}}}}, first: 2) { entered { id probes { totalCount } } }",
            "probesLive(first: 2) { entered { title bed { probes { nodes { name } } } } }",
        ],
        &[
            "bedsLive(where: {probes: {none: {maker: {eq: \"a\"}}}}) { seq }",
            "bedsLive(first: 2) { entered { probes(orderBy: {maker: ASC}, first: 1) { nodes { id } } } }",
            "bedsLive(first: 2) { entered { probesStats(by: [{field: \"maker\"}]) { count } } }",
            "probesLive(first: 2) { entered { bed { probes { nodes { maker } } } } }",
        ],
    )
    .await;
}

#[tokio::test]
async fn a_field_wakes_those_who_only_show_titles_made_of_it() {
    check(
        "name: \"\"\"?\"\"\"",
        &["bedsLive { entered { soil } }", "probesLive { entered { name bed { width } } }"],
        &[
            "bedsLive { entered { title } }",
            "probesLive { entered { title } }",
            "probesLive { entered { bed { title } } }",
        ],
    )
    .await;
}

#[tokio::test]
async fn coming_going_and_linking_wake_whoever_looks_at_the_type() {
    let server = server();
    let [bed, probe] = planted(&server).await;
    let lists = ["bedsLive { entered { id } }", "probesLive { entered { id bed { id } } }"];
    wakes(&server, &[], "bedCreate(input: {name: \"first\"})", 0).await;
    for (mutation, expected) in [
        ("bedCreate(input: {name: \"c\"})".to_owned(), 2),
        (format!("probeUpdate(id: \"{probe}\", patch: {{bed: {{unlink: true}}}})"), 1),
        (format!("probeUpdate(id: \"{probe}\", patch: {{bed: {{link: \"{bed}\"}}}})"), 1),
        (format!("bedDelete(id: \"{bed}\")"), 2),
        (format!("entryRestore(id: \"{bed}\")"), 2),
        (format!("probeDelete(id: \"{probe}\")"), 1),
        (format!("entryPurge(id: \"{bed}\")"), 2),
    ] {
        wakes(&server, &lists, &mutation, expected).await;
    }
}

#[tokio::test]
async fn what_looks_different_is_told_and_nothing_else() {
    let server = server();
    let [bed, _] = planted(&server).await;
    let mut probes = follow(&server, "subscription { probesLive { entered { title } changed { title } } }").await;
    next(&mut probes).await;
    for patch in ["soil: \"loam\"", "width: 3", "name: \"c\""] {
        server
            .data(&format!("mutation {{ bedUpdate(id: \"{bed}\", patch: {{{patch}}}) {{ errors {{ code }} }} }}"))
            .await;
    }
    let sent = next(&mut probes).await.unwrap();
    assert_eq!(sent["probesLive"], json!({ "entered": [], "changed": [{ "title": "p in c" }] }));
}
