//! Forgets the history that is older than it is kept.

use daybook_schema::value::Instant;

use super::{Job, Portion, Run, Tools};
use crate::{
    backend::{ChangeQuery, Compacted, Transaction},
    error::Result,
    record::{Change, Seq},
};

/// Changes of one portion; a change set that is larger goes as a whole.
const PORTION: usize = 500;

/// Milliseconds of a day.
const DAY: Instant = 24 * 60 * 60 * 1000;

/// Removes changes that are older than a number of days, and the versions that they superseded. The last change set
/// always stays, and no change set is cut in two.
#[derive(Clone, Copy, Debug)]
pub struct ForgetHistory {
    /// For how long history is kept.
    pub days: u32,
}

impl Job for ForgetHistory {
    fn name(&self) -> &'static str {
        "forget history"
    }

    fn run(&self) -> Box<dyn Run> {
        Box::new(*self)
    }
}

impl Run for ForgetHistory {
    fn portion(&mut self, transaction: &mut dyn Transaction, tools: &Tools<'_>) -> Result<Portion> {
        let gone = transaction.compacted()?.seq;
        // Changes of that very moment are just old enough to stay.
        let reach = transaction.sequence_at(tools.now - Instant::from(self.days) * DAY - 1)?;
        if reach <= gone {
            return Ok(Portion::default());
        }
        let Some(to) = next_cut(transaction, gone, reach)? else { return Ok(Portion::default()) };
        transaction.compact(to)?;
        Ok(Portion { changed: (to.seq - gone) as usize, more: to.seq < reach, ..Portion::default() })
    }
}

/// The last place between two change sets, not further away than a portion and not beyond `reach`.
fn next_cut(transaction: &mut dyn Transaction, gone: Seq, reach: Seq) -> Result<Option<Compacted>> {
    let ahead = ChangeQuery { after: Some(gone), limit: Some(PORTION + 1), ..ChangeQuery::default() };
    let changes = transaction.changes(&ahead)?;
    if let Some(last) = cuts(&changes).take_while(|change| change.seq <= reach).last() {
        return Ok(Some(place(last)));
    }
    let Some(first) = changes.first() else { return Ok(None) };
    let whole = ChangeQuery { change_set: Some(first.change_set), ..ChangeQuery::default() };
    let end = transaction.changes(&whole)?.pop();
    let latest = transaction.latest()?;
    Ok(end.filter(|end| end.seq <= reach && end.seq < latest).as_ref().map(place))
}

/// The changes behind which another change set begins.
fn cuts(changes: &[Change]) -> impl Iterator<Item = &Change> {
    changes.windows(2).filter(|pair| pair[0].change_set != pair[1].change_set).map(|pair| &pair[0])
}

fn place(change: &Change) -> Compacted {
    Compacted { seq: change.seq, at: change.at }
}
