//! The members of a document and what their names stand for.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use crate::{
    input::{
        Context,
        fault::{Fault, echo, hint},
        reader::Reader,
        trail::Trail,
    },
    model::{Direction, FieldIndex, FieldKind, Relation, Scalar, TypeIndex},
};

/// What a name in a document stands for.
pub(super) enum Part {
    Id,
    ExternalKeys,
    Field(FieldIndex),
    Link(Relation),
    Unknown,
}

/// The members of a document. A table says `height.value` where an object has a part. One field under two of its names is
/// reported: which of the values is meant cannot be known.
pub(super) fn members<'j>(
    reader: &mut Reader<'_>,
    record: TypeIndex,
    document: &'j Json,
    trail: &Trail<'_>,
) -> Cow<'j, Map<String, Json>> {
    let members = gathered(reader, record, document, trail);
    let declared = reader.context.model.record(record);
    if declared.fields.iter().all(|field| field.former_names.is_empty()) {
        return members;
    }
    let mut seen: Vec<(FieldIndex, &str)> = Vec::with_capacity(members.len());
    for name in members.keys() {
        let Some(index) = declared.find(name) else { continue };
        if let Some((_, other)) = seen.iter().find(|(known, _)| *known == index) {
            let present = &declared.field(index).name;
            let former = if name == present { other } else { name.as_str() };
            let message = format!("`{other}` and `{name}` are names of one field: give `{present}` alone");
            reader.report(Fault::invalid(message), &trail.name(former));
        }
        seen.push((index, name));
    }
    members
}

fn gathered<'j>(
    reader: &mut Reader<'_>,
    record: TypeIndex,
    document: &'j Json,
    trail: &Trail<'_>,
) -> Cow<'j, Map<String, Json>> {
    let declared = reader.context.model.record(record);
    let Json::Object(members) = document else {
        reader.report_no_object(&declared.name, document, trail);
        return Cow::Owned(Map::new());
    };
    let has_parts = |name: &str| {
        let field =
            name.split_once('.').and_then(|(field, _)| declared.find(field)).map(|field| declared.field(field))?;
        let structured = matches!(
            field.kind,
            FieldKind::Object(_)
                | FieldKind::Link(_)
                | FieldKind::Scalar(Scalar::Money | Scalar::GeoPoint | Scalar::Quantity)
        );
        structured.then_some(())
    };
    if reader.ingest().is_none() || !members.keys().any(|name| has_parts(name).is_some()) {
        return Cow::Borrowed(members);
    }
    let mut gathered = Map::new();
    for (name, json) in members {
        let mut place = &mut gathered;
        let mut rest = name.as_str();
        if has_parts(name).is_some() {
            while let Some((outer, inner)) = rest.split_once('.') {
                let object = place.entry(outer).or_insert_with(|| Json::Object(Map::new()));
                if !object.is_object() {
                    *object = Json::Object(Map::new());
                }
                place = object.as_object_mut().expect("made to be one");
                rest = inner;
            }
        }
        // Missing parts of a missing object do not make it one.
        let says_nothing = json.is_null() || json.as_str() == Some("");
        if rest == name || !says_nothing {
            place.insert(rest.to_owned(), json.clone());
        }
    }
    gathered.retain(|_, json| json.as_object().is_none_or(|parts| !parts.is_empty()));
    Cow::Owned(gathered)
}

/// What a name stands for.
pub(super) fn part(context: &Context<'_>, record: TypeIndex, name: &str) -> Part {
    let declared = context.model.record(record);
    if let Some(field) = declared.find(name) {
        return match declared.field(field).link() {
            Some(_) => Part::Link(Relation { owner: record, field, direction: Direction::Out }),
            None => Part::Field(field),
        };
    }
    match (name, context.model.relation(record, name)) {
        ("id", _) if !declared.is_series() => Part::Id,
        ("externalKeys", _) if !declared.is_series() => Part::ExternalKeys,
        (_, Some(relation)) => Part::Link(relation),
        (_, None) => Part::Unknown,
    }
}

/// Reports a name that stands for nothing.
pub(super) fn report_unknown(reader: &mut Reader<'_>, record: TypeIndex, name: &str, trail: &Trail<'_>) {
    let declared = reader.context.model.record(record);
    let own = declared.fields.iter().filter(|field| field.computed.is_none()).map(|field| field.name.as_str());
    let inverse = declared.inverses.iter().map(|inverse| inverse.name.as_str()).filter(|_| !declared.is_series());
    let message = format!("{} has no field {}{}", declared.name, echo(name), hint(name, own.chain(inverse)));
    reader.report(Fault::invalid(message), trail);
}
