//! Honest documents pass; every hostile family is refused with a short answer that names the place.

use std::sync::{Arc, LazyLock};

use async_graphql_parser::types::ExecutableDocument;
use daybook_schema::definition::{Source, load};
use serde_json::{Value as Json, json};

use super::{Limits, parse, price};
use crate::{
    coerce,
    error::{Code, RequestError},
    surface::Surface,
};

static SHOP: LazyLock<Surface> = LazyLock::new(|| {
    let text = crate::surface::tests::SHOP.to_owned();
    let source = Source { file: "shop.graphql".to_owned(), text, built_in: false };
    Surface::build(Arc::new(load(&[source]).unwrap()))
});

fn cost_with(text: &str, variables: &Json) -> Result<u64, RequestError> {
    let limits = Limits::default();
    let document: ExecutableDocument = parse(text, &limits)?;
    let (_, operation) = document.operations.iter().next().unwrap();
    let given = variables.as_object().cloned().unwrap_or_default();
    let variables = coerce::variables(&SHOP, &operation.node.variable_definitions, &given)?;
    price(&SHOP, &document, operation, &variables, &limits)
}

fn cost(text: &str) -> u64 {
    match cost_with(text, &json!({})) {
        Ok(cost) => cost,
        Err(error) => panic!("{error} at {:?} for {text}", error.location),
    }
}

fn refuse(text: &str, code: Code, part: &str) {
    refuse_with(text, &json!({}), code, part);
}

fn refuse_with(text: &str, variables: &Json, code: Code, part: &str) {
    let shown: String = text.chars().take(200).collect();
    let error = cost_with(text, variables).expect_err(&shown);
    assert_eq!(error.code, code, "{} for {shown}", error.message);
    assert!(error.message.contains(part), "`{part}` is not in `{}` for {shown}", error.message);
    assert!(error.message.chars().count() <= 512, "{}", error.message);
}

#[test]
fn prices_lists_by_what_they_ask_for() {
    assert_eq!(cost("{ __typename }"), 0);
    assert_eq!(cost("{ items { nodes { id name mass { value unit } } } }"), 50);
    assert_eq!(cost("{ items(first: 7) { nodes { id } } }"), 7);
    assert_eq!(cost("{ items(last: 7) { nodes { id } } }"), 7);
    assert_eq!(cost("{ items(first: 100000) { nodes { id } } }"), 500, "the list itself refuses more");
    assert_eq!(cost("{ items(first: 10) { nodes { shelf { row } } } }"), 20);
    assert_eq!(cost("{ items(first: 10) { nodes { orders(first: 5) { nodes { number } } } } }"), 60);
    assert_eq!(cost("{ items(first: 10) { totalCount nodes { id } edges { cursor node { name } } } }"), 20);
    assert_eq!(cost("{ items(first: 7) { nodes { id } marks } }"), 507, "marks are paid once");
    assert_eq!(cost("{ items(first: 2) { nodes { orders(first: 5) { nodes { number } marks } } } }"), 2 * 506);
    assert_eq!(cost("{ item(id: 1) { history { nodes { at } } } }"), 51);
    assert_eq!(cost("mutation { itemDelete(id: 1) { entry { id } } }"), 11);
}

#[test]
fn does_not_double_the_rows_of_nodes_and_edges() {
    let nodes = cost("{ items(first: 10) { nodes { id } } }");
    assert_eq!(cost("{ items(first: 10) { nodes { id } edges { cursor node { id } link { kind } } } }"), nodes);
}

#[test]
fn reads_sizes_from_variables_and_their_defaults() {
    let text = "query ($n: Int = 20) { items(first: $n) { nodes { id } } }";
    assert_eq!(cost_with(text, &json!({})).unwrap(), 20);
    assert_eq!(cost_with(text, &json!({"n": 3})).unwrap(), 3);
    let many = "mutation ($i: [ShelfCreate!]!) { shelfCreateMany(inputs: $i) { entries { items(first: 2) { nodes { id } } } } }";
    let inputs: Vec<Json> = (0..200).map(|row| json!({"row": row, "place": 1})).collect();
    assert_eq!(cost_with(many, &json!({ "i": inputs })).unwrap(), 10 + 200 * 3);
}

