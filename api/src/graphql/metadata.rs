//! Metadata of record types: everything that a form, a table or an importer needs.

use daybook_schema::{
    Model, TypeIndex,
    model::{Bounds, Direction, Field, FieldKind, Relation, Scalar},
};
use serde_json::{Value as Json, json};

/// A record type as `EntryType`.
pub fn entry_type(model: &Model, record: TypeIndex) -> Json {
    let known = model.record(record);
    let declared = known.fields.iter().map(|field| declared_field(model, field));
    let inverse = known.inverses.iter().map(|inverse| {
        let relation = Relation { owner: inverse.source, field: inverse.field, direction: Direction::In };
        let source = &model.record(inverse.source).name;
        json!({
            "name": inverse.name,
            "description": format!("{source} entries whose `{}` leads here.", model.relation_field(relation).name),
            "type": source,
            "required": false,
            "list": true,
            "unit": null,
            "target": source,
            "inverse": model.relation_field(relation).name,
            "min": null,
            "max": null,
            "warnMin": null,
            "warnMax": null,
            "options": null,
        })
    });
    json!({
        "name": known.name,
        "plural": known.plural,
        "description": known.description,
        "icon": known.icon,
        "fields": declared.chain(inverse).collect::<Vec<_>>(),
        "builtIn": known.built_in,
    })
}

fn declared_field(model: &Model, field: &Field) -> Json {
    let bounds = field.unit.as_ref().map_or(field.range, |rule| rule.bounds);
    let Bounds { min, max, warn_min, warn_max } = bounds;
    let number = |bound: Option<f64>| bound.map(super::shape::number_json);
    let options = match &field.kind {
        FieldKind::Enum(index) => {
            Some(model.enums[index.0].values.iter().map(|value| value.name.clone()).collect::<Vec<_>>())
        }
        _ => None,
    };
    json!({
        "name": field.name,
        "description": field.description,
        "type": type_name(model, field),
        "required": field.required,
        "list": field.list,
        "unit": field.unit.as_ref().map(|rule| rule.canonical.name()),
        "target": field.link().map(|link| model.record(link.target).name.clone()),
        "inverse": field.link().map(|link| link.inverse.clone()),
        "min": number(min),
        "max": number(max),
        "warnMin": number(warn_min),
        "warnMax": number(warn_max),
        "options": options,
    })
}

/// The name of a field's type in the definition language.
pub fn type_name(model: &Model, field: &Field) -> String {
    match &field.kind {
        FieldKind::Scalar(scalar) => scalar_name(*scalar).to_owned(),
        FieldKind::Enum(index) => model.enums[index.0].name.clone(),
        FieldKind::Object(index) => model.objects[index.0].name.clone(),
        FieldKind::Link(link) => model.record(link.target).name.clone(),
    }
}

fn scalar_name(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::String => "String",
        Scalar::Int => "Int",
        Scalar::Float => "Float",
        Scalar::Boolean => "Boolean",
        Scalar::Id => "ID",
        Scalar::Date => "Date",
        Scalar::DateTime => "DateTime",
        Scalar::Duration => "Duration",
        Scalar::Time => "Time",
        Scalar::TimeZone => "TimeZone",
        Scalar::Url => "URL",
        Scalar::Email => "Email",
        Scalar::Phone => "Phone",
        Scalar::Language => "Language",
        Scalar::Country => "Country",
        Scalar::Money => "Money",
        Scalar::GeoPoint => "GeoPoint",
        Scalar::Quantity => "Quantity",
        Scalar::Json => "JSON",
    }
}
