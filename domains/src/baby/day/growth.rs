//! Weight, length and head by the end of a day, and how they changed.

use daybook_schema::{Value, time::format_instant, unit::Unit, value::Instant};
use daybook_store::query::{Filter, Measure, Reading, Summary};
use serde::Serialize;

use super::Result;
use crate::{
    quantity::QuantityResult,
    records::{Kind, Records, before, is, measure_of},
    tally::Tally,
};

/// Milliseconds of 24 hours.
const DAY: f64 = 86_400_000.0;

/// Fields of `Growth`, and what they are called.
const MEASURES: [(&str, &str); 3] =
    [("weight", "WEIGHT"), ("length", "LENGTH"), ("headCircumference", "HEAD_CIRCUMFERENCE")];

/// `ChildDayGrowth`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Growth {
    pub measure: &'static str,
    pub latest: QuantityResult,
    pub at: String,
    pub previous: Option<QuantityResult>,
    pub previous_at: Option<String>,
    pub change: Option<QuantityResult>,
    pub change_per_day: Option<QuantityResult>,
    pub first: Option<QuantityResult>,
    pub first_at: Option<String>,
    pub change_since_first: Option<QuantityResult>,
}

/// Two statements: first and last values, then the last ones before those.
pub(super) fn growth(records: &mut Records<'_>, child: &Value, end: Instant) -> Result<Vec<Growth>> {
    let kind = records.kind("Growth")?;
    let measured = kind.field("measuredAt")?;
    let filters = vec![is(kind.field("child")?, child.clone()), before(measured.clone(), end)];
    let measures = MEASURES.map(|(field, _)| Ok(Measure::of(kind.field(field)?)));
    let measures = measures.into_iter().collect::<Result<Vec<_>>>()?;
    let found = summaries(records, &kind, filters.clone(), measures)?;
    let earlier = MEASURES.iter().zip(&found).map(|((field, _), summary)| {
        let filter = summary.last.map_or(Filter::Any(Vec::new()), |last| before(measured.clone(), last.at));
        Ok(measure_of(kind.field(field)?, filter))
    });
    let earlier = earlier.collect::<Result<Vec<_>>>()?;
    let earlier = summaries(records, &kind, filters, earlier)?;
    let mut growth = Vec::new();
    for ((field, measure), (all, earlier)) in MEASURES.iter().zip(found.iter().zip(&earlier)) {
        let unit = kind.unit(field)?.unwrap_or(Unit::ONE);
        growth.extend(all.last.map(|last| one(measure, unit, last, earlier.last, all.first)));
    }
    Ok(growth)
}

fn summaries(
    records: &mut Records<'_>,
    kind: &Kind,
    filters: Vec<Filter>,
    measures: Vec<Measure>,
) -> Result<Vec<Summary>> {
    Ok(records.ask(kind, filters, Vec::new(), measures)?.pop().map(|group| group.measures).unwrap_or_default())
}

fn one(measure: &'static str, unit: Unit, last: Reading, previous: Option<Reading>, first: Option<Reading>) -> Growth {
    let quantity = |value: f64| QuantityResult::told(value, unit);
    let first = first.filter(|first| first.at < last.at);
    let since = |earlier: Reading| Tally::of(last.value, unit).minus(Tally::of(earlier.value, unit));
    let per_day = |previous: Reading| {
        let milliseconds = Tally::plain((last.at - previous.at) as f64);
        since(previous).times(Tally::plain(DAY)).over(milliseconds)
    };
    let change = |tally: Tally| QuantityResult::of(tally, unit);
    Growth {
        measure,
        latest: quantity(last.value),
        at: format_instant(last.at),
        previous: previous.map(|previous| quantity(previous.value)),
        previous_at: previous.map(|previous| format_instant(previous.at)),
        change: previous.map(|previous| change(since(previous))),
        change_per_day: previous.map(|previous| change(per_day(previous))),
        first: first.map(|first| quantity(first.value)),
        first_at: first.map(|first| format_instant(first.at)),
        change_since_first: first.map(|first| change(since(first))),
    }
}
