//! Work in the background on what is stored.
//!
//! A [`Job`] does its work in portions, each an ordinary write through the store's one writer and small enough that
//! no write waits long behind it. The caller (`daybook serve`) decides when, and gives the clock.

mod expire;
mod history;
mod idempotency;
mod trash;

use std::sync::Mutex;

use daybook_schema::{TypeIndex, value::Instant};
use uuid::Uuid;

pub use expire::ExpireSamples;
pub use history::ForgetHistory;
pub use idempotency::ForgetIdempotencyRecords;
pub use trash::EmptyTrash;

use crate::{Error, Store, Verdict, backend::Transaction, error::Result, id::IdSource, record::SampleEvents};

/// Something that is to be done again and again.
pub trait Job: Send + Sync {
    /// What the log calls it.
    fn name(&self) -> &'static str;

    /// Begins to go through what is stored, from the start.
    fn run(&self) -> Box<dyn Run>;
}

/// One way through what is stored.
pub trait Run: Send {
    /// Does the next portion in the caller's transaction.
    fn portion(&mut self, transaction: &mut dyn Transaction, tools: &Tools<'_>) -> Result<Portion>;
}

/// What a portion gets from its caller.
#[derive(Clone, Copy, Debug)]
pub struct Tools<'a> {
    /// The present moment.
    pub now: Instant,
    /// Makes ids.
    pub ids: &'a Mutex<IdSource>,
}

/// What one portion did.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Portion {
    /// How many things it changed; 0 commits nothing.
    pub changed: usize,
    /// There is more to do.
    pub more: bool,
    /// Series of which samples were removed.
    pub altered: Vec<TypeIndex>,
    /// As in [`Outcome::stale_titles`](crate::write::Outcome::stale_titles).
    pub stale_titles: Vec<Uuid>,
}

/// Does the next portion as a write of its own. The run is lost with an error: begin again later.
pub async fn portion(
    store: &Store,
    mut run: Box<dyn Run>,
    now: Instant,
    ids: std::sync::Arc<Mutex<IdSource>>,
) -> Result<(Box<dyn Run>, Portion), Error> {
    let work = move |transaction: &mut dyn Transaction| {
        let done = run.portion(transaction, &Tools { now, ids: &ids })?;
        let changed = done.changed > 0;
        let samples = SampleEvents { stored: Vec::new(), altered: done.altered.clone() };
        let answer = (run, done);
        Ok(if changed { Verdict::CommitSamples(answer, samples) } else { Verdict::Rollback(answer) })
    };
    store.write(work).await
}

#[cfg(test)]
mod tests;
