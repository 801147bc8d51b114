//! Comparisons of one value: `StringFilter`, `QuantityFilter`, `DateTimeFilter` and their like.

use daybook_schema::{
    Value, input,
    model::{Bounds, Field, FieldKind, Scalar, UnitRule},
    unit::Unit,
    value::{Point, Quantity},
};
use daybook_store::query::Test;
use serde_json::Value as Json;

use super::{
    MAX_ITEMS,
    filter::{Reader, id_value},
    place::Place,
    times,
};
use crate::error::RequestError;

type Result<T> = std::result::Result<T, RequestError>;

/// Reads all comparisons of a field; they all have to hold.
pub(super) fn tests(reader: &Reader<'_>, field: &Field, json: &Json, place: &Place<'_>) -> Result<Vec<Test>> {
    let Some(object) = json.as_object() else { return Err(place.error("a filter is an object, such as `{eq: …}`")) };
    let zone = times::zone(object.get("tz"), place)?;
    let mut tests = Vec::new();
    for (name, value) in object {
        if name == "tz" || (name == "isNull" && value.is_null()) {
            continue;
        }
        let names = [name.as_str()];
        let place = place.field(&names);
        if value.is_null() {
            return Err(place.error("null compares with nothing; use `isNull: true` to find missing values"));
        }
        tests.extend(test(reader, field, name, value, &zone, &place)?);
    }
    Ok(tests)
}

fn test(
    reader: &Reader<'_>,
    field: &Field,
    name: &str,
    json: &Json,
    zone: &jiff::tz::TimeZone,
    place: &Place<'_>,
) -> Result<Vec<Test>> {
    let one = || item(reader, field, json, place);
    let exact = || exact_item(reader, field, json, place);
    let many = || items(json, place, |json, place| exact_item(reader, field, json, place));
    let text = || json.as_str().map(str::to_owned).ok_or_else(|| place.error("takes a text"));
    let flag = || json.as_bool().ok_or_else(|| place.error("takes `true` or `false`"));
    let comparison = match name {
        "isNull" => Test::IsNull(flag()?),
        "eq" => Test::Eq(exact()?),
        "ne" => Test::Ne(exact()?),
        "in" => Test::In(many()?),
        "notIn" => Test::NotIn(many()?),
        "lt" => Test::Lt(one()?),
        "lte" => Test::Lte(one()?),
        "gt" => Test::Gt(one()?),
        "gte" => Test::Gte(one()?),
        "between" => between(reader, field, json, place)?,
        "contains" => Test::Contains(text()?),
        "startsWith" => Test::StartsWith(text()?),
        "endsWith" => Test::EndsWith(text()?),
        "like" => Test::Like(text()?),
        "has" => Test::Has(exact()?),
        "hasAny" => Test::HasAny(many()?),
        "hasAll" => Test::HasAll(many()?),
        "isEmpty" => Test::IsEmpty(flag()?),
        "near" => near(reader, json, place)?,
        "within" if field.scalar() == Some(Scalar::GeoPoint) => within(reader, json, place)?,
        "within" => return times::within(field.scalar(), reader.now, &text()?, zone, place),
        "last" => return times::last(field.scalar(), reader.now, &text()?, zone, place),
        "fuzzy" => return Err(place.error("fuzzy search is not available yet; use `contains` or `like`")),
        _ => return Err(place.error("there is no such comparison")),
    };
    Ok(vec![comparison])
}

fn between(reader: &Reader<'_>, field: &Field, json: &Json, place: &Place<'_>) -> Result<Test> {
    let ends = items(json, place, |json, place| item(reader, field, json, place))?;
    match <[Value; 2]>::try_from(ends) {
        Ok([low, high]) => Ok(Test::Between(low, high)),
        Err(ends) => {
            Err(place.error(format_args!("takes two values, the lower and the upper end, not {}", ends.len())))
        }
    }
}

