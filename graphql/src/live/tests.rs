mod fields;

use std::time::Duration;

use daybook_store::maintenance::{self, ForgetHistory, Job as _};
use serde_json::{Value as Json, json};

use crate::{
    execute::Stream,
    testing::{Server, received},
};

async fn try_follow(server: &Server, query: &str, variables: Json) -> Result<Stream, Json> {
    server.follow(query, variables).await
}

async fn follow(server: &Server, query: &str) -> Stream {
    try_follow(server, query, json!({})).await.unwrap_or_else(|errors| panic!("{errors}"))
}

/// The next answer, which must come soon.
async fn next(stream: &mut Stream) -> Option<Json> {
    tokio::time::timeout(Duration::from_secs(10), received(stream)).await.expect("an answer in time")
}

async fn create(server: &Server, name: &str) -> String {
    let data =
        server.data(&format!(r#"mutation {{ bedCreate(input: {{name: "{name}"}}) {{ entry {{ id }} }} }}"#)).await;
    data["bedCreate"]["entry"]["id"].as_str().unwrap().to_owned()
}

/// What the probe `p` said in the first hours of 2026.
fn reading(time: &str, percent: u32) -> Json {
    json!({ "probe": "p", "at": format!("2026-01-01T{time}:00Z"), "moisture": format!("{percent} %") })
}

/// Waits for what another task is about to do.
async fn until(what: impl Fn() -> bool) {
    for _ in 0..1_000 {
        if what() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("it did not happen in time");
}

#[tokio::test]
async fn who_follows_the_definitions_is_told_of_each_change_and_of_nothing_else() {
    let server = Server::garden();
    let mut stream = follow(&server, "subscription { typesChanged }").await;
    let first = next(&mut stream).await.unwrap()["typesChanged"].clone();
    assert_eq!(first, json!(server.app.served().store.model().fingerprint));
    create(&server, "a").await;
    let sdl = "extend type Bed { soil: String }";
    let plan = format!("mutation {{ typePlan(sdl: {}) {{ id }} }}", json!(sdl));
    let plan = server.data(&plan).await["typePlan"]["id"].clone();
    let apply = format!("mutation {{ typeApply(planId: {plan}) {{ errors {{ message }} }} }}");
    assert_eq!(server.data(&apply).await["typeApply"]["errors"], json!([]));
    let second = next(&mut stream).await.unwrap()["typesChanged"].clone();
    assert_eq!(second, json!(server.app.served().store.model().fingerprint));
    assert_ne!(first, second);
}

const NAMES: &str = "subscription { bedsLive { snapshot entered { name } left } }";

#[tokio::test]
async fn equal_subscriptions_share_one_group_that_ends_with_the_last() {
    let server = Server::garden();
    let live = server.app.served().live.clone();
    let mut one = follow(&server, NAMES).await;
    let mut other = follow(&server, NAMES).await;
    let different = follow(&server, "subscription { changes { seq } }").await;
    assert_eq!(live.groups(), 2);
    create(&server, "a").await;
    for stream in [&mut one, &mut other] {
        assert_eq!(next(stream).await.unwrap()["bedsLive"]["snapshot"], true);
        let patch = json!({ "snapshot": false, "entered": [{ "name": "a" }], "left": [] });
        assert_eq!(next(stream).await.unwrap()["bedsLive"], patch);
    }
    drop((one, different));
    until(|| live.groups() == 1).await;
    drop(other);
    until(|| live.groups() == 0).await;
}

#[tokio::test]
async fn changes_are_told_oldest_first_and_only_those_asked_for() {
    let server = Server::garden();
    let query =
        r#"subscription { changes(types: ["Bed"], where: {operation: [CREATED, TRASHED]}) { operation entryId } }"#;
    let mut stream = follow(&server, query).await;
    let bed = create(&server, "a").await;
    server.data(r#"mutation { probeCreate(input: {name: "p"}) { entry { id } } }"#).await;
    server.data(&format!("mutation {{ bedUpdate(id: \"{bed}\", patch: {{sunny: true}}) {{ entry {{ id }} }} }}")).await;
    server.data(&format!("mutation {{ bedDelete(id: \"{bed}\") {{ entry {{ id }} }} }}")).await;
    for operation in ["CREATED", "TRASHED"] {
        assert_eq!(next(&mut stream).await.unwrap()["changes"], json!({ "operation": operation, "entryId": bed }));
    }
}

#[tokio::test]
async fn resuming_tells_everything_once_whenever_the_connection_breaks() {
    const RESUME: &str = "subscription ($since: ID) { changes(since: $since) { seq entryId } }";
    let server = Server::garden();
    let first = create(&server, "first").await;
    let log = server.data("{ changes(first: 1) { nodes { seq } } }").await;
    let mut since = log["changes"]["nodes"][0]["seq"].clone();
    let (mut written, mut sent) = (vec![first], Vec::new());
    let mut stream =
        try_follow(&server, RESUME, json!({ "since": "0" })).await.unwrap_or_else(|errors| panic!("{errors}"));
    for round in 0..30 {
        written.push(create(&server, &format!("r{round}")).await);
        // Now and then the connection breaks: before anything is read, or behind some of it.
        if round % 3 == 1 {
            let change = next(&mut stream).await.unwrap()["changes"].clone();
            since = change["seq"].clone();
            sent.push(change["entryId"].as_str().unwrap().to_owned());
        }
        if round % 4 == 2 && !sent.is_empty() {
            drop(stream);
            written.push(create(&server, &format!("away{round}")).await);
            stream = try_follow(&server, RESUME, json!({ "since": since }))
                .await
                .unwrap_or_else(|errors| panic!("{errors}"));
        }
    }
    while sent.len() < written.len() {
        sent.push(next(&mut stream).await.unwrap()["changes"]["entryId"].as_str().unwrap().to_owned());
    }
    assert_eq!(sent, written);
    assert!(tokio::time::timeout(Duration::from_millis(50), stream.next()).await.is_err(), "nothing is told twice");
}

#[tokio::test]
async fn those_who_resume_from_different_places_share_one_group() {
    let server = Server::garden();
    create(&server, "a").await;
    create(&server, "b").await;
    let query = "subscription ($since: ID) { changes(since: $since) { seq } }";
    let mut streams = Vec::new();
    for since in ["0", "1", "2"] {
        streams.push(
            try_follow(&server, query, json!({ "since": since })).await.unwrap_or_else(|errors| panic!("{errors}")),
        );
    }
    assert_eq!(server.app.served().live.groups(), 1);
}

#[tokio::test]
async fn catches_up_over_many_pages() {
    let server = Server::garden();
    for hundred in 0..5 {
        let inputs: Vec<_> = (0..90).map(|number| format!("{{name: \"{hundred}/{number}\"}}")).collect();
        let mutation = format!("mutation {{ bedCreateMany(inputs: [{}]) {{ errors {{ code }} }} }}", inputs.join(", "));
        server.data(&mutation).await;
    }
    let mut stream = follow(&server, "subscription { changes(since: \"0\") { seq } }").await;
    for seq in 1..=450 {
        assert_eq!(next(&mut stream).await.unwrap()["changes"]["seq"], seq.to_string());
    }
    create(&server, "live").await;
    assert_eq!(next(&mut stream).await.unwrap()["changes"]["seq"], "451");
}

#[tokio::test]
async fn refuses_to_resume_from_the_future() {
    let server = Server::garden();
    create(&server, "a").await;
    let errors = try_follow(&server, "subscription { changes(since: \"7\") { seq } }", json!({})).await.err().unwrap();
    assert_eq!(errors[0]["extensions"]["code"], "BAD_INPUT");
    let message = errors[0]["message"].as_str().unwrap();
    assert!(message.starts_with("`since` is 7, but the change log only reaches to 1;"), "{message}");
}

#[tokio::test]
async fn samples_are_told_as_they_come() {
    let server = Server::garden();
    let query = "subscription { soilReadingsLive(where: {moisture: {gt: {value: 10, unit: PERCENT}}}) { at moisture { value } probe { name } } }";
    let mut stream = follow(&server, query).await;
    server.data(r#"mutation { probeCreate(input: {name: "p"}) { entry { id } } }"#).await;
    server.ingest("SoilReading", json!([reading("00:00", 5), reading("00:10", 20)])).await;
    let sample = json!({ "at": "2026-01-01T00:10:00Z", "moisture": { "value": 20 }, "probe": { "name": "p" } });
    assert_eq!(next(&mut stream).await.unwrap()["soilReadingsLive"], sample);
}

#[tokio::test]
async fn a_follower_that_does_not_read_is_ended_with_a_reason() {
    let server = Server::garden();
    let mut slow = follow(&server, "subscription { changes { seq } }").await;
    let live = server.app.served().live.clone();
    // Commits that come faster than the group reads share a round: how many rounds there are is up to the machine, so
    // commits go on until the follower is too far behind.
    for number in 0.. {
        create(&server, &format!("b{number}")).await;
        if live.groups() == 0 {
            break;
        }
        assert!(number < 10_000, "it was never ended");
        tokio::task::yield_now().await;
    }
    let mut last = None;
    while let Some(sent) = next(&mut slow).await {
        last = Some(sent);
    }
    let error = last.unwrap()["errors"][0].clone();
    assert_eq!(error["extensions"]["code"], "UNAVAILABLE");
    assert_eq!(error["message"], "this subscription was not read fast enough and was ended; follow again");
}

#[tokio::test]
async fn closing_completes_what_runs_and_refuses_what_comes() {
    let server = Server::garden();
    let mut stream = follow(&server, NAMES).await;
    next(&mut stream).await;
    server.app.served().live.close();
    assert_eq!(next(&mut stream).await, None);
    let errors = try_follow(&server, NAMES, json!({})).await.err().unwrap();
    assert_eq!(errors[0]["extensions"]["code"], "UNAVAILABLE");
}

#[tokio::test]
async fn many_idle_followers_cost_one_read_a_shape() {
    let server = Server::garden();
    let mut streams = Vec::new();
    for number in 0..1_000 {
        let query = format!("subscription {{ probesLive(where: {{name: {{eq: \"{}\"}}}}) {{ seq }} }}", number % 10);
        streams.push(follow(&server, &query).await);
    }
    let live = server.app.served().live.clone();
    assert_eq!(live.groups(), 10);
    for stream in &mut streams {
        next(stream).await;
    }
    create(&server, "concerns none").await;
    server.data(r#"mutation { probeCreate(input: {name: "3"}) { entry { id } } }"#).await;
    for stream in streams.iter_mut().skip(3).step_by(10) {
        assert_eq!(next(stream).await.unwrap()["probesLive"]["seq"], "2");
    }
}

const SMALL: &str = r#"type Tool @entry(plural: "tools", title: "{name}") { name: String! }"#;

/// Plans and applies definitions.
async fn define(server: &Server, sdl: &str) {
    let plan =
        json!({ "query": "mutation ($sdl: String!) { typePlan(sdl: $sdl) { id } }", "variables": { "sdl": sdl } });
    let plan = server.answer(&plan).await["data"]["typePlan"]["id"].clone();
    let apply = format!("mutation {{ typeApply(planId: {plan}) {{ errors {{ message }} }} }}");
    assert_eq!(server.data(&apply).await["typeApply"]["errors"], json!([]));
}

#[tokio::test]
async fn what_is_followed_goes_on_when_the_definitions_change() {
    let server = Server::garden();
    let mut log = follow(&server, "subscription { changes { seq } }").await;
    let mut beds = follow(&server, "subscription { bedsLive { snapshot entered { name } left } }").await;
    create(&server, "a").await;
    assert_eq!(next(&mut log).await.unwrap()["changes"]["seq"], "1");
    for expected in [json!([]), json!([{ "name": "a" }])] {
        assert_eq!(next(&mut beds).await.unwrap()["bedsLive"]["entered"], expected);
    }
    create(&server, "b").await;
    define(&server, SMALL).await;
    server.data("mutation { toolCreate(input: {name: \"hoe\"}) { errors { code } } }").await;
    create(&server, "c").await;
    for seq in ["2", "3", "4"] {
        assert_eq!(next(&mut log).await.unwrap()["changes"]["seq"], seq);
    }
    let mut sent = next(&mut beds).await.unwrap()["bedsLive"].clone();
    // The write just before may have been told already, or is part of what stands there now.
    if sent["snapshot"] == false {
        assert_eq!(sent["entered"], json!([{ "name": "b" }]));
        sent = next(&mut beds).await.unwrap()["bedsLive"].clone();
    }
    assert_eq!(sent["snapshot"], true);
    let mut names: Vec<_> = sent["entered"].as_array().unwrap().iter().map(|bed| bed["name"].clone()).collect();
    if names.len() == 2 {
        names.push(next(&mut beds).await.unwrap()["bedsLive"]["entered"][0]["name"].clone());
    }
    assert_eq!(names, ["a", "b", "c"]);
}

#[tokio::test]
async fn what_the_new_definitions_do_not_know_ends_with_the_mistake() {
    let server = Server::garden();
    define(&server, SMALL).await;
    let mut tools = follow(&server, "subscription { toolsLive { entered { name } } }").await;
    next(&mut tools).await;
    define(&server, r#"type Tool @entry(plural: "tools", title: "{label}") { label: String }"#).await;
    let error = next(&mut tools).await.unwrap();
    assert_eq!(error["errors"][0]["extensions"]["code"], "VALIDATION_FAILED", "{error}");
    assert_eq!(next(&mut tools).await, None);
}

#[tokio::test]
async fn time_alone_moves_what_asks_for_it() {
    let server = Server::garden();
    create(&server, "a").await;
    let mut recent =
        follow(&server, "subscription { bedsLive(where: {createdAt: {last: \"PT5S\"}}) { entered { name } left } }")
            .await;
    let mut counted =
        follow(&server, "subscription { bedsStatsLive(where: {createdAt: {last: \"PT5S\"}}) { count } }").await;
    assert_eq!(next(&mut recent).await.unwrap()["bedsLive"]["entered"], json!([{ "name": "a" }]));
    assert_eq!(next(&mut counted).await.unwrap()["bedsStatsLive"], json!([{ "count": 1 }]));
    assert_eq!(next(&mut recent).await.unwrap()["bedsLive"]["left"].as_array().unwrap().len(), 1);
    assert_eq!(next(&mut counted).await.unwrap()["bedsStatsLive"], json!([{ "count": 0 }]));
}

#[tokio::test]
async fn a_change_makes_each_group_that_it_may_concern_read_once_and_no_other() {
    let server = Server::garden();
    let mut streams = Vec::new();
    for number in 0..1_000 {
        // Five shapes that ask for beds, five that do not.
        let list = if number % 2 == 0 { "beds" } else { "probes" };
        let query = format!("subscription {{ {list}Live(where: {{name: {{eq: \"{}\"}}}}) {{ seq }} }}", number % 10);
        streams.push(follow(&server, &query).await);
    }
    let live = server.app.served().live.clone();
    // The very first write looks like one of any type.
    create(&server, "first").await;
    until(|| live.rounds() >= 1_010).await;
    let before = live.rounds();
    create(&server, "matches none").await;
    until(|| live.rounds() >= before + 5).await;
    // Whoever else is woken would have read by then.
    server.data("{ beds { totalCount } }").await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(live.rounds() - before, 5);
}

/// Forgets the history up to and with a moment.
async fn forget_history(server: &Server, before: i64) {
    let store = server.app.served().store.clone();
    let ids = std::sync::Arc::clone(&server.app.ids);
    maintenance::portion(&store, ForgetHistory { days: 0 }.run(), before, ids).await.unwrap();
}

#[tokio::test]
async fn resuming_from_a_history_that_is_gone_says_to_start_over() {
    const RESUME: &str = "subscription ($since: ID) { changes(since: $since) { seq } }";
    let server = Server::garden();
    let mut standing = follow(&server, "subscription { changes { seq } }").await;
    let mut moments = Vec::new();
    for name in ["a", "b", "c"] {
        create(&server, name).await;
        let log = server.data("{ changes(first: 1) { nodes { at } } }").await;
        moments.push(log["changes"]["nodes"][0]["at"].as_str().unwrap().to_owned());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let third = daybook_schema::time::parse_instant(&moments[2]).unwrap();
    forget_history(&server, third).await;
    for since in ["0", "1"] {
        let errors = server.follow(RESUME, json!({ "since": since })).await.err().unwrap();
        assert_eq!(errors[0]["extensions"]["code"], "SINCE_COMPACTED");
        let message = errors[0]["message"].as_str().unwrap();
        let begin = format!(
            "`since` is {since}, but the changes up to 2 are gone, since history is kept from {} on; ",
            moments[1]
        );
        assert!(message.starts_with(&begin) && message.contains("start over"), "{message}");
    }
    let mut resumed =
        try_follow(&server, RESUME, json!({ "since": "2" })).await.unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(next(&mut resumed).await.unwrap()["changes"]["seq"], "3");
    create(&server, "d").await;
    assert_eq!(next(&mut resumed).await.unwrap()["changes"]["seq"], "4");
    for seq in 1..=4 {
        assert_eq!(next(&mut standing).await.unwrap()["changes"]["seq"], seq.to_string());
    }
    let count = |moment: &str| format!("{{ beds(asOf: \"{moment}\") {{ totalCount }} }}");
    assert_eq!(server.data(&count(&moments[1])).await["beds"]["totalCount"], 2);
    let answer = server.answer(&json!({ "query": count(&moments[0]) })).await;
    let message =
        format!("`asOf` is {}, but history is kept from {} on; ask for that moment or later", moments[0], moments[1]);
    assert_eq!(
        (&answer["errors"][0]["extensions"]["code"], &answer["errors"][0]["message"]),
        (&json!("BAD_INPUT"), &json!(message))
    );
}

#[tokio::test]
async fn what_follows_samples_notices_flags_and_removals() {
    let server = Server::garden();
    server.data(r#"mutation { probeCreate(input: {name: "p"}) { entry { id } } }"#).await;
    let mut counted = follow(&server, "subscription { soilReadingsStatsLive { count } }").await;
    let dry = "subscription { probesLive(where: {soilReadings: {none: {}}}) { entered { name } left } }";
    let mut dry = follow(&server, dry).await;
    let mut samples = follow(&server, "subscription { soilReadingsLive { at } }").await;
    assert_eq!(next(&mut counted).await.unwrap()["soilReadingsStatsLive"], json!([{ "count": 0 }]));
    next(&mut dry).await;
    server.ingest("SoilReading", json!([reading("00:00", 5), reading("00:10", 20)])).await;
    assert_eq!(next(&mut counted).await.unwrap()["soilReadingsStatsLive"], json!([{ "count": 2 }]));
    assert_eq!(next(&mut dry).await.unwrap()["probesLive"]["left"].as_array().unwrap().len(), 1);
    let damp = "where: {moisture: {gt: {value: 10, unit: PERCENT}}}";
    server.data(&format!("mutation {{ soilReadingsFlag({damp}, flagged: true) {{ changed }} }}")).await;
    assert_eq!(next(&mut counted).await.unwrap()["soilReadingsStatsLive"], json!([{ "count": 1 }]));
    server.data("mutation { soilReadingsDelete(where: {flagged: {eq: false}}) { deleted } }").await;
    assert_eq!(next(&mut counted).await.unwrap()["soilReadingsStatsLive"], json!([{ "count": 0 }]));
    server.data("mutation { soilReadingsDelete(where: {flagged: {eq: true}}) { deleted } }").await;
    assert_eq!(next(&mut dry).await.unwrap()["probesLive"]["entered"], json!([{ "name": "p" }]));
    // What was stored was told once; a flag or a removal is nothing new.
    for at in ["2026-01-01T00:00:00Z", "2026-01-01T00:10:00Z"] {
        assert_eq!(next(&mut samples).await.unwrap()["soilReadingsLive"]["at"], at);
    }
    server.ingest("SoilReading", json!([reading("01:00", 5)])).await;
    assert_eq!(next(&mut samples).await.unwrap()["soilReadingsLive"]["at"], "2026-01-01T01:00:00Z");
}
