//! Coercion of arguments and variables, mistake by mistake.

use std::sync::{Arc, LazyLock};

use async_graphql_parser::{parse_query, types::Selection};
use daybook_schema::definition::{Source, load};
use serde_json::{Map, Value as Json, json};

use super::{arguments, variables};
use crate::{error::RequestError, surface::Surface};

static SHOP: LazyLock<Surface> = LazyLock::new(|| {
    let text = crate::surface::tests::SHOP.to_owned();
    let source = Source { file: "shop.graphql".to_owned(), text, built_in: false };
    Surface::build(Arc::new(load(&[source]).unwrap()))
});

/// Coerces the arguments of the first field of a document.
fn coerce(document: &str, given: &Json) -> Result<Map<String, Json>, RequestError> {
    let document = parse_query(document).unwrap();
    let (_, operation) = document.operations.iter().next().unwrap();
    let given = given.as_object().cloned().unwrap_or_default();
    let variables = variables(&SHOP, &operation.node.variable_definitions, &given)?;
    let Selection::Field(field) = &operation.node.selection_set.node.items[0].node else { panic!("a field") };
    let root = if operation.node.ty.to_string() == "query" { "Query" } else { "Mutation" };
    let declared = SHOP.field(root, &field.node.name.node).unwrap();
    arguments(&SHOP, &declared.arguments, &field.node.arguments, &variables)
}

fn check(document: &str, given: &Json, expected: &Json) {
    match coerce(document, given) {
        Ok(coerced) => assert_eq!(&Json::Object(coerced), expected, "{document} with {given}"),
        Err(error) => panic!("{error} for {document} with {given}"),
    }
}

fn refuse(document: &str, given: &Json, parts: &[&str]) {
    match coerce(document, given) {
        Ok(coerced) => panic!("accepted as {coerced:?}: {document} with {given}"),
        Err(error) => {
            for part in parts {
                assert!(error.message.contains(part), "`{part}` is not in `{}` for {document}", error.message);
            }
            assert!(error.message.chars().count() <= 512, "{}", error.message);
            assert!(error.location.is_some() || !document.contains('('), "{document}");
        }
    }
}

#[test]
fn coerces_what_is_right() {
    let none = json!({});
    check("{ items { nodes { id } } }", &none, &json!({}));
    check(
        r#"{ items(first: 3, where: {name: {eq: "x"}}) { nodes { id } } }"#,
        &none,
        &json!({"first": 3, "where": {"name": {"eq": "x"}}}),
    );
    check(
        "{ items(where: {sizes: {hasAny: SMALL}}) { nodes { id } } }",
        &none,
        &json!({"where": {"sizes": {"hasAny": ["SMALL"]}}}),
    );
    check(
        "{ items(where: {mass: {gt: {value: 3, unit: KG}}}) { nodes { id } } }",
        &none,
        &json!({"where": {"mass": {"gt": {"value": 3, "unit": "KG"}}}}),
    );
    check(
        "{ items(where: {id: {in: [7, \"a\"]}}) { nodes { id } } }",
        &none,
        &json!({"where": {"id": {"in": ["7", "a"]}}}),
    );
    check("{ items(where: {share: {lt: 1}}) { nodes { id } } }", &none, &json!({"where": {"share": {"lt": 1}}}));
    check("mutation { itemDelete(id: 1) { changeSet } }", &none, &json!({"id": "1", "dryRun": false}));
}

#[test]
fn keeps_null_apart_from_left_out_and_comparisons_without_a_value() {
    let document = "query ($a: Int, $b: Int, $c: Int = 5) { items(first: $a, last: $b, where: {numbers: {has: $c}}) { nodes { id } } }";
    check(document, &json!({}), &json!({"where": {"numbers": {"has": 5}}}));
    check(document, &json!({"a": null, "c": null}), &json!({"first": null, "where": {"numbers": {"has": null}}}));
    check(
        "query ($d: Boolean) { items(where: {fresh: {eq: $d}}) { nodes { id } } }",
        &json!({}),
        &json!({"where": {"fresh": {"eq": null}}}),
    );
    check(
        "query ($f: BooleanFilter, $n: Boolean) { items(where: {fresh: $f, name: {isNull: $n}}) { nodes { id } } }",
        &json!({}),
        &json!({"where": {"name": {}}}),
    );
    check(
        "mutation ($d: Boolean) { itemDelete(id: 1, dryRun: $d) { changeSet } }",
        &json!({}),
        &json!({"id": "1", "dryRun": false}),
    );
}

