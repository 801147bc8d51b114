//! `xsStatsLive`: statistics, told again whenever they are others.

use std::{sync::Arc, time::Duration};

use daybook_schema::TypeIndex;
use daybook_store::{backend::Snapshot, record::Seq};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Dependencies, REST, RefreshPolicy, Result, Trigger, paths::Paths, times};
use crate::{
    json,
    plan::{
        Planned, Planner,
        statistics::{StatsPlan, StatsView},
    },
    read::Reader,
    shape::statistics::Groups,
};

/// Statistics that are followed.
pub struct LiveStats {
    planner: Arc<Planner>,
    planned: Planned,
    record: TypeIndex,
    plan: StatsPlan,
    view: StatsView,
    paths: Paths,
    renewal: Option<Duration>,
    last: Option<Seq>,
    sent: Option<Json>,
}

impl LiveStats {
    pub fn plan(planner: Arc<Planner>, record: TypeIndex, planned: Planned) -> Result<Self> {
        let (plan, view) = planner.statistics(record, None, &planned)?;
        let paths = Paths::of_statistics(planner.model(), &plan);
        let later = planner.at(times::far(planner.context.now)).statistics(record, None, &planned);
        let later: Vec<_> = later.iter().flat_map(|(plan, _)| plan.filters()).collect();
        let renewal = times::renewal(&plan.filters().collect::<Vec<_>>(), &later);
        Ok(Self { planner, planned, record, plan, view, paths, renewal, last: None, sent: None })
    }

    pub fn dependencies(&self) -> Dependencies {
        self.paths.dependencies().clone()
    }

    pub fn refresh_policy(&self) -> RefreshPolicy {
        RefreshPolicy { rest: Some(REST), renewal: self.renewal }
    }

    pub fn advance(&mut self, snapshot: &mut dyn Snapshot, trigger: &Trigger) -> Result<Vec<Json>> {
        let latest = snapshot.latest()?;
        if self.renewal.is_some() {
            self.planner = Arc::new(self.planner.at(trigger.now));
            (self.plan, self.view) = self.planner.statistics(self.record, None, &self.planned)?;
        }
        let Some(last) = self.last.replace(latest) else { return Ok(Vec::new()) };
        if !self.may_differ(snapshot, last, trigger)? {
            return Ok(Vec::new());
        }
        let now = self.read(snapshot)?;
        if self.sent.as_ref() == Some(&now) {
            return Ok(Vec::new());
        }
        self.sent = Some(now.clone());
        Ok(vec![now])
    }

    pub fn initial_answers(&mut self, snapshot: &mut dyn Snapshot) -> Result<Vec<Json>> {
        let now = self.read(snapshot)?;
        self.sent = Some(now.clone());
        Ok(vec![now])
    }

    fn may_differ(&self, snapshot: &mut dyn Snapshot, last: Seq, trigger: &Trigger) -> Result<bool> {
        let dependencies = self.paths.dependencies();
        let sampled = trigger.altered || trigger.samples.iter().any(|key| dependencies.series.contains(&key.record));
        if trigger.missed || sampled || self.renewal.is_some() {
            return Ok(true);
        }
        Ok(dependencies.changes(snapshot, last)?.is_none_or(|changes| !changes.is_empty()))
    }

    fn read(&self, snapshot: &mut dyn Snapshot) -> Result<Json> {
        let mut reader = Reader { snapshot, context: &self.planner.context, as_of: None };
        let fetched = reader.statistics(&self.plan, None)?;
        let (context, view, plan) = (reader.context, &self.view, &self.plan);
        Ok(json::tree(|bytes| Groups { context, view, plan, fetched: &fetched, parent: Uuid::nil() }.write(bytes)))
    }
}
