//! One table of each scalar: what is read, what is answered, what is refused.

use serde_json::{Value as Json, json};

use super::{NOW, UUID, assert_messages, graphql, ingest, model::things, path};
use crate::{
    input::{IngestOptions, field_value, to_json, value},
    model::{Field, FieldKind, Model, Scalar},
    time::zone,
    unit::Unit,
};

/// Reads and answers a value of the field.
fn echoed(context: &crate::input::Context<'_>, name: &str, json: &Json) -> Result<Json, String> {
    let record = context.model.find("Thing").unwrap();
    let field = context.model.record(record).find(name).unwrap();
    match value(context, record, field, json, path("input")) {
        Ok(value) => Ok(to_json(context.model, context.model.record(record).field(field), &value)),
        Err(problems) => {
            assert_messages(&problems);
            Err(problems
                .errors
                .iter()
                .map(|error| format!("{} {}", error.code.as_str(), error.path.join(".")))
                .collect::<Vec<_>>()
                .join(", "))
        }
    }
}

fn accepted() -> Vec<(&'static str, Json, Json)> {
    let same = |name, json: Json| (name, json.clone(), json);
    vec![
        same("text", json!("Ünïcødé 🌱\n\"quoted\"")),
        same("text", json!("")),
        same("text", json!("e\u{301}")),
        same("int", json!(0)),
        same("int", json!(-2_147_483_648_i64)),
        ("int", json!(5.0), json!(5)),
        same("float", json!(12.5)),
        same("float", json!(1e300)),
        ("float", json!(1000.0), json!(1000)),
        ("float", json!(-0.0), json!(0)),
        same("boolean", json!(true)),
        same("ref", json!(UUID)),
        same("date", json!("2024-02-29")),
        same("moment", json!("2026-05-05T10:00:00Z")),
        ("moment", json!("2026-05-05T10:00:00.500+02:00"), json!("2026-05-05T08:00:00.5Z")),
        same("duration", json!("PT1H30M")),
        ("duration", json!("P2W"), json!("P2W")),
        same("duration", json!("PT0S")),
        same("time", json!("07:30:00")),
        ("time", json!("07:30"), json!("07:30:00")),
        same("zone", json!("Europe/Berlin")),
        ("zone", json!("europe/berlin"), json!("Europe/Berlin")),
        same("url", json!("https://example.org/a?b=c#d")),
        same("url", json!("http://münchen.example")),
        same("email", json!("ann+test@example.org")),
        ("phone", json!("+49 (30) 123-456"), json!("+4930123456")),
        same("phone", json!("+15551234567")),
        ("language", json!("PT-br"), json!("pt-BR")),
        same("language", json!("zh-Hant-TW")),
        same("country", json!("DE")),
        ("country", json!("fr"), json!("FR")),
        same("money", json!({"amount": 12.5, "currency": "EUR"})),
        ("money", json!({"amount": 1000.0, "currency": "usd"}), json!({"amount": 1000, "currency": "USD"})),
        same("money", json!({"amount": -0.01, "currency": "JPY"})),
        same("point", json!({"lat": 52.52, "lon": 13.405})),
        ("point", json!({"lat": -90.0, "lon": 180.0}), json!({"lat": -90, "lon": 180})),
        same("json", json!({"b": [1, 2.5, null, {"c": "x"}], "a": "[not parsed]"})),
        same("json", json!("just text")),
        same("quality", json!("FAIR")),
        ("quality", json!("FINE"), json!("GOOD")),
        (
            "quantity",
            json!({"value": 4, "unit": "FL_OZ"}),
            json!({"value": 118.294_118_25, "unit": "ML", "entered": "4 fl oz"}),
        ),
        ("quantity", json!({"value": 120.0, "unit": "ML"}), json!({"value": 120, "unit": "ML", "entered": "120 mL"})),
        (
            "address",
            json!({"street": "Main 1", "town": "Ulm"}),
            json!({"street": "Main 1", "city": "Ulm", "country": "DE", "movedIn": null, "movedOut": null}),
        ),
    ]
}

