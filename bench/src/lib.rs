//! Figures of the release build, each beside the floor that the same parts set without Daybook.
//!
//! Only ratios taken inside one run mean anything on a machine that has other work to do.

pub mod clock;
pub mod floors;
pub mod http;
pub mod process;
pub mod random;
pub mod readings;
pub mod socket;
pub mod walk;
pub mod workload;

/// What every step of a run may fail with: it is told to the person who started the run.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What a step of a run answers.
pub type Result<T> = std::result::Result<T, Failure>;
