use proptest::prelude::*;

use super::*;

fn span(text: &str) -> Span {
    text.parse().unwrap()
}

#[test]
fn spans_keep_the_units_in_which_they_were_written() {
    let cases = [
        ("PT10M", "PT10M"),
        ("PT90M", "PT90M"),
        ("PT24H", "PT24H"),
        ("P1DT24H", "P1DT24H"),
        ("P1W", "P1W"),
        ("P2W3D", "P2W3D"),
        ("P12M", "P12M"),
        ("P1Y14M", "P1Y14M"),
        ("P1M", "P1M"),
        ("PT60S", "PT60S"),
        ("PT0S", "PT0S"),
        ("P0D", "PT0S"),
        ("pt1h", "PT1H"),
        ("+PT1H", "PT1H"),
        ("PT1.5H", "PT1H30M"),
        ("PT0,25M", "PT15S"),
        ("PT1.2345S", "PT1.234S"),
        ("PT0.1S", "PT0.1S"),
        ("P1Y2M3DT4H5M6.07S", "P1Y2M3DT4H5M6.07S"),
        ("PT0001M", "PT1M"),
        ("PT100M", "PT100M"),
        ("P1DT10H", "P1DT10H"),
    ];
    for (text, canonical) in cases {
        assert_eq!(span(text).as_str(), canonical, "{text}");
    }
}

#[test]
fn refuses_what_is_no_span() {
    let cases = [
        "",
        "P",
        "PT",
        "P1",
        "1D",
        "P1DT",
        "PT1D",
        "P1H",
        "PT1H1H",
        "PT1M1H",
        "P1D1Y",
        "PT.5S",
        "PT5.S",
        "PT1.5H1M",
        "P1.5D",
        "P1S",
        "PT1X",
        "PT ١H",
        "P 1D",
        "ten minutes",
        "P99999Y",
        "PT99999999999999999999S",
    ];
    for text in cases {
        let message = text.parse::<Span>().unwrap_err().0;
        assert!(message.len() >= 8, "{text}");
    }
}

#[test]
fn refuses_negative_spans_by_name() {
    for text in ["-P1D", "P-1D"] {
        assert!(text.parse::<Span>().unwrap_err().0.contains("negative"), "{text}");
    }
}

#[test]
fn calendar_units_have_their_mean_length() {
    let cases = [
        ("PT10M", 600_000),
        ("P7D", 604_800_000),
        ("P1M", 2_629_746_000),
        ("P1Y", 31_556_952_000),
        ("PT0.007S", 7),
        ("P1DT1S", 86_401_000),
    ];
    for (text, milliseconds) in cases {
        assert_eq!(span(text).milliseconds(), milliseconds, "{text}");
    }
}

/// Which lengths are one.
#[test]
fn durations_are_equal_when_their_parts_are() {
    for (one, other) in [
        ("PT10M", "PT600S"),
        ("PT90M", "PT1H30M"),
        ("PT1.5S", "PT1.500S"),
        ("PT60M", "PT1H"),
        ("PT24H", "PT1440M"),
        ("P1W", "P7D"),
        ("P1Y", "P12M"),
        ("P1Y2M", "P14M"),
        ("P1Y1DT60S", "P12M1DT1M"),
        ("PT0S", "P0D"),
    ] {
        assert_eq!(span(one), span(other), "{one} and {other}");
        assert_eq!(span(one).key(), span(other).key(), "{one} and {other}");
        assert_eq!(span(one).canonical().as_str(), span(other).canonical().as_str(), "{one} and {other}");
    }
    for (shorter, longer) in [
        ("PT24H", "P1D"),
        ("P30D", "P1M"),
        ("P365D", "P1Y"),
        ("P30DT10H29M6S", "P1M"),
        ("P6DT24H", "P1W"),
        ("PT599.999S", "PT10M"),
        ("PT0S", "PT0.001S"),
        ("P1D", "PT24H0.001S"),
    ] {
        assert_ne!(span(shorter), span(longer), "{shorter} and {longer}");
        assert!(span(shorter).key() < span(longer).key(), "{shorter} and {longer}");
    }
}

#[test]
fn jiff_spans_keep_calendar_units() {
    let date = Date::constant(2024, 1, 31);
    assert_eq!(date.checked_add(span("P1M").to_jiff()).unwrap(), Date::constant(2024, 2, 29));
    let longest = span("P19998YT175307616H");
    assert_eq!(longest.to_jiff().get_years(), 19_998);
}

#[test]
fn reads_instants_with_an_offset() {
    let cases = [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-05-05T10:00:00+02:00", 1_777_968_000_000),
        ("2026-05-05t08:00:00z", 1_777_968_000_000),
        ("2026-05-05 08:00:00Z", 1_777_968_000_000),
        ("2026-05-05T08:00Z", 1_777_968_000_000),
        ("1970-01-01T00:00:00.0019Z", 1),
        ("1969-12-31T23:59:59.9999Z", -1),
        ("0001-01-01T00:00:00Z", MIN_INSTANT),
        ("9999-12-31T23:59:59.999Z", MAX_INSTANT),
        ("9999-12-31T23:59:59.999999Z", MAX_INSTANT),
    ];
    for (text, instant) in cases {
        assert_eq!(parse_instant(text), Ok(instant), "{text}");
    }
}

