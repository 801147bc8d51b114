//! Stub: the interface that the planner expects; replaced by the folder of the same name (delete this file then).
use crate::error::RequestError;
use async_graphql_parser::{
    Positioned,
    types::{ExecutableDocument, OperationDefinition},
};
/// l
pub struct Limits;
/// p
pub fn parse(_t: &str, _l: &Limits) -> Result<ExecutableDocument, RequestError> {
    todo!()
}
/// p
pub fn price(
    _s: &super::surface::Surface,
    _d: &ExecutableDocument,
    _o: &Positioned<OperationDefinition>,
    _v: &super::selection::Variables,
    _l: &Limits,
) -> Result<u64, RequestError> {
    todo!()
}
