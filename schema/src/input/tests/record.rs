//! Defaults and the checks that take the whole record.

use serde_json::json;

use super::{super::*, NOW, codes, created, graphql, index, model::stable};
use crate::time::parse_instant;

/// The values of a new ride, defaults filled.
fn ride(model: &Model, document: &Json) -> (Vec<Value>, EntryInput) {
    let (input, problems) = created(model, "Ride", document);
    assert_eq!(codes(&problems), [""; 0], "{document}");
    let mut values = vec![Value::Null; model.record(input.record).fields.len()];
    let given: Vec<FieldIndex> = input.values.iter().map(|(field, _)| *field).collect();
    for (field, value) in &input.values {
        values[field.0] = value.clone();
    }
    apply_defaults(&graphql(model), input.record, &mut values, &given);
    (values, input)
}

/// What the check of a whole ride says.
fn verdict(document: &Json) -> Vec<String> {
    let model = stable();
    let (values, input) = ride(&model, document);
    let implied = [index(&model, "Ride", "horse")];
    codes(&check_record(&graphql(&model), input.record, &values, &implied, &[], &super::path("input")))
}

#[test]
fn defaults_fill_what_was_left_out() {
    let model = stable();
    let (values, _) = ride(&model, &json!({}));
    let value = |field: &str| values[index(&model, "Ride", field).0].clone();
    assert_eq!(value("startedAt"), Value::Instant(NOW));
    assert_eq!(value("mood"), Value::Text("CALM".to_owned()));
    assert_eq!(value("rider"), Value::Text("ann".to_owned()));
    assert_eq!(value("guests"), Value::Null);
}

#[test]
fn a_given_null_stays_where_the_field_may_be_empty() {
    let model = stable();
    let (values, _) = ride(&model, &json!({"rider": null, "mood": null, "startedAt": null}));
    let value = |field: &str| values[index(&model, "Ride", field).0].clone();
    assert_eq!(value("rider"), Value::Null);
    assert_eq!(value("mood"), Value::Text("CALM".to_owned()));
    assert_eq!(value("startedAt"), Value::Instant(NOW));
}

#[test]
fn nobody_is_no_viewer() {
    let model = stable();
    let record = model.find("Ride").unwrap();
    let mut values = vec![Value::Null; model.record(record).fields.len()];
    apply_defaults(&Context { viewer: None, ..graphql(&model) }, record, &mut values, &[]);
    assert_eq!(values[index(&model, "Ride", "rider").0], Value::Null);
}

#[test]
fn required_fields_and_links_are_missed() {
    let model = stable();
    let (values, input) = ride(&model, &json!({}));
    let context = graphql(&model);
    let at = super::path("input");
    let (horse, distance) = (index(&model, "Ride", "horse"), index(&model, "Ride", "distance"));
    let said = |implied: &[FieldIndex], skip: &[FieldIndex]| {
        codes(&check_record(&context, input.record, &values, implied, skip, &at))
    };
    assert_eq!(said(&[], &[]), ["REQUIRED input.distance", "REQUIRED input.horse"]);
    assert_eq!(said(&[horse], &[]), ["REQUIRED input.distance"]);
    assert_eq!(said(&[horse], &[distance]), [""; 0]);
}

#[test]
fn times_keep_their_order_and_distance() {
    let five = json!({"value": 5, "unit": "KM"});
    let started = "2026-05-01T10:00:00Z";
    let with = |field: &str, text: &str| json!({"distance": five, "startedAt": started, field: text});
    let cases = [
        (with("endedAt", "2026-05-01T10:00:00Z"), ""),
        (with("endedAt", "2026-05-01T09:59:59.999Z"), "TIME_ORDER input.endedAt"),
        (with("endedAt", "2026-05-02T10:00:00Z"), ""),
        (with("endedAt", "2026-05-02T10:00:00.001Z"), "TIME_ORDER input.endedAt"),
        (with("paidOn", "2026-05-01"), ""),
        (with("paidOn", "2026-04-30"), "TIME_ORDER input.paidOn"),
        (json!({"distance": five, "endedAt": "2026-05-05T12:00:00Z"}), ""),
    ];
    for (document, expected) in cases {
        assert_eq!(verdict(&document).join(", "), expected, "{document}");
    }
}

#[test]
fn calendar_distances_follow_the_calendar() {
    let model = stable();
    let record = model.find("Ride").unwrap();
    let (started, ended) = (index(&model, "Ride", "startedAt"), index(&model, "Ride", "endedAt"));
    let mut fields = model.record(record).fields.clone();
    fields[ended.0].time.as_mut().unwrap().max_after = Some("P1M".parse().unwrap());
    let said = |end: &str| {
        let mut values = vec![Value::Null; fields.len()];
        values[started.0] = Value::Instant(parse_instant("2024-01-31T00:00:00Z").unwrap());
        values[ended.0] = Value::Instant(parse_instant(end).unwrap());
        let skip: Vec<FieldIndex> =
            (0..fields.len()).map(FieldIndex).filter(|field| *field != ended && *field != started).collect();
        let trail = trail::Trail::Root(&[]);
        codes(&record::check(&fields, &values, &[], &skip, &trail))
    };
    assert_eq!(said("2024-02-29T00:00:00Z"), [""; 0]);
    assert_eq!(said("2024-02-29T00:00:00.001Z"), ["TIME_ORDER endedAt"]);
}
