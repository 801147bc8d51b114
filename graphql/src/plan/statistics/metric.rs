//! One number out of a summary, in the unit asked for.

use daybook_schema::{
    exact::{Exact, significant},
    unit::Unit,
};
use daybook_store::query::{Currency, Summary};

/// A statistic of one number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Metric {
    Count,
    Sum,
    Avg,
    Min,
    Max,
    Sd,
    /// Position among the quantiles of the measure.
    Quantile(usize),
    First,
    Last,
    Weighted,
    Delta,
}

/// From which unit into which.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Units {
    /// The field's own; `None` for plain numbers.
    pub canonical: Option<Unit>,
    /// The one asked for.
    pub asked: Option<Unit>,
}

impl Metric {
    /// The metric of an API name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "COUNT" => Self::Count,
            "SUM" => Self::Sum,
            "AVG" => Self::Avg,
            "MIN" => Self::Min,
            "MAX" => Self::Max,
            "SD" => Self::Sd,
            "FIRST" => Self::First,
            "LAST" => Self::Last,
            _ => return None,
        })
    }

    /// What a summary says; `None` where it says nothing.
    pub fn of(self, summary: &Summary, units: Units) -> Option<f64> {
        if self == Self::Count {
            return Some(summary.count as f64);
        }
        if summary.count == 0 || summary.currency == Currency::Several {
            return None;
        }
        match self {
            Self::Count => None,
            Self::Sum => Some(units.sum(summary)),
            Self::Avg => Some(units.mean(summary)),
            Self::Min => Some(units.point(summary.min)),
            Self::Max => Some(units.point(summary.max)),
            Self::Sd => summary.deviation().map(|deviation| units.rough_distance(deviation)),
            Self::Quantile(position) => summary.quantiles.get(position).map(|value| units.point(*value)),
            Self::First => summary.first.map(|reading| units.point(reading.value)),
            Self::Last => summary.last.map(|reading| units.point(reading.value)),
            Self::Weighted if summary.covered == 0 => Some(units.mean(summary)),
            Self::Weighted => summary.weighted().map(|value| significant(units.converted(value))),
            Self::Delta => Some(units.delta(summary.first?.value, summary.last?.value)),
        }
    }
}

impl Units {
    /// The unit of the answer.
    pub fn answered(self) -> Option<Unit> {
        self.asked.or(self.canonical)
    }

    /// A value on the scale.
    pub fn point(self, value: f64) -> f64 {
        let Some((canonical, asked)) = self.conversion() else {
            return if self.is_remainder(value) { significant(value) } else { value };
        };
        canonical.answer(value, asked).unwrap_or(f64::NAN)
    }

    /// The distance between two values, without noise of their binary forms.
    fn delta(self, first: f64, last: f64) -> f64 {
        let distance = || {
            let distance = Exact::of(last)?.minus(Exact::of(first)?)?;
            match self.conversion() {
                Some((canonical, asked)) => canonical.convert_distance(distance, asked),
                None => Some(distance),
            }
        };
        let is_remainder = self.is_remainder(first) || self.is_remainder(last);
        distance().map_or_else(|| self.rough_distance(last - first), |distance| distance.answered(is_remainder))
    }

    fn sum(self, summary: &Summary) -> f64 {
        let rough = || significant(self.converted_sum(summary.total(), summary.count));
        self.exact_sum(summary).map_or_else(rough, |sum| sum.answered(self.has_remainders(summary)))
    }

    fn mean(self, summary: &Summary) -> f64 {
        let count = Exact::new(summary.count.into(), 0);
        let mean = self.exact_sum(summary).and_then(|sum| sum.over(count));
        let rough = || significant(self.converted(summary.total() / summary.count as f64));
        mean.map_or_else(rough, |mean| mean.answered(self.has_remainders(summary)))
    }

    fn exact_sum(self, summary: &Summary) -> Option<Exact> {
        let sum = summary.sum.exact()?;
        match self.conversion() {
            Some((canonical, asked)) => canonical.convert_sum(sum, summary.count, asked),
            None => Some(sum),
        }
    }

    fn has_remainders(self, summary: &Summary) -> bool {
        self.canonical.is_some_and(|canonical| summary.has_remainders(canonical))
    }

    fn is_remainder(self, value: f64) -> bool {
        self.canonical.is_some_and(|canonical| canonical.is_remainder(value))
    }

    /// From which unit into which other one.
    fn conversion(self) -> Option<(Unit, Unit)> {
        self.canonical.zip(self.asked).filter(|(canonical, asked)| canonical != asked)
    }

