//! Collects mistakes, and finds the word that was meant.

use super::{DefinitionError, Source};
use crate::model::Position;

/// Every mistake found so far.
#[derive(Debug, Default)]
pub struct Mistakes(Vec<DefinitionError>);

impl Mistakes {
    /// Notes a mistake and what to write instead.
    pub fn add(&mut self, position: &Position, message: impl Into<String>, hint: impl Into<String>) {
        self.0.push(DefinitionError {
            position: position.clone(),
            message: message.into(),
            hint: Some(hint.into()).filter(|hint| !hint.is_empty()),
        });
    }

    /// All mistakes in the order of files and lines, each once, or nothing when there are none.
    pub fn stop(&mut self, sources: &[Source]) -> Result<(), Vec<DefinitionError>> {
        let mut found = std::mem::take(&mut self.0);
        if found.is_empty() {
            return Ok(());
        }
        let file = |error: &DefinitionError| sources.iter().position(|source| source.file == error.position.file);
        found.sort_by_key(|error| (file(error), error.position.line, error.position.column));
        found.dedup();
        Err(found)
    }
}

/// What a misspelt word most likely should have been.
pub fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_lowercase();
    let allowed = 1 + folded.chars().count() / 4;
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// ``did you mean `x`?``, else all that is known.
pub fn suggestion<'a>(word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(candidate) = closest(word, known.clone()) {
        return format!("did you mean `{candidate}`?");
    }
    let known: Vec<_> = known.into_iter().collect();
    if known.is_empty() { String::new() } else { format!("known here are {}", quoted(known)) }
}

/// Names in backticks, with commas; long lists are cut.
pub fn quoted<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 30;
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.len().checked_sub(SHOWN) {
        Some(more @ 1..) => format!("{} and {more} more", names[..SHOWN].join(", ")),
        _ => names.join(", "),
    }
}
