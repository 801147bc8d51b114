//! Groups to answer.

use daybook_schema::{
    Value, input,
    time::{date_instant, format_instant},
};
use daybook_store::query::GroupKey;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::{
    fill::Answer,
    groups::{KeyKind, KeyPlan},
    plan::{KeyOutput, StatOutput, StatsPlan, StatsView},
    read::StatsFetched,
};
use crate::graphql::{plan::Planner, shape::number_json};

impl Planner {
    /// The groups of one parent, or of the root.
    pub fn groups(&self, view: &StatsView, plan: &StatsPlan, fetched: &StatsFetched, parent: Uuid) -> Json {
        let groups = fetched.groups.get(&parent).map(Vec::as_slice).unwrap_or_default();
        groups.iter().map(|group| self.group(view, plan, fetched, group)).collect()
    }

    fn group(&self, view: &StatsView, plan: &StatsPlan, fetched: &StatsFetched, group: &Answer) -> Json {
        let edge = |offset: usize| {
            let time = plan.time.as_ref()?;
            let GroupKey::Position(position) = group.keys.get(time.position)? else { return None };
            fetched.edges.get(position + offset).map(|edge| format_instant(*edge))
        };
        let mut answer = Map::new();
        for (key, output) in &view.outputs {
            let value = match output {
                StatOutput::TypeName(name) => json!(name),
                StatOutput::Start => json!(edge(0)),
                StatOutput::End => json!(edge(1)),
                StatOutput::Count(measure) => json!(group.count(*measure)),
                StatOutput::Number(outputs) => outputs
                    .iter()
                    .map(|(key, number)| {
                        let value = match number {
                            None => json!("NumberStat"),
                            Some(number) => group.number(*number).map_or(Json::Null, finite_json),
                        };
                        (key.clone(), value)
                    })
                    .collect::<Map<_, _>>()
                    .into(),
                StatOutput::Key(outputs) => {
                    let keys = plan.keys.iter().zip(&group.keys);
                    keys.map(|(plan, key)| self.group_key(outputs, plan, key, fetched)).collect()
                }
            };
            answer.insert(key.clone(), value);
        }
        Json::Object(answer)
    }

    fn group_key(
        &self,
        outputs: &[(String, KeyOutput)],
        plan: &KeyPlan,
        key: &GroupKey,
        fetched: &StatsFetched,
    ) -> Json {
        let time = instant(plan, key, fetched);
        let answer = outputs.iter().map(|(name, output)| {
            let value = match output {
                KeyOutput::TypeName => json!("StatKey"),
                KeyOutput::Name => json!(plan.name),
                KeyOutput::Text => json!(self.key_text(plan, key, time)),
                KeyOutput::Number => number(plan, key).map_or(Json::Null, finite_json),
                KeyOutput::Time => json!(time.map(format_instant)),
                KeyOutput::Entry(position) => match key {
                    GroupKey::Value(Value::Id(id)) => fetched
                        .entries
                        .get(*position)
                        .and_then(|entries| entries.get(id))
                        .cloned()
                        .unwrap_or(Json::Null),
                    _ => Json::Null,
                },
            };
            (name.clone(), value)
        });
        Json::Object(answer.collect())
    }

    fn key_text(&self, plan: &KeyPlan, key: &GroupKey, time: Option<i64>) -> Option<String> {
        match (key, &plan.kind) {
            (GroupKey::Position(position), KeyKind::Range(edges, unit)) => {
                let written = |number: &f64| {
                    let number = number_json(*number).to_string();
                    unit.map_or_else(|| number.clone(), |unit| unit.write(&number))
                };
                let low = written(edges.get(*position)?);
                Some(match edges.get(position + 1) {
                    Some(high) => format!("{low} to {}", written(high)),
                    None => format!("{low} or more"),
                })
            }
            (GroupKey::Position(_), _) => time.map(format_instant),
            (GroupKey::Value(Value::Null), _) => None,
            (GroupKey::Value(Value::Text(text)), _) => Some(text.clone()),
            (GroupKey::Value(Value::Id(id)), _) => Some(id.to_string()),
            (GroupKey::Value(Value::Float(number)), KeyKind::Value(Some(field))) => {
                let number = number_json(*number).to_string();
                Some(field.unit.as_ref().map_or_else(|| number.clone(), |rule| rule.canonical.write(&number)))
            }
            (GroupKey::Value(value), KeyKind::Value(Some(field))) => {
                Some(match input::to_json(self.model(), field, value) {
                    Json::String(text) => text,
                    other => other.to_string(),
                })
            }
            (GroupKey::Value(Value::Boolean(flag)), _) => Some(flag.to_string()),
            (GroupKey::Value(_), _) => None,
        }
    }
}

fn instant(plan: &KeyPlan, key: &GroupKey, fetched: &StatsFetched) -> Option<i64> {
    match (key, &plan.kind) {
        (GroupKey::Position(position), KeyKind::Time) => fetched.edges.get(*position).copied(),
        (GroupKey::Value(Value::Instant(instant)), _) => Some(*instant),
        (GroupKey::Value(Value::Date(date)), _) => Some(date_instant(*date)),
        _ => None,
    }
}

fn number(plan: &KeyPlan, key: &GroupKey) -> Option<f64> {
    match (key, &plan.kind) {
        (GroupKey::Position(position), KeyKind::Range(edges, _)) => edges.get(*position).copied(),
        (GroupKey::Value(Value::Int(number)), _) => Some(*number as f64),
        (GroupKey::Value(Value::Float(number)), _) => Some(*number),
        (GroupKey::Value(Value::Duration(span)), _) => Some(span.milliseconds() as f64 / 1000.0),
        _ => None,
    }
}

/// A number; null where it is beyond all numbers.
pub(super) fn finite_json(number: f64) -> Json {
    if number.is_finite() { number_json(number) } else { Json::Null }
}
