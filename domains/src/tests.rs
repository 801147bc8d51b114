//! Declarations and bindings fit together.

use async_graphql_parser::{
    parse_schema,
    types::{ObjectType, TypeKind, TypeSystemDefinition},
};
use daybook_schema::{Model, value::Instant};
use serde_json::{Value as Json, json};

use super::{Declared, FunctionContext, FunctionError, Run, declarations, function, function::mismatches, functions};

const NOW: Instant = 1_780_000_000_000;

fn objects(text: &str) -> Vec<(String, ObjectType)> {
    let document = parse_schema(text).expect("the declarations are SDL");
    let objects = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(ty) => match ty.node.kind {
            TypeKind::Object(object) => Some((ty.node.name.node.to_string(), object)),
            _ => None,
        },
        _ => None,
    });
    objects.collect()
}

fn formula_mix() -> fn(&FunctionContext<'_>, Json) -> Result<Json, FunctionError> {
    match function("formulaMix").expect("formulaMix is bound").run {
        Run::Pure(run) => run,
        Run::Reading(_) => panic!("formulaMix reads nothing"),
    }
}

fn declared() -> Vec<Declared> {
    let read = |(file, text): &(&str, &str)| (file.to_string(), objects(text));
    let files: Vec<_> = declarations().iter().map(read).collect();
    let objects =
        || files.iter().flat_map(|(file, objects)| objects.iter().map(move |(name, object)| (file, name, object)));
    let names = |object: &ObjectType| object.fields.iter().map(|field| field.node.name.node.to_string()).collect();
    let roots = objects().filter(|(_, name, _)| *name == "Query" || *name == "Mutation");
    let fields = roots.flat_map(|(file, root, object)| object.fields.iter().map(move |field| (file, root, field)));
    let declared = fields.map(|(file, root, field)| {
        let result = field.node.ty.node.base.to_string();
        let (_, _, object) = objects().find(|(_, name, _)| **name == result).expect("the result type is declared");
        let arguments = field.node.arguments.iter().map(|argument| argument.node.name.node.to_string()).collect();
        let (name, result) = (field.node.name.node.to_string(), names(object));
        Declared { root: root.clone(), name, file: file.clone(), arguments, result }
    });
    declared.collect()
}

#[test]
fn every_declaration_has_its_function() {
    assert_eq!(mismatches(&declared(), functions()), Vec::<String>::new());
}

#[test]
fn functions_read_types_that_are_built_in() {
    let built_in = daybook_schema::definition::load(&daybook_schema::definition::built_in()).expect("they are sound");
    let unknown: Vec<_> = functions().iter().filter(|function| !function.is_offered(&built_in)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    let bare: Vec<_> = functions().iter().filter(|known| known.is_offered(&Model::default())).collect();
    assert_eq!(bare.iter().map(|function| function.name).collect::<Vec<_>>(), ["formulaMix"]);
}

#[test]
fn results_have_exactly_the_declared_fields() {
    let run = formula_mix();
    let context = FunctionContext { now: NOW, viewer: None };
    let answer = run(&context, json!({"volume": {"value": 120, "unit": "ML"}})).expect("it answers");
    let Json::Object(members) = answer else { panic!("the result is an object") };
    assert_eq!(
        members.keys().map(String::as_str).collect::<Vec<_>>(),
        function("formulaMix").expect("it is bound").result
    );
}

#[test]
fn a_missing_or_mismatching_binding_is_named() {
    let mut declared = declared();
    declared[0].arguments.push("colour".to_owned());
    let lost = |root: &str, name: &str| {
        let (root, name, file) = (root.to_owned(), name.to_owned(), "x.graphql".to_owned());
        Declared { root, name, file, arguments: Vec::new(), result: Vec::new() }
    };
    declared.extend([lost("Query", "lost"), lost("Mutation", "formulaMake")]);
    let expected = [
        "`Query.formulaMix` in schema/operations/baby.graphql: the argument `colour` is declared, but its function does \
         not know it",
        "`Query.lost` in x.graphql is declared, but no function serves it",
        "`Mutation.formulaMake` in x.graphql is declared, but functions serve queries only",
    ];
    assert_eq!(mismatches(&declared, functions()), expected);
}

#[test]
fn an_argument_that_was_not_declared_is_refused() {
    let run = formula_mix();
    let context = FunctionContext { now: NOW, viewer: None };
    let error = run(&context, json!({"volume": {"value": 1, "unit": "ML"}, "colour": "red"}));
    assert!(error.expect_err("it is refused").to_string().contains("colour"));
}
