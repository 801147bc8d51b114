//! Stored values under the rules of today.

use super::{super::*, NOW, codes, graphql, model::stable, path};
use crate::{
    definition::{Source, load},
    value::Quantity,
};

/// What is wrong with a stored value of a field.
fn verdict(model: &Model, record: &str, field: &str, value: &Value) -> Vec<String> {
    let field = model.record(model.find(record).unwrap()).field(super::index(model, record, field));
    codes(&check_stored(&graphql(model), field, value, &path(&field.name)))
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn a_stored_value_must_fit_the_rules_of_its_field() {
    let model = stable();
    let metres = |value: f64| Value::Quantity(Quantity { value, entered: None });
    let none: [&str; 0] = [];
    for (record, field, value, expected) in [
        ("Horse", "rides", Value::Int(14), none.as_slice()),
        ("Horse", "rides", Value::Int(15), &["OUT_OF_RANGE rides"]),
        ("Horse", "rides", Value::Null, &none),
        ("Horse", "speed", Value::Float(-0.5), &["OUT_OF_RANGE speed"]),
        ("Horse", "height", metres(300.0), &none),
        ("Horse", "height", metres(301.0), &["OUT_OF_RANGE height"]),
        ("Horse", "name", text(""), &["TOO_SHORT name"]),
        ("Horse", "name", text(&"x".repeat(31)), &["TOO_LONG name"]),
        ("Horse", "tag", text("AB12"), &none),
        ("Horse", "tag", text("ab12"), &["PATTERN tag"]),
        ("Horse", "bornOn", Value::Date(crate::time::instant_date(NOW + 3 * 86_400_000)), &["FUTURE_TIME bornOn"]),
        ("Ride", "guests", Value::List(vec![text("a"), text("b"), text("c")]), &none),
        ("Ride", "guests", Value::List(vec![text("a"); 4]), &["TOO_LONG guests"]),
        ("Ride", "mood", text("LIVELY"), &none),
        ("Ride", "mood", text("GLOOMY"), &["INVALID_VALUE mood"]),
    ] {
        assert_eq!(verdict(&model, record, field, &value), expected, "{field} {value:?}");
    }
}

#[test]
fn a_value_that_is_only_unusual_may_come_back() {
    let model = stable();
    let field = model.record(model.find("Horse").unwrap()).field(super::index(&model, "Horse", "rides"));
    assert_eq!(check_stored(&graphql(&model), field, &Value::Int(8), &path("rides")), Problems::default());
}

#[test]
fn a_stored_object_is_checked_inside() {
    let definitions = r#"
        enum Level { LOW HIGH }
        type Place {
          floor: Int @range(max: 9)
          street: String!
          level: Level
          opened: Date
          closed: Date @time(notBefore: "opened")
        }
        type Home @entry(plural: "homes", title: "home") { places: [Place!] @length(max: 2) }
    "#;
    let source = Source { file: "home.graphql".to_owned(), text: definitions.to_owned(), built_in: false };
    let model = load(&[source]).unwrap();
    let day = |days: i64| Value::Date(crate::time::instant_date(NOW - days * 86_400_000));
    let good = Value::Object(vec![Value::Int(9), text("North"), text("LOW"), day(2), day(1)]);
    let bad = Value::Object(vec![Value::Int(10), Value::Null, text("MID"), day(1), day(2)]);
    let found = verdict(&model, "Home", "places", &Value::List(vec![good, bad]));
    assert_eq!(
        found,
        [
            "TIME_ORDER places.1.closed",
            "OUT_OF_RANGE places.1.floor",
            "INVALID_VALUE places.1.level",
            "REQUIRED places.1.street"
        ]
    );
}
