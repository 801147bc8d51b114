//! `roomNight`: what a sensor measured through one night.

mod ranges;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use daybook_schema::{Value, exact::significant, time::format_instant, unit::Unit, value::Instant};
use daybook_store::query::{Group, GroupKey, Grouped, Measure, Subject, Summary};
use serde::{Deserialize, Serialize};

use self::ranges::{Guide, Outside, Range};
use crate::{
    calendar::{self, Interval, duration},
    function::{Function, Run, bind},
    mistakes::{FunctionError, Mistakes},
    quantity::QuantityResult,
    records::{Kind, Records, before, is, since},
};

type Result<T> = std::result::Result<T, FunctionError>;

/// The binding of `roomNight`.
pub const FUNCTION: Function = Function {
    name: "roomNight",
    arguments: &["sensor", "night", "tz", "from", "to", "guides", "ranges"],
    result: &[
        "sensor",
        "name",
        "place",
        "start",
        "end",
        "complete",
        "samples",
        "metrics",
        "gaps",
        "outside",
        "rule",
        "ruleVersion",
        "source",
    ],
    types: &["Sensor", "Reading"],
    run: Run::Reading(|records, arguments| bind(arguments, |arguments: Arguments| room_night(records, &arguments))),
};

const RULE: &str = "Samples that are not flagged, between the two times of the clock. The mean is that over time; gaps \
                    have no part in it. Time outside a range is the covered time, times the share of samples outside.";
const RULE_VERSION: &str = "1";
const SOURCE: &str = "The sensor's own samples: Reading.";

/// Statistics come by quarters of an hour, which rollups keep: a longer gap spans the edge of two.
const QUARTER: i64 = 900_000;

/// Arguments of `roomNight`; the declaration says what each means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "documented in schema/operations/sensors.graphql")]
pub struct Arguments {
    pub sensor: String,
    pub night: String,
    pub tz: String,
    pub from: Option<String>,
    pub to: Option<String>,
    pub guides: Option<Vec<Guide>>,
    pub ranges: Option<Vec<Range>>,
}

/// `RoomMetric`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "documented in schema/operations/sensors.graphql")]
pub enum Metric {
    Temperature,
    Humidity,
    #[serde(rename = "CO2")]
    Co2,
}

/// `RoomNight`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "documented in schema/operations/sensors.graphql")]
pub struct RoomNight {
    pub sensor: String,
    pub name: String,
    pub place: Option<String>,
    pub start: String,
    pub end: String,
    pub complete: bool,
    pub samples: u64,
    pub metrics: Vec<NightMetric>,
    pub gaps: Vec<Gap>,
    pub outside: Vec<Outside>,
    pub rule: &'static str,
    pub rule_version: &'static str,
    pub source: &'static str,
}

/// `RoomNightMetric`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "documented in schema/operations/sensors.graphql")]
pub struct NightMetric {
    pub metric: Metric,
    pub samples: u64,
    pub min: QuantityResult,
    pub mean: QuantityResult,
    pub max: QuantityResult,
    pub covered: String,
}

/// `RoomNightGap`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "documented in schema/operations/sensors.graphql")]
pub struct Gap {
    pub from: String,
    pub to: String,
}

impl Metric {
    /// All of them, in the order of the answer.
    pub const ALL: [Self; 3] = [Self::Temperature, Self::Humidity, Self::Co2];

    /// The field of `Reading`.
    pub fn field(self) -> &'static str {
        match self {
            Self::Temperature => "temperature",
            Self::Humidity => "humidity",
            Self::Co2 => "co2",
        }
    }

    fn unit(self, kind: &Kind) -> Result<Unit> {
        Ok(kind.unit(self.field())?.unwrap_or(Unit::ONE))
    }
}

