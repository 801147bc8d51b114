//! `xsSeries`: one number of a series as few points, with its gaps.
//!
//! The store is told how wide a bucket of rollups may be that stands for its samples: for MIN_MAX at most twice the time
//! between two points, so that there are never less than half of the points asked for; for LTTB a quarter of it, so that
//! there is something to choose from. Where no level is as fine, the samples are read, and there are few of them: less
//! than those of seven minutes for each point (of an hour for LTTB).

use daybook_schema::{
    FieldIndex, TypeIndex,
    model::Kind,
    time::{format_instant, parse_instant},
    unit::Unit,
    value::Instant,
};
use daybook_store::query::Timeline;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{
    metric::Units,
    plan::{canonical, unit_of},
    points,
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
    /// The argument that names what was measured.
    argument: String,
    timeline: Timeline,
    points: i64,
    largest_triangles: bool,
    units: Units,
    planned: Planned,
}

impl Planner {
    /// Plans a series.
    pub fn series(&self, record: TypeIndex, planned: Planned) -> Result<SeriesPlan> {
        let declared = self.model().record(record);
        let Kind::Series { of, .. } = &declared.kind else {
            return Err(RequestError::bad_input(format!("{} is no series", declared.name)));
        };
        let measured = declared.field(*of);
        let target = measured.link().map_or(record, |link| link.target);
        let argument = stats::series_argument(&measured.name);
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
        // It is not required where the link has had other names, any of which may be given.
        let missing = || RequestError::bad_input(format!("`{argument}` is required: it says what was measured"));
        let given = planned.text(argument).ok_or_else(missing)?;
        let of: Uuid = given.parse().map_err(|_| {
            let what = &self.model().record(target).name;
            RequestError::bad_input(format!("`{argument}`: `{given}` is no id; give the `id` of a {what}"))
        })?;
        let largest_triangles = planned.text("method") == Some("LTTB");
        let width = points::width(from, to, points);
        let widest = if largest_triangles { width / 4 } else { width.saturating_mul(2) };
        Ok(SeriesPlan {
            target,
            argument: argument.to_owned(),
            timeline: Timeline { record, of, field, from, to, widest },
            points,
            largest_triangles,
            units,
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
            let argument = &plan.argument;
            return Err(RequestError::bad_input(format!("`{argument}`: there is no {name} with the id `{of}`")));
        }
        let line = self.snapshot.timeline(&plan.timeline)?;
        let points = if plan.largest_triangles {
            points::largest_triangles(&line, plan.points.unsigned_abs() as usize, plan.units)
        } else {
            points::least_and_greatest(&line, &plan.timeline, plan.points, plan.units)
        };
        let gaps =
            line.gaps.iter().map(|(from, to)| json!({ "from": format_instant(*from), "to": format_instant(*to) }));
        let answer = json!({
            "points": points,
            "gaps": gaps.collect::<Vec<_>>(),
            "moreGaps": line.more_gaps,
            "source": source(line.level),
            "unit": plan.units.answered().map(Unit::name),
        });
        self.planner.plain("Series", &answer, &plan.planned.selected.sets)
    }
}

/// What was read: the width of the widest buckets, or the samples.
fn source(level: Option<Instant>) -> String {
    const HOUR: Instant = 3_600_000;
    match level {
        None => "RAW".to_owned(),
        Some(level) if level % (24 * HOUR) == 0 => format!("P{}D", level / (24 * HOUR)),
        Some(level) if level % HOUR == 0 => format!("PT{}H", level / HOUR),
        Some(level) => format!("PT{}M", level / 60_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_is_the_width_of_buckets() {
        let sources = [None, Some(900_000), Some(3_600_000), Some(86_400_000)].map(source);
        assert_eq!(sources, ["RAW", "PT15M", "PT1H", "P1D"]);
    }
}
