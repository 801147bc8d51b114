//! The directives of the definition language: what each takes and where it may stand, and reading them.

use async_graphql_parser::{Positioned, types::ConstDirective};
use async_graphql_value::ConstValue;

mod language;
mod values;

pub use self::language::Place;
use self::{
    language::{SPECIFICATIONS, Specification},
    values::Mismatch,
};
use super::{
    mistakes::{Mistakes, suggestion},
    syntax::Document,
};
use crate::{model::Position, unit::Unit};

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
