//! Which times of samples are plausible: the clock of a device whose battery died tells 1970, or 2999.

use super::SampleInput;
use crate::{
    model::Model,
    problem::{ErrorCode, Path, Problems, Warning, WarningCode},
    time::format_instant,
    value::{Instant, Value},
};

/// Which times of samples are plausible.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PlausibleTimes {
    /// The first one.
    pub earliest: Instant,
    /// Milliseconds from now to the last one.
    pub ahead: i64,
}

impl Default for PlausibleTimes {
    /// From 2000 on, up to a year ahead.
    fn default() -> Self {
        Self { earliest: 946_684_800_000, ahead: 366 * 86_400_000 }
    }
}

impl PlausibleTimes {
    /// Flags a sample whose time is not plausible, with a warning, so that it is kept but left out of statistics. That it
    /// lies in the future is no mistake then: a device would not send it again with another time.
    #[must_use]
    pub fn judged(
        self,
        model: &Model,
        now: Instant,
        (mut sample, mut problems): (SampleInput, Problems),
    ) -> (SampleInput, Problems) {
        let declared = model.record(sample.record);
        let Some(field) = declared.at else { return (sample, problems) };
        let Value::Instant(at) = sample.values[field.0] else { return (sample, problems) };
        let latest = now.saturating_add(self.ahead);
        let bound = if at < self.earliest {
            format!("earlier than {}", format_instant(self.earliest))
        } else if at > latest {
            format!("later than {}", format_instant(latest))
        } else {
            return (sample, problems);
        };
        let name = &declared.field(field).name;
        let path: Path = sample.path.iter().chain([name]).cloned().collect();
        problems.errors.retain(|error| error.code != ErrorCode::FutureTime || error.path != path);
        let message = format!(
            "`{name}` is {}, {bound}, as a clock tells it whose battery died; the sample is kept, but flagged and left out \
             of statistics",
            format_instant(at)
        );
        problems.warnings.push(Warning {
            code: WarningCode::ImplausibleTime,
            path,
            message,
            params: serde_json::Map::new(),
        });
        sample.flagged = true;
        (sample, problems)
    }
}
