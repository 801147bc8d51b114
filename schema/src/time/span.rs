//! ISO 8601 durations.

use std::{
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};

use super::{TimeError, cut};

/// An ISO 8601 duration such as `PT10M` or `P1M`, in the units in which it was written: `PT90M` stays `PT90M`.
///
/// Durations are equal when their parts are: hours, minutes and seconds by their length together (`PT90M` is `PT1H30M`), a
/// week as seven days, a year as twelve months; a day is not `PT24H`, since a day may have 23 hours, and a month is not
/// `P30D`. Order goes by [`Span::milliseconds`], where a month counts 30.436875 days and a year 365.2425, then by months,
/// then by days, so that of two unequal ones one is the longer.
///
/// Letters are capitals, numbers have no leading zeros; a fraction is written out in smaller units, down to
/// milliseconds; nothing at all is `PT0S`.
#[derive(Clone, Debug)]
pub struct Span {
    text: String,
    parts: Parts,
}

/// The three lengths that do not convert into each other.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
struct Parts {
    months: i64,
    days: i64,
    milliseconds: i64,
}

/// Largest parts: jiff's own bounds, about twenty thousand years.
const LIMITS: Parts = Parts { months: 239_976, days: 7_304_484, milliseconds: 631_107_417_600_000 };

/// A mean month of the Gregorian calendar: 30.436875 days.
const MONTH: i64 = 2_629_746_000;

impl FromStr for Span {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let parts = Parts::parse(text.trim())?;
        let small =
            parts.months <= LIMITS.months && parts.days <= LIMITS.days && parts.milliseconds <= LIMITS.milliseconds;
        if small {
            Ok(Self { text: parts.written(text), parts })
        } else {
            Err(TimeError(format!("the duration `{}` is too long: at most 19998 years", cut(text))))
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for Span {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts
    }
}

impl Eq for Span {}

impl Hash for Span {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts.hash(state);
    }
}

impl Span {
    /// The text, in the units in which it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The one text that all equal durations share: `PT1H30M` for `PT90M`.
    #[must_use]
    pub fn canonical(&self) -> Self {
        Self { text: self.parts.to_string(), parts: self.parts }
    }

    /// Bytes that are the same for equal durations, and whose order is theirs.
    pub fn key(&self) -> [u8; Self::KEY] {
        let Parts { months, days, .. } = self.parts;
        let [length, months, days] = [self.milliseconds(), months, days].map(|part| u128::from(part.unsigned_abs()));
        let bytes = (length << 48 | months << 24 | days).to_be_bytes();
        std::array::from_fn(|position| bytes[bytes.len() - Self::KEY + position])
    }

    /// The duration of a key, in its canonical text; `None` when it is no key.
    pub fn from_key(key: &[u8]) -> Option<Self> {
        let key: [u8; Self::KEY] = key.try_into().ok()?;
        let number = key.iter().fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
        let (months, days) = ((number >> 24 & 0xff_ffff) as i64, (number & 0xff_ffff) as i64);
        let milliseconds = (number >> 48) as i64 - months * MONTH - days * super::DAY;
        let parts = Parts { months, days, milliseconds };
        (milliseconds >= 0).then(|| Self { text: parts.to_string(), parts })
    }

    /// How many bytes a key has: seven for the length, three each for months and days.
    pub const KEY: usize = 13;

    /// Its length, calendar units at their mean length.
    pub fn milliseconds(&self) -> i64 {
        let parts = self.parts;
        parts.months * MONTH + parts.days * super::DAY + parts.milliseconds
    }

    /// The same as jiff's span, for calendar arithmetic.
    pub fn to_jiff(&self) -> jiff::Span {
        let parts = self.parts;
        let time = parts.milliseconds;
        jiff::Span::new()
            .years(parts.months / 12)
            .months(parts.months % 12)
            .days(parts.days)
            .hours(time / 3_600_000)
            .minutes(time / 60_000 % 60)
            .seconds(time / 1000 % 60)
            .milliseconds(time % 1000)
    }

    /// Months, days and milliseconds: the three lengths that do not convert into each other.
    pub fn components(&self) -> (i64, i64, i64) {
        let parts = self.parts;
        (parts.months, parts.days, parts.milliseconds)
    }
}

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = self.milliseconds;
        if self.months == 0 && self.days == 0 && time == 0 {
            return f.write_str("PT0S");
        }
        f.write_str("P")?;
        for (number, designator) in [(self.months / 12, 'Y'), (self.months % 12, 'M'), (self.days, 'D')] {
            write_part(f, number, designator)?;
        }
        if time == 0 {
            return Ok(());
        }
        f.write_str("T")?;
        write_part(f, time / 3_600_000, 'H')?;
        write_part(f, time / 60_000 % 60, 'M')?;
        match (time / 1000 % 60, time % 1000) {
            (seconds, 0) => write_part(f, seconds, 'S'),
            (seconds, rest) => write!(f, "{seconds}.{}S", format!("{rest:03}").trim_end_matches('0')),
        }
    }
}

