//! The trash, restore and purge.

use super::*;

#[test]
fn delete_is_restricted_cascades_and_unlinks_and_comes_back_whole() {
    let mut test_store = test_store();
    let north = shelf(&mut test_store, "North");
    let id = test_store
        .made("Book", &json!({"name": "Emma", "shelf": {"link": north}, "loans": {"create": [{"who": "Ann"}]}}));
    let friend =
        test_store.made("Book", &json!({"name": "Friend", "cites": {"link": [{"id": id, "props": {"page": 5}}]}}));
    let held = test_store.delete("Shelf", north);
    assert_eq!(mistakes(&held), mistake(ErrorCode::Restricted, "id"));
    assert!(held.results[0].problems.errors[0].message.contains("1 Book"));
    let loan = test_store.related("Book", id, "loans")[0];
    let gone = test_store.delete("Book", id);
    assert_eq!(mistakes(&gone), []);
    assert_eq!((test_store.state("Book", id), test_store.state("Loan", loan)), ((2, false), (2, false)));
    assert_eq!((test_store.state("Book", friend), test_store.related("Book", friend, "cites")), ((2, true), vec![]));
    assert_eq!(mistakes(&test_store.delete("Book", id)), mistake(ErrorCode::NotFound, "id"));
    let back = test_store.restore(id, None);
    assert_eq!(mistakes(&back), []);
    assert_eq!((test_store.state("Book", id), test_store.state("Loan", loan)), ((3, true), (3, true)));
    assert_eq!((test_store.state("Book", friend), test_store.related("Book", friend, "cites")), ((3, true), vec![id]));
    assert_eq!(mistakes(&test_store.restore(id, None)), mistake(ErrorCode::InvalidValue, "id"));
}

#[test]
fn restore_is_refused_when_the_key_was_taken() {
    let mut test_store = test_store();
    let north = shelf(&mut test_store, "North");
    test_store.delete("Shelf", north);
    let other = shelf(&mut test_store, "North");
    let outcome = test_store.restore(north, None);
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::DuplicateKey, "id"));
    assert_eq!(outcome.results[0].problems.errors[0].entry, Some(other));
}

#[test]
fn restoring_a_cascaded_entry_alone_says_what_to_restore_first() {
    let mut test_store = test_store();
    let id = test_store.made("Book", &json!({"name": "Emma", "loans": {"create": [{"who": "Ann"}]}}));
    let loan = test_store.related("Book", id, "loans")[0];
    test_store.delete("Book", id);
    let outcome = test_store.restore(loan, None);
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::NotFound, "id"));
    assert!(outcome.results[0].problems.errors[0].message.contains("Emma"));
}

#[test]
fn restore_to_a_version_brings_back_values_and_links() {
    let mut test_store = test_store();
    let other = book(&mut test_store, "Other");
    let id = test_store.made("Book", &json!({"name": "Emma", "pages": 1, "cites": {"link": [{"id": other}]}}));
    test_store.update("Book", id, &json!({"pages": 2, "cites": {"unlink": [other]}}));
    assert_eq!(mistakes(&test_store.restore(id, Some(1))), []);
    assert_eq!((test_store.state("Book", id), test_store.value("Book", id, "pages")), ((3, true), Value::Int(1)));
    assert_eq!(test_store.related("Book", id, "cites"), [other]);
    assert_eq!(mistakes(&test_store.restore(id, Some(77))), mistake(ErrorCode::NotFound, "toVersion"));
}

#[test]
fn purge_is_for_ever_and_refused_while_others_need_the_entry() {
    let mut test_store = test_store();
    let north = shelf(&mut test_store, "North");
    let id = test_store.made("Book", &json!({"name": "Emma", "shelf": {"link": north}}));
    let friend = test_store.made("Book", &json!({"name": "Friend", "cites": {"link": [{"id": id}]}}));
    let held = test_store.act(Action::Purge { id: north });
    assert_eq!(held.problems.errors[0].code, ErrorCode::Restricted);
    test_store.delete("Book", id);
    let gone = test_store.act(Action::Purge { id });
    assert_eq!(gone.problems, Problems::default());
    assert_eq!((test_store.get("Book", id), test_store.related("Book", friend, "cites")), (None, vec![]));
    assert_eq!(log(&test_store, id).last().map(|row| row.0), Some(ChangeOperation::Purged));
    assert_eq!(mistakes(&test_store.delete("Shelf", north)), []);
}

