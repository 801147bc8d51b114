//! Operations on links: what a GraphQL input says about the links of one relation.

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::{
    Context, LinkDetails, LinkInput, LinkOperation, LinkTarget, Reference, document,
    fault::{Fault, echo, echo_json, hint},
    object,
    reader::Reader,
    record, scalar,
    trail::Trail,
};
use crate::{
    model::{Link, Relation, Scalar, TypeIndex},
    problem::ErrorCode,
    value::{Instant, Value},
};

/// Whether a link that the input speaks of may exist already.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Age {
    /// It comes into being: its properties must be complete.
    New,
    /// It exists: what is left out stays.
    Old,
    /// Nobody knows before the store was asked.
    Either,
}

/// Reads the operations of one relation; `None` when there are none.
pub(super) fn read(
    reader: &mut Reader<'_>,
    name: &str,
    relation: Relation,
    json: &Json,
    trail: &Trail<'_>,
) -> Option<LinkInput> {
    let Json::Object(operations) = json else {
        let message = format!("must be an object of link operations such as {{link: …}}, not {}", echo_json(json));
        reader.report(Fault::invalid(message), trail);
        return None;
    };
    let operations = if reader.context.model.relation_is_list(relation) {
        many(reader, relation, operations, trail)
    } else {
        one(reader, name, relation, operations, trail)
    };
    (!operations.is_empty()).then(|| LinkInput { relation, operations, path: trail.path() })
}

/// A to-one link: exactly one operation.
fn one(
    reader: &mut Reader<'_>,
    name: &str,
    relation: Relation,
    operations: &Map<String, Json>,
    trail: &Trail<'_>,
) -> Vec<LinkOperation> {
    let given: Vec<(&String, &Json)> = operations.iter().filter(|(_, json)| !json.is_null()).collect();
    let [(operation, json)] = given.as_slice() else {
        let message = format!(
            "`{name}` takes exactly one of link, create, connectOrCreate, update, unlink; {} are given",
            given.len()
        );
        reader.report(Fault::invalid(message), trail);
        return Vec::new();
    };
    let target = reader.context.model.relation_target(relation);
    let trail = trail.name(operation);
    let read = match operation.as_str() {
        "link" => reference(reader, target, json, &trail).map(|target| {
            LinkOperation::Link(LinkTarget { target, details: LinkDetails::default(), path: trail.path() })
        }),
        "create" => Some(LinkOperation::Create(
            Box::new(document::nested(reader, target, json, &trail)),
            LinkDetails::default(),
        )),
        "connectOrCreate" => Some(LinkOperation::ConnectOrCreate(
            Box::new(document::nested(reader, target, json, &trail)),
            LinkDetails::default(),
        )),
        "update" => Some(LinkOperation::Update {
            id: None,
            patch: Some(Box::new(document::nested_patch(reader, target, json, &trail))),
            expected_version: None,
            details: LinkDetails::default(),
            path: trail.path(),
        }),
        "unlink" => match json {
            Json::Bool(true) => Some(LinkOperation::Unlink { id: None, path: trail.path() }),
            Json::Bool(false) => None,
            other => {
                reader.report(
                    Fault::invalid(format!("must be true to remove the link, not {}", echo_json(other))),
                    &trail,
                );
                None
            }
        },
        unknown => {
            report_unknown(reader, unknown, &["link", "create", "connectOrCreate", "update", "unlink"], &trail);
            None
        }
    };
    read.into_iter().collect()
}

