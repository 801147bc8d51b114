//! What devices and spreadsheets write, and what was declared about it.

use serde_json::json;

use super::{super::*, codes, graphql, index, ingest, model::stable};
use crate::time::{Epoch, format_instant};

/// A ride as it is ingested: the value of a field, or the mistakes.
fn ride(options: impl FnOnce(&Model) -> IngestOptions, document: &str, field: &str) -> Result<Value, Vec<String>> {
    let model = stable();
    let context = ingest(&model, options(&model));
    let document = serde_json::from_str(document).unwrap();
    let (input, problems) = entry(&context, model.find("Ride").unwrap(), &document, Vec::new());
    if !problems.is_acceptable() {
        return Err(codes(&problems));
    }
    let field = index(&model, "Ride", field);
    Ok(input.values.into_iter().find(|(index, _)| *index == field).map_or(Value::Null, |(_, value)| value))
}

fn plain(_: &Model) -> IngestOptions {
    IngestOptions::default()
}

#[test]
fn numbers_keep_their_digits_where_text_is_wanted() {
    let guests = ride(plain, r#"{"guests": [12345678901234567890123, 1.10, -0.0]}"#, "guests");
    let texts = ["12345678901234567890123", "1.10", "-0.0"].map(|text| Value::Text(text.to_owned()));
    assert_eq!(guests, Ok(Value::List(texts.to_vec())));
    assert_eq!(
        ride(plain, r#"{"rider": 89490200001234567101}"#, "rider"),
        Ok(Value::Text("89490200001234567101".into()))
    );

    let model = stable();
    let document =
        serde_json::from_str(r#"{"externalKeys": [{"source": "crm", "key": 12345678901234567890123}]}"#).unwrap();
    let (input, _) = entry(&ingest(&model, plain(&model)), model.find("Horse").unwrap(), &document, Vec::new());
    assert_eq!(
        input.external_keys,
        [ExternalKey { source: "crm".to_owned(), key: "12345678901234567890123".to_owned() }]
    );
}

#[test]
fn a_quantity_is_converted_from_all_its_digits() {
    let document = json!({"distance": {"value": 1.10, "unit": "KM"}, "horse": {"create": {"name": "Bella"}}});
    let model = stable();
    let (input, _) = entry(&graphql(&model), model.find("Ride").unwrap(), &document, Vec::new());
    let distance = input.values.iter().find_map(|(_, value)| match value {
        Value::Quantity(quantity) => Some(quantity.clone()),
        _ => None,
    });
    assert_eq!(distance.unwrap().entered, None);
    let long: Json = serde_json::from_str(r#"{"distance": {"value": 3.14159265358979323846, "unit": "MI"}}"#).unwrap();
    let (input, _) = entry(&graphql(&model), model.find("Ride").unwrap(), &long, Vec::new());
    let Some((_, Value::Quantity(distance))) = input.values.first() else { panic!("{input:?}") };
    assert_eq!(distance.entered.as_ref().unwrap().number, "3.14159265358979323846");
}

#[test]
fn enum_values_are_read_in_any_case() {
    for written in ["CALM", "calm", "Calm", "quiet"] {
        assert_eq!(
            ride(plain, &json!({"mood": written}).to_string(), "mood"),
            Ok(Value::Text("CALM".into())),
            "{written}"
        );
    }
    assert_eq!(ride(plain, r#"{"mood": "calmer"}"#, "mood"), Err(vec!["INVALID_VALUE mood".to_owned()]));
    let model = stable();
    let (_, problems) = entry(&graphql(&model), model.find("Ride").unwrap(), &json!({"mood": "calm"}), Vec::new());
    assert!(codes(&problems).contains(&"INVALID_VALUE mood".to_owned()), "GraphQL names them exactly");
}

#[test]
fn times_are_counted_since_1970_where_that_is_declared() {
    let counted = |epoch| {
        move |model: &Model| IngestOptions {
            epochs: vec![(index(model, "Ride", "startedAt"), epoch)],
            ..IngestOptions::default()
        }
    };
    let at = |text: &str| match ride(counted(Epoch::Seconds), text, "startedAt") {
        Ok(Value::Instant(instant)) => format_instant(instant),
        other => panic!("{other:?}"),
    };
    assert_eq!(at(r#"{"startedAt": 1761994800}"#), "2025-11-01T11:00:00Z");
    assert_eq!(at(r#"{"startedAt": "1761994800.25"}"#), "2025-11-01T11:00:00.25Z");
    assert_eq!(at(r#"{"startedAt": 1.7619948e9}"#), "2025-11-01T11:00:00Z");
    let wrong = Err(vec!["INVALID_VALUE startedAt".to_owned()]);
    assert_eq!(ride(counted(Epoch::Seconds), r#"{"startedAt": "2025-11-01T11:00:00Z"}"#, "startedAt"), wrong);
    assert_eq!(ride(counted(Epoch::Seconds), r#"{"startedAt": 1761994800000}"#, "startedAt"), wrong);
    let milliseconds = ride(counted(Epoch::Milliseconds), r#"{"startedAt": 1761994800250}"#, "startedAt");
    assert_eq!(milliseconds, Ok(Value::Instant(1_761_994_800_250)));
    assert_eq!(ride(plain, r#"{"startedAt": 1761994800}"#, "startedAt"), wrong, "undeclared, it is no time");
}

#[test]
fn declared_words_are_missing_values() {
    let words = |_: &Model| IngestOptions {
        nulls: vec!["unavailable".to_owned(), "NaN".to_owned()],
        ..IngestOptions::default()
    };
    for document in [
        r#"{"distance": "unavailable"}"#,
        r#"{"distance": {"value": "NaN", "unit": "KM"}}"#,
        r#"{"distance": " NaN "}"#,
        r#"{"mood": "unavailable"}"#,
        r#"{"rider": "unavailable"}"#,
        r#"{"horse": "unavailable"}"#,
    ] {
        let field = document.split('"').nth(1).unwrap();
        assert_eq!(ride(words, document, field), Ok(Value::Null), "{document}");
    }
    assert_eq!(ride(plain, r#"{"distance": "NaN"}"#, "distance"), Err(vec!["INVALID_VALUE distance".to_owned()]));
}

#[test]
fn numbers_in_texts_have_a_decimal_comma_where_that_is_declared() {
    let comma = |model: &Model| IngestOptions {
        decimal_comma: true,
        units: vec![(index(model, "Ride", "distance"), Unit::KM)],
        ..IngestOptions::default()
    };
    for (written, expected) in [(json!("12,5"), 12.5), (json!("12,5 km"), 12.5), (json!("7"), 7.0), (json!(12.5), 12.5)]
    {
        let Ok(Value::Quantity(quantity)) = ride(comma, &json!({"distance": written}).to_string(), "distance") else {
            panic!("{written}")
        };
        assert!((quantity.value - expected).abs() < 1e-12, "{written}: {quantity:?}");
    }
    for wrong in ["12.5", "1.234,5", "12,5,1"] {
        let read = ride(comma, &json!({"distance": wrong}).to_string(), "distance");
        assert_eq!(read, Err(vec!["INVALID_VALUE distance".to_owned()]), "{wrong}");
    }
}
