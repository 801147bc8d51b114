//! New entries and patches: rules, names, ids.

use serde_json::json;

use super::{super::*, NOW, UUID, codes, created, index, mistakes, model::stable, patched};

#[test]
fn a_document_that_is_no_object_is_told_so() {
    assert_eq!(mistakes(&json!("Basil")), ["INVALID_VALUE input"]);
}

#[test]
fn every_rule_has_its_code() {
    let none: [&str; 0] = [];
    let cases = [
        (json!({"name": "Bella"}), none.as_slice()),
        (json!({"name": ""}), &["TOO_SHORT input.name"]),
        (json!({"name": "x".repeat(31)}), &["TOO_LONG input.name"]),
        (json!({"name": "日".repeat(30)}), &[]),
        (json!({"name": "a\0b"}), &["INVALID_VALUE input.name"]),
        (json!({"tag": "ab-12"}), &["PATTERN input.tag"]),
        (json!({"tag": "AB12\n"}), &["PATTERN input.tag"]),
        (json!({"tag": "AB12"}), &[]),
        (json!({"rides": 15}), &["OUT_OF_RANGE input.rides"]),
        (json!({"rides": -1}), &["OUT_OF_RANGE input.rides"]),
        (json!({"rides": 14}), &[]),
        (json!({"height": {"value": -1, "unit": "CM"}}), &["OUT_OF_RANGE input.height"]),
        (json!({"height": {"value": 400, "unit": "FT"}}), &["OUT_OF_RANGE input.height"]),
        (json!({"height": {"value": 3, "unit": "M"}}), &[]),
        (json!({"height": {"value": 3, "unit": "KG"}}), &["WRONG_DIMENSION input.height"]),
        (json!({"height": 3}), &["UNIT_REQUIRED input.height"]),
        (json!({"bornOn": "2999-01-01"}), &["FUTURE_TIME input.bornOn"]),
        (json!({"bornOn": "2026-05-05"}), &[]),
        (json!({"bornOn": "2026-05-06"}), &["FUTURE_TIME input.bornOn"]),
        (json!({"age": 3}), &["INVALID_VALUE input.age"]),
        (json!({"colour": "brown"}), &["INVALID_VALUE input.colour"]),
        (json!({"tag": "AB12", "mark": "CD34"}), &["INVALID_VALUE input.mark"]),
        (json!({"mark": "CD34", "tag": "AB12"}), &["INVALID_VALUE input.mark"]),
        (json!({"mark": null, "tag": "AB12"}), &["INVALID_VALUE input.mark"]),
        (json!({"tag": null, "mark": "AB12"}), &["INVALID_VALUE input.mark"]),
        (
            json!({"friends": {"create": [{"entry": {"mark": "CD34", "name": "Max", "tag": "AB12"}}]}}),
            &["INVALID_VALUE input.friends.create.0.entry.mark"],
        ),
    ];
    for (document, expected) in cases {
        assert_eq!(mistakes(&document), expected, "{document}");
    }
}

#[test]
fn all_mistakes_come_at_once() {
    let document = json!({
        "name": "", "tag": "?", "rides": -1, "height": {"value": 1, "unit": "S"}, "id": "x", "nope": 1,
        "externalKeys": [{"source": ""}], "barn": {"link": "y"},
        "outings": {"create": [{"distance": {"value": -5, "unit": "KM"}}]},
    });
    assert_eq!(
        mistakes(&document),
        [
            "NOT_FOUND input.barn.link",
            "REQUIRED input.externalKeys.0.key",
            "TOO_SHORT input.externalKeys.0.source",
            "WRONG_DIMENSION input.height",
            "INVALID_VALUE input.id",
            "TOO_SHORT input.name",
            "INVALID_VALUE input.nope",
            "OUT_OF_RANGE input.outings.create.0.distance",
            "OUT_OF_RANGE input.rides",
            "PATTERN input.tag",
        ]
    );
}

fn message(document: &Json) -> String {
    let model = stable();
    let problems = created(&model, "Horse", document).1;
    assert_eq!(problems.errors.len(), 1, "{problems:?}");
    problems.errors[0].message.clone()
}

