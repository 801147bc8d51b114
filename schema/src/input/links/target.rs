//! Entries that an operation names.

use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    input::{
        Context, Reference,
        fault::{Fault, echo_json},
        reader::Reader,
        trail::Trail,
    },
    model::{Link, TypeIndex},
    problem::ErrorCode,
};

/// An entry by id, or by the result of an earlier operation.
pub(super) fn reference(
    reader: &mut Reader<'_>,
    target: TypeIndex,
    json: &Json,
    trail: &Trail<'_>,
) -> Option<Reference> {
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
pub(in crate::input) fn target_id(context: &Context<'_>, link: &Link, json: &Json) -> Result<Uuid, Fault> {
    parse_id(context, link.target, json)
}

fn parse_id(context: &Context<'_>, target: TypeIndex, json: &Json) -> Result<Uuid, Fault> {
    let name = &context.model.record(target).name;
    let missing =
        || Fault::new(ErrorCode::NotFound, format!("no {name} has the id {}: an id is a UUID", echo_json(json)));
    json.as_str().and_then(|text| Uuid::try_parse(text).ok()).ok_or_else(missing)
}
