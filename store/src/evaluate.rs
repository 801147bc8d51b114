//! Filters and orders over records in memory: the plain reading of the query language.
//!
//! The reference backend answers with it, and a live query uses it to see whether a changed record concerns it.

use std::cmp::Ordering;

use daybook_schema::{
    FieldIndex, Model, Relation, TypeIndex, Value, json,
    model::{EnumIndex, Field, FieldKind, ObjectIndex},
    text,
    time::date_instant,
    value::{Instant, Point},
};
use uuid::Uuid;

use crate::{
    error::Result,
    query::{Filter, Key, Quantifier, Subject, Test, Trash},
    record::LinkProps,
};

/// Mean radius of the earth in metres.
const EARTH: f64 = 6_371_008.8;

/// A record as filters see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its type.
    pub record: TypeIndex,
    /// Its id; of a sample what it measures.
    pub id: Uuid,
    /// When it was created; of a sample its time.
    pub created_at: Instant,
    /// When it was last changed; of a sample its time.
    pub updated_at: Instant,
    /// Whether it is in the trash.
    pub trashed: bool,
    /// Whether a sample is flagged.
    pub flagged: bool,
    /// The stored title, where a filter may ask for it.
    pub title: String,
    /// One value per field.
    pub values: Vec<Value>,
}

/// How related records are found.
pub trait Relations {
    /// Records at the other end of a relation, trashed ones included, with the properties of the links.
    fn related(&mut self, item: &Item, relation: Relation) -> Result<Vec<(Item, LinkProps)>>;
}

/// Whether a record satisfies a filter.
pub fn matches(model: &Model, filter: &Filter, item: &Item, relations: &mut dyn Relations) -> Result<bool> {
    match filter {
        Filter::All(parts) => {
            for part in parts {
                if !matches(model, part, item, relations)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Filter::Any(parts) => {
            for part in parts {
                if matches(model, part, item, relations)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Filter::Not(part) => Ok(!matches(model, part, item, relations)?),
        Filter::Test(subject, test) => {
            let (value, field) = subject_value(model, item, subject);
            Ok(passes(model, field, &value, test))
        }
        Filter::Trash(trash) => Ok(model.record(item.record).is_series()
            || match trash {
                Trash::Exclude => !item.trashed,
                Trash::Only => item.trashed,
                Trash::Include => true,
            }),
        Filter::Related { relation, quantifier, filter, edge } => {
            let related = relations.related(item, *relation)?;
            quantify(model, &related, *relation, quantifier, filter, edge.as_deref(), relations)
        }
    }
}

fn quantify(
    model: &Model,
    related: &[(Item, LinkProps)],
    relation: Relation,
    quantifier: &Quantifier,
    filter: &Filter,
    edge: Option<&Filter>,
    relations: &mut dyn Relations,
) -> Result<bool> {
    let (mut matching, mut failing) = (0, 0);
    for (item, props) in related {
        if edge.is_some_and(|edge| !matches_edge(model, relation, edge, props)) {
            continue;
        }
        if matches(model, filter, item, relations)? {
            matching += 1;
        } else if !item.trashed {
            failing += 1;
        }
    }
    Ok(match quantifier {
        Quantifier::Some => matching > 0,
        Quantifier::None => matching == 0,
        Quantifier::Every => failing == 0,
        Quantifier::Count(test) => passes(model, None, &Value::Int(matching), test),
    })
}

/// Whether the properties of a link satisfy an edge filter.
pub fn matches_edge(model: &Model, relation: Relation, filter: &Filter, props: &LinkProps) -> bool {
    match filter {
        Filter::All(parts) => parts.iter().all(|part| matches_edge(model, relation, part, props)),
        Filter::Any(parts) => parts.iter().any(|part| matches_edge(model, relation, part, props)),
        Filter::Not(part) => !matches_edge(model, relation, part, props),
        Filter::Trash(_) => true,
        Filter::Related { .. } => false,
        Filter::Test(subject, test) => {
            let Some(object) = model.link(relation).props else { return false };
            let (value, field) = props_value(model, object, props, subject);
            passes(model, field, &value, test)
        }
    }
}

fn props_value<'m>(
    model: &'m Model,
    object: ObjectIndex,
    props: &LinkProps,
    subject: &Subject,
) -> (Value, Option<&'m Field>) {
    let nothing = Vec::new();
    let values = match props {
        LinkProps::Typed(values) => values,
        LinkProps::None | LinkProps::Free(_) => &nothing,
    };
    let fields = &model.objects[object.0].fields;
    match subject {
        Subject::Field(path) => nested(model, fields, values, path),
        Subject::Amount(path) => (amount(&nested(model, fields, values, path).0), None),
        Subject::Currency(path) => (currency(&nested(model, fields, values, path).0), None),
        _ => (Value::Null, None),
    }
}

/// What a subject says of a record, with the field where it is one.
pub fn subject_value<'m>(model: &'m Model, item: &Item, subject: &Subject) -> (Value, Option<&'m Field>) {
    let declared = model.record(item.record);
    match subject {
        Subject::Id => (Value::Id(item.id), None),
        Subject::CreatedAt => (Value::Instant(item.created_at), None),
        Subject::UpdatedAt => (Value::Instant(item.updated_at), None),
        Subject::Title => (Value::Text(item.title.clone()), None),
        Subject::Flagged => (Value::Boolean(item.flagged), None),
        Subject::At => (declared.at.map_or(Value::Null, |at| as_instant(&item.values[at.0])), None),
        Subject::Field(path) => nested(model, &declared.fields, &item.values, path),
        Subject::Amount(path) => (amount(&nested(model, &declared.fields, &item.values, path).0), None),
        Subject::Currency(path) => (currency(&nested(model, &declared.fields, &item.values, path).0), None),
        Subject::Elapsed(elapsed) => {
            let instant = |field: FieldIndex| match as_instant(&item.values[field.0]) {
                Value::Instant(at) => Some(at),
                _ => None,
            };
            let seconds = instant(elapsed.start).map(|start| elapsed.seconds(start, instant(elapsed.end)));
            (seconds.map_or(Value::Null, Value::Float), None)
        }
    }
}

fn nested<'m>(
    model: &'m Model,
    fields: &'m [Field],
    values: &[Value],
    path: &[FieldIndex],
) -> (Value, Option<&'m Field>) {
    let Some((first, rest)) = path.split_first() else { return (Value::Null, None) };
    let (field, value) = (&fields[first.0], values.get(first.0).unwrap_or(&Value::Null));
    match (rest, &field.kind, value) {
        ([], _, value) => (value.clone(), Some(field)),
        (_, FieldKind::Object(object), Value::Object(inner)) => {
            nested(model, &model.objects[object.0].fields, inner, rest)
        }
        _ => (Value::Null, None),
    }
}

/// The number that statistics count with: durations in seconds, money by its amount, times in milliseconds since 1970.
pub fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Int(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        Value::Quantity(quantity) => Some(quantity.value),
        Value::Money(money) => Some(money.amount),
        Value::Duration(span) => Some(span.milliseconds() as f64 / 1000.0),
        Value::Instant(instant) => Some(*instant as f64),
        Value::Date(date) => Some(date_instant(*date) as f64),
        _ => None,
    }
}

