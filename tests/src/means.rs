//! What a test needs from its surroundings, and saying plainly that it skips when that is missing.

use std::{
    env,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// The root of the repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this crate lies in the repository")
}

/// The binary under test: `DAYBOOK_BINARY`, else the one in the folder that these tests were built into.
///
/// # Panics
///
/// When there is none: it has to be built first.
pub fn binary() -> PathBuf {
    if let Some(path) = env::var_os("DAYBOOK_BINARY") {
        return path.into();
    }
    let test = env::current_exe().expect("a running test knows its own file");
    let profile = test.ancestors().nth(2).expect("tests are built into a folder `deps` of their profile");
    let binary = profile.join("daybook");
    assert!(binary.is_file(), "{} is missing: run `cargo build` first (`make test` does)", binary.display());
    binary
}

/// A file or folder that many machines have not, such as real sensor files: `DAYBOOK_SHARED`, else `../shared` beside
/// the repository. Without it the test says that it skips.
pub fn shared(path: &str, test: &str) -> Option<PathBuf> {
    let folder = env::var_os("DAYBOOK_SHARED").map_or_else(|| repository().join("../shared"), PathBuf::from);
    let wanted = folder.join(path);
    if wanted.exists() {
        return Some(wanted);
    }
    say(&format!("{test}: skipped, because there is no ../shared/{path} (DAYBOOK_SHARED names another folder)"));
    None
}

/// Says that a test skips because something that can be installed is missing.
///
/// # Panics
///
/// When `DAYBOOK_NO_SKIP` is set, as in CI, where everything that can be installed is.
pub fn skip(test: &str, reason: &str) {
    assert!(env::var_os("DAYBOOK_NO_SKIP").is_none(), "{test}: {reason}, and nothing may be skipped here");
    say(&format!("{test}: skipped, because {reason}"));
}

/// A program of the search path.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Prints a line although the test harness captures what tests print.
pub fn say(line: &str) {
    let mut out = io::stdout().lock();
    let written = writeln!(out, "{line}");
    written.expect("standard output is open");
}