/// A list of links: any operations, in the order of the API, or `set` alone.
fn many(
    reader: &mut Reader<'_>,
    relation: Relation,
    operations: &Map<String, Json>,
    trail: &Trail<'_>,
) -> Vec<LinkOperation> {
    const NAMES: [&str; 6] = ["link", "create", "connectOrCreate", "update", "unlink", "set"];
    for unknown in operations.keys().filter(|name| !NAMES.contains(&name.as_str())) {
        report_unknown(reader, unknown, &NAMES, &trail.name(unknown));
    }
    let given: Vec<&str> =
        NAMES.into_iter().filter(|name| operations.get(*name).is_some_and(|json| !json.is_null())).collect();
    if given.contains(&"set") && given.len() > 1 {
        let message = "`set` names all links there shall be, so it stands alone: leave out the other operations";
        reader.report(Fault::invalid(message), &trail.name("set"));
    }
    let mut read = Vec::new();
    for name in given {
        let trail = trail.name(name);
        let items = reader.items(&operations[name]);
        if name == "set" {
            let targets = items
                .iter()
                .enumerate()
                .filter_map(|(position, item)| linked(reader, relation, item, Age::Either, &trail.position(position)));
            read.push(LinkOperation::Set(targets.collect()));
            continue;
        }
        for (position, item) in items.iter().enumerate() {
            let trail = trail.position(position);
            read.extend(match name {
                "link" => linked(reader, relation, item, Age::New, &trail).map(LinkOperation::Link),
                "create" => created(reader, relation, item, &trail)
                    .map(|(entry, details)| LinkOperation::Create(entry, details)),
                "connectOrCreate" => created(reader, relation, item, &trail)
                    .map(|(entry, details)| LinkOperation::ConnectOrCreate(entry, details)),
                "update" => updated(reader, relation, item, &trail),
                _ => {
                    let target = reader.context.model.relation_target(relation);
                    let id = reference(reader, target, item, &trail);
                    id.map(|id| LinkOperation::Unlink { id: Some(id), path: trail.path() })
                }
            });
        }
    }
    read
}

/// `{id, props, from, to}`.
fn linked(reader: &mut Reader<'_>, relation: Relation, json: &Json, age: Age, trail: &Trail<'_>) -> Option<LinkTarget> {
    let parts = parts(reader, json, &["id", "props", "from", "to"], trail)?;
    let details = details(reader, relation, parts, age, trail);
    let target = required_id(reader, relation, parts, trail)?;
    Some(LinkTarget { target, details, path: trail.name("id").path() })
}

/// An entry, or `{entry, props, from, to}` where the link has properties.
fn created(
    reader: &mut Reader<'_>,
    relation: Relation,
    json: &Json,
    trail: &Trail<'_>,
) -> Option<(Box<super::EntryInput>, LinkDetails)> {
    let target = reader.context.model.relation_target(relation);
    if reader.context.model.link(relation).props.is_none() {
        return Some((Box::new(document::nested(reader, target, json, trail)), LinkDetails::default()));
    }
    let parts = parts(reader, json, &["entry", "props", "from", "to"], trail)?;
    let details = details(reader, relation, parts, Age::New, trail);
    let Some(entry) = parts.get("entry").filter(|entry| !entry.is_null()) else {
        reader.report(
            Fault::new(ErrorCode::Required, "`entry` is required: give the entry to create"),
            &trail.name("entry"),
        );
        return None;
    };
    Some((Box::new(document::nested(reader, target, entry, &trail.name("entry"))), details))
}

/// `{id, patch, expectedVersion, props, from, to}`.
fn updated(reader: &mut Reader<'_>, relation: Relation, json: &Json, trail: &Trail<'_>) -> Option<LinkOperation> {
    let parts = parts(reader, json, &["id", "patch", "expectedVersion", "props", "from", "to"], trail)?;
    let target = reader.context.model.relation_target(relation);
    let details = details(reader, relation, parts, Age::Old, trail);
    let patch = parts.get("patch").filter(|patch| !patch.is_null());
    let patch = patch.map(|patch| Box::new(document::nested_patch(reader, target, patch, &trail.name("patch"))));
    let expected_version = match parts.get("expectedVersion") {
        None | Some(Json::Null) => None,
        Some(json) => {
            let version = json.as_i64();
            if version.is_none() {
                let message = format!("must be the number of a version, not {}", echo_json(json));
                reader.report(Fault::invalid(message), &trail.name("expectedVersion"));
            }
            version
        }
    };
    let id = required_id(reader, relation, parts, trail)?;
    Some(LinkOperation::Update { id: Some(id), patch, expected_version, details, path: trail.path() })
}

