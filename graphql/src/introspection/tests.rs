//! Introspection beside the library's own, and what each part of it answers.

use std::{collections::BTreeMap, sync::Arc};

use async_graphql::extensions::{Extension, ExtensionFactory};
use daybook_schema::definition::{Source, load};
use serde_json::{Map, Value as Json, json};

use crate::{
    limits::{self, Limits},
    plan::{Context, Planner},
    query::Root,
    request::Request,
    schema, selection,
    surface::{Surface, tests::SHOP},
    testing::Server,
};

/// What tools ask for.
const USUAL: &str = "
    query IntrospectionQuery {
      __schema {
        description queryType { name kind } mutationType { name kind } subscriptionType { name kind }
        types { ...FullType }
        directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
      }
    }
    fragment FullType on __Type {
      kind name description specifiedByURL isOneOf
      fields(includeDeprecated: true) {
        name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason
      }
      inputFields(includeDeprecated: true) { ...InputValue }
      interfaces { ...TypeRef }
      enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
      possibleTypes { ...TypeRef }
    }
    fragment InputValue on __InputValue {
      name description type { ...TypeRef } defaultValue isDeprecated deprecationReason
    }
    fragment TypeRef on __Type {
      __typename kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
    }";

struct Nothing;

impl Extension for Nothing {}

impl ExtensionFactory for Nothing {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Nothing)
    }
}

fn shop() -> Arc<Surface> {
    let source = Source { file: "shop.graphql".to_owned(), text: SHOP.to_owned(), built_in: false };
    Arc::new(Surface::build(Arc::new(load(&[source]).unwrap())))
}

/// The answer of our own plan, by root field.
fn ours(surface: &Arc<Surface>, query: &str) -> Json {
    let document = limits::parse(query, &Limits::default()).unwrap();
    let (_, operation) = document.operations.iter().next().unwrap();
    let context = Context {
        model: Arc::clone(&surface.model),
        variables: selection::Variables::new(),
        now: 0,
        cursor_key: [0; 32],
    };
    let planner = Planner::new(Arc::clone(surface), context, crate::retention::Retention::default());
    let set = selection::convert(&document, &operation.node.selection_set.node, &planner.context.variables);
    let answered = planner.roots(&[set]).unwrap().into_iter().map(|field| match field.root.unwrap() {
        Root::Constant(value) => (field.key, value),
        _ => unreachable!("introspection is known when planning"),
    });
    Json::Object(answered.collect())
}

/// Types and directives by name, without what is worded differently: descriptions of GraphQL's own parts.
fn comparable(schema: &Json) -> BTreeMap<String, Json> {
    let named = |part: &str| schema[part].as_array().unwrap().clone();
    let directives = named("directives").into_iter().map(|directive| ("@", directive));
    let types = named("types").into_iter().map(|ty| ("", ty));
    let mut parts = BTreeMap::new();
    for (mark, mut part) in types.chain(directives) {
        let name = part["name"].as_str().unwrap().to_owned();
        if mark == "@" || name.starts_with("__") || crate::surface::is_built_in(&name) {
            undescribed(&mut part);
        }
        if part["kind"] == "INTERFACE" {
            // The library says null where the specification wants a list.
            part["interfaces"] = json!([]);
            part["possibleTypes"].as_array_mut().unwrap().sort_by_key(|ty| ty["name"].to_string());
        }
        parts.insert(format!("{mark}{name}"), part);
    }
    parts
}

/// Names of fields and values.
fn members(ty: &Json) -> Vec<String> {
    let lists = ["fields", "enumValues"].into_iter().filter_map(|list| ty[list].as_array());
    lists.flatten().map(|member| member["name"].to_string()).collect()
}

fn undescribed(json: &mut Json) {
    match json {
        Json::Object(members) => {
            members.remove("description");
            members.values_mut().for_each(undescribed);
        }
        Json::Array(items) => items.iter_mut().for_each(undescribed),
        _ => {}
    }
}

