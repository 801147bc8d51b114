//! A followed list equals its query after every step of a random history.

use std::{collections::BTreeMap, sync::Arc};

use daybook_schema::value::Instant;
use daybook_store::record::SampleKey;
use serde_json::{Value as Json, json};

use super::{LiveQuery, Occasion};
use crate::{
    error::RequestError,
    graphql::{plan::Planner, selection},
    testing::Server,
};

/// Lists that are followed: through relations both ways, with windows, with nested lists, with series, with the trash,
/// with times.
const LISTS: &[&str] = &[
    "bedsLive(where: {sunny: {eq: true}}) { entered { id name depth { value } } changed { id name depth { value } } left }",
    "bedsLive(where: {probes: {some: {name: {startsWith: \"a\"}}}}) { entered { id } changed { id } left }",
    "bedsLive(where: {probes: {none: {}}}) { entered { id } changed { id } left }",
    "bedsLive(where: {probes: {every: {bed: {is: {sunny: {eq: true}}}}}}) { entered { id } changed { id } left }",
    "bedsLive(where: {probes: {count: {gte: 2}}}) { entered { id } changed { id } left }",
    "bedsLive(where: {probes: {some: {soilReadings: {some: {moisture: {gt: {value: 50, unit: PERCENT}}}}}}}) { entered { id } changed { id } left }",
    "bedsLive(where: {trashed: INCLUDE}) { entered { id trashedAt } changed { id trashedAt } left }",
    "bedsLive(orderBy: {name: DESC}, first: 2) { entered { id name } changed { id name } left }",
    "bedsLive(where: {updatedAt: {last: \"PT1S\"}}) { entered { id } changed { id } left }",
    "bedsLive { entered { id ...P } changed { id ...P } left } } fragment P on Bed { probes(first: 2, orderBy: {name: ASC}) \
     { totalCount nodes { id name } }",
    "probesLive(where: {bed: {is: {sunny: {eq: true}}}}) { entered { id title bed { title } } \
     changed { id title bed { title } } left }",
    "probesLive(where: {bed: {is: {probes: {some: {name: {eq: \"a1\"}}}}}}, orderBy: {bed: {name: ASC}}) \
     { entered { id } changed { id } left }",
];

/// Statistics that are followed: through relations, of a series, with times.
const STATISTICS: &[&str] = &[
    "bedsStatsLive(where: {probes: {some: {name: {startsWith: \"a\"}}}}) { count }",
    "soilReadingsStatsLive { count moisture { sum } }",
    "bedsStatsLive(where: {updatedAt: {last: \"PT1S\"}}) { count }",
    "bedsLive { entered { id probesStats { count } } changed { id probesStats { count } } left }",
];

/// A followed list with what a client knows of it.
struct Followed {
    document: String,
    query: LiveQuery,
    known: BTreeMap<String, Json>,
}

fn plan(server: &Server, document: &str, now: Instant) -> Result<LiveQuery, RequestError> {
    let served = server.app.served();
    let document = async_graphql_parser::parse_query(document).unwrap();
    let (_, operation) = document.operations.iter().next().unwrap();
    let surface = Arc::clone(&served.surface);
    let planner = Arc::new(Planner { surface, variables: selection::Variables::new(), now, cursor_key: [0; 32] });
    let selection = selection::convert(&document, &operation.node.selection_set.node, &planner.variables);
    LiveQuery::plan(&planner, &selection)
}

/// Brings a query to the present state; answers what is told, and the whole as a new follower gets it.
async fn round(
    server: &Server,
    mut query: LiveQuery,
    occasion: Occasion,
    join: bool,
) -> (LiveQuery, Vec<Json>, Vec<Json>) {
    let served = server.app.served();
    let read = served.store.read(move |snapshot| {
        let told = query.advance(snapshot, &occasion).unwrap();
        let first = if join { query.welcome(snapshot, None).unwrap() } else { Vec::new() };
        Ok((query, told, first))
    });
    read.await.unwrap()
}

