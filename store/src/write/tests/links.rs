//! Links, from either side.

use super::*;

#[test]
fn link_to_the_wrong_type_names_both_types() {
    let mut test_store = test_store();
    let other = book(&mut test_store, "No shelf");
    let outcome = test_store.create("Book", &json!({"name": "Lost", "shelf": {"link": other}}));
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::WrongType, "input.shelf.link"));
    let message = &outcome.results[0].problems.errors[0].message;
    assert!(message.contains("Book") && message.contains("Shelf"), "{message}");
}

#[test]
fn link_into_the_trash_is_not_found() {
    let mut test_store = test_store();
    let north = shelf(&mut test_store, "North");
    test_store.delete("Shelf", north);
    let outcome = test_store.create("Book", &json!({"name": "Lost", "shelf": {"link": north}}));
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::NotFound, "input.shelf.link"));
}

#[test]
fn to_one_link_is_replaced_with_its_row_and_its_column_in_step() {
    let mut test_store = test_store();
    let id = test_store.made("Book", &json!({"name": "Emma", "shelf": {"create": {"name": "Old"}}}));
    test_store.update("Book", id, &json!({"shelf": {"connectOrCreate": {"name": "New"}}}));
    let links =
        test_store.read(|snapshot| snapshot.links(&LinkQuery { sources: Some(vec![id]), ..LinkQuery::default() }));
    assert_eq!(links.len(), 1);
    assert_eq!(test_store.value("Book", id, "shelf"), Value::Id(links[0].target));
    let operations: Vec<_> =
        log(&test_store, id).into_iter().map(|(operation, version, _)| (operation, version)).collect();
    assert_eq!(
        operations,
        [(ChangeOperation::Created, 1), (ChangeOperation::Unlinked, 2), (ChangeOperation::Linked, 2)]
    );
    test_store.update("Book", id, &json!({"shelf": {"unlink": true}}));
    assert_eq!(test_store.value("Book", id, "shelf"), Value::Null);
    let nothing = test_store.update("Book", id, &json!({"shelf": {"unlink": true}}));
    assert_eq!(mistakes(&nothing), mistake(ErrorCode::NotFound, "patch.shelf.unlink"));
}

#[test]
fn linking_a_child_from_the_inverse_side_moves_it_and_makes_its_version() {
    let mut test_store = test_store();
    let (north, south) = (shelf(&mut test_store, "North"), shelf(&mut test_store, "South"));
    let id = test_store.made("Book", &json!({"name": "Emma", "shelf": {"link": north}}));
    test_store.update("Shelf", south, &json!({"books": {"link": [{"id": id}]}}));
    assert_eq!((test_store.state("Book", id), test_store.state("Shelf", south)), ((2, true), (1, true)));
    assert_eq!(test_store.related("Shelf", south, "books"), [id]);
    assert_eq!(test_store.related("Shelf", north, "books"), Vec::<Uuid>::new());
    let twice = test_store.update("Shelf", south, &json!({"books": {"link": [{"id": id}]}}));
    assert_eq!(mistakes(&twice), mistake(ErrorCode::LinkExists, "patch.books.link.0.id"));
}

#[test]
fn list_operations_change_set_and_keep_links() {
    let mut test_store = test_store();
    let [a, b, c] = ["A", "B", "C"].map(|name| book(&mut test_store, name));
    let id =
        test_store.made("Book", &json!({"name": "P", "cites": {"link": [{"id": a, "props": {"page": 1}}, {"id": b}]}}));
    let outcome = test_store.update(
        "Book",
        id,
        &json!({"cites": {"unlink": [b], "link": [{"id": c}],
            "update": [{"id": a, "props": {"page": 4}, "patch": {"pages": 7}}],
            "create": [{"entry": {"name": "D"}, "props": {"page": 3}}]}}),
    );
    assert_eq!(mistakes(&outcome), []);
    assert_eq!((test_store.state("Book", a), test_store.state("Book", id)), ((2, true), (2, true)));
    assert_eq!(test_store.related("Book", id, "cites").len(), 3);
    let kept = |test_store: &TestStore| {
        let query = LinkQuery { sources: Some(vec![id]), targets: Some(vec![c]), ..LinkQuery::default() };
        test_store.read(|snapshot| snapshot.links(&query)).remove(0).id
    };
    let before = kept(&test_store);
    test_store.update("Book", id, &json!({"cites": {"set": [{"id": c}, {"id": b}]}}));
    let mut expected = vec![b, c];
    expected.sort();
    assert_eq!((test_store.related("Book", id, "cites"), kept(&test_store)), (expected, before));
    let unlinked = test_store.update("Book", id, &json!({"cites": {"unlink": [a]}}));
    assert_eq!(mistakes(&unlinked), mistake(ErrorCode::NotFound, "patch.cites.unlink.0"));
}

