//! Orders: `[XOrder!]` and `[EntryOrder!]`.

use daybook_schema::{
    Model, Relation, TypeIndex,
    model::{Direction, FieldKind, Scalar},
};
use daybook_store::query::{OrderKey, Subject};
use serde_json::Value as Json;

use super::place::Place;
use crate::error::RequestError;

/// Keys of one order.
pub const MAX_ORDER_KEYS: usize = 8;

/// To-one links that one key may follow.
const MAX_LINKS: usize = 4;

type Result<T> = std::result::Result<T, RequestError>;

/// Reads `orderBy` of a record type; left out it is empty.
pub fn order(model: &Model, record: TypeIndex, json: Option<&Json>) -> Result<Vec<OrderKey>> {
    keys(json, |key, place| read(model, record, key, place, Vec::new()))
}

/// Reads `orderBy` of entries of all types.
pub fn entry_order(json: Option<&Json>) -> Result<Vec<OrderKey>> {
    keys(json, |key, place| {
        let (name, value) = only(key, place)?;
        let names = [name];
        let place = place.field(&names);
        let known = "entries of all types are ordered by `at`, `createdAt`, `updatedAt` or `title`";
        directed(Vec::new(), shared_subject(name).ok_or_else(|| place.error(known))?, value, &place)
    })
}

fn keys(json: Option<&Json>, read: impl Fn(&Json, &Place<'_>) -> Result<OrderKey>) -> Result<Vec<OrderKey>> {
    let names = ["orderBy"];
    let place = Place::root(&names);
    let keys = match json {
        None | Some(Json::Null) => &[],
        // GraphQL reads a single value where a list stands as a list of one.
        Some(json) => json.as_array().map_or(std::slice::from_ref(json), Vec::as_slice),
    };
    if keys.len() > MAX_ORDER_KEYS {
        return Err(place.error(format_args!("has {} keys; {MAX_ORDER_KEYS} are allowed", keys.len())));
    }
    keys.iter().enumerate().map(|(index, key)| read(key, &place.item(index))).collect()
}

fn read(model: &Model, record: TypeIndex, json: &Json, place: &Place<'_>, mut path: Vec<Relation>) -> Result<OrderKey> {
    let (name, value) = only(json, place)?;
    let names = [name];
    let place = place.field(&names);
    let declared = model.record(record);
    if !declared.is_series()
        && let Some(subject) = shared_subject(name)
    {
        let own = declared.own_title().filter(|_| subject == Subject::Title);
        return directed(path, own.map_or(subject, |field| Subject::Field(vec![field])), value, &place);
    }
    let Some(index) = declared.find(name) else {
        return Err(place.error(format_args!("`{}` has no field `{name}`", declared.name)));
    };
    let field = declared.field(index);
    let has_order = match &field.kind {
        FieldKind::Link(link) if !field.list => {
            path.push(Relation { owner: record, field: index, direction: Direction::Out });
            if path.len() > MAX_LINKS {
                return Err(place.error(format_args!("an order follows {MAX_LINKS} links, not more")));
            }
            return read(model, link.target, value, &place, path);
        }
        FieldKind::Scalar(scalar) => !matches!(scalar, Scalar::Json | Scalar::GeoPoint),
        FieldKind::Enum(_) => true,
        FieldKind::Object(_) | FieldKind::Link(_) => false,
    };
    if !has_order || field.list || field.computed.is_some() {
        return Err(place.error("its values have no order"));
    }
    directed(path, Subject::Field(vec![index]), value, &place)
}

/// The one field of a key.
fn only<'a>(json: &'a Json, place: &Place<'_>) -> Result<(&'a str, &'a Json)> {
    let mut given = json.as_object().into_iter().flatten();
    match (given.next(), given.next()) {
        (Some((name, value)), None) if !value.is_null() => Ok((name, value)),
        _ => Err(place.error("takes exactly one field, such as `{name: ASC}`")),
    }
}

fn directed(path: Vec<Relation>, subject: Subject, json: &Json, place: &Place<'_>) -> Result<OrderKey> {
    let (descending, nulls_first) = match json.as_str() {
        Some("ASC") => (false, false),
        Some("DESC") => (true, false),
        Some("ASC_NULLS_FIRST") => (false, true),
        Some("DESC_NULLS_FIRST") => (true, true),
        _ => return Err(place.error("takes ASC, DESC, ASC_NULLS_FIRST or DESC_NULLS_FIRST")),
    };
    Ok(OrderKey { path, subject, descending, nulls_first })
}

fn shared_subject(name: &str) -> Option<Subject> {
    Some(match name {
        "at" => Subject::At,
        "createdAt" => Subject::CreatedAt,
        "updatedAt" => Subject::UpdatedAt,
        "title" => Subject::Title,
        _ => return None,
    })
}
