//! What the tests of the real binary share: starting it, talking to it, and finding real files.
//!
//! The binary is the one that `cargo build` made beside these tests; `make test` builds it first.

pub mod client;
pub mod means;
pub mod server;

pub use client::{Answer, Client};
pub use server::{Server, Setup};
