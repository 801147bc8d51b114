//! What of one's own depends on the demo, and in what order all of it can go.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use daybook_domains::demo::{self, Settings};
use daybook_schema::{Model, TypeIndex, Value, model::OnDelete};
use daybook_store::{
    backend::{LinkQuery, Snapshot},
    error::Result,
    query::{Filter, List, Select, Subject, Test, Window},
    record::{Link, LinkKind},
};
use uuid::Uuid;

/// Entries whose links are read at once.
const AT_ONCE: usize = 500;

/// The demo's entries, and what depends on them.
#[derive(Debug, Default)]
pub(super) struct Dependents {
    /// Entries of one's own that link to the demo, by type.
    pub own: Vec<(TypeIndex, Uuid)>,
    /// Readings of one's own of the demo's sensors.
    pub samples: u64,
    /// Everything that goes: the demo, and what cannot be without it, each behind all that links to it.
    pub going: Vec<Uuid>,
}

/// Looks for what depends on these entries of the demo.
pub(super) fn find(snapshot: &mut dyn Snapshot, demo: &[Uuid], settings: Option<&Settings>) -> Result<Dependents> {
    let model = Arc::clone(snapshot.model());
    let of_demo: HashSet<Uuid> = demo.iter().copied().collect();
    let mut sources: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    let (mut own, mut all) = (Vec::new(), of_demo.clone());
    let mut level: Vec<Uuid> = demo.to_vec();
    while !level.is_empty() {
        let mut next = Vec::new();
        for link in links_to(snapshot, &level)? {
            sources.entry(link.target).or_default().push(link.source);
            if of_demo.contains(&link.target) && !of_demo.contains(&link.source) {
                own.push(link.source);
            }
            if is_deleted_with(&model, &link) && all.insert(link.source) {
                next.push(link.source);
            }
        }
        level = next;
    }
    own.sort_unstable();
    own.dedup();
    let types = snapshot.types_of(&own)?;
    let own = own.into_iter().zip(types).filter_map(|(id, record)| record.map(|record| (record, id))).collect();
    let samples = match settings {
        Some(settings) => own_samples(snapshot, demo, settings)?,
        None => 0,
    };
    Ok(Dependents { own, samples, going: ordered(&all, &sources) })
}

fn links_to(snapshot: &mut dyn Snapshot, ids: &[Uuid]) -> Result<Vec<Link>> {
    let mut links = Vec::new();
    for chunk in ids.chunks(AT_ONCE) {
        links.extend(snapshot.links(&LinkQuery { targets: Some(chunk.to_vec()), ..LinkQuery::default() })?);
    }
    Ok(links)
}

/// Whether what a link leaves cannot be without what it leads to.
fn is_deleted_with(model: &Model, link: &Link) -> bool {
    let LinkKind::Declared(owner, field) = &link.kind else { return false };
    let declared = model.record(*owner).field(*field).link();
    declared.is_some_and(|link| matches!(link.on_delete, OnDelete::Cascade | OnDelete::Restrict))
}

/// Readings of the demo's sensors that the demo did not say.
fn own_samples(snapshot: &mut dyn Snapshot, demo: &[Uuid], settings: &Settings) -> Result<u64> {
    let model = Arc::clone(snapshot.model());
    let Some(record) = model.find("Reading").filter(|record| model.record(*record).is_series()) else { return Ok(0) };
    let Some(sensor) = model.record(record).find("sensor") else { return Ok(0) };
    let ids = demo.iter().map(|id| Value::Id(*id)).collect();
    let list = List {
        record,
        parents: None,
        filter: Filter::Test(Subject::Field(vec![sensor]), Test::In(ids)),
        order: Vec::new(),
        window: Window::default(),
        select: Select::default(),
        as_of: None,
    };
    let stored = snapshot.count(&list)?.pop().unwrap_or_default();
    if stored == 0 {
        return Ok(0);
    }
    let said: usize = demo::household(settings).lines.iter().map(|line| line.readings.len()).sum();
    Ok(stored.saturating_sub(said as u64))
}

/// Each entry behind those that link to it, so that none is held by another one.
fn ordered(all: &HashSet<Uuid>, sources: &HashMap<Uuid, Vec<Uuid>>) -> Vec<Uuid> {
    let mut left: Vec<Uuid> = all.iter().copied().collect();
    left.sort_unstable();
    let (mut order, mut seen) = (Vec::with_capacity(left.len()), HashSet::new());
    for id in left {
        let mut stack = vec![(id, false)];
        while let Some((id, entered)) = stack.pop() {
            if entered {
                order.push(id);
            } else if seen.insert(id) {
                stack.push((id, true));
                let before = sources.get(&id).into_iter().flatten().filter(|source| all.contains(source));
                stack.extend(before.map(|source| (*source, false)));
            }
        }
    }
    order
}
