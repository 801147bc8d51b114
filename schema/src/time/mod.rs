//! Instants, dates, times of day, spans and how they are written.

mod buckets;
mod epoch;
mod local;
mod span;
#[cfg(test)]
mod tests;

use jiff::{
    SignedDuration,
    civil::{Date, DateTime, Time},
    fmt::temporal::Pieces,
    tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase},
};

pub use buckets::{Buckets, MAX_BUCKETS};
pub use epoch::{Epoch, epoch_instant};
pub use local::{Local, local_instants};
pub use span::Span;

/// Milliseconds since 1970-01-01T00:00:00Z: every instant in Daybook is a whole millisecond.
pub type Instant = i64;

/// Why a text is no time: what is wrong, and what would be right.
#[derive(Debug, thiserror::Error, Eq, PartialEq)]
#[error("{0}")]
pub struct TimeError(pub String);

/// 0001-01-01T00:00:00Z.
pub const MIN_INSTANT: Instant = -62_135_596_800_000;

/// 9999-12-31T23:59:59.999Z. The last 26 hours are beyond `jiff::Timestamp`: convert with care.
pub const MAX_INSTANT: Instant = 253_402_300_799_999;

/// Milliseconds of a day.
pub(crate) const DAY: i64 = 86_400_000;

/// Reads an RFC 3339 instant; digits beyond milliseconds are cut off. A time without a zone is an error that says so.
pub fn parse_instant(text: &str) -> Result<Instant, TimeError> {
    let (local, offset) = parse_pieces(text)?;
    match offset {
        Some(offset) => instant_at(local, offset),
        None => Err(TimeError(format!("`{}` has no time zone: end it with Z or an offset such as +02:00", cut(text)))),
    }
}

/// Reads a local time such as `2026-05-05T10:00:00` or `2026-05-05 10:00` in a zone, or an RFC 3339 instant. A time that
/// occurs twice takes the earlier; one that was skipped is an error.
pub fn parse_local_instant(text: &str, zone: &TimeZone) -> Result<Instant, TimeError> {
    Ok(match local_instants(text, zone)? {
        Local::Once(instant) | Local::Twice { earlier: instant, .. } => instant,
    })
}

/// The first moment at which clocks of a zone show a local time or a later one: of a time that occurs twice the earlier, of
/// one that was skipped the moment at which clocks went on. `None` beyond the calendar.
pub fn first_moment(local: DateTime, zone: &TimeZone) -> Option<Instant> {
    let found = zone.to_ambiguous_timestamp(local);
    let moment = match found.offset() {
        AmbiguousOffset::Gap { .. } => {
            let before = found.earlier().ok()?;
            zone.following(before).next()?.timestamp()
        }
        _ => found.compatible().ok()?,
    };
    Some(moment.as_millisecond())
}

/// Writes an instant in UTC with `Z`, milliseconds where they are not zero, no trailing zeros. An instant beyond the
/// years 0001 to 9999 is written as the nearest within.
pub fn format_instant(instant: Instant) -> String {
    let mut text = Vec::with_capacity(WRITTEN.len());
    write_instant(instant, &mut text);
    String::from_utf8(text).expect("digits and signs are ASCII")
}

const WRITTEN: &[u8; 24] = b"0000-00-00T00:00:00.000Z";

/// The same, behind other bytes.
pub fn write_instant(instant: Instant, bytes: &mut Vec<u8>) {
    // Answers are full of times: digit by digit this takes a fifth of what a format string does.
    let time = civil(instant);
    let mut text = *WRITTEN;
    let mut put = |place: usize, number: i16| {
        text[place] += (number / 10).unsigned_abs() as u8;
        text[place + 1] += (number % 10).unsigned_abs() as u8;
    };
    put(0, time.year() / 100);
    put(2, time.year() % 100);
    put(5, time.month().into());
    put(8, time.day().into());
    put(11, time.hour().into());
    put(14, time.minute().into());
    put(17, time.second().into());
    let milliseconds = time.millisecond();
    put(20, milliseconds / 10);
    text[22] += (milliseconds % 10).unsigned_abs() as u8;
    let whole =
        if milliseconds == 0 { 19 } else { 23 - text[20..23].iter().rev().take_while(|digit| **digit == b'0').count() };
    bytes.extend_from_slice(&text[..whole]);
    bytes.push(b'Z');
}

