//! `@default`: texts in a field's own notation to values of its type, checked against the field's own rules.

use serde_json::Value as Json;

use super::{
    declare::{Declarations, FieldDeclaration, ObjectDeclaration},
    directives::Applied,
    fields::Owner,
    mistakes::{Mistakes, suggestion},
};
use crate::{
    input::{self, Context, Dialect, IngestOptions},
    model::{Bounds, DefaultValue, Field, FieldIndex, FieldKind, Kind, Model, RecordType, Scalar, TypeIndex},
    value::Value,
};

/// Reads all defaults.
pub fn read(declarations: &Declarations, model: &mut Model, mistakes: &mut Mistakes) {
    for (index, object) in declarations.records() {
        read_fields(object, Owner::Record(index), index, model, mistakes);
    }
    for (index, object) in declarations.plain_objects() {
        // Values are read by record and field: a record with the object's fields stands in for the object.
        let stand_in = TypeIndex(model.types.len());
        let fields = model.objects[index.0].fields.clone();
        model.types.push(record_of(object, fields));
        read_fields(object, Owner::Object(index), stand_in, model, mistakes);
        model.types.pop();
    }
}

fn record_of(object: &ObjectDeclaration, fields: Vec<Field>) -> RecordType {
    RecordType {
        name: object.name.clone(),
        plural: String::new(),
        description: None,
        icon: None,
        kind: Kind::Entry { title: Vec::new() },
        at: None,
        keys: Vec::new(),
        fields,
        inverses: Vec::new(),
        former_names: Vec::new(),
        sensitive: false,
        public: false,
        built_in: false,
        position: object.position.clone(),
    }
}

fn read_fields(
    object: &ObjectDeclaration,
    owner: Owner,
    record: TypeIndex,
    model: &mut Model,
    mistakes: &mut Mistakes,
) {
    for (position, declared) in object.fields.iter().enumerate() {
        let Some(directive) = declared.directives.get("default") else { continue };
        let Some(text) = directive.text("value") else { continue };
        let index = FieldIndex(position);
        let default = read_one(model, record, index, declared, text, directive, mistakes);
        match owner {
            Owner::Record(record) => model.types[record.0].fields[position].default = default,
            Owner::Object(object) => model.objects[object.0].fields[position].default = default,
        }
    }
}

fn read_one(
    model: &Model,
    record: TypeIndex,
    index: FieldIndex,
    declared: &FieldDeclaration,
    text: &str,
    directive: &Applied,
    mistakes: &mut Mistakes,
) -> Option<DefaultValue> {
    let field = model.record(record).field(index);
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
        let message = format!("`{name}` is a `{}`; `now` is a default of Date, DateTime and Time", declared.ty);
        mistakes.add(place, message, "write a value of that type");
        return None;
    }
    if text == "viewer" {
        if !field.list && field.scalar() == Some(Scalar::String) {
            return Some(DefaultValue::Viewer);
        }
        let message = format!("`{name}` is a `{}`; `viewer` is a default of String", declared.ty);
        mistakes.add(place, message, "write a value of that type");
        return None;
    }
    if let FieldKind::Enum(kind) = &field.kind
        && !field.list
    {
        let values = &model.enums[kind.0].values;
        if !values.iter().any(|value| value.name == text) {
            let message = format!("the default `{text}` is no value of `{}`", model.enums[kind.0].name);
            mistakes.add(place, message, suggestion(text, values.iter().map(|value| value.name.as_str())));
            return None;
        }
    }
    let mut units = Vec::new();
    units.extend(field.unit.as_ref().map(|unit| (index, unit.canonical)));
    let dialect = Dialect::Ingest(IngestOptions { units, ..IngestOptions::default() });
    let context = Context { model, now: 0, viewer: None, dialect };
    match input::value(&context, record, index, &notation(field, text), vec![name.clone()]) {
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

/// The JSON that a text stands for: what has structure is written as JSON, everything else is text.
fn notation(field: &Field, text: &str) -> Json {
    let structured = field.list
        || matches!(field.kind, FieldKind::Object(_))
        || matches!(
            field.scalar(),
            Some(Scalar::Int | Scalar::Float | Scalar::Boolean | Scalar::Money | Scalar::GeoPoint | Scalar::Json)
        );
    let parsed = structured.then(|| serde_json::from_str(text).ok()).flatten();
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
