//! Buckets of a calendar: where each begins, in a time zone.
//!
//! Lengths up to an hour count from the start of each local day, so that an hour that occurs twice makes two buckets.
//! Several hours follow the wall clock; days, weeks, months and years the calendar. An edge that clocks jumped over stands
//! where they went on, so that each bucket holds just the times that clocks showed within it. A day that a zone skipped
//! has no bucket.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

use super::{DAY, Instant, Span, TimeError};

/// Buckets of one answer at most.
pub const MAX_BUCKETS: usize = 10_000;

const HOUR: i64 = 3_600_000;
const MINUTE: i64 = 60_000;

/// Calendar buckets of one length in one zone.
#[derive(Clone, Debug)]
pub struct Buckets {
    length: Length,
    zone: TimeZone,
    every: Span,
}

/// How edges follow from each other.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Length {
    /// Milliseconds since the start of the local day.
    Elapsed(i64),
    /// Hours of the wall clock.
    Hours(i64),
    /// Days counted from 1970-01-01; multiples of seven from a Monday.
    Days(i64),
    /// Months counted from January.
    Months(i64),
}

impl Buckets {
    /// Buckets of a length, or why there are none of it and which to use.
    pub fn new(every: &Span, zone: TimeZone) -> Result<Self, TimeError> {
        let length = length(every)?;
        Ok(Self { length, zone, every: every.clone() })
    }

    /// The edges of all buckets that hold an instant from `from` to before `to`: the start of each, then the end of the
    /// last. Empty when there is no such instant; more than [`MAX_BUCKETS`] are an error.
    pub fn edges(&self, from: Instant, to: Instant) -> Result<Vec<Instant>, TimeError> {
        if from >= to {
            return Ok(Vec::new());
        }
        let expected = (to - from) / self.every.milliseconds().max(1);
        if expected > MAX_BUCKETS as i64 + 2 {
            return Err(self.too_many(expected));
        }
        let mut edges: Vec<Instant> = Vec::new();
        let mut unit = self.unit(from)?;
        loop {
            let next = self.after(unit)?;
            for edge in self.edges_within(unit, next)? {
                if edge <= from {
                    edges.clear();
                }
                // A skipped day, or an hour that a clock jumped over, begins where the next does.
                if edges.last().is_none_or(|last| *last < edge) {
                    edges.push(edge);
                }
                if edge >= to {
                    break;
                }
            }
            if edges.last().is_some_and(|last| *last >= to) {
                break;
            }
            unit = next;
        }
        match edges.len() {
            length if length > MAX_BUCKETS + 1 => Err(self.too_many(length as i64 - 1)),
            _ => Ok(edges),
        }
    }

    fn too_many(&self, count: i64) -> TimeError {
        TimeError(format!(
            "buckets of {} would be {count}; {MAX_BUCKETS} are allowed: use longer ones, or a narrower filter",
            self.every
        ))
    }

    /// The first day of the unit that an instant is in.
    fn unit(&self, at: Instant) -> Result<Date, TimeError> {
        let timestamp = Timestamp::from_millisecond(at).map_err(|_| beyond())?;
        let date = self.zone.to_datetime(timestamp).date();
        let back = match self.length {
            Length::Elapsed(_) | Length::Hours(_) => 0,
            Length::Days(days) if days % 7 == 0 => (super::date_instant(date) / DAY - 4).rem_euclid(days),
            Length::Days(days) => (super::date_instant(date).div_euclid(DAY)).rem_euclid(days),
            Length::Months(months) => {
                let position = i64::from(date.year()) * 12 + i64::from(date.month()) - 1;
                let first = date.first_of_month();
                return first.checked_sub(position.rem_euclid(months).months()).map_err(|_| beyond());
            }
        };
        date.checked_sub(back.days()).map_err(|_| beyond())
    }

    /// The first day of the next unit.
    fn after(&self, unit: Date) -> Result<Date, TimeError> {
        let span = match self.length {
            Length::Elapsed(_) | Length::Hours(_) => 1.days(),
            Length::Days(days) => days.days(),
            Length::Months(months) => months.months(),
        };
        unit.checked_add(span).map_err(|_| beyond())
    }

    /// The edges from the start of a unit to the start of the next, both included.
    fn edges_within(&self, unit: Date, next: Date) -> Result<Vec<Instant>, TimeError> {
        let (start, end) = (self.midnight(unit)?, self.midnight(next)?);
        let mut edges = vec![start];
        match self.length {
            Length::Elapsed(length) => {
                let mut edge = start + length;
                while edge < end {
                    edges.push(edge);
                    edge += length;
                }
            }
            Length::Hours(hours) => {
                for hour in (hours..24).step_by(hours.unsigned_abs() as usize) {
                    let time = Time::new(hour as i8, 0, 0, 0).map_err(|_| beyond())?;
                    let edge = self.moment(unit.to_datetime(time))?;
                    if edge > start && edge < end {
                        edges.push(edge);
                    }
                }
            }
            Length::Days(_) | Length::Months(_) => {}
        }
        edges.push(end);
        Ok(edges)
    }

