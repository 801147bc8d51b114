//! Batches whose operations depend on each other, and links that come back with their ends.

use serde_json::{Value as Json, json};

use super::answer;
use crate::testing::Server;

const BATCH: &str = "mutation ($o: [Op!]!) { batch(ops: $o, mode: EACH) { results { \
                     entry { id ... on PreparedBottle { product { name } } } errors { code path } } } }";

/// For each operation, whether it has an entry, and its errors.
async fn batch(server: &Server, operations: Json) -> Vec<(bool, Json)> {
    let answered = answer(server, BATCH, json!({ "o": operations })).await;
    let results = answered["batch"]["results"].as_array().unwrap().iter();
    results.map(|result| (result["entry"].is_object(), result["errors"].clone())).collect()
}

fn not_found(path: &[&str]) -> (bool, Json) {
    (false, json!([{ "code": "NOT_FOUND", "path": path }]))
}

async fn total(server: &Server, list: &str) -> Json {
    server.data(&format!("{{ {list} {{ totalCount }} }}")).await[list]["totalCount"].clone()
}

#[tokio::test]
async fn what_refers_to_a_failed_operation_of_a_batch_fails_and_is_not_written() {
    let server = Server::built_in();
    let product = json!({
        "name": "Strong", "scoopWater": {"value": 60, "unit": "ML"}, "labelWater": {"value": 60, "unit": "ML"},
        "labelVolume": {"value": 67, "unit": "ML"}, "energyDensity": {"value": 99, "unit": "KCAL_PER_FL_OZ"},
    });
    let fields = server.app.served().store.model().clone();
    let declared = fields.record(fields.find("FormulaProduct").unwrap());
    let mut input = json!({});
    for (name, value) in product.as_object().unwrap() {
        if declared.find(name).is_some() {
            input[name] = value.clone();
        }
    }
    let volume = json!({"value": 67, "unit": "ML"});
    let results = batch(
        &server,
        json!([
            {"formulaProductCreate": input},
            {"preparedBottleCreate": {"volume": volume, "product": {"link": "$0"}}},
            {"formulaProductUpdate": {"id": "$0", "patch": {"note": "x"}}},
            {"formulaProductDelete": {"id": "$0"}},
            {"feedingCreate": {"child": {"create": {"name": "Ada"}}, "startedAt": "2026-01-01T00:00:00Z", "method": "BOTTLE", "bottle": {"link": "$1"}}},
            {"preparedBottleCreate": {"volume": volume}},
        ]),
    )
    .await;
    let codes: Vec<_> = results[0].1.as_array().unwrap().iter().map(|error| error["code"].clone()).collect();
    assert!(!results[0].0 && codes.contains(&json!("OUT_OF_RANGE")), "{results:?}");
    assert_eq!(results[1], not_found(&["ops", "1", "preparedBottleCreate", "product", "link"]));
    assert_eq!(results[2], not_found(&["ops", "2", "formulaProductUpdate", "id"]));
    assert_eq!(results[3], not_found(&["ops", "3", "formulaProductDelete", "id"]));
    assert_eq!(results[4], not_found(&["ops", "4", "feedingCreate", "bottle", "link"]));
    assert_eq!(results[5], (true, json!([])));
    assert_eq!(total(&server, "preparedBottles").await, 1);
    assert_eq!((total(&server, "feedings").await, total(&server, "children").await), (json!(0), json!(0)));
}

/// Creates a tag below another, and answers both ids.
async fn tags(server: &Server) -> [String; 2] {
    let create = "mutation { tagCreate(input: {name: \"room\", narrower: {create: [{name: \"shelf\"}]}}) \
                  { entry { id narrower { nodes { id } } } } }";
    let room = server.data(create).await["tagCreate"]["entry"].clone();
    let text = |json: &Json| json.as_str().unwrap().to_owned();
    [text(&room["id"]), text(&room["narrower"]["nodes"][0]["id"])]
}

async fn restore(server: &Server, id: &str) -> Json {
    let query = "mutation ($id: ID!) { entryRestore(id: $id) { errors { code } warnings { code message } } }";
    answer(server, query, json!({ "id": id })).await["entryRestore"].clone()
}

