//! Takes the demo away, for good.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use daybook_schema::{ErrorCode, InputError, Model, Problems, TypeIndex};
use daybook_store::{
    Verdict,
    backend::{Snapshot, Transaction},
    error::Result,
    query::{Filter, List, Select, Subject, Test, Window},
    record::{Origin, SampleEvents},
    write::{self, Action, Mode, Op, Request},
};
use uuid::Uuid;

use super::{
    Done, by,
    dependents::{self, Dependents},
    living, settings, trashed,
};
use crate::app::App;

/// Entries that go in one change set.
const ENTRIES: usize = 250;

/// How the demo is cleared.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clearing {
    /// With what of one's own cannot be without it.
    pub force: bool,
    /// Only counts what would go.
    pub dry_run: bool,
}

/// Removes all that the demo brought, from the trash, history and rollups too. Entries of one's own that depend on it stop
/// that, unless they are to go along.
pub async fn clear(app: &Arc<App>, clearing: Clearing, origin: Origin) -> Result<Done> {
    let _turn = app.demo.lock().await;
    let store = app.served().store.clone();
    let found = store.read(|snapshot| {
        let mut demo: Vec<Uuid> = living(snapshot)?.into_values().collect();
        demo.extend(trashed(snapshot)?.into_iter().map(|(_, id)| id));
        demo.sort_unstable();
        let settings = settings(snapshot)?;
        let samples = measured(snapshot, &demo)?;
        Ok((dependents::find(snapshot, &demo, settings.as_ref())?, samples, demo.len()))
    });
    let (dependents, samples, entries) = found.await?;
    if !clearing.force && (!dependents.own.is_empty() || dependents.samples > 0) {
        return Ok(Done::refused(held(store.model(), &dependents, entries)));
    }
    if clearing.dry_run {
        return Ok(Done { entries: dependents.going.len(), samples, errors: Vec::new() });
    }
    let by = by(app, origin, "clear the demo");
    let mut done = Done { samples, ..Done::default() };
    for chunk in dependents.going.chunks(ENTRIES) {
        let purge =
            |id: &Uuid| Op { action: Action::Purge { id: *id }, problems: Problems::default(), path: Vec::new() };
        let ops: Vec<Op> = chunk.iter().map(purge).collect();
        let request = Request { ops, mode: Mode::Atomic, idempotency: None, by: by.clone() };
        let ids = Arc::clone(&app.ids);
        let work = move |transaction: &mut dyn Transaction| {
            let outcome = write::execute(transaction, &ids, &request)?;
            let mut problems = Problems::default();
            outcome.results.into_iter().for_each(|result| problems.append(result.problems));
            let altered = transaction.model().find("Reading").into_iter().collect();
            let events = SampleEvents { altered, ..outcome.samples };
            Ok(if problems.errors.is_empty() {
                Verdict::CommitSamples(problems.errors, events)
            } else {
                Verdict::Rollback(problems.errors)
            })
        };
        let errors = store.write(work).await?;
        if !errors.is_empty() {
            return Ok(Done { samples: 0, errors, ..done });
        }
        done.entries += chunk.len();
    }
    Ok(done)
}

/// Samples of what is going.
fn measured(snapshot: &mut dyn Snapshot, demo: &[Uuid]) -> Result<usize> {
    let model = Arc::clone(snapshot.model());
    let series = model.find("Reading").filter(|record| model.record(*record).is_series());
    let Some((record, sensor)) = series.and_then(|record| Some((record, model.record(record).find("sensor")?))) else {
        return Ok(0);
    };
    let ids = demo.iter().map(|id| daybook_schema::Value::Id(*id)).collect();
    let list = List {
        record,
        parents: None,
        filter: Filter::Test(Subject::Field(vec![sensor]), Test::In(ids)),
        order: Vec::new(),
        window: Window::default(),
        select: Select::default(),
        as_of: None,
    };
    Ok(snapshot.count(&list)?.pop().unwrap_or_default() as usize)
}

/// What stands in the way, counted by type; the demo itself has `demo` entries.
fn held(model: &Model, dependents: &Dependents, demo: usize) -> InputError {
    let mut counts: BTreeMap<TypeIndex, usize> = BTreeMap::new();
    dependents.own.iter().for_each(|(record, _)| *counts.entry(*record).or_default() += 1);
    let mut parts: Vec<String> = counts
        .iter()
        .map(|(record, count)| {
            let declared = model.record(*record);
            format!("{count} {}", if *count == 1 { &declared.name } else { &declared.plural })
        })
        .collect();
    if dependents.samples > 0 {
        parts.push(format!("{} readings", dependents.samples));
    }
    let (count, text) = (dependents.own.len() as u64 + dependents.samples, parts.join(", "));
    let (verb, them) = if count == 1 { ("hangs", "it") } else { ("hang", "them") };
    let message = format!(
        "{text} of your own {verb} on the demo: delete or unlink {them} first, or let {them} go along (`force`); what can be \
         without the demo then stays, unlinked"
    );
    let error = InputError::new(ErrorCode::Restricted, vec!["force".to_owned()], message);
    let going: HashSet<&Uuid> = dependents.going.iter().collect();
    let unlinked = dependents.own.iter().filter(|(_, id)| !going.contains(id)).count();
    error
        .with("count", count)
        .with("entries", dependents.own.len())
        .with("samples", dependents.samples)
        .with("along", dependents.going.len() - demo)
        .with("unlinked", unlinked)
}
