//! Definition files of an installation's own.

use std::{fs, path::Path, process::Command};

use daybook_tests::{Server, Setup, means};
use serde_json::{Value as Json, json};

const BATH: &str = r#"
"A bath."
type Bath @entry(plural: "baths", at: "bathedAt", title: "Bath of {child}", icon: "bath") {
  child: Child! @link(inverse: "baths", onDelete: CASCADE)
  bathedAt: DateTime! @default(value: "now") @time(future: false)
  temperature: Quantity @unit(canonical: CEL, min: 0, max: 60, warnMin: 34, warnMax: 39)
}
"#;

#[test]
fn a_type_of_ones_own_is_as_complete_as_the_built_in_ones() {
    let server = Setup::new().types(BATH).start();
    let created = server.data(
        r#"mutation { bathCreate(input: {child: {create: {name: "Ada"}}, temperature: {value: 104, unit: DEGF}}) {
            entry { id title child { name baths { totalCount } } temperature { value entered } }
            errors { message } warnings { code } } }"#,
        &json!({}),
    );
    let bath = &created["bathCreate"];
    assert_eq!((&bath["errors"], &bath["warnings"]), (&json!([]), &json!([{"code": "ABNORMAL_VALUE"}])));
    assert_eq!(bath["entry"]["title"], "Bath of Ada");
    assert_eq!(bath["entry"]["child"], json!({"name": "Ada", "baths": {"totalCount": 1}}));
    assert_eq!(bath["entry"]["temperature"]["value"].as_f64(), Some(40.0));
    let listed = server.data(
        r#"{ baths(where: {child: {is: {name: {eq: "Ada"}}}}) { nodes { id } } type(name: "Bath") { builtIn } }"#,
        &json!({}),
    );
    assert_eq!(listed["baths"]["nodes"], json!([{"id": bath["entry"]["id"]}]));
    assert_eq!(listed["type"], json!({"builtIn": false}));
    let row = server.post_json("/ingest/Bath", &json!({"child": bath["entry"]["child"], "temperature": "37 °C"}));
    assert!(row.status < 500, "{}", row.text());
}

#[test]
fn a_built_in_type_can_be_extended() {
    let server = Setup::new().types("extend type Child { favouriteSong: String @length(max: 100) }").start();
    let document =
        r#"mutation { childCreate(input: {name: "Ada", favouriteSong: "La Mer"}) { entry { favouriteSong } } }"#;
    assert_eq!(server.data(document, &json!({})), json!({"childCreate": {"entry": {"favouriteSong": "La Mer"}}}));
}

#[test]
fn a_new_field_appears_at_the_next_start_and_old_entries_stay() {
    let first = Setup::new().types(BATH).start();
    first.data(r#"mutation { bathCreate(input: {child: {create: {name: "Ada"}}}) { entry { id } } }"#, &json!({}));
    let (_, setup) = first.stop();
    let file = setup.folder.path().join("types/own.graphql");
    fs::write(file, BATH.replace("  bathedAt", "  bubbles: Boolean! @default(value: \"false\")\n  bathedAt"))
        .expect("the definition can be changed");
    let second = setup.start();
    let nodes = json!([{"bubbles": false, "child": {"name": "Ada"}}]);
    assert_eq!(
        second.data("{ baths { nodes { bubbles child { name } } } }", &json!({})),
        json!({"baths": {"nodes": nodes}})
    );
}

#[test]
fn a_change_that_would_lose_data_stops_the_start() {
    let first = Setup::new().types(BATH).start();
    let bath = r#"mutation { bathCreate(input: {child: {create: {name: "Ada"}}, temperature: {value: 37, unit: CEL}}) { entry { id } } }"#;
    first.data(bath, &json!({}));
    let (_, setup) = first.stop();
    let file = setup.folder.path().join("types/own.graphql");
    let without = BATH.lines().filter(|line| !line.contains("temperature")).collect::<Vec<_>>().join("\n");
    fs::write(file, without).expect("the definition can be changed");
    let (status, log) = setup.fail();
    assert!(!status.success());
    assert!(log.contains("temperature") && !log.contains("panicked"), "{log}");
    assert!(log.contains("daybook types plan") && log.contains("daybook types apply"), "{log}");
}

/// A stopped store with one bath, and its definitions without the temperature.
fn without_temperature() -> (Setup, String) {
    let first = Setup::new().types(BATH).start();
    let bath = r#"mutation { bathCreate(input: {child: {create: {name: "Ada"}}, temperature: {value: 37, unit: CEL}}) { entry { id } } }"#;
    first.data(bath, &json!({}));
    let (_, setup) = first.stop();
    let without = BATH.lines().filter(|line| !line.contains("temperature")).collect::<Vec<_>>().join("\n");
    fs::write(setup.folder.path().join("types/own.graphql"), &without).expect("the definition can be changed");
    (setup, without)
}

/// `daybook types …` over a store and its definitions: exit code, answer, standard error.
fn types(setup_folder: &Path, data: &Path, arguments: &[&str]) -> (Option<i32>, Json, String) {
    let mut command = Command::new(means::binary());
    command.arg("types").args(arguments).arg("--json").arg("--data").arg(data);
    let output = command.arg("--types").arg(setup_folder.join("types")).output().expect("the binary can be started");
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap_or(Json::Null), errors)
}