#[test]
fn refuses_what_plans_too_many_rows_and_names_the_list_to_shorten() {
    let deep =
        "{ items(first: 100) { nodes { similar(first: 100) { nodes { orders(first: 10) { nodes { number } } } } } } }";
    refuse(deep, Code::TooComplex, "shorten the list `similar`, which asks for 100 rows");
    let twenty: Vec<String> = (0..20)
        .map(|index| format!("p{index}: items(first: 500) {{ nodes {{ similar(first: 500) {{ nodes {{ similar(first: 500) {{ nodes {{ id }} }} }} }} }} }} "))
        .collect();
    refuse(&format!("{{ {} }}", twenty.concat()), Code::TooComplex, "shorten the list `similar`");
    refuse(
        "{ items { nodes { similar { nodes { similar { nodes { id } } } } } } }",
        Code::TooComplex,
        "more than 20000",
    );
    let text = "query ($n: Int) { items(first: $n) { nodes { similar(first: $n) { nodes { id } } } } }";
    refuse_with(text, &json!({"n": 400}), Code::TooComplex, "`similar`");
}

#[test]
fn lets_the_introspection_of_tools_pass_for_free() {
    assert!(cost(INTROSPECTION) <= 10);
    assert_eq!(cost("{ __type(name: \"Item\") { fields { type { name ofType { name ofType { name } } } } } }"), 0);
}

#[test]
fn bounds_introspection_within_introspection() {
    let nested = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    refuse(nested, Code::TooComplex, "types within types");
    let many: Vec<String> = (0..5).map(|index| format!("a{index}: __schema {{ types {{ name }} }} ")).collect();
    refuse(&format!("{{ {} }}", many.concat()), Code::TooComplex, "types within types");
    let deep = format!("{{ __schema {{ queryType {}{{ name }}{} }} }}", "{ ofType ".repeat(25), " }".repeat(25));
    refuse(&deep, Code::TooComplex, "levels of fields below `__schema`");
}

#[test]
fn exempts_nothing_by_its_name_alone() {
    let nest =
        |open: &str| format!("{{ {open} {{ nodes {}{{ id }}{} }} }}", "{ similar { nodes ".repeat(6), " } }".repeat(6));
    refuse(&nest("__schema: items(first: 1)"), Code::TooComplex, "levels of fields");
    let below = format!("{{ item(id: 1) {{ __schema {}{{ id }}{} }} }}", "{ a ".repeat(12), " }".repeat(12));
    refuse(&below, Code::TooComplex, "levels of fields");
}

#[test]
fn counts_depth_through_fragments_at_every_spread() {
    // The fragment alone is shallow; where it is spread last it is too deep.
    let text = "{ ...F items(first: 1) { nodes { similar(first: 1) { nodes { similar(first: 1) { nodes { similar(first: 1) { nodes { ...G } } } } } } } } }
        fragment F on Query { item(id: 1) { ...G } }
        fragment G on Item { similar(first: 1) { nodes { similar(first: 1) { nodes { id } } } } }";
    refuse(text, Code::TooComplex, "levels of fields");
}

#[test]
fn refuses_fragments_that_fan_out() {
    let spreads: &[fn(usize) -> String] = &[
        |next| format!("...F{next} ...F{next}"),
        |next| format!("... on Query {{ ...F{next} }} ... on Query {{ ...F{next} }}"),
        |next| format!("... @include(if: true) {{ ...F{next} }} ...F{next}"),
    ];
    for spread in spreads {
        let fragments: Vec<String> =
            (0..20).map(|index| format!(" fragment F{index} on Query {{ {} }}", spread(index + 1))).collect();
        let text = format!("{{ ...F0 }} {} fragment F20 on Query {{ __typename }}", fragments.concat());
        refuse(&text, Code::TooComplex, "selections");
    }
    let wide = format!("{{ {} }} fragment F on Query {{ {} }}", "...F ".repeat(150), "__typename ".repeat(150));
    refuse(&wide, Code::TooComplex, "selections");
}

