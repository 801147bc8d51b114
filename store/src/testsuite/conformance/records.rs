//! Single entries.

use daybook_schema::{Path, Problems, Value, input::ExternalKey};
use serde_json::json;
use uuid::Uuid;

use super::Make;
use crate::{
    backend::{LinkQuery, Trashed},
    error::ErrorKind,
    query::{Entries, Filter, List, Subject, Test, Window},
    record::Record,
    testsuite::TestStore,
    write::{Action, Op},
};

pub fn unknown_ids_are_none(make: Make<'_>) {
    let test_store = TestStore::new(make());
    let ghost = Uuid::from_u128(7);
    assert_eq!(test_store.get("Book", ghost), None);
    assert_eq!(test_store.read(|snapshot| snapshot.types_of(&[ghost])), [None]);
    let record = test_store.find("Book");
    assert_eq!(test_store.read(|snapshot| snapshot.versions(record, ghost)), []);
}

pub fn an_entry_is_found_by_its_type_only(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let (book, shelf) =
        (test_store.made("Book", &json!({"name": "Emma"})), test_store.made("Shelf", &json!({"name": "North"})));
    assert_eq!(test_store.get("Shelf", book), None);
    let types = test_store.read(|snapshot| snapshot.types_of(&[shelf, Uuid::nil(), book]));
    assert_eq!(types, [Some(test_store.find("Shelf")), None, Some(test_store.find("Book"))]);
}

pub fn values_come_back_as_they_were_stored(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let document = json!({"name": "Emma", "height": {"value": 12, "unit": "IN"}, "tags": ["b", "a", "b"], "mood": "MERRY",
        "printedOn": "1815-12-23", "externalKeys": [{"source": "s", "key": "2"}, {"source": "a", "key": "1"}]});
    let id = test_store.made("Book", &document);
    let Some(Record { version, trashed_at, external_keys, created_at, updated_at, .. }) = test_store.get("Book", id)
    else {
        panic!("the entry is there");
    };
    assert_eq!((version, trashed_at, created_at), (1, None, updated_at));
    let keys = [("s", "2"), ("a", "1")].map(|(source, key)| ExternalKey { source: source.into(), key: key.into() });
    assert_eq!(external_keys, keys);
    let Value::Quantity(height) = test_store.value("Book", id, "height") else { panic!("a quantity") };
    assert_eq!(
        (height.value.to_string(), height.entered.map(|entered| entered.number)),
        ("30.48".into(), Some("12".into()))
    );
    let text = |text: &str| Value::Text(text.to_owned());
    assert_eq!(test_store.value("Book", id, "tags"), Value::List(vec![text("b"), text("a"), text("b")]));
}

pub fn a_string_of_a_megabyte_survives(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let long = "ñ".repeat(500_000);
    let id = test_store.made("Specimen", &json!({"text": long}));
    assert!(test_store.value("Specimen", id, "text") == Value::Text(long.clone()));
    let field = test_store.model.record(test_store.find("Specimen")).find("text").expect("declared");
    let list = test_store.list("Specimen", Filter::Test(Subject::Field(vec![field]), Test::Eq(Value::Text(long))));
    assert_eq!(test_store.rows(&list).len(), 1);
}

pub fn strings_of_every_kind_survive(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let texts = [
        "Ünïcødé 🌱 日本語 العربية",
        "  spaces  ",
        "quote\" back\\slash ' semi; -- $where {{x}} %_",
        "line\nbreak\ttab",
        "e\u{301} stays decomposed",
        "\u{202e}right to left",
    ];
    for text in texts {
        let id = test_store.made("Book", &json!({"name": text}));
        assert_eq!(test_store.value("Book", id, "name"), Value::Text(text.to_owned()));
        let field = test_store.model.record(test_store.find("Book")).find("name").expect("declared");
        let exactly = Filter::Test(Subject::Field(vec![field]), Test::Eq(Value::Text(text.to_owned())));
        let found: Vec<Uuid> = test_store.rows(&test_store.list("Book", exactly)).iter().map(|row| row.id).collect();
        assert_eq!(found, [id], "{text:?}");
    }
}

