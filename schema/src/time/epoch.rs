//! Times that are counted since 1970-01-01T00:00:00Z, as devices tell them.

use super::{Instant, MAX_INSTANT, MIN_INSTANT, TimeError, cut};

/// What a number that is a time counts since 1970.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Epoch {
    /// Seconds; a fraction is read to the millisecond.
    Seconds,
    /// Milliseconds.
    Milliseconds,
}

impl Epoch {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Seconds, Self::Milliseconds];

    /// Its name in declarations.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seconds => "EPOCH_S",
            Self::Milliseconds => "EPOCH_MS",
        }
    }

    fn unit(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Milliseconds => "milliseconds",
        }
    }

    /// Decimal digits of a fraction that are still milliseconds.
    fn digits(self) -> usize {
        match self {
            Self::Seconds => 3,
            Self::Milliseconds => 0,
        }
    }
}

/// The instant of a decimal number without an exponent. Digits beyond milliseconds are cut off.
pub fn epoch_instant(number: &str, epoch: Epoch) -> Result<Instant, TimeError> {
    let (negative, unsigned) = match number.strip_prefix('-') {
        Some(unsigned) => (true, unsigned),
        None => (false, number.strip_prefix('+').unwrap_or(number)),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let (kept, beyond) = fraction.split_at(fraction.len().min(epoch.digits()));
    let milliseconds = format!("{whole}{kept:0<width$}", width = epoch.digits());
    let instant = milliseconds.parse::<i64>().ok().map(|milliseconds| {
        // Cutting off goes back in time on either side of 1970.
        let cut_off = i64::from(negative && beyond.bytes().any(|digit| digit != b'0'));
        if negative { -milliseconds - cut_off } else { milliseconds }
    });
    instant.filter(|instant| (MIN_INSTANT..=MAX_INSTANT).contains(instant)).ok_or_else(|| {
        let also = match epoch {
            Epoch::Seconds => "; are they milliseconds (EPOCH_MS)?",
            Epoch::Milliseconds => "",
        };
        TimeError(format!("`{}` {} since 1970 are beyond the years 0001 to 9999{also}", cut(number), epoch.unit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_from_1970_to_the_millisecond() {
        for (number, epoch, expected) in [
            ("1761994800", Epoch::Seconds, 1_761_994_800_000),
            ("1761994800.1239", Epoch::Seconds, 1_761_994_800_123),
            ("1761994800.5", Epoch::Seconds, 1_761_994_800_500),
            ("1761994800123", Epoch::Milliseconds, 1_761_994_800_123),
            ("1761994800123.9", Epoch::Milliseconds, 1_761_994_800_123),
            ("-0.0005", Epoch::Seconds, -1),
            ("-1", Epoch::Seconds, -1_000),
            ("+5", Epoch::Milliseconds, 5),
            ("0", Epoch::Seconds, 0),
        ] {
            assert_eq!(epoch_instant(number, epoch), Ok(expected), "{number}");
        }
    }

    #[test]
    fn milliseconds_that_are_declared_as_seconds_are_told() {
        let error = epoch_instant("1761994800000", Epoch::Seconds).unwrap_err();
        assert!(error.0.contains("EPOCH_MS"), "{error}");
        assert!(epoch_instant("99999999999999999999", Epoch::Milliseconds).is_err());
    }
}
