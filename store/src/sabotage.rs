//! Switches that break a promise on purpose, so that it can be shown that the tests notice.

/// Whether a mechanism is to be broken: only in builds with the feature `sabotage`, and only the one that the environment
/// variable `DAYBOOK_SABOTAGE` names.
pub fn is(mechanism: &str) -> bool {
    cfg!(feature = "sabotage") && std::env::var("DAYBOOK_SABOTAGE").is_ok_and(|named| named == mechanism)
}
