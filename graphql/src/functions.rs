//! Domain operations: declared in SDL, bound by name to functions of the domains crate.

use daybook_domains::{Declared, OperationContext, OperationError, Records, Run, operation::mismatches};
use daybook_schema::value::Instant;
use serde_json::{Map, Value as Json};

use crate::{
    error::{Code, RequestError},
    plan::Planned,
    read::Reader,
    surface::{Meaning, OutputField, Shape, Surface},
};

/// A function that reads records.
pub type Reading = fn(&mut Records<'_>, Json) -> Result<Json, OperationError>;

/// What comes of an operation when it is planned.
pub enum Outcome {
    /// The answer.
    Known(Json),
    /// It reads records.
    Reads(Reading),
}

/// Runs an operation as far as its arguments alone decide. Its mistakes are errors of its root field, all of them in one
/// message.
pub fn run(name: &str, arguments: &Map<String, Json>, now: Instant) -> Result<Outcome, RequestError> {
    let Some(operation) = daybook_domains::operation(name) else {
        tracing::error!(name, "an operation without a function; the start should have refused it");
        return Err(RequestError::new(Code::Internal, format!("`{name}` has no function")));
    };
    match operation.run {
        Run::Reading(run) => Ok(Outcome::Reads(run)),
        Run::Pure(run) => {
            let context = OperationContext { now, viewer: None };
            run(&context, Json::Object(arguments.clone())).map(Outcome::Known).map_err(failed)
        }
    }
}

fn failed(error: OperationError) -> RequestError {
    match error {
        OperationError::Store(error) => error.into(),
        mistakes @ OperationError::Mistakes(_) => RequestError::bad_input(mistakes.to_string()),
    }
}

impl Reader<'_> {
    /// The answer of an operation that reads records.
    pub fn operation(&mut self, run: Reading, planned: &Planned) -> Result<Json, RequestError> {
        let mut records = Records::new(&mut *self.snapshot, self.planner.now, self.as_of);
        let answer = run(&mut records, Json::Object(planned.arguments.clone())).map_err(failed)?;
        self.planner.plain(&planned.type_name, &answer, &planned.selected.sets)
    }
}

/// What keeps the declared operations and their functions from fitting together, one sentence each; empty when all fit.
pub fn unbound(surface: &Surface) -> Vec<String> {
    let roots = ["Query", "Mutation"].into_iter().flat_map(|root| fields(surface, root));
    let operations = roots.filter(|(_, field)| field.meaning == Meaning::Operation);
    let declared: Vec<Declared> = operations.map(|(name, field)| declared(surface, name, field)).collect();
    let offered = daybook_domains::operations().iter().filter(|operation| operation.is_offered(&surface.model));
    mismatches(&declared, &offered.copied().collect::<Vec<_>>())
}

fn declared(surface: &Surface, name: &str, field: &OutputField) -> Declared {
    let result = fields(surface, field.ty.name()).map(|(name, _)| name.clone()).collect();
    Declared { name: name.to_owned(), arguments: field.arguments.keys().cloned().collect(), result }
}

fn fields<'s>(surface: &'s Surface, name: &str) -> impl Iterator<Item = (&'s String, &'s OutputField)> + use<'s> {
    let object = surface.types.get(name).map(|known| &known.shape);
    let fields = match object {
        Some(Shape::Object { fields, .. }) => Some(fields),
        _ => None,
    };
    fields.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use daybook_schema::Model;

    use super::*;

    #[test]
    fn every_declared_operation_has_its_function() {
        let built_in = daybook_schema::definition::load(&daybook_schema::definition::built_in()).unwrap();
        for (model, summaries) in [(Model::default(), false), (built_in, true)] {
            let surface = Surface::build(Arc::new(model));
            assert_eq!(unbound(&surface), Vec::<String>::new());
            // Summaries of types that are not there are not offered.
            assert_eq!(surface.field("Query", "childDay").is_some(), summaries);
            assert_eq!(surface.types.contains_key("ChildDay"), summaries);
        }
    }

    #[test]
    fn a_declared_argument_that_no_function_knows_is_named() {
        let mut surface = Surface::build(Arc::new(Model::default()));
        let query = surface.types.get_mut("Query").expect("there is a query type");
        let Shape::Object { fields, .. } = &mut query.shape else { panic!("it is an object") };
        let field = fields.get_mut("formulaMix").expect("formulaMix is declared");
        let (_, argument) = field.arguments.shift_remove_entry("mode").expect("it has a mode");
        field.arguments.insert("way".to_owned(), argument);
        let expected = [
            "argument of operation `formulaMix` `way` is declared but unknown to its function",
            "argument of operation `formulaMix` `mode` is known to its function but not declared",
        ];
        assert_eq!(unbound(&surface), expected);
    }
}
