//! Links that deletes take away, and what becomes of them.

use super::*;
use crate::record::Link;

/// All links, without the number of the change that made their version.
fn links(test_store: &TestStore) -> Vec<Link> {
    let links = test_store.read(|snapshot| snapshot.links(&LinkQuery::default()));
    links.into_iter().map(|link| Link { seq: 0, ..link }).collect()
}

fn patron(test_store: &mut TestStore, card: &str, mentor: Option<Uuid>) -> Uuid {
    let mentor = mentor.map(|id| json!({ "link": id }));
    test_store.made("Patron", &json!({ "card": card, "mentor": mentor }))
}

fn mentor(test_store: &TestStore, id: Uuid) -> Value {
    test_store.value("Patron", id, "mentor")
}

fn together(test_store: &mut TestStore, name: &str, ids: &[Uuid]) {
    let record = test_store.find(name);
    let operations = ids.iter().map(|id| {
        let id = daybook_schema::input::Reference::Id(*id);
        let action = Action::Delete { record, id, expected_version: None };
        Op { action, problems: Problems::default(), path: Vec::new() }
    });
    let request = test_store.request(operations.collect());
    assert_eq!(mistakes(&test_store.execute(&request)), []);
}

/// The messages of all warnings.
fn warned(outcome: &Outcome) -> Vec<&str> {
    let all = outcome.results.iter().flat_map(|result| &result.problems.warnings);
    all.map(|warning| warning.message.as_str()).collect()
}

#[test]
fn what_was_deleted_together_comes_back_whole_in_any_order() {
    for child_first in [true, false] {
        let mut test_store = test_store();
        let room = patron(&mut test_store, "room", None);
        let shelf = patron(&mut test_store, "shelf", Some(room));
        let before = links(&test_store);
        together(&mut test_store, "Patron", &[room, shelf]);
        let order = if child_first { [shelf, room] } else { [room, shelf] };
        let first = test_store.restore(order[0], None);
        if child_first {
            assert_eq!(
                warned(&first),
                ["the link `Patron.mentor` of `shelf` comes back when `room` is restored, which is in the trash"]
            );
            assert_eq!(mentor(&test_store, shelf), Value::Null);
        }
        assert_eq!(warned(&test_store.restore(order[1], None)), Vec::<&str>::new());
        assert_eq!((mentor(&test_store, shelf), links(&test_store)), (Value::Id(room), before));
    }
}

#[test]
fn links_of_single_deletes_come_back_with_id_and_properties_in_any_order() {
    for deletes in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0]] {
        for restores in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1]] {
            let mut test_store = test_store();
            let (a, b) = (book(&mut test_store, "a"), book(&mut test_store, "b"));
            let cites = json!({"link": [{"id": a, "props": {"page": 7}, "from": "2026-01-01T00:00:00Z"}, {"id": b}]});
            let note = test_store.made("Book", &json!({"name": "note", "cites": cites}));
            let before = links(&test_store);
            let all = [a, b, note];
            deletes.iter().for_each(|place| assert_eq!(mistakes(&test_store.delete("Book", all[*place])), []));
            restores.iter().for_each(|place| assert_eq!(mistakes(&test_store.restore(all[*place], None)), []));
            assert_eq!(links(&test_store), before, "{deletes:?} {restores:?}");
        }
    }
}

#[test]
fn a_place_that_was_given_away_meanwhile_is_kept_with_a_warning() {
    let mut test_store = test_store();
    let (room, hall) = (patron(&mut test_store, "room", None), patron(&mut test_store, "hall", None));
    let shelf = patron(&mut test_store, "shelf", Some(room));
    test_store.delete("Patron", room);
    test_store.update("Patron", shelf, &json!({"mentor": {"link": hall}}));
    let told = "the link `Patron.mentor` of `shelf` was not restored: another link has taken its place";
    assert_eq!(warned(&test_store.restore(room, None)), [told]);
    assert_eq!(mentor(&test_store, shelf), Value::Id(hall));
    // What the writer said last counts, even that there is none.
    test_store.delete("Patron", hall);
    test_store.update("Patron", shelf, &json!({"mentor": {"link": room}}));
    test_store.update("Patron", shelf, &json!({"mentor": {"unlink": true}}));
    assert_eq!(warned(&test_store.restore(hall, None)), [told]);
    assert_eq!(mentor(&test_store, shelf), Value::Null);
    assert_eq!(warned(&test_store.restore(hall, Some(1))), Vec::<&str>::new());
}

#[test]
fn a_place_is_free_again_when_what_took_it_is_undone() {
    let mut test_store = test_store();
    let (room, hall) = (patron(&mut test_store, "room", None), patron(&mut test_store, "hall", None));
    let shelf = patron(&mut test_store, "shelf", Some(room));
    test_store.delete("Patron", room);
    let moved = test_store.update("Patron", shelf, &json!({"mentor": {"link": hall}}));
    assert_eq!(mistakes(&test_store.undo(&moved)), []);
    assert_eq!(warned(&test_store.restore(room, None)), Vec::<&str>::new());
    assert_eq!(mentor(&test_store, shelf), Value::Id(room));
}

