//! The suite on every backend of this crate.

use proptest::{prelude::*, test_runner::TestRunner};

use super::random;

/// How many histories; `PROPTEST_CASES` asks for another number. A failing seed is printed and kept beside the crate,
/// where every later run tries it first.
fn thorough(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(cases), ..ProptestConfig::default() }
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
        #![proptest_config(thorough(128))]
        #[test]
        fn promises_hold_after_every_write_of_a_random_history(history in random::histories(1..40)) {
            random::keeps_its_promises(&make, &history);
        }
    }

    proptest! {
        #![proptest_config(thorough(256))]
        #[test]
        fn what_was_deleted_comes_back_in_any_order(
            history in random::histories(8..40),
            absence in random::absences(),
        ) {
            random::comes_back_in_any_order(&make, &history, &absence);
        }
    }

    proptest! {
        #![proptest_config(thorough(128))]
        #[test]
        fn undo_takes_back_exactly_what_a_random_write_did(history in random::histories(1..40)) {
            random::undo_takes_back_exactly(&make, &history);
        }
    }
}

mod sqlite {
    use std::sync::Arc;

    use super::{ProptestConfig, TestRunner, proptest, random, thorough};
    use crate::{
        backend::Backend,
        sqlite::{Sqlite, SqliteOptions},
    };

    fn check(history: &[random::Step]) {
        let folder = tempfile::tempdir().unwrap();
        let make = || Arc::new(Sqlite::open(folder.path(), &SqliteOptions::default()).unwrap()) as Arc<dyn Backend>;
        random::answers_as_the_reference(&make, history);
    }

    // More than 500 histories together; two properties, so that two cores share them.
    proptest! {
        #![proptest_config(thorough(384))]
        #[test]
        fn sqlite_answers_as_the_reference_through_a_short_history(history in random::histories(1..24)) {
            check(&history);
        }
    }

    proptest! {
        #![proptest_config(thorough(128))]
        #[test]
        fn sqlite_walks_in_memory_as_it_does_level_by_level(history in random::histories(1..24)) {
            let folder = tempfile::tempdir().unwrap();
            let make = || Arc::new(Sqlite::open(folder.path(), &SqliteOptions::default()).unwrap()) as Arc<dyn Backend>;
            random::walks_in_memory_as_by_levels(&make, &history);
        }
    }

    proptest! {
        #![proptest_config(thorough(136))]
        #[test]
        fn sqlite_answers_as_the_reference_through_a_long_history(history in random::histories(24..48)) {
            check(&history);
        }
    }

    /// Evolutions that a run makes at least, however many of those that were drawn are refused.
    const EVOLUTIONS: u32 = 200;

    #[test]
    fn sqlite_evolves_as_planned_while_others_read() {
        let config = ProptestConfig { source_file: Some(file!()), ..thorough(48) };
        let made = std::cell::Cell::new((0, 0));
        let mut runner = TestRunner::new(config.clone());
        let outcome = runner.run(&random::evolutions::turns(8..20), |history| {
            let folder = tempfile::tempdir().unwrap();
            let make = || Arc::new(Sqlite::open(folder.path(), &SqliteOptions::default()).unwrap()) as Arc<dyn Backend>;
            let told = random::evolutions::evolves_as_planned(&make, &history);
            let (before, refused) = made.get();
            made.set((before + told.made, refused + told.refused));
            Ok(())
        });
        let (made, refused) = made.get();
        println!("{made} evolutions were made, {refused} refused");
        outcome.unwrap_or_else(|failure| panic!("{failure}\n{runner}"));
        assert!(made >= EVOLUTIONS || config.cases < 48, "{made} evolutions were made");
    }
}