fn schema_and_entries(server: &Server) -> Json {
    server.data("{ baths { totalCount nodes { title } } type(name: \"Bath\") { fields { name } } }", &json!({}))
}

#[test]
fn a_loss_is_planned_refused_without_yes_and_made_with_it() {
    let (setup, _) = without_temperature();
    let (folder, data) = (setup.folder.path().to_owned(), setup.data_folder());
    let (exit, plan, _) = types(&folder, &data, &["plan"]);
    assert_eq!(exit, Some(0), "{plan}");
    let facts =
        |change: &Json| json!([change["type"], change["field"], change["kind"], change["affected"], change["lossy"]]);
    let changes: Vec<Json> = plan["changes"].as_array().expect("a plan has changes").iter().map(facts).collect();
    assert_eq!(changes, [json!(["Bath", "temperature", "FIELD_REMOVED", 1, true])]);
    assert_eq!((&plan["loses"], &plan["applied"]), (&json!(true), &json!(false)));

    let (exit, plan, errors) = types(&folder, &data, &["apply"]);
    assert_eq!((exit, &plan["applied"]), (Some(2), &json!(false)), "{plan}");
    assert!(errors.contains("--yes"), "{errors}");
    let (status, log) = setup.fail();
    assert!(!status.success() && log.contains("temperature"), "nothing was changed: {log}");

    let (exit, plan, errors) = types(&folder, &data, &["apply", "--yes"]);
    assert_eq!((exit, &plan["applied"]), (Some(0), &json!(true)), "{plan} {errors}");
    let server = setup.start();
    let now = schema_and_entries(&server);
    assert_eq!(now["baths"], json!({"totalCount": 1, "nodes": [{"title": "Bath of Ada"}]}));
    assert!(!now["type"]["fields"].to_string().contains("temperature"), "{now}");
    let (_, setup) = server.stop();
    let (exit, plan, _) = types(&folder, &setup.data_folder(), &["apply"]);
    assert_eq!((exit, &plan["changes"]), (Some(0), &json!([])), "a change is made once");
}

#[test]
fn a_conversion_and_a_removed_type_go_the_same_way() {
    let (setup, _) = without_temperature();
    let (folder, data) = (setup.folder.path().to_owned(), setup.data_folder());
    let file = folder.join("types/own.graphql");
    let converted = BATH.replace(
        "  temperature: Quantity @unit(canonical: CEL, min: 0, max: 60, warnMin: 34, warnMax: 39)",
        "  temperature: Float",
    );
    assert_ne!(converted, BATH);
    fs::write(&file, &converted).expect("the definition can be changed");
    let (status, log) = setup.fail();
    assert!(!status.success() && log.contains("types plan"), "{log}");
    let (exit, plan, errors) = types(&folder, &data, &["apply", "--yes"]);
    assert_eq!((exit, &plan["applied"]), (Some(0), &json!(true)), "{plan} {errors}");
    let server = setup.start();
    let converted = server.data("{ baths { nodes { temperature } } }", &json!({}));
    assert_eq!(converted["baths"]["nodes"][0]["temperature"].as_f64(), Some(37.0), "{converted}");
    let (_, setup) = server.stop();

    fs::write(&file, "type Tub { litres: Int }").expect("the definition can be changed");
    let (status, log) = setup.fail();
    assert!(!status.success() && log.contains("`Bath` was defined in") && log.contains("own.graphql"), "{log}");
    let (exit, _, _) = types(&folder, &data, &["apply"]);
    assert_eq!(exit, Some(2));
    let (exit, plan, errors) = types(&folder, &data, &["apply", "--yes"]);
    assert_eq!((exit, &plan["applied"]), (Some(0), &json!(true)), "{plan} {errors}");
    let server = setup.start();
    assert_eq!(server.data("{ type(name: \"Bath\") { plural } }", &json!({})), json!({"type": null}));
}

