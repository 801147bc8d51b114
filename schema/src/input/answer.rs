//! Values as the API answers them.

use serde_json::{Map, Value as Json, json};

use super::number::shortest;
use crate::{
    model::{Field, FieldKind, Model},
    time,
    unit::Unit,
    value::{Quantity, Value},
};

/// Integers up to here have one double each.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A value as JSON.
pub(super) fn to_json(model: &Model, field: &Field, value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Text(text) => Json::from(text.as_str()),
        Value::Int(number) => Json::from(*number),
        Value::Float(number) => number_json(*number),
        Value::Boolean(flag) => Json::from(*flag),
        Value::Id(id) => Json::from(id.to_string()),
        Value::Date(date) => Json::from(date.to_string()),
        Value::Instant(instant) => Json::from(time::format_instant(*instant)),
        Value::Duration(span) => Json::from(span.as_str()),
        Value::Time(time) => Json::from(time::format_time(*time)),
        Value::Quantity(quantity) => quantity_json(field.unit.as_ref().map(|rule| rule.canonical), quantity),
        Value::Money(money) => json!({"amount": number_json(money.amount), "currency": money.currency}),
        Value::Point(point) => json!({"lat": number_json(point.lat), "lon": number_json(point.lon)}),
        Value::Json(json) => json.clone(),
        Value::Object(values) => object_json(model, field, values),
        Value::List(items) => items.iter().map(|item| to_json(model, field, item)).collect(),
    }
}

/// A number, without a point where it has no fraction. No number is infinite, so none is lost.
pub(super) fn number_json(number: f64) -> Json {
    if number.fract() == 0.0 && number.abs() <= EXACT { Json::from(number as i64) } else { Json::from(number) }
}

fn quantity_json(canonical: Option<Unit>, quantity: &Quantity) -> Json {
    let unit = canonical.or(quantity.entered.as_ref().map(|entered| entered.unit)).unwrap_or(Unit::ONE);
    json!({"value": number_json(quantity.told(unit)), "unit": unit.name(), "entered": quantity.entered_text(unit)})
}

fn object_json(model: &Model, field: &Field, values: &[Value]) -> Json {
    let FieldKind::Object(index) = &field.kind else { return Json::Null };
    let fields = &model.objects[index.0].fields;
    let members: Map<String, Json> =
        fields.iter().zip(values).map(|(field, value)| (field.name.clone(), to_json(model, field, value))).collect();
    Json::Object(members)
}

impl Quantity {
    /// The quantity as it was written, such as `4 fl oz`; `canonical` is the unit of the field.
    pub fn entered_text(&self, canonical: Unit) -> String {
        match &self.entered {
            Some(entered) => entered.unit.write(&entered.number),
            None => canonical.write(&shortest(self.value)),
        }
    }
}
