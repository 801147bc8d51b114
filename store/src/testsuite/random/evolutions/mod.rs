//! Random evolutions of definitions on filled tables.
//!
//! A history fills types, changes their definitions and writes on. Each change is planned first, as `typePlan` does,
//! then made while a reader is still reading. What the plan counted must be what is found to have happened; the reader
//! must not notice; both stores must be equal afterwards, in the past too.

mod defined;
mod documents;
mod promise;
mod state;
mod steps;

use std::sync::{Arc, Mutex};

use daybook_schema::{
    Model,
    definition::{self, Source},
    evolution::{self, Evolution},
};

pub use self::steps::{EvolutionStep, turns};
use self::{
    defined::DefinedTypes,
    promise::check_promise,
    state::{Everything, everything, everything_past},
    steps::DefinitionChange,
};
use super::{
    super::{conformance::Make, invariants::broken_promises},
    Reference, TestStore,
};
use crate::{
    ErrorKind,
    backend::{Snapshot, Step},
    check,
    id::IdSource,
    impact::{self, Impact},
};

/// What a removed type recorded is out of sight, and only that.
const HIDDEN: &str = "the change log has gaps";

/// Evolutions that a history came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Planned and made.
    pub made: u32,
    /// Refused, as the plan said.
    pub refused: u32,
}

/// Tells a history to a backend and to the reference. In the end the backend is closed, and what `make` then makes must
/// hold the same.
pub fn evolves_as_planned(make: Make<'_>, history: &[EvolutionStep]) -> Tally {
    let defined = DefinedTypes::default();
    let model = model("");
    let mut world = World {
        tested: TestStore::with_model(make(), Arc::clone(&model)),
        reference: TestStore::with_model(Arc::new(Reference::default()), model),
        defined,
        made: Vec::new(),
        told: Tally::default(),
    };
    for turn in history {
        match turn {
            EvolutionStep::Fill { record, number } => world.fill(*record, *number),
            EvolutionStep::Change { entry, number } => world.change(*entry, *number),
            EvolutionStep::Delete { entry } => world.delete(*entry),
            EvolutionStep::Amend(amendment) => world.amend(amendment),
        }
    }
    world.restart(make)
}

/// Builds the model of the fixed definitions and those that were stored.
fn model(stored: &str) -> Arc<Model> {
    let mut sources = DefinedTypes::fixed();
    sources.push(Source { file: definition::STORED.to_owned(), text: stored.to_owned(), built_in: false });
    Arc::new(definition::load(&sources).unwrap_or_else(|mistakes| panic!("{mistakes:?}")))
}

/// Two stores that get the same writes.
struct World {
    tested: TestStore,
    reference: TestStore,
    defined: DefinedTypes,
    /// Name of the type when it was made, and id.
    made: Vec<uuid::Uuid>,
    told: Tally,
}

impl World {
    fn fill(&mut self, record: u8, number: u8) {
        let model = Arc::clone(&self.tested.model);
        let record = usize::from(record) % model.types.len();
        let name = model.types[record].name.clone();
        let targets = state::living(&self.tested);
        let document = documents::document(&model, record, number, &targets);
        let outcome = self.tested.create(&name, &document);
        assert_eq!(outcome, self.reference.create(&name, &document), "creating {name} {document}");
        self.made.extend(outcome.results.iter().flat_map(|result| result.entries.iter().map(|(_, id)| *id)));
    }

    fn change(&mut self, entry: u8, number: u8) {
        let Some((record, id)) = self.entry(entry) else { return };
        let model = Arc::clone(&self.tested.model);
        let name = model.types[record].name.clone();
        let mut patch = documents::document(&model, record, number, &state::living(&self.tested));
        if let Some(members) = patch.as_object_mut() {
            members.retain(|_, value| !value.is_null());
        }
        let outcome = self.tested.update(&name, id, &patch);
        assert_eq!(outcome, self.reference.update(&name, id, &patch), "changing {name} {id} by {patch}");
    }

    fn delete(&mut self, entry: u8) {
        let Some((record, id)) = self.entry(entry) else { return };
        let name = self.tested.model.types[record].name.clone();
        assert_eq!(self.tested.delete(&name, id), self.reference.delete(&name, id), "deleting {name} {id}");
    }

    /// An entry that was made, as long as its type is there.
    fn entry(&self, number: u8) -> Option<(usize, uuid::Uuid)> {
        let id = *self.made.get(usize::from(number) % self.made.len().max(1))?;
        let found = self.tested.read(|snapshot| snapshot.types_of(&[id]));
        found[0].map(|record| (record.0, id))
    }

    /// Closes the store and opens what it left behind, with the definitions that are stored in it.
    fn restart(self, make: Make<'_>) -> Tally {
        let before = self.tested.read(everything);
        let past = self.tested.read(everything_past);
        let stored = self.tested.backend.definitions().expect("they can be read").unwrap_or_default();
        drop(self.tested);
        let again = TestStore::with_model(make(), model(&stored));
        assert_eq!(again.read(everything), before, "after a restart");
        assert_eq!(again.read(everything_past), past, "the past after a restart");
        self.told
    }

