//! Links that deletes take away, and what becomes of them.

use super::*;
use crate::record::Link;

/// All links, without the number of the change that made their version.
fn links(desk: &Desk) -> Vec<Link> {
    let links = desk.read(|snapshot| snapshot.links(&LinkQuery::default()));
    links.into_iter().map(|link| Link { seq: 0, ..link }).collect()
}

fn patron(desk: &mut Desk, card: &str, mentor: Option<Uuid>) -> Uuid {
    let mentor = mentor.map(|id| json!({ "link": id }));
    desk.made("Patron", &json!({ "card": card, "mentor": mentor }))
}

fn mentor(desk: &Desk, id: Uuid) -> Value {
    desk.value("Patron", id, "mentor")
}

fn together(desk: &mut Desk, name: &str, ids: &[Uuid]) {
    let record = desk.find(name);
    let operations = ids.iter().map(|id| {
        let id = daybook_schema::input::Reference::Id(*id);
        let action = Action::Delete { record, id, expected_version: None };
        Operation { action, problems: Problems::default(), path: Vec::new() }
    });
    let request = desk.request(operations.collect());
    assert_eq!(mistakes(&desk.execute(&request)), []);
}

/// The messages of all warnings.
fn warned(outcome: &Outcome) -> Vec<&str> {
    let all = outcome.results.iter().flat_map(|result| &result.problems.warnings);
    all.map(|warning| warning.message.as_str()).collect()
}

#[test]
fn what_was_deleted_together_comes_back_whole_in_any_order() {
    for child_first in [true, false] {
        let mut desk = desk();
        let room = patron(&mut desk, "room", None);
        let shelf = patron(&mut desk, "shelf", Some(room));
        let before = links(&desk);
        together(&mut desk, "Patron", &[room, shelf]);
        let order = if child_first { [shelf, room] } else { [room, shelf] };
        let first = desk.restore(order[0], None);
        if child_first {
            assert_eq!(
                warned(&first),
                ["the link `Patron.mentor` of `shelf` comes back when `room` is restored, which is in the trash"]
            );
            assert_eq!(mentor(&desk, shelf), Value::Null);
        }
        assert_eq!(warned(&desk.restore(order[1], None)), Vec::<&str>::new());
        assert_eq!((mentor(&desk, shelf), links(&desk)), (Value::Id(room), before));
    }
}

#[test]
fn links_of_single_deletes_come_back_with_id_and_properties_in_any_order() {
    for deletes in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0]] {
        for restores in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1]] {
            let mut desk = desk();
            let (a, b) = (book(&mut desk, "a"), book(&mut desk, "b"));
            let cites = json!({"link": [{"id": a, "props": {"page": 7}, "from": "2026-01-01T00:00:00Z"}, {"id": b}]});
            let note = desk.made("Book", &json!({"name": "note", "cites": cites}));
            let before = links(&desk);
            let all = [a, b, note];
            deletes.iter().for_each(|place| assert_eq!(mistakes(&desk.delete("Book", all[*place])), []));
            restores.iter().for_each(|place| assert_eq!(mistakes(&desk.restore(all[*place], None)), []));
            assert_eq!(links(&desk), before, "{deletes:?} {restores:?}");
        }
    }
}

#[test]
fn a_place_that_was_given_away_meanwhile_is_kept_with_a_warning() {
    let mut desk = desk();
    let (room, hall) = (patron(&mut desk, "room", None), patron(&mut desk, "hall", None));
    let shelf = patron(&mut desk, "shelf", Some(room));
    desk.delete("Patron", room);
    desk.update("Patron", shelf, &json!({"mentor": {"link": hall}}));
    let told = "the link `Patron.mentor` of `shelf` was not restored: another link has taken its place";
    assert_eq!(warned(&desk.restore(room, None)), [told]);
    assert_eq!(mentor(&desk, shelf), Value::Id(hall));
    // What the writer said last counts, even that there is none.
    desk.delete("Patron", hall);
    desk.update("Patron", shelf, &json!({"mentor": {"link": room}}));
    desk.update("Patron", shelf, &json!({"mentor": {"unlink": true}}));
    assert_eq!(warned(&desk.restore(hall, None)), [told]);
    assert_eq!(mentor(&desk, shelf), Value::Null);
    assert_eq!(warned(&desk.restore(hall, Some(1))), Vec::<&str>::new());
}

#[test]
fn a_place_is_free_again_when_what_took_it_is_undone() {
    let mut desk = desk();
    let (room, hall) = (patron(&mut desk, "room", None), patron(&mut desk, "hall", None));
    let shelf = patron(&mut desk, "shelf", Some(room));
    desk.delete("Patron", room);
    let moved = desk.update("Patron", shelf, &json!({"mentor": {"link": hall}}));
    assert_eq!(mistakes(&desk.undo(&moved)), []);
    assert_eq!(warned(&desk.restore(room, None)), Vec::<&str>::new());
    assert_eq!(mentor(&desk, shelf), Value::Id(room));
}

