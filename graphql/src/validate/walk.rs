//! What each definition says: fields, arguments, directives and fragments.

use async_graphql_parser::{
    Pos, Positioned,
    types::{Directive, Field, FragmentDefinition, OperationDefinition, OperationType, Selection, SelectionSet},
};
use async_graphql_value::{Name, Value};
use indexmap::IndexMap;

use super::{Validation, cut, hint, hint_field, introspection, is_composite, is_required, variables::Use};
use crate::surface::{Argument, Shape, SurfaceType};

/// What a definition uses.
#[derive(Default)]
pub(super) struct Seen<'a> {
    /// Fragments that it spreads.
    pub spreads: Vec<&'a str>,
    /// Variables, wherever they stand.
    pub uses: Vec<Use<'a>>,
}

impl<'a> Validation<'a> {
    pub(super) fn operation(&mut self, operation: &'a OperationDefinition) -> Seen<'a> {
        let mut seen = Seen::default();
        let (root, place) = match operation.ty {
            OperationType::Query => ("Query", "QUERY"),
            OperationType::Mutation => ("Mutation", "MUTATION"),
            OperationType::Subscription => ("Subscription", "SUBSCRIPTION"),
        };
        self.directives(&operation.directives, place, &mut seen);
        for definition in &operation.variable_definitions {
            self.directives(&definition.node.directives, "VARIABLE_DEFINITION", &mut seen);
        }
        let root = self.ty(root);
        if root.is_none() {
            self.wrong("the API has no operations of this kind", operation.selection_set.pos);
        }
        self.set(root, &operation.selection_set.node, &mut seen);
        seen
    }

    pub(super) fn fragment(&mut self, fragment: &'a FragmentDefinition) -> Seen<'a> {
        let mut seen = Seen::default();
        self.directives(&fragment.directives, "FRAGMENT_DEFINITION", &mut seen);
        let ty = self.condition(&fragment.type_condition.node.on);
        self.set(ty, &fragment.selection_set.node, &mut seen);
        seen
    }

    /// The type that a fragment asks for.
    fn condition(&mut self, on: &Positioned<Name>) -> Option<&'a SurfaceType> {
        let name = on.node.as_str();
        let Some(ty) = self.ty(name) else {
            let near = hint(name, self.surface.types.keys().map(String::as_str));
            self.wrong(format!("there is no type `{}`{near}", cut(name)), on.pos);
            return None;
        };
        if is_composite(ty) {
            return Some(ty);
        }
        self.wrong(format!("`{name}` has no fields, so that no fragment can be of it"), on.pos);
        None
    }

    fn set(&mut self, parent: Option<&'a SurfaceType>, set: &'a SelectionSet, seen: &mut Seen<'a>) {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => self.field(parent, &field.node, seen),
                Selection::InlineFragment(fragment) => {
                    let pos = fragment.pos;
                    let fragment = &fragment.node;
                    self.directives(&fragment.directives, "INLINE_FRAGMENT", seen);
                    let ty = match &fragment.type_condition {
                        Some(condition) => {
                            let ty = self.condition(&condition.node.on);
                            self.possible(parent, ty, pos);
                            ty
                        }
                        None => parent,
                    };
                    self.set(ty, &fragment.selection_set.node, seen);
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name;
                    self.directives(&spread.node.directives, "FRAGMENT_SPREAD", seen);
                    match self.document.fragments.get_key_value(&name.node) {
                        Some((known, fragment)) => {
                            seen.spreads.push(known.as_str());
                            let on = fragment.node.type_condition.node.on.node.as_str();
                            let ty = self.ty(on).filter(|ty| is_composite(ty));
                            self.possible(parent, ty, spread.pos);
                        }
                        None => {
                            let near = hint(&name.node, self.document.fragments.keys().map(Name::as_str));
                            self.wrong(format!("there is no fragment `{}`{near}", cut(&name.node)), name.pos);
                        }
                    }
                }
            }
        }
    }

    /// Refuses a fragment that no object of its parent can be of.
    fn possible(&mut self, parent: Option<&SurfaceType>, ty: Option<&SurfaceType>, pos: Pos) {
        if let (Some(parent), Some(ty)) = (parent, ty)
            && !self.overlap(parent, ty)
        {
            self.wrong(format!("nothing is both `{}` and `{}`, so that this never applies", parent.name, ty.name), pos);
        }
    }

    fn field(&mut self, parent: Option<&'a SurfaceType>, field: &'a Field, seen: &mut Seen<'a>) {
        self.directives(&field.directives, "FIELD", seen);
        let (name, pos) = (field.name.node.as_str(), field.name.pos);
        let selects = !field.selection_set.node.items.is_empty();
        if name == "__typename" && parent.is_some() {
            let none = NOTHING.get_or_init(IndexMap::new);
            self.arguments(none, &field.arguments, &format!("`{name}`"), pos, seen);
            if selects {
                self.wrong("`__typename` is a text; it has no fields to select", pos);
            }
            return self.set(None, &field.selection_set.node, seen);
        }
        let Some(declared) = parent.and_then(|parent| Self::field_of(parent, name)) else {
            if let Some(parent) = parent {
                self.unknown_field(parent, name, pos);
            }
            for (_, value) in &field.arguments {
                self.value(None, None, &value.node, value.pos, seen);
            }
            return self.set(None, &field.selection_set.node, seen);
        };
        self.arguments(&declared.arguments, &field.arguments, &format!("`{name}`"), pos, seen);
        let ty = self.ty(declared.ty.name());
        match ty {
            Some(ty) if is_composite(ty) && !selects => {
                self.wrong(
                    format!("`{name}` is `{}`; select fields of it, such as `{name} {{ … }}`", declared.ty),
                    pos,
                );
            }
            Some(ty) if !is_composite(ty) && selects => {
                self.wrong(format!("`{name}` is `{}`, which has no fields to select", declared.ty), pos);
            }
            _ => {}
        }
        self.set(ty.filter(|ty| is_composite(ty)), &field.selection_set.node, seen);
    }

    fn unknown_field(&mut self, parent: &SurfaceType, name: &str, pos: Pos) {
        let known = match &parent.shape {
            Shape::Object { fields, .. } | Shape::Interface { fields } => fields.keys().map(String::as_str).collect(),
            _ => Vec::new(),
        };
        let near = hint_field(name, known);
        self.wrong(format!("`{}` has no field `{}`{near}", parent.name, cut(name)), pos);
    }

    fn directives(&mut self, directives: &'a [Positioned<Directive>], place: &str, seen: &mut Seen<'a>) {
        for (position, directive) in directives.iter().enumerate() {
            let (name, pos) = (directive.node.name.node.as_str(), directive.pos);
            let Some(declared) = introspection::directive(name) else {
                self.wrong(format!("there is no directive `@{}`", cut(name)), pos);
                for (_, value) in &directive.node.arguments {
                    self.value(None, None, &value.node, value.pos, seen);
                }
                continue;
            };
            if !declared.locations.contains(&place) {
                let places = declared.locations.join(", ");
                self.wrong(format!("`@{name}` has no place here; it belongs on {places}"), pos);
            }
            if directives[..position].iter().any(|other| other.node.name.node == name) {
                self.wrong(format!("`@{name}` stands here twice; once is enough"), pos);
            }
            self.arguments(&declared.arguments, &directive.node.arguments, &format!("`@{name}`"), pos, seen);
        }
    }

    fn arguments(
        &mut self,
        declared: &'a IndexMap<String, Argument>,
        given: &'a [(Positioned<Name>, Positioned<Value>)],
        what: &str,
        pos: Pos,
        seen: &mut Seen<'a>,
    ) {
        for (position, (name, value)) in given.iter().enumerate() {
            let argument = declared.get(name.node.as_str());
            if argument.is_none() {
                let near = hint(&name.node, declared.keys().map(String::as_str));
                self.wrong(format!("{what} has no argument `{}`{near}", cut(&name.node)), name.pos);
            }
            if given[..position].iter().any(|(other, _)| other.node == name.node) {
                self.wrong(format!("the argument `{}` is given twice; give it once", cut(&name.node)), name.pos);
            }
            let default = argument.and_then(|argument| argument.default.as_ref());
            self.place.push(name.node.to_string());
            self.value(argument.map(|argument| &argument.ty), default, &value.node, value.pos, seen);
            self.place.pop();
        }
        for (name, argument) in declared.iter().filter(|(_, argument)| is_required(argument)) {
            if !given.iter().any(|(other, _)| other.node == *name) {
                self.wrong(format!("{what} needs the argument `{name}`, a value of type `{}`", argument.ty), pos);
            }
        }
    }
}

/// The arguments of `__typename`.
static NOTHING: std::sync::OnceLock<IndexMap<String, Argument>> = std::sync::OnceLock::new();
