//! Tests of the engine over the reference.

use std::sync::Arc;

use daybook_schema::{ErrorCode, Problems, Value};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::*;
use crate::{
    backend::LinkQuery,
    record::ChangeOperation,
    testsuite::{Desk, Reference},
};

fn desk() -> Desk {
    Desk::new(Arc::new(Reference::default()))
}

/// Code and dotted path of every error, in order.
fn mistakes(outcome: &Outcome) -> Vec<(ErrorCode, String)> {
    let all = outcome.results.iter().flat_map(|result| &result.problems.errors);
    all.map(|error| (error.code, error.path.join("."))).collect()
}

fn mistake(code: ErrorCode, path: &str) -> Vec<(ErrorCode, String)> {
    vec![(code, path.to_owned())]
}

fn shelf(desk: &mut Desk, name: &str) -> Uuid {
    desk.made("Shelf", &json!({"name": name}))
}

fn book(desk: &mut Desk, name: &str) -> Uuid {
    desk.made("Book", &json!({"name": name}))
}

fn log(desk: &Desk, id: Uuid) -> Vec<(ChangeOperation, i64, Vec<String>)> {
    desk.changes(id).into_iter().map(|change| (change.operation, change.version, change.fields)).collect()
}

#[test]
fn create_fills_defaults_and_logs_one_change_with_the_fields_given() {
    let mut desk = desk();
    let id = desk.made("Shelf", &json!({"name": "North", "depth": {"value": 0.3, "unit": "M"}}));
    assert_eq!(desk.value("Shelf", id, "wide"), Value::Boolean(false));
    let fields = vec!["name".to_owned(), "depth".to_owned(), "wide".to_owned()];
    assert_eq!(log(&desk, id), [(ChangeOperation::Created, 1, fields)]);
}

#[test]
fn create_reports_every_mistake_of_coercion_and_of_the_store_at_once() {
    let mut desk = desk();
    let outcome = desk
        .create("Book", &json!({"pages": 99999, "shelf": {"link": Uuid::nil()}, "loans": {"create": [{"who": null}]}}));
    let mut found = mistakes(&outcome);
    found.sort_by(|one, other| one.1.cmp(&other.1));
    assert_eq!(
        found,
        [
            (ErrorCode::Required, "input.loans.create.0.who".to_owned()),
            (ErrorCode::Required, "input.name".to_owned()),
            (ErrorCode::OutOfRange, "input.pages".to_owned()),
            (ErrorCode::NotFound, "input.shelf.link".to_owned()),
        ]
    );
    assert_eq!((outcome.change_set, desk.rows(&desk.list("Book", Filter::All(Vec::new()))).len()), (None, 0));
}

#[test]
fn duplicate_natural_key_names_the_existing_entry_at_the_key_field() {
    let mut desk = desk();
    let first = shelf(&mut desk, "North");
    let outcome = desk.create("Shelf", &json!({"name": "North"}));
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::DuplicateKey, "input.name"));
    assert_eq!(outcome.results[0].problems.errors[0].entry, Some(first));
}

#[test]
fn key_with_a_missing_field_is_no_key() {
    let mut desk = desk();
    desk.made("Member", &json!({"card": "7"}));
    assert_eq!(mistakes(&desk.create("Member", &json!({"card": "7"}))), []);
    desk.made("Member", &json!({"card": "7", "branch": "west"}));
    let twice = desk.create("Member", &json!({"card": "7", "branch": "west"}));
    assert_eq!(mistakes(&twice), mistake(ErrorCode::DuplicateKey, "input"));
}

#[test]
fn taken_client_id_and_external_key_are_duplicates() {
    let mut desk = desk();
    let key = json!([{"source": "old.csv", "key": "7"}]);
    let id = desk.made("Book", &json!({"name": "One", "externalKeys": key}));
    let outcome = desk.create("Book", &json!({"id": id, "name": "Two", "externalKeys": key}));
    assert_eq!(
        mistakes(&outcome),
        [
            (ErrorCode::DuplicateKey, "input.id".to_owned()),
            (ErrorCode::DuplicateKey, "input.externalKeys.0".to_owned()),
        ]
    );
}

