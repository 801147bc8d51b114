//! Times relative to now: `last: "P7D"`, `within: THIS_WEEK`, each in a time zone.

use daybook_schema::{
    Value,
    model::Scalar,
    time::{self, Span},
    value::Instant,
};
use daybook_store::query::Test;
use jiff::{
    Timestamp, ToSpan, Zoned,
    civil::{Date, Time},
    tz::TimeZone,
};
use serde_json::Value as Json;

use super::{
    comparison::{self, plain_field},
    filter::Reader,
    place::Place,
};
use crate::error::RequestError;

type Result<T> = std::result::Result<T, RequestError>;

/// The zone that a filter names; UTC when it names none.
pub(super) fn zone(json: Option<&Json>, place: &Place<'_>) -> Result<TimeZone> {
    let Some(name) = json.and_then(Json::as_str) else { return Ok(TimeZone::UTC) };
    let names = ["tz"];
    time::zone(name).ok_or_else(|| {
        let message = format_args!("`{name}` is no time zone; write an IANA name such as `Europe/Berlin`");
        place.field(&names).error(message)
    })
}

/// From so long ago until now; for dates in whole days of the zone.
pub(super) fn last(
    scalar: Option<Scalar>,
    now: Instant,
    text: &str,
    zone: &TimeZone,
    place: &Place<'_>,
) -> Result<Vec<Test>> {
    let span: Span =
        text.parse().map_err(|error| place.error(format_args!("{error}; write a duration such as `P7D`")))?;
    let today = zoned(now, zone, place)?;
    let start = today.checked_sub(span.to_jiff()).map_err(|_| place.error("reaches back beyond all time"))?;
    let ends = if scalar == Some(Scalar::Date) {
        (Value::Date(start.date()), Value::Date(today.date()))
    } else {
        (Value::Instant(start.timestamp().as_millisecond()), Value::Instant(now))
    };
    Ok(vec![Test::Between(ends.0, ends.1)])
}

/// Within a day, week, month or year of the zone's calendar; weeks start on Monday.
pub(super) fn within(
    scalar: Option<Scalar>,
    now: Instant,
    period: &str,
    zone: &TimeZone,
    place: &Place<'_>,
) -> Result<Vec<Test>> {
    let today = zoned(now, zone, place)?.date();
    let (start, end) = calendar(today, period)
        .ok_or_else(|| place.error(format_args!("`{period}` is no period of the calendar, such as `THIS_WEEK`")))?;
    let edge = |date: Date| -> Result<Value> {
        if scalar == Some(Scalar::Date) {
            return Ok(Value::Date(date));
        }
        let midnight = time::first_moment(date.to_datetime(Time::midnight()), zone);
        Ok(Value::Instant(midnight.ok_or_else(|| place.error("reaches beyond all time"))?))
    };
    Ok(vec![Test::Gte(edge(start)?), Test::Lt(edge(end)?)])
}

/// First day, and the day after the last.
fn calendar(today: Date, period: &str) -> Option<(Date, Date)> {
    let week = || today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days()).ok();
    let month = || today.first_of_month();
    let year = || today.first_of_year();
    let (start, length, back) = match period {
        "TODAY" => (today, 1.day(), false),
        "YESTERDAY" => (today, 1.day(), true),
        "THIS_WEEK" => (week()?, 1.week(), false),
        "LAST_WEEK" => (week()?, 1.week(), true),
        "THIS_MONTH" => (month(), 1.month(), false),
        "LAST_MONTH" => (month(), 1.month(), true),
        "THIS_YEAR" => (year(), 1.year(), false),
        "LAST_YEAR" => (year(), 1.year(), true),
        _ => return None,
    };
    if back {
        return Some((start.checked_sub(length).ok()?, start));
    }
    Some((start, start.checked_add(length).ok()?))
}

fn zoned(now: Instant, zone: &TimeZone, place: &Place<'_>) -> Result<Zoned> {
    let now = Timestamp::from_millisecond(now).map_err(|_| place.error("now is beyond all time"))?;
    Ok(now.to_zoned(zone.clone()))
}

/// The moments between which a `DateTimeFilter` holds, the first included, the second not. For the change log, which
/// is read from one moment to another.
pub fn moments(now: Instant, json: Option<&Json>) -> Result<(Option<Instant>, Option<Instant>)> {
    let Some(json) = json.filter(|json| !json.is_null()) else { return Ok((None, None)) };
    let names = ["where", "at"];
    let place = Place::root(&names);
    let model = daybook_schema::Model::default();
    let reader = Reader::new(&model, now);
    let (mut from, mut until): (Option<Instant>, Option<Instant>) = (None, None);
    let mut narrow = |low: Option<Instant>, high: Option<Instant>| {
        from = from.max(low);
        until = [until, high].into_iter().flatten().min();
    };
    for test in comparison::tests(&reader, &plain_field(Scalar::DateTime), json, &place)? {
        match test {
            Test::Eq(Value::Instant(at)) => narrow(Some(at), Some(at.saturating_add(1))),
            Test::Gte(Value::Instant(at)) => narrow(Some(at), None),
            Test::Gt(Value::Instant(at)) => narrow(Some(at.saturating_add(1)), None),
            Test::Lt(Value::Instant(at)) => narrow(None, Some(at)),
            Test::Lte(Value::Instant(at)) => narrow(None, Some(at.saturating_add(1))),
            Test::Between(Value::Instant(low), Value::Instant(high)) => narrow(Some(low), Some(high.saturating_add(1))),
            // A change always has a time.
            Test::IsNull(false) => {}
            Test::IsNull(true) => narrow(None, Some(Instant::MIN)),
            _ => return Err(place.error("changes are found by eq, lt, lte, gt, gte, between, last and within")),
        }
    }
    Ok((from, until))
}
