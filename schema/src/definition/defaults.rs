//! `@default`: texts in a field's own notation to values of its type, checked against the field's own rules.

use serde_json::Value as Json;

use super::{
    declare::{Declarations, FieldDeclaration, ObjectDeclaration},
    directives::Applied,
    mistakes::{Mistakes, suggestion},
};
use crate::{
    input::{self, Context, Dialect, IngestOptions},
    model::{Bounds, DefaultValue, Field, FieldKind, Model, Scalar},
    value::Value,
};

/// Reads all defaults.
pub fn read(declarations: &Declarations, model: &mut Model, mistakes: &mut Mistakes) {
    for (index, object) in declarations.records() {
        let defaults = read_all(object, &model.types[index.0].fields, model, mistakes);
        defaults.into_iter().zip(&mut model.types[index.0].fields).for_each(|(value, field)| field.default = value);
    }
    for (index, object) in declarations.plain_objects() {
        let defaults = read_all(object, &model.objects[index.0].fields, model, mistakes);
        defaults.into_iter().zip(&mut model.objects[index.0].fields).for_each(|(value, field)| field.default = value);
    }
}

/// One default for each field, in their order.
fn read_all(
    object: &ObjectDeclaration,
    fields: &[Field],
    model: &Model,
    mistakes: &mut Mistakes,
) -> Vec<Option<DefaultValue>> {
    let defaults = object.fields.iter().zip(fields).map(|(declared, field)| {
        let directive = declared.directives.get("default")?;
        read_one(model, declared, field, directive.text("value")?, directive, mistakes)
    });
    defaults.collect()
}

fn read_one(
    model: &Model,
    declared: &FieldDeclaration,
    field: &Field,
    text: &str,
    directive: &Applied,
    mistakes: &mut Mistakes,
) -> Option<DefaultValue> {
    let place = directive.place("value");
    let name = &declared.name;
    if field.link().is_some() {
        let message = format!("the link `{name}` cannot have a default");
        mistakes.add(&directive.position, message, "remove `@default`");
        return None;
    }
    if text == "now" {
        if !field.list && matches!(field.scalar(), Some(Scalar::Date | Scalar::DateTime | Scalar::Time)) {
            return Some(DefaultValue::Now);
        }
        let message = format!("`{name}` is of type `{}`; `now` is a default of Date, DateTime and Time", declared.ty);
        mistakes.add(place, message, "write a value of that type");
        return None;
    }
    if text == "viewer" {
        if !field.list && field.scalar() == Some(Scalar::String) {
            return Some(DefaultValue::Viewer);
        }
        let message = format!("`{name}` is of type `{}`; `viewer` is a default of String", declared.ty);
        mistakes.add(place, message, "write a value of that type");
        return None;
    }
    if let FieldKind::Enum(kind) = &field.kind
        && !field.list
    {
        let values = &model.enums[kind.0].values;
        if !values.iter().any(|value| value.name == text || value.former_names.iter().any(|former| former == text)) {
            let message = format!("the default `{text}` is no value of `{}`", model.enums[kind.0].name);
            mistakes.add(place, message, suggestion(text, values.iter().map(|value| value.name.as_str())));
            return None;
        }
    }
    // JSON stays as written; in all else texts stand for what they say.
    let dialect =
        if field.scalar() == Some(Scalar::Json) { Dialect::GraphQl } else { Dialect::Ingest(IngestOptions::default()) };
    let context = Context { model, now: 0, viewer: None, dialect };
    match input::field_value(&context, field, &notation(field, text), &vec![name.clone()]) {
        Ok(Value::Null) => {
            mistakes.add(place, format!("the default of `{name}` is no value"), "remove `@default`");
            None
        }
        Ok(value) => {
            if let Some(problem) = own_rule_broken(field, &value) {
                let message = format!("the default `{text}` of `{name}` {problem}");
                mistakes.add(place, message, "choose a default that could also be written");
            }
            Some(DefaultValue::Literal(value))
        }
        Err(problems) => {
            let reasons: Vec<_> = problems.errors.into_iter().map(|error| error.message).collect();
            let message = format!("the default `{text}` is no `{}`: {}", declared.ty, reasons.join("; "));
            mistakes.add(place, message, format!("write {}", example(field)));
            None
        }
    }
}

/// The JSON that a text stands for: what has structure is written as JSON, everything else is text. A bare number is in
/// the unit that the field is kept in.
fn notation(field: &Field, text: &str) -> Json {
    let structured = field.list
        || matches!(field.kind, FieldKind::Object(_))
        || matches!(
            field.scalar(),
            Some(Scalar::Int | Scalar::Float | Scalar::Boolean | Scalar::Money | Scalar::GeoPoint | Scalar::Json)
        );
    if let (false, Some(unit), Ok(number)) = (field.list, &field.unit, text.parse::<serde_json::Number>()) {
        return serde_json::json!({ "value": number, "unit": unit.canonical.name() });
    }
    let parsed = structured.then(|| crate::json::read(text.as_bytes()).ok()).flatten();
    parsed.unwrap_or_else(|| Json::String(text.to_owned()))
}

fn example(field: &Field) -> &'static str {
    if field.list {
        return "a JSON list, such as `[\\\"a\\\"]`";
    }
    match field.scalar() {
        Some(Scalar::Int) => "a whole number, such as `5`",
        Some(Scalar::Float) => "a number, such as `1.5`",
        Some(Scalar::Boolean) => "`true` or `false`",
        Some(Scalar::Date) => "a date, such as `2026-05-31`, or `now`",
        Some(Scalar::DateTime) => "a time, such as `2026-05-31T10:00:00Z`, or `now`",
        Some(Scalar::Time) => "a time of day, such as `10:00:00`, or `now`",
        Some(Scalar::Duration) => "an ISO 8601 duration, such as `PT10M`",
        Some(Scalar::Quantity) => "a number with its unit, such as `250 ml`",
        _ => "a value of that type",
    }
}

/// How a default breaks a rule of its own field, if it does. Warnings do not count.
fn own_rule_broken(field: &Field, value: &Value) -> Option<String> {
    let bounds = |bounds: &Bounds, number: f64| {
        let below = bounds.min.filter(|min| number < *min).map(|min| format!("is below its `min` {min}"));
        below.or_else(|| bounds.max.filter(|max| number > *max).map(|max| format!("is above its `max` {max}")))
    };
    let length = |length: usize, what: &str| {
        let rule = field.length?;
        let short = rule.min.filter(|min| length < *min).map(|min| format!("is shorter than {min} {what}"));
        short.or_else(|| rule.max.filter(|max| length > *max).map(|max| format!("is longer than {max} {what}")))
    };
    match value {
        Value::Int(number) => bounds(&field.range, *number as f64),
        Value::Float(number) => bounds(&field.range, *number),
        Value::Quantity(quantity) => bounds(&field.unit.as_ref()?.bounds, quantity.value),
        Value::Text(text) => {
            let pattern = field.pattern.as_ref().filter(|pattern| !pattern.regex.is_match(text));
            let mismatch = pattern.map(|pattern| format!("does not match its pattern: {}", pattern.message));
            let counted = if field.list { None } else { length(text.chars().count(), "characters") };
            mismatch.or(counted)
        }
        Value::List(items) => {
            length(items.len(), "items").or_else(|| items.iter().find_map(|item| own_rule_broken(field, item)))
        }
        _ => None,
    }
}
