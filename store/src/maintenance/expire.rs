//! Removes samples whose time is up, and keeps what rollups say of them.

use daybook_schema::{TypeIndex, model::Kind, value::Instant};

use super::{Job, Portion, Run, Tools};
use crate::{backend::Transaction, error::Result};

/// Samples removed in one portion, or those of one day when they are more.
const PORTION: usize = 5_000;

/// Removes the samples of every series that declares how long they stay (`keep`).
#[derive(Clone, Copy, Debug)]
pub struct ExpireSamples;

impl Job for ExpireSamples {
    fn name(&self) -> &'static str {
        "remove old samples"
    }

    fn run(&self) -> Box<dyn Run> {
        Box::new(Expiring { next: 0 })
    }
}

/// On the way through the types of a model.
struct Expiring {
    next: usize,
}

impl Run for Expiring {
    fn portion(&mut self, transaction: &mut dyn Transaction, tools: &Tools<'_>) -> Result<Portion> {
        let model = std::sync::Arc::clone(transaction.model());
        while let Some(declared) = model.types.get(self.next) {
            if let Kind::Series { keep: Some(keep), .. } = &declared.kind {
                let before: Instant = tools.now.saturating_sub(keep.milliseconds());
                let changed = transaction.expire_samples(TypeIndex(self.next), before, PORTION)?;
                if changed > 0 {
                    let altered = vec![TypeIndex(self.next)];
                    return Ok(Portion { changed, more: true, altered, ..Portion::default() });
                }
            }
            self.next += 1;
        }
        Ok(Portion::default())
    }
}
