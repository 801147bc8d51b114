//! Pages, and updates with history.

use std::sync::Arc;

use daybook_bench::{
    Result, clock,
    floors::Floor,
    workload::{self, Written},
};
use daybook_store::Verdict;
use serde_json::{Value as Json, json};

use crate::{
    event,
    here::Here,
    table::{Table, rounds},
};

const PAGE: &str = "query ($after: String) { events(first: 50, after: $after, orderBy: [{startedAt: ASC}]) { nodes { id kind \
                    startedAt amount count label } pageInfo { endCursor } } }";

/// A late page beside the first.
pub fn pages(here: &Here, table: &mut Table) -> Result<()> {
    let mut after = Json::Null;
    for _ in 1..1_000 {
        let page: Json = serde_json::from_slice(&here.execute(PAGE, json!({ "after": after }))?)?;
        after = page["data"]["events"]["pageInfo"]["endCursor"].clone();
    }
    let first = |(): &mut ()| clock::median_of(200, |_| here.execute(PAGE, json!({"after": null})).map(drop));
    let late = |(): &mut ()| clock::median_of(200, |_| here.execute(PAGE, json!({"after": after})).map(drop));
    table.compare("page 1,000 of 50, whole request", "page 1", &rounds(&mut (), first, late)?, "≤ 1.2");
    Ok(())
}

/// Bare updates after which the log of the floor is as long as it gets: two pages each of a thousand.
const WARM: usize = 520;

/// Updates beside two bare rows.
pub fn updates(here: &Here, written: &Written, floor: Floor, table: &mut Table) -> Result<()> {
    let store = here.app.served().store.clone();
    let mut state = (floor, 0_usize);
    // Both write-ahead logs reach their full size first, so that neither waits for the file system to lengthen a file.
    for _ in 0..WARM {
        state.1 += 1;
        state.0.update(state.1)?;
    }
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
