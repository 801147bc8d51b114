//! Lists: what to fetch, and how connections answer it.

use std::sync::{Arc, OnceLock};

use daybook_schema::{Relation, TypeIndex};
use daybook_store::query::{Filter, Given, List, RepeatedList, Select};

use super::{LinkView, Planned, Planner, Reading, ValueView, View, record::unplanned};
use crate::{
    arguments,
    error::RequestError,
    json::Label,
    selection::Set,
    surface::{FieldRole, PageField},
};

/// Marks of one list.
pub const MAX_MARKS: usize = 1_000;

/// Rows between two marks.
const MAX_DISTANCE: i64 = 100_000;

/// A list to fetch, at the root or below each of many parents.
#[derive(Debug)]
pub struct ListPlan {
    /// The store's list; parents, selection and as-of are filled in when it is read.
    pub list: List,
    /// The relation from its parents, and the condition on link properties.
    pub relation: Option<(Relation, Option<Filter>)>,
    /// What of each record.
    pub reading: Reading,
    /// Whether rows are asked for at all.
    pub rows: bool,
    /// Whether the total is asked for.
    pub count: bool,
    /// The distances of the marks that are asked for.
    pub marks: Vec<usize>,
    /// Binds cursors to this order.
    pub order: arguments::CursorScope,
    /// How the links that lead from the parents are answered, in each place.
    pub links: Vec<LinkView>,
    /// The same list for the store, made when it is first read: all is planned then.
    pub repeated: OnceLock<RepeatedList>,
}

/// One use of a list.
#[derive(Debug)]
pub struct ConnectionView {
    /// What to answer, by key.
    pub outputs: Vec<(Label, ConnectionOutput)>,
}

/// What one key of a connection answers.
#[derive(Debug)]
pub enum ConnectionOutput {
    TypeName(String),
    Nodes(View),
    Edges(Vec<(Label, EdgeOutput)>),
    PageInfo(Vec<(String, PageInfoOutput)>),
    TotalCount,
    /// Those of [`ListPlan::marks`] at this position.
    Marks(usize),
}

/// What one key of an edge answers.
#[derive(Debug)]
pub enum EdgeOutput {
    TypeName(String),
    Cursor,
    Node(View),
    /// The link that leads from the parent; null in a root list.
    Link(usize),
    Props(ValueView),
}

/// What one key of a page info answers.
#[derive(Clone, Copy, Debug)]
pub enum PageInfoOutput {
    TypeName,
    Field(PageField),
}

impl Planner {
    /// Plans a list of records of a type, below a relation or at the root.
    pub fn list(
        &self,
        record: TypeIndex,
        relation: Option<Relation>,
        planned: &Planned,
    ) -> Result<(ListPlan, ConnectionView), RequestError> {
        let place = planned.selected.node.position;
        let positioned = |error: RequestError| error.at(place.line, place.column);
        let model = self.model();
        let empty = serde_json::Value::Object(serde_json::Map::new());
        let filter =
            arguments::filter(model, self.context.now, record, planned.given("where").unwrap_or(&empty), &["where"])
                .map_err(positioned)?;
        let order = arguments::order(model, record, planned.given("orderBy")).map_err(positioned)?;
        let edge = match (relation, planned.given("edge")) {
            (Some(relation), Some(json)) => {
                Some(arguments::edge_filter(model, self.context.now, relation, json, &["edge"]).map_err(positioned)?)
            }
            _ => None,
        };
        let scope = arguments::CursorScope::new(model, record, &order);
        let window = arguments::window(&planned.arguments, &self.context.cursor_key, &scope).map_err(positioned)?;
        let mut plan = ListPlan {
            list: List { record, parents: None, filter, order, window, select: Select::default(), as_of: None },
            relation: relation.map(|relation| (relation, edge)),
            reading: Reading::default(),
            rows: false,
            count: false,
            marks: Vec::new(),
            order: scope,
            links: Vec::new(),
            repeated: OnceLock::new(),
        };
        let view = self.connection(&mut plan, planned)?;
        Ok((plan, view))
    }

