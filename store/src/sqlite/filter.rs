//! Conditions as SQL.
//!
//! Logic is two-valued. SQL's unknown counts as false at the top of a `WHERE` and below `AND` and `OR`, so that tests
//! stand there as they are and can use indexes; below a `NOT` each test is wrapped so that it is never unknown.

use daybook_schema::{
    Relation, Value,
    model::{Direction, EnumIndex},
};
use rusqlite::types::Value as Cell;

use super::{
    cell::Place,
    failure::internal,
    functions, json,
    nested::parent_rows,
    shape::{Shape, mismatch},
    source::{Builder, Of, Scope},
    spans,
    sql::Sql,
};
use crate::{
    error::Result,
    query::{Filter, Parents, Quantifier, Test, Trash},
    record::LinkKind,
};

/// The parent that records are read for.
#[derive(Clone, Copy)]
pub(super) enum ParentRef<'a> {
    /// The parent, or what a to-one column leads to, of a statement around theirs: by which key it is known, and the
    /// expression that says it.
    Outer(&'static str, &'a str),
    /// The parents `p`, which stand beside them in the same statement: tables before them cannot look there.
    Joined(&'a Parents),
}

impl ParentRef<'_> {
    fn id(&self) -> &str {
        match self {
            Self::Outer(_, expression) => expression,
            Self::Joined(_) => "p.id",
        }
    }

    /// The condition that a bare column leads to a parent.
    fn narrows(&self, column: &str) -> Sql {
        match self {
            Self::Outer(_, expression) => Sql::new(format!("{column} = {expression}")),
            Self::Joined(parents) => {
                Sql::new(format!("{column} IN (SELECT id FROM ")).add(parent_rows(parents)).then(")")
            }
        }
    }
}

