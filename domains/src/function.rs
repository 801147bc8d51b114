//! Functions of the domains, bound by name to the fields of `Query` that `schema/operations` declares.

use daybook_schema::{
    Model,
    problem::{ErrorCode, InputError},
    value::Instant,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;

use crate::{mistakes::FunctionError, records::Records};

/// What a function may know beside its arguments.
#[derive(Clone, Copy, Debug)]
pub struct FunctionContext<'a> {
    /// The moment of the request.
    pub now: Instant,
    /// Who asks.
    pub viewer: Option<&'a str>,
}

/// A function and the shape that its declaration must have.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// The field of `Query`.
    pub name: &'static str,
    /// Names of the arguments it reads, in the order of the declaration.
    pub arguments: &'static [&'static str],
    /// Names of the fields it answers, in the order of the declaration.
    pub result: &'static [&'static str],
    /// Record types that it reads. Where the definitions lack one, the field is not offered.
    pub types: &'static [&'static str],
    /// The function.
    pub run: Run,
}

impl Function {
    /// Whether definitions have what it reads.
    pub fn is_offered(&self, model: &Model) -> bool {
        self.types.iter().all(|name| model.find(name).is_some())
    }
}

/// A function takes the coerced arguments as a JSON object, enums by name, and answers the result type's fields. A
/// quantity in the result is `{value, unit, entered}`.
#[derive(Clone, Copy, Debug)]
pub enum Run {
    /// Arguments decide the answer alone.
    Pure(fn(&FunctionContext<'_>, Json) -> Result<Json, FunctionError>),
    /// Reads statistics of the state that the rest of the query reads. How many statements that takes does not depend on
    /// how many records there are.
    Reading(fn(&mut Records<'_>, Json) -> Result<Json, FunctionError>),
}

/// A field that is declared to be served by a function, as the API's surface reads it.
#[derive(Clone, Debug)]
pub struct Declared {
    /// `Query` or `Mutation`.
    pub root: String,
    /// Name of the field.
    pub name: String,
    /// The file that declares it.
    pub file: String,
    /// Names of its arguments.
    pub arguments: Vec<String>,
    /// Names of the fields of its result type.
    pub result: Vec<String>,
}

/// What keeps declarations and functions from fitting together, one sentence each; empty when all fit. The server
/// refuses to start otherwise.
pub fn mismatches(declared: &[Declared], bound: &[Function]) -> Vec<String> {
    let undeclared = bound.iter().filter(|function| declared.iter().all(|field| field.name != function.name));
    let undeclared =
        undeclared.map(|Function { name, .. }| format!("the function `{name}` serves a field that is not declared"));
    declared.iter().flat_map(|field| differences(field, bound)).chain(undeclared).collect()
}

fn differences(field: &Declared, bound: &[Function]) -> Vec<String> {
    let place = format!("`{}.{}` in {}", field.root, field.name, field.file);
    // A function reads: a mutation that was bound to one would write nothing.
    if field.root != "Query" {
        return vec![format!("{place} is declared, but functions serve queries only")];
    }
    let Some(function) = bound.iter().find(|function| function.name == field.name) else {
        return vec![format!("{place} is declared, but no function serves it")];
    };
    let mut differences = one_sided(&field.arguments, function.arguments, &format!("{place}: the argument"));
    differences.extend(one_sided(&field.result, function.result, &format!("{place}: the field of the result")));
    differences
}

fn one_sided(declared: &[String], bound: &[&str], what: &str) -> Vec<String> {
    let only_declared = declared.iter().filter(|name| !bound.contains(&name.as_str()));
    let only_bound = bound.iter().filter(|name| declared.iter().all(|declared| declared != *name));
    let unknown = only_declared.map(|name| format!("{what} `{name}` is declared, but its function does not know it"));
    unknown
        .chain(only_bound.map(|name| format!("{what} `{name}` is known to its function, but not declared")))
        .collect()
}

/// Reads arguments, runs a typed function and writes its result; a number beyond all numbers is null.
pub(crate) fn bind<A, R, E>(arguments: Json, function: impl FnOnce(A) -> Result<R, E>) -> Result<Json, FunctionError>
where
    A: DeserializeOwned,
    R: Serialize,
    FunctionError: From<E>,
{
    let arguments = serde_json::from_value(arguments).map_err(|error| {
        let message = format!("the arguments could not be read: {error}");
        FunctionError::new(InputError::new(ErrorCode::InvalidValue, Vec::new(), message))
    })?;
    let result = function(arguments)?;
    Ok(serde_json::to_value(result).expect("results have string keys and finite numbers"))
}