fn refused() -> Vec<(&'static str, Json, &'static str)> {
    let invalid = "INVALID_VALUE input";
    let mut cases = vec![
        ("text", json!("a\0b"), invalid),
        ("text", json!(5), invalid),
        ("text", json!(["a"]), invalid),
        ("int", json!(2_147_483_648_i64), "OUT_OF_RANGE input"),
        ("int", json!(1.5), invalid),
        ("int", json!("5"), invalid),
        ("int", json!(true), invalid),
        ("float", json!("12"), invalid),
        ("boolean", json!("true"), invalid),
        ("boolean", json!(1), invalid),
        ("moment", json!("2026-05-05T10:00:00"), invalid),
        ("moment", json!(1_777_982_400), invalid),
        ("money", json!({"amount": 1, "currency": "XYZ"}), "INVALID_VALUE input.currency"),
        ("money", json!({"amount": "1", "currency": "EUR"}), "INVALID_VALUE input.amount"),
        ("money", json!({"amount": 1}), "INVALID_VALUE input.currency"),
        ("money", json!({}), "INVALID_VALUE input.amount, INVALID_VALUE input.currency"),
        ("money", json!({"amount": 1_234_567_890_123_456_u64, "currency": "EUR"}), "INVALID_VALUE input.amount"),
        ("money", json!({"amount": 1, "currency": "EUR", "tax": 2}), invalid),
        ("money", json!(5), invalid),
        ("point", json!({"lat": 90.5, "lon": -181}), "OUT_OF_RANGE input.lat, OUT_OF_RANGE input.lon"),
        ("point", json!({"lat": 1}), "INVALID_VALUE input.lon"),
        ("point", json!([52.5, 13.4]), invalid),
        ("quality", json!("good"), invalid),
        ("quality", json!(1), invalid),
        ("quantity", json!(5), "UNIT_REQUIRED input"),
        ("quantity", json!({"value": 5}), "UNIT_REQUIRED input"),
        ("quantity", json!({"value": 5, "unit": "KG"}), "WRONG_DIMENSION input"),
        ("quantity", json!({"value": 5, "unit": "bottles"}), invalid),
        ("quantity", json!({"unit": "ML"}), "INVALID_VALUE input.value"),
        ("quantity", json!({"value": "5", "unit": "ML"}), "INVALID_VALUE input.value"),
        ("quantity", json!({"value": 1e308, "unit": "L"}), invalid),
        ("quantity", json!("5 mL"), invalid),
        ("address", json!("Main 1, Ulm"), invalid),
        ("address", json!({"city": "Ulm"}), "REQUIRED input.street"),
        (
            "address",
            json!({"street": 5, "country": "Germany", "zip": 1}),
            "INVALID_VALUE input.street, INVALID_VALUE input.country, INVALID_VALUE input.zip",
        ),
        (
            "address",
            json!({"street": "Main 1", "movedIn": "2026-01-02", "movedOut": "2026-01-01"}),
            "TIME_ORDER input.movedOut",
        ),
        ("address", json!({"street": "Main 1", "city": "Ulm", "town": "Ulm"}), "INVALID_VALUE input.town"),
        ("address", json!({"street": "Main 1", "town": null, "city": "Ulm"}), "INVALID_VALUE input.town"),
    ];
    let texts = [
        ("ref", ["abc", ""].as_slice()),
        ("date", &["2026-02-30", "05.05.2026", "2026-05-05T00:00:00Z", ""]),
        ("moment", &["yesterday-ish", "2026-05-05", ""]),
        ("duration", &["-P1D", "10 minutes", "P", ""]),
        ("time", &["24:00:00", "7 pm", ""]),
        ("zone", &["Mars/Olympus", "CEST+2", ""]),
        ("url", &["ftp://example.org", "javascript:alert(1)", "example.org", "http://", "http://a b", ""]),
        ("email", &["ann", "ann@", "ann@localhost", "Ann <ann@example.org>", "a b@example.org", ""]),
        ("phone", &["030 123456", "+12", "+1234567890123456", "+49 CALL ME", ""]),
        ("language", &["german", "e", "en_US", ""]),
        ("country", &["Germany", "DEU", "XX", ""]),
    ];
    for (name, wrong) in texts {
        cases.extend(wrong.iter().map(|text| (name, json!(text), invalid)));
    }
    cases
}

#[test]
fn accepts_and_answers_every_scalar() {
    let model = things();
    for (name, given, answered) in accepted() {
        assert_eq!(echoed(&graphql(&model), name, &given), Ok(answered), "{name}: {given}");
    }
}

