//! Entries: created, changed, found by key, titled.

use super::*;

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
    desk.made("Patron", &json!({"card": "7"}));
    assert_eq!(mistakes(&desk.create("Patron", &json!({"card": "7"}))), []);
    desk.made("Patron", &json!({"card": "7", "branch": "west"}));
    let twice = desk.create("Patron", &json!({"card": "7", "branch": "west"}));
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
