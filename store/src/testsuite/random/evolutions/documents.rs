//! What clients write into the types of a history.

use daybook_schema::{
    Model, TypeIndex,
    model::{Field, FieldKind, Scalar},
};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::state::Living;

/// A document for a type, as a client would write it. Every number makes another one.
pub(super) fn document(model: &Model, record: usize, number: u8, living: &Living) -> Json {
    let mut document = json!({});
    for (position, field) in model.types[record].fields.iter().enumerate() {
        let number = usize::from(number) + position;
        if field.required || number % 3 != 0 {
            document[&field.name] = value(model, field, number, living);
        }
    }
    document["name"] = json!(["apple", "Äpfel", "zebra", "éclair", "12"][usize::from(number) % 5]);
    document
}

fn value(model: &Model, field: &Field, number: usize, living: &Living) -> Json {
    if let FieldKind::Link(link) = &field.kind {
        return linked(living, link.target, field.list, number);
    }
    let item = |number: usize| match (&field.kind, &field.unit) {
        (FieldKind::Enum(index), _) => {
            let values = &model.enums[index.0].values;
            json!(values[number % values.len()].name)
        }
        (FieldKind::Scalar(Scalar::Quantity), Some(rule)) => {
            let unit = if number.is_multiple_of(2) { rule.canonical.name() } else { other_unit(rule.canonical.name()) };
            json!({ "value": json!(number as f64 / 4.0), "unit": unit })
        }
        (FieldKind::Scalar(scalar), _) => plain(*scalar, number),
        _ => Json::Null,
    };
    if field.list { json!([item(number), item(number + 1)]) } else { item(number) }
}

fn other_unit(unit: &str) -> &'static str {
    match unit {
        "ML" => "FL_OZ",
        "L" => "ML",
        "G" => "OZ",
        _ => "G",
    }
}

fn plain(scalar: Scalar, number: usize) -> Json {
    let day = number % 28 + 1;
    match scalar {
        Scalar::String => {
            json!(["12", "3.5", "true", "2026-05-01", "1 L", "CALM", "{}", "apple", " 7 ", "PT5M"][number % 10])
        }
        Scalar::Int => json!(number as i64 - 3),
        Scalar::Float => json!(number as f64 / 2.0),
        Scalar::Boolean => json!(number.is_multiple_of(2)),
        Scalar::Date => json!(format!("2026-05-{day:02}")),
        Scalar::DateTime => json!(format!("2026-05-{day:02}T{:02}:30:00Z", number % 2 * 10)),
        Scalar::Duration => json!(format!("PT{number}M")),
        Scalar::Money => {
            let currency = if number.is_multiple_of(2) { "EUR" } else { "USD" };
            json!({ "amount": number, "currency": currency })
        }
        Scalar::GeoPoint => json!({ "lat": number % 90, "lon": number % 180 }),
        _ => json!({ "number": number }),
    }
}

fn linked(living: &Living, target: TypeIndex, list: bool, number: usize) -> Json {
    let ids: &[Uuid] = living.get(&target).map_or(&[], Vec::as_slice);
    let Some(id) = (!ids.is_empty()).then(|| ids[number % ids.len()]) else { return Json::Null };
    if list { json!({ "set": [{ "id": id }] }) } else { json!({ "link": id }) }
}
