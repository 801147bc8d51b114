//! The release binary over HTTP, and store and graph in process, each beside its floor in the same run; a table.
//!
//! `bench` runs everything; `bench requests series` only what is named.

mod graph;
mod here;
mod lists;
mod process;
mod requests;
mod series;
mod table;

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use daybook::{compose, config::Config};
use daybook_bench::{
    Result, clock,
    floors::Floor,
    workload::{self, Written},
};
use daybook_store::sqlite::{Sqlite, SqliteOptions};
use serde_json::json;
use uuid::Uuid;

use self::{
    here::Here,
    requests::{W2, W3},
    table::Table,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What can be run.
const PARTS: [&str; 5] = ["graph", "lists", "requests", "series", "ingest"];

fn main() -> Result<()> {
    let named: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = named.iter().find(|name| !PARTS.contains(&name.as_str())) {
        return Err(format!("there is no part `{unknown}`; there are {}", PARTS.join(", ")).into());
    }
    let runs = |part: &str| named.is_empty() || named.iter().any(|name| name == part);
    let folder = tempfile::Builder::new().prefix("daybook-bench-").tempdir()?;
    let config = config(folder.path());
    eprintln!("writing the workload …");
    let (taken, written) = clock::time(|| {
        let backend = Sqlite::open(&config.data, &SqliteOptions::default())?;
        workload::write(&(Arc::new(backend) as _), &compose::model(&config)?)
    })?;
    eprintln!("… took {:.0} s", taken.as_secs_f64());
    let served = copied(&config.data, &folder.path().join("served"))?;
    let mut table = Table::default();
    println!("load of the machine at the start: {:.1}", clock::load()?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let here = Here { app: Arc::new(compose::app(&config)?), runtime };
    if runs("graph") {
        graph::three_hops(&here, &written, &mut table)?;
    }
    if runs("lists") {
        lists::pages(&here, &mut table)?;
        lists::updates(&here, &written, Floor::new(&empty(&folder, "updates")?)?, &mut table)?;
    }
    if runs("requests") {
        requests::profile("W2", W2, &|number| json!({"id": event(&written, number)}), &here, &mut table)?;
        requests::profile("W3", W3, &|_| json!({}), &here, &mut table)?;
    }
    if runs("series") {
        let small = Config { data: copied(&served, &folder.path().join("small"))?, ..config.clone() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let small = Here { app: Arc::new(compose::app(&small)?), runtime };
        series::statistics(&here, &small, &written, &empty(&folder, "series")?, &mut table)?;
    }
    here.runtime.block_on(here.app.served().store.close());
    let (server, address) = process::server(&served)?;
    if runs("requests") {
        let floor = Floor::new(&empty(&folder, "requests")?)?;
        requests::over_http(&server, address, &written, &floor, &mut table)?;
    }
    if runs("ingest") {
        series::ingest(address, &written, &empty(&folder, "ingest")?, &mut table)?;
    }
    println!("load of the machine at the end: {:.1}", clock::load()?);
    table.print();
    Ok(())
}

/// Where the store of a run lies, and which types it knows.
fn config(folder: &Path) -> Config {
    let types = Path::new(env!("CARGO_MANIFEST_DIR")).join("types");
    Config { data: folder.join("here"), types: vec![types], built_in: false, ..Config::default() }
}

fn copied(from: &Path, to: &Path) -> Result<PathBuf> {
    let status = Command::new("cp").arg("-r").arg(from).arg(to).status()?;
    if status.success() { Ok(to.to_owned()) } else { Err("the store could not be copied".into()) }
}

fn empty(folder: &tempfile::TempDir, name: &str) -> Result<PathBuf> {
    let path = folder.path().join(name);
    std::fs::create_dir(&path)?;
    Ok(path)
}

/// Some event; all of them in turn.
fn event(written: &Written, number: usize) -> Uuid {
    written.events[number.wrapping_mul(7_919) % written.events.len()]
}
