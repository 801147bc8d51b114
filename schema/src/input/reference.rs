//! How ingested documents name a linked entry: by its id or a natural key.

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::{
    EntryInput, LinkDetails, LinkInput, LinkOperation, LinkTarget, Reference, document,
    fault::{Fault, echo_json},
    reader::{Reader, plain_value},
    structured::from_cell,
    trail::Trail,
};
use crate::{
    model::{FieldIndex, Relation, TypeIndex},
    value::Value,
};

/// Reads what a document says about one relation: one entry, or a list of them.
pub(super) fn read(
    reader: &mut Reader<'_>,
    relation: Relation,
    create: bool,
    json: &Json,
    trail: &Trail<'_>,
) -> Option<LinkInput> {
    let mut operations = Vec::new();
    if reader.context.model.relation_is_list(relation) {
        for (position, item) in reader.items(json).iter().enumerate() {
            operations.extend(link(reader, relation, create, item, &trail.position(position)));
        }
    } else {
        operations.extend(link(reader, relation, create, json, trail));
    }
    (!operations.is_empty()).then(|| LinkInput { relation, operations, path: trail.path() })
}

fn link(
    reader: &mut Reader<'_>,
    relation: Relation,
    create: bool,
    json: &Json,
    trail: &Trail<'_>,
) -> Option<LinkOperation> {
    let target = reader.context.model.relation_target(relation);
    let json = from_cell(json, reader.read_options());
    let reference = match json.as_ref() {
        Json::Object(parts) => by_parts(reader, target, create, parts, trail),
        Json::String(text) if Uuid::try_parse(text.trim()).is_ok() => {
            Uuid::try_parse(text.trim()).ok().map(Reference::Id)
        }
        Json::String(_) | Json::Number(_) | Json::Bool(_) => by_single_field(reader, target, create, &json, trail),
        other => {
            let message = format!(
                "must name a {} by id or natural key, not {}",
                reader.context.model.record(target).name,
                echo_json(other)
            );
            reader.report(Fault::invalid(message), trail);
            None
        }
    }?;
    Some(LinkOperation::Link(LinkTarget { target: reference, details: LinkDetails::default(), path: trail.path() }))
}

/// A text or number is the value of a key that has one field: the first whose type it fits. Of a type without such a key
/// it is what the entry is called.
fn by_single_field(
    reader: &mut Reader<'_>,
    target: TypeIndex,
    create: bool,
    json: &Json,
    trail: &Trail<'_>,
) -> Option<Reference> {
    let record = reader.context.model.record(target);
    let keys: Vec<(usize, FieldIndex)> = record
        .keys
        .iter()
        .enumerate()
        .filter_map(|(position, fields)| match fields.as_slice() {
            [field] if record.field(*field).link().is_none() => Some((position, *field)),
            _ => None,
        })
        .collect();
    let mut problems = None;
    for (key, field) in &keys {
        match plain_value(reader.context, record.field(*field), json, &trail.path()) {
            Ok(value) => {
                let create = create.then(|| to_make(reader, target, *field, json, trail));
                return Some(Reference::Key { key: *key, values: vec![value], create });
            }
            Err(found) => problems = problems.or(Some(found)),
        }
    }
    if let Some(field) = record.naming_field().filter(|_| keys.is_empty())
        && let Ok(Value::Text(name)) = plain_value(reader.context, record.field(field), json, &trail.path())
    {
        let create = create.then(|| to_make(reader, target, field, json, trail));
        return Some(Reference::Name { field, name, create });
    }
    if let Some(found) = problems {
        reader.problems.append(found);
        return None;
    }
    let (name, keys) = (&record.name, keys_of(reader, target));
    let message = format!("{} is no id of a {name}, which has no natural key of one field: {keys}", echo_json(json));
    reader.report(Fault::invalid(message), trail);
    None
}

/// An entry of which only one field is known.
fn to_make(
    reader: &mut Reader<'_>,
    target: TypeIndex,
    field: FieldIndex,
    json: &Json,
    trail: &Trail<'_>,
) -> Box<EntryInput> {
    let name = reader.context.model.record(target).field(field).name.clone();
    let document = Map::from_iter([(name, json.clone())]);
    Box::new(document::nested(reader, target, &Json::Object(document), trail))
}

/// An object names a whole key, or the id. Other fields are for an entry that is to be made.
fn by_parts(
    reader: &mut Reader<'_>,
    target: TypeIndex,
    create: bool,
    parts: &Map<String, Json>,
    trail: &Trail<'_>,
) -> Option<Reference> {
    let record = reader.context.model.record(target);
    if parts.len() == 1
        && let Some(id) = parts.get("id").and_then(Json::as_str).and_then(|id| Uuid::try_parse(id).ok())
    {
        return Some(Reference::Id(id));
    }
    let given: Vec<(FieldIndex, &str, &Json)> = parts
        .iter()
        .filter(|(_, json)| !json.is_null())
        .filter_map(|(name, json)| record.find(name).map(|field| (field, name.as_str(), json)))
        .collect();
    let whole = |fields: &Vec<FieldIndex>| fields.iter().all(|field| given.iter().any(|(other, ..)| other == field));
    let named = record.keys.iter().position(|fields| whole(fields) && (create || fields.len() == parts.len()));
    let Some(key) = named else {
        let message = format!(
            "{} names no {}: {}",
            echo_json(&Json::Object(parts.clone())),
            record.name,
            keys_of(reader, target)
        );
        reader.report(Fault::invalid(message), trail);
        return None;
    };
    let mut values = Vec::with_capacity(record.keys[key].len());
    for field in &record.keys[key] {
        let (_, name, json) = given.iter().find(|(other, ..)| other == field).expect("the key is whole");
        match plain_value(reader.context, record.field(*field), json, &trail.name(name).path()) {
            Ok(value) => values.push(value),
            Err(problems) => reader.problems.append(problems),
        }
    }
    if values.len() < record.keys[key].len() || values.iter().any(Value::is_null) {
        return None;
    }
    let entry: Option<Box<EntryInput>> =
        create.then(|| Box::new(document::nested(reader, target, &Json::Object(parts.clone()), trail)));
    Some(Reference::Key { key, values, create: entry })
}

/// The ways to name an entry of a type, in words.
fn keys_of(reader: &Reader<'_>, target: TypeIndex) -> String {
    let record = reader.context.model.record(target);
    let keys = record.keys.iter().map(|fields| {
        let names: Vec<&str> = fields.iter().map(|field| record.field(*field).name.as_str()).collect();
        format!("{{{}}}", names.join(", "))
    });
    let name = record.naming_field().filter(|_| record.keys.iter().all(|fields| fields.len() > 1));
    let name = name.map(|field| format!("its {}", record.field(field).name));
    std::iter::once("give its id".to_owned()).chain(name).chain(keys).collect::<Vec<_>>().join(" or ")
}