    fn converted(self, value: f64) -> f64 {
        let converted = self.conversion().map(|(canonical, asked)| canonical.convert_f64(value, asked));
        converted.map_or(value, |converted| converted.unwrap_or(f64::NAN))
    }

    /// A distance that has no end anyway: scales with another zero, such as those of temperature, shift values only.
    fn rough_distance(self, value: f64) -> f64 {
        significant(self.converted(value) - self.converted(0.0))
    }

    fn converted_sum(self, sum: f64, count: u64) -> f64 {
        let shift = self.converted(0.0);
        self.converted(sum) - shift + shift * count as f64
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "conversions are exact to the digit")]
mod tests {
    use daybook_store::query::{Lines, Reading};

    use super::*;

    fn summary(values: &[f64]) -> Summary {
        let readings: Vec<_> = values
            .iter()
            .enumerate()
            .map(|(at, value)| Reading { at: at as i64, id: uuid::Uuid::nil(), value: *value })
            .collect();
        Summary::of(&readings, &[0.5], &Lines { gap: Some(0), ..Lines::default() })
    }

    fn units(canonical: Unit, asked: Unit) -> Units {
        Units { canonical: Some(canonical), asked: Some(asked) }
    }

    #[test]
    fn temperatures_shift_values_but_not_distances() {
        let units = units(Unit::CEL, Unit::DEGF);
        assert_eq!(units.point(20.0), 68.0);
        assert_eq!(units.delta(0.0, 10.0), 18.0);
        assert_eq!(Metric::Sum.of(&summary(&[10.0, 20.0]), units), Some(118.0));
        assert_eq!(Metric::Avg.of(&summary(&[10.0, 20.0]), units), Some(59.0));
    }

    #[test]
    fn masses_convert_without_loss() {
        assert_eq!(Metric::Sum.of(&summary(&[150.0, 500.0, 500.0]), units(Unit::G, Unit::KG)), Some(1.15));
        assert_eq!(Metric::Sum.of(&summary(&[453.592_37]), units(Unit::G, Unit::LB)), Some(1.0));
    }
    #[test]
    fn sums_are_exact_and_numbers_without_an_end_have_twelve_digits() {
        let plain = Units::default();
        for (values, metric, expected) in [
            (&[0.1, 0.2][..], Metric::Sum, 0.3),
            (&[0.1, 0.2], Metric::Avg, 0.15),
            (&[1.0, 1.0, 2.0], Metric::Avg, 1.333_333_333_33),
            (&[0.1, 0.7], Metric::Delta, 0.6),
            (&[0.1, 0.2], Metric::Quantile(0), 0.15),
            (&[1.0, 4.0], Metric::Sd, 2.121_320_343_56),
            (&[1.234_567_890_123_45], Metric::Avg, 1.234_567_890_123_45),
            (&[0.1, 0.2, 0.3], Metric::Weighted, 0.2),
        ] {
            assert_eq!(metric.of(&summary(values), plain), Some(expected), "{metric:?} of {values:?}");
        }
        // 78.6 °F three times: 25.888… °C.
        let stored = Unit::DEGF.convert_text("78.6", Unit::CEL).unwrap();
        let thrice = summary(&[stored; 3]);
        for (metric, celsius, fahrenheit) in [
            (Metric::Sum, 77.666_666_666_7, 235.8),
            (Metric::Avg, 25.888_888_888_9, 78.6),
            (Metric::Min, 25.888_888_888_9, 78.6),
            (Metric::Last, 25.888_888_888_9, 78.6),
            (Metric::Quantile(0), 25.888_888_888_9, 78.6),
            (Metric::Delta, 0.0, 0.0),
        ] {
            assert_eq!(metric.of(&thrice, units(Unit::CEL, Unit::CEL)), Some(celsius), "{metric:?}");
            assert_eq!(metric.of(&thrice, units(Unit::CEL, Unit::DEGF)), Some(fahrenheit), "{metric:?}");
        }
        assert_eq!(units(Unit::CEL, Unit::K).point(stored), 299.038_888_889);
        // What ends is never rounded: 5.3 fl oz.
        assert_eq!(units(Unit::ML, Unit::ML).point(156.739_706_681_25), 156.739_706_681_25);
    }

    #[test]
    fn money_of_different_currencies_is_never_added() {
        let mixed = Summary { currency: Currency::of("EUR").with(Currency::of("USD")), ..summary(&[1.0, 2.0]) };
        assert_eq!(Metric::Sum.of(&mixed, Units::default()), None);
        assert_eq!(Metric::Count.of(&mixed, Units::default()), Some(2.0));
    }
}
