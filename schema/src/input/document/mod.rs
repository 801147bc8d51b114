//! Whole documents: new entries, patches and samples.

mod keys;
mod members;
mod sample;

use serde_json::Value as Json;

use super::{
    Context, Dialect, EntryInput, IngestOptions, LinkInput, LinkOperation, PatchInput,
    fault::Fault,
    links, number,
    reader::{Reader, Rules},
    record, reference,
    scalar::ReadOptions,
    trail::Trail,
};
use crate::{
    model::{Direction, FieldIndex, Relation, TypeIndex},
    problem::{Path, Problems},
    time::{Epoch, epoch_instant, format_instant},
    value::Value,
};
use keys::{client_id, external_keys};
use members::{Part, members, part, report_unknown};

pub(super) use sample::sample;

/// Reads a new entry.
pub(super) fn entry(context: &Context<'_>, record: TypeIndex, document: &Json, path: Path) -> (EntryInput, Problems) {
    let mut reader = Reader::new(context, Rules::All);
    let mut input = EntryInput {
        record,
        id: None,
        external_keys: Vec::new(),
        values: Vec::new(),
        unreadable: Vec::new(),
        links: Vec::new(),
        path,
    };
    let path = std::mem::take(&mut input.path);
    let trail = Trail::Root(&path);
    for (name, json) in members(&mut reader, record, document, &trail).iter() {
        let trail = trail.name(name);
        match part(context, record, name) {
            Part::Id => input.id = client_id(&mut reader, json, &trail),
            Part::ExternalKeys => input.external_keys = external_keys(&mut reader, json, &trail),
            Part::Field(field) => entry_field(&mut reader, &mut input, field, json, &trail),
            Part::Link(relation) => entry_link(&mut reader, &mut input, name, relation, json, &trail),
            Part::Unknown => report_unknown(&mut reader, record, name, &trail),
        }
    }
    input.path = path;
    (input, reader.problems)
}

/// Reads changes to an entry.
pub(super) fn patch(context: &Context<'_>, record: TypeIndex, document: &Json, path: Path) -> (PatchInput, Problems) {
    let mut reader = Reader::new(context, Rules::All);
    let mut input = PatchInput { record, values: Vec::new(), links: Vec::new(), path: Vec::new() };
    let trail = Trail::Root(&path);
    for (name, json) in members(&mut reader, record, document, &trail).iter() {
        let trail = trail.name(name);
        match part(context, record, name) {
            Part::Field(field) => match value(&mut reader, record, field, json, &trail) {
                Some(Value::Null) if record::is_required(context.model.record(record).field(field)) => {
                    reader.report(record::required(context.model.record(record).field(field)), &trail);
                }
                Some(value) => input.values.push((field, value)),
                None => {}
            },
            Part::Link(relation) => {
                let cleared = reader.is_missing(context.model.relation_field(relation), json);
                let link = if cleared {
                    unlink(&mut reader, relation, &trail)
                } else {
                    link(&mut reader, name, relation, record, json, &trail)
                };
                input.links.extend(link);
            }
            Part::Id | Part::ExternalKeys | Part::Unknown => report_unknown(&mut reader, record, name, &trail),
        }
    }
    input.path = path;
    (input, reader.problems)
}

/// Reads an entry inside another one. Declared units and `create` speak of the outer one only.
pub(super) fn nested(reader: &mut Reader<'_>, record: TypeIndex, document: &Json, trail: &Trail<'_>) -> EntryInput {
    let inner = inner_context(reader.context);
    let (input, problems) = entry(&inner, record, document, trail.path());
    reader.problems.append(problems);
    input
}

/// Reads a patch inside another document.
pub(super) fn nested_patch(
    reader: &mut Reader<'_>,
    record: TypeIndex,
    document: &Json,
    trail: &Trail<'_>,
) -> PatchInput {
    let inner = inner_context(reader.context);
    let (input, problems) = patch(&inner, record, document, trail.path());
    reader.problems.append(problems);
    input
}