fn as_instant(value: &Value) -> Value {
    match value {
        Value::Date(date) => Value::Instant(date_instant(*date)),
        other => other.clone(),
    }
}

fn amount(value: &Value) -> Value {
    match value {
        Value::Money(money) => Value::Float(money.amount),
        _ => Value::Null,
    }
}

fn currency(value: &Value) -> Value {
    match value {
        Value::Money(money) => Value::Text(money.currency.clone()),
        _ => Value::Null,
    }
}

/// Whether a value passes a test. `field` gives the order of enum values.
pub fn passes(model: &Model, field: Option<&Field>, value: &Value, test: &Test) -> bool {
    if let Test::IsNull(wanted) = test {
        return value.is_null() == *wanted;
    }
    if value.is_null() {
        return false;
    }
    let order = |other: &Value| compare(&key(model, field, value), &key(model, field, other));
    let folded = || match value {
        Value::Text(text) => text::fold(text),
        _ => String::new(),
    };
    let items = || match value {
        Value::List(items) => items.as_slice(),
        _ => &[],
    };
    let has = |wanted: &Value| items().iter().any(|item| equal(item, wanted));
    match test {
        Test::IsNull(_) => false,
        Test::Eq(other) => equal(value, other),
        Test::Ne(other) => !other.is_null() && !equal(value, other),
        Test::In(others) => others.iter().any(|other| equal(value, other)),
        Test::NotIn(others) => !others.iter().any(|other| equal(value, other)),
        Test::Lt(other) => order(other) == Some(Ordering::Less),
        Test::Lte(other) => order(other).is_some_and(Ordering::is_le),
        Test::Gt(other) => order(other) == Some(Ordering::Greater),
        Test::Gte(other) => order(other).is_some_and(Ordering::is_ge),
        Test::Between(low, high) => order(low).is_some_and(Ordering::is_ge) && order(high).is_some_and(Ordering::is_le),
        Test::Contains(part) => folded().contains(&text::fold(part)),
        Test::StartsWith(part) => folded().starts_with(&text::fold(part)),
        Test::EndsWith(part) => folded().ends_with(&text::fold(part)),
        Test::Like(pattern) => text::like(&folded(), &text::fold(pattern)),
        Test::Has(wanted) => has(wanted),
        Test::HasAny(wanted) => wanted.iter().any(has),
        Test::HasAll(wanted) => wanted.iter().all(has),
        Test::IsEmpty(wanted) => matches!(value, Value::List(items) if items.is_empty() == *wanted),
        Test::Near(centre, radius) => matches!(value, Value::Point(point) if distance(*point, *centre) <= *radius),
        Test::Within(corners) => matches!(value, Value::Point(point) if is_within(*point, corners)),
    }
}

