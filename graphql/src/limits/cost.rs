//! Depth, size and price of a parsed document, each fragment measured once.
//!
//! The cost of a fragment does not depend on where it is spread, except for the depth, which the spread adds: that is
//! what makes the check linear. Nothing is exempt by its name alone: `__schema` and `__type` open their own allowance
//! only as fields of the query type.

use std::collections::HashMap;

use async_graphql_parser::{
    Pos, Positioned,
    types::{Directive, ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet},
};
use async_graphql_value::{ConstValue, Name, Value};

use super::{Limits, rows, too_many};
use crate::{
    coerce,
    error::{Code, RequestError},
    selection::Variables,
    surface::{FieldRole, Surface},
};

/// Lists of the introspection schema that lead from types to types: nested, each multiplies the answer.
const INTROSPECTION_LISTS: &[&str] = &["types", "fields", "interfaces", "possibleTypes", "inputFields"];
/// How deep those may be nested; what tools ask for needs two.
const MAX_INTROSPECTION_LISTS: usize = 2;
/// How often the list of all types may be asked for in one operation.
const MAX_TYPE_LISTS: u64 = 4;

/// Measures and prices the operation that will run; answers its price in rows.
pub(super) fn selected(
    surface: &Surface,
    document: &ExecutableDocument,
    operation: &Positioned<OperationDefinition>,
    variables: &Variables,
    limits: &Limits,
) -> Result<u64, RequestError> {
    let sizes = variables.iter().map(|(name, value)| (name, size(value))).collect();
    let mut walker = Walker::new(surface, document, limits, Some(variables), sizes);
    let cost = walker.operation(operation)?;
    check(&cost, operation.pos, limits)?;
    if cost.root_fields > limits.root_fields as u64 {
        return Err(too_many("root fields", limits.root_fields, "split it into several requests", operation.pos));
    }
    if cost.variable_bytes > limits.variable_bytes {
        return Err(too_many(
            "bytes of variables, counted wherever one is used",
            limits.variable_bytes,
            "use large variables only once",
            operation.pos,
        ));
    }
    check_cost(&cost, operation.pos, limits)?;
    Ok(cost.rows)
}

/// Measures what will not run but is validated all the same: the other operations, and fragments without a use.
pub(super) fn others(
    surface: &Surface,
    document: &ExecutableDocument,
    selected: &Positioned<OperationDefinition>,
    limits: &Limits,
) -> Result<(), RequestError> {
    let mut walker = Walker::new(surface, document, limits, None, HashMap::new());
    let mut total = 0_u64;
    for (_, operation) in document.operations.iter().filter(|(_, operation)| !std::ptr::eq(*operation, selected)) {
        let cost = walker.operation(operation)?;
        total = total.saturating_add(cost.selections);
        check(&Cost { selections: total, ..cost }, operation.pos, limits)?;
    }
    for (name, fragment) in &document.fragments {
        let cost = walker.fragment(name, fragment.pos)?;
        check(&cost, fragment.pos, limits)?;
    }
    Ok(())
}

/// How many selections are looked at to price an operation.
#[cfg(test)]
pub(super) fn visits(
    surface: &Surface,
    document: &ExecutableDocument,
    operation: &Positioned<OperationDefinition>,
    limits: &Limits,
) -> usize {
    let mut walker = Walker::new(surface, document, limits, None, HashMap::new());
    walker.operation(operation).expect("within the limits");
    walker.visits
}

