//! Writes to the graph that cannot be: each is refused with the place, what is wrong and what to do, and writes nothing.

use std::{fs, path::Path};

use daybook_tests::{Server, Setup};
use serde_json::{Value as Json, json};

/// Jars hold up to `most`; nothing but the bound differs from one start to the next.
fn definitions(most: u32) -> String {
    format!(
        "\"A jar.\"\ntype Jar @entry(plural: \"jars\", title: \"{{name}}\") @key(fields: [\"name\"]) {{\n  name: String!\n  \
         fill: Int @range(min: 0, max: {most})\n  lid: Lid @link(inverse: \"jars\", onDelete: RESTRICT)\n}}\n\"A lid.\"\n\
         type Lid @entry(plural: \"lids\", title: \"{{name}}\") {{\n  name: String!\n}}\n"
    )
}

/// What a mutation came to.
fn send(server: &Server, mutation: &str, variables: &Json) -> Json {
    server.data(mutation, variables)["r"].take()
}

fn create(server: &Server, name: &str, input: &Json) -> Json {
    let field = name.to_lowercase();
    let document = format!(
        "mutation ($i: {name}Create!) {{ r: {field}Create(input: $i) {{ entry {{ id }} changeSet errors {{ code path message }} }} }}"
    );
    send(server, &document, &json!({ "i": input }))
}

fn made(server: &Server, name: &str, input: &Json) -> Json {
    let mut answer = create(server, name, input);
    assert_eq!(answer["errors"], json!([]));
    answer["entry"]["id"].take()
}

fn update(server: &Server, name: &str, id: &Json, patch: &Json) -> Json {
    let field = name.to_lowercase();
    let document = format!(
        "mutation ($id: ID!, $p: {name}Patch!) {{ r: {field}Update(id: $id, patch: $p) {{ changeSet errors {{ code path message }} }} }}"
    );
    send(server, &document, &json!({"id": id, "p": patch}))
}

/// The change set of a change that must succeed.
fn changed(server: &Server, name: &str, id: &Json, patch: &Json) -> Json {
    let mut answer = update(server, name, id, patch);
    assert_eq!(answer["errors"], json!([]));
    answer["changeSet"].take()
}

fn undo(server: &Server, change_set: &Json) -> Json {
    let document = "mutation ($c: ID!) { r: changeSetUndo(id: $c) { changeSet errors { code path message } } }";
    send(server, document, &json!({ "c": change_set }))
}

fn restore(server: &Server, id: &Json, version: i64) -> Json {
    let document = "mutation ($id: ID!, $v: Int) { r: entryRestore(id: $id, toVersion: $v) { changeSet errors { code path message } } }";
    send(server, document, &json!({"id": id, "v": version}))
}

