//! Empty buckets, and numbers of buckets in which nothing was measured.

use std::collections::HashMap;

use daybook_schema::{
    exact::{Exact, significant},
    value::Instant,
};
use daybook_store::query::{Currency, GroupKey, Grouped, Measure, Summary};

use crate::{
    error::RequestError,
    plan::statistics::{
        MAX_GROUPS, Number,
        groups::{Fill, TimePlan},
        metric::Metric,
    },
};

/// A group as it is answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// One per thing to group by.
    pub keys: Vec<GroupKey>,
    /// One per measure.
    measures: Vec<Summary>,
    /// What stands for measures that counted nothing, by their positions.
    fill_values: Vec<(usize, FillValue)>,
}

/// What a measure answers that counted nothing.
#[derive(Clone, Debug)]
enum FillValue {
    /// Zero.
    Zero,
    /// What the bucket before says.
    Previous(Summary),
    /// So far of so much on the line from one bucket to another.
    Between(Box<[Summary; 2]>, (Instant, Instant)),
}

impl Answer {
    /// A number; `None` where there is none.
    pub fn number(&self, number: Number) -> Option<f64> {
        let of = |summary: &Summary| number.metric.of(summary, number.units);
        let own = self.measures.get(number.measure)?;
        if own.count > 0 || number.metric == Metric::Count {
            return of(own);
        }
        match &self.fill_values.iter().find(|(measure, _)| *measure == number.measure)?.1 {
            FillValue::Zero => Some(0.0),
            FillValue::Previous(summary) => of(summary),
            // Amounts of different currencies lie on no line.
            FillValue::Between(ends, _) if ends[0].currency.with(ends[1].currency) == Currency::Several => None,
            FillValue::Between(ends, place) => {
                let (before, behind) = (of(&ends[0])?, of(&ends[1])?);
                Some(between(before, behind, *place))
            }
        }
    }

    /// How many values or records.
    pub fn count(&self, measure: usize) -> u64 {
        self.measures.get(measure).map_or(0, |summary| summary.count)
    }
}

/// So far on the line between two numbers.
fn between(before: f64, behind: f64, (part, whole): (Instant, Instant)) -> f64 {
    let exact = || {
        let (before, behind) = (Exact::of(before)?, Exact::of(behind)?);
        let way = behind.minus(before)?.times(Exact::new(part.into(), 0))?;
        before.plus(way.over(Exact::new(whole.into(), 0))?)
    };
    let rough = || significant(before + (behind - before) * (part as f64 / whole as f64));
    exact().map_or_else(rough, Exact::told)
}

/// Groups as they were found, without buckets that are empty.
pub fn plain(groups: Vec<Grouped>) -> Vec<Answer> {
    let own = |Grouped { keys, measures }| Answer { keys, measures, fill_values: Vec::new() };
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
    found: Vec<(usize, Grouped)>,
}

impl Rows {
    fn add(&mut self, bucket: usize, group: Grouped) {
        let mut others = group.keys.iter().enumerate().filter(|(position, _)| *position != self.position);
        let is_last = |row: &Row| row.others.iter().eq(others.by_ref().map(|(_, key)| key));
        if !self.found.get(self.last).is_some_and(is_last) {
            let mut others = group.keys.clone();
            others.remove(self.position);
            let new = self.found.len();
            self.last = *self.places.entry(format!("{others:?}")).or_insert(new);
            if self.last == new {
                self.found.push(Row { others, found: Vec::new() });
            }
        }
        self.found[self.last].found.push((bucket, group));
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
            let place = self.found.partition_point(|(found, _)| *found < bucket);
            let own = match self.found.get_mut(place).filter(|(found, _)| *found == bucket) {
                Some((_, own)) if lent => own.clone(),
                Some((_, own)) => {
                    Grouped { keys: std::mem::take(&mut own.keys), measures: std::mem::take(&mut own.measures) }
                }
                None => self.nothing(measures, time.position, bucket),
            };
            let empty = own.measures.iter().enumerate().filter(|(_, own)| own.count == 0);
            let fill_values = empty.filter_map(|(measure, _)| {
                Some((measure, self.fill_values(measure, bucket, place, time.fill, edges)?))
            });
            Answer { fill_values: fill_values.collect(), keys: own.keys, measures: own.measures }
        });
        answers.collect()
    }

    /// A bucket in which there is nothing.
    fn nothing(&self, measures: usize, position: usize, bucket: usize) -> Grouped {
        let mut keys = Vec::with_capacity(self.others.len() + 1);
        keys.extend_from_slice(&self.others);
        keys.insert(position, GroupKey::Position(bucket));
        Grouped { keys, measures: vec![Summary::default(); measures] }
    }

    /// What stands for a measure in a bucket in which it counted nothing. `place` is that of the bucket among the found
    /// ones.
    fn fill_values(
        &self,
        measure: usize,
        bucket: usize,
        place: usize,
        fill: Fill,
        edges: &[Instant],
    ) -> Option<FillValue> {
        let counted = |(bucket, found): &(usize, Grouped)| {
            let found = &found.measures[measure];
            (found.count > 0).then(|| (*bucket, found.clone()))
        };
        let before = || self.found[..place].iter().rev().find_map(counted);
        let behind = || self.found[place..].iter().find_map(counted);
        match fill {
            // The first measure counts records, which nothing fills.
            _ if measure == 0 => None,
            Fill::Gap | Fill::Omit => None,
            Fill::Zero => Some(FillValue::Zero),
            Fill::Previous => before().map(|(_, found)| FillValue::Previous(found)),
            Fill::Linear => {
                let ((start, one), (end, other)) = (before()?, behind()?);
                let place = (edges[bucket] - edges[start], edges[end] - edges[start]);
                Some(FillValue::Between(Box::new([one, other]), place))
            }
        }
    }
}
