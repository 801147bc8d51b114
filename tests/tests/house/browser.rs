//! The pages in a real browser, over the real binary.

use std::process::Command;

use daybook_tests::means;

const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

#[test]
fn the_pages_work_in_a_browser() {
    let test = "the browser tests";
    let frontend = means::repository().join("frontend");
    if BROWSERS.iter().all(|name| means::program(name).is_none()) {
        return means::skip(test, "Chromium is not installed");
    }
    if !frontend.join("node_modules").is_dir() {
        return means::skip(test, "frontend/node_modules is missing (`npm ci` in frontend makes it)");
    }
    let output = Command::new("node")
        .arg("tests/browser/run.mjs")
        .env("DAYBOOK_BINARY", means::binary())
        .env_remove("DAYBOOK_URL")
        .current_dir(&frontend)
        .output()
        .expect("node can be started");
    let (report, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let counts = report.lines().rev().find(|line| line.contains(" passed, "));
    means::say(counts.unwrap_or("the browser tests counted nothing"));
    assert!(output.status.success(), "{report}{errors}");
}
