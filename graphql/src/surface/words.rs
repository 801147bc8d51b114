//! Descriptions for what has none of its own, and the bounds that every description of a field should tell.

use daybook_schema::{
    Model,
    model::{Bounds, DefaultValue, Field, FieldKind},
};

/// `plantedOn` or `SoilReading` as words: `planted on`, `soil reading`.
pub(crate) fn spaced(name: &str) -> String {
    let mut words = String::new();
    for character in name.chars() {
        if character.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(character.to_lowercase());
    }
    words
}

/// A text with a capital in front and a full stop behind.
pub(crate) fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first: String = characters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    let stop = if text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{first}{}{stop}", characters.as_str())
}

/// `a` or `an`, as the word behind it asks for.
pub(super) fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) { "an" } else { "a" }
}

/// What a field of a record or object type is.
pub(super) fn field(model: &Model, field: &Field) -> String {
    let mut text = field.description.clone().unwrap_or_else(|| generated(model, field));
    for part in rules(field) {
        text = format!("{} {part}", sentence(&text));
    }
    text
}

/// The same for input: says too what happens when it is left out.
pub(super) fn input_field(model: &Model, field: &Field) -> String {
    let text = self::field(model, field);
    let default = match &field.default {
        Some(DefaultValue::Now) => "Left out it is the moment of writing.",
        Some(DefaultValue::Viewer) => "Left out it is whoever writes.",
        Some(DefaultValue::Literal(_)) => "Has a default.",
        None => return text,
    };
    format!("{} {default}", sentence(&text))
}

/// What a condition on a field looks at.
pub(super) fn condition(field: &Field) -> String {
    match &field.description {
        Some(description) => sentence(description),
        None => format!("By {}.", spaced(&field.name)),
    }
}

fn generated(model: &Model, field: &Field) -> String {
    let name = spaced(&field.name);
    match &field.kind {
        FieldKind::Link(link) => {
            let target = &model.record(link.target);
            if field.list {
                format!("The {}: links to {}.", name, spaced(&target.plural))
            } else {
                format!("The {}: a link to {} {}.", name, article(&target.name), spaced(&target.name))
            }
        }
        _ => format!("The {name}."),
    }
}

fn rules(field: &Field) -> Vec<String> {
    let mut rules = Vec::new();
    if let Some(rule) = &field.unit {
        rules.push(format!("Kept in {}{}.", rule.canonical.name(), limits(rule.bounds)));
        rules.extend(warning(rule.bounds));
    }
    let range = limits(field.range);
    if !range.is_empty() {
        rules.push(sentence(range.trim_start_matches([',', ' '])));
    }
    rules.extend(warning(field.range));
    if let Some(length) = &field.length {
        let of = if field.list { "items" } else { "characters" };
        match (length.min, length.max) {
            (Some(min), Some(max)) => rules.push(format!("{min} to {max} {of}.")),
            (Some(min), None) => rules.push(format!("At least {min} {of}.")),
            (None, Some(max)) => rules.push(format!("At most {max} {of}.")),
            (None, None) => {}
        }
    }
    rules.extend(field.pattern.as_ref().map(|pattern| format!("Form: {}.", pattern.message.trim_end_matches('.'))));
    if field.time.as_ref().is_some_and(|time| !time.future) {
        rules.push("Not in the future.".to_owned());
    }
    rules
}

fn limits(bounds: Bounds) -> String {
    match (bounds.min, bounds.max) {
        (Some(min), Some(max)) => format!(", {min} to {max}"),
        (Some(min), None) => format!(", at least {min}"),
        (None, Some(max)) => format!(", at most {max}"),
        (None, None) => String::new(),
    }
}

fn warning(bounds: Bounds) -> Option<String> {
    match (bounds.warn_min, bounds.warn_max) {
        (Some(min), Some(max)) => Some(format!("Below {min} or above {max} there is a warning.")),
        (Some(min), None) => Some(format!("Below {min} there is a warning.")),
        (None, Some(max)) => Some(format!("Above {max} there is a warning.")),
        (None, None) => None,
    }
}
