//! The async-graphql schema of a surface: the library's word that it is a valid schema.
//!
//! Nothing is executed with it: the resolvers registered here are reached only by mistake and say so.

use std::{collections::HashSet, sync::Arc};

use async_graphql::dynamic::{
    Enum, EnumItem, Field, FieldFuture, InputObject, InputValue, Interface, InterfaceField, Object, Scalar, Schema,
    SchemaError, Subscription, SubscriptionField, SubscriptionFieldFuture, TypeRef,
};
use async_graphql::extensions::{Extension, ExtensionFactory};

use crate::surface::{self, Argument, OutputField, Shape, Surface, SurfaceType};

/// The root type of subscriptions.
const SUBSCRIPTION: &str = "Subscription";

/// Why a surface cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// Names that were wanted twice or are not there.
    #[error("the API has conflicts: {}", .0.join("; "))]
    Conflicts(Vec<String>),
    /// The library refuses the schema.
    #[error("the API is no valid GraphQL schema: {0}")]
    Invalid(String),
}

impl From<SchemaError> for BuildError {
    fn from(error: SchemaError) -> Self {
        Self::Invalid(error.0)
    }
}

/// Refuses a surface that is no valid schema.
pub fn check(surface: &Surface) -> Result<(), BuildError> {
    build(surface, Nothing).map(drop)
}

/// An extension that does nothing: no request comes to this schema.
struct Nothing;

