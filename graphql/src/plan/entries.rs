//! Entries whose types only the data decides: `entry(id)`, ends of links, entries of changes, mistakes and payloads.
//!
//! Each possible type has a plan of its own. Selections that are the same in several places are planned once: what is
//! selected below links of links would else be planned once for each path of types that may lead there.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use daybook_schema::TypeIndex;

use super::{Planner, Reading, View};
use crate::{
    error::{Code, RequestError},
    selection::Set,
    surface::Shape,
};

type Result<T> = std::result::Result<T, RequestError>;

/// Plans of possible types that one request takes at most.
const MOST: usize = 20_000;

/// Those of a plan that is kept: some hundred bytes each, and there may be hundreds of such plans.
const MOST_KEPT: usize = 2_000;

/// How entries are read and answered, by their type.
#[derive(Debug)]
pub struct EntriesPlan {
    /// By the position of the type. A mistake in what is selected of one type concerns those requests only that meet an
    /// entry of it.
    variants: Vec<Option<Result<EntryPlan>>>,
}

/// How entries of one type are read and answered.
#[derive(Debug)]
pub struct EntryPlan {
    /// What to read.
    pub reading: Reading,
    /// What to answer.
    pub view: View,
}

/// The plans that a planner has made, by the type that is selected on and where the selection lies.
#[derive(Default)]
pub(super) struct PlannedEntries(Mutex<Known>);

#[derive(Default)]
struct Known {
    by_selection: HashMap<(String, Vec<usize>), Shared>,
    /// Of all selections.
    variants: usize,
}

struct Shared {
    plan: Arc<EntriesPlan>,
    /// Kept, so that no other selection comes to lie where these do.
    _sets: Vec<Arc<Set>>,
}

impl EntriesPlan {
    /// The plan of entries of a type.
    pub fn of(&self, record: TypeIndex) -> Result<&EntryPlan> {
        match self.variants.get(record.0) {
            Some(Some(planned)) => planned.as_ref().map_err(Clone::clone),
            _ => Err(RequestError::new(Code::Internal, "an entry of a type that is not possible here")),
        }
    }
}

impl Planner {
    /// Plans entries of an object type, or of the interface of all.
    pub fn entries(&self, type_name: &str, sets: &[Arc<Set>]) -> Result<Arc<EntriesPlan>> {
        let places = sets.iter().map(|set| Arc::as_ptr(set).addr()).collect();
        let key = (type_name.to_owned(), places);
        if let Some(shared) = self.planned_entries.known().by_selection.get(&key) {
            return Ok(Arc::clone(&shared.plan));
        }
        let possible = self.possible_types(type_name);
        self.planned_entries.count(possible.len())?;
        let mut variants: Vec<_> = self.model().indexes().map(|_| None).collect();
        for record in possible {
            variants[record.0] = Some(self.entry(record, sets));
        }
        let plan = Arc::new(EntriesPlan { variants });
        let shared = Shared { plan: Arc::clone(&plan), _sets: sets.to_vec() };
        self.planned_entries.known().by_selection.insert(key, shared);
        Ok(plan)
    }

    fn entry(&self, record: TypeIndex, sets: &[Arc<Set>]) -> Result<EntryPlan> {
        let mut reading = Reading::default();
        let view = self.view(record, &mut reading, sets)?;
        Ok(EntryPlan { reading, view })
    }

    fn possible_types(&self, type_name: &str) -> Vec<TypeIndex> {
        match self.surface.types.get(type_name).map(|known| &known.shape) {
            Some(Shape::Object { record, .. }) => record.iter().copied().collect(),
            _ => self.model().indexes().filter(|record| !self.model().record(*record).is_series()).collect(),
        }
    }

    /// Whether what it planned may be kept for other requests.
    pub fn is_small(&self) -> bool {
        self.variants() <= MOST_KEPT
    }

    /// How many plans of possible types were made.
    pub(super) fn variants(&self) -> usize {
        self.planned_entries.known().variants
    }
}

impl PlannedEntries {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, more: usize) -> Result<()> {
        let mut known = self.known();
        known.variants += more;
        if known.variants <= MOST {
            return Ok(());
        }
        let message = "too many types may be met where entries of all types are selected; select less below them, or ask \
                       for entries of one type";
        Err(RequestError::new(Code::TooComplex, message))
    }
}
