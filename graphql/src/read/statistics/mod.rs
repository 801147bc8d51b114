//! Statistics of all parents in one statement; a second one finds where the data begins and ends, when the filter leaves
//! a side of the buckets open.

mod arrange;
pub mod fill;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use daybook_schema::{Value, value::Instant};
use daybook_store::query::{Aggregate, Group, GroupKey, Grouped, Measure, Trash};
use serde_json::Value as Json;
use uuid::Uuid;

use self::fill::Answer;
use super::Reader;
use crate::{
    error::RequestError,
    plan::statistics::{MAX_GROUPS, StatsPlan},
};

type Result<T> = std::result::Result<T, RequestError>;

/// Statistics that were read.
#[derive(Default)]
pub struct StatsFetched {
    /// By parent; those of the root belong to the nil id.
    pub groups: HashMap<Uuid, Vec<Answer>>,
    /// Edges of the calendar buckets.
    pub edges: Arc<Vec<Instant>>,
    /// Linked entries of keys, parallel to [`StatsPlan::entries`].
    pub entries: Vec<HashMap<Uuid, Json>>,
}

impl Reader<'_> {
    /// Reads statistics below these parents, or at the root.
    pub fn statistics(&mut self, plan: &StatsPlan, parents: Option<Vec<Uuid>>) -> Result<StatsFetched> {
        let ids = parents.clone().unwrap_or_else(|| vec![Uuid::nil()]);
        let mut aggregate = plan.below(parents, self.as_of);
        let edges = self.bucket_edges(plan, &aggregate)?;
        if let Some(time) = &plan.time
            && let Some(Group::Time(_, bound)) = aggregate.groups.get_mut(time.position)
        {
            *bound = Arc::clone(&edges);
        }
        let found = if plan.time.is_some() && edges.is_empty() {
            ids.iter().map(|_| Vec::new()).collect()
        } else {
            self.snapshot.aggregate(&aggregate)?
        };
        let mut groups = HashMap::new();
        for (id, found) in ids.into_iter().zip(found) {
            groups.insert(id, self.arranged(plan, &edges, found)?);
        }
        let entries = self.linked(plan, &groups)?;
        Ok(StatsFetched { groups, edges, entries })
    }

    fn arranged(&self, plan: &StatsPlan, edges: &[Instant], found: Vec<Grouped>) -> Result<Vec<Answer>> {
        if found.len() > MAX_GROUPS {
            return Err(fill::too_many());
        }
        let answers = match &plan.time {
            Some(time) => fill::filled(found, &plan.aggregate.measures, time, edges, plan.keys.len() == 1)?,
            None => fill::plain(found),
        };
        Ok(arrange::arrange(&self.context.model, plan, answers))
    }

    /// The edges of the calendar buckets: from the filter, an open side from the data.
    fn bucket_edges(&mut self, plan: &StatsPlan, aggregate: &Aggregate) -> Result<Arc<Vec<Instant>>> {
        let Some(time) = &plan.time else { return Ok(Arc::default()) };
        let (from, to) = match (time.from, time.to) {
            (Some(from), Some(to)) => (from, to),
            (from, to) => {
                let extent = Aggregate {
                    groups: Vec::new(),
                    measures: vec![Measure::of(time.subject.clone())],
                    ..aggregate.clone()
                };
                let found = self.snapshot.aggregate(&extent)?;
                let extents = found.iter().flatten().flat_map(|group| &group.measures).filter(|one| one.count > 0);
                let (mut first, mut last) = (Instant::MAX, Instant::MIN);
                for extent in extents {
                    first = first.min(extent.min as Instant);
                    last = last.max(extent.max as Instant);
                }
                if first > last {
                    return Ok(Arc::default());
                }
                (from.unwrap_or(first), to.unwrap_or(last + 1))
            }
        };
        let edges = time.buckets.edges(from, to);
        edges
            .map(Arc::new)
            .map_err(|error| RequestError::bad_input(format!("`by.{}.time.every`: {error}", time.position)))
    }

    /// The linked entries that keys answer: one statement per type, whatever the number of groups.
    fn linked(&mut self, plan: &StatsPlan, groups: &HashMap<Uuid, Vec<Answer>>) -> Result<Vec<HashMap<Uuid, Json>>> {
        if plan.entries.is_empty() {
            return Ok(Vec::new());
        }
        let mut ids = HashSet::new();
        for key in groups.values().flatten().flat_map(|answer| &answer.keys) {
            if let GroupKey::Value(Value::Id(id)) = key {
                ids.insert(*id);
            }
        }
        let mut ids: Vec<Uuid> = ids.into_iter().collect();
        ids.sort_unstable();
        plan.entries.iter().map(|entries| self.entries(entries, &ids, Trash::Include)).collect()
    }
}
