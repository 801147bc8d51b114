//! The first minutes of a newcomer: what is missing is named, and what takes long says so before it begins.

use std::process::{Command, Output};

use daybook_tests::means;

fn make(arguments: &[&str]) -> Option<Output> {
    if means::program("make").is_none() {
        means::skip("make", "there is no make");
        return None;
    }
    Some(Command::new("make").args(arguments).current_dir(means::repository()).output().expect("make can be started"))
}

#[test]
fn whatever_takes_long_says_so_first() {
    let Some(output) = make(&["--dry-run", "--always-make", "run"]) else { return };
    let planned = String::from_utf8_lossy(&output.stdout).into_owned();
    let steps: Vec<&str> = planned.lines().collect();
    for slow in [" ci ", "run build", "build --release"] {
        let step = steps.iter().position(|step| step.contains(slow)).unwrap_or_else(|| panic!("{slow}: {planned}"));
        assert!(steps[step - 1].starts_with("echo "), "nothing is said before `{}`", steps[step]);
    }
}

#[test]
fn a_missing_tool_is_named_with_where_to_get_it_and_the_readme_names_it_too() {
    let Some(output) = make(&["--silent", "tools", "CARGO=no-such-cargo"]) else { return };
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(told.contains("no-such-cargo") && told.contains("https://rustup.rs"), "{told}");
    let readme = std::fs::read_to_string(means::repository().join("README.md")).expect("there is a README");
    let before = readme.split("make run     #").next().unwrap_or_default();
    for needed in ["Rust", "cargo", "Node", "npm", "C compiler", "`make`", "build-essential", "a network"] {
        assert!(before.contains(needed), "the README does not name {needed} before the first command");
    }
}