#[test]
fn link_to_the_wrong_type_names_both_types() {
    let mut desk = desk();
    let other = book(&mut desk, "No shelf");
    let outcome = desk.create("Book", &json!({"name": "Lost", "shelf": {"link": other}}));
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::WrongType, "input.shelf.link"));
    let message = &outcome.results[0].problems.errors[0].message;
    assert!(message.contains("Book") && message.contains("Shelf"), "{message}");
}

#[test]
fn link_into_the_trash_is_not_found() {
    let mut desk = desk();
    let north = shelf(&mut desk, "North");
    desk.delete("Shelf", north);
    let outcome = desk.create("Book", &json!({"name": "Lost", "shelf": {"link": north}}));
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::NotFound, "input.shelf.link"));
}

#[test]
fn nested_creates_make_one_change_set_and_imply_required_links() {
    let mut desk = desk();
    let outcome = desk.create(
        "Book",
        &json!({"name": "Emma", "shelf": {"create": {"name": "Novels"}}, "loans": {"create": [{"who": "Ann"}, {"who": "Bo"}]}}),
    );
    assert_eq!(mistakes(&outcome), []);
    let id = outcome.results[0].entries[0].1;
    let loans = desk.related("Book", id, "loans");
    assert_eq!(loans.len(), 2);
    assert_eq!(desk.value("Loan", loans[0], "book"), Value::Id(id));
    let sets: std::collections::HashSet<Uuid> =
        loans.iter().chain([&id]).flat_map(|id| desk.changes(*id)).map(|change| change.change_set).collect();
    assert_eq!(sets.len(), 1);
    assert_eq!(desk.changes(id).len(), 1);
}

#[test]
fn update_without_a_change_makes_no_version_and_no_change_set() {
    let mut desk = desk();
    let id = desk.made("Book", &json!({"name": "Emma", "pages": 2}));
    let outcome = desk.update("Book", id, &json!({"pages": 2, "label": null}));
    assert_eq!((outcome.change_set, desk.state("Book", id)), (None, (1, true)));
    assert_eq!(outcome.results[0].entries, [(desk.find("Book"), id)]);
}

#[test]
fn several_changes_make_one_version_with_the_fields_in_declaration_order() {
    let mut desk = desk();
    let (id, other) = (book(&mut desk, "Emma"), book(&mut desk, "Persuasion"));
    desk.update("Book", id, &json!({"pages": 3, "name": "Emma!", "cites": {"link": [{"id": other}]}}));
    let rows = log(&desk, id);
    assert_eq!(
        rows[1..],
        [
            (ChangeOperation::Updated, 2, vec!["name".to_owned(), "pages".to_owned()]),
            (ChangeOperation::Linked, 2, vec!["cites".to_owned()]),
        ]
    );
    assert_eq!(log(&desk, other).len(), 1);
}

#[test]
fn version_conflict_names_the_entry_and_writes_nothing() {
    let mut desk = desk();
    let id = book(&mut desk, "Emma");
    desk.update("Book", id, &json!({"pages": 1}));
    let request = desk.request(vec![desk.change("Book", id, &json!({"pages": 9}), Some(1))]);
    let outcome = desk.execute(&request);
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::VersionConflict, "expectedVersion"));
    assert_eq!(outcome.results[0].problems.errors[0].entry, Some(id));
    assert_eq!(desk.value("Book", id, "pages"), Value::Int(1));
}

#[test]
fn upsert_creates_then_changes_and_does_not_see_the_trash() {
    let mut desk = desk();
    let first = desk.upsert("Shelf", &json!({"name": "North"})).results[0].entries[0].1;
    let again = desk.upsert("Shelf", &json!({"name": "North", "wide": true})).results[0].entries[0].1;
    assert_eq!((first, desk.state("Shelf", first)), (again, (2, true)));
    desk.delete("Shelf", first);
    let third = desk.upsert("Shelf", &json!({"name": "North"})).results[0].entries[0].1;
    assert_ne!(third, first);
}

