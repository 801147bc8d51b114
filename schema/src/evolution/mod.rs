//! How one model follows from another: what was added, removed, renamed and changed, where the values of each field
//! come from, and what is lost on the way.
//!
//! Pure: how many records a change touches is counted by the store, from [`Change::touches`].

mod convert;
mod fields;
mod keys;
mod plain;
mod refusal;
#[cfg(test)]
mod tests;

pub use self::convert::{Converted, Side, convert, convert_past};
use crate::{
    definition::{DefinitionError, title_template},
    model::{FieldIndex, Kind, Model, Position, RecordType, TypeIndex},
};

/// What a change does.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(missing_docs, reason = "the API documents each where it declares the enum")]
pub enum ChangeKind {
    TypeAdded,
    TypeRemoved,
    TypeRenamed,
    TypeChanged,
    FieldAdded,
    FieldRemoved,
    FieldRenamed,
    FieldChanged,
}

/// One difference between two models.
#[derive(Clone, Debug)]
pub struct Change {
    /// What it does.
    pub kind: ChangeKind,
    /// The type, by its new name; a removed one by its old name. Enums and embedded objects are types too.
    pub type_name: String,
    /// The field or enum value, by its new name; a removed one by its old name. `None`: the type itself.
    pub field: Option<String>,
    /// Values or entries can be lost.
    pub lossy: bool,
    /// For people; without figures.
    pub description: String,
    /// Which records it touches.
    pub touches: AffectedRecords,
    /// The change is a mistake when it touches any record: where, and what to write instead.
    pub forbidden: Option<(Position, String)>,
}

/// Records that a change touches, in terms of the old model.
#[derive(Clone, Debug, PartialEq)]
pub enum AffectedRecords {
    /// None at all.
    Nothing,
    /// All of a type.
    All(TypeIndex),
    /// Those that have a value of a field.
    Holding(TypeIndex, FieldIndex),
    /// Those that have no value of a field.
    Missing(TypeIndex, FieldIndex),
    /// Those whose field has one of these enum values.
    Named(Vec<(TypeIndex, FieldIndex)>, String),
    /// Those that have a value of a field, each of which is converted. The new place of the field comes second.
    Converted((TypeIndex, FieldIndex), (TypeIndex, FieldIndex)),
    /// Those with a value of a field that breaks its new rules. The new place of the field comes second.
    Breaking((TypeIndex, FieldIndex), (TypeIndex, FieldIndex)),
    /// Those that lie on a circle of the links of a field.
    Circling(TypeIndex, FieldIndex),
    /// Living ones that will have the same values of a key as another one.
    Alike {
        /// The type.
        old: TypeIndex,
        /// Its place in the new model.
        new: TypeIndex,
        /// New fields of the key, and where their values come from.
        key: Vec<(FieldIndex, Origin)>,
    },
}

/// Where the values of a new field come from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Origin {
    /// There are none: the default, or nothing.
    New,
    /// From this old field, as they are.
    Kept(FieldIndex),
    /// From this old field, each one through [`convert()`].
    Converted(FieldIndex),
}

impl Origin {
    /// The old field that values come from.
    pub fn source(self) -> Option<FieldIndex> {
        match self {
            Self::New => None,
            Self::Kept(source) | Self::Converted(source) => Some(source),
        }
    }
}

/// The way from one model to another.
#[derive(Clone, Debug, Default)]
pub struct Evolution {
    /// All differences: types in the order of the new model, then removed ones.
    pub changes: Vec<Change>,
    /// By new type: the old type whose records it takes over.
    pub types: Vec<Option<TypeIndex>>,
    /// By new type and field. Of a new type all are [`Origin::New`].
    pub fields: Vec<Vec<Origin>>,
    /// Old types whose records are gone.
    pub removed: Vec<TypeIndex>,
    /// New types whose stored titles or times must be made anew.
    pub restated: Vec<TypeIndex>,
    /// Changes that cannot be made.
    pub mistakes: Vec<DefinitionError>,
}

/// Finds the way from one model to another.
pub fn between(old: &Model, new: &Model) -> Evolution {
    let mut evolution = Evolution::default();
    for record in &new.types {
        let origin = origin(old, new, record);
        evolution.types.push(origin);
    }
    for (index, origin) in new.indexes().zip(evolution.types.clone()) {
        let record = new.record(index);
        let Some(origin) = origin else {
            evolution.fields.push(vec![Origin::New; record.fields.len()]);
            evolution.changes.push(added(new, record));
            continue;
        };
        evolution.record(old, new, origin, index);
    }
    for index in old.indexes().filter(|index| !evolution.types.contains(&Some(*index))) {
        let record = old.record(index);
        evolution.removed.push(index);
        evolution.changes.push(Change {
            kind: ChangeKind::TypeRemoved,
            type_name: record.name.clone(),
            field: None,
            lossy: true,
            description: format!(
                "removes `{}` with everything recorded of it, its links and its part of the API (`{}`)",
                record.name, record.plural
            ),
            touches: AffectedRecords::All(index),
            forbidden: None,
        });
    }
    plain::compare(old, new, &mut evolution);
    evolution
}

/// The old type whose records a type takes over: the one of its name, else of a former name.
fn origin(old: &Model, new: &Model, record: &RecordType) -> Option<TypeIndex> {
    let named = |name: &str| old.indexes().find(|index| old.record(*index).name == name);
    named(&record.name).or_else(|| {
        let former = record.former_names.iter().find_map(|name| named(name))?;
        let lives = new.types.iter().any(|other| other.name == old.record(former).name);
        (!lives).then_some(former)
    })
}