fn items(json: &Json, place: &Place<'_>, read: impl Fn(&Json, &Place<'_>) -> Result<Value>) -> Result<Vec<Value>> {
    // GraphQL reads a single value where a list stands as a list of one.
    let items = json.as_array().map_or(std::slice::from_ref(json), Vec::as_slice);
    if items.len() > MAX_ITEMS {
        return Err(place.error(format_args!("holds {} values; {MAX_ITEMS} are allowed", items.len())));
    }
    let one = |(index, item): (usize, &Json)| {
        let place = place.item(index);
        if item.is_null() {
            return Err(place.error("null compares with nothing; use `isNull: true` to find missing values"));
        }
        read(item, &place)
    };
    items.iter().enumerate().map(one).collect()
}

/// A value to compare for equality, as it would be stored. What could never be stored equals nothing, and stays a text.
fn exact_item(reader: &Reader<'_>, field: &Field, json: &Json, place: &Place<'_>) -> Result<Value> {
    match (is_named_text(field), json.as_str()) {
        (true, Some(text)) => Ok(item_as_stored(reader, field, json, place).unwrap_or(Value::Text(text.to_owned()))),
        _ => item(reader, field, json, place),
    }
}

/// A value to compare for order: texts stay as they are.
fn item(reader: &Reader<'_>, field: &Field, json: &Json, place: &Place<'_>) -> Result<Value> {
    match (&field.kind, json.as_str()) {
        (_, Some(text)) if is_named_text(field) => Ok(Value::Text(text.to_owned())),
        (FieldKind::Scalar(Scalar::Id), _) => id_value(json, place),
        _ => item_as_stored(reader, field, json, place),
    }
}

fn item_as_stored(reader: &Reader<'_>, field: &Field, json: &Json, place: &Place<'_>) -> Result<Value> {
    let context =
        input::Context { model: reader.model, now: reader.now, viewer: None, dialect: input::Dialect::GraphQl };
    let single;
    let field = if field.list {
        single = Field { list: false, ..field.clone() };
        &single
    } else {
        field
    };
    input::field_value(&context, field, json, &place.path()).map_err(|problems| {
        let reasons: Vec<_> = problems.errors.into_iter().map(|error| error.message).collect();
        place.error(reasons.join("; "))
    })
}

/// Texts with a form of their own, such as an e-mail address; their filters take any text.
fn is_named_text(field: &Field) -> bool {
    let texts = [Scalar::TimeZone, Scalar::Url, Scalar::Email, Scalar::Phone, Scalar::Language, Scalar::Country];
    field.scalar().is_some_and(|scalar| texts.contains(&scalar))
}

fn near(reader: &Reader<'_>, json: &Json, place: &Place<'_>) -> Result<Test> {
    let (point_names, radius_names) = (["point"], ["radius"]);
    let centre = point(reader, json.get("point").unwrap_or(&Json::Null), &place.field(&point_names))?;
    let mut length = plain_field(Scalar::Quantity);
    length.unit = Some(UnitRule { canonical: Unit::M, bounds: Bounds::default() });
    let place = place.field(&radius_names);
    match item_as_stored(reader, &length, json.get("radius").unwrap_or(&Json::Null), &place)? {
        Value::Quantity(Quantity { value, .. }) if value >= 0.0 => Ok(Test::Near(centre, value)),
        _ => Err(place.error("takes a length from 0, such as `{value: 5, unit: KM}`")),
    }
}

fn within(reader: &Reader<'_>, json: &Json, place: &Place<'_>) -> Result<Test> {
    let names = ["polygon"];
    let place = place.field(&names);
    let corners = json.get("polygon").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    if !(3..=MAX_ITEMS).contains(&corners.len()) {
        let message = format_args!("has {} corners; a polygon has 3 to {MAX_ITEMS}", corners.len());
        return Err(place.error(message));
    }
    let corners = corners.iter().enumerate().map(|(index, corner)| point(reader, corner, &place.item(index)));
    corners.collect::<Result<_>>().map(Test::Within)
}

fn point(reader: &Reader<'_>, json: &Json, place: &Place<'_>) -> Result<Point> {
    match item_as_stored(reader, &plain_field(Scalar::GeoPoint), json, place)? {
        Value::Point(point) => Ok(point),
        _ => Err(place.error("takes a point, such as `{lat: 52.5, lon: 13.4}`")),
    }
}

/// A field without rules, for values that no declared field holds.
pub(super) fn plain_field(scalar: Scalar) -> Field {
    Field { required: true, ..Field::new(scalar.name(), FieldKind::Scalar(scalar)) }
}
