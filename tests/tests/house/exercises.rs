//! Two real catalogues of exercises as one graph: loaded, walked, changed in bulk and undone.

mod catalogue;
mod graph;

use std::collections::HashSet;

use daybook_tests::{Server, means};
use serde_json::{Value as Json, json};

use self::{catalogue::Catalogue, graph::Graph};

/// How many entries a filter finds.
fn count(server: &Server, filter: &Json) -> u64 {
    let answer =
        server.data("query ($w: ExerciseFilter) { exercises(where: $w) { totalCount } }", &json!({"w": filter}));
    answer["exercises"]["totalCount"].as_u64().expect("counts are numbers")
}

fn total(server: &Server, plural: &str) -> u64 {
    let answer = server.data(&format!("{{ {plural} {{ totalCount }} }}"), &json!({}));
    answer[plural]["totalCount"].as_u64().expect("counts are numbers")
}

fn primary(muscle: &str) -> Json {
    json!({"catalogue": {"eq": catalogue::FREE},
        "muscles": {"some": {"name": {"eq": muscle}}, "edge": {"role": {"eq": "PRIMARY"}}}})
}

/// All that can be changed of every exercise, in order of ids.
fn everything(server: &Server) -> Vec<Json> {
    let document = "query ($after: String) { exercises(first: 500, after: $after) { pageInfo { hasNextPage endCursor } \
                    nodes { id name level note equipment(first: 20) { nodes { id } } } } }";
    let mut found = Vec::new();
    let mut after = Json::Null;
    loop {
        let mut page = server.data(document, &json!({"after": after}))["exercises"].take();
        found.append(page["nodes"].as_array_mut().expect("nodes are a list"));
        if page["pageInfo"]["hasNextPage"] != json!(true) {
            return found;
        }
        after = page["pageInfo"]["endCursor"].take();
    }
}

/// The change set of a bulk change of so many exercises.
fn change_many(server: &Server, filter: &Json, patch: &Json) -> (Json, usize) {
    let document = "mutation ($w: ExerciseFilter!, $p: ExercisePatch!) { exerciseUpdateMany(where: $w, patch: $p) \
                    { entries { id } changeSet errors { code path message } } }";
    let mut answer = server.data(document, &json!({"w": filter, "p": patch}))["exerciseUpdateMany"].take();
    assert_eq!(answer["errors"], json!([]));
    let entries = answer["entries"].as_array().expect("entries are a list").len();
    (answer["changeSet"].take(), entries)
}

fn undo(server: &Server, change_set: &Json) -> Json {
    let document = "mutation ($c: ID!) { changeSetUndo(id: $c) { changeSet entries { id } errors { code message } } }";
    server.data(document, &json!({"c": change_set}))["changeSetUndo"].take()
}

fn assert_known_counts(server: &Server, catalogue: &Catalogue) {
    assert_eq!(total(server, "exercises"), 873 + 436);
    assert_eq!(count(server, &json!({"catalogue": {"eq": catalogue::FREE}})), 873);
    assert_eq!(count(server, &json!({"catalogue": {"eq": catalogue::WGER}})), 436);
    for (muscle, exercises) in [("chest", 84), ("quadriceps", 148), ("abdominals", 93)] {
        assert_eq!(count(server, &primary(muscle)), exercises, "{muscle}");
    }
    for (category, exercises) in [("strength", 581), ("stretching", 123), ("plyometrics", 61), ("cardio", 14)] {
        assert_eq!(count(server, &json!({"category": {"eq": category}})), exercises, "{category}");
    }
    let bare = json!({"catalogue": {"eq": catalogue::FREE}, "equipment": {"count": {"eq": 0}}});
    assert_eq!(count(server, &bare), 77);
    let trained = json!({"catalogue": {"eq": catalogue::WGER},
        "muscles": {"count": {"gt": 0}, "edge": {"role": {"eq": "PRIMARY"}}}});
    assert_eq!(count(server, &trained), 345);
    // 1039 translations, of which 436 English ones name the exercises themselves, and 52 aliases.
    assert_eq!(total(server, "exerciseNames"), 1039 - 436 + 52);
    // Of the 16 and 17 muscles of the two catalogues 12 are the same.
    assert_eq!(total(server, "muscles"), 16 + 17 - 12);
    assert_eq!(total(server, "equipmentKinds"), catalogue.equipment.len() as u64);
    let grouped = catalogue.groups.values().filter(|members| members.len() > 1).count() as u64;
    let heads = json!({"related": {"some": {}, "edge": {"kinship": {"eq": "VARIATION"}}}});
    assert_eq!((catalogue.groups.len(), count(server, &heads)), (46, grouped));
}

