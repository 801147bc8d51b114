//! Stub: the interface that the planner expects; replaced by the folder of the same name (delete this file then).
use super::surface::{Argument, Surface};
use crate::error::RequestError;
use async_graphql_parser::{Positioned, types::VariableDefinition};
use async_graphql_value::{Name, Value};
/// a
pub fn arguments(
    _s: &Surface,
    _d: &indexmap::IndexMap<String, Argument>,
    _g: &[(Positioned<Name>, Positioned<Value>)],
    _v: &super::selection::Variables,
) -> Result<serde_json::Map<String, serde_json::Value>, RequestError> {
    todo!()
}
/// v
pub fn variables(
    _s: &Surface,
    _d: &[Positioned<VariableDefinition>],
    _j: &serde_json::Map<String, serde_json::Value>,
) -> Result<super::selection::Variables, RequestError> {
    todo!()
}
