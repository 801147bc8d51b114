//! Durations: equal lengths are equal everywhere, and of two unequal ones one is the longer.

use daybook_schema::Value;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{
    Make,
    statistics::{field, question},
};
use crate::{
    query::{Filter, Group, GroupKey, Measure, OrderKey, Position, Subject, Test, Window},
    testsuite::TestStore,
};

fn span(text: &str) -> Value {
    Value::Duration(text.parse().expect("a duration"))
}

/// An entry for each length. They share no key, so that equal ones may live side by side: the key is for `length` alone.
fn specimens(test_store: &mut TestStore, lengths: &[&str]) -> Vec<Uuid> {
    lengths.iter().map(|length| test_store.made("Specimen", &json!({ "span": length }))).collect()
}

fn found(test_store: &TestStore, name: &str, subject: Subject, test: Test) -> Vec<Uuid> {
    test_store.rows(&test_store.list(name, Filter::Test(subject, test))).iter().map(|row| row.id).collect()
}

pub fn equal_lengths_are_equal_in_every_filter(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let ids =
        specimens(&mut test_store, &["PT10M", "PT600S", "PT90M", "P1D", "PT24H", "P1W", "P7D", "P12M", "P1Y", "P30D"]);
    let of = |numbers: &[usize]| numbers.iter().map(|number| ids[*number]).collect::<Vec<_>>();
    let length = field(&test_store, "Specimen", "span");
    for (test, expected) in [
        (Test::Eq(span("PT600S")), of(&[0, 1])),
        (Test::Eq(span("PT10M")), of(&[0, 1])),
        (Test::Eq(span("PT1H30M")), of(&[2])),
        (Test::Eq(span("PT1440M")), of(&[4])),
        (Test::In(vec![span("P7D"), span("P1Y")]), of(&[5, 6, 7, 8])),
        (Test::Ne(span("PT600S")), of(&[2, 3, 4, 5, 6, 7, 8, 9])),
        (Test::NotIn(vec![span("P1W"), span("PT0.6S"), span("PT10M")]), of(&[2, 3, 4, 7, 8, 9])),
        (Test::Lt(span("PT600S")), of(&[])),
        (Test::Lte(span("PT600S")), of(&[0, 1])),
        (Test::Gte(span("P12M")), of(&[7, 8])),
        (Test::Between(span("PT600S"), span("PT10M")), of(&[0, 1])),
        // Neither is the other: a day may have 23 hours. One of them is the longer, for every client.
        (Test::Lt(span("P1D")), of(&[0, 1, 2, 4])),
        (Test::Gt(span("PT24H")), of(&[3, 5, 6, 7, 8, 9])),
    ] {
        assert_eq!(found(&test_store, "Specimen", length.clone(), test.clone()), expected, "{test:?}");
    }
    assert_eq!(test_store.value("Specimen", ids[1], "span"), span("PT600S"));
    let Value::Duration(stored) = test_store.value("Specimen", ids[1], "span") else { panic!("a duration") };
    assert_eq!(stored.as_str(), "PT600S", "it stays as it was written");

    let first = test_store.made(
        "Lapse",
        &json!({"length": "PT1H", "lengths": ["PT60S", "P1W"], "pause": {"length": "PT2M"},
        "pauses": [{"length": "PT60M", "why": "tea"}]}),
    );
    test_store
        .made("Lapse", &json!({"length": "PT2H", "lengths": ["PT61S"], "pause": {"length": "PT3M"}, "pauses": []}));
    let document = |json: Json| test_store.creation("Lapse", &json, &[]);
    let value = |name: &str, json: Json| {
        let creation = document(json!({ name: json }));
        let crate::write::Action::Create { input } = &creation.action else { panic!("a create") };
        input.values[0].1.clone()
    };
    let inner = |name: &str| {
        let Subject::Field(mut path) = field(&test_store, "Lapse", name) else { panic!("a field") };
        path.push(daybook_schema::FieldIndex(0));
        Subject::Field(path)
    };
    let of = |name: &str| field(&test_store, "Lapse", name);
    for (subject, test) in [
        (of("lengths"), Test::Has(span("PT1M"))),
        (of("lengths"), Test::HasAll(vec![span("P7D"), span("PT1M")])),
        (of("lengths"), Test::Eq(value("lengths", json!(["PT1M", "P7D"])))),
        (inner("pause"), Test::Eq(span("PT120S"))),
        (inner("pause"), Test::Lte(span("PT120S"))),
        (inner("pause"), Test::In(vec![span("PT120S")])),
        (of("pauses"), Test::Has(Value::Object(vec![span("PT1H"), Value::Text("tea".to_owned())]))),
        (of("pauses"), Test::Eq(value("pauses", json!([{"length": "PT1H", "why": "tea"}])))),
    ] {
        assert_eq!(found(&test_store, "Lapse", subject, test.clone()), [first], "{test:?}");
    }
}

