//! Statistics: `xsStats` at the root and beside each list, and `xsSeries`: their arguments and selection.
//!
//! [`groups`] is what makes a group, [`metric`] what is asked of one; `read::statistics` runs one statement for all
//! parents, puts empty buckets in and applies conditions, order and number, `shape::statistics` answers. What a database
//! must know of it is [`Aggregate`]; everything else is written once, here.

pub mod groups;
pub mod metric;
pub mod series;

use std::sync::Arc;

use daybook_schema::{
    FieldIndex, Relation, TypeIndex, Value,
    model::{Field, Scalar},
    suggest,
    unit::Unit,
};
use daybook_store::query::{Aggregate, Filter, Lines, Measure, Parents, Subject, Test};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use self::{
    groups::{KeyPlan, TimePlan},
    metric::{Metric, Units},
};
use super::{EntriesPlan, Planned, Planner, asked_unit, unplanned};
use crate::{
    arguments,
    error::RequestError,
    json::Label,
    selection::Set,
    surface::{FieldRole, NumberField, StatKeyField, stats},
};

type Result<T> = std::result::Result<T, RequestError>;

/// Groups of one answer (of one parent) at most.
pub const MAX_GROUPS: usize = 10_000;

/// Statistics to fetch, at the root or below each of many parents.
#[derive(Debug)]
pub struct StatsPlan {
    /// The store's question; parents, edges of buckets and as-of are filled in when it is read. The first measure counts
    /// all records of a group.
    pub aggregate: Aggregate,
    /// The relation from its parents, and the condition on link properties.
    pub relation: Option<(Relation, Option<Filter>)>,
    /// One per group of the aggregate.
    pub keys: Vec<KeyPlan>,
    /// The group by calendar buckets, if there is one.
    pub time: Option<TimePlan>,
    /// Only groups that meet all of these.
    pub having: Vec<Having>,
    /// The first counts most, then the keys.
    pub order: Vec<Order>,
    /// At most so many groups.
    pub first: usize,
    /// How linked entries of keys are answered, in each place.
    pub entries: Vec<Arc<EntriesPlan>>,
}

/// A number that conditions and orders look at.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// Position of the measure.
    pub measure: usize,
    /// What of it.
    pub metric: Metric,
    /// In which unit.
    pub units: Units,
}

/// A condition on groups.
#[derive(Debug)]
pub struct Having {
    /// What is looked at.
    pub number: Number,
    /// Less than.
    pub lt: Option<f64>,
    /// Less than or equal.
    pub lte: Option<f64>,
    /// More than.
    pub gt: Option<f64>,
    /// More than or equal.
    pub gte: Option<f64>,
}

/// One key of an order of groups.
#[derive(Debug)]
pub struct Order {
    /// A number; `None` is the keys of the groups.
    pub number: Option<Number>,
    /// Greatest first.
    pub descending: bool,
    /// Missing numbers first.
    pub nulls_first: bool,
}

/// One use of statistics.
#[derive(Debug)]
pub struct StatsView {
    /// What to answer, by key.
    pub outputs: Vec<(Label, StatOutput)>,
}

/// What one key of a group answers.
#[derive(Debug)]
pub enum StatOutput {
    TypeName(String),
    Key(Vec<(Label, KeyOutput)>),
    Start,
    End,
    /// Position of the measure.
    Count(usize),
    Number(Vec<(Label, Option<Number>)>),
}

/// What one key of a group's key answers.
#[derive(Debug)]
pub enum KeyOutput {
    TypeName,
    Name,
    Text,
    Number,
    Time,
    /// Position among [`StatsPlan::entries`].
    Entry(usize),
}

impl Planner {
    /// Plans statistics of a type, below a relation or at the root.
    pub fn statistics(
        &self,
        record: TypeIndex,
        relation: Option<Relation>,
        planned: &Planned,
    ) -> Result<(StatsPlan, StatsView)> {
        let place = planned.selected.node.position;
        self.statistics_at(record, relation, planned).map_err(|error| match error.location {
            Some(_) => error,
            None => error.at(place.line, place.column),
        })
    }

