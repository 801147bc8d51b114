//! What is followed equals its query after every step of a random history.

mod garden;
mod histories;

use std::{collections::BTreeMap, sync::Arc};

use daybook_schema::value::Instant;
use serde_json::Value as Json;

use super::{LiveQuery, Trigger};
use crate::{
    error::RequestError,
    plan::{Context, Planner},
    selection,
    testing::Server,
};

fn plan(server: &Server, document: &str, now: Instant) -> Result<LiveQuery, RequestError> {
    let served = server.app.served();
    let document = async_graphql_parser::parse_query(document).unwrap();
    let (_, operation) = document.operations.iter().next().unwrap();
    let surface = Arc::clone(&served.surface);
    let retention = server.app.retention;
    let variables = selection::Variables::new();
    let context = Context { model: Arc::clone(&surface.model), variables, now, cursor_key: [0; 32] };
    let planner = Arc::new(Planner::new(surface, context, retention));
    let selection = selection::convert(&document, &operation.node.selection_set.node, &planner.context.variables);
    LiveQuery::plan(&planner, &selection)
}

/// Brings a query to the present state; answers what is told, and the whole as a new follower gets it.
async fn round(
    server: &Server,
    mut query: LiveQuery,
    trigger: Trigger,
    join: bool,
) -> (LiveQuery, Vec<Json>, Vec<Json>) {
    let served = server.app.served();
    let read = served.store.read(move |snapshot| {
        let sent = query.advance(snapshot, &trigger).unwrap();
        let first = if join { query.initial_answers(snapshot, None).unwrap() } else { Vec::new() };
        Ok((query, sent, first))
    });
    read.await.unwrap()
}

fn apply(known: &mut BTreeMap<String, Json>, sent: &[Json]) {
    for patch in sent.iter().flat_map(|sent| sent.as_object().unwrap().values()) {
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
struct Random(u64);

impl Random {
    fn new(number: u64) -> Self {
        Self(number.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }
}

#[tokio::test]
async fn what_changes_nothing_that_is_shown_is_not_told() {
    let server = Server::garden();
    let now = (server.app.clock)();
    let list = "subscription { probesLive { entered { id bed { name } } changed { id } left } }";
    server.data(r#"mutation { probeCreate(input: {name: "p", bed: {create: {name: "b"}}}) { entry { id } } }"#).await;
    let query = plan(&server, list, now).unwrap();
    let (query, _, first) = round(&server, query, Trigger { now, ..Trigger::default() }, true).await;
    let beds = server.data("{ beds { nodes { id } } }").await;
    let bed = beds["beds"]["nodes"][0]["id"].as_str().unwrap();
    server
        .data(&format!("mutation {{ bedUpdate(id: \"{bed}\", patch: {{sunny: true}}) {{ errors {{ code }} }} }}"))
        .await;
    let (query, sent, _) = round(&server, query, Trigger { now, ..Trigger::default() }, false).await;
    assert_eq!(sent, Vec::<Json>::new());
    server
        .data(&format!("mutation {{ bedUpdate(id: \"{bed}\", patch: {{name: \"c\"}}) {{ errors {{ code }} }} }}"))
        .await;
    let (_, sent, _) = round(&server, query, Trigger { now, ..Trigger::default() }, false).await;
    assert_eq!(sent[0]["probesLive"]["changed"][0]["id"], first[0]["probesLive"]["entered"][0]["id"]);
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
