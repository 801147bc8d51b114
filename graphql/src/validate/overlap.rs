//! Fields that share a key of the answer: they must be one.
//!
//! Where an object can be of both their parents, they must be the same field with the same arguments; where it cannot,
//! their types must at least have the same form. Fields of a key are compared with one of them, not each with each, and
//! a selection set counts once for each key that it is gathered for, so that the work stays in proportion to what the
//! limits let through.

use std::collections::HashSet;

use async_graphql_parser::{
    Pos,
    types::{Field, OperationType, Selection, SelectionSet},
};
use async_graphql_value::Value;
use indexmap::IndexMap;

use super::{Validation, cut, is_composite, is_interface};
use crate::surface::{SurfaceType, TypeRef};

/// A field with the type that it is selected of.
#[derive(Clone, Copy)]
struct Selected<'a> {
    parent: Option<&'a SurfaceType>,
    field: &'a Field,
    ty: Option<&'a TypeRef>,
}

/// Selection sets with the types that they are of.
type Sets<'a> = Vec<(Option<&'a SurfaceType>, &'a SelectionSet)>;

type ByKey<'a> = IndexMap<&'a str, Vec<Selected<'a>>>;

impl<'a> Validation<'a> {
    /// Checks all operations, and all fragments alone.
    pub(super) fn overlaps(&mut self) {
        for (_, operation) in self.document.operations.iter() {
            let root = match operation.node.ty {
                OperationType::Query => "Query",
                OperationType::Mutation => "Mutation",
                OperationType::Subscription => "Subscription",
            };
            self.compare(&vec![(self.ty(root), &operation.node.selection_set.node)]);
        }
        for fragment in self.document.fragments.values() {
            let ty = self.ty(&fragment.node.type_condition.node.on.node);
            self.compare(&vec![(ty, &fragment.node.selection_set.node)]);
        }
    }

    /// A subscription has one field of the root.
    pub(super) fn single_root(
        &mut self,
        operation: &'a async_graphql_parser::Positioned<async_graphql_parser::types::OperationDefinition>,
    ) {
        let sets = vec![(self.ty("Subscription"), &operation.node.selection_set.node)];
        let found = self.gathered(&sets);
        let introspects = found.values().flatten().any(|one| one.field.name.node.starts_with("__"));
        if found.len() > 1 || introspects {
            self.wrong("a subscription follows one field of its root and nothing else", operation.pos);
        }
    }

    /// Checks fields that an answer has beside each other.
    fn compare(&mut self, sets: &Sets<'a>) {
        for (key, fields) in self.gathered(sets) {
            if fields.len() > 1 && !self.same_form(key, &fields) {
                continue;
            }
            for alike in together(&fields) {
                if let Some(different) = alike.iter().find(|one| !is_same(one.field, alike[0].field)) {
                    self.conflict(
                        key,
                        different.field.name.pos,
                        "they are different fields, or have different arguments",
                    );
                    return;
                }
                let below = self.below(&alike);
                if !below.is_empty() {
                    self.compare(&below);
                }
            }
        }
    }

