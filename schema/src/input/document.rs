//! Whole documents: new entries, patches and samples.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::{
    Context, Dialect, EntryInput, ExternalKey, IngestOptions, LinkInput, LinkOperation, PatchInput, SampleInput,
    fault::{Fault, echo, echo_json, hint},
    links,
    reader::{Reader, Rules},
    record, reference,
    trail::Trail,
};
use crate::{
    model::{Direction, FieldIndex, FieldKind, Kind, Relation, Scalar, TypeIndex},
    problem::{ErrorCode, Path, Problems},
    value::Value,
};

/// Longest source and key of an external key, in characters.
const EXTERNAL_KEY: usize = 500;

/// What a name in a document stands for.
enum Part {
    Id,
    ExternalKeys,
    Field(FieldIndex),
    Link(Relation),
    Unknown,
}

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
            Part::Field(field) => {
                let seen = input.values.iter().any(|(other, _)| *other == field);
                match value(&mut reader, record, field, seen, json, &trail) {
                    Some(Value::Null) if record::is_required(context.model.record(record).field(field)) => {
                        reader.report(record::required(context.model.record(record).field(field)), &trail);
                    }
                    Some(value) => input.values.push((field, value)),
                    None => {}
                }
            }
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

/// Reads a sample.
pub(super) fn sample(context: &Context<'_>, record: TypeIndex, document: &Json, path: Path) -> (SampleInput, Problems) {
    let mut reader = Reader::new(context, Rules::Flag);
    let declared = context.model.record(record);
    let of = match &declared.kind {
        Kind::Series { of, .. } => Some(*of),
        Kind::Entry { .. } => None,
    };
    let mut values = vec![Value::Null; declared.fields.len()];
    let (mut given, mut unreadable, mut measured) = (Vec::new(), Vec::new(), None);
    let trail = Trail::Root(&path);
    for (name, json) in members(&mut reader, record, document, &trail).iter() {
        let trail = trail.name(name);
        match part(context, record, name) {
            Part::Field(field) => {
                match value(&mut reader, record, field, given.contains(&field), json, &trail) {
                    Some(value) if value.is_null() && record::null_means_default(declared.field(field)) => continue,
                    Some(value) => values[field.0] = value,
                    None => unreadable.push(field),
                }
                given.push(field);
            }
            Part::Link(relation) if Some(relation.field) == of && relation.owner == record => {
                if reader.is_missing(declared.field(relation.field), json) {
                    continue;
                }
                measured = measured_entry(&mut reader, name, relation, record, json, &trail);
                if measured.is_none() {
                    unreadable.push(relation.field);
                }
            }
            Part::Link(_) => reader.report(
                Fault::invalid(format!("a sample has no other link than what it measures: leave {} out", echo(name))),
                &trail,
            ),
            Part::Id | Part::ExternalKeys | Part::Unknown => report_unknown(&mut reader, record, name, &trail),
        }
    }
    record::apply_defaults(context, &declared.fields, &mut values, &given);
    let implied: Vec<FieldIndex> = of.filter(|_| measured.is_some()).into_iter().collect();
    let whole = record::check(&declared.fields, &values, &implied, &unreadable, &trail);
    reader.problems.append(whole);
    // A sample without its time or what it measures stands nowhere, whatever the definition says about null.
    for field in [declared.at, of].into_iter().flatten() {
        let missing = values[field.0].is_null() && !implied.contains(&field) && !unreadable.contains(&field);
        if missing && !declared.field(field).required {
            reader.report(record::required(declared.field(field)), &trail.name(&declared.field(field).name));
        }
    }
    (SampleInput { record, of: measured, values, flagged: reader.flagged, path }, reader.problems)
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
        Dialect::Ingest(options) => {
            Dialect::Ingest(IngestOptions { zone: options.zone.clone(), ..IngestOptions::default() })
        }
    };
    Context { model: context.model, now: context.now, viewer: context.viewer, dialect }
}

/// The members of a document. A table says `height.value` where an object has a part.
fn members<'j>(
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

