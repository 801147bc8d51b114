//! Statistics: `xsStats` at the root and beside each list, `xsSeries`.
//!
//! `plan` reads the arguments and the selection, `groups` what makes a group, `read` runs one statement for all parents,
//! `fill` puts empty buckets in, `arrange` applies conditions, order and number, `shape` answers. What a database must
//! know of it is [`daybook_store::query::Aggregate`]; everything else is written once, here.

mod arrange;
mod fill;
mod groups;
mod metric;
mod plan;
mod points;
mod read;
pub(super) mod series;
mod shape;
#[cfg(test)]
mod tests;

pub use self::{
    plan::{StatsPlan, StatsView},
    read::StatsFetched,
    shape::Groups,
};

/// Groups of one answer (of one parent) at most.
pub const MAX_GROUPS: usize = 10_000;