#[test]
fn a_forgotten_folder_is_named() {
    let first = Setup::new().types(BATH).start();
    first.data(r#"mutation { bathCreate(input: {child: {create: {name: "Ada"}}}) { entry { id } } }"#, &json!({}));
    let (_, with) = first.stop();
    let without = Setup::new().store_in(with.data_folder());
    let (status, log) = without.fail();
    assert!(!status.success());
    let missing = format!("--types {}", with.folder.path().join("types").display());
    assert!(log.contains("type `Bath` is gone") && log.contains(&missing), "{missing} is missing in\n{log}");
}

#[test]
fn a_running_server_is_asked_for_a_plan_and_stands_in_the_way_of_the_change() {
    let server = Setup::new().types(BATH).start();
    server.data(r#"mutation { bathCreate(input: {child: {create: {name: "Ada"}}, temperature: {value: 37, unit: CEL}}) { entry { id } } }"#, &json!({}));
    let without = BATH.lines().filter(|line| !line.contains("temperature")).collect::<Vec<_>>().join("\n");
    fs::write(server.folder().join("types/own.graphql"), without).expect("the definition can be changed");
    let (exit, plan, errors) = types(server.folder(), &server.data_folder(), &["plan"]);
    assert_eq!(
        (exit, &plan["loses"], plan["changes"].as_array().map(Vec::len)),
        (Some(0), &json!(true), Some(1)),
        "{plan} {errors}"
    );
    let (exit, _, errors) = types(server.folder(), &server.data_folder(), &["apply", "--yes"]);
    assert_eq!(exit, Some(2));
    assert!(errors.contains("stop it"), "{errors}");
    assert!(schema_and_entries(&server)["type"]["fields"].to_string().contains("temperature"));
}

#[test]
fn mistakes_of_files_are_told_by_a_plan_with_their_places() {
    let (setup, without) = without_temperature();
    let (folder, data) = (setup.folder.path().to_owned(), setup.data_folder());
    let wrong = without.replace("title: \"Bath of {child}\"", "title: \"Bath of {nobody}\"");
    fs::write(folder.join("types/own.graphql"), wrong).expect("the definition can be changed");
    let (exit, plan, errors) = types(&folder, &data, &["apply", "--yes"]);
    assert_eq!((exit, &plan["ok"]), (Some(1), &json!(false)), "{errors}");
    assert!(plan["errors"][0]["file"].as_str().is_some_and(|file| file.ends_with("own.graphql")), "{plan}");
    assert!(plan["errors"][0]["message"].as_str().is_some_and(|message| message.contains("nobody")), "{plan}");
}

#[test]
fn a_file_that_clashes_with_stored_definitions_stops_the_start_with_both_places() {
    let server = Setup::new().types("type Tub { litres: Int }").start();
    let plan = "mutation ($sdl: String!) { typePlan(sdl: $sdl) { id errors { message } } }";
    let planned = server.data(plan, &json!({ "sdl": BATH }));
    let apply = "mutation ($id: ID!) { typeApply(planId: $id) { errors { message } } }";
    let applied = server.data(apply, &json!({ "id": planned["typePlan"]["id"] }));
    assert_eq!(applied["typeApply"]["errors"], json!([]));
    let (_, setup) = server.stop();
    let file = setup.folder.path().join("types/own.graphql");
    fs::write(&file, format!("type Tub {{ litres: Int }}\n{BATH}")).expect("the definition can be changed");
    let (status, log) = setup.fail();
    assert!(!status.success());
    for part in ["own.graphql:4:6", "the stored definitions:", "`Bath`"] {
        assert!(log.contains(part) && !log.contains("panicked"), "{part} is missing in\n{log}");
    }
    fs::write(&file, "type Tub { litres: Int }").expect("the definition can be changed");
    let server = setup.start();
    assert_eq!(server.data("{ type(name: \"Bath\") { plural } }", &json!({})), json!({"type": {"plural": "baths"}}));
}

#[test]
fn mistakes_stop_the_start_with_their_place_and_what_to_write() {
    let mistakes = [
        ("type Bath @entry(plural: \"baths\", title: \"{name}\") {\n  name: Strnig!\n}", "own.graphql:2:9", "String"),
        (
            "type Bath @entry(plural: \"feedings\", title: \"{name}\") {\n  name: String!\n}",
            "own.graphql:1:",
            "feedings",
        ),
        ("type Bath @entry(plural: \"baths\", title: \"{nope}\") {\n  name: String!\n}", "own.graphql:1:", "nope"),
        (
            "type Bath @entry(plural: \"baths\", title: \"{name}\") {\n  name: String! @unit(canonical: G)\n}",
            "own.graphql:2:",
            "Quantity",
        ),
        ("type Bath {\n  name: String", "own.graphql:", ""),
    ];
    for (sdl, place, hint) in mistakes {
        let (status, log) = Setup::new().types(sdl).fail();
        assert!(!status.success(), "{sdl}");
        assert!(
            log.contains(place) && log.contains(hint) && !log.contains("panicked"),
            "{sdl}\nwas refused with\n{log}"
        );
    }
}

#[test]
fn all_mistakes_are_listed_at_once() {
    let sdl =
        "type A @entry(plural: \"as\", title: \"{x}\") {\n  name: Strnig!\n  size: Quantity @unit(canonical: GRAM)\n}";
    let (_, log) = Setup::new().types(sdl).fail();
    for place in ["own.graphql:1:", "own.graphql:2:", "own.graphql:3:"] {
        assert!(log.contains(place), "{place} is missing in\n{log}");
    }
}

#[test]
fn the_committed_schema_is_fresh() {
    let output = Command::new(means::binary()).arg("schema").output().expect("the binary can be started");
    let committed = fs::read(means::repository().join("api/schema.graphql")).unwrap_or_default();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stdout == committed, "api/schema.graphql is not fresh: run `make gen` and commit it");
}
