//! Root fields that read.

use std::sync::Arc;

use async_graphql_value::{ConstValue, Name};
use daybook_schema::{
    FieldIndex, TypeIndex, definition, input,
    time::{format_instant, parse_instant},
    value::Instant,
};
use daybook_store::{
    backend::{ChangeQuery, SampleChangeQuery},
    graph,
    query::{Entries, Filter, Given, List, RepeatedList, Subject, Test, Trash, TraversalOptions, Window},
    record::{Link, Seq},
};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::{
    arguments,
    changes::{operation_of, origin_of},
    connections::Rows,
    error::RequestError,
    functions::{self, FunctionPlan},
    introspection::is_introspection,
    json,
    plan::{
        ChangesPlan, ConnectionView, EntriesPlan, ListPlan, PageView, Planned, Planner, Reading, SampleChangesPlan,
        SubgraphOutput, SubgraphView, View,
        statistics::{StatsPlan, StatsView, series::SeriesPlan},
        unplanned,
    },
    read::{Children, Reader},
    selection::{self, Selected, Set},
    shape::{Connection, Record, statistics::Groups},
    surface::FieldRole,
};

type Result<T> = std::result::Result<T, RequestError>;

/// A root field of a query, ready to be read.
pub enum Root {
    /// Known when planning: metadata, introspection, functions of arguments alone.
    Constant(Json),
    /// `x(id)`, `x(key)`.
    Get(Box<Get>),
    /// `xs(…)`.
    List(Box<ListPlan>, ConnectionView),
    /// `xsStats(…)`.
    Stats(Box<StatsPlan>, StatsView),
    /// `xsSeries(…)`.
    Series(Box<SeriesPlan>),
    /// `entry(id)`.
    Entry(Option<Uuid>, Arc<EntriesPlan>),
    /// `entries(…)`.
    Entries(Box<Entries>, arguments::CursorScope, PageView<Arc<EntriesPlan>>),
    /// `changes(…)`.
    Changes(Box<ChangeQuery>, Box<ChangesPlan>),
    /// `sampleChanges(…)`.
    SampleChanges(SampleChangeQuery, Box<SampleChangesPlan>),
    /// `neighborhood(…)`.
    Neighborhood(Walk, SubgraphView),
    /// `path(…)`.
    Path(Walk, SubgraphView),
    /// An operation of a domain that reads.
    Function(Box<FunctionPlan>),
}

/// Where a traversal starts, and how far it goes.
pub struct Walk {
    start: Option<Uuid>,
    end: Option<Uuid>,
    depth: usize,
    limit: usize,
    traversal: TraversalOptions,
}

/// Links away from the start at most.
const MAX_DEPTH: i64 = 12;

/// Entries of a neighbourhood at most.
const MAX_NEIGHBORHOOD: i64 = 5_000;

/// A read of one record.
pub struct Get {
    list: RepeatedList,
    /// The variable that gives its id, so that one plan serves for all of them.
    id: Option<Name>,
    reading: Reading,
    view: View,
}

/// A root field with its key and the moment it looks at.
pub struct RootField {
    /// Its key in the answer.
    pub key: String,
    /// What to read; a mistake that was found when planning fails this field alone.
    pub root: Result<Root>,
    /// `asOf`.
    pub as_of: Option<i64>,
    /// Whether null is an answer.
    pub nullable: bool,
    /// Where it stands.
    pub position: (usize, usize),
}

impl RootField {
    /// Whether the answer takes no store.
    pub fn is_known(&self) -> bool {
        matches!(self.root, Ok(Root::Constant(_)) | Err(_))
    }

    /// Whether it is planned the same for every request with the same variables, and small.
    pub fn is_lasting(&self) -> bool {
        !self.is_known()
    }

    /// The variable that gives the id of the record it reads.
    pub fn id_variable(&self) -> Option<&Name> {
        match &self.root {
            Ok(Root::Get(get)) => get.id.as_ref(),
            _ => None,
        }
    }
}

impl Planner {
    /// Plans the root fields of a query.
    pub fn roots(&self, sets: &[Arc<Set>]) -> Result<Vec<RootField>> {
        let selected = selection::collect(sets, &|condition| condition == "Query");
        selected
            .into_iter()
            .map(|selected| {
                if is_introspection(selected.name()) {
                    return Ok(self.introspection(&selected));
                }
                self.planned("Query", selected).and_then(|planned| self.root_field(&planned))
            })
            .collect()
    }