    fn statistics_at(
        &self,
        record: TypeIndex,
        relation: Option<Relation>,
        planned: &Planned,
    ) -> Result<(StatsPlan, StatsView)> {
        let model = self.model();
        let empty = Json::Object(Map::new());
        let wanted = planned.given("where").unwrap_or(&empty);
        let mut filter = arguments::filter(model, self.context.now, record, wanted, &["where"])?;
        if model.record(record).is_series() && !mentions_flagged(wanted) {
            filter = Filter::All(vec![filter, Filter::Test(Subject::Flagged, Test::Eq(Value::Boolean(false)))]);
        }
        let edge = match (relation, planned.given("edge")) {
            (Some(relation), Some(json)) => {
                Some(arguments::edge_filter(model, self.context.now, relation, json, &["edge"])?)
            }
            _ => None,
        };
        let lines = Lines {
            gap: model.record(record).kind.gap(),
            per_id: model.record(record).is_series(),
            ..Lines::default()
        };
        let aggregate = Aggregate {
            record,
            parents: None,
            filter,
            groups: Vec::new(),
            measures: vec![Measure::count(None)],
            lines,
            as_of: None,
            limit: MAX_GROUPS,
        };
        let mut plan = StatsPlan {
            aggregate,
            relation: relation.map(|relation| (relation, edge)),
            keys: Vec::new(),
            time: None,
            having: Vec::new(),
            order: Vec::new(),
            first: first(planned)?,
            entries: Vec::new(),
        };
        self.group_by(&mut plan, planned.given("by"))?;
        self.having(&mut plan, planned.given("having"))?;
        self.stat_order(&mut plan, planned.given("orderBy"))?;
        let view = self.stats_view(&mut plan, planned)?;
        Ok((plan, view))
    }

    fn stats_view(&self, plan: &mut StatsPlan, planned: &Planned) -> Result<StatsView> {
        let record = plan.aggregate.record;
        let mut outputs = Vec::new();
        for field in self.fields(&planned.type_name, &planned.selected.sets)? {
            let output = match field.role {
                None => StatOutput::TypeName(planned.type_name.clone()),
                Some(FieldRole::StatKey) => StatOutput::Key(self.key_view(plan, &field.selected.sets)?),
                Some(FieldRole::StatStart) => StatOutput::Start,
                Some(FieldRole::StatEnd) => StatOutput::End,
                Some(FieldRole::StatCount) => {
                    let filter = self.measure_filter(record, &field)?;
                    StatOutput::Count(plan.measure(Measure::count(filter)))
                }
                Some(FieldRole::Value(index)) => StatOutput::Number(self.number_view(plan, index, &field)?),
                Some(other) => return Err(unplanned(other, &field)),
            };
            outputs.push((field.label(), output));
        }
        Ok(StatsView { outputs })
    }

    fn measure_filter(&self, record: TypeIndex, field: &Planned) -> Result<Option<Filter>> {
        let wanted = field.given("where");
        let filter = wanted.map(|json| arguments::filter(self.model(), self.context.now, record, json, &["where"]));
        filter
            .transpose()
            .map_err(|error| error.at(field.selected.node.position.line, field.selected.node.position.column))
    }

    fn key_view(&self, plan: &mut StatsPlan, sets: &[Arc<Set>]) -> Result<Vec<(Label, KeyOutput)>> {
        let fields = self.fields("StatKey", sets)?.into_iter().map(|field| {
            let output = match field.role {
                None => KeyOutput::TypeName,
                Some(FieldRole::StatKeyField(StatKeyField::Name)) => KeyOutput::Name,
                Some(FieldRole::StatKeyField(StatKeyField::Text)) => KeyOutput::Text,
                Some(FieldRole::StatKeyField(StatKeyField::Number)) => KeyOutput::Number,
                Some(FieldRole::StatKeyField(StatKeyField::Time)) => KeyOutput::Time,
                Some(FieldRole::StatKeyField(StatKeyField::Entry)) => {
                    plan.entries.push(self.entries(&field.type_name, &field.selected.sets)?);
                    KeyOutput::Entry(plan.entries.len() - 1)
                }
                Some(other) => return Err(unplanned(other, &field)),
            };
            Ok((field.label(), output))
        });
        fields.collect()
    }

    fn number_view(
        &self,
        plan: &mut StatsPlan,
        index: FieldIndex,
        planned: &Planned,
    ) -> Result<Vec<(Label, Option<Number>)>> {
        let record = plan.aggregate.record;
        let declared = self.model().record(record).field(index);
        let canonical = canonical(declared);
        let units = Units { canonical, asked: asked_unit(planned, &declared.name, canonical)? };
        let filter = self.measure_filter(record, planned)?;
        let measure = plan.measure(Measure { filter, ..Measure::of(Subject::Field(vec![index])) });
        let mut outputs = Vec::new();
        for field in self.fields("NumberStat", &planned.selected.sets)? {
            let metric = match field.role {
                None => None,
                Some(FieldRole::NumberField(number)) => Some(plan.metric(measure, number, &field)?),
                Some(other) => return Err(unplanned(other, &field)),
            };
            outputs.push((field.label(), metric.map(|metric| Number { measure, metric, units })));
        }
        Ok(outputs)
    }

