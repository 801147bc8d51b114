//! Statistics in one statement: groups, calendar buckets and ranges bound as data.

use daybook_schema::{
    TypeIndex, Value,
    time::{Span, instant_date},
};
use rusqlite::{Row, types::ValueRef};
use uuid::Uuid;

use super::{
    failure::{failure, internal},
    filter::ParentRef,
    layout::Codec,
    nested::{children, parent_rows},
    rows,
    session::Session,
    shape::{self, Shape},
    source::{Builder, Of, Scope},
    sql::Sql,
    summary,
};
use crate::{
    error::Result,
    query::{Aggregate, Elapsed, Group, GroupKey, Grouped, Lines, Measure, Subject, Summary},
};

/// How a group's column is read.
enum Read {
    Value(Shape),
    Position,
}

impl Session<'_> {
    pub fn read_aggregate(&mut self, aggregate: &Aggregate) -> Result<Vec<Vec<Grouped>>> {
        self.rollup_level = None;
        if aggregate.lines.own.is_empty() && aggregate.measures.iter().any(|measure| measure.weighted) {
            let own = self.rollups().own_gaps(aggregate.record)?;
            if !own.is_empty() {
                let lines = Lines { own, ..aggregate.lines.clone() };
                return self.read_aggregate(&Aggregate { lines, ..aggregate.clone() });
            }
        }
        if let Some(answer) = self.read_rolled(aggregate)? {
            return Ok(answer);
        }
        self.read_samples(aggregate)
    }

    /// Statistics of the records themselves, whatever rollups say.
    pub fn read_samples(&mut self, aggregate: &Aggregate) -> Result<Vec<Vec<Grouped>>> {
        let mut builder = Builder::new(self.codec(), aggregate.as_of);
        let (sql, reads) = statement(&mut builder, aggregate)?;
        let found = self.query(&sql, "reading statistics", |codec, row| {
            let parent: i64 = rows::get(row, 0)?;
            let keys = reads.iter().enumerate().map(|(at, read)| key(codec, read, row, at + 1));
            let keys = keys.collect::<Result<Vec<_>>>()?;
            let measures = aggregate.measures.iter().enumerate();
            let measures = measures.map(|(at, measure)| measured(measure, row, reads.len() + 1 + at));
            Ok((parent, Grouped { keys, measures: measures.collect::<Result<_>>()? }))
        })?;
        let parents = aggregate.parents.as_ref().map_or(1, |parents| parents.ids.len());
        let mut answer = vec![Vec::new(); parents];
        for (parent, group) in found {
            let groups = usize::try_from(parent).ok().and_then(|parent| answer.get_mut(parent));
            groups.ok_or_else(|| internal("a group of no parent"))?.push(group);
        }
        if aggregate.groups.is_empty() {
            // A parent without records has no row, but statistics of nothing.
            let nothing = || Grouped { keys: Vec::new(), measures: vec![Summary::default(); aggregate.measures.len()] };
            answer.iter_mut().filter(|groups| groups.is_empty()).for_each(|groups| groups.push(nothing()));
        }
        Ok(answer)
    }
}

fn statement(builder: &mut Builder<'_>, aggregate: &Aggregate) -> Result<(Sql, Vec<Read>)> {
    let (scope, from, conditions) = match &aggregate.parents {
        None => {
            let (scope, from) = builder.source(Of::Record(aggregate.record));
            (scope, from, Vec::new())
        }
        Some(parents) => {
            let (scope, from, joined, _) = children(builder, parents, ParentRef::Joined(parents))?;
            (scope, parent_rows(parents).then(" CROSS JOIN ").add(from), vec![joined])
        }
    };
    let parent = if aggregate.parents.is_some() { "p.i" } else { "0" };
    let mut select = Sql::new(format!("SELECT {parent}"));
    let mut conditions = conditions;
    conditions.push(builder.condition(&scope, &aggregate.filter)?);
    let mut reads = Vec::new();
    // Columns are named by their places, so that each expression is written and bound once.
    let mut keys: Vec<String> = aggregate.parents.iter().map(|_| "1".to_owned()).collect();
    for group in &aggregate.groups {
        let (column, read, condition) = group_column(builder, aggregate.record, &scope, group)?;
        select = select.then(", ").add(column);
        let number = numbered(builder, aggregate.record, &scope, group);
        keys.push(number.unwrap_or_else(|| (reads.len() + 2).to_string()));
        reads.push(read);
        conditions.extend(condition);
    }
    for measure in &aggregate.measures {
        select = select.then(", ").add(measure_column(builder, aggregate, &scope, measure)?);
    }
    let mut sql = select.then(" FROM ").add(from).then(" WHERE ").add(Sql::all(conditions, " AND ", "1"));
    if !keys.is_empty() {
        sql = sql.then(&format!(" GROUP BY {}", keys.join(", ")));
    }
    let parents = aggregate.parents.as_ref().map_or(1, |parents| parents.ids.len());
    let limit = aggregate.limit.saturating_add(1).saturating_mul(parents.max(1));
    Ok((sql.then(" LIMIT ").bind(i64::try_from(limit).unwrap_or(i64::MAX)), reads))
}

