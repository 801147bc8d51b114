//! `xsSeries`: which part of which line, and how coarsely it may be read.
//!
//! The store is told how wide a bucket of rollups may be that stands for its samples: for MIN_MAX at most twice the time
//! between two points, so that there are never less than half of the points asked for; for LTTB a quarter of it, so that
//! there is something to choose from. Where no level is as fine, the samples are read, and there are few of them: less
//! than those of seven minutes for each point (of an hour for LTTB).

use daybook_schema::{FieldIndex, TypeIndex, model::Kind, time::parse_instant, unit::Unit, value::Instant};
use daybook_store::query::Timeline;
use uuid::Uuid;

use super::{canonical, metric::Units, unit_of};
use crate::{
    error::RequestError,
    plan::{PlainPlan, Planned, Planner},
    surface::stats,
};

type Result<T> = std::result::Result<T, RequestError>;

/// Points of one answer at most.
const MAX_POINTS: i64 = 10_000;

/// A series to read.
pub struct SeriesPlan {
    /// The type of what was measured.
    pub target: TypeIndex,
    /// The argument that names what was measured.
    pub argument: String,
    /// Which part of it.
    pub timeline: Timeline,
    /// How many are asked for.
    pub points: i64,
    /// LTTB rather than MIN_MAX.
    pub largest_triangles: bool,
    /// Of the numbers.
    pub units: Units,
    /// What to answer.
    pub answer: PlainPlan,
}

impl Planner {
    /// Plans a series.
    pub fn series(&self, record: TypeIndex, planned: &Planned) -> Result<SeriesPlan> {
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
        let width = width(from, to, points);
        let widest = if largest_triangles { width / 4 } else { width.saturating_mul(2) };
        Ok(SeriesPlan {
            target,
            argument: argument.to_owned(),
            timeline: Timeline { record, of, field, from, to, widest },
            points,
            largest_triangles,
            units,
            answer: self.plain(&planned.type_name, &planned.selected.sets)?,
        })
    }
}

/// Milliseconds between two points, when so many are asked for.
pub fn width(from: Instant, to: Instant, points: i64) -> i64 {
    ((to - from) + points - 1) / points
}
