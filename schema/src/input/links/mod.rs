//! Operations on links: what a GraphQL input says about the links of one relation.

mod details;
mod target;

use serde_json::{Map, Value as Json};

use super::{
    EntryInput, LinkDetails, LinkInput, LinkOperation, LinkTarget, Reference, document,
    fault::{Fault, echo, echo_json, hint},
    reader::Reader,
    trail::Trail,
};
use crate::{model::Relation, problem::ErrorCode};
use details::{Age, details};
use target::reference;

pub(super) use target::target_id;

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
) -> Option<(Box<EntryInput>, LinkDetails)> {
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

fn report_unknown(reader: &mut Reader<'_>, name: &str, known: &[&str], trail: &Trail<'_>) {
    reader
        .report(Fault::invalid(format!("there is no {} here{}", echo(name), hint(name, known.iter().copied()))), trail);
}
