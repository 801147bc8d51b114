//! Embedded objects and the properties of links.

use serde_json::{Map, Value as Json};

use super::{
    fault::{Fault, echo, hint},
    reader::Reader,
    record,
    structured::from_cell,
    trail::Trail,
};
use crate::{
    model::{Field, FieldIndex, ObjectIndex, ObjectType},
    value::Value,
};

/// Reads an embedded object: every field of its type, defaults filled, required ones checked.
pub(super) fn read(reader: &mut Reader<'_>, index: ObjectIndex, json: &Json, trail: &Trail<'_>) -> Option<Value> {
    let declared = &reader.context.model.objects[index.0];
    let json = from_cell(json, reader.read_options());
    let Json::Object(fields) = json.as_ref() else {
        reader.report_no_object(&declared.name, &json, trail);
        return None;
    };
    let before = reader.problems.errors.len();
    let given = given_fields(reader, declared, fields, trail);
    let values = complete(reader, declared, given, trail);
    (reader.problems.errors.len() == before).then_some(Value::Object(values))
}

/// Reads the fields that were given; `None` stands for one that could not be read.
pub(super) fn given_fields(
    reader: &mut Reader<'_>,
    declared: &ObjectType,
    fields: &Map<String, Json>,
    outer: &Trail<'_>,
) -> Vec<(FieldIndex, Option<Value>)> {
    let mut given: Vec<(FieldIndex, Option<Value>)> = Vec::with_capacity(fields.len());
    for (name, json) in fields {
        let trail = outer.name(name);
        let Some(index) = find(declared, name) else {
            let known = declared.fields.iter().map(|field| field.name.as_str());
            reader.report(
                Fault::invalid(format!("{} has no field {}{}", declared.name, echo(name), hint(name, known))),
                &trail,
            );
            continue;
        };
        if given.iter().any(|(other, _)| *other == index) {
            report_two_names(reader, &declared.fields[index.0], fields, outer);
            continue;
        }
        let value = reader.field(&declared.fields[index.0], json, None, &trail);
        given.push((index, value));
    }
    given
}

/// One value per field: defaults for what was left out, and the checks that take the whole object.
pub(super) fn complete(
    reader: &mut Reader<'_>,
    declared: &ObjectType,
    given: Vec<(FieldIndex, Option<Value>)>,
    trail: &Trail<'_>,
) -> Vec<Value> {
    let mut values = vec![Value::Null; declared.fields.len()];
    let mut seen = Vec::with_capacity(given.len());
    let mut unreadable = Vec::new();
    for (index, value) in given {
        match value {
            Some(value) if value.is_null() && record::null_means_default(&declared.fields[index.0]) => continue,
            Some(value) => values[index.0] = value,
            None => unreadable.push(index),
        }
        seen.push(index);
    }
    record::apply_defaults(reader.context, &declared.fields, &mut values, &seen);
    let problems = record::check(&declared.fields, &values, &[], &unreadable, trail);
    reader.problems.append(problems);
    values
}

/// Reports a field that is given under two of its names, at a former one.
fn report_two_names(reader: &mut Reader<'_>, field: &Field, fields: &Map<String, Json>, trail: &Trail<'_>) {
    let former = field.former_names.iter().find(|former| fields.contains_key(*former)).unwrap_or(&field.name);
    let message = format!("`{former}` is a former name of `{}`, which is given too: give `{0}` alone", field.name);
    reader.report(Fault::invalid(message), &trail.name(former));
}

fn find(declared: &ObjectType, name: &str) -> Option<FieldIndex> {
    let today = declared.fields.iter().position(|field| field.name == name);
    let former = || declared.fields.iter().position(|field| field.former_names.iter().any(|former| former == name));
    today.or_else(former).map(FieldIndex)
}
