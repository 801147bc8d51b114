//! The model: every record type with its fields, links and rules, checked and cross-referenced.
//!
//! A [`Model`] is immutable and shared as `Arc<Model>`. Indexes ([`TypeIndex`], [`FieldIndex`], …) are positions in
//! one model and mean nothing in another; what outlives a model (tables, cursors, history) uses names or the store's
//! own stable numbers.

mod field;

use std::collections::HashMap;

pub use self::field::{
    Bounds, Compare, DefaultValue, Field, FieldKind, Length, Link, Match, OnDelete, Pattern, Scalar, Search, ShowIf,
    TimeRule, UnitRule,
};
use crate::time::Span;

/// Position of a record type in [`Model::types`].
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TypeIndex(pub usize);

/// Position of a field in [`RecordType::fields`].
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct FieldIndex(pub usize);

/// Position of an enum in [`Model::enums`].
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct EnumIndex(pub usize);

/// Position of an embedded or `@props` object type in [`Model::objects`].
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ObjectIndex(pub usize);

/// Everything that was declared, in the order of declaration.
#[derive(Debug, Default)]
pub struct Model {
    /// Entry types and series.
    pub types: Vec<RecordType>,
    /// Enum types.
    pub enums: Vec<EnumType>,
    /// Embedded object types and link properties.
    pub objects: Vec<ObjectType>,
    /// Hexadecimal SHA-256 of the canonical definitions: equal models have equal fingerprints.
    pub fingerprint: String,
    /// Type names, former names included. Filled by [`Model::index_names`].
    pub names: HashMap<String, TypeIndex>,
}

/// Where something was declared.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Position {
    /// File name as given, or `typePlan` for definitions that came over the API.
    pub file: String,
    /// First line is 1.
    pub line: usize,
    /// First column is 1.
    pub column: usize,
}

/// A record type: an entry or a series.
#[derive(Clone, Debug)]
pub struct RecordType {
    /// Singular, PascalCase.
    pub name: String,
    /// The list field, camelCase.
    pub plural: String,
    /// Written for API users.
    pub description: Option<String>,
    /// A Lucide icon name.
    pub icon: Option<String>,
    /// Entry or series, with what only that kind has.
    pub kind: Kind,
    /// The field that places a record in time.
    pub at: Option<FieldIndex>,
    /// Natural keys; the order of fields is that of the declaration.
    pub keys: Vec<Vec<FieldIndex>>,
    /// Declared fields, links included.
    pub fields: Vec<Field>,
    /// List fields that other types' links give to this one.
    pub inverses: Vec<Inverse>,
    /// Earlier names.
    pub former_names: Vec<String>,
    /// Marked as personal.
    pub sensitive: bool,
    /// An anonymous reader may see it.
    pub public: bool,
    /// From `schema/types`, not from the installation.
    pub built_in: bool,
    /// Where it was declared.
    pub position: Position,
}

/// What kind of record a type declares.
#[derive(Clone, Debug)]
pub enum Kind {
    /// `@entry`.
    Entry {
        /// Template of the title.
        title: Vec<TitlePart>,
    },
    /// `@series`: its natural key is (`of`, `at`).
    Series {
        /// The link to what is measured.
        of: FieldIndex,
        /// Expected interval between samples.
        every: Option<Span>,
        /// How long raw samples stay; `None` is for ever.
        keep: Option<Span>,
        /// Which distance of two samples is a gap.
        gaps: GapRule,
    },
}

/// Which distance of two samples is a gap: more than so many times the expected interval. Both may be said by each entry
/// that is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GapRule {
    /// Field of the measured type with its expected interval (Duration).
    pub every_from: Option<FieldIndex>,
    /// How many intervals.
    pub factor: f64,
    /// Field of the measured type with its own factor (Int or Float).
    pub factor_from: Option<FieldIndex>,
}

impl Default for GapRule {
    fn default() -> Self {
        Self { every_from: None, factor: 3.0, factor_from: None }
    }
}

