//! Equal durations inside of stored JSON.
//!
//! A duration is stored as it was written, so that `PT600S` and `PT10M` are different texts. Where whole lists and objects
//! are compared, both sides are brought to the one text that equal durations share.

use daybook_schema::{Value, model::ObjectIndex, time::Span};
use serde_json::{Map, Value as Json, json};

use super::{layout::Codec, shape::Shape, sql::Sql};

/// A value with all its durations in their canonical text.
pub(super) fn canonical(value: Value) -> Value {
    match value {
        Value::Duration(span) => Value::Duration(span.canonical()),
        Value::List(items) => Value::List(items.into_iter().map(canonical).collect()),
        Value::Object(values) => Value::Object(values.into_iter().map(canonical).collect()),
        other => other,
    }
}

/// The expression of stored JSON with all its durations in their canonical text.
pub(super) fn canonical_json(codec: Codec<'_>, shape: &Shape, json: Sql) -> Sql {
    match places(codec, shape) {
        Some(places) => Sql::new("daybook_spans(").add(json).then(", ").bind(places.to_string()).then(")"),
        None => json,
    }
}

/// Where durations stand in the stored form: `true` is one, a list has its items', an object its fields'.
fn places(codec: Codec<'_>, shape: &Shape) -> Option<Json> {
    match shape {
        Shape::Duration => Some(json!(true)),
        Shape::List(item) => Some(json!([places(codec, item)?])),
        Shape::Object(ObjectIndex(object)) => {
            let fields = codec.model.objects[*object].fields.iter().zip(&codec.layout.objects[*object]);
            let found = fields.filter_map(|(field, id)| Some((id.to_string(), places(codec, &Shape::of(field))?)));
            let found: Map<String, Json> = found.collect();
            (!found.is_empty()).then_some(Json::Object(found))
        }
        _ => None,
    }
}

/// What `daybook_spans` does.
pub(super) fn bring_together(stored: &mut Json, places: &Json) {
    match (stored, places) {
        (Json::Array(parts), Json::Bool(_)) => {
            let span = parts.first().and_then(Json::as_str).and_then(|text| text.parse::<Span>().ok());
            if let (Some(span), Some(text)) = (span, parts.first_mut()) {
                *text = json!(span.canonical().as_str());
            }
        }
        (Json::Array(items), Json::Array(item)) => {
            for stored in items {
                item.iter().for_each(|places| bring_together(stored, places));
            }
        }
        (Json::Object(fields), Json::Object(places)) => {
            for (name, places) in places {
                if let Some(stored) = fields.get_mut(name) {
                    bring_together(stored, places);
                }
            }
        }
        _ => {}
    }
}
