//! The table of directives: what each takes and where it may stand.

/// Where a directive stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Place {
    Object,
    Field,
    EnumValue,
}

/// What an argument takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Takes {
    Text,
    Texts,
    Flag,
    Float,
    Int,
    Unit,
    Choice(&'static [&'static str]),
}

/// A directive of the language.
#[derive(Debug)]
pub(super) struct Specification {
    pub(super) name: &'static str,
    /// Where it may stand.
    pub(super) places: &'static [Place],
    /// Whether it may stand in one place more than once.
    pub(super) repeatable: bool,
    /// Name, what it takes, whether it must be given.
    pub(super) arguments: &'static [(&'static str, Takes, bool)],
}

const BOUNDS: &[(&str, Takes, bool)] = &[
    ("min", Takes::Float, false),
    ("max", Takes::Float, false),
    ("warnMin", Takes::Float, false),
    ("warnMax", Takes::Float, false),
];

const UNIT_BOUNDS: &[(&str, Takes, bool)] = &[
    ("canonical", Takes::Unit, true),
    ("min", Takes::Float, false),
    ("max", Takes::Float, false),
    ("warnMin", Takes::Float, false),
    ("warnMax", Takes::Float, false),
];

const ON_DELETE: &[&str] = &["RESTRICT", "UNLINK", "CASCADE"];
const COMPARE: &[&str] = &["EXACT", "NAME", "TEXT", "DATE", "NUMBER", "PHONE", "EMAIL", "ADDRESS", "GEO"];

const fn once(
    name: &'static str,
    places: &'static [Place],
    arguments: &'static [(&'static str, Takes, bool)],
) -> Specification {
    Specification { name, places, repeatable: false, arguments }
}

const fn repeated(
    name: &'static str,
    places: &'static [Place],
    arguments: &'static [(&'static str, Takes, bool)],
) -> Specification {
    Specification { name, places, repeatable: true, arguments }
}

const OBJECT: &[Place] = &[Place::Object];
const FIELD: &[Place] = &[Place::Field];
const BOTH: &[Place] = &[Place::Object, Place::Field];
const ALL: &[Place] = &[Place::Object, Place::Field, Place::EnumValue];

/// Every directive.
pub(super) const SPECIFICATIONS: &[Specification] = &[
    once(
        "entry",
        OBJECT,
        &[
            ("plural", Takes::Text, true),
            ("at", Takes::Text, false),
            ("title", Takes::Text, true),
            ("icon", Takes::Text, false),
        ],
    ),
    once(
        "series",
        OBJECT,
        &[
            ("plural", Takes::Text, true),
            ("of", Takes::Text, true),
            ("at", Takes::Text, true),
            ("every", Takes::Text, false),
            ("keep", Takes::Text, false),
        ],
    ),
    once("props", OBJECT, &[]),
    repeated("key", OBJECT, &[("fields", Takes::Texts, true)]),
    once("default", FIELD, &[("value", Takes::Text, true)]),
    once("index", FIELD, &[]),
    once(
        "search",
        FIELD,
        &[("weight", Takes::Float, false), ("facet", Takes::Flag, false), ("suggest", Takes::Flag, false)],
    ),
    once(
        "link",
        FIELD,
        &[
            ("inverse", Takes::Text, true),
            ("props", Takes::Text, false),
            ("onDelete", Takes::Choice(ON_DELETE), false),
            ("acyclic", Takes::Flag, false),
        ],
    ),
    once("unit", FIELD, UNIT_BOUNDS),
    once("range", FIELD, BOUNDS),
    once("length", FIELD, &[("min", Takes::Int, false), ("max", Takes::Int, false)]),
    once("pattern", FIELD, &[("regex", Takes::Text, true), ("message", Takes::Text, true)]),
    once(
        "time",
        FIELD,
        &[("future", Takes::Flag, false), ("notBefore", Takes::Text, false), ("maxAfter", Takes::Text, false)],
    ),
    once("sensitive", BOTH, &[]),
    once("public", BOTH, &[]),
    once("match", FIELD, &[("compare", Takes::Choice(COMPARE), true), ("block", Takes::Flag, false)]),
    once("computed", FIELD, &[("function", Takes::Text, true)]),
    once("showIf", FIELD, &[("field", Takes::Text, true), ("in", Takes::Texts, true)]),
    repeated("was", ALL, &[("name", Takes::Text, true)]),
];

impl Place {
    /// The place in words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Object => "a type",
            Self::Field => "a field",
            Self::EnumValue => "an enum value",
        }
    }
}