#[test]
fn messages_name_what_would_be_right() {
    let cases = [
        (json!({"rides": 99}), ["14", "99"].as_slice()),
        (json!({"height": {"value": 400, "unit": "FT"}}), &["300 cm", "400 ft", "12192 cm"]),
        (json!({"height": {"value": 3, "unit": "KG"}}), &["mass", "length"]),
        (json!({"height": 3}), &["value: 3", "CM"]),
        (json!({"name": "x".repeat(31)}), &["30 characters", "31"]),
        (json!({"name": ""}), &["at least 1 character"]),
        (json!({"tag": "?"}), &["two capitals and two digits", "`?`"]),
        (json!({"bornOn": "2999-01-01"}), &["future", "2999-01-01", "2026-05-05T12:00:00Z"]),
        (json!({"nam": "x"}), &["`nam`", "did you mean `name`"]),
        (json!({"zzz": "x"}), &["known are name, tag, bornOn"]),
        (json!({"tag": "long".repeat(1000)}), &["two capitals", "…"]),
    ];
    for (document, words) in cases {
        let message = message(&document);
        for word in words {
            assert!(message.contains(word), "`{message}` should say `{word}`");
        }
    }
}

#[test]
fn params_carry_the_figures_of_the_message() {
    let model = stable();
    let problems = created(&model, "Horse", &json!({"height": {"value": 4, "unit": "M"}})).1;
    let params = Json::Object(problems.errors[0].params.clone());
    assert_eq!(params, json!({"max": 300, "value": 400, "unit": "CM"}));
}

#[test]
fn unusual_values_warn_and_do_not_block() {
    let model = stable();
    let document = json!({"name": "Big", "rides": 10, "height": {"value": 2.5, "unit": "M"}, "speed": 0.5});
    let (input, problems) = created(&model, "Horse", &document);
    assert!(problems.is_acceptable());
    let warnings: Vec<_> = problems
        .warnings
        .iter()
        .map(|warning| (warning.code.as_str(), warning.path.join("."), Json::Object(warning.params.clone())))
        .collect();
    assert_eq!(
        warnings,
        [
            ("ABNORMAL_VALUE", "input.rides".to_owned(), json!({"warnMax": 7, "value": 10})),
            ("ABNORMAL_VALUE", "input.height".to_owned(), json!({"warnMax": 200, "value": 250, "unit": "CM"})),
            ("ABNORMAL_VALUE", "input.speed".to_owned(), json!({"warnMin": 1, "value": 0.5})),
        ]
    );
    assert_eq!(input.values.len(), 4);
}

#[test]
fn what_could_be_read_is_kept_beside_the_mistakes() {
    let model = stable();
    let (input, _) = created(&model, "Horse", &json!({"name": "Bella", "mark": "?", "rides": null}));
    let (name, tag, rides) =
        (index(&model, "Horse", "name"), index(&model, "Horse", "tag"), index(&model, "Horse", "rides"));
    assert_eq!(input.values, [(name, Value::Text("Bella".to_owned())), (rides, Value::Null)]);
    assert_eq!(input.unreadable, [tag]);
}

#[test]
fn former_names_stand_for_todays() {
    let model = stable();
    let (input, problems) = created(&model, "Horse", &json!({"mark": "AB12"}));
    assert_eq!(codes(&problems), [""; 0]);
    assert_eq!(input.values, [(index(&model, "Horse", "tag"), Value::Text("AB12".to_owned()))]);
    let (input, _) = created(&model, "Ride", &json!({"mood": "QUIET"}));
    assert_eq!(input.values, [(index(&model, "Ride", "mood"), Value::Text("CALM".to_owned()))]);
}

#[test]
fn times_have_a_minute_of_grace() {
    let model = stable();
    let at = |late: i64| json!({"startedAt": crate::time::format_instant(NOW + late)});
    assert_eq!(codes(&created(&model, "Ride", &at(60_000)).1), [""; 0]);
    assert_eq!(codes(&created(&model, "Ride", &at(60_001)).1), ["FUTURE_TIME input.startedAt"]);
}

#[test]
fn lists_have_their_length_in_items() {
    let model = stable();
    let guests = |count: usize| json!({"guests": vec!["a long name indeed"; count]});
    assert_eq!(codes(&created(&model, "Ride", &guests(3)).1), [""; 0]);
    assert_eq!(codes(&created(&model, "Ride", &guests(4)).1), ["TOO_LONG input.guests"]);
}

#[test]
fn clients_may_make_ids_of_version_7() {
    let model = stable();
    let (input, problems) = created(&model, "Horse", &json!({"id": UUID}));
    assert!(problems.is_acceptable());
    assert_eq!(input.id, Some(UUID.parse().unwrap()));
    for id in [json!("7e6eb7e2-5b1c-4c3a-9d7c-0a4a8d0f5d11"), json!("$0"), json!(7), json!("")] {
        assert_eq!(mistakes(&json!({"id": id})), ["INVALID_VALUE input.id"], "{id}");
    }
}

