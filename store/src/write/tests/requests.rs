//! Several operations in one request, retries and limits.

use super::*;

#[test]
fn batch_refers_to_earlier_results_and_merges_versions() {
    let mut test_store = test_store();
    let operations = vec![
        test_store.creation("Shelf", &json!({"name": "Batch"}), &["ops", "0"]),
        test_store.creation("Book", &json!({"name": "In batch", "shelf": {"link": "$0"}}), &["ops", "1"]),
        test_store.creation("Loan", &json!({"book": {"link": "$1"}, "who": "Ann"}), &["ops", "2"]),
    ];
    let request = test_store.request(operations);
    let outcome = test_store.execute(&request);
    assert_eq!(mistakes(&outcome), []);
    let book = outcome.results[1].entries[0].1;
    assert_eq!(test_store.value("Book", book, "shelf"), Value::Id(outcome.results[0].entries[0].1));
    assert_eq!(test_store.related("Book", book, "loans").len(), 1);
    let request = test_store.request(vec![
        test_store.change("Book", book, &json!({"pages": 1}), None),
        test_store.change("Book", book, &json!({"label": "x"}), None),
    ]);
    test_store.execute(&request);
    assert_eq!(test_store.state("Book", book), (2, true));
    let forward = test_store.request(vec![test_store.creation(
        "Loan",
        &json!({"book": {"link": "$5"}, "who": "Ann"}),
        &["ops", "0"],
    )]);
    assert_eq!(mistakes(&test_store.execute(&forward)), mistake(ErrorCode::InvalidValue, "ops.0.book.link"));
}

#[test]
fn atomic_batch_writes_nothing_and_each_writes_the_good_ones() {
    let mut test_store = test_store();
    let operations = |test_store: &TestStore| {
        ["One", "", "Two"].map(|name| test_store.creation("Shelf", &json!({"name": name}), &["ops", "0"])).to_vec()
    };
    let atomic = test_store.request(operations(&test_store));
    let outcome = test_store.execute(&atomic);
    assert_eq!(
        outcome.results.iter().map(|result| result.problems.is_acceptable()).collect::<Vec<_>>(),
        [true, false, true]
    );
    assert!(outcome.results.iter().all(|result| result.entries.is_empty()));
    let each = Request { mode: Mode::Each, ..test_store.request(operations(&test_store)) };
    let outcome = test_store.execute(&each);
    assert_eq!(outcome.results.iter().map(|result| result.entries.len()).collect::<Vec<_>>(), [1, 0, 1]);
    assert_ne!(outcome.results[0].change_set, outcome.results[2].change_set);
    assert_eq!(test_store.rows(&test_store.list("Shelf", Filter::All(Vec::new()))).len(), 2);
}

/// Operations of a batch, each at its place.
fn batch(test_store: &TestStore, documents: &[(&str, Json)]) -> Request {
    let operations = documents
        .iter()
        .enumerate()
        .map(|(place, (name, document))| test_store.creation(name, document, &["ops", &place.to_string()]));
    Request { mode: Mode::Each, ..test_store.request(operations.collect()) }
}

#[test]
fn what_refers_to_a_failed_operation_fails_where_it_does_and_writes_nothing() {
    let mut test_store = test_store();
    let there = book(&mut test_store, "There");
    let outcome = test_store.execute(&batch(
        &test_store,
        &[
            ("Book", json!({"name": ""})),
            ("Gauge", json!({"name": "By no shelf", "shelf": {"link": "$0"}})),
            ("Loan", json!({"who": "Ann", "book": {"link": "$0"}})),
            ("Book", json!({"name": "Citing", "cites": {"link": [{"id": there}, {"id": "$0"}]}})),
            (
                "Shelf",
                json!({"name": "Nested", "books": {"create": [{"name": "In", "follows": {"link": [{"id": "$0"}]}}]}}),
            ),
            ("Loan", json!({"who": "Bob", "book": {"link": "$3"}})),
            ("Shelf", json!({"name": "Alone"})),
        ],
    ));
    let expected = [
        (ErrorCode::TooShort, "ops.0.name"),
        (ErrorCode::NotFound, "ops.1.shelf.link"),
        (ErrorCode::NotFound, "ops.2.book.link"),
        (ErrorCode::NotFound, "ops.3.cites.link.1.id"),
        (ErrorCode::NotFound, "ops.4.books.create.0.follows.link.0.id"),
        (ErrorCode::NotFound, "ops.5.book.link"),
    ];
    assert_eq!(mistakes(&outcome), expected.map(|(code, path)| (code, path.to_owned())));
    assert!(outcome.results[..6].iter().all(|result| result.change_set.is_none() && result.entries.is_empty()));
    for (name, count) in [("Book", 1), ("Gauge", 0), ("Loan", 0), ("Shelf", 1)] {
        assert_eq!(test_store.rows(&test_store.list(name, Filter::All(Vec::new()))).len(), count, "{name}");
    }
}

