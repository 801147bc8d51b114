mod devices;
mod entries;
mod links;
mod model;
mod properties;
mod record;
mod references;
mod samples;
mod scalars;
mod sensors;
mod stored;

use serde_json::Value as Json;

use super::*;

/// 2026-05-05T12:00:00Z.
const NOW: Instant = 1_777_982_400_000;

/// An id for links.
const UUID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// Codes with dotted paths, in order of path.
fn codes(problems: &Problems) -> Vec<String> {
    assert_messages(problems);
    let mut codes: Vec<_> = problems.errors.iter().collect();
    codes.sort_by(|a, b| a.path.cmp(&b.path));
    codes.into_iter().map(|error| format!("{} {}", error.code.as_str(), error.path.join("."))).collect()
}

fn graphql(model: &Model) -> Context<'_> {
    Context { model, now: NOW, viewer: Some("ann"), dialect: Dialect::GraphQl }
}

fn ingest(model: &Model, options: IngestOptions) -> Context<'_> {
    Context { model, now: NOW, viewer: None, dialect: Dialect::Ingest(options) }
}

fn path(text: &str) -> Path {
    text.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The field of a type, by name.
fn index(model: &Model, record: &str, field: &str) -> FieldIndex {
    model.record(model.find(record).unwrap()).find(field).unwrap()
}

/// Every message tells enough and not too much.
fn assert_messages(problems: &Problems) {
    let warnings = problems.warnings.iter().map(|warning| &warning.message);
    for message in problems.errors.iter().map(|error| &error.message).chain(warnings) {
        assert!((8..=300).contains(&message.chars().count()), "{message}");
    }
}

/// Reads a new entry as the API does.
fn created(model: &Model, record: &str, document: &Json) -> (EntryInput, Problems) {
    entry(&graphql(model), model.find(record).unwrap(), document, path("input"))
}

/// Reads a patch as the API does.
fn patched(model: &Model, record: &str, document: &Json) -> (PatchInput, Problems) {
    patch(&graphql(model), model.find(record).unwrap(), document, path("patch"))
}

/// The mistakes in a new horse.
fn mistakes(document: &Json) -> Vec<String> {
    codes(&created(&model::stable(), "Horse", document).1)
}
