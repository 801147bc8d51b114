//! Random histories, applied to two stores at once: both must answer the same at every step.

pub mod evolutions;
mod reads;
mod returns;
mod steps;
mod undo;
mod walks;
mod world;

use std::sync::Arc;

use uuid::Uuid;

use self::{reads::Everything, world::World};
pub use self::{
    returns::{DeletesAndRestores, absences, comes_back_in_any_order},
    steps::{Query, Step, Write, histories},
    undo::undo_takes_back_exactly,
    walks::walks_in_memory_as_by_levels,
};
use super::{Reference, TestStore, conformance::Make, invariants::broken_promises};
use crate::record::Seq;

/// Tells a history to a backend and to the reference, and compares every answer. After every write the tested store must
/// answer, as of this moment and as of an earlier one, what the reference said was there at that moment; at the end, as
/// of every moment.
pub fn answers_as_the_reference(make: Make<'_>, history: &[Step]) {
    let mut tested = World::new(TestStore::new(make()));
    let mut reference = World::new(TestStore::new(Arc::new(Reference::default())));
    let mut past = Past::default();
    for (position, step) in history.iter().enumerate() {
        match step {
            Step::Write(write) => {
                let (answer, right) = (tested.write(write), reference.write(write));
                assert_eq!(answer, right, "outcome of {write:?}");
                let taken = |world: &World| {
                    let ids: Vec<Uuid> = world.made.iter().map(|(_, id)| *id).collect();
                    world.test_store.read(|snapshot| snapshot.unlinked(&ids))
                };
                assert_eq!(taken(&tested), taken(&reference), "links that were taken away, after {write:?}");
                if matches!(write, Write::Purge { .. } | Write::Replace { purge: true, .. }) {
                    past.moments.clear();
                }
                if matches!(write, Write::Forget { .. }) {
                    past.forget(&reference);
                }
                past.remember(&reference);
                past.check(past.moments.len() - 1, &tested);
                past.check(position * 7 % past.moments.len(), &tested);
            }
            Step::Read(query) => {
                let (answer, right) = (tested.read(query), reference.read(query));
                assert_eq!(answer, right, "answer to {query:?}");
                let (answer, right) = (tested.read_all(query), reference.read_all(query));
                assert_eq!(answer, right, "entries of all types by {query:?}");
            }
        }
    }
    (0..past.moments.len()).for_each(|moment| past.check(moment, &tested));
    assert_eq!(tested.test_store.read(broken_promises), Vec::<String>::new());
}

/// Tells a history to a backend and checks that its promises hold after every write.
pub fn keeps_its_promises(make: Make<'_>, history: &[Step]) {
    let mut world = World::new(TestStore::new(make()));
    for step in history {
        if let Step::Write(write) = step {
            world.write(write);
            assert_eq!(world.test_store.read(broken_promises), Vec::<String>::new(), "after {write:?}");
        }
    }
}

/// What was there after each write, read when it was the present. A purge changes the past, which is then forgotten.
#[derive(Default)]
struct Past {
    moments: Vec<(Seq, Everything)>,
}

impl Past {
    fn remember(&mut self, world: &World) {
        let now = world.test_store.read(|snapshot| snapshot.latest());
        if self.moments.last().is_none_or(|(seq, _)| *seq < now) {
            self.moments.push((now, world.everything(None)));
        }
    }

    fn forget(&mut self, world: &World) {
        let gone = world.test_store.read(|snapshot| snapshot.compacted());
        self.moments.retain(|(seq, _)| *seq >= gone.seq);
    }

    fn check(&self, moment: usize, world: &World) {
        let (seq, then) = &self.moments[moment];
        assert_eq!(&world.everything(Some(*seq)), then, "as of {seq}");
    }
}
