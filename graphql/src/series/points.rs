//! Many segments of a line as few points.

use daybook_schema::{time::format_instant, value::Instant};
use daybook_store::query::{Line, Reading, Segment, Summary, Timeline};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::{
    json::finite_json,
    plan::statistics::{
        metric::{Metric, Units},
        series::width,
    },
};

/// One point for each bucket of equal width that holds samples. Where buckets of rollups were read, those of the answer
/// consist of whole ones: their edges are multiples of their width in UTC, and only the first and the last are cut off.
pub(super) fn least_and_greatest(line: &Line, timeline: &Timeline, points: i64, units: Units) -> Vec<Json> {
    let from = timeline.from;
    let width = width(from, timeline.to, points);
    let start = |at: Instant| match line.level {
        None => from + (at - from) / width * width,
        Some(level) => {
            let width = ((width + level - 1) / level).max(1) * level;
            (at - at.rem_euclid(width)).max(from)
        }
    };
    let mut points: Vec<(Instant, Summary)> = Vec::new();
    for segment in &line.segments {
        let start = start(segment.ends().0);
        if points.last().is_none_or(|(last, _)| *last != start) {
            points.push((start, Summary::default()));
        }
        if let Some((_, summary)) = points.last_mut() {
            match segment {
                Segment::Sample(at, value) => summary.add(Reading { at: *at, id: Uuid::nil(), value: *value }),
                Segment::Bucket(bucket) => summary.merge(bucket),
            }
        }
    }
    points.iter().map(|(start, summary)| point(*start, summary, units)).collect()
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

/// The segments that keep the shape of the line: of each bucket the one that makes the largest triangle with the one
/// chosen before and the mean of the bucket behind (Steinarsson 2013). The first and the last always stay. A segment of
/// several samples stands at the middle of its time, at their mean.
pub(super) fn largest_triangles(line: &Line, wanted: usize, units: Units) -> Vec<Json> {
    let places: Vec<(Instant, f64)> = line.segments.iter().map(place).collect();
    let chosen: Vec<usize> =
        if places.len() <= wanted.max(2) { (0..places.len()).collect() } else { choose(&places, wanted.max(3)) };
    let one = |position: &usize| match &line.segments[*position] {
        Segment::Sample(at, value) => {
            let value = finite_json(units.point(*value));
            json!({ "at": format_instant(*at), "value": value, "min": value, "max": value, "count": 1 })
        }
        Segment::Bucket(summary) => point(places[*position].0, summary, units),
    };
    chosen.iter().map(one).collect()
}

fn place(segment: &Segment) -> (Instant, f64) {
    match segment {
        Segment::Sample(at, value) => (*at, *value),
        Segment::Bucket(summary) => {
            let (first, last) = segment.ends();
            (first + (last - first) / 2, summary.total() / summary.count.max(1) as f64)
        }
    }
}

fn choose(samples: &[(Instant, f64)], wanted: usize) -> Vec<usize> {
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
    use daybook_store::query::Lines;

    use super::*;

    const HOUR: Instant = 3_600_000;

    fn timeline(from: Instant, to: Instant) -> Timeline {
        let record = daybook_schema::TypeIndex(0);
        Timeline { record, of: Uuid::nil(), field: daybook_schema::FieldIndex(0), from, to, widest: 0 }
    }

    fn hour(start: Instant, value: f64) -> Segment {
        let reading = |at| Reading { at, id: Uuid::nil(), value };
        Segment::Bucket(Box::new(Summary::of(&[reading(start), reading(start + HOUR / 2)], &[], &Lines::default())))
    }

    #[test]
    fn largest_triangles_keep_ends_and_peaks() {
        let samples: Vec<(Instant, f64)> = (0..100).map(|at| (at * 1000, if at == 42 { 50.0 } else { 0.0 })).collect();
        let chosen = choose(&samples, 10);
        assert_eq!(chosen.len(), 10);
        assert!(chosen.contains(&0) && chosen.contains(&42) && chosen.contains(&99));
        assert!(chosen.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn points_over_rollups_consist_of_whole_buckets() {
        let segments = vec![Segment::Sample(HOUR / 2, 7.0), hour(HOUR, 1.0), hour(2 * HOUR, 3.0), hour(3 * HOUR, 5.0)];
        let line = Line { segments, level: Some(HOUR), ..Line::default() };
        let points = least_and_greatest(&line, &timeline(HOUR / 2, 4 * HOUR), 2, Units::default());
        let told: Vec<Json> = points.iter().map(|point| json!([point["at"], point["count"], point["value"]])).collect();
        assert_eq!(told, [json!(["1970-01-01T00:30:00Z", 3, 3]), json!(["1970-01-01T02:00:00Z", 4, 4])]);
    }

    #[test]
    fn a_segment_stands_at_the_middle_of_its_time() {
        let line = Line { segments: vec![hour(0, 2.0)], level: Some(HOUR), ..Line::default() };
        let points = largest_triangles(&line, 10, Units::default());
        assert_eq!(points, [json!({"at": "1970-01-01T00:15:00Z", "value": 2, "min": 2, "max": 2, "count": 2})]);
    }
}
