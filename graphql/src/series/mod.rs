//! `xsSeries`: one number of a series as few points, with its gaps.

mod currencies;
mod points;

use daybook_schema::{time::format_instant, unit::Unit, value::Instant};
use serde_json::{Value as Json, json};

use crate::{error::RequestError, plan::statistics::series::SeriesPlan, read::Reader};

type Result<T> = std::result::Result<T, RequestError>;

impl Reader<'_> {
    /// Answers a series.
    pub fn series(&mut self, plan: &SeriesPlan) -> Result<Json> {
        let of = plan.timeline.of;
        let measured = self.snapshot.get(plan.target, of)?.filter(|entry| entry.trashed_at.is_none());
        if measured.is_none() {
            let name = &self.context.model.record(plan.target).name;
            let argument = &plan.argument;
            return Err(RequestError::bad_input(format!("`{argument}`: there is no {name} with the id `{of}`")));
        }
        self.refuse_several_currencies(plan)?;
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
        plan.answer.answer(&answer)
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