impl GapRule {
    /// Whether entries may say something of their own.
    pub fn is_own(&self) -> bool {
        self.every_from.is_some() || self.factor_from.is_some()
    }
}

/// A piece of a title template.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TitlePart {
    /// Literal text.
    Text(String),
    /// The value of a field; of a to-one link, the title of its target.
    Field(FieldIndex),
}

/// The list field that a link gives to its target.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Inverse {
    /// Name of the list field.
    pub name: String,
    /// The type that declares the link.
    pub source: TypeIndex,
    /// The declaring field.
    pub field: FieldIndex,
}

/// One way along a declared link.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Relation {
    /// The type that declares the link.
    pub owner: TypeIndex,
    /// The declaring field.
    pub field: FieldIndex,
    /// Out: from the owner to the target. In: from the target back, always a list.
    pub direction: Direction,
}

/// Which way a link is followed.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Direction {
    /// From the declaring entry to its target.
    Out,
    /// From the target to the declaring entries.
    In,
}

/// An enum type.
#[derive(Clone, Debug)]
pub struct EnumType {
    /// PascalCase.
    pub name: String,
    /// Written for API users.
    pub description: Option<String>,
    /// In declaration order, which is also their order in lists and statistics.
    pub values: Vec<EnumValue>,
    /// Where it was declared.
    pub position: Position,
}

/// One value of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// SCREAMING_SNAKE.
    pub name: String,
    /// Written for API users.
    pub description: Option<String>,
    /// Earlier names.
    pub former_names: Vec<String>,
    /// Where it was declared.
    pub position: Position,
}

/// An embedded object type, or the properties of a link.
#[derive(Clone, Debug)]
pub struct ObjectType {
    /// PascalCase.
    pub name: String,
    /// Written for API users.
    pub description: Option<String>,
    /// Declared with `@props`: lives only on links.
    pub props: bool,
    /// `@was`.
    pub former_names: Vec<String>,
    /// Scalars, enums and embedded objects; never links.
    pub fields: Vec<Field>,
    /// Where it was declared.
    pub position: Position,
}

impl Model {
    /// Fills the name table; called once, when the model is complete.
    pub fn index_names(&mut self) {
        for (position, record) in self.types.iter().enumerate() {
            for name in std::iter::once(&record.name).chain(&record.former_names) {
                self.names.insert(name.clone(), TypeIndex(position));
            }
        }
    }

    /// The type at an index of this model.
    pub fn record(&self, index: TypeIndex) -> &RecordType {
        &self.types[index.0]
    }

    /// The type of that name or former name.
    pub fn find(&self, name: &str) -> Option<TypeIndex> {
        self.names.get(name).copied()
    }

    /// Indexes of all types, in declaration order.
    pub fn indexes(&self) -> impl Iterator<Item = TypeIndex> + use<> {
        (0..self.types.len()).map(TypeIndex)
    }

    /// The field that declares a relation.
    pub fn relation_field(&self, relation: Relation) -> &Field {
        self.record(relation.owner).field(relation.field)
    }

    /// The link behind a relation.
    pub fn link(&self, relation: Relation) -> &Link {
        match &self.relation_field(relation).kind {
            FieldKind::Link(link) => link,
            other => unreachable!("a relation is declared by a link field, not by {other:?}"),
        }
    }

    /// The type that following a relation leads to.
    pub fn relation_target(&self, relation: Relation) -> TypeIndex {
        match relation.direction {
            Direction::Out => self.link(relation).target,
            Direction::In => relation.owner,
        }
    }

    /// Whether following a relation leads to a list. The inverse of any link is a list.
    pub fn relation_is_list(&self, relation: Relation) -> bool {
        relation.direction == Direction::In || self.relation_field(relation).list
    }

    /// `Type.field` of the side that declares the link.
    pub fn link_kind(&self, owner: TypeIndex, field: FieldIndex) -> String {
        let record = self.record(owner);
        format!("{}.{}", record.name, record.field(field).name)
    }