impl Builder<'_> {
    /// The condition of a `WHERE`. Samples hide with what they measure, whatever the filter says.
    pub fn condition(&mut self, scope: &Scope, filter: &Filter) -> Result<Sql> {
        let filter = self.filter(scope, filter, false)?;
        Ok(match scope.measured_lives() {
            Some(lives) => Sql::all(vec![filter, lives], " AND ", "1"),
            None => filter,
        })
    }

    fn filter(&mut self, scope: &Scope, filter: &Filter, exact: bool) -> Result<Sql> {
        match filter {
            Filter::All(parts) => {
                let parts = parts.iter().map(|part| self.filter(scope, part, exact)).collect::<Result<_>>()?;
                Ok(Sql::all(parts, " AND ", "1"))
            }
            Filter::Any(parts) => {
                let parts = parts.iter().map(|part| self.filter(scope, part, exact)).collect::<Result<_>>()?;
                Ok(Sql::all(parts, " OR ", "0"))
            }
            Filter::Not(part) => Ok(Sql::new("NOT (").add(self.filter(scope, part, true)?).then(")")),
            Filter::Test(subject, test) => {
                let place = self.place(scope, subject)?;
                let sql = self.test(&place, test)?;
                let exact = exact && !crate::fault::is("answer-unknown");
                Ok(if exact && place.nullable { Sql::new("coalesce(").add(sql).then(", 0)") } else { sql })
            }
            Filter::Trash(trash) => Ok(Self::trash(scope, *trash)),
            Filter::Related { relation, quantifier, filter, edge } => {
                self.related(scope, *relation, quantifier, filter, edge.as_deref())
            }
        }
    }

    fn trash(scope: &Scope, trash: Trash) -> Sql {
        if scope.is_series() || matches!(scope.of, Of::Link(_)) {
            return Sql::new("1");
        }
        match trash {
            Trash::Include => Sql::new("1"),
            Trash::Exclude => Sql::new(format!("{} IS NULL", scope.column("trashed_at"))),
            Trash::Only => Sql::new(format!("{} IS NOT NULL", scope.column("trashed_at"))),
        }
    }

    fn related(
        &mut self,
        scope: &Scope,
        relation: Relation,
        quantifier: &Quantifier,
        filter: &Filter,
        edge: Option<&Filter>,
    ) -> Result<Sql> {
        let link_column = match (relation.direction, scope.of) {
            (Direction::Out, Of::Record(record)) => self.codec.layout.table(record).column(relation.field),
            _ => None,
        };
        let (key, parent) = match link_column {
            Some(column) => scope.leads(&column.name),
            None => ("id", scope.id()),
        };
        let (other, from, joined) = self.related_source(relation, ParentRef::Outer(key, &parent), edge)?;
        let rows =
            |condition: Sql| Sql::new("FROM ").add(from).then(" WHERE ").add(joined).then(" AND ").add(condition);
        Ok(match quantifier {
            Quantifier::Some => Sql::new("EXISTS (SELECT 1 ").add(rows(self.condition(&other, filter)?)).then(")"),
            Quantifier::None => Sql::new("NOT EXISTS (SELECT 1 ").add(rows(self.condition(&other, filter)?)).then(")"),
            Quantifier::Every => {
                let living = other.measured_lives().unwrap_or_else(|| Self::trash(&other, Trash::Exclude));
                let fails = Sql::new("NOT (").add(self.filter(&other, filter, true)?).then(")");
                Sql::new("NOT EXISTS (SELECT 1 ").add(rows(Sql::all(vec![living, fails], " AND ", "1"))).then(")")
            }
            Quantifier::Count(test) => {
                let count = Sql::new("(SELECT count(*) ").add(rows(self.condition(&other, filter)?)).then(")");
                count_test(&count, test)?
            }
        })
    }

    /// The records that are children of a parent: their scope, what to read from, and the condition that joins them.
    pub fn related_source(
        &mut self,
        relation: Relation,
        parent: ParentRef<'_>,
        edge: Option<&Filter>,
    ) -> Result<(Scope, Sql, Sql)> {
        let model = self.codec.model;
        let field = model.relation_field(relation);
        let target = Of::Record(model.relation_target(relation));
        if !field.list {
            if edge.is_some() {
                return Err(internal("only links to many carry properties"));
            }
            let column = match (relation.direction, target) {
                (Direction::In, _) => self.codec.layout.table(relation.owner).column(relation.field),
                (Direction::Out, _) => None,
            };
            let key = if let ParentRef::Outer(key, _) = parent { key } else { "id" };
            let column = column.map_or_else(|| key.to_owned(), |column| column.name.clone());
            let narrowed = parent.narrows(&column);
            let past = match relation.direction {
                Direction::In => self.once_linked("until", relation, parent),
                Direction::Out if key == "id" => self.superseded("until", parent.narrows("entry")),
                Direction::Out => {
                    let table = self.codec.layout.table(model.relation_target(relation)).id;
                    let entry = Sql::new(format!("entry IN (SELECT id FROM t{table} WHERE ")).add(narrowed.clone());
                    self.superseded("until", entry.then(")"))
                }
            };
            let past = narrowed.clone().then(" AND ").add(past);
            let (other, from) = self.source_where(target, &narrowed, &past);
            let joined = Sql::new(other.leads_to(&column, parent.id()));
            return Ok((other, from, joined));
        }
        let (link, other, from, joined) = self.linked(relation, parent);
        let joined = match edge {
            Some(edge) => joined.then(" AND ").add(self.filter(&link, edge, false)?),
            None => joined,
        };
        Ok((other, from, joined))
    }

    /// The condition that a version is a superseded one of a record that was a child of a parent at any time, which links tell:
    /// versions are not indexed by what they lead to, since every update would pay for that.
    pub fn once_linked(&self, until: &str, relation: Relation, parent: ParentRef<'_>) -> Sql {
        let kind = self.codec.layout.kind_cell(&LinkKind::Declared(relation.owner, relation.field));
        let sources = |table: &str| {
            Sql::new(format!("SELECT source FROM {table} WHERE kind = "))
                .bind(kind.clone())
                .then(" AND ")
                .add(parent.narrows("target"))
        };
        let entry = Sql::new("entry IN (").add(sources("link")).then(" UNION ALL ").add(sources("link_history"));
        self.superseded(until, entry.then(")"))
    }

    /// The records that links of a relation lead to from a parent: the scopes of link and record, what to read from, and
    /// the condition that joins them.
    pub fn linked(&mut self, relation: Relation, parent: ParentRef<'_>) -> (Scope, Scope, Sql, Sql) {
        let model = self.codec.model;
        let (near, far) = match relation.direction {
            Direction::Out => ("source", "target"),
            Direction::In => ("target", "source"),
        };
        let kind = self.codec.layout.kind_cell(&LinkKind::Declared(relation.owner, relation.field));
        let narrowed = parent.narrows(near).then(" AND kind = ").bind(kind.clone());
        let (link, from) = self.source_where(Of::Link(model.link(relation).props), &narrowed, &narrowed);
        let target = Of::Record(model.relation_target(relation));
        let (other, join) = self.lookup(target, &[("id", Sql::new(link.column(far)))]);
        let joined = Sql::new(format!("{} = {} AND {} = ", link.column(near), parent.id(), link.column("kind")))
            .bind(kind)
            .then(&format!(" AND {} IS NOT NULL", other.id()));
        (link, other, from.add(join), joined)
    }

    fn test(&self, place: &Place, test: &Test) -> Result<Sql> {
        let exact = place.exact();
        let order = |operator: &str, value: &Value| -> Result<Sql> {
            Ok(place.order(self)?.then(operator).bind(place.order_cell(self, value)?))
        };
        let folded = |function: &str, text: &str| {
            let part = if function == "daybook_like" { text.to_owned() } else { daybook_schema::text::fold(text) };
            let part = if function == "daybook_like" { daybook_schema::text::fold(&part) } else { part };
            let call = Sql::new(format!("({exact} IS NOT NULL AND {function}({}, ", place.folded()));
            call.bind(part).then("))")
        };
        let missing = Sql::new(format!("({exact} IS NOT NULL AND 0)"));
        Ok(match test {
            Test::IsNull(true) => Sql::new(format!("{exact} IS NULL")),
            Test::IsNull(false) => Sql::new(format!("{exact} IS NOT NULL")),
            Test::Eq(value) => self.equal(place, value)?,
            Test::Ne(value) => {
                let equal = self.equal(place, value)?;
                Sql::new(format!("({} IS NOT NULL AND NOT ", place.json())).add(equal).then(")")
            }
            Test::In(values) if values.is_empty() => Sql::new("0"),
            Test::In(values) => self.one_of(place, values)?,
            Test::NotIn(values) if values.is_empty() => Sql::new(format!("{exact} IS NOT NULL")),
            Test::NotIn(values) => {
                let one_of = self.one_of(place, values)?;
                Sql::new(format!("({} IS NOT NULL AND NOT ", place.json())).add(one_of).then(")")
            }
            Test::Lt(value) => order(" < ", value)?,
            Test::Lte(value) => order(" <= ", value)?,
            Test::Gt(value) => order(" > ", value)?,
            Test::Gte(value) => order(" >= ", value)?,
            Test::Between(low, high) => order(" >= ", low)?.then(" AND ").add(order(" <= ", high)?),
            Test::Contains(text) => folded("daybook_contains", text),
            Test::StartsWith(text) => folded("daybook_starts", text),
            Test::EndsWith(text) => folded("daybook_ends", text),
            Test::Like(text) => folded("daybook_like", text),
            Test::Has(value) => self.has(place, std::slice::from_ref(value))?,
            Test::HasAny(values) if values.is_empty() => missing,
            Test::HasAny(values) => self.has(place, values)?,
            Test::HasAll(values) => {
                let parts = values.iter().map(|value| self.has(place, std::slice::from_ref(value)));
                let mut parts = parts.collect::<Result<Vec<_>>>()?;
                parts.push(Sql::new(format!("{} IS NOT NULL", place.json())));
                Sql::all(parts, " AND ", "1")
            }
            Test::IsEmpty(empty) => {
                Sql::new(format!("(json_array_length({}) = 0) = {}", place.json(), i32::from(*empty)))
            }
            Test::Near(center, metres) => {
                // A degree of latitude is everywhere at least this many metres of the sphere.
                let reach = metres / 111_000.0;
                let (lat, lon) = (place.exact(), place.part("o", 1));
                Sql::new(format!("({lat} BETWEEN "))
                    .bind(center.lat - reach)
                    .then(" AND ")
                    .bind(center.lat + reach)
                    .then(&format!(" AND daybook_near({lat}, {lon}, "))
                    .bind_all([center.lat.into(), center.lon.into(), Cell::from(*metres)])
                    .then("))")
            }
            Test::Within(corners) => {
                let (lat, lon) = (place.exact(), place.part("o", 1));
                let call = Sql::new(format!("({lat} IS NOT NULL AND daybook_within({lat}, {lon}, "));
                call.bind(functions::polygon(corners)).then("))")
            }
        })
    }

    /// Equality; unknown for a missing value.
    fn equal(&self, place: &Place, value: &Value) -> Result<Sql> {
        let exact = place.exact();
        Ok(match (&place.shape, value) {
            (Shape::Money, Value::Money(money)) => Sql::new(format!("({exact} = "))
                .bind(money.amount)
                .then(&format!(" AND {} = ", place.part("c", 1)))
                .bind(money.currency.clone())
                .then(")"),
            (Shape::Point, Value::Point(point)) => Sql::new(format!("({exact} = "))
                .bind(point.lat)
                .then(&format!(" AND {} = ", place.part("o", 1)))
                .bind(point.lon)
                .then(")"),
            (Shape::Json, Value::Json(json)) => {
                Sql::new(format!("daybook_same({}, ", place.json())).bind(json.to_string()).then(")")
            }
            (Shape::Object(_) | Shape::List(_), _) => {
                let value = spans::canonical(value.clone());
                let stored = json::encode(self.codec, &place.shape, &value)?.to_string();
                let own = Sql::new(place.json());
                let own = spans::canonical_json(self.codec, &place.shape, own);
                Sql::new("daybook_same(").add(own).then(", ").bind(stored).then(")")
            }
            (Shape::Enum(index), Value::Text(name)) => {
                Sql::new(format!("{exact} IN (")).bind_all(self.enum_names(*index, name)).then(")")
            }
            (Shape::Text, Value::Text(text)) => match place.indexed_text() {
                Some(sort) => Sql::new(format!("({exact} = "))
                    .bind(text.clone())
                    .then(&format!(" AND {sort} = "))
                    .bind(daybook_schema::text::sort_key(text))
                    .then(")"),
                None => Sql::new(format!("{exact} = ")).bind(text.clone()),
            },
            (Shape::Id | Shape::Duration, _) => place.among(Sql::new("(").bind(place.exact_cell(value)?).then(")")),
            _ => Sql::new(format!("{exact} = ")).bind(place.exact_cell(value)?),
        })
    }

    /// The names under which an enum value may be stored.
    fn enum_names(&self, index: EnumIndex, name: &str) -> Vec<Cell> {
        let values = &self.codec.model.enums[index.0].values;
        let value = values.iter().find(|value| value.name == name || value.former_names.iter().any(|one| one == name));
        match value {
            Some(value) => {
                std::iter::once(&value.name).chain(&value.former_names).map(|name| name.clone().into()).collect()
            }
            None => vec![name.to_owned().into()],
        }
    }

    fn one_of(&self, place: &Place, values: &[Value]) -> Result<Sql> {
        match place.shape {
            Shape::Id if matches!(values.first(), Some(Value::Id(_))) && values.len() > 8 => {
                let ids = values.iter().map(|value| match value {
                    Value::Id(id) => Ok(id.simple().to_string()),
                    other => Err(mismatch(&place.shape, other)),
                });
                let ids = serde_json::json!(ids.collect::<Result<Vec<_>>>()?).to_string();
                // Ids inside JSON are stored as hexadecimal text.
                let value = if place.exact().starts_with("json_extract") { "value" } else { "unhex(value)" };
                Ok(place.among(Sql::new(format!("(SELECT {value} FROM json_each(")).bind(ids).then("))")))
            }
            Shape::Int
            | Shape::Real
            | Shape::Boolean
            | Shape::Id
            | Shape::Date
            | Shape::Instant
            | Shape::Duration
            | Shape::Time
            | Shape::Quantity => {
                let cells = values.iter().map(|value| place.exact_cell(value)).collect::<Result<Vec<_>>>()?;
                Ok(place.among(Sql::new("(").bind_all(cells).then(")")))
            }
            Shape::Text if place.indexed_text().is_none() => {
                let cells = values.iter().map(|value| place.exact_cell(value)).collect::<Result<Vec<_>>>()?;
                Ok(Sql::new(format!("{} IN (", place.exact())).bind_all(cells).then(")"))
            }
            _ => {
                let parts = values.iter().map(|value| self.equal(place, value)).collect::<Result<Vec<_>>>()?;
                Ok(Sql::new("(").add(Sql::all(parts, " OR ", "0")).then(")"))
            }
        }
    }

    /// Whether a list has one of the items.
    fn has(&self, place: &Place, items: &[Value]) -> Result<Sql> {
        let Shape::List(item) = &place.shape else {
            return Err(internal(format!("{:?} has no items", place.shape)));
        };
        let cells = items.iter().map(|value| -> Result<Sql> {
            let stored = json::encode(self.codec, item, &spans::canonical(value.clone()))?;
            Ok(match (&**item, value) {
                (Shape::Text | Shape::Int | Shape::Real | Shape::Date | Shape::Instant | Shape::Time, _) => {
                    Sql::new("item.value = ").bind(item.exact(value)?)
                }
                (Shape::Id, Value::Id(id)) => Sql::new("item.value = ").bind(id.simple().to_string()),
                (Shape::Boolean, _) => Sql::new("item.value = ").bind(item.exact(value)?),
                (Shape::Enum(index), Value::Text(name)) => {
                    Sql::new("item.value IN (").bind_all(self.enum_names(*index, name)).then(")")
                }
                (Shape::Quantity, _) => Sql::new("json_extract(item.value, '$[0]') = ").bind(item.exact(value)?),
                (Shape::Duration, Value::Duration(span)) => {
                    Sql::new("daybook_span(json_extract(item.value, '$[0]')) = ").bind(span.key().to_vec())
                }
                _ => {
                    let own = spans::canonical_json(self.codec, item, Sql::new("item.value"));
                    Sql::new("daybook_same(").add(own).then(", ").bind(stored.to_string()).then(")")
                }
            })
        });
        let any = Sql::all(cells.collect::<Result<_>>()?, " OR ", "0");
        Ok(Sql::new(format!(
            "({} IS NOT NULL AND EXISTS (SELECT 1 FROM json_each({}) AS item WHERE ",
            place.json(),
            place.json()
        ))
        .add(any)
        .then("))"))
    }
}