#[tokio::test]
async fn tags_that_were_deleted_in_one_request_come_back_in_any_order_and_over_a_restart() {
    for child_first in [true, false] {
        let mut server = Server::built_in();
        let [room, shelf] = tags(&server).await;
        let delete = "mutation { tagDeleteMany(where: {name: {in: [\"room\", \"shelf\"]}}) { errors { code } } }";
        server.data(delete).await;
        let first = restore(&server, if child_first { &shelf } else { &room }).await;
        let told = first["warnings"].as_array().unwrap();
        assert_eq!(told.len(), usize::from(child_first), "{first}");
        assert!(told.iter().all(|warning| warning["code"] == "STALE_REFERENCE"), "{first}");
        server = server.restarted().await;
        // What went away with it comes back with it.
        if child_first {
            assert_eq!(restore(&server, &room).await, json!({ "errors": [], "warnings": [] }));
        }
        let back =
            answer(&server, "query ($id: ID!) { tag(id: $id) { parent { name } } }", json!({ "id": shelf })).await;
        assert_eq!(back["tag"]["parent"]["name"], "room");
    }
}

#[tokio::test]
async fn a_batch_restores_entries_of_any_type_as_one_change_set_and_one_undo() {
    let server = Server::built_in();
    let [room, shelf] = tags(&server).await;
    let note = server.data("mutation { noteCreate(input: {heading: \"list\"}) { entry { id } } }").await;
    let note = note["noteCreate"]["entry"]["id"].as_str().unwrap().to_owned();
    server.data("mutation { tagDeleteMany(where: {name: {in: [\"room\", \"shelf\"]}}) { errors { code } } }").await;
    answer(&server, "mutation ($id: ID!) { noteDelete(id: $id) { errors { code } } }", json!({ "id": note })).await;

    let query = "mutation ($o: [Op!]!) { batch(ops: $o) { changeSet results { entry { id trashedAt } \
                 errors { code path } warnings { code params } } } }";
    let operations = |ids: &[&str]| -> Json { ids.iter().map(|id| json!({"entryRestore": {"id": id}})).collect() };
    let nobody = "01890a5d-ac96-774b-bcce-b302099a8057";
    let refused = answer(&server, query, json!({ "o": operations(&[&shelf, nobody]) })).await["batch"].clone();
    assert_eq!(refused["changeSet"], Json::Null);
    let error = json!([{ "code": "NOT_FOUND", "path": ["ops", "1", "entryRestore", "id"] }]);
    assert_eq!(refused["results"][1]["errors"], error);

    let done = answer(&server, query, json!({ "o": operations(&[&shelf, &room, &note]) })).await["batch"].clone();
    let results = done["results"].as_array().unwrap();
    assert!(results.iter().all(|one| one["errors"] == json!([]) && one["entry"]["trashedAt"].is_null()), "{done}");
    // The shelf came first and waited for the room; who asked for both can tell.
    assert_eq!(results[0]["warnings"], json!([{ "code": "STALE_REFERENCE", "params": { "entry": room } }]));
    let back = answer(&server, "query ($id: ID!) { tag(id: $id) { parent { name } } }", json!({ "id": shelf })).await;
    assert_eq!(back["tag"]["parent"]["name"], "room");

    let undo = "mutation ($id: ID!) { changeSetUndo(id: $id) { errors { code } } }";
    let undone = answer(&server, undo, json!({ "id": done["changeSet"] })).await;
    assert_eq!(undone["changeSetUndo"]["errors"], json!([]));
    assert_eq!((total(&server, "tags").await, total(&server, "notes").await), (json!(0), json!(0)));
}

#[tokio::test]
async fn a_note_has_its_tags_again_after_single_deletes() {
    for order in [["a", "b", "note"], ["note", "b", "a"], ["b", "note", "a"]] {
        let server = Server::built_in();
        let create = "mutation { noteCreate(input: {heading: \"note\", tags: {create: [{name: \"a\"}, {name: \"b\"}]}}) \
                      { entry { id tags { nodes { id name } edges { link { id } } } } } }";
        let note = server.data(create).await["noteCreate"]["entry"].clone();
        let id = |name: &str| {
            let tags = note["tags"]["nodes"].as_array().unwrap();
            let tag = tags.iter().find(|tag| tag["name"] == name);
            tag.map_or(&note["id"], |tag| &tag["id"]).as_str().unwrap().to_owned()
        };
        for name in ["a", "note", "b"] {
            let root = if name == "note" { "note" } else { "tag" };
            let query = format!("mutation ($id: ID!) {{ {root}Delete(id: $id) {{ errors {{ code }} }} }}");
            answer(&server, &query, json!({ "id": id(name) })).await;
        }
        for name in order {
            assert_eq!(restore(&server, &id(name)).await["errors"], json!([]), "{name} of {order:?}");
        }
        let query = "query ($id: ID!) { note(id: $id) { id tags { nodes { id name } edges { link { id } } } } }";
        assert_eq!(answer(&server, query, json!({ "id": note["id"] })).await["note"], note, "{order:?}");
    }
}

