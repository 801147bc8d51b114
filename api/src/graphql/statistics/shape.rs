//! Groups to answer.

use daybook_schema::{
    Value, input,
    time::{date_instant, format_instant},
    value::Instant,
};
use daybook_store::query::GroupKey;
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{
    fill::Answer,
    groups::{KeyKind, KeyPlan},
    plan::{KeyOutput, Number, StatOutput, StatsPlan, StatsView},
    read::StatsFetched,
};
use crate::graphql::{plan::Planner, shape::number_json};

/// The groups of one parent, or of the root, as they are answered.
pub struct Groups<'a> {
    /// Who planned them.
    pub planner: &'a Planner,
    /// What to answer.
    pub view: &'a StatsView,
    /// What was read.
    pub plan: &'a StatsPlan,
    /// What came of it.
    pub fetched: &'a StatsFetched,
    /// Whose; of the root the nil id.
    pub parent: Uuid,
}

impl Serialize for Groups<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let answers = self.fetched.groups.get(&self.parent).map(Vec::as_slice).unwrap_or_default();
        serializer.collect_seq(answers.iter().map(|answer| One { groups: self, answer }))
    }
}

/// One group.
struct One<'a> {
    groups: &'a Groups<'a>,
    answer: &'a Answer,
}

impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { groups, answer } = *self;
        let mut object = serializer.serialize_map(Some(groups.view.outputs.len()))?;
        for (key, output) in &groups.view.outputs {
            match output {
                StatOutput::TypeName(name) => object.serialize_entry(key, name)?,
                StatOutput::Start => object.serialize_entry(key, &self.edge(0))?,
                StatOutput::End => object.serialize_entry(key, &self.edge(1))?,
                StatOutput::Count(measure) => object.serialize_entry(key, &answer.count(*measure))?,
                StatOutput::Number(outputs) => object.serialize_entry(key, &Numbers { outputs, answer })?,
                StatOutput::Key(outputs) => {
                    let keys = groups.plan.keys.iter().zip(&answer.keys);
                    let keys: Vec<_> = keys.map(|(plan, value)| Key { groups, outputs, plan, value }).collect();
                    object.serialize_entry(key, &keys)?;
                }
            }
        }
        object.end()
    }
}

impl One<'_> {
    /// An edge of its bucket; `None` where nothing is grouped by time.
    fn edge(&self, offset: usize) -> Option<Moment> {
        let time = self.groups.plan.time.as_ref()?;
        let GroupKey::Position(position) = self.answer.keys.get(time.position)? else { return None };
        self.groups.fetched.edges.get(position + offset).copied().map(Moment)
    }
}

/// Numbers of one field of a group.
struct Numbers<'a> {
    outputs: &'a [(String, Option<Number>)],
    answer: &'a Answer,
}

impl Serialize for Numbers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.outputs.len()))?;
        for (key, number) in self.outputs {
            match number {
                None => object.serialize_entry(key, "NumberStat")?,
                Some(number) => object.serialize_entry(key, &self.answer.number(*number).map(finite_json))?,
            }
        }
        object.end()
    }
}

/// One key of a group.
struct Key<'a> {
    groups: &'a Groups<'a>,
    outputs: &'a [(String, KeyOutput)],
    plan: &'a KeyPlan,
    value: &'a GroupKey,
}

impl Serialize for Key<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { groups, plan, value: key, .. } = *self;
        let time = instant(plan, key, groups.fetched);
        let mut object = serializer.serialize_map(Some(self.outputs.len()))?;
        for (name, output) in self.outputs {
            match output {
                KeyOutput::TypeName => object.serialize_entry(name, "StatKey")?,
                KeyOutput::Name => object.serialize_entry(name, &plan.name)?,
                KeyOutput::Text => object.serialize_entry(name, &groups.planner.key_text(plan, key, time))?,
                KeyOutput::Number => object.serialize_entry(name, &number(plan, key).map(finite_json))?,
                KeyOutput::Time => object.serialize_entry(name, &time.map(Moment))?,
                KeyOutput::Entry(position) => {
                    let entry = match key {
                        GroupKey::Value(Value::Id(id)) => {
                            groups.fetched.entries.get(*position).and_then(|entries| entries.get(id))
                        }
                        _ => None,
                    };
                    object.serialize_entry(name, &entry)?;
                }
            }
        }
        object.end()
    }
}

/// A moment as it is answered.
struct Moment(Instant);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format_instant(self.0))
    }
}

impl Planner {
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
