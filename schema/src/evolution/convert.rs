//! Values of one field as values of another.

use serde_json::{Value as Json, json};

use crate::{
    input::{self, Context, Dialect, IngestOptions, field_value},
    model::{Field, FieldKind, Model, Scalar},
    value::Value,
};

/// A value after its field has changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Converted {
    /// The value, `Null` when there is none that fits.
    pub value: Value,
    /// Something of the old value is gone.
    pub lost: bool,
}

/// The field and the model that it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Gives enums their names.
    pub model: &'a Model,
    /// The field.
    pub field: &'a Field,
}

/// Converts a stored value. Bounds and patterns are not looked at: they bind new writes.
pub fn convert(old: Side<'_>, new: Side<'_>, value: &Value) -> Converted {
    let items = match value {
        Value::Null => return Converted { value: Value::Null, lost: false },
        Value::List(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut lost = false;
    let mut converted = Vec::new();
    for item in items {
        match convert_item(old, new, item) {
            Some(one) => converted.push(one),
            None => lost = true,
        }
    }
    if !lost && returns(old, new) {
        lost =
            items.iter().zip(&converted).any(|(before, after)| convert_item(new, old, after).as_ref() != Some(before));
    }
    if new.field.list {
        let value = if converted.is_empty() && !items.is_empty() { Value::Null } else { Value::List(converted) };
        return Converted { value, lost };
    }
    let lost = lost || converted.len() > 1;
    Converted { value: converted.into_iter().next().unwrap_or(Value::Null), lost }
}

/// What an earlier version holds after its field has changed: the same, but names of enum values that are gone stay,
/// since they tell what was there.
pub fn convert_past(old: Side<'_>, new: Side<'_>, value: &Value) -> Value {
    if !matches!((&old.field.kind, &new.field.kind), (FieldKind::Enum(_), FieldKind::Enum(_))) {
        return convert(old, new, value).value;
    }
    let name = |item: &Value| convert_item(old, new, item).unwrap_or_else(|| item.clone());
    match value {
        Value::Null => Value::Null,
        Value::List(items) if new.field.list => Value::List(items.iter().map(name).collect()),
        Value::List(items) => items.first().map_or(Value::Null, name),
        one if new.field.list => Value::List(vec![name(one)]),
        one => name(one),
    }
}

/// Pairs of kinds whose conversion succeeds even when it drops something, which only the way back shows.
fn returns(old: Side<'_>, new: Side<'_>) -> bool {
    matches!(
        (old.field.scalar(), new.field.scalar()),
        (Some(Scalar::DateTime), Some(Scalar::Date | Scalar::Time)) | (Some(Scalar::Float), Some(Scalar::Int))
    )
}

fn convert_item(old: Side<'_>, new: Side<'_>, item: &Value) -> Option<Value> {
    let context = Context {
        model: new.model,
        now: 0,
        viewer: None,
        dialect: Dialect::Ingest(IngestOptions { zone: Some(jiff::tz::TimeZone::UTC), ..IngestOptions::default() }),
    };
    candidates(old, new, item).into_iter().find_map(|candidate| {
        let candidate = if new.field.list { json!([candidate]) } else { candidate };
        match field_value(&context, new.field, &candidate, &Vec::new()) {
            Ok(Value::Null) | Err(_) => None,
            Ok(Value::List(mut items)) if new.field.list => items.pop(),
            Ok(value) => Some(value),
        }
    })
}

/// What the value might be written as in the new field, best first.
fn candidates(old: Side<'_>, new: Side<'_>, item: &Value) -> Vec<Json> {
    let written = input::to_json(old.model, old.field, item);
    let text = match item {
        Value::Quantity(quantity) => match (&quantity.entered, &old.field.unit) {
            (Some(entered), _) => entered.unit.write(&entered.number),
            (None, Some(rule)) => rule.canonical.write(&input::number_json(quantity.value).to_string()),
            (None, None) => input::number_json(quantity.value).to_string(),
        },
        _ => match &written {
            Json::String(text) => text.clone(),
            other => other.to_string(),
        },
    };
    if let (FieldKind::Enum(index), Value::Text(name)) = (&new.field.kind, item) {
        let values = &new.model.enums[index.0].values;
        let renamed = values.iter().find(|value| value.former_names.iter().any(|former| former == name));
        return renamed.map(|value| json!(value.name)).into_iter().chain([json!(name)]).collect();
    }
    match (item, new.field.scalar()) {
        (_, Some(Scalar::String)) => vec![json!(text)],
        (Value::Quantity(quantity), Some(Scalar::Quantity)) => {
            let entered = quantity.entered.as_ref();
            let exact = entered.map(|entered| json!({"value": entered.number, "unit": entered.unit.name()}));
            let unit = old.field.unit.as_ref().map(|rule| rule.canonical.name());
            let plain = json!({"value": input::number_json(quantity.value), "unit": unit});
            exact.into_iter().chain([plain]).collect()
        }
        (Value::Quantity(quantity), _) => vec![input::number_json(quantity.value)],
        (Value::Int(_) | Value::Float(_) | Value::Text(_), Some(Scalar::Quantity)) => {
            let unit = new.field.unit.as_ref().map(|rule| rule.canonical.name());
            vec![json!({"value": written, "unit": unit}), json!(text)]
        }
        (Value::Date(_), Some(Scalar::DateTime)) => vec![json!(format!("{text}T00:00:00Z"))],
        (Value::Instant(_), Some(Scalar::Date)) => vec![json!(text.get(..10))],
        (Value::Instant(_), Some(Scalar::Time)) => vec![json!(text.get(11..19))],
        (Value::Float(number), Some(Scalar::Int)) if number.fract() != 0.0 => {
            vec![json!(number.round())]
        }
        (_, Some(Scalar::Json)) => vec![written],
        (Value::Text(name), Some(Scalar::Boolean)) => match name.to_lowercase().as_str() {
            "true" | "yes" | "1" => vec![json!(true)],
            "false" | "no" | "0" => vec![json!(false)],
            _ => Vec::new(),
        },
        (Value::Int(number), Some(Scalar::Boolean)) => match number {
            0 => vec![json!(false)],
            1 => vec![json!(true)],
            _ => Vec::new(),
        },
        (Value::Boolean(yes), Some(Scalar::Int | Scalar::Float)) => vec![json!(i64::from(*yes))],
        (Value::Text(_), _) => vec![json!(text), json!(text.trim())],
        _ => vec![written, json!(text)],
    }
}