fn inner_context<'a>(context: &Context<'a>) -> Context<'a> {
    let dialect = match &context.dialect {
        Dialect::GraphQl => Dialect::GraphQl,
        Dialect::Ingest(options) => Dialect::Ingest(IngestOptions {
            zone: options.zone.clone(),
            decimal_comma: options.decimal_comma,
            nulls: options.nulls.clone(),
            ..IngestOptions::default()
        }),
    };
    Context { model: context.model, now: context.now, viewer: context.viewer, dialect }
}

/// Reads the value of a field; `None` when there is none to be used, which is then reported.
fn value(
    reader: &mut Reader<'_>,
    record: TypeIndex,
    field: FieldIndex,
    json: &Json,
    trail: &Trail<'_>,
) -> Option<Value> {
    let declared = reader.context.model.record(record).field(field);
    if declared.computed.is_some() {
        reader.report(
            Fault::invalid(format!("`{}` is computed and cannot be written: leave it out", declared.name)),
            trail,
        );
        return None;
    }
    let units = reader.ingest().map_or(&[][..], |options| options.units.as_slice());
    let unit = units.iter().find(|(other, _)| *other == field).map(|(_, unit)| *unit);
    let epochs = reader.ingest().map_or(&[][..], |options| options.epochs.as_slice());
    match epochs.iter().find(|(other, _)| *other == field) {
        Some((_, epoch)) if !reader.is_missing(declared, json) => match counted(json, *epoch, reader.read_options()) {
            Ok(time) => reader.field(declared, &time, unit, trail),
            Err(fault) => {
                reader.report(fault, trail);
                None
            }
        },
        _ => reader.field(declared, json, unit, trail),
    }
}

/// A time that is counted since 1970 as the text that every reader of times takes.
fn counted(json: &Json, epoch: Epoch, read_options: ReadOptions<'_>) -> Result<Json, Fault> {
    let number = number::text(json, read_options)?;
    let plain = number::plain(&number).unwrap_or_else(|| number.clone());
    let instant = epoch_instant(&plain, epoch).map_err(|error| Fault::invalid(error.0))?;
    Ok(Json::from(format_instant(instant)))
}

fn entry_field(reader: &mut Reader<'_>, input: &mut EntryInput, field: FieldIndex, json: &Json, trail: &Trail<'_>) {
    let declared = reader.context.model.record(input.record).field(field);
    match value(reader, input.record, field, json, trail) {
        Some(Value::Null) if record::null_means_default(declared) => {}
        // A table has a cell for every field: an empty one says nothing.
        Some(Value::Null) if reader.ingest().is_some() && !json.is_null() => {}
        Some(value) => input.values.push((field, value)),
        None => input.unreadable.push(field),
    }
}

fn entry_link(
    reader: &mut Reader<'_>,
    input: &mut EntryInput,
    name: &str,
    relation: Relation,
    json: &Json,
    trail: &Trail<'_>,
) {
    if reader.is_missing(reader.context.model.relation_field(relation), json) {
        return;
    }
    let before = reader.problems.errors.len();
    let read = link(reader, name, relation, input.record, json, trail);
    if read.is_none() && reader.problems.errors.len() > before && relation.direction == Direction::Out {
        input.unreadable.push(relation.field);
    }
    input.links.extend(read);
}

/// Reads what a document says about one relation, in the dialect's way.
fn link(
    reader: &mut Reader<'_>,
    name: &str,
    relation: Relation,
    record: TypeIndex,
    json: &Json,
    trail: &Trail<'_>,
) -> Option<LinkInput> {
    match reader.ingest() {
        None => links::read(reader, name, relation, json, trail),
        Some(options) => {
            let own = relation.owner == record && relation.direction == Direction::Out;
            let create = own && options.create.contains(&relation.field);
            reference::read(reader, relation, create, json, trail)
        }
    }
}

/// Null clears a to-one link and says nothing about a list of links.
fn unlink(reader: &mut Reader<'_>, relation: Relation, trail: &Trail<'_>) -> Option<LinkInput> {
    let model = reader.context.model;
    if model.relation_is_list(relation) {
        return None;
    }
    if model.relation_field(relation).required {
        reader.report(record::required(model.relation_field(relation)), trail);
        return None;
    }
    let operation = LinkOperation::Clear { path: trail.path() };
    Some(LinkInput { relation, operations: vec![operation], path: trail.path() })
}
