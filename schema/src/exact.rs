//! Exact arithmetic on numbers that were written in decimal, and what is answered when a quotient has no end.
//!
//! A double stands for the shortest decimal that reads back as it: what somebody wrote, for up to 15 digits. Sums of
//! such decimals are exact; a quotient that ends is answered as it is, any other with 12 significant digits, half to even.

use std::cmp::Ordering;

/// Significant digits of a number without an end.
pub const DIGITS: i32 = 12;

/// Powers of ten that a double holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Below it whole numbers are doubles.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// `units / (10^scale * divisor)`.
#[derive(Clone, Copy, Debug)]
pub struct Exact {
    units: i128,
    scale: u32,
    divisor: i128,
}

/// A double as the decimal that it stands for: `units / 10^scale`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Decimal {
    /// All digits.
    pub units: i128,
    /// How many of them stand behind the point.
    pub scale: u32,
    /// There are more than 15 of them: that was computed, not written.
    pub long: bool,
}

impl Decimal {
    /// The decimal of a double, looked for with `scale` digits behind the point first; `None` for numbers that are too
    /// large or too small for exact sums.
    pub fn of(number: f64, scale: u32) -> Option<Self> {
        let hinted = (scale < 16).then(|| Self::with_scale(number, scale)).flatten();
        hinted
            .or_else(|| (0..16).map_while(|scale| Self::attempt(number, scale)).flatten().next())
            .or_else(|| Self::of_text(number))
    }

    fn with_scale(number: f64, scale: u32) -> Option<Self> {
        Self::attempt(number, scale).flatten()
    }

    /// `None` when the number would have more than 15 digits with this scale, `Some(None)` when it has more behind the
    /// point.
    #[expect(clippy::float_cmp, reason = "the decimal reads back as the very same double")]
    #[expect(clippy::option_option, reason = "going on and giving up differ")]
    fn attempt(number: f64, scale: u32) -> Option<Option<Self>> {
        let power = POWERS[scale as usize];
        let units = (number * power).round();
        if units.is_nan() || units.abs() > 1e15 {
            return None;
        }
        Some((units / power == number).then_some(Self { units: units as i128, scale, long: false }))
    }

    fn of_text(number: f64) -> Option<Self> {
        if !number.is_finite() {
            return None;
        }
        let text = format!("{number:e}");
        let (mantissa, exponent) = text.split_once('e')?;
        let fraction = mantissa.split_once('.').map_or(0, |(_, fraction)| fraction.len() as i32);
        let units: i128 = mantissa.replace('.', "").parse().ok()?;
        let long = units.unsigned_abs() >= 1_000_000_000_000_000;
        let scale = fraction - exponent.parse::<i32>().ok()?;
        match u32::try_from(scale) {
            Ok(scale) if scale <= 30 => Some(Self { units, scale, long }),
            Ok(_) => None,
            Err(_) => Some(Self { units: units.checked_mul(power(scale.unsigned_abs())?)?, scale: 0, long }),
        }
    }
}

/// `10^exponent`.
pub fn power(exponent: u32) -> Option<i128> {
    10_i128.checked_pow(exponent)
}

impl Exact {
    /// A decimal.
    pub fn new(units: i128, scale: u32) -> Self {
        Self { units, scale, divisor: 1 }
    }

    /// The decimal that a double stands for.
    pub fn of(number: f64) -> Option<Self> {
        Decimal::of(number, 0).map(|decimal| Self::new(decimal.units, decimal.scale))
    }

