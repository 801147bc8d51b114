//! Reading a unit as people and devices write it.

use std::{collections::HashMap, sync::LazyLock};

use super::{Unit, table};

/// The unit of a spelling.
pub(super) fn find(text: &str) -> Option<Unit> {
    static UNITS: LazyLock<HashMap<String, Unit>> =
        LazyLock::new(|| all().map(|(spelling, unit)| (normal(spelling), unit)).collect());
    UNITS.get(&normal(text)).copied()
}

/// Every spelling with its unit. The symbol of [`Unit::ONE`] is empty and no spelling.
pub(super) fn all() -> impl Iterator<Item = (&'static str, Unit)> {
    table::ROWS.iter().flat_map(|row| {
        let names = [row.name, row.symbol, row.ucum].into_iter().filter(|name| !name.is_empty());
        names.chain(row.spellings.split(' ').filter(|name| !name.is_empty())).map(move |name| (name, row.unit))
    })
}

/// What is left when that what people vary is taken away: case, blanks, underscores, dots, which micro sign.
pub(super) fn normal(text: &str) -> String {
    let kept = text.chars().filter(|character| !character.is_whitespace() && !matches!(character, '_' | '.'));
    kept.flat_map(char::to_lowercase).map(simplest).collect()
}

fn simplest(character: char) -> char {
    match character {
        'µ' | 'μ' => 'u',
        'º' | '˚' => '°',
        'ℓ' => 'l',
        other => other,
    }
}
