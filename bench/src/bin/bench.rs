//! The release binary over HTTP, and store and graph in process, each beside its floor in the same run; a table.

use std::{
    net::SocketAddr,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

use daybook::{app::App, compose, config::Config, graphql};
use daybook_bench::{
    Result, clock,
    floors::Floor,
    http,
    process::{Process, beside},
    walk::{self, Compressed},
    workload::{self, Written},
};
use daybook_store::{
    Verdict,
    graph::{self, Along},
    record::Origin,
    sqlite::{Sqlite, SqliteOptions},
};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Rounds of floor, ours, ours, floor.
const ROUNDS: usize = 5;
/// A round whose two floors differ by more is dropped.
const STEADY: f64 = 1.25;
/// Connections that the load keeps busy.
const CONNECTIONS: usize = 16;
/// How long one part of a round lasts.
const SPAN: Duration = Duration::from_secs(1);

const W2: &str = "query ($id: ID!) { event(id: $id) { id kind startedAt endedAt amount count well label } }";
const W3: &str = "{ events(first: 50, where: {kind: {eq: FEED}}, orderBy: [{startedAt: DESC}]) { nodes { id kind startedAt \
                  endedAt amount count well label subject { id name bornOn grams } } } }";
const PAGE: &str = "query ($after: String) { events(first: 50, after: $after, orderBy: [{startedAt: ASC}]) { nodes { id kind \
                    startedAt amount count label } pageInfo { endCursor } } }";
const AROUND: &str = "query ($id: ID!) { neighborhood(id: $id, depth: 3, limit: 200) { entries { id } } }";

fn main() -> Result<()> {
    let folder = tempfile::Builder::new().prefix("daybook-bench-").tempdir()?;
    let config = config(folder.path(), "here");
    eprintln!("writing the workload …");
    let (taken, written) = clock::time(|| {
        let backend = Sqlite::open(&config.data, &SqliteOptions::default())?;
        workload::write(&(Arc::new(backend) as _), &compose::model(&config)?)
    })?;
    eprintln!("… took {:.0} s", taken.as_secs_f64());
    let served = folder.path().join("served");
    let copied = Command::new("cp").arg("-r").arg(&config.data).arg(&served).status()?;
    if !copied.success() {
        return Err("the store could not be copied".into());
    }
    let mut table = Table::default();
    println!("load of the machine at the start: {:.1}", clock::load()?);
    let floor = Floor::new(folder.path())?;
    in_process(&config, &written, floor, &mut table)?;
    let floor_folder = tempfile::tempdir()?;
    over_http(&served, &written, &Floor::new(floor_folder.path())?, &mut table)?;
    println!("load of the machine at the end: {:.1}", clock::load()?);
    table.print();
    Ok(())
}

/// Where the store of a run lies, and which types it knows.
fn config(folder: &Path, data: &str) -> Config {
    let types = Path::new(env!("CARGO_MANIFEST_DIR")).join("types");
    Config { data: folder.join(data), types: vec![types], built_in: false, ..Config::default() }
}

/// Figures of every round.
#[derive(Default)]
struct Table(Vec<[String; 5]>);

impl Table {
    /// A figure beside its floor: medians over the steady rounds.
    fn compare(&mut self, what: &str, floor: &str, rounds: &[Round], bar: &str) {
        let ratios: Vec<f64> = rounds.iter().map(Round::ratio).collect();
        let middle = |of: fn(&Round) -> f64| clock::median(&rounds.iter().map(of).collect::<Vec<_>>());
        let (least, most) =
            ratios.iter().fold((f64::MAX, 0.0_f64), |(least, most), one| (least.min(*one), most.max(*one)));
        let ratio = match rounds.len() {
            0 => "no steady round".to_owned(),
            count => format!("{:.2} ({least:.2} to {most:.2}, {count} rounds)", clock::median(&ratios)),
        };
        let floor = format!("{floor}: {:.1} µs", middle(|round| round.floor));
        self.0.push([what.to_owned(), format!("{:.1} µs", middle(|round| round.ours)), floor, ratio, bar.to_owned()]);
    }

    fn figure(&mut self, what: &str, microseconds: f64) {
        self.0.push([what.to_owned(), format!("{microseconds:.1} µs"), String::new(), String::new(), String::new()]);
    }

    fn print(&self) {
        println!("\n| what | ours | floor | ratio | bar |\n| --- | --- | --- | --- | --- |");
        self.0.iter().for_each(|row| println!("| {} |", row.join(" | ")));
    }
}

/// One round: ours, and the mean of the floors around it, in microseconds.
struct Round {
    ours: f64,
    floor: f64,
}

impl Round {
    fn ratio(&self) -> f64 {
        self.ours / self.floor
    }
}

/// Floor, ours, ours, floor; the rounds whose floors agree.
fn rounds<S>(
    state: &mut S,
    floor: impl Fn(&mut S) -> Result<f64>,
    ours: impl Fn(&mut S) -> Result<f64>,
) -> Result<Vec<Round>> {
    let mut steady = Vec::new();
    for _ in 0..ROUNDS {
        let before = floor(state)?;
        let own = f64::midpoint(ours(state)?, ours(state)?);
        let after = floor(state)?;
        if before.max(after) <= STEADY * before.min(after) {
            steady.push(Round { ours: own, floor: f64::midpoint(before, after) });
        }
    }
    Ok(steady)
}

/// A server in this process.
struct Here {
    app: Arc<App>,
    runtime: tokio::runtime::Runtime,
}

impl Here {
    fn execute(&self, query: &str, variables: Json) -> Result<Json> {
        let variables = if let Json::Object(members) = variables { members } else { Map::new() };
        let request = graphql::Request {
            query: query.to_owned(),
            operation_name: None,
            variables,
            read_only: false,
            streams: false,
            origin: Origin::Api,
            request_id: String::new(),
        };
        let response = self.runtime.block_on(graphql::execute(&self.app, request));
        let body = response.body.into_value();
        if body.get("errors").is_some() {
            return Err(format!("{query} was answered with {body}").into());
        }
        Ok(body)
    }
}

fn in_process(config: &Config, written: &Written, floor: Floor, table: &mut Table) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let here = Here { app: Arc::new(compose::app(config)?), runtime };
    three_hops(&here, written, table)?;
    pages(&here, table)?;
    updates(&here, written, floor, table)?;
    profile("W2", W2, &|number| json!({"id": event(written, number)}), &here, table)?;
    profile("W3", W3, &|_| json!({}), &here, table)?;
    here.runtime.block_on(here.app.served().store.close());
    Ok(())
}