fn write_part(f: &mut fmt::Formatter<'_>, number: i64, designator: char) -> fmt::Result {
    if number == 0 { Ok(()) } else { write!(f, "{number}{designator}") }
}

impl Parts {
    /// The text in which these parts were written; with a fraction or without any length, the parts written out.
    fn written(self, text: &str) -> String {
        if text.contains(['.', ',']) || (self.months, self.days, self.milliseconds) == (0, 0, 0) {
            return self.to_string();
        }
        let mut written = String::new();
        for character in text.trim().trim_start_matches('+').to_ascii_uppercase().chars() {
            if character.is_ascii_digit()
                && written.ends_with('0')
                && !written.trim_end_matches('0').ends_with(|before: char| before.is_ascii_digit())
            {
                written.pop();
            }
            written.push(character);
        }
        written
    }

    fn parse(text: &str) -> Result<Self, TimeError> {
        let wrong = || TimeError(format!("`{}` is no ISO 8601 duration: write it like PT1H30M or P7D", cut(text)));
        let upper = text.to_ascii_uppercase();
        if upper.starts_with('-') || upper.starts_with("P-") {
            return Err(TimeError(format!("the duration `{}` is negative: write it without a minus", cut(text))));
        }
        let body = upper.strip_prefix('+').unwrap_or(&upper).strip_prefix('P').ok_or_else(wrong)?;
        let (date, time) = match body.split_once('T') {
            Some((date, time)) if !time.is_empty() => (date, time),
            Some(_) => return Err(wrong()),
            None => (body, ""),
        };
        if date.is_empty() && time.is_empty() {
            return Err(wrong());
        }
        let mut parts = Self::default();
        for (position, number, fraction) in components(date, "YMWD").ok_or_else(wrong)? {
            if !fraction.is_empty() {
                return Err(TimeError(format!("`{}` has a fraction of a day or more: use hours for it", cut(text))));
            }
            let part = if position < 2 { &mut parts.months } else { &mut parts.days };
            *part = added(*part, [12, 1, 7, 1][position], number).ok_or_else(wrong)?;
        }
        let times = components(time, "HMS").ok_or_else(wrong)?;
        let last = times.len().saturating_sub(1);
        for (order, (position, number, fraction)) in times.into_iter().enumerate() {
            if !fraction.is_empty() && order != last {
                return Err(wrong());
            }
            let unit: i64 = [3_600_000, 60_000, 1000][position];
            parts.milliseconds = added(parts.milliseconds, unit, number).ok_or_else(wrong)?;
            parts.milliseconds += fraction_of(unit, &fraction);
        }
        Ok(parts)
    }
}

/// The components of one half: which designator, whole number, digits of the fraction. `None` when anything else stands
/// there, a designator repeats or stands out of order.
fn components(text: &str, designators: &str) -> Option<Vec<(usize, i64, String)>> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut next = 0;
    while !rest.is_empty() {
        let end = rest.find(|character: char| character.is_ascii_alphabetic())?;
        let position = next + designators[next..].find(&rest[end..=end])?;
        let (whole, fraction) = match rest[..end].split_once(['.', ',']) {
            Some((_, "")) => return None,
            Some((whole, fraction)) => (whole, fraction),
            None => (&rest[..end], ""),
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) {
            return None;
        }
        // A number beyond the type is beyond every limit too.
        found.push((position, whole.parse().unwrap_or(i64::MAX / 8_000_000), fraction.to_owned()));
        next = position + 1;
        rest = &rest[end + 1..];
    }
    Some(found)
}

/// A decimal fraction of a unit in milliseconds, digits beyond cut off.
fn fraction_of(unit: i64, digits: &str) -> i64 {
    let kept = &digits[..digits.len().min(12)];
    let numerator: i64 = if kept.is_empty() { 0 } else { kept.parse().expect("at most twelve digits") };
    (i128::from(numerator) * i128::from(unit) / 10_i128.pow(kept.len() as u32)) as i64
}

/// `unit * number + sum`, `None` beyond the type.
fn added(sum: i64, unit: i64, number: i64) -> Option<i64> {
    unit.checked_mul(number)?.checked_add(sum)
}