#[tokio::test]
async fn a_version_whose_link_was_purged_is_restored_without_it_and_with_a_warning() {
    let server = Server::built_in();
    let [room, shelf] = tags(&server).await;
    let moved =
        "mutation ($id: ID!) { tagUpdate(id: $id, patch: {parent: {create: {name: \"hall\"}}}) { errors { code } } }";
    answer(&server, moved, json!({ "id": shelf })).await;
    answer(&server, "mutation ($id: ID!) { entryPurge(id: $id) { errors { code } } }", json!({ "id": room })).await;
    let back = "mutation ($id: ID!) { entryRestore(id: $id, toVersion: 1) { entry { ... on Tag { parent { name } } } \
                errors { code } warnings { code path } } }";
    let expected = json!({
        "entry": { "parent": null }, "errors": [], "warnings": [{ "code": "STALE_REFERENCE", "path": ["id"] }],
    });
    assert_eq!(answer(&server, back, json!({ "id": shelf })).await["entryRestore"], expected);
}

#[tokio::test]
async fn a_restore_names_an_earlier_operation_of_its_batch() {
    let server = Server::built_in();
    let restores = json!([{"tagCreate": {"name": "a"}}, {"tagDelete": {"id": "$0"}}, {"entryRestore": {"id": "$0"}}]);
    assert_eq!(batch(&server, restores).await, vec![(true, json!([])); 3]);
    assert_eq!(total(&server, "tags").await, 1);
    let failed = json!([{"tagCreate": {"name": ""}}, {"entryRestore": {"id": "$0"}}, {"entryRestore": {"id": "a"}}]);
    let results = batch(&server, failed).await;
    assert_eq!(results[1], not_found(&["ops", "1", "entryRestore", "id"]));
    assert_eq!(results[2], not_found(&["ops", "2", "entryRestore", "id"]));
}

#[tokio::test]
async fn null_clears_a_link_that_is_there_or_not() {
    let server = Server::built_in();
    let [_, shelf] = tags(&server).await;
    let clear = "mutation ($id: ID!) { tagUpdate(id: $id, patch: {parent: null}) { entry { version parent { id } } errors { code } } }";
    for _ in 0..2 {
        let cleared = answer(&server, clear, json!({ "id": shelf })).await["tagUpdate"].clone();
        assert_eq!(cleared, json!({ "entry": { "version": 2, "parent": null }, "errors": [] }));
    }
    let unlink = clear.replace("parent: null", "parent: {unlink: true}");
    let refused = answer(&server, &unlink, json!({ "id": shelf })).await["tagUpdate"]["errors"].clone();
    assert_eq!(refused, json!([{ "code": "NOT_FOUND" }]));
}

#[tokio::test]
async fn links_that_were_set_meanwhile_are_those_that_stay() {
    for (patch, expected) in [("tags: {set: [\"b\"]}", vec!["b"]), ("tags: {set: [\"a\", \"b\"]}", vec!["a", "b"])] {
        let server = Server::built_in();
        let create = "mutation { noteCreate(input: {heading: \"note\", tags: {create: [{name: \"a\"}, {name: \"b\"}]}}) \
                      { entry { id tags { nodes { id name } } } } }";
        let note = server.data(create).await["noteCreate"]["entry"].clone();
        let id = |name: &str| {
            let tags = note["tags"]["nodes"].as_array().unwrap();
            tags.iter().find(|tag| tag["name"] == name).unwrap()["id"].as_str().unwrap().to_owned()
        };
        let delete = "mutation ($id: ID!) { tagDelete(id: $id) { errors { code } } }";
        if expected.len() == 1 {
            answer(&server, delete, json!({ "id": id("a") })).await;
        }
        let patch = patch.replace("\"a\"", &format!("{{id: \"{}\"}}", id("a")));
        let patch = patch.replace("\"b\"", &format!("{{id: \"{}\"}}", id("b")));
        let set = format!("mutation ($id: ID!) {{ noteUpdate(id: $id, patch: {{{patch}}}) {{ errors {{ code }} }} }}");
        let errors = answer(&server, &set, json!({ "id": note["id"] })).await["noteUpdate"]["errors"].clone();
        assert_eq!(errors, json!([]));
        if expected.len() == 2 {
            answer(&server, delete, json!({ "id": id("a") })).await;
        }
        assert_eq!(restore(&server, &id("a")).await["errors"], json!([]));
        let query = "query ($id: ID!) { note(id: $id) { tags(orderBy: [{name: ASC}]) { nodes { name } } } }";
        let read = answer(&server, query, json!({ "id": note["id"] })).await["note"]["tags"]["nodes"].clone();
        let names: Vec<&str> = read.as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
        assert_eq!(names, expected);
    }
}
