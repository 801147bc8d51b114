//! The trash, restore, undo and purge.

use super::*;

#[test]
fn delete_is_restricted_cascades_and_unlinks_and_comes_back_whole() {
    let mut desk = desk();
    let north = shelf(&mut desk, "North");
    let id =
        desk.made("Book", &json!({"name": "Emma", "shelf": {"link": north}, "loans": {"create": [{"who": "Ann"}]}}));
    let friend = desk.made("Book", &json!({"name": "Friend", "cites": {"link": [{"id": id, "props": {"page": 5}}]}}));
    let held = desk.delete("Shelf", north);
    assert_eq!(mistakes(&held), mistake(ErrorCode::Restricted, "id"));
    assert!(held.results[0].problems.errors[0].message.contains("1 Book"));
    let loan = desk.related("Book", id, "loans")[0];
    let gone = desk.delete("Book", id);
    assert_eq!(mistakes(&gone), []);
    assert_eq!((desk.state("Book", id), desk.state("Loan", loan)), ((2, false), (2, false)));
    assert_eq!((desk.state("Book", friend), desk.related("Book", friend, "cites")), ((2, true), vec![]));
    assert_eq!(mistakes(&desk.delete("Book", id)), mistake(ErrorCode::NotFound, "id"));
    let back = desk.restore(id, None);
    assert_eq!(mistakes(&back), []);
    assert_eq!((desk.state("Book", id), desk.state("Loan", loan)), ((3, true), (3, true)));
    assert_eq!((desk.state("Book", friend), desk.related("Book", friend, "cites")), ((3, true), vec![id]));
    assert_eq!(mistakes(&desk.restore(id, None)), mistake(ErrorCode::InvalidValue, "id"));
}

#[test]
fn restore_is_refused_when_the_key_was_taken() {
    let mut desk = desk();
    let north = shelf(&mut desk, "North");
    desk.delete("Shelf", north);
    let other = shelf(&mut desk, "North");
    let outcome = desk.restore(north, None);
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::DuplicateKey, "id"));
    assert_eq!(outcome.results[0].problems.errors[0].entry, Some(other));
}

#[test]
fn restoring_a_cascaded_entry_alone_says_what_to_restore_first() {
    let mut desk = desk();
    let id = desk.made("Book", &json!({"name": "Emma", "loans": {"create": [{"who": "Ann"}]}}));
    let loan = desk.related("Book", id, "loans")[0];
    desk.delete("Book", id);
    let outcome = desk.restore(loan, None);
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::NotFound, "id"));
    assert!(outcome.results[0].problems.errors[0].message.contains("Emma"));
}

#[test]
fn restore_to_a_version_brings_back_values_and_links() {
    let mut desk = desk();
    let other = book(&mut desk, "Other");
    let id = desk.made("Book", &json!({"name": "Emma", "pages": 1, "cites": {"link": [{"id": other}]}}));
    desk.update("Book", id, &json!({"pages": 2, "cites": {"unlink": [other]}}));
    assert_eq!(mistakes(&desk.restore(id, Some(1))), []);
    assert_eq!((desk.state("Book", id), desk.value("Book", id, "pages")), ((3, true), Value::Int(1)));
    assert_eq!(desk.related("Book", id, "cites"), [other]);
    assert_eq!(mistakes(&desk.restore(id, Some(77))), mistake(ErrorCode::NotFound, "toVersion"));
}

#[test]
fn undo_takes_back_one_field_and_is_blocked_by_a_later_change_of_it() {
    let mut desk = desk();
    let id = desk.made("Book", &json!({"name": "Emma", "pages": 1}));
    let first = desk.update("Book", id, &json!({"pages": 2}));
    desk.update("Book", id, &json!({"pages": 3}));
    assert_eq!(mistakes(&desk.undo(&first)), mistake(ErrorCode::UndoBlocked, "id"));
    let renamed = desk.update("Book", id, &json!({"name": "Other"}));
    desk.update("Book", id, &json!({"pages": 4}));
    let undone = desk.undo(&renamed);
    assert_eq!(mistakes(&undone), []);
    assert_eq!(desk.value("Book", id, "name"), Value::Text("Emma".to_owned()));
    assert_eq!(desk.value("Book", id, "pages"), Value::Int(4));
    assert_eq!(mistakes(&desk.undo(&renamed)), mistake(ErrorCode::UndoBlocked, "id"));
    assert_eq!(mistakes(&desk.undo(&undone)), []);
    assert_eq!(desk.value("Book", id, "name"), Value::Text("Other".to_owned()));
}

