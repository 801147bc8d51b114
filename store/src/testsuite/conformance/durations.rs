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
    testsuite::Desk,
};

fn span(text: &str) -> Value {
    Value::Duration(text.parse().expect("a duration"))
}

/// An entry for each length. They share no key, so that equal ones may live side by side: the key is for `length` alone.
fn specimens(desk: &mut Desk, lengths: &[&str]) -> Vec<Uuid> {
    lengths.iter().map(|length| desk.made("Specimen", &json!({ "span": length }))).collect()
}

fn found(desk: &Desk, name: &str, subject: Subject, test: Test) -> Vec<Uuid> {
    desk.rows(&desk.list(name, Filter::Test(subject, test))).iter().map(|row| row.id).collect()
}

pub fn equal_lengths_are_equal_in_every_filter(make: Make<'_>) {
    let mut desk = Desk::new(make());
    let ids = specimens(&mut desk, &["PT10M", "PT600S", "PT90M", "P1D", "PT24H", "P1W", "P7D", "P12M", "P1Y", "P30D"]);
    let of = |numbers: &[usize]| numbers.iter().map(|number| ids[*number]).collect::<Vec<_>>();
    let length = field(&desk, "Specimen", "span");
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
        // Neither is the other: a day may have 23 hours. One of them is the longer, whoever asks.
        (Test::Lt(span("P1D")), of(&[0, 1, 2, 4])),
        (Test::Gt(span("PT24H")), of(&[3, 5, 6, 7, 8, 9])),
    ] {
        assert_eq!(found(&desk, "Specimen", length.clone(), test.clone()), expected, "{test:?}");
    }
    assert_eq!(desk.value("Specimen", ids[1], "span"), span("PT600S"));
    let Value::Duration(stored) = desk.value("Specimen", ids[1], "span") else { panic!("a duration") };
    assert_eq!(stored.as_str(), "PT600S", "it stays as it was written");

    let first = desk.made(
        "Lapse",
        &json!({"length": "PT1H", "lengths": ["PT60S", "P1W"], "pause": {"length": "PT2M"},
        "pauses": [{"length": "PT60M", "why": "tea"}]}),
    );
    desk.made("Lapse", &json!({"length": "PT2H", "lengths": ["PT61S"], "pause": {"length": "PT3M"}, "pauses": []}));
    let document = |json: Json| desk.creation("Lapse", &json, &[]);
    let value = |name: &str, json: Json| {
        let creation = document(json!({ name: json }));
        let crate::write::Action::Create { input } = &creation.action else { panic!("a create") };
        input.values[0].1.clone()
    };
    let inner = |name: &str| {
        let Subject::Field(mut path) = field(&desk, "Lapse", name) else { panic!("a field") };
        path.push(daybook_schema::FieldIndex(0));
        Subject::Field(path)
    };
    let of = |name: &str| field(&desk, "Lapse", name);
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
        assert_eq!(found(&desk, "Lapse", subject, test.clone()), [first], "{test:?}");
    }
}

pub fn lengths_have_one_order(make: Make<'_>) {
    let mut desk = Desk::new(make());
    let lengths = ["P1D", "PT24H", "P1M", "PT600S", "PT10M", "P30D", "P1Y", "PT0S", "P6DT24H", "P1W", "P12M"];
    let ids = specimens(&mut desk, &lengths);
    let key =
        OrderKey { path: Vec::new(), subject: field(&desk, "Specimen", "span"), descending: false, nulls_first: false };
    let mut list = desk.list("Specimen", Filter::Test(key.subject.clone(), Test::IsNull(false)));
    list.order = vec![key];
    let expected = ["PT0S", "PT600S", "PT10M", "PT24H", "P1D", "P6DT24H", "P1W", "P30D", "P1M", "P1Y", "P12M"];
    let text = |id: Uuid| lengths[ids.iter().position(|known| *known == id).expect("one of them")];
    let rows = desk.rows(&list);
    assert_eq!(rows.iter().map(|row| text(row.id)).collect::<Vec<_>>(), expected);

    // Page by page, and for each pair: what comes behind in the order is what is greater.
    let mut paged = Vec::new();
    let mut after: Option<Position> = None;
    loop {
        list.window = Window { after: after.take(), limit: 2, ..Window::default() };
        let rows = desk.rows(&list);
        paged.extend(rows.iter().map(|row| text(row.id)));
        match rows.last() {
            Some(last) => after = Some(last.position.clone()),
            None => break,
        }
    }
    assert_eq!(paged, expected);
    for (position, one) in expected.iter().enumerate() {
        let behind = found(&desk, "Specimen", field(&desk, "Specimen", "span"), Test::Gt(span(one)));
        let greater = expected.iter().skip(position + 1).filter(|other| span(other) != span(one)).count();
        assert_eq!(behind.len(), greater, "greater than {one}");
    }
}

pub fn equal_lengths_are_one_group_and_one_key(make: Make<'_>) {
    let mut desk = Desk::new(make());
    specimens(&mut desk, &["PT600S", "PT10M", "P1D", "PT24H", "P7D", "P1W", "PT10M"]);
    let by_length = Group::Value(field(&desk, "Specimen", "span"));
    let question = question(&desk, "Specimen", vec![by_length], vec![Measure::count(None)]);
    let groups = desk.read(|snapshot| snapshot.aggregate(&question)).remove(0);
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

    let first = desk.made("Lapse", &json!({"length": "PT90M"}));
    let taken = desk.create("Lapse", &json!({"length": "PT1H30M"}));
    assert!(taken.has_errors(), "the key is taken");
    let twice = ["P1W", "P7D"].map(|length| desk.creation("Lapse", &json!({ "length": length }), &[]));
    let request = desk.request(twice.into());
    assert!(desk.execute(&request).has_errors(), "the key is taken within one request");
    let upserted = desk.upsert("Lapse", &json!({"length": "PT5400S", "lengths": ["PT1S"]}));
    assert_eq!(upserted.results[0].entries[0].1, first, "the key is found");
    desk.made("Lapse", &json!({"length": "P1D"}));
    desk.made("Lapse", &json!({"length": "PT24H"}));
}

pub fn an_equal_length_is_no_change(make: Make<'_>) {
    let mut desk = Desk::new(make());
    let id = desk.made("Specimen", &json!({"span": "PT600S", "text": "a"}));
    desk.update("Specimen", id, &json!({"span": "PT10M"}));
    assert_eq!(desk.state("Specimen", id).0, 1, "no change, no version");
    desk.update("Specimen", id, &json!({"span": "PT10M", "text": "b"}));
    let changed: Vec<Vec<String>> = desk.changes(id).into_iter().map(|change| change.fields).collect();
    assert_eq!(changed.last().map(Vec::len), Some(1), "{changed:?}");
    let Value::Duration(stored) = desk.value("Specimen", id, "span") else { panic!("a duration") };
    assert_eq!(stored.as_str(), "PT600S");
    desk.update("Specimen", id, &json!({"span": "PT24H"}));
    desk.update("Specimen", id, &json!({"span": "P1D"}));
    assert_eq!(desk.state("Specimen", id).0, 4, "a day is not 24 hours");

    let lapse = desk.made("Lapse", &json!({"lengths": ["P1W"], "pause": {"length": "PT1H"}}));
    desk.update("Lapse", lapse, &json!({"lengths": ["P7D"], "pause": {"length": "PT60M"}}));
    assert_eq!(desk.state("Lapse", lapse).0, 1, "no change, no version");
}
