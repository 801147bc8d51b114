//! `typePlan` and `typeApply`.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::task::{Payload, Task};
use crate::{
    error::RequestError,
    plan::{Planned, Planner},
    selection::Set,
    surface::FieldRole,
    types::{self, Applied},
};

impl Task {
    /// Changes of the definitions stand beside the queue of writes.
    pub(super) async fn define(&self, planned: &Planned) -> Result<Payload, RequestError> {
        let text = |name: &str| planned.text(name).unwrap_or_default().to_owned();
        let sets = &planned.selected.sets;
        if planned.role == Some(FieldRole::TypeApply) {
            let applied = types::apply(&self.app, &text("planId")).await?;
            let answer = self.planner.applied(&applied, sets)?;
            return Ok(Payload { answer, refused: refused(&applied.errors) });
        }
        let remove = planned.given("remove").and_then(Json::as_array);
        let remove = remove.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect();
        let plan = types::plan(&self.app, text("sdl"), remove).await?;
        let answer = self.planner.plain(&planned.type_name, &plan, sets)?;
        Ok(Payload { answer, refused: refused(&plan["errors"]) })
    }
}

/// What the log calls mistakes in definitions, which have no codes of their own.
fn refused(errors: &Json) -> Option<&'static str> {
    errors.as_array().is_some_and(|errors| !errors.is_empty()).then_some("DEFINITIONS")
}

impl Planner {
    /// What is selected of the answer to `typeApply`.
    fn applied(&self, applied: &Applied, sets: &[Arc<Set>]) -> Result<Json, RequestError> {
        let mut answer = Map::new();
        for asked in self.fields("TypeApplyPayload", sets)? {
            let below = &asked.selected.sets;
            let value = match (asked.role, asked.selected.name(), &applied.types) {
                (None, ..) => json!("TypeApplyPayload"),
                (Some(_), "types", None) => json!([]),
                (Some(_), "types", Some((surface, types))) => {
                    types.iter().map(|record| self.entry_type(surface, *record, below)).collect::<Result<_, _>>()?
                }
                (Some(_), _, _) => self.plain(&asked.type_name, &applied.errors, below)?,
            };
            answer.insert(asked.key(), value);
        }
        Ok(Json::Object(answer))
    }
}
