//! Groups to answer.

use daybook_schema::{
    Value, input,
    model::Field,
    time::{date_instant, format_instant},
    value::Instant,
};
use daybook_store::query::GroupKey;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    json::{self, Label, number_json},
    plan::{
        Context,
        statistics::{
            KeyOutput, StatOutput, StatsPlan, StatsView,
            groups::{KeyKind, KeyPlan},
        },
    },
    read::statistics::{StatsFetched, fill::Answer},
};

/// The groups of one parent, or of the root, as they are answered.
pub struct Groups<'a> {
    /// What the request brings along.
    pub context: &'a Context,
    /// What to answer.
    pub view: &'a StatsView,
    /// What was read.
    pub plan: &'a StatsPlan,
    /// What came of it.
    pub fetched: &'a StatsFetched,
    /// Whose; of the root the nil id.
    pub parent: Uuid,
}

/// What a group of an ordinary selection takes.
const ABOUT: usize = 128;

impl Groups<'_> {
    /// Writes them as JSON, behind other bytes: answers have up to ten thousand groups, all of one form.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        let answers = self.fetched.groups.get(&self.parent).map(Vec::as_slice).unwrap_or_default();
        bytes.reserve(answers.len() * ABOUT);
        json::write_list(answers, bytes, |answer, bytes| self.one(answer, bytes));
    }

    fn one(&self, answer: &Answer, bytes: &mut Vec<u8>) {
        json::write_object(&self.view.outputs, bytes, |output, bytes| match output {
            StatOutput::TypeName(name) => json::write(name, bytes),
            StatOutput::Start => json::write_moment(self.edge(answer, 0), bytes),
            StatOutput::End => json::write_moment(self.edge(answer, 1), bytes),
            StatOutput::Count(measure) => json::write(&answer.count(*measure), bytes),
            StatOutput::Number(outputs) => json::write_object(outputs, bytes, |output, bytes| match output {
                None => json::write("NumberStat", bytes),
                Some(metric) => number(answer.number(*metric), bytes),
            }),
            StatOutput::Key(outputs) => {
                let keys = self.plan.keys.iter().zip(&answer.keys);
                json::write_list(keys, bytes, |(plan, key), bytes| self.key(outputs, plan, key, bytes));
            }
        });
    }

    fn key(&self, outputs: &[(Label, KeyOutput)], plan: &KeyPlan, key: &GroupKey, bytes: &mut Vec<u8>) {
        let time = instant(plan, key, self.fetched);
        json::write_object(outputs, bytes, |output, bytes| match (output, key) {
            (KeyOutput::TypeName, _) => json::write("StatKey", bytes),
            (KeyOutput::Name, _) => json::write(&plan.name, bytes),
            (KeyOutput::Text, _) => json::write(&self.context.key_text(plan, key, time), bytes),
            (KeyOutput::Number, _) => number(key_number(plan, key), bytes),
            (KeyOutput::Time, _) => json::write_moment(time, bytes),
            (KeyOutput::Entry(position), GroupKey::Value(Value::Id(id))) => {
                json::write(&self.fetched.entries.get(*position).and_then(|entries| entries.get(id)), bytes);
            }
            (KeyOutput::Entry(_), _) => json::write_null(bytes),
        });
    }

    /// An edge of the bucket of a group; `None` where nothing is grouped by time.
    fn edge(&self, answer: &Answer, offset: usize) -> Option<Instant> {
        let time = self.plan.time.as_ref()?;
        let GroupKey::Position(position) = answer.keys.get(time.position)? else { return None };
        self.fetched.edges.get(position + offset).copied()
    }
}

/// A number; null where there is none, and beyond all numbers.
fn number(number: Option<f64>, bytes: &mut Vec<u8>) {
    match number {
        None => json::write_null(bytes),
        Some(number) => json::write_number(number, bytes),
    }
}

impl Context {
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
                let number = number_json(answered(*number, Some(field))).to_string();
                Some(field.unit.as_ref().map_or_else(|| number.clone(), |rule| rule.canonical.write(&number)))
            }
            (GroupKey::Value(value), KeyKind::Value(Some(field))) => {
                Some(match input::to_json(&self.model, field, value) {
                    Json::String(text) => text,
                    other => other.to_string(),
                })
            }
            (GroupKey::Value(Value::Boolean(flag)), _) => Some(flag.to_string()),
            (GroupKey::Value(_), _) => None,
        }
    }
}

/// A number of a field as it is answered wherever it stands.
fn answered(number: f64, field: Option<&Field>) -> f64 {
    let canonical = field.and_then(|field| field.unit.as_ref()).map(|rule| rule.canonical);
    canonical.and_then(|canonical| canonical.answer(number, canonical)).unwrap_or(number)
}

fn instant(plan: &KeyPlan, key: &GroupKey, fetched: &StatsFetched) -> Option<i64> {
    match (key, &plan.kind) {
        (GroupKey::Position(position), KeyKind::Time) => fetched.edges.get(*position).copied(),
        (GroupKey::Value(Value::Instant(instant)), _) => Some(*instant),
        (GroupKey::Value(Value::Date(date)), _) => Some(date_instant(*date)),
        _ => None,
    }
}

fn key_number(plan: &KeyPlan, key: &GroupKey) -> Option<f64> {
    match (key, &plan.kind) {
        (GroupKey::Position(position), KeyKind::Range(edges, _)) => edges.get(*position).copied(),
        (GroupKey::Value(Value::Int(number)), _) => Some(*number as f64),
        (GroupKey::Value(Value::Float(number)), KeyKind::Value(field)) => Some(answered(*number, field.as_deref())),
        (GroupKey::Value(Value::Float(number)), _) => Some(*number),
        (GroupKey::Value(Value::Duration(span)), _) => Some(span.milliseconds() as f64 / 1000.0),
        _ => None,
    }
}