fn apply(known: &mut BTreeMap<String, Json>, told: &[Json]) {
    for patch in told.iter().flat_map(|told| told.as_object().unwrap().values()) {
        if patch.is_array() {
            // Statistics are told as a whole.
            known.insert("statistics".to_owned(), patch.clone());
            continue;
        }
        let id = |entry: &Json| entry["id"].as_str().unwrap().to_owned();
        for entry in patch["entered"].as_array().unwrap() {
            assert!(known.insert(id(entry), entry.clone()).is_none(), "entered twice: {entry}");
        }
        for entry in patch["changed"].as_array().unwrap() {
            assert!(known.insert(id(entry), entry.clone()).is_some(), "changed without having entered: {entry}");
        }
        for left in patch["left"].as_array().unwrap() {
            assert!(known.remove(left.as_str().unwrap()).is_some(), "left without having entered: {left}");
        }
    }
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }
}

/// The ids of a type, those in the trash included.
async fn ids(server: &Server, list: &str) -> Vec<String> {
    let data = server.data(&format!("{{ {list}(where: {{trashed: INCLUDE}}) {{ nodes {{ id }} }} }}")).await;
    data[list]["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect()
}

/// Writes something; answers the samples that it stored.
async fn step(server: &Server, dice: &mut Dice, minute: usize) -> Vec<SampleKey> {
    let (beds, probes) = (ids(server, "beds").await, ids(server, "probes").await);
    let mut one = |of: &[String]| (!of.is_empty()).then(|| of[dice.roll(of.len())].clone());
    let (bed, probe) = (one(&beds), one(&probes));
    let letter = ["a", "b"][dice.roll(2)];
    let name = format!("{letter}{}", dice.roll(4));
    let change = dice.roll(14);
    let mutation = match (change, bed, probe) {
        (0..=1, ..) | (_, None, _) => {
            format!("bedCreate(input: {{name: \"{name}\", sunny: {}}}) {{ errors {{ code }} }}", change == 0)
        }
        (2..=3, Some(bed), _) => {
            format!("probeCreate(input: {{name: \"{name}\", bed: {{link: \"{bed}\"}}}}) {{ errors {{ code }} }}")
        }
        (4, Some(bed), _) => format!("bedUpdate(id: \"{bed}\", patch: {{sunny: true}}) {{ errors {{ code }} }}"),
        (5, Some(bed), _) => {
            format!("bedUpdate(id: \"{bed}\", patch: {{sunny: false, name: \"{name}\"}}) {{ errors {{ code }} }}")
        }
        (6, Some(bed), _) => format!("bedDelete(id: \"{bed}\") {{ errors {{ code }} }}"),
        (7, Some(bed), _) => format!("entryRestore(id: \"{bed}\") {{ errors {{ code }} }}"),
        (8, Some(bed), Some(probe)) => {
            format!("probeUpdate(id: \"{probe}\", patch: {{bed: {{link: \"{bed}\"}}}}) {{ errors {{ code }} }}")
        }
        (9, _, Some(probe)) => {
            format!("probeUpdate(id: \"{probe}\", patch: {{bed: {{unlink: true}}}}) {{ errors {{ code }} }}")
        }
        (10, _, Some(probe)) => format!("probeDelete(id: \"{probe}\") {{ errors {{ code }} }}"),
        (11, _, Some(probe)) => format!("entryPurge(id: \"{probe}\") {{ errors {{ code }} }}"),
        (_, _, Some(probe)) => {
            let moisture = dice.roll(100);
            format!(
                "soilReadingsAdd(inputs: [{{probe: {{link: \"{probe}\"}}, at: \"2026-01-01T00:{minute:02}:00Z\", \
                 moisture: {{value: {moisture}, unit: PERCENT}}}}]) {{ accepted }}"
            )
        }
        (_, Some(bed), None) => format!("entryPurge(id: \"{bed}\") {{ errors {{ code }} }}"),
    };
    let mut commits = server.app.served().store.commits();
    let answer = server.post_json("/graphql", &json!({ "query": format!("mutation {{ {mutation} }}") })).await.json();
    assert_eq!(answer.get("errors"), None, "{mutation}: {answer}");
    commits.try_recv().map(|commit| commit.samples.to_vec()).unwrap_or_default()
}

/// How many histories: a few every time, many when `DAYBOOK_HISTORIES` says so.
fn histories() -> u64 {
    std::env::var("DAYBOOK_HISTORIES").ok().and_then(|count| count.parse().ok()).unwrap_or(20)
}

#[tokio::test]
async fn a_followed_list_equals_its_query_after_every_step() {
    let mut told_in_all = 0;
    for history in 1..=histories() {
        let server = Server::garden();
        let mut dice = Dice(history.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut now = (server.app.clock)();
        let mut followed = Vec::new();
        for list in LISTS.iter().chain(STATISTICS) {
            let document = format!("subscription {{ {list} }}");
            let query = plan(&server, &document, now).unwrap();
            let (query, _, first) = round(&server, query, Occasion { now, ..Occasion::default() }, true).await;
            let mut known = BTreeMap::new();
            apply(&mut known, &first);
            followed.push(Followed { document, query, known });
        }
        for minute in 0..12 {
            let samples = step(&server, &mut dice, minute).await;
            now = (server.app.clock)().max(now) + [0, 0, 700, 1_500][dice.roll(4)];
            let mut next = Vec::new();
            for Followed { document, query, mut known } in followed {
                let occasion = Occasion { now, samples: samples.clone(), missed: false };
                let (query, told, _) = round(&server, query, occasion.clone(), false).await;
                apply(&mut known, &told);
                told_in_all += told.len();
                let fresh = plan(&server, &document, now).unwrap();
                let (_, _, first) = round(&server, fresh, Occasion { now, ..Occasion::default() }, true).await;
                let mut expected = BTreeMap::new();
                apply(&mut expected, &first);
                assert_eq!(known, expected, "history {history}, step {minute}: {document}");
                next.push(Followed { document, query, known });
            }
            followed = next;
        }
    }
    assert!(told_in_all > 500, "the histories hardly changed anything: {told_in_all}");
}

#[tokio::test]
async fn what_changes_nothing_that_is_shown_is_not_told() {
    let server = Server::garden();
    let now = (server.app.clock)();
    let list = "subscription { probesLive { entered { id bed { name } } changed { id } left } }";
    server.data(r#"mutation { probeCreate(input: {name: "p", bed: {create: {name: "b"}}}) { entry { id } } }"#).await;
    let query = plan(&server, list, now).unwrap();
    let (query, _, first) = round(&server, query, Occasion { now, ..Occasion::default() }, true).await;
    let bed = ids(&server, "beds").await.remove(0);
    server
        .data(&format!("mutation {{ bedUpdate(id: \"{bed}\", patch: {{sunny: true}}) {{ errors {{ code }} }} }}"))
        .await;
    let (query, told, _) = round(&server, query, Occasion { now, ..Occasion::default() }, false).await;
    assert_eq!(told, Vec::<Json>::new());
    server
        .data(&format!("mutation {{ bedUpdate(id: \"{bed}\", patch: {{name: \"c\"}}) {{ errors {{ code }} }} }}"))
        .await;
    let (_, told, _) = round(&server, query, Occasion { now, ..Occasion::default() }, false).await;
    assert_eq!(told[0]["probesLive"]["changed"][0]["id"], first[0]["probesLive"]["entered"][0]["id"]);
}

#[tokio::test]
async fn refuses_what_cannot_be_followed() {
    let server = Server::garden();
    for (document, message) in [
        ("subscription { __typename }", "a subscription selects exactly one field; open one for each"),
        (
            "subscription { bedsLive { seq } probesLive { seq } }",
            "a subscription selects exactly one field; open one for each",
        ),
        (
            "subscription { changes(since: \"x\") { seq } }",
            "`since` is `x`, which is no place in the change log; give a `seq` that was answered before",
        ),
        ("subscription { changes(types: [\"Bad\"]) { seq } }", "there is no entry type `Bad`; did you mean `Bed`?"),
        ("subscription { bedsLive(first: 501) { seq } }", "`first` is 501; it must be from 0 to 500"),
    ] {
        let error = plan(&server, document, 0).err().expect(document);
        assert_eq!(error.message, message, "{document}");
    }
}
