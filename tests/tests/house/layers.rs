//! Dependencies point one way, and each crate keeps to what it may know.

use std::{fs, path::PathBuf, process::Command};

use daybook_tests::means;
use serde_json::Value as Json;

use crate::sources::{is_test, sources};

/// The crates in the order in which they may know each other: each only those before it.
const LAYERS: [&str; 7] = [
    "daybook-schema",
    "daybook-store",
    "daybook-auth",
    "daybook-search",
    "daybook-domains",
    "daybook-graphql",
    "daybook",
];

/// Crates that only some layers may depend on, and which.
const ALLOWED: [(&str, &[&str]); 7] = [
    ("axum", &["daybook", "daybook-bench"]),
    ("async-graphql", &["daybook-graphql"]),
    ("tower", &["daybook"]),
    ("clap", &["daybook"]),
    ("rusqlite", &["daybook-store", "daybook-bench"]),
    ("ureq", &["daybook-tests"]),
    ("tokio", &["daybook-store", "daybook-search", "daybook-graphql", "daybook", "daybook-bench"]),
];

fn packages() -> Vec<(String, Vec<String>)> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(means::repository())
        .output()
        .expect("cargo can be started");
    let metadata: Json = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let name = |value: &Json| value["name"].as_str().expect("packages have names").to_owned();
    let packages = metadata["packages"].as_array().expect("there are packages");
    let dependencies = |package: &Json| {
        let all = package["dependencies"].as_array().expect("packages list their dependencies");
        all.iter().filter(|dependency| dependency["kind"].is_null()).map(name).collect()
    };
    packages.iter().map(|package| (name(package), dependencies(package))).collect()
}

#[test]
fn dependencies_point_one_way() {
    let layer = |name: &str| LAYERS.iter().position(|&layer| layer == name);
    let mut wrong = Vec::new();
    for (package, dependencies) in packages() {
        let Some(own) = layer(&package) else { continue };
        let later = dependencies.iter().filter(|dependency| layer(dependency).is_some_and(|other| other >= own));
        wrong.extend(later.map(|dependency| format!("{package} depends on {dependency}")));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn each_layer_keeps_to_what_it_may_know() {
    let mut wrong = Vec::new();
    for (package, dependencies) in packages() {
        for (dependency, allowed) in ALLOWED {
            let used = dependencies.iter().any(|name| name == dependency);
            if used && !allowed.contains(&package.as_str()) {
                wrong.push(format!("{package} depends on {dependency}, which only {allowed:?} may"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_crate_is_known_here() {
    let known = |name: &str| LAYERS.contains(&name) || ["daybook-tests", "daybook-bench"].contains(&name);
    let unknown: Vec<_> = packages().into_iter().map(|(name, _)| name).filter(|name| !known(name)).collect();
    assert_eq!(unknown, Vec::<String>::new());
}

#[test]
fn only_the_composition_root_names_a_backend() {
    let mut wrong = Vec::new();
    for file in sources("api/src").into_iter().chain(sources("graphql/src")) {
        let composes = file.ends_with("compose.rs");
        let text = fs::read_to_string(&file).expect("sources are text");
        if !composes && !is_test(&file) && (text.contains("sqlite::") || text.contains("mongodb::")) {
            wrong.push(file);
        }
    }
    assert_eq!(wrong, Vec::<PathBuf>::new());
}

/// What a selected field means is its role. Its name stands in messages and in keys of retries, binds functions, and names
/// members of plain values; introspection has no roles.
#[test]
fn the_name_of_a_selected_field_decides_nothing() {
    let known = ["plan/record.rs", "plan/plain.rs", "mutate.rs", "query.rs", "introspection/mod.rs"];
    let mut wrong = Vec::new();
    for file in sources("graphql/src").into_iter().filter(|file| !is_test(file)) {
        let text = fs::read_to_string(&file).expect("sources are text");
        let names = text.matches("selected.name()").count();
        let decides = ["role, field.selected.name()", "match field.selected.name()", "match planned.selected.name()"];
        let is_known = known.iter().any(|name| file.ends_with(name));
        if names > 0 && !is_known || decides.iter().any(|text_of| text.contains(text_of)) {
            wrong.push(file);
        }
    }
    assert_eq!(wrong, Vec::<PathBuf>::new());
}

#[test]
fn the_lower_layers_do_no_io_of_their_own() {
    let forbidden = ["std::fs", "std::net", "std::process", "std::env", "tokio::fs", "tokio::net"];
    let mut wrong = Vec::new();
    for file in sources("schema/src").into_iter().chain(sources("domains/src")) {
        let text = fs::read_to_string(&file).expect("sources are text");
        let found = forbidden.iter().filter(|name| !is_test(&file) && text.contains(**name));
        wrong.extend(found.map(|name| format!("{}: {name}", file.display())));
    }
    assert_eq!(wrong, Vec::<String>::new());
}
