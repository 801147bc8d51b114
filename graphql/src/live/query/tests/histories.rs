//! Random histories. A failure names its number; `DAYBOOK_HISTORY` runs that one alone, and `DAYBOOK_HISTORIES` says how
//! many there are.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use daybook_schema::value::Instant;
use daybook_store::{
    backend::{Backend, ChangeQuery},
    sqlite::{Sqlite, SqliteOptions},
    testsuite::Reference,
};
use serde_json::{Value as Json, json};

use super::{LiveQuery, Random, Trigger, apply, garden, plan, round};
use crate::{execute::Stream, testing::Server};

/// Histories of one run.
const HISTORIES: u64 = 300;

/// Tests that share them, side by side.
const SHARES: u64 = 4;

/// Writes of one history.
const STEPS: usize = 14;

/// Documents that one history follows.
const FOLLOWED: usize = 4;

/// Each so many histories one is over SQLite.
const LASTING: u64 = 6;

/// Histories that have failed once.
const KEPT: &[u64] = &[];

/// A followed list with what a client knows of it.
struct FollowedList {
    document: String,
    query: LiveQuery,
    known: BTreeMap<String, Json>,
}

impl FollowedList {
    async fn start(server: &Server, document: String, now: Instant) -> Self {
        let (query, known) = fresh(server, &document, now).await;
        Self { document, query, known }
    }
}

/// A query as one who follows it anew is told.
async fn fresh(server: &Server, document: &str, now: Instant) -> (LiveQuery, BTreeMap<String, Json>) {
    let query = plan(server, document, now).unwrap_or_else(|error| panic!("{document}: {}", error.message));
    let (query, _, first) = round(server, query, Trigger { now, ..Trigger::default() }, true).await;
    let mut known = BTreeMap::new();
    apply(&mut known, &first);
    (query, known)
}

/// Follows the change log over connections that break.
struct Log {
    stream: Stream,
    sent: Vec<i64>,
}

const LOG: &str = "subscription ($since: ID) { changes(types: [\"Bed\", \"Probe\"], since: $since) { seq } }";

impl Log {
    async fn follow(server: &Server, since: i64) -> Stream {
        let variables = json!({ "since": since.to_string() });
        server.follow(LOG, variables).await.unwrap_or_else(|errors| panic!("{errors}"))
    }

    async fn start(server: &Server) -> Self {
        Self { stream: Self::follow(server, 0).await, sent: Vec::new() }
    }

    /// Breaks the connection, wherever it is, and resumes behind what was told.
    async fn reconnect(&mut self, server: &Server) {
        self.stream = Self::follow(server, self.sent.last().copied().unwrap_or(0)).await;
    }

    async fn hear(&mut self) {
        let received = received(&mut self.stream).await;
        self.sent.push(received["changes"]["seq"].as_str().unwrap().parse().unwrap());
    }

    /// Hears all that there is, and nothing else: a last write is told right behind it.
    async fn finish(mut self, server: &Server) {
        server.data("mutation { bedCreate(input: {name: \"the last\"}) { errors { code } } }").await;
        let expected = changes(server).await;
        while self.sent.last() != expected.last() {
            self.hear().await;
        }
        assert_eq!(self.sent, expected, "the change log, over reconnects");
    }
}

/// What the log must tell.
async fn changes(server: &Server) -> Vec<i64> {
    let served = server.app.served();
    let types = ["Bed", "Probe"].map(|name| served.store.model().find(name).unwrap()).to_vec();
    let query = ChangeQuery { types: Some(types), ..ChangeQuery::default() };
    let read = served.store.read(move |snapshot| snapshot.changes(&query));
    read.await.unwrap().iter().map(|change| change.seq).collect()
}

/// A list that is followed through the whole of the machinery.
struct StreamedList {
    document: &'static str,
    stream: Stream,
    known: BTreeMap<String, Json>,
}

/// Each history drives one of them: relations, fields of one type in two places, titles through links, versions.
const DRIVEN: &[&str] = &[
    "subscription { bedsLive(where: {probes: {some: {name: {startsWith: \"a\"}}}}) \
     { entered { id name } changed { id name } left } }",
    "subscription { bedsLive(where: {probes: {some: {bed: {is: {soil: {startsWith: \"a\"}}}}}}) \
     { entered { id width } changed { id width } left } }",
    "subscription { checksLive { entered { id title } changed { id title } left } }",
    "subscription { probesLive { entered { id bed { version } } changed { id bed { version } } left } }",
];

impl StreamedList {
    async fn start(server: &Server, number: u64) -> Self {
        let document = DRIVEN[number as usize / 4 % DRIVEN.len()];
        let mut stream = server.follow(document, json!({})).await.unwrap_or_else(|errors| panic!("{errors}"));
        let mut known = BTreeMap::new();
        apply(&mut known, &[received(&mut stream).await]);
        Self { document, stream, known }
    }