    fn root_field(&self, planned: &Planned) -> Result<RootField> {
        let position = planned.selected.node.position;
        let as_of = match planned.text("asOf") {
            Some(text) => {
                Some(parse_instant(text).map_err(|error| RequestError::bad_input(format!("`asOf`: {error}")))?)
            }
            None => None,
        };
        let key = planned.key();
        let root = self.root(planned).map_err(|error| match error.location {
            Some(_) => error,
            None => error.at(position.line, position.column),
        });
        Ok(RootField { key, root, as_of, nullable: planned.nullable, position: (position.line, position.column) })
    }

    fn introspection(&self, selected: &Selected) -> RootField {
        let position = selected.node.position;
        RootField {
            key: selected.key().to_owned(),
            root: self.introspect(selected).map(Root::Constant),
            as_of: None,
            nullable: selected.name() == "__type",
            position: (position.line, position.column),
        }
    }

    fn root(&self, planned: &Planned) -> Result<Root> {
        let sets = &planned.selected.sets;
        Ok(match planned.role {
            None => Root::Constant(json!("Query")),
            Some(FieldRole::Get(record)) => Root::Get(Box::new(self.get(record, planned)?)),
            Some(FieldRole::List(record)) => {
                let (list, view) = self.list(record, None, planned)?;
                Root::List(Box::new(list), view)
            }
            Some(FieldRole::Stats(record)) => {
                let (plan, view) = self.statistics(record, None, planned)?;
                Root::Stats(Box::new(plan), view)
            }
            Some(FieldRole::Series(record)) => Root::Series(Box::new(self.series(record, planned)?)),
            Some(FieldRole::Entry) => {
                let id = planned.text("id").and_then(|id| id.parse().ok());
                Root::Entry(id, self.entries(&planned.type_name, sets)?)
            }
            Some(FieldRole::Entries) => self.all_entries(planned)?,
            Some(FieldRole::Types) => Root::Constant(self.entry_types_asked(planned, self.model().indexes())?.into()),
            Some(FieldRole::Type) => {
                let record = planned.text("name").and_then(|name| self.model().find(name));
                let found = self.entry_types_asked(planned, record.into_iter())?.pop();
                Root::Constant(found.unwrap_or(Json::Null))
            }
            Some(FieldRole::Retention) => {
                let answer = self.plain(&planned.type_name, sets)?;
                Root::Constant(answer.answer(&self.retention.as_json())?)
            }
            Some(FieldRole::TypeExport) => Root::Constant(json!(definition::export(self.model()))),
            Some(FieldRole::TypeLanguage) => Root::Constant(json!(definition::LANGUAGE)),
            Some(FieldRole::Function) => self.function(planned)?,
            Some(FieldRole::Neighborhood) => {
                Root::Neighborhood(self.walk(planned, "id", "depth")?, self.subgraph(planned)?)
            }
            Some(FieldRole::Path) => Root::Path(self.walk(planned, "from", "maxDepth")?, self.subgraph(planned)?),
            Some(FieldRole::Changes) => {
                Root::Changes(Box::new(self.change_query(planned)?), Box::new(self.changes(planned)?))
            }
            Some(FieldRole::SampleChanges) => {
                Root::SampleChanges(self.sample_change_query(planned)?, Box::new(self.sample_changes(planned)?))
            }
            Some(other) => return Err(unplanned(other, planned)),
        })
    }

    fn function(&self, planned: &Planned) -> Result<Root> {
        let outcome = functions::run(planned.selected.name(), &planned.arguments, self.context.now)?;
        let answer = self.plain(&planned.type_name, &planned.selected.sets)?;
        Ok(match outcome {
            functions::Outcome::Known(result) => Root::Constant(answer.answer(&result)?),
            functions::Outcome::Reads(run) => {
                Root::Function(Box::new(FunctionPlan { run, arguments: planned.arguments.clone(), answer }))
            }
        })
    }