#[test]
fn takes_texts_for_enums_only_in_variables() {
    let document = "query ($s: Size, $f: ItemFilter) { items(where: {and: [{size: {eq: $s}}, $f]}) { nodes { id } } }";
    let expected = json!({"where": {"and": [{"size": {"eq": "LARGE"}}, {"size": {"in": ["SMALL"]}}]}});
    check(document, &json!({"s": "LARGE", "f": {"size": {"in": "SMALL"}}}), &expected);
    refuse(
        r#"{ items(where: {size: {eq: "LARGE"}}) { nodes { id } } }"#,
        &json!({}),
        &["where.size.eq", "without quotes"],
    );
}

#[test]
fn maps_former_names_to_present_ones() {
    let document =
        r#"mutation { itemCreate(input: {name: "x", weight: {value: 1, unit: G}, size: BIG}) { changeSet } }"#;
    let expected = json!({"input": {"name": "x", "mass": {"value": 1, "unit": "G"}, "size": "LARGE"}, "dryRun": false});
    check(document, &json!({}), &expected);
    check(
        r#"mutation { batch(ops: {productDelete: {id: "1"}}) { changeSet } }"#,
        &json!({}),
        &json!({"ops": [{"itemDelete": {"id": "1"}}], "mode": "ATOMIC", "dryRun": false}),
    );
}

/// One of two orders was let through, and what stood first was lost.
#[test]
fn refuses_a_former_name_beside_the_present_one_in_any_order() {
    let grams = "{value: 1, unit: G}";
    let more = "{gt: {value: 1, unit: G}}";
    for [one, other] in [["mass", "weight"], ["weight", "mass"]] {
        let told = |place: &str| format!("`{place}`: is a former name of `mass`");
        let literal = |document: String, place: &str| refuse(&document, &json!({}), &[&told(place)]);
        let create = format!("{{name: \"x\", {one}: {grams}, {other}: {grams}}}");
        literal(format!("mutation {{ itemCreate(input: {create}) {{ changeSet }} }}"), "input.weight");
        literal(
            format!("mutation {{ itemUpdate(id: 1, patch: {{{one}: null, {other}: {grams}}}) {{ changeSet }} }}"),
            "patch.weight",
        );
        literal(
            format!("mutation {{ batch(ops: {{itemCreate: {create}}}) {{ changeSet }} }}"),
            "ops.itemCreate.weight",
        );
        literal(
            format!("{{ items(where: {{not: {{{one}: {more}, {other}: {more}}}}}) {{ nodes {{ id }} }} }}"),
            "where.not.weight",
        );
        literal(format!("{{ itemsStats(where: {{{one}: {more}, {other}: {more}}}) {{ count }} }}"), "where.weight");
        literal(format!("{{ items(orderBy: {{{one}: ASC, {other}: DESC}}) {{ nodes {{ id }} }} }}"), "orderBy.weight");
        refuse(
            &format!("{{ items(orderBy: [{{{one}: ASC}}, {{name: ASC}}, {{{other}: DESC}}]) {{ nodes {{ id }} }} }}"),
            &json!({}),
            &["`orderBy.2`", "names of one field"],
        );

        let (one_by_one, all) = (json!({"value": 1, "unit": "G"}), json!({"gt": {"value": 1, "unit": "G"}}));
        refuse(
            "query ($w: ItemFilter) { items(where: $w) { nodes { id } } }",
            &json!({"w": {"and": [{one: all, other: all}]}}),
            &[&told("$w.and.0.weight")],
        );
        refuse(
            "mutation ($i: ItemCreate!) { itemCreate(input: $i) { changeSet } }",
            &json!({"i": {"name": "x", one: one_by_one, other: null}}),
            &[&told("$i.weight")],
        );
        let given = format!(
            "query ($f: QuantityFilter) {{ items(where: {{{one}: $f, {other}: {more}}}) {{ nodes {{ id }} }} }}"
        );
        refuse(&given, &json!({"f": all}), &[&told("where.weight")]);
        refuse(&given, &json!({"f": null}), &[&told("where.weight")]);
        // A variable without a value leaves its field out.
        check(&given, &json!({}), &json!({"where": {"mass": {"gt": {"value": 1, "unit": "G"}}}}));
    }
    refuse(
        r#"mutation { batch(ops: {productDelete: {id: "1"}, itemDelete: {id: "1"}}) { changeSet } }"#,
        &json!({}),
        &["ops.productDelete", "former name of `itemDelete`"],
    );
}

