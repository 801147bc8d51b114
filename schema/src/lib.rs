//! Record types declared in GraphQL SDL: the model, its values and their rules.
//!
//! [`definition`] turns definition files into a [`Model`]; [`evolution`] says how one model follows from another;
//! [`input`] turns what a client wrote into typed values of
//! that model, with every mistake named. Nothing here does IO, reads a clock or knows an async runtime: the present
//! moment and new ids are parameters.

pub mod definition;
pub mod evolution;
pub mod exact;
pub mod input;
pub mod json;
pub mod model;
pub mod problem;
pub mod suggest;
pub mod text;
pub mod time;
pub mod translation;
pub mod unit;
pub mod value;

pub use model::{FieldIndex, Model, RecordType, Relation, TypeIndex};
pub use problem::{ErrorCode, InputError, Path, Problems, Warning, WarningCode};
pub use value::Value;
