//! Domain operations: functions bound by name to the fields that `schema/operations` declares.

use daybook_schema::{
    Model,
    problem::{ErrorCode, InputError},
    value::Instant,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;

use crate::records::Records;

/// What a function may know beside its arguments.
#[derive(Clone, Copy, Debug)]
pub struct OperationContext<'a> {
    /// The moment of the request.
    pub now: Instant,
    /// Who asks.
    pub viewer: Option<&'a str>,
}

/// Why an operation has no answer.
#[derive(Debug, thiserror::Error)]
pub enum OperationError {
    /// Mistakes in the arguments, all of them: at least one. Paths start at the argument.
    #[error("{}", text(.0))]
    Mistakes(Vec<InputError>),
    /// The records could not be read.
    #[error(transparent)]
    Store(#[from] daybook_store::Error),
}

/// A function and the shape that its declaration must have.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// The field of `Query` or `Mutation`.
    pub name: &'static str,
    /// Names of the arguments it reads, in the order of the declaration.
    pub arguments: &'static [&'static str],
    /// Names of the fields it answers, in the order of the declaration.
    pub result: &'static [&'static str],
    /// Record types that it reads. Where the definitions lack one, the operation is not offered.
    pub types: &'static [&'static str],
    /// The function.
    pub run: Run,
}

impl Operation {
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
    Pure(fn(&OperationContext<'_>, Json) -> Result<Json, OperationError>),
    /// Reads statistics of the state that the rest of the query reads. How many statements that takes does not depend on
    /// how many records there are.
    Reading(fn(&mut Records<'_>, Json) -> Result<Json, OperationError>),
}

/// A field that `schema/operations` declares, as the API's surface reads it.
#[derive(Clone, Debug)]
pub struct Declared {
    /// Name of the field.
    pub name: String,
    /// Names of its arguments.
    pub arguments: Vec<String>,
    /// Names of the fields of its result type.
    pub result: Vec<String>,
}

impl From<Vec<InputError>> for OperationError {
    fn from(mistakes: Vec<InputError>) -> Self {
        Self::Mistakes(mistakes)
    }
}

impl OperationError {
    /// A single mistake.
    pub fn new(error: InputError) -> Self {
        Self::Mistakes(vec![error])
    }
}

/// Collects mistakes in arguments, so that all are answered at once.
#[derive(Debug, Default)]
pub(crate) struct Mistakes(Vec<InputError>);

impl Mistakes {
    /// A value, or its mistake.
    pub fn take<T>(&mut self, value: Result<T, InputError>) -> Option<T> {
        value.map_err(|mistake| self.0.push(mistake)).ok()
    }

    /// A value, or all its mistakes.
    pub fn take_all<T>(&mut self, value: Result<T, Vec<InputError>>) -> Option<T> {
        value.map_err(|mistakes| self.0.extend(mistakes)).ok()
    }

    /// An error if there was a mistake.
    pub fn settle(self) -> Result<(), OperationError> {
        if self.0.is_empty() { Ok(()) } else { Err(OperationError::Mistakes(self.0)) }
    }

    /// The error, where there was a mistake.
    pub fn error(self) -> OperationError {
        OperationError::Mistakes(self.0)
    }
}

fn text(errors: &[InputError]) -> String {
    let sentence = |error: &InputError| match error.path.as_slice() {
        [] => error.message.clone(),
        path => format!("{}: {}", path.join("."), error.message),
    };
    errors.iter().map(sentence).collect::<Vec<_>>().join("; ")
}

/// What keeps declarations and functions from fitting together, one sentence each; empty when all fit. The server
/// refuses to start otherwise.
pub fn mismatches(declared: &[Declared], bound: &[Operation]) -> Vec<String> {
    let unbound = declared.iter().filter(|field| bound.iter().all(|operation| operation.name != field.name));
    let unbound = unbound.map(|field| format!("operation `{}` is declared but no function is bound to it", field.name));
    unbound.chain(bound.iter().flat_map(|operation| differences(operation, declared))).collect()
}

fn differences(operation: &Operation, declared: &[Declared]) -> Vec<String> {
    let name = operation.name;
    let Some(field) = declared.iter().find(|field| field.name == name) else {
        return vec![format!("function `{name}` is bound to an operation that is not declared")];
    };
    let mut differences = one_sided(&field.arguments, operation.arguments, &format!("argument of operation `{name}`"));
    differences.extend(one_sided(&field.result, operation.result, &format!("result field of operation `{name}`")));
    differences
}

fn one_sided(declared: &[String], bound: &[&str], what: &str) -> Vec<String> {
    let only_declared = declared.iter().filter(|name| !bound.contains(&name.as_str()));
    let only_bound = bound.iter().filter(|name| declared.iter().all(|declared| declared != *name));
    let unknown = only_declared.map(|name| format!("{what} `{name}` is declared but unknown to its function"));
    unknown.chain(only_bound.map(|name| format!("{what} `{name}` is known to its function but not declared"))).collect()
}

/// Reads arguments, runs a typed function and writes its result; a number beyond all numbers is null.
pub(crate) fn bind<A, R, E>(arguments: Json, function: impl FnOnce(A) -> Result<R, E>) -> Result<Json, OperationError>
where
    A: DeserializeOwned,
    R: Serialize,
    OperationError: From<E>,
{
    let arguments = serde_json::from_value(arguments).map_err(|error| {
        let message = format!("the arguments could not be read: {error}");
        OperationError::new(InputError::new(ErrorCode::InvalidValue, Vec::new(), message))
    })?;
    let result = function(arguments)?;
    Ok(serde_json::to_value(result).expect("results have string keys and finite numbers"))
}
