mod garden;
mod mistakes;
mod reserved;
mod round_trip;

use super::{DefinitionError, Source, load};
use crate::model::Model;

/// A definition file of an installation.
fn source(text: &str) -> Source {
    Source { file: "test.graphql".to_owned(), text: text.to_owned(), built_in: false }
}

fn model(text: &str) -> Model {
    load(&[source(text)]).unwrap_or_else(|errors| panic!("{}", listed(&errors)))
}

fn listed(errors: &[DefinitionError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