#[test]
fn to_one_link_is_replaced_with_its_row_and_its_column_in_step() {
    let mut desk = desk();
    let id = desk.made("Book", &json!({"name": "Emma", "shelf": {"create": {"name": "Old"}}}));
    desk.update("Book", id, &json!({"shelf": {"connectOrCreate": {"name": "New"}}}));
    let links = desk.read(|snapshot| snapshot.links(&LinkQuery { sources: Some(vec![id]), ..LinkQuery::default() }));
    assert_eq!(links.len(), 1);
    assert_eq!(desk.value("Book", id, "shelf"), Value::Id(links[0].target));
    let operations: Vec<_> = log(&desk, id).into_iter().map(|(operation, version, _)| (operation, version)).collect();
    assert_eq!(
        operations,
        [(ChangeOperation::Created, 1), (ChangeOperation::Unlinked, 2), (ChangeOperation::Linked, 2)]
    );
    desk.update("Book", id, &json!({"shelf": {"unlink": true}}));
    assert_eq!(desk.value("Book", id, "shelf"), Value::Null);
    let nothing = desk.update("Book", id, &json!({"shelf": {"unlink": true}}));
    assert_eq!(mistakes(&nothing), mistake(ErrorCode::NotFound, "patch.shelf.unlink"));
}

#[test]
fn linking_a_child_from_the_inverse_side_moves_it_and_makes_its_version() {
    let mut desk = desk();
    let (north, south) = (shelf(&mut desk, "North"), shelf(&mut desk, "South"));
    let id = desk.made("Book", &json!({"name": "Emma", "shelf": {"link": north}}));
    desk.update("Shelf", south, &json!({"books": {"link": [{"id": id}]}}));
    assert_eq!((desk.state("Book", id), desk.state("Shelf", south)), ((2, true), (1, true)));
    assert_eq!(desk.related("Shelf", south, "books"), [id]);
    assert_eq!(desk.related("Shelf", north, "books"), Vec::<Uuid>::new());
    let twice = desk.update("Shelf", south, &json!({"books": {"link": [{"id": id}]}}));
    assert_eq!(mistakes(&twice), mistake(ErrorCode::LinkExists, "patch.books.link.0.id"));
}

#[test]
fn list_operations_change_set_and_keep_links() {
    let mut desk = desk();
    let [a, b, c] = ["A", "B", "C"].map(|name| book(&mut desk, name));
    let id = desk.made("Book", &json!({"name": "P", "cites": {"link": [{"id": a, "props": {"page": 1}}, {"id": b}]}}));
    let outcome = desk.update(
        "Book",
        id,
        &json!({"cites": {"unlink": [b], "link": [{"id": c}],
            "update": [{"id": a, "props": {"page": 4}, "patch": {"pages": 7}}],
            "create": [{"entry": {"name": "D"}, "props": {"page": 3}}]}}),
    );
    assert_eq!(mistakes(&outcome), []);
    assert_eq!((desk.state("Book", a), desk.state("Book", id)), ((2, true), (2, true)));
    assert_eq!(desk.related("Book", id, "cites").len(), 3);
    let kept = |desk: &Desk| {
        let query = LinkQuery { sources: Some(vec![id]), targets: Some(vec![c]), ..LinkQuery::default() };
        desk.read(|snapshot| snapshot.links(&query)).remove(0).id
    };
    let before = kept(&desk);
    desk.update("Book", id, &json!({"cites": {"set": [{"id": c}, {"id": b}]}}));
    let mut expected = vec![b, c];
    expected.sort();
    assert_eq!((desk.related("Book", id, "cites"), kept(&desk)), (expected, before));
    let unlinked = desk.update("Book", id, &json!({"cites": {"unlink": [a]}}));
    assert_eq!(mistakes(&unlinked), mistake(ErrorCode::NotFound, "patch.cites.unlink.0"));
}

#[test]
fn unlinking_a_required_link_from_the_other_side_is_refused() {
    let mut desk = desk();
    let id = desk.made("Book", &json!({"name": "Emma", "loans": {"create": [{"who": "Ann"}]}}));
    let loan = desk.related("Book", id, "loans")[0];
    let outcome = desk.update("Book", id, &json!({"loans": {"unlink": [loan]}}));
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::Required, "patch.loans.unlink.0"));
    let cleared = desk.update("Loan", loan, &json!({"book": {"unlink": true}}));
    assert_eq!(cleared.results[0].problems.errors[0].code, ErrorCode::Required);
}

