//! Numbers as they are answered, and which stored ones an answered number stands for.

use super::Unit;
use crate::exact::{DIGITS, Exact, significant};

impl Unit {
    /// A stored number in another unit, as it is answered: what a conversion left without an end has 12 significant
    /// digits. `None` for another dimension.
    pub fn answer(self, number: f64, asked: Self) -> Option<f64> {
        let exact = Exact::of(number).and_then(|number| self.convert_exact(number, asked));
        exact
            .map(|exact| exact.answered(self.is_remainder(number)))
            .or_else(|| self.convert_f64(number, asked).map(significant))
    }

    /// The least and the greatest stored number that are answered as this one: `self` is the unit that it is in, `stored`
    /// the one of what is stored. `None` where it stands for itself alone.
    ///
    /// 25.8888888889 °C is how 78.6 °F is answered, so that it stands for 25.888888888888889, too. 20 °C has so few
    /// digits that nothing was rounded to it.
    pub fn answered_as(self, number: f64, stored: Self) -> Option<(f64, f64)> {
        if number == 0.0 || !number.is_finite() || has_few_digits(number) {
            return None;
        }
        let (down, up) = rounding(number);
        let one = self.convert_f64(number - down, stored)?;
        let other = self.convert_f64(number + up, stored)?;
        Some((one.min(other), one.max(other)))
    }
}

/// How far below and above a number those lie that are rounded to it: half of its twelfth digit, or of what a double
/// keeps where it has more digits.
fn rounding(number: f64) -> (f64, f64) {
    let magnitude = number.abs();
    if !same(significant(number), number) {
        return (number - number.next_down(), number.next_up() - number);
    }
    let half = |magnitude: f64| 0.5 * 10_f64.powi(magnitude.log10().floor() as i32 + 1 - DIGITS);
    let (inwards, outwards) = (half(magnitude.next_down()), half(magnitude));
    if number > 0.0 { (inwards, outwards) } else { (outwards, inwards) }
}

/// People write so few digits; that a number which is rounded to twelve has no more is a chance of one in a million.
fn has_few_digits(number: f64) -> bool {
    format!("{number:.5e}").parse().is_ok_and(|short: f64| same(short, number))
}

#[expect(clippy::float_cmp, reason = "the very same double is meant")]
fn same(one: f64, other: f64) -> bool {
    one == other
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_without_an_end_are_answered_with_twelve_digits() {
        let stored = Unit::DEGF.convert_text("78.6", Unit::CEL).unwrap();
        assert_eq!(Unit::CEL.answer(stored, Unit::CEL), Some(25.888_888_888_9));
        assert_eq!(Unit::CEL.answer(stored, Unit::DEGF), Some(78.6));
        assert_eq!(Unit::G.answer(1000.0, Unit::LB), Some(2.204_622_621_85));
        assert_eq!(Unit::G.answer(453.592_37, Unit::LB), Some(1.0));
        assert_eq!(Unit::G.answer(1.0, Unit::ML), None);
    }

    fn stands_for(number: f64, unit: Unit, stored: Unit, expected: f64) -> bool {
        unit.answered_as(number, stored).is_some_and(|(low, high)| low < high && (low..=high).contains(&expected))
    }

    #[test]
    fn a_rounded_number_stands_for_what_is_answered_as_it() {
        let stored = Unit::DEGF.convert_text("78.6", Unit::CEL).unwrap();
        assert!(stands_for(25.888_888_888_9, Unit::CEL, Unit::CEL, stored));
        assert!(stands_for(299.038_888_889, Unit::K, Unit::CEL, stored));
        assert!(stands_for(2.204_622_621_85, Unit::LB, Unit::G, 1000.0));
        // A device's single precision.
        let device = Unit::DEGF.convert_text("70.33999633789062", Unit::CEL).unwrap();
        assert!(stands_for(Unit::CEL.answer(device, Unit::CEL).unwrap(), Unit::CEL, Unit::CEL, device));
    }

    #[test]
    fn a_number_of_few_digits_stands_for_itself() {
        for (number, unit, stored) in [
            (20.0, Unit::CEL, Unit::CEL),
            (21.5, Unit::CEL, Unit::CEL),
            (78.6, Unit::DEGF, Unit::CEL),
            (4.0, Unit::FL_OZ, Unit::ML),
            (-1.23456, Unit::LB, Unit::G),
            (0.0, Unit::CEL, Unit::CEL),
        ] {
            assert_eq!(unit.answered_as(number, stored), None, "{number} {unit:?}");
        }
    }

    #[test]
    fn a_number_stands_for_nothing_that_is_answered_otherwise() {
        for (number, other) in [
            (25.888_888_888_9, 25.888_888_889),
            (25.888_888_888_9, 25.888_888_888_8),
            (118.294_118_25, 118.294_118_251),
            (9.999_999_999_99, 10.0),
            (1.000_000_000_01, 1.0),
            (-9.999_999_999_99, -10.0),
        ] {
            assert!(!stands_for(number, Unit::CEL, Unit::CEL, other), "{number} for {other}");
            assert!(!stands_for(other, Unit::CEL, Unit::CEL, number), "{other} for {number}");
        }
    }

    proptest! {
        /// Whatever somebody wrote in whatever unit, its answer in any unit stands for it.
        #[test]
        fn what_is_answered_stands_for_what_is_stored(
            digits in 1_i64..100_000_000,
            scale in 0_i32..5,
            (written, stored, asked) in (0..Unit::ALL.len(), 0..Unit::ALL.len(), 0..Unit::ALL.len()),
        ) {
            let number = digits as f64 / 10_f64.powi(scale);
            let of_dimension: Vec<Unit> =
                Unit::ALL.iter().copied().filter(|unit| unit.dimension() == Unit::ALL[written].dimension()).collect();
            let pick = |place: usize| of_dimension[place % of_dimension.len()];
            let (written, stored, asked) = (Unit::ALL[written], pick(stored), pick(asked));
            let kept = written.convert_text(&number.to_string(), stored).unwrap();
            let answer = stored.answer(kept, asked).unwrap();
            let itself = asked.convert_text(&answer.to_string(), stored).unwrap();
            let (low, high) = asked.answered_as(answer, stored).unwrap_or((itself, itself));
            prop_assert!(
                (low..=high).contains(&kept),
                "{number} {written:?} is kept as {kept} {stored:?}, answered as {answer} {asked:?}: {low} to {high}"
            );
        }
    }
}
