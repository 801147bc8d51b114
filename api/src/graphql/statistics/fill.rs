//! Empty buckets, and numbers of buckets in which nothing was measured.

use std::collections::BTreeMap;

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
    Between(Summary, Summary, f64),
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
            Measured::Between(before, behind, place) => {
                let (before, behind) = (of(before)?, of(behind)?);
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
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for group in groups {
        let mut others = group.keys.clone();
        others.remove(time.position);
        // Keys have no order of their own; their text only brings equal ones together.
        let row = rows.entry(format!("{others:?}")).or_insert_with(|| Row { others, found: BTreeMap::new() });
        row.found.insert(bucket(&group), group.measures);
    }
    if rows.is_empty() && alone {
        rows.insert(String::new(), Row { others: Vec::new(), found: BTreeMap::new() });
    }
    let length = behind.saturating_sub(first);
    if rows.len().saturating_mul(length) > MAX_GROUPS {
        return Err(too_many());
    }
    Ok(rows.into_values().flat_map(|row| row.answers(measures.len(), time, edges, first..behind)).collect())
}

/// More groups than an answer takes.
pub fn too_many() -> RequestError {
    RequestError::bad_input(format!(
        "there are more than {MAX_GROUPS} groups; use longer buckets, fewer keys or a narrower filter"
    ))
}

/// The buckets of one combination of the other keys.
struct Row {
    others: Vec<GroupKey>,
    found: BTreeMap<usize, Vec<Summary>>,
}

impl Row {
    fn answers(
        self,
        measures: usize,
        time: &TimePlan,
        edges: &[Instant],
        buckets: std::ops::Range<usize>,
    ) -> Vec<Answer> {
        let mut answers: Vec<Answer> = Vec::with_capacity(buckets.len());
        for bucket in buckets.clone() {
            let mut keys = self.others.clone();
            keys.insert(time.position, GroupKey::Position(bucket));
            answers.push(Answer { keys, measures: Vec::with_capacity(measures) });
        }
        for measure in 0..measures {
            // The first measure counts records, which nothing fills.
            let fill = if measure == 0 { Fill::Gap } else { time.fill };
            let own = |bucket: usize| self.found.get(&bucket).map(|found| &found[measure]).filter(|own| own.count > 0);
            let before = |bucket: usize| self.found.range(..bucket).rev().find(|(_, found)| found[measure].count > 0);
            let behind = |bucket: usize| self.found.range(bucket + 1..).find(|(_, found)| found[measure].count > 0);
            for (answer, bucket) in answers.iter_mut().zip(buckets.clone()) {
                let measured = match (own(bucket), fill) {
                    (Some(own), _) => Measured::Own(own.clone()),
                    (None, Fill::Gap | Fill::Omit) => Measured::Own(Summary::default()),
                    (None, Fill::Zero) => Measured::Zero,
                    (None, Fill::Previous) => match before(bucket) {
                        Some((_, found)) => Measured::Previous(found[measure].clone()),
                        None => Measured::Own(Summary::default()),
                    },
                    (None, Fill::Linear) => match (before(bucket), behind(bucket)) {
                        (Some((start, one)), Some((end, other))) => {
                            let place = (edges[bucket] - edges[*start]) as f64 / (edges[*end] - edges[*start]) as f64;
                            Measured::Between(one[measure].clone(), other[measure].clone(), place)
                        }
                        _ => Measured::Own(Summary::default()),
                    },
                };
                answer.measures.push(measured);
            }
        }
        answers
    }
}