/// Exact equality; in which unit a quantity was written does not matter.
pub fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Quantity(one), Value::Quantity(other)) => one.value.partial_cmp(&other.value) == Some(Ordering::Equal),
        _ => says_the_same(one, other),
    }
}

/// Equality of whole values, JSON inside them by what it says.
fn says_the_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Json(one), Value::Json(other)) => json::is_equal(one, other),
        (Value::List(one), Value::List(other)) | (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| says_the_same(one, other))
        }
        _ => one == other,
    }
}

/// A value in its comparable form; what has no order is `Null`.
pub fn key(model: &Model, field: Option<&Field>, value: &Value) -> Key {
    match value {
        Value::Null | Value::Point(_) | Value::Json(_) | Value::Object(_) | Value::List(_) => Key::Null,
        Value::Text(name) => match field.map(|field| &field.kind) {
            Some(FieldKind::Enum(index)) => rank(model, *index, name),
            _ => Key::Bytes(text::sort_key(name)),
        },
        Value::Int(number) => Key::Integer(*number),
        Value::Float(number) => Key::Real(*number),
        Value::Boolean(flag) => Key::Integer(i64::from(*flag)),
        Value::Id(id) => Key::Bytes(id.as_bytes().to_vec()),
        Value::Date(date) => Key::Integer(date_instant(*date)),
        Value::Instant(instant) => Key::Integer(*instant),
        Value::Duration(span) => Key::Bytes(span.key().to_vec()),
        Value::Time(time) => {
            Key::Integer(i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second()))
        }
        Value::Quantity(quantity) => Key::Real(quantity.value),
        Value::Money(money) => Key::Real(money.amount),
    }
}

fn rank(model: &Model, index: EnumIndex, name: &str) -> Key {
    let values = &model.enums[index.0].values;
    values.iter().position(|value| value.name == name).map_or(Key::Null, |position| Key::Integer(position as i64))
}

/// The order of two comparable values; `None` when one is missing or they are of different kinds.
pub fn compare(one: &Key, other: &Key) -> Option<Ordering> {
    match (one, other) {
        (Key::Integer(one), Key::Integer(other)) => Some(one.cmp(other)),
        (Key::Real(one), Key::Real(other)) => one.partial_cmp(other),
        (Key::Integer(one), Key::Real(other)) => (*one as f64).partial_cmp(other),
        (Key::Real(one), Key::Integer(other)) => one.partial_cmp(&(*other as f64)),
        (Key::Bytes(one), Key::Bytes(other)) => Some(one.cmp(other)),
        _ => None,
    }
}

/// Great-circle distance in metres.
pub(crate) fn distance(one: Point, other: Point) -> f64 {
    let (lat, other_lat) = (one.lat.to_radians(), other.lat.to_radians());
    let half_lat = ((other_lat - lat) / 2.0).sin();
    let half_lon = ((other.lon - one.lon).to_radians() / 2.0).sin();
    let chord = half_lat * half_lat + lat.cos() * other_lat.cos() * half_lon * half_lon;
    2.0 * EARTH * chord.sqrt().min(1.0).asin()
}

/// Whether a ray from the point to the east crosses the edges an odd number of times.
pub(crate) fn is_within(point: Point, corners: &[Point]) -> bool {
    let mut inside = false;
    for (position, corner) in corners.iter().enumerate() {
        let next = corners[(position + 1) % corners.len()];
        if (corner.lat > point.lat) != (next.lat > point.lat) {
            let crossing = (next.lon - corner.lon) * (point.lat - corner.lat) / (next.lat - corner.lat) + corner.lon;
            inside ^= point.lon < crossing;
        }
    }
    inside
}
