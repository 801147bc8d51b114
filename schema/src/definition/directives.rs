//! The directives of the definition language: what each takes and where it may stand, and reading them.

use async_graphql_parser::{Positioned, types::ConstDirective};
use async_graphql_value::ConstValue;

use super::{
    mistakes::{Mistakes, quoted, suggestion},
    syntax::Document,
};
use crate::{model::Position, unit::Unit};

/// Where a directive stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Place {
    Object,
    Field,
    EnumValue,
}

/// What an argument takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Takes {
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
struct Specification {
    name: &'static str,
    places: &'static [Place],
    repeatable: bool,
    /// Name, what it takes, whether it must be given.
    arguments: &'static [(&'static str, Takes, bool)],
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

const SPECIFICATIONS: &[Specification] = &[
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

/// Whether the language has a directive of this name.
pub fn is_known(name: &str) -> bool {
    SPECIFICATIONS.iter().any(|specification| specification.name == name)
}

/// A directive where it stands, its arguments checked.
#[derive(Clone, Debug)]
pub struct Applied {
    name: &'static str,
    /// Where it stands.
    pub position: Position,
    arguments: Vec<Argument>,
}

/// A checked argument.
#[derive(Clone, Debug)]
struct Argument {
    name: &'static str,
    position: Position,
    value: ArgumentValue,
}

#[derive(Clone, Debug)]
enum ArgumentValue {
    Text(String),
    Texts(Vec<String>),
    Flag(bool),
    Number(f64),
    Unit(Unit),
}

/// All directives of one type, field or enum value.
#[derive(Clone, Debug, Default)]
pub struct Directives(Vec<Applied>);

impl Directives {
    /// The directive of that name; of a repeatable one the first.
    pub fn get(&self, name: &str) -> Option<&Applied> {
        self.0.iter().find(|applied| applied.name == name)
    }

    /// All directives of that name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Applied> {
        self.0.iter().filter(move |applied| applied.name == name)
    }

    /// Whether the directive is there.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Adds the directives of one place; a second one of a kind that stands once is a mistake.
    pub fn read(
        &mut self,
        document: &Document<'_>,
        place: Place,
        directives: &[Positioned<ConstDirective>],
        mistakes: &mut Mistakes,
    ) {
        for directive in directives {
            let position = document.position(directive.pos);
            let Some(specification) = find(&directive.node, place, &position, mistakes) else { continue };
            if let Some(first) = self.get(specification.name).filter(|_| !specification.repeatable) {
                let message = format!("`@{}` stands here twice; first at {}", specification.name, first.position);
                mistakes.add(&position, message, "keep one of them");
                continue;
            }
            // One with a mistake in it stands all the same: what it makes of the type is known.
            let arguments = arguments(document, specification, directive, &position, mistakes);
            self.0.push(Applied { name: specification.name, position, arguments });
        }
    }
}

impl Applied {
    fn argument(&self, name: &str) -> Option<&Argument> {
        self.arguments.iter().find(|argument| argument.name == name)
    }

    /// Where the argument's value stands, or the directive when it was left out.
    pub fn place(&self, name: &str) -> &Position {
        self.argument(name).map_or(&self.position, |argument| &argument.position)
    }

