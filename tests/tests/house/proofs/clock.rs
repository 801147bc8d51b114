//! Times of files, counted in seconds since 1970 without a calendar library.

/// Hours by which clocks in Brussels and Budapest are ahead of UTC, by the European rule: two from the last Sunday of
/// March to that of October, at 01:00 UTC both, else one.
const WINTER: i64 = 3_600;
const SUMMER: i64 = 7_200;

const DAY: i64 = 86_400;

/// Days from 1970-01-01 to a date of the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March here, so that the day that is added in leap years is the last.
    let year = if month <= 2 { year - 1 } else { year };
    let place = (month + 9) % 12;
    let in_year = (153 * place + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + in_year - 719_468
}

/// 01:00 UTC of the last Sunday of a month of 31 days.
fn change(year: i64, month: i64) -> i64 {
    let last = days(year, month, 31);
    // 1970-01-01 was a Thursday; with Sunday as 0 that is 4.
    (last - (last + 4).rem_euclid(7)) * DAY + 3_600
}

/// Seconds since 1970 that clocks of UTC would show as a text such as `2021-12-01 00:00:02`; `None` for anything else.
pub fn written(text: &str) -> Option<i64> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (date, time) =
        (days(number(0, 4)?, number(5, 7)?, number(8, 10)?), (number(11, 13)?, number(14, 16)?, number(17, 19)?));
    (text.len() == 19).then_some(date * DAY + time.0 * 3_600 + time.1 * 60 + time.2)
}

/// The instant of a local time in Brussels or Budapest: the earlier one where there are two, `None` where there is none.
pub fn european(local: i64, year: i64) -> Option<i64> {
    let (spring, autumn) = (change(year, 3), change(year, 10));
    let (summer, winter) = (local - SUMMER, local - WINTER);
    if (spring..autumn).contains(&summer) {
        return Some(summer);
    }
    (!(spring..autumn).contains(&winter)).then_some(winter)
}

/// The first instant of the local day that holds an instant.
pub fn european_midnight(instant: i64, year: i64) -> i64 {
    let offset = if (change(year, 3)..change(year, 10)).contains(&instant) { SUMMER } else { WINTER };
    let local = (instant + offset).div_euclid(DAY) * DAY;
    european(local, year).expect("no European clock skips midnight")
}

/// An instant as the API writes it.
pub fn rfc3339(instant: i64) -> String {
    let (mut year, mut month) = (1970 + instant.div_euclid(DAY) / 366, 1);
    while days(year + 1, 1, 1) <= instant.div_euclid(DAY) {
        year += 1;
    }
    while month < 12 && days(year, month + 1, 1) <= instant.div_euclid(DAY) {
        month += 1;
    }
    let day = instant.div_euclid(DAY) - days(year, month, 1) + 1;
    let second = instant.rem_euclid(DAY);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", second / 3_600, second / 60 % 60, second % 60)
}

#[test]
fn these_clocks_agree_with_known_times() {
    let instant = |text: &str, year: i64| written(text).and_then(|local| european(local, year)).map(rfc3339);
    let known = |text: &str| Some(text.to_owned());
    assert_eq!(instant("2021-12-01 00:00:02", 2021), known("2021-11-30T23:00:02Z"));
    assert_eq!(instant("2015-03-29 01:59:59", 2015), known("2015-03-29T00:59:59Z"));
    assert_eq!(instant("2015-03-29 02:30:00", 2015), None);
    assert_eq!(instant("2015-03-29 03:00:00", 2015), known("2015-03-29T01:00:00Z"));
    assert_eq!(instant("2015-10-25 02:30:00", 2015), known("2015-10-25T00:30:00Z"));
    assert_eq!(instant("2016-02-29 12:00:00", 2016), known("2016-02-29T11:00:00Z"));
    let midnight = european_midnight(written("2015-10-25 22:30:00").expect("a time"), 2015);
    assert_eq!(rfc3339(midnight), "2015-10-24T22:00:00Z");
    assert_eq!(written("\x00\x002021-11-15T22:2"), None);
}
