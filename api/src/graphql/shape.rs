//! Rows to answer.

use daybook_schema::{
    FieldIndex, Value,
    model::{Field, FieldKind},
    time::{date_instant, format_instant},
    unit::Unit,
};
use daybook_store::{query::Row, title};
use serde_json::{Map, Value as Json, json};

use super::{
    arguments,
    plan::{
        ConnectionOutput, ConnectionView, EdgeOutput, ListPlan, Output, PageInfoOutput, QuantityOutput, Reading,
        TitlePlan, TitleSlot, ValueView, View,
    },
    read::{Below, Fetched, Listed, Reader},
};
use crate::error::RequestError;

type Result<T> = std::result::Result<T, RequestError>;

impl Reader<'_> {
    /// The connection of one parent, or of the root.
    pub fn connection(
        &mut self,
        view: &ConnectionView,
        plan: &ListPlan,
        fetched: &Fetched,
        parent: uuid::Uuid,
    ) -> Result<Json> {
        let empty = Listed::default();
        let listed = fetched.lists.get(&parent).unwrap_or(&empty);
        let rows = &listed.page.rows;
        let mut answer = Map::new();
        for (key, output) in &view.outputs {
            let value = match output {
                ConnectionOutput::TypeName(name) => json!(name),
                ConnectionOutput::TotalCount => json!(listed.count.unwrap_or(0)),
                ConnectionOutput::Nodes(view) => self.rows(view, &plan.reading, rows.iter(), &fetched.below)?,
                ConnectionOutput::PageInfo(outputs) => self.page_info(outputs, plan, listed),
                ConnectionOutput::Edges(outputs) => self.edges(outputs, plan, rows, &fetched.below)?,
            };
            answer.insert(key.clone(), value);
        }
        Ok(Json::Object(answer))
    }

    fn rows<'r>(
        &mut self,
        view: &View,
        reading: &Reading,
        rows: impl Iterator<Item = &'r Row>,
        below: &Below,
    ) -> Result<Json> {
        rows.map(|row| self.row(view, reading, row, below)).collect::<Result<Vec<_>>>().map(Json::Array)
    }

    fn edges(
        &mut self,
        outputs: &[(String, EdgeOutput)],
        plan: &ListPlan,
        rows: &[Row],
        below: &Below,
    ) -> Result<Json> {
        let mut edges = vec![Map::new(); rows.len()];
        for (key, output) in outputs {
            if let EdgeOutput::Link(sets) = output {
                let links: Vec<_> = rows.iter().map(|row| row.link.clone()).collect();
                for (edge, link) in edges.iter_mut().zip(self.links(sets, &links)?) {
                    edge.insert(key.clone(), link);
                }
                continue;
            }
            for (edge, row) in edges.iter_mut().zip(rows) {
                let value = match output {
                    EdgeOutput::TypeName(name) => json!(name),
                    EdgeOutput::Cursor => json!(self.cursor(plan, row)),
                    EdgeOutput::Node(view) => self.row(view, &plan.reading, row, below)?,
                    EdgeOutput::Props(view) => self.props(view, plan, row),
                    EdgeOutput::Link(_) => unreachable!("answered above, all edges at once"),
                };
                edge.insert(key.clone(), value);
            }
        }
        Ok(edges.into_iter().map(Json::Object).collect())
    }

    fn props(&self, view: &ValueView, plan: &ListPlan, row: &Row) -> Json {
        let Some((relation, _)) = &plan.relation else { return Json::Null };
        let model = self.planner.model();
        let (Some(object), Some(link)) = (model.link(*relation).props, &row.link) else { return Json::Null };
        let fields = &model.objects[object.0].fields;
        match &link.props {
            daybook_store::record::LinkProps::Typed(values) => self.object(view, fields, values),
            _ => self.object(view, fields, &vec![Value::Null; fields.len()]),
        }
    }

    fn cursor(&self, plan: &ListPlan, row: &Row) -> String {
        arguments::cursor::encode(&self.planner.cursor_key, &plan.order, &row.position)
    }

    fn page_info(&self, outputs: &[(String, PageInfoOutput)], plan: &ListPlan, listed: &Listed) -> Json {
        let window = &plan.list.window;
        let rows = &listed.page.rows;
        let (next, previous) = if window.from_end {
            (window.before.is_some(), listed.page.more)
        } else {
            (listed.page.more, window.after.is_some())
        };
        page_info(
            outputs,
            next,
            previous,
            || rows.first().map(|row| self.cursor(plan, row)),
            || rows.last().map(|row| self.cursor(plan, row)),
        )
    }

    /// One record.
    pub fn row(&mut self, view: &View, reading: &Reading, row: &Row, below: &Below) -> Result<Json> {
        let model = std::sync::Arc::clone(self.planner.model());
        let known = model.record(view.record);
        let mut answer = Map::new();
        for (key, output) in &view.outputs {
            let value = match output {
                Output::Constant(value) => value.clone(),
                Output::Id => json!(row.id),
                Output::Version => json!(row.version),
                Output::CreatedAt => json!(format_instant(row.created_at)),
                Output::UpdatedAt => json!(format_instant(row.updated_at)),
                Output::TrashedAt => json!(row.trashed_at.map(format_instant)),
                Output::Flagged => json!(row.flagged),
                Output::At(slot) => json!(slot.and_then(|slot| instant(&row.values[slot])).map(format_instant)),
                Output::Title(plan) => json!(self.title(plan, row)),
                Output::ExternalKeys(view) => row
                    .external_keys
                    .iter()
                    .map(|key| parts(view, &json!({ "source": key.source, "key": key.key })))
                    .collect(),
                Output::Value { slot, field, view } => self.value(view, known.field(*field), &row.values[*slot]),
                Output::ToOne { slot, view } => match &row.to_one[*slot] {
                    Some(target) => self.row(view, &reading.to_one[*slot].1, target, &below.to_one[*slot])?,
                    None => Json::Null,
                },
                Output::List { index, view } => {
                    self.connection(view, &reading.lists[*index], &below.lists[*index], row.id)?
                }
                Output::Stats { index, view } => {
                    self.groups(view, &reading.stats[*index], &below.stats[*index], row.id)
                }
                Output::Links(plan) => self.entry_links(plan, row.id)?,
                Output::History(plan) => self.history(plan, row.id)?,
            };
            answer.insert(key.clone(), value);
        }
        Ok(Json::Object(answer))
    }

    /// The title of a row.
    pub fn title(&self, plan: &TitlePlan, row: &Row) -> String {
        let model = self.planner.model();
        let value = |field: FieldIndex| {
            plan.parts.iter().find_map(|part| match part {
                TitleSlot::Value(slot, known) if *known == field => Some(&row.values[*slot]),
                _ => None,
            })
        };
        let target = |field: FieldIndex| {
            plan.parts.iter().find_map(|part| match part {
                TitleSlot::Link(slot, known, plan) if *known == field => {
                    row.to_one[*slot].as_ref().map(|target| self.title(plan, target))
                }
                _ => None,
            })
        };
        title::compose(model, plan.record, value, target)
    }

    /// A field's value.
    pub fn value(&self, view: &ValueView, field: &Field, value: &Value) -> Json {
        match value {
            Value::Null => Json::Null,
            Value::List(items) => items.iter().map(|item| self.value(view, field, item)).collect(),
            Value::Quantity(_) => {
                let canonical = field.unit.as_ref().map(|rule| rule.canonical);
                quantity(view, &daybook_schema::input::to_json(self.planner.model(), field, value), canonical)
            }
            Value::Object(values) => match &field.kind {
                FieldKind::Object(index) => self.object(view, &self.planner.model().objects[index.0].fields, values),
                _ => Json::Null,
            },
            _ => parts(view, &daybook_schema::input::to_json(self.planner.model(), field, value)),
        }
    }

    fn object(&self, view: &ValueView, fields: &[Field], values: &[Value]) -> Json {
        let ValueView::Object(type_name, outputs) = view else { return Json::Null };
        let answer = outputs.iter().map(|(key, output)| {
            let value = match output {
                None => json!(type_name),
                Some((FieldIndex(position), view)) => match values.get(*position) {
                    Some(value) => self.value(view, &fields[*position], value),
                    None => Json::Null,
                },
            };
            (key.clone(), value)
        });
        Json::Object(answer.collect())
    }
}

