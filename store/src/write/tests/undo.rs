//! Undo of change sets, and what stands in its way.

use super::{
    history::{messages, narrow},
    *,
};

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
fn undoing_the_removal_of_a_free_link_twice_is_blocked() {
    let mut desk = desk();
    let (source, target) = (book(&mut desk, "One"), shelf(&mut desk, "Two"));
    let link = linked(&mut desk, source, target).1;
    let removed = remove(&mut desk, link);
    assert_eq!(mistakes(&desk.undo(&removed)), []);
    assert_eq!(mistakes(&desk.undo(&removed)), mistake(ErrorCode::UndoBlocked, "id"));
}

/// Links two entries by a free kind; answers the outcome and the link.
fn linked(desk: &mut Desk, source: Uuid, target: Uuid) -> (Outcome, Uuid) {
    let kind = "reminds of".to_owned();
    let made = execute(desk, Action::LinkCreate { kind, source, target, from: None, to: None, props: None });
    let link = made.results[0].link.unwrap();
    (made, link)
}

fn remove(desk: &mut Desk, link: Uuid) -> Outcome {
    execute(desk, Action::LinkDelete { id: link })
}

fn execute(desk: &mut Desk, action: Action) -> Outcome {
    let request = desk.request(vec![Operation { action, problems: Problems::default(), path: Vec::new() }]);
    desk.execute(&request)
}

/// The links of an entry, those into the trash included.
fn links(desk: &Desk, source: Uuid) -> Vec<Uuid> {
    let query = LinkQuery { sources: Some(vec![source]), ..LinkQuery::default() };
    desk.read(|snapshot| snapshot.links(&query)).iter().map(|link| link.id).collect()
}

#[test]
fn undo_of_an_undo_brings_back_a_free_link_with_an_end_in_the_trash() {
    for trashed in ["Book", "Shelf"] {
        let mut desk = desk();
        let (source, target) = (book(&mut desk, "One"), shelf(&mut desk, "Two"));
        let (made, link) = linked(&mut desk, source, target);
        let end = if trashed == "Book" { source } else { target };
        desk.delete(trashed, end);
        assert_eq!(links(&desk, source), [link]);
        let undone = desk.undo(&made);
        assert_eq!((mistakes(&undone), links(&desk, source)), (vec![], vec![]));
        assert_eq!((mistakes(&desk.undo(&undone)), links(&desk, source)), (vec![], vec![link]));
        assert_eq!((mistakes(&desk.restore(end, None)), links(&desk, source)), (vec![], vec![link]));
    }
}

#[test]
fn undo_brings_back_a_free_link_whose_end_went_into_the_trash_since() {
    let mut desk = desk();
    let (source, target) = (book(&mut desk, "One"), shelf(&mut desk, "Two"));
    let link = linked(&mut desk, source, target).1;
    let removed = remove(&mut desk, link);
    desk.delete("Shelf", target);
    assert_eq!((mistakes(&desk.undo(&removed)), links(&desk, source)), (vec![], vec![link]));
    // And so it does when the link was removed while it was hidden.
    let removed = remove(&mut desk, link);
    assert_eq!((mistakes(&desk.undo(&removed)), links(&desk, source)), (vec![], vec![link]));
    assert_eq!((mistakes(&desk.restore(target, None)), links(&desk, source)), (vec![], vec![link]));
}

#[test]
fn undo_waits_for_the_other_end_of_a_declared_link() {
    let mut desk = desk();
    let other = book(&mut desk, "Other");
    let id = desk.made("Book", &json!({"name": "Emma", "cites": {"link": [{"id": other}]}}));
    let unlinked = desk.update("Book", id, &json!({"cites": {"unlink": [other]}}));
    let deleted = desk.delete("Book", other);
    let blocked = desk.undo(&unlinked);
    assert_eq!(mistakes(&blocked), mistake(ErrorCode::UndoBlocked, "id"));
    let message = format!("the link `cites` of `Emma` cannot come back: `{other}` is in the trash; undo that first");
    assert_eq!(messages(&blocked), [message]);
    assert_eq!(mistakes(&desk.undo(&deleted)), []);
    assert_eq!(mistakes(&desk.undo(&unlinked)), []);
    assert_eq!(desk.related("Book", id, "cites"), [other]);
}

#[test]
fn undo_names_the_links_whose_other_end_was_purged() {
    let mut desk = desk();
    let other = book(&mut desk, "Other");
    let id = desk.made("Book", &json!({"name": "Emma", "pages": 1, "cites": {"link": [{"id": other}]}}));
    let link = linked(&mut desk, id, other).1;
    let removed = remove(&mut desk, link);
    let unlinked = desk.update("Book", id, &json!({"pages": 2, "cites": {"unlink": [other]}}));
    assert_eq!(desk.act(Action::Purge { id: other }).problems, Problems::default());
    for (outcome, kind) in [(removed, "reminds of"), (unlinked, "cites")] {
        let blocked = desk.undo(&outcome);
        assert_eq!(mistakes(&blocked), mistake(ErrorCode::UndoBlocked, "id"));
        let message = format!("the link `{kind}` of `Emma` cannot come back: what it led to is gone for ever");
        assert_eq!(messages(&blocked), [message]);
    }
    assert_eq!(desk.value("Book", id, "pages"), Value::Int(2));
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
