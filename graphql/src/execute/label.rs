//! What the log calls an operation.

use async_graphql_parser::{
    Positioned,
    types::{DocumentOperations, ExecutableDocument, OperationDefinition, Selection},
};

/// Longest name that is logged.
const LONGEST: usize = 100;

/// Root fields that are named of an operation that has no name itself.
const FIELDS: usize = 3;

/// Kind and name, such as `mutation Feed`; without a name the first root fields, such as `query feedings, children`.
pub(super) fn of(document: &ExecutableDocument, operation: &Positioned<OperationDefinition>) -> String {
    let name = match &document.operations {
        DocumentOperations::Single(_) => None,
        DocumentOperations::Multiple(operations) => {
            operations.iter().find(|(_, known)| known.pos == operation.pos).map(|(name, _)| name.to_string())
        }
    };
    let named = name.unwrap_or_else(|| {
        let items = operation.node.selection_set.node.items.iter();
        let names = items.filter_map(|item| match &item.node {
            Selection::Field(field) => Some(field.node.name.node.as_str()),
            _ => None,
        });
        names.take(FIELDS).collect::<Vec<_>>().join(", ")
    });
    cut(&format!("{} {named}", operation.node.ty))
}

/// A name that may be longer than is logged.
pub(super) fn cut(name: &str) -> String {
    name.chars().take(LONGEST).collect()
}
