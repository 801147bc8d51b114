//! Statistics over many records of one type, as data.

use std::sync::Arc;

use daybook_schema::{Relation, TypeIndex, Value, value::Instant};

use super::{Filter, Lines, Parents, Subject, Summary};
use crate::record::Seq;

/// Statistics of the records that match a filter, in groups. With parents: those of each of them, in one statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// The type.
    pub record: TypeIndex,
    /// Only records that are children of these parents.
    pub parents: Option<Parents>,
    /// The condition, its trash condition included.
    pub filter: Filter,
    /// What makes a group; without any all records are one group, also when there are none.
    pub groups: Vec<Group>,
    /// What to say of each group.
    pub measures: Vec<Measure>,
    /// Which readings the average over time connects.
    pub lines: Lines,
    /// Read what held at this sequence number.
    pub as_of: Option<Seq>,
    /// At most so many groups of one parent and one more are answered.
    pub limit: usize,
}

/// One thing that records are grouped by.
#[derive(Clone, Debug, PartialEq)]
pub enum Group {
    /// The exact value; missing values make a group of their own.
    Value(Subject),
    /// The target of a to-one link; records without one make a group of their own.
    Target(Relation),
    /// The bucket of a time, edges ascending. Records outside all of them, or without a time, are left out.
    Time(Subject, Arc<Vec<Instant>>),
    /// The range of a number, lower edges ascending; the last reaches to infinity. Numbers below the first and missing
    /// ones are left out.
    Range(Subject, Arc<Vec<f64>>),
}

/// One thing to say of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// A number of the records; `None` counts the records. Durations count in seconds, money by its amount, times in
    /// milliseconds since 1970.
    pub subject: Option<Subject>,
    /// Only records that match.
    pub filter: Option<Filter>,
    /// Quantiles from 0 to 1, interpolated linearly between order statistics.
    pub quantiles: Vec<f64>,
    /// Whether the average over time is asked for.
    pub weighted: bool,
}

/// A group that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Grouped {
    /// One per [`Aggregate::groups`].
    pub keys: Vec<GroupKey>,
    /// One per [`Aggregate::measures`].
    pub measures: Vec<Summary>,
}

/// What a group has in common.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupKey {
    /// The value; of a link the target's id; `Null` where it is missing.
    Value(Value),
    /// Position of the bucket or range.
    Position(usize),
}

impl Measure {
    /// A count of the records.
    pub fn count(filter: Option<Filter>) -> Self {
        Self { subject: None, filter, quantiles: Vec::new(), weighted: false }
    }

    /// The numbers of a subject.
    pub fn of(subject: Subject) -> Self {
        Self { subject: Some(subject), filter: None, quantiles: Vec::new(), weighted: false }
    }
}

/// The position of the half-open interval that holds a value: `edges` are ascending. `None` below the first edge.
pub fn group_position<T: PartialOrd>(edges: &[T], value: &T) -> Option<usize> {
    edges.partition_point(|edge| edge <= value).checked_sub(1)
}