pub fn lengths_have_one_order(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let lengths = ["P1D", "PT24H", "P1M", "PT600S", "PT10M", "P30D", "P1Y", "PT0S", "P6DT24H", "P1W", "P12M"];
    let ids = specimens(&mut test_store, &lengths);
    let key = OrderKey {
        path: Vec::new(),
        subject: field(&test_store, "Specimen", "span"),
        descending: false,
        nulls_first: false,
    };
    let mut list = test_store.list("Specimen", Filter::Test(key.subject.clone(), Test::IsNull(false)));
    list.order = vec![key];
    let expected = ["PT0S", "PT600S", "PT10M", "PT24H", "P1D", "P6DT24H", "P1W", "P30D", "P1M", "P1Y", "P12M"];
    let text = |id: Uuid| lengths[ids.iter().position(|known| *known == id).expect("one of them")];
    let rows = test_store.rows(&list);
    assert_eq!(rows.iter().map(|row| text(row.id)).collect::<Vec<_>>(), expected);

    // Page by page, and for each pair: what comes behind in the order is what is greater.
    let mut paged = Vec::new();
    let mut after: Option<Position> = None;
    loop {
        list.window = Window { after: after.take(), limit: 2, ..Window::default() };
        let rows = test_store.rows(&list);
        paged.extend(rows.iter().map(|row| text(row.id)));
        match rows.last() {
            Some(last) => after = Some(last.position.clone()),
            None => break,
        }
    }
    assert_eq!(paged, expected);
    for (position, one) in expected.iter().enumerate() {
        let behind = found(&test_store, "Specimen", field(&test_store, "Specimen", "span"), Test::Gt(span(one)));
        let greater = expected.iter().skip(position + 1).filter(|other| span(other) != span(one)).count();
        assert_eq!(behind.len(), greater, "greater than {one}");
    }
}

pub fn equal_lengths_are_one_group_and_one_key(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    specimens(&mut test_store, &["PT600S", "PT10M", "P1D", "PT24H", "P7D", "P1W", "PT10M"]);
    let by_length = Group::Value(field(&test_store, "Specimen", "span"));
    let question = question(&test_store, "Specimen", vec![by_length], vec![Measure::count(None)]);
    let groups = test_store.read(|snapshot| snapshot.aggregate(&question)).remove(0);
    let mut counts: Vec<(String, u64)> = groups
        .iter()
        .map(|group| match &group.keys[0] {
            GroupKey::Value(Value::Duration(span)) => (span.to_string(), group.measures[0].count),
            other => panic!("{other:?} is no duration"),
        })
        .collect();
    counts.sort();
    let expected = [("P1D", 1), ("P7D", 2), ("PT10M", 3), ("PT24H", 1)];
    assert_eq!(counts, expected.map(|(text, count)| (text.to_owned(), count)));

    let first = test_store.made("Lapse", &json!({"length": "PT90M"}));
    let taken = test_store.create("Lapse", &json!({"length": "PT1H30M"}));
    assert!(taken.has_errors(), "the key is taken");
    let twice = ["P1W", "P7D"].map(|length| test_store.creation("Lapse", &json!({ "length": length }), &[]));
    let request = test_store.request(twice.into());
    assert!(test_store.execute(&request).has_errors(), "the key is taken within one request");
    let upserted = test_store.upsert("Lapse", &json!({"length": "PT5400S", "lengths": ["PT1S"]}));
    assert_eq!(upserted.results[0].entries[0].1, first, "the key is found");
    test_store.made("Lapse", &json!({"length": "P1D"}));
    test_store.made("Lapse", &json!({"length": "PT24H"}));
}

pub fn an_equal_length_is_no_change(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let id = test_store.made("Specimen", &json!({"span": "PT600S", "text": "a"}));
    test_store.update("Specimen", id, &json!({"span": "PT10M"}));
    assert_eq!(test_store.state("Specimen", id).0, 1, "no change, no version");
    test_store.update("Specimen", id, &json!({"span": "PT10M", "text": "b"}));
    let changed: Vec<Vec<String>> = test_store.changes(id).into_iter().map(|change| change.fields).collect();
    assert_eq!(changed.last().map(Vec::len), Some(1), "{changed:?}");
    let Value::Duration(stored) = test_store.value("Specimen", id, "span") else { panic!("a duration") };
    assert_eq!(stored.as_str(), "PT600S");
    test_store.update("Specimen", id, &json!({"span": "PT24H"}));
    test_store.update("Specimen", id, &json!({"span": "P1D"}));
    assert_eq!(test_store.state("Specimen", id).0, 4, "a day is not 24 hours");

    let lapse = test_store.made("Lapse", &json!({"lengths": ["P1W"], "pause": {"length": "PT1H"}}));
    test_store.update("Lapse", lapse, &json!({"lengths": ["P7D"], "pause": {"length": "PT60M"}}));
    assert_eq!(test_store.state("Lapse", lapse).0, 1, "no change, no version");
}