    fn get(&self, record: TypeIndex, planned: &Planned) -> Result<Get> {
        let id = planned.variable("id").filter(|_| planned.given("id").is_some());
        let wanted = match (planned.given("id"), planned.given("key")) {
            (Some(_), None) if id.is_some() => None,
            (Some(id), None) => Some(with_id(id.as_str())),
            (None, Some(key)) => Some(self.key_filter(record, key)?),
            _ => {
                return Err(RequestError::bad_input(format!(
                    "`{}` takes exactly one of `id` and `key`",
                    planned.selected.name()
                )));
            }
        };
        let mut reading = Reading::default();
        let view = self.view(record, &mut reading, &planned.selected.sets)?;
        let alive = Filter::Trash(Trash::Exclude);
        let (filter, given) = match wanted {
            Some(wanted) => (Filter::All(vec![wanted, alive]), Given::Nothing),
            None => (alive, Given::Id),
        };
        let list = List {
            record,
            parents: None,
            filter,
            order: Vec::new(),
            window: Window { limit: 1, ..Window::default() },
            select: reading.select(),
            as_of: None,
        };
        Ok(Get { list: RepeatedList::new(list, given), id: id.cloned(), reading, view })
    }

    /// Exactly one whole natural key.
    fn key_filter(&self, record: TypeIndex, json: &Json) -> Result<Filter> {
        let known = self.model().record(record);
        let given: Vec<FieldIndex> = json
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(_, value)| !value.is_null())
            .filter_map(|(name, _)| known.find(name))
            .collect();
        let key =
            known.keys.iter().find(|key| key.len() == given.len() && key.iter().all(|field| given.contains(field)));
        let Some(key) = key else {
            let keys: Vec<_> = known
                .keys
                .iter()
                .map(|key| key.iter().map(|field| known.field(*field).name.as_str()).collect::<Vec<_>>().join(" + "))
                .collect();
            return Err(RequestError::bad_input(format!(
                "`key` must name the fields of exactly one key of {}: {}",
                known.name,
                keys.join(", or ")
            )));
        };
        let context = self.input_context();
        let tests = key.iter().map(|field| {
            let name = &known.field(*field).name;
            let path = vec!["key".to_owned(), name.clone()];
            let value = input::value(&context, record, *field, &json[name], path).map_err(first_problem)?;
            Ok(Filter::Test(Subject::Field(vec![*field]), Test::Eq(value)))
        });
        Ok(Filter::All(tests.collect::<Result<_>>()?))
    }

    /// Context for coercing arguments of this request.
    pub fn input_context(&self) -> input::Context<'_> {
        input::Context { model: self.model(), now: self.context.now, viewer: None, dialect: input::Dialect::GraphQl }
    }

    fn all_entries(&self, planned: &Planned) -> Result<Root> {
        let model = self.model();
        let types = self.entry_types(planned)?;
        let empty = Json::Object(Map::new());
        let filter =
            arguments::entry_filter(model, self.context.now, planned.given("where").unwrap_or(&empty), &["where"])?;
        let order = arguments::entry_order(planned.given("orderBy"))?;
        let scope = arguments::CursorScope::over_types(&order);
        let window = arguments::window(&planned.arguments, &self.context.cursor_key, &scope)?;
        let entries = Entries { types, filter, order, window, as_of: None };
        let view = self.page(&planned.type_name, &planned.selected.sets, |sets| self.entries("Entry", sets))?;
        Ok(Root::Entries(Box::new(entries), scope, view))
    }

    /// The types that the argument `types` names; `None` when it was left out.
    fn entry_types(&self, planned: &Planned) -> Result<Option<Vec<TypeIndex>>> {
        let names = planned.given("types").and_then(Json::as_array);
        let named = |name: &str| self.entry_type_named(name);
        names.map(|names| names.iter().filter_map(Json::as_str).map(named).collect()).transpose()
    }

    /// The entry type of that name, or an error that suggests one.
    pub fn entry_type_named(&self, name: &str) -> Result<TypeIndex> {
        let model = self.model();
        if let Some(record) = model.find(name).filter(|record| !model.record(*record).is_series()) {
            return Ok(record);
        }
        let names = model.types.iter().filter(|known| !known.is_series()).map(|known| known.name.as_str());
        let near = names.min_by_key(|known| strsim::damerau_levenshtein(known, name)).unwrap_or("none");
        Err(RequestError::bad_input(format!("there is no entry type `{name}`; did you mean `{near}`?")))
    }

    fn walk(&self, planned: &Planned, start: &str, depth: &str) -> Result<Walk> {
        let types = self.entry_types(planned)?;
        let kinds = self.link_kinds(planned);
        let bounded = |name: &str, default: i64, least: i64, most: i64| {
            let number = planned.integer(name).unwrap_or(default);
            if (least..=most).contains(&number) {
                return Ok(number.cast_unsigned() as usize);
            }
            Err(RequestError::bad_input(format!("`{name}` is {number}; it must be from {least} to {most}")))
        };
        let id = |name: &str| planned.text(name).and_then(|id| id.parse().ok());
        Ok(Walk {
            start: id(start),
            end: id("to"),
            depth: bounded(depth, 1, 0, MAX_DEPTH)?,
            limit: bounded("limit", 200, 1, MAX_NEIGHBORHOOD)?,
            traversal: TraversalOptions { kinds, types, as_of: None },
        })
    }

    /// Which rows of the change log `types` and `where` ask for, newest first.
    pub fn change_query(&self, planned: &Planned) -> Result<ChangeQuery> {
        let types = self.entry_types(planned)?;
        let condition = planned.given("where");
        let text = |name: &str| condition.and_then(|condition| condition.get(name)).and_then(Json::as_str);
        let operations = condition
            .and_then(|condition| condition.get("operation"))
            .and_then(Json::as_array)
            .map(|names| names.iter().filter_map(Json::as_str).filter_map(operation_of).collect());
        let origins = condition
            .and_then(|condition| condition.get("origin"))
            .and_then(Json::as_array)
            .map(|names| names.iter().filter_map(Json::as_str).filter_map(origin_of).collect());
        let (from, until) = arguments::moments(self.context.now, condition.and_then(|condition| condition.get("at")))?;
        Ok(ChangeQuery {
            types,
            entry: text("entryId").map(|id| id.parse().unwrap_or(Uuid::nil())),
            change_set: text("changeSet").map(|id| id.parse().unwrap_or(Uuid::nil())),
            operations,
            origins,
            from,
            until,
            descending: true,
            ..ChangeQuery::default()
        })
    }
}

