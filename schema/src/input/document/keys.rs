//! Ids that come from outside: client-made ones and those of other systems.

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::{
    input::{
        ExternalKey,
        fault::{Fault, echo, echo_json, hint},
        reader::Reader,
        scalar,
        trail::Trail,
    },
    problem::ErrorCode,
};

/// Longest source and key of an external key, in characters.
const EXTERNAL_KEY: usize = 500;

/// A client-made id.
pub(super) fn client_id(reader: &mut Reader<'_>, json: &Json, trail: &Trail<'_>) -> Option<Uuid> {
    if json.is_null() || (reader.read_options().lenient && json.as_str() == Some("")) {
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

/// Ids in other systems.
pub(super) fn external_keys(reader: &mut Reader<'_>, json: &Json, trail: &Trail<'_>) -> Vec<ExternalKey> {
    if json.is_null() || (reader.read_options().lenient && json.as_str() == Some("")) {
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
    let fault = match scalar::text(json, reader.read_options()) {
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