#[test]
fn refuses_two_former_names() {
    for [one, other] in [["weight", "heft"], ["heft", "weight"]] {
        refuse(
            &format!("{{ items(where: {{{one}: {{isNull: true}}, {other}: {{isNull: true}}}}) {{ nodes {{ id }} }} }}"),
            &json!({}),
            &["former name of `mass`, and so is"],
        );
    }
}

#[test]
fn refuses_values_of_other_types() {
    let none = json!({});
    let create = |field: &str| format!("mutation {{ itemCreate(input: {{name: \"x\", {field}}}) {{ changeSet }} }}");
    refuse("mutation { itemCreate(input: {name: 5}) { changeSet } }", &none, &["input.name", "5 is no String"]);
    refuse(&create("numbers: [1, \"three\"]"), &none, &["input.numbers.1", "\"three\" is no Int"]);
    refuse(&create("numbers: 2147483648"), &none, &["input.numbers", "2147483647"]);
    refuse(&create("numbers: 1.0"), &none, &["1.0 is no Int"]);
    refuse(&create("share: \"0.5\""), &none, &["input.share", "leave out the quotes"]);
    refuse(&create("mass: {value: \"tall\", unit: CM}"), &none, &["input.mass.value", "is no Decimal"]);
    refuse(&create("mass: {value: 3}"), &none, &["input.mass.unit", "is required"]);
    refuse(&create("mass: 5"), &none, &["input.mass", "5 is no `QuantityInput`"]);
    refuse(&create("mass: {value: 3, unit: GRAM}"), &none, &["input.mass.unit", "`Unit` has no value `GRAM`"]);
    refuse(&create("fresh: 1"), &none, &["input.fresh", "true or false"]);
    refuse(&create("at: \"2026-02-30\""), &none, &["input.at", "2026-02-30"]);
    refuse(&create("instants: [\"2026-02-01T10:00:00\"]"), &none, &["input.instants.0", "time zone"]);
    refuse(&create("lasts: \"ten minutes\""), &none, &["input.lasts", "ten minutes"]);
    refuse(&create("zone: \"Mars/Base\""), &none, &["input.zone", "Mars/Base"]);
    refuse(&create("other: 1.5"), &none, &["input.other", "no ID"]);
    refuse(&create("address: {city: \"Lyon\"}"), &none, &["input.address.street", "is required"]);
    refuse("mutation { itemCreate { changeSet } }", &none, &["`input`", "ItemCreate!"]);
    refuse("mutation { itemCreate(input: null) { changeSet } }", &none, &["`input`", "null is no `ItemCreate!`"]);
}

#[test]
fn names_unknown_fields_and_what_was_meant() {
    let document = r#"mutation { itemCreate(input: {name: "x", colour: "red", addres: {street: "y"}}) { changeSet } }"#;
    refuse(document, &json!({}), &["input.colour", "`ItemCreate` has no such field", "did you mean `address`?"]);
    refuse("{ items(frist: 3) { nodes { id } } }", &json!({}), &["`frist`", "did you mean `first`?"]);
    refuse("{ items(where: {size: {eq: LARG}}) { nodes { id } } }", &json!({}), &["did you mean `LARGE`?"]);
}

