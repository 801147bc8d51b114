//! The hour that occurs twice when clocks are set back.
//!
//! A file that tells local times tells that hour twice, row after row, with nothing but the order of its rows to say
//! which is which. Rows of one sensor are compared with those before them.

use std::collections::HashMap;

use daybook_schema::{
    FieldIndex, RecordType,
    model::{FieldKind, Kind, Scalar},
    time::{Local, format_instant, local_instants},
    value::Instant,
};
use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json};

/// Follows the times of a body's rows, and says which of two a repeated one is.
pub struct Clock<'a> {
    record: &'a RecordType,
    zone: Option<TimeZone>,
    /// By field and by what is measured.
    hands: HashMap<(FieldIndex, String), LastTime>,
}

/// Where the time of a field stood in the last row.
#[derive(Clone, Copy)]
struct LastTime {
    last: Instant,
    /// From the row before that to the last one; 0 when there was none, or none at another time.
    step: i64,
}

impl<'a> Clock<'a> {
    /// Before the first row. Without a zone there are no local times.
    pub fn new(record: &'a RecordType, zone: Option<TimeZone>) -> Self {
        Self { record, zone, hands: HashMap::new() }
    }

    /// Writes a local time that occurs twice as the instant that it is.
    pub fn settle(&mut self, row: &mut Map<String, Json>) {
        let Some(zone) = &self.zone else { return };
        let of = measured(self.record, row);
        for (name, json) in row.iter_mut() {
            let Some(field) = self.record.find(name) else { continue };
            let declared = self.record.field(field);
            let Json::String(text) = json else { continue };
            if declared.kind != FieldKind::Scalar(Scalar::DateTime) || declared.list {
                continue;
            }
            let Ok(local) = local_instants(text, zone) else { continue };
            let place = (field, of.clone());
            let before = self.hands.get(&place).copied();
            let instant = match local {
                Local::Once(instant) => instant,
                Local::Twice { earlier, later } => {
                    let instant = chosen(before, earlier, later);
                    *json = Json::from(format_instant(instant));
                    instant
                }
            };
            let step = match before {
                Some(LastTime { last, step }) if last == instant => step,
                Some(LastTime { last, .. }) => instant - last,
                None => 0,
            };
            self.hands.insert(place, LastTime { last: instant, step });
        }
    }
}

/// What a sample measures, as written; rows of entries are all of one kind.
fn measured(record: &RecordType, row: &Map<String, Json>) -> String {
    match &record.kind {
        Kind::Series { of, .. } => {
            let field = record.field(*of);
            row.iter()
                .find(|(name, _)| record.find(name) == Some(*of))
                .map_or(field.name.clone(), |(_, json)| json.to_string())
        }
        Kind::Entry { .. } => String::new(),
    }
}

/// Of two instants the one that goes on best from the row before: in its direction and at its pace, where those are
/// known. Without a row before it is the earlier one.
fn chosen(before: Option<LastTime>, earlier: Instant, later: Instant) -> Instant {
    let Some(LastTime { last, step }) = before else { return earlier };
    if step == 0 {
        // The clock has been set back already when the earlier one lies before the row before.
        return if earlier < last { later } else { earlier };
    }
    let off = |instant: Instant| (instant - last - step).abs();
    match off(earlier).cmp(&off(later)) {
        std::cmp::Ordering::Less => earlier,
        std::cmp::Ordering::Greater => later,
        std::cmp::Ordering::Equal if earlier < last && step > 0 => later,
        std::cmp::Ordering::Equal => earlier,
    }
}

#[cfg(test)]
mod tests {
    use daybook_schema::definition::{Source, load};
    use serde_json::json;

    use super::*;
    use crate::testing::GARDEN;

    /// The times in UTC of rows at local times of Berlin on the day that clocks were set back, in two columns: whose, when.
    fn settled(rows: &[(&str, &str)]) -> Vec<String> {
        let source = Source { file: "garden.graphql".to_owned(), text: GARDEN.to_owned(), built_in: false };
        let model = load(&[source]).unwrap();
        let record = model.record(model.find("SoilReading").unwrap());
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let mut clock = Clock::new(record, Some(zone.clone()));
        let settle = |(probe, time): &(&str, &str)| {
            let mut row = json!({ "probe": probe, "at": format!("2026-10-25T{time}:00") }).as_object().unwrap().clone();
            clock.settle(&mut row);
            let instant = daybook_schema::time::parse_local_instant(row["at"].as_str().unwrap(), &zone).unwrap();
            format_instant(instant)[11..16].to_owned()
        };
        rows.iter().map(settle).collect()
    }

    fn of_one(times: &[&str]) -> Vec<String> {
        settled(&times.iter().map(|time| ("north", *time)).collect::<Vec<_>>())
    }

    #[test]
    fn the_repeated_hour_is_kept_apart_by_the_order_of_rows() {
        let times = ["01:50", "02:10", "02:30", "02:50", "02:10", "02:30", "02:50", "03:10"];
        let expected = ["23:50", "00:10", "00:30", "00:50", "01:10", "01:30", "01:50", "02:10"];
        assert_eq!(of_one(&times), expected);
        let newest_first: Vec<&str> = times.into_iter().rev().collect();
        let reversed: Vec<&str> = expected.into_iter().rev().collect();
        assert_eq!(of_one(&newest_first), reversed);
    }

    #[test]
    fn a_reading_an_hour_is_two_at_the_same_local_time() {
        assert_eq!(
            of_one(&["00:30", "01:30", "02:30", "02:30", "03:30"]),
            ["22:30", "23:30", "00:30", "01:30", "02:30"]
        );
    }

    #[test]
    fn a_row_that_is_sent_twice_or_a_little_late_does_not_set_the_clock_back() {
        assert_eq!(of_one(&["02:10", "02:20", "02:20", "02:30"]), ["00:10", "00:20", "00:20", "00:30"]);
        assert_eq!(
            of_one(&["02:10", "02:11", "02:12", "02:11", "02:13"]),
            ["00:10", "00:11", "00:12", "00:11", "00:13"]
        );
    }

    #[test]
    fn a_lone_row_takes_the_earlier_and_one_behind_the_change_the_later() {
        assert_eq!(of_one(&["02:30"]), ["00:30"]);
        assert_eq!(of_one(&["03:10", "02:30"]), ["02:10", "01:30"]);
        assert_eq!(of_one(&["02:50", "02:10"]), ["00:50", "01:10"]);
    }

    #[test]
    fn each_sensor_has_its_own_order() {
        let rows = [("north", "02:50"), ("south", "02:10"), ("north", "02:10"), ("south", "02:50"), ("south", "02:10")];
        assert_eq!(settled(&rows), ["00:50", "00:10", "01:10", "00:50", "01:10"]);
    }
}
