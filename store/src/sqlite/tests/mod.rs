//! Tests of the embedded backend: the suite that every backend passes, and what only this one promises.

mod changing;
mod cost;
mod failing;
mod figures;
mod inspecting;
mod memory;
mod migrating;
mod opening;
mod world;

mod conformance {
    use std::sync::Arc;

    use crate::{backend::Backend, sqlite::Sqlite};

    fn make() -> Arc<dyn Backend> {
        Arc::new(Sqlite::temporary())
    }

    crate::conformance_suite!(make);
}
