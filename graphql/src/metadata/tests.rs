//! What generic clients are told of types and fields.

use std::{collections::HashMap, sync::Arc};

use daybook_store::sqlite::{Sqlite, SqliteOptions};
use serde_json::{Value as Json, json};

use crate::{surface::tests::SHOP, testing::Server};

fn server(definitions: &str) -> Server {
    let folder = tempfile::tempdir().unwrap();
    let backend = Sqlite::open(&folder.path().join("data"), &SqliteOptions::default()).unwrap();
    Server::over(Arc::new(backend), definitions, folder)
}

fn shop() -> Server {
    server(SHOP)
}

/// What is selected of the fields of a type, by name.
async fn fields(server: &Server, type_name: &str, selection: &str) -> HashMap<String, Json> {
    let query = format!("{{ type(name: \"{type_name}\") {{ fields {{ name {selection} }} }} }}");
    let mut answer = server.data(&query).await;
    let fields = answer["type"]["fields"].as_array_mut().unwrap().drain(..);
    fields
        .map(|mut field| {
            let members = field.as_object_mut().unwrap();
            let name = members.remove("name").unwrap();
            (name.as_str().unwrap().to_owned(), field)
        })
        .collect()
}

#[tokio::test]
async fn tells_what_a_type_is_and_where_it_appears() {
    let query = "{ type(name: \"Product\") { name plural label pluralLabel kind title at keys { fields } formerNames series { of } \
                 api { get list stats series live create upsert samplesAdd ingest createInput patchInput filterInput keyInput } } \
                 series: type(name: \"Count\") { kind title at keys { fields } series { of at every everyFrom gapFactor gapFactorFrom keep } \
                 api { get list create series samplesAdd samplesDelete patchInput keyInput } } }";
    let answer = shop().data(query).await;
    let expected = json!({
        "name": "Item", "plural": "items", "label": "Item", "pluralLabel": "Items", "kind": "ENTRY", "title": "{name}",
        "at": "at", "keys": [{ "fields": ["code"] }, { "fields": ["shelf", "size"] }], "formerNames": ["Product"],
        "series": null,
        "api": {
            "get": "item", "list": "items", "stats": "itemsStats", "series": null, "live": "itemsLive",
            "create": "itemCreate", "upsert": "itemUpsert", "samplesAdd": null, "ingest": "/ingest/Item",
            "createInput": "ItemCreate", "patchInput": "ItemPatch", "filterInput": "ItemFilter", "keyInput": "ItemKey",
        },
    });
    assert_eq!(answer["type"], expected);
    let expected = json!({
        "kind": "SERIES", "title": null, "at": "at", "keys": [],
        "series": { "of": "shelf", "at": "at", "every": "PT1H", "everyFrom": null, "gapFactor": 3.0, "gapFactorFrom": null, "keep": null },
        "api": {
            "get": null, "list": "counts", "create": null, "series": "countsSeries", "samplesAdd": "countsAdd",
            "samplesDelete": "countsDelete", "patchInput": null, "keyInput": null,
        },
    });
    assert_eq!(answer["series"], expected);
}

#[tokio::test]
async fn tells_bounds_units_and_defaults_of_values() {
    let server = shop();
    let found = fields(
        &server,
        "Item",
        "kind required default unit dimension units { unit symbol } min max warnMax formerNames",
    )
    .await;
    let mass = &found["mass"];
    assert_eq!(
        (&mass["unit"], &mass["dimension"], &mass["min"], &mass["warnMax"]),
        (&json!("G"), &json!("mass"), &json!(0), &json!(50))
    );
    assert_eq!(mass["units"][0], json!({ "unit": "G", "symbol": "g" }));
    assert_eq!(mass["units"].as_array().map(Vec::len), Some(7));
    assert_eq!(mass["formerNames"], json!(["weight", "heft"]));
    assert_eq!((&found["size"]["default"], &found["size"]["kind"]), (&json!("SMALL"), &json!("ENUM")));
    assert_eq!((&found["share"]["max"], &found["share"]["units"]), (&json!(1), &Json::Null));
}

#[tokio::test]
async fn tells_which_operators_a_filter_knows() {
    let server = shop();
    let found = fields(&server, "Item", "sortable filter { input operators }").await;
    assert_eq!(found["fresh"]["filter"], json!({ "input": "BooleanFilter", "operators": ["eq", "ne", "isNull"] }));
    assert_eq!(found["size"]["filter"]["operators"], json!(["eq", "ne", "in", "notIn", "isNull"]));
    let text = found["name"]["filter"]["operators"].as_array().unwrap();
    assert!(text.contains(&json!("startsWith")) && text.contains(&json!("isNull")), "{text:?}");
    assert_eq!(found["shelf"]["filter"], json!({ "input": "ShelfOneFilter", "operators": ["is", "isNot", "isNull"] }));
    assert_eq!(found["orders"]["filter"]["operators"], json!(["some", "none", "every", "count", "edge"]));
    let sortable = |name: &str| found[name]["sortable"].clone();
    assert_eq!(
        ["name", "shelf", "extra", "sizes", "orders"].map(sortable).map(|it| it == json!(true)),
        [true, true, false, false, false]
    );
}