fn check(cost: &Cost<'_>, at: Pos, limits: &Limits) -> Result<(), RequestError> {
    let deepest = cost.deepest.unwrap_or(at);
    if cost.depth > limits.depth {
        return Err(too_many(
            "levels of fields",
            limits.depth,
            "ask for the inner levels in a second request",
            deepest,
        ));
    }
    if cost.introspection > limits.introspection_depth {
        let advice = "ask for fewer levels of `ofType`";
        return Err(too_many("levels of fields below `__schema`", limits.introspection_depth, advice, deepest));
    }
    if cost.lists > MAX_INTROSPECTION_LISTS || cost.type_lists > MAX_TYPE_LISTS {
        let message = "the document asks for types within types too often; ask for names and look those up by `__type`";
        return Err(RequestError::new(Code::TooComplex, message).at(deepest.line, deepest.column));
    }
    if cost.selections > limits.selections {
        let what = "selections once its fragments are written out";
        return Err(too_many(what, limits.selections, "spread fragments less often", at));
    }
    Ok(())
}

fn check_cost(cost: &Cost<'_>, at: Pos, limits: &Limits) -> Result<(), RequestError> {
    if cost.rows <= limits.cost {
        return Ok(());
    }
    let planned = if cost.rows == u64::MAX { "far too many".to_owned() } else { cost.rows.to_string() };
    let (advice, at) = match &cost.heaviest {
        Some(expensive) => (
            format!("shorten the list `{}`, which asks for {} rows", coerce::cut(expensive.name), expensive.times),
            expensive.at,
        ),
        None => ("ask for less in one request".to_owned(), at),
    };
    let message = format!("the operation plans to touch {planned} rows, more than {}; {advice}", limits.cost);
    Err(RequestError::new(Code::TooComplex, message).at(at.line, at.column))
}

/// What a selection set comes to.
#[derive(Clone, Copy, Debug, Default)]
struct Cost<'d> {
    /// Levels of fields.
    depth: usize,
    /// Levels of fields below and including `__schema` or `__type`.
    introspection: usize,
    /// Where the deepest field stands.
    deepest: Option<Pos>,
    /// Levels of introspection lists.
    lists: usize,
    /// How often the list of all types is asked for.
    type_lists: u64,
    /// Fields of the set itself, fragments written out.
    root_fields: u64,
    /// Fields, spreads and argument values below, fragments written out.
    selections: u64,
    /// Bytes of variables wherever they are used.
    variable_bytes: u64,
    /// Rows.
    rows: u64,
    /// Rows that the list around it pays once, however many of its own are asked for.
    once: u64,
    /// The list to shorten first.
    heaviest: Option<ExpensiveList<'d>>,
}

/// A list that makes much of the price.
#[derive(Clone, Copy, Debug)]
struct ExpensiveList<'d> {
    name: &'d str,
    times: u64,
    at: Pos,
}

impl Cost<'_> {
    fn add(&mut self, other: &Self) {
        if other.depth.max(other.introspection) > self.depth.max(self.introspection) {
            self.deepest = other.deepest;
        }
        if other.rows > self.rows || self.heaviest.is_none() {
            self.heaviest = other.heaviest.or(self.heaviest);
        }
        self.depth = self.depth.max(other.depth);
        self.introspection = self.introspection.max(other.introspection);
        self.lists = self.lists.max(other.lists);
        self.type_lists = self.type_lists.saturating_add(other.type_lists);
        self.root_fields = self.root_fields.saturating_add(other.root_fields);
        self.selections = self.selections.saturating_add(other.selections);
        self.variable_bytes = self.variable_bytes.saturating_add(other.variable_bytes);
        self.rows = self.rows.saturating_add(other.rows);
        self.once = self.once.saturating_add(other.once);
    }
}

enum State<'d> {
    /// Being measured: a spread that meets it closes a circle.
    Open,
    Done(Cost<'d>),
}

/// Where a selection set stands.
#[derive(Clone, Copy)]
enum Parent<'d> {
    /// In a type of the surface, or in one that validation will refuse.
    Type(&'d str),
    /// In a type of the introspection schema.
    Introspection,
}

impl<'d> Parent<'d> {
    fn named(name: &'d str) -> Self {
        if name.starts_with("__") { Self::Introspection } else { Self::Type(name) }
    }
}

