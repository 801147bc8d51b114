//! The store: documents, links and the change log behind one trait.
//!
//! Three layers, each knowing only the one below:
//! [`mod@write`] executes mutations (validation against what is stored, nested writes, versions, change log) and is the
//! same for every backend; [`Store`] gives readers a snapshot each and all writers one queue with group commit;
//! [`backend`] is what a database must do. [`query`] is the query language, as data.

mod adjacency;
pub mod backend;
pub mod check;
pub mod error;
pub mod evaluate;
pub mod fault;
pub mod graph;
pub mod id;
pub mod impact;
pub mod maintenance;
pub mod query;
pub mod record;
pub mod sqlite;
mod store;
#[cfg(any(test, feature = "testsuite"))]
pub mod testsuite;
pub mod title;
pub mod write;

pub use error::{Error, ErrorKind};
pub use store::{Commit, Store, StoreOptions, Verdict};
