//! Versions, the change log, and reading as of a moment.

use daybook_schema::Value;
use serde_json::json;
use uuid::Uuid;

use super::Make;
use crate::{
    backend::{ChangeQuery, Compacted, LinkQuery},
    query::{Filter, List, Quantifier, Subject, Test, Trash},
    record::{
        ChangeOperation::{Created, Linked, Unlinked, Updated},
        Origin, Seq,
    },
    testsuite::{TestStore, broken_promises},
};

fn latest(test_store: &TestStore) -> Seq {
    test_store.read(|snapshot| snapshot.latest())
}

pub fn versions_come_oldest_first(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let id = test_store.made("Book", &json!({"name": "Emma", "pages": 1}));
    test_store.update("Book", id, &json!({"pages": 2}));
    test_store.delete("Book", id);
    let record = test_store.find("Book");
    let versions = test_store.read(|snapshot| snapshot.versions(record, id));
    let pages = test_store.model.record(record).find("pages").expect("declared");
    let told: Vec<_> = versions
        .iter()
        .map(|version| (version.version, version.values[pages.0].clone(), version.trashed_at.is_some()))
        .collect();
    assert_eq!(told, [(1, Value::Int(1), false), (2, Value::Int(2), false), (3, Value::Int(2), true)]);
    assert_eq!(versions.last(), test_store.get("Book", id).as_ref());
    assert!(versions.windows(2).all(|pair| pair[0].seq < pair[1].seq));
}

pub fn lists_answer_as_of_a_moment(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let id =
        test_store.made("Book", &json!({"name": "Then", "tags": ["x"], "externalKeys": [{"source": "s", "key": "1"}]}));
    let then = latest(&test_store);
    test_store.update("Book", id, &json!({"name": "Now", "tags": ["y"]}));
    let now = latest(&test_store);
    test_store.delete("Book", id);
    let name = test_store.model.record(test_store.find("Book")).find("name").expect("declared");
    let called = |text: &str| Filter::Test(Subject::Field(vec![name]), Test::Eq(Value::Text(text.to_owned())));
    let found = |text: &str, as_of: Seq| {
        let list = List { as_of: Some(as_of), ..test_store.list("Book", called(text)) };
        test_store.rows(&list).iter().map(|row| (row.version, row.external_keys.len())).collect::<Vec<_>>()
    };
    assert_eq!((found("Then", then), found("Now", then)), (vec![(1, 1)], vec![]));
    assert_eq!((found("Then", now), found("Now", now)), (vec![], vec![(2, 1)]));
    assert_eq!((found("Now", latest(&test_store)), found("Then", 0)), (vec![], vec![]));
    let trashed = List {
        filter: Filter::Trash(Trash::Only),
        as_of: Some(latest(&test_store)),
        ..test_store.list("Book", called("Now"))
    };
    assert_eq!(test_store.rows(&trashed).len(), 1);
}

pub fn links_answer_as_of_a_moment(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let [north, south] = ["North", "South"].map(|name| test_store.made("Shelf", &json!({"name": name})));
    let a = test_store.made("Book", &json!({"name": "A"}));
    let id = test_store.made(
        "Book",
        &json!({"name": "E", "shelf": {"link": north}, "cites": {"link": [{"id": a, "props": {"page": 1}}]}}),
    );
    let then = latest(&test_store);
    test_store.update(
        "Book",
        id,
        &json!({"shelf": {"link": south}, "cites": {"update": [{"id": a, "props": {"page": 2}}]}}),
    );
    let now = latest(&test_store);
    test_store.update("Book", id, &json!({"shelf": {"unlink": true}, "cites": {"unlink": [a]}}));
    let links = |as_of| {
        let query = LinkQuery { sources: Some(vec![id]), as_of, ..LinkQuery::default() };
        let mut links = test_store.read(|snapshot| snapshot.links(&query));
        links.sort_by_key(|link| link.target);
        links.into_iter().map(|link| (link.target, link.props)).collect::<Vec<_>>()
    };
    let (first, second) = (links(Some(then)), links(Some(now)));
    assert_eq!((first.len(), second.len(), links(None).len()), (2, 2, 0));
    assert!(first.iter().any(|(target, _)| *target == north) && second.iter().any(|(target, _)| *target == south));
    let props =
        |links: &[(Uuid, _)]| links.iter().find(|(target, _)| *target == a).map(|(_, props)| format!("{props:?}"));
    assert_ne!(props(&first), props(&second));
    let shelf = test_store.model.relation(test_store.find("Book"), "shelf").expect("declared");
    let filter = Box::new(Filter::Test(Subject::Id, Test::Eq(Value::Id(north))));
    let on_north = Filter::Related { relation: shelf, quantifier: Quantifier::Some, filter, edge: None };
    let found = |as_of| test_store.rows(&List { as_of, ..test_store.list("Book", on_north.clone()) }).len();
    assert_eq!([found(Some(then)), found(Some(now)), found(None)], [1, 0, 0]);
}