#[test]
fn changes_and_operations_on_links_that_name_a_failed_operation_fail_too() {
    let mut test_store = test_store();
    let record = test_store.find("Book");
    let id = test_store.made("Book", &json!({"name": "Emma", "cites": {"create": [{"entry": {"name": "Other"}}]}}));
    let failed = test_store.creation("Book", &json!({"name": ""}), &["ops", "0"]);
    let reference = |place: &str, action: Action| Op {
        action,
        problems: Problems::default(),
        path: vec!["ops".to_owned(), place.to_owned()],
    };
    let result = || daybook_schema::input::Reference::Result(0);
    let Action::Update { patch, .. } = test_store.change("Book", id, &json!({"pages": 6}), None).action else {
        unreachable!()
    };
    let update = Action::Update { record, id: result(), patch, expected_version: None };
    let delete = Action::Delete { record, id: result(), expected_version: None };
    let mut operations = vec![failed, reference("1", update), reference("2", delete)];
    for links in [
        json!({"unlink": ["$0"]}),
        json!({"update": [{"id": "$0", "patch": {"pages": 7}}]}),
        json!({"set": [{"id": "$0"}]}),
    ] {
        operations.push(test_store.change("Book", id, &json!({ "cites": links }), None));
    }
    let outcome = test_store.execute(&Request { mode: Mode::Each, ..test_store.request(operations) });
    let codes: Vec<_> = mistakes(&outcome).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes[1..], [ErrorCode::NotFound; 5], "{:?}", mistakes(&outcome));
    assert_eq!((test_store.state("Book", id), test_store.related("Book", id, "cites").len()), ((1, true), 1));
}

#[test]
fn a_retry_of_a_batch_makes_good_what_had_failed_with_what_refers_to_it() {
    let mut test_store = test_store();
    let taken = shelf(&mut test_store, "North");
    let keyed = |test_store: &TestStore| {
        let key = Idempotency { key: "k".to_owned(), field: "batch".to_owned(), hash: [1; 32] };
        let documents =
            [("Shelf", json!({"name": "North"})), ("Book", json!({"name": "Emma", "shelf": {"link": "$0"}}))];
        Request { idempotency: Some(key), ..batch(test_store, &documents) }
    };
    let first = test_store.execute(&keyed(&test_store));
    let expected = [(ErrorCode::DuplicateKey, "ops.0.name"), (ErrorCode::NotFound, "ops.1.shelf.link")];
    assert_eq!(mistakes(&first), expected.map(|(code, path)| (code, path.to_owned())));
    test_store.delete("Shelf", taken);
    let again = test_store.execute(&keyed(&test_store));
    assert_eq!(mistakes(&again), []);
    let book = again.results[1].entries[0].1;
    assert_eq!(test_store.value("Book", book, "shelf"), Value::Id(again.results[0].entries[0].1));
    let replay = test_store.execute(&keyed(&test_store));
    assert!(replay.replayed && replay.results[1].entries == again.results[1].entries);
}

