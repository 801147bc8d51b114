//! The days that the household has lived through, by its own clocks.

use daybook_schema::{time::format_instant, value::Instant};
use jiff::{Span, Timestamp, Zoned, civil::Date, tz::TimeZone};

use super::Settings;

/// Milliseconds of a minute.
pub(super) const MINUTE: Instant = 60_000;

pub(super) struct Days {
    /// Nothing takes place later.
    pub now: Instant,
    /// The day that now is in.
    pub today: Date,
    /// How many days there are, today included.
    pub count: i32,
    zone: TimeZone,
}

impl Days {
    pub fn new(settings: &Settings, back: i32) -> Self {
        let now = Timestamp::from_millisecond(settings.now).unwrap_or(Timestamp::UNIX_EPOCH);
        let today = now.to_zoned(settings.zone.clone()).date();
        Self { now: settings.now, today, count: back + 1, zone: settings.zone.clone() }
    }

    /// The date so many days ago.
    pub fn ago(&self, days: i32) -> Date {
        self.today.checked_sub(Span::new().days(days)).unwrap_or(self.today)
    }

    /// All days, the first one first, each with its number from 0.
    pub fn all(&self) -> impl Iterator<Item = (i32, Date)> + '_ {
        (0..self.count).map(|number| (number, self.ago(self.count - 1 - number)))
    }

    /// So many minutes behind the beginning of a day, as its clocks tell them; may reach into the next one.
    pub fn at(&self, date: Date, minutes: f64) -> Instant {
        let start =
            date.to_zoned(self.zone.clone()).map_or(self.now, |start: Zoned| start.timestamp().as_millisecond());
        start + (minutes * MINUTE as f64) as Instant / MINUTE * MINUTE
    }

    /// The moment as GraphQL takes it, unless it is still to come.
    pub fn past(&self, at: Instant) -> Option<String> {
        (at <= self.now).then(|| format_instant(at))
    }
}
