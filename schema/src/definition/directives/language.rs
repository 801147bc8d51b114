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
pub(super) enum ArgumentKind {
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
    pub(super) arguments: &'static [(&'static str, ArgumentKind, bool)],
}

const BOUNDS: &[(&str, ArgumentKind, bool)] = &[
    ("min", ArgumentKind::Float, false),
    ("max", ArgumentKind::Float, false),
    ("warnMin", ArgumentKind::Float, false),
    ("warnMax", ArgumentKind::Float, false),
];

const UNIT_BOUNDS: &[(&str, ArgumentKind, bool)] = &[
    ("canonical", ArgumentKind::Unit, true),
    ("min", ArgumentKind::Float, false),
    ("max", ArgumentKind::Float, false),
    ("warnMin", ArgumentKind::Float, false),
    ("warnMax", ArgumentKind::Float, false),
];

const ON_DELETE: &[&str] = &["RESTRICT", "UNLINK", "CASCADE"];
const COMPARE: &[&str] = &["EXACT", "NAME", "TEXT", "DATE", "NUMBER", "PHONE", "EMAIL", "ADDRESS", "GEO"];

const fn once(
    name: &'static str,
    places: &'static [Place],
    arguments: &'static [(&'static str, ArgumentKind, bool)],
) -> Specification {
    Specification { name, places, repeatable: false, arguments }
}

const fn repeated(
    name: &'static str,
    places: &'static [Place],
    arguments: &'static [(&'static str, ArgumentKind, bool)],
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
            ("plural", ArgumentKind::Text, true),
            ("at", ArgumentKind::Text, false),
            ("title", ArgumentKind::Text, true),
            ("icon", ArgumentKind::Text, false),
        ],
    ),
    once(
        "series",
        OBJECT,
        &[
            ("plural", ArgumentKind::Text, true),
            ("of", ArgumentKind::Text, true),
            ("at", ArgumentKind::Text, true),
            ("every", ArgumentKind::Text, false),
            ("everyFrom", ArgumentKind::Text, false),
            ("gapFactor", ArgumentKind::Float, false),
            ("gapFactorFrom", ArgumentKind::Text, false),
            ("keep", ArgumentKind::Text, false),
        ],
    ),
    once("props", OBJECT, &[]),
    repeated("key", OBJECT, &[("fields", ArgumentKind::Texts, true)]),
    once("default", FIELD, &[("value", ArgumentKind::Text, true)]),
    once("index", FIELD, &[]),
    once(
        "search",
        FIELD,
        &[
            ("weight", ArgumentKind::Float, false),
            ("facet", ArgumentKind::Flag, false),
            ("suggest", ArgumentKind::Flag, false),
        ],
    ),
    once(
        "link",
        FIELD,
        &[
            ("inverse", ArgumentKind::Text, true),
            ("props", ArgumentKind::Text, false),
            ("onDelete", ArgumentKind::Choice(ON_DELETE), false),
            ("acyclic", ArgumentKind::Flag, false),
        ],
    ),
    once("unit", FIELD, UNIT_BOUNDS),
    once("range", FIELD, BOUNDS),
    once("length", FIELD, &[("min", ArgumentKind::Int, false), ("max", ArgumentKind::Int, false)]),
    once("pattern", FIELD, &[("regex", ArgumentKind::Text, true), ("message", ArgumentKind::Text, true)]),
    once(
        "time",
        FIELD,
        &[
            ("future", ArgumentKind::Flag, false),
            ("notBefore", ArgumentKind::Text, false),
            ("maxAfter", ArgumentKind::Text, false),
        ],
    ),
    once("sensitive", BOTH, &[]),
    once("public", BOTH, &[]),
    once("match", FIELD, &[("compare", ArgumentKind::Choice(COMPARE), true), ("block", ArgumentKind::Flag, false)]),
    once("computed", FIELD, &[("function", ArgumentKind::Text, true)]),
    once("showIf", FIELD, &[("field", ArgumentKind::Text, true), ("in", ArgumentKind::Texts, true)]),
    repeated("was", ALL, &[("name", ArgumentKind::Text, true)]),
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

#[cfg(test)]
mod tests {
    use async_graphql_parser::{
        parse_schema,
        types::{DirectiveLocation, TypeKind, TypeSystemDefinition},
    };

    use super::*;
    use crate::{
        definition::{LANGUAGE, Source, load},
        model::Scalar,
    };

    #[test]
    fn the_written_language_is_the_one_that_is_read() {
        let written =
            parse_schema(LANGUAGE).unwrap().definitions.into_iter().filter_map(|definition| match definition {
                TypeSystemDefinition::Directive(directive) => Some(directive.node),
                _ => None,
            });
        let written: Vec<_> = written
            .map(|directive| {
                let arguments = directive
                    .arguments
                    .iter()
                    .map(|argument| (argument.node.name.node.to_string(), !argument.node.ty.node.nullable));
                let places = directive.locations.iter().map(|place| match place.node {
                    DirectiveLocation::Object => Place::Object,
                    DirectiveLocation::EnumValue => Place::EnumValue,
                    _ => Place::Field,
                });
                assert!(directive.description.is_some(), "@{}", directive.name.node);
                (directive.name.node.to_string(), arguments.collect::<Vec<_>>(), places.collect::<Vec<_>>())
            })
            .collect();
        let read: Vec<_> = SPECIFICATIONS
            .iter()
            .map(|known| {
                let arguments = known.arguments.iter().map(|(name, _, required)| ((*name).to_owned(), *required));
                (known.name.to_owned(), arguments.collect::<Vec<_>>(), known.places.to_vec())
            })
            .collect();
        assert_eq!(written, read);
    }

    #[test]
    fn every_scalar_is_written_with_what_it_is() {
        let written =
            parse_schema(LANGUAGE).unwrap().definitions.into_iter().filter_map(|definition| match definition {
                TypeSystemDefinition::Type(ty) if matches!(ty.node.kind, TypeKind::Scalar) => Some(ty.node),
                _ => None,
            });
        let written: Vec<_> =
            written.map(|scalar| (scalar.name.node.to_string(), scalar.description.is_some())).collect();
        let all: Vec<_> = Scalar::ALL.iter().map(|scalar| (scalar.name().to_owned(), true)).collect();
        assert_eq!(written, all);
    }

    #[test]
    fn the_example_of_the_written_language_can_be_defined() {
        let example: Vec<_> = LANGUAGE.lines().filter_map(|line| line.strip_prefix("#   ")).collect();
        let text = format!(
            "type Child @entry(plural: \"children\", title: \"{{name}}\") {{ name: String! }}\n{}",
            example.join("\n")
        );
        let model = load(&[Source { file: "example".to_owned(), text, built_in: false }]).unwrap();
        assert!(model.find("Bath").is_some());
    }
}
