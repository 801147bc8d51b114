//! Types written down as SDL: the shared core, and what functions of the domains serve.

use async_graphql_parser::types::{
    BaseType, ConstDirective, DirectiveDefinition, DirectiveLocation, FieldDefinition, InputValueDefinition,
    ServiceDocument, Type, TypeDefinition, TypeKind, TypeSystemDefinition,
};
use async_graphql_parser::{Positioned, parse_schema};
use async_graphql_value::ConstValue;
use indexmap::IndexMap;

use super::{Argument, EnumItem, FieldRole, OutputField, Shape, SurfaceDirective, SurfaceType, TypeRef};

/// A type of an SDL text.
pub(crate) struct Written {
    /// The type, its fields all with [`FieldRole::Plain`].
    pub ty: SurfaceType,
    /// Declared with `extend`.
    pub extends: bool,
}

/// Reads the types of an SDL text. Unions and definitions of schemas and directives are not part of the API and are
/// refused.
pub(super) fn read(text: &str) -> Result<Vec<Written>, String> {
    let (types, directives) = read_schema(text)?;
    match directives.first() {
        Some(directive) => Err(format!("a definition of `@{}` has no place here", directive.name)),
        None => Ok(types),
    }
}

/// Reads the types and directives of an SDL text, as [`read`] does.
pub(crate) fn read_schema(text: &str) -> Result<(Vec<Written>, Vec<SurfaceDirective>), String> {
    let document: ServiceDocument = parse_schema(text).map_err(|error| error.to_string())?;
    let (mut types, mut directives) = (Vec::new(), Vec::new());
    for definition in document.definitions {
        match definition {
            TypeSystemDefinition::Type(ty) => types.push(written(ty.node)?),
            TypeSystemDefinition::Directive(declared) => directives.push(directive(declared.node)),
            TypeSystemDefinition::Schema(at) => {
                return Err(format!("{}: a schema definition has no place here", at.pos));
            }
        }
    }
    Ok((types, directives))
}

fn directive(declared: DirectiveDefinition) -> SurfaceDirective {
    SurfaceDirective {
        name: declared.name.node.to_string(),
        description: described(declared.description),
        locations: declared.locations.iter().map(|location| location_name(location.node)).collect(),
        arguments: arguments(declared.arguments),
    }
}

fn location_name(location: DirectiveLocation) -> &'static str {
    match location {
        DirectiveLocation::Query => "QUERY",
        DirectiveLocation::Mutation => "MUTATION",
        DirectiveLocation::Subscription => "SUBSCRIPTION",
        DirectiveLocation::Field => "FIELD",
        DirectiveLocation::FragmentDefinition => "FRAGMENT_DEFINITION",
        DirectiveLocation::FragmentSpread => "FRAGMENT_SPREAD",
        DirectiveLocation::InlineFragment => "INLINE_FRAGMENT",
        DirectiveLocation::VariableDefinition => "VARIABLE_DEFINITION",
        DirectiveLocation::Schema => "SCHEMA",
        DirectiveLocation::Scalar => "SCALAR",
        DirectiveLocation::Object => "OBJECT",
        DirectiveLocation::FieldDefinition => "FIELD_DEFINITION",
        DirectiveLocation::ArgumentDefinition => "ARGUMENT_DEFINITION",
        DirectiveLocation::Interface => "INTERFACE",
        DirectiveLocation::Union => "UNION",
        DirectiveLocation::Enum => "ENUM",
        DirectiveLocation::EnumValue => "ENUM_VALUE",
        DirectiveLocation::InputObject => "INPUT_OBJECT",
        DirectiveLocation::InputFieldDefinition => "INPUT_FIELD_DEFINITION",
    }
}

fn written(definition: TypeDefinition) -> Result<Written, String> {
    let name = definition.name.node.to_string();
    let shape = match definition.kind {
        TypeKind::Scalar => Shape::Scalar { specified_by: specified_by(&definition.directives) },
        TypeKind::Object(object) => Shape::Object {
            implements: object.implements.iter().map(|name| name.node.to_string()).collect(),
            fields: output_fields(object.fields),
            record: None,
        },
        TypeKind::Interface(interface) => Shape::Interface { fields: output_fields(interface.fields) },
        TypeKind::InputObject(input) => Shape::Input {
            fields: arguments(input.fields),
            one_of: definition.directives.iter().any(|directive| directive.node.name.node == "oneOf"),
        },
        TypeKind::Enum(declared) => Shape::Enum {
            values: declared
                .values
                .into_iter()
                .map(|value| EnumItem {
                    name: value.node.value.node.to_string(),
                    description: described(value.node.description),
                    deprecation: deprecation(&value.node.directives),
                    renamed: None,
                })
                .collect(),
        },
        TypeKind::Union(_) => return Err(format!("{}: `{name}` is a union; use an interface", definition.name.pos)),
    };
    let ty = SurfaceType { name, description: described(definition.description), shape };
    Ok(Written { ty, extends: definition.extend })
}

fn output_fields(fields: Vec<Positioned<FieldDefinition>>) -> IndexMap<String, OutputField> {
    fields.into_iter().map(|field| (field.node.name.node.to_string(), output_field(field.node))).collect()
}

fn output_field(field: FieldDefinition) -> OutputField {
    OutputField {
        ty: type_ref(&field.ty.node),
        arguments: arguments(field.arguments),
        description: described(field.description),
        deprecation: deprecation(&field.directives),
        role: FieldRole::Plain,
    }
}

fn arguments(arguments: Vec<Positioned<InputValueDefinition>>) -> IndexMap<String, Argument> {
    arguments.into_iter().map(|argument| (argument.node.name.node.to_string(), self::argument(argument.node))).collect()
}

fn argument(argument: InputValueDefinition) -> Argument {
    Argument {
        ty: type_ref(&argument.ty.node),
        default: argument.default_value.map(|value| value.node),
        description: described(argument.description),
        deprecation: deprecation(&argument.directives),
        renamed: None,
    }
}

/// The reference that a parsed type stands for.
pub(crate) fn type_ref(ty: &Type) -> TypeRef {
    let base = match &ty.base {
        BaseType::Named(name) => TypeRef::named(name.as_str()),
        BaseType::List(item) => TypeRef::List(Box::new(type_ref(item))),
    };
    if ty.nullable { base } else { base.required() }
}

fn described(description: Option<Positioned<String>>) -> String {
    description.map(|text| text.node).unwrap_or_default()
}

fn specified_by(directives: &[Positioned<ConstDirective>]) -> Option<String> {
    let directive = directives.iter().find(|directive| directive.node.name.node == "specifiedBy")?;
    match directive.node.get_argument("url").map(|url| &url.node) {
        Some(ConstValue::String(url)) => Some(url.clone()),
        _ => None,
    }
}

fn deprecation(directives: &[Positioned<ConstDirective>]) -> Option<String> {
    let directive = directives.iter().find(|directive| directive.node.name.node == "deprecated")?;
    match directive.node.get_argument("reason").map(|reason| &reason.node) {
        Some(ConstValue::String(reason)) => Some(reason.clone()),
        _ => Some("No longer supported".to_owned()),
    }
}
