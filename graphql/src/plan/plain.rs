//! Plain values: JSON whose names are those of the API, answered by selection. Metadata, results of functions.

use std::sync::Arc;

use daybook_schema::unit::Unit;
use serde_json::{Map, Value as Json, json};

use super::{Planner, value::asked_unit};
use crate::{error::RequestError, json::number_json, selection::Set, surface::FieldRole};

impl Planner {
    /// What sets select of a plain value of a type.
    pub fn plain(&self, type_name: &str, value: &Json, sets: &[Arc<Set>]) -> Result<Json, RequestError> {
        match value {
            Json::Array(items) => items.iter().map(|item| self.plain(type_name, item, sets)).collect(),
            Json::Object(members) if self.has_fields(type_name) => self.plain_object(type_name, members, sets),
            other => Ok(other.clone()),
        }
    }

    fn has_fields(&self, type_name: &str) -> bool {
        use crate::surface::Shape;
        matches!(
            self.surface.types.get(type_name).map(|known| &known.shape),
            Some(Shape::Object { .. } | Shape::Interface { .. })
        )
    }

    fn plain_object(
        &self,
        type_name: &str,
        members: &Map<String, Json>,
        sets: &[Arc<Set>],
    ) -> Result<Json, RequestError> {
        let mut answer = Map::new();
        for field in self.fields(type_name, sets)? {
            let member = members.get(field.selected.name()).unwrap_or(&Json::Null);
            let value = match field.role {
                None => json!(type_name),
                Some(FieldRole::QuantityValue) => {
                    let canonical = members.get("unit").and_then(Json::as_str).and_then(Unit::from_name);
                    let asked = asked_unit(&field, "value", canonical)?;
                    converted(member, canonical, asked)
                }
                Some(_) => self.plain(&field.type_name, member, &field.selected.sets)?,
            };
            answer.insert(field.key(), value);
        }
        Ok(Json::Object(answer))
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