#[test]
fn unlinking_a_required_link_from_the_other_side_is_refused() {
    let mut test_store = test_store();
    let id = test_store.made("Book", &json!({"name": "Emma", "loans": {"create": [{"who": "Ann"}]}}));
    let loan = test_store.related("Book", id, "loans")[0];
    let outcome = test_store.update("Book", id, &json!({"loans": {"unlink": [loan]}}));
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::Required, "patch.loans.unlink.0"));
    let cleared = test_store.update("Loan", loan, &json!({"book": {"unlink": true}}));
    assert_eq!(cleared.results[0].problems.errors[0].code, ErrorCode::Required);
}

#[test]
fn closing_a_circle_is_refused_with_its_titles() {
    let mut test_store = test_store();
    let first = book(&mut test_store, "First");
    let second = test_store.made("Book", &json!({"name": "Second", "follows": {"link": [{"id": first}]}}));
    let third = test_store.made("Book", &json!({"name": "Third", "follows": {"link": [{"id": second}]}}));
    let outcome = test_store.update("Book", first, &json!({"follows": {"link": [{"id": third}]}}));
    assert_eq!(mistakes(&outcome)[0].0, ErrorCode::Cycle);
    let message = &outcome.results[0].problems.errors[0].message;
    assert!(["First", "Second", "Third"].iter().all(|title| message.contains(title)), "{message}");
    let own = test_store.update("Book", first, &json!({"follows": {"link": [{"id": first}]}}));
    assert_eq!(mistakes(&own)[0].0, ErrorCode::Cycle);
}

#[test]
fn circle_within_one_request_is_refused() {
    let mut test_store = test_store();
    let (one, two) =
        (test_store.made("Patron", &json!({"card": "1"})), test_store.made("Patron", &json!({"card": "2"})));
    let request = test_store.request(vec![
        test_store.change("Patron", one, &json!({"mentor": {"link": two}}), None),
        test_store.change("Patron", two, &json!({"mentor": {"link": one}}), None),
    ]);
    assert_eq!(mistakes(&test_store.execute(&request))[0].0, ErrorCode::Cycle);
}

#[test]
fn free_link_is_made_once_and_removed_by_id() {
    let mut test_store = test_store();
    let (one, two) = (book(&mut test_store, "One"), shelf(&mut test_store, "Two"));
    let link = |kind: &str, props: Option<Json>| Action::LinkCreate {
        kind: kind.to_owned(),
        source: one,
        target: two,
        from: None,
        to: None,
        props,
    };
    let made = test_store.act(link("reminds of", Some(json!({"why": "the smell"}))));
    let id = made.link.unwrap();
    assert_eq!(test_store.act(link("reminds of", None)).problems.errors[0].code, ErrorCode::LinkExists);
    assert_eq!(test_store.act(link("Book.shelf", None)).problems.errors[0].code, ErrorCode::InvalidValue);
    assert_eq!(test_store.state("Book", one), (2, true));
    assert_eq!(test_store.act(Action::LinkDelete { id }).problems, Problems::default());
    assert_eq!(test_store.act(Action::LinkDelete { id }).problems.errors[0].code, ErrorCode::NotFound);
    assert_eq!(test_store.state("Book", one), (3, true));
}
