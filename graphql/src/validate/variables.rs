//! Uses of variables against their declarations.

use std::collections::{HashMap, HashSet};

use async_graphql_parser::{
    Pos,
    types::{OperationDefinition, VariableDefinition},
};
use async_graphql_value::{ConstValue, Name};

use super::{Validation, cut, hint, is_input, walk::Seen};
use crate::surface::{TypeRef, is_built_in, type_ref};

/// A variable where it is used.
#[derive(Clone, Copy)]
pub(super) struct Use<'a> {
    pub name: &'a Name,
    /// The type of its place; `None` where any value may stand.
    pub ty: Option<&'a TypeRef>,
    /// The place has a value when it is left out.
    pub has_default: bool,
    /// The input object of which it is the one field.
    pub one_of: Option<&'a str>,
    pub pos: Pos,
}

impl<'a> Validation<'a> {
    /// Checks the variables of an operation and of all fragments that it reaches.
    pub(super) fn variables<'s>(
        &mut self,
        operation: &'a OperationDefinition,
        own: &'s Seen<'a>,
        fragments: impl Iterator<Item = &'s Seen<'a>>,
    ) where
        'a: 's,
    {
        let mut declared: HashMap<&str, (&VariableDefinition, TypeRef)> = HashMap::new();
        for definition in &operation.variable_definitions {
            let (name, ty) = (definition.node.name.node.as_str(), type_ref(&definition.node.var_type.node));
            self.declaration(&definition.node, &ty, definition.pos);
            if declared.insert(name, (&definition.node, ty)).is_some() {
                self.wrong(format!("the variable `${}` is declared twice; declare it once", cut(name)), definition.pos);
            }
        }
        let mut used: HashSet<&str> = HashSet::new();
        for used_here in std::iter::once(own).chain(fragments).flat_map(|seen| &seen.uses) {
            let name = used_here.name.as_str();
            used.insert(name);
            match declared.get(name) {
                Some((definition, ty)) => self.fits(used_here, definition, ty),
                None => {
                    let near = hint(name, declared.keys().copied());
                    self.wrong(format!("the variable `${}` is not declared{near}", cut(name)), used_here.pos);
                }
            }
        }
        for definition in
            operation.variable_definitions.iter().filter(|one| !used.contains(one.node.name.node.as_str()))
        {
            let name = cut(&definition.node.name.node);
            self.wrong(format!("the variable `${name}` is never used; leave it out"), definition.pos);
        }
    }

    /// Checks type and default of a declaration.
    fn declaration(&mut self, definition: &'a VariableDefinition, ty: &TypeRef, pos: Pos) {
        let name = ty.name();
        let known = self.ty(name).is_some_and(is_input) || is_built_in(name);
        if !known {
            let what = if self.ty(name).is_some() { "is answered, not given" } else { "is not known" };
            let near = hint(name, self.surface.types.values().filter(|ty| is_input(ty)).map(|ty| ty.name.as_str()));
            self.wrong(format!("`${}`: the type `{}` {what}{near}", cut(&definition.name.node), cut(name)), pos);
        }
        if let Some(default) = &definition.default_value {
            self.default(&definition.name.node, ty, &default.node, default.pos);
        }
    }

    /// Checks the default of a variable as the literal that it is.
    fn default(&mut self, name: &str, ty: &TypeRef, default: &ConstValue, pos: Pos) {
        let value = default.clone().into_value();
        let mut seen = Seen::default();
        // It lives shorter than the document, and so does what is found out about it.
        let mut apart = Validation {
            surface: self.surface,
            document: self.document,
            errors: Vec::new(),
            place: vec![format!("${name}")],
        };
        apart.value(Some(ty), None, &value, pos, &mut seen);
        self.errors.extend(apart.errors);
    }

    /// Refuses a variable whose values may not stand where it is used.
    fn fits(&mut self, used: &Use<'_>, definition: &VariableDefinition, ty: &TypeRef) {
        if let Some(of) = used.one_of
            && !ty.is_required()
        {
            let name = used.name;
            return self.wrong(
                format!("`${name}` may be null, but `{of}` takes one field that is not; declare it as `{ty}!`"),
                used.pos,
            );
        }
        let Some(place) = used.ty else { return };
        let default = definition.default_value.as_ref().is_some_and(|value| value.node != ConstValue::Null);
        let fits = match place {
            TypeRef::NonNull(inner) if !ty.is_required() => (default || used.has_default) && is_sub_type(ty, inner),
            place => is_sub_type(ty, place),
        };
        if !fits {
            let name = cut(used.name);
            self.wrong(format!("`${name}` is declared as `{ty}`, but stands where `{place}` is wanted"), used.pos);
        }
    }
}

/// Whether every value of a type is one of the other.
fn is_sub_type(one: &TypeRef, other: &TypeRef) -> bool {
    match (one, other) {
        (TypeRef::NonNull(one), TypeRef::NonNull(other)) => is_sub_type(one, other),
        (_, TypeRef::NonNull(_)) => false,
        (TypeRef::NonNull(one), other) => is_sub_type(one, other),
        (TypeRef::List(one), TypeRef::List(other)) => is_sub_type(one, other),
        (TypeRef::Named(one), TypeRef::Named(other)) => one == other,
        _ => false,
    }
}
