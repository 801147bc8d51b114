//! One table over every scalar: storage, filters, order.

use daybook_schema::{FieldIndex, Value};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::Make;
use crate::{
    query::{Filter, OrderKey, Subject, Test},
    testsuite::TestStore,
};

/// Field, three values in ascending order as documents have them, and whether the values have an order.
fn table() -> Vec<(&'static str, [Json; 3], bool)> {
    vec![
        ("text", [json!("a Cherry"), json!("ähre"), json!("Zebra")], true),
        ("whole", [json!(-2_147_483_648), json!(0), json!(2_147_483_647)], true),
        ("real", [json!(-1.5), json!(1e-300), json!(1.797e308)], true),
        ("flag", [json!(false), json!(true), Json::Null], true),
        (
            "ident",
            [json!("01890a5d-ac96-774b-bcce-b302099a8057"), json!("01890a5d-ac96-774b-bcce-b302099a8058"), Json::Null],
            false,
        ),
        ("day", [json!("0001-01-01"), json!("2024-02-29"), json!("9999-12-31")], true),
        (
            "moment",
            [json!("1815-12-23T00:00:00Z"), json!("2026-05-01T10:00:00.001Z"), json!("2026-05-01T12:00:00+01:00")],
            true,
        ),
        ("span", [json!("PT10M"), json!("PT90M"), json!("P1M")], true),
        ("clock", [json!("00:00:00"), json!("09:30:00"), json!("23:59:59")], true),
        ("zone", [json!("America/New_York"), json!("Europe/Berlin"), Json::Null], true),
        ("link", [json!("http://a.example/x"), json!("https://b.example/?q=1#f"), Json::Null], true),
        ("mail", [json!("ann@example.org"), json!("bo@example.org"), Json::Null], true),
        ("phone", [json!("+14155550100"), json!("+493012345678"), Json::Null], true),
        ("tongue", [json!("de"), json!("en-GB"), Json::Null], true),
        ("country", [json!("DE"), json!("FR"), Json::Null], true),
        (
            "price",
            [json!({"amount": 0.1, "currency": "EUR"}), json!({"amount": 12.34, "currency": "EUR"}), Json::Null],
            false,
        ),
        ("place", [json!({"lat": 52.5, "lon": 13.4}), json!({"lat": -33.9, "lon": 151.2}), Json::Null], false),
        (
            "amount",
            [
                json!({"value": 1, "unit": "FL_OZ"}),
                json!({"value": 120, "unit": "ML"}),
                json!({"value": 0.29, "unit": "L"}),
            ],
            true,
        ),
        ("extra", [json!({"b": [1, 2.50, null], "a": {}}), json!([true, "x"]), Json::Null], false),
        ("mood", [json!("GRAVE"), json!("MERRY"), json!("DARK_BLUE")], true),
        ("dwelling", [json!({"street": "Elm", "number": 5}), json!({"street": "Oak"}), Json::Null], false),
        ("words", [json!(["b", "a", "b"]), json!([]), Json::Null], false),
        ("wholes", [json!([3, 1]), json!([2]), Json::Null], false),
        ("moods", [json!(["MERRY", "GRAVE"]), json!(["GRAVE"]), Json::Null], false),
    ]
}

/// A specimen for every value of a field, and one without.
fn specimens(test_store: &mut TestStore, field: &str, values: &[Json; 3]) -> Vec<(Uuid, Value)> {
    let given = values.iter().filter(|value| !value.is_null()).cloned();
    let documents: Vec<Json> = given.map(|value| json!({ field: value })).chain([json!({})]).collect();
    documents
        .iter()
        .map(|document| {
            let id = test_store.made("Specimen", document);
            (id, test_store.value("Specimen", id, field))
        })
        .collect()
}

fn field_of(test_store: &TestStore, name: &str) -> FieldIndex {
    test_store.model.record(test_store.find("Specimen")).find(name).expect("the field is declared")
}

fn found(test_store: &TestStore, field: FieldIndex, test: Test) -> Vec<Uuid> {
    let list = test_store.list("Specimen", Filter::Test(Subject::Field(vec![field]), test));
    test_store.rows(&list).iter().map(|row| row.id).collect()
}