/// A test of how many there are.
fn count_test(count: &Sql, test: &Test) -> Result<Sql> {
    let cell = |value: &Value| Shape::Int.exact(value);
    let compare = |operator: &str, value: &Value| Ok(count.clone().then(operator).bind(cell(value)?));
    let cells = |values: &[Value]| values.iter().map(cell).collect::<Result<Vec<_>>>();
    match test {
        Test::IsNull(null) => Ok(Sql::new(if *null { "0" } else { "1" })),
        Test::Eq(value) => compare(" = ", value),
        Test::Ne(value) => compare(" <> ", value),
        Test::Lt(value) => compare(" < ", value),
        Test::Lte(value) => compare(" <= ", value),
        Test::Gt(value) => compare(" > ", value),
        Test::Gte(value) => compare(" >= ", value),
        Test::Between(low, high) => {
            Ok(count.clone().then(" BETWEEN ").bind(cell(low)?).then(" AND ").bind(cell(high)?))
        }
        Test::In(values) => Ok(count.clone().then(" IN (").bind_all(cells(values)?).then(")")),
        Test::NotIn(values) => Ok(count.clone().then(" NOT IN (").bind_all(cells(values)?).then(")")),
        other => Err(internal(format!("a count is tested by {other:?}"))),
    }
}