impl ExtensionFactory for Nothing {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

impl Extension for Nothing {}

/// Builds the schema of a surface, with an extension that takes it from there.
///
/// The library's own limits stay off: the pre-validator has priced every document before, in linear time. Only its
/// recursion limit stays above ours, as a net.
pub fn build(surface: &Surface, extension: impl ExtensionFactory) -> Result<Schema, BuildError> {
    let conflicts = conflicts(surface);
    if !conflicts.is_empty() {
        return Err(BuildError::Conflicts(conflicts));
    }
    let mut builder = Schema::build("Query", Some("Mutation"), Some(SUBSCRIPTION));
    builder = builder.limit_recursive_depth(64).extension(extension);
    for ty in surface.types.values() {
        let description = ty.description.as_str();
        builder = match &ty.shape {
            // Scalars accept every value here: coercion knows what is right and says it better.
            Shape::Scalar { .. } => builder.register(scalar(ty)),
            Shape::Enum { values } => builder.register(enumeration(&ty.name, values).description(description)),
            Shape::Input { fields, one_of } => {
                builder.register(input(&ty.name, fields, *one_of).description(description))
            }
            Shape::Interface { fields } => builder.register(interface(&ty.name, fields).description(description)),
            Shape::Object { fields, .. } if ty.name == SUBSCRIPTION => {
                builder.register(subscription(fields).description(description))
            }
            Shape::Object { .. } => builder.register(object(ty).description(description)),
        };
    }
    Ok(builder.finish()?)
}

/// Names of our own that the library would silently replace, beside those that the surface found.
fn conflicts(surface: &Surface) -> Vec<String> {
    let own = surface.types.keys().filter(|name| is_reserved(name));
    let reserved = own.map(|name| format!("the type name `{name}` belongs to GraphQL"));
    let mut folded = HashSet::new();
    let twins = surface.types.keys().filter(|name| !folded.insert(name.to_lowercase()));
    let twins = twins.map(|name| format!("the type name `{name}` differs from another only in case"));
    surface.conflicts.iter().cloned().chain(reserved).chain(twins).collect()
}

fn is_reserved(name: &str) -> bool {
    name.starts_with("__")
        || matches!(name, "String" | "Int" | "Float" | "Boolean" | "ID" | "Upload" | "_Any" | "_Entity")
}

fn scalar(ty: &SurfaceType) -> Scalar {
    let scalar = Scalar::new(&ty.name).description(&ty.description);
    match &ty.shape {
        Shape::Scalar { specified_by: Some(url) } => scalar.specified_by_url(url),
        _ => scalar,
    }
}

fn enumeration(name: &str, values: &[surface::EnumItem]) -> Enum {
    values.iter().fold(Enum::new(name), |declared, value| {
        let item = EnumItem::new(&value.name).description(&value.description);
        declared.item(match &value.deprecation {
            Some(reason) => item.deprecation(Some(reason)),
            None => item,
        })
    })
}

fn input(name: &str, fields: &indexmap::IndexMap<String, Argument>, one_of: bool) -> InputObject {
    let object =
        fields.iter().fold(InputObject::new(name), |object, (name, field)| object.field(argument(name, field)));
    if one_of { object.oneof() } else { object }
}

fn argument(name: &str, argument: &Argument) -> InputValue {
    let mut value = InputValue::new(name, reference(&argument.ty)).description(&argument.description);
    if let Some(default) = &argument.default {
        value = value.default_value(default.clone());
    }
    match &argument.deprecation {
        Some(reason) => value.deprecation(Some(reason)),
        None => value,
    }
}

fn interface(name: &str, fields: &indexmap::IndexMap<String, OutputField>) -> Interface {
    fields.iter().fold(Interface::new(name), |interface, (name, field)| {
        let mut declared = InterfaceField::new(name, reference(&field.ty)).description(&field.description);
        for (name, own) in &field.arguments {
            declared = declared.argument(argument(name, own));
        }
        interface.field(match &field.deprecation {
            Some(reason) => declared.deprecation(Some(reason)),
            None => declared,
        })
    })
}

fn object(ty: &SurfaceType) -> Object {
    let Shape::Object { fields, implements, .. } = &ty.shape else { return Object::new(&ty.name) };
    let object = implements.iter().fold(Object::new(&ty.name), Object::implement);
    fields.iter().fold(object, |object, (name, field)| {
        let mut declared = Field::new(name, reference(&field.ty), unanswered).description(&field.description);
        for (name, own) in &field.arguments {
            declared = declared.argument(argument(name, own));
        }
        object.field(match &field.deprecation {
            Some(reason) => declared.deprecation(Some(reason)),
            None => declared,
        })
    })
}

fn subscription(fields: &indexmap::IndexMap<String, OutputField>) -> Subscription {
    fields.iter().fold(Subscription::new(SUBSCRIPTION), |object, (name, field)| {
        let mut declared =
            SubscriptionField::new(name, reference(&field.ty), unfollowed).description(&field.description);
        for (name, own) in &field.arguments {
            declared = declared.argument(argument(name, own));
        }
        object.field(match &field.deprecation {
            Some(reason) => declared.deprecation(Some(reason)),
            None => declared,
        })
    })
}

/// Subscriptions are validated by the library and followed by `live`, so that nothing ever streams from here.
fn unfollowed(_: async_graphql::dynamic::ResolverContext<'_>) -> SubscriptionFieldFuture<'_> {
    SubscriptionFieldFuture::new(async move {
        Ok(futures_util::stream::once(async { Err::<async_graphql::Value, _>(async_graphql::Error::new("not here")) }))
    })
}

#[expect(clippy::needless_pass_by_value, reason = "the library's signature")]
fn unanswered(context: async_graphql::dynamic::ResolverContext<'_>) -> FieldFuture<'_> {
    let name = context.ctx.field().name().to_owned();
    FieldFuture::new(async move {
        Err::<Option<async_graphql::Value>, _>(async_graphql::Error::new(format!(
            "`{name}` was not answered by the planner"
        )))
    })
}

fn reference(ty: &surface::TypeRef) -> TypeRef {
    match ty {
        surface::TypeRef::Named(name) => TypeRef::named(name),
        surface::TypeRef::List(item) => TypeRef::List(Box::new(reference(item))),
        surface::TypeRef::NonNull(inner) => TypeRef::NonNull(Box::new(reference(inner))),
    }
}