#[test]
fn undo_of_a_delete_brings_back_cascades_and_links() {
    let mut desk = desk();
    let id = desk.made("Book", &json!({"name": "Emma", "loans": {"create": [{"who": "Ann"}]}}));
    let friend = desk.made("Book", &json!({"name": "Friend", "cites": {"link": [{"id": id}]}}));
    let loan = desk.related("Book", id, "loans")[0];
    let gone = desk.delete("Book", id);
    assert_eq!(mistakes(&desk.undo(&gone)), []);
    assert_eq!((desk.state("Book", id).1, desk.state("Loan", loan).1), (true, true));
    assert_eq!(desk.related("Book", friend, "cites"), [id]);
}

#[test]
fn undo_of_a_create_is_blocked_by_what_was_built_on_it() {
    let mut desk = desk();
    let made = desk.create("Book", &json!({"name": "Emma"}));
    let id = made.results[0].entries[0].1;
    let loan = desk.made("Loan", &json!({"book": {"link": id}, "who": "Ann"}));
    assert_eq!(mistakes(&desk.undo(&made)), mistake(ErrorCode::UndoBlocked, "id"));
    desk.delete("Loan", loan);
    assert_eq!(mistakes(&desk.undo(&made)), []);
    assert!(!desk.state("Book", id).1);
}

#[test]
fn purge_is_for_ever_and_refused_while_others_need_the_entry() {
    let mut desk = desk();
    let north = shelf(&mut desk, "North");
    let id = desk.made("Book", &json!({"name": "Emma", "shelf": {"link": north}}));
    let friend = desk.made("Book", &json!({"name": "Friend", "cites": {"link": [{"id": id}]}}));
    let held = desk.act(Action::Purge { id: north });
    assert_eq!(held.problems.errors[0].code, ErrorCode::Restricted);
    desk.delete("Book", id);
    let gone = desk.act(Action::Purge { id });
    assert_eq!(gone.problems, Problems::default());
    assert_eq!((desk.get("Book", id), desk.related("Book", friend, "cites")), (None, vec![]));
    assert_eq!(log(&desk, id).last().map(|row| row.0), Some(ChangeOperation::Purged));
    assert_eq!(mistakes(&desk.delete("Shelf", north)), []);
}

#[test]
fn undoing_the_removal_of_a_free_link_twice_is_blocked() {
    let mut desk = desk();
    let (source, target) = (book(&mut desk, "One"), shelf(&mut desk, "Two"));
    let kind = "reminds of".to_owned();
    let id = desk.act(Action::LinkCreate { kind, source, target, from: None, to: None, props: None }).link.unwrap();
    let action = Action::LinkDelete { id };
    let request = desk.request(vec![Operation { action, problems: Problems::default(), path: Vec::new() }]);
    let removed = desk.execute(&request);
    assert_eq!(mistakes(&desk.undo(&removed)), []);
    assert_eq!(mistakes(&desk.undo(&removed)), mistake(ErrorCode::UndoBlocked, "id"));
}

/// The same world with narrower rules: short names, thin books, few moods, citations of the first pages.
fn narrow(desk: &mut Desk) {
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
    desk.model = Arc::new(definition::load(&[source]).unwrap());
}

/// The messages of all errors.
fn messages(outcome: &Outcome) -> Vec<&str> {
    let all = outcome.results.iter().flat_map(|result| &result.problems.errors);
    all.map(|error| error.message.as_str()).collect()
}

#[test]
fn restore_to_a_version_that_no_longer_validates_names_every_field_and_what_to_do() {
    let mut desk = desk();
    let id = desk.made("Book", &json!({"name": "Emma and others", "pages": 90, "mood": "DARK_BLUE"}));
    desk.update("Book", id, &json!({"name": "Emma", "pages": 10, "mood": null}));
    narrow(&mut desk);
    let outcome = desk.restore(id, Some(1));
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
    assert_eq!((desk.state("Book", id), desk.value("Book", id, "pages")), ((2, true), Value::Int(10)));
}

#[test]
fn a_message_about_what_cannot_go_back_stays_short() {
    let mut desk = desk();
    let id = desk.made("Book", &json!({"name": "very long ".repeat(90), "label": "LOUD"}));
    desk.update("Book", id, &json!({"name": "Emma", "label": null}));
    narrow(&mut desk);
    let outcome = desk.restore(id, Some(1));
    let told = messages(&outcome);
    assert!(told.len() == 2 && told.iter().all(|message| message.chars().count() <= 300), "{told:?}");
    assert!(told.iter().all(|message| message.ends_with("write what still fits with an update instead")), "{told:?}");
}

