//! What numbers say together, in a form that merges without loss.
//!
//! Mean and m2 (the sum of squared distances from the mean) are kept instead of sums of squares, which lose all digits
//! on values that lie close together far from zero, such as air pressures.

use std::collections::BTreeMap;

use daybook_schema::{
    exact::{Decimal, Exact, power},
    unit::Unit,
    value::Instant,
};
use uuid::Uuid;

use super::sum::Sum;

/// One number with its place in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// When.
    pub at: Instant,
    /// The record; of a sample what it measures.
    pub id: Uuid,
    /// The number.
    pub value: f64,
}

/// Between which readings a straight line stands for what was not read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines {
    /// Readings further apart, in milliseconds, have none.
    pub gap: Option<i64>,
    /// Only readings of one id have one: samples of one thing measured.
    pub per_id: bool,
    /// What is said otherwise of single ids; a series' store fills it in.
    pub own: BTreeMap<Uuid, Option<i64>>,
}

impl Lines {
    /// Readings of an id that are further apart have no line between them.
    pub fn gap_of(&self, id: Uuid) -> Option<i64> {
        self.own.get(&id).copied().unwrap_or(self.gap)
    }
}

/// What numbers say together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// How many.
    pub count: u64,
    /// Their sum.
    pub sum: Sum,
    /// The currencies that they are amounts of.
    pub currency: Currency,
    /// Their mean; 0 without any.
    pub mean: f64,
    /// The sum of squared distances from the mean.
    pub m2: f64,
    /// The least; 0 without any.
    pub min: f64,
    /// The greatest; 0 without any.
    pub max: f64,
    /// The earliest; among equal times that of the least id.
    pub first: Option<Reading>,
    /// The latest; among equal times that of the greatest id.
    pub last: Option<Reading>,
    /// Area under the straight lines between neighbouring readings, in value times milliseconds.
    pub area: f64,
    /// Milliseconds under those lines.
    pub covered: i64,
    /// One per quantile that was asked for, when there are numbers.
    pub quantiles: Vec<f64>,
}

impl Summary {
    /// Adds a number (Welford), without its part in the average over time.
    pub fn add(&mut self, reading: Reading) {
        let value = reading.value;
        self.count += 1;
        self.sum.add(value);
        let distance = value - self.mean;
        self.mean += distance / self.count as f64;
        self.m2 += distance * (value - self.mean);
        if self.count == 1 {
            (self.min, self.max) = (value, value);
        } else {
            self.min = self.min.min(value);
            self.max = self.max.max(value);
        }
        self.earlier(reading);
        self.later(reading);
    }

    /// Adds what other numbers say (Chan). Areas add up; [`Summary::join`] adds the line between two segments too.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            let quantiles = std::mem::take(&mut self.quantiles);
            *self = other.clone();
            self.quantiles = quantiles;
            return;
        }
        let (own, others) = (self.count as f64, other.count as f64);
        let distance = other.mean - self.mean;
        self.count += other.count;
        self.sum.merge(&other.sum);
        self.currency = self.currency.with(other.currency);
        self.mean += distance * others / (own + others);
        self.m2 += other.m2 + distance * distance * own * others / (own + others);
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        other.first.into_iter().for_each(|reading| self.earlier(reading));
        other.last.into_iter().for_each(|reading| self.later(reading));
        self.area += other.area;
        self.covered += other.covered;
    }

    /// Adds a segment of the same readings that begins after this one ends, with the line that leads there.
    pub fn join(&mut self, next: &Self, gap: Option<i64>) {
        if let (Some(last), Some(first)) = (self.last, next.first) {
            self.cover(last, first, gap);
        }
        self.merge(next);
    }

    /// Adds the straight line between two readings, unless they are too far apart.
    pub fn cover(&mut self, one: Reading, next: Reading, gap: Option<i64>) {
        let distance = next.at - one.at;
        if gap.is_none_or(|gap| distance <= gap) {
            self.area += one.value.midpoint(next.value) * distance as f64;
            self.covered += distance;
        }
    }

    /// Everything that readings say, in any order.
    pub fn of(readings: &[Reading], quantiles: &[f64], lines: &Lines) -> Self {
        let mut summary = Self::default();
        for reading in readings {
            summary.add(*reading);
        }
        summary.add_lines(readings, lines);
        summary.quantiles = self::quantiles(readings.iter().map(|reading| reading.value).collect(), quantiles);
        summary
    }

    /// Adds the lines between neighbouring readings, which come in any order.
    pub fn add_lines(&mut self, readings: &[Reading], lines: &Lines) {
        let mut ordered = readings.to_vec();
        let origin = |reading: &Reading| if lines.per_id { reading.id } else { Uuid::nil() };
        ordered.sort_by_key(|reading| (origin(reading), reading.at, reading.id));
        let neighbours = ordered.windows(2).filter(|pair| origin(&pair[0]) == origin(&pair[1]));
        neighbours.for_each(|pair| self.cover(pair[0], pair[1], lines.gap_of(origin(&pair[0]))));
    }

    /// The sum, as the nearest double.
    pub fn total(&self) -> f64 {
        self.sum.total()
    }

    /// Whether the sum holds what a conversion into the unit that is stored left without an end.
    pub fn has_remainders(&self, stored: Unit) -> bool {
        self.sum.has_remainders || self.count == 1 && stored.is_remainder(self.total())
    }

    /// The sample standard deviation; `None` for fewer than two numbers.
    pub fn deviation(&self) -> Option<f64> {
        (self.count >= 2).then(|| (self.m2.max(0.0) / (self.count - 1) as f64).sqrt())
    }

    /// The average over time; the plain mean where no time is covered.
    pub fn weighted(&self) -> Option<f64> {
        match self.covered {
            0 => (self.count > 0).then_some(self.mean),
            covered => Some(self.area / covered as f64),
        }
    }

    /// The last less the first.
    pub fn delta(&self) -> Option<f64> {
        Some(self.last?.value - self.first?.value)
    }

    fn earlier(&mut self, reading: Reading) {
        if self.first.is_none_or(|first| (reading.at, reading.id) < (first.at, first.id)) {
            self.first = Some(reading);
        }
    }

    fn later(&mut self, reading: Reading) {
        if self.last.is_none_or(|last| (reading.at, reading.id) >= (last.at, last.id)) {
            self.last = Some(reading);
        }
    }
}

