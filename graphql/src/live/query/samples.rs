//! `xsLive` of a series: samples as they come.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use daybook_schema::{FieldIndex, TypeIndex, Value, model::Kind};
use daybook_store::{
    backend::Snapshot,
    query::{Filter, Subject, Test},
};
use indexmap::IndexMap;
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Dependencies, Result, Trigger, list::plain_list};
use crate::{
    arguments,
    error::{Code, RequestError},
    plan::{ListPlan, Planned, Planner, View},
    read::Reader,
};

/// Samples that are read by one statement.
const CHUNK: usize = 500;

/// New samples of a series that match conditions.
pub struct LiveSamples {
    planner: Arc<Planner>,
    planned: Planned,
    record: TypeIndex,
    of: FieldIndex,
    plan: ListPlan,
    view: View,
}

impl LiveSamples {
    pub fn plan(planner: Arc<Planner>, record: TypeIndex, planned: Planned) -> Result<Self> {
        let Kind::Series { of, .. } = planner.model().record(record).kind else {
            return Err(RequestError::new(Code::Internal, "only a series has samples to follow"));
        };
        let mut plan = plain_list(&planner, record, &planned)?;
        let view = planner.view(record, &mut plan.reading, &planned.selected.sets)?;
        Ok(Self { planner, planned, record, of, plan, view })
    }

    pub fn dependencies(&self) -> Dependencies {
        Dependencies { types: Some(HashMap::new()), series: HashSet::from([self.record]) }
    }

    pub fn advance(&mut self, snapshot: &mut dyn Snapshot, trigger: &Trigger) -> Result<Vec<Json>> {
        if trigger.missed {
            return Err(RequestError::new(
                Code::Unavailable,
                "samples came faster than they could be sent; read those you miss, then follow again",
            ));
        }
        let mut by_entry: IndexMap<Uuid, Vec<Value>> = IndexMap::new();
        for key in trigger.samples.iter().filter(|key| key.record == self.record) {
            by_entry.entry(key.of).or_default().push(Value::Instant(key.at));
        }
        if by_entry.is_empty() {
            return Ok(Vec::new());
        }
        // Conditions such as `at: {last: "PT1H"}` move with the time.
        let planner = self.planner.at(trigger.now);
        let json = self.planned.given("where").cloned().unwrap_or_else(|| Json::Object(serde_json::Map::new()));
        let wanted = arguments::filter(planner.model(), planner.context.now, self.record, &json, &["where"])?;
        let mut sent = Vec::new();
        for (of, moments) in by_entry {
            for chunk in moments.chunks(CHUNK) {
                let of = Filter::Test(Subject::Field(vec![self.of]), Test::Eq(Value::Id(of)));
                let at = Filter::Test(Subject::At, Test::In(chunk.to_vec()));
                let filter = Filter::All(vec![of, at, wanted.clone()]);
                let mut reader = Reader { snapshot, context: &planner.context, as_of: None };
                let fetched = reader.root_where(&self.plan, filter, chunk.len())?;
                let rows = fetched.lists.get(&Uuid::nil()).map(|listed| listed.page.rows.as_slice());
                for row in rows.unwrap_or_default() {
                    sent.push(reader.row(&self.view, &self.plan.reading, row, &fetched.below));
                }
            }
        }
        Ok(sent)
    }
}
