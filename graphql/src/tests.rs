//! How much a request may cost the store, counted on the embedded backend.

mod quantities;
mod samples;
mod statistics;
mod writes;

use std::{collections::HashMap, sync::Arc};

use daybook_store::{
    backend::Cost,
    sqlite::{Sqlite, SqliteOptions},
};
use serde_json::{Value as Json, json};

use crate::{
    limits,
    plan::{Context, Planner},
    read::Reader,
    request::Request,
    selection,
    testing::Server,
};

const LIBRARY: &str = r#"
type Author @entry(plural: "authors", title: "{name}") { name: String! }
type Shelf @entry(plural: "shelves", title: "{label}") { label: String! }
type Book @entry(plural: "books", at: "printed", title: "{name} by {author}") {
  name: String!
  printed: Date
  author: Author! @link(inverse: "books", onDelete: CASCADE)
  shelf: Shelf @link(inverse: "books")
  quotes: [Book!] @link(inverse: "quotedBy")
}
"#;

fn server() -> Server {
    let folder = tempfile::tempdir().unwrap();
    let backend = Arc::new(Sqlite::open(folder.path(), &SqliteOptions::default()).unwrap());
    Server::over(backend, LIBRARY, folder)
}

async fn filled(authors: usize, books: usize) -> Server {
    let server = server();
    for author in 0..authors {
        let books: Vec<_> =
            (0..books).map(|book| json!({ "name": format!("Book {book}"), "printed": "2026-01-01" })).collect();
        let input = json!({ "name": format!("Author {author}"), "books": { "create": books } });
        let query = "mutation ($input: AuthorCreate!) { authorCreate(input: $input) { errors { message } } }";
        let body = json!({ "query": query, "variables": { "input": input } });
        let answer = server.answer(&body).await;
        assert_eq!(answer["data"]["authorCreate"]["errors"], json!([]), "{answer}");
    }
    server
}

/// What reading the answer of a query costs, and the answer.
async fn read(server: &Server, query: &str) -> (Cost, Json) {
    let served = server.app.served();
    let document = limits::parse(query, &server.app.limits).unwrap();
    let (_, operation) = document.operations.iter().next().unwrap();
    let context = Context {
        model: Arc::clone(&served.surface.model),
        variables: HashMap::new(),
        now: 0,
        cursor_key: served.cursor_key,
    };
    let planner = Planner::new(Arc::clone(&served.surface), context, server.app.retention);
    let set = selection::convert(&document, &operation.node.selection_set.node, &planner.context.variables);
    let work = move |snapshot: &mut dyn daybook_store::backend::Snapshot| {
        let roots = planner.roots(&[set]).unwrap();
        let mut reader = Reader { snapshot, context: &planner.context, as_of: None };
        let answers = roots.iter().map(|root| {
            let mut bytes = Vec::new();
            reader.answer(root, &mut bytes).unwrap();
            serde_json::from_slice::<Json>(&bytes).unwrap()
        });
        let answers: Vec<_> = answers.collect();
        Ok((reader.snapshot.cost(), Json::Array(answers)))
    };
    served.store.read(work).await.unwrap()
}

#[tokio::test]
async fn a_list_with_its_to_one_links_is_one_statement_whatever_the_page_size() {
    let server = filled(1, 60).await;
    for first in [1, 50] {
        let query = format!(
            "{{ books(first: {first}) {{ nodes {{ name title author {{ name title }} shelf {{ label }} }} }} }}"
        );
        let (cost, answer) = read(&server, &query).await;
        assert_eq!(answer[0]["nodes"].as_array().unwrap().len(), first);
        assert_eq!(cost.statements, 1, "first: {first}");
    }
}

#[tokio::test]
async fn two_nested_lists_take_three_statements_whatever_the_number_of_parents() {
    let server = filled(20, 5).await;
    for first in [2, 20] {
        let query = format!(
            "{{ authors(first: {first}) {{ nodes {{ name books(first: 3, orderBy: [{{at: DESC}}]) {{ nodes {{ name quotedBy {{ nodes {{ name }} }} }} }} }} }} }}"
        );
        let (cost, answer) = read(&server, &query).await;
        assert_eq!(answer[0]["nodes"][first - 1]["books"]["nodes"].as_array().unwrap().len(), 3);
        assert_eq!(cost.statements, 3, "first: {first}");
    }
}

#[tokio::test]
async fn a_total_takes_a_statement_only_when_it_is_asked_for() {
    let server = filled(1, 3).await;
    let (without, _) = read(&server, "{ books { nodes { name } } }").await;
    let (with, answer) = read(&server, "{ books { nodes { name } totalCount } }").await;
    let (alone, _) = read(&server, "{ books { totalCount } }").await;
    assert_eq!((without.statements, with.statements, alone.statements), (1, 2, 1));
    assert_eq!(answer[0]["totalCount"], json!(3));
}

