//! Sums of numbers that were written in decimal: exact, whatever the order in which they come.

use daybook_schema::exact::{Decimal, Exact, power};

/// A sum. Doubles count as the decimals that they stand for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    /// All digits of the exact part, which has `scale` of them behind the point.
    pub units: i128,
    /// See there.
    pub scale: u32,
    /// What is too large or too small for the exact part: its sum, and what rounding took from it (Neumaier).
    pub inexact: (f64, f64),
    /// A number had more digits than anybody writes: what a conversion left, not what was written.
    pub has_remainders: bool,
}

/// Sums are equal when what they tell is.
impl PartialEq for Sum {
    fn eq(&self, other: &Self) -> bool {
        self.total().total_cmp(&other.total()).is_eq()
    }
}

impl Sum {
    /// A number so many times.
    pub fn of(number: f64, times: u64) -> Self {
        let mut sum = Self::default();
        match Decimal::of(number, 0).and_then(|one| Some((one, one.units.checked_mul(times.into())?))) {
            Some((one, units)) => (sum.units, sum.scale, sum.has_remainders) = (units, one.scale, one.long),
            None => sum.inexact.0 = number * times as f64,
        }
        sum
    }

    /// Adds a number.
    pub fn add(&mut self, number: f64) {
        match Decimal::of(number, self.scale) {
            Some(decimal) if self.take(decimal.units, decimal.scale).is_some() => self.has_remainders |= decimal.long,
            _ => self.add_inexact(number),
        }
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        if self.take(other.units, other.scale).is_none() {
            self.add_inexact(Exact::new(other.units, other.scale).nearest());
        }
        self.add_inexact(other.inexact.0);
        self.inexact.1 += other.inexact.1;
        self.has_remainders |= other.has_remainders;
    }

    /// The exact sum, where all of it is.
    pub fn exact(&self) -> Option<Exact> {
        (self.inexact == (0.0, 0.0)).then(|| Exact::new(self.units, self.scale))
    }

    /// The nearest double.
    pub fn total(&self) -> f64 {
        Exact::new(self.units, self.scale).nearest() + self.inexact.0 + self.inexact.1
    }

    /// Adds to the exact part; `None` where there is no room.
    fn take(&mut self, units: i128, scale: u32) -> Option<()> {
        let (own, other) = if scale > self.scale {
            (self.units.checked_mul(power(scale - self.scale)?)?, units)
        } else {
            (self.units, units.checked_mul(power(self.scale - scale)?)?)
        };
        self.units = own.checked_add(other)?;
        self.scale = self.scale.max(scale);
        Some(())
    }

    fn add_inexact(&mut self, number: f64) {
        let (sum, rest) = &mut self.inexact;
        let whole = *sum + number;
        // What the larger of the two could not take up.
        *rest += if sum.abs() >= number.abs() { (*sum - whole) + number } else { (number - whole) + *sum };
        *sum = whole;
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "nothing may be lost")]
mod tests {
    use super::*;

    fn sum(numbers: &[f64]) -> f64 {
        let mut sum = Sum::default();
        numbers.iter().for_each(|number| sum.add(*number));
        sum.total()
    }
    #[test]
    fn what_was_written_in_decimal_is_added_in_decimal() {
        assert_eq!(sum(&[0.1, 0.2]), 0.3);
        assert_eq!(sum(&[0.1; 10]), 1.0);
        assert_eq!(sum(&[1.1, 2.2, 3.3]), 6.6);
        assert_eq!(sum(&[1e16, 1.0, -1e16]), 1.0);
        assert_eq!(sum(&[99_999_999_999_999.9, 0.1]), 1e14);
        assert_eq!(sum(&[1e300, 1.0, -1e300]), 1.0);
        assert_eq!(sum(&[-0.3, 0.1, 0.2]), 0.0);
    }

    #[test]
    fn the_order_does_not_matter() {
        let numbers = [0.001, 118.294_118_25, 25.888_888_888_888_89, 7e9, -3.3, 12_345.678_9];
        let (mut forth, mut back, mut parts) = (Sum::default(), Sum::default(), Sum::default());
        numbers.iter().for_each(|number| forth.add(*number));
        numbers.iter().rev().for_each(|number| back.add(*number));
        numbers.iter().for_each(|number| parts.merge(&Sum::of(*number, 1)));
        assert_eq!((forth, back), (back, parts));
        assert!(forth.has_remainders);
        assert_eq!(Sum::of(0.1, 3).total(), 0.3);
    }
}
