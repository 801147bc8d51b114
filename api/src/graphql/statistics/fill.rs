//! Empty buckets, and numbers of buckets in which nothing was measured.

use std::collections::HashMap;

use daybook_schema::value::Instant;
use daybook_store::query::{GroupKey, Grouped, Measure, Summary};

use super::{
    MAX_GROUPS,
    groups::{Fill, TimePlan},
    metric::Metric,
    plan::Number,
};
use crate::error::RequestError;

/// A group as it is answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// One per thing to group by.
    pub keys: Vec<GroupKey>,
    /// One per measure.
    pub measures: Vec<Measured>,
}

/// What one measure says of a group.
#[derive(Clone, Debug)]
pub enum Measured {
    /// Its own numbers.
    Own(Summary),
    /// Nothing was measured: zero.
    Zero,
    /// Nothing was measured: what the bucket before says.
    Previous(Summary),
    /// Nothing was measured: so far on the line from one to the other.
    Between(Box<[Summary; 2]>, f64),
}

impl Answer {
    /// A number; `None` where there is none.
    pub fn number(&self, number: Number) -> Option<f64> {
        let of = |summary: &Summary| number.metric.of(summary, number.units);
        match self.measures.get(number.measure)? {
            Measured::Own(summary) => of(summary),
            _ if number.metric == Metric::Count => Some(0.0),
            Measured::Zero => Some(0.0),
            Measured::Previous(summary) => of(summary),
            Measured::Between(ends, place) => {
                let (before, behind) = (of(&ends[0])?, of(&ends[1])?);
                Some(before + (behind - before) * place)
            }
        }
    }

    /// How many values or records.
    pub fn count(&self, measure: usize) -> u64 {
        match self.measures.get(measure) {
            Some(Measured::Own(summary)) => summary.count,
            _ => 0,
        }
    }
}

/// Groups as they were found, without buckets that are empty.
pub fn plain(groups: Vec<Grouped>) -> Vec<Answer> {
    let own =
        |group: Grouped| Answer { keys: group.keys, measures: group.measures.into_iter().map(Measured::Own).collect() };
    groups.into_iter().map(own).collect()
}

/// All buckets of each combination of the other keys. Open sides end where the groups do.
pub fn filled(
    groups: Vec<Grouped>,
    measures: &[Measure],
    time: &TimePlan,
    edges: &[Instant],
    alone: bool,
) -> Result<Vec<Answer>, RequestError> {
    if time.fill == Fill::Omit {
        return Ok(plain(groups));
    }
    let bucket = |group: &Grouped| match group.keys.get(time.position) {
        Some(GroupKey::Position(position)) => *position,
        _ => 0,
    };
    let buckets = edges.len().saturating_sub(1);
    let first = if time.from.is_some() { 0 } else { groups.iter().map(bucket).min().unwrap_or(buckets) };
    let behind =
        if time.to.is_some() { buckets } else { groups.iter().map(|group| bucket(group) + 1).max().unwrap_or(0) };
    let mut rows = Rows { position: time.position, ..Rows::default() };
    for group in groups {
        rows.add(bucket(&group), group);
    }
    let mut rows = rows.found;
    if rows.is_empty() && alone {
        rows.push(Row::default());
    }
    let length = behind.saturating_sub(first);
    if rows.len().saturating_mul(length) > MAX_GROUPS {
        return Err(too_many());
    }
    Ok(rows.into_iter().flat_map(|row| row.answers(measures.len(), time, edges, first..behind)).collect())
}

/// More groups than an answer takes.
pub fn too_many() -> RequestError {
    RequestError::bad_input(format!(
        "there are more than {MAX_GROUPS} groups; use longer buckets, fewer keys or a narrower filter"
    ))
}

/// The buckets of each combination of the other keys.
#[derive(Default)]
struct Rows {
    /// Of the time among the keys.
    position: usize,
    found: Vec<Row>,
    /// By the text of the other keys, which only brings equal ones together: keys have no order of their own.
    places: HashMap<String, usize>,
    /// Where the last group went, which the next one mostly follows.
    last: usize,
}

/// The buckets of one combination of the other keys.
#[derive(Default)]
struct Row {
    others: Vec<GroupKey>,
    /// What was found in which bucket, in their order once all are there.
    found: Vec<(usize, Vec<Summary>)>,
}

impl Rows {
    fn add(&mut self, bucket: usize, group: Grouped) {
        let Grouped { mut keys, measures } = group;
        keys.remove(self.position);
        if self.found.get(self.last).is_none_or(|row| row.others != keys) {
            let new = self.found.len();
            self.last = *self.places.entry(format!("{keys:?}")).or_insert(new);
            if self.last == new {
                self.found.push(Row { others: keys, found: Vec::new() });
            }
        }
        self.found[self.last].found.push((bucket, measures));
    }
}

impl Row {
    fn answers(
        mut self,
        measures: usize,
        time: &TimePlan,
        edges: &[Instant],
        buckets: std::ops::Range<usize>,
    ) -> Vec<Answer> {
        self.found.sort_by_key(|(bucket, _)| *bucket);
        // Where empty buckets say something of their neighbours, those are still needed.
        let lent = matches!(time.fill, Fill::Previous | Fill::Linear);
        let answers = buckets.map(|bucket| {
            let mut keys = Vec::with_capacity(self.others.len() + 1);
            keys.extend_from_slice(&self.others);
            keys.insert(time.position, GroupKey::Position(bucket));
            let place = self.found.partition_point(|(found, _)| *found < bucket);
            let own = match self.found.get_mut(place).filter(|(found, _)| *found == bucket) {
                Some((_, own)) if lent => own.clone(),
                Some((_, own)) => std::mem::take(own),
                None => Vec::new(),
            };
            if own.is_empty() {
                let empty = |measure| self.empty(measure, bucket, place, time.fill, edges);
                return Answer { keys, measures: (0..measures).map(empty).collect() };
            }
            let measured = |(measure, own): (usize, Summary)| {
                if own.count > 0 { Measured::Own(own) } else { self.empty(measure, bucket, place, time.fill, edges) }
            };
            Answer { keys, measures: own.into_iter().enumerate().map(measured).collect() }
        });
        answers.collect()
    }

    /// What a measure says of a bucket in which it counted nothing. `place` is that of the bucket among the found ones.
    fn empty(&self, measure: usize, bucket: usize, place: usize, fill: Fill, edges: &[Instant]) -> Measured {
        let nothing = || Measured::Own(Summary::default());
        let counted = |(bucket, found): &(usize, Vec<Summary>)| {
            (found[measure].count > 0).then(|| (*bucket, found[measure].clone()))
        };
        let before = || self.found[..place].iter().rev().find_map(counted);
        let behind = || self.found[place..].iter().find_map(counted);
        match fill {
            // The first measure counts records, which nothing fills.
            _ if measure == 0 => nothing(),
            Fill::Gap | Fill::Omit => nothing(),
            Fill::Zero => Measured::Zero,
            Fill::Previous => before().map_or_else(nothing, |(_, found)| Measured::Previous(found)),
            Fill::Linear => match (before(), behind()) {
                (Some((start, one)), Some((end, other))) => {
                    let place = (edges[bucket] - edges[start]) as f64 / (edges[end] - edges[start]) as f64;
                    Measured::Between(Box::new([one, other]), place)
                }
                _ => nothing(),
            },
        }
    }
}
