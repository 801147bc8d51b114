mod garden;
mod links;
mod model;
mod record;
mod sample;
mod scalars;

use serde_json::{Value as Json, json};

use super::*;
use crate::problem::ErrorCode;

/// 2026-05-05T12:00:00Z.
const NOW: Instant = 1_777_982_400_000;

/// Codes with dotted paths, in order of path.
fn codes(problems: &Problems) -> Vec<(&'static str, String)> {
    let mut codes: Vec<_> = problems.errors.iter().map(|error| (error.code.as_str(), error.path.join("."))).collect();
    codes.sort_by(|a, b| a.1.cmp(&b.1));
    codes
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

/// Every message tells enough and not too much.
fn assert_messages(problems: &Problems) {
    let messages =
        problems.errors.iter().map(|error| &error.message).chain(problems.warnings.iter().map(|w| &w.message));
    for message in messages {
        assert!((8..=300).contains(&message.chars().count()), "{message}");
    }
}

/// Reads a plant as `plantCreate` does.
fn plant(document: Json) -> (EntryInput, Problems) {
    let garden = model::garden();
    let record = garden.find("Plant").unwrap();
    let read = entry(&graphql(&garden), record, &document, path("input"));
    assert_messages(&read.1);
    read
}

/// The mistakes in a plant.
fn mistakes(document: Json) -> Vec<(&'static str, String)> {
    codes(&plant(document).1)
}

#[test]
fn a_document_that_is_no_object_is_told_so() {
    assert_eq!(mistakes(json!("Basil")), [("INVALID_VALUE", "input".to_owned())]);
    assert_eq!(ErrorCode::InvalidValue.as_str(), "INVALID_VALUE");
}