#[test]
fn external_keys_have_source_and_key() {
    let model = stable();
    let (input, problems) = created(&model, "Horse", &json!({"externalKeys": [{"source": "a.csv", "key": "7"}]}));
    assert!(problems.is_acceptable());
    assert_eq!(input.external_keys, [ExternalKey { source: "a.csv".to_owned(), key: "7".to_owned() }]);
    let twice = json!({"externalKeys": [{"source": "a", "key": "7"}, {"source": "a", "key": "7"}, "a", {"source": "a", "key": "b\0"}]});
    assert_eq!(
        mistakes(&twice),
        [
            "INVALID_VALUE input.externalKeys.1",
            "INVALID_VALUE input.externalKeys.2",
            "INVALID_VALUE input.externalKeys.3.key"
        ]
    );
}

#[test]
fn a_patch_keeps_nulls_and_refuses_them_for_required_fields() {
    let model = stable();
    let (input, problems) = patched(&model, "Horse", &json!({"tag": null, "name": null, "rides": 4}));
    assert_eq!(codes(&problems), ["REQUIRED patch.name"]);
    let (tag, rides) = (index(&model, "Horse", "tag"), index(&model, "Horse", "rides"));
    assert_eq!(input.values, [(tag, Value::Null), (rides, Value::Int(4))]);
    let (_, problems) = patched(&model, "Ride", &json!({"mood": null, "horse": null}));
    assert_eq!(codes(&problems), ["REQUIRED patch.horse", "REQUIRED patch.mood"]);
}

#[test]
fn a_patch_changes_no_ids() {
    let model = stable();
    let (_, problems) = patched(&model, "Horse", &json!({"id": UUID, "externalKeys": []}));
    assert_eq!(codes(&problems), ["INVALID_VALUE patch.externalKeys", "INVALID_VALUE patch.id"]);
}

#[test]
fn ingested_texts_follow_the_rules_too() {
    let model = stable();
    let options =
        IngestOptions { units: vec![(index(&model, "Horse", "height"), Unit::FT)], ..IngestOptions::default() };
    let context = super::ingest(&model, options);
    let document = json!({"name": "Bella", "rides": "15", "height": "400", "bornOn": "", "tag": ""});
    let (input, problems) = entry(&context, model.find("Horse").unwrap(), &document, Vec::new());
    assert_eq!(codes(&problems), ["OUT_OF_RANGE height", "OUT_OF_RANGE rides", "PATTERN tag"]);
    assert_eq!(input.values, [(index(&model, "Horse", "name"), Value::Text("Bella".to_owned()))]);
}

#[test]
fn declared_units_give_bare_numbers_a_meaning() {
    let model = stable();
    let height = index(&model, "Horse", "height");
    let options = IngestOptions { units: vec![(height, Unit::IN)], ..IngestOptions::default() };
    for document in
        [json!({"height": 12}), json!({"height": "12"}), json!({"height": {"value": 12}}), json!({"height": "12 in"})]
    {
        let context = super::ingest(&model, options.clone());
        let (input, problems) = entry(&context, model.find("Horse").unwrap(), &document, Vec::new());
        assert_eq!(codes(&problems), [""; 0], "{document}");
        let entered = crate::value::Entered { number: "12".to_owned(), unit: Unit::IN };
        let expected = Value::Quantity(crate::value::Quantity { value: 30.48, entered: Some(entered) });
        assert_eq!(input.values, [(height, expected)], "{document}");
    }
}

#[test]
fn table_columns_may_name_parts() {
    let model = super::model::things();
    let document = json!({
        "address.street": "Main 1", "address.city": "", "money.amount": "3", "money.currency": "EUR",
        "quantity.value": "2", "quantity.unit": "L", "point.lat": "", "point.lon": "",
    });
    let context = super::ingest(&model, IngestOptions::default());
    let (input, problems) = entry(&context, model.find("Thing").unwrap(), &document, Vec::new());
    assert_eq!(codes(&problems), [""; 0]);
    let read: Vec<_> =
        input.values.iter().map(|(field, value)| to_json(&model, model.types[0].field(*field), value)).collect();
    assert_eq!(
        read,
        [
            json!({"street": "Main 1", "city": null, "country": "DE", "movedIn": null, "movedOut": null}),
            json!({"amount": 3, "currency": "EUR"}),
            json!({"value": 2000, "unit": "ML", "entered": "2 L"}),
        ]
    );
}
