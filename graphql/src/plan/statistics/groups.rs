//! `by`: what makes a group.

use std::sync::Arc;

use daybook_schema::{
    FieldIndex, Model, RecordType, TypeIndex, Value,
    model::{Field, FieldKind, Kind, ObjectIndex, Scalar},
    suggest,
    time::{self, Buckets, Span},
    unit::Unit,
    value::Instant,
};
use daybook_store::query::{Filter, Group, Subject, Test};
use jiff::tz::TimeZone;
use serde_json::Value as Json;

use super::{StatsPlan, canonical, items, unit_of};
use crate::{error::RequestError, plan::Planner};

type Result<T> = std::result::Result<T, RequestError>;

/// What a group is called and how its keys are answered.
#[derive(Debug)]
pub struct KeyPlan {
    /// As it was given.
    pub name: String,
    /// What it is.
    pub kind: KeyKind,
}

/// What kind of key.
#[derive(Debug)]
pub enum KeyKind {
    /// A value of a field, which gives the order of enum values.
    Value(Option<Box<Field>>),
    /// A linked entry.
    Link,
    /// A calendar bucket.
    Time,
    /// A range: lower edges in the unit asked for.
    Range(Vec<f64>, Option<Unit>),
}

/// A group by calendar buckets.
#[derive(Debug)]
pub struct TimePlan {
    /// Position among the groups.
    pub position: usize,
    /// The time.
    pub subject: Subject,
    /// Which buckets.
    pub buckets: Buckets,
    /// What empty ones answer.
    pub fill: Fill,
    /// The first instant that the filter lets through.
    pub from: Option<Instant>,
    /// The instant behind the last.
    pub to: Option<Instant>,
}

/// What empty buckets answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fill {
    Gap,
    Omit,
    Zero,
    Previous,
    Linear,
}

/// Ranges of one group at most.
const MAX_EDGES: usize = 1000;

/// Things to group by at most.
const MAX_KEYS: usize = 5;

impl Planner {
    pub(super) fn group_by(&self, plan: &mut StatsPlan, json: Option<&Json>) -> Result<()> {
        let keys = items(json);
        if keys.len() > MAX_KEYS {
            let message = format!("`by`: names {} things to group by; {MAX_KEYS} are allowed", keys.len());
            return Err(RequestError::bad_input(message));
        }
        for (position, key) in keys.iter().enumerate() {
            let place = format!("by.{position}");
            let text = |name: &str| key.get(name).and_then(Json::as_str);
            let (group, name, kind) = if let Some(name) = text("field") {
                self.by_field(plan.aggregate.record, name, &format!("{place}.field"))?
            } else if let Some(name) = text("link") {
                self.by_link(plan.aggregate.record, name, &format!("{place}.link"))?
            } else if let Some(time) = key.get("time").filter(|time| !time.is_null()) {
                self.by_time(plan, time, &format!("{place}.time"))?
            } else if let Some(range) = key.get("range").filter(|range| !range.is_null()) {
                self.by_range(plan.aggregate.record, range, &format!("{place}.range"))?
            } else {
                let message = format!("`{place}`: name exactly one of `field`, `link`, `time` and `range`");
                return Err(RequestError::bad_input(message));
            };
            plan.aggregate.groups.push(group);
            plan.keys.push(KeyPlan { name, kind });
        }
        Ok(())
    }

    fn by_field(&self, record: TypeIndex, name: &str, place: &str) -> Result<(Group, String, KeyKind)> {
        let model = self.model();
        let declared = model.record(record);
        if declared.is_series() && name == "flagged" {
            return Ok((Group::Value(Subject::Flagged), name.to_owned(), KeyKind::Value(None)));
        }
        let (path, field, currency) = groupable(model, declared, name, place)?;
        let subject = if currency { Subject::Currency(path) } else { Subject::Field(path) };
        let field = (!currency).then(|| Box::new(field.clone()));
        Ok((Group::Value(subject), name.to_owned(), KeyKind::Value(field)))
    }

    fn by_link(&self, record: TypeIndex, name: &str, place: &str) -> Result<(Group, String, KeyKind)> {
        let model = self.model();
        let relations = model.relations(record);
        let single = |name: &str| model.relation(record, name).filter(|relation| !model.relation_is_list(*relation));
        let Some(relation) = single(name) else {
            let names: Vec<&str> = relations
                .iter()
                .filter(|(_, relation)| !model.relation_is_list(*relation))
                .map(|(name, _)| *name)
                .collect();
            let what = if model.relation(record, name).is_some() { "leads to many entries" } else { "is no link" };
            let hint = suggest::hint(name, names.iter().copied());
            return Err(RequestError::bad_input(format!(
                "`{place}`: `{name}` {what} of {}{hint} (links to one: {})",
                model.record(record).name,
                listed(&names)
            )));
        };
        Ok((Group::Target(relation), name.to_owned(), KeyKind::Link))
    }