#[test]
fn refuses_cycles_and_unknown_fragments() {
    let cycle = "{ ...A } fragment A on Query { ...B } fragment B on Query { types { name } ...A }";
    refuse(cycle, Code::ValidationFailed, "spreads itself");
    refuse("{ types { name } } fragment A on Query { ...A }", Code::ValidationFailed, "`A` spreads itself");
    refuse("{ ...Itms } fragment Items on Query { types { name } }", Code::ValidationFailed, "did you mean `Items`?");
    let chain: Vec<String> =
        (0..100).map(|index| format!(" fragment F{index} on Query {{ ...F{} }}", index + 1)).collect();
    refuse(
        &format!("{{ ...F0 }}{} fragment F100 on Query {{ __typename }}", chain.concat()),
        Code::TooComplex,
        "fragments within",
    );
}

#[test]
fn bounds_what_other_operations_of_the_document_cost_to_validate() {
    let body = "...F ".repeat(100);
    let names = "__typename ".repeat(150);
    let text = format!("query A {{ {body} }} query B {{ {body} }} fragment F on Query {{ {names} }}");
    refuse(&text, Code::TooComplex, "selections");
    refuse("query A { __typename } query B($v: [Nope!] = [1]) { __typename }", Code::ValidationFailed, "`Nope`");
}

#[test]
fn bounds_aliases_root_fields_and_directives() {
    let aliases = |count: usize| (0..count).map(|index| format!("a{index}: __typename ")).collect::<Vec<_>>().concat();
    refuse(&format!("{{ {} }}", aliases(10_000)), Code::TooComplex, "bytes");
    refuse(&format!("{{ {} }}", aliases(700)), Code::TooComplex, "tokens");
    refuse(&format!("{{ {} }}", aliases(31)), Code::TooComplex, "aliases");
    refuse(&format!("{{ {} }}", aliases(21)), Code::TooComplex, "root fields");
    let in_fragments =
        format!("{{ ...A ...B }} fragment A on Query {{ {} }} fragment B on Query {{ {} }}", aliases(12), aliases(12));
    refuse(&in_fragments, Code::TooComplex, "root fields");
    refuse(&format!("{{ {} }}", "__typename ".repeat(21)), Code::TooComplex, "root fields");
    refuse(&format!("{{ __typename {} }}", "@include(if: true) ".repeat(2_000)), Code::TooComplex, "bytes");
    refuse(&format!("{{ __typename {} }}", "@include(if: true) ".repeat(21)), Code::TooComplex, "directives");
    refuse(&format!("{{ __typename {} }}", "@a ".repeat(21)), Code::TooComplex, "directives");
    refuse(&format!("query {} {{ __typename }}", "@a ".repeat(21)), Code::TooComplex, "directives");
}

#[test]
fn bounds_variables_that_are_used_again_and_again() {
    let uses = "$v ".repeat(500);
    let text = format!("query ($v: ItemFilter) {{ items(where: {{and: [{uses}]}}) {{ nodes {{ id }} }} }}");
    let long = json!({"v": {"name": {"eq": "x".repeat(100_000)}}});
    refuse_with(&text, &long, Code::TooComplex, "bytes of variables");
    assert_eq!(cost_with(&text, &json!({"v": {}})).unwrap(), 50);
}

#[test]
fn bounds_brackets_before_anything_parses_them() {
    for (open, close) in [("{a", "}"), ("{a(b:[", "])}"), ("{a(b:{c:", "})}")] {
        let text = format!("{}{}", open.repeat(100), close.repeat(100));
        refuse(&text, Code::TooComplex, "brackets");
    }
    refuse(&"[".repeat(16_000), Code::TooComplex, "brackets");
    let sixty =
        format!("{{ plants {{ nodes {}{{ id }}{} }} }}", "{ bed { plants { nodes ".repeat(30), " } } }".repeat(30));
    refuse(&sixty, Code::TooComplex, "brackets");
}

