//! Keys for comparing strings, computed once here so that every backend agrees.

/// Characters of a text that its sort key looks at; texts that differ only beyond are in order of their ids.
pub const SORT_KEY_CHARACTERS: usize = 256;

/// The text under Unicode simple case folding; accents stay. `contains`, `startsWith`, `endsWith` and `like` compare it.
pub fn fold(_text: &str) -> String {
    todo!()
}

/// Bytes whose order is the order of strings: the root collation of Unicode, accents respected, case ignored.
pub fn sort_key(_text: &str) -> Vec<u8> {
    todo!()
}

/// Whether a folded text matches a folded `like` pattern: `%` any run, `_` one character, `\` escapes.
pub fn like(_folded_text: &str, _folded_pattern: &str) -> bool {
    todo!()
}