#[tokio::test]
async fn tells_how_statistics_count_and_group() {
    let server = shop();
    let found = fields(&server, "Item", "groups metric").await;
    let of = |name: &str| (found[name]["groups"].clone(), found[name]["metric"].clone());
    assert_eq!(of("mass"), (json!(["FIELD", "RANGE"]), json!("mass")));
    assert_eq!(of("price"), (json!(["CURRENCY", "RANGE"]), json!("price")));
    assert_eq!(of("at"), (json!(["FIELD", "TIME"]), Json::Null));
    assert_eq!(of("shelf"), (json!(["LINK"]), Json::Null));
    assert_eq!(of("numbers"), (json!([]), Json::Null));
    assert_eq!(of("orders"), (json!([]), Json::Null));
}

#[tokio::test]
async fn tells_links_from_both_sides_with_what_they_carry() {
    let server = shop();
    let selection = "kind list target inverse writable link { kind props onDelete } fields { name required unit writable filter { input } }";
    let own = fields(&server, "Order", selection).await.remove("items").unwrap();
    let other = fields(&server, "Item", selection).await.remove("orders").unwrap();
    let carried = json!([
        { "name": "amount", "required": true, "unit": "G", "writable": true, "filter": { "input": "QuantityFilter" } },
        { "name": "note", "required": false, "unit": null, "writable": true, "filter": { "input": "StringFilter" } },
    ]);
    let link = json!({ "kind": "Order.items", "props": "Portion", "onDelete": "UNLINK" });
    let expected = json!({
        "kind": "LINK", "list": true, "target": "Item", "inverse": "orders", "writable": true, "link": link, "fields": carried,
    });
    assert_eq!(own, expected);
    let expected = json!({
        "kind": "INVERSE", "list": true, "target": "Order", "inverse": "items", "writable": true, "link": link, "fields": carried,
    });
    assert_eq!(other, expected);
    let counts = fields(&server, "Shelf", "kind writable").await.remove("counts").unwrap();
    assert_eq!(counts, json!({ "kind": "INVERSE", "writable": false }));
}

const FORM: &str = r#"
enum Kind { "Cold and clear." WATER TEA @was(name: "INFUSION") }
type Drink @entry(plural: "drinks", at: "began", title: "{kind}") @sensitive {
  kind: Kind! @default(value: "WATER")
  code: String @pattern(regex: "[A-Z]{2}", message: "two capital letters") @length(min: 2, max: 2) @search(weight: 2, suggest: true)
  began: DateTime! @default(value: "now") @time(future: false)
  ended: DateTime @time(notBefore: "began", maxAfter: "PT2H")
  leaves: String @showIf(field: "kind", in: ["TEA"]) @match(compare: TEXT) @public
  cups: [Cup!] @length(max: 9)
}
type Cup { colour: String size: Quantity @unit(canonical: ML) @default(value: "250 mL") }
"#;

#[tokio::test]
async fn tells_a_form_all_its_rules() {
    let server = server(FORM);
    let selection = "label default options values { name label description formerNames } pattern { regex message } \
                     minLength maxLength time { future notBefore maxAfter } showIf { field in } search { weight facet suggest } \
                     match { compare block } public fields { name default maxLength }";
    let found = fields(&server, "Drink", selection).await;
    let kind = &found["kind"];
    assert_eq!((&kind["default"], &kind["options"]), (&json!("WATER"), &json!(["WATER", "TEA"])));
    assert_eq!(
        kind["values"],
        json!([
            { "name": "WATER", "label": "Water", "description": "Cold and clear.", "formerNames": [] },
            { "name": "TEA", "label": "Tea", "description": null, "formerNames": ["INFUSION"] },
        ])
    );
    let code = &found["code"];
    assert_eq!(code["pattern"], json!({ "regex": "[A-Z]{2}", "message": "two capital letters" }));
    assert_eq!((&code["minLength"], &code["maxLength"]), (&json!(2), &json!(2)));
    assert_eq!(code["search"], json!({ "weight": 2, "facet": false, "suggest": true }));
    assert_eq!((&found["began"]["default"], &found["began"]["time"]["future"]), (&json!("now"), &json!(false)));
    assert_eq!(found["ended"]["time"], json!({ "future": true, "notBefore": "began", "maxAfter": "PT2H" }));
    assert_eq!(found["leaves"]["showIf"], json!({ "field": "kind", "in": ["TEA"] }));
    assert_eq!(found["leaves"]["match"], json!({ "compare": "TEXT", "block": false }));
    assert_eq!((&found["leaves"]["public"], &found["code"]["public"]), (&json!(true), &json!(false)));
    assert_eq!(found["cups"]["maxLength"], json!(9));
    let size = json!({ "name": "size", "default": "250 mL", "maxLength": null });
    assert_eq!(found["cups"]["fields"][1], size);
}

