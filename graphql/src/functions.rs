//! Functions of the domains: the root fields that they serve, and what is declared without one.

use daybook_domains::{Declared, FunctionContext, FunctionError, Records, Run, function::mismatches};
use daybook_schema::{Model, definition::DefinitionError, model::Field, value::Instant};
use serde_json::{Map, Value as Json};

use crate::{
    error::{Code, RequestError},
    plan::PlainPlan,
    read::Reader,
    surface::{ForFunction, OutputField, Shape, Surface},
};

/// A function that reads records.
pub type Reading = fn(&mut Records<'_>, Json) -> Result<Json, FunctionError>;

/// What comes of a function when its field is planned.
pub enum Outcome {
    /// The answer.
    Known(Json),
    /// It reads records.
    Reads(Reading),
}

/// Runs a function as far as its arguments alone decide. Its mistakes are errors of its root field, all of them in one
/// message.
pub fn run(name: &str, arguments: &Map<String, Json>, now: Instant) -> Result<Outcome, RequestError> {
    let Some(function) = daybook_domains::function(name) else {
        tracing::error!(name, "a declared field without a function; the start should have refused it");
        return Err(RequestError::new(Code::Internal, format!("`{name}` has no function")));
    };
    match function.run {
        Run::Reading(run) => Ok(Outcome::Reads(run)),
        Run::Pure(run) => {
            let context = FunctionContext { now, viewer: None };
            run(&context, Json::Object(arguments.clone())).map(Outcome::Known).map_err(failed)
        }
    }
}

fn failed(error: FunctionError) -> RequestError {
    match error {
        FunctionError::Store(error) => error.into(),
        mistakes @ FunctionError::Mistakes(_) => RequestError::bad_input(mistakes.to_string()),
    }
}

/// A root field that a function serves which reads records.
pub struct FunctionPlan {
    /// The function.
    pub run: Reading,
    /// What it is given.
    pub arguments: Map<String, Json>,
    /// What is selected of its answer.
    pub answer: PlainPlan,
}

impl Reader<'_> {
    /// The answer of a function that reads records.
    pub fn function(&mut self, plan: &FunctionPlan) -> Result<Json, RequestError> {
        let mut records = Records::new(&mut *self.snapshot, self.context.now, self.as_of);
        let answer = (plan.run)(&mut records, Json::Object(plan.arguments.clone())).map_err(failed)?;
        plan.answer.answer(&answer)
    }
}

/// What keeps declared root fields and functions from fitting together, one sentence each; empty when all fit.
pub fn unbound(surface: &Surface) -> Vec<String> {
    let declared: Vec<Declared> = surface.for_functions.iter().filter_map(|field| declared(surface, field)).collect();
    let offered = daybook_domains::functions().iter().filter(|function| function.is_offered(&surface.model));
    mismatches(&declared, &offered.copied().collect::<Vec<_>>())
}

fn declared(surface: &Surface, ForFunction { root, name, file }: &ForFunction) -> Option<Declared> {
    let field = surface.field(root, name)?;
    let result = fields(surface, field.ty.name()).map(|(name, _)| name.clone()).collect();
    let arguments = field.arguments.keys().cloned().collect();
    Some(Declared { root: root.clone(), name: name.clone(), file: file.clone(), arguments, result })
}

/// Fields that are declared with `@computed`, though no function computes them: each a mistake of its definition.
pub fn uncomputed(model: &Model) -> Vec<DefinitionError> {
    let entries = model.types.iter().map(|record| (&record.name, &record.fields));
    let objects = model.objects.iter().map(|object| (&object.name, &object.fields));
    let fields = entries.chain(objects).flat_map(|(owner, fields)| fields.iter().map(move |field| (owner, field)));
    fields.filter_map(|(owner, field)| uncomputed_field(owner, field)).collect()
}

fn uncomputed_field(owner: &str, field: &Field) -> Option<DefinitionError> {
    let function = field.computed.as_deref().filter(|function| !daybook_domains::COMPUTING.contains(function))?;
    let message = format!("`{owner}.{}` is computed by `{function}`, but Daybook has no such function", field.name);
    let hint = "leave out `@computed`; the field is stored and written like any other then".to_owned();
    Some(DefinitionError { position: field.position.clone(), message, hint: Some(hint) })
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

    use daybook_schema::definition::{Source, built_in, load};

    use super::*;

    #[test]
    fn every_declared_field_has_its_function() {
        let built_in = load(&built_in()).unwrap();
        for (model, summaries) in [(Model::default(), false), (built_in, true)] {
            let surface = Surface::build(Arc::new(model));
            assert_eq!(unbound(&surface), Vec::<String>::new());
            // Summaries of types that are not there are not offered.
            assert_eq!(surface.field("Query", "childDay").is_some(), summaries);
            assert_eq!(surface.types.contains_key("ChildDay"), summaries);
        }
    }

    #[test]
    fn what_is_declared_without_a_function_is_named_with_its_file() {
        let text = r#"
            extend type Query { "Lost." lost: Int "Wrong." formulaMix(way: Int): FormulaMix }
            extend type Mutation { "Written by nobody." childMerge: Int }
            type FormulaMix { water: Int }
        "#;
        let surface = Surface::declaring(Arc::new(Model::default()), &[("own.graphql", text)]);
        let unbound = unbound(&surface);
        for expected in [
            "`Query.lost` in own.graphql is declared, but no function serves it",
            "`Mutation.childMerge` in own.graphql is declared, but functions serve queries only",
            "`Query.formulaMix` in own.graphql: the argument `way` is declared, but its function does not know it",
            "`Query.formulaMix` in own.graphql: the argument `mode` is known to its function, but not declared",
            "`Query.formulaMix` in own.graphql: the field of the result `scoops` is known to its function, but not declared",
        ] {
            assert!(unbound.iter().any(|told| told == expected), "{expected}: {unbound:#?}");
        }
    }

    #[test]
    fn a_function_that_serves_nothing_is_named() {
        let surface = Surface::declaring(Arc::new(Model::default()), &[]);
        assert_eq!(unbound(&surface), ["the function `formulaMix` serves a field that is not declared"]);
    }

    #[test]
    fn what_is_computed_without_a_function_is_a_mistake_of_its_place() {
        let text = r#"
type Bed @entry(plural: "beds", title: "{name}") { name: String! size: Size
  total: Int @computed(function: "bedTotal") }
type Size { area: Float @computed(function: "sizeArea") }
"#;
        let source = Source { file: "own.graphql".to_owned(), text: text.to_owned(), built_in: false };
        let told: Vec<_> = uncomputed(&load(&[source]).unwrap()).iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].starts_with("own.graphql:3:3: `Bed.total` is computed by `bedTotal`, but Daybook"), "{told:?}");
        assert!(told[1].starts_with("own.graphql:4:13: `Size.area` is computed by `sizeArea`"), "{told:?}");
    }
}
