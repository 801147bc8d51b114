//! One record.

use daybook_schema::{FieldIndex, Value, input::ExternalKey, time::date_instant};
use daybook_store::{query::Row, title};
use serde_json::json;

use super::{
    Connection,
    statistics::Groups,
    value::{One, parts},
};
use crate::{
    json,
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

impl Record<'_> {
    /// Writes it as JSON, behind other bytes.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        json::write_object(&self.view.outputs, bytes, |output, bytes| self.output(output, bytes));
    }

    fn output(&self, output: &Output, bytes: &mut Vec<u8>) {
        let Self { context, view, reading, row, below } = *self;
        let model = &context.model;
        match output {
            Output::Constant(value) => json::write(value, bytes),
            Output::Id => json::write(&row.id, bytes),
            Output::Version => json::write(&row.version, bytes),
            Output::CreatedAt => json::write_moment(Some(row.created_at), bytes),
            Output::UpdatedAt => json::write_moment(Some(row.updated_at), bytes),
            Output::TrashedAt => json::write_moment(row.trashed_at, bytes),
            Output::Flagged => json::write(&row.flagged, bytes),
            Output::At(slot) => json::write_moment(slot.and_then(|slot| instant(&row.values[slot])), bytes),
            Output::Title(plan) => json::write(&title_of(context, plan, row), bytes),
            Output::ExternalKeys(view) => {
                json::write_list(&row.external_keys, bytes, |key, bytes| external_key(view, key, bytes));
            }
            Output::Value { slot, field, view: value_view } => {
                let field = model.record(view.record).field(*field);
                One { model, view: value_view, field, value: &row.values[*slot] }.write(bytes);
            }
            Output::ToOne { slot, view } => {
                let (reading, below) = (&reading.to_one[*slot].1, &below.to_one[*slot]);
                match &row.to_one[*slot] {
                    Some(row) => Record { context, view, reading, row, below }.write(bytes),
                    None => json::write_null(bytes),
                }
            }
            Output::List { index, view } => {
                let (plan, fetched) = (&reading.lists[*index], &below.lists[*index]);
                Connection { context, view, plan, fetched, parent: row.id }.write(bytes);
            }
            Output::Stats { index, view } => {
                let (plan, fetched) = (&reading.stats[*index], &below.stats[*index]);
                Groups { context, view, plan, fetched, parent: row.id }.write(bytes);
            }
            Output::Links(index) => json::write(&below.links[*index].get(&row.id), bytes),
            Output::History(index) => json::write(&below.history[*index].get(&row.id), bytes),
        }
    }
}

fn external_key(view: &ValueView, key: &ExternalKey, bytes: &mut Vec<u8>) {
    parts(view, &json!({ "source": key.source, "key": key.key }), bytes);
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
