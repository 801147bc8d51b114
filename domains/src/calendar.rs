//! Days and times of day of a zone, and lengths of time in words of the API.

use daybook_schema::{
    problem::{ErrorCode, InputError},
    time,
    value::Instant,
};
use jiff::{
    ToSpan,
    civil::{Date, Time},
    tz::TimeZone,
};

use crate::{
    mistakes::{FunctionError, Mistakes},
    quantity::error,
};

/// A half-open interval of time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Interval {
    /// The first instant.
    pub from: Instant,
    /// The instant behind the last.
    pub to: Instant,
}

/// The zone that an argument names.
pub fn zone(argument: &str, name: &str) -> Result<TimeZone, InputError> {
    time::zone(name).ok_or_else(|| {
        let name: String = name.chars().take(40).collect();
        let message = format!("`{name}` is no time zone; write an IANA name such as `Europe/Berlin`");
        error(ErrorCode::InvalidValue, &[argument], message)
    })
}

/// The date that an argument names.
pub fn date(argument: &str, text: &str) -> Result<Date, InputError> {
    time::parse_date(text).map_err(|wrong| error(ErrorCode::InvalidValue, &[argument], wrong.to_string()))
}

/// The time of day that an argument names.
pub fn time_of_day(argument: &str, text: &str) -> Result<Time, InputError> {
    time::parse_time(text).map_err(|wrong| error(ErrorCode::InvalidValue, &[argument], wrong.to_string()))
}

/// The instant that an argument names.
pub fn instant(argument: &str, text: &str) -> Result<Instant, InputError> {
    time::parse_instant(text).map_err(|wrong| error(ErrorCode::InvalidValue, &[argument], wrong.to_string()))
}

/// A calendar day: 23 or 25 hours long where clocks change. A day that the zone skipped is an error.
pub fn day(argument: &str, date: Date, zone: &TimeZone) -> Result<Interval, InputError> {
    let midnight =
        |date: Date| time::first_moment(date.to_datetime(Time::midnight()), zone).ok_or_else(|| beyond(argument));
    let interval = Interval { from: midnight(date)?, to: midnight(next(argument, date)?)? };
    if interval.from < interval.to {
        return Ok(interval);
    }
    let name = zone.iana_name().unwrap_or("this zone");
    Err(error(ErrorCode::InvalidValue, &[argument], format!("{name} had no {date}: its calendar skipped that day")))
}

/// The day that the arguments `date` and `tz` name, or all that is wrong with them.
pub fn asked_day(date: &str, tz: &str) -> Result<(Date, Interval), FunctionError> {
    let mut mistakes = Mistakes::default();
    let (date, zone) = (mistakes.take(self::date("date", date)), mistakes.take(zone("tz", tz)));
    let (Some(date), Some(zone)) = (date, zone) else { return Err(mistakes.error()) };
    Ok((date, day("date", date, &zone).map_err(FunctionError::new)?))
}

/// From a time of one day to a time of the same day, or of the next where it is not later.
pub fn night(argument: &str, date: Date, from: Time, to: Time, zone: &TimeZone) -> Result<Interval, InputError> {
    let end = if to <= from { next(argument, date)? } else { date };
    Ok(Interval { from: at(argument, date, from, zone)?, to: at(argument, end, to, zone)? })
}

fn next(argument: &str, date: Date) -> Result<Date, InputError> {
    date.checked_add(1.day()).map_err(|_| beyond(argument))
}

/// The instant at which clocks of a zone show a time. Of a time that occurs twice the earlier, of one that was skipped
/// as far behind the change as it would have been.
fn at(argument: &str, date: Date, time: Time, zone: &TimeZone) -> Result<Instant, InputError> {
    let zoned = date.to_datetime(time).to_zoned(zone.clone()).map_err(|_| beyond(argument))?;
    Ok(zoned.timestamp().as_millisecond())
}

fn beyond(argument: &str) -> InputError {
    error(
        ErrorCode::OutOfRange,
        &[argument],
        "the day lies beyond the calendar; give one from 0001-01-02 to 9999-12-30",
    )
}

/// An ISO 8601 duration in hours, minutes and seconds, such as `PT7H30M`.
pub fn duration(milliseconds: i64) -> String {
    let (sign, milliseconds) = if milliseconds < 0 { ("-", -milliseconds) } else { ("", milliseconds) };
    let (hours, minutes) = (milliseconds / 3_600_000, milliseconds / 60_000 % 60);
    let seconds = (milliseconds % 60_000) as f64 / 1000.0;
    let part = |number: i64, letter: &str| if number == 0 { String::new() } else { format!("{number}{letter}") };
    let (hours, minutes) = (part(hours, "H"), part(minutes, "M"));
    let seconds =
        if seconds > 0.0 || hours.is_empty() && minutes.is_empty() { format!("{seconds}S") } else { String::new() };
    format!("{sign}PT{hours}{minutes}{seconds}")
}

#[cfg(test)]
mod tests {
    use daybook_schema::time::parse_instant;

    use super::*;

    fn hours(date: &str, tz: &str) -> Result<i64, String> {
        let (date, zone) = (self::date("date", date).unwrap(), zone("tz", tz).unwrap());
        day("date", date, &zone).map(|day| (day.to - day.from) / 3_600_000).map_err(|error| error.message)
    }

    #[test]
    fn a_day_has_23_24_or_25_hours() {
        assert_eq!(hours("2026-03-29", "Europe/Berlin"), Ok(23));
        assert_eq!(hours("2026-05-01", "Europe/Berlin"), Ok(24));
        assert_eq!(hours("2026-10-25", "Europe/Berlin"), Ok(25));
    }

    #[test]
    fn a_day_that_a_zone_skipped_is_refused() {
        let message = "Pacific/Apia had no 2011-12-30: its calendar skipped that day";
        assert_eq!(hours("2011-12-30", "Pacific/Apia"), Err(message.to_owned()));
        assert_eq!(hours("2011-12-31", "Pacific/Apia"), Ok(24));
        // From 23:30 to 00:30: half an hour of each day is missing.
        let toronto = zone("tz", "America/Toronto").unwrap();
        let day = day("date", Date::constant(1919, 3, 31), &toronto).unwrap();
        assert_eq!(day.from, parse_instant("1919-03-31T04:30:00Z").unwrap());
        assert!(hours("9999-12-31", "UTC").unwrap_err().contains("beyond the calendar"));
    }

    #[test]
    fn a_night_reaches_into_the_next_day() {
        let zone = zone("tz", "Europe/Berlin").unwrap();
        let night =
            night("night", Date::constant(2026, 3, 28), Time::constant(19, 0, 0, 0), Time::constant(7, 0, 0, 0), &zone);
        let from = parse_instant("2026-03-28T18:00:00Z").unwrap();
        // Clocks went forward: eleven hours.
        assert_eq!(night.unwrap(), Interval { from, to: from + 11 * 3_600_000 });
        assert!(super::zone("tz", "Mars/Olympus").unwrap_err().message.contains("`Mars/Olympus` is no time zone"));
    }

    #[test]
    fn lengths_are_written_in_hours_minutes_and_seconds() {
        let written = [0, 1500, 60_000, 27_000_000, 90_061_000, -60_000].map(duration);
        assert_eq!(written, ["PT0S", "PT1.5S", "PT1M", "PT7H30M", "PT25H1M1S", "-PT1M"]);
    }
}
