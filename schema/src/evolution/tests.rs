use super::*;
use crate::{
    FieldIndex, Value,
    definition::{Source, load},
    value::Quantity,
};

const BED: &str = r#"type Bed @entry(plural: "beds", title: "{name}") { name: String! }"#;

fn model(text: &str) -> Model {
    let source = |file: &str, text: &str| Source { file: file.to_owned(), text: text.to_owned(), built_in: false };
    load(&[source("bed", BED), source("own", text)]).unwrap()
}

fn tool(fields: &str) -> Model {
    model(&format!(r#"type Tool @entry(plural: "tools", title: "{{name}}") {{ name: String! {fields} }}"#))
}

/// Kind, field and whether it loses something, of every change.
fn changes(old: &Model, new: &Model) -> Vec<(ChangeKind, Option<String>, bool)> {
    let evolution = between(old, new);
    evolution.changes.into_iter().map(|change| (change.kind, change.field, change.lossy)).collect()
}

#[expect(clippy::unnecessary_wraps, reason = "it is compared with a field that may be missing")]
fn field(name: &str) -> Option<String> {
    Some(name.to_owned())
}

#[test]
fn equal_models_have_no_changes() {
    let evolution = between(&tool("mass: Int"), &tool("mass: Int"));
    assert!(evolution.changes.is_empty() && evolution.mistakes.is_empty() && evolution.restated.is_empty());
    assert_eq!(evolution.types, [Some(TypeIndex(0)), Some(TypeIndex(1))]);
}

#[test]
fn a_new_type_is_added_and_a_missing_one_removed() {
    assert_eq!(changes(&model(""), &tool("")), [(ChangeKind::TypeAdded, None, false)]);
    assert_eq!(changes(&tool(""), &model("")), [(ChangeKind::TypeRemoved, None, true)]);
}

#[test]
fn a_renamed_type_keeps_its_records() {
    let renamed = model(r#"type Hoe @entry(plural: "tools", title: "{name}") @was(name: "Tool") { name: String! }"#);
    let evolution = between(&tool(""), &renamed);
    assert_eq!(evolution.types[1], Some(TypeIndex(1)));
    assert_eq!(changes(&tool(""), &renamed), [(ChangeKind::TypeRenamed, None, false)]);
}

#[test]
fn a_renamed_field_keeps_its_values() {
    let (old, new) = (tool("weight: Int"), tool(r#"mass: Int @was(name: "weight")"#));
    assert_eq!(changes(&old, &new), [(ChangeKind::FieldRenamed, field("mass"), false)]);
    assert_eq!(between(&old, &new).fields[1], [Origin::Kept(FieldIndex(0)), Origin::Kept(FieldIndex(1))]);
}

#[test]
fn a_former_name_that_was_forgotten_is_told() {
    let (old, new) = (tool(r#"mass: Int @was(name: "weight")"#), tool("mass: Int"));
    assert_eq!(changes(&old, &new), [(ChangeKind::FieldChanged, field("mass"), false)]);
    assert!(between(&old, &new).changes[0].description.contains("`Tool.weight` is answered no more"));
}

#[test]
fn a_removed_field_loses_what_it_holds() {
    let evolution = between(&tool("mass: Int"), &tool(""));
    assert_eq!(evolution.changes[0].touches, AffectedRecords::Holding(TypeIndex(1), FieldIndex(1)));
    assert!(evolution.changes[0].lossy);
}

#[test]
fn a_changed_rule_touches_the_values_that_break_it() {
    let evolution = between(&tool("a: String @length(max: 30)"), &tool("a: String @length(max: 3)"));
    let place = (TypeIndex(1), FieldIndex(1));
    assert_eq!(evolution.changes[0].touches, AffectedRecords::Breaking(place, place));
    assert!(!evolution.changes[0].lossy);
    let converted =
        between(&tool("a: Quantity @unit(canonical: CM, max: 10)"), &tool("a: Quantity @unit(canonical: MM, max: 20)"));
    assert!(!converted.changes.iter().any(|change| matches!(change.touches, AffectedRecords::Breaking(..))));
}

#[test]
fn a_new_required_field_needs_a_default() {
    let bare = between(&tool(""), &tool("sharp: Boolean!"));
    assert!(bare.changes[0].forbidden.is_some());
    let filled = between(&tool(""), &tool(r#"sharp: Boolean! @default(value: "true")"#));
    assert!(filled.changes[0].forbidden.is_none());
    assert_eq!(filled.changes[0].touches, AffectedRecords::All(TypeIndex(1)));
}

#[test]
fn conversions_are_lossy_where_values_may_not_survive() {
    for (before, after, lossy) in [
        ("a: Int", "a: String", false),
        ("a: Int", "a: Float", false),
        ("a: Int", "a: [Int!]", false),
        ("a: Date", "a: DateTime", false),
        ("a: Quantity @unit(canonical: CM)", "a: Quantity @unit(canonical: MM)", false),
        ("a: String", "a: Int", true),
        ("a: Float", "a: Int", true),
        ("a: [Int!]", "a: Int", true),
        ("a: DateTime", "a: Date", true),
        ("a: Quantity @unit(canonical: CM)", "a: Quantity @unit(canonical: G)", true),
    ] {
        let expected = [(ChangeKind::FieldChanged, field("a"), lossy)];
        assert_eq!(changes(&tool(before), &tool(after)), expected, "{before} to {after}");
    }
}

#[test]
fn values_are_converted_or_said_to_be_lost() {
    let convert_one = |before: &str, after: &str, value: Value| {
        let (old, new) = (tool(before), tool(after));
        let side = |model| Side { model, field: model.types[1].field(FieldIndex(1)) };
        let Converted { value, lost } = convert(side(&old), side(&new), &value);
        (value, lost)
    };
    let text = |text: &str| Value::Text(text.to_owned());
    assert_eq!(convert_one("a: String", "a: Int", text(" 12 ")), (Value::Int(12), false));
    assert_eq!(convert_one("a: String", "a: Int", text("twelve")), (Value::Null, true));
    assert_eq!(convert_one("a: Int", "a: String", Value::Int(7)), (text("7"), false));
    assert_eq!(convert_one("a: Int", "a: [Int!]", Value::Int(7)), (Value::List(vec![Value::Int(7)]), false));
    let two = Value::List(vec![Value::Int(7), Value::Int(8)]);
    assert_eq!(convert_one("a: [Int!]", "a: Int", two), (Value::Int(7), true));
    assert_eq!(convert_one("a: Float", "a: Int", Value::Float(2.0)), (Value::Int(2), false));
    assert!(convert_one("a: Float", "a: Int", Value::Float(2.5)).1);
    let centimetres = Value::Quantity(Quantity { value: 2.5, entered: None });
    let (value, lost) =
        convert_one("a: Quantity @unit(canonical: CM)", "a: Quantity @unit(canonical: MM)", centimetres);
    assert!(matches!(value, Value::Quantity(Quantity { value, .. }) if (value - 25.0).abs() < 1e-9), "{value:?}");
    assert!(!lost);
}

#[test]
fn a_removed_enum_value_empties_the_fields_that_hold_it() {
    let with = |values: &str| {
        model(&format!(
            r#"enum Kind {{ {values} }} type Tool @entry(plural: "tools", title: "{{name}}") {{ name: String! kind: Kind }}"#
        ))
    };
    let evolution = between(&with("SHARP DULL"), &with("SHARP"));
    let removed = evolution.changes.iter().find(|change| change.kind == ChangeKind::FieldRemoved).unwrap();
    assert_eq!(removed.touches, AffectedRecords::Named(vec![(TypeIndex(1), FieldIndex(1))], "DULL".to_owned()));
    assert_eq!(evolution.fields[1][1], Origin::Converted(FieldIndex(1)));
    let renamed = between(&with("SHARP DULL"), &with(r#"SHARP BLUNT @was(name: "DULL")"#));
    assert_eq!(renamed.fields[1][1], Origin::Kept(FieldIndex(1)));
}

#[test]
fn a_link_stays_only_while_it_leads_to_the_same_type() {
    let to_one = tool(r#"bed: Bed @link(inverse: "tools")"#);
    let to_many = tool(r#"bed: [Bed!] @link(inverse: "tools")"#);
    assert_eq!(between(&to_one, &to_many).fields[1][1], Origin::Kept(FieldIndex(1)));
    assert_eq!(between(&to_many, &to_one).fields[1][1], Origin::New);
    assert!(between(&to_many, &to_one).changes[0].lossy);
}

#[test]
fn a_changed_title_is_made_anew() {
    let before = tool("mass: Int");
    let after = model(r#"type Tool @entry(plural: "tools", title: "{name} {mass}") { name: String! mass: Int }"#);
    assert_eq!(between(&before, &after).restated, [TypeIndex(1)]);
}
