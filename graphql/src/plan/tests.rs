//! Conditions on titles and marks, as documents ask for them.

use serde_json::{Value as Json, json};

use super::{Context, Planner};
use crate::testing::Server;

async fn garden() -> Server {
    let server = Server::garden();
    for (bed, probes) in [("North bed", ["n1", "n2"]), ("South bed", ["s1", "N3"])] {
        let probes = probes.map(|name| format!("{{name: \"{name}\"}}")).join(", ");
        let write = format!(
            "mutation {{ bedCreate(input: {{name: \"{bed}\", probes: {{create: [{probes}]}}}}) {{ errors {{ message }} }} }}"
        );
        assert_eq!(server.data(&write).await["bedCreate"]["errors"], json!([]));
    }
    server
}

fn titles(nodes: &Json) -> Vec<&str> {
    nodes.as_array().unwrap().iter().map(|node| node["title"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn lists_and_statistics_take_conditions_on_titles() {
    let server = garden().await;
    let query = r#"{
        probes(where: {title: {startsWith: "N"}}, orderBy: {title: DESC}) { totalCount nodes { title } }
        probesStats { count(where: {title: {contains: "n"}}) }
        beds(where: {probes: {some: {title: {eq: "s1"}}}}) { nodes { title } }
        all: entries(where: {title: {contains: "BED"}}, orderBy: {updatedAt: DESC}) { totalCount nodes { title } }
    }"#;
    let data = server.data(query).await;
    assert_eq!(titles(&data["probes"]["nodes"]), ["N3", "n2", "n1"]);
    assert_eq!(data["probes"]["totalCount"], 3);
    assert_eq!(data["probesStats"][0]["count"], 3);
    assert_eq!(titles(&data["beds"]["nodes"]), ["South bed"]);
    assert_eq!(
        (titles(&data["all"]["nodes"]), &data["all"]["totalCount"]),
        (vec!["South bed", "North bed"], &json!(2))
    );
}

#[tokio::test]
async fn bulk_writes_take_conditions_on_titles() {
    let server = garden().await;
    let write = r#"mutation { bedUpdateMany(where: {title: {contains: "south"}}, patch: {sunny: true}) { entries { title } errors { message } } }"#;
    let data = server.data(write).await;
    assert_eq!(titles(&data["bedUpdateMany"]["entries"]), ["South bed"], "{data}");
}

#[tokio::test]
async fn a_declared_title_is_the_title() {
    let folder = tempfile::tempdir().unwrap();
    let options = daybook_store::sqlite::SqliteOptions::default();
    let backend = daybook_store::sqlite::Sqlite::open(&folder.path().join("data"), &options).unwrap();
    let memo = "type Memo @entry(plural: \"memos\", title: \"{title}\") { title: String! @was(name: \"heading\") }";
    let server = Server::over(std::sync::Arc::new(backend), memo, folder);
    for title in ["Alpha", "beta"] {
        server.data(&format!("mutation {{ memoCreate(input: {{title: \"{title}\"}}) {{ errors {{ code }} }} }}")).await;
    }
    let query = r#"{ memos(where: {title: {startsWith: "B"}}) { nodes { title } } old: memos(where: {heading: {eq: "Alpha"}}) { nodes { title } }
        sorted: memos(orderBy: {title: DESC}) { nodes { title } } }"#;
    let data = server.data(query).await;
    assert_eq!(titles(&data["memos"]["nodes"]), ["beta"]);
    assert_eq!(titles(&data["old"]["nodes"]), ["Alpha"]);
    assert_eq!(titles(&data["sorted"]["nodes"]), ["beta", "Alpha"]);
}

#[tokio::test]
async fn marks_lead_to_the_rows_behind_them() {
    let server = Server::garden();
    let inputs: Vec<String> =
        (0..25).map(|number| format!("{{name: \"b{number:02}\", sunny: {}}}", number % 5 != 0)).collect();
    server
        .data(&format!("mutation {{ bedCreateMany(inputs: [{}]) {{ errors {{ code }} }} }}", inputs.join(", ")))
        .await;
    let list = "beds(where: {sunny: {eq: true}}, orderBy: {name: DESC}, first: 0)";
    let data = server.data(&format!("{{ {list} {{ marks(every: 7) all: marks totalCount }} }}")).await;
    let marks = data["beds"]["marks"].as_array().unwrap();
    assert_eq!((marks.len(), &data["beds"]["all"], &data["beds"]["totalCount"]), (2, &json!([]), &json!(20)));
    let behind = "beds(where: {sunny: {eq: true}}, orderBy: {name: DESC}, first: 1, after:";
    let data = server
        .data(&format!("{{ {behind} {}) {{ nodes {{ name }} pageInfo {{ hasPreviousPage }} }} }}", marks[1]))
        .await;
    // b24 b23 b22 b21 b19 … : the fifteenth.
    assert_eq!(data["beds"], json!({ "nodes": [{ "name": "b07" }], "pageInfo": { "hasPreviousPage": true } }));
}

#[tokio::test]
async fn marks_of_no_distance_are_refused() {
    let server = Server::garden();
    for every in [0, -1, 100_001] {
        let query = json!({ "query": format!("{{ beds {{ marks(every: {every}) }} }}") });
        let answer = server.answer(&query).await;
        assert_eq!(
            answer["errors"][0]["message"],
            format!("`every` is {every}; it must be from 1 to 100000"),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn changes_tell_what_fields_held_before_and_which_link_was_made_or_removed() {
    let server = garden().await;
    let probes = server.data(r#"{ probes(where: {name: {eq: "n1"}}) { nodes { id bed { id } } } south: bed(key: {name: "South bed"}) { id } }"#).await;
    let (probe, south) = (&probes["probes"]["nodes"][0], &probes["south"]["id"]);
    let write = format!(
        "mutation {{ probeUpdate(id: {}, patch: {{name: \"n9\", bed: {{link: {south}}}}}) {{ errors {{ message }} }}
           bedUpdate(id: {south}, patch: {{sunny: true, depth: {{value: 30, unit: CM}}}}) {{ errors {{ message }} }} }}",
        probe["id"]
    );
    server.data(&write).await;
    let query = format!(
        "{{ probe(id: {}) {{ history {{ nodes {{ operation before patch link {{ source {{ title }} target {{ title }} }} }} }} }}
           bed(id: {south}) {{ history(first: 1) {{ nodes {{ before }} }} }} }}",
        probe["id"]
    );
    let data = server.data(&query).await;
    let changes = data["probe"]["history"]["nodes"].as_array().unwrap();
    let of = |operation: &str| changes.iter().find(|change| change["operation"] == operation).unwrap();
    assert_eq!(of("UPDATED")["before"]["name"], "n1");
    assert_eq!(of("UPDATED")["before"]["bed"], probe["bed"]["id"]);
    assert_eq!(of("LINKED")["link"], json!({ "source": { "title": "n9" }, "target": { "title": "South bed" } }));
    assert_eq!(of("UNLINKED")["link"]["target"]["title"], "North bed");
    assert_eq!((&of("CREATED")["before"], &of("CREATED")["link"]), (&json!({}), &Json::Null));
    assert_eq!(data["bed"]["history"]["nodes"][0]["before"], json!({ "sunny": false }));
}

#[tokio::test]
async fn changes_tell_what_they_took_back_and_what_took_them_back() {
    let server = garden().await;
    let bed = server.data(r#"{ bed(key: {name: "South bed"}) { id } }"#).await["bed"]["id"].clone();
    let write = format!("mutation {{ bedUpdate(id: {bed}, patch: {{sunny: true}}) {{ changeSet }} }}");
    let first = server.data(&write).await["bedUpdate"]["changeSet"].clone();
    let undo = format!("mutation {{ changeSetUndo(id: {first}) {{ changeSet errors {{ message }} }} }}");
    let second = server.data(&undo).await["changeSetUndo"]["changeSet"].clone();
    let query = format!("{{ bed(id: {bed}) {{ history {{ nodes {{ changeSet undoes undoneBy }} }} }} }}");
    let data = server.data(&query).await;
    let nodes = data["bed"]["history"]["nodes"].as_array().unwrap();
    assert_eq!(nodes[0], json!({ "changeSet": second, "undoes": first, "undoneBy": null }));
    assert_eq!(nodes[1], json!({ "changeSet": first, "undoes": null, "undoneBy": second }));
    assert_eq!((&nodes[2]["undoes"], &nodes[2]["undoneBy"]), (&Json::Null, &Json::Null));
}

#[tokio::test]
async fn a_dry_run_tells_what_a_delete_would_take_along() {
    let server = Server::built_in();
    let made = "mutation { childCreate(input: {name: \"a\", feedings: {create: [{method: BOTTLE}, {method: TUBE}]},
        notes: {create: [{heading: \"n\"}]}}) { entry { id } affected { type operation count } } }";
    let made = server.data(made).await["childCreate"].clone();
    let counted = |payload: &Json, kind: &str, operation: &str| -> Option<u64> {
        let found = payload["affected"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["type"] == kind && one["operation"] == operation);
        found.and_then(|one| one["count"].as_u64())
    };
    assert_eq!(counted(&made, "Feeding", "CREATED"), Some(2));
    assert_eq!(counted(&made, "Child", "CREATED"), None, "it is named already");
    let id = &made["entry"]["id"];
    let delete = |dry: bool| {
        format!(
            "mutation {{ childDelete(id: {id}, dryRun: {dry}) {{ changeSet affected {{ type operation count }} }} }}"
        )
    };
    let dry = server.data(&delete(true)).await["childDelete"].clone();
    assert_eq!((&dry["changeSet"], counted(&dry, "Feeding", "TRASHED")), (&Json::Null, Some(2)));
    assert_eq!(server.data("{ feedings { totalCount } }").await["feedings"]["totalCount"], 2);
    let done = server.data(&delete(false)).await["childDelete"].clone();
    assert_eq!(done["affected"], dry["affected"]);
}

#[tokio::test]
async fn tells_how_long_what_is_gone_is_kept() {
    let data = Server::garden().data("{ retention { trashDays historyDays } }").await;
    assert_eq!(data["retention"], json!({ "trashDays": 30, "historyDays": null }));
}

#[tokio::test]
async fn changes_are_asked_for_by_their_origin() {
    let server = garden().await;
    server.ingest("Bed", json!([{"name": "in"}])).await;
    let data =
        server.data("{ changes(where: {origin: [INGEST, UI]}) { totalCount nodes { origin entry { title } } } }").await;
    assert_eq!(
        data["changes"],
        json!({ "totalCount": 1, "nodes": [{ "origin": "INGEST", "entry": { "title": "in" } }] })
    );
}

#[tokio::test]
async fn marks_are_priced_once_for_a_list_and_for_each_list_below_a_row() {
    let server = Server::garden();
    let refused = async |query: &str| {
        let answer = server.answer(&json!({ "query": query })).await;
        answer["errors"][0]["extensions"]["code"] == "TOO_COMPLEX"
    };
    assert!(!refused("{ beds(first: 500) { nodes { name } totalCount marks more: marks(every: 50) } }").await);
    let many: Vec<String> = (0..41).map(|number| format!("m{number}: marks(every: {})", number + 1)).collect();
    assert!(refused(&format!("{{ beds(first: 0) {{ {} }} }}", many.join(" "))).await);
    assert!(refused("{ beds(first: 100) { nodes { probes(first: 0) { marks } } } }").await);
    assert!(!refused("{ beds(first: 20) { nodes { probes(first: 0) { marks } } } }").await);
}

#[tokio::test]
async fn a_mistake_in_what_is_selected_of_a_type_concerns_only_its_entries() {
    let server = garden().await;
    let query = |name: &str| {
        let list = format!("entries(where: {{title: {{eq: \"{name}\"}}}})");
        json!({ "query": format!("{{ {list} {{ nodes {{ title ... on Bed {{ depth {{ value(unit: KG) }} }} }} }} }}") })
    };
    let probe = server.answer(&query("n1")).await;
    assert_eq!(probe, json!({ "data": { "entries": { "nodes": [{ "title": "n1" }] } } }));
    let bed = server.answer(&query("North bed")).await;
    let message = bed["errors"][0]["message"].as_str().unwrap();
    assert!(message.starts_with("`depth` is length, which KG cannot express"), "{bed}");
}

#[tokio::test]
async fn edges_of_entries_of_all_types_lead_on() {
    let server = garden().await;
    let page = |after: &str| {
        format!("{{ entries(orderBy: {{title: ASC}}, first: 4{after}) {{ edges {{ cursor node {{ title }} }} }} }}")
    };
    let told = |data: &Json| -> Vec<String> {
        let edges = data["entries"]["edges"].as_array().unwrap().iter();
        edges.map(|edge| edge["node"]["title"].as_str().unwrap().to_owned()).collect()
    };
    let first = server.data(&page("")).await;
    let second = server.data(&page(&format!(", after: {}", first["entries"]["edges"][1]["cursor"]))).await;
    assert_eq!((told(&first).len(), told(&second).len()), (4, 4));
    assert_eq!(told(&first)[2..], told(&second)[..2]);
}

#[tokio::test]
async fn what_is_selected_below_links_of_links_is_planned_once() {
    let server = garden().await;
    let mut selection = "title".to_owned();
    for _ in 0..3 {
        selection = format!("id links {{ nodes {{ source {{ {selection} }} target {{ {selection} }} }} }}");
    }
    let query = format!("{{ probes(first: 1) {{ nodes {{ {selection} }} }} }}");
    let served = server.app.served();
    let document = crate::limits::parse(&query, &crate::limits::Limits { depth: 20, ..server.app.limits }).unwrap();
    let (_, operation) = document.operations.iter().next().unwrap();
    let context = Context {
        model: std::sync::Arc::clone(&served.surface.model),
        variables: crate::selection::Variables::new(),
        now: 0,
        cursor_key: served.cursor_key,
    };
    let planner = Planner::new(std::sync::Arc::clone(&served.surface), context, server.app.retention);
    let set = crate::selection::convert(&document, &operation.node.selection_set.node, &planner.context.variables);
    let roots = planner.roots(&[set]).unwrap();
    assert!(roots.iter().all(|field| field.root.is_ok()));
    // Two ends in each of three levels: 14 selections, whatever the number of paths of types that lead there.
    let types = planner.model().indexes().filter(|record| !planner.model().record(*record).is_series()).count();
    assert_eq!(planner.variants(), 14 * types);
}