fn parts<'j>(
    reader: &mut Reader<'_>,
    json: &'j Json,
    known: &[&str],
    trail: &Trail<'_>,
) -> Option<&'j Map<String, Json>> {
    let Json::Object(parts) = json else {
        let message = format!("must be an object {{{}}}, not {}", known.join(", "), echo_json(json));
        reader.report(Fault::invalid(message), trail);
        return None;
    };
    for unknown in parts.keys().filter(|name| !known.contains(&name.as_str())) {
        report_unknown(reader, unknown, known, &trail.name(unknown));
    }
    Some(parts)
}

fn required_id(
    reader: &mut Reader<'_>,
    relation: Relation,
    parts: &Map<String, Json>,
    trail: &Trail<'_>,
) -> Option<Reference> {
    let target = reader.context.model.relation_target(relation);
    let trail = trail.name("id");
    match parts.get("id") {
        None | Some(Json::Null) => {
            reader.report(Fault::new(ErrorCode::Required, "`id` is required: name the linked entry"), &trail);
            None
        }
        Some(id) => reference(reader, target, id, &trail),
    }
}

/// What the link carries.
fn details(
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
) -> Option<Vec<(crate::FieldIndex, Value)>> {
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
        .then(|| values.into_iter().enumerate().map(|(position, value)| (crate::FieldIndex(position), value)).collect())
}

/// Changed properties: what is left out stays, null clears.
fn patched_props(
    reader: &mut Reader<'_>,
    declared: &crate::model::ObjectType,
    given: Vec<(crate::FieldIndex, Option<Value>)>,
    trail: &Trail<'_>,
) -> Vec<(crate::FieldIndex, Value)> {
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
    match scalar::read(Scalar::DateTime, json, reader.manner()) {
        Ok(Value::Instant(instant)) => Some(Some(instant)),
        Ok(_) => None,
        Err(faults) => {
            reader.report_all(faults, &trail.name(name));
            None
        }
    }
}

/// An entry by id, or by the result of an earlier operation.
fn reference(reader: &mut Reader<'_>, target: TypeIndex, json: &Json, trail: &Trail<'_>) -> Option<Reference> {
    let read = parse_reference(reader.context, target, json);
    read.map_err(|fault| reader.report(fault, trail)).ok()
}

fn parse_reference(context: &Context<'_>, target: TypeIndex, json: &Json) -> Result<Reference, Fault> {
    if let Some(digits) = json.as_str().and_then(|text| text.strip_prefix('$'))
        && let Ok(result) = digits.parse()
    {
        return Ok(Reference::Result(result));
    }
    parse_id(context, target, json).map(Reference::Id)
}

/// The id of a link's target, where only an id will do.
pub(super) fn target_id(context: &Context<'_>, link: &Link, json: &Json) -> Result<Uuid, Fault> {
    parse_id(context, link.target, json)
}

fn parse_id(context: &Context<'_>, target: TypeIndex, json: &Json) -> Result<Uuid, Fault> {
    let name = &context.model.record(target).name;
    let missing =
        || Fault::new(ErrorCode::NotFound, format!("no {name} has the id {}: an id is a UUID", echo_json(json)));
    json.as_str().and_then(|text| Uuid::try_parse(text).ok()).ok_or_else(missing)
}

fn report_unknown(reader: &mut Reader<'_>, name: &str, known: &[&str], trail: &Trail<'_>) {
    reader
        .report(Fault::invalid(format!("there is no {} here{}", echo(name), hint(name, known.iter().copied()))), trail);
}
