//! Values of directive arguments.

use async_graphql_value::ConstValue;

use super::{
    super::mistakes::{quoted, suggestion},
    ArgumentValue,
    language::ArgumentKind,
};
use crate::unit::Unit;

/// Why a value is not what an argument takes.
pub(super) struct Mismatch {
    pub(super) message: String,
    pub(super) hint: String,
}

impl ArgumentKind {
    /// Reads a value.
    pub(super) fn read(self, value: &ConstValue) -> Result<ArgumentValue, Mismatch> {
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

    /// A value as it could be.
    pub(super) fn example(self, name: &str) -> String {
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
