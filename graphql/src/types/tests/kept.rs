//! What becomes of values whose definition changes, today and in the past.

use serde_json::{Value as Json, json};

use super::{define, plan, run, servers};
use crate::testing::Server;

fn tool(fields: &str) -> String {
    format!("type Tool @entry(plural: \"tools\", title: \"{{name}}\") {{ name: String! {fields} }}")
}

async fn create(server: &Server, input: &str) -> Json {
    let query =
        format!("mutation {{ toolCreate(input: {{{input}}}) {{ entry {{ id updatedAt }} errors {{ message }} }} }}");
    let made = server.data(&query).await["toolCreate"].clone();
    assert_eq!(made["errors"], json!([]));
    made["entry"].clone()
}

/// What a tool holds in a field, now or at a moment.
async fn held(server: &Server, entry: &Json, field: &str, as_of: Option<&Json>) -> Json {
    let query = format!("query ($id: ID!, $t: DateTime) {{ tool(id: $id, asOf: $t) {{ {field} }} }}");
    run(server, &query, json!({ "id": entry["id"], "t": as_of })).await["tool"].clone()
}

fn descriptions(planned: &Json) -> Vec<&str> {
    planned["changes"].as_array().unwrap().iter().map(|change| change["description"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_removed_enum_value_becomes_the_default_as_the_plan_says_and_the_past_keeps_it() {
    for (name, server) in servers() {
        let fields = "kind: Kind! @default(value: \"A\") kinds: [Kind!]! @default(value: \"[\\\"A\\\"]\") free: Kind";
        define(&server, &format!("{} enum Kind {{ A B }}", tool(fields)), &[]).await;
        let made = create(&server, "name: \"Hoe\", kind: B, kinds: [A, B], free: B").await;
        let touch = "mutation ($id: ID!) { toolUpdate(id: $id, patch: {name: \"Rake\"}) { errors { code } } }";
        run(&server, touch, json!({ "id": made["id"] })).await;
        let planned = define(&server, "enum Kind { A }", &[]).await;
        let told = descriptions(&planned).join("\n");
        assert!(told.contains("`Tool.kind` becomes the default `A` where it holds it"), "{name}: {told}");
        assert!(told.contains("`Tool.kinds` loses it where it holds it"), "{name}: {told}");
        assert!(
            told.contains("`Tool.free` becomes empty where it holds it; earlier versions keep it"),
            "{name}: {told}"
        );
        let all = "kind kinds free";
        let now = json!({ "kind": "A", "kinds": ["A"], "free": null });
        assert_eq!(held(&server, &made, all, None).await, now, "{name}");
        let then = json!({ "kind": "B", "kinds": ["A", "B"], "free": "B" });
        assert_eq!(held(&server, &made, all, Some(&made["updatedAt"])).await, then, "{name}");
    }
}

#[tokio::test]
async fn what_an_entry_holds_when_an_enum_loses_it_stays_in_the_version_before() {
    for (name, server) in servers() {
        let sdl = "type Tool @entry(plural: \"tools\", title: \"{name} {kind}\") { name: String! kind: Kind! @default(value: \"A\") \
                   kinds: [Kind!]! @default(value: \"[\\\"A\\\"]\") free: Kind } enum Kind { A B }";
        define(&server, sdl, &[]).await;
        let made = create(&server, "name: \"Hoe\", kind: B, kinds: [A, B], free: B").await;
        let other = create(&server, "name: \"Rake\", kind: A").await;
        let trashed = create(&server, "name: \"Fork\", free: B").await;
        let delete = "mutation ($id: ID!) { toolDelete(id: $id) { errors { code } } }";
        run(&server, delete, json!({ "id": trashed["id"] })).await;
        define(&server, "enum Kind { A }", &[]).await;
        let all = "kind kinds free title version";
        // The fork may be of the same millisecond.
        let counted = "query ($t: DateTime) { toolsStats(asOf: $t, where: {name: {in: [\"Hoe\", \"Rake\"]}}, by: [{field: \"kind\"}]) { key { text } count } }";
        let counted = run(&server, counted, json!({ "t": other["updatedAt"] })).await["toolsStats"].clone();
        let expected = json!([{ "key": [{ "text": "A" }], "count": 1 }, { "key": [{ "text": "B" }], "count": 1 }]);
        assert_eq!(counted, expected, "{name}");
        let then = json!({ "kind": "B", "kinds": ["A", "B"], "free": "B", "title": "Hoe b", "version": 1 });
        assert_eq!(held(&server, &made, all, Some(&made["updatedAt"])).await, then, "{name}");
        let now = json!({ "kind": "A", "kinds": ["A"], "free": null, "title": "Hoe a", "version": 2 });
        assert_eq!(held(&server, &made, all, None).await, now, "{name}");
        assert_eq!(held(&server, &other, "version", None).await, json!({ "version": 1 }), "{name}");
        let query = "query ($id: ID!) { tool(id: $id) { history { nodes { operation fields origin reason actor } } } }";
        let history = run(&server, query, json!({ "id": made["id"] })).await["tool"]["history"]["nodes"].clone();
        let fields = json!(["kind", "kinds", "free"]);
        let change = json!({ "operation": "UPDATED", "fields": fields, "origin": "SYSTEM", "reason": "The definitions changed", "actor": null });
        assert!(history.as_array().unwrap().contains(&change), "{name}: {history}");
        let restore = "mutation ($id: ID!) { entryRestore(id: $id) { entry { ... on Tool { free version } } errors { code message } } }";
        let restored = run(&server, restore, json!({ "id": trashed["id"] })).await["entryRestore"].clone();
        assert_eq!(restored, json!({ "entry": { "free": null, "version": 4 }, "errors": [] }), "{name}");
        assert_eq!(
            held(&server, &trashed, "free", Some(&trashed["updatedAt"])).await,
            json!({ "free": "B" }),
            "{name}"
        );
        let touch = "mutation ($id: ID!) { toolUpdate(id: $id, patch: {name: \"Spade\"}) { entry { title version } errors { code } } }";
        let touched = run(&server, touch, json!({ "id": made["id"] })).await["toolUpdate"].clone();
        assert_eq!(touched, json!({ "entry": { "title": "Spade a", "version": 3 }, "errors": [] }), "{name}");
    }
}

#[tokio::test]
async fn a_key_that_a_default_would_take_twice_is_no_plan() {
    for (name, server) in servers() {
        let sdl = "type Tool @entry(plural: \"tools\", title: \"{name}\") @key(fields: [\"kind\"]) { name: String! \
                   kind: Kind! @default(value: \"A\") } enum Kind { A B }";
        define(&server, sdl, &[]).await;
        create(&server, "name: \"Hoe\", kind: A").await;
        let made = create(&server, "name: \"Rake\", kind: B").await;
        let planned = plan(&server, "enum Kind { A }", &[]).await;
        assert_eq!(planned["ok"], false, "{name}: {planned}");
        assert!(
            planned["errors"][0]["message"].as_str().unwrap().contains("cannot have this key"),
            "{name}: {planned}"
        );
        assert_eq!(held(&server, &made, "kind version", None).await, json!({ "kind": "B", "version": 1 }), "{name}");
    }
}

#[tokio::test]
async fn what_a_conversion_leaves_to_the_default_is_told() {
    for (name, server) in servers() {
        define(&server, &tool("size: String"), &[]).await;
        create(&server, "name: \"Hoe\", size: \"12\"").await;
        create(&server, "name: \"Rake\", size: \"long\"").await;
        let planned = plan(&server, &tool("size: Int! @default(value: \"7\")"), &[]).await;
        let told = descriptions(&planned).join("\n");
        assert!(told.contains("what does not fit becomes the default `7`, in earlier versions too"), "{name}: {told}");
        let planned = define(&server, &tool("size: Quantity! @unit(canonical: G) @default(value: \"7\")"), &[]).await;
        assert!(descriptions(&planned).join("\n").contains("becomes the default `"), "{name}: {planned}");
        let read = server.data("{ tools(orderBy: [{name: ASC}]) { nodes { size { value } } } }").await;
        assert_eq!(read["tools"]["nodes"], json!([{ "size": { "value": 12 } }, { "size": { "value": 7 } }]), "{name}");
    }
}

#[tokio::test]
async fn a_renamed_embedded_type_keeps_its_values() {
    for (name, server) in servers() {
        let before = format!(
            "{} type Maker {{ name: String town: Town }} type Town {{ name: String }}",
            tool("maker: Maker makers: [Maker!]")
        );
        define(&server, &before, &[]).await;
        let maker = "{name: \"Smith\", town: {name: \"Sheffield\"}}";
        let made = create(&server, &format!("name: \"Hoe\", maker: {maker}, makers: [{maker}]")).await;
        let after = format!(
            "{} type Producer @was(name: \"Maker\") {{ name: String place: Place @was(name: \"town\") }} type Place @was(name: \"Town\") {{ name: String }}",
            tool("maker: Producer makers: [Producer!]")
        );
        let planned = define(&server, &after, &[]).await;
        assert!(
            planned["changes"].as_array().unwrap().iter().all(|change| change["lossy"] == false),
            "{name}: {planned}"
        );
        assert!(descriptions(&planned).contains(&"renames `Maker` to `Producer`; values stay"), "{name}: {planned}");
        let read = held(&server, &made, "maker { name place { name } } makers { place { name } }", None).await;
        let place = json!({ "name": "Sheffield" });
        assert_eq!(
            read,
            json!({ "maker": { "name": "Smith", "place": place }, "makers": [{ "place": place }] }),
            "{name}"
        );
        let found = server.data("{ tools(where: {maker: {place: {name: {eq: \"Sheffield\"}}}}) { totalCount } }").await;
        assert_eq!(found["tools"]["totalCount"], 1, "{name}");
    }
}

#[tokio::test]
async fn renamed_properties_of_links_keep_their_values_over_a_restart() {
    let server = Server::garden();
    let before =
        format!("{} type Use @props {{ row: Int }}", tool("beds: [Bed!] @link(inverse: \"tools\", props: \"Use\")"));
    define(&server, &before, &[]).await;
    create(&server, "name: \"Hoe\", beds: {create: [{entry: {name: \"North\"}, props: {row: 3}}]}").await;
    let after = format!(
        "{} type Usage @props @was(name: \"Use\") {{ place: Int @was(name: \"row\") times: Int! @default(value: \"1\") }}",
        tool("beds: [Bed!] @link(inverse: \"tools\", props: \"Usage\")")
    );
    define(&server, &after, &[]).await;
    let plain = "{ tools { nodes { beds { edges { props { place times } } } } } }";
    let expected = json!([{ "beds": { "edges": [{ "props": { "place": 3, "times": 1 } }] } }]);
    assert_eq!(server.data(plain).await["tools"]["nodes"], expected);
    let server = server.restarted().await;
    assert_eq!(server.data(plain).await["tools"]["nodes"], expected);
}

#[tokio::test]
async fn a_required_field_with_a_default_completes_embedded_values() {
    for (name, server) in servers() {
        let with =
            |maker: &str| format!("{} type Maker {{ name: String {maker} }}", tool("maker: Maker makers: [Maker!]"));
        define(&server, &with("rank: Int"), &[]).await;
        let made =
            create(&server, "name: \"Hoe\", maker: {name: \"Smith\"}, makers: [{name: \"a\", rank: 9}, {name: \"b\"}]")
                .await;
        let refused = plan(&server, &with("rank: Int town: String!"), &[]).await;
        assert_eq!(
            refused["errors"][0]["hint"],
            "give it a `@default` with a value, which fills the values that are stored, or leave it optional",
            "{name}"
        );
        let planned =
            define(&server, &with("rank: Int! @default(value: \"4\") town: String! @default(value: \"here\")"), &[])
                .await;
        let told = descriptions(&planned);
        assert!(
            told.contains(&"adds `town`, which is the default `here` in all values that are stored"),
            "{name}: {told:?}"
        );
        assert!(
            told.contains(&"`rank` becomes required: where it is missing it becomes the default `4`"),
            "{name}: {told:?}"
        );
        let expected = json!({
            "maker": { "name": "Smith", "rank": 4, "town": "here" },
            "makers": [{ "rank": 9, "town": "here" }, { "rank": 4, "town": "here" }],
        });
        let all = "maker { name rank town } makers { rank town }";
        assert_eq!(held(&server, &made, all, None).await, expected, "{name}");
        let found = server.data("{ tools(where: {maker: {town: {eq: \"here\"}}}) { totalCount } }").await;
        assert_eq!(found["tools"]["totalCount"], 1, "{name}");
    }
}

#[tokio::test]
async fn a_default_follows_the_enum_value_that_is_renamed() {
    for (name, server) in servers() {
        let fields = "kind: Kind! @default(value: \"A\") kinds: [Kind!] @default(value: \"[\\\"A\\\"]\") edge: Int @showIf(field: \"kind\", in: [\"A\"])";
        define(&server, &format!("{} enum Kind {{ A B }}", tool(fields)), &[]).await;
        let old = create(&server, "name: \"Hoe\"").await;
        define(&server, "enum Kind { SHARP @was(name: \"A\") B }", &[]).await;
        let new = create(&server, "name: \"Rake\"").await;
        for made in [&old, &new] {
            assert_eq!(
                held(&server, made, "kind kinds", None).await,
                json!({ "kind": "SHARP", "kinds": ["SHARP"] }),
                "{name}"
            );
        }
        let export = server.data("{ typeExport }").await["typeExport"].as_str().unwrap().to_owned();
        assert!(
            export.contains("kind: Kind! @default(value: \"SHARP\")") && export.contains("in: [\"SHARP\"]"),
            "{export}"
        );
    }
}

#[tokio::test]
async fn links_that_must_not_circle_any_more_are_counted() {
    for (name, server) in servers() {
        let with = |acyclic: &str| tool(&format!("after: Tool @link(inverse: \"before\"{acyclic})"));
        define(&server, &with(""), &[]).await;
        let (a, b) = (create(&server, "name: \"a\"").await, create(&server, "name: \"b\"").await);
        let alone = create(&server, "name: \"c\"").await;
        for (from, to) in [(&a, &b), (&b, &a), (&alone, &a)] {
            let link = "mutation ($id: ID!, $to: ID!) { toolUpdate(id: $id, patch: {after: {link: $to}}) { errors { code } } }";
            run(&server, link, json!({ "id": from["id"], "to": to["id"] })).await;
        }
        let planned = define(&server, &with(", acyclic: true"), &[]).await;
        let change = planned["changes"].as_array().unwrap().iter().find(|change| change["affected"] == 2);
        let told = change.unwrap_or_else(|| panic!("{name}: {planned}"))["description"].as_str().unwrap();
        assert!(told.contains("entries that lie on a circle"), "{name}: {told}");
    }
}

#[tokio::test]
async fn a_series_is_asked_for_by_the_former_name_of_what_it_measures() {
    let server = Server::garden();
    let series = |link: &str| {
        format!(
            "type Heat @series(plural: \"heats\", of: \"{}\", at: \"at\") {{ {link} at: DateTime! warmth: Float }}",
            link.split(':').next().unwrap()
        )
    };
    define(&server, &series("place: Bed! @link(inverse: \"heats\")"), &[]).await;
    let bed = server.data("mutation { bedCreate(input: {name: \"North\"}) { entry { id } } }").await;
    let id = bed["bedCreate"]["entry"]["id"].as_str().unwrap().to_owned();
    server.data(&format!("mutation {{ heatsAdd(inputs: [{{place: {{link: \"{id}\"}}, at: \"2026-01-01T00:00:00Z\", warmth: 4}}]) {{ accepted }} }}")).await;
    define(&server, &series("bed: Bed! @link(inverse: \"heats\") @was(name: \"place\")"), &[]).await;
    let asked = |arguments: &str| {
        format!(
            "{{ heatsSeries({arguments} metric: \"warmth\", from: \"2026-01-01T00:00:00Z\", to: \"2026-01-02T00:00:00Z\") {{ points {{ value }} }} }}"
        )
    };
    for name in ["place", "bed"] {
        let answer = server.data(&asked(&format!("{name}: \"{id}\""))).await;
        assert_eq!(answer["heatsSeries"]["points"][0]["value"], 4, "{name}");
    }
    for arguments in [String::new(), format!("bed: \"{id}\", place: \"{id}\"")] {
        let refused = server.answer(&json!({ "query": asked(&arguments) })).await;
        let message = refused["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains("`bed`"), "{message}");
    }
}
