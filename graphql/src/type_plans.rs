//! Changes of the definitions that were planned and can be made, kept in memory.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use daybook_schema::{Model, definition::Source, evolution::Evolution};
use uuid::Uuid;

/// Plans that are kept; the oldest goes first.
const MAX_PLANS: usize = 50;

/// Plans of changes, and what none of them can replace.
pub struct TypePlans {
    /// Built-in definitions and those of folders: never replaced.
    pub fixed: Vec<Source>,
    plans: Mutex<VecDeque<TypePlan>>,
    /// Held while a plan is applied, so that of two only one can win.
    pub applying: tokio::sync::Mutex<()>,
}

/// A change that can be made.
#[derive(Clone)]
pub struct TypePlan {
    /// Names it.
    pub id: Uuid,
    /// Fingerprint of the model that it was made against.
    pub base: String,
    /// The model that it leads to.
    pub model: Arc<Model>,
    /// How that follows from the one before.
    pub evolution: Arc<Evolution>,
}

impl TypePlans {
    /// No plans yet, over definitions that cannot be replaced.
    pub fn new(fixed: Vec<Source>) -> Self {
        Self { fixed, plans: Mutex::default(), applying: tokio::sync::Mutex::new(()) }
    }

    fn plans(&self) -> MutexGuard<'_, VecDeque<TypePlan>> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a plan until it is the oldest of too many.
    pub fn keep(&self, plan: TypePlan) {
        let mut plans = self.plans();
        plans.push_back(plan);
        let excess = plans.len().saturating_sub(MAX_PLANS);
        plans.drain(..excess);
    }

    /// The plan of an id, as long as it is kept.
    pub fn find(&self, id: &str) -> Option<TypePlan> {
        let id: Uuid = id.parse().ok()?;
        self.plans().iter().find(|plan| plan.id == id).cloned()
    }
}
