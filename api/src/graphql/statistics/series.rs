//! `xsSeries`: one number of a series as few points, with its gaps.

use daybook_schema::{
    FieldIndex, TypeIndex,
    model::Kind,
    time::{format_instant, parse_instant},
    unit::Unit,
    value::Instant,
};
use daybook_store::query::{Summary, Timeline};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{
    metric::{Metric, Units},
    plan::{canonical, unit_of},
    shape::finite_json,
};
use crate::{
    error::RequestError,
    graphql::{
        plan::{Planned, Planner},
        read::Reader,
        surface::stats,
    },
};

type Result<T> = std::result::Result<T, RequestError>;

/// Points of one answer at most.
const MAX_POINTS: i64 = 10_000;

/// A series to read.
pub struct SeriesPlan {
    target: TypeIndex,
    timeline: Timeline,
    points: i64,
    largest_triangles: bool,
    units: Units,
    gap: Option<i64>,
    planned: Planned,
}

impl Planner {
    /// Plans a series.
    pub fn series(&self, record: TypeIndex, planned: Planned) -> Result<SeriesPlan> {
        let declared = self.model().record(record);
        let Kind::Series { of, every, .. } = &declared.kind else {
            return Err(RequestError::bad_input(format!("{} is no series", declared.name)));
        };
        let measured = declared.field(*of);
        let target = measured.link().map_or(record, |link| link.target);
        let argument = stats::series_argument(measured);
        let field: FieldIndex = self.number_field(record, planned.text("metric").unwrap_or_default(), "metric")?;
        let moment = |name: &str| {
            parse_instant(planned.text(name).unwrap_or_default())
                .map_err(|error| RequestError::bad_input(format!("`{name}`: {error}")))
        };
        let (from, to) = (moment("from")?, moment("to")?);
        if from >= to {
            return Err(RequestError::bad_input(
                "`to`: is not after `from`; a series runs from the earlier to the later",
            ));
        }
        let points = planned.integer("points").unwrap_or(500);
        if !(1..=MAX_POINTS).contains(&points) {
            let message = format!("`points` is {points}; it must be from 1 to {MAX_POINTS}");
            return Err(RequestError::bad_input(message));
        }
        let canonical = canonical(declared.field(field));
        let asked = planned.text("unit").and_then(Unit::from_name);
        let units = Units { canonical, asked: unit_of(asked, canonical, "unit")? };
        let of = planned.text(argument).and_then(|id| id.parse().ok()).unwrap_or(Uuid::nil());
        Ok(SeriesPlan {
            target,
            timeline: Timeline { record, of, field, from, to },
            points,
            largest_triangles: planned.text("method") == Some("LTTB"),
            units,
            gap: every.as_ref().map(|every| every.milliseconds().saturating_mul(3)),
            planned,
        })
    }
}

impl Reader<'_> {
    /// Answers a series.
    pub fn series(&mut self, plan: &SeriesPlan) -> Result<Json> {
        let of = plan.timeline.of;
        let measured = self.snapshot.get(plan.target, of)?.filter(|entry| entry.trashed_at.is_none());
        if measured.is_none() {
            let name = &self.planner.model().record(plan.target).name;
            return Err(RequestError::bad_input(format!("there is no {name} with the id `{of}`")));
        }
        let samples = self.snapshot.timeline(&plan.timeline)?;
        let points = if plan.largest_triangles { triangles(&samples, plan) } else { buckets(&samples, plan) };
        let gaps = samples.windows(2).filter(|pair| plan.gap.is_some_and(|gap| pair[1].0 - pair[0].0 > gap));
        let gaps = gaps.map(|pair| json!({ "from": format_instant(pair[0].0), "to": format_instant(pair[1].0) }));
        let answer = json!({
            "points": points,
            "gaps": gaps.collect::<Vec<_>>(),
            "source": "RAW",
            "unit": plan.units.answered().map(Unit::name),
        });
        self.planner.plain("Series", &answer, &plan.planned.selected.sets)
    }
}

/// One point for each bucket of equal width that holds samples.
fn buckets(samples: &[(Instant, f64)], plan: &SeriesPlan) -> Vec<Json> {
    let Timeline { from, to, .. } = plan.timeline;
    let width = ((to - from) + plan.points - 1) / plan.points;
    let mut points: Vec<(Instant, Summary)> = Vec::new();
    for (at, value) in samples {
        let start = from + (at - from) / width * width;
        if points.last().is_none_or(|(last, _)| *last != start) {
            points.push((start, Summary::default()));
        }
        if let Some((_, summary)) = points.last_mut() {
            summary.add(daybook_store::query::Reading { at: *at, id: Uuid::nil(), value: *value });
        }
    }
    points.iter().map(|(start, summary)| point(*start, summary, plan.units)).collect()
}

fn point(at: Instant, summary: &Summary, units: Units) -> Json {
    let number = |metric: Metric| metric.of(summary, units).map_or(Json::Null, finite_json);
    json!({
        "at": format_instant(at),
        "value": number(Metric::Avg),
        "min": number(Metric::Min),
        "max": number(Metric::Max),
        "count": summary.count,
    })
}

/// The samples that keep the shape of the line: of each bucket the one that makes the largest triangle with the sample
/// chosen before and the mean of the bucket behind (Steinarsson 2013). The first and the last always stay.
fn triangles(samples: &[(Instant, f64)], plan: &SeriesPlan) -> Vec<Json> {
    let wanted = plan.points.unsigned_abs() as usize;
    let chosen: Vec<usize> = if samples.len() <= wanted.max(2) {
        (0..samples.len()).collect()
    } else {
        largest_triangles(samples, wanted.max(3))
    };
    let one = |position: &usize| {
        let (at, value) = samples[*position];
        let value = finite_json(plan.units.point(value));
        json!({ "at": format_instant(at), "value": value, "min": value, "max": value, "count": 1 })
    };
    chosen.iter().map(one).collect()
}

fn largest_triangles(samples: &[(Instant, f64)], wanted: usize) -> Vec<usize> {
    let inner = samples.len() - 2;
    let start = |bucket: usize| 1 + bucket * inner / (wanted - 2);
    let mut chosen = vec![0];
    for bucket in 0..wanted - 2 {
        let (first, behind) = (start(bucket), start(bucket + 1));
        let next = if bucket + 1 < wanted - 2 { behind..start(bucket + 2) } else { samples.len() - 1..samples.len() };
        let count = next.len().max(1) as f64;
        let origin = samples[0].0;
        let mean_at = samples[next.clone()].iter().map(|(at, _)| (at - origin) as f64).sum::<f64>() / count;
        let mean = samples[next].iter().map(|(_, value)| value).sum::<f64>() / count;
        let (before_at, before) = samples[chosen[chosen.len() - 1]];
        let before_at = (before_at - origin) as f64;
        let area = |position: &usize| {
            let (at, value) = samples[*position];
            ((before_at - mean_at) * (value - before) - (before_at - (at - origin) as f64) * (mean - before)).abs()
        };
        if let Some(largest) = (first..behind).max_by(|one, other| area(one).total_cmp(&area(other))) {
            chosen.push(largest);
        }
    }
    chosen.push(samples.len() - 1);
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn largest_triangles_keep_ends_and_peaks() {
        let samples: Vec<(Instant, f64)> = (0..100).map(|at| (at * 1000, if at == 42 { 50.0 } else { 0.0 })).collect();
        let chosen = largest_triangles(&samples, 10);
        assert_eq!(chosen.len(), 10);
        assert!(chosen.contains(&0) && chosen.contains(&42) && chosen.contains(&99));
        assert!(chosen.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