#[test]
fn refuses_what_is_no_value_of_the_scalar() {
    let model = things();
    for (name, given, error) in refused() {
        assert_eq!(echoed(&graphql(&model), name, &given), Err(error.to_owned()), "{name}: {given}");
    }
}

#[test]
fn null_is_a_missing_value_of_every_scalar() {
    let model = things();
    for field in &model.types[0].fields {
        assert_eq!(echoed(&graphql(&model), &field.name, &Json::Null), Ok(Json::Null), "{}", field.name);
    }
}

#[test]
fn lists_hold_every_scalar() {
    let model = things();
    for (name, given, answered) in accepted() {
        let name = format!("{name}s");
        let read = echoed(&graphql(&model), &name, &json!([given, given]));
        assert_eq!(read, Ok(json!([answered, answered])), "{name}: {given}");
    }
}

#[test]
fn a_mistake_in_a_list_names_its_position() {
    let model = things();
    for (name, given, error) in refused().into_iter().filter(|(name, ..)| *name != "address" && *name != "json") {
        let name = format!("{name}s");
        let error = error.replace(" input", " input.0");
        assert_eq!(echoed(&graphql(&model), &name, &json!([given])), Err(error), "{name}: {given}");
    }
}

#[test]
fn lists_hold_no_null() {
    let model = things();
    let read = echoed(&graphql(&model), "texts", &json!(["a", null, "b", null]));
    assert_eq!(read, Err("INVALID_VALUE input.1, INVALID_VALUE input.3".to_owned()));
}

#[test]
fn one_value_is_a_list_of_one() {
    let model = things();
    assert_eq!(echoed(&graphql(&model), "texts", &json!("a;b")), Ok(json!(["a;b"])));
}

#[test]
fn ingested_texts_stand_for_every_scalar() {
    let model = things();
    let cases = [
        ("text", json!(5), json!("5")),
        ("text", json!(2.50), json!("2.5")),
        ("text", json!(true), json!("true")),
        ("text", json!(""), json!("")),
        ("int", json!("63"), json!(63)),
        ("int", json!(" 63 "), json!(63)),
        ("int", json!("63.0"), json!(63)),
        ("float", json!("6.3e1"), json!(63)),
        ("float", json!(""), json!(null)),
        ("boolean", json!("TRUE"), json!(true)),
        ("boolean", json!("0"), json!(false)),
        ("boolean", json!(1), json!(true)),
        ("moment", json!("2026-05-05T10:00:00Z"), json!("2026-05-05T10:00:00Z")),
        ("date", json!(""), json!(null)),
        ("money", json!("12.50 EUR"), json!({"amount": 12.5, "currency": "EUR"})),
        ("money", json!("EUR 12.50"), json!({"amount": 12.5, "currency": "EUR"})),
        ("money", json!("{\"amount\": 3, \"currency\": \"EUR\"}"), json!({"amount": 3, "currency": "EUR"})),
        ("money", json!({"amount": "3", "currency": "EUR"}), json!({"amount": 3, "currency": "EUR"})),
        ("point", json!("52.5, 13.4"), json!({"lat": 52.5, "lon": 13.4})),
        ("json", json!("{\"a\": [1]}"), json!({"a": [1]})),
        ("json", json!("{broken"), json!("{broken")),
        ("texts", json!("a; b;"), json!(["a", "b"])),
        ("texts", json!("[\"a;b\"]"), json!(["a;b"])),
        ("ints", json!("1;2"), json!([1, 2])),
        ("quantity", json!("4 fl oz"), json!({"value": 118.294_118_25, "unit": "ML", "entered": "4 fl oz"})),
        ("quantity", json!("2.50L"), json!({"value": 2500, "unit": "ML", "entered": "2.50 L"})),
        ("quantity", json!({"value": "1e2", "unit": "cc"}), json!({"value": 100, "unit": "ML", "entered": "100 mL"})),
        (
            "address",
            json!("{\"street\": \"Main 1\"}"),
            json!({"street": "Main 1", "city": null, "country": "DE", "movedIn": null, "movedOut": null}),
        ),
    ];
    for (name, given, answered) in cases {
        let context = ingest(&model, IngestOptions::default());
        assert_eq!(echoed(&context, name, &given), Ok(answered), "{name}: {given}");
    }
}

