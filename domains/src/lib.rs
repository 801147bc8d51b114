//! What a domain knows beyond its record types.
//!
//! Each domain is pure functions first, with serde types for arguments and result, then their bindings: the registry
//! [`operations`] gives each function the name of the field that declares it in `schema/operations`.

pub mod baby;
pub mod operation;
pub mod quantity;

pub use operation::{Declared, Operation, OperationContext, OperationError};

/// All operations, in order of their names.
pub fn operations() -> &'static [Operation] {
    &[baby::formula::OPERATION]
}

/// The operation of that name.
pub fn operation(name: &str) -> Option<&'static Operation> {
    operations().iter().find(|operation| operation.name == name)
}

/// The SDL of `schema/operations`: file name and text.
pub fn declarations() -> &'static [(&'static str, &'static str)] {
    &[("schema/operations/baby.graphql", include_str!("../../schema/operations/baby.graphql"))]
}

#[cfg(test)]
mod tests;
