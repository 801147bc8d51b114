//! Selection to plan: what to read, and how to shape the answer from it.
//!
//! A *reading* is what one statement (and the nested ones below it) fetches for the records of one type in one place of
//! the request; a *view* is one use of it. `nodes { name }` and `edges { node { id } }` of one list are two views of one
//! reading, and two aliases of one to-one link share one join. Planning is pure: no store, no clock.

mod changes;
mod connection;
mod context;
mod entries;
mod links;
mod page;
mod payload;
mod plain;
mod record;
pub mod statistics;
#[cfg(test)]
mod tests;
mod value;

use std::sync::Arc;

use async_graphql_value::{Name, Value};
use daybook_schema::{Model, value::Instant};
use serde_json::{Map, Value as Json};

use self::entries::PlannedEntries;
pub use self::{
    changes::{ChangeOutput, ChangeView, ChangesPlan, SampleChangeOutput, SampleChangeView, SampleChangesPlan},
    connection::{ConnectionOutput, ConnectionView, EdgeOutput, ListPlan, MAX_MARKS, PageInfoOutput},
    context::Context,
    entries::{EntriesPlan, EntryPlan},
    links::{LinkOutput, LinkView, LinksPlan, SubgraphOutput, SubgraphView},
    page::{PageEdgeOutput, PageOutput, PageView},
    payload::{ErrorOutput, ErrorsView, PayloadOutput, PayloadPlan},
    plain::PlainPlan,
    record::{Output, Reading, TitlePlan, TitleSlot, View, unplanned},
    value::{QuantityOutput, ValueView, asked_unit},
};
use crate::{
    coerce,
    error::RequestError,
    json::Label,
    retention::Retention,
    selection::{self, Selected, Set},
    surface::{FieldRole, Shape, Surface},
};

/// What planning a request needs to know.
pub struct Planner {
    /// The API's surface.
    pub surface: Arc<Surface>,
    /// What the request brings along.
    pub context: Context,
    /// How long the server keeps what is gone.
    pub retention: Retention,
    planned_entries: PlannedEntries,
}

/// A selected field with its role and coerced arguments.
pub struct Planned {
    /// The selection.
    pub selected: Selected,
    /// What it means; `None` for `__typename`.
    pub role: Option<FieldRole>,
    /// Its arguments.
    pub arguments: Map<String, Json>,
    /// Name of the type it answers.
    pub type_name: String,
    /// Whether null is an answer.
    pub nullable: bool,
}

impl Planned {
    /// Its key in the answer.
    pub fn key(&self) -> String {
        self.selected.key().to_owned()
    }

    /// The same as it is written.
    pub fn label(&self) -> Label {
        Label::of(self.selected.key())
    }

    /// The variable that gives an argument as a whole.
    pub fn variable(&self, name: &str) -> Option<&Name> {
        let mut given = self.selected.node.arguments.iter();
        match given.find(|(known, _)| known.node == name).map(|(_, value)| &value.node) {
            Some(Value::Variable(name)) => Some(name),
            _ => None,
        }
    }

    /// A text argument.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.arguments.get(name).and_then(Json::as_str)
    }

    /// A boolean argument; false when left out.
    pub fn flag(&self, name: &str) -> bool {
        self.arguments.get(name).and_then(Json::as_bool).unwrap_or(false)
    }

    /// An integer argument.
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.arguments.get(name).and_then(Json::as_i64)
    }

    /// An argument; an explicit null counts as left out.
    pub fn given(&self, name: &str) -> Option<&Json> {
        self.arguments.get(name).filter(|value| !value.is_null())
    }
}

impl Planner {
    /// Plans one request.
    pub fn new(surface: Arc<Surface>, context: Context, retention: Retention) -> Self {
        Self { surface, context, retention, planned_entries: PlannedEntries::default() }
    }

    /// The model behind the surface.
    pub fn model(&self) -> &Arc<Model> {
        &self.surface.model
    }

    /// The same for another moment.
    #[must_use]
    pub fn at(&self, now: Instant) -> Self {
        Self::new(Arc::clone(&self.surface), Context { now, ..self.context.clone() }, self.retention)
    }

    /// The fields that sets select on a concrete type, with roles and coerced arguments.
    pub fn fields(&self, type_name: &str, sets: &[Arc<Set>]) -> Result<Vec<Planned>, RequestError> {
        let selected = selection::collect(sets, &|condition| self.covers(condition, type_name));
        selected.into_iter().map(|selected| self.planned(type_name, selected)).collect()
    }

    /// A selected field with its role and coerced arguments.
    pub fn planned(&self, type_name: &str, selected: Selected) -> Result<Planned, RequestError> {
        let node = &selected.node;
        if node.name == "__typename" {
            let (arguments, type_name) = (Map::new(), "String".to_owned());
            return Ok(Planned { selected, role: None, arguments, type_name, nullable: false });
        }
        let Some(field) = self.surface.field(type_name, &node.name) else {
            return Err(RequestError::new(
                crate::error::Code::ValidationFailed,
                format!("there is no field `{}` on `{type_name}`", node.name),
            )
            .at(node.position.line, node.position.column));
        };
        let arguments = coerce::arguments(&self.surface, &field.arguments, &node.arguments, &self.context.variables)
            .map_err(|error| error.at(node.position.line, node.position.column))?;
        let (role, type_name) = (Some(field.role), field.ty.name().to_owned());
        Ok(Planned { selected, role, arguments, type_name, nullable: !field.ty.is_required() })
    }

    /// Whether a type condition covers a concrete type.
    fn covers(&self, condition: &str, type_name: &str) -> bool {
        condition == type_name
            || matches!(
                self.surface.types.get(type_name).map(|known| &known.shape),
                Some(Shape::Object { implements, .. }) if implements.iter().any(|interface| interface == condition)
            )
    }
}