pub fn natural_keys_bind_the_living(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let record = test_store.find("Shelf");
    let key = [Value::Text("North".to_owned())];
    let id = test_store.made("Shelf", &json!({"name": "North"}));
    assert_eq!(test_store.read(|snapshot| snapshot.find_key(record, 0, &key)), Some(id));
    assert_eq!(test_store.read(|snapshot| snapshot.find_key(record, 0, &[Value::Text("north".to_owned())])), None);
    assert_eq!(test_store.read(|snapshot| snapshot.find_key(record, 0, &[Value::Null])), None);
    test_store.delete("Shelf", id);
    assert_eq!(test_store.read(|snapshot| snapshot.find_key(record, 0, &key)), None);
    let next = test_store.made("Shelf", &json!({"name": "North"}));
    assert_eq!(test_store.read(|snapshot| snapshot.find_key(record, 0, &key)), Some(next));
    let member = test_store.made("Patron", &json!({"card": "7", "branch": "west"}));
    let pair = [Value::Text("7".to_owned()), Value::Text("west".to_owned())];
    let record = test_store.find("Patron");
    assert_eq!(test_store.read(|snapshot| snapshot.find_key(record, 0, &pair)), Some(member));
}

pub fn external_keys_bind_the_living(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let key = ExternalKey { source: "old.csv".to_owned(), key: "7".to_owned() };
    let id = test_store.made("Book", &json!({"name": "Emma", "externalKeys": [{"source": "old.csv", "key": "7"}]}));
    assert_eq!(test_store.read(|snapshot| snapshot.find_external_key(&key)), Some(id));
    let known = |test_store: &TestStore, source: &str| test_store.read(|snapshot| snapshot.external_keys_of(source));
    assert_eq!((known(&test_store, "old.csv"), known(&test_store, "old")), (vec![("7".to_owned(), id)], Vec::new()));
    test_store.delete("Book", id);
    assert_eq!(test_store.read(|snapshot| snapshot.find_external_key(&key)), None);
    assert_eq!(known(&test_store, "old.csv"), Vec::new());
}

pub fn a_taken_key_is_a_conflict(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let id = test_store.made("Shelf", &json!({"name": "North"}));
    let there = test_store.get("Shelf", id).expect("the entry is there");
    let refused = test_store.try_transaction(|transaction| {
        let seq = transaction.next_seq()?;
        let twin = Record { id: Uuid::from_u128(7), version: 1, seq, ..there.clone() };
        transaction.put(&twin, None, "North")
    });
    assert_eq!(refused.map_err(|error| error.kind), Err(ErrorKind::Conflict));
}

pub fn titles_are_corrected_without_a_version(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let id = test_store.made("Book", &json!({"name": "Emma", "loans": {"create": [{"who": "Ann"}]}}));
    test_store.update("Book", id, &json!({"name": "Other"}));
    let titled = Entries {
        types: Some(vec![test_store.find("Loan")]),
        filter: Filter::Test(Subject::Title, Test::Contains("other to".to_owned())),
        order: Vec::new(),
        window: Window { limit: 9, ..Window::default() },
        as_of: None,
    };
    assert_eq!(test_store.read(|snapshot| snapshot.count_entries(&titled)), 1);
}

pub fn purging_leaves_no_trace(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let id = test_store.made("Book", &json!({"name": "Emma", "externalKeys": [{"source": "s", "key": "1"}]}));
    let friend = test_store.made("Book", &json!({"name": "Friend", "cites": {"link": [{"id": id}]}}));
    test_store.update("Book", id, &json!({"pages": 1}));
    let outcome = test_store.act(Action::Purge { id });
    assert!(outcome.problems.is_acceptable(), "{:?}", outcome.problems);
    let record = test_store.find("Book");
    assert_eq!(test_store.get("Book", id), None);
    assert_eq!(test_store.read(|snapshot| snapshot.versions(record, id)), []);
    assert_eq!(test_store.read(|snapshot| snapshot.types_of(&[id])), [None]);
    let links = LinkQuery { sources: Some(vec![friend]), ..LinkQuery::default() };
    assert_eq!(test_store.read(|snapshot| snapshot.links(&links)), []);
    let key = ExternalKey { source: "s".to_owned(), key: "1".to_owned() };
    assert_eq!(test_store.read(|snapshot| snapshot.find_external_key(&key)), None);
}

