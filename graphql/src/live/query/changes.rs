//! `changes`: the change log as it grows.

use std::{collections::HashSet, sync::Arc};

use daybook_schema::time::format_instant;
use daybook_store::{
    backend::{ChangeQuery, Snapshot},
    record::{Change, Seq},
};
use serde_json::Value as Json;

use super::{Dependencies, Progress, Result, Trigger, read_fields::UnreadFields};
use crate::{
    error::{Code, RequestError},
    plan::{ChangeView, Planned, Planner},
    read::Reader,
};

/// Rows of one page when a follower catches up.
const PAGE: usize = 200;

/// Rows of the change log that match conditions, from a place on.
pub struct LiveChanges {
    planner: Arc<Planner>,
    planned: Planned,
    query: ChangeQuery,
    view: ChangeView,
    last: Option<Seq>,
}

impl LiveChanges {
    pub fn plan(planner: Arc<Planner>, planned: Planned) -> Result<Self> {
        let query = planner.change_query(&planned)?;
        let view = planner.change(&planned.selected.sets)?;
        Ok(Self { planner, planned, query, view, last: None })
    }

    pub fn dependencies(&self) -> Dependencies {
        let types = self.query.types.as_ref();
        let types = types.map(|types| types.iter().map(|record| (*record, UnreadFields::default())).collect());
        Dependencies { types, series: HashSet::new() }
    }

    pub fn advance(&mut self, snapshot: &mut dyn Snapshot, trigger: &Trigger) -> Result<Vec<Json>> {
        // Conditions such as `at: {last: "P1D"}` move with the time.
        let planner = self.planner.at(trigger.now);
        self.query = planner.change_query(&self.planned)?;
        let latest = snapshot.latest()?;
        let Some(last) = self.last.replace(latest) else { return Ok(Vec::new()) };
        if last == latest {
            return Ok(Vec::new());
        }
        let changes = snapshot.changes(&self.behind(last, None))?;
        self.answer(snapshot, &changes)
    }

    pub fn initial_answers(&mut self, snapshot: &mut dyn Snapshot, since: Option<Seq>) -> Result<Vec<Json>> {
        let Some(since) = since else { return Ok(Vec::new()) };
        let changes = snapshot.changes(&self.behind(since, None))?;
        self.answer(snapshot, &changes)
    }

    /// One page behind a place.
    pub fn page(&self, snapshot: &mut dyn Snapshot, after: Seq) -> Result<(Vec<Json>, Progress)> {
        let (latest, gone) = (snapshot.latest()?, snapshot.compacted()?);
        if after < gone.seq {
            return Err(RequestError::new(
                Code::SinceCompacted,
                format!(
                    "`since` is {after}, but the changes up to {} are gone, since history is kept from {} on; start over: \
                     read everything anew, then follow without `since`",
                    gone.seq,
                    format_instant(gone.at)
                ),
            ));
        }
        if after > latest {
            return Err(RequestError::bad_input(format!(
                "`since` is {after}, but the change log only reaches to {latest}; it comes from another store or from \
                 before a restore: read everything anew, then follow without `since`"
            )));
        }
        let changes = snapshot.changes(&self.behind(after, Some(PAGE)))?;
        let more = changes.len() == PAGE;
        let seq = if more { changes.last().map_or(after, |change| change.seq) } else { latest };
        Ok((self.answer(snapshot, &changes)?, Progress { seq, more }))
    }

    fn behind(&self, after: Seq, limit: Option<usize>) -> ChangeQuery {
        ChangeQuery { descending: false, after: Some(after), limit, ..self.query.clone() }
    }

    fn answer(&self, snapshot: &mut dyn Snapshot, changes: &[Change]) -> Result<Vec<Json>> {
        let mut reader = Reader { snapshot, context: &self.planner.context, as_of: None };
        reader.change_nodes(&self.view, changes)
    }
}
