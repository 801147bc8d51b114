//! Documents and what is wrong with them. The reference implementation is asked in `frontend/tests/documents`.

use std::sync::{Arc, LazyLock};

use daybook_schema::definition::{Source, load};

use crate::{
    limits::{self, Limits},
    surface::{Surface, tests::SHOP},
};

static SURFACE: LazyLock<Surface> = LazyLock::new(|| {
    let source = Source { file: "shop.graphql".to_owned(), text: SHOP.to_owned(), built_in: false };
    Surface::build(Arc::new(load(&[source]).unwrap()))
});

/// What is said about a document.
fn told(document: &str) -> Vec<String> {
    let parsed = match limits::parse(document, &Limits::default()) {
        Ok(parsed) => parsed,
        Err(error) => return vec![error.message],
    };
    let found = super::validate(&SURFACE, &parsed).err().unwrap_or_default();
    found.into_iter().map(|error| error.message).collect()
}

#[track_caller]
fn refused(document: &str, part: &str) {
    let told = told(document);
    assert!(told.iter().any(|message| message.contains(part)), "`{part}` is not in {told:?} of {document}");
}

#[track_caller]
fn passes(document: &str) {
    assert_eq!(told(document), Vec::<String>::new(), "{document}");
}
#[test]
fn directives_and_arguments_of_typename_are_validated() {
    refused("{ __typename(x: 1) }", "`__typename` has no argument `x`");
    refused("{ __typename @nope }", "no directive `@nope`");
    refused("{ items { nodes { __typename(a: $b) } } }", "`$b` is not declared");
    refused("{ __typename { x } }", "no fields to select");
    refused("{ __typename @skip }", "needs the argument `if`");
    refused("{ __typename @skip(if: \"yes\") }", "is no `Boolean`");
    passes("query ($no: Boolean!) { __typename @skip(if: $no) }");
    passes("query ($no: Boolean!) { items { nodes { __typename @include(if: $no) } } }");
}
#[test]
fn a_variable_stands_where_its_values_may() {
    refused("query ($w: OrderFilter) { items(where: $w) { nodes { id } } }", "declared as `OrderFilter`");
    refused(
        "query ($w: OrderFilter) { ...F } fragment F on Query { items(where: $w) { nodes { id } } }",
        "`ItemFilter`",
    );
    refused("query ($w: [ItemFilter!]) { items(where: {and: [$w]}) { nodes { id } } }", "declared as `[ItemFilter!]`");
    refused(
        "query ($s: String) { items(where: {name: {eq: $s}, size: {eq: $s}}) { nodes { id } } }",
        "`Size` is wanted",
    );
    refused("query ($i: Int) { item(id: $i) { id } }", "`Int`");
    passes("query ($w: ItemFilter) { items(where: $w) { nodes { id } } }");
    passes("query ($w: [ItemFilter!]!) { items(where: {and: $w}) { nodes { id } } }");
    passes("query ($i: ID = \"x\") { item(id: $i) { id } }");
    refused(
        "query ($o: ItemOrder!, $s: SortDirection) { items(orderBy: [$o, {name: $s}]) { nodes { id } } }",
        "may be null",
    );
}
#[test]
fn texts_are_read_as_they_are_meant() {
    passes(r#"{ items(where: {name: {eq: "\ud83c\udf7c"}}) { nodes { id } } }"#);
    passes(r#"{ items(where: {name: {in: ["\u{1F37C}", """a \""" b"""]}}) { nodes { id } } }"#);
    refused(r#"{ items(where: {name: {eq: "\ud83c"}}) { nodes { id } } }"#, "hexadecimal digits");
    refused(r#"{ items(where: {name: {eq: "\u{110000}"}}) { nodes { id } } }"#, "hexadecimal digits");
}

#[test]
fn fields_of_one_key_are_one() {
    refused("{ a: items(first: 1) { nodes { id } } a: items(first: 2) { nodes { id } } }", "`a` stands for two things");
    refused("{ items { nodes { x: name } } items { nodes { x: code } } }", "`x` stands for two things");
    refused("{ entries { nodes { ... on Item { x: name } ... on Order { x: number } } } }", "types differ");
    refused("{ items { nodes { ...F x: code } } } fragment F on Item { x: name }", "`x` stands for two things");
    passes("{ entries { nodes { ... on Item { x: name } ... on Order { x: title } } } }");
    passes(
        "{ items(where: {name: {eq: \"a\", ne: \"b\"}}) { nodes { id } } items(where: {name: {ne: \"b\", eq: \"a\"}}) { nodes { id } } }",
    );
}

#[test]
fn what_only_looks_like_a_document_is_refused() {
    for document in [
        "queryAll { types { name } }",
        "fragmentF on Query { types { name } } { ...F }",
        "{ ...F } fragment on on Query { types { name } }",
        "{ items(where: {name: {eq: \"a\"}, name: {eq: \"b\"}}) { nodes { id } } }",
        "query ($a: Int = $b) { items(first: $a) { nodes { id } } }",
        "{ items(first: 01) { nodes { id } } }",
        "{ items(first: 1x) { nodes { id } } }",
        "{ items { } }",
        "query Q { types { name } } query Q { types { name } }",
        "query Q { types { name } } { types { name } }",
    ] {
        assert_ne!(told(document), Vec::<String>::new(), "{document}");
    }
    passes("query($a:[Int ! ] !=[1]){items(where:{numbers:{hasAny:$a}}){nodes{id}}}");
    passes("{ ...# a comment\n on # and another\n Query { types { name } } }");
    passes("query query($on: Int) { fragment: items(first: $on) { on: nodes { null: id } } }");
}
