//! Stub: the interface that the planner expects; replaced by the folder of the same name (delete this file then).
use crate::error::RequestError;
use daybook_schema::{Model, Relation, TypeIndex};
use daybook_store::query::{Filter, OrderKey, Position, Window};
use serde_json::Value as Json;
/// s
#[derive(Debug)]
pub struct CursorScope;
impl CursorScope {
    /// n
    pub fn new(_m: &Model, _r: TypeIndex, _o: &[OrderKey]) -> Self {
        Self
    }
    /// n
    pub fn over_types(_o: &[OrderKey]) -> Self {
        Self
    }
}
/// f
pub fn filter(_m: &Model, _n: i64, _r: TypeIndex, _j: &Json, _p: &[&str]) -> Result<Filter, RequestError> {
    todo!()
}
/// f
pub fn edge_filter(_m: &Model, _n: i64, _r: Relation, _j: &Json, _p: &[&str]) -> Result<Filter, RequestError> {
    todo!()
}
/// f
pub fn entry_filter(_m: &Model, _n: i64, _j: &Json, _p: &[&str]) -> Result<Filter, RequestError> {
    todo!()
}
/// f
pub fn order(_m: &Model, _r: TypeIndex, _j: Option<&Json>) -> Result<Vec<OrderKey>, RequestError> {
    todo!()
}
/// f
pub fn entry_order(_j: Option<&Json>) -> Result<Vec<OrderKey>, RequestError> {
    todo!()
}
/// f
pub fn window(_a: &serde_json::Map<String, Json>, _k: &[u8; 32], _s: &CursorScope) -> Result<Window, RequestError> {
    todo!()
}
/// f
pub fn has_condition(_j: &Json) -> bool {
    todo!()
}
/// f
pub fn moments(_n: i64, _j: Option<&Json>) -> Result<(Option<i64>, Option<i64>), RequestError> {
    todo!()
}
/// c
pub mod cursor {
    use super::{CursorScope, Position, RequestError};
    /// e
    pub fn encode(_k: &[u8; 32], _s: &CursorScope, _p: &Position) -> String {
        todo!()
    }
    /// e
    pub fn seal(_k: &[u8; 32], _s: &str, _p: &str) -> String {
        todo!()
    }
    /// e
    pub fn open(_k: &[u8; 32], _s: &str, _p: &str) -> Result<String, RequestError> {
        todo!()
    }
}