#[test]
fn takes_exactly_one_field_of_a_choice() {
    let one = |link: &str| {
        format!("mutation ($v: ID) {{ itemCreate(input: {{name: \"x\", shelf: {link}}}) {{ changeSet }} }}")
    };
    check(
        &one("{link: $v}"),
        &json!({"v": "1"}),
        &json!({"input": {"name": "x", "shelf": {"link": "1"}}, "dryRun": false}),
    );
    refuse(
        &one(r#"{link: "a", create: {row: 1, place: 1}}"#),
        &json!({}),
        &["input.shelf", "exactly one of", "`link` and `create`"],
    );
    refuse(&one("{}"), &json!({}), &["none is given"]);
    refuse(&one("{link: null}"), &json!({}), &["`link` has no value"]);
    refuse(&one("{link: $v}"), &json!({}), &["`link` has no value"]);
    refuse(&one("{link: $v}"), &json!({"v": null}), &["`link` has no value"]);
    refuse(&one("{link: \"1\", unlink: $v}"), &json!({}), &["`link` and `unlink`"]);
}

#[test]
fn coerces_variables_by_their_declared_types() {
    let document =
        "query ($n: Int!, $m: [QuantityInput!]) { items(first: $n, where: {mass: {between: $m}}) { nodes { id } } }";
    check(
        document,
        &json!({"n": 3.0, "m": {"value": 1.5, "unit": "G"}, "unused": 1}),
        &json!({"first": 3, "where": {"mass": {"between": [{"value": 1.5, "unit": "G"}]}}}),
    );
    refuse(document, &json!({}), &["`$n`", "a value of type `Int!` is required"]);
    refuse(document, &json!({"n": null}), &["`$n`", "null is no `Int!`"]);
    refuse(document, &json!({"n": 2_147_483_648_i64}), &["`$n`", "2147483648 is no Int"]);
    refuse(document, &json!({"n": "3"}), &["`$n`", "\"3\" is no Int"]);
    refuse(document, &json!({"n": 3, "m": 5}), &["`$m`", "5 is no `QuantityInput`"]);
    refuse(document, &json!({"n": 3, "m": [null]}), &["`$m.0`", "null is no"]);
}

#[test]
fn refuses_variables_of_types_that_cannot_be_given() {
    let document = |ty: &str| format!("query ($v: {ty}) {{ items(first: $v) {{ nodes {{ id }} }} }}");
    refuse(&document("[Itme!]"), &json!({}), &["`$v`", "the type `Itme` is not known"]);
    refuse(&document("Item"), &json!({}), &["`Item` is answered, not given"]);
    refuse("query ($v: [Nope!] = [1]) { items { nodes { id } } }", &json!({}), &["`Nope` is not known"]);
    refuse("query ($v: Int = \"x\") { items(first: $v) { nodes { id } } }", &json!({}), &["`$v`", "\"x\" is no Int"]);
}

#[test]
fn keeps_json_as_it_is_written() {
    let document = r#"mutation ($v: Int) { linkCreate(kind: "x", source: 1, target: 2, props: {a: [1.50, {b: $v}, WORD, null], c: $v}) { changeSet } }"#;
    let coerced = coerce(document, &json!({"v": 3})).unwrap();
    assert_eq!(coerced["props"].to_string(), r#"{"a":[1.50,{"b":3},"WORD",null],"c":3}"#);
    let coerced = coerce(document, &json!({})).unwrap();
    assert_eq!(coerced["props"].to_string(), r#"{"a":[1.50,{},"WORD",null]}"#);
}

#[test]
fn tells_several_mistakes_at_once_and_stays_short() {
    refuse(
        r#"mutation { itemCreate(input: {numbers: "a", share: "b", colour: 1}) { changeSet } }"#,
        &json!({}),
        &["input.numbers", "input.share", "input.colour", "input.name"],
    );
    let fields: Map<String, Json> = (0..5_000).map(|index| (format!("field{index}"), json!(1))).collect();
    let document = "mutation ($i: ItemCreate!) { itemCreate(input: $i) { changeSet } }";
    refuse(document, &json!({ "i": fields }), &["`$i.field0`", "and 4997 more"]);
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    fn any_json() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            any::<f64>().prop_map(Json::from),
            prop_oneof![Just("SMALL".to_owned()), Just("G".to_owned()), ".*"].prop_map(Json::from),
        ];
        let name = prop_oneof![
            Just("name"),
            Just("mass"),
            Just("value"),
            Just("unit"),
            Just("shelf"),
            Just("link"),
            Just("create"),
            Just("items"),
            Just("similar"),
            Just("numbers"),
            Just("x")
        ];
        leaf.prop_recursive(5, 60, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
                prop::collection::vec((name.clone(), inner), 0..6)
                    .prop_map(|fields| fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn coercion_never_panics_and_is_stable(given in any_json()) {
            let document = "mutation ($i: ItemCreate!) { itemCreate(input: $i) { changeSet } }";
            if let Ok(once) = coerce(document, &json!({ "i": given })) {
                let twice = coerce(document, &json!({ "i": once["input"] })).unwrap();
                prop_assert_eq!(once, twice);
            }
        }
    }
}
