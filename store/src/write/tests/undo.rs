//! Undo of change sets, and what stands in its way.

use super::{
    history::{messages, narrow},
    *,
};

#[test]
fn undo_takes_back_one_field_and_is_blocked_by_a_later_change_of_it() {
    let mut test_store = test_store();
    let id = test_store.made("Book", &json!({"name": "Emma", "pages": 1}));
    let first = test_store.update("Book", id, &json!({"pages": 2}));
    test_store.update("Book", id, &json!({"pages": 3}));
    assert_eq!(mistakes(&test_store.undo(&first)), mistake(ErrorCode::UndoBlocked, "id"));
    let renamed = test_store.update("Book", id, &json!({"name": "Other"}));
    test_store.update("Book", id, &json!({"pages": 4}));
    let undone = test_store.undo(&renamed);
    assert_eq!(mistakes(&undone), []);
    assert_eq!(test_store.value("Book", id, "name"), Value::Text("Emma".to_owned()));
    assert_eq!(test_store.value("Book", id, "pages"), Value::Int(4));
    assert_eq!(mistakes(&test_store.undo(&renamed)), mistake(ErrorCode::UndoBlocked, "id"));
    assert_eq!(mistakes(&test_store.undo(&undone)), []);
    assert_eq!(test_store.value("Book", id, "name"), Value::Text("Other".to_owned()));
}

#[test]
fn undo_of_a_delete_brings_back_cascades_and_links() {
    let mut test_store = test_store();
    let id = test_store.made("Book", &json!({"name": "Emma", "loans": {"create": [{"who": "Ann"}]}}));
    let friend = test_store.made("Book", &json!({"name": "Friend", "cites": {"link": [{"id": id}]}}));
    let loan = test_store.related("Book", id, "loans")[0];
    let gone = test_store.delete("Book", id);
    assert_eq!(mistakes(&test_store.undo(&gone)), []);
    assert_eq!((test_store.state("Book", id).1, test_store.state("Loan", loan).1), (true, true));
    assert_eq!(test_store.related("Book", friend, "cites"), [id]);
}

#[test]
fn undo_of_a_create_is_blocked_by_what_was_built_on_it() {
    let mut test_store = test_store();
    let made = test_store.create("Book", &json!({"name": "Emma"}));
    let id = made.results[0].entries[0].1;
    let loan = test_store.made("Loan", &json!({"book": {"link": id}, "who": "Ann"}));
    assert_eq!(mistakes(&test_store.undo(&made)), mistake(ErrorCode::UndoBlocked, "id"));
    test_store.delete("Loan", loan);
    assert_eq!(mistakes(&test_store.undo(&made)), []);
    assert!(!test_store.state("Book", id).1);
}

#[test]
fn undoing_the_removal_of_a_free_link_twice_is_blocked() {
    let mut test_store = test_store();
    let (source, target) = (book(&mut test_store, "One"), shelf(&mut test_store, "Two"));
    let link = linked(&mut test_store, source, target).1;
    let removed = remove(&mut test_store, link);
    assert_eq!(mistakes(&test_store.undo(&removed)), []);
    assert_eq!(mistakes(&test_store.undo(&removed)), mistake(ErrorCode::UndoBlocked, "id"));
}

/// Links two entries by a free kind; answers the outcome and the link.
fn linked(test_store: &mut TestStore, source: Uuid, target: Uuid) -> (Outcome, Uuid) {
    let kind = "reminds of".to_owned();
    let made = execute(test_store, Action::LinkCreate { kind, source, target, from: None, to: None, props: None });
    let link = made.results[0].link.unwrap();
    (made, link)
}

fn remove(test_store: &mut TestStore, link: Uuid) -> Outcome {
    execute(test_store, Action::LinkDelete { id: link })
}

fn execute(test_store: &mut TestStore, action: Action) -> Outcome {
    let request = test_store.request(vec![Op { action, problems: Problems::default(), path: Vec::new() }]);
    test_store.execute(&request)
}

/// The links of an entry, those into the trash included.
fn links(test_store: &TestStore, source: Uuid) -> Vec<Uuid> {
    let query = LinkQuery { sources: Some(vec![source]), ..LinkQuery::default() };
    test_store.read(|snapshot| snapshot.links(&query)).iter().map(|link| link.id).collect()
}

#[test]
fn undo_of_an_undo_brings_back_a_free_link_with_an_end_in_the_trash() {
    for trashed in ["Book", "Shelf"] {
        let mut test_store = test_store();
        let (source, target) = (book(&mut test_store, "One"), shelf(&mut test_store, "Two"));
        let (made, link) = linked(&mut test_store, source, target);
        let end = if trashed == "Book" { source } else { target };
        test_store.delete(trashed, end);
        assert_eq!(links(&test_store, source), [link]);
        let undone = test_store.undo(&made);
        assert_eq!((mistakes(&undone), links(&test_store, source)), (vec![], vec![]));
        assert_eq!((mistakes(&test_store.undo(&undone)), links(&test_store, source)), (vec![], vec![link]));
        assert_eq!((mistakes(&test_store.restore(end, None)), links(&test_store, source)), (vec![], vec![link]));
    }
}