    /// Whether types have the same form, and those of all fields below them; else it is told.
    fn same_form(&mut self, key: &str, fields: &[Selected<'a>]) -> bool {
        let known: Vec<(&Selected<'a>, &'a TypeRef)> =
            fields.iter().filter_map(|field| Some((field, field.ty?))).collect();
        let Some((_, first)) = known.first() else { return true };
        if let Some((different, _)) = known.iter().find(|(_, ty)| !self.has_form(ty, first)) {
            self.conflict(key, different.field.name.pos, "their types differ");
            return false;
        }
        let below = self.below(fields);
        if below.len() < 2 {
            return true;
        }
        self.gathered(&below).iter().all(|(key, fields)| fields.len() < 2 || self.same_form(key, fields))
    }

    fn has_form(&self, one: &TypeRef, other: &TypeRef) -> bool {
        match (one, other) {
            (TypeRef::NonNull(one), TypeRef::NonNull(other)) | (TypeRef::List(one), TypeRef::List(other)) => {
                self.has_form(one, other)
            }
            (TypeRef::Named(one), TypeRef::Named(other)) => {
                let composite = |name: &str| self.ty(name).is_some_and(is_composite);
                one == other || composite(one) && composite(other)
            }
            _ => false,
        }
    }

    fn conflict(&mut self, key: &str, pos: Pos, why: &str) {
        self.wrong(format!("`{}` stands for two things here: {why}; give one of them an alias", cut(key)), pos);
    }

    /// What is selected below fields.
    fn below(&self, fields: &[Selected<'a>]) -> Sets<'a> {
        let with_fields = fields.iter().filter(|one| !one.field.selection_set.node.items.is_empty());
        let set = |one: &Selected<'a>| (one.ty.and_then(|ty| self.ty(ty.name())), &one.field.selection_set.node);
        with_fields.map(set).collect()
    }

    /// The fields of sets by their keys in the answer, fragments written out once.
    fn gathered(&self, sets: &Sets<'a>) -> ByKey<'a> {
        let mut found = ByKey::new();
        let mut seen = HashSet::new();
        for (parent, set) in sets {
            self.gather(*parent, set, &mut seen, &mut found);
        }
        found
    }

    fn gather(
        &self,
        parent: Option<&'a SurfaceType>,
        set: &'a SelectionSet,
        seen: &mut HashSet<(*const SelectionSet, Option<&'a str>)>,
        found: &mut ByKey<'a>,
    ) {
        if !seen.insert((std::ptr::from_ref(set), parent.map(|ty| ty.name.as_str()))) {
            return;
        }
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    let ty = parent.and_then(|parent| Self::field_of(parent, &field.name.node)).map(|known| &known.ty);
                    let ty = if field.name.node == "__typename" { Some(&*TYPENAME) } else { ty };
                    let key = field.response_key().node.as_str();
                    found.entry(key).or_default().push(Selected { parent, field, ty });
                }
                Selection::InlineFragment(fragment) => {
                    let ty = match &fragment.node.type_condition {
                        Some(condition) => self.ty(&condition.node.on.node),
                        None => parent,
                    };
                    self.gather(ty, &fragment.node.selection_set.node, seen, found);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.node.fragment_name.node) {
                        let ty = self.ty(&fragment.node.type_condition.node.on.node);
                        self.gather(ty, &fragment.node.selection_set.node, seen, found);
                    }
                }
            }
        }
    }
}

static TYPENAME: std::sync::LazyLock<TypeRef> = std::sync::LazyLock::new(|| TypeRef::named("String").required());

/// Fields that one object can have together: those of each object type, with those of interfaces in each of them.
fn together<'a>(fields: &[Selected<'a>]) -> Vec<Vec<Selected<'a>>> {
    let is_open = |one: &&Selected<'a>| one.parent.is_none_or(is_interface);
    let open: Vec<Selected<'a>> = fields.iter().filter(is_open).copied().collect();
    let mut objects: IndexMap<&str, Vec<Selected<'a>>> = IndexMap::new();
    for one in fields.iter().filter(|one| !is_open(one)) {
        let name = one.parent.map_or("", |parent| parent.name.as_str());
        objects.entry(name).or_insert_with(|| open.clone()).push(*one);
    }
    if objects.is_empty() { vec![open] } else { objects.into_values().collect() }
}

fn is_same(one: &Field, other: &Field) -> bool {
    let has = |name: &str, value: &Value| {
        let found = other.arguments.iter().find(|(known, _)| known.node == name);
        found.is_some_and(|(_, known)| known.node == *value)
    };
    one.name.node == other.name.node
        && one.arguments.len() == other.arguments.len()
        && one.arguments.iter().all(|(name, value)| has(&name.node, &value.node))
}