pub fn the_trash_is_read_oldest_first_and_children_before_parents(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let [early, parent, living] =
        ["Early", "Parent", "Living"].map(|name| test_store.made("Book", &json!({"name": name})));
    let child = test_store.made("Loan", &json!({"book": {"link": parent}, "who": "ann"}));
    for id in [early, parent] {
        test_store.delete("Book", id);
    }
    let at = |name, id| test_store.get(name, id).expect("it is there").trashed_at.expect("it is in the trash");
    let (first, second) = (at("Book", early), at("Book", parent));
    let trash =
        |before, after: Option<&Trashed>, limit| test_store.read(|snapshot| snapshot.trashed(before, after, limit));
    let [a, b, c] = [(first, early), (second, child), (second, parent)].map(|(at, id)| Trashed { at, id });
    assert_eq!(trash(i64::MAX, None, 9), [a.clone(), b.clone(), c.clone()]);
    assert_eq!(trash(i64::MAX, Some(&a), 1), std::slice::from_ref(&b));
    assert_eq!(trash(i64::MAX, Some(&b), 9), [c]);
    assert_eq!(trash(second, None, 9), [a]);
    assert_eq!(trash(first, None, 9), []);
    assert!(test_store.get("Book", living).is_some());
}

pub fn keys_change_hands_within_one_request(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let [one, two, three] = ["One", "Two", "Three"].map(|name| test_store.made("Shelf", &json!({"name": name})));
    let changes = [(one, "Aside"), (two, "One"), (three, "Two"), (one, "Three")];
    let changes = changes.map(|(id, name)| test_store.change("Shelf", id, &json!({"name": name}), None));
    let request = test_store.request(changes.to_vec());
    let outcome = test_store.execute(&request);
    assert!(!outcome.has_errors(), "{:?}", outcome.results);
    let record = test_store.find("Shelf");
    let name = test_store.model.record(record).find("name").expect("declared");
    for (id, then, now) in [(one, "One", "Three"), (two, "Two", "One"), (three, "Three", "Two")] {
        let versions = test_store.read(|snapshot| snapshot.versions(record, id));
        let names: Vec<_> = versions.iter().map(|version| version.values[name.0].clone()).collect();
        assert_eq!(names, [then, now].map(|name| Value::Text(name.to_owned())));
        let key = [Value::Text(now.to_owned())];
        assert_eq!(test_store.read(|snapshot| snapshot.find_key(record, 0, &key)), Some(id));
    }
    let taken = test_store.create("Shelf", &json!({"name": "One"}));
    assert!(taken.has_errors());
    let past = List { as_of: Some(3), ..test_store.list("Shelf", Filter::All(Vec::new())) };
    assert_eq!(test_store.rows(&past).len(), 3);
}

pub fn a_key_of_what_is_purged_is_free_within_one_request(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let external = json!([{"source": "s", "key": "1"}]);
    let shelf = test_store.made("Shelf", &json!({"name": "North"}));
    let book = test_store.made("Book", &json!({"name": "Emma", "externalKeys": external}));
    let purge = |id| Op { action: Action::Purge { id }, problems: Problems::default(), path: Path::new() };
    let request = test_store.request(vec![
        purge(shelf),
        purge(book),
        test_store.creation("Shelf", &json!({"name": "North"}), &["ops", "2"]),
        test_store.creation("Book", &json!({"name": "Emma", "externalKeys": external}), &["ops", "3"]),
    ]);
    let outcome = test_store.execute(&request);
    assert!(!outcome.has_errors(), "{:?}", outcome.results);
    let made = |position: usize| outcome.results[position].entries[0].1;
    let record = test_store.find("Shelf");
    let north = [Value::Text("North".to_owned())];
    assert_eq!(test_store.read(|snapshot| snapshot.find_key(record, 0, &north)), Some(made(2)));
    let key = ExternalKey { source: "s".to_owned(), key: "1".to_owned() };
    assert_eq!(test_store.read(|snapshot| snapshot.find_external_key(&key)), Some(made(3)));
    assert_eq!((test_store.get("Shelf", shelf), test_store.get("Book", book)), (None, None));
}