#[test]
fn links_come_back_by_an_undo_and_stay_away_after_its_undo() {
    let mut desk = desk();
    let room = patron(&mut desk, "room", None);
    let shelf = patron(&mut desk, "shelf", Some(room));
    desk.delete("Patron", room);
    let gone = desk.delete("Patron", shelf);
    desk.restore(room, None);
    assert_eq!(mistakes(&desk.undo(&gone)), []);
    assert_eq!(mentor(&desk, shelf), Value::Id(room));
    desk.delete("Patron", room);
    let back = desk.restore(room, None);
    assert_eq!(mentor(&desk, shelf), Value::Id(room));
    assert_eq!(mistakes(&desk.undo(&back)), []);
    assert_eq!(mentor(&desk, shelf), Value::Null);
    desk.restore(room, None);
    assert_eq!(mentor(&desk, shelf), Value::Id(room));
}

#[test]
fn a_link_that_was_made_and_taken_away_in_one_request_comes_back() {
    let mut desk = desk();
    let room = patron(&mut desk, "room", None);
    let record = desk.find("Patron");
    let delete = Action::Delete { record, id: daybook_schema::input::Reference::Id(room), expected_version: None };
    let request = desk.request(vec![
        desk.creation("Patron", &json!({"card": "shelf", "mentor": {"link": room}}), &["ops", "0"]),
        Operation { action: delete, problems: Problems::default(), path: Vec::new() },
    ]);
    let shelf = desk.execute(&request).results[0].entries[0].1;
    assert_eq!(mentor(&desk, shelf), Value::Null);
    desk.restore(room, None);
    assert_eq!(mentor(&desk, shelf), Value::Id(room));
}

#[test]
fn what_a_restored_entry_led_to_and_was_purged_is_told() {
    let mut desk = desk();
    let [a, b, c] = ["a", "b", "c"].map(|name| book(&mut desk, name));
    let note = desk.made("Book", &json!({"name": "note", "cites": {"link": [{"id": a}, {"id": b}, {"id": c}]}}));
    // Taken away before the note goes, with it, and while it is away.
    desk.delete("Book", a);
    desk.delete("Book", note);
    desk.delete("Book", b);
    for id in [a, b] {
        assert_eq!(desk.act(Action::Purge { id }).problems, Problems::default());
    }
    let told = "the link `Book.cites` of `note` was not restored: what it led to is gone for ever";
    let restored = desk.restore(note, None);
    assert_eq!((warned(&restored), mistakes(&restored)), (vec![told], vec![]));
    assert_eq!(desk.related("Book", note, "cites"), [c]);
    desk.delete("Book", note);
    assert_eq!(warned(&desk.restore(note, None)), Vec::<&str>::new());
}

#[test]
fn a_version_whose_links_were_purged_comes_back_without_them_and_says_so() {
    let mut desk = desk();
    let (room, hall) = (patron(&mut desk, "room", None), patron(&mut desk, "hall", None));
    let shelf = patron(&mut desk, "shelf", Some(room));
    desk.update("Patron", shelf, &json!({"mentor": {"link": hall}}));
    desk.act(Action::Purge { id: room });
    let told = "version 1 had a link in `mentor` that cannot come back: what it led to is gone for ever";
    assert_eq!(warned(&desk.restore(shelf, Some(1))), [told]);
    assert_eq!(mentor(&desk, shelf), Value::Null);
    // Of version 2 everything is there.
    assert_eq!(warned(&desk.restore(shelf, Some(2))), Vec::<&str>::new());
    assert_eq!(mentor(&desk, shelf), Value::Id(hall));
}

#[test]
fn a_version_tells_of_purged_links_of_lists_in_exactly_the_versions_that_had_them() {
    let mut desk = desk();
    let [a, b, c] = ["a", "b", "c"].map(|name| book(&mut desk, name));
    let note = desk.made("Book", &json!({"name": "note", "cites": {"link": [{"id": a}]}}));
    desk.update("Book", note, &json!({"cites": {"link": [{"id": b}, {"id": c}]}}));
    desk.update("Book", note, &json!({"cites": {"unlink": [a]}}));
    for id in [a, b] {
        desk.act(Action::Purge { id });
    }
    let version = |number: i64, links: &str| {
        vec![format!("version {number} had {links} in `cites` that cannot come back: what it led to is gone for ever")]
    };
    assert_eq!(warned(&desk.restore(note, Some(1))), version(1, "a link"));
    assert_eq!(warned(&desk.restore(note, Some(2))), version(2, "2 links"));
    assert_eq!(warned(&desk.restore(note, Some(3))), version(3, "a link"));
    assert_eq!(desk.related("Book", note, "cites"), [c]);
}

#[test]
fn a_version_with_a_link_into_the_trash_gets_it_when_that_is_restored() {
    let mut desk = desk();
    let (room, hall) = (patron(&mut desk, "room", None), patron(&mut desk, "hall", None));
    let shelf = patron(&mut desk, "shelf", Some(room));
    desk.update("Patron", shelf, &json!({"mentor": {"link": hall}}));
    desk.delete("Patron", room);
    let told = "the link `Patron.mentor` of `shelf` comes back when `room` is restored, which is in the trash";
    assert_eq!(warned(&desk.restore(shelf, Some(1))), [told]);
    assert_eq!(mentor(&desk, shelf), Value::Null);
    desk.restore(room, None);
    assert_eq!(mentor(&desk, shelf), Value::Id(room));
}
