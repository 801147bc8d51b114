//! Undo takes back exactly what a write did, and undoing that brings it about again.

use std::collections::BTreeMap;

use daybook_schema::{Value, input::ExternalKey, value::Instant};
use uuid::Uuid;

use super::{Step, Write, world::World};
use crate::{
    backend::LinkQuery,
    query::{Entries, Filter, Trash, Window},
    record::{LinkKind, LinkProps},
    testsuite::{TestStore, conformance::Make},
    write::Outcome,
};

/// What people see of a store: no versions, no times of writing.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    /// Living or in the trash, values and keys of each entry.
    entries: BTreeMap<Uuid, (bool, Vec<Value>, Vec<ExternalKey>)>,
    /// Links of each entry.
    links: BTreeMap<Uuid, Vec<SeenLink>>,
}

type SeenLink = (LinkKind, Uuid, Option<Instant>, Option<Instant>, LinkProps);

/// Tells a history to a backend. After every write the write is undone, and then its undo: everything must stand as it
/// stood before, and then as it stood after.
pub fn undo_takes_back_exactly(make: Make<'_>, history: &[Step]) {
    let mut world = World::new(TestStore::new(make()));
    for step in history {
        let Step::Write(write) = step else { continue };
        let before = seen(&world);
        let outcome = world.write(write);
        if outcome.change_set.is_none()
            || outcome.replayed
            || matches!(write, Write::Purge { .. } | Write::Replace { purge: true, .. })
        {
            continue;
        }
        let after = seen(&world);
        let undone = undo(&mut world, &outcome, write);
        assert_eq!(of_old(seen(&world), &before), before, "after the undo of {write:?}");
        undo(&mut world, &undone, write);
        assert_eq!(seen(&world), after, "after the undo of the undo of {write:?}");
    }
}

fn undo(world: &mut World, outcome: &Outcome, write: &Write) -> Outcome {
    let undone = world.test_store.undo(outcome);
    assert!(!undone.has_errors(), "the undo of {write:?} is refused: {:?}", undone.results[0].problems.errors);
    undone
}

/// What an undo makes go is in the trash, and else as it was.
fn of_old(mut now: Seen, before: &Seen) -> Seen {
    for (id, (living, ..)) in &now.entries {
        assert!(before.entries.contains_key(id) || !living, "{id} was made, and lives after the undo");
    }
    now.entries.retain(|id, _| before.entries.contains_key(id));
    now.links.retain(|id, _| before.entries.contains_key(id));
    now
}

fn seen(world: &World) -> Seen {
    world.test_store.read(|snapshot| {
        let window = Window { limit: usize::MAX >> 1, ..Window::default() };
        let all =
            Entries { types: None, filter: Filter::Trash(Trash::Include), order: Vec::new(), window, as_of: None };
        let mut seen = Seen { entries: BTreeMap::new(), links: BTreeMap::new() };
        for row in snapshot.entries(&all)?.0 {
            if let Some(record) = snapshot.get(row.record, row.id)? {
                seen.entries.insert(row.id, (record.trashed_at.is_none(), record.values, record.external_keys));
            }
        }
        for link in snapshot.links(&LinkQuery::default())? {
            let of = seen.links.entry(link.source).or_default();
            of.push((link.kind, link.target, link.from, link.to, link.props));
        }
        for links in seen.links.values_mut() {
            links.sort_by_key(|(kind, target, ..)| (format!("{kind:?}"), *target));
        }
        Ok(seen)
    })
}
