//! The verdict on documents, against that of the reference implementation of GraphQL.

use std::process::Command;

use daybook_tests::means;

#[test]
fn documents_are_judged_as_the_reference_implementation_does() {
    let test = "the verdicts on documents";
    let frontend = means::repository().join("frontend");
    if means::program("node").is_none() {
        return means::skip(test, "node is not installed");
    }
    if !frontend.join("node_modules").is_dir() {
        return means::skip(test, "frontend/node_modules is missing (`npm ci` in frontend makes it)");
    }
    let output = Command::new("node")
        .arg("tests/documents/run.mjs")
        .env("DAYBOOK_BINARY", means::binary())
        .current_dir(&frontend)
        .output()
        .expect("node can be started");
    let (report, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let counts = report.lines().rev().find(|line| line.contains(" passed, "));
    means::say(counts.unwrap_or("the verdicts on documents counted nothing"));
    assert!(output.status.success(), "{report}{errors}");
}