    /// Is told what it does not know yet.
    async fn check(&mut self, server: &Server) {
        let (_, expected) = fresh(server, self.document, (server.app.clock)()).await;
        while self.known != expected {
            apply(&mut self.known, &[received(&mut self.stream).await]);
        }
    }
}

/// The next answer, which must come soon.
async fn received(stream: &mut Stream) -> Json {
    let received = tokio::time::timeout(Duration::from_secs(20), crate::testing::received(stream)).await;
    received.expect("what changed is told soon").expect("the subscription goes on")
}

fn server(lasting: bool) -> Server {
    let folder = tempfile::tempdir().unwrap();
    let backend: Arc<dyn Backend> = if lasting {
        Arc::new(Sqlite::open(&folder.path().join("data"), &SqliteOptions::default()).unwrap())
    } else {
        Arc::new(Reference::default())
    };
    Server::over(backend, garden::TYPES, folder)
}

/// Tells one history; answers how many patches came of it.
async fn tell(number: u64) -> usize {
    let mut random = Random::new(number);
    let lasting = number.is_multiple_of(LASTING);
    let mut server = server(lasting);
    let mut now = (server.app.clock)();
    let documents = garden::documents();
    let mut followed = Vec::new();
    for _ in 0..FOLLOWED {
        followed.push(FollowedList::start(&server, documents[random.below(documents.len())].clone(), now).await);
    }
    let (mut log, mut driven) = (Log::start(&server).await, StreamedList::start(&server, number).await);
    let mut patches = 0;
    for position in 0..STEPS {
        let events = garden::step(&server, &mut random, now).await;
        now += [0, 0, 700, 60_000, 3_000_000, 40_000_000][random.below(6)];
        for FollowedList { document, query, known } in std::mem::take(&mut followed) {
            let (samples, altered) = (events.stored.clone(), !events.altered.is_empty());
            let trigger = Trigger { now, samples, altered, missed: random.below(20) == 0 };
            let (query, sent, _) = round(&server, query, trigger, false).await;
            let mut known = known;
            apply(&mut known, &sent);
            patches += sent.len();
            let (_, expected) = fresh(&server, &document, now).await;
            assert_eq!(known, expected, "step {position}: {document}");
            followed.push(FollowedList { document, query, known });
        }
        driven.check(&server).await;
        match random.below(6) {
            0 | 1 => log.reconnect(&server).await,
            2 if lasting => {
                drop((driven, log.stream));
                server = server.restarted().await;
                log = Log { stream: Log::follow(&server, log.sent.last().copied().unwrap_or(0)).await, sent: log.sent };
                driven = StreamedList::start(&server, number).await;
                for following in &mut followed {
                    *following = FollowedList::start(&server, following.document.clone(), now).await;
                }
            }
            _ => {
                let there = changes(&server).await.len();
                for _ in 0..random.below(8).min(there - log.sent.len()) {
                    log.hear().await;
                }
            }
        }
    }
    log.finish(&server).await;
    patches
}

fn number_in(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().and_then(|number| number.parse().ok())
}

/// Tells a history on a thread of its own, so that whatever fails in it is told with its number.
fn tell_alone(number: u64) -> usize {
    let run = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(tell(number))
    };
    std::thread::spawn(run)
        .join()
        .unwrap_or_else(|_| panic!("history {number} failed; DAYBOOK_HISTORY={number} repeats it"))
}

fn share(share: u64) {
    if let Some(number) = number_in("DAYBOOK_HISTORY") {
        tell_alone(number);
        return;
    }
    let histories = number_in("DAYBOOK_HISTORIES").unwrap_or(HISTORIES);
    let fresh = (1..=histories).filter(|number| number % SHARES == share);
    let kept = KEPT.iter().copied().filter(|_| share == 0);
    let sent: Vec<usize> = kept.chain(fresh).map(tell_alone).collect();
    let (histories, patches) = (sent.len(), sent.iter().sum::<usize>());
    assert!(patches > histories * 3, "{histories} histories hardly changed anything: {patches} patches");
}

#[test]
fn what_is_followed_equals_its_query_after_every_step_of_random_histories() {
    share(0);
}

#[test]
fn what_is_followed_equals_its_query_after_every_step_of_more_histories() {
    share(1);
}

#[test]
fn what_is_followed_equals_its_query_after_every_step_of_yet_more_histories() {
    share(2);
}

#[test]
fn what_is_followed_equals_its_query_after_every_step_of_the_last_histories() {
    share(3);
}
