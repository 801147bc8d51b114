//! Empties the trash of what has lain in it long enough.

use daybook_schema::{Path, Problems, value::Instant};

use super::{Job, Portion, Run, Tools};
use crate::{
    backend::{Transaction, Trashed},
    error::Result,
    record::Origin,
    write::{self, Action, By, Mode, Op, Request},
};

/// Entries looked at in one portion.
const PORTION: usize = 50;

/// Milliseconds of a day.
const DAY: Instant = 24 * 60 * 60 * 1000;

/// Purges entries that have been in the trash for more than a number of days, each as `entryPurge` does it. What others
/// still require stays until those are gone.
#[derive(Clone, Copy, Debug)]
pub struct EmptyTrash {
    /// For how long an entry can be restored.
    pub days: u32,
}

impl Job for EmptyTrash {
    fn name(&self) -> &'static str {
        "empty the trash"
    }

    fn run(&self) -> Box<dyn Run> {
        Box::new(Emptying { days: self.days, after: None })
    }
}

/// On the way through the trash, oldest first.
struct Emptying {
    days: u32,
    after: Option<Trashed>,
}

impl Run for Emptying {
    fn portion(&mut self, transaction: &mut dyn Transaction, tools: &Tools<'_>) -> Result<Portion> {
        let before = tools.now.saturating_sub(Instant::from(self.days) * DAY);
        let found = transaction.trashed(before, self.after.as_ref(), PORTION)?;
        let Some(last) = found.last() else { return Ok(Portion::default()) };
        let more = found.len() == PORTION;
        self.after = Some(last.clone());
        let request = Request {
            ops: found.iter().map(purge).collect(),
            // What is still required does not keep others in the trash.
            mode: Mode::Each,
            idempotency: None,
            by: By {
                actor: None,
                origin: Origin::System,
                reason: Some(format!("in the trash for more than {} days", self.days)),
                now: tools.now,
            },
        };
        let outcome = write::execute(transaction, tools.ids, &request)?;
        let changed = outcome.results.iter().filter(|result| result.change_set.is_some()).count();
        Ok(Portion { changed, more, stale_titles: outcome.stale_titles, ..Portion::default() })
    }
}

fn purge(found: &Trashed) -> Op {
    Op { action: Action::Purge { id: found.id }, problems: Problems::default(), path: Path::new() }
}