    fn having(&self, plan: &mut StatsPlan, json: Option<&Json>) -> Result<()> {
        for (position, json) in items(json).iter().enumerate() {
            let place = format!("having.{position}");
            let number = self.number(plan, json, &place)?;
            let bound = |name: &str| json.get(name).and_then(Json::as_f64);
            let having = Having { number, lt: bound("lt"), lte: bound("lte"), gt: bound("gt"), gte: bound("gte") };
            if [having.lt, having.lte, having.gt, having.gte].iter().all(Option::is_none) {
                let message =
                    format!("`{place}`: compares with nothing; give at least one of `lt`, `lte`, `gt` and `gte`");
                return Err(RequestError::bad_input(message));
            }
            plan.having.push(having);
        }
        Ok(())
    }

    fn stat_order(&self, plan: &mut StatsPlan, json: Option<&Json>) -> Result<()> {
        for (position, json) in items(json).iter().enumerate() {
            let count = Number { measure: 0, metric: Metric::Count, units: Units::default() };
            let (number, direction) = match (json.get("key"), json.get("count"), json.get("metric")) {
                (Some(direction), _, _) => (None, direction),
                (_, Some(direction), _) => (Some(count), direction),
                (_, _, Some(metric)) => {
                    let number = self.number(plan, metric, &format!("orderBy.{position}.metric"))?;
                    (Some(number), metric.get("direction").unwrap_or(&Json::Null))
                }
                _ => continue,
            };
            let direction = direction.as_str().unwrap_or("ASC");
            plan.order.push(Order {
                number,
                descending: direction.starts_with("DESC"),
                nulls_first: direction.ends_with("NULLS_FIRST"),
            });
        }
        Ok(())
    }

    /// The number that `{field, metric, unit}` names.
    fn number(&self, plan: &mut StatsPlan, json: &Json, place: &str) -> Result<Number> {
        let metric = json.get("metric").and_then(Json::as_str).and_then(Metric::named).unwrap_or(Metric::Count);
        let unit = json.get("unit").and_then(Json::as_str).and_then(Unit::from_name);
        let Some(name) = json.get("field").and_then(Json::as_str) else {
            if metric != Metric::Count {
                return Err(RequestError::bad_input(format!(
                    "`{place}`: names no `field`; without one only COUNT can be looked at"
                )));
            }
            if let Some(unit) = unit {
                let message = format!("`{place}.unit`: a count has no unit; leave out {}", unit.name());
                return Err(RequestError::bad_input(message));
            }
            return Ok(Number { measure: 0, metric, units: Units::default() });
        };
        let record = plan.aggregate.record;
        let index = self.number_field(record, name, &format!("{place}.field"))?;
        let canonical = canonical(self.model().record(record).field(index));
        let units = Units { canonical, asked: unit_of(unit, canonical, &format!("{place}.unit"))? };
        let measure = plan.measure(Measure::of(Subject::Field(vec![index])));
        Ok(Number { measure, metric, units })
    }

    /// The field with numbers of that name, or an error that lists the right ones.
    pub(super) fn number_field(&self, record: TypeIndex, name: &str, place: &str) -> Result<FieldIndex> {
        let declared = self.model().record(record);
        let names: Vec<&str> =
            declared.fields.iter().filter(|field| stats::is_number(field)).map(|field| field.name.as_str()).collect();
        match declared.find(name) {
            Some(index) if stats::is_number(declared.field(index)) => Ok(index),
            found => {
                let what = if found.is_some() { "holds no numbers" } else { "is no field" };
                let hint = suggest::hint(name, names.iter().copied());
                let all = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
                Err(RequestError::bad_input(format!(
                    "`{place}`: `{name}` {what} of {}{hint} (fields with numbers: {all})",
                    declared.name
                )))
            }
        }
    }
}

impl StatsPlan {
    /// All conditions: on the records, on the links from its parents, on what single numbers look at.
    pub fn filters(&self) -> impl Iterator<Item = &Filter> {
        let edge = self.relation.iter().filter_map(|(_, edge)| edge.as_ref());
        let measures = self.aggregate.measures.iter().filter_map(|measure| measure.filter.as_ref());
        edge.chain(measures).chain([&self.aggregate.filter])
    }