    /// A number as written, `[+-]digits[.digits][e[+-]digits]`; `None` beyond what is kept exactly.
    pub fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let fraction = mantissa.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let units: i128 = mantissa.replace('.', "").parse().ok()?;
        let scale = i64::try_from(fraction).ok()? - exponent.parse::<i64>().ok()?;
        match u32::try_from(scale) {
            Ok(scale) if scale <= 40 => Some(Self::new(units, scale)),
            Ok(_) => None,
            Err(_) => Some(Self::new(units.checked_mul(power(u32::try_from(-scale).ok()?)?)?, 0)),
        }
    }

    /// The sum; `None` beyond what is kept exactly.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let share = |one: Self, divisor: i128| one.units.checked_mul(power(scale - one.scale)?)?.checked_mul(divisor);
        if self.divisor == other.divisor {
            let units = share(self, 1)?.checked_add(share(other, 1)?)?;
            return Some(Self { units, scale, divisor: self.divisor });
        }
        let units = share(self, other.divisor)?.checked_add(share(other, self.divisor)?)?;
        Some(Self { units, scale, divisor: self.divisor.checked_mul(other.divisor)? })
    }

    /// The difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self { units: other.units.checked_neg()?, ..other })
    }

    /// The product.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        Some(Self {
            units: self.units.checked_mul(other.units)?,
            scale: self.scale.checked_add(other.scale)?,
            divisor: self.divisor.checked_mul(other.divisor)?,
        })
    }

    /// The quotient; `None` for a division by zero, too.
    #[must_use]
    pub fn over(self, other: Self) -> Option<Self> {
        if other.units == 0 {
            return None;
        }
        let sign = other.units.signum();
        let units = self.units.checked_mul(other.divisor)?.checked_mul(sign)?;
        let divisor = self.divisor.checked_mul(other.units.checked_abs()?)?;
        let (units, scale) = match self.scale.checked_sub(other.scale) {
            Some(scale) => (units, scale),
            None => (units.checked_mul(power(other.scale - self.scale)?)?, 0),
        };
        Some(Self { units, scale, divisor })
    }

    /// The number as it is answered: exact where it ends, else with 12 significant digits.
    pub fn told(self) -> f64 {
        if self.ends() { self.nearest() } else { self.significant() }
    }

    /// The number as it is answered. What a conversion left at any time has no end, whatever its digits say.
    pub fn answered(self, is_remainder: bool) -> f64 {
        if is_remainder { self.significant() } else { self.told() }
    }

    /// The nearest double.
    pub fn nearest(self) -> f64 {
        let divisor = self.divisor as f64 * POWERS.get(self.scale as usize).copied().unwrap_or(f64::MAX);
        if (self.units as f64).abs() < WHOLE && divisor < WHOLE {
            return self.units as f64 / divisor + 0.0;
        }
        let (digits, exponent, is_cut) = self.digits(25);
        let text = format!("{}{digits}{}e{}", self.sign(), if is_cut { "1" } else { "0" }, exponent - 1);
        text.parse::<f64>().unwrap_or(f64::NAN) + 0.0
    }

    /// Whether the decimal has an end: the divisor has no other factors than two and five, or they are in the number too.
    pub fn ends(self) -> bool {
        let mut divisor = self.divisor >> self.divisor.trailing_zeros();
        while divisor % 5 == 0 {
            divisor /= 5;
        }
        self.units % divisor == 0
    }

    /// The number with 12 significant digits, half to even.
    pub fn significant(self) -> f64 {
        if let Some(number) = rounded(self.nearest()) {
            return number;
        }
        let (digits, exponent, is_cut) = self.digits(DIGITS as usize + 1);
        let text = digits.to_string();
        let surplus = text.len().saturating_sub(DIGITS as usize);
        let (head, tail) = text.split_at(text.len() - surplus);
        let mut head: u128 = head.parse().unwrap_or_default();
        let half = format!("5{}", "0".repeat(surplus.saturating_sub(1)));
        let up = match tail.cmp(&half) {
            Ordering::Equal => is_cut || head % 2 == 1,
            unequal => unequal.is_gt(),
        };
        head += u128::from(surplus > 0 && up);
        let text = format!("{}{head}e{}", self.sign(), exponent + surplus as i64);
        text.parse::<f64>().unwrap_or(f64::NAN) + 0.0
    }

    fn sign(self) -> &'static str {
        if self.units < 0 { "-" } else { "" }
    }

    /// At least so many digits of the magnitude, the power of ten that they stand before, and whether more follow.
    fn digits(self, wanted: usize) -> (u128, i64, bool) {
        let (units, divisor) = (self.units.unsigned_abs(), self.divisor.unsigned_abs());
        let (mut digits, mut rest) = (units / divisor, units % divisor);
        let mut exponent = -i64::from(self.scale);
        let enough = 10_u128.pow(wanted as u32);
        while digits < enough && rest != 0 {
            let Some(next) = rest.checked_mul(10) else { break };
            digits = digits * 10 + next / divisor;
            rest = next % divisor;
            exponent -= 1;
        }
        (digits, exponent, rest != 0)
    }
}

/// A number with 12 significant digits, half to even.
pub fn significant(number: f64) -> f64 {
    let exact = || Some(Exact::of(number)?.significant());
    rounded(number).or_else(exact).unwrap_or_else(|| format!("{number:.11e}").parse().unwrap_or(number))
}

