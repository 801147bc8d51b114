//! W2 and W3: a record, and fifty with their subjects.

use std::{net::SocketAddr, time::Duration};

use daybook_bench::{Result, clock, floors::Floor, http, process::Process, workload::Written};
use daybook_graphql::limits;
use serde_json::{Value as Json, json};

use crate::{
    event,
    here::Here,
    process::floor_server,
    table::{Table, rounds},
};

/// Connections that the load keeps busy.
const CONNECTIONS: usize = 16;
/// How long one part of a round lasts.
const SPAN: Duration = Duration::from_secs(1);

/// A record by its id.
pub const W2: &str = "query ($id: ID!) { event(id: $id) { id kind startedAt endedAt amount count well label } }";
/// The fifty newest of a kind, each with its subject.
pub const W3: &str = "{ events(first: 50, where: {kind: {eq: FEED}}, orderBy: [{startedAt: DESC}]) { nodes { id kind startedAt \
                      endedAt amount count well label subject { id name bornOn grams } } } }";

/// Where the time of a request goes, in process.
pub fn profile(
    name: &str,
    query: &str,
    variables: &dyn Fn(usize) -> Json,
    here: &Here,
    table: &mut Table,
) -> Result<()> {
    let store = here.app.served().store.clone();
    let known = clock::median_of(2_000, |number| here.execute(query, variables(number)).map(drop))?;
    // A comment makes it another document.
    let new = |number: usize| here.execute(&format!("{query} # {number}"), variables(number)).map(drop);
    let new = clock::median_of(1_000, new)?;
    let parse = clock::median_of(2_000, |_| {
        limits::parse(query, &here.app.limits).map(drop).map_err(|error| error.message.into())
    })?;
    let hop = clock::median_of(2_000, |_| Ok(here.runtime.block_on(store.read(|_| Ok(())))?))?;
    table.figure(&format!("{name} in process, whole"), known);
    table.figure(&format!("{name}: of it to a reader thread and back"), hop);
    table.figure(&format!("{name}: with a document that was not asked before"), new);
    table.figure(&format!("{name}: of that parsing"), parse);
    Ok(())
}

/// CPU of a request over HTTP.
pub fn over_http(
    server: &Process,
    address: SocketAddr,
    written: &Written,
    floor: &Floor,
    table: &mut Table,
) -> Result<()> {
    let point = |number: usize| json!({"query": W2, "variables": {"id": event(written, number)}}).to_string();
    let points: Vec<Vec<u8>> = (0..1_000).map(|number| http::request(address, &point(number))).collect();
    let list = vec![http::request(address, &json!({ "query": W3 }).to_string())];
    let join = clock::median_of(2_000, |_| floor.list().map(drop))?;
    table.figure("F5: list of 50 with one join, bare", join);
    for (name, requests, database) in [("W2", &points, 0.0), ("W3", &list, join)] {
        let body = http::ask(address, &requests[0])?;
        let answer: Json = serde_json::from_slice(&body)?;
        if answer.get("errors").is_some() {
            return Err(format!("{name} was answered with {answer}").into());
        }
        let (bare, bare_address) = floor_server(body.len())?;
        let cpu = |process: &Process, address: SocketAddr| {
            let requests: Vec<Vec<u8>> = requests.clone();
            let before = clock::cpu_of(process.0.id())?;
            let answered = http::load(address, CONNECTIONS, SPAN, &requests)?;
            Ok((clock::cpu_of(process.0.id())? - before) / answered as f64)
        };
        let floor = |(): &mut ()| cpu(&bare, bare_address);
        let own = |(): &mut ()| cpu(server, address);
        let mut steady = rounds(&mut (), floor, own)?;
        let what = format!("{name}: CPU a request over HTTP, {} bytes", body.len());
        table.compare(&what, "F1", &steady, "reported");
        if database > 0.0 {
            steady.iter_mut().for_each(|round| round.floor += database);
            table.compare(&what, "F1 + F5", &steady, "reported");
        }
    }
    Ok(())
}