    /// Position of a measure, which is added when it is new.
    fn measure(&mut self, measure: Measure) -> usize {
        let measures = &mut self.aggregate.measures;
        let known =
            measures.iter().position(|known| known.subject == measure.subject && known.filter == measure.filter);
        known.unwrap_or_else(|| {
            measures.push(measure);
            measures.len() - 1
        })
    }

    /// What a field of `NumberStat` says of a measure, which learns what it takes.
    fn metric(&mut self, measure: usize, field: NumberField, planned: &Planned) -> Result<Metric> {
        Ok(match field {
            NumberField::Count => Metric::Count,
            NumberField::Sum => Metric::Sum,
            NumberField::Avg => Metric::Avg,
            NumberField::Min => Metric::Min,
            NumberField::Max => Metric::Max,
            NumberField::Sd => Metric::Sd,
            NumberField::Quantile => Metric::Quantile(self.quantile(measure, planned)?),
            NumberField::First => Metric::First,
            NumberField::Last => Metric::Last,
            NumberField::TimeWeightedAvg => {
                self.aggregate.measures[measure].weighted = true;
                Metric::Weighted
            }
            NumberField::Delta => Metric::Delta,
        })
    }

    fn quantile(&mut self, measure: usize, planned: &Planned) -> Result<usize> {
        let q = planned.arguments.get("q").and_then(Json::as_f64).unwrap_or(f64::NAN);
        if !(0.0..=1.0).contains(&q) {
            let place = planned.selected.node.position;
            let message = format!("`q` is {q}; a quantile is from 0 to 1, such as 0.5 for the median");
            return Err(RequestError::bad_input(message).at(place.line, place.column));
        }
        let quantiles = &mut self.aggregate.measures[measure].quantiles;
        quantiles.push(q);
        Ok(quantiles.len() - 1)
    }

    /// The question below these parents, or at the root.
    pub fn below(&self, parents: Option<Vec<Uuid>>, as_of: Option<i64>) -> Aggregate {
        let parents = parents.zip(self.relation.as_ref()).map(|(ids, (relation, edge))| Parents {
            relation: *relation,
            ids,
            edge: edge.clone(),
        });
        Aggregate { parents, as_of, ..self.aggregate.clone() }
    }
}

/// The unit in which a field's numbers are kept.
pub(super) fn canonical(field: &Field) -> Option<Unit> {
    match field.scalar() {
        Some(Scalar::Duration) => Some(Unit::S),
        _ => field.unit.as_ref().map(|rule| rule.canonical),
    }
}

/// A unit that was asked for, checked against that of the numbers.
pub(super) fn unit_of(asked: Option<Unit>, canonical: Option<Unit>, place: &str) -> Result<Option<Unit>> {
    match (asked, canonical) {
        (Some(unit), Some(canonical)) if unit.dimension() != canonical.dimension() => {
            Err(RequestError::bad_input(format!(
                "`{place}`: {} is a unit of {}, the numbers are {}; ask for a unit such as {}",
                unit.name(),
                unit.dimension().name(),
                canonical.dimension().name(),
                canonical.name()
            )))
        }
        (Some(unit), None) => {
            Err(RequestError::bad_input(format!("`{place}`: the numbers have no unit; leave out {}", unit.name())))
        }
        (asked, _) => Ok(asked),
    }
}

/// Items of an optional list argument; GraphQL reads a single value as a list of one.
pub(super) fn items(json: Option<&Json>) -> &[Json] {
    match json {
        None | Some(Json::Null) => &[],
        Some(Json::Array(items)) => items,
        Some(single) => std::slice::from_ref(single),
    }
}

fn first(planned: &Planned) -> Result<usize> {
    let most = MAX_GROUPS as i64;
    let first = planned.integer("first").unwrap_or(most);
    if (0..=most).contains(&first) {
        return Ok(first.unsigned_abs() as usize);
    }
    Err(RequestError::bad_input(format!("`first` is {first}; it must be from 0 to {most}")))
}

/// Whether a filter of samples says something about flagged ones itself.
fn mentions_flagged(json: &Json) -> bool {
    match json {
        Json::Array(items) => items.iter().any(mentions_flagged),
        Json::Object(fields) => fields.iter().any(|(name, value)| match name.as_str() {
            "flagged" => value.as_object().is_some_and(|tests| !tests.is_empty()),
            "and" | "or" | "not" => mentions_flagged(value),
            _ => false,
        }),
        _ => false,
    }
}