fn three_hops(here: &Here, written: &Written, table: &mut Table) -> Result<()> {
    let store = here.app.served().store.clone();
    let mut reader = store.backend().reader()?;
    let adjacency = Compressed::new(written.places.len(), &written.roads);
    let connection = walk::table(&written.roads)?;
    let numbers: std::collections::HashMap<Uuid, u32> = written.places.iter().copied().zip(0..).collect();
    let start = |number: usize| number.wrapping_mul(7_919) % written.places.len();
    let mut ours = |number: usize, levels: bool| -> Result<Vec<(daybook_schema::TypeIndex, Uuid)>> {
        let mut found = None;
        let way = if levels { graph::reach_by_levels } else { graph::reach };
        reader.read(store.model(), &mut |snapshot| {
            found = way(snapshot, written.places[start(number)], 3, usize::MAX, &Along::default())?;
            Ok(())
        })?;
        Ok(found.ok_or("a place is missing")?.entries)
    };
    // All ways must find the same before any is timed.
    let (loading, ()) = clock::time(|| ours(0, false).map(drop))?;
    let mut reached = Vec::new();
    for number in 0..5 {
        let mut right = adjacency.reach(start(number) as u32, 3);
        let mut told: Vec<u32> = ours(number, false)?.iter().map(|(_, id)| numbers[id]).collect();
        let mut levels: Vec<u32> = ours(number, true)?.iter().map(|(_, id)| numbers[id]).collect();
        let mut recursive = walk::recursive(&connection, start(number) as u32)?;
        [&mut right, &mut told, &mut levels, &mut recursive].into_iter().for_each(|found| found.sort_unstable());
        if told != right || levels != right || recursive != right {
            return Err("three hops do not reach the same places in all ways".into());
        }
        reached.push(right.len() as f64);
    }
    println!(
        "three hops reach {} places of {} along {} roads",
        clock::median(&reached),
        written.places.len(),
        written.roads.len()
    );
    let in_memory = |(): &mut ()| {
        clock::median_of(400, |number| {
            std::hint::black_box(adjacency.reach(start(number) as u32, 3));
            Ok(())
        })
    };
    let ours = std::cell::RefCell::new(ours);
    let own = |(): &mut ()| clock::median_of(400, |number| ours.borrow_mut()(number, false).map(drop));
    let what = "W7: 3 hops, ids alone, in process";
    table.compare(what, "adjacency in memory", &rounds(&mut (), in_memory, own)?, "≤ 10");
    let recursive =
        |(): &mut ()| clock::median_of(5, |number| walk::recursive(&connection, start(number) as u32).map(drop));
    table.compare(what, "recursive statement", &rounds(&mut (), recursive, own)?, "≤ 0.033");
    table.figure("W7 read level by level", clock::median_of(5, |number| ours.borrow_mut()(number, true).map(drop))?);
    table.figure("W7: first use, which loads the links", loading.as_secs_f64() * 1e6);
    let whole = |number: usize| here.execute(AROUND, json!({"id": written.places[start(number)]})).map(drop);
    table.figure("W7: whole request, 200 entries", clock::median_of(100, whole)?);
    Ok(())
}