fn assert_walks_as_the_files_say(server: &Server, graph: &Graph) {
    let document = "query ($id: ID!, $d: Int!) { neighborhood(id: $id, depth: $d, limit: 5000) { entries { id } links { id } truncated } }";
    for start in graph.samples(12) {
        for depth in 1..=2 {
            let answer = &server.data(document, &json!({"id": start, "d": depth}))["neighborhood"];
            let ids = answer["entries"].as_array().expect("entries are a list").iter();
            let found: HashSet<&str> = ids.filter_map(|entry| entry["id"].as_str()).collect();
            let near = graph.within(start, depth);
            assert_eq!(found, near, "{depth} links around {start}");
            let links = answer["links"].as_array().map(Vec::len);
            assert_eq!((links, &answer["truncated"]), (Some(graph.links_among(&near)), &json!(false)), "{start}");
        }
    }
    let document = "query ($a: ID!, $b: ID!) { path(from: $a, to: $b, maxDepth: 12) { entries { id } links { id } } }";
    for (from, to) in graph.samples(12).into_iter().zip(graph.samples(13).into_iter().skip(1)) {
        let answer = &server.data(document, &json!({"a": from, "b": to}))["path"];
        let links = answer["links"].as_array().map(Vec::len);
        assert_eq!(links, graph.distance(from, to), "links between {from} and {to}");
        let entries = answer["entries"].as_array().cloned().unwrap_or_default();
        let steps: Vec<&str> = entries.iter().filter_map(|entry| entry["id"].as_str()).collect();
        assert!(steps.windows(2).all(|pair| graph.are_linked(pair[0], pair[1])), "{steps:?}");
    }
}

fn assert_bulk_changes_come_and_go(server: &Server) {
    let before = everything(server);
    let beginners = json!({"level": {"eq": "BEGINNER"}});
    let (noted, entries) = change_many(server, &beginners, &json!({"note": "for the first month"}));
    assert_eq!((entries, count(server, &json!({"note": {"eq": "for the first month"}}))), (523, 523));
    let mat = server.data("{ equipment(key: {name: \"gym mat\"}) { id } }", &json!({}))["equipment"]["id"].take();
    let bare = json!({"catalogue": {"eq": catalogue::FREE}, "equipment": {"count": {"eq": 0}}});
    let (linked, entries) = change_many(server, &bare, &json!({"equipment": {"link": [{"id": mat}]}}));
    assert_eq!((entries, count(server, &bare)), (77, 0));
    let changed = everything(server);
    assert_ne!(changed, before);
    for (change_set, entries) in [(&noted, 523), (&linked, 77)] {
        let undone = undo(server, change_set);
        assert_eq!(undone["errors"], json!([]));
        assert_eq!(undone["entries"].as_array().map(Vec::len), Some(entries));
    }
    assert_eq!(everything(server), before);
    let again = undo(server, &noted);
    assert_eq!(again["errors"][0]["code"], "UNDO_BLOCKED", "{again}");
}

#[test]
fn catalogues_of_exercises_load_as_one_graph_that_is_walked_changed_and_undone() {
    let Some(folder) = means::shared("data/exercises", "catalogues of exercises") else { return };
    let catalogue = Catalogue::read(&folder);
    let server = Server::start();
    let graph = graph::load(&server, &catalogue);
    assert_known_counts(&server, &catalogue);
    assert_walks_as_the_files_say(&server, &graph);
    assert_bulk_changes_come_and_go(&server);
}
