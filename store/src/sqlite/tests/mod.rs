//! Tests of the embedded backend.

use std::sync::Arc;

use super::{Sqlite, SqliteOptions};
use crate::backend::Backend;

mod conformance {
    use super::*;

    /// Each store in a folder of its own, which outlives the test run: the store holds files in it until the end.
    fn make() -> Arc<dyn Backend> {
        let folder = tempfile::tempdir().expect("a folder").keep();
        Arc::new(Sqlite::open(&folder, &SqliteOptions::default()).expect("a store"))
    }

    crate::conformance_suite!(make);
}