/// One error with this code and dotted path, whose message has these words; nothing was written.
#[track_caller]
fn assert_refused(answer: &Json, code: &str, path: &str, words: &[&str]) {
    let errors = answer["errors"].as_array().expect("errors are a list");
    assert_eq!(errors.len(), 1, "{answer}");
    let place: Vec<&str> = errors[0]["path"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    assert_eq!((errors[0]["code"].as_str(), place.join(".").as_str()), (Some(code), path), "{answer}");
    let message = errors[0]["message"].as_str().expect("messages are text");
    assert!(words.iter().all(|word| message.contains(word)), "{message:?} does not say {words:?}");
    assert!(answer["changeSet"].is_null(), "{answer}");
}

#[test]
fn links_that_cannot_be_are_refused_with_what_to_do() {
    let server = Server::start();
    let ann = made(&server, "Person", &json!({"name": "Ann"}));
    let bo = made(&server, "Person", &json!({"name": "Bo"}));
    let ada = made(&server, "Child", &json!({"name": "Ada", "carers": {"link": [{"id": ann}]}}));
    let one = made(&server, "Tag", &json!({"name": "one"}));
    let two = made(&server, "Tag", &json!({"name": "two", "parent": {"link": one}}));

    let wrong = create(&server, "Feeding", &json!({"child": {"link": ann}, "method": "BOTTLE"}));
    assert_refused(&wrong, "WRONG_TYPE", "input.child.link", &["is a Person", "a Child belongs here"]);
    let carers = |operation: Json| update(&server, "Child", &ada, &json!({ "carers": operation }));
    let words = ["`Ann` is linked already", "use `update`"];
    assert_refused(&carers(json!({"link": [{"id": ann}]})), "LINK_EXISTS", "patch.carers.link.0.id", &words);
    let twice = carers(json!({"link": [{"id": bo}, {"id": bo}]}));
    assert_refused(&twice, "LINK_EXISTS", "patch.carers.link.1.id", &["`Bo` is linked already"]);
    assert_refused(&carers(json!({ "unlink": [bo] })), "NOT_FOUND", "patch.carers.unlink.0", &["link it first"]);
    let props = carers(json!({"link": [{"id": bo, "props": {"emergencyOrder": 99}}]}));
    let place = "patch.carers.link.0.props.emergencyOrder";
    assert_refused(&props, "OUT_OF_RANGE", place, &["at most 20", "99"]);
    let empty = update(&server, "Tag", &one, &json!({"parent": {"unlink": true}}));
    assert_refused(&empty, "NOT_FOUND", "patch.parent.unlink", &["not linked to anything", "link it first"]);
    let circle = update(&server, "Tag", &one, &json!({"parent": {"link": two}}));
    assert_refused(&circle, "CYCLE", "patch.parent.link", &["`one` → `two` → `one`", "unlink one"]);

    let document = "mutation ($a: ID!, $b: ID!) { r: linkCreate(kind: \"Tag.parent\", source: $a, target: $b) { changeSet errors { code path message } } }";
    let free = send(&server, document, &json!({"a": two, "b": one}));
    assert_refused(&free, "INVALID_VALUE", "kind", &["declared link", "that field"]);
    let document = "mutation ($id: ID!, $p: TagPatch!) { tagUpdate(id: $id, patch: $p) { changeSet } }";
    let both = json!({"id": two, "p": {"parent": {"link": one, "create": {"name": "three"}}}});
    let (code, message) = server.refused(document, &both);
    assert_eq!(code, "BAD_INPUT");
    assert!(message.contains("exactly one of") && message.contains("`link` and `create`"), "{message}");
    assert_eq!(server.data("{ tags { totalCount } }", &json!({})), json!({"tags": {"totalCount": 2}}));
}

#[test]
fn as_of_before_the_beginning_finds_nothing_and_in_the_future_the_present() {
    let server = Server::start();
    let tag = made(&server, "Tag", &json!({"name": "one"}));
    let document = "query ($id: ID!, $t: DateTime!) { tag(id: $id, asOf: $t) { name } tags(asOf: $t) { totalCount } }";
    let at = |moment: &str| server.data(document, &json!({"id": tag, "t": moment}));
    assert_eq!(at("1900-01-01T00:00:00Z"), json!({"tag": null, "tags": {"totalCount": 0}}));
    assert_eq!(at("2999-01-01T00:00:00Z"), json!({"tag": {"name": "one"}, "tags": {"totalCount": 1}}));
    let (code, message) = server.refused(document, &json!({"id": tag, "t": "yesterday"}));
    assert_eq!(code, "BAD_INPUT");
    assert!(message.contains("write it like 2026-"), "{message}");
    let document = "query ($id: ID!, $t: DateTime!) { neighborhood(id: $id, asOf: $t) { truncated } }";
    let (code, message) = server.refused(document, &json!({"id": tag, "t": "1900-01-01T00:00:00Z"}));
    assert_eq!(code, "BAD_INPUT");
    assert!(message.contains("`id` names no entry that is there"), "{message}");
}

#[test]
fn undo_and_restore_that_cannot_be_are_refused_with_what_to_do() {
    let setup = Setup::new().types(&definitions(100));
    let file = setup.folder.path().join("types/own.graphql");
    let server = setup.start();
    let jar = made(&server, "Jar", &json!({"name": "A", "fill": 90}));
    let built_on = changed(&server, "Jar", &jar, &json!({"fill": 10}));
    let last = changed(&server, "Jar", &jar, &json!({"fill": 20}));
    let words = ["`fill` of `A` was changed again in version 3", "undo that first"];
    assert_refused(&undo(&server, &built_on), "UNDO_BLOCKED", "id", &words);
    assert_eq!(undo(&server, &last)["errors"], json!([]));
    assert_refused(&undo(&server, &last), "UNDO_BLOCKED", "id", &["in version 4", "undo that first"]);
    let unknown = json!("01920000-0000-7000-8000-000000000000");
    assert_refused(&undo(&server, &unknown), "NOT_FOUND", "id", &["no change set has the id"]);
    assert_refused(&restore(&server, &jar, 77), "NOT_FOUND", "toVersion", &["no version 77", "1 to 4"]);

    let server = restart_with(server, &file, 50);
    let words = ["`A` cannot go back", "`fill` must be at most 50, but is 90", "with an update instead"];
    assert_refused(&restore(&server, &jar, 1), "OUT_OF_RANGE", "id", &words);
    changed(&server, "Jar", &jar, &json!({"name": "B"}));
    made(&server, "Jar", &json!({"name": "A"}));
    assert_refused(&restore(&server, &jar, 2), "DUPLICATE_KEY", "id", &["another Jar has the name", "change that one"]);
}

/// Starts the same store again with a narrower definition.
fn restart_with(server: Server, file: &Path, most: u32) -> Server {
    let (_, setup) = server.stop();
    fs::write(file, definitions(most)).expect("the definition can be changed");
    setup.start()
}

#[test]
fn requests_that_cannot_be_are_refused_with_what_to_do() {
    let server = Setup::new().types(&definitions(100)).start();
    let document = "mutation ($i: JarCreate!) { r: jarCreate(input: $i, idempotencyKey: \"k\") { changeSet errors { code path message } } }";
    assert_eq!(send(&server, document, &json!({"i": {"name": "A"}}))["errors"], json!([]));
    let other = send(&server, document, &json!({"i": {"name": "B"}}));
    assert_refused(&other, "IDEMPOTENCY_MISMATCH", "idempotencyKey", &["another `jarCreate`", "use a new key"]);

    let document = "mutation ($o: [Op!]!) { batch(ops: $o) { changeSet results { errors { code path message } } } }";
    let operations = json!([{"jarCreate": {"name": "C", "lid": {"link": "$1"}}}, {"lidCreate": {"name": "l"}}]);
    let answer = server.data(document, &json!({ "o": operations }));
    let first = &answer["batch"]["results"][0];
    assert_refused(first, "INVALID_VALUE", "ops.0.jarCreate.lid.link", &["does not name an earlier operation"]);
    assert!(answer["batch"]["changeSet"].is_null());

    let document =
        "mutation ($i: [LidCreate!]!) { r: lidCreateMany(inputs: $i) { changeSet errors { code path message } } }";
    let many = send(&server, document, &json!({"i": vec![json!({"name": "x"}); 10_001]}));
    assert_refused(&many, "LIMIT_REACHED", "inputs", &["10001 writes", "holds 10000", "smaller parts"]);
    assert_eq!(server.data("{ lids { totalCount } }", &json!({})), json!({"lids": {"totalCount": 0}}));

    let lid = made(&server, "Lid", &json!({"name": "l"}));
    made(&server, "Jar", &json!({"name": "D", "lid": {"link": lid}}));
    for field in ["entryPurge", "lidDelete"] {
        let document =
            format!("mutation ($id: ID!) {{ r: {field}(id: $id) {{ changeSet errors {{ code path message }} }} }}");
        let held = send(&server, &document, &json!({ "id": lid }));
        assert_refused(&held, "RESTRICTED", "id", &["1 Jar still needs this Lid", "delete or unlink"]);
    }
}

#[test]
fn a_dry_run_of_a_delete_tells_what_would_go_along_and_what_stands_in_the_way() {
    let server = Setup::new().types(&definitions(100)).start();
    let child = made(
        &server,
        "Child",
        &json!({"name": "Ada", "feedings": {"create": [{"method": "BOTTLE"}, {"method": "BOTH_BREASTS"}]}}),
    );
    let document = "mutation ($id: ID!, $dry: Boolean!) { r: childDelete(id: $id, dryRun: $dry) { changeSet errors { code } entry { trashedAt \
                    left: feedings { totalCount } gone: feedings(where: {trashed: ONLY}) { totalCount nodes { method } } } } }";
    let told = send(&server, document, &json!({"id": child, "dry": true}));
    assert!(told["changeSet"].is_null() && !told["entry"]["trashedAt"].is_null(), "{told}");
    assert_eq!((&told["entry"]["left"]["totalCount"], &told["entry"]["gone"]["totalCount"]), (&json!(0), &json!(2)));
    let there = server.data("{ children { totalCount } feedings { totalCount } }", &json!({}));
    assert_eq!(there, json!({"children": {"totalCount": 1}, "feedings": {"totalCount": 2}}));
    let done = send(&server, document, &json!({"id": child, "dry": false}));
    assert_eq!(told["entry"]["gone"], done["entry"]["gone"], "what a dry run told is what happens");

    let up = made(&server, "Tag", &json!({"name": "up"}));
    let down = made(&server, "Tag", &json!({"name": "down", "parent": {"link": up}}));
    let document = "mutation ($id: ID!) { r: tagDelete(id: $id, dryRun: true) { errors { code } entry { narrower { totalCount } } } }";
    let unlinked = json!({"errors": [], "entry": {"narrower": {"totalCount": 0}}});
    assert_eq!(send(&server, document, &json!({ "id": up })), unlinked);
    let parent = server.data("query ($id: ID!) { tag(id: $id) { version parent { name } } }", &json!({ "id": down }));
    assert_eq!(parent, json!({"tag": {"version": 1, "parent": {"name": "up"}}}));

    let lid = made(&server, "Lid", &json!({"name": "l"}));
    made(&server, "Jar", &json!({"name": "D", "lid": {"link": lid}}));
    let document =
        "mutation ($id: ID!) { r: lidDelete(id: $id, dryRun: true) { changeSet errors { code path message } } }";
    let held = send(&server, document, &json!({ "id": lid }));
    assert_refused(&held, "RESTRICTED", "id", &["1 Jar still needs this Lid", "delete or unlink"]);
}

#[test]
fn a_cascade_over_the_limit_is_refused_and_takes_nothing_along() {
    let server = Server::start();
    let child = made(&server, "Child", &json!({"name": "Many"}));
    let document = "mutation ($i: [FeedingCreate!]!) { r: feedingCreateMany(inputs: $i) { errors { message } } }";
    let feeding = json!({"child": {"link": child}, "method": "BOTTLE"});
    for feedings in [5_000, 5_001] {
        assert_eq!(send(&server, document, &json!({"i": vec![feeding.clone(); feedings]}))["errors"], json!([]));
    }
    let document = "mutation ($id: ID!) { r: childDelete(id: $id) { changeSet errors { code path message } } }";
    let gone = send(&server, document, &json!({ "id": child }));
    assert_refused(&gone, "LIMIT_REACHED", "id", &["more than 10000 entries", "smaller parts"]);
    assert_eq!(server.data("{ feedings { totalCount } }", &json!({})), json!({"feedings": {"totalCount": 10_001}}));
}
