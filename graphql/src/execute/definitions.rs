//! `typePlan` and `typeApply`.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::task::{Payload, Task};
use crate::{
    error::RequestError,
    metadata::TypeView,
    plan::{PlainPlan, Planned, Planner, unplanned},
    selection::Set,
    surface::{FieldRole, TypeApplyField},
    types::{self, Applied},
};

impl Task {
    /// Changes of the definitions stand beside the queue of writes.
    pub(super) async fn define(&self, planned: &Planned) -> Result<Payload, RequestError> {
        let text = |name: &str| planned.text(name).unwrap_or_default().to_owned();
        let sets = &planned.selected.sets;
        if planned.role == Some(FieldRole::TypeApply) {
            let answer = self.planner.type_apply(sets)?;
            let applied = types::apply(&self.app, &text("planId")).await?;
            return Ok(Payload { answer: answer.answer(&applied)?, refused: refused(&applied.errors) });
        }
        let remove = planned.given("remove").and_then(Json::as_array);
        let remove = remove.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect();
        let answer = self.planner.plain(&planned.type_name, sets)?;
        let plan = types::plan(&self.app, text("sdl"), remove).await?;
        Ok(Payload { answer: answer.answer(&plan)?, refused: refused(&plan["errors"]) })
    }
}

/// What the log calls mistakes in definitions, which have no codes of their own.
fn refused(errors: &Json) -> Option<&'static str> {
    errors.as_array().is_some_and(|errors| !errors.is_empty()).then_some("DEFINITIONS")
}

/// What is selected of the answer to `typeApply`, by key.
struct TypeApplyView(Vec<(String, TypeApplyOutput)>);

enum TypeApplyOutput {
    TypeName,
    Types(TypeView),
    Errors(PlainPlan),
}

impl Planner {
    fn type_apply(&self, sets: &[Arc<Set>]) -> Result<TypeApplyView, RequestError> {
        let fields = self.fields("TypeApplyPayload", sets)?.into_iter().map(|field| {
            let sets = &field.selected.sets;
            let output = match field.role {
                None => TypeApplyOutput::TypeName,
                Some(FieldRole::TypeApplyField(TypeApplyField::Types)) => TypeApplyOutput::Types(self.type_view(sets)?),
                Some(FieldRole::TypeApplyField(TypeApplyField::Errors)) => {
                    TypeApplyOutput::Errors(self.plain(&field.type_name, sets)?)
                }
                Some(other) => return Err(unplanned(other, &field)),
            };
            Ok((field.key(), output))
        });
        fields.collect::<Result<_, _>>().map(TypeApplyView)
    }
}

impl TypeApplyView {
    fn answer(&self, applied: &Applied) -> Result<Json, RequestError> {
        let mut answer = Map::new();
        for (key, output) in &self.0 {
            let value = match (output, &applied.types) {
                (TypeApplyOutput::TypeName, _) => json!("TypeApplyPayload"),
                (TypeApplyOutput::Types(_), None) => json!([]),
                (TypeApplyOutput::Types(view), Some((surface, types))) => {
                    types.iter().map(|record| view.answer(None, surface, *record)).collect::<Result<_, _>>()?
                }
                (TypeApplyOutput::Errors(plan), _) => plan.answer(&applied.errors)?,
            };
            answer.insert(key.clone(), value);
        }
        Ok(Json::Object(answer))
    }
}