#[test]
fn undo_brings_back_a_free_link_whose_end_went_into_the_trash_since() {
    let mut test_store = test_store();
    let (source, target) = (book(&mut test_store, "One"), shelf(&mut test_store, "Two"));
    let link = linked(&mut test_store, source, target).1;
    let removed = remove(&mut test_store, link);
    test_store.delete("Shelf", target);
    assert_eq!((mistakes(&test_store.undo(&removed)), links(&test_store, source)), (vec![], vec![link]));
    // And so it does when the link was removed while it was hidden.
    let removed = remove(&mut test_store, link);
    assert_eq!((mistakes(&test_store.undo(&removed)), links(&test_store, source)), (vec![], vec![link]));
    assert_eq!((mistakes(&test_store.restore(target, None)), links(&test_store, source)), (vec![], vec![link]));
}

#[test]
fn undo_waits_for_the_other_end_of_a_declared_link() {
    let mut test_store = test_store();
    let other = book(&mut test_store, "Other");
    let id = test_store.made("Book", &json!({"name": "Emma", "cites": {"link": [{"id": other}]}}));
    let unlinked = test_store.update("Book", id, &json!({"cites": {"unlink": [other]}}));
    let deleted = test_store.delete("Book", other);
    let blocked = test_store.undo(&unlinked);
    assert_eq!(mistakes(&blocked), mistake(ErrorCode::UndoBlocked, "id"));
    let message = format!("the link `cites` of `Emma` cannot come back: `{other}` is in the trash; undo that first");
    assert_eq!(messages(&blocked), [message]);
    assert_eq!(mistakes(&test_store.undo(&deleted)), []);
    assert_eq!(mistakes(&test_store.undo(&unlinked)), []);
    assert_eq!(test_store.related("Book", id, "cites"), [other]);
}

#[test]
fn undo_names_the_links_whose_other_end_was_purged() {
    let mut test_store = test_store();
    let other = book(&mut test_store, "Other");
    let id = test_store.made("Book", &json!({"name": "Emma", "pages": 1, "cites": {"link": [{"id": other}]}}));
    let link = linked(&mut test_store, id, other).1;
    let removed = remove(&mut test_store, link);
    let unlinked = test_store.update("Book", id, &json!({"pages": 2, "cites": {"unlink": [other]}}));
    assert_eq!(test_store.act(Action::Purge { id: other }).problems, Problems::default());
    for (outcome, kind) in [(removed, "reminds of"), (unlinked, "cites")] {
        let blocked = test_store.undo(&outcome);
        assert_eq!(mistakes(&blocked), mistake(ErrorCode::UndoBlocked, "id"));
        let message = format!("the link `{kind}` of `Emma` cannot come back: what it led to is gone for ever");
        assert_eq!(messages(&blocked), [message]);
    }
    assert_eq!(test_store.value("Book", id, "pages"), Value::Int(2));
}

#[test]
fn undo_to_values_that_no_longer_validate_is_refused() {
    let mut test_store = test_store();
    let id = test_store.made("Book", &json!({"name": "Emma", "pages": 90}));
    let thinner = test_store.update("Book", id, &json!({"pages": 10}));
    narrow(&mut test_store);
    let outcome = test_store.undo(&thinner);
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::OutOfRange, "id"));
    assert!(messages(&outcome)[0].contains("`pages` must be at most 50, but is 90"), "{:?}", messages(&outcome));
    assert_eq!(test_store.state("Book", id), (2, true));
}

#[test]
fn a_blocked_undo_names_every_field_and_link_that_stands_in_the_way() {
    let mut test_store = test_store();
    let [one, other] = ["One", "Other"].map(|name| book(&mut test_store, name));
    let id = test_store.made("Book", &json!({"name": "Emma", "pages": 1, "label": "a"}));
    let cites = json!({"link": [{"id": one}, {"id": other}]});
    let change = test_store.update("Book", id, &json!({"name": "Emma II", "pages": 2, "label": "b", "cites": cites}));
    test_store.update("Book", id, &json!({"pages": 3}));
    test_store.update("Book", id, &json!({"label": "c", "cites": {"unlink": [one]}}));
    let outcome = test_store.undo(&change);
    let told = messages(&outcome);
    assert_eq!(mistakes(&outcome), vec![(ErrorCode::UndoBlocked, "id".to_owned()); 3], "{told:?}");
    for words in
        ["`label` of `Emma` was changed again in version 4", "`pages`", "the link `cites` of `Emma` was removed"]
    {
        assert!(told.iter().any(|message| message.contains(words)), "{words}: {told:?}");
    }
    assert_eq!(test_store.state("Book", id), (4, true));
}

#[test]
fn undo_gives_a_key_back_that_the_same_change_handed_on() {
    let mut test_store = test_store();
    let north = shelf(&mut test_store, "North");
    let deletion = Action::Delete {
        record: test_store.find("Shelf"),
        id: daybook_schema::input::Reference::Id(north),
        expected_version: None,
    };
    let deletion = Op { action: deletion, problems: Problems::default(), path: Path::new() };
    let request =
        test_store.request(vec![deletion, test_store.creation("Shelf", &json!({"name": "North"}), &["ops", "1"])]);
    let handed_on = test_store.execute(&request);
    let heir = handed_on.results[1].entries[0].1;
    assert_eq!(mistakes(&test_store.undo(&handed_on)), []);
    assert_eq!((test_store.state("Shelf", north).1, test_store.state("Shelf", heir).1), (true, false));
}
