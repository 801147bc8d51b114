//! One record.

use daybook_schema::{
    FieldIndex, Value,
    input::ExternalKey,
    time::{date_instant, format_instant},
};
use daybook_store::{query::Row, title};
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::json;

use super::{
    Connection, Each,
    statistics::Groups,
    value::{One, parts},
};
use crate::{
    plan::{Context, Output, Reading, TitlePlan, TitleSlot, ValueView, View},
    read::Children,
};

/// One record, as one place of the request asks for it.
pub struct Record<'a> {
    /// What the request brings along.
    pub context: &'a Context,
    /// What to answer.
    pub view: &'a View,
    /// What was read.
    pub reading: &'a Reading,
    /// What was found.
    pub row: &'a Row,
    /// What depends on it.
    pub below: &'a Children,
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { context, view, reading, row, below } = *self;
        let model = &context.model;
        let known = model.record(view.record);
        let mut answer = serializer.serialize_map(Some(view.outputs.len()))?;
        for (key, output) in &view.outputs {
            match output {
                Output::Constant(value) => answer.serialize_entry(key, value)?,
                Output::Id => answer.serialize_entry(key, &row.id)?,
                Output::Version => answer.serialize_entry(key, &row.version)?,
                Output::CreatedAt => answer.serialize_entry(key, &format_instant(row.created_at))?,
                Output::UpdatedAt => answer.serialize_entry(key, &format_instant(row.updated_at))?,
                Output::TrashedAt => answer.serialize_entry(key, &row.trashed_at.map(format_instant))?,
                Output::Flagged => answer.serialize_entry(key, &row.flagged)?,
                Output::At(slot) => {
                    let at = slot.and_then(|slot| instant(&row.values[slot]));
                    answer.serialize_entry(key, &at.map(format_instant))?;
                }
                Output::Title(plan) => answer.serialize_entry(key, &title_of(context, plan, row))?,
                Output::ExternalKeys(view) => {
                    let keys = || row.external_keys.iter().map(|key| external_key(view, key));
                    answer.serialize_entry(key, &Each(keys))?;
                }
                Output::Value { slot, field, view } => {
                    let (field, value) = (known.field(*field), &row.values[*slot]);
                    answer.serialize_entry(key, &One { model, view, field, value })?;
                }
                Output::ToOne { slot, view } => {
                    let (reading, below) = (&reading.to_one[*slot].1, &below.to_one[*slot]);
                    let target = row.to_one[*slot].as_ref();
                    let target = target.map(|row| Record { context, view, reading, row, below });
                    answer.serialize_entry(key, &target)?;
                }
                Output::List { index, view } => {
                    let (plan, fetched) = (&reading.lists[*index], &below.lists[*index]);
                    answer.serialize_entry(key, &Connection { context, view, plan, fetched, parent: row.id })?;
                }
                Output::Stats { index, view } => {
                    let (plan, fetched) = (&reading.stats[*index], &below.stats[*index]);
                    answer.serialize_entry(key, &Groups { context, view, plan, fetched, parent: row.id })?;
                }
                Output::Links(index) => answer.serialize_entry(key, &below.links[*index].get(&row.id))?,
                Output::History(index) => answer.serialize_entry(key, &below.history[*index].get(&row.id))?,
            }
        }
        answer.end()
    }
}

fn external_key(view: &ValueView, key: &ExternalKey) -> serde_json::Value {
    parts(view, json!({ "source": key.source, "key": key.key }))
}

/// The title of a row.
fn title_of(context: &Context, plan: &TitlePlan, row: &Row) -> String {
    let value = |field: FieldIndex| {
        plan.parts.iter().find_map(|part| match part {
            TitleSlot::Value(slot, known) if *known == field => Some(&row.values[*slot]),
            _ => None,
        })
    };
    let target = |field: FieldIndex| {
        plan.parts.iter().find_map(|part| match part {
            TitleSlot::Link(slot, known, plan) if *known == field => {
                row.to_one[*slot].as_ref().map(|target| title_of(context, plan, target))
            }
            _ => None,
        })
    };
    title::compose(&context.model, plan.record, value, target)
}

fn instant(value: &Value) -> Option<i64> {
    match value {
        Value::Instant(instant) => Some(*instant),
        Value::Date(date) => Some(date_instant(*date)),
        _ => None,
    }
}
