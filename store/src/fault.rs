//! Fault injection: switches that break a promise on purpose, so that it can be shown that the tests notice.

use std::{env, sync::LazyLock};

/// The faults that the environment variable `DAYBOOK_FAULT` lists, with commas between.
static FAULTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let listed = env::var("DAYBOOK_FAULT").unwrap_or_default();
    listed.split(',').map(str::to_owned).collect()
});

/// Whether a mechanism is to be broken: only in builds with debug assertions, which are never released.
pub fn is(mechanism: &str) -> bool {
    cfg!(debug_assertions) && FAULTS.iter().any(|fault| fault == mechanism)
}
