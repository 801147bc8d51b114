//! Coercion of input values: what a client wrote becomes what the surface declares, or an error that names the place.
//!
//! The library checks only a part of this (it lets a number for an input object and a 33-bit Int pass), so that all of it
//! is done here. Former names are mapped to present ones: later code sees only those.

pub mod constant;
mod scalar;
#[cfg(test)]
mod tests;
mod value;

use std::fmt::Write;

use async_graphql_parser::{Positioned, types::VariableDefinition};
use async_graphql_value::{ConstValue, Name, Value};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use self::value::{Coercion, InputValue};
use daybook_schema::suggest;

use crate::{
    error::{Code, RequestError},
    selection::Variables,
    surface::{Argument, Shape, Surface, is_built_in, type_ref},
};

/// Coerces the arguments of a field. What was left out and has no default is left out of the result; null stays null.
pub fn arguments(
    surface: &Surface,
    definitions: &IndexMap<String, Argument>,
    given: &[(Positioned<Name>, Positioned<Value>)],
    variables: &Variables,
) -> Result<Map<String, Json>, RequestError> {
    let mut coercion = Coercion::new(surface, Some(variables));
    for (name, _) in given.iter().filter(|(name, _)| !definitions.contains_key(name.node.as_str())) {
        coercion.unknown(&name.node, "there is no such argument", definitions);
    }
    let fields: Vec<(&str, InputValue<'_>)> =
        given.iter().map(|(name, value)| (name.node.as_str(), InputValue::Literal(&value.node))).collect();
    let coerced = coercion.fields(definitions, &fields);
    finish(coercion, Code::BadInput).map_err(|error| match given.first() {
        Some((name, _)) => error.at(name.pos.line, name.pos.column),
        None => error,
    })?;
    Ok(coerced)
}

/// Coerces the variables of an operation by their declared types; those without a value and a default are left out.
pub fn variables(
    surface: &Surface,
    definitions: &[Positioned<VariableDefinition>],
    given: &Map<String, Json>,
) -> Result<Variables, RequestError> {
    let mut coerced = Variables::with_capacity(definitions.len());
    for definition in definitions {
        let at = |error: RequestError| error.at(definition.pos.line, definition.pos.column);
        check_type(surface, &definition.node).map_err(at)?;
        if let Some(value) = variable(surface, &definition.node, given).map_err(at)? {
            coerced.insert(definition.node.name.node.clone(), value);
        }
    }
    Ok(coerced)
}

/// Refuses a variable of a type that does not exist or is no input type.
pub fn check_type(surface: &Surface, definition: &VariableDefinition) -> Result<(), RequestError> {
    let ty = type_ref(&definition.var_type.node);
    let problem = match surface.types.get(ty.name()).map(|known| &known.shape) {
        _ if is_built_in(ty.name()) => return Ok(()),
        Some(Shape::Input { .. } | Shape::Enum { .. } | Shape::Scalar { .. }) => return Ok(()),
        Some(Shape::Object { .. } | Shape::Interface { .. }) => {
            "is answered, not given; a variable takes an input type"
        }
        None => "is not known",
    };
    let known = surface.types.values().filter(|ty| !matches!(ty.shape, Shape::Object { .. } | Shape::Interface { .. }));
    let hint = hint(ty.name(), known.map(|ty| ty.name.as_str()));
    let message = format!("`${}`: the type `{}` {problem}{hint}", definition.name.node, cut(ty.name()));
    Err(RequestError::new(Code::ValidationFailed, message))
}

fn variable(
    surface: &Surface,
    definition: &VariableDefinition,
    given: &Map<String, Json>,
) -> Result<Option<ConstValue>, RequestError> {
    let name = definition.name.node.as_str();
    let ty = type_ref(&definition.var_type.node);
    let mut coercion = Coercion::new(surface, None);
    coercion.enter(&format!("${name}"));
    let value = match (given.get(name), &definition.default_value) {
        (Some(given), _) => coercion.value(&ty, InputValue::Json(given)),
        (None, Some(default)) => coercion.value(&ty, InputValue::Constant(&default.node)),
        (None, None) if ty.is_required() => {
            coercion.problem(format!("a value of type `{ty}` is required"));
            None
        }
        (None, None) => None,
    };
    finish(coercion, Code::BadInput)?;
    // Names in variables are what JSON has: texts. A text for an enum was checked just now.
    Ok(value.map(constant::of_json))
}

fn finish(coercion: Coercion<'_>, code: Code) -> Result<(), RequestError> {
    let (told, count) = coercion.into_problems();
    if count == 0 {
        return Ok(());
    }
    let mut message = told.join("; ");
    if count > told.len() {
        let _ = write!(message, "; and {} more", count - told.len());
    }
    Err(RequestError::new(code, shorten(&message, 512)))
}

/// What might have been meant instead of an unknown name.
pub(super) fn hint<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    if name.len() > LONGEST_SLIP { String::new() } else { suggest::hint(name, known) }
}

/// The same of a field, of which there often are two that differ by one letter: an entry and its list.
pub(super) fn hint_field<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    if name.len() > LONGEST_SLIP { String::new() } else { suggest::hint_of_two(name, known) }
}

/// A name as long as a document cannot be a slip of the keyboard.
const LONGEST_SLIP: usize = 100;

/// A client's text as a message may quote it.
pub(super) fn cut(text: &str) -> String {
    shorten(text, 60)
}

pub(super) fn shorten(text: &str, length: usize) -> String {
    if text.chars().nth(length).is_none() {
        return text.to_owned();
    }
    text.chars().take(length - 1).chain(['…']).collect()
}
