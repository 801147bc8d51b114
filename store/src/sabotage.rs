//! Switches that break a promise on purpose, so that it can be shown that the tests notice.

/// Whether a mechanism is to be broken: only in builds with the feature `sabotage`, and only those that the environment
/// variable `DAYBOOK_SABOTAGE` lists, with commas between.
pub fn is(mechanism: &str) -> bool {
    cfg!(feature = "sabotage")
        && std::env::var("DAYBOOK_SABOTAGE").is_ok_and(|names| names.split(',').any(|name| name == mechanism))
}
