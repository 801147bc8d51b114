//! Keys for comparing strings, computed once here so that every backend agrees.

mod like;
#[cfg(test)]
mod tests;

use std::{convert::Infallible, sync::LazyLock};

use icu_casemap::{CaseMapper, CaseMapperBorrowed};
use icu_collator::{
    CollatorBorrowed, CollatorPreferences,
    options::{CollatorOptions, Strength},
};

pub use like::like;

/// Characters of a text that its sort key looks at; texts that differ only beyond are in order of their ids.
pub const SORT_KEY_CHARACTERS: usize = 256;

/// The root collation, which ignores case and respects accents at this strength.
static COLLATOR: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    let mut options = CollatorOptions::default();
    options.strength = Some(Strength::Secondary);
    CollatorBorrowed::try_new(CollatorPreferences::default(), options).expect("the root collation is compiled in")
});

/// The known name nearest to a mistyped one, if any is near: the same but for case, or a few letters off.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    known
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.chars().count() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The text under Unicode simple case folding; accents stay. `contains`, `startsWith`, `endsWith` and `like` compare it.
pub fn fold(text: &str) -> String {
    const MAPPER: CaseMapperBorrowed<'static> = CaseMapper::new();
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().map(|character| MAPPER.simple_fold(character)).collect()
}

/// Bytes whose order is the order of strings: the root collation of Unicode, accents respected, case ignored. Canonically
/// equivalent texts have one key.
pub fn sort_key(text: &str) -> Vec<u8> {
    let seen = first_characters(text, SORT_KEY_CHARACTERS);
    let mut key = Vec::with_capacity(seen.len() * 2 + 4);
    let Ok::<(), Infallible>(()) = COLLATOR.write_sort_key_to(seen, &mut key);
    key
}

fn first_characters(text: &str, count: usize) -> &str {
    match text.char_indices().nth(count) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}