struct Walker<'d> {
    surface: &'d Surface,
    document: &'d ExecutableDocument,
    limits: &'d Limits,
    variables: Option<&'d Variables>,
    /// Bytes of each variable.
    sizes: HashMap<&'d Name, u64>,
    fragments: HashMap<&'d str, State<'d>>,
    /// Fragments that are open now, one within the other.
    nested: usize,
    aliases: usize,
    directives: usize,
    /// Selections that were looked at: the work done.
    visits: usize,
}

impl<'d> Walker<'d> {
    fn new(
        surface: &'d Surface,
        document: &'d ExecutableDocument,
        limits: &'d Limits,
        variables: Option<&'d Variables>,
        sizes: HashMap<&'d Name, u64>,
    ) -> Self {
        let fragments = HashMap::new();
        Self { surface, document, limits, variables, sizes, fragments, nested: 0, aliases: 0, directives: 0, visits: 0 }
    }

    fn operation(&mut self, operation: &'d Positioned<OperationDefinition>) -> Result<Cost<'d>, RequestError> {
        let root = match operation.node.ty {
            OperationType::Query => "Query",
            OperationType::Mutation => "Mutation",
            OperationType::Subscription => "Subscription",
        };
        let mut cost = self.set(Parent::Type(root), &operation.node.selection_set.node)?;
        cost.add(&self.directives(&operation.node.directives)?);
        Ok(cost)
    }

    fn set(&mut self, parent: Parent<'d>, set: &'d SelectionSet) -> Result<Cost<'d>, RequestError> {
        let mut total = Cost::default();
        for selection in &set.items {
            self.visits += 1;
            let cost = match &selection.node {
                Selection::Field(field) => self.field(parent, field)?,
                Selection::InlineFragment(fragment) => {
                    let inner = match &fragment.node.type_condition {
                        Some(condition) => Parent::named(condition.node.on.node.as_str()),
                        None => parent,
                    };
                    let mut cost = self.set(inner, &fragment.node.selection_set.node)?;
                    cost.add(&self.directives(&fragment.node.directives)?);
                    cost
                }
                Selection::FragmentSpread(spread) => {
                    let mut cost = self.fragment(&spread.node.fragment_name.node, spread.pos)?;
                    cost.add(&self.directives(&spread.node.directives)?);
                    cost
                }
            };
            total.add(&cost);
            total.selections = total.selections.saturating_add(1);
        }
        Ok(total)
    }

