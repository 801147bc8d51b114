//! Whether a filter says anything: bulk writes refuse one that lets everything through.

use serde_json::Value as Json;

/// Whether a filter holds any condition at all. One that is true of everything, such as `{and: []}`, `{label: {}}` or
/// `{or: [{}]}`, holds none.
pub fn has_condition(filter: &Json) -> bool {
    let Some(fields) = filter.as_object() else { return false };
    fields.iter().any(|(name, value)| match (name.as_str(), value) {
        (_, Json::Null) => false,
        ("and", Json::Array(all)) => all.iter().any(has_condition),
        // One alternative without a condition lets everything through.
        ("or", Json::Array(any)) => !any.is_empty() && any.iter().all(has_condition),
        ("not", inner) => has_condition(inner),
        ("trashed", Json::String(trash)) => trash == "ONLY",
        (_, Json::Object(tests)) => tests.iter().any(|(name, value)| is_condition(name, value)),
        _ => true,
    })
}

fn is_condition(name: &str, value: &Json) -> bool {
    match (name, value) {
        // A zone only says how other comparisons are meant.
        (_, Json::Null) | ("tz", Json::String(_)) => false,
        // That there is a related entry, or none, is a condition; quantities and places are objects to compare with.
        (
            "some" | "none" | "is" | "isNot" | "edge" | "eq" | "ne" | "lt" | "lte" | "gt" | "gte" | "has" | "near"
            | "within",
            _,
        ) => true,
        ("every", inner) => has_condition(inner),
        (_, Json::Object(inner)) => inner.iter().any(|(name, value)| is_condition(name, value)),
        _ => true,
    }
}