fn part(context: &Context<'_>, record: TypeIndex, name: &str) -> Part {
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

/// Reads the value of a field; `None` when there is none to be used, which is then reported.
fn value(
    reader: &mut Reader<'_>,
    record: TypeIndex,
    field: FieldIndex,
    seen: bool,
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
    if seen {
        reader.report(Fault::invalid(format!("`{}` is given twice, under two of its names", declared.name)), trail);
        return None;
    }
    let units = reader.ingest().map_or(&[][..], |options| options.units.as_slice());
    let unit = units.iter().find(|(other, _)| *other == field).map(|(_, unit)| *unit);
    reader.field(declared, json, unit, trail)
}

fn entry_field(reader: &mut Reader<'_>, input: &mut EntryInput, field: FieldIndex, json: &Json, trail: &Trail<'_>) {
    let seen = input.values.iter().any(|(other, _)| *other == field) || input.unreadable.contains(&field);
    let declared = reader.context.model.record(input.record).field(field);
    match value(reader, input.record, field, seen, json, trail) {
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
    let operation = LinkOperation::Unlink { id: None, path: trail.path() };
    Some(LinkInput { relation, operations: vec![operation], path: trail.path() })
}

fn measured_entry(
    reader: &mut Reader<'_>,
    name: &str,
    relation: Relation,
    record: TypeIndex,
    json: &Json,
    trail: &Trail<'_>,
) -> Option<LinkOperation> {
    let before = reader.problems.errors.len();
    let operation = link(reader, name, relation, record, json, trail).and_then(|mut read| read.operations.pop());
    let usable =
        operation.filter(|operation| !matches!(operation, LinkOperation::Update { .. } | LinkOperation::Unlink { .. }));
    if usable.is_none() && reader.problems.errors.len() == before {
        reader.report(
            Fault::invalid(format!(
                "a sample names what it measures by link, create or connectOrCreate: use one of them in `{name}`"
            )),
            trail,
        );
    }
    usable
}

fn client_id(reader: &mut Reader<'_>, json: &Json, trail: &Trail<'_>) -> Option<Uuid> {
    if json.is_null() || (reader.manner().lenient && json.as_str() == Some("")) {
        return None;
    }
    let id = json.as_str().and_then(|text| Uuid::try_parse(text).ok());
    let valid = id.filter(|id| id.get_version_num() == 7 && id.get_variant() == uuid::Variant::RFC4122);
    if valid.is_none() {
        reader.report(
            Fault::invalid(format!("{} cannot be an id: make a UUID of version 7, or leave it out", echo_json(json))),
            trail,
        );
    }
    valid
}

fn external_keys(reader: &mut Reader<'_>, json: &Json, trail: &Trail<'_>) -> Vec<ExternalKey> {
    if json.is_null() || (reader.manner().lenient && json.as_str() == Some("")) {
        return Vec::new();
    }
    let mut keys: Vec<ExternalKey> = Vec::new();
    for (position, item) in reader.items(json).iter().enumerate() {
        let trail = trail.position(position);
        let Json::Object(parts) = item.as_ref() else {
            reader.report(Fault::invalid(format!("must be {{source, key}}, not {}", echo_json(item))), &trail);
            continue;
        };
        for unknown in parts.keys().filter(|name| !["source", "key"].contains(&name.as_str())) {
            let message =
                format!("an external key has no {}{}", echo(unknown), hint(unknown, ["source", "key"].into_iter()));
            reader.report(Fault::invalid(message), &trail.name(unknown));
        }
        let source = external_text(reader, parts, "source", &trail);
        let key = external_text(reader, parts, "key", &trail);
        let (Some(source), Some(key)) = (source, key) else { continue };
        let read = ExternalKey { source, key };
        if keys.contains(&read) {
            reader.report(Fault::invalid("the same external key is given twice: leave one out"), &trail);
        } else {
            keys.push(read);
        }
    }
    keys
}

fn external_text(
    reader: &mut Reader<'_>,
    parts: &Map<String, Json>,
    name: &'static str,
    trail: &Trail<'_>,
) -> Option<String> {
    let trail = trail.name(name);
    let missing = Json::Null;
    let json = parts.get(name).unwrap_or(&missing);
    let fault = match super::scalar::text(json, reader.manner()) {
        _ if json.is_null() => Fault::new(ErrorCode::Required, format!("`{name}` of an external key is required")),
        Err(fault) => fault,
        Ok(text) if text.is_empty() => {
            Fault::new(ErrorCode::TooShort, format!("`{name}` of an external key must not be empty"))
        }
        Ok(text) if text.chars().count() > EXTERNAL_KEY => Fault::new(
            ErrorCode::TooLong,
            format!("`{name}` of an external key must have at most {EXTERNAL_KEY} characters"),
        ),
        Ok(text) => return Some(text.into_owned()),
    };
    reader.report(fault, &trail);
    None
}

fn report_unknown(reader: &mut Reader<'_>, record: TypeIndex, name: &str, trail: &Trail<'_>) {
    let declared = reader.context.model.record(record);
    let own = declared.fields.iter().filter(|field| field.computed.is_none()).map(|field| field.name.as_str());
    let inverse = declared.inverses.iter().map(|inverse| inverse.name.as_str()).filter(|_| !declared.is_series());
    let message = format!("{} has no field {}{}", declared.name, echo(name), hint(name, own.chain(inverse)));
    reader.report(Fault::invalid(message), trail);
}
