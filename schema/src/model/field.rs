//! Fields: what kind of value, and the rules of it.

use super::{EnumIndex, FieldIndex, ObjectIndex, Position, TypeIndex};
use crate::{time::Span, unit::Unit, value::Value};

/// A declared field.
#[derive(Clone, Debug)]
pub struct Field {
    /// camelCase.
    pub name: String,
    /// Written for API users.
    pub description: Option<String>,
    /// Type of the value, or of one item when `list`.
    pub kind: FieldKind,
    /// Many values, or a to-many link.
    pub list: bool,
    /// Never null.
    pub required: bool,
    /// Value when left out.
    pub default: Option<DefaultValue>,
    /// `@index`, or implied by key, link and `at`.
    pub index: bool,
    /// `@unit` of a Quantity.
    pub unit: Option<UnitRule>,
    /// `@range` of Int and Float.
    pub range: Bounds,
    /// `@length`.
    pub length: Option<Length>,
    /// `@pattern`.
    pub pattern: Option<Pattern>,
    /// `@time`.
    pub time: Option<TimeRule>,
    /// `@search`.
    pub search: Option<Search>,
    /// `@match`: how the field weighs in duplicate detection.
    pub compare: Option<Match>,
    /// `@computed`: name of a function of the domains crate; never stored, never written.
    pub computed: Option<String>,
    /// `@showIf`.
    pub show_if: Option<ShowIf>,
    /// `@sensitive`.
    pub sensitive: bool,
    /// `@public`.
    pub public: bool,
    /// Earlier names: still accepted and answered, marked deprecated.
    pub former_names: Vec<String>,
    /// Where it was declared.
    pub position: Position,
}

impl Field {
    /// An optional field of one value without rules, declared nowhere.
    pub fn new(name: impl Into<String>, kind: FieldKind) -> Self {
        Self {
            name: name.into(),
            description: None,
            kind,
            list: false,
            required: false,
            default: None,
            index: false,
            unit: None,
            range: Bounds::default(),
            length: None,
            pattern: None,
            time: None,
            search: None,
            compare: None,
            computed: None,
            show_if: None,
            sensitive: false,
            public: false,
            former_names: Vec::new(),
            position: Position::default(),
        }
    }

    /// The link, when this field is one.
    pub fn link(&self) -> Option<&Link> {
        match &self.kind {
            FieldKind::Link(link) => Some(link),
            _ => None,
        }
    }

    /// Whether the field has a column in its type's table: everything but to-many links and computed fields.
    pub fn is_stored(&self) -> bool {
        self.computed.is_none() && !(self.list && self.link().is_some())
    }

    /// The scalar, when the field has one.
    pub fn scalar(&self) -> Option<Scalar> {
        match self.kind {
            FieldKind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }
}

/// Type of a field's value.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldKind {
    /// A scalar of the definition language.
    Scalar(Scalar),
    /// An enum.
    Enum(EnumIndex),
    /// An embedded object.
    Object(ObjectIndex),
    /// A link to another entry, or to many when the field is a list.
    Link(Link),
}

/// The scalars a field may have.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(missing_docs, reason = "the names are those of the definition language")]
pub enum Scalar {
    String,
    Int,
    Float,
    Boolean,
    Id,
    Date,
    DateTime,
    Duration,
    Time,
    TimeZone,
    Url,
    Email,
    Phone,
    Language,
    Country,
    Money,
    GeoPoint,
    Quantity,
    Json,
}

impl Scalar {
    /// All scalars.
    pub const ALL: &'static [Self] = &[
        Self::String,
        Self::Int,
        Self::Float,
        Self::Boolean,
        Self::Id,
        Self::Date,
        Self::DateTime,
        Self::Duration,
        Self::Time,
        Self::TimeZone,
        Self::Url,
        Self::Email,
        Self::Phone,
        Self::Language,
        Self::Country,
        Self::Money,
        Self::GeoPoint,
        Self::Quantity,
        Self::Json,
    ];

    /// The name in the definition language and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::String => "String",
            Self::Int => "Int",
            Self::Float => "Float",
            Self::Boolean => "Boolean",
            Self::Id => "ID",
            Self::Date => "Date",
            Self::DateTime => "DateTime",
            Self::Duration => "Duration",
            Self::Time => "Time",
            Self::TimeZone => "TimeZone",
            Self::Url => "URL",
            Self::Email => "Email",
            Self::Phone => "Phone",
            Self::Language => "Language",
            Self::Country => "Country",
            Self::Money => "Money",
            Self::GeoPoint => "GeoPoint",
            Self::Quantity => "Quantity",
            Self::Json => "JSON",
        }
    }

    /// The name of the input type that it is given as in the API: [`Self::name`], except for what has parts.
    pub fn input_name(self) -> &'static str {
        match self {
            Self::Money => "MoneyInput",
            Self::GeoPoint => "GeoPointInput",
            Self::Quantity => "QuantityInput",
            plain => plain.name(),
        }
    }
}

/// `@link`.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What it leads to.
    pub target: TypeIndex,
    /// The list field on the other side.
    pub inverse: String,
    /// Type of the link's properties (to-many links only).
    pub props: Option<ObjectIndex>,
    /// What deleting the target does.
    pub on_delete: OnDelete,
    /// A link that would close a circle is refused.
    pub acyclic: bool,
}

/// What deleting the target of a link does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OnDelete {
    /// The delete is refused.
    Restrict,
    /// The link is removed.
    Unlink,
    /// The source is deleted too.
    Cascade,
}

/// `@default`.
#[derive(Clone, Debug, PartialEq)]
pub enum DefaultValue {
    /// The moment of writing.
    Now,
    /// Who writes.
    Viewer,
    /// A literal, already coerced.
    Literal(Value),
}

/// `@unit`, bounds in the canonical unit.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitRule {
    /// Values are stored in this unit.
    pub canonical: Unit,
    /// Error and warning bounds.
    pub bounds: Bounds,
}

/// Inclusive bounds: outside `min`/`max` is an error, outside `warn_min`/`warn_max` a warning.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "the names are those of the directive")]
pub struct Bounds {
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub warn_min: Option<f64>,
    pub warn_max: Option<f64>,
}

/// Inclusive length of a string in characters, or of a list in items.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[expect(missing_docs, reason = "the names are those of the directive")]
pub struct Length {
    pub min: Option<usize>,
    pub max: Option<usize>,
}

/// `@pattern`: the whole string must match.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Anchored on both sides.
    pub regex: regex::Regex,
    /// What to say when it does not match.
    pub message: String,
}

/// `@time`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TimeRule {
    /// Whether times later than now (one minute of grace) are accepted.
    pub future: bool,
    /// A field that must not be later than this one.
    pub not_before: Option<FieldIndex>,
    /// The largest distance to that field.
    pub max_after: Option<Span>,
}

/// `@search`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are those of the directive")]
pub struct Search {
    pub weight: f64,
    pub facet: bool,
    pub suggest: bool,
}

/// `@match`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Match {
    /// How two values are compared.
    pub compare: Compare,
    /// Whether equal values make a block of candidates.
    pub block: bool,
}

/// How two values are compared in duplicate detection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "the names are those of the definition language")]
pub enum Compare {
    Exact,
    Name,
    Text,
    Date,
    Number,
    Phone,
    Email,
    Address,
    Geo,
}

/// `@showIf`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ShowIf {
    /// The field the condition looks at.
    pub field: FieldIndex,
    /// Shown when its text is one of these.
    pub values: Vec<String>,
}
