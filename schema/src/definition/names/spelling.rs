//! How names are spelt: types in PascalCase, fields in camelCase, enum values in SCREAMING_SNAKE_CASE.

use super::super::mistakes::Mistakes;
use crate::model::Position;

/// Notes a name that is not spelt as its kind is.
pub fn check_spelling(
    name: &str,
    position: &Position,
    what: &str,
    is_right: fn(&str) -> bool,
    make_right: fn(&str) -> String,
    mistakes: &mut Mistakes,
) {
    if name.starts_with("__") {
        let message = format!("the {what} `{name}` starts with two underscores, which GraphQL keeps for itself");
        mistakes.add(position, message, format!("write `{}`", make_right(name)));
    } else if !is_right(name) {
        let style = match what {
            "type" | "enum" => "PascalCase",
            "enum value" => "SCREAMING_SNAKE_CASE",
            _ => "camelCase",
        };
        let right = make_right(name);
        let hint = if is_right(&right) { format!("write `{right}`") } else { "start it with a letter".to_owned() };
        mistakes.add(position, format!("the {what} `{name}` is not in {style}"), hint);
    }
}

/// PascalCase?
pub fn is_pascal(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|other| other.is_ascii_alphanumeric())
}

/// camelCase?
pub fn is_camel(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|other| other.is_ascii_alphanumeric())
}

/// SCREAMING_SNAKE_CASE?
pub fn is_screaming(name: &str) -> bool {
    let allowed = |other: char| other.is_ascii_uppercase() || other.is_ascii_digit() || other == '_';
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(allowed)
        && !name.ends_with('_')
        && !name.contains("__")
}

/// The words of a name in any of the usual spellings.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous = '_';
    for character in name.chars() {
        if !character.is_ascii_alphanumeric() {
            previous = '_';
            continue;
        }
        let starts = previous == '_' || (character.is_ascii_uppercase() && previous.is_ascii_lowercase());
        match words.last_mut() {
            Some(word) if !starts => word.push(character),
            _ => words.push(character.to_string()),
        }
        previous = character;
    }
    words
}

/// In PascalCase.
pub fn pascal(name: &str) -> String {
    words(name).iter().map(|word| upper_first(&spelt(word))).collect()
}

/// In camelCase.
pub fn camel(name: &str) -> String {
    let words = words(name);
    let rest = words.iter().skip(1).map(|word| upper_first(&spelt(word)));
    words.first().map(|first| lower_first(&spelt(first))).into_iter().chain(rest).collect()
}

/// In SCREAMING_SNAKE_CASE.
pub fn screaming(name: &str) -> String {
    words(name).join("_").to_uppercase()
}

/// A shouted word in small letters; others stay.
fn spelt(word: &str) -> String {
    if word.len() > 1 && word.chars().all(|letter| !letter.is_ascii_lowercase()) {
        word.to_lowercase()
    } else {
        word.to_owned()
    }
}

/// With a capital first letter.
pub fn upper_first(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// With a small first letter: the name of the single read of a type.
pub fn lower_first(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}
