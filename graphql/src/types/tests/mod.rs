mod kept;
mod refusals;
mod renames;

use std::sync::Arc;

use daybook_store::{
    backend::Backend,
    sqlite::{Sqlite, SqliteOptions},
    testsuite::Reference,
};
use serde_json::{Value as Json, json};

use crate::testing::{GARDEN, Server};

/// A garden over each backend.
fn servers() -> Vec<(&'static str, Server)> {
    let folder = || tempfile::tempdir().unwrap();
    let lasting = folder();
    let sqlite = Sqlite::open(&lasting.path().join("data"), &SqliteOptions::default()).unwrap();
    let backends: [(_, Arc<dyn Backend>, _); 2] =
        [("reference", Arc::new(Reference::default()), folder()), ("sqlite", Arc::new(sqlite), lasting)];
    backends.into_iter().map(|(name, backend, folder)| (name, Server::over(backend, GARDEN, folder))).collect()
}

async fn run(server: &Server, query: &str, variables: Json) -> Json {
    let body = json!({ "query": query, "variables": variables });
    let answer = server.answer(&body).await;
    assert_eq!(answer.get("errors"), None, "{answer}");
    answer["data"].clone()
}

async fn plan(server: &Server, sdl: &str, remove: &[&str]) -> Json {
    let query = "mutation ($sdl: String!, $remove: [String!]) { typePlan(sdl: $sdl, remove: $remove) \
                 { id ok errors { line column message hint } changes { type field kind affected lossy description } api } }";
    run(server, query, json!({ "sdl": sdl, "remove": remove })).await["typePlan"].clone()
}

async fn apply(server: &Server, plan: &Json) -> Json {
    let query = "mutation ($id: ID!) { typeApply(planId: $id) { types { name builtIn } errors { message } } }";
    run(server, query, json!({ "id": plan["id"] })).await["typeApply"].clone()
}

/// Plans and applies; answers the plan.
async fn define(server: &Server, sdl: &str, remove: &[&str]) -> Json {
    let planned = plan(server, sdl, remove).await;
    assert_eq!(planned["errors"], json!([]), "{sdl}");
    let applied = apply(server, &planned).await;
    assert_eq!(applied["errors"], json!([]), "{sdl}");
    planned
}

const TOOL: &str = r#"type Tool @entry(plural: "tools", title: "{name}") { name: String! weight: String }"#;

async fn with_tools(server: &Server) {
    define(server, TOOL, &[]).await;
    let create = "mutation { toolCreateMany(inputs: [{name: \"Hoe\", weight: \"3\"}, {name: \"Rake\", weight: \"light\"}, \
                  {name: \"Fork\"}]) { errors { code } } }";
    assert_eq!(server.data(create).await["toolCreateMany"]["errors"], json!([]));
}

#[tokio::test]
async fn narrowing_converts_what_it_can_and_counts_what_is_lost() {
    for (name, server) in servers() {
        with_tools(&server).await;
        let narrowed = TOOL.replace("weight: String", "weight: Int");
        let planned = define(&server, &narrowed, &[]).await;
        let change = &planned["changes"][0];
        assert_eq!(
            (&change["kind"], &change["affected"], &change["lossy"]),
            (&json!("FIELD_CHANGED"), &json!(2), &json!(true))
        );
        assert!(change["description"].as_str().unwrap().contains("1 of 2 lose a value"), "{change}");
        let tools = server.data("{ tools(orderBy: [{name: ASC}]) { nodes { name weight } } }").await;
        let expected =
            json!([{"name": "Fork", "weight": null}, {"name": "Hoe", "weight": 3}, {"name": "Rake", "weight": null}]);
        assert_eq!(tools["tools"]["nodes"], expected, "{name}");
    }
}