    fn by_time(&self, plan: &mut StatsPlan, json: &Json, place: &str) -> Result<(Group, String, KeyKind)> {
        if plan.time.is_some() {
            return Err(RequestError::bad_input(format!(
                "`{place}`: there is a group by time already; one is allowed"
            )));
        }
        let model = self.model();
        let record = plan.aggregate.record;
        let declared = model.record(record);
        let (subject, name, is_date) =
            time_subject(declared, json.get("field").and_then(Json::as_str), &format!("{place}.field"))?;
        let text = |name: &str| json.get(name).and_then(Json::as_str).unwrap_or_default();
        let wrong =
            |name: &str, error: &dyn std::fmt::Display| RequestError::bad_input(format!("`{place}.{name}`: {error}"));
        let every: Span = text("every").parse().map_err(|error: time::TimeError| wrong("every", &error))?;
        let zone = time::zone(text("tz")).ok_or_else(|| {
            wrong("tz", &format!("`{}` is no time zone; write an IANA name such as `Europe/Berlin`", text("tz")))
        })?;
        // A date has no zone: its day is the same everywhere.
        let zone = if is_date { TimeZone::UTC } else { zone };
        let buckets = Buckets::new(&every, zone).map_err(|error| wrong("every", &error))?;
        let fill = match text("fill") {
            "OMIT" => Fill::Omit,
            "ZERO" => Fill::Zero,
            "PREVIOUS" => Fill::Previous,
            "LINEAR" => Fill::Linear,
            _ => Fill::Gap,
        };
        let (mut from, mut to) = (None, None);
        bounds(&plan.aggregate.filter, &subject, declared, &mut from, &mut to);
        plan.time = Some(TimePlan { position: plan.keys.len(), subject: subject.clone(), buckets, fill, from, to });
        Ok((Group::Time(subject, Arc::default()), name, KeyKind::Time))
    }

    fn by_range(&self, record: TypeIndex, json: &Json, place: &str) -> Result<(Group, String, KeyKind)> {
        let name = json.get("field").and_then(Json::as_str).unwrap_or_default();
        let index = self.number_field(record, name, &format!("{place}.field"))?;
        let canonical = canonical(self.model().record(record).field(index));
        let unit = json.get("unit").and_then(Json::as_str).and_then(Unit::from_name);
        let unit = unit_of(unit, canonical, &format!("{place}.unit"))?;
        let edges: Vec<f64> = items(json.get("edges")).iter().filter_map(Json::as_f64).collect();
        let wrong = |message: String| RequestError::bad_input(format!("`{place}.edges`: {message}"));
        if edges.is_empty() || edges.len() > MAX_EDGES {
            return Err(wrong(format!("there are {} edges; give 1 to {MAX_EDGES}, such as [0, 10, 20]", edges.len())));
        }
        if let Some((lower, upper)) = edges.iter().zip(&edges[1..]).find(|(lower, upper)| lower >= upper) {
            return Err(wrong(format!("{lower} stands before {upper}; edges must ascend, such as [0, 10, 20]")));
        }
        let stored = edges.iter().map(|edge| match (unit, canonical) {
            (Some(unit), Some(canonical)) => unit.convert_f64(*edge, canonical).unwrap_or(*edge),
            _ => *edge,
        });
        let group = Group::Range(Subject::Field(vec![index]), Arc::new(stored.collect()));
        Ok((group, name.to_owned(), KeyKind::Range(edges, unit.or(canonical))))
    }
}

/// The field of a name, with dots into embedded objects; true when it is the currency of money.
fn groupable<'m>(
    model: &'m Model,
    record: &'m RecordType,
    name: &str,
    place: &str,
) -> Result<(Vec<FieldIndex>, &'m Field, bool)> {
    let mut path = Vec::new();
    let mut fields = &record.fields;
    let mut parts = name.split('.').peekable();
    while let Some(part) = parts.next() {
        let found =
            fields.iter().position(|field| field.name == part || field.former_names.iter().any(|it| it == part));
        let field = found.map(|position| &fields[position]).filter(|field| field.computed.is_none());
        let (Some(position), Some(field)) = (found, field) else {
            return Err(ungroupable(fields, record, name, part, place));
        };
        path.push(FieldIndex(position));
        let wrong = |what: &str| {
            Err(RequestError::bad_input(format!("`{place}`: `{name}` {what}; group by a field with single values")))
        };
        match (&field.kind, parts.peek()) {
            _ if field.list => return wrong("is a list"),
            (FieldKind::Object(ObjectIndex(object)), Some(_)) => fields = &model.objects[*object].fields,
            (FieldKind::Object(_), None) => return wrong("is an object; name one of its fields behind a dot"),
            (FieldKind::Scalar(Scalar::Money), Some(&"currency")) => return Ok((path, field, true)),
            (FieldKind::Scalar(Scalar::Money), _) => return wrong("is money; name its `.currency`"),
            (FieldKind::Scalar(Scalar::Json | Scalar::GeoPoint), _) => return wrong("has no single value"),
            (FieldKind::Link(_), _) => {
                let message = format!("`{place}`: `{name}` is a link; write `{{link: \"{name}\"}}`");
                return Err(RequestError::bad_input(message));
            }
            (_, Some(_)) => return wrong("has no parts"),
            (_, None) => return Ok((path, field, false)),
        }
    }
    Err(ungroupable(&record.fields, record, name, name, place))
}

