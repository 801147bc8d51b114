//! What a domain knows beyond its record types.
//!
//! Each domain is pure functions first, with serde types for arguments and result, then their bindings: the registry
//! [`operations`] gives each function the name of the field that declares it in `schema/operations`. Summaries ask
//! statistics of the state that a query reads ([`Records`]).

pub mod baby;
pub mod calendar;
pub mod clinic;
pub mod demo;
pub mod food;
pub mod operation;
pub mod quantity;
pub mod records;
pub mod sensors;
pub mod tally;

pub use operation::{Declared, Operation, OperationContext, OperationError, Run};
pub use records::Records;

/// All operations, in order of their names.
pub fn operations() -> &'static [Operation] {
    &[
        clinic::trends::OPERATION,
        baby::day::OPERATION,
        baby::formula::OPERATION,
        food::day::OPERATION,
        sensors::night::OPERATION,
    ]
}

/// The operation of that name.
pub fn operation(name: &str) -> Option<&'static Operation> {
    operations().iter().find(|operation| operation.name == name)
}

/// The SDL of `schema/operations`: file name and text.
pub fn declarations() -> &'static [(&'static str, &'static str)] {
    &[
        ("schema/operations/baby.graphql", include_str!("../../schema/operations/baby.graphql")),
        ("schema/operations/clinic.graphql", include_str!("../../schema/operations/clinic.graphql")),
        ("schema/operations/food.graphql", include_str!("../../schema/operations/food.graphql")),
        ("schema/operations/sensors.graphql", include_str!("../../schema/operations/sensors.graphql")),
    ]
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
