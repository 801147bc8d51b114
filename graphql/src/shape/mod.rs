//! Rows to answer.
//!
//! Nothing is read here. An answer is written as it stands in the selection: straight into the bytes of a response, or
//! into a value tree for those who put it into another answer.

mod record;
pub mod statistics;
mod value;

use daybook_schema::Value;
use daybook_store::{
    query::{Position, Row},
    record::LinkProps,
};
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use self::value::Object;
use crate::{
    arguments,
    json::tree,
    plan::{ConnectionOutput, ConnectionView, Context, EdgeOutput, ListPlan, PageInfoOutput, Reading, ValueView, View},
    read::{Children, Fetched, Listed, Reader},
    surface::PageField,
};

pub use self::record::Record;

impl Reader<'_> {
    /// One record as a value tree.
    pub fn row(&self, view: &View, reading: &Reading, row: &Row, below: &Children) -> Json {
        tree(&Record { context: self.context, view, reading, row, below })
    }
}

/// The connection of one parent, or of the root.
pub struct Connection<'a> {
    /// What the request brings along.
    pub context: &'a Context,
    /// What to answer.
    pub view: &'a ConnectionView,
    /// What was read.
    pub plan: &'a ListPlan,
    /// What came of it.
    pub fetched: &'a Fetched,
    /// Whose; of a root list the nil id.
    pub parent: Uuid,
}

impl Serialize for Connection<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let empty = Listed::default();
        let listed = self.fetched.lists.get(&self.parent).unwrap_or(&empty);
        let rows = &listed.page.rows;
        let mut answer = serializer.serialize_map(Some(self.view.outputs.len()))?;
        for (key, output) in &self.view.outputs {
            match output {
                ConnectionOutput::TypeName(name) => answer.serialize_entry(key, name)?,
                ConnectionOutput::TotalCount => answer.serialize_entry(key, &listed.count.unwrap_or(0))?,
                ConnectionOutput::Marks(position) => {
                    let marks = listed.marks.get(*position).map(Vec::as_slice).unwrap_or_default();
                    answer.serialize_entry(key, &Each(|| marks.iter().map(|mark| self.cursor_at(mark))))?;
                }
                ConnectionOutput::Nodes(view) => {
                    answer.serialize_entry(key, &Each(|| rows.iter().map(|row| self.record(view, row))))?;
                }
                ConnectionOutput::PageInfo(outputs) => {
                    answer.serialize_entry(key, &self.page_info(outputs, listed))?;
                }
                ConnectionOutput::Edges(outputs) => {
                    let edge = |(position, row)| Edge { connection: self, outputs, position, row };
                    answer.serialize_entry(key, &Each(|| rows.iter().enumerate().map(edge)))?;
                }
            }
        }
        answer.end()
    }
}

impl Connection<'_> {
    fn record<'r>(&'r self, view: &'r View, row: &'r Row) -> Record<'r> {
        Record { context: self.context, view, reading: &self.plan.reading, row, below: &self.fetched.below }
    }

    fn cursor(&self, row: &Row) -> String {
        self.cursor_at(&row.position)
    }

    fn cursor_at(&self, position: &Position) -> String {
        arguments::cursor::encode(&self.context.cursor_key, &self.plan.order, position)
    }

    fn page_info(&self, outputs: &[(String, PageInfoOutput)], listed: &Listed) -> Json {
        let window = &self.plan.list.window;
        let rows = &listed.page.rows;
        let (next, previous) = if window.from_end {
            (window.before.is_some(), listed.page.more)
        } else {
            (listed.page.more, window.after.is_some())
        };
        let (start, end) = (rows.first(), rows.last());
        page_info(outputs, next, previous, || start.map(|row| self.cursor(row)), || end.map(|row| self.cursor(row)))
    }

    fn props(&self, view: &ValueView, row: &Row) -> Json {
        let Some((relation, _)) = &self.plan.relation else { return Json::Null };
        let model = &self.context.model;
        let (Some(object), Some(link)) = (model.link(*relation).props, &row.link) else { return Json::Null };
        let fields = &model.objects[object.0].fields;
        match &link.props {
            LinkProps::Typed(values) => tree(&Object { model, view, fields, values }),
            _ => tree(&Object { model, view, fields, values: &vec![Value::Null; fields.len()] }),
        }
    }
}

/// A list whose items are made one after the other.
struct Each<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

struct Edge<'a> {
    connection: &'a Connection<'a>,
    outputs: &'a [(String, EdgeOutput)],
    /// On its page.
    position: usize,
    row: &'a Row,
}

impl Serialize for Edge<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (connection, row) = (self.connection, self.row);
        let mut answer = serializer.serialize_map(Some(self.outputs.len()))?;
        for (key, output) in self.outputs {
            match output {
                EdgeOutput::TypeName(name) => answer.serialize_entry(key, name)?,
                EdgeOutput::Cursor => answer.serialize_entry(key, &connection.cursor(row))?,
                EdgeOutput::Node(view) => answer.serialize_entry(key, &connection.record(view, row))?,
                EdgeOutput::Props(view) => answer.serialize_entry(key, &connection.props(view, row))?,
                EdgeOutput::Link(index) => {
                    let links = connection.fetched.links.get(*index).and_then(|links| links.get(&connection.parent));
                    answer.serialize_entry(key, &links.and_then(|links| links.get(self.position)))?;
                }
            }
        }
        answer.end()
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
            PageInfoOutput::Field(PageField::HasNextPage) => json!(next),
            PageInfoOutput::Field(PageField::HasPreviousPage) => json!(previous),
            PageInfoOutput::Field(PageField::StartCursor) => json!(start()),
            PageInfoOutput::Field(PageField::EndCursor) => json!(end()),
        };
        (key.clone(), value)
    });
    Json::Object(answer.collect())
}