/// Page info of any connection.
pub fn page_info(
    outputs: &[(String, PageInfoOutput)],
    next: bool,
    previous: bool,
    start: impl Fn() -> Option<String>,
    end: impl Fn() -> Option<String>,
) -> Json {
    let answer = outputs.iter().map(|(key, output)| {
        let value = match output {
            PageInfoOutput::TypeName => json!("PageInfo"),
            PageInfoOutput::HasNextPage => json!(next),
            PageInfoOutput::HasPreviousPage => json!(previous),
            PageInfoOutput::StartCursor => json!(start()),
            PageInfoOutput::EndCursor => json!(end()),
        };
        (key.clone(), value)
    });
    Json::Object(answer.collect())
}

/// A quantity, given as `{value, unit, entered}`.
fn quantity(view: &ValueView, written: &Json, canonical: Option<Unit>) -> Json {
    let ValueView::Quantity(outputs) = view else { return written.clone() };
    let convert = |unit: Unit| {
        let number = written["value"].as_f64()?;
        as_entered(written, unit).or_else(|| canonical?.convert_f64(number, unit)).map(number_json)
    };
    let answer = outputs.iter().map(|(key, output)| {
        let value = match output {
            QuantityOutput::TypeName => json!("Quantity"),
            QuantityOutput::Value(Some(unit)) if Some(*unit) != canonical => convert(*unit).unwrap_or(Json::Null),
            QuantityOutput::Value(_) => written["value"].clone(),
            QuantityOutput::Unit => written["unit"].clone(),
            QuantityOutput::Entered => written["entered"].clone(),
        };
        (key.clone(), value)
    });
    Json::Object(answer.collect())
}

/// The number that was entered, when it was entered in that unit: 78.6 °F, not what is left of it after °C and back.
fn as_entered(written: &Json, unit: Unit) -> Option<f64> {
    let number = written["entered"].as_str()?.strip_suffix(unit.symbol())?;
    number.trim_end().parse().ok()
}

/// A number; whole ones without a fraction, as they are entered.
pub fn number_json(number: f64) -> Json {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < EXACT { json!(number as i64) } else { json!(number) }
}

/// A structured value by the names of its parts; a leaf as it is.
pub fn parts(view: &ValueView, value: &Json) -> Json {
    let ValueView::Parts(type_name, outputs) = view else { return value.clone() };
    let answer = outputs.iter().map(|(key, part)| {
        let value = part.as_ref().map_or_else(|| json!(type_name), |part| value[part].clone());
        (key.clone(), value)
    });
    Json::Object(answer.collect())
}

fn instant(value: &Value) -> Option<i64> {
    match value {
        Value::Instant(instant) => Some(*instant),
        Value::Date(date) => Some(date_instant(*date)),
        _ => None,
    }
}