fn ungroupable(fields: &[Field], record: &RecordType, name: &str, part: &str, place: &str) -> RequestError {
    let names: Vec<&str> = fields
        .iter()
        .filter(|field| field.link().is_none() && field.computed.is_none() && !field.list)
        .map(|field| field.name.as_str())
        .collect();
    let hint = suggest::hint(part, names.iter().copied());
    RequestError::bad_input(format!(
        "`{place}`: there is no field `{name}` of {}{hint} (fields: {})",
        record.name,
        listed(&names)
    ))
}

/// The time of a name; left out that which places the record. True when it is a date.
fn time_subject(record: &RecordType, name: Option<&str>, place: &str) -> Result<(Subject, String, bool)> {
    let is_time = |field: &Field| {
        !field.list && field.computed.is_none() && matches!(field.scalar(), Some(Scalar::Date | Scalar::DateTime))
    };
    let is_date = |field: &Field| field.scalar() == Some(Scalar::Date);
    let found = match name {
        None => record.at,
        Some("at") if !record.is_series() && record.at.is_some() => record.at,
        Some("createdAt") if !record.is_series() => return Ok((Subject::CreatedAt, "createdAt".to_owned(), false)),
        Some("updatedAt") if !record.is_series() => return Ok((Subject::UpdatedAt, "updatedAt".to_owned(), false)),
        Some(name) => record.find(name).filter(|index| is_time(record.field(*index))),
    };
    if let Some(index) = found {
        let field = record.field(index);
        return Ok((Subject::Field(vec![index]), field.name.clone(), is_date(field)));
    }
    let mut names: Vec<&str> =
        record.fields.iter().filter(|field| is_time(field)).map(|field| field.name.as_str()).collect();
    if matches!(record.kind, Kind::Entry { .. }) {
        names.extend(["createdAt", "updatedAt"]);
    }
    Err(RequestError::bad_input(match name {
        None => {
            format!("`{place}`: {} has no field that places it in time; name one of: {}", record.name, listed(&names))
        }
        Some(name) => {
            let hint = suggest::hint(name, names.iter().copied());
            format!("`{place}`: `{name}` is no time of {}{hint} (times: {})", record.name, listed(&names))
        }
    }))
}

/// The instants between which a filter holds, as far as it says so at its top.
fn bounds(
    filter: &Filter,
    subject: &Subject,
    record: &RecordType,
    from: &mut Option<Instant>,
    to: &mut Option<Instant>,
) {
    let is_same = |other: &Subject| {
        other == subject
            || matches!((other, subject), (Subject::At, Subject::Field(path)) if record.at.is_some_and(|at| *path == [at]))
    };
    let instant = |value: &Value| match value {
        Value::Instant(instant) => Some(*instant),
        Value::Date(date) => Some(time::date_instant(*date)),
        _ => None,
    };
    let mut narrow = |low: Option<Instant>, high: Option<Instant>| {
        *from = (*from).max(low);
        *to = [*to, high].into_iter().flatten().min();
    };
    match filter {
        Filter::All(parts) => parts.iter().for_each(|part| bounds(part, subject, record, from, to)),
        Filter::Test(other, test) if is_same(other) => match test {
            Test::Gte(value) => narrow(instant(value), None),
            Test::Gt(value) => narrow(instant(value).map(|at| at.saturating_add(1)), None),
            Test::Lt(value) => narrow(None, instant(value)),
            Test::Lte(value) => narrow(None, instant(value).map(|at| at.saturating_add(1))),
            Test::Between(low, high) => narrow(instant(low), instant(high).map(|at| at.saturating_add(1))),
            Test::Eq(value) => narrow(instant(value), instant(value).map(|at| at.saturating_add(1))),
            _ => {}
        },
        _ => {}
    }
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
