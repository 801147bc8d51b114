//! What holds for every input: nothing panics, messages are readable, answers can be written again.

use proptest::prelude::*;
use serde_json::{Map, json};

use super::{
    super::*,
    UUID, assert_messages, graphql, ingest,
    model::{stable, things},
    path,
};
use crate::model::{FieldKind, Scalar};

/// Any JSON, with names and texts that the stable knows now and then.
fn any_json() -> impl Strategy<Value = Json> {
    let names = prop::sample::select(vec![
        "name",
        "tag",
        "rides",
        "height",
        "barn",
        "friends",
        "parents",
        "outings",
        "link",
        "create",
        "connectOrCreate",
        "update",
        "unlink",
        "set",
        "id",
        "props",
        "patch",
        "entry",
        "from",
        "to",
        "value",
        "unit",
        "collar",
        "at",
        "rate",
        "externalKeys",
        "source",
        "key",
        "height.value",
        "barn.name",
        "strength",
        "expectedVersion",
        "street",
        "number",
    ]);
    let texts = prop::sample::select(vec![
        "",
        "$0",
        UUID,
        "12 in",
        "2026-05-05T10:00:00Z",
        "{\"name\": 1}",
        "[1",
        "a;b",
        "CM",
        "é\0",
    ]);
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        any::<String>().prop_map(Json::from),
        texts.prop_map(Json::from),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::vec((names.clone(), inner), 0..6).prop_map(|members| Json::Object(
                members.into_iter().map(|(name, json)| (name.to_owned(), json)).collect::<Map<_, _>>()
            )),
        ]
    })
}

proptest! {
    #[test]
    fn no_document_makes_the_reader_panic(document in any_json()) {
        let model = stable();
        let barn = super::index(&model, "Horse", "barn");
        let options = IngestOptions { create: vec![barn], ..IngestOptions::default() };
        for context in [graphql(&model), ingest(&model, options)] {
            for record in model.indexes() {
                for problems in [
                    entry(&context, record, &document, path("input")).1,
                    patch(&context, record, &document, path("patch")).1,
                    sample(&context, record, &document, path("inputs.0")).1,
                ] {
                    assert_messages(&problems);
                }
            }
        }
    }

    #[test]
    fn no_value_makes_the_reader_panic(json in any_json()) {
        let model = things();
        let record = model.find("Thing").unwrap();
        for context in [graphql(&model), ingest(&model, IngestOptions::default())] {
            for (index, _) in model.record(record).indexed_fields() {
                if let Err(problems) = value(&context, record, index, &json, path("where")) {
                    prop_assert!(!problems.errors.is_empty());
                    assert_messages(&problems);
                }
            }
        }
    }

    #[test]
    fn numbers_come_back_as_they_went_in(number in any::<f64>().prop_filter("finite", |number| number.is_finite())) {
        let model = things();
        let record = model.find("Thing").unwrap();
        let field = super::index(&model, "Thing", "float");
        let read = value(&graphql(&model), record, field, &json!(number), Path::new()).unwrap();
        let answered = to_json(&model, model.record(record).field(field), &read);
        prop_assert_eq!(answered.as_f64(), Some(number));
        let text = Json::from(number::shortest(number));
        prop_assert_eq!(value(&ingest(&model, IngestOptions::default()), record, field, &text, Path::new()).unwrap(), read);
    }

    #[test]
    fn answers_can_be_ingested_again(
        text in "[^\0]{0,20}", number in -1e9_f64..1e9, instant in crate::time::MIN_INSTANT..=crate::time::MAX_INSTANT,
        lat in -90.0_f64..=90.0, lon in -180.0_f64..=180.0, cents in -1_000_000_i64..1_000_000, seconds in 0_i64..100_000_000,
    ) {
        let model = things();
        let record = model.find("Thing").unwrap();
        let answers = [
            ("text", json!(text)),
            ("float", json!(number)),
            ("moment", json!(crate::time::format_instant(instant))),
            ("date", json!(crate::time::instant_date(instant).to_string())),
            ("time", json!(crate::time::format_time(crate::time::instant_time(instant)))),
            ("duration", json!(format!("PT{seconds}S"))),
            ("point", json!({"lat": lat, "lon": lon})),
            ("money", json!({"amount": cents as f64 / 100.0, "currency": "EUR"})),
            ("quantity", json!({"value": number, "unit": "FL_OZ"})),
        ];
        for (name, given) in answers {
            let field = super::index(&model, "Thing", name);
            let declared = model.record(record).field(field);
            let read = value(&graphql(&model), record, field, &given, Path::new()).unwrap();
            let mut answered = to_json(&model, declared, &read);
            if declared.kind == FieldKind::Scalar(Scalar::Quantity) {
                // An answer says what was entered beside the converted value: the text alone is the input.
                answered = answered["entered"].clone();
            }
            let again = value(&ingest(&model, IngestOptions::default()), record, field, &answered, Path::new()).unwrap();
            prop_assert_eq!(again, read, "{}: {}", name, answered);
        }
    }
}
