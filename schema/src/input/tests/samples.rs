//! Samples of a series, in both dialects.

use serde_json::json;

use super::{super::*, UUID, codes, graphql, index, ingest, model::stable};

fn read(document: &Json) -> (SampleInput, Problems) {
    let model = stable();
    sample(&graphql(&model), model.find("Pulse").unwrap(), document, super::path("inputs.0"))
}

/// The mistakes of an ingested sample, with units for bare numbers.
fn ingested(document: &Json) -> (SampleInput, Vec<String>) {
    let model = stable();
    let units = vec![(index(&model, "Pulse", "warmth"), Unit::DEGF)];
    let options = IngestOptions { units, create: vec![index(&model, "Pulse", "collar")], ..IngestOptions::default() };
    let (input, problems) = sample(&ingest(&model, options), model.find("Pulse").unwrap(), document, Vec::new());
    (input, codes(&problems))
}

#[test]
fn samples_name_what_they_measure() {
    let at = "2026-05-01T10:00:00Z";
    let (input, problems) = read(&json!({"collar": {"link": UUID}, "at": at}));
    assert_eq!(codes(&problems), [""; 0]);
    assert!(matches!(input.of, Some(LinkOperation::Link(_))));
    let (input, _) = read(&json!({"collar": {"connectOrCreate": {"name": "red"}}, "at": at}));
    assert!(matches!(input.of, Some(LinkOperation::ConnectOrCreate(..))));
    let (input, mistakes) = ingested(&json!({"collar": "red", "at": at}));
    assert_eq!(mistakes, [""; 0]);
    let Some(LinkOperation::Link(LinkTarget { target: Reference::Key { create: Some(_), .. }, path, .. })) = input.of
    else {
        panic!("{input:?}")
    };
    assert_eq!(path, ["collar"]);
}

#[test]
fn a_sample_needs_its_time_and_what_it_measures() {
    assert_eq!(codes(&read(&json!({})).1), ["REQUIRED inputs.0.at", "REQUIRED inputs.0.collar"]);
    assert_eq!(ingested(&json!({"at": "", "collar": ""})).1, ["REQUIRED at", "REQUIRED collar"]);
    let (input, mistakes) = ingested(&json!({"at": "yesterday-ish", "collar": ["x"]}));
    assert_eq!(mistakes, ["INVALID_VALUE at", "INVALID_VALUE collar"]);
    assert_eq!((input.of, input.values[1].is_null()), (None, true));
    assert_eq!(
        codes(&read(&json!({"collar": {"unlink": true}, "at": "2026-05-01T10:00:00Z"})).1),
        ["INVALID_VALUE inputs.0.collar"]
    );
}

#[test]
fn values_out_of_bounds_flag_a_sample() {
    let row = |rate: i64| json!({"collar": {"link": UUID}, "at": "2026-05-01T10:00:00Z", "rate": {"value": rate, "unit": "PER_MIN"}});
    let (input, problems) = read(&row(301));
    assert_eq!((input.flagged, codes(&problems).len(), problems.warnings.len()), (true, 0, 1));
    let kept = crate::value::Quantity { value: 301.0, entered: None };
    assert_eq!(input.values[2], Value::Quantity(kept));
    let (input, problems) = read(&row(250));
    assert_eq!((input.flagged, problems.warnings.len()), (false, 1));
    let (input, mistakes) = ingested(&json!({"collar": "red", "at": "2026-05-01T10:00:00Z", "steps": "-1"}));
    assert_eq!((input.flagged, mistakes.len()), (true, 0));
}

#[test]
fn other_mistakes_refuse_a_sample() {
    let (_, mistakes) = ingested(&json!({
        "collar": "red", "at": "2027-05-01T10:00:00Z", "rate": 80, "warmth": {"value": 30, "unit": "KG"}, "note": "too long",
        "steps": "many", "colour": "brown", "id": UUID,
    }));
    assert_eq!(
        mistakes,
        [
            "FUTURE_TIME at",
            "INVALID_VALUE colour",
            "INVALID_VALUE id",
            "TOO_LONG note",
            "UNIT_REQUIRED rate",
            "INVALID_VALUE steps",
            "WRONG_DIMENSION warmth",
        ]
    );
}

#[test]
fn a_bare_number_is_told_how_to_get_a_unit() {
    let model = stable();
    let context = ingest(&model, IngestOptions::default());
    let row = json!({"collar": "red", "at": "2026-05-01T10:00:00Z", "rate": 80});
    let (_, problems) = sample(&context, model.find("Pulse").unwrap(), &row, Vec::new());
    let message = &problems.errors[0].message;
    assert!(message.contains("{value: 80, unit: PER_MIN}") && message.contains("unit.rate=PER_MIN"), "{message}");
}

#[test]
fn bare_numbers_take_the_declared_unit() {
    let (input, mistakes) = ingested(&json!({"collar": "red", "at": "2026-05-01T10:00:00Z", "warmth": "98.6"}));
    assert_eq!(mistakes, [""; 0]);
    let Value::Quantity(warmth) = &input.values[3] else { panic!("{input:?}") };
    assert_eq!((warmth.value, warmth.entered.as_ref().unwrap().number.as_str()), (37.0, "98.6"));
}

/// A sample of a time, judged by the rule; when it is flagged, its mistakes and its warnings.
fn judged(at: &str) -> (bool, Vec<String>, Vec<String>) {
    let (model, now) = (stable(), graphql(&stable()).now);
    let read = read(&json!({"collar": {"link": UUID}, "at": at}));
    let (input, problems) = PlausibleTimes::default().judged(&model, now, read);
    super::assert_messages(&problems);
    let warnings = problems.warnings.iter().map(|one| format!("{} {}", one.code.as_str(), one.path.join(".")));
    (input.flagged, codes(&problems), warnings.collect())
}

#[test]
fn times_of_a_clock_without_power_are_kept_apart_with_a_warning() {
    let apart = (true, Vec::new(), vec!["IMPLAUSIBLE_TIME inputs.0.at".to_owned()]);
    assert_eq!(judged("1970-01-01T00:00:05Z"), apart);
    assert_eq!(judged("1999-12-31T23:59:59Z"), apart);
    assert_eq!(judged("2999-01-01T00:00:00Z"), apart);
}

#[test]
fn times_near_the_present_are_judged_by_their_own_rule() {
    assert_eq!(judged("2000-01-01T00:00:00Z"), (false, Vec::new(), Vec::new()));
    assert_eq!(judged("2026-06-05T00:00:00Z"), (false, vec!["FUTURE_TIME inputs.0.at".to_owned()], Vec::new()));
}