/// The record with an id; what is no id is that of none.
fn with_id(id: Option<&str>) -> Filter {
    let id = id.and_then(|id| id.parse().ok()).unwrap_or(Uuid::nil());
    Filter::Test(Subject::Id, Test::Eq(daybook_schema::Value::Id(id)))
}

/// The first mistake of a value, as an error of the whole field.
pub fn first_problem(problems: daybook_schema::Problems) -> RequestError {
    let first = problems.errors.into_iter().next();
    RequestError::bad_input(first.map_or_else(
        || "a value could not be read".to_owned(),
        |error| format!("`{}`: {}", error.path.join("."), error.message),
    ))
}

impl Reader<'_> {
    /// The place in the change log that a moment of the past stands for, unless that past is gone.
    fn place_of(&mut self, moment: Instant) -> Result<Seq> {
        let gone = self.snapshot.compacted()?;
        if gone.seq > 0 && moment < gone.at {
            let (asked, kept) = (format_instant(moment), format_instant(gone.at));
            let message =
                format!("`asOf` is {asked}, but history is kept from {kept} on; ask for that moment or later");
            return Err(RequestError::bad_input(message));
        }
        Ok(self.snapshot.sequence_at(moment)?)
    }

    /// Writes the answer of a root field behind what is there; after an error that is still all there is.
    pub fn answer(&mut self, field: &RootField, bytes: &mut Vec<u8>) -> Result<()> {
        self.as_of = match field.as_of {
            Some(moment) => Some(self.place_of(moment)?),
            None => None,
        };
        match field.root.as_ref().map_err(Clone::clone)? {
            Root::List(plan, view) => {
                let fetched = self.root(plan)?;
                let context = self.context;
                Connection { context, view, plan, fetched: &fetched, parent: Uuid::nil() }.write(bytes);
            }
            Root::Get(get) => self.get(get, bytes)?,
            Root::Stats(plan, view) => {
                let fetched = self.statistics(plan, None)?;
                let context = self.context;
                Groups { context, view, plan, fetched: &fetched, parent: Uuid::nil() }.write(bytes);
            }
            other => json::write(&self.small(other)?, bytes),
        }
        Ok(())
    }

    /// The answer of a root field that is no page of records.
    fn small(&mut self, root: &Root) -> Result<Json> {
        match root {
            Root::Constant(value) => Ok(value.clone()),
            Root::Series(plan) => self.series(plan),
            Root::Entry(id, entries) => {
                let ids: Vec<_> = id.iter().copied().collect();
                Ok(self.entries(entries, &ids, Trash::Exclude)?.into_values().next().unwrap_or(Json::Null))
            }
            Root::Entries(entries, scope, view) => self.all_entries(entries, scope, view),
            Root::Changes(query, plan) => self.changes(plan, query),
            Root::SampleChanges(query, plan) => self.sample_changes(plan, query),
            Root::Neighborhood(walk, view) => self.neighborhood(walk, view),
            Root::Path(walk, view) => self.path(walk, view),
            Root::Function(plan) => self.function(plan),
            Root::List(..) | Root::Get(_) | Root::Stats(..) => unreachable!("they are written as they are read"),
        }
    }

    fn neighborhood(&mut self, walk: &Walk, view: &SubgraphView) -> Result<Json> {
        let traversal = TraversalOptions { as_of: self.as_of, ..walk.traversal.clone() };
        let found = match walk.start {
            Some(start) => graph::reach(self.snapshot, start, walk.depth, walk.limit, &traversal)?,
            None => None,
        };
        let Some(found) = found else {
            return Err(RequestError::bad_input(
                "`id` names no entry that is there; look it up with `entry(id)` first",
            ));
        };
        let links =
            if view.has_links() { graph::links_among(self.snapshot, &found.entries, &traversal)? } else { Vec::new() };
        self.subgraph(view, &found.entries, links, found.truncated)
    }

    fn path(&mut self, walk: &Walk, view: &SubgraphView) -> Result<Json> {
        let traversal = TraversalOptions { as_of: self.as_of, ..walk.traversal.clone() };
        let found = match (walk.start, walk.end) {
            (Some(start), Some(end)) => graph::path(self.snapshot, start, end, walk.depth, &traversal)?,
            _ => None,
        };
        found.map_or(Ok(Json::Null), |found| self.subgraph(view, &found.entries, found.links, false))
    }

    fn subgraph(
        &mut self,
        view: &SubgraphView,
        entries: &[(TypeIndex, Uuid)],
        links: Vec<Link>,
        truncated: bool,
    ) -> Result<Json> {
        let links: Vec<_> = links.into_iter().map(Some).collect();
        let mut answer = Map::new();
        for (key, output) in &view.outputs {
            let value = match output {
                SubgraphOutput::TypeName(name) => json!(name),
                SubgraphOutput::Entries(plan) => {
                    let mut found = self.typed_entries(plan, entries.iter().copied(), Trash::Include)?;
                    entries.iter().filter_map(|(_, id)| found.remove(id)).collect()
                }
                SubgraphOutput::Links(view) => Json::Array(self.links(view, &links)?),
                SubgraphOutput::Truncated => json!(truncated),
            };
            answer.insert(key.clone(), value);
        }
        Ok(Json::Object(answer))
    }

    fn get(&mut self, get: &Get, bytes: &mut Vec<u8>) -> Result<()> {
        let Get { list, id, view, reading } = get;
        let given = id.as_ref().map(|name| match self.context.variables.get(name) {
            Some(ConstValue::String(id)) => id.parse().unwrap_or(Uuid::nil()),
            _ => Uuid::nil(),
        });
        let rows = self.snapshot.list_again(list, given.as_slice(), self.as_of)?.pop().unwrap_or_default().rows;
        let below = match rows.first() {
            Some(row) => self.below(reading, &[row])?,
            None => Children::default(),
        };
        let context = self.context;
        match rows.first() {
            Some(row) => Record { context, view, reading, row, below: &below }.write(bytes),
            None => json::write_null(bytes),
        }
        Ok(())
    }

    fn all_entries(
        &mut self,
        entries: &Entries,
        scope: &arguments::CursorScope,
        view: &PageView<Arc<EntriesPlan>>,
    ) -> Result<Json> {
        let entries = Entries { as_of: self.as_of, ..entries.clone() };
        let (found, more) =
            if entries.window.limit > 0 { self.snapshot.entries(&entries)? } else { (Vec::new(), false) };
        let (context, window) = (self.context, &entries.window);
        let (next, previous) =
            if window.from_end { (window.before.is_some(), more) } else { (more, window.after.is_some()) };
        let cursor = |row: usize| arguments::cursor::encode(&context.cursor_key, scope, &found[row].position);
        let rows = Rows { count: found.len(), next, previous, cursor: &cursor };
        self.connection(
            view,
            &rows,
            |reader| Ok(reader.snapshot.count_entries(&entries)?),
            |reader, plan| {
                let typed = found.iter().map(|row| (row.record, row.id));
                let mut nodes = reader.typed_entries(plan, typed, Trash::Include)?;
                Ok(found.iter().map(|row| nodes.remove(&row.id).unwrap_or(Json::Null)).collect())
            },
        )
    }
}
