//! What a request selects, free of fragments, variables and directives.
//!
//! Sets are shared, never copied: a fragment that is spread a thousand times is converted once, and collecting the same
//! set twice under one key counts once, so that the work stays in proportion to the document.

use std::{collections::HashMap, sync::Arc};

use async_graphql_parser::{
    Pos, Positioned,
    types::{Directive, ExecutableDocument, Selection, SelectionSet},
};
use async_graphql_value::{ConstValue, Name, Value};

/// Coerced variables by name.
pub type Variables = HashMap<Name, ConstValue>;

/// A selection set.
pub type Set = Vec<Item>;

/// A member of a selection set.
#[derive(Debug)]
pub enum Item {
    /// A field.
    Field(Arc<Node>),
    /// Fields that are selected when the type matches.
    Fragment {
        /// The type it asks for.
        condition: Option<String>,
        /// What it selects.
        items: Arc<Set>,
    },
}

/// A field as it stands in the document.
#[derive(Debug)]
pub struct Node {
    /// Its key in the answer.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its arguments, not yet coerced.
    pub arguments: Vec<(Positioned<Name>, Positioned<Value>)>,
    /// Where it stands.
    pub position: Pos,
    /// What is selected below.
    pub items: Arc<Set>,
}

/// All fields of one key in the answer, merged.
#[derive(Clone, Debug)]
pub struct Selected {
    /// The first of them: key, name and arguments are the same for all.
    pub node: Arc<Node>,
    /// What is selected below, by each of them.
    pub sets: Vec<Arc<Set>>,
}

impl Selected {
    /// Its key in the answer.
    pub fn key(&self) -> &str {
        &self.node.key
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.node.name
    }
}

/// Converts the selection set of an operation.
pub fn convert(document: &ExecutableDocument, set: &SelectionSet, variables: &Variables) -> Arc<Set> {
    Converter { document, variables, fragments: HashMap::new() }.set(set)
}

/// The fields that sets select on a concrete type, merged by key, in the order of their first mention.
/// `matches` answers whether a fragment's type condition covers the type.
pub fn collect(sets: &[Arc<Set>], matches: &dyn Fn(&str) -> bool) -> Vec<Selected> {
    let mut collected = Collected { fields: Vec::new(), by_key: HashMap::new(), seen: Vec::new(), matches };
    for set in sets {
        collected.add(set);
    }
    collected.fields
}

struct Converter<'a> {
    document: &'a ExecutableDocument,
    variables: &'a Variables,
    fragments: HashMap<Name, Arc<Set>>,
}

impl Converter<'_> {
    fn set(&mut self, set: &SelectionSet) -> Arc<Set> {
        Arc::new(set.items.iter().filter_map(|item| self.item(&item.node)).collect())
    }

    fn item(&mut self, selection: &Selection) -> Option<Item> {
        if !self.is_included(selection.directives()) {
            return None;
        }
        Some(match selection {
            Selection::Field(field) => {
                let field = &field.node;
                Item::Field(Arc::new(Node {
                    key: field.response_key().node.to_string(),
                    name: field.name.node.to_string(),
                    arguments: field.arguments.clone(),
                    position: field.name.pos,
                    items: self.set(&field.selection_set.node),
                }))
            }
            Selection::InlineFragment(fragment) => Item::Fragment {
                condition: fragment.node.type_condition.as_ref().map(|condition| condition.node.on.node.to_string()),
                items: self.set(&fragment.node.selection_set.node),
            },
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                let fragment = &self.document.fragments.get(name)?.node;
                let condition = Some(fragment.type_condition.node.on.node.to_string());
                if let Some(items) = self.fragments.get(name) {
                    return Some(Item::Fragment { condition, items: Arc::clone(items) });
                }
                let items = self.set(&fragment.selection_set.node);
                self.fragments.insert(name.clone(), Arc::clone(&items));
                Item::Fragment { condition, items }
            }
        })
    }

    /// Validation has made sure that `if` is a Boolean.
    fn is_included(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().all(|directive| {
            let condition = directive.node.get_argument("if").map(|value| match &value.node {
                Value::Boolean(value) => *value,
                Value::Variable(name) => matches!(self.variables.get(name), Some(ConstValue::Boolean(true))),
                _ => false,
            });
            match (directive.node.name.node.as_str(), condition) {
                ("skip", Some(condition)) => !condition,
                ("include", Some(condition)) => condition,
                _ => true,
            }
        })
    }
}

struct Collected<'a> {
    fields: Vec<Selected>,
    by_key: HashMap<String, usize>,
    seen: Vec<*const Set>,
    matches: &'a dyn Fn(&str) -> bool,
}

impl Collected<'_> {
    fn add(&mut self, set: &Arc<Set>) {
        if self.seen.contains(&Arc::as_ptr(set)) {
            return;
        }
        self.seen.push(Arc::as_ptr(set));
        for item in set.iter() {
            match item {
                Item::Field(node) => self.field(node),
                Item::Fragment { condition, items } => {
                    if condition.as_deref().is_none_or(self.matches) {
                        self.add(items);
                    }
                }
            }
        }
    }

    fn field(&mut self, node: &Arc<Node>) {
        if let Some(&index) = self.by_key.get(&node.key) {
            let sets = &mut self.fields[index].sets;
            if !sets.iter().any(|set| Arc::ptr_eq(set, &node.items)) {
                sets.push(Arc::clone(&node.items));
            }
            return;
        }
        self.by_key.insert(node.key.clone(), self.fields.len());
        self.fields.push(Selected { node: Arc::clone(node), sets: vec![Arc::clone(&node.items)] });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(document: &str, type_name: &str, variables: &Variables) -> Vec<(String, usize)> {
        let document = async_graphql_parser::parse_query(document).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        let set = convert(&document, &operation.node.selection_set.node, variables);
        collect(&[set], &|condition| condition == type_name)
            .into_iter()
            .map(|field| (field.key().to_owned(), collect(&field.sets, &|_| true).len()))
            .collect()
    }

    #[test]
    fn merges_fields_of_one_key_across_fragments() {
        let document = "{ a { x } ...F ... on Q { b: a { z } } ... on R { c } } fragment F on Q { a { y x } }";
        assert_eq!(keys(document, "Q", &Variables::new()), [("a".to_owned(), 2), ("b".to_owned(), 1)]);
    }

    #[test]
    fn leaves_out_what_is_skipped_or_not_included() {
        let variables = Variables::from([(Name::new("yes"), ConstValue::Boolean(true))]);
        let document = "query ($yes: Boolean!) { a @skip(if: $yes) b @include(if: $yes) ... @include(if: false) { c } d @skip(if: false) }";
        assert_eq!(keys(document, "Q", &variables), [("b".to_owned(), 0), ("d".to_owned(), 0)]);
    }

    #[test]
    fn converts_fragments_that_fan_out_once_each() {
        let fragments: Vec<_> =
            (0..60).map(|i| format!("fragment F{i} on Q {{ ...F{n} ...F{n} }}", n = i + 1)).collect();
        let document = format!("{{ ...F0 }} {} fragment F60 on Q {{ a }}", fragments.join(" "));
        assert_eq!(keys(&document, "Q", &Variables::new()), [("a".to_owned(), 0)]);
    }
}