#[test]
fn closing_a_circle_is_refused_with_its_titles() {
    let mut desk = desk();
    let first = book(&mut desk, "First");
    let second = desk.made("Book", &json!({"name": "Second", "follows": {"link": [{"id": first}]}}));
    let third = desk.made("Book", &json!({"name": "Third", "follows": {"link": [{"id": second}]}}));
    let outcome = desk.update("Book", first, &json!({"follows": {"link": [{"id": third}]}}));
    assert_eq!(mistakes(&outcome)[0].0, ErrorCode::Cycle);
    let message = &outcome.results[0].problems.errors[0].message;
    assert!(["First", "Second", "Third"].iter().all(|title| message.contains(title)), "{message}");
    let own = desk.update("Book", first, &json!({"follows": {"link": [{"id": first}]}}));
    assert_eq!(mistakes(&own)[0].0, ErrorCode::Cycle);
}

#[test]
fn circle_within_one_request_is_refused() {
    let mut desk = desk();
    let (one, two) = (desk.made("Member", &json!({"card": "1"})), desk.made("Member", &json!({"card": "2"})));
    let request = desk.request(vec![
        desk.change("Member", one, &json!({"mentor": {"link": two}}), None),
        desk.change("Member", two, &json!({"mentor": {"link": one}}), None),
    ]);
    assert_eq!(mistakes(&desk.execute(&request))[0].0, ErrorCode::Cycle);
}

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
fn batch_refers_to_earlier_results_and_merges_versions() {
    let mut desk = desk();
    let operations = vec![
        desk.creation("Shelf", &json!({"name": "Batch"}), &["ops", "0"]),
        desk.creation("Book", &json!({"name": "In batch", "shelf": {"link": "$0"}}), &["ops", "1"]),
        desk.creation("Loan", &json!({"book": {"link": "$1"}, "who": "Ann"}), &["ops", "2"]),
    ];
    let request = desk.request(operations);
    let outcome = desk.execute(&request);
    assert_eq!(mistakes(&outcome), []);
    let book = outcome.results[1].entries[0].1;
    assert_eq!(desk.value("Book", book, "shelf"), Value::Id(outcome.results[0].entries[0].1));
    assert_eq!(desk.related("Book", book, "loans").len(), 1);
    let request = desk.request(vec![
        desk.change("Book", book, &json!({"pages": 1}), None),
        desk.change("Book", book, &json!({"label": "x"}), None),
    ]);
    desk.execute(&request);
    assert_eq!(desk.state("Book", book), (2, true));
    let forward =
        desk.request(vec![desk.creation("Loan", &json!({"book": {"link": "$5"}, "who": "Ann"}), &["ops", "0"])]);
    assert_eq!(mistakes(&desk.execute(&forward)), mistake(ErrorCode::InvalidValue, "ops.0.book.link"));
}

#[test]
fn atomic_batch_writes_nothing_and_each_writes_the_good_ones() {
    let mut desk = desk();
    let operations = |desk: &Desk| {
        ["One", "", "Two"].map(|name| desk.creation("Shelf", &json!({"name": name}), &["ops", "0"])).to_vec()
    };
    let atomic = desk.request(operations(&desk));
    let outcome = desk.execute(&atomic);
    assert_eq!(
        outcome.results.iter().map(|result| result.problems.is_acceptable()).collect::<Vec<_>>(),
        [true, false, true]
    );
    assert!(outcome.results.iter().all(|result| result.entries.is_empty()));
    let each = Request { mode: Mode::Each, ..desk.request(operations(&desk)) };
    let outcome = desk.execute(&each);
    assert_eq!(outcome.results.iter().map(|result| result.entries.len()).collect::<Vec<_>>(), [1, 0, 1]);
    assert_ne!(outcome.results[0].change_set, outcome.results[2].change_set);
    assert_eq!(desk.rows(&desk.list("Shelf", Filter::All(Vec::new()))).len(), 2);
}

#[test]
fn key_that_was_given_up_in_a_request_can_be_taken_in_it() {
    let mut desk = desk();
    let (one, two) = (shelf(&mut desk, "North"), shelf(&mut desk, "South"));
    let request = desk.request(vec![
        desk.change("Shelf", two, &json!({"wide": true}), None),
        desk.change("Shelf", one, &json!({"name": "East"}), None),
        desk.change("Shelf", two, &json!({"name": "North"}), None),
    ]);
    assert_eq!(mistakes(&desk.execute(&request)), []);
    assert_eq!(desk.value("Shelf", two, "name"), Value::Text("North".to_owned()));
}