    /// The relation that a field name of a type stands for: a link it declares, or an inverse.
    pub fn relation(&self, index: TypeIndex, name: &str) -> Option<Relation> {
        let record = self.record(index);
        if let Some(field) = record.find(name) {
            let is_link = matches!(record.field(field).kind, FieldKind::Link(_));
            return is_link.then_some(Relation { owner: index, field, direction: Direction::Out });
        }
        let inverse = record.inverses.iter().find(|inverse| inverse.name == name)?;
        Some(Relation { owner: inverse.source, field: inverse.field, direction: Direction::In })
    }

    /// All relations of a type: its own links, then the inverses, with their field names.
    pub fn relations(&self, index: TypeIndex) -> Vec<(&str, Relation)> {
        let record = self.record(index);
        let own =
            record.fields.iter().enumerate().filter(|(_, field)| field.link().is_some()).map(|(position, field)| {
                (field.name.as_str(), Relation { owner: index, field: FieldIndex(position), direction: Direction::Out })
            });
        let inverse = record.inverses.iter().map(|inverse| {
            (inverse.name.as_str(), Relation { owner: inverse.source, field: inverse.field, direction: Direction::In })
        });
        own.chain(inverse).collect()
    }
}

impl Kind {
    /// Milliseconds beyond which the distance of two samples is a gap, where what is measured says nothing of its own.
    /// `None` where no interval is declared.
    pub fn gap(&self) -> Option<i64> {
        self.gap_of(None, None)
    }

    /// The same for an entry with an interval (in milliseconds) and a factor of its own. An interval that is not longer
    /// than nothing and a factor below 1 count as none.
    pub fn gap_of(&self, every: Option<i64>, factor: Option<f64>) -> Option<i64> {
        let Self::Series { every: declared, gaps, .. } = self else { return None };
        let declared = declared.as_ref().map(Span::milliseconds);
        let every = every.filter(|every| *every > 0).or(declared)?;
        let factor = factor.filter(|factor| *factor >= 1.0).unwrap_or(gaps.factor);
        Some((every as f64 * factor) as i64)
    }
}

impl RecordType {
    /// The field at an index of this type.
    pub fn field(&self, index: FieldIndex) -> &Field {
        &self.fields[index.0]
    }

    /// The field of that name or former name.
    pub fn find(&self, name: &str) -> Option<FieldIndex> {
        let exact = self.fields.iter().position(|field| field.name == name);
        let former = || self.fields.iter().position(|field| field.former_names.iter().any(|former| former == name));
        exact.or_else(former).map(FieldIndex)
    }

    /// The declared field that is the title: what both say is the same.
    pub fn own_title(&self) -> Option<FieldIndex> {
        let named = self.fields.iter().position(|field| field.name == "title");
        named.filter(|_| !self.is_series()).map(FieldIndex)
    }

    /// Fields with their indexes, in declaration order.
    pub fn indexed_fields(&self) -> impl Iterator<Item = (FieldIndex, &Field)> {
        self.fields.iter().enumerate().map(|(position, field)| (FieldIndex(position), field))
    }

    /// The text field that is the whole title of an entry, such as `name` in `{name}`: what people call it.
    pub fn naming_field(&self) -> Option<FieldIndex> {
        let Kind::Entry { title } = &self.kind else { return None };
        match title.as_slice() {
            [TitlePart::Field(index)] => {
                let field = self.field(*index);
                (field.kind == FieldKind::Scalar(Scalar::String) && !field.list).then_some(*index)
            }
            _ => None,
        }
    }

    /// The name of the single read, such as `soilReading` for `SoilReading`.
    pub fn singular(&self) -> String {
        let mut characters = self.name.chars();
        characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
    }

    /// Whether this is a series.
    pub fn is_series(&self) -> bool {
        matches!(self.kind, Kind::Series { .. })
    }
}
