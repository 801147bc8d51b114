//! One number out of a summary, in the unit asked for.

use daybook_schema::unit::Unit;
use daybook_store::query::Summary;

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
        if summary.count == 0 {
            return None;
        }
        let count = summary.count as f64;
        match self {
            Self::Count => None,
            Self::Sum => Some(units.sum(summary.total(), count)),
            Self::Avg => Some(units.point(summary.total() / count)),
            Self::Min => Some(units.point(summary.min)),
            Self::Max => Some(units.point(summary.max)),
            Self::Sd => summary.deviation().map(|deviation| units.distance(deviation)),
            Self::Quantile(position) => summary.quantiles.get(position).map(|value| units.point(*value)),
            Self::First => summary.first.map(|reading| units.point(reading.value)),
            Self::Last => summary.last.map(|reading| units.point(reading.value)),
            Self::Weighted => summary.weighted().map(|value| units.point(value)),
            Self::Delta => summary.delta().map(|value| units.distance(value)),
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
        match (self.canonical, self.asked) {
            (Some(canonical), Some(asked)) if canonical != asked => {
                canonical.convert_f64(value, asked).unwrap_or(f64::NAN)
            }
            _ => value,
        }
    }

    /// A distance between two values: scales with another zero, such as those of temperature, shift values only.
    pub fn distance(self, value: f64) -> f64 {
        let shift = self.point(0.0);
        if shift == 0.0 { self.point(value) } else { self.point(value) - shift }
    }

    fn sum(self, sum: f64, count: f64) -> f64 {
        let shift = self.point(0.0);
        if shift == 0.0 { self.point(sum) } else { self.distance(sum) + shift * count }
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "conversions are exact to the digit")]
mod tests {
    use super::*;

    #[test]
    fn temperatures_shift_values_but_not_distances() {
        let units = Units { canonical: Some(Unit::CEL), asked: Some(Unit::DEGF) };
        assert_eq!(units.point(20.0), 68.0);
        assert_eq!(units.distance(10.0), 18.0);
        assert_eq!(units.sum(30.0, 2.0), 118.0);
    }

    #[test]
    fn masses_convert_without_loss() {
        let units = Units { canonical: Some(Unit::G), asked: Some(Unit::KG) };
        assert_eq!(units.sum(1150.0, 3.0), 1.15);
    }
}