#[test]
fn retry_with_a_key_has_one_effect_and_another_body_is_refused() {
    let mut desk = desk();
    let keyed = |desk: &Desk, hash: u8, name: &str| {
        let key = Idempotency { key: "k".to_owned(), field: "bookCreate".to_owned(), hash: [hash; 32] };
        let request = desk.request(vec![desk.creation("Book", &json!({"name": name}), &[])]);
        Request { idempotency: Some(key), ..request }
    };
    let first = desk.execute(&keyed(&desk, 1, "Once"));
    let again = desk.execute(&keyed(&desk, 1, "Once"));
    assert_eq!((again.replayed, again.change_set), (true, first.change_set));
    assert_eq!(again.results[0].entries, first.results[0].entries);
    let other = desk.execute(&keyed(&desk, 2, "Other"));
    assert_eq!(mistakes(&other), mistake(ErrorCode::IdempotencyMismatch, "idempotencyKey"));
    desk.now += 24 * 60 * 60 * 1000;
    assert!(!desk.execute(&keyed(&desk, 2, "Other")).replayed);
}

#[test]
fn failed_request_leaves_its_key_free() {
    let mut desk = desk();
    let key = Idempotency { key: "k".to_owned(), field: "bookCreate".to_owned(), hash: [1; 32] };
    let bad = Request { idempotency: Some(key.clone()), ..desk.request(vec![desk.creation("Book", &json!({}), &[])]) };
    assert!(desk.execute(&bad).has_errors());
    let good = desk.request(vec![desk.creation("Book", &json!({"name": "Now"}), &[])]);
    let good = desk.execute(&Request { idempotency: Some(Idempotency { hash: [2; 32], ..key }), ..good });
    assert!(!good.has_errors() && !good.replayed);
}

#[test]
fn more_writes_than_a_change_set_holds_are_refused() {
    let mut desk = desk();
    let one = desk.creation("Book", &json!({"name": "Row"}), &["inputs", "0"]);
    let request = desk.request(vec![one; MAX_WRITES + 1]);
    let outcome = desk.execute(&request);
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::LimitReached, "inputs"));
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
fn free_link_is_made_once_and_removed_by_id() {
    let mut desk = desk();
    let (one, two) = (book(&mut desk, "One"), shelf(&mut desk, "Two"));
    let link = |kind: &str, props: Option<Json>| Action::LinkCreate {
        kind: kind.to_owned(),
        source: one,
        target: two,
        from: None,
        to: None,
        props,
    };
    let made = desk.act(link("reminds of", Some(json!({"why": "the smell"}))));
    let id = made.link.unwrap();
    assert_eq!(desk.act(link("reminds of", None)).problems.errors[0].code, ErrorCode::LinkExists);
    assert_eq!(desk.act(link("Book.shelf", None)).problems.errors[0].code, ErrorCode::InvalidValue);
    assert_eq!(desk.state("Book", one), (2, true));
    assert_eq!(desk.act(Action::LinkDelete { id }).problems, Problems::default());
    assert_eq!(desk.act(Action::LinkDelete { id }).problems.errors[0].code, ErrorCode::NotFound);
    assert_eq!(desk.state("Book", one), (3, true));
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

#[test]
fn update_many_is_one_change_set_with_a_limit_and_needs_a_condition() {
    let mut desk = desk();
    for name in ["a1", "a2", "b"] {
        book(&mut desk, name);
    }
    let record = desk.find("Book");
    let name = desk.model.record(record).find("name").unwrap();
    let starts = Filter::Test(crate::query::Subject::Field(vec![name]), crate::query::Test::StartsWith("A".to_owned()));
    let Action::Update { patch, .. } = desk.change("Book", Uuid::nil(), &json!({"pages": 6}), None).action else {
        unreachable!()
    };
    let many = |filter: Filter, max| Action::UpdateMany { record, filter, patch: patch.clone(), max };
    let living = Filter::Trash(crate::query::Trash::Exclude);
    let done = desk.act(many(Filter::All(vec![living.clone(), starts.clone()]), 1000));
    assert_eq!(done.entries.len(), 2);
    let limited = desk.act(many(starts, 1));
    assert_eq!(
        (limited.problems.errors[0].code, limited.problems.errors[0].path.join(".")),
        (ErrorCode::LimitReached, "max".to_owned())
    );
    let all = desk.act(many(Filter::All(vec![living]), 1000));
    assert_eq!(
        (all.problems.errors[0].code, all.problems.errors[0].path.join(".")),
        (ErrorCode::InvalidValue, "where".to_owned())
    );
}

#[test]
fn title_of_a_dependent_follows_the_title_it_shows() {
    let mut desk = desk();
    let id = desk.made("Book", &json!({"name": "Emma", "loans": {"create": [{"who": "Ann"}]}}));
    let loan = desk.related("Book", id, "loans")[0];
    desk.update("Book", id, &json!({"name": "Emma II"}));
    let titled = crate::query::Entries {
        types: None,
        filter: Filter::Test(
            crate::query::Subject::Title,
            crate::query::Test::Eq(Value::Text("Emma II to Ann".to_owned())),
        ),
        order: Vec::new(),
        window: crate::query::Window { limit: 9, ..Default::default() },
        as_of: None,
    };
    let (rows, _) = desk.read(|snapshot| snapshot.entries(&titled));
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [loan]);
    assert_eq!(desk.state("Loan", loan), (1, true));
}