#[tokio::test]
async fn the_types_of_an_apply_are_those_of_the_new_api() {
    let server = shop();
    let plan = "mutation { typePlan(sdl: \"type Till @entry(plural: \\\"tills\\\", title: \\\"{name}\\\") { name: String! }\") { id } }";
    let id = server.data(plan).await["typePlan"]["id"].clone();
    let apply = format!(
        "mutation {{ typeApply(planId: {id}) {{ types {{ name api {{ create }} fields {{ name filter {{ input }} }} }} errors {{ message }} }} }}"
    );
    let applied = server.data(&apply).await["typeApply"].clone();
    let expected = json!({
        "types": [{ "name": "Till", "api": { "create": "tillCreate" }, "fields": [{ "name": "name", "filter": { "input": "StringFilter" } }] }],
        "errors": [],
    });
    assert_eq!(applied, expected);
}

#[tokio::test]
async fn tells_what_every_entry_has_beside_its_own_fields() {
    let server = server(
        "type Memo @entry(plural: \"memos\", title: \"{title}\") { title: String! }
         type Walk @entry(plural: \"walks\", at: \"began\", title: \"{began}\") { began: DateTime! }",
    );
    let asked = "name type required sortable filter { input operators } groups";
    let query = format!(
        "{{ memo: type(name: \"Memo\") {{ shared {{ {asked} }} }} walk: type(name: \"Walk\") {{ shared {{ {asked} }} }} }}"
    );
    let answer = server.data(&query).await;
    let names = |type_name: &str| -> Vec<String> {
        let shared = answer[type_name]["shared"].as_array().unwrap().iter();
        shared.map(|field| field["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("memo"), ["id", "createdAt", "updatedAt"], "its own title and no time");
    assert_eq!(names("walk"), ["id", "title", "at", "createdAt", "updatedAt"]);
    let title = &answer["walk"]["shared"][1];
    assert_eq!(
        (&title["type"], &title["required"], &title["sortable"]),
        (&json!("String"), &json!(true), &json!(true))
    );
    assert_eq!(title["filter"]["input"], "StringFilter");
    assert!(title["filter"]["operators"].as_array().unwrap().contains(&json!("contains")));
    assert_eq!(answer["walk"]["shared"][2]["groups"], json!(["TIME"]));
    assert_eq!(answer["walk"]["shared"][0]["sortable"], json!(false));
}

#[tokio::test]
async fn tells_how_units_convert() {
    let server = server("type Room @entry(plural: \"rooms\", title: \"x\") { warmth: Quantity @unit(canonical: CEL) }");
    let found = fields(&server, "Room", "units { unit factor divisor shift }").await;
    let units = found["warmth"]["units"].as_array().unwrap();
    assert_eq!(units[0], json!({ "unit": "CEL", "factor": 1, "divisor": 1, "shift": 0 }));
    assert_eq!(units[1], json!({ "unit": "DEGF", "factor": 5, "divisor": 9, "shift": 32 }));
    assert_eq!(units[2], json!({ "unit": "K", "factor": 1, "divisor": 1, "shift": 273.15 }));
}

#[tokio::test]
async fn tells_names_and_descriptions_in_the_language_asked_for() {
    let server = Server::built_in();
    let own = "extend type Feeding { mood: String } type Plant @entry(plural: \"plants\", title: \"x\") { sex: Sex }";
    let plan =
        server.data(&format!("mutation {{ typePlan(sdl: {}) {{ id }} }}", json!(own))).await["typePlan"]["id"].clone();
    server.data(&format!("mutation {{ typeApply(planId: {plan}) {{ errors {{ message }} }} }}")).await;
    let asked = "label pluralLabel description fields { name label description values { name label } fields { label } } shared { label }";
    let query = format!(
        "{{ type(name: \"Feeding\", language: \"de-AT\") {{ {asked} }} own: type(name: \"Plant\", language: \"de\") {{ {asked} }} \
         child: type(name: \"Child\", language: \"de\") {{ fields {{ name label description }} }} \
         french: type(name: \"Feeding\", language: \"fr\") {{ label }} types(language: \"de\") {{ label }} }}"
    );
    let answer = server.data(&query).await;
    let feeding = &answer["type"];
    assert_eq!((&feeding["label"], &feeding["pluralLabel"]), (&json!("Mahlzeit"), &json!("Mahlzeiten")));
    let field = |owner: &str, name: &str| {
        let mut fields = answer[owner]["fields"].as_array().unwrap().iter();
        fields.find(|field| field["name"] == name).unwrap().clone()
    };
    let method = field("type", "method");
    assert_eq!((&method["label"], &method["values"][0]["label"]), (&json!("Art"), &json!("Flasche")));
    assert_eq!(field("type", "food")["fields"][0]["label"], "Menge");
    assert_eq!(field("type", "mood")["label"], "Mood");
    assert_eq!(feeding["shared"][1]["label"], "Titel");
    assert_eq!(
        (&answer["own"]["label"], &field("own", "sex")["values"][0]["label"]),
        (&json!("Plant"), &json!("Weiblich"))
    );
    let feedings = field("child", "feedings");
    assert_eq!(feedings["description"], "Mahlzeiten, deren „Kind“ hierher führt.");
    assert_eq!(answer["french"]["label"], "Feeding");
    assert!(answer["types"].as_array().unwrap().contains(&json!({ "label": "Patient" })));
}
