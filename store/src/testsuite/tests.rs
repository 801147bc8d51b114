//! The suite on every backend of this crate.

mod reference {
    use std::sync::Arc;

    use crate::testsuite::Reference;

    crate::conformance_suite!(|| Arc::new(Reference::default()) as Arc<dyn crate::backend::Backend>);
}
