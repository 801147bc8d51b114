//! Plain values: JSON whose names are those of the API, answered by selection. Metadata, results of functions.

use std::sync::Arc;

use daybook_schema::unit::Unit;
use serde_json::{Map, Value as Json, json};

use super::{Planned, Planner, value::AskedUnit};
use crate::{
    error::RequestError,
    json::number_json,
    selection::Set,
    surface::{FieldRole, QuantityField, Shape},
};

/// One use of a plain value, or of a list of them.
#[derive(Debug)]
pub enum PlainPlan {
    /// As it is.
    Leaf,
    /// What is selected of an object.
    Object {
        /// Its type.
        type_name: String,
        /// What to answer, by key.
        outputs: Vec<(String, PlainOutput)>,
    },
}

/// What one key of an object answers.
#[derive(Debug)]
pub enum PlainOutput {
    TypeName,
    /// The number of a quantity, in the unit that is asked for.
    Quantity(Option<AskedUnit>),
    /// The member of the value that has the field's name.
    Member(String, PlainPlan),
}

impl Planned {
    /// The member of a plain value that the field answers: that of its own name.
    pub fn member(&self) -> &str {
        self.selected.name()
    }
}

impl Planner {
    /// Plans what is selected of a plain value of a type.
    pub fn plain(&self, type_name: &str, sets: &[Arc<Set>]) -> Result<PlainPlan, RequestError> {
        if !self.has_fields(type_name) {
            return Ok(PlainPlan::Leaf);
        }
        let fields = self.fields(type_name, sets)?.into_iter().map(|field| {
            let output = match field.role {
                None => PlainOutput::TypeName,
                Some(FieldRole::QuantityField(QuantityField::Value)) => PlainOutput::Quantity(AskedUnit::of(&field)),
                Some(_) => {
                    let below = self.plain(&field.type_name, &field.selected.sets)?;
                    PlainOutput::Member(field.member().to_owned(), below)
                }
            };
            Ok((field.key(), output))
        });
        let outputs = fields.collect::<Result<_, RequestError>>()?;
        Ok(PlainPlan::Object { type_name: type_name.to_owned(), outputs })
    }

    fn has_fields(&self, type_name: &str) -> bool {
        let shape = self.surface.types.get(type_name).map(|known| &known.shape);
        matches!(shape, Some(Shape::Object { .. } | Shape::Interface { .. }))
    }
}

impl PlainPlan {
    /// What is selected of a value.
    pub fn answer(&self, value: &Json) -> Result<Json, RequestError> {
        match (self, value) {
            (_, Json::Array(items)) => items.iter().map(|item| self.answer(item)).collect(),
            (Self::Object { type_name, outputs }, Json::Object(members)) => {
                let mut answer = Map::new();
                for (key, output) in outputs {
                    answer.insert(key.clone(), output.answer(type_name, members)?);
                }
                Ok(Json::Object(answer))
            }
            (_, other) => Ok(other.clone()),
        }
    }
}

impl PlainOutput {
    fn answer(&self, type_name: &str, members: &Map<String, Json>) -> Result<Json, RequestError> {
        match self {
            Self::TypeName => Ok(json!(type_name)),
            Self::Quantity(asked) => {
                let canonical = members.get("unit").and_then(Json::as_str).and_then(Unit::from_name);
                let asked = asked.map(|asked| asked.within("value", canonical)).transpose()?;
                Ok(converted(members.get("value").unwrap_or(&Json::Null), canonical, asked))
            }
            Self::Member(name, below) => below.answer(members.get(name).unwrap_or(&Json::Null)),
        }
    }
}

fn converted(value: &Json, canonical: Option<Unit>, asked: Option<Unit>) -> Json {
    match (value.as_f64(), canonical, asked) {
        (Some(number), Some(canonical), Some(asked)) if canonical != asked => {
            canonical.answer(number, asked).map_or(Json::Null, number_json)
        }
        _ => value.clone(),
    }
}