/// Midnight UTC of a date.
pub fn date_instant(date: Date) -> Instant {
    let days = date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24;
    days * DAY
}

/// The date of an instant in UTC.
pub fn instant_date(instant: Instant) -> Date {
    civil(instant).date()
}

/// The time of day of an instant in UTC, whole seconds.
pub fn instant_time(instant: Instant) -> Time {
    let time = civil(instant).time();
    Time::constant(time.hour(), time.minute(), time.second(), 0)
}

/// Reads `YYYY-MM-DD`, years 0001 to 9999.
pub fn parse_date(text: &str) -> Result<Date, TimeError> {
    let wrong = || TimeError(format!("`{}` is no date: write YYYY-MM-DD, such as 2026-05-31", cut(text)));
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(position, byte)| match position {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shaped {
        return Err(wrong());
    }
    let number = |from: usize, to: usize| text[from..to].parse::<i16>().expect("checked to be digits");
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    if year == 0 {
        return Err(wrong());
    }
    Date::new(year, month as i8, day as i8)
        .map_err(|_| TimeError(format!("there is no day {text} in the calendar: write YYYY-MM-DD, such as 2026-05-31")))
}

/// Reads `HH:MM:SS` or `HH:MM`.
pub fn parse_time(text: &str) -> Result<Time, TimeError> {
    let wrong = || TimeError(format!("`{}` is no time of day: write HH:MM:SS, such as 07:30:00", cut(text)));
    let parts: Vec<&str> = text.split(':').collect();
    let two_digits = |part: &&str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !matches!(parts.len(), 2 | 3) || !parts.iter().all(two_digits) {
        return Err(wrong());
    }
    let number = |position: usize| parts.get(position).map_or(Ok(0), |part| part.parse::<i8>()).map_err(|_| wrong());
    Time::new(number(0)?, number(1)?, number(2)?, 0).map_err(|_| wrong())
}

/// Writes `HH:MM:SS`.
pub fn format_time(time: Time) -> String {
    format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
}

/// The zone of an IANA name, from the tables that come with the program: the same on every machine.
pub fn zone(name: &str) -> Option<TimeZone> {
    thread_local! {
        static ZONES: TimeZoneDatabase = TimeZoneDatabase::bundled();
    }
    ZONES.with(|zones| zones.get(name).ok())
}

/// The civil time in UTC, of the nearest instant within the years 0001 to 9999.
fn civil(instant: Instant) -> DateTime {
    let instant = instant.clamp(MIN_INSTANT, MAX_INSTANT);
    let since = SignedDuration::from_millis(instant);
    DateTime::constant(1970, 1, 1, 0, 0, 0, 0).checked_add(since).expect("the instant is within the calendar")
}

/// The civil time of a text, and its offset when it has one.
fn parse_pieces(text: &str) -> Result<(DateTime, Option<Offset>), TimeError> {
    let wrong = || TimeError(format!("`{}` is no time: write it like 2026-05-31T07:30:00Z", cut(text)));
    let trimmed = text.trim();
    if trimmed.contains('[') {
        return Err(wrong());
    }
    let pieces = Pieces::parse(trimmed).map_err(|_| wrong())?;
    let Some(time) = pieces.time() else {
        return Err(TimeError(format!("`{}` has no time of day: write it like 2026-05-31T07:30:00Z", cut(text))));
    };
    Ok((pieces.date().to_datetime(time), pieces.to_numeric_offset()))
}

fn instant_at(local: DateTime, offset: Offset) -> Result<Instant, TimeError> {
    let seconds = local.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0));
    let since = seconds - SignedDuration::from_secs(i64::from(offset.seconds()));
    // Rounding down cuts digits off in either direction of 1970.
    let milliseconds = since.as_nanos().div_euclid(1_000_000) as i64;
    if (MIN_INSTANT..=MAX_INSTANT).contains(&milliseconds) {
        Ok(milliseconds)
    } else {
        Err(TimeError("the year must be between 0001 and 9999".to_owned()))
    }
}

/// A text short enough to be repeated in a message.
fn cut(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
