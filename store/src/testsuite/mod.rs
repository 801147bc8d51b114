//! One list of cases, run on every backend, and the reference that says what is right.
//!
//! The [`Reference`] keeps everything in plain maps and answers queries by looking at every record. It is slow and
//! meant to be checked by eye; every other backend must answer as it does.

mod aggregate;
pub mod conformance;
mod evolve;
mod invariants;
pub mod random;
mod reference;
mod rows;
mod state;
mod test_store;
#[cfg(test)]
mod tests;

pub use invariants::broken_promises;
pub use reference::Reference;
pub use test_store::{START, TestStore, library};
