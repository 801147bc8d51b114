//! The store with its threads: groups of writes, failures, and clients that race over the embedded backend.

mod concurrent_writers;
mod racing;
mod snapshots;
mod threads;
mod versions;