    fn field(&mut self, parent: Parent<'d>, field: &'d Positioned<Field>) -> Result<Cost<'d>, RequestError> {
        if field.node.alias.is_some() {
            self.aliases += 1;
            if self.aliases > self.limits.aliases {
                return Err(too_many("aliases", self.limits.aliases, "split it into several requests", field.pos));
            }
        }
        let name = field.node.name.node.as_str();
        let known = match parent {
            Parent::Type(parent) => self.surface.field(parent, name),
            Parent::Introspection => None,
        };
        let opens = matches!(parent, Parent::Type("Query")) && matches!(name, "__schema" | "__type");
        let inner = match (parent, known) {
            (Parent::Introspection, _) => Parent::Introspection,
            _ if opens => Parent::Introspection,
            (Parent::Type(_), Some(known)) => Parent::named(known.ty.name()),
            (Parent::Type(_), None) => Parent::Type(""),
        };
        let mut cost = self.set(inner, &field.node.selection_set.node)?;
        cost.root_fields = 1;
        cost.deepest = cost.deepest.or(Some(field.pos));
        Self::deepen(&mut cost, opens || matches!(parent, Parent::Introspection), name);
        let rows = known.and_then(|known| rows::of(known.role, &field.node, self.variables, self.limits));
        if known.is_some_and(|known| known.role == FieldRole::Marks) {
            cost.once = cost.once.saturating_add(rows.map_or(0, |rows| rows.base));
        } else if let Some(rows) = rows {
            let once = std::mem::take(&mut cost.once).saturating_add(rows.base);
            cost.rows = rows.times.saturating_mul(cost.rows.saturating_add(1)).saturating_add(once);
            if rows.is_list && cost.heaviest.is_none_or(|expensive| expensive.times < rows.times) {
                cost.heaviest = Some(ExpensiveList { name, times: rows.times, at: field.pos });
            }
        }
        for (_, value) in &field.node.arguments {
            self.weigh(&value.node, &mut cost);
        }
        cost.add(&self.directives(&field.node.directives)?);
        Ok(cost)
    }

    fn deepen(cost: &mut Cost<'_>, is_introspection: bool, name: &str) {
        if is_introspection {
            // What is not introspection has no place below it; should it stand there, it counts all the same.
            cost.introspection = cost.introspection.max(cost.depth) + 1;
            cost.depth = 0;
            if INTROSPECTION_LISTS.contains(&name) {
                cost.lists += 1;
            }
            if name == "types" {
                cost.type_lists = cost.type_lists.saturating_add(1);
            }
            return;
        }
        cost.depth += 1;
        if cost.introspection > 0 {
            cost.introspection += 1;
        }
    }

    fn fragment(&mut self, name: &'d Name, at: Pos) -> Result<Cost<'d>, RequestError> {
        match self.fragments.get(name.as_str()) {
            Some(State::Done(cost)) => return Ok(*cost),
            Some(State::Open) => {
                let message = format!("the fragment `{}` spreads itself; take that spread out", coerce::cut(name));
                return Err(RequestError::new(Code::ValidationFailed, message).at(at.line, at.column));
            }
            None => {}
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            let known = self.document.fragments.keys().map(Name::as_str);
            let message = format!("there is no fragment `{}`{}", coerce::cut(name), coerce::hint(name, known));
            return Err(RequestError::new(Code::ValidationFailed, message).at(at.line, at.column));
        };
        if self.nested >= self.limits.fragments {
            return Err(too_many("fragments within fragments", self.limits.fragments, "flatten it", at));
        }
        self.fragments.insert(name, State::Open);
        self.nested += 1;
        let parent = Parent::named(fragment.node.type_condition.node.on.node.as_str());
        let mut cost = self.set(parent, &fragment.node.selection_set.node)?;
        cost.add(&self.directives(&fragment.node.directives)?);
        self.nested -= 1;
        self.fragments.insert(name, State::Done(cost));
        Ok(cost)
    }

    fn directives(&mut self, directives: &'d [Positioned<Directive>]) -> Result<Cost<'d>, RequestError> {
        let mut cost = Cost::default();
        for directive in directives {
            self.directives += 1;
            if self.directives > self.limits.directives {
                return Err(too_many("directives", self.limits.directives, "leave out some", directive.pos));
            }
            for (_, value) in &directive.node.arguments {
                self.weigh(&value.node, &mut cost);
            }
        }
        Ok(cost)
    }

    /// Adds the weight of an argument's value: one for each value in it, and the bytes of the variables used.
    fn weigh(&self, value: &Value, cost: &mut Cost<'d>) {
        let mut weight = 1;
        match value {
            Value::Variable(name) => {
                let bytes = self.sizes.get(name).copied().unwrap_or(0);
                cost.variable_bytes = cost.variable_bytes.saturating_add(bytes);
            }
            Value::List(items) => items.iter().for_each(|item| self.weigh(item, cost)),
            Value::Object(fields) => fields.values().for_each(|field| self.weigh(field, cost)),
            Value::String(text) => weight += text.len() as u64 / 64,
            _ => {}
        }
        cost.selections = cost.selections.saturating_add(weight);
    }
}

/// About how many bytes a value takes.
fn size(value: &ConstValue) -> u64 {
    match value {
        ConstValue::String(text) => text.len() as u64 + 8,
        ConstValue::List(items) => items.iter().map(size).sum::<u64>() + 8,
        ConstValue::Object(fields) => {
            fields.iter().map(|(name, value)| name.len() as u64 + size(value)).sum::<u64>() + 8
        }
        _ => 8,
    }
}
