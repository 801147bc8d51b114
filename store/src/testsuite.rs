//! One list of cases, run on every backend.