#[tokio::test]
async fn answers_what_the_library_answers_and_types_that_nothing_reaches() {
    let source = Source { file: "bare.graphql".to_owned(), text: BARE.to_owned(), built_in: false };
    let bare = Arc::new(Surface::build(Arc::new(load(&[source]).unwrap())));
    for (surface, unreached) in [(shop(), vec![]), (bare, vec!["GeoPoint", "GeoPointInput", "Money", "MoneyInput"])] {
        let library = schema::build(&surface, Nothing).unwrap();
        let library = library.execute(USUAL).await;
        assert_eq!(library.errors, [], "the library answers");
        let library = comparable(&library.data.into_json().unwrap()["__schema"]);
        let ours = comparable(&ours(&surface, USUAL)["__schema"]);
        for (name, part) in &library {
            match ours.get(name) {
                // Of these the library's types differ here and there from the specification's.
                Some(own) if name.starts_with("__") => assert_eq!(members(own), members(part), "{name}"),
                own => assert_eq!(own, Some(part), "{name}"),
            }
        }
        let beyond: Vec<_> = ours.keys().filter(|name| !library.contains_key(*name) && *name != "@explain").collect();
        let is_ours = |name: &str| name == "@explain" || surface.types.contains_key(name);
        assert!(beyond.iter().all(|name| is_ours(name)), "{beyond:?}");
        assert!(unreached.iter().all(|name| beyond.iter().any(|known| known == name)), "{beyond:?}");
    }
}

const BARE: &str = r#"type Bed @entry(plural: "beds", title: "{name}") { name: String! }"#;

#[test]
fn gives_every_part_its_kind_wrappers_and_defaults() {
    let answer = ours(
        &shop(),
        r#"{
          field: __type(name: "Query") { fields { name args { name defaultValue type { kind ofType { name } } } } }
          scalar: __type(name: "DateTime") { kind specifiedByURL fields { name } isOneOf }
          choice: __type(name: "ShelfOne") { kind isOneOf }
          entry: __type(name: "Entry") { kind interfaces { name } possibleTypes { name } }
          item: __type(name: "Item") { interfaces { name } possibleTypes { name } }
          common: __type(name: "ID") { __typename kind name }
          meta: __type(name: "__TypeKind") { kind enumValues { name } }
        }"#,
    );
    let fields = answer["field"]["fields"].as_array().unwrap();
    let near = fields.iter().find(|field| field["name"] == "neighborhood").unwrap();
    assert_eq!(near["args"][1]["name"], "depth");
    assert_eq!(near["args"][1]["defaultValue"], "1");
    assert_eq!(near["args"][0]["type"], json!({ "kind": "NON_NULL", "ofType": { "name": "ID" } }));
    assert_eq!(answer["scalar"]["kind"], "SCALAR");
    assert_eq!(answer["scalar"]["specifiedByURL"], "https://www.rfc-editor.org/rfc/rfc3339");
    assert_eq!((&answer["scalar"]["fields"], &answer["scalar"]["isOneOf"]), (&Json::Null, &Json::Null));
    assert_eq!(answer["choice"], json!({ "kind": "INPUT_OBJECT", "isOneOf": true }));
    assert_eq!(answer["entry"]["possibleTypes"], json!([{ "name": "Item" }, { "name": "Order" }, { "name": "Shelf" }]));
    assert_eq!(answer["entry"]["interfaces"], json!([]));
    assert_eq!(answer["item"], json!({ "interfaces": [{ "name": "Entry" }], "possibleTypes": null }));
    assert_eq!(answer["common"], json!({ "__typename": "__Type", "kind": "SCALAR", "name": "ID" }));
    assert_eq!(answer["meta"]["enumValues"].as_array().map(Vec::len), Some(8));
}

#[test]
fn tells_deprecated_parts_only_when_they_are_asked_for() {
    let answer = ours(
        &shop(),
        r#"{
          without: __type(name: "Item") { fields { name } }
          with: __type(name: "Item") { fields(includeDeprecated: true) { name isDeprecated deprecationReason } }
          input: __type(name: "ItemCreate") { inputFields { name } }
          value: __type(name: "Size") { enumValues(includeDeprecated: true) { name deprecationReason } }
        }"#,
    );
    let names = |list: &Json| {
        list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(!names(&answer["without"]["fields"]).contains(&"weight".to_owned()));
    assert!(!names(&answer["input"]["inputFields"]).contains(&"weight".to_owned()));
    let with = answer["with"]["fields"].as_array().unwrap();
    let weight = with.iter().find(|field| field["name"] == "weight");
    let expected = json!({ "name": "weight", "isDeprecated": true, "deprecationReason": "Renamed to `mass`." });
    assert_eq!(weight, Some(&expected));
    assert_eq!(answer["value"]["enumValues"][1], json!({ "name": "BIG", "deprecationReason": "Renamed to `LARGE`." }));
}

