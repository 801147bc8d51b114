//! What a link carries: properties and times of validity.

use serde_json::{Map, Value as Json};

use crate::{
    input::{LinkDetails, fault::Fault, object, reader::Reader, record, scalar, trail::Trail},
    model::{FieldIndex, ObjectType, Relation, Scalar},
    problem::ErrorCode,
    value::{Instant, Value},
};

/// Whether a link that the input speaks of may exist already.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Age {
    /// It comes into being: its properties must be complete.
    New,
    /// It exists: what is left out stays.
    Old,
    /// Nobody knows before the store was asked.
    Either,
}

/// What the link carries.
pub(super) fn details(
    reader: &mut Reader<'_>,
    relation: Relation,
    parts: &Map<String, Json>,
    age: Age,
    trail: &Trail<'_>,
) -> LinkDetails {
    let from = moment(reader, parts, "from", trail);
    let to = moment(reader, parts, "to", trail);
    if let (Some(Some(from)), Some(Some(to))) = (from, to)
        && to < from
    {
        reader.report(Fault::new(ErrorCode::TimeOrder, "`to` must not be before `from`"), &trail.name("to"));
    }
    LinkDetails { props: props(reader, relation, parts, age, trail), from, to }
}

fn props(
    reader: &mut Reader<'_>,
    relation: Relation,
    parts: &Map<String, Json>,
    age: Age,
    trail: &Trail<'_>,
) -> Option<Vec<(FieldIndex, Value)>> {
    let given = parts.get("props").filter(|props| !props.is_null());
    let model = reader.context.model;
    let Some(index) = model.link(relation).props else {
        if given.is_some() {
            let message = format!(
                "links of {} carry no properties: leave `props` out",
                model.link_kind(relation.owner, relation.field)
            );
            reader.report(Fault::invalid(message), &trail.name("props"));
        }
        return None;
    };
    let declared = &model.objects[index.0];
    let empty = Map::new();
    let trail = trail.name("props");
    let fields = match given {
        Some(Json::Object(fields)) => fields,
        Some(other) => {
            reader.report_no_object(&declared.name, other, &trail);
            return None;
        }
        None if age == Age::New => &empty,
        None => return None,
    };
    let read = object::given_fields(reader, declared, fields, &trail);
    if age == Age::Old {
        return Some(patched_props(reader, declared, read, &trail));
    }
    let given_names = !read.is_empty();
    let values = object::complete(reader, declared, read, &trail);
    let says_something = given_names || values.iter().any(|value| !value.is_null());
    says_something
        .then(|| values.into_iter().enumerate().map(|(position, value)| (FieldIndex(position), value)).collect())
}

/// Changed properties: what is left out stays, null clears.
fn patched_props(
    reader: &mut Reader<'_>,
    declared: &ObjectType,
    given: Vec<(FieldIndex, Option<Value>)>,
    trail: &Trail<'_>,
) -> Vec<(FieldIndex, Value)> {
    let mut kept = Vec::with_capacity(given.len());
    for (index, value) in given {
        let field = &declared.fields[index.0];
        match value {
            Some(value) if value.is_null() && record::is_required(field) => {
                reader.report(record::required(field), &trail.name(&field.name));
            }
            Some(value) => kept.push((index, value)),
            None => {}
        }
    }
    kept
}

/// A time of validity: left out, cleared, or set.
#[expect(clippy::option_option, reason = "left out and cleared differ, as in `LinkDetails`")]
fn moment(
    reader: &mut Reader<'_>,
    parts: &Map<String, Json>,
    name: &'static str,
    trail: &Trail<'_>,
) -> Option<Option<Instant>> {
    let json = parts.get(name)?;
    if json.is_null() {
        return Some(None);
    }
    match scalar::read(Scalar::DateTime, json, reader.read_options()) {
        Ok(Value::Instant(instant)) => Some(Some(instant)),
        Ok(_) => None,
        Err(faults) => {
            reader.report_all(faults, &trail.name(name));
            None
        }
    }
}
