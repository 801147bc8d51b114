//! The sources of the crates, for rules about them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use daybook_tests::means;

/// Whether a file holds tests or what only tests use: `tests.rs`, `tests/…`, `testing.rs`. None of it is shipped.
pub fn is_test(file: &Path) -> bool {
    let below = file.strip_prefix(means::repository()).unwrap_or(file);
    below.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs" | "testing.rs")))
}

/// All Rust files below a folder of the repository.
pub fn sources(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(&means::repository().join(folder), &mut found);
    assert!(!found.is_empty(), "{folder} has sources");
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}
