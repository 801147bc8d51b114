//! Values inside lists, embedded objects and link properties: JSON that filters can look into.
//!
//! Objects are keyed by the stable ids of their fields, so that a rename costs nothing.

use daybook_schema::{
    Value, json,
    model::ObjectIndex,
    time::{date_instant, instant_date},
    value::{Money, Point, Quantity},
};
use serde_json::{Map, Value as Json, json};

use super::{
    failure::internal,
    layout::Codec,
    shape::{self, Shape, mismatch},
};
use crate::error::Result;

/// Parses stored JSON.
pub(super) fn parse(text: &str) -> Result<Json> {
    json::read(text.as_bytes()).map_err(|error| internal("stored JSON is damaged").caused_by(error))
}

/// The stored form of a value.
pub(super) fn encode(codec: Codec<'_>, shape: &Shape, value: &Value) -> Result<Json> {
    Ok(match (shape, value) {
        (_, Value::Null) => Json::Null,
        (Shape::Text | Shape::Enum(_), Value::Text(text)) => json!(text),
        (Shape::Int, Value::Int(number)) => json!(number),
        (Shape::Real, Value::Float(number)) => json!(number),
        (Shape::Boolean, Value::Boolean(yes)) => json!(yes),
        (Shape::Id, Value::Id(id)) => json!(id.simple().to_string()),
        (Shape::Date, Value::Date(date)) => json!(date_instant(*date)),
        (Shape::Instant, Value::Instant(instant)) => json!(instant),
        (Shape::Duration, Value::Duration(span)) => json!([span.as_str(), span.milliseconds()]),
        (Shape::Time, Value::Time(time)) => json!(shape::seconds(*time)),
        (Shape::Quantity, Value::Quantity(quantity)) => json!([quantity.value, shape::entered_text(quantity)]),
        (Shape::Money, Value::Money(money)) => json!([money.amount, money.currency]),
        (Shape::Point, Value::Point(point)) => json!([point.lat, point.lon]),
        // The macro would read the numbers anew, and write them otherwise.
        (Shape::Json, Value::Json(json)) => Json::Array(vec![json.clone()]),
        (Shape::Object(index), Value::Object(values)) => object(codec, *index, values)?,
        (Shape::List(item), Value::List(items)) => {
            Json::Array(items.iter().map(|value| encode(codec, item, value)).collect::<Result<_>>()?)
        }
        _ => return Err(mismatch(shape, value)),
    })
}

/// The stored form of an object's values, missing ones left out.
pub(super) fn object(codec: Codec<'_>, index: ObjectIndex, values: &[Value]) -> Result<Json> {
    let fields = &codec.model.objects[index.0].fields;
    let ids = &codec.layout.objects[index.0];
    let mut stored = Map::new();
    for ((field, id), value) in fields.iter().zip(ids).zip(values).filter(|(_, value)| !value.is_null()) {
        stored.insert(id.to_string(), encode(codec, &Shape::of(field), value)?);
    }
    Ok(Json::Object(stored))
}

/// One value per field of an object.
pub(super) fn object_values(codec: Codec<'_>, index: ObjectIndex, stored: &Json) -> Result<Vec<Value>> {
    let fields = codec.model.objects[index.0].fields.iter().zip(&codec.layout.objects[index.0]);
    fields
        .map(|(field, id)| decode(codec, &Shape::of(field), stored.get(id.to_string()).unwrap_or(&Json::Null)))
        .collect()
}

/// The value of a stored form.
pub(super) fn decode(codec: Codec<'_>, shape: &Shape, stored: &Json) -> Result<Value> {
    if stored.is_null() {
        return Ok(Value::Null);
    }
    let damaged = || internal(format!("stored JSON `{stored}` is no {shape:?}"));
    let text = |json: &Json| json.as_str().map(str::to_owned).ok_or_else(damaged);
    let integer = || stored.as_i64().ok_or_else(damaged);
    let real = |json: &Json| json.as_f64().ok_or_else(damaged);
    Ok(match shape {
        Shape::Text => Value::Text(text(stored)?),
        Shape::Enum(index) => Value::Text(codec.enum_name(*index, &text(stored)?)),
        Shape::Int => Value::Int(integer()?),
        Shape::Real => Value::Float(real(stored)?),
        Shape::Boolean => Value::Boolean(stored.as_bool().ok_or_else(damaged)?),
        Shape::Id => Value::Id(text(stored)?.parse().map_err(|_| damaged())?),
        Shape::Date => Value::Date(instant_date(integer()?)),
        Shape::Instant => Value::Instant(integer()?),
        Shape::Duration => Value::Duration(shape::span(&text(&stored[0])?)?),
        Shape::Time => Value::Time(shape::time(integer()?)?),
        Shape::Quantity => {
            let entered = stored[1].as_str().map(shape::entered_of).transpose()?;
            Value::Quantity(Quantity { value: real(&stored[0])?, entered })
        }
        Shape::Money => Value::Money(Money { amount: real(&stored[0])?, currency: text(&stored[1])? }),
        Shape::Point => Value::Point(Point { lat: real(&stored[0])?, lon: real(&stored[1])? }),
        Shape::Json => Value::Json(stored[0].clone()),
        Shape::Object(index) => Value::Object(object_values(codec, *index, stored)?),
        Shape::List(item) => {
            let items = stored.as_array().ok_or_else(damaged)?;
            Value::List(items.iter().map(|stored| decode(codec, item, stored)).collect::<Result<_>>()?)
        }
    })
}