fn added(new: &Model, record: &RecordType) -> Change {
    let links = record.fields.iter().filter_map(|field| {
        let link = field.link()?;
        Some(format!("`{}.{}`", new.record(link.target).name, link.inverse))
    });
    let links: Vec<_> = links.collect();
    let also = if links.is_empty() { String::new() } else { format!(", with {} on the other side", links.join(", ")) };
    Change {
        kind: ChangeKind::TypeAdded,
        type_name: record.name.clone(),
        field: None,
        lossy: false,
        description: format!("adds the type `{}` and its list `{}`{also}", record.name, record.plural),
        touches: AffectedRecords::Nothing,
        forbidden: None,
    }
}

impl Evolution {
    /// A type that was there before.
    fn record(&mut self, old: &Model, new: &Model, origin: TypeIndex, index: TypeIndex) {
        let (before, after) = (old.record(origin), new.record(index));
        let change = |kind, description: String| Change {
            kind,
            type_name: after.name.clone(),
            field: None,
            lossy: false,
            description,
            touches: AffectedRecords::Nothing,
            forbidden: None,
        };
        if before.name != after.name {
            let description =
                format!("renames `{}` to `{}`; entries stay, the old names are deprecated", before.name, after.name);
            self.changes.push(change(ChangeKind::TypeRenamed, description));
        }
        if before.is_series() != after.is_series() {
            let message = format!("`{}` cannot change between `@entry` and `@series`", after.name);
            self.mistake(&after.position, message, "define a type of another name, and remove this one");
        }
        let differences = head_differences(before, after);
        if !differences.is_empty() {
            self.changes.push(change(ChangeKind::TypeChanged, differences.join("; ")));
        }
        let place = self.changes.len();
        let origins = self.compare_fields(old, new, origin, index);
        // What is about the type stands before what is about its fields.
        let keys = keys::compare((before, origin), (after, index), &origins);
        self.changes.splice(place..place, keys);
        self.check_series(before, after, &origins);
        if restates(before, after, &origins) {
            self.restated.push(index);
        }
        self.fields.push(origins);
    }

    fn check_series(&mut self, before: &RecordType, after: &RecordType, origins: &[Origin]) {
        let (Kind::Series { of: old_of, .. }, Kind::Series { of, .. }) = (&before.kind, &after.kind) else { return };
        let at = after.at.zip(before.at).is_none_or(|(at, old)| origins[at.0] == Origin::Kept(old));
        if origins[of.0] != Origin::Kept(*old_of) || !at {
            let message = format!("what `{}` measures, and when, are its key and cannot change", after.name);
            self.mistake(&after.position, message, "define a series of another name");
        }
    }

    fn mistake(&mut self, position: &Position, message: impl Into<String>, hint: impl Into<String>) {
        self.mistakes.push(DefinitionError {
            position: position.clone(),
            message: message.into(),
            hint: Some(hint.into()),
        });
    }
}

/// What changed about a type beside its name and fields, one phrase each.
fn head_differences(before: &RecordType, after: &RecordType) -> Vec<String> {
    let mut found = Vec::new();
    if before.plural != after.plural {
        found.push(format!("the list is now `{}` instead of `{}`", after.plural, before.plural));
    }
    if let (Some(old), Some(new)) = (title_template(before), title_template(after))
        && old != new
    {
        found.push(format!("the title is now `{new}` instead of `{old}`"));
    }
    let at = |record: &RecordType| record.at.map(|at| record.field(at).name.clone());
    if at(before) != at(after) {
        found.push(format!("the time is now taken from {}", at(after).map_or("nothing".to_owned(), quoted)));
    }
    if before.description != after.description || before.icon != after.icon {
        found.push("its description or icon changes".to_owned());
    }
    if (before.sensitive, before.public) != (after.sensitive, after.public) {
        found.push("who may see it changes".to_owned());
    }
    if let (
        Kind::Series { every, keep, gaps, .. },
        Kind::Series { every: new_every, keep: new_keep, gaps: new_gaps, .. },
    ) = (&before.kind, &after.kind)
    {
        if every != new_every || keep != new_keep {
            found.push("the interval or how long samples are kept changes".to_owned());
        }
        if gaps != new_gaps {
            found.push("what counts as a gap between samples changes".to_owned());
        }
    }
    found.extend(
        before
            .former_names
            .iter()
            .filter(|name| **name != after.name && !after.former_names.contains(name))
            .map(|name| format!("the old name `{name}` is answered no more")),
    );
    found
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to `map`")]
fn quoted(name: String) -> String {
    format!("`{name}`")
}

fn names(record: &RecordType, fields: &[FieldIndex]) -> Vec<String> {
    fields.iter().map(|field| record.field(*field).name.clone()).collect()
}

/// Whether stored titles or times differ from what the new definition says.
fn restates(before: &RecordType, after: &RecordType, origins: &[Origin]) -> bool {
    use crate::model::TitlePart;
    let (Kind::Entry { title: old }, Kind::Entry { title: new }) = (&before.kind, &after.kind) else { return false };
    let same = |old: FieldIndex, new: FieldIndex| origins[new.0] == Origin::Kept(old);
    let titles = old.len() != new.len()
        || old.iter().zip(new).any(|parts| match parts {
            (TitlePart::Text(old), TitlePart::Text(new)) => old != new,
            (TitlePart::Field(old), TitlePart::Field(new)) => !same(*old, *new),
            _ => true,
        });
    let times = match (before.at, after.at) {
        (None, None) => false,
        (Some(old), Some(new)) => !same(old, new),
        _ => true,
    };
    // A title without any text is the name of the type.
    titles || times || before.name != after.name
}