/// The same, where a double's own rounding decides nothing; `None` beside a half, and for the largest and smallest.
fn rounded(number: f64) -> Option<f64> {
    if number == 0.0 {
        return Some(0.0);
    }
    let mut places = DIGITS - 1 - number.abs().log10().floor() as i32;
    // A logarithm close to a whole number may be off by one.
    let shifted = |places: i32| {
        let power = POWERS.get(places.unsigned_abs() as usize)?;
        Some(if places < 0 { number / power } else { number * power })
    };
    let magnitude = shifted(places)?.abs();
    places += i32::from(magnitude < 1e11) - i32::from(magnitude >= 1e12);
    let scaled = shifted(places)?;
    if (scaled.fract().abs() - 0.5).abs() < 1e-3 {
        return None;
    }
    let power = POWERS.get(places.unsigned_abs() as usize)?;
    Some(if places < 0 { scaled.round() * power } else { scaled.round() / power })
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "nothing may be lost")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn over(units: i128, scale: u32, divisor: i128) -> Exact {
        Exact { units, scale, divisor }
    }

    #[test]
    fn doubles_stand_for_what_was_written() {
        for (number, units, scale) in [
            (0.1, 1, 1),
            (0.29, 29, 2),
            (-12.34, -1234, 2),
            (118.294_118_25, 11_829_411_825, 8),
            (453.592_37, 45_359_237, 5),
            (0.0, 0, 0),
            (1e16, 10_i128.pow(16), 0),
            (1e-7, 1, 7),
            (123_456_789_012_345.0, 123_456_789_012_345, 0),
        ] {
            let decimal = Decimal::of(number, 0).unwrap();
            assert_eq!((decimal.units, decimal.scale, decimal.long), (units, scale, false), "{number}");
        }
        assert!(Decimal::of(25.888_888_888_888_89, 0).unwrap().long);
        assert_eq!(Decimal::of(0.1, 3).map(|decimal| (decimal.units, decimal.scale)), Some((100, 3)));
        assert_eq!(Decimal::of(1e300, 0), None);
        assert_eq!(Decimal::of(1e-300, 0), None);
    }
    #[test]
    fn what_ends_is_kept_and_what_does_not_has_twelve_digits() {
        for (exact, told) in [
            (over(3, 1, 1), 0.3),
            (over(3, 1, 2), 0.15),
            (over(1, 0, 3), 0.333_333_333_333),
            (over(2, 0, 3), 0.666_666_666_667),
            (over(-2, 0, 3), -0.666_666_666_667),
            (over(466, 1, 1).times(over(5, 0, 9)).unwrap(), 25.888_888_888_9),
            (over(1, 0, 1024), 0.000_976_562_5),
            (over(10, 0, 5), 2.0),
            (over(9, 0, 3), 3.0),
            (over(1, 0, 7), 0.142_857_142_857),
            (over(1_000_000_000_000_000, 0, 3), 333_333_333_333_000.0),
            (over(1, 25, 3), 3.333_333_333_33e-26),
            (over(12_345_678_901_234_567, 16, 1), 1.234_567_890_123_456_7),
        ] {
            assert_eq!(exact.told(), told, "{exact:?}");
        }
    }

    #[test]
    fn halves_go_to_the_even_digit() {
        assert_eq!(significant(1.000_000_000_005), 1.000_000_000_00);
        assert_eq!(significant(2.5), 2.5);
        assert_eq!(over(1_000_000_000_005, 12, 1).significant(), 1.000_000_000_00);
        assert_eq!(over(1_000_000_000_015, 12, 1).significant(), 1.000_000_000_02);
        assert_eq!(over(3_000_000_000_016, 12, 3).significant(), 1.000_000_000_01);
        assert_eq!(significant(99_999_999_999_999.0), 1e14);
        assert_eq!(significant(0.0), 0.0);
    }

    proptest! {
        #[test]
        fn sums_of_decimals_are_exact(cents in proptest::collection::vec(-10_000_000_i64..10_000_000, 1..60)) {
            let sum = cents.iter().try_fold(Exact::new(0, 0), |sum, cents| sum.plus(Exact::of(*cents as f64 / 100.0)?));
            prop_assert_eq!(sum.unwrap().told(), cents.iter().sum::<i64>() as f64 / 100.0);
        }

        #[test]
        fn every_double_is_its_decimal(number in -1e14..1e14_f64, scale in 0..8_u32) {
            let decimal = Decimal::of(number, scale).unwrap();
            prop_assert_eq!(Exact::new(decimal.units, decimal.scale).nearest(), number);
        }

        #[test]
        fn twelve_digits_are_those_of_the_exact_quotient(units in 1..1_000_000_000_i128, divisor in 1..1_000_000_i128) {
            let told = over(units, 0, divisor).significant();
            // Twelve digits of the quotient by long division, one more and the rest to round with.
            let mut scale = 0;
            while units * 10_i128.pow(scale) / divisor < 100_000_000_000 { scale += 1; }
            let (quotient, rest) = (units * 10_i128.pow(scale) / divisor, units * 10_i128.pow(scale) % divisor);
            let up = rest * 2 > divisor || rest * 2 == divisor && quotient % 2 == 1;
            let expected: f64 = format!("{}e-{scale}", quotient + i128::from(up)).parse().unwrap();
            prop_assert_eq!(told, expected);
        }
    }
}