    fn connection(&self, plan: &mut ListPlan, planned: &Planned) -> Result<ConnectionView, RequestError> {
        let record = plan.list.record;
        let mut outputs = Vec::new();
        for field in self.fields(&planned.type_name, &planned.selected.sets)? {
            plan.rows |= !matches!(field.role, None | Some(FieldRole::TotalCount | FieldRole::Marks));
            let sets = &field.selected.sets;
            let output = match field.role {
                None => ConnectionOutput::TypeName(planned.type_name.clone()),
                Some(FieldRole::Nodes) => ConnectionOutput::Nodes(self.view(record, &mut plan.reading, sets)?),
                Some(FieldRole::Edges) => ConnectionOutput::Edges(self.edges(plan, &field)?),
                Some(FieldRole::PageInfo) => ConnectionOutput::PageInfo(self.page_info(sets)?),
                Some(FieldRole::TotalCount) => {
                    plan.count = true;
                    ConnectionOutput::TotalCount
                }
                Some(FieldRole::Marks) => {
                    plan.marks.push(distance(&field)?);
                    ConnectionOutput::Marks(plan.marks.len() - 1)
                }
                Some(other) => return Err(unplanned(other, &field)),
            };
            outputs.push((field.label(), output));
        }
        Ok(ConnectionView { outputs })
    }

    fn edges(&self, plan: &mut ListPlan, edges: &Planned) -> Result<Vec<(Label, EdgeOutput)>, RequestError> {
        let mut outputs = Vec::new();
        for field in self.fields(&edges.type_name, &edges.selected.sets)? {
            let sets = &field.selected.sets;
            let output = match field.role {
                None => EdgeOutput::TypeName(edges.type_name.clone()),
                Some(FieldRole::Cursor) => EdgeOutput::Cursor,
                Some(FieldRole::Node) => EdgeOutput::Node(self.view(plan.list.record, &mut plan.reading, sets)?),
                Some(FieldRole::EdgeLink) => {
                    plan.reading.link = plan.relation.is_some();
                    plan.links.push(self.link(sets)?);
                    EdgeOutput::Link(plan.links.len() - 1)
                }
                Some(FieldRole::EdgeProps(object)) => {
                    plan.reading.link = plan.relation.is_some();
                    let object = &self.model().objects[object.0];
                    EdgeOutput::Props(self.object(&object.name, &object.fields, sets)?)
                }
                Some(other) => return Err(unplanned(other, &field)),
            };
            outputs.push((field.label(), output));
        }
        Ok(outputs)
    }

    /// Plans the page info of any connection.
    pub fn page_info(&self, sets: &[Arc<Set>]) -> Result<Vec<(String, PageInfoOutput)>, RequestError> {
        let fields = self.fields("PageInfo", sets)?;
        let outputs = fields.iter().map(|field| match field.role {
            None => Ok((field.key(), PageInfoOutput::TypeName)),
            Some(FieldRole::PageField(page)) => Ok((field.key(), PageInfoOutput::Field(page))),
            Some(other) => Err(unplanned(other, field)),
        });
        outputs.collect()
    }
}

/// Every how many rows there is a mark.
fn distance(field: &Planned) -> Result<usize, RequestError> {
    let every = field.integer("every").unwrap_or(500);
    if (1..=MAX_DISTANCE).contains(&every) {
        return Ok(every.cast_unsigned() as usize);
    }
    let place = field.selected.node.position;
    let message = format!("`every` is {every}; it must be from 1 to {MAX_DISTANCE}");
    Err(RequestError::bad_input(message).at(place.line, place.column))
}

impl ListPlan {
    /// What the store reads, below parents that are given each time, or at the root.
    pub fn repeated(&self) -> &RepeatedList {
        self.repeated.get_or_init(|| {
            let given = match &self.relation {
                Some((relation, edge)) => Given::Parents { relation: *relation, edge: edge.clone().map(Box::new) },
                None => Given::Nothing,
            };
            RepeatedList::new(List { select: self.reading.select(), ..self.list.clone() }, given)
        })
    }
}
