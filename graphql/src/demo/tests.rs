//! The demo comes, is completed, and goes without a trace.

use daybook_domains::demo::{DAYS, RECORDS};
use daybook_store::record::Origin;
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

use super::{Clearing, clear, load};
use crate::testing::Server;

const COUNTS: &str = "{ children { totalCount } feedings { totalCount } sleeps { totalCount } diaperChanges { totalCount }
    growths { totalCount } preparedBottles { totalCount } intakes { totalCount } notes { totalCount } tags { totalCount }
    people { totalCount } patients { totalCount } observations { totalCount } savedViews { totalCount }
    readings { totalCount } sensors { totalCount } foods { totalCount } }";

async fn counts(server: &Server) -> Json {
    server.data(COUNTS).await
}

fn count(counts: &Json, list: &str) -> u64 {
    counts[list]["totalCount"].as_u64().unwrap()
}

#[tokio::test]
async fn a_household_comes_is_left_as_it_is_and_goes_without_a_trace() {
    let server = Server::built_in();
    let own = r#"mutation { childCreate(input: {name: "Mine", feedings: {create: [{method: BOTTLE}]}}) { entry { id } errors { code } } }"#;
    server.data(own).await;
    let before = counts(&server).await;
    let done = load(&server.app, TimeZone::UTC, Origin::Ui).await.unwrap();
    assert_eq!(done.errors, Vec::new());
    let after = counts(&server).await;
    for (list, least) in [
        ("children", 3),
        ("feedings", 500),
        ("sleeps", 400),
        ("diaperChanges", 500),
        ("growths", 10),
        ("preparedBottles", 100),
        ("intakes", 100),
        ("notes", 12),
        ("patients", 3),
        ("observations", 30),
        ("savedViews", 3),
        ("sensors", 2),
        ("foods", 10),
    ] {
        assert!(count(&after, list) >= least, "{list}: {}", count(&after, list));
    }
    assert_eq!((count(&after, "readings"), count(&after, "children")), (done.samples as u64, 3));
    assert!(done.samples > 300_000 && done.entries > 2_000, "{done:?}");
    let again = load(&server.app, TimeZone::UTC, Origin::Ui).await.unwrap();
    assert_eq!((again.entries, again.samples, again.errors), (0, 0, Vec::new()));
    assert_eq!(counts(&server).await, after);

    // What somebody threw away goes, too, and what is missing comes again.
    let note = server.data("{ notes(first: 1) { nodes { id } } }").await["notes"]["nodes"][0]["id"].clone();
    server.data(&format!("mutation {{ noteDelete(id: {note}) {{ errors {{ code }} }} }}")).await;
    let again = load(&server.app, TimeZone::UTC, Origin::Ui).await.unwrap();
    assert_eq!((again.entries, again.samples), (1, 0));

    let would = clear(&server.app, Clearing { dry_run: true, ..Clearing::default() }, Origin::Ui).await.unwrap();
    assert_eq!((would.entries, would.samples, would.errors), (done.entries + 1, done.samples, Vec::new()));
    assert_eq!(counts(&server).await, after, "a dry run removes nothing");

    let gone = clear(&server.app, Clearing::default(), Origin::Ui).await.unwrap();
    assert_eq!((gone.errors, gone.samples), (Vec::new(), done.samples));
    assert_eq!(gone.entries, done.entries + 1);
    assert_eq!(counts(&server).await, before);
    let left = server.data("{ entries(where: {trashed: INCLUDE}) { nodes { title } } }").await;
    assert_eq!(left["entries"]["nodes"].as_array().unwrap().len(), 2);
    let nothing = clear(&server.app, Clearing::default(), Origin::Ui).await.unwrap();
    assert_eq!((nothing.entries, nothing.samples, nothing.errors), (0, 0, Vec::new()));
    let served = server.app.served();
    let findings = served.store.read(|snapshot| {
        let mut findings = daybook_store::check::links(snapshot)?;
        findings.extend(snapshot.check_rollups()?);
        Ok(findings)
    });
    assert_eq!(findings.await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn what_depends_on_the_demo_stops_it_unless_it_may_go_along() {
    let server = Server::built_in();
    let mutation = "mutation { demoLoad(tz: \"Europe/Berlin\") { created samples errors { message } } }";
    let loaded = server.data(mutation).await["demoLoad"].clone();
    assert_eq!(loaded["errors"], json!([]));
    let child = server.data(r#"{ children(where: {name: {eq: "Lina"}}) { nodes { id } } }"#).await["children"]["nodes"]
        [0]["id"]
        .clone();
    let food = server.data("{ foods(first: 1) { nodes { id } } }").await["foods"]["nodes"][0]["id"].clone();
    let write = format!(
        "mutation {{ feedingCreate(input: {{child: {{link: {child}}}, method: BOTTLE}}) {{ errors {{ code }} }}
           intakeCreate(input: {{kind: FOOD, name: \"mine\", food: {{link: {food}}}}}) {{ errors {{ code }} }} }}"
    );
    server.data(&write).await;
    let clear =
        "mutation { demoClear { created samples errors { code path message ... on InvalidInput { params } } } }";
    let refused = server.data(clear).await["demoClear"].clone();
    let error = &refused["errors"][0];
    assert_eq!(
        (&error["code"], &error["path"], &error["params"]["count"]),
        (&json!("RESTRICTED"), &json!(["force"]), &json!(2))
    );
    assert!(
        error["message"].as_str().unwrap().starts_with("1 Feeding, 1 Intake of your own hang on the demo"),
        "{error}"
    );
    assert_eq!((&refused["created"], &refused["samples"]), (&json!(0), &json!(0)));
    assert_eq!((&error["params"]["along"], &error["params"]["unlinked"]), (&json!(1), &json!(1)), "{error}");
    let would = "mutation { demoClear(force: true, dryRun: true) { created samples errors { message } } }";
    let would = server.data(would).await["demoClear"].clone();
    assert_eq!(would["errors"], json!([]));
    assert_eq!(would["created"].as_u64(), loaded["created"].as_u64().map(|created| created + 1));
    let forced =
        server.data("mutation { demoClear(force: true) { created samples errors { message } } }").await["demoClear"]
            .clone();
    assert_eq!(forced["errors"], json!([]));
    assert_eq!(forced["samples"], loaded["samples"]);
    let left = server
        .data("{ entries { nodes { title } } feedings { totalCount } intakes { nodes { name food { id } } } }")
        .await;
    assert_eq!(left["entries"]["nodes"].as_array().unwrap().len(), 1);
    assert_eq!(left["intakes"]["nodes"], json!([{ "name": "mine", "food": null }]));
}

#[tokio::test]
async fn there_is_no_demo_of_types_of_ones_own() {
    let server = Server::garden();
    let done = load(&server.app, TimeZone::UTC, Origin::Ui).await.unwrap();
    assert!(done.errors[0].message.contains("--no-built-in"), "{:?}", done.errors);
    let surface = &server.app.served().surface;
    assert!(surface.field("Mutation", "demoLoad").is_none() && !surface.types.contains_key("DemoPayload"));
    let built_in = Server::built_in();
    assert!(built_in.app.served().surface.field("Mutation", "demoLoad").is_some());
    assert!(DAYS > 100 && RECORDS.len() > 10);
}