pub fn counts_answer_as_of_a_moment(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    test_store.made("Book", &json!({"name": "A"}));
    let then = latest(&test_store);
    test_store.made("Book", &json!({"name": "B"}));
    let list = test_store.list("Book", Filter::All(Vec::new()));
    let at = |as_of| test_store.read(|snapshot| snapshot.count(&List { as_of, ..list.clone() }));
    assert_eq!([at(Some(0)), at(Some(then)), at(None)], [[0], [1], [2]]);
}

pub fn changes_are_filtered_and_ordered(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let shelf = test_store.made("Shelf", &json!({"name": "North"}));
    let made = test_store.create("Book", &json!({"name": "A", "shelf": {"link": shelf}}));
    let book = made.results[0].entries[0].1;
    let moment = test_store.now;
    test_store.update("Book", book, &json!({"pages": 1, "name": "B", "shelf": {"unlink": true}}));
    let found = |query: ChangeQuery| {
        let changes = test_store.read(|snapshot| snapshot.changes(&query));
        changes.iter().map(|change| change.operation).collect::<Vec<_>>()
    };
    let all = ChangeQuery::default;
    assert_eq!(found(all()), [Created, Created, Updated, Unlinked]);
    assert_eq!(found(ChangeQuery { descending: true, limit: Some(3), ..all() }), [Unlinked, Updated, Created]);
    assert_eq!(found(ChangeQuery { types: Some(vec![test_store.find("Shelf")]), ..all() }), [Created]);
    assert_eq!(found(ChangeQuery { entry: Some(book), ..all() }), [Created, Updated, Unlinked]);
    assert_eq!(found(ChangeQuery { change_set: made.change_set, ..all() }), [Created]);
    assert_eq!(found(ChangeQuery { operations: Some(vec![Updated, Unlinked]), ..all() }), [Updated, Unlinked]);
    assert_eq!(found(ChangeQuery { origins: Some(vec![Origin::Api, Origin::Ui]), ..all() }).len(), found(all()).len());
    assert_eq!(found(ChangeQuery { origins: Some(vec![Origin::Ui]), ..all() }), []);
    assert_eq!(found(ChangeQuery { from: Some(moment), ..all() }), [Updated, Unlinked]);
    assert_eq!(found(ChangeQuery { until: Some(moment), ..all() }), [Created, Created]);
    assert_eq!(found(ChangeQuery { after: Some(2), ..all() }), [Updated, Unlinked]);
    assert_eq!(found(ChangeQuery { after: Some(3), descending: true, ..all() }), [Created, Created]);
    let rows = test_store.changes(book);
    assert_eq!(
        (rows[1].fields.as_slice(), rows[1].version, rows[1].actor.as_deref()),
        (["name".to_owned(), "pages".to_owned()].as_slice(), 2, Some("ann"))
    );
    assert!(rows[2].link.is_some());
    let counted = ChangeQuery { entry: Some(book), limit: Some(1), ..all() };
    assert_eq!(test_store.read(|snapshot| snapshot.count_changes(&counted)), 3);
}