#[test]
fn two_versions_of_an_entry_have_different_times_within_one_millisecond() {
    let mut desk = desk();
    let id = book(&mut desk, "Emma");
    desk.now = crate::testsuite::START;
    desk.update("Book", id, &json!({"pages": 1}));
    let times: Vec<_> = desk
        .read(|snapshot| snapshot.versions(snapshot.model().find("Book").unwrap(), id))
        .iter()
        .map(|record| record.updated_at)
        .collect();
    assert!(times[0] < times[1], "{times:?}");
}

fn reading(gauge: &Json, minute: u32, damp: i64) -> Json {
    json!({"gauge": gauge, "at": format!("2026-05-01T09:{minute:02}:00Z"), "damp": {"value": damp, "unit": "PERCENT"}})
}

#[test]
fn samples_stand_each_for_itself() {
    let mut desk = desk();
    let gauge = json!({"connectOrCreate": {"name": "north"}});
    let rows = [
        reading(&gauge, 0, 30),
        reading(&json!({"link": Uuid::nil()}), 1, 31),
        reading(&gauge, 2, 200),
        reading(&gauge, 0, 30),
        json!({"gauge": gauge, "damp": {"value": 1, "unit": "KG"}}),
    ];
    let counts = desk.add_readings(&rows, SampleConflict::Keep).samples;
    assert_eq!((counts.accepted, counts.duplicates, counts.conflicts, counts.flagged), (2, 1, 0, 1));
    let rejected: Vec<_> =
        counts.rejected.iter().map(|(position, problems)| (*position, problems.errors.len())).collect();
    assert_eq!(rejected, [(1, 1), (4, 2)]);
    let again = desk.add_readings(&rows[..1], SampleConflict::Keep).samples;
    assert_eq!((again.accepted, again.duplicates), (0, 1));
    let other = [reading(&gauge, 0, 99)];
    assert_eq!(desk.add_readings(&other, SampleConflict::Keep).samples.conflicts, 1);
    assert_eq!(desk.add_readings(&other, SampleConflict::Replace).samples.accepted, 1);
    assert_eq!(desk.rows(&desk.list("Reading", Filter::All(Vec::new()))).len(), 2);
}

#[test]
fn samples_go_and_come_back_with_what_they_measure() {
    let mut desk = desk();
    desk.add_readings(&[reading(&json!({"create": {"name": "north"}}), 0, 30)], SampleConflict::Keep);
    let gauge = desk.rows(&desk.list("Gauge", Filter::All(Vec::new())))[0].id;
    let count = |desk: &Desk| desk.rows(&desk.list("Reading", Filter::All(Vec::new()))).len();
    assert_eq!(count(&desk), 1);
    desk.delete("Gauge", gauge);
    assert_eq!(count(&desk), 0);
    desk.restore(gauge, None);
    assert_eq!(count(&desk), 1);
}

#[test]
fn rejected_sample_leaves_no_new_gauge_behind() {
    let mut desk = desk();
    let gauge = json!({"create": {"name": "north", "shelf": {"link": Uuid::nil()}}});
    let result = desk.add_readings(
        &[reading(&gauge, 0, 30), reading(&json!({"create": {"name": "south"}}), 1, 3)],
        SampleConflict::Keep,
    );
    assert_eq!((result.samples.accepted, result.samples.rejected.len()), (1, 1));
    assert_eq!(desk.rows(&desk.list("Gauge", Filter::All(Vec::new()))).len(), 1);
}