#[test]
fn links_come_back_by_an_undo_and_stay_away_after_its_undo() {
    let mut test_store = test_store();
    let room = patron(&mut test_store, "room", None);
    let shelf = patron(&mut test_store, "shelf", Some(room));
    test_store.delete("Patron", room);
    let gone = test_store.delete("Patron", shelf);
    test_store.restore(room, None);
    assert_eq!(mistakes(&test_store.undo(&gone)), []);
    assert_eq!(mentor(&test_store, shelf), Value::Id(room));
    test_store.delete("Patron", room);
    let back = test_store.restore(room, None);
    assert_eq!(mentor(&test_store, shelf), Value::Id(room));
    assert_eq!(mistakes(&test_store.undo(&back)), []);
    assert_eq!(mentor(&test_store, shelf), Value::Null);
    test_store.restore(room, None);
    assert_eq!(mentor(&test_store, shelf), Value::Id(room));
}

#[test]
fn a_link_that_was_made_and_taken_away_in_one_request_comes_back() {
    let mut test_store = test_store();
    let room = patron(&mut test_store, "room", None);
    let record = test_store.find("Patron");
    let delete = Action::Delete { record, id: daybook_schema::input::Reference::Id(room), expected_version: None };
    let request = test_store.request(vec![
        test_store.creation("Patron", &json!({"card": "shelf", "mentor": {"link": room}}), &["ops", "0"]),
        Op { action: delete, problems: Problems::default(), path: Vec::new() },
    ]);
    let shelf = test_store.execute(&request).results[0].entries[0].1;
    assert_eq!(mentor(&test_store, shelf), Value::Null);
    test_store.restore(room, None);
    assert_eq!(mentor(&test_store, shelf), Value::Id(room));
}

#[test]
fn what_a_restored_entry_led_to_and_was_purged_is_told() {
    let mut test_store = test_store();
    let [a, b, c] = ["a", "b", "c"].map(|name| book(&mut test_store, name));
    let note = test_store.made("Book", &json!({"name": "note", "cites": {"link": [{"id": a}, {"id": b}, {"id": c}]}}));
    // Taken away before the note goes, with it, and while it is away.
    test_store.delete("Book", a);
    test_store.delete("Book", note);
    test_store.delete("Book", b);
    for id in [a, b] {
        assert_eq!(test_store.act(Action::Purge { id }).problems, Problems::default());
    }
    let told = "the link `Book.cites` of `note` was not restored: what it led to is gone for ever";
    let restored = test_store.restore(note, None);
    assert_eq!((warned(&restored), mistakes(&restored)), (vec![told], vec![]));
    assert_eq!(test_store.related("Book", note, "cites"), [c]);
    test_store.delete("Book", note);
    assert_eq!(warned(&test_store.restore(note, None)), Vec::<&str>::new());
}

#[test]
fn a_version_whose_links_were_purged_comes_back_without_them_and_says_so() {
    let mut test_store = test_store();
    let (room, hall) = (patron(&mut test_store, "room", None), patron(&mut test_store, "hall", None));
    let shelf = patron(&mut test_store, "shelf", Some(room));
    test_store.update("Patron", shelf, &json!({"mentor": {"link": hall}}));
    test_store.act(Action::Purge { id: room });
    let told = "version 1 had a link in `mentor` that cannot come back: what it led to is gone for ever";
    assert_eq!(warned(&test_store.restore(shelf, Some(1))), [told]);
    assert_eq!(mentor(&test_store, shelf), Value::Null);
    // Of version 2 everything is there.
    assert_eq!(warned(&test_store.restore(shelf, Some(2))), Vec::<&str>::new());
    assert_eq!(mentor(&test_store, shelf), Value::Id(hall));
}

#[test]
fn a_version_tells_of_purged_links_of_lists_in_exactly_the_versions_that_had_them() {
    let mut test_store = test_store();
    let [a, b, c] = ["a", "b", "c"].map(|name| book(&mut test_store, name));
    let note = test_store.made("Book", &json!({"name": "note", "cites": {"link": [{"id": a}]}}));
    test_store.update("Book", note, &json!({"cites": {"link": [{"id": b}, {"id": c}]}}));
    test_store.update("Book", note, &json!({"cites": {"unlink": [a]}}));
    for id in [a, b] {
        test_store.act(Action::Purge { id });
    }
    let version = |number: i64, links: &str| {
        vec![format!("version {number} had {links} in `cites` that cannot come back: what it led to is gone for ever")]
    };
    assert_eq!(warned(&test_store.restore(note, Some(1))), version(1, "a link"));
    assert_eq!(warned(&test_store.restore(note, Some(2))), version(2, "2 links"));
    assert_eq!(warned(&test_store.restore(note, Some(3))), version(3, "a link"));
    assert_eq!(test_store.related("Book", note, "cites"), [c]);
}

#[test]
fn a_version_with_a_link_into_the_trash_gets_it_when_that_is_restored() {
    let mut test_store = test_store();
    let (room, hall) = (patron(&mut test_store, "room", None), patron(&mut test_store, "hall", None));
    let shelf = patron(&mut test_store, "shelf", Some(room));
    test_store.update("Patron", shelf, &json!({"mentor": {"link": hall}}));
    test_store.delete("Patron", room);
    let told = "the link `Patron.mentor` of `shelf` comes back when `room` is restored, which is in the trash";
    assert_eq!(warned(&test_store.restore(shelf, Some(1))), [told]);
    assert_eq!(mentor(&test_store, shelf), Value::Null);
    test_store.restore(room, None);
    assert_eq!(mentor(&test_store, shelf), Value::Id(room));
}
