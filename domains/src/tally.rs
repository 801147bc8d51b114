//! Numbers under construction.

use daybook_schema::{
    exact::{Exact, significant},
    unit::Unit,
};
use daybook_store::query::Summary;

/// A number that is computed in decimal, as long as all its parts can be: sums and products of what was written are
/// exact, and what has no end is answered with 12 significant digits.
#[derive(Clone, Copy, Debug)]
pub struct Tally {
    exact: Option<Exact>,
    /// The same in doubles, for numbers that are too large or too small to be kept exactly.
    rough: f64,
    /// A part is what a conversion without an end left: its digits say nothing about where it ends.
    is_remainder: bool,
}

impl Default for Tally {
    fn default() -> Self {
        Self::plain(0.0)
    }
}

impl Tally {
    /// A number without a unit.
    pub fn plain(value: f64) -> Self {
        Self { exact: Exact::of(value), rough: value, is_remainder: false }
    }

    /// A number in a unit.
    pub fn of(value: f64, unit: Unit) -> Self {
        Self { is_remainder: unit.is_remainder(value), ..Self::plain(value) }
    }

    /// A sum of plain numbers.
    pub fn of_numbers(summary: &Summary) -> Self {
        Self { exact: summary.sum.exact(), rough: summary.total(), is_remainder: false }
    }

    /// A sum of numbers in a unit.
    pub fn of_sum(summary: &Summary, unit: Unit) -> Self {
        Self { is_remainder: summary.has_remainders(unit), ..Self::of_numbers(summary) }
    }

    /// The same in another unit of a scale with the same zero.
    #[must_use]
    pub fn converted(self, from: Unit, to: Unit) -> Self {
        Self {
            exact: self.exact.and_then(|exact| from.convert_distance(exact, to)),
            rough: from.convert_f64(self.rough, to).unwrap_or(f64::NAN),
            ..self
        }
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        self.with(other, Exact::plus, self.rough + other.rough)
    }

    /// The difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.with(other, Exact::minus, self.rough - other.rough)
    }

    /// The product.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        self.with(other, Exact::times, self.rough * other.rough)
    }

    /// The quotient.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        self.with(other, Exact::over, self.rough / other.rough)
    }

    /// The number as it is answered.
    pub fn told(self) -> f64 {
        self.exact.map_or_else(|| significant(self.rough), |exact| exact.answered(self.is_remainder))
    }

    fn with(self, other: Self, exact: impl Fn(Exact, Exact) -> Option<Exact>, rough: f64) -> Self {
        let exact = self.exact.zip(other.exact).and_then(|(one, other)| exact(one, other));
        Self { exact, rough, is_remainder: self.is_remainder || other.is_remainder }
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "nothing may be lost")]
mod tests {
    use daybook_store::query::Sum;

    use super::*;

    fn plain(value: f64) -> Tally {
        Tally::plain(value)
    }

    #[test]
    fn what_was_written_in_decimal_is_exact_and_what_has_no_end_has_twelve_digits() {
        for (tally, told) in [
            (plain(0.1).plus(plain(0.2)), 0.3),
            (plain(0.3).minus(plain(0.1)), 0.2),
            (plain(123.456_789).times(plain(1.000_000_1)), 123.456_801_345_678_9),
            (plain(2.0).over(plain(3.0)), 0.666_666_666_667),
            (plain(1.0).over(plain(1024.0)), 0.000_976_562_5),
            (plain(1e300).plus(plain(1e300)), 2e300),
            (Tally::default(), 0.0),
        ] {
            assert_eq!(tally.told(), told, "{tally:?}");
        }
        assert!(plain(1.0).over(plain(0.0)).told().is_infinite());
    }

    #[test]
    fn what_a_conversion_left_without_an_end_has_twelve_digits() {
        let celsius = Unit::DEGF.convert_text("78.6", Unit::CEL).unwrap();
        assert_eq!(Tally::of(celsius, Unit::CEL).told(), 25.888_888_888_9);
        assert_eq!(Tally::of(celsius, Unit::CEL).minus(Tally::of(20.0, Unit::CEL)).told(), 5.888_888_888_89);
        let summary = Summary { count: 2, sum: Sum::of(453.592_37, 2), ..Summary::default() };
        assert_eq!(Tally::of_sum(&summary, Unit::G).told(), 907.184_74);
        assert_eq!(Tally::of_sum(&summary, Unit::G).converted(Unit::G, Unit::KG).told(), 0.907_184_74);
        assert_eq!(Tally::of_sum(&summary, Unit::G).converted(Unit::G, Unit::LB).told(), 2.0);
    }
}
