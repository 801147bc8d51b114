//! Entries: created, changed, found by key, titled.

use super::*;

#[test]
fn create_fills_defaults_and_logs_one_change_with_the_fields_given() {
    let mut test_store = test_store();
    let id = test_store.made("Shelf", &json!({"name": "North", "depth": {"value": 0.3, "unit": "M"}}));
    assert_eq!(test_store.value("Shelf", id, "wide"), Value::Boolean(false));
    let fields = vec!["name".to_owned(), "depth".to_owned(), "wide".to_owned()];
    assert_eq!(log(&test_store, id), [(ChangeOperation::Created, 1, fields)]);
}

#[test]
fn create_reports_every_mistake_of_coercion_and_of_the_store_at_once() {
    let mut test_store = test_store();
    let outcome = test_store
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
    assert_eq!(
        (outcome.change_set, test_store.rows(&test_store.list("Book", Filter::All(Vec::new()))).len()),
        (None, 0)
    );
}

#[test]
fn duplicate_natural_key_names_the_existing_entry_at_the_key_field() {
    let mut test_store = test_store();
    let first = shelf(&mut test_store, "North");
    let outcome = test_store.create("Shelf", &json!({"name": "North"}));
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::DuplicateKey, "input.name"));
    assert_eq!(outcome.results[0].problems.errors[0].entry, Some(first));
}

#[test]
fn key_with_a_missing_field_is_no_key() {
    let mut test_store = test_store();
    test_store.made("Patron", &json!({"card": "7"}));
    assert_eq!(mistakes(&test_store.create("Patron", &json!({"card": "7"}))), []);
    test_store.made("Patron", &json!({"card": "7", "branch": "west"}));
    let twice = test_store.create("Patron", &json!({"card": "7", "branch": "west"}));
    assert_eq!(mistakes(&twice), mistake(ErrorCode::DuplicateKey, "input"));
}

#[test]
fn taken_client_id_and_external_key_are_duplicates() {
    let mut test_store = test_store();
    let key = json!([{"source": "old.csv", "key": "7"}]);
    let id = test_store.made("Book", &json!({"name": "One", "externalKeys": key}));
    let outcome = test_store.create("Book", &json!({"id": id, "name": "Two", "externalKeys": key}));
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
    let mut test_store = test_store();
    let outcome = test_store.create(
        "Book",
        &json!({"name": "Emma", "shelf": {"create": {"name": "Novels"}}, "loans": {"create": [{"who": "Ann"}, {"who": "Bo"}]}}),
    );
    assert_eq!(mistakes(&outcome), []);
    let id = outcome.results[0].entries[0].1;
    let loans = test_store.related("Book", id, "loans");
    assert_eq!(loans.len(), 2);
    assert_eq!(test_store.value("Loan", loans[0], "book"), Value::Id(id));
    let sets: std::collections::HashSet<Uuid> =
        loans.iter().chain([&id]).flat_map(|id| test_store.changes(*id)).map(|change| change.change_set).collect();
    assert_eq!(sets.len(), 1);
    assert_eq!(test_store.changes(id).len(), 1);
}

#[test]
fn update_without_a_change_makes_no_version_and_no_change_set() {
    let mut test_store = test_store();
    let id = test_store.made("Book", &json!({"name": "Emma", "pages": 2}));
    let outcome = test_store.update("Book", id, &json!({"pages": 2, "label": null}));
    assert_eq!((outcome.change_set, test_store.state("Book", id)), (None, (1, true)));
    assert_eq!(outcome.results[0].entries, [(test_store.find("Book"), id)]);
}

#[test]
fn several_changes_make_one_version_with_the_fields_in_declaration_order() {
    let mut test_store = test_store();
    let (id, other) = (book(&mut test_store, "Emma"), book(&mut test_store, "Persuasion"));
    test_store.update("Book", id, &json!({"pages": 3, "name": "Emma!", "cites": {"link": [{"id": other}]}}));
    let rows = log(&test_store, id);
    assert_eq!(
        rows[1..],
        [
            (ChangeOperation::Updated, 2, vec!["name".to_owned(), "pages".to_owned()]),
            (ChangeOperation::Linked, 2, vec!["cites".to_owned()]),
        ]
    );
    assert_eq!(log(&test_store, other).len(), 1);
}

#[test]
fn version_conflict_names_the_entry_and_writes_nothing() {
    let mut test_store = test_store();
    let id = book(&mut test_store, "Emma");
    test_store.update("Book", id, &json!({"pages": 1}));
    let request = test_store.request(vec![test_store.change("Book", id, &json!({"pages": 9}), Some(1))]);
    let outcome = test_store.execute(&request);
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::VersionConflict, "expectedVersion"));
    assert_eq!(outcome.results[0].problems.errors[0].entry, Some(id));
    assert_eq!(test_store.value("Book", id, "pages"), Value::Int(1));
}

#[test]
fn upsert_creates_then_changes_and_does_not_see_the_trash() {
    let mut test_store = test_store();
    let first = test_store.upsert("Shelf", &json!({"name": "North"})).results[0].entries[0].1;
    let again = test_store.upsert("Shelf", &json!({"name": "North", "wide": true})).results[0].entries[0].1;
    assert_eq!((first, test_store.state("Shelf", first)), (again, (2, true)));
    test_store.delete("Shelf", first);
    let third = test_store.upsert("Shelf", &json!({"name": "North"})).results[0].entries[0].1;
    assert_ne!(third, first);
}

#[test]
fn key_that_was_given_up_in_a_request_can_be_taken_in_it() {
    let mut test_store = test_store();
    let (one, two) = (shelf(&mut test_store, "North"), shelf(&mut test_store, "South"));
    let request = test_store.request(vec![
        test_store.change("Shelf", two, &json!({"wide": true}), None),
        test_store.change("Shelf", one, &json!({"name": "East"}), None),
        test_store.change("Shelf", two, &json!({"name": "North"}), None),
    ]);
    assert_eq!(mistakes(&test_store.execute(&request)), []);
    assert_eq!(test_store.value("Shelf", two, "name"), Value::Text("North".to_owned()));
}

#[test]
fn title_of_a_dependent_follows_the_title_it_shows() {
    let mut test_store = test_store();
    let id = test_store.made("Book", &json!({"name": "Emma", "loans": {"create": [{"who": "Ann"}]}}));
    let loan = test_store.related("Book", id, "loans")[0];
    test_store.update("Book", id, &json!({"name": "Emma II"}));
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
    let (rows, _) = test_store.read(|snapshot| snapshot.entries(&titled));
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [loan]);
    assert_eq!(test_store.state("Loan", loan), (1, true));
}

#[test]
fn two_versions_of_an_entry_have_different_times_within_one_millisecond() {
    let mut test_store = test_store();
    let id = book(&mut test_store, "Emma");
    test_store.now = crate::testsuite::START;
    test_store.update("Book", id, &json!({"pages": 1}));
    let times: Vec<_> = test_store
        .read(|snapshot| snapshot.versions(snapshot.model().find("Book").unwrap(), id))
        .iter()
        .map(|record| record.updated_at)
        .collect();
    assert!(times[0] < times[1], "{times:?}");
}
