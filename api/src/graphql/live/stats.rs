//! `xsStatsLive`: statistics, told again whenever they are others.

use std::{sync::Arc, time::Duration};

use daybook_schema::{TypeIndex, model::Kind};
use daybook_store::{
    backend::{ChangeQuery, Snapshot},
    query::Group,
    record::Seq,
};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Follows, Occasion, Pace, REST, Result, paths::Paths, times};
use crate::graphql::{
    plan::{Planned, Planner},
    read::Reader,
    shape,
    statistics::{Groups, StatsPlan, StatsView},
};

/// Statistics that are followed.
pub struct LiveStats {
    planner: Arc<Planner>,
    planned: Planned,
    record: TypeIndex,
    plan: StatsPlan,
    view: StatsView,
    follows: Follows,
    renewal: Option<Duration>,
    last: Option<Seq>,
    told: Option<Json>,
}

impl LiveStats {
    pub fn plan(planner: Arc<Planner>, record: TypeIndex, planned: Planned) -> Result<Self> {
        let (plan, view) = planner.statistics(record, None, &planned)?;
        let follows = follows(&planner, record, &plan);
        let later = planner.at(times::far(planner.now)).statistics(record, None, &planned);
        let later: Vec<_> = later.iter().flat_map(|(plan, _)| plan.filters()).collect();
        let renewal = times::renewal(&plan.filters().collect::<Vec<_>>(), &later);
        Ok(Self { planner, planned, record, plan, view, follows, renewal, last: None, told: None })
    }

    pub fn follows(&self) -> Follows {
        self.follows.clone()
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
        let sampled = occasion.altered || occasion.samples.iter().any(|key| self.follows.series.contains(&key.record));
        if occasion.missed || sampled || self.renewal.is_some() {
            return Ok(true);
        }
        let types = self.follows.types.as_ref().map(|types| types.iter().copied().collect());
        let query = ChangeQuery { types, after: Some(last), limit: Some(1), ..ChangeQuery::default() };
        Ok(!snapshot.changes(&query)?.is_empty())
    }

    fn read(&self, snapshot: &mut dyn Snapshot) -> Result<Json> {
        let mut reader = Reader { snapshot, planner: &self.planner, as_of: None };
        let fetched = reader.statistics(&self.plan, None)?;
        let (planner, view, plan) = (reader.planner, &self.view, &self.plan);
        Ok(shape::tree(&Groups { planner, view, plan, fetched: &fetched, parent: Uuid::nil() }))
    }
}

fn follows(planner: &Planner, record: TypeIndex, plan: &StatsPlan) -> Follows {
    let mut paths = Paths::of_filters(planner.model(), record, &plan.filters().collect::<Vec<_>>()).follows();
    let targets = plan.aggregate.groups.iter().filter_map(|group| match group {
        Group::Target(relation) => Some(planner.model().relation_target(*relation)),
        _ => None,
    });
    if let Some(types) = &mut paths.types {
        types.extend(targets);
    }
    if let Kind::Series { of, .. } = &planner.model().record(record).kind {
        paths.series.insert(record);
        // Samples go into the trash, and come back, with what they measure.
        let measured = planner.model().record(record).field(*of).link().map(|link| link.target);
        if let Some(types) = &mut paths.types {
            types.extend(measured);
        }
    }
    // The entries behind keys may show anything.
    if !plan.entries.is_empty() {
        paths.types = None;
    }
    paths
}
