//! `xsStatsLive`: statistics, told again whenever they are others.

use std::{sync::Arc, time::Duration};

use daybook_schema::TypeIndex;
use daybook_store::{backend::Snapshot, record::Seq};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Follows, Occasion, Pace, REST, Result, paths::Paths, times};
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
    told: Option<Json>,
}

impl LiveStats {
    pub fn plan(planner: Arc<Planner>, record: TypeIndex, planned: Planned) -> Result<Self> {
        let (plan, view) = planner.statistics(record, None, &planned)?;
        let paths = Paths::of_statistics(planner.model(), &plan);
        let later = planner.at(times::far(planner.now)).statistics(record, None, &planned);
        let later: Vec<_> = later.iter().flat_map(|(plan, _)| plan.filters()).collect();
        let renewal = times::renewal(&plan.filters().collect::<Vec<_>>(), &later);
        Ok(Self { planner, planned, record, plan, view, paths, renewal, last: None, told: None })
    }

    pub fn follows(&self) -> Follows {
        self.paths.follows().clone()
    }

    pub fn pace(&self) -> Pace {
        Pace { rest: Some(REST), renewal: self.renewal }
    }

    pub fn advance(&mut self, snapshot: &mut dyn Snapshot, occasion: &Occasion) -> Result<Vec<Json>> {
        let latest = snapshot.latest()?;
        if self.renewal.is_some() {
            self.planner = Arc::new(self.planner.at(occasion.now));
            (self.plan, self.view) = self.planner.statistics(self.record, None, &self.planned)?;
        }
        let Some(last) = self.last.replace(latest) else { return Ok(Vec::new()) };
        if !self.may_differ(snapshot, last, occasion)? {
            return Ok(Vec::new());
        }
        let now = self.read(snapshot)?;
        if self.told.as_ref() == Some(&now) {
            return Ok(Vec::new());
        }
        self.told = Some(now.clone());
        Ok(vec![now])
    }

    pub fn welcome(&mut self, snapshot: &mut dyn Snapshot) -> Result<Vec<Json>> {
        let now = self.read(snapshot)?;
        self.told = Some(now.clone());
        Ok(vec![now])
    }

    fn may_differ(&self, snapshot: &mut dyn Snapshot, last: Seq, occasion: &Occasion) -> Result<bool> {
        let follows = self.paths.follows();
        let sampled = occasion.altered || occasion.samples.iter().any(|key| follows.series.contains(&key.record));
        if occasion.missed || sampled || self.renewal.is_some() {
            return Ok(true);
        }
        Ok(follows.changes(snapshot, last)?.is_none_or(|changes| !changes.is_empty()))
    }

    fn read(&self, snapshot: &mut dyn Snapshot) -> Result<Json> {
        let mut reader = Reader { snapshot, planner: &self.planner, as_of: None };
        let fetched = reader.statistics(&self.plan, None)?;
        let (planner, view, plan) = (reader.planner, &self.view, &self.plan);
        Ok(json::tree(&Groups { planner, view, plan, fetched: &fetched, parent: Uuid::nil() }))
    }
}
