//! Definitions that are strange, too large or wrong, over a running server.

use serde_json::{Value as Json, json};

use super::{define, plan, run};
use crate::testing::Server;

/// Messages with their hints.
fn told(plan: &Json) -> Vec<String> {
    assert_eq!((&plan["ok"], &plan["id"]), (&json!(false), &Json::Null), "{plan}");
    let errors = plan["errors"].as_array().unwrap().iter();
    errors
        .map(|error| {
            assert!(error["line"].as_u64() >= Some(1) && error["column"].as_u64() >= Some(1), "{error}");
            format!("{} | {}", error["message"].as_str().unwrap(), error["hint"].as_str().unwrap_or_default())
        })
        .collect()
}

#[track_caller]
fn assert_told(plan: &Json, parts: &[&str]) {
    let told = told(plan);
    assert!(told.iter().any(|text| parts.iter().all(|part| text.contains(part))), "{parts:?} in {told:#?}");
}

const ODD: &str = r#"
type Odd @entry(plural: "odds", title: "{select} {null}") @key(fields: ["select"]) {
  select: String! order: Int group: Boolean null: String true: Int false: Float on: Date fragment: String
  query: String mutation: String subscription: String where: Int values: [String!] key: Int count: Int
  from: String table: String index: Int union: String primary: String rowid: Int oid: Int seq: Int space: Int
  input: String enum: Odder having: Float limit: Int exists: Boolean regex: String set: [Int!] expr: JSON
}
enum Odder { SELECT NULL TRUE ON }
"#;

