//! Names and descriptions of the built-in definitions in other languages: a file beside the definitions for each,
//! `schema/types/de.toml`.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

use crate::{
    definition,
    model::{EnumType, EnumValue, ObjectType, Position, RecordType},
};

/// The built-in definitions in one language.
#[derive(Debug, Deserialize)]
pub struct Translation {
    /// How a list is described that links of another type give, `{type}` and `{field}` standing for their names.
    inverse: String,
    #[serde(flatten)]
    sections: HashMap<String, Section>,
}

/// One type, enum or object.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    label: Option<String>,
    plural: Option<String>,
    description: Option<String>,
    #[serde(default)]
    fields: HashMap<String, Words>,
    #[serde(default)]
    values: HashMap<String, Words>,
}

/// A name and what it means; an empty meaning is none.
#[derive(Debug, Deserialize)]
struct Words(String, String);

/// What is said of a type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TypeWords<'a> {
    /// The name of one.
    pub label: &'a str,
    /// The name of many.
    pub plural: &'a str,
    /// What it is for.
    pub description: &'a str,
}

/// What is said of a field or value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MemberWords<'a> {
    /// Its name.
    pub label: &'a str,
    /// What it means; `None` of lists that other types' links give, see [`Translation::inverse`].
    pub description: Option<&'a str>,
}

/// The translations, by language.
static ALL: LazyLock<Vec<(&'static str, Translation)>> = LazyLock::new(|| {
    let files: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/translations.rs"));
    let read = |(name, text): &(&'static str, &str)| {
        let translation = toml::from_str(text).unwrap_or_else(|error| panic!("{name}, which a test reads: {error}"));
        (name.trim_end_matches(".toml"), translation)
    };
    files.iter().map(read).collect()
});

/// The languages that there are translations for.
pub fn languages() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|(language, _)| *language)
}

/// The translation for a BCP 47 tag such as `de` or `de-AT`: that of its language; `None` where there is none.
pub fn translation(tag: &str) -> Option<&'static Translation> {
    let language = tag.split(['-', '_']).next().unwrap_or_default();
    ALL.iter().find(|(known, _)| known.eq_ignore_ascii_case(language)).map(|(_, translation)| translation)
}

impl Translation {
    /// What is said of a record type; `None` unless it is built in.
    pub fn record(&self, record: &RecordType) -> Option<TypeWords<'_>> {
        let section = self.sections.get(&record.name).filter(|_| record.built_in)?;
        Some(TypeWords {
            label: section.label.as_deref()?,
            plural: section.plural.as_deref()?,
            description: section.description.as_deref()?,
        })
    }

    /// What is said of a field of a record type, or of a list that other types' links give to it.
    pub fn field(&self, record: &RecordType, field: &str) -> Option<MemberWords<'_>> {
        if record.built_in { self.member(&record.name, field) } else { None }
    }

    /// What is said of a field of an embedded object, or of what links carry.
    pub fn part(&self, object: &ObjectType, field: &str) -> Option<MemberWords<'_>> {
        if is_built_in(&object.position) { self.member(&object.name, field) } else { None }
    }

    /// What is said of a field that every entry has.
    pub fn shared(&self, field: &str) -> Option<MemberWords<'_>> {
        self.member("Entry", field)
    }

    /// What is said of a value of an enum.
    pub fn value(&self, declared: &EnumType, value: &EnumValue) -> Option<MemberWords<'_>> {
        let section = self.sections.get(&declared.name).filter(|_| is_built_in(&declared.position))?;
        section.values.get(&value.name).map(Words::told)
    }

    /// How a list is described that links of another type give: by the names of that type and of its field.
    pub fn inverse(&self, plural: &str, field: &str) -> String {
        self.inverse.replace("{type}", plural).replace("{field}", field)
    }

    /// Everything that is translated, as `Type`, `Type.field` and `Enum.VALUE`, in order.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (name, section) in &self.sections {
            names.extend(section.label.is_some().then(|| name.clone()));
            names.extend(section.fields.keys().chain(section.values.keys()).map(|member| format!("{name}.{member}")));
        }
        names.sort();
        names
    }

    fn member(&self, owner: &str, field: &str) -> Option<MemberWords<'_>> {
        self.sections.get(owner)?.fields.get(field).map(Words::told)
    }
}

impl Words {
    fn told(&self) -> MemberWords<'_> {
        MemberWords { label: &self.0, description: Some(self.1.as_str()).filter(|text| !text.is_empty()) }
    }
}

/// Whether a definition comes with Daybook.
fn is_built_in(position: &Position) -> bool {
    static FILES: LazyLock<Vec<String>> =
        LazyLock::new(|| definition::built_in().into_iter().map(|source| source.file).collect());
    FILES.contains(&position.file)
}
