//! One number of what one entry measured, over time: few segments instead of many samples.

use daybook_schema::{FieldIndex, TypeIndex, value::Instant};
use uuid::Uuid;

use super::Summary;

/// Gaps that one line tells at most.
pub const MAX_GAPS: usize = 1000;

/// The values of one field of what one entry measured; flagged samples are left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// A series.
    pub record: TypeIndex,
    /// What was measured.
    pub of: Uuid,
    /// A field with numbers; samples without a value are left out.
    pub field: FieldIndex,
    /// The first instant.
    pub from: Instant,
    /// The instant behind the last.
    pub to: Instant,
    /// Whole buckets of rollups, at most so many milliseconds wide, may stand for their samples; 0 asks for samples only.
    pub widest: i64,
}

/// What was read of a timeline.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// In order of time.
    pub segments: Vec<Segment>,
    /// Width in milliseconds of the widest buckets that were read; `None` when only samples were.
    pub level: Option<i64>,
    /// From the last sample before to the first after each gap, in order of time, at most [`MAX_GAPS`].
    pub gaps: Vec<(Instant, Instant)>,
    /// Whether there may be more gaps than that.
    pub more_gaps: bool,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Segment {
    /// One sample: its time and number.
    Sample(Instant, f64),
    /// What the samples of a bucket say together; there is at least one.
    Bucket(Box<Summary>),
}

/// The gaps of a line under construction.
#[derive(Clone, Debug, Default)]
pub struct Gaps {
    /// Two samples further apart, in milliseconds, have a gap between them; `None` is never.
    pub beyond: Option<i64>,
    last: Option<Instant>,
    found: Vec<(Instant, Instant)>,
}

impl Timeline {
    /// A line of samples alone.
    pub fn line(samples: Vec<(Instant, f64)>, beyond: Option<i64>) -> Line {
        let mut gaps = Gaps::beyond(beyond);
        samples.iter().for_each(|(at, _)| gaps.pass(*at, *at));
        let segments = samples.into_iter().map(|(at, value)| Segment::Sample(at, value)).collect();
        let (gaps, more_gaps) = gaps.finish();
        Line { segments, level: None, gaps, more_gaps }
    }
}

impl Segment {
    /// The times of its first and its last sample.
    pub fn ends(&self) -> (Instant, Instant) {
        match self {
            Self::Sample(at, _) => (*at, *at),
            Self::Bucket(summary) => {
                let (first, last) = (summary.first.map(|reading| reading.at), summary.last.map(|reading| reading.at));
                (first.unwrap_or_default(), last.unwrap_or_default())
            }
        }
    }

    /// How many samples it stands for.
    pub fn count(&self) -> u64 {
        match self {
            Self::Sample(..) => 1,
            Self::Bucket(summary) => summary.count,
        }
    }

    /// Whether a part of its time is covered by no line between two samples.
    pub fn has_gaps(&self) -> bool {
        let (first, last) = self.ends();
        matches!(self, Self::Bucket(summary) if summary.covered < last - first)
    }
}

impl Gaps {
    /// No gaps yet.
    pub fn beyond(beyond: Option<i64>) -> Self {
        Self { beyond, ..Self::default() }
    }

    /// Goes on to the next segment, from its first to its last sample.
    pub fn pass(&mut self, first: Instant, last: Instant) {
        if let (Some(before), Some(beyond)) = (self.last, self.beyond)
            && first - before > beyond
        {
            self.found.push((before, first));
        }
        self.last = Some(last);
    }

    /// Adds those that lie inside of a segment.
    pub fn join(&mut self, inner: Self) {
        self.found.extend(inner.found);
    }

    /// The first of them in order of time, and whether there are more.
    pub fn finish(mut self) -> (Vec<(Instant, Instant)>, bool) {
        self.found.sort_unstable();
        let more = self.found.len() > MAX_GAPS;
        self.found.truncate(MAX_GAPS);
        (self.found, more)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_lie_between_samples_too_far_apart() {
        let line = Timeline::line(vec![(0, 1.0), (10, 1.0), (50, 1.0), (60, 1.0)], Some(30));
        assert_eq!((line.gaps, line.more_gaps), (vec![(10, 50)], false));
    }

    #[test]
    fn without_an_interval_there_are_no_gaps() {
        assert_eq!(Timeline::line(vec![(0, 1.0), (1_000_000, 1.0)], None).gaps, []);
    }

    #[test]
    fn more_gaps_than_can_be_told_are_announced() {
        let samples = (0..=MAX_GAPS as i64 + 1).map(|at| (at * 100, 0.0)).collect();
        let line = Timeline::line(samples, Some(30));
        assert_eq!((line.gaps.len(), line.more_gaps, line.gaps[0]), (MAX_GAPS, true, (0, 100)));
    }
}