#[test]
fn bounds_long_words_and_numbers() {
    refuse(&format!("{{ {} }}", "a".repeat(129)), Code::TooComplex, "characters in one name");
    refuse(&format!("{{ items(first: {}) {{ nodes {{ id }} }} }}", "9".repeat(129)), Code::TooComplex, "characters");
    refuse("{ items(first: 1e999) { nodes { id } } }", Code::ParseFailed, "too large");
    refuse("{ items(first: 1.2.3) { nodes { id } } }", Code::ParseFailed, "no number");
    refuse("{ items(first: -) { nodes { id } } }", Code::ParseFailed, "no number");
}

#[test]
fn says_where_a_document_cannot_be_parsed_without_repeating_it() {
    for (text, location) in [
        ("{", Some((1, 1))),
        ("{ items(first: \"secret) }", Some((1, 16))),
        ("{\n  items }}", Some((2, 10))),
        ("{ items ? }", Some((1, 9))),
        ("", Some((1, 1))),
        ("# nothing", Some((1, 10))),
        ("{ items(secret) }", Some((1, 15))),
        ("{ items { } }", Some((1, 11))),
        ("\"\"\"secret", Some((1, 1))),
    ] {
        let error = parse(text, &Limits::default()).expect_err(text);
        assert_eq!((error.code, error.location), (Code::ParseFailed, location), "{} for {text}", error.message);
        assert!(!error.message.contains("secret"), "{}", error.message);
    }
}

#[test]
fn refuses_hostile_bytes_without_a_panic() {
    for text in [
        "\0",
        "{ \u{0} }",
        "{ a(b: \"\\",
        "{ a(b: \"\\u\" }",
        "\u{feff}{ a",
        "{ é }",
        "-",
        ".",
        "..",
        "\"\"\"\\\"\"\"",
        "{ a(b: \"\\ud83c\") }",
    ] {
        parse(text, &Limits::default()).expect_err(text);
    }
}

#[test]
fn the_work_grows_in_proportion_to_the_document() {
    let limits = Limits { tokens: 100_000, text: 1 << 20, fragments: 1_000, selections: u64::MAX, ..Limits::default() };
    // Fragments that each spread the next three times: written out they would be 3^200 selections.
    let visits = |count: usize| {
        let fragments: Vec<String> = (0..count)
            .map(|index| {
                format!(" fragment F{index} on Query {{ types {{ name }} ...F{0} ...F{0} ...F{0} }}", index + 1)
            })
            .collect();
        let text = format!("{{ ...F0 }} {} fragment F{count} on Query {{ __typename }}", fragments.concat());
        let document = parse(&text, &limits).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        super::cost::visits(&SHOP, &document, operation, &limits)
    };
    // Each fragment has five selections, the operation one and the last fragment one.
    assert_eq!([visits(50), visits(100), visits(200)], [252, 502, 1_002]);
}

mod shared {
    use std::path::PathBuf;

    use super::*;