    /// Plans a change as `typePlan` does, then makes it, unless the plan says that it cannot be made.
    fn amend(&mut self, amendment: &DefinitionChange) {
        let from = Arc::clone(&self.tested.model);
        let mut defined = self.defined.clone();
        let Some(given) = defined.amend(amendment) else { return };
        let fixed = DefinedTypes::fixed();
        let Ok(to) = definition::amend(&fixed, &from, &given.sdl, &given.remove) else {
            self.told.refused += 1;
            return;
        };
        let to = Arc::new(to);
        let definitions = definition::export(&to);
        assert_eq!(model(&definitions).fingerprint, to.fingerprint, "a restart reads the same model");
        let evolution = evolution::between(&from, &to);
        if !evolution.mistakes.is_empty() || from.fingerprint == to.fingerprint {
            self.told.refused += 1;
            return;
        }
        let plan = measured(&self.tested, &evolution, &to);
        assert_eq!(plan, measured(&self.reference, &evolution, &to), "what the plan of {} counts", given.sdl);
        let (now, ids) = (self.tested.now, fresh_ids());
        let step = Step { from: &from, to: &to, evolution: &evolution, definitions: &definitions, now, ids: &ids };
        let before = self.tested.read(everything);
        if is_forbidden(&evolution, &plan) {
            self.refuse(&step, &plan, &before);
            return;
        }
        if !self.make(&step, &before) {
            // Only keys are looked at by nothing but the data itself.
            self.told.refused += 1;
            return;
        }
        self.told.made += 1;
        self.defined = defined;
        let after = self.tested.read(everything);
        assert_eq!(after, self.reference.read(everything), "after {} {:?}", given.sdl, given.remove);
        assert_eq!(
            self.tested.read(everything_past),
            self.reference.read(everything_past),
            "the past of {}",
            given.sdl
        );
        for (change, counted) in evolution.changes.iter().zip(&plan) {
            check_promise(&step, change, *counted, &before, &after);
        }
        promise::check_rest(&step, &before, &after);
        let broken = self.tested.read(broken_promises).into_iter().filter(|broken| !broken.starts_with(HIDDEN));
        assert_eq!(broken.collect::<Vec<_>>(), Vec::<String>::new(), "after {}", given.sdl);
        assert_eq!(self.tested.read(check::links), Vec::<String>::new(), "after {}", given.sdl);
        assert_eq!(self.tested.backend.definitions().expect("they can be read"), Some(definitions));
    }

    /// A change that the plan forbids is refused by the stores too, and nothing has changed.
    fn refuse(&mut self, step: &Step<'_>, plan: &[Impact], before: &Everything) {
        self.told.refused += 1;
        let forbidden = step.evolution.changes.iter().zip(plan).filter(|(change, _)| change.forbidden.is_some());
        if !forbidden.clone().any(|(_, counted)| counted.affected > 0) {
            // A new field that needs a value is refused by the plan alone while there is no entry.
            return;
        }
        for test_store in [&self.tested, &self.reference] {
            match test_store.backend.evolve(&Step { ids: &fresh_ids(), ..*step }) {
                Err(error) => assert_eq!(error.kind, ErrorKind::Unusable, "{}", error.context),
                Ok(()) => panic!("{:?} was made, but was forbidden", forbidden.collect::<Vec<_>>()),
            }
            assert_eq!(&test_store.read(everything), before);
        }
    }

    /// Makes a change while somebody is reading; answers whether the data allowed it.
    fn make(&mut self, step: &Step<'_>, before: &Everything) -> bool {
        let mut made = None;
        let mut reader = self.tested.backend.reader().expect("a reader opens");
        let read = reader.read(step.from, &mut |snapshot: &mut dyn Snapshot| {
            assert_eq!(&everything(snapshot)?, before);
            made = Some(self.tested.backend.evolve(step));
            assert_eq!(&everything(snapshot)?, before, "whoever is reading notices nothing");
            Ok(())
        });
        read.expect("the read succeeds");
        let reference = self.reference.backend.evolve(&Step { ids: &fresh_ids(), ..*step });
        match (made.expect("the work ran"), reference) {
            (Ok(()), Ok(())) => {}
            (Err(error), Err(right)) => {
                assert_eq!((error.kind, right.kind), (ErrorKind::Unusable, ErrorKind::Unusable), "{error} {right}");
                assert_eq!(&self.tested.read(everything), before, "a change that fails changes nothing");
                return false;
            }
            (made, right) => panic!("{made:?}, but {right:?} is right"),
        }
        self.tested.model = Arc::clone(step.to);
        self.reference.model = Arc::clone(step.to);
        true
    }
}

/// Ids that are the same each time, so that two stores that evolve alike are equal.
fn fresh_ids() -> Mutex<IdSource> {
    Mutex::new(IdSource::new(|| 0x0fed_cba9_8765_4321))
}

/// What a plan counts for each change.
fn measured(test_store: &TestStore, evolution: &Evolution, to: &Model) -> Vec<Impact> {
    evolution
        .changes
        .iter()
        .map(|change| test_store.read(|snapshot| impact::of_change(snapshot, to, change, test_store.now)))
        .collect()
}

/// Whether a plan has mistakes, given what it counts.
fn is_forbidden(evolution: &Evolution, plan: &[Impact]) -> bool {
    evolution
        .changes
        .iter()
        .zip(plan)
        .any(|(change, counted)| change.refusal(counted.affected, counted.emptied).is_some())
}