pub fn moments_map_to_sequence_numbers(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    assert_eq!((latest(&test_store), test_store.read(|snapshot| snapshot.sequence_at(test_store.now))), (0, 0));
    let id = test_store.made("Book", &json!({"name": "A"}));
    test_store.update("Book", id, &json!({"pages": 1}));
    let record = test_store.find("Book");
    let times: Vec<_> = test_store
        .read(|snapshot| snapshot.versions(record, id))
        .iter()
        .map(|version| (version.seq, version.updated_at))
        .collect();
    for (seq, at) in &times {
        assert_eq!(test_store.read(|snapshot| snapshot.sequence_at(*at)), *seq);
    }
    assert_eq!(test_store.read(|snapshot| snapshot.sequence_at(times[0].1 - 1)), 0);
    assert_eq!(test_store.read(|snapshot| snapshot.sequence_at(i64::MAX)), latest(&test_store));
}

pub fn the_past_is_cut_off_between_two_change_sets(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let gone = |test_store: &TestStore| test_store.read(|snapshot| snapshot.compacted());
    assert_eq!((gone(&test_store), test_store.forget_history(i64::MAX)), (Compacted::default(), 0));
    let shelf = test_store.made("Shelf", &json!({"name": "North"}));
    let id = test_store.made("Book", &json!({"name": "A"}));
    let moment = test_store.now - 1_000;
    // Two changes in one change set.
    test_store.update("Book", id, &json!({"name": "B", "shelf": {"link": shelf}}));
    assert_eq!(test_store.forget_history(moment), 1);
    assert_eq!(gone(&test_store), Compacted { seq: 1, at: moment - 1_000 });
    // The last change set stays, however old it is.
    assert_eq!((test_store.forget_history(i64::MAX), test_store.forget_history(i64::MAX)), (1, 0));
    assert_eq!(gone(&test_store), Compacted { seq: 2, at: moment });
    let operations = |test_store: &TestStore| {
        test_store
            .read(|snapshot| snapshot.changes(&ChangeQuery::default()))
            .iter()
            .map(|change| (change.seq, change.operation))
            .collect::<Vec<_>>()
    };
    assert_eq!(operations(&test_store), [(3, Updated), (4, Linked)]);
    test_store.update("Book", id, &json!({"name": "C"}));
    assert_eq!(operations(&test_store), [(3, Updated), (4, Linked), (5, Updated)]);
    let at = |moment| test_store.read(|snapshot| snapshot.sequence_at(moment));
    assert_eq!([at(moment - 5_000), at(moment), at(test_store.now)], [2, 2, 5]);
}

pub fn what_held_at_the_cut_and_later_stays_readable(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let [north, south] = ["North", "South"].map(|name| test_store.made("Shelf", &json!({"name": name})));
    let id = test_store.made("Book", &json!({"name": "1", "shelf": {"link": north}}));
    for name in ["2", "3", "4"] {
        test_store.update(
            "Book",
            id,
            &json!({"name": name, "shelf": {"link": if name == "3" { south } else { north }}}),
        );
    }
    let seqs: Vec<Seq> =
        test_store.read(|snapshot| snapshot.versions(test_store.find("Book"), id)).iter().map(|v| v.seq).collect();
    // Version 2 is the oldest that held when the past ends.
    test_store.forget_history(test_store.now - 2_000);
    let kept = test_store.read(|snapshot| snapshot.versions(test_store.find("Book"), id));
    assert_eq!(kept.iter().map(|version| version.version).collect::<Vec<_>>(), [2, 3, 4]);
    let name = test_store.model.record(test_store.find("Book")).find("name").expect("declared");
    let list = |as_of| List { as_of: Some(as_of), ..test_store.list("Book", Filter::All(Vec::new())) };
    let names = |as_of| test_store.rows(&list(as_of)).iter().map(|row| row.values[name.0].clone()).collect::<Vec<_>>();
    let shelf = |as_of| {
        let query = LinkQuery { sources: Some(vec![id]), as_of: Some(as_of), ..LinkQuery::default() };
        test_store.read(|snapshot| snapshot.links(&query)).iter().map(|link| link.target).collect::<Vec<_>>()
    };
    for (seq, then, target) in [(seqs[1], "2", north), (seqs[2], "3", south), (seqs[3], "4", north)] {
        assert_eq!((names(seq), shelf(seq)), (vec![Value::Text(then.to_owned())], vec![target]), "version {then}");
    }
    assert_eq!(test_store.read(broken_promises), Vec::<String>::new());
}