    /// A text, or the name of a choice.
    pub fn text(&self, name: &str) -> Option<&str> {
        match &self.argument(name)?.value {
            ArgumentValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A list of texts; empty when left out.
    pub fn texts(&self, name: &str) -> &[String] {
        match self.argument(name).map(|argument| &argument.value) {
            Some(ArgumentValue::Texts(texts)) => texts,
            _ => &[],
        }
    }

    /// A Boolean.
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.argument(name)?.value {
            ArgumentValue::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// A number.
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.argument(name)?.value {
            ArgumentValue::Number(number) => Some(number),
            _ => None,
        }
    }

    /// A unit.
    pub fn unit(&self, name: &str) -> Option<Unit> {
        match self.argument(name)?.value {
            ArgumentValue::Unit(unit) => Some(unit),
            _ => None,
        }
    }
}

fn find(
    directive: &ConstDirective,
    place: Place,
    position: &Position,
    mistakes: &mut Mistakes,
) -> Option<&'static Specification> {
    let name = directive.name.node.as_str();
    let Some(specification) = SPECIFICATIONS.iter().find(|specification| specification.name == name) else {
        let here = SPECIFICATIONS.iter().filter(|known| known.places.contains(&place)).map(|known| known.name);
        mistakes.add(position, format!("`@{name}` is no directive"), suggestion(name, here));
        return None;
    };
    if !specification.places.contains(&place) {
        let message = format!("`@{name}` cannot stand on {}", place.words());
        let places: Vec<_> = specification.places.iter().map(|place| place.words()).collect();
        mistakes.add(position, message, format!("it belongs on {}", places.join(" or ")));
        return None;
    }
    Some(specification)
}

fn arguments(
    document: &Document<'_>,
    specification: &'static Specification,
    directive: &Positioned<ConstDirective>,
    position: &Position,
    mistakes: &mut Mistakes,
) -> Vec<Argument> {
    let directive_name = specification.name;
    let mut arguments: Vec<Argument> = Vec::new();
    for (name, value) in &directive.node.arguments {
        let place = document.position(name.pos);
        let known = specification.arguments.iter().find(|(known, ..)| *known == name.node.as_str());
        let Some((name, takes, required)) = known else {
            let message = format!("`@{directive_name}` has no argument `{}`", name.node);
            let known = specification.arguments.iter().map(|(name, ..)| *name);
            let hint = if specification.arguments.is_empty() {
                format!("write `@{directive_name}` alone")
            } else {
                suggestion(&name.node, known)
            };
            mistakes.add(&place, message, hint);
            continue;
        };
        if arguments.iter().any(|argument| argument.name == *name) {
            mistakes.add(&place, format!("`{name}` is given twice"), "keep one of them");
            continue;
        }
        if value.node == ConstValue::Null && !required {
            continue;
        }
        let position = document.position(value.pos);
        match takes.read(&value.node) {
            Ok(value) => arguments.push(Argument { name, position, value }),
            Err(Mismatch { message, hint }) => {
                mistakes.add(&position, format!("`{name}` of `@{directive_name}` {message}"), hint);
            }
        }
    }
    for (name, takes, required) in specification.arguments {
        let given = directive.node.arguments.iter().any(|(given, _)| given.node == *name);
        if *required && !given {
            let message = format!("`@{directive_name}` needs `{name}`");
            mistakes.add(position, message, format!("write `@{directive_name}({name}: {})`", takes.example(name)));
        }
    }
    arguments
}

struct Mismatch {
    message: String,
    hint: String,
}

impl Takes {
    fn read(self, value: &ConstValue) -> Result<ArgumentValue, Mismatch> {
        let mismatch = || Mismatch {
            message: format!("takes {}, not `{value}`", self.words()),
            hint: format!("write {}", self.hint(value)),
        };
        match (self, value) {
            (Self::Text, ConstValue::String(text)) => Ok(ArgumentValue::Text(text.clone())),
            // GraphQL reads a single value where a list stands as a list of one.
            (Self::Texts, ConstValue::String(text)) => Ok(ArgumentValue::Texts(vec![text.clone()])),
            (Self::Texts, ConstValue::List(items)) => {
                let texts = items.iter().map(|item| match item {
                    ConstValue::String(text) => Some(text.clone()),
                    _ => None,
                });
                texts.collect::<Option<_>>().map(ArgumentValue::Texts).ok_or_else(mismatch)
            }
            (Self::Flag, ConstValue::Boolean(flag)) => Ok(ArgumentValue::Flag(*flag)),
            (Self::Float, ConstValue::Number(number)) => {
                number.as_f64().filter(|number| number.is_finite()).map(ArgumentValue::Number).ok_or_else(mismatch)
            }
            (Self::Int, ConstValue::Number(number)) => match number.as_i64() {
                Some(number @ 0..=2_147_483_647) => Ok(ArgumentValue::Number(number as f64)),
                _ => Err(mismatch()),
            },
            (Self::Unit, ConstValue::Enum(name)) => {
                Unit::from_name(name).map(ArgumentValue::Unit).ok_or_else(|| Mismatch {
                    message: format!("is no unit: `{name}`"),
                    hint: Unit::parse(name).map_or_else(
                        || suggestion(name, Unit::ALL.iter().map(|unit| unit.name())),
                        |unit| format!("did you mean `{}`?", unit.name()),
                    ),
                })
            }
            (Self::Choice(choices), ConstValue::Enum(name)) => {
                let choice = choices.iter().find(|choice| **choice == name.as_str());
                choice.map(|choice| ArgumentValue::Text((*choice).to_owned())).ok_or_else(|| Mismatch {
                    message: format!("cannot be `{name}`"),
                    hint: suggestion(name, choices.iter().copied()),
                })
            }
            _ => Err(mismatch()),
        }
    }

    fn words(self) -> String {
        match self {
            Self::Text => "a text in quotes".to_owned(),
            Self::Texts => "a list of texts".to_owned(),
            Self::Flag => "`true` or `false`".to_owned(),
            Self::Float => "a number".to_owned(),
            Self::Int => "a whole number from 0".to_owned(),
            Self::Unit => "the name of a unit".to_owned(),
            Self::Choice(choices) => format!("one of {}", quoted(choices.iter().copied())),
        }
    }

    /// How the value would be right: the same in the right notation where only that is wrong.
    fn hint(self, value: &ConstValue) -> String {
        match (self, value) {
            (Self::Text, ConstValue::Enum(name)) => format!("`\"{name}\"` in quotes"),
            (Self::Text, ConstValue::Number(_) | ConstValue::Boolean(_)) => format!("`\"{value}\"` in quotes"),
            (Self::Unit | Self::Choice(_) | Self::Flag | Self::Float | Self::Int, ConstValue::String(text)) => {
                format!("`{text}` without quotes")
            }
            _ => format!("{}, such as `{}`", self.words(), self.example("")),
        }
    }

    fn example(self, name: &str) -> String {
        match (self, name) {
            (Self::Text, "title") => "\"{name}\"".to_owned(),
            (Self::Text, "regex") => "\"[A-Z]{2}\"".to_owned(),
            (Self::Text, "plural") => "\"plants\"".to_owned(),
            (Self::Text, _) => "\"text\"".to_owned(),
            (Self::Texts, _) => "[\"name\"]".to_owned(),
            (Self::Flag, _) => "true".to_owned(),
            (Self::Float | Self::Int, _) => "10".to_owned(),
            (Self::Unit, _) => "KG".to_owned(),
            (Self::Choice(choices), _) => choices[0].to_owned(),
        }
    }
}

impl Place {
    fn words(self) -> &'static str {
        match self {
            Self::Object => "a type",
            Self::Field => "a field",
            Self::EnumValue => "an enum value",
        }
    }
}
