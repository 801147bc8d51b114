//! Links in ingested documents: ids and natural keys.

use serde_json::json;

use super::{super::*, UUID, codes, index, ingest, model::stable};

/// The links of an ingested horse.
fn horse(document: &Json, create: bool) -> (Vec<LinkInput>, Vec<String>) {
    let model = stable();
    let create = create.then(|| index(&model, "Horse", "barn")).into_iter().collect();
    let context = ingest(&model, IngestOptions { create, ..IngestOptions::default() });
    let (input, problems) = entry(&context, model.find("Horse").unwrap(), document, Vec::new());
    (input.links, codes(&problems))
}

/// How the barn of an ingested horse is named.
fn barn(json: &Json, create: bool) -> Reference {
    let (mut links, mistakes) = horse(&json!({"barn": json}), create);
    assert_eq!(mistakes, [""; 0], "{json}");
    match links.pop().unwrap().operations.pop() {
        Some(LinkOperation::Link(target)) => target.target,
        other => panic!("{other:?}"),
    }
}

fn by_name(name: &str) -> Reference {
    Reference::Key { key: 0, values: vec![Value::Text(name.to_owned())], create: None }
}

#[test]
fn entries_are_named_by_id_or_key() {
    assert_eq!(barn(&json!(UUID), false), Reference::Id(UUID.parse().unwrap()));
    assert_eq!(barn(&json!({"id": UUID}), false), Reference::Id(UUID.parse().unwrap()));
    assert_eq!(barn(&json!("North"), false), by_name("North"));
    assert_eq!(barn(&json!("$0"), false), by_name("$0"));
    assert_eq!(barn(&json!(7), false), by_name("7"));
    assert_eq!(barn(&json!({"name": "North"}), false), by_name("North"));
    let place = Reference::Key { key: 1, values: vec![Value::Text("Main".to_owned()), Value::Int(3)], create: None };
    assert_eq!(barn(&json!({"number": "3", "street": "Main"}), false), place);
    assert_eq!(barn(&json!("{\"street\": \"Main\", \"number\": 3}"), false), place);
}

#[test]
fn what_names_no_whole_key_is_refused() {
    for wrong in [
        json!({"street": "Main"}),
        json!({"name": "North", "heated": true}),
        json!({}),
        json!({"name": null}),
        json!(["North"]),
    ] {
        assert_eq!(horse(&json!({"barn": wrong}), false).1, ["INVALID_VALUE barn"], "{wrong}");
    }
    assert_eq!(horse(&json!({"barn": {"street": "Main", "number": "x"}}), false).1, ["INVALID_VALUE barn.number"]);
    assert_eq!(horse(&json!({"barn": "a\0b"}), false).1, ["INVALID_VALUE barn"]);
    assert_eq!(horse(&json!({"parents": true}), false).1, [""; 0], "a horse may be called true");
    assert_eq!(horse(&json!({"parents": [["Bella"]]}), false).1, ["INVALID_VALUE parents.0"]);
}

#[test]
fn an_empty_cell_links_nothing() {
    assert_eq!(horse(&json!({"barn": "", "parents": null}), false), (Vec::new(), Vec::new()));
}

#[test]
fn lists_of_links_name_each_entry() {
    let (links, mistakes) = horse(&json!({"parents": [UUID, UUID]}), false);
    assert_eq!((links[0].operations.len(), mistakes), (2, Vec::new()));
    let (links, _) = horse(&json!({"parents": format!("{UUID};{UUID}")}), false);
    assert_eq!(links[0].operations.len(), 2);
}

#[test]
fn a_missing_target_is_made_from_its_key_when_asked_for() {
    let Reference::Key { key: 0, create: Some(entry), .. } = barn(&json!("North"), true) else { panic!("not by name") };
    assert_eq!(entry.values, [(FieldIndex(0), Value::Text("North".to_owned()))]);
    let Reference::Key { key: 0, create: Some(entry), .. } = barn(&json!({"name": "North", "heated": "1"}), true)
    else {
        panic!("not by name")
    };
    assert_eq!(entry.values.len(), 2);
    let long = "x".repeat(21);
    assert_eq!(horse(&json!({"barn": long}), true).1, ["TOO_LONG barn.name"]);
}

#[test]
fn an_entry_without_a_natural_key_is_named_by_what_it_is_called() {
    let (links, mistakes) = horse(&json!({"parents": "Bella; Max"}), false);
    assert_eq!(mistakes, [""; 0]);
    let names: Vec<String> = links[0]
        .operations
        .iter()
        .map(|operation| match operation {
            LinkOperation::Link(LinkTarget { target: Reference::Name { name, create: None, .. }, .. }) => name.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(names, ["Bella", "Max"]);
}

#[test]
fn a_number_that_names_an_entry_keeps_all_its_digits() {
    let json = |text: &str| serde_json::from_str::<Json>(text).unwrap();
    for (written, name) in [
        ("89490200001234567101", "89490200001234567101"),
        ("89490200001234567202", "89490200001234567202"),
        (r#"{"name": 89490200001234567101}"#, "89490200001234567101"),
        (r#""{\"name\": 89490200001234567101}""#, "89490200001234567101"),
        ("1.10", "1.10"),
    ] {
        assert_eq!(barn(&json(written), false), by_name(name), "{written}");
        let Reference::Key { create: Some(entry), .. } = barn(&json(written), true) else { panic!("{written}") };
        assert_eq!(entry.values[0].1, Value::Text(name.to_owned()), "{written}");
    }
}
