//! Validation of documents, as the GraphQL specification (October 2021, section 5) and its reference implementation have
//! it. It reads the surface alone: no value of a variable decides about it, so that a document that was valid once stays
//! so.
//!
//! `walk` looks at each definition once: fields, arguments, directives, fragments. `values` compares literals with the
//! types of their places, `variables` the uses of variables with their declarations, over all fragments that an operation
//! spreads. `overlap` asks whether fields that share a key of the answer are one. Tests ask the reference implementation
//! for its verdict on thousands of documents.

mod overlap;
#[cfg(test)]
mod tests;
mod values;
mod variables;
mod walk;

use std::collections::{HashMap, HashSet};

use async_graphql_parser::{
    Pos,
    types::{ExecutableDocument, OperationType},
};

use crate::{
    coerce::{cut, hint, hint_field},
    error::{Code, RequestError},
    introspection,
    surface::{Argument, OutputField, Shape, Surface, SurfaceType, TypeRef},
};
use walk::Seen;

/// Mistakes that are told at most; more are not looked for.
const MOST: usize = 10;

/// Checks all of a document; every mistake has its place.
pub fn validate(surface: &Surface, document: &ExecutableDocument) -> Result<(), Vec<RequestError>> {
    let mut validation = Validation { surface, document, errors: Vec::new(), place: Vec::new() };
    validation.run();
    if validation.errors.is_empty() { Ok(()) } else { Err(validation.errors) }
}

struct Validation<'a> {
    surface: &'a Surface,
    document: &'a ExecutableDocument,
    errors: Vec<RequestError>,
    /// Where the value stands that is looked at: its argument, then fields and positions of lists.
    place: Vec<String>,
}

impl<'a> Validation<'a> {
    fn run(&mut self) {
        let document = self.document;
        let mut fragments: HashMap<&str, Seen<'a>> = HashMap::new();
        for (name, fragment) in &document.fragments {
            fragments.insert(name.as_str(), self.fragment(&fragment.node));
        }
        self.check_cycles(&fragments);
        let mut spread: HashSet<&str> = HashSet::new();
        for (_, operation) in document.operations.iter() {
            let seen = self.operation(&operation.node);
            let reached = reached(&seen, &fragments);
            self.variables(&operation.node, &seen, reached.iter().filter_map(|name| fragments.get(name)));
            if operation.node.ty == OperationType::Subscription {
                self.single_root(operation);
            }
            spread.extend(reached);
        }
        for (name, fragment) in &document.fragments {
            if !spread.contains(name.as_str()) {
                self.wrong(format!("the fragment `{}` is never used; leave it out", cut(name)), fragment.pos);
            }
        }
        if self.errors.is_empty() {
            self.overlaps();
        }
        self.errors.sort_by_key(|error| error.location);
        self.errors.truncate(MOST);
    }

    fn wrong(&mut self, message: impl Into<String>, pos: Pos) {
        if self.errors.len() < 10 * MOST {
            self.errors.push(RequestError::new(Code::ValidationFailed, message.into()).at(pos.line, pos.column));
        }
    }

    /// Refuses fragments that lead back to themselves.
    fn check_cycles(&mut self, fragments: &HashMap<&str, Seen<'a>>) {
        for (name, seen) in fragments {
            if reached(seen, fragments).contains(name) {
                let pos = self.document.fragments[*name].pos;
                self.wrong(format!("the fragment `{}` spreads itself, directly or through others", cut(name)), pos);
            }
        }
    }

    fn ty(&self, name: &str) -> Option<&'a SurfaceType> {
        self.surface.types.get(name).or_else(|| introspection::known_type(name))
    }

    /// A field of an object or interface; the fields that introspection begins with are those of the root alone.
    fn field_of(ty: &'a SurfaceType, name: &str) -> Option<&'a OutputField> {
        let (Shape::Object { fields, .. } | Shape::Interface { fields }) = &ty.shape else { return None };
        let at_root = ty.name == "Query";
        fields.get(name).or_else(|| if at_root { introspection::root_field(name) } else { None })
    }

    /// Whether some object is of both types.
    fn overlap(&self, one: &SurfaceType, other: &SurfaceType) -> bool {
        if one.name == other.name {
            return true;
        }
        let implements = |object: &SurfaceType, interface: &SurfaceType| match &object.shape {
            Shape::Object { implements, .. } => implements.contains(&interface.name),
            _ => false,
        };
        match (is_interface(one), is_interface(other)) {
            (false, false) => false,
            (false, true) => implements(one, other),
            (true, false) => implements(other, one),
            (true, true) => self.surface.types.values().any(|ty| implements(ty, one) && implements(ty, other)),
        }
    }
}

/// The fragments that are spread, directly and through others.
fn reached<'a>(seen: &Seen<'a>, fragments: &HashMap<&'a str, Seen<'a>>) -> HashSet<&'a str> {
    let mut found = HashSet::new();
    let mut waiting: Vec<&str> = seen.spreads.clone();
    while let Some(name) = waiting.pop() {
        if let Some((known, seen)) = fragments.get_key_value(name)
            && found.insert(*known)
        {
            waiting.extend(&seen.spreads);
        }
    }
    found
}

fn is_interface(ty: &SurfaceType) -> bool {
    matches!(ty.shape, Shape::Interface { .. })
}

/// Whether a type has fields to select.
fn is_composite(ty: &SurfaceType) -> bool {
    matches!(ty.shape, Shape::Object { .. } | Shape::Interface { .. })
}

fn is_input(ty: &SurfaceType) -> bool {
    matches!(ty.shape, Shape::Input { .. } | Shape::Enum { .. } | Shape::Scalar { .. })
}

/// Whether leaving an argument or field out is a mistake. Where a field has former names, none of them is required.
fn is_required(argument: &Argument) -> bool {
    argument.ty.is_required() && argument.default.is_none()
}

/// A type without the mark that it is never null.
fn nullable(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::NonNull(inner) => inner,
        other => other,
    }
}