#[test]
fn restore_leaves_what_an_entry_had_all_along() {
    let mut desk = desk();
    let id = desk.made("Book", &json!({"name": "A name that is long", "pages": 10}));
    desk.update("Book", id, &json!({"pages": 20}));
    narrow(&mut desk);
    assert_eq!(mistakes(&desk.restore(id, Some(1))), []);
    desk.delete("Book", id);
    assert_eq!(mistakes(&desk.restore(id, None)), []);
    assert_eq!(desk.value("Book", id, "pages"), Value::Int(10));
}

#[test]
fn restore_to_links_whose_properties_no_longer_validate_is_refused() {
    let mut desk = desk();
    let other = book(&mut desk, "Other");
    let cites = |page: i64| json!({"cites": {"set": [{"id": other, "props": {"page": page}}]}});
    let id = desk.made("Book", &json!({"name": "Emma", "cites": {"link": [{"id": other, "props": {"page": 99}}]}}));
    desk.update("Book", id, &cites(3));
    narrow(&mut desk);
    let outcome = desk.restore(id, Some(1));
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::OutOfRange, "id"));
    assert_eq!(outcome.results[0].problems.errors[0].params["field"], "cites.props.page");
}

#[test]
fn undo_to_values_that_no_longer_validate_is_refused() {
    let mut desk = desk();
    let id = desk.made("Book", &json!({"name": "Emma", "pages": 90}));
    let thinner = desk.update("Book", id, &json!({"pages": 10}));
    narrow(&mut desk);
    let outcome = desk.undo(&thinner);
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::OutOfRange, "id"));
    assert!(messages(&outcome)[0].contains("`pages` must be at most 50, but is 90"), "{:?}", messages(&outcome));
    assert_eq!(desk.state("Book", id), (2, true));
}

#[test]
fn a_blocked_undo_names_every_field_and_link_that_stands_in_the_way() {
    let mut desk = desk();
    let [one, other] = ["One", "Other"].map(|name| book(&mut desk, name));
    let id = desk.made("Book", &json!({"name": "Emma", "pages": 1, "label": "a"}));
    let cites = json!({"link": [{"id": one}, {"id": other}]});
    let change = desk.update("Book", id, &json!({"name": "Emma II", "pages": 2, "label": "b", "cites": cites}));
    desk.update("Book", id, &json!({"pages": 3}));
    desk.update("Book", id, &json!({"label": "c", "cites": {"unlink": [one]}}));
    let outcome = desk.undo(&change);
    let told = messages(&outcome);
    assert_eq!(mistakes(&outcome), vec![(ErrorCode::UndoBlocked, "id".to_owned()); 3], "{told:?}");
    for words in
        ["`label` of `Emma` was changed again in version 4", "`pages`", "the link `cites` of `Emma` was removed"]
    {
        assert!(told.iter().any(|message| message.contains(words)), "{words}: {told:?}");
    }
    assert_eq!(desk.state("Book", id), (4, true));
}

#[test]
fn restore_is_refused_when_an_external_key_of_the_version_was_taken() {
    let mut desk = desk();
    let known = |key: &str| json!({"name": "Emma", "externalKeys": [{"source": "s", "key": key}]});
    let id = desk.made("Book", &known("1"));
    desk.delete("Book", id);
    let owner = desk.made("Book", &known("1"));
    let outcome = desk.restore(id, Some(1));
    assert_eq!(mistakes(&outcome)[0], (ErrorCode::DuplicateKey, "id".to_owned()));
    assert_eq!(outcome.results[0].problems.errors[0].entry, Some(owner));
}

#[test]
fn undo_gives_a_key_back_that_the_same_change_handed_on() {
    let mut desk = desk();
    let north = shelf(&mut desk, "North");
    let deletion = Action::Delete {
        record: desk.find("Shelf"),
        id: daybook_schema::input::Reference::Id(north),
        expected_version: None,
    };
    let deletion = Operation { action: deletion, problems: Problems::default(), path: Path::new() };
    let request = desk.request(vec![deletion, desk.creation("Shelf", &json!({"name": "North"}), &["ops", "1"])]);
    let handed_on = desk.execute(&request);
    let heir = handed_on.results[1].entries[0].1;
    assert_eq!(mistakes(&desk.undo(&handed_on)), []);
    assert_eq!((desk.state("Shelf", north).1, desk.state("Shelf", heir).1), (true, false));
}
