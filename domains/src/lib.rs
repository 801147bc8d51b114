//! What a domain knows beyond its record types.
//!
//! Each domain is pure functions first, with serde types for arguments and result, then their bindings: the registry
//! [`functions`] gives each the name of the field that `schema/operations` declares for it. Summaries ask
//! statistics of the state that a query reads ([`Records`]).

pub mod baby;
pub mod calendar;
pub mod clinic;
pub mod demo;
pub mod food;
pub mod function;
pub mod mistakes;
pub mod quantity;
pub mod records;
pub mod sensors;
pub mod tally;

pub use function::{Declared, Function, FunctionContext, Run};
pub use mistakes::FunctionError;
pub use records::Records;

/// Names of the functions that fields with `@computed` can name. There is none yet: the first brings its name here, and
/// to the planner of the API that it is called.
pub const COMPUTING: [&str; 0] = [];

/// All functions that serve a field of the API.
pub fn functions() -> &'static [Function] {
    &[
        clinic::trends::FUNCTION,
        baby::day::FUNCTION,
        baby::formula::FUNCTION,
        food::day::FUNCTION,
        sensors::night::FUNCTION,
    ]
}

/// The function of that name.
pub fn function(name: &str) -> Option<&'static Function> {
    functions().iter().find(|function| function.name == name)
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
