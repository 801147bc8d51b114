use super::{super::*, *};

fn read(text: &str) -> String {
    let model = garden();
    let plant = named(&model, "Plant");
    let json = json(text);
    let read =
        filter(&model, NOW, plant, &json, &["where"]).unwrap_or_else(|error| panic!("{text}: {}", error.message));
    shown(&model, plant, &read)
}

#[test]
fn last_reaches_from_then_until_now() {
    assert_eq!(
        read("{createdAt: {last: \"P7D\"}}"),
        "all(#CreatedAt 2026-05-08T10:30:00Z..2026-05-15T10:30:00Z, living)"
    );
    assert_eq!(read("{plantedOn: {last: \"P1M\"}}"), "all(plantedOn 2026-04-15..2026-05-15, living)");
}

#[test]
fn last_counts_days_of_the_zone_over_a_change_of_clocks() {
    // Clocks went forward on 2026-03-29: 60 days of Berlin are an hour shorter.
    assert_eq!(
        read("{createdAt: {last: \"P60D\", tz: \"Europe/Berlin\"}}"),
        "all(#CreatedAt 2026-03-16T11:30:00Z..2026-05-15T10:30:00Z, living)"
    );
}

#[test]
fn periods_of_the_calendar_begin_in_the_zone_and_weeks_on_monday() {
    let cases = [
        ("TODAY", "2026-05-15", "2026-05-16"),
        ("YESTERDAY", "2026-05-14", "2026-05-15"),
        ("THIS_WEEK", "2026-05-11", "2026-05-18"),
        ("LAST_WEEK", "2026-05-04", "2026-05-11"),
        ("THIS_MONTH", "2026-05-01", "2026-06-01"),
        ("LAST_MONTH", "2026-04-01", "2026-05-01"),
        ("THIS_YEAR", "2026-01-01", "2027-01-01"),
        ("LAST_YEAR", "2025-01-01", "2026-01-01"),
    ];
    for (period, start, end) in cases {
        let expected = format!("all(plantedOn ≥ {start}, plantedOn < {end}, living)");
        assert_eq!(read(&format!("{{plantedOn: {{within: {period}}}}}")), expected);
    }
    assert_eq!(
        read("{updatedAt: {within: TODAY, tz: \"America/New_York\"}}"),
        "all(#UpdatedAt ≥ 2026-05-15T04:00:00Z, #UpdatedAt < 2026-05-16T04:00:00Z, living)"
    );
    assert_eq!(
        read("{plantedOn: {within: TODAY, tz: \"Pacific/Kiritimati\"}}"),
        "all(plantedOn ≥ 2026-05-16, plantedOn < 2026-05-17, living)"
    );
}

#[test]
fn moments_of_the_change_log_end_before_the_second() {
    let at = |text: &str| moments(NOW, Some(&json(text))).unwrap();
    assert_eq!(moments(NOW, None).unwrap(), (None, None));
    assert_eq!(at("{gte: \"1970-01-01T00:00:01Z\", lt: \"1970-01-01T00:00:02Z\"}"), (Some(1000), Some(2000)));
    assert_eq!(at("{gt: \"1970-01-01T00:00:01Z\", lte: \"1970-01-01T00:00:02Z\"}"), (Some(1001), Some(2001)));
    assert_eq!(at("{eq: \"1970-01-01T00:00:01Z\"}"), (Some(1000), Some(1001)));
    assert_eq!(at("{last: \"PT1S\"}"), (Some(NOW - 1000), Some(NOW + 1)));
    assert!(refused(moments(NOW, Some(&json("{ne: \"1970-01-01T00:00:01Z\"}")))).contains("between"));
}