#[test]
fn lists_the_directives_of_documents_with_their_arguments() {
    let answer =
        ours(&shop(), "{ __schema { directives { name locations isRepeatable args { name type { kind } } } } }");
    let directives = answer["__schema"]["directives"].as_array().unwrap();
    let skip = directives.iter().find(|directive| directive["name"] == "skip");
    let expected = json!({
        "name": "skip", "locations": ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"], "isRepeatable": false,
        "args": [{ "name": "if", "type": { "kind": "NON_NULL" } }],
    });
    assert_eq!(skip, Some(&expected));
}

#[tokio::test]
async fn stands_beside_other_fields_with_fragments_aliases_and_variables() {
    let server = Server::garden();
    let query = "query ($name: String!, $skip: Boolean!) {
        __typename known: __type(name: $name) { ...Named fields @skip(if: $skip) { name } }
        beds { totalCount } none: __type(name: \"Nothing\") { name } root: __schema { queryType { ...Named } } }
        fragment Named on __Type { called: name kind }";
    let variables = json!({ "name": "Bed", "skip": true });
    let body = json!({ "query": query, "variables": variables });
    let answer = server.answer(&body).await;
    let expected = json!({ "data": {
        "__typename": "Query",
        "known": { "called": "Bed", "kind": "OBJECT" },
        "beds": { "totalCount": 0 },
        "none": null,
        "root": { "queryType": { "called": "Query", "kind": "OBJECT" } },
    } });
    assert_eq!(answer, expected);
    let keys: Vec<_> = answer["data"].as_object().map(Map::keys).into_iter().flatten().collect();
    assert_eq!(keys, ["__typename", "known", "beds", "none", "root"]);
}

#[tokio::test]
async fn the_same_question_is_answered_with_the_same_bytes_until_the_definitions_change() {
    let server = Server::garden();
    let ask = async || server.execute(&json!({ "query": USUAL })).await.body.into_bytes();
    let served = server.app.served();
    let first = ask().await;
    let known = served.introspected.get(&question(USUAL)).unwrap();
    assert_eq!((&ask().await, &known), (&first, &first));
    let plan = "mutation { typePlan(sdl: \"extend type Bed { soil: String }\") { id } }";
    let id = server.data(plan).await["typePlan"]["id"].clone();
    server.data(&format!("mutation {{ typeApply(planId: {id}) {{ errors {{ message }} }} }}")).await;
    let second: Json = serde_json::from_slice(&ask().await).unwrap();
    assert!(comparable(&second["data"]["__schema"])["Bed"].to_string().contains("soil"));
}

#[tokio::test]
async fn only_answers_that_are_the_same_for_everybody_are_kept() {
    let server = Server::garden();
    let kept = async |query: &str| {
        server.answer(&json!({ "query": query, "variables": { "name": "Bed" } })).await;
        server.app.served().introspected.get(&question(query)).is_some()
    };
    assert!(kept("{ __typename __schema { queryType { name } } }").await);
    assert!(!kept("query ($name: String!) { __type(name: $name) { name } }").await, "it depends on a variable");
    assert!(!kept("{ __schema { queryType { name } } beds { totalCount } }").await, "it depends on the data");
    assert!(!kept("{ __schema { queryType { nope } } }").await, "it fails");
    for number in 0..10 {
        assert!(kept(&format!("{{ a{number}: __schema {{ queryType {{ name }} }} }}")).await);
    }
    assert!(
        !kept("{ __typename }").await
            && server.app.served().introspected.get(&question("{ a0: __schema { queryType { name } } }")).is_none()
    );
}

fn question(query: &str) -> Request {
    Request {
        query: query.to_owned(),
        operation_name: None,
        variables: Map::new(),
        read_only: false,
        streams: false,
        origin: daybook_store::record::Origin::Api,
        request_id: String::new(),
    }
}