/// The number of what samples measure, where they are grouped by that: its id is then looked up once a group.
fn numbered(builder: &Builder<'_>, record: TypeIndex, scope: &Scope, group: &Group) -> Option<String> {
    let Group::Target(relation) = group else { return None };
    let column = builder.codec.layout.table(record).column(relation.field)?;
    let (key, led) = scope.leads(&column.name);
    (key == "n").then_some(led)
}

fn group_column(
    builder: &mut Builder<'_>,
    record: TypeIndex,
    scope: &Scope,
    group: &Group,
) -> Result<(Sql, Read, Option<Sql>)> {
    match group {
        Group::Value(subject) => {
            let place = builder.place(scope, subject)?;
            let column = match place.shape {
                // Former names of a value are the same value; a name that the enum has lost stays in the past.
                Shape::Enum(_) => {
                    let known = place.order(builder)?;
                    Sql::new("coalesce(").add(known).then(&format!(", {})", place.exact()))
                }
                // However they were written.
                Shape::Duration => Sql::new(place.span()),
                _ => Sql::new(place.exact()),
            };
            Ok((column, Read::Value(place.shape), None))
        }
        Group::Target(relation) => {
            let column = builder.codec.layout.table(record).column(relation.field);
            let column = column.ok_or_else(|| internal("a group follows only to-one links"))?;
            Ok((Sql::new(scope.column(&column.name)), Read::Value(Shape::Id), None))
        }
        Group::Time(subject, edges) => {
            let at = builder.place(scope, subject)?.exact();
            let (first, last) = (edges.first().copied().unwrap_or(0), edges.last().copied().unwrap_or(0));
            let blob: Vec<u8> = edges.iter().flat_map(|edge| edge.to_le_bytes()).collect();
            let column = Sql::new(format!("daybook_bucket({at}, ")).bind(blob).then(")");
            let within = Sql::new(format!("{at} >= ")).bind(first).then(&format!(" AND {at} < ")).bind(last);
            Ok((column, Read::Position, Some(within)))
        }
        Group::Range(subject, edges) => {
            let value = number(builder, scope, subject)?;
            let blob: Vec<u8> = edges.iter().flat_map(|edge| edge.to_le_bytes()).collect();
            let column = Sql::new(format!("daybook_range({value}, ")).bind(blob).then(")");
            let first = edges.first().copied().unwrap_or(f64::MAX);
            Ok((column, Read::Position, Some(Sql::new(format!("{value} >= ")).bind(first))))
        }
    }
}

fn measure_column(builder: &mut Builder<'_>, aggregate: &Aggregate, scope: &Scope, measure: &Measure) -> Result<Sql> {
    let column = match &measure.subject {
        None => Sql::new("count(*)"),
        Some(subject) => {
            let value = match subject {
                Subject::Elapsed(elapsed) => self::elapsed(builder, scope, elapsed)?,
                _ => Sql::new(number(builder, scope, subject)?),
            };
            let at = time(builder, aggregate.record, scope)?;
            Sql::new("daybook_summary(")
                .add(value)
                .then(&format!(", {at}, {}, ", scope.id()))
                .bind(summary::spec(measure, &aggregate.lines))
                .then(&currency(builder, scope, subject)?)
                .then(")")
        }
    };
    Ok(match &measure.filter {
        Some(filter) => column.then(" FILTER (WHERE ").add(builder.condition(scope, filter)?).then(")"),
        None => column,
    })
}

/// The number that statistics count with.
fn number(builder: &Builder<'_>, scope: &Scope, subject: &Subject) -> Result<String> {
    let place = builder.place(scope, subject)?;
    Ok(match place.shape {
        Shape::Duration => format!("({} / 1000.0)", place.part("m", 1)),
        _ => place.exact(),
    })
}