/// What the engine was given is what comes back, read alone and in a list.
pub fn every_scalar_is_stored_exactly(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    for (name, values, _) in table() {
        let field = field_of(&test_store, name);
        for document in values.iter().filter(|value| !value.is_null()) {
            let creation = test_store.creation("Specimen", &json!({ name: document }), &[]);
            let crate::write::Action::Create { input } = &creation.action else { panic!("a create") };
            let [(_, given)] = input.values.as_slice() else { panic!("{name} was not read: {:?}", creation.problems) };
            let given = given.clone();
            let request = test_store.request(vec![creation]);
            let id = test_store.execute(&request).results[0].entries[0].1;
            assert_eq!(test_store.value("Specimen", id, name), given, "{name}");
            let list = test_store.list("Specimen", Filter::Test(Subject::Id, Test::Eq(Value::Id(id))));
            let position = list.select.fields.iter().position(|selected| *selected == field).expect("selected");
            assert_eq!(test_store.rows(&list)[0].values[position], given, "{name} in a list");
        }
    }
}

pub fn every_scalar_filters_by_equality_and_missing(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    for (name, values, _) in table() {
        let field = field_of(&test_store, name);
        let specimens = specimens(&mut test_store, name, &values);
        let (missing, given) = specimens.split_last().expect("at least one");
        let ids = |of: &[(Uuid, Value)]| of.iter().map(|(id, _)| *id).collect::<Vec<_>>();
        let known = |found: Vec<Uuid>| {
            found.into_iter().filter(|id| specimens.iter().any(|(known, _)| known == id)).collect::<Vec<_>>()
        };
        assert_eq!(known(found(&test_store, field, Test::IsNull(true))), [missing.0], "{name} is missing");
        assert_eq!(known(found(&test_store, field, Test::IsNull(false))), ids(given), "{name} is not missing");
        if matches!(name, "words" | "wholes" | "moods" | "extra" | "dwelling" | "place" | "price") {
            continue;
        }
        let first = given[0].1.clone();
        assert_eq!(known(found(&test_store, field, Test::Eq(first.clone()))), [given[0].0], "{name} eq");
        assert_eq!(known(found(&test_store, field, Test::Ne(first.clone()))), ids(&given[1..]), "{name} ne");
        assert_eq!(known(found(&test_store, field, Test::In(vec![first.clone()]))), [given[0].0], "{name} in");
        assert_eq!(known(found(&test_store, field, Test::In(Vec::new()))), Vec::<Uuid>::new(), "{name} in nothing");
        assert_eq!(known(found(&test_store, field, Test::NotIn(vec![first]))), ids(&given[1..]), "{name} notIn");
        assert_eq!(known(found(&test_store, field, Test::NotIn(Vec::new()))), ids(given), "{name} notIn nothing");
    }
}

pub fn every_ordered_scalar_compares_and_sorts(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    for (name, values, _) in table().into_iter().filter(|(_, _, ordered)| *ordered) {
        let field = field_of(&test_store, name);
        let specimens = specimens(&mut test_store, name, &values);
        let (missing, given) = specimens.split_last().expect("at least one");
        let known = |found: Vec<Uuid>| {
            found.into_iter().filter(|id| specimens.iter().any(|(known, _)| known == id)).collect::<Vec<_>>()
        };
        let ids = |of: &[(Uuid, Value)]| of.iter().map(|(id, _)| *id).collect::<Vec<_>>();
        let second = given[1].1.clone();
        if name != "flag" {
            assert_eq!(known(found(&test_store, field, Test::Lt(second.clone()))), ids(&given[..1]), "{name} lt");
            assert_eq!(known(found(&test_store, field, Test::Lte(second.clone()))), ids(&given[..2]), "{name} lte");
            assert_eq!(known(found(&test_store, field, Test::Gt(second.clone()))), ids(&given[2..]), "{name} gt");
            assert_eq!(known(found(&test_store, field, Test::Gte(second.clone()))), ids(&given[1..]), "{name} gte");
            let between = Test::Between(given[0].1.clone(), second);
            assert_eq!(known(found(&test_store, field, between)), ids(&given[..2]), "{name} between");
        }
        let sorted = |descending| {
            let key =
                OrderKey { path: Vec::new(), subject: Subject::Field(vec![field]), descending, nulls_first: false };
            let list = crate::query::List { order: vec![key], ..test_store.list("Specimen", Filter::All(Vec::new())) };
            known(test_store.rows(&list).iter().map(|row| row.id).collect())
        };
        let mut ascending = ids(given);
        assert_eq!(sorted(false), [ascending.clone(), vec![missing.0]].concat(), "{name} ascending");
        ascending.reverse();
        assert_eq!(sorted(true), [ascending, vec![missing.0]].concat(), "{name} descending");
    }
}

