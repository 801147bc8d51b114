//! Where a document asks to be explained.

use std::collections::HashSet;

use async_graphql_parser::{
    Pos, Positioned,
    types::{
        Directive, DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet,
    },
};

use crate::error::{Code, RequestError};

/// Name of the directive.
const EXPLAIN: &str = "explain";

/// Which root fields are to be explained.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ExplainRequest {
    /// All of them.
    all: bool,
    /// Those of these keys.
    keys: HashSet<String>,
}

impl ExplainRequest {
    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        !self.all && self.keys.is_empty()
    }

    /// Whether the root field of a key is.
    pub fn includes(&self, key: &str) -> bool {
        self.all || self.keys.contains(key)
    }
}

/// Takes `@explain` out of a document, since validation does not know it. On anything but a query and its root fields it
/// is a mistake.
pub fn take(document: &mut ExecutableDocument, operation: Option<&str>) -> Result<ExplainRequest, RequestError> {
    let mut asked = ExplainRequest::default();
    match &mut document.operations {
        DocumentOperations::Single(single) => asked.operation(&mut single.node, true)?,
        DocumentOperations::Multiple(many) => {
            let alone = many.len() == 1;
            for (name, one) in many.iter_mut() {
                let runs = operation.map_or(alone, |wanted| wanted == name.as_str());
                asked.operation(&mut one.node, runs)?;
            }
        }
    }
    for fragment in document.fragments.values_mut() {
        let fragment = &mut fragment.node;
        refuse(&fragment.directives)?;
        let at_root = fragment.type_condition.node.on.node.as_str() == "Query";
        asked.set(&mut fragment.selection_set.node, at_root)?;
    }
    Ok(asked)
}

impl ExplainRequest {
    fn operation(&mut self, operation: &mut OperationDefinition, runs: bool) -> Result<(), RequestError> {
        let is_query = operation.ty == OperationType::Query;
        if is_query {
            self.all |= strip(&mut operation.directives)? && runs;
        } else {
            refuse(&operation.directives)?;
        }
        self.set(&mut operation.selection_set.node, is_query)
    }

    fn set(&mut self, set: &mut SelectionSet, at_root: bool) -> Result<(), RequestError> {
        for item in &mut set.items {
            match &mut item.node {
                Selection::Field(field) => {
                    let field = &mut field.node;
                    if !at_root {
                        refuse(&field.directives)?;
                    } else if strip(&mut field.directives)? {
                        let key = field.alias.as_ref().unwrap_or(&field.name);
                        self.keys.insert(key.node.to_string());
                    }
                    self.set(&mut field.selection_set.node, false)?;
                }
                Selection::InlineFragment(fragment) => {
                    refuse(&fragment.node.directives)?;
                    self.set(&mut fragment.node.selection_set.node, at_root)?;
                }
                Selection::FragmentSpread(spread) => refuse(&spread.node.directives)?,
            }
        }
        Ok(())
    }
}

/// Takes the directive out, and tells whether it was there.
fn strip(directives: &mut Vec<Positioned<Directive>>) -> Result<bool, RequestError> {
    let found = directives.iter().position(|directive| directive.node.name.node == EXPLAIN);
    let Some(position) = found else { return Ok(false) };
    let directive = directives.remove(position);
    if !directive.node.arguments.is_empty() {
        return Err(wrong("`@explain` takes no arguments", directive.pos));
    }
    match directives.iter().find(|directive| directive.node.name.node == EXPLAIN) {
        Some(again) => Err(wrong("`@explain` stands here twice; once is enough", again.pos)),
        None => Ok(true),
    }
}

fn refuse(directives: &[Positioned<Directive>]) -> Result<(), RequestError> {
    match directives.iter().find(|directive| directive.node.name.node == EXPLAIN) {
        Some(found) => Err(wrong("`@explain` belongs on a query, or on a field of its root", found.pos)),
        None => Ok(()),
    }
}

fn wrong(message: &str, at: Pos) -> RequestError {
    RequestError::new(Code::ValidationFailed, message).at(at.line, at.column)
}

#[cfg(test)]
mod tests {
    use async_graphql_parser::parse_query;

    use super::*;

    fn keys(text: &str, operation: Option<&str>) -> Result<(bool, Vec<String>), String> {
        let mut document = parse_query(text).unwrap();
        let asked = take(&mut document, operation).map_err(|error| error.message)?;
        assert_eq!(take(&mut document, operation).unwrap(), ExplainRequest::default(), "it is taken out");
        let mut keys: Vec<_> = asked.keys.into_iter().collect();
        keys.sort();
        Ok((asked.all, keys))
    }

    #[test]
    fn a_query_or_fields_of_its_root_ask_to_be_explained() {
        let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(keys("query @explain { a b { c } }", None), Ok((true, vec![])));
        assert_eq!(keys("{ a @explain b x: c @explain { d } }", None), Ok((false, named(&["a", "x"]))));
        assert_eq!(
            keys("{ ...F ... on Query { b @explain } } fragment F on Query { a @explain }", None),
            Ok((false, named(&["a", "b"])))
        );
        assert_eq!(keys("{ a b }", None), Ok((false, vec![])));
        let two = "query One @explain { a } query Two { a }";
        assert_eq!((keys(two, Some("One")), keys(two, Some("Two"))), (Ok((true, vec![])), Ok((false, vec![]))));
    }

    #[test]
    fn elsewhere_it_is_refused() {
        for text in [
            "mutation @explain { a }",
            "mutation { a @explain }",
            "subscription { a @explain }",
            "{ a { b @explain } }",
            "{ ...F @explain } fragment F on Query { a }",
            "{ a { ...F } } fragment F on Child { b @explain }",
            "{ ... on Query @explain { a } }",
        ] {
            assert_eq!(
                keys(text, None),
                Err("`@explain` belongs on a query, or on a field of its root".to_owned()),
                "{text}"
            );
        }
        assert!(keys("{ a @explain(if: true) }", None).unwrap_err().contains("no arguments"));
        assert!(keys("{ a @explain @explain }", None).unwrap_err().contains("twice"));
    }
}