    /// The start of a local day; where midnight was skipped the first moment after it.
    fn midnight(&self, date: Date) -> Result<Instant, TimeError> {
        self.moment(date.to_datetime(Time::midnight()))
    }

    fn moment(&self, local: DateTime) -> Result<Instant, TimeError> {
        super::first_moment(local, &self.zone).ok_or_else(beyond)
    }
}

fn beyond() -> TimeError {
    TimeError("the buckets reach beyond the years 0001 to 9999".to_owned())
}

fn length(every: &Span) -> Result<Length, TimeError> {
    let (months, days, time) = every.components();
    let wrong = |right: &str| Err(TimeError(format!("buckets of {every} do not fit the calendar: {right}")));
    match (months, days, time) {
        (0, 0, 0) => Err(TimeError("a bucket must have a length, such as PT15M, PT1H, P1D, P1W or P1M".to_owned())),
        (months, 0, 0) if months > 12 && months % 12 != 0 => wrong("use whole years, such as P1Y"),
        (months, 0, 0) if months < 12 && 12 % months != 0 => wrong("use 1, 2, 3, 4, 6 or 12 months"),
        (months, 0, 0) => Ok(Length::Months(months)),
        (0, days, 0) => Ok(Length::Days(days)),
        (0, 0, time) if time % 1000 != 0 => wrong("use whole seconds that divide a minute, or more"),
        (0, 0, time) if time < MINUTE && MINUTE % time != 0 => wrong("use 1, 2, 3, 5, 10, 15, 20 or 30 seconds"),
        (0, 0, time) if (MINUTE..=HOUR).contains(&time) && (time % MINUTE != 0 || HOUR % time != 0) => {
            wrong("use 1, 2, 3, 5, 10, 15, 20 or 30 minutes")
        }
        (0, 0, time) if time <= HOUR => Ok(Length::Elapsed(time)),
        (0, 0, time) if time == DAY => wrong("use P1D"),
        (0, 0, time) if time % HOUR != 0 || time > DAY || DAY % time != 0 => {
            wrong("use 1, 2, 3, 4, 6, 8 or 12 hours, or whole days such as P1D")
        }
        (0, 0, time) => Ok(Length::Hours(time / HOUR)),
        _ => wrong("use one unit alone, such as PT1H, P1D or P1M"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{format_instant, parse_instant, zone};

    fn edges(every: &str, tz: &str, from: &str, to: &str) -> Vec<String> {
        let buckets = Buckets::new(&every.parse().unwrap(), zone(tz).unwrap()).unwrap();
        let edges = buckets.edges(parse_instant(from).unwrap(), parse_instant(to).unwrap()).unwrap();
        edges.into_iter().map(format_instant).collect()
    }

    #[test]
    fn days_have_23_and_25_hours_when_clocks_change() {
        let spring = edges("P1D", "Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T23:00:00Z");
        assert_eq!(spring, ["2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "2026-03-30T22:00:00Z"]);
        let autumn = edges("P1D", "Europe/Berlin", "2026-10-25T10:00:00Z", "2026-10-25T11:00:00Z");
        assert_eq!(autumn, ["2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"]);
    }

    #[test]
    fn an_hour_that_occurs_twice_makes_two_buckets() {
        let hours = edges("PT1H", "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
        assert_eq!(hours.len(), 26);
        let spring = edges("PT1H", "Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z");
        assert_eq!(spring.len(), 24);
    }

    #[test]
    fn several_hours_follow_the_wall_clock() {
        let six = edges("PT6H", "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
        let right = [
            "2026-10-24T22:00:00Z",
            "2026-10-25T05:00:00Z",
            "2026-10-25T11:00:00Z",
            "2026-10-25T17:00:00Z",
            "2026-10-25T23:00:00Z",
        ];
        assert_eq!(six, right);
    }

    /// The edge stood an hour behind the jump, and what lay between was counted to the bucket before.
    #[test]
    fn an_edge_within_skipped_time_stands_where_clocks_went_on() {
        // Clocks went from 02:45 to 03:45.
        let chatham = edges("PT3H", "Pacific/Chatham", "2024-09-28T11:15:00Z", "2024-09-28T18:00:00Z");
        assert_eq!(
            chatham,
            ["2024-09-28T11:15:00Z", "2024-09-28T14:00:00Z", "2024-09-28T16:15:00Z", "2024-09-28T19:15:00Z"]
        );
        // From 01:00 to 03:00: of the bucket from 02 to 04 the second half is there.
        let troll = edges("PT2H", "Antarctica/Troll", "2024-03-31T00:00:00Z", "2024-03-31T04:00:00Z");
        assert_eq!(
            troll,
            ["2024-03-31T00:00:00Z", "2024-03-31T01:00:00Z", "2024-03-31T02:00:00Z", "2024-03-31T04:00:00Z"]
        );
        // From 23:30 to 00:30: the day began with its thirty-first minute.
        let toronto = edges("P1D", "America/Toronto", "1919-03-31T04:00:00Z", "1919-03-31T06:00:00Z");
        assert_eq!(toronto[1], "1919-03-31T04:30:00Z");
        // Two edges were jumped over together: what lies between them has no bucket.
        let apia = edges("PT12H", "Pacific/Apia", "2011-12-30T00:00:00Z", "2011-12-31T00:00:00Z");
        assert_eq!(
            apia,
            ["2011-12-29T22:00:00Z", "2011-12-30T10:00:00Z", "2011-12-30T22:00:00Z", "2011-12-31T10:00:00Z"]
        );
    }

    /// Every moment lies in the bucket of the hour that clocks show, in every zone and year in which clocks jump.
    #[test]
    fn buckets_of_several_hours_hold_what_clocks_show() {
        for tz in [
            "Pacific/Chatham",
            "Antarctica/Troll",
            "Australia/Lord_Howe",
            "Africa/Casablanca",
            "America/Havana",
            "America/Sao_Paulo",
            "Asia/Tehran",
            "Europe/Berlin",
            "Pacific/Apia",
        ] {
            let zone = zone(tz).unwrap();
            let since = Timestamp::from_second(1_262_304_000).unwrap();
            for change in zone.following(since).take(30) {
                let (at, before) = (change.timestamp(), change.timestamp() - 1.nanosecond());
                if zone.to_offset(at) < zone.to_offset(before) {
                    continue;
                }
                for hours in [2_i64, 3, 4, 6, 8, 12] {
                    let buckets = Buckets::new(&format!("PT{hours}H").parse().unwrap(), zone.clone()).unwrap();
                    let from = at.as_millisecond() - DAY;
                    let edges = buckets.edges(from, from + 2 * DAY).unwrap();
                    for moment in (from..from + 2 * DAY).step_by(300_000) {
                        let local = |at| zone.to_datetime(Timestamp::from_millisecond(at).unwrap());
                        let start = local(edges[edges.partition_point(|edge| *edge <= moment) - 1]);
                        let (shown, began) = (local(moment), i64::from(start.hour()) / hours);
                        assert_eq!(
                            (shown.date(), i64::from(shown.hour()) / hours),
                            (start.date(), began),
                            "{tz}, PT{hours}H, {shown}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn hours_of_a_half_hour_zone_begin_at_half_past() {
        let hours = edges("PT1H", "Asia/Kolkata", "2026-05-01T03:00:00Z", "2026-05-01T04:00:00Z");
        assert_eq!(hours, ["2026-05-01T02:30:00Z", "2026-05-01T03:30:00Z", "2026-05-01T04:30:00Z"]);
    }

    #[test]
    fn a_skipped_day_has_no_bucket() {
        let days = edges("P1D", "Pacific/Apia", "2011-12-29T12:00:00Z", "2011-12-31T12:00:00Z");
        assert_eq!(
            days,
            ["2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z", "2012-01-01T10:00:00Z"][..4]
                .to_vec()
        );
    }

    #[test]
    fn weeks_begin_on_monday_and_quarters_in_january() {
        assert_eq!(edges("P1W", "UTC", "2026-03-28T12:00:00Z", "2026-03-28T13:00:00Z")[0], "2026-03-23T00:00:00Z");
        assert_eq!(edges("P1W", "UTC", "1969-12-30T12:00:00Z", "1969-12-31T13:00:00Z")[0], "1969-12-29T00:00:00Z");
        assert_eq!(
            edges("P3M", "UTC", "2026-06-28T12:00:00Z", "2026-07-01T00:00:00Z"),
            ["2026-04-01T00:00:00Z", "2026-07-01T00:00:00Z"]
        );
        assert_eq!(
            edges("P1Y", "UTC", "2026-06-28T12:00:00Z", "2026-07-01T00:00:00Z"),
            ["2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"]
        );
        assert_eq!(
            edges("P2D", "UTC", "1970-01-02T12:00:00Z", "1970-01-02T13:00:00Z"),
            ["1970-01-01T00:00:00Z", "1970-01-03T00:00:00Z"]
        );
    }

    #[test]
    fn refuses_lengths_that_do_not_fit() {
        for (every, right) in [
            ("PT0S", "must have a length"),
            ("PT7M", "15, 20 or 30 minutes"),
            ("PT90M", "8 or 12 hours"),
            ("PT5H", "8 or 12 hours"),
            ("PT24H", "use P1D"),
            ("P5M", "1, 2, 3, 4, 6 or 12 months"),
            ("P18M", "whole years"),
            ("P1DT1H", "one unit alone"),
            ("PT0.5S", "whole seconds"),
        ] {
            let error = Buckets::new(&every.parse().unwrap(), TimeZone::UTC).unwrap_err();
            assert!(error.0.contains(right), "{every}: {error}");
        }
    }

    #[test]
    fn refuses_more_than_ten_thousand() {
        let buckets = Buckets::new(&"PT1S".parse().unwrap(), TimeZone::UTC).unwrap();
        assert_eq!(buckets.edges(0, 10_000_000).unwrap().len(), 10_001);
        assert!(buckets.edges(0, 10_001_000).unwrap_err().0.contains("10001"));
        assert!(buckets.edges(i64::MIN / 4, i64::MAX / 4).is_err());
    }
}