#[tokio::test]
async fn the_rows_visited_follow_the_rows_answered_not_the_children_there_are() {
    let query = "{ authors { nodes { books(first: 2, orderBy: [{at: DESC}]) { nodes { name } } } } }";
    let (few, _) = read(&filled(3, 20).await, query).await;
    let (many, _) = read(&filled(3, 2_000).await, query).await;
    assert!(many.steps < few.steps * 2, "{} steps among 2,000 children, {} among 20", many.steps, few.steps);
}

#[tokio::test]
async fn stored_titles_beyond_one_change_set_follow_a_rename() {
    let server = filled(1, 1_200).await;
    let rename = "mutation ($id: ID!) { authorUpdate(id: $id, patch: {name: \"Zelda\"}) { errors { message } } }";
    let id = server.data("{ authors { nodes { id } } }").await["authors"]["nodes"][0]["id"].clone();
    server.answer(&json!({ "query": rename, "variables": { "id": id } })).await;
    let last = "{ entries(types: [\"Book\"], orderBy: [{title: DESC}], first: 1) { nodes { title } } }";
    for _ in 0..200 {
        let (_, answer) = read(&server, last).await;
        let stored = stored_titles(&server).await;
        if stored == 1_200 {
            assert_eq!(answer[0]["nodes"][0]["title"], json!("Book 999 by Zelda"));
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("stored titles did not follow");
}

/// How many books stand behind every title that the old name could have, in the order of stored titles.
async fn stored_titles(server: &Server) -> u64 {
    let entries = daybook_store::query::Entries {
        types: None,
        filter: daybook_store::query::Filter::Test(
            daybook_store::query::Subject::Title,
            daybook_store::query::Test::EndsWith("by Zelda".to_owned()),
        ),
        order: Vec::new(),
        window: daybook_store::query::Window::default(),
        as_of: None,
    };
    server.app.served().store.read(move |snapshot| snapshot.count_entries(&entries)).await.unwrap()
}

async fn answer(server: &Server, query: &str, variables: Json) -> Json {
    let answer = server.answer(&json!({ "query": query, "variables": variables })).await;
    assert_eq!(answer.get("errors"), None, "{answer}");
    answer["data"].clone()
}

#[tokio::test]
async fn a_document_that_is_asked_again_is_answered_for_its_own_variables() {
    let server = filled(2, 3).await;
    let all = answer(&server, "{ authors { nodes { id name } } }", json!({})).await;
    let authors = all["authors"]["nodes"].as_array().unwrap();
    let query = "query ($id: ID!, $short: Boolean!, $first: Int) { author(id: $id) { name @skip(if: $short) \
                 books(first: $first) { nodes { name } } } }";
    for (author, short, first) in [(0, false, 1), (1, false, 1), (1, true, 1), (0, false, 2), (0, false, 1)] {
        let variables = json!({"id": authors[author]["id"], "short": short, "first": first});
        let told = answer(&server, query, variables).await["author"].clone();
        assert_eq!(told.get("name"), if short { None } else { authors[author].get("name") }, "{told}");
        assert_eq!(told["books"]["nodes"].as_array().unwrap().len(), first, "{told}");
    }
    let unknown = json!({"id": "00000000-0000-7000-8000-000000000000", "short": false, "first": 1});
    assert_eq!(answer(&server, query, unknown).await, json!({ "author": null }));
    let wrong = json!({ "query": query, "variables": {"id": null, "short": false} });
    let refused = server.answer(&wrong).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "BAD_INPUT", "{refused}");
}

#[tokio::test]
async fn a_plan_that_was_kept_reads_what_there_is_now() {
    let server = filled(1, 1).await;
    let query = "{ books { totalCount nodes { name } } }";
    assert_eq!(answer(&server, query, json!({})).await["books"]["totalCount"], 1);
    let more = "mutation { authorCreate(input: {name: \"b\", books: {create: [{name: \"c\"}]}}) { errors { code } } }";
    answer(&server, more, json!({})).await;
    assert_eq!(answer(&server, query, json!({})).await["books"]["totalCount"], 2);
}

#[tokio::test]
async fn a_document_is_planned_anew_for_another_model() {
    let server = filled(1, 1).await;
    let query = "{ books { nodes { name } } }";
    answer(&server, query, json!({})).await;
    assert!(server.app.served().documents.find(&request(query)).is_some());
    let sdl = "type Lamp @entry(plural: \"lamps\", title: \"x\") { on: Boolean }";
    let plan = "mutation ($sdl: String!) { typePlan(sdl: $sdl) { id } }";
    let plan = answer(&server, plan, json!({ "sdl": sdl })).await;
    let apply = "mutation ($id: ID!) { typeApply(planId: $id) { errors { message } } }";
    answer(&server, apply, json!({"id": plan["typePlan"]["id"]})).await;
    assert!(server.app.served().documents.find(&request(query)).is_none());
    assert_eq!(answer(&server, query, json!({})).await["books"]["nodes"], json!([{ "name": "Book 0" }]));
}

fn request(query: &str) -> Request {
    Request {
        query: query.to_owned(),
        operation_name: None,
        variables: serde_json::Map::new(),
        read_only: false,
        streams: false,
        origin: daybook_store::record::Origin::Api,
        request_id: String::new(),
    }
}
