use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::{
    graphql::{self, Outcome, Request, Stream, Told},
    testing::Server,
};

/// Follows a subscription, or gives the errors that refuse it.
async fn try_follow(server: &Server, query: &str, variables: Json) -> Result<Stream, Json> {
    let request = Request {
        query: query.to_owned(),
        operation_name: None,
        variables: variables.as_object().cloned().unwrap(),
        read_only: false,
        streams: true,
        origin: daybook_store::record::Origin::Api,
        request_id: "test".to_owned(),
    };
    match graphql::start(&server.app, request).await {
        Outcome::Stream(stream) => Ok(stream),
        Outcome::Answer(response) => Err(response.body["errors"].clone()),
    }
}

async fn follow(server: &Server, query: &str) -> Stream {
    try_follow(server, query, json!({})).await.unwrap_or_else(|errors| panic!("{errors}"))
}

/// The next answer, which must come soon.
async fn next(stream: &mut Stream) -> Option<Json> {
    let told = tokio::time::timeout(Duration::from_secs(10), stream.next()).await.expect("an answer in time")?;
    Some(match told {
        Told::Next(text) => serde_json::from_str::<Json>(&text).unwrap()["data"].clone(),
        Told::Failed(errors) => json!({ "errors": errors }),
    })
}

async fn create(server: &Server, name: &str) -> String {
    let data =
        server.data(&format!(r#"mutation {{ bedCreate(input: {{name: "{name}"}}) {{ entry {{ id }} }} }}"#)).await;
    data["bedCreate"]["entry"]["id"].as_str().unwrap().to_owned()
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
    let (mut written, mut told) = (vec![first], Vec::new());
    let mut stream =
        try_follow(&server, RESUME, json!({ "since": "0" })).await.unwrap_or_else(|errors| panic!("{errors}"));
    for round in 0..30 {
        written.push(create(&server, &format!("r{round}")).await);
        // Now and then the connection breaks: before anything is read, or behind some of it.
        if round % 3 == 1 {
            let change = next(&mut stream).await.unwrap()["changes"].clone();
            since = change["seq"].clone();
            told.push(change["entryId"].as_str().unwrap().to_owned());
        }
        if round % 4 == 2 && !told.is_empty() {
            drop(stream);
            written.push(create(&server, &format!("away{round}")).await);
            stream = try_follow(&server, RESUME, json!({ "since": since }))
                .await
                .unwrap_or_else(|errors| panic!("{errors}"));
        }
    }
    while told.len() < written.len() {
        told.push(next(&mut stream).await.unwrap()["changes"]["entryId"].as_str().unwrap().to_owned());
    }
    assert_eq!(told, written);
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
    let body = "[{\"probe\": \"p\", \"at\": \"2026-01-01T00:00:00Z\", \"moisture\": 5}, \
                {\"probe\": \"p\", \"at\": \"2026-01-01T00:10:00Z\", \"moisture\": 20}]";
    let answer = server.post("/ingest/SoilReading?unit.moisture=PERCENT", "application/json", body).await;
    assert_eq!(answer.json()["accepted"], 2, "{answer:?}");
    let sample = json!({ "at": "2026-01-01T00:10:00Z", "moisture": { "value": 20 }, "probe": { "name": "p" } });
    assert_eq!(next(&mut stream).await.unwrap()["soilReadingsLive"], sample);
}

#[tokio::test]
async fn a_follower_that_does_not_read_is_ended_with_a_reason() {
    let server = Server::garden();
    let mut slow = follow(&server, "subscription { changes { seq } }").await;
    let live = server.app.served().live.clone();
    for number in 0..80 {
        create(&server, &format!("b{number}")).await;
        // Each commit is a round of its own.
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
    until(|| live.groups() == 0).await;
    let mut last = None;
    while let Some(told) = next(&mut slow).await {
        last = Some(told);
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
