//! Any text as the SDL of record types: it is a model, or mistakes with places that lie in the text.
#![no_main]

use daybook_schema::definition::{self, Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source { file: "fuzz.graphql".to_owned(), text: text.to_owned(), built_in: false };
    let lines = text.lines().count() + 1;
    if let Err(mistakes) = definition::load(&[source]) {
        assert!(!mistakes.is_empty());
        assert!(mistakes.iter().all(|mistake| mistake.position.line as usize <= lines), "{mistakes:?}");
    }
});