#[tokio::test]
async fn fields_named_like_words_of_sql_graphql_and_mongodb_are_fields_like_others() {
    let server = Server::garden();
    define(&server, ODD, &[]).await;
    let write = "mutation { oddUpsertMany(inputs: [
        {select: \"a\", order: 2, group: true, null: \"x\", true: 3, false: 0.5, on: \"2026-01-01\", fragment: \"f\", query: \"q\",
         where: 1, values: [\"v\"], key: 1, count: 5, from: \"h\", table: \"t\", index: 4, rowid: 9, oid: 8, seq: 7, space: 6,
         enum: NULL, having: 1, limit: 2, exists: true, regex: \".*\", set: [1, 2], expr: {where: 1}},
        {select: \"b\", order: 1, enum: TRUE, count: 7, rowid: 1, space: 2}]) { entries { title } errors { path message } } }";
    let written = server.data(write).await;
    assert_eq!(written["oddUpsertMany"]["errors"], json!([]));
    let read = "{ odds(
        where: {null: {eq: \"x\"}, true: {eq: 3}, on: {isNull: false}, enum: {in: [NULL, ON]}, values: {has: \"v\"}, rowid: {gt: 5}, space: {eq: 6}}
        orderBy: [{group: ASC}, {order: DESC}]) { nodes { title select order null true on fragment enum set expr rowid seq space } }
        odd(key: {select: \"b\"}) { count enum rowid }
        oddsStats(by: [{field: \"enum\"}]) { key { text } count countValue { sum } order { max } } }";
    let read = server.data(read).await;
    let expected = json!({
        "title": "a x", "select": "a", "order": 2, "null": "x", "true": 3, "on": "2026-01-01", "fragment": "f", "enum": "NULL",
        "set": [1, 2], "expr": {"where": 1}, "rowid": 9, "seq": 7, "space": 6,
    });
    assert_eq!(read["odds"]["nodes"], json!([expected]));
    assert_eq!(read["odd"], json!({ "count": 7, "enum": "TRUE", "rowid": 1 }));
    let groups = json!([
        { "key": [{ "text": "NULL" }], "count": 1, "countValue": { "sum": 5 }, "order": { "max": 2 } },
        { "key": [{ "text": "TRUE" }], "count": 1, "countValue": { "sum": 7 }, "order": { "max": 1 } },
    ]);
    assert_eq!(read["oddsStats"], groups);
    define(
        &server,
        &ODD.replace("null: String", "nothing: String @was(name: \"null\")").replace("{null}", "{nothing}"),
        &[],
    )
    .await;
    assert_eq!(
        server.data("{ odd(key: {select: \"a\"}) { title null nothing } }").await["odd"],
        json!({ "title": "a x", "null": "x", "nothing": "x" })
    );
}

#[tokio::test]
async fn names_that_no_field_can_have_are_refused_with_what_to_write() {
    let server = Server::garden();
    let with =
        |field: &str| format!("type Odd @entry(plural: \"odds\", title: \"{{name}}\") {{ name: String! {field} }}");
    for (field, parts) in [
        ("__x: Int", ["two underscores", "write `x`"]),
        ("_id: Int", ["`_id` is not in camelCase", "every entry has `id` already"]),
        ("id: ID", ["`id` is kept", "idValue"]),
        ("$where: Int", ["", ""]),
        ("or: Int", ["filters and inputs give that name a meaning", "orValue"]),
    ] {
        assert_told(&plan(&server, &with(field), &[]).await, &parts);
    }
}

#[tokio::test]
async fn a_type_that_others_link_to_goes_only_with_their_links() {
    let server = Server::garden();
    let shed = "type Shed @entry(plural: \"sheds\", title: \"{name}\") { name: String! }
                type Tool @entry(plural: \"tools\", title: \"{name}\") { name: String! shed: Shed @link(inverse: \"tools\") }";
    define(&server, shed, &[]).await;
    assert_told(
        &plan(&server, "", &["Shed"]).await,
        &["`Shed` cannot be removed: `Tool.shed` needs it", "`remove: [\"Shed\", \"Tool.shed\"]`"],
    );
    let alone = "type Tool @entry(plural: \"tools\", title: \"{name}\") { name: String! }";
    define(&server, alone, &["Shed"]).await;
    assert_eq!(server.data("{ types { name } }").await["types"].as_array().map(Vec::len), Some(4));
}

#[tokio::test]
async fn rules_that_do_not_fit_are_refused_with_what_to_write() {
    let server = Server::garden();
    define(
        &server,
        "type Tool @entry(plural: \"tools\", title: \"{name}\") { name: String! bed: Bed @link(inverse: \"tools\") }",
        &[],
    )
    .await;
    let with =
        |field: &str| format!("type Odd @entry(plural: \"odds\", title: \"{{name}}\") {{ name: String! {field} }}");
    for (field, parts) in [
        (
            "bed: Bed @link(inverse: \"tools\")",
            ["the inverse `tools` is taken on `Bed`", "choose another inverse, such as `bedOfOdd`"],
        ),
        ("size: Int @range(max: 3) @default(value: \"4\")", ["above its `max` 3", "also be written"]),
        ("size: Int @was(name: \"name\")", ["there is a field of that name now", "remove `@was`"]),
        ("size: Strnig", ["no type `Strnig`", "did you mean `String`?"]),
    ] {
        assert_told(&plan(&server, &with(field), &[]).await, &parts);
    }
}

#[tokio::test]
async fn directives_on_what_a_file_defines_are_refused() {
    let server = Server::garden();
    let planned = plan(&server, "extend type Bed @sensitive { soil: String }", &[]).await;
    assert_told(&planned, &["`@sensitive` cannot be added to `Bed`", "add fields only"]);
    assert_eq!((&planned["errors"][0]["line"], &planned["errors"][0]["column"]), (&json!(1), &json!(17)));
    define(&server, "type Tool @entry(plural: \"tools\", title: \"{name}\") { name: String! } extend type Tool @sensitive { size: Int }", &[]).await;
    assert_eq!(server.data("{ type(name: \"Tool\") { sensitive } }").await["type"]["sensitive"], true);
}

#[tokio::test]
async fn a_key_that_entries_share_is_seen_by_the_plan_whose_hint_finds_them() {
    let server = Server::garden();
    let tool = "type Tool @entry(plural: \"tools\", title: \"{name}\") { name: String! size: String }";
    define(&server, tool, &[]).await;
    let create = "mutation { toolCreateMany(inputs: [{name: \"Hoe\", size: \"1\"}, {name: \"Hoe\", size: \" 1\"}, {name: \"Rake\"}]) { errors { code } } }";
    server.data(create).await;
    let planned = plan(&server, &tool.replace(" {", " @key(fields: [\"name\"]) {"), &[]).await;
    assert_told(
        &planned,
        &["`Tool` cannot have this key: 2 entries share", "toolsStats(by: [{field: \"name\"}], having: [{gt: 1}])"],
    );
    let found = server.data("{ toolsStats(by: [{field: \"name\"}], having: [{gt: 1}]) { key { text } count } }").await;
    assert_eq!(found["toolsStats"], json!([{ "key": [{ "text": "Hoe" }], "count": 2 }]));
    // Values that only a conversion makes alike are seen too.
    let sized = tool.replace("size: String", "size: Int").replace(" {", " @key(fields: [\"size\"]) {");
    assert_told(&plan(&server, &sized, &[]).await, &["2 entries share"]);
    server.data("mutation { toolDeleteMany(where: {size: {eq: \" 1\"}}) { errors { code } } }").await;
    define(&server, &sized, &[]).await;
}

#[tokio::test]
async fn a_type_with_three_hundred_fields_works() {
    let server = Server::garden();
    let fields: Vec<_> = (0..300)
        .map(|number| format!("field{number}: {}", ["String", "Int", "Quantity @unit(canonical: G)"][number % 3]))
        .collect();
    let wide = format!("type Wide @entry(plural: \"wides\", title: \"{{field0}}\") {{ {} }}", fields.join("\n"));
    define(&server, &wide, &[]).await;
    let mut input = json!({});
    for number in 0..300 {
        let value = [json!("a"), json!(number), json!({ "value": number, "unit": "KG" })][number % 3].clone();
        input[format!("field{number}")] = value;
    }
    let create = "mutation ($input: WideCreate!) { wideCreate(input: $input) { errors { path message } } }";
    assert_eq!(run(&server, create, json!({ "input": input })).await["wideCreate"]["errors"], json!([]));
    let all: Vec<_> = (0..300).filter(|number| number % 3 < 2).map(|number| format!("field{number}")).collect();
    let read =
        format!("{{ wides(where: {{field299: {{gt: {{value: 1, unit: KG}}}}}}) {{ nodes {{ {} }} }} }}", all.join(" "));
    let read = server.data(&read).await;
    assert_eq!(read["wides"]["nodes"][0]["field298"], json!(298));
    define(
        &server,
        &wide.replace("field299:", "last: Quantity @unit(canonical: KG) @was(name: \"field299\") other:"),
        &[],
    )
    .await;
    assert_eq!(
        server.data("{ wides { nodes { last { value } } } }").await["wides"]["nodes"][0]["last"]["value"],
        json!(299)
    );
}

#[tokio::test]
async fn what_no_function_computes_is_refused_with_its_place() {
    let server = Server::garden();
    let sdl = "extend type Bed { soil: String\n  probeCount: Int @computed(function: \"bedProbes\") }";
    let planned = plan(&server, sdl, &[]).await;
    assert_told(&planned, &["`Bed.probeCount` is computed by `bedProbes`", "leave out `@computed`"]);
    assert_eq!(planned["errors"][0]["line"], 2);
}
