//! Several operations in one request, retries and limits.

use super::*;

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

/// Operations of a batch, each at its place.
fn batch(desk: &Desk, documents: &[(&str, Json)]) -> Request {
    let operations = documents
        .iter()
        .enumerate()
        .map(|(place, (name, document))| desk.creation(name, document, &["ops", &place.to_string()]));
    Request { mode: Mode::Each, ..desk.request(operations.collect()) }
}

#[test]
fn what_refers_to_a_failed_operation_fails_where_it_does_and_writes_nothing() {
    let mut desk = desk();
    let there = book(&mut desk, "There");
    let outcome = desk.execute(&batch(
        &desk,
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
        assert_eq!(desk.rows(&desk.list(name, Filter::All(Vec::new()))).len(), count, "{name}");
    }
}

#[test]
fn changes_and_operations_on_links_that_name_a_failed_operation_fail_too() {
    let mut desk = desk();
    let record = desk.find("Book");
    let id = desk.made("Book", &json!({"name": "Emma", "cites": {"create": [{"entry": {"name": "Other"}}]}}));
    let failed = desk.creation("Book", &json!({"name": ""}), &["ops", "0"]);
    let reference = |place: &str, action: Action| Operation {
        action,
        problems: Problems::default(),
        path: vec!["ops".to_owned(), place.to_owned()],
    };
    let result = || daybook_schema::input::Reference::Result(0);
    let Action::Update { patch, .. } = desk.change("Book", id, &json!({"pages": 6}), None).action else {
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
        operations.push(desk.change("Book", id, &json!({ "cites": links }), None));
    }
    let outcome = desk.execute(&Request { mode: Mode::Each, ..desk.request(operations) });
    let codes: Vec<_> = mistakes(&outcome).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes[1..], [ErrorCode::NotFound; 5], "{:?}", mistakes(&outcome));
    assert_eq!((desk.state("Book", id), desk.related("Book", id, "cites").len()), ((1, true), 1));
}

#[test]
fn a_retry_of_a_batch_makes_good_what_had_failed_with_what_refers_to_it() {
    let mut desk = desk();
    let taken = shelf(&mut desk, "North");
    let keyed = |desk: &Desk| {
        let key = Idempotency { key: "k".to_owned(), field: "batch".to_owned(), hash: [1; 32] };
        let documents =
            [("Shelf", json!({"name": "North"})), ("Book", json!({"name": "Emma", "shelf": {"link": "$0"}}))];
        Request { idempotency: Some(key), ..batch(desk, &documents) }
    };
    let first = desk.execute(&keyed(&desk));
    let expected = [(ErrorCode::DuplicateKey, "ops.0.name"), (ErrorCode::NotFound, "ops.1.shelf.link")];
    assert_eq!(mistakes(&first), expected.map(|(code, path)| (code, path.to_owned())));
    desk.delete("Shelf", taken);
    let again = desk.execute(&keyed(&desk));
    assert_eq!(mistakes(&again), []);
    let book = again.results[1].entries[0].1;
    assert_eq!(desk.value("Book", book, "shelf"), Value::Id(again.results[0].entries[0].1));
    let replay = desk.execute(&keyed(&desk));
    assert!(replay.replayed && replay.results[1].entries == again.results[1].entries);
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
fn a_bulk_write_needs_a_condition_in_every_alternative() {
    let mut desk = desk();
    let id = book(&mut desk, "Emma");
    let record = desk.find("Book");
    let is = |id| Filter::Test(crate::query::Subject::Id, crate::query::Test::Eq(Value::Id(id)));
    let loose = Filter::Any(vec![is(id), Filter::All(Vec::new())]);
    let refused = desk.act(Action::DeleteMany { record, filter: loose, max: 9 });
    let error = &refused.problems.errors[0];
    assert_eq!((error.code, error.path.join(".")), (ErrorCode::InvalidValue, "where".to_owned()));
    assert_eq!(desk.state("Book", id), (1, true));
    let tight = Filter::Any(vec![is(id), is(Uuid::nil())]);
    assert_eq!(desk.act(Action::DeleteMany { record, filter: tight, max: 9 }).entries, [(record, id)]);
}