#[test]
fn refuses_instants_that_are_none() {
    let cases = [
        "",
        "yesterday-ish",
        "2026-02-30T00:00:00Z",
        "2026-05-05",
        "2026-05-05Z",
        "10:00",
        "2026-13-01T00:00:00Z",
        "2026-05-05T25:00:00Z",
        "0000-12-31T23:59:59Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "-000001-01-01T00:00:00Z",
        "2026-05-05T10:00:00[Europe/Berlin]",
    ];
    for text in cases {
        assert!(parse_instant(text).is_err(), "{text}");
    }
}

#[test]
fn a_time_without_a_zone_is_told_so() {
    let error = parse_instant("2026-05-05T10:00:00").unwrap_err();
    assert!(error.0.contains("no time zone"), "{error}");
}

#[test]
fn local_times_are_read_in_their_zone() {
    let berlin = zone("Europe/Berlin").unwrap();
    let cases = [
        ("2026-05-05T10:00:00", "2026-05-05T08:00:00Z"),
        ("2026-05-05 10:00", "2026-05-05T08:00:00Z"),
        ("2026-05-05T10:00:00Z", "2026-05-05T10:00:00Z"),
        ("2025-10-26T02:30:00", "2025-10-26T00:30:00Z"),
        ("2026-01-05 10:00:00.25", "2026-01-05T09:00:00.25Z"),
    ];
    for (text, expected) in cases {
        assert_eq!(parse_local_instant(text, &berlin).map(format_instant).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn a_skipped_local_time_is_refused() {
    let error = parse_local_instant("2026-03-29T02:30:00", &zone("Europe/Berlin").unwrap()).unwrap_err();
    assert!(error.0.contains("Europe/Berlin"), "{error}");
}

#[test]
fn instants_are_written_without_needless_digits() {
    let cases = [
        (0, "1970-01-01T00:00:00Z"),
        (500, "1970-01-01T00:00:00.5Z"),
        (10, "1970-01-01T00:00:00.01Z"),
        (123, "1970-01-01T00:00:00.123Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (MIN_INSTANT, "0001-01-01T00:00:00Z"),
        (MAX_INSTANT, "9999-12-31T23:59:59.999Z"),
        (i64::MIN, "0001-01-01T00:00:00Z"),
        (i64::MAX, "9999-12-31T23:59:59.999Z"),
    ];
    for (instant, text) in cases {
        assert_eq!(format_instant(instant), text);
    }
}

#[test]
fn dates_are_calendar_days() {
    assert_eq!(parse_date("2026-05-31"), Ok(Date::constant(2026, 5, 31)));
    for text in
        ["2026-02-30", "2026-5-1", "0000-01-01", "2026-05-31T00:00:00Z", "20260531", "2026/05/31", "", "日本語日本"]
    {
        assert!(parse_date(text).is_err(), "{text}");
    }
}

#[test]
fn midnight_of_a_date_is_in_utc() {
    assert_eq!(format_instant(date_instant(Date::constant(2026, 4, 1))), "2026-04-01T00:00:00Z");
    assert_eq!(format_instant(date_instant(Date::constant(1, 1, 1))), "0001-01-01T00:00:00Z");
    assert_eq!(date_instant(Date::constant(1969, 12, 31)), -DAY);
}

#[test]
fn times_of_day_have_whole_seconds() {
    assert_eq!(parse_time("07:30:05"), Ok(Time::constant(7, 30, 5, 0)));
    assert_eq!(parse_time("07:30"), Ok(Time::constant(7, 30, 0, 0)));
    assert_eq!(format_time(Time::constant(7, 3, 0, 0)), "07:03:00");
    for text in ["24:00:00", "07:60:00", "7:30", "07", "07:30:00.5", "07:30:00Z", "", "07:-1:00"] {
        assert!(parse_time(text).is_err(), "{text}");
    }
}

#[test]
fn zones_have_iana_names() {
    assert!(zone("Europe/Berlin").is_some());
    assert!(zone("UTC").is_some());
    assert!(zone("Mars/Olympus").is_none());
}

proptest! {
    #[test]
    fn instants_survive_being_written(instant in MIN_INSTANT..=MAX_INSTANT) {
        prop_assert_eq!(parse_instant(&format_instant(instant)), Ok(instant));
        let date = instant_date(instant);
        prop_assert_eq!(date_instant(date), instant.div_euclid(DAY) * DAY);
    }

    #[test]
    fn spans_survive_being_written(years in 0..9999_i64, months in 0..30_i64, days in 0..5000_i64, milliseconds in 0..1_000_000_000_000_i64) {
        let text = format!("P{years}Y{months}M{days}DT{}.{:03}S", milliseconds / 1000, milliseconds % 1000);
        let first = span(&text);
        prop_assert_eq!(&span(first.as_str()), &first);
        prop_assert_eq!(Span::from_key(&first.key()), Some(first.clone()));
        prop_assert_eq!(span(first.canonical().as_str()), first.clone());
        prop_assert_eq!(first.milliseconds(), (years * 12 + months) * 2_629_746_000 + days * DAY + milliseconds);
        let jiff: jiff::Span = first.as_str().parse().unwrap();
        prop_assert_eq!(jiff.fieldwise(), first.to_jiff().fieldwise());
    }

    #[test]
    fn reading_never_panics(text in "[-+PTYMWDHSZ0-9.,: \\PC]{0,30}") {
        let _ = (text.parse::<Span>(), parse_instant(&text), parse_date(&text), parse_time(&text));
        let _ = parse_local_instant(&text, &TimeZone::UTC);
    }
}
