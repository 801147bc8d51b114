//! Tests of the embedded backend: the suite that every backend passes, and what only this one promises.

mod changing;
mod cost;
mod failing;
mod figures;
mod memory;
mod opening;
mod world;

mod conformance {
    use std::sync::Arc;

    use crate::{
        backend::Backend,
        sqlite::{Sqlite, SqliteOptions},
    };

    /// Each store in a folder of its own, removed when the store is.
    fn make() -> Arc<dyn Backend> {
        let folder = tempfile::tempdir().expect("a folder");
        let sqlite = Sqlite::open(folder.path(), &SqliteOptions::default()).expect("a store");
        Arc::new(sqlite.with_folder(folder))
    }

    crate::conformance_suite!(make);
}
