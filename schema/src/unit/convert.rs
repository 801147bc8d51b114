//! Conversion in decimal arithmetic.

use rust_decimal::Decimal;

use super::{
    Unit,
    table::{Scale, scale},
};
use crate::exact::Exact;

/// Digits of a mantissa that are looked at: more than a double can tell apart, few enough to leave room for a factor.
const DIGITS: usize = 20;

/// Multiplies first and divides last, so that only one step can round.
pub(super) fn decimal(number: Decimal, from: Unit, to: Unit) -> Option<Decimal> {
    if from == to {
        return Some(number);
    }
    if from.dimension() != to.dimension() {
        return None;
    }
    let (source, target) = (scale(from), scale(to));
    ratio(number.checked_sub(source.shift)?, source, target)?.checked_add(target.shift)
}

/// Converts a distance between two numbers: zeros of scales do not matter.
pub(super) fn exact_distance(number: Exact, from: Unit, to: Unit) -> Option<Exact> {
    if from.dimension() != to.dimension() {
        return None;
    }
    let (source, target) = (scale(from), scale(to));
    let factor = exact(source.factor).times(exact(target.divisor))?;
    number.times(factor)?.over(exact(source.divisor).times(exact(target.factor))?)
}

/// Converts the sum of so many numbers, without rounding.
pub(super) fn exact_sum(sum: Exact, count: u64, from: Unit, to: Unit) -> Option<Exact> {
    if from == to {
        return Some(sum);
    }
    let shifted = |shift: Decimal| exact(shift).times(Exact::new(count.into(), 0));
    let distance = exact_distance(sum.minus(shifted(scale(from).shift)?)?, from, to)?;
    distance.plus(shifted(scale(to).shift)?)
}

fn exact(decimal: Decimal) -> Exact {
    let decimal = decimal.normalize();
    Exact::new(decimal.mantissa(), decimal.scale())
}

/// Converts a number as written, of any magnitude that a double has.
pub(super) fn text(number: &str, from: Unit, to: Unit) -> Option<f64> {
    if from.dimension() != to.dimension() {
        return None;
    }
    if from == to {
        return plain(number);
    }
    let number = Scientific::parse(number)?;
    let (source, target) = (scale(from), scale(to));
    let converted = if source.shift == target.shift {
        // Without offsets the power of ten may stand aside, and no digit is lost however small the number is.
        Scientific { mantissa: ratio(number.mantissa, source, target)?, ..number }
    } else {
        match number.decimal() {
            Some(plain) => Scientific { mantissa: decimal(plain, from, to)?, exponent: 0 },
            None => return with_offset_in_floats(number.float()?, source, target),
        }
    };
    converted.float()
}

/// The nearest double of a number that needs no conversion.
fn plain(number: &str) -> Option<f64> {
    let is_decimal = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    let nearest: f64 = number.bytes().all(is_decimal).then(|| number.parse().ok())??;
    finite(nearest)
}

/// Minus zero is zero: it is never meant, and would look odd in answers.
fn finite(number: f64) -> Option<f64> {
    number.is_finite().then_some(if number == 0.0 { 0.0 } else { number })
}

fn ratio(number: Decimal, source: &Scale, target: &Scale) -> Option<Decimal> {
    let product = number.checked_mul(source.factor)?.checked_mul(target.divisor)?;
    let divisor = source.divisor.checked_mul(target.factor)?;
    product.checked_div(divisor).map(|quotient| quotient.normalize())
}

/// Temperatures beyond the reach of decimals (28 digits), where a double's own rounding is all there is.
fn with_offset_in_floats(number: f64, source: &Scale, target: &Scale) -> Option<f64> {
    let float = |decimal: Decimal| decimal.to_string().parse::<f64>().ok();
    let factor =
        float(source.factor.checked_mul(target.divisor)?)? / float(source.divisor.checked_mul(target.factor)?)?;
    let converted = (number - float(source.shift)?) * factor + float(target.shift)?;
    converted.is_finite().then_some(converted)
}

/// A decimal mantissa and a power of ten.
struct Scientific {
    mantissa: Decimal,
    exponent: i64,
}

impl Scientific {
    /// Reads `[+-]digits[.digits][e[+-]digits]`.
    fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i64 = exponent.parse().ok().filter(|exponent: &i64| exponent.abs() < 100_000)?;
        let (negative, digits) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.len() + fraction.len() == 0 || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
        {
            return None;
        }
        let all = format!("{whole}{fraction}");
        let significant = all.trim_start_matches('0');
        let kept = &significant[..significant.len().min(DIGITS)];
        let dropped = (significant.len() - kept.len()) as i64;
        let exponent = exponent - fraction.len() as i64 + dropped;
        let magnitude: i128 = if kept.is_empty() { 0 } else { kept.parse().ok()? };
        // One digit before the point keeps the products of a conversion small.
        let scale = kept.len().saturating_sub(1);
        let mantissa = Decimal::from_i128_with_scale(if negative { -magnitude } else { magnitude }, scale as u32);
        Some(Self { mantissa, exponent: exponent + scale as i64 })
    }

    /// The number as a plain decimal, when it has all digits there.
    fn decimal(&self) -> Option<Decimal> {
        let moved = i64::from(self.mantissa.scale()) - self.exponent;
        let digits = self.mantissa.mantissa();
        if (0..=28).contains(&moved) {
            return Decimal::try_from_i128_with_scale(digits, moved as u32).ok();
        }
        let factor = 10_i128.checked_pow(u32::try_from(-moved).ok()?)?;
        Decimal::try_from_i128_with_scale(digits.checked_mul(factor)?, 0).ok()
    }

    /// The nearest double, unless it is beyond them.
    fn float(&self) -> Option<f64> {
        let nearest: f64 = format!("{}e{}", self.mantissa, self.exponent).parse().ok()?;
        finite(nearest)
    }
}
