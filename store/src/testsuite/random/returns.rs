//! What is deleted and restored stands as it stood, in whatever order that happens.

use std::collections::BTreeMap;

use proptest::{collection::vec, prelude::*};
use uuid::Uuid;

use super::{Step, world::World};
use crate::{
    backend::LinkQuery,
    query::{Entries, Filter, Trash, Window},
    record::Link,
    testsuite::{TestStore, conformance::Make, invariants::broken_promises},
};

/// What is deleted, one request each, and in which order everything is restored.
#[derive(Clone, Debug)]
pub struct DeletesAndRestores {
    deletes: Vec<Vec<u8>>,
    order: Vec<u16>,
}

/// Random absences.
pub fn absences() -> impl Strategy<Value = DeletesAndRestores> {
    (vec(vec(any::<u8>(), 1..4), 1..6), vec(any::<u16>(), 1..16))
        .prop_map(|(deletes, order)| DeletesAndRestores { deletes, order })
}

/// Tells a history to a backend, then deletes and restores: what lived is there again, with every link as it was.
pub fn comes_back_in_any_order(make: Make<'_>, history: &[Step], absence: &DeletesAndRestores) {
    let mut world = World::new(TestStore::new(make()));
    for step in history {
        if let Step::Write(write) = step {
            world.write(write);
        }
    }
    let before = standing(&world);
    for together in &absence.deletes {
        world.delete_together(together);
    }
    let mut away: Vec<Uuid> = before.0.keys().filter(|id| !standing(&world).0[*id]).copied().collect();
    let place = |id: &Uuid| absence.order[id.as_u128() as usize % absence.order.len()];
    away.sort_by_key(place);
    // Some have to wait for what they need.
    for _ in 0..=away.len() {
        for id in &away {
            if before.0[id] && !standing(&world).0[id] {
                world.test_store.restore(*id, None);
                assert_eq!(world.test_store.read(broken_promises), Vec::<String>::new(), "after {id} was restored");
            }
        }
    }
    assert_eq!(standing(&world), before);
}

/// Whether each entry lives, and all links without the number of the change that made their version.
fn standing(world: &World) -> (BTreeMap<Uuid, bool>, Vec<Link>) {
    world.test_store.read(|snapshot| {
        let window = Window { limit: usize::MAX >> 1, ..Window::default() };
        let filter = Filter::Trash(Trash::Include);
        let all = Entries { types: None, filter, order: Vec::new(), window, as_of: None };
        let mut living = BTreeMap::new();
        for row in snapshot.entries(&all)?.0 {
            let record = snapshot.get(row.record, row.id)?;
            living.insert(row.id, record.is_some_and(|record| record.trashed_at.is_none()));
        }
        let links = snapshot.links(&LinkQuery::default())?;
        Ok((living, links.into_iter().map(|link| Link { seq: 0, ..link }).collect()))
    })
}
