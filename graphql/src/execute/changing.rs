//! Whether a mutation changes the definitions.

use std::collections::HashSet;

use async_graphql_parser::types::{ExecutableDocument, OperationDefinition, Selection, SelectionSet};

/// The field that does.
const APPLY: &str = "typeApply";

/// Whether one of its root fields is `typeApply`, wherever it is selected. A text that says so is none.
pub(super) fn changes_definitions(document: &ExecutableDocument, operation: &OperationDefinition) -> bool {
    selects(document, &operation.selection_set.node, &mut HashSet::new())
}

fn selects<'a>(document: &'a ExecutableDocument, set: &'a SelectionSet, seen: &mut HashSet<&'a str>) -> bool {
    set.items.iter().any(|item| match &item.node {
        Selection::Field(field) => field.node.name.node == APPLY,
        Selection::InlineFragment(fragment) => selects(document, &fragment.node.selection_set.node, seen),
        Selection::FragmentSpread(spread) => {
            let name = spread.node.fragment_name.node.as_str();
            let fragment = document.fragments.get(name).filter(|_| seen.insert(name));
            fragment.is_some_and(|fragment| selects(document, &fragment.node.selection_set.node, seen))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::{self, Limits};

    fn check(text: &str, expected: bool) {
        let document = limits::parse(text, &Limits::default()).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        assert_eq!(changes_definitions(&document, &operation.node), expected, "{text}");
    }

    #[test]
    fn finds_the_field_wherever_it_is_selected() {
        check("mutation { bedCreate(input: {}) { id } later: typeApply(planId: 1) { x } }", true);
        check("mutation { ... { ... on Mutation { typeApply(planId: 1) { x } } } }", true);
        check(
            "mutation { ...A } fragment A on Mutation { ...B ...A } fragment B on Mutation { typeApply { x } }",
            true,
        );
    }

    #[test]
    fn a_text_a_comment_or_another_field_of_that_name_is_none() {
        check("mutation { noteCreate(input: {text: \"typeApply\"}) { id } } # typeApply", false);
        check("mutation { typeApply: bedCreate(input: {}) { typeApply } }", false);
        check("mutation { ...A ...A } fragment A on Mutation { ...A a }", false);
    }
}
