//! The suite on every backend of this crate.

use proptest::prelude::*;

use super::random;

/// At least a hundred histories; `PROPTEST_CASES` asks for more. Failing seeds are kept beside the crate.
fn thorough() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(128), ..ProptestConfig::default() }
}

mod reference {
    use std::sync::Arc;

    use super::{proptest, random, thorough};
    use crate::{backend::Backend, testsuite::Reference};

    fn make() -> Arc<dyn Backend> {
        Arc::new(Reference::default())
    }

    crate::conformance_suite!(make);

    proptest! {
        #![proptest_config(thorough())]
        #[test]
        fn promises_hold_after_every_write_of_a_random_history(history in random::histories()) {
            random::keeps_its_promises(&make, &history);
        }
    }
}

mod sqlite {
    use std::sync::Arc;

    use super::{proptest, random, thorough};
    use crate::{
        backend::Backend,
        sqlite::{Sqlite, SqliteOptions},
    };

    proptest! {
        #![proptest_config(thorough())]
        #[test]
        fn sqlite_answers_as_the_reference_through_a_random_history(history in random::histories()) {
            let folder = tempfile::tempdir().unwrap();
            let make = || Arc::new(Sqlite::open(folder.path(), &SqliteOptions::default()).unwrap()) as Arc<dyn Backend>;
            random::answers_as_the_reference(&make, &history);
        }
    }
}