/// Quantiles by linear interpolation between order statistics; empty without values.
pub fn quantiles(mut values: Vec<f64>, wanted: &[f64]) -> Vec<f64> {
    let Some(last) = values.len().checked_sub(1) else { return Vec::new() };
    values.sort_by(f64::total_cmp);
    let quantile = |q: &f64| {
        let q = q.clamp(0.0, 1.0);
        exact_quantile(&values, q, last).unwrap_or_else(|| {
            let place = q * last as f64;
            let (low, high) = (values[place.floor() as usize], values[(place.ceil() as usize).min(last)]);
            low + (high - low) * place.fract()
        })
    };
    wanted.iter().map(quantile).collect()
}

/// The same in decimal: the median of 0.1 and 0.2 is 0.15.
fn exact_quantile(values: &[f64], q: f64, last: usize) -> Option<f64> {
    let q = Decimal::of(q, 0)?;
    let (whole, place) = (power(q.scale)?, q.units.checked_mul(last as i128)?);
    let (low, part) = (usize::try_from(place / whole).ok()?, place % whole);
    if part == 0 {
        return values.get(low).copied();
    }
    let (one, other) = (Exact::of(values[low])?, Exact::of(*values.get(low + 1)?)?);
    Some(one.plus(other.minus(one)?.times(Exact::new(part, q.scale))?)?.nearest())
}

/// Which currencies amounts are of: amounts of different ones are never added.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Currency {
    /// They are no amounts of money, or there are none.
    #[default]
    None,
    /// All of them are of this one, by its ISO 4217 code.
    One([u8; 3]),
    /// They are of several.
    Several,
}

impl Currency {
    /// The currency of a code.
    pub fn of(code: &str) -> Self {
        code.as_bytes().try_into().map_or(Self::None, Self::One)
    }

    /// Those of both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, known) | (known, Self::None) => known,
            (one, other) if one == other => one,
            _ => Self::Several,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEAR: Lines = Lines { gap: Some(1000), per_id: true, own: BTreeMap::new() };

    fn readings(values: &[f64]) -> Vec<Reading> {
        let reading = |(at, value): (usize, &f64)| Reading { at: at as i64 * 1000, id: Uuid::nil(), value: *value };
        values.iter().enumerate().map(reading).collect()
    }

    fn random(seed: u64, count: usize) -> Vec<f64> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        (0..count).map(|_| 101_325.0 + next()).collect()
    }

    #[test]
    fn keeps_the_deviation_of_values_far_from_zero() {
        let shifted = readings(&[1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0]);
        assert_eq!(Summary::of(&shifted, &[], &Lines::default()).deviation(), Some(30.0_f64.sqrt()));
    }

    #[test]
    fn statistics_of_a_union_are_the_merge_of_statistics() {
        for seed in 0..50 {
            let all = readings(&random(seed, 100));
            let (one, other) = all.split_at(seed as usize * 2);
            let mut merged = Summary::of(one, &[], &NEAR);
            merged.join(&Summary::of(other, &[], &NEAR), Some(1000));
            let whole = Summary::of(&all, &[], &NEAR);
            let close = |one: f64, other: f64| (one - other).abs() <= 1e-9 * other.abs().max(1.0);
            assert_eq!((merged.count, merged.min, merged.max), (whole.count, whole.min, whole.max));
            assert_eq!((merged.first, merged.last, merged.covered), (whole.first, whole.last, whole.covered));
            assert!(close(merged.mean, whole.mean) && close(merged.m2, whole.m2) && close(merged.area, whole.area));
            assert!(close(merged.total(), whole.total()));
        }
    }

    #[test]
    fn quantiles_interpolate_between_order_statistics() {
        assert_eq!(quantiles(vec![4.0, 1.0, 3.0, 2.0], &[0.0, 0.5, 0.75, 1.0]), [1.0, 2.5, 3.25, 4.0]);
        assert!(quantiles(Vec::new(), &[0.5]).is_empty());
        assert_eq!(quantiles(vec![0.1, 0.2], &[0.5, 0.25]), [0.15, 0.125]);
        assert_eq!(quantiles((1..=101).map(f64::from).collect(), &[0.29, 0.07]), [30.0, 8.0]);
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "nothing may be lost")]
    fn sums_lose_nothing_to_rounding() {
        assert_eq!(Summary::of(&readings(&[1e16, 1.0, -1e16]), &[], &Lines::default()).total(), 1.0);
    }

    #[test]
    fn gaps_cover_no_time() {
        let mut values = readings(&[0.0, 10.0, 20.0]);
        values[2].at = 60_000;
        let summary = Summary::of(&values, &[], &Lines { gap: Some(3000), ..NEAR });
        assert_eq!((summary.covered, summary.weighted()), (1000, Some(5.0)));
    }
}
