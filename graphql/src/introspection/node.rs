//! What each part of a schema answers.

use serde_json::{Value as Json, json};

use super::{Introspected, META};
use crate::surface::{Argument, EnumItem, OutputField, Shape, SurfaceDirective, SurfaceType, TypeRef};

/// A part of a schema.
#[derive(Clone, Copy)]
pub(super) enum Node<'a> {
    Schema,
    /// A type with a name.
    Type(&'a SurfaceType),
    /// A list or non-null of the type inside.
    List(&'a TypeRef),
    NonNull(&'a TypeRef),
    Field(&'a str, &'a OutputField),
    Input(&'a str, &'a Argument),
    Value(&'a EnumItem),
    Directive(&'a SurfaceDirective),
}

/// What a field of such a part answers.
pub(super) enum Answer<'a> {
    Plain(Json),
    One(Node<'a>),
    Many(Vec<Node<'a>>),
}

const NOTHING: Answer<'_> = Answer::Plain(Json::Null);

impl<'a> Node<'a> {
    /// The answer of a field; `deprecated` is its argument `includeDeprecated`.
    pub fn answer(self, schema: Introspected<'a>, field: &str, deprecated: bool) -> Answer<'a> {
        match self {
            Node::Schema => of_schema(schema, field),
            Node::Type(ty) => of_type(schema, ty, field, deprecated),
            Node::List(inner) => of_wrapper(schema, "LIST", inner, field),
            Node::NonNull(inner) => of_wrapper(schema, "NON_NULL", inner, field),
            Node::Field(name, declared) => match field {
                "name" => text(name),
                "description" => described(&declared.description),
                "args" => inputs(&declared.arguments, deprecated),
                "type" => reference(schema, &declared.ty),
                _ => deprecation(declared.deprecation.as_deref(), field),
            },
            Node::Input(name, declared) => match field {
                "name" => text(name),
                "description" => described(&declared.description),
                "type" => reference(schema, &declared.ty),
                "defaultValue" => Answer::Plain(json!(declared.default.as_ref().map(ToString::to_string))),
                _ => deprecation(declared.deprecation.as_deref(), field),
            },
            Node::Value(value) => match field {
                "name" => text(&value.name),
                "description" => described(&value.description),
                _ => deprecation(value.deprecation.as_deref(), field),
            },
            Node::Directive(directive) => match field {
                "name" => text(&directive.name),
                "description" => described(&directive.description),
                "locations" => Answer::Plain(json!(directive.locations)),
                "args" => inputs(&directive.arguments, deprecated),
                // None of them may stand twice at one place. (The parser finds every directive repeatable.)
                "isRepeatable" => Answer::Plain(json!(false)),
                _ => NOTHING,
            },
        }
    }
}

fn of_schema<'a>(schema: Introspected<'a>, field: &str) -> Answer<'a> {
    let root = |name: &str| schema.surface.types.get(name).map_or(NOTHING, |ty| Answer::One(Node::Type(ty)));
    match field {
        "description" => text(
            "Everything that this server keeps: each record type with its fields, links, history and statistics. \
             `types` says what there is.",
        ),
        "types" => Answer::Many(schema.types().into_iter().map(Node::Type).collect()),
        "queryType" => root("Query"),
        "mutationType" => root("Mutation"),
        "subscriptionType" => root("Subscription"),
        "directives" => Answer::Many(META.directives.iter().map(Node::Directive).collect()),
        _ => NOTHING,
    }
}

fn of_type<'a>(schema: Introspected<'a>, ty: &'a SurfaceType, field: &str, deprecated: bool) -> Answer<'a> {
    let kept = |deprecation: &Option<String>| deprecated || deprecation.is_none();
    match (field, &ty.shape) {
        ("kind", shape) => text(kind(shape)),
        ("name", _) => text(&ty.name),
        ("description", _) => described(&ty.description),
        ("fields", Shape::Object { fields, .. } | Shape::Interface { fields }) => {
            let fields = fields.iter().filter(|(name, field)| kept(&field.deprecation) && !name.starts_with("__"));
            Answer::Many(fields.map(|(name, field)| Node::Field(name, field)).collect())
        }
        ("interfaces", Shape::Object { implements, .. }) => {
            Answer::Many(implements.iter().filter_map(|name| schema.find(name)).map(Node::Type).collect())
        }
        // No interface of the API implements another.
        ("interfaces", Shape::Interface { .. }) => Answer::Many(Vec::new()),
        ("possibleTypes", Shape::Interface { .. }) => {
            let implements = |other: &&SurfaceType| match &other.shape {
                Shape::Object { implements, .. } => implements.contains(&ty.name),
                _ => false,
            };
            Answer::Many(schema.types().into_iter().filter(implements).map(Node::Type).collect())
        }
        ("enumValues", Shape::Enum { values }) => {
            Answer::Many(values.iter().filter(|value| kept(&value.deprecation)).map(Node::Value).collect())
        }
        ("inputFields", Shape::Input { fields, .. }) => inputs(fields, deprecated),
        ("specifiedByURL", Shape::Scalar { specified_by }) => Answer::Plain(json!(specified_by)),
        ("isOneOf", Shape::Input { one_of, .. }) => Answer::Plain(json!(one_of)),
        _ => NOTHING,
    }
}

fn of_wrapper<'a>(schema: Introspected<'a>, kind: &str, inner: &'a TypeRef, field: &str) -> Answer<'a> {
    match field {
        "kind" => text(kind),
        "ofType" => reference(schema, inner),
        _ => NOTHING,
    }
}

fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Object { .. } => "OBJECT",
        Shape::Interface { .. } => "INTERFACE",
        Shape::Input { .. } => "INPUT_OBJECT",
        Shape::Enum { .. } => "ENUM",
        Shape::Scalar { .. } => "SCALAR",
    }
}

fn reference<'a>(schema: Introspected<'a>, ty: &'a TypeRef) -> Answer<'a> {
    match ty {
        // A surface that is served refers to no type that is not there.
        TypeRef::Named(name) => schema.find(name).map_or(NOTHING, |ty| Answer::One(Node::Type(ty))),
        TypeRef::List(item) => Answer::One(Node::List(item)),
        TypeRef::NonNull(inner) => Answer::One(Node::NonNull(inner)),
    }
}

fn inputs(inputs: &indexmap::IndexMap<String, Argument>, deprecated: bool) -> Answer<'_> {
    let kept = inputs.iter().filter(|(_, input)| deprecated || input.deprecation.is_none());
    Answer::Many(kept.map(|(name, input)| Node::Input(name, input)).collect())
}

fn deprecation<'a>(reason: Option<&str>, field: &str) -> Answer<'a> {
    match field {
        "isDeprecated" => Answer::Plain(json!(reason.is_some())),
        "deprecationReason" => Answer::Plain(json!(reason)),
        _ => NOTHING,
    }
}

fn text<'a>(text: &str) -> Answer<'a> {
    Answer::Plain(json!(text))
}

fn described<'a>(text: &str) -> Answer<'a> {
    Answer::Plain(if text.is_empty() { Json::Null } else { json!(text) })
}