/// Answers `roomNight`.
pub fn room_night(records: &mut Records<'_>, arguments: &Arguments) -> Result<RoomNight> {
    let (night, ranges) = checked(arguments)?;
    let sensors = records.kind("Sensor")?;
    let (id, values) =
        records.entry(&sensors, "sensor", &arguments.sensor, &["name", "place", "expectedInterval", "gapFactor"])?;
    let kind = records.kind("Reading")?;
    let at = kind.field("at")?;
    let filters = vec![
        is(Subject::Id, Value::Id(id)),
        is(Subject::Flagged, Value::Boolean(false)),
        since(at.clone(), night.from),
        before(at.clone(), night.to),
    ];
    let quarters: Vec<Instant> =
        (night.from..night.to).step_by(QUARTER.unsigned_abs() as usize).chain([night.to]).collect();
    let mut measures = vec![Measure::of(at.clone())];
    for metric in Metric::ALL {
        measures.push(Measure { weighted: true, ..Measure::of(kind.field(metric.field())?) });
    }
    let group = Group::Time(at, Arc::new(quarters));
    let mut found = records.ask(&kind, filters.clone(), vec![group], measures)?;
    found.sort_by_key(|quarter| match quarter.keys[0] {
        GroupKey::Position(position) => position,
        GroupKey::Value(_) => 0,
    });
    let gap = own_gap(&kind, &values);
    let whole = |place: usize| {
        let mut whole = Summary::default();
        found.iter().for_each(|quarter| whole.join(&quarter.measures[place], gap));
        whole
    };
    let metrics = Metric::ALL.map(whole_of(&whole));
    let mut answers = Vec::new();
    for (metric, summary) in &metrics {
        answers.extend(night_metric(*metric, metric.unit(&kind)?, summary));
    }
    let text = |place: usize| match values.get(place) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    Ok(RoomNight {
        sensor: id.to_string(),
        name: text(0).unwrap_or_default(),
        place: text(1),
        start: format_instant(night.from),
        end: format_instant(night.to),
        complete: records.now >= night.to,
        samples: whole(0).count,
        metrics: answers,
        gaps: gaps(&found, Interval { from: night.from, to: night.to.min(records.now) }, gap),
        outside: ranges::outside(records, &kind, filters, &ranges, &metrics)?,
        rule: RULE,
        rule_version: RULE_VERSION,
        source: SOURCE,
    })
}

/// Each metric with what its place among the measures says.
fn whole_of(whole: &dyn Fn(usize) -> Summary) -> impl Fn(Metric) -> (Metric, Summary) {
    move |metric| (metric, whole(Metric::ALL.iter().position(|known| *known == metric).unwrap_or_default() + 1))
}

/// The arguments but for the sensor, or all that is wrong with them.
fn checked(arguments: &Arguments) -> Result<(Interval, Vec<ranges::Checked>)> {
    let mut mistakes = Mistakes::default();
    let from = mistakes.take(calendar::time_of_day("from", arguments.from.as_deref().unwrap_or("19:00:00")));
    let to = mistakes.take(calendar::time_of_day("to", arguments.to.as_deref().unwrap_or("07:00:00")));
    let date = mistakes.take(calendar::date("night", &arguments.night));
    let zone = mistakes.take(calendar::zone("tz", &arguments.tz));
    let mut ranges: Vec<_> = arguments.guides.iter().flatten().map(|guide| guide.range()).collect();
    let own = arguments.ranges.iter().flatten().enumerate();
    ranges.extend(own.filter_map(|(position, range)| mistakes.take_all(range.checked(position))));
    let (Some(from), Some(to), Some(date), Some(zone)) = (from, to, date, zone) else { return Err(mistakes.error()) };
    let night = mistakes.take(calendar::night("night", date, from, to, &zone));
    match night {
        Some(night) => mistakes.settle().map(|()| (night, ranges)),
        None => Err(mistakes.error()),
    }
}

fn night_metric(metric: Metric, unit: Unit, summary: &Summary) -> Option<NightMetric> {
    let quantity = |value: f64| QuantityResult::told(value, unit);
    Some(NightMetric {
        metric,
        samples: summary.count,
        min: quantity(summary.min),
        // An area over a time: it has an end by chance only.
        mean: QuantityResult::as_is(significant(summary.weighted()?), unit),
        max: quantity(summary.max),
        covered: duration(summary.covered),
    })
}

/// What distance of two samples the sensor itself says is a gap: name and place stand before interval and factor.
fn own_gap(kind: &Kind, sensor: &[Value]) -> Option<i64> {
    let every = match sensor.get(2) {
        Some(Value::Duration(every)) => Some(every.milliseconds()),
        _ => None,
    };
    let factor = match sensor.get(3) {
        Some(Value::Float(factor)) => Some(*factor),
        _ => None,
    };
    kind.gap(every, factor)
}

/// Stretches without a sample, at least a quarter of an hour long and a gap to the sensor.
fn gaps(quarters: &[Grouped], night: Interval, gap: Option<i64>) -> Vec<Gap> {
    let beyond = gap.unwrap_or(0).max(QUARTER - 1);
    let mut gaps = Vec::new();
    let mut last = night.from;
    let mut until = |last: Instant, at: Instant| {
        if at - last > beyond {
            gaps.push(Gap { from: format_instant(last), to: format_instant(at) });
        }
    };
    for times in quarters.iter().map(|quarter| &quarter.measures[0]) {
        let (Some(first), Some(end)) = (times.first, times.last) else { continue };
        until(last, first.at);
        last = end.at;
    }
    until(last, night.to);
    gaps
}