/// The same world with narrower rules: short names, thin books, few moods, citations of the first pages.
pub(super) fn narrow(test_store: &mut TestStore) {
    let mut text = include_str!("../../testsuite/library.graphql").to_owned();
    for (wide, narrow) in [
        ("name: String! @length(min: 1)\n", "name: String! @length(min: 1, max: 8)\n"),
        ("pages: Int @range(min: 0, max: 10000, warnMax: 3000)", "pages: Int @range(min: 0, max: 50)"),
        ("page: Int @range(min: 1, max: 10000)", "page: Int @range(min: 1, max: 10)"),
        ("  DARK_BLUE\n", ""),
        ("  label: String\n", "  label: String @pattern(regex: \"[a-z]*\", message: \"WORDY\")\n"),
    ] {
        assert!(text.contains(wide), "{wide}");
        text = text.replace(wide, narrow);
    }
    let text = text.replace("WORDY", &"small letters only ".repeat(13));
    let source = definition::Source { file: "library.graphql".to_owned(), text, built_in: false };
    test_store.model = Arc::new(definition::load(&[source]).unwrap());
}

/// The messages of all errors.
pub(super) fn messages(outcome: &Outcome) -> Vec<&str> {
    let all = outcome.results.iter().flat_map(|result| &result.problems.errors);
    all.map(|error| error.message.as_str()).collect()
}

#[test]
fn restore_to_a_version_that_no_longer_validates_names_every_field_and_what_to_do() {
    let mut test_store = test_store();
    let id = test_store.made("Book", &json!({"name": "Emma and others", "pages": 90, "mood": "DARK_BLUE"}));
    test_store.update("Book", id, &json!({"name": "Emma", "pages": 10, "mood": null}));
    narrow(&mut test_store);
    let outcome = test_store.restore(id, Some(1));
    let at_id = |code| (code, "id".to_owned());
    let codes = [ErrorCode::TooLong, ErrorCode::OutOfRange, ErrorCode::InvalidValue].map(at_id);
    assert_eq!(mistakes(&outcome), codes);
    let told = messages(&outcome);
    assert_eq!(
        told[1],
        "`Emma and others` cannot go back: `pages` must be at most 50, but is 90; write what still fits with an update \
         instead"
    );
    assert!(told[2].contains("`DARK_BLUE` is no value of Mood any more"), "{told:?}");
    assert_eq!(outcome.results[0].problems.errors[1].params["field"], "pages");
    assert_eq!((test_store.state("Book", id), test_store.value("Book", id, "pages")), ((2, true), Value::Int(10)));
}

#[test]
fn a_message_about_what_cannot_go_back_stays_short() {
    let mut test_store = test_store();
    let id = test_store.made("Book", &json!({"name": "very long ".repeat(90), "label": "LOUD"}));
    test_store.update("Book", id, &json!({"name": "Emma", "label": null}));
    narrow(&mut test_store);
    let outcome = test_store.restore(id, Some(1));
    let told = messages(&outcome);
    assert!(told.len() == 2 && told.iter().all(|message| message.chars().count() <= 300), "{told:?}");
    assert!(told.iter().all(|message| message.ends_with("write what still fits with an update instead")), "{told:?}");
}

#[test]
fn restore_leaves_what_an_entry_had_all_along() {
    let mut test_store = test_store();
    let id = test_store.made("Book", &json!({"name": "A name that is long", "pages": 10}));
    test_store.update("Book", id, &json!({"pages": 20}));
    narrow(&mut test_store);
    assert_eq!(mistakes(&test_store.restore(id, Some(1))), []);
    test_store.delete("Book", id);
    assert_eq!(mistakes(&test_store.restore(id, None)), []);
    assert_eq!(test_store.value("Book", id, "pages"), Value::Int(10));
}

#[test]
fn restore_to_links_whose_properties_no_longer_validate_is_refused() {
    let mut test_store = test_store();
    let other = book(&mut test_store, "Other");
    let cites = |page: i64| json!({"cites": {"set": [{"id": other, "props": {"page": page}}]}});
    let id =
        test_store.made("Book", &json!({"name": "Emma", "cites": {"link": [{"id": other, "props": {"page": 99}}]}}));
    test_store.update("Book", id, &cites(3));
    narrow(&mut test_store);
    let outcome = test_store.restore(id, Some(1));
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::OutOfRange, "id"));
    assert_eq!(outcome.results[0].problems.errors[0].params["field"], "cites.props.page");
}

#[test]
fn restore_is_refused_when_an_external_key_of_the_version_was_taken() {
    let mut test_store = test_store();
    let known = |key: &str| json!({"name": "Emma", "externalKeys": [{"source": "s", "key": key}]});
    let id = test_store.made("Book", &known("1"));
    test_store.delete("Book", id);
    let owner = test_store.made("Book", &known("1"));
    let outcome = test_store.restore(id, Some(1));
    assert_eq!(mistakes(&outcome)[0], (ErrorCode::DuplicateKey, "id".to_owned()));
    assert_eq!(outcome.results[0].problems.errors[0].entry, Some(owner));
}
