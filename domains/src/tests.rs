//! Declarations and bindings fit together.

use async_graphql_parser::{
    parse_schema,
    types::{ObjectType, TypeKind, TypeSystemDefinition},
};
use daybook_schema::{Model, value::Instant};
use serde_json::{Value as Json, json};

use super::{
    Declared, OperationContext, OperationError, Run, declarations, operation, operation::mismatches, operations,
};

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

fn formula_mix() -> fn(&OperationContext<'_>, Json) -> Result<Json, OperationError> {
    match operation("formulaMix").expect("formulaMix is bound").run {
        Run::Pure(run) => run,
        Run::Reading(_) => panic!("formulaMix reads nothing"),
    }
}

fn declared() -> Vec<Declared> {
    let objects: Vec<_> = declarations().iter().flat_map(|(_, text)| objects(text)).collect();
    let names = |object: &ObjectType| object.fields.iter().map(|field| field.node.name.node.to_string()).collect();
    let roots = objects.iter().filter(|(name, _)| name == "Query" || name == "Mutation");
    let fields = roots.flat_map(|(_, root)| &root.fields).map(|field| {
        let result = field.node.ty.node.base.to_string();
        let (_, object) = objects.iter().find(|(name, _)| *name == result).expect("the result type is declared");
        let arguments = field.node.arguments.iter().map(|argument| argument.node.name.node.to_string()).collect();
        Declared { name: field.node.name.node.to_string(), arguments, result: names(object) }
    });
    fields.collect()
}

#[test]
fn every_declaration_has_its_function() {
    assert_eq!(mismatches(&declared(), operations()), Vec::<String>::new());
}

#[test]
fn operations_read_types_that_are_built_in() {
    let built_in = daybook_schema::definition::load(&daybook_schema::definition::built_in()).expect("they are sound");
    let unknown: Vec<_> = operations().iter().filter(|operation| !operation.is_offered(&built_in)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    let bare: Vec<_> = operations().iter().filter(|known| known.is_offered(&Model::default())).collect();
    assert_eq!(bare.iter().map(|operation| operation.name).collect::<Vec<_>>(), ["formulaMix"]);
}

#[test]
fn results_have_exactly_the_declared_fields() {
    let run = formula_mix();
    let context = OperationContext { now: NOW, viewer: None };
    let answer = run(&context, json!({"volume": {"value": 120, "unit": "ML"}})).expect("it answers");
    let Json::Object(members) = answer else { panic!("the result is an object") };
    assert_eq!(
        members.keys().map(String::as_str).collect::<Vec<_>>(),
        operation("formulaMix").expect("it is bound").result
    );
}

#[test]
fn a_missing_or_mismatching_binding_is_named() {
    let mut declared = declared();
    declared[0].arguments.push("colour".to_owned());
    declared.push(Declared { name: "lost".to_owned(), arguments: Vec::new(), result: Vec::new() });
    let expected = [
        "operation `lost` is declared but no function is bound to it",
        "argument of operation `formulaMix` `colour` is declared but unknown to its function",
    ];
    assert_eq!(mismatches(&declared, operations()), expected);
}

#[test]
fn an_argument_that_was_not_declared_is_refused() {
    let run = formula_mix();
    let context = OperationContext { now: NOW, viewer: None };
    let error = run(&context, json!({"volume": {"value": 1, "unit": "ML"}, "colour": "red"}));
    assert!(error.expect_err("it is refused").to_string().contains("colour"));
}
