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
use serde_json::{Value as Json, json};
use uuid::Uuid;

use self::value::Object;
use crate::{
    arguments,
    json::{self, Label},
    plan::{ConnectionOutput, ConnectionView, Context, EdgeOutput, ListPlan, PageInfoOutput, Reading, ValueView, View},
    read::{Children, Fetched, Listed, Reader},
    surface::PageField,
};

pub use self::record::Record;

impl Reader<'_> {
    /// One record as a value tree.
    pub fn row(&self, view: &View, reading: &Reading, row: &Row, below: &Children) -> Json {
        json::tree(|bytes| Record { context: self.context, view, reading, row, below }.write(bytes))
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

impl Connection<'_> {
    /// Writes it as JSON, behind other bytes.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        let empty = Listed::default();
        let listed = self.fetched.lists.get(&self.parent).unwrap_or(&empty);
        let rows = &listed.page.rows;
        json::write_object(&self.view.outputs, bytes, |output, bytes| match output {
            ConnectionOutput::TypeName(name) => json::write(name, bytes),
            ConnectionOutput::TotalCount => json::write(&listed.count.unwrap_or(0), bytes),
            ConnectionOutput::Marks(position) => {
                let marks = listed.marks.get(*position).map(Vec::as_slice).unwrap_or_default();
                json::write_list(marks, bytes, |mark, bytes| json::write(&self.cursor_at(mark), bytes));
            }
            ConnectionOutput::Nodes(view) => {
                json::write_list(rows, bytes, |row, bytes| self.record(view, row).write(bytes));
            }
            ConnectionOutput::PageInfo(outputs) => json::write(&self.page_info(outputs, listed), bytes),
            ConnectionOutput::Edges(outputs) => {
                json::write_list(rows.iter().enumerate(), bytes, |(position, row), bytes| {
                    self.edge(outputs, position, row, bytes);
                });
            }
        });
    }

    /// `position` is that of the row on its page.
    fn edge(&self, outputs: &[(Label, EdgeOutput)], position: usize, row: &Row, bytes: &mut Vec<u8>) {
        json::write_object(outputs, bytes, |output, bytes| match output {
            EdgeOutput::TypeName(name) => json::write(name, bytes),
            EdgeOutput::Cursor => json::write(&self.cursor(row), bytes),
            EdgeOutput::Node(view) => self.record(view, row).write(bytes),
            EdgeOutput::Props(view) => self.props(view, row, bytes),
            EdgeOutput::Link(index) => {
                let links = self.fetched.links.get(*index).and_then(|links| links.get(&self.parent));
                json::write(&links.and_then(|links| links.get(position)), bytes);
            }
        });
    }

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

    fn props(&self, view: &ValueView, row: &Row, bytes: &mut Vec<u8>) {
        let model = &self.context.model;
        let object = self.plan.relation.as_ref().and_then(|(relation, _)| model.link(*relation).props);
        let (Some(object), Some(link)) = (object, &row.link) else { return json::write_null(bytes) };
        let fields = &model.objects[object.0].fields;
        match &link.props {
            LinkProps::Typed(values) => Object { model, view, fields, values }.write(bytes),
            _ => Object { model, view, fields, values: &vec![Value::Null; fields.len()] }.write(bytes),
        }
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