#[test]
fn ingested_texts_that_are_none_are_refused() {
    let model = things();
    let cases = [
        ("int", json!("three"), "INVALID_VALUE input"),
        ("int", json!("99999999999"), "OUT_OF_RANGE input"),
        ("float", json!("NaN"), "INVALID_VALUE input"),
        ("float", json!("1e999"), "INVALID_VALUE input"),
        ("float", json!("1,5"), "INVALID_VALUE input"),
        ("boolean", json!("yes"), "INVALID_VALUE input"),
        ("quantity", json!("4"), "UNIT_REQUIRED input"),
        ("quantity", json!(4), "UNIT_REQUIRED input"),
        ("quantity", json!("some mL"), "INVALID_VALUE input"),
        ("quantity", json!("4 bottles"), "INVALID_VALUE input"),
        ("quantity", json!("4 kg"), "WRONG_DIMENSION input"),
        ("quantity", json!("4 日"), "INVALID_VALUE input"),
        ("money", json!("12.50"), "INVALID_VALUE input"),
        ("moment", json!("2026-05-05 10:00:00"), "INVALID_VALUE input"),
    ];
    for (name, given, error) in cases {
        let context = ingest(&model, IngestOptions::default());
        assert_eq!(echoed(&context, name, &given), Err(error.to_owned()), "{name}: {given}");
    }
}

#[test]
fn local_times_need_a_declared_zone() {
    let model = things();
    let given = json!("2026-05-05T10:00:00");
    let error = value_error(&model, &given);
    assert!(error.contains("tz="), "{error}");
    let context = ingest(&model, IngestOptions { zone: zone("Europe/Berlin"), ..IngestOptions::default() });
    assert_eq!(echoed(&context, "moment", &given), Ok(json!("2026-05-05T08:00:00Z")));
}

fn value_error(model: &Model, given: &Json) -> String {
    let field =
        Field { name: "moment".to_owned(), ..model.types[0].field(model.types[0].find("moment").unwrap()).clone() };
    let problems = field_value(&ingest(model, IngestOptions::default()), &field, given, &path("at")).unwrap_err();
    assert_eq!(problems.errors[0].path, ["at"]);
    problems.errors[0].message.clone()
}

#[test]
fn wrong_dimensions_are_named_in_english() {
    let model = things();
    let record = model.find("Thing").unwrap();
    let field = model.record(record).find("quantity").unwrap();
    let problems =
        value(&graphql(&model), record, field, &json!({"value": 1, "unit": "KG"}), path("input")).unwrap_err();
    let message = &problems.errors[0].message;
    assert!(message.contains("mass") && message.contains("volume"), "{message}");
}

#[test]
fn quantities_remember_the_number_as_written() {
    let model = things();
    let cases = [
        (json!({"value": 12, "unit": "CUP"}), "12 cup"),
        (json!({"value": 0.1, "unit": "L"}), "0.1 L"),
        (json!({"value": 1e-7, "unit": "L"}), "1e-7 L"),
        (json!({"value": 12.0, "unit": "L"}), "12 L"),
    ];
    for (given, entered) in cases {
        let answer = echoed(&graphql(&model), "quantity", &given).unwrap();
        assert_eq!(answer["entered"], json!(entered), "{given}");
    }
}

#[test]
fn a_quantity_without_a_unit_rule_keeps_its_own_unit() {
    let model = Model::default();
    let field = Field { unit: None, ..super::model::scalar("amount", Scalar::Quantity) };
    let value = field_value(&graphql(&model), &field, &json!({"value": 3, "unit": "LB"}), &path("input")).unwrap();
    assert_eq!(to_json(&model, &field, &value), json!({"value": 3, "unit": Unit::LB.name(), "entered": "3 lb"}));
}

#[test]
fn every_scalar_has_a_case() {
    let model = things();
    let missing: Vec<_> = model.types[0]
        .fields
        .iter()
        .filter(|field| !field.list)
        .filter(|field| !accepted().iter().any(|(name, ..)| *name == field.name))
        .map(|field| field.name.clone())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    let kinds =
        model.types[0].fields.iter().filter(|field| matches!(field.kind, FieldKind::Scalar(_)) && !field.list).count();
    assert_eq!(kinds, 19);
    assert_eq!(crate::time::format_instant(NOW), "2026-05-05T12:00:00Z");
}