fn pages(here: &Here, table: &mut Table) -> Result<()> {
    let mut after = Json::Null;
    for _ in 1..1_000 {
        let page = here.execute(PAGE, json!({ "after": after }))?;
        after = page["data"]["events"]["pageInfo"]["endCursor"].clone();
    }
    let first = |(): &mut ()| clock::median_of(200, |_| here.execute(PAGE, json!({"after": null})).map(drop));
    let late = |(): &mut ()| clock::median_of(200, |_| here.execute(PAGE, json!({"after": after})).map(drop));
    table.compare("page 1,000 of 50, whole request", "page 1", &rounds(&mut (), first, late)?, "≤ 1.2");
    Ok(())
}

fn updates(here: &Here, written: &Written, floor: Floor, table: &mut Table) -> Result<()> {
    let store = here.app.served().store.clone();
    let mut state = (floor, 0_usize);
    let bare = |(floor, count): &mut (Floor, usize)| {
        clock::median_of(60, |_| {
            *count += 1;
            floor.update(*count)
        })
    };
    let own = |(_, count): &mut (Floor, usize)| {
        clock::median_of(60, |_| {
            *count += 1;
            let now = (here.app.clock)();
            let request = workload::relabel(store.model(), event(written, *count), &format!("label {count}"), now)?;
            let ids = Arc::clone(&here.app.ids);
            let write = store.write(move |transaction| {
                daybook_store::write::execute(transaction, &ids, &request).map(Verdict::Commit)
            });
            let outcome = here.runtime.block_on(write)?;
            if outcome.has_errors() || outcome.change_set.is_none() {
                return Err("an update changed nothing".into());
            }
            Ok(())
        })
    };
    table.compare(
        "update with history, synced",
        "two rows in a bare transaction",
        &rounds(&mut state, bare, own)?,
        "≤ 2",
    );
    Ok(())
}

/// Where the time of a request goes, in process.
fn profile(name: &str, query: &str, variables: &dyn Fn(usize) -> Json, here: &Here, table: &mut Table) -> Result<()> {
    let store = here.app.served().store.clone();
    let whole = clock::median_of(2_000, |number| here.execute(query, variables(number)).map(drop))?;
    let parse = clock::median_of(2_000, |_| {
        graphql::limits::parse(query, &here.app.limits).map(drop).map_err(|error| error.message.into())
    })?;
    let hop = clock::median_of(2_000, |_| Ok(here.runtime.block_on(store.read(|_| Ok(())))?))?;
    // The same document, validated and priced, whose one root field is skipped: nothing is planned, read or shaped.
    let root = query.find(") {").filter(|_| name == "W3").or_else(|| query.rfind(") {"));
    let root = root.ok_or("the query has arguments")? + 1;
    let skipped = format!("{} @skip(if: true){}", &query[..root], &query[root..]);
    let skipped = clock::median_of(2_000, |number| here.execute(&skipped, variables(number)).map(drop))?;
    let body = here.execute(query, variables(1))?;
    let bytes = clock::median_of(2_000, |_| {
        drop(std::hint::black_box(serde_json::to_vec(&body)?));
        Ok(())
    })?;
    table.figure(&format!("{name} in process, whole"), whole);
    table.figure(&format!("{name}: parse"), parse);
    table.figure(&format!("{name}: validate, price, coerce"), (skipped - parse - hop).max(0.0));
    table.figure(&format!("{name}: to a reader thread and back"), hop);
    table.figure(&format!("{name}: plan, read, shape"), (whole - skipped).max(0.0));
    table.figure(&format!("{name}: answer to bytes"), bytes);
    Ok(())
}

fn over_http(served: &Path, written: &Written, floor: &Floor, table: &mut Table) -> Result<()> {
    let address = http::free_address()?;
    let types = Path::new(env!("CARGO_MANIFEST_DIR")).join("types");
    let mut command = Command::new(beside("daybook")?);
    command.args(["serve", "--no-built-in", "--listen", &address.to_string(), "--data"]).arg(served);
    command.arg("--types").arg(types).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let server = Process(command.spawn()?);
    for _ in 0..500 {
        if std::net::TcpStream::connect(address).is_ok() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
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
        let own = |(): &mut ()| cpu(&server, address);
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

/// The floor's server, and where it listens.
fn floor_server(bytes: usize) -> Result<(Process, SocketAddr)> {
    use std::io::BufRead as _;
    let mut command = Command::new(beside("floor")?);
    command.args(["http", "--bytes", &bytes.to_string()]).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut process = Process(command.spawn()?);
    let output = process.0.stdout.take().ok_or("the floor has no output")?;
    let mut line = String::new();
    std::io::BufReader::new(output).read_line(&mut line)?;
    let told: Json = serde_json::from_str(&line)?;
    Ok((process, told["listening"].as_str().ok_or("the floor says where it listens")?.parse()?))
}

fn event(written: &Written, number: usize) -> Uuid {
    written.events[number.wrapping_mul(7_919) % written.events.len()]
}