/// The currency of amounts of money, as one more argument.
fn currency(builder: &Builder<'_>, scope: &Scope, subject: &Subject) -> Result<String> {
    if matches!(subject, Subject::Elapsed(_)) {
        return Ok(String::new());
    }
    let place = builder.place(scope, subject)?;
    Ok(if place.shape == Shape::Money { format!(", {}", place.part("c", 1)) } else { String::new() })
}

/// The seconds of an elapsed time; null without a begin, as `max` and `min` are with a null.
fn elapsed(builder: &Builder<'_>, scope: &Scope, elapsed: &Elapsed) -> Result<Sql> {
    let instant = |field| Ok(builder.place(scope, &Subject::Field(vec![field]))?.exact());
    let (start, end) = (instant(elapsed.start)?, instant(elapsed.end)?);
    Ok(Sql::new(format!("(max(0, min(coalesce({end}, "))
        .bind(elapsed.open)
        .then("), ")
        .bind(elapsed.to)
        .then(&format!(") - max({start}, "))
        .bind(elapsed.from)
        .then(")) / 1000.0)"))
}

/// When a record took place; without a time when it was created.
fn time(builder: &Builder<'_>, record: TypeIndex, scope: &Scope) -> Result<String> {
    let created = builder.place(scope, &Subject::CreatedAt)?.exact();
    if builder.codec.model.record(record).at.is_none() {
        return Ok(created);
    }
    Ok(format!("coalesce({}, {created})", builder.place(scope, &Subject::At)?.exact()))
}

fn key(codec: Codec<'_>, read: &Read, row: &Row<'_>, at: usize) -> Result<GroupKey> {
    let cell = row.get_ref(at).map_err(failure("reading a group"))?;
    match (read, cell) {
        (Read::Position, _) => {
            let position = usize::try_from(shape::integer(cell)?).map_err(|_| internal("a bucket before the first"))?;
            Ok(GroupKey::Position(position))
        }
        (Read::Value(_), ValueRef::Null) => Ok(GroupKey::Value(Value::Null)),
        (Read::Value(shape), cell) => value(codec, shape, cell).map(GroupKey::Value),
    }
}

fn value(codec: Codec<'_>, shape: &Shape, cell: ValueRef<'_>) -> Result<Value> {
    Ok(match (shape, cell) {
        (Shape::Enum(_), ValueRef::Text(_)) => Value::Text(shape::text(cell)?.to_owned()),
        (Shape::Enum(index), _) => {
            let position = usize::try_from(shape::integer(cell)?).unwrap_or(usize::MAX);
            let name = codec.model.enums[index.0].values.get(position).map(|value| value.name.clone());
            Value::Text(name.ok_or_else(|| internal("a value that the enum does not have"))?)
        }
        (Shape::Text, _) => Value::Text(shape::text(cell)?.to_owned()),
        (Shape::Int, _) => Value::Int(shape::integer(cell)?),
        (Shape::Real | Shape::Quantity, _) => Value::Float(shape::real(cell)?),
        (Shape::Boolean, _) => Value::Boolean(shape::integer(cell)? != 0),
        (Shape::Id, ValueRef::Text(_)) => {
            Value::Id(Uuid::parse_str(shape::text(cell)?).map_err(|error| internal("a stored id").caused_by(error))?)
        }
        (Shape::Id, _) => Value::Id(shape::id(cell)?),
        (Shape::Date, _) => Value::Date(instant_date(shape::integer(cell)?)),
        (Shape::Instant, _) => Value::Instant(shape::integer(cell)?),
        (Shape::Duration, _) => {
            let key = cell.as_blob().ok().and_then(Span::from_key);
            Value::Duration(key.ok_or_else(|| internal("a stored duration"))?)
        }
        (Shape::Time, _) => Value::Time(shape::time(shape::integer(cell)?)?),
        (shape, _) => return Err(internal(format!("nothing is grouped by {shape:?}"))),
    })
}

fn measured(measure: &Measure, row: &Row<'_>, at: usize) -> Result<Summary> {
    if measure.subject.is_none() {
        let count: i64 = rows::get(row, at)?;
        return Ok(Summary { count: count.unsigned_abs(), ..Summary::default() });
    }
    match row.get_ref(at).map_err(failure("reading statistics"))? {
        ValueRef::Blob(bytes) => summary::decode(Some(bytes)),
        _ => summary::decode(None),
    }
}