pub fn lists_filter_by_their_items(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let field = field_of(&test_store, "words");
    let [both, one, none] =
        [json!(["a", "b"]), json!(["A"]), json!([])].map(|words| test_store.made("Specimen", &json!({"words": words})));
    test_store.made("Specimen", &json!({}));
    let text = |text: &str| Value::Text(text.to_owned());
    assert_eq!(found(&test_store, field, Test::Has(text("a"))), [both]);
    assert_eq!(found(&test_store, field, Test::HasAny(vec![text("b"), text("A")])), [both, one]);
    assert_eq!(found(&test_store, field, Test::HasAny(Vec::new())), Vec::<Uuid>::new());
    assert_eq!(found(&test_store, field, Test::HasAll(vec![text("b"), text("a")])), [both]);
    assert_eq!(found(&test_store, field, Test::HasAll(Vec::new())), [both, one, none]);
    assert_eq!(found(&test_store, field, Test::IsEmpty(true)), [none]);
    assert_eq!(found(&test_store, field, Test::IsEmpty(false)), [both, one]);
    let wholes = field_of(&test_store, "wholes");
    let numbers = test_store.made("Specimen", &json!({"wholes": [3, 1]}));
    assert_eq!(found(&test_store, wholes, Test::Has(Value::Int(1))), [numbers]);
}

pub fn money_and_points_filter_by_their_parts(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let cheap = test_store
        .made("Specimen", &json!({"price": {"amount": 5, "currency": "EUR"}, "place": {"lat": 52.52, "lon": 13.405}}));
    let dear = test_store.made(
        "Specimen",
        &json!({"price": {"amount": 50.5, "currency": "USD"}, "place": {"lat": 48.137, "lon": 11.575}}),
    );
    test_store.made("Specimen", &json!({}));
    let list = |filter: Filter| {
        test_store.rows(&test_store.list("Specimen", filter)).iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let price = vec![field_of(&test_store, "price")];
    assert_eq!(list(Filter::Test(Subject::Amount(price.clone()), Test::Gt(Value::Float(5.0)))), [dear]);
    assert_eq!(list(Filter::Test(Subject::Currency(price), Test::Eq(Value::Text("EUR".to_owned())))), [cheap]);
    let place = || Subject::Field(vec![field_of(&test_store, "place")]);
    let point = |lat, lon| daybook_schema::value::Point { lat, lon };
    assert_eq!(list(Filter::Test(place(), Test::Near(point(52.5, 13.4), 5_000.0))), [cheap]);
    assert_eq!(list(Filter::Test(place(), Test::Near(point(52.5, 13.4), 480_000.0))), [cheap]);
    assert_eq!(list(Filter::Test(place(), Test::Near(point(52.5, 13.4), 520_000.0))), [cheap, dear]);
    let bavaria = vec![point(47.0, 10.0), point(50.0, 10.0), point(50.0, 13.0), point(47.0, 13.0)];
    assert_eq!(list(Filter::Test(place(), Test::Within(bavaria))), [dear]);
}

pub fn embedded_objects_filter_by_their_fields(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let elm = test_store.made("Specimen", &json!({"dwelling": {"street": "Elm", "number": 5}}));
    let oak = test_store.made("Specimen", &json!({"dwelling": {"street": "Oak"}}));
    let bare = test_store.made("Specimen", &json!({}));
    let list = |filter: Filter| {
        test_store.rows(&test_store.list("Specimen", filter)).iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let part = |position| Subject::Field(vec![field_of(&test_store, "dwelling"), FieldIndex(position)]);
    assert_eq!(list(Filter::Test(part(0), Test::StartsWith("EL".to_owned()))), [elm]);
    assert_eq!(list(Filter::Test(part(1), Test::Gte(Value::Int(5)))), [elm]);
    assert_eq!(list(Filter::Test(part(1), Test::IsNull(true))), [oak, bare]);
}
