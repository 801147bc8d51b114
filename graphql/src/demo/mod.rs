//! The demo in the store: a household that comes and goes without a trace.
//!
//! Each of its entries carries the id that the household knows it by, as a key in another system called [`SOURCE`]. So
//! it is recognised, completed when loading it broke off, and found again when it is cleared.

mod clear;
mod dependents;
mod load;
#[cfg(test)]
mod tests;

use std::{collections::HashMap, sync::Arc};

use daybook_domains::demo::Settings;
use daybook_schema::{
    InputError, Model, TypeIndex,
    input::{Context, Dialect},
    value::Instant,
};
use daybook_store::{
    backend::Snapshot,
    query::{Filter, List, Select, Trash, Window},
    record::Origin,
    write::By,
};
use jiff::tz::TimeZone;
use uuid::Uuid;

pub use self::{
    clear::{Clearing, clear},
    load::load,
};
use crate::app::App;

/// The name under which the demo's entries have keys.
pub const SOURCE: &str = "demo";

/// The name under which one of them keeps what the household follows from.
const SETTINGS: &str = "demo.settings";

/// The seed of the demo's random numbers.
const SEED: u64 = 20_261_130;

/// What came of loading or clearing it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Done {
    /// Entries that were created or removed.
    pub entries: usize,
    /// Samples that were stored or removed.
    pub samples: usize,
    /// Why nothing more was done.
    pub errors: Vec<InputError>,
}

impl Done {
    fn refused(error: InputError) -> Self {
        Self { errors: vec![error], ..Self::default() }
    }
}

/// Who writes.
fn by(app: &App, origin: Origin, reason: &str) -> By {
    By { actor: None, origin, reason: Some(reason.to_owned()), now: (app.clock)() }
}

fn context(model: &Arc<Model>, now: Instant) -> Context<'_> {
    Context { model, now, viewer: None, dialect: Dialect::GraphQl }
}

/// The living entries of the demo by their keys.
fn living(snapshot: &mut dyn Snapshot) -> daybook_store::error::Result<HashMap<String, Uuid>> {
    Ok(snapshot.external_keys_of(SOURCE)?.into_iter().collect())
}

/// Entries of the demo in the trash.
fn trashed(snapshot: &mut dyn Snapshot) -> daybook_store::error::Result<Vec<(TypeIndex, Uuid)>> {
    let model = Arc::clone(snapshot.model());
    let mut found = Vec::new();
    for record in model.indexes().filter(|record| !model.record(*record).is_series()) {
        let list = List {
            record,
            parents: None,
            filter: Filter::Trash(Trash::Only),
            order: Vec::new(),
            window: Window { limit: usize::MAX / 2, ..Window::default() },
            select: Select { external_keys: true, ..Select::default() },
            as_of: None,
        };
        let rows = snapshot.list(&list)?.pop().unwrap_or_default().rows;
        let of_demo = rows.iter().filter(|row| row.external_keys.iter().any(|key| key.source == SOURCE));
        found.extend(of_demo.map(|row| (record, row.id)));
    }
    Ok(found)
}

/// What the household that is stored follows from; `None` when there is none.
fn settings(snapshot: &mut dyn Snapshot) -> daybook_store::error::Result<Option<Settings>> {
    let kept = snapshot.external_keys_of(SETTINGS)?.pop().map(|(kept, _)| kept);
    Ok(kept.and_then(|kept| {
        let mut parts = kept.splitn(3, ' ');
        let (seed, now) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Settings { seed, now, zone: TimeZone::get(parts.next()?).ok()? })
    }))
}

fn written(settings: &Settings) -> String {
    format!("{} {} {}", settings.seed, settings.now, settings.zone.iana_name().unwrap_or("UTC"))
}
