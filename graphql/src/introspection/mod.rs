//! Introspection: `__schema` and `__type`, answered from the surface.
//!
//! What can be asked is a surface of its own (`meta.graphql`), so that fragments, aliases, arguments and variables are
//! planned as everywhere. Every type of the API is told, those too that no field leads to yet: a client that
//! generates code needs `Money` before the first type uses it.

mod cache;
mod node;
#[cfg(test)]
mod tests;

use std::sync::{Arc, LazyLock};

use daybook_schema::Model;
use serde_json::{Map, Value as Json, json};

pub use self::cache::{Cache, is_constant};
use self::node::{Answer, Node};
use crate::{
    error::RequestError,
    plan::Planner,
    selection::{Selected, Set},
    surface::{self, OutputField, Surface, SurfaceDirective, SurfaceType},
};

/// What introspection is asked about.
struct Meta {
    surface: Arc<Surface>,
    directives: Vec<SurfaceDirective>,
}

static META: LazyLock<Meta> = LazyLock::new(|| {
    let (written, mut directives) =
        surface::read_schema(include_str!("meta.graphql")).expect("a test reads the file as it is");
    let types = written.into_iter().map(|written| (written.ty.name.clone(), written.ty)).collect();
    directives.sort_by(|left, right| left.name.cmp(&right.name));
    let surface =
        Surface { model: Arc::new(Model::default()), types, conflicts: Vec::new(), for_functions: Vec::new() };
    Meta { surface: Arc::new(surface), directives }
});

/// Whether a root field belongs to introspection.
pub fn is_introspection(name: &str) -> bool {
    matches!(name, "__schema" | "__type")
}

/// A type of GraphQL itself.
pub fn known_type(name: &str) -> Option<&'static SurfaceType> {
    META.surface.types.get(name).filter(|ty| ty.name != "Query")
}

/// A field of the root with which introspection begins.
pub fn root_field(name: &str) -> Option<&'static OutputField> {
    META.surface.field("Query", name)
}

/// A directive by its name.
pub fn directive(name: &str) -> Option<&'static SurfaceDirective> {
    META.directives.iter().find(|directive| directive.name == name)
}

/// A field that is asked for, its arguments coerced, with what is asked for below it. It is made once for all the types
/// and fields that it is answered for.
struct RequestedField {
    key: String,
    name: String,
    arguments: Map<String, Json>,
    /// Of the type that it answers.
    type_name: String,
    below: Vec<RequestedField>,
}

impl Planner {
    /// The answer of `__schema` or `__type`.
    pub fn introspect(&self, selected: &Selected) -> Result<Json, RequestError> {
        let meta = Planner::new(Arc::clone(&META.surface), self.context.clone(), self.retention);
        let planned = meta.planned("Query", selected.clone())?;
        let below = asked(&meta, &planned.type_name, &planned.selected.sets)?;
        let schema = Introspected { surface: &self.surface };
        if planned.type_name == "__Schema" {
            return Ok(schema.object(Node::Schema, "__Schema", &below));
        }
        let found = planned.text("name").and_then(|name| schema.find(name));
        Ok(found.map_or(Json::Null, |ty| schema.object(Node::Type(ty), "__Type", &below)))
    }
}

fn asked(meta: &Planner, type_name: &str, sets: &[Arc<Set>]) -> Result<Vec<RequestedField>, RequestError> {
    let fields = meta.fields(type_name, sets)?.into_iter();
    fields
        .map(|field| {
            let below = asked(meta, &field.type_name, &field.selected.sets)?;
            let (key, name) = (field.key(), field.selected.name().to_owned());
            Ok(RequestedField { key, name, arguments: field.arguments, type_name: field.type_name, below })
        })
        .collect()
}

/// A schema that is looked at.
#[derive(Clone, Copy)]
struct Introspected<'a> {
    surface: &'a Surface,
}

impl<'a> Introspected<'a> {
    /// The type of a name, those of GraphQL itself included.
    fn find(self, name: &str) -> Option<&'a SurfaceType> {
        self.surface.types.get(name).or_else(|| META.surface.types.get(name))
    }

    /// All types in the order of their names, those of GraphQL itself included.
    fn types(self) -> Vec<&'a SurfaceType> {
        let own = self.surface.types.values();
        let common = META.surface.types.values().filter(|ty| !self.surface.types.contains_key(&ty.name));
        let mut types: Vec<_> = own.chain(common).collect();
        types.sort_by(|left, right| left.name.cmp(&right.name));
        types
    }

    /// What is asked of something.
    fn object(self, node: Node<'a>, type_name: &str, asked: &[RequestedField]) -> Json {
        let members = asked.iter().map(|field| (field.key.clone(), self.member(node, type_name, field)));
        Json::Object(members.collect())
    }

    fn member(self, node: Node<'a>, type_name: &str, field: &RequestedField) -> Json {
        if field.name == "__typename" {
            return json!(type_name);
        }
        let deprecated = field.arguments.get("includeDeprecated").and_then(Json::as_bool).unwrap_or(false);
        match node.answer(self, &field.name, deprecated) {
            Answer::Plain(value) => value,
            Answer::One(node) => self.object(node, &field.type_name, &field.below),
            Answer::Many(nodes) => {
                nodes.into_iter().map(|node| self.object(node, &field.type_name, &field.below)).collect()
            }
        }
    }
}
