//! Ranges that a room is held against, and how long it was outside of them.

use daybook_schema::{
    Value,
    problem::{ErrorCode, InputError},
    unit::{Dimension, Unit},
    value::Quantity,
};
use daybook_store::query::{Filter, Summary, Test};
use serde::{Deserialize, Serialize};

use super::{Metric, Result};
use crate::{
    calendar::duration,
    quantity::{QuantityArgument, QuantityResult, error},
    records::{Kind, Records, count_of},
    tally::Tally,
};

/// Milliseconds are rounded to whole seconds: samples know no more.
const SECOND: f64 = 1000.0;

/// `RoomGuide`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Guide {
    LullabyTrustTemperature,
    UsNurseryTemperature,
    CommonHumidity,
    EpaHumidity,
}

/// `RoomRange`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    pub metric: Metric,
    pub min: Option<QuantityArgument>,
    pub max: Option<QuantityArgument>,
    pub name: Option<String>,
}

/// `RoomNightOutside`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outside {
    pub metric: Metric,
    pub name: Option<String>,
    pub min: Option<QuantityResult>,
    pub max: Option<QuantityResult>,
    pub below: String,
    pub above: String,
    pub share: Option<f64>,
    pub source: String,
}

/// A range whose bounds have units of the right dimension, in the order given.
#[derive(Clone, Debug)]
pub struct Checked {
    metric: Metric,
    name: Option<String>,
    min: Option<(f64, Unit)>,
    max: Option<(f64, Unit)>,
    source: String,
}

impl Guide {
    /// The range that it advises.
    pub(super) fn range(self) -> Checked {
        let (name, metric, unit, bounds, source) = match self {
            Self::LullabyTrustTemperature => {
                let source = "The Lullaby Trust, United Kingdom: 16 to 20 °C, as a guide only";
                ("LULLABY_TRUST_TEMPERATURE", Metric::Temperature, Unit::CEL, (16.0, 20.0), source)
            }
            Self::UsNurseryTemperature => {
                let source = "Common advice in the United States: 68 to 72 °F";
                ("US_NURSERY_TEMPERATURE", Metric::Temperature, Unit::DEGF, (68.0, 72.0), source)
            }
            Self::CommonHumidity => {
                let source = "Common advice for living rooms: 40 to 60 %";
                ("COMMON_HUMIDITY", Metric::Humidity, Unit::PERCENT, (40.0, 60.0), source)
            }
            Self::EpaHumidity => {
                let source = "United States Environmental Protection Agency, against mould: 30 to 50 %";
                ("EPA_HUMIDITY", Metric::Humidity, Unit::PERCENT, (30.0, 50.0), source)
            }
        };
        let (min, max) = bounds;
        let (name, source) = (Some(name.to_owned()), source.to_owned());
        Checked { metric, name, min: Some((min, unit)), max: Some((max, unit)), source }
    }
}

impl Range {
    /// The range, or all that is wrong with it.
    pub(super) fn checked(&self, position: usize) -> std::result::Result<Checked, Vec<InputError>> {
        let place = position.to_string();
        let mut mistakes = Vec::new();
        let mut bound = |name: &str, given: Option<&QuantityArgument>| {
            let given = given?;
            match given.unit(self.dimension(), &["ranges", &place, name]) {
                Ok(unit) => Some((given.value, unit)),
                Err(wrong) => {
                    mistakes.push(wrong);
                    None
                }
            }
        };
        let (min, max) = (bound("min", self.min.as_ref()), bound("max", self.max.as_ref()));
        let wrong = |message: &str| error(ErrorCode::InvalidValue, &["ranges", &place], message);
        if self.min.is_none() && self.max.is_none() {
            mistakes.push(wrong("a range needs `min`, `max` or both"));
        }
        if let (Some((low, from)), Some((high, to))) = (min, max)
            && from.convert_f64(low, to).is_some_and(|low| low >= high)
        {
            mistakes.push(wrong("`min` must be less than `max`"));
        }
        let source = "asked for".to_owned();
        let checked = Checked { metric: self.metric, name: self.name.clone(), min, max, source };
        if mistakes.is_empty() { Ok(checked) } else { Err(mistakes) }
    }

    fn dimension(&self) -> Dimension {
        match self.metric {
            Metric::Temperature => Dimension::Temperature,
            Metric::Humidity | Metric::Co2 => Dimension::Fraction,
        }
    }
}

/// How long the room was outside of each range: one statement for all of them, none without ranges.
pub(super) fn outside(
    records: &mut Records<'_>,
    kind: &Kind,
    filters: Vec<Filter>,
    ranges: &[Checked],
    metrics: &[(Metric, Summary)],
) -> Result<Vec<Outside>> {
    if ranges.is_empty() {
        return Ok(Vec::new());
    }
    let mut measures = Vec::new();
    for range in ranges {
        let field = kind.field(range.metric.field())?;
        let canonical = range.metric.unit(kind)?;
        let value = |(bound, unit): (f64, Unit)| {
            Value::Quantity(Quantity { value: unit.convert_f64(bound, canonical).unwrap_or(f64::NAN), entered: None })
        };
        let outside = |bound: Option<(f64, Unit)>, test: fn(Value) -> Test| {
            let filter = bound.map(|bound| Filter::Test(field.clone(), test(value(bound))));
            count_of(filter.unwrap_or(Filter::Any(Vec::new())))
        };
        measures.extend([outside(range.min, Test::Lt), outside(range.max, Test::Gt)]);
    }
    let found = records.ask(kind, filters, Vec::new(), measures)?.pop().map(|all| all.measures).unwrap_or_default();
    let pairs = found.chunks_exact(2);
    Ok(ranges.iter().zip(pairs).map(|(range, pair)| range.answer(pair[0].count, pair[1].count, metrics)).collect())
}

impl Checked {
    fn answer(&self, below: u64, above: u64, metrics: &[(Metric, Summary)]) -> Outside {
        let nothing = Summary::default();
        let all = metrics.iter().find(|(metric, _)| *metric == self.metric).map_or(&nothing, |(_, summary)| summary);
        let time = |samples: u64| {
            let share = samples as f64 / (all.count.max(1)) as f64;
            duration(((all.covered as f64 * share / SECOND).round() * SECOND) as i64)
        };
        let quantity = |bound: Option<(f64, Unit)>| bound.map(|(value, unit)| QuantityResult::told(value, unit));
        Outside {
            metric: self.metric,
            name: self.name.clone(),
            min: quantity(self.min),
            max: quantity(self.max),
            below: time(below),
            above: time(above),
            share: (all.count > 0)
                .then(|| Tally::plain((below + above) as f64).over(Tally::plain(all.count as f64)).told()),
            source: self.source.clone(),
        }
    }
}
