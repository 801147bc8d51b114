//! Neighbourhoods (W7).

use daybook_bench::{
    Result, clock,
    walk::{self, Compressed},
    workload::Written,
};
use daybook_store::{graph, query::TraversalOptions};
use serde_json::json;
use uuid::Uuid;

use crate::{
    here::Here,
    table::{Table, rounds},
};

const AROUND: &str = "query ($id: ID!) { neighborhood(id: $id, depth: 3, limit: 200) { entries { id } } }";

/// Three hops, ids alone and as a whole request.
pub fn three_hops(here: &Here, written: &Written, table: &mut Table) -> Result<()> {
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
            found = way(snapshot, written.places[start(number)], 3, usize::MAX, &TraversalOptions::default())?;
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