#[test]
fn retry_with_a_key_has_one_effect_and_another_body_is_refused() {
    let mut test_store = test_store();
    let keyed = |test_store: &TestStore, hash: u8, name: &str| {
        let key = Idempotency { key: "k".to_owned(), field: "bookCreate".to_owned(), hash: [hash; 32] };
        let request = test_store.request(vec![test_store.creation("Book", &json!({"name": name}), &[])]);
        Request { idempotency: Some(key), ..request }
    };
    let first = test_store.execute(&keyed(&test_store, 1, "Once"));
    let again = test_store.execute(&keyed(&test_store, 1, "Once"));
    assert_eq!((again.replayed, again.change_set), (true, first.change_set));
    assert_eq!(again.results[0].entries, first.results[0].entries);
    let other = test_store.execute(&keyed(&test_store, 2, "Other"));
    assert_eq!(mistakes(&other), mistake(ErrorCode::IdempotencyMismatch, "idempotencyKey"));
    test_store.now += 24 * 60 * 60 * 1000;
    assert!(!test_store.execute(&keyed(&test_store, 2, "Other")).replayed);
}

#[test]
fn failed_request_leaves_its_key_free() {
    let mut test_store = test_store();
    let key = Idempotency { key: "k".to_owned(), field: "bookCreate".to_owned(), hash: [1; 32] };
    let bad = Request {
        idempotency: Some(key.clone()),
        ..test_store.request(vec![test_store.creation("Book", &json!({}), &[])])
    };
    assert!(test_store.execute(&bad).has_errors());
    let good = test_store.request(vec![test_store.creation("Book", &json!({"name": "Now"}), &[])]);
    let good = test_store.execute(&Request { idempotency: Some(Idempotency { hash: [2; 32], ..key }), ..good });
    assert!(!good.has_errors() && !good.replayed);
}

#[test]
fn more_writes_than_a_change_set_holds_are_refused() {
    let mut test_store = test_store();
    let one = test_store.creation("Book", &json!({"name": "Row"}), &["inputs", "0"]);
    let request = test_store.request(vec![one; MAX_WRITES + 1]);
    let outcome = test_store.execute(&request);
    assert_eq!(mistakes(&outcome), mistake(ErrorCode::LimitReached, "inputs"));
}

#[test]
fn update_many_is_one_change_set_with_a_limit_and_needs_a_condition() {
    let mut test_store = test_store();
    for name in ["a1", "a2", "b"] {
        book(&mut test_store, name);
    }
    let record = test_store.find("Book");
    let name = test_store.model.record(record).find("name").unwrap();
    let starts = Filter::Test(crate::query::Subject::Field(vec![name]), crate::query::Test::StartsWith("A".to_owned()));
    let Action::Update { patch, .. } = test_store.change("Book", Uuid::nil(), &json!({"pages": 6}), None).action else {
        unreachable!()
    };
    let many = |filter: Filter, max| Action::UpdateMany { record, filter, patch: patch.clone(), max };
    let living = Filter::Trash(crate::query::Trash::Exclude);
    let done = test_store.act(many(Filter::All(vec![living.clone(), starts.clone()]), 1000));
    assert_eq!(done.entries.len(), 2);
    let limited = test_store.act(many(starts, 1));
    assert_eq!(
        (limited.problems.errors[0].code, limited.problems.errors[0].path.join(".")),
        (ErrorCode::LimitReached, "max".to_owned())
    );
    let all = test_store.act(many(Filter::All(vec![living]), 1000));
    assert_eq!(
        (all.problems.errors[0].code, all.problems.errors[0].path.join(".")),
        (ErrorCode::InvalidValue, "where".to_owned())
    );
}

#[test]
fn a_bulk_write_needs_a_condition_in_every_alternative() {
    let mut test_store = test_store();
    let id = book(&mut test_store, "Emma");
    let record = test_store.find("Book");
    let is = |id| Filter::Test(crate::query::Subject::Id, crate::query::Test::Eq(Value::Id(id)));
    let loose = Filter::Any(vec![is(id), Filter::All(Vec::new())]);
    let refused = test_store.act(Action::DeleteMany { record, filter: loose, max: 9 });
    let error = &refused.problems.errors[0];
    assert_eq!((error.code, error.path.join(".")), (ErrorCode::InvalidValue, "where".to_owned()));
    assert_eq!(test_store.state("Book", id), (1, true));
    let tight = Filter::Any(vec![is(id), is(Uuid::nil())]);
    assert_eq!(test_store.act(Action::DeleteMany { record, filter: tight, max: 9 }).entries, [(record, id)]);
}