    fn documents(folder: &str) -> Option<Vec<(String, String)>> {
        let root = std::env::var_os("DAYBOOK_SHARED")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
        let Ok(entries) = std::fs::read_dir(root.join("data/graphql").join(folder)) else {
            eprintln!("skipped: the shared data is not beside the repository");
            return None;
        };
        let files = entries.map(|entry| entry.unwrap().path());
        Some(files.map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap())).collect())
    }

    /// Whether a text defines types: those are documents, but none that can be executed.
    fn defines(text: &str) -> bool {
        const WORDS: &[&str] =
            &["type", "schema", "scalar", "interface", "union", "enum", "input", "directive", "extend"];
        let mut depth = 0_usize;
        text.lines().any(|line| {
            let line = line.trim_start();
            let starts = depth == 0 && WORDS.iter().any(|word| line.starts_with(word));
            depth += line.matches('{').count();
            depth = depth.saturating_sub(line.matches('}').count());
            starts || (depth == 0 && line.starts_with('"'))
        })
    }

    #[test]
    fn refuses_documents_with_syntax_errors() {
        let Some(documents) = documents("parser-err") else { return };
        for (path, text) in documents {
            // An empty selection set and a described operation are mistakes too; nothing in this folder may pass.
            let error = parse(&text, &Limits::default()).expect_err(&path);
            assert!(error.message.chars().count() <= 512, "{path}");
        }
    }

    #[test]
    fn reads_documents_without_syntax_errors() {
        let Some(documents) = documents("parser-ok") else { return };
        // The library reads a variable's directives before its default, the specification wants them behind it.
        let known = "0039_variable_with_directives.graphql";
        for (path, text) in documents.iter().filter(|(path, text)| !defines(text) && !path.ends_with(known)) {
            match parse(text, &Limits::default()) {
                Ok(_) => {}
                // Some hold fragments only: nothing wrong with their syntax.
                Err(error) if error.message.contains("has no operation") => {}
                Err(error) => panic!("{path}: {error} at {:?}", error.location),
            }
        }
    }
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_makes_a_panic(text in "\\PC*") {
            let _ = parse(&text, &Limits::default());
        }

        #[test]
        fn no_sequence_of_tokens_makes_a_panic(tokens in prop::collection::vec(prop_oneof![
            Just("{"), Just("}"), Just("("), Just(")"), Just("["), Just("]"), Just(":"), Just("$"), Just("..."), Just("@"),
            Just("!"), Just("="), Just("query"), Just("mutation"), Just("fragment"), Just("on"), Just("items"), Just("nodes"),
            Just("F"), Just("Query"), Just("Item"), Just("first"), Just("1"), Just("-2.5e3"), Just("\"x\""),
            Just("\"\"\"y\"\"\""), Just("null"), Just("true"), Just("__schema"), Just("#\n")
        ], 0..60)) {
            let _ = cost_with(&tokens.join(" "), &json!({}));
        }

        #[test]
        fn memoised_cost_equals_that_of_the_document_written_out(
            sizes in prop::collection::vec(1_u64..4, 1..4), repeat in 1_usize..3
        ) {
            // The same selection once through fragments, once written out.
            let mut written = "id".to_owned();
            let mut fragments = vec!["fragment F0 on Item { id }".to_owned()];
            for (index, size) in sizes.iter().enumerate() {
                let list = |inner: &str| format!("similar(first: {size}) {{ nodes {{ {inner} }} }} ").repeat(repeat);
                let spread = format!("...F{index}");
                fragments.push(format!(" fragment F{} on Item {{ {} }}", index + 1, list(&spread)));
                written = list(&written);
            }
            let through = format!("{{ item(id: 1) {{ ...F{} }} }} {}", sizes.len(), fragments.concat());
            let plain = format!("{{ item(id: 1) {{ {written} }} }}");
            let unlimited = |text: &str| {
                let limits = Limits { tokens: 1_000_000, text: 1 << 24, selections: u64::MAX, cost: u64::MAX, ..Limits::default() };
                let document = parse(text, &limits).unwrap();
                let (_, operation) = document.operations.iter().next().unwrap();
                price(&SHOP, &document, operation, &crate::selection::Variables::new(), &limits).unwrap()
            };
            prop_assert_eq!(unlimited(&through), unlimited(&plain));
        }
    }
}

/// What GraphiQL asks when it opens.
const INTROSPECTION: &str = r"
query IntrospectionQuery {
  __schema {
    description
    queryType { name kind }
    mutationType { name kind }
    subscriptionType { name kind }
    types { ...FullType }
    directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
  }
}
fragment FullType on __Type {
  kind name description specifiedByURL isOneOf
  fields(includeDeprecated: true) {
    name description
    args(includeDeprecated: true) { ...InputValue }
    type { ...TypeRef }
    isDeprecated deprecationReason
  }
  inputFields(includeDeprecated: true) { ...InputValue }
  interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
  possibleTypes { ...TypeRef }
}
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type {
  kind name
  ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
    ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }
}
";
