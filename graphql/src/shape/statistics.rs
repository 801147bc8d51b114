//! Groups to answer.

use daybook_schema::{
    Value, input,
    time::{date_instant, format_instant, write_instant},
    value::Instant,
};
use daybook_store::query::GroupKey;
use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::{Value as Json, value::RawValue};
use uuid::Uuid;

use crate::{
    json::{self, is_whole, number_json},
    plan::{
        Context,
        statistics::{
            KeyOutput, Label, StatOutput, StatsPlan, StatsView,
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

impl Serialize for Groups<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        let text = String::from_utf8(bytes).map_err(S::Error::custom)?;
        RawValue::from_string(text).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// What a group of an ordinary selection takes.
const ABOUT: usize = 128;

impl Groups<'_> {
    /// Writes them as JSON, behind other bytes: answers have up to ten thousand groups, all of one form.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        let answers = self.fetched.groups.get(&self.parent).map(Vec::as_slice).unwrap_or_default();
        bytes.reserve(answers.len() * ABOUT);
        list(bytes, answers, |bytes, answer| self.one(answer, bytes));
    }

    fn one(&self, answer: &Answer, bytes: &mut Vec<u8>) {
        object(bytes, &self.view.outputs, |bytes, output| match output {
            StatOutput::TypeName(name) => json(bytes, name),
            StatOutput::Start => moment(bytes, self.edge(answer, 0)),
            StatOutput::End => moment(bytes, self.edge(answer, 1)),
            StatOutput::Count(measure) => json(bytes, &answer.count(*measure)),
            StatOutput::Number(outputs) => object(bytes, outputs, |bytes, output| match output {
                None => json(bytes, "NumberStat"),
                Some(metric) => number(bytes, answer.number(*metric)),
            }),
            StatOutput::Key(outputs) => {
                let keys = self.plan.keys.iter().zip(&answer.keys);
                list(bytes, keys, |bytes, (plan, key)| self.key(outputs, plan, key, bytes));
            }
        });
    }

    fn key(&self, outputs: &[(Label, KeyOutput)], plan: &KeyPlan, key: &GroupKey, bytes: &mut Vec<u8>) {
        let time = instant(plan, key, self.fetched);
        object(bytes, outputs, |bytes, output| match (output, key) {
            (KeyOutput::TypeName, _) => json(bytes, "StatKey"),
            (KeyOutput::Name, _) => json(bytes, &plan.name),
            (KeyOutput::Text, _) => json(bytes, &self.context.key_text(plan, key, time)),
            (KeyOutput::Number, _) => number(bytes, key_number(plan, key)),
            (KeyOutput::Time, _) => moment(bytes, time),
            (KeyOutput::Entry(position), GroupKey::Value(Value::Id(id))) => {
                json(bytes, &self.fetched.entries.get(*position).and_then(|entries| entries.get(id)));
            }
            (KeyOutput::Entry(_), _) => json(bytes, &()),
        });
    }

    /// An edge of the bucket of a group; `None` where nothing is grouped by time.
    fn edge(&self, answer: &Answer, offset: usize) -> Option<Instant> {
        let time = self.plan.time.as_ref()?;
        let GroupKey::Position(position) = answer.keys.get(time.position)? else { return None };
        self.fetched.edges.get(position + offset).copied()
    }
}

fn list<T>(bytes: &mut Vec<u8>, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Vec<u8>, T)) {
    bytes.push(b'[');
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            bytes.push(b',');
        }
        write(bytes, item);
    }
    bytes.push(b']');
}

fn object<T>(bytes: &mut Vec<u8>, members: &[(Label, T)], mut write: impl FnMut(&mut Vec<u8>, &T)) {
    bytes.push(b'{');
    for (place, (Label(label), member)) in members.iter().enumerate() {
        if place > 0 {
            bytes.push(b',');
        }
        bytes.extend_from_slice(label.as_bytes());
        write(bytes, member);
    }
    bytes.push(b'}');
}

fn json<T: Serialize + ?Sized>(bytes: &mut Vec<u8>, value: &T) {
    json::write(value, bytes);
}

fn moment(bytes: &mut Vec<u8>, instant: Option<Instant>) {
    let Some(instant) = instant else { return json(bytes, &()) };
    bytes.push(b'"');
    write_instant(instant, bytes);
    bytes.push(b'"');
}

/// A number; null where there is none, and beyond all numbers.
fn number(bytes: &mut Vec<u8>, number: Option<f64>) {
    match number.filter(|number| number.is_finite()) {
        None => json(bytes, &()),
        Some(number) if is_whole(number) => json(bytes, &(number as i64)),
        Some(number) => json(bytes, &number),
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
                let number = number_json(*number).to_string();
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
        (GroupKey::Value(Value::Float(number)), _) => Some(*number),
        (GroupKey::Value(Value::Duration(span)), _) => Some(span.milliseconds() as f64 / 1000.0),
        _ => None,
    }
}