#[tokio::test]
async fn a_field_that_was_removed_comes_back_empty() {
    for (name, server) in servers() {
        with_tools(&server).await;
        define(&server, r#"type Tool @entry(plural: "tools", title: "{name}") { name: String! }"#, &[]).await;
        define(&server, TOOL, &[]).await;
        let tools = server.data("{ tools { nodes { weight } } }").await;
        assert_eq!(tools["tools"]["nodes"], json!([{"weight": null}, {"weight": null}, {"weight": null}]), "{name}");
    }
}

#[tokio::test]
async fn a_renamed_type_keeps_entries_and_history() {
    for (name, server) in servers() {
        with_tools(&server).await;
        let renamed = r#"type Implement @entry(plural: "implements", title: "{name}!") @was(name: "Tool") { name: String! weight: String }"#;
        define(&server, renamed, &[]).await;
        let entries = server
            .data("{ implements(where: {name: {eq: \"Hoe\"}}) { nodes { title weight history { totalCount } } } entries { nodes { title } } }")
            .await;
        let expected = json!([{"title": "Hoe!", "weight": "3", "history": {"totalCount": 1}}]);
        assert_eq!(entries["implements"]["nodes"], expected, "{name}");
        assert_eq!(entries["entries"]["nodes"][0]["title"], "Hoe!", "{name}");
    }
}

#[tokio::test]
async fn a_removed_type_takes_its_entries_along() {
    for (name, server) in servers() {
        with_tools(&server).await;
        let planned = define(&server, "", &["Tool"]).await;
        let change = &planned["changes"][0];
        assert_eq!(
            (&change["kind"], &change["affected"], &change["lossy"]),
            (&json!("TYPE_REMOVED"), &json!(3), &json!(true))
        );
        let left = server
            .data("{ type(name: \"Tool\") { name } entries { totalCount } changes { totalCount } typeExport }")
            .await;
        let expected =
            json!({"type": null, "entries": {"totalCount": 0}, "changes": {"totalCount": 0}, "typeExport": ""});
        assert_eq!(left, expected, "{name}");
        define(&server, TOOL, &[]).await;
        assert_eq!(server.data("{ tools { totalCount } }").await["tools"]["totalCount"], 0, "{name}");
    }
}

#[tokio::test]
async fn a_type_of_a_file_is_extended_and_its_extension_renamed_and_removed() {
    for (name, server) in servers() {
        server.data("mutation { bedCreate(input: {name: \"North\"}) { errors { code } } }").await;
        define(&server, "extend type Bed { soil: String }", &[]).await;
        server.data("mutation { bedUpsert(input: {name: \"North\", soil: \"clay\"}) { errors { code } } }").await;
        define(&server, "extend type Bed { earth: String @was(name: \"soil\") }", &[]).await;
        let beds = server.data("{ beds { nodes { earth soil } } }").await;
        assert_eq!(beds["beds"]["nodes"], json!([{"earth": "clay", "soil": "clay"}]), "{name}");
        let export = server.data("{ typeExport }").await["typeExport"].as_str().unwrap().to_owned();
        assert_eq!(export, "extend type Bed {\n  earth: String @was(name: \"soil\")\n}\n\n", "{name}");
        define(&server, "", &["Bed.earth"]).await;
        assert_eq!(
            server.data("{ typeExport beds { totalCount } }").await,
            json!({"typeExport": "", "beds": {"totalCount": 1}})
        );
    }
}

#[tokio::test]
async fn what_a_file_defines_is_neither_replaced_nor_removed() {
    let server = Server::garden();
    let planned = plan(&server, r#"type Bed @entry(plural: "beds", title: "{name}") { name: String! }"#, &[]).await;
    assert_eq!((&planned["ok"], &planned["id"]), (&json!(false), &Json::Null));
    assert!(planned["errors"][0]["message"].as_str().unwrap().contains("own.graphql"), "{planned}");
    let removed = plan(&server, "", &["Bed"]).await;
    assert!(removed["errors"][0]["message"].as_str().unwrap().contains("comes with Daybook or from a definition file"));
}

#[tokio::test]
async fn a_field_becomes_required_only_with_a_value_everywhere() {
    let server = Server::garden();
    with_tools(&server).await;
    let planned = plan(&server, &TOOL.replace("weight: String", "weight: String!"), &[]).await;
    assert_eq!(planned["ok"], false);
    assert_eq!(planned["errors"][0]["message"], "`Tool.weight` is required, but 1 entry would have no value");
    define(&server, &TOOL.replace("weight: String", "weight: String! @default(value: \"?\")"), &[]).await;
    let tools = server.data("{ tools(orderBy: [{name: ASC}], first: 1) { nodes { weight } } }").await;
    assert_eq!(tools["tools"]["nodes"], json!([{"weight": "?"}]));
}

#[tokio::test]
async fn a_key_that_became_shared_after_its_plan_changes_nothing() {
    for (name, server) in servers() {
        define(&server, TOOL, &[]).await;
        let planned = plan(&server, &TOOL.replace(" {", " @key(fields: [\"name\"]) {"), &[]).await;
        server
            .data("mutation { toolCreateMany(inputs: [{name: \"Hoe\"}, {name: \"Hoe\"}]) { errors { code } } }")
            .await;
        let applied = apply(&server, &planned).await;
        assert_eq!(applied["errors"].as_array().map(Vec::len), Some(1), "{name}: {applied}");
        let create = "mutation { toolCreate(input: {name: \"Hoe\"}) { errors { code } } }";
        assert_eq!(server.data(create).await["toolCreate"]["errors"], json!([]), "{name}");
    }
}

#[tokio::test]
async fn of_two_applies_at_once_one_wins_and_one_is_stale() {
    for (name, server) in servers() {
        let first = plan(&server, TOOL, &[]).await;
        let second = plan(&server, &TOOL.replace("weight", "mass"), &[]).await;
        let (one, other) = tokio::join!(apply(&server, &first), apply(&server, &second));
        let mut errors = [one, other].map(|answer| answer["errors"].as_array().unwrap().len());
        errors.sort_unstable();
        assert_eq!(errors, [0, 1], "{name}");
    }
}

#[tokio::test]
async fn a_request_that_is_on_its_way_reads_on_with_the_old_model() {
    for (name, server) in servers() {
        with_tools(&server).await;
        let old = server.app.served();
        define(&server, &TOOL.replace("weight: String", "weight: Int"), &[]).await;
        let record = old.store.model().find("Tool").unwrap();
        let weight = old.store.model().record(record).find("weight").unwrap();
        let list = daybook_store::query::List {
            record,
            parents: None,
            filter: daybook_store::query::Filter::All(Vec::new()),
            order: Vec::new(),
            window: daybook_store::query::Window { limit: 10, ..Default::default() },
            select: daybook_store::query::Select { fields: vec![weight], ..Default::default() },
            as_of: None,
        };
        let page = old.store.read(move |snapshot| snapshot.list(&list)).await.unwrap().pop().unwrap();
        let text = |text: &str| daybook_schema::Value::Text(text.to_owned());
        assert_eq!(page.rows[0].values, [text("3")], "{name}");
        let write = old.store.write(|_| Ok(daybook_store::Verdict::Commit(()))).await.unwrap_err();
        assert_eq!(write.kind, daybook_store::ErrorKind::Unavailable, "{name}");
    }
}

#[tokio::test]
async fn a_link_to_one_becomes_a_link_to_many() {
    for (name, server) in servers() {
        define(
            &server,
            r#"type Tool @entry(plural: "tools", title: "{name}") { name: String! bed: Bed @link(inverse: "tools") }"#,
            &[],
        )
        .await;
        let create =
            "mutation { toolCreate(input: {name: \"Hoe\", bed: {create: {name: \"North\"}}}) { errors { code } } }";
        server.data(create).await;
        define(
            &server,
            r#"type Tool @entry(plural: "tools", title: "{name}") { name: String! beds: [Bed!] @link(inverse: "tools") @was(name: "bed") }"#,
            &[],
        )
        .await;
        let tools = server
            .data("{ tools(first: 5) { nodes { beds(first: 5) { nodes { name tools { totalCount } } } } } }")
            .await;
        let expected = json!([{"beds": {"nodes": [{"name": "North", "tools": {"totalCount": 1}}]}}]);
        assert_eq!(tools["tools"]["nodes"], expected, "{name}");
    }
}
