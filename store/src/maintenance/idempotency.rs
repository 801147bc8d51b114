//! Forgets the records of idempotency keys that no retry can ask for any more.

use super::{Job, Portion, Run, Tools};
use crate::{backend::Transaction, error::Result, write::IDEMPOTENCY_RETENTION};

/// Keys forgotten in one portion.
const PORTION: usize = 2_000;

/// Removes idempotency keys that are older than a retry may be.
#[derive(Clone, Copy, Debug)]
pub struct ForgetIdempotencyRecords;

impl Job for ForgetIdempotencyRecords {
    fn name(&self) -> &'static str {
        "forget idempotency keys"
    }

    fn run(&self) -> Box<dyn Run> {
        Box::new(*self)
    }
}

impl Run for ForgetIdempotencyRecords {
    fn portion(&mut self, transaction: &mut dyn Transaction, tools: &Tools<'_>) -> Result<Portion> {
        let changed = transaction.remove_idempotency_records(tools.now - IDEMPOTENCY_RETENTION + 1, PORTION)?;
        Ok(Portion { changed, more: changed == PORTION, ..Portion::default() })
    }
}
