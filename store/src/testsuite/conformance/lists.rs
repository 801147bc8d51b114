//! Filters, orders and pages.

use std::collections::BTreeSet;

use daybook_schema::Value;
use serde_json::json;
use uuid::Uuid;

use super::Make;
use crate::{
    error::ErrorKind,
    query::{
        Entries, Filter, Given, Key, List, OrderKey, Position, RepeatedList, Row, Select, Subject, Test, Trash, Window,
    },
    record::{ChangeOperation, Seq},
    testsuite::TestStore,
    write::Action,
};

fn subject(test_store: &TestStore, name: &str, field: &str) -> Subject {
    Subject::Field(vec![test_store.model.record(test_store.find(name)).find(field).expect("the field is declared")])
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn by(subject: Subject, descending: bool) -> OrderKey {
    OrderKey { path: Vec::new(), subject, descending, nulls_first: false }
}

fn names(test_store: &TestStore, list: &List) -> Vec<String> {
    let field = test_store.model.record(list.record).find("name").expect("the type has a name");
    let list = List { select: Select { fields: vec![field], ..Select::default() }, ..list.clone() };
    let name = |row: Row| match &row.values[0] {
        Value::Text(name) => name.clone(),
        other => format!("{other:?}"),
    };
    test_store.rows(&list).into_iter().map(name).collect()
}

/// Books with pages 1, 2, 2, none, 3, in this order of ids.
fn books(test_store: &mut TestStore) -> Vec<Uuid> {
    let documents = [("a", json!(1)), ("b", json!(2)), ("c", json!(2)), ("d", json!(null)), ("e", json!(3))];
    documents.iter().map(|(name, pages)| test_store.made("Book", &json!({"name": name, "pages": pages}))).collect()
}

pub fn logic_is_two_valued(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    books(&mut test_store);
    let pages = |test| Filter::Test(subject(&test_store, "Book", "pages"), test);
    let found = |filter: Filter| names(&test_store, &test_store.list("Book", filter)).concat();
    assert_eq!(found(Filter::All(Vec::new())), "abcde");
    assert_eq!(found(Filter::Any(Vec::new())), "");
    assert_eq!(found(pages(Test::Gt(Value::Int(1)))), "bce");
    assert_eq!(found(Filter::Not(Box::new(pages(Test::Gt(Value::Int(1)))))), "ad");
    assert_eq!(found(pages(Test::Ne(Value::Int(2)))), "ae");
    assert_eq!(found(Filter::Not(Box::new(pages(Test::Eq(Value::Int(2)))))), "ade");
    let either = vec![pages(Test::Eq(Value::Int(1))), pages(Test::IsNull(true))];
    assert_eq!(found(Filter::Any(either.clone())), "ad");
    assert_eq!(found(Filter::All(either)), "");
    assert_eq!(found(Filter::Not(Box::new(Filter::Any(Vec::new())))), "abcde");
}

pub fn strings_compare_as_people_do(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    for name in ["Äpfel", "apple", "Apple", "zoo", "100%_x", "ÄPFEL"] {
        test_store.made("Book", &json!({"name": name}));
    }
    let found = |test: Test| {
        let found =
            names(&test_store, &test_store.list("Book", Filter::Test(subject(&test_store, "Book", "name"), test)));
        found.into_iter().collect::<BTreeSet<String>>().into_iter().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(found(Test::Eq(text("apple"))), "apple");
    assert_eq!(found(Test::In(vec![text("apple"), text("zoo")])), "apple zoo");
    assert_eq!(found(Test::Contains("PP".to_owned())), "Apple apple");
    assert_eq!(found(Test::Contains("äpf".to_owned())), "ÄPFEL Äpfel");
    assert_eq!(found(Test::StartsWith("ap".to_owned())), "Apple apple");
    assert_eq!(found(Test::EndsWith("EL".to_owned())), "ÄPFEL Äpfel");
    assert_eq!(found(Test::Like("a__le".to_owned())), "Apple apple");
    assert_eq!(found(Test::Like(r"100\%\_%".to_owned())), "100%_x");
    assert_eq!(found(Test::Contains("%_".to_owned())), "100%_x");
    assert_eq!(found(Test::Gte(text("apple"))), "Apple apple zoo");
    assert_eq!(found(Test::Lt(text("APPLE"))), "100%_x ÄPFEL Äpfel");
    let sorted = List {
        order: vec![by(subject(&test_store, "Book", "name"), false)],
        ..test_store.list("Book", Filter::All(Vec::new()))
    };
    let mut expected = ["Äpfel", "apple", "Apple", "zoo", "100%_x", "ÄPFEL"].to_vec();
    expected.sort_by_key(|word| daybook_schema::text::sort_key(word));
    assert_eq!(names(&test_store, &sorted), expected);
}

pub fn a_list_that_is_read_again_is_that_of_what_is_given(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let books = books(&mut test_store);
    let plain = test_store.list("Book", Filter::Trash(Trash::Exclude));
    let repeated = RepeatedList::new(plain.clone(), Given::Id);
    let read = |id: Uuid, as_of: Option<Seq>| {
        let pages = test_store.read(|snapshot| snapshot.list_again(&repeated, &[id], as_of));
        pages[0].rows.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    for id in books.iter().copied().chain([books[0]]) {
        assert_eq!(read(id, None), [id]);
    }
    assert_eq!(read(Uuid::nil(), None), Vec::<Uuid>::new());
    assert_eq!(read(books[1], Some(1)), Vec::<Uuid>::new());
    assert_eq!(read(books[0], Some(1)), [books[0]]);

    let all = RepeatedList::new(plain, Given::Nothing);
    let count = |store: &TestStore| store.read(|snapshot| snapshot.count_again(&all, &[], None));
    assert_eq!(count(&test_store), [5]);
    test_store.made("Book", &json!({"name": "f"}));
    assert_eq!(count(&test_store), [6]);
    assert_eq!(test_store.read(|snapshot| snapshot.list_again(&all, &[], None))[0].rows.len(), 6);
}

pub fn missing_values_come_last_unless_told(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    books(&mut test_store);
    let sorted = |descending, nulls_first| {
        let key = OrderKey { nulls_first, ..by(subject(&test_store, "Book", "pages"), descending) };
        names(&test_store, &List { order: vec![key], ..test_store.list("Book", Filter::All(Vec::new())) }).concat()
    };
    assert_eq!(sorted(false, false), "abced");
    assert_eq!(sorted(true, false), "ecbad");
    assert_eq!(sorted(false, true), "dabce");
    assert_eq!(sorted(true, true), "decba");
}

pub fn ids_break_ties_in_the_direction_of_the_last_key(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    books(&mut test_store);
    let sorted = |keys: &[(&str, bool)]| {
        let order =
            keys.iter().map(|(field, descending)| by(subject(&test_store, "Book", field), *descending)).collect();
        names(&test_store, &List { order, ..test_store.list("Book", Filter::All(Vec::new())) }).concat()
    };
    assert_eq!(sorted(&[("label", false)]), "abcde");
    assert_eq!(sorted(&[("label", true)]), "edcba");
    assert_eq!(sorted(&[("pages", false), ("label", true)]), "acbed");
    assert_eq!(sorted(&[("pages", true), ("label", false)]), "ebcad");
    let newest = List { order: vec![by(Subject::CreatedAt, true)], ..test_store.list("Book", Filter::All(Vec::new())) };
    assert_eq!(names(&test_store, &newest).concat(), "edcba");
}

pub fn pages_join_without_gaps_both_ways(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    for position in 0..23 {
        let pages = if position % 4 == 0 { json!(null) } else { json!(position % 3) };
        test_store.made("Book", &json!({"name": format!("{position}"), "pages": pages}));
    }
    for (descending, nulls_first) in [(false, false), (true, false), (false, true), (true, true)] {
        let key = OrderKey { nulls_first, ..by(subject(&test_store, "Book", "pages"), descending) };
        let list = List { order: vec![key], ..test_store.list("Book", Filter::All(Vec::new())) };
        let whole: Vec<Uuid> = test_store.rows(&list).iter().map(|row| row.id).collect();
        assert_eq!(whole.len(), 23);
        assert_eq!(walk(&test_store, &list, 5, false), whole, "forwards, {descending} {nulls_first}");
        assert_eq!(walk(&test_store, &list, 5, true), whole, "backwards, {descending} {nulls_first}");
    }
    let unordered = test_store.list("Book", Filter::All(Vec::new()));
    let whole: Vec<Uuid> = test_store.rows(&unordered).iter().map(|row| row.id).collect();
    assert_eq!(walk(&test_store, &unordered, 7, true), whole);
}

/// All ids of a list, page by page.
fn walk(test_store: &TestStore, list: &List, limit: usize, from_end: bool) -> Vec<Uuid> {
    let mut window = Window { limit, from_end, ..Window::default() };
    let mut pages = Vec::new();
    loop {
        let list = List { window: window.clone(), ..list.clone() };
        let page = test_store.read(|snapshot| snapshot.list(&list)).remove(0);
        let ids: Vec<Uuid> = page.rows.iter().map(|row| row.id).collect();
        if from_end {
            window.before = page.rows.first().map(|row| row.position.clone());
            pages.insert(0, ids);
        } else {
            window.after = page.rows.last().map(|row| row.position.clone());
            pages.push(ids);
        }
        if !page.more {
            return pages.concat();
        }
    }
}

pub fn pages_are_stable_under_concurrent_writes(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let ids = books(&mut test_store);
    let order = vec![by(subject(&test_store, "Book", "pages"), false)];
    let list = List {
        order,
        window: Window { limit: 2, ..Window::default() },
        ..test_store.list("Book", Filter::All(Vec::new()))
    };
    let first = test_store.rows(&list);
    test_store.made("Book", &json!({"name": "before", "pages": 0}));
    test_store.delete("Book", ids[0]);
    let after = Some(first[1].position.clone());
    let next = List { window: Window { limit: 9, after, ..Window::default() }, ..list };
    assert_eq!(names(&test_store, &next).concat(), "ced");
}

pub fn order_follows_to_one_links(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    for (name, shelf) in [("a", Some("South")), ("b", None), ("c", Some("north"))] {
        let shelf = shelf.map(|shelf| json!({"connectOrCreate": {"name": shelf}}));
        test_store.made("Book", &json!({"name": name, "shelf": shelf.unwrap_or(json!(null))}));
    }
    let relation = test_store.model.relation(test_store.find("Book"), "shelf").expect("declared");
    let key = OrderKey { path: vec![relation], ..by(subject(&test_store, "Shelf", "name"), false) };
    let list = List { order: vec![key], ..test_store.list("Book", Filter::All(Vec::new())) };
    assert_eq!(names(&test_store, &list).concat(), "cab");
    let page = List { window: Window { limit: 1, ..Window::default() }, ..list.clone() };
    let after = Some(test_store.rows(&page)[0].position.clone());
    assert_eq!(
        names(&test_store, &List { window: Window { limit: 9, after, ..Window::default() }, ..list }).concat(),
        "ab"
    );
}

pub fn count_ignores_the_window(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    books(&mut test_store);
    let filter = Filter::Test(subject(&test_store, "Book", "pages"), Test::Gt(Value::Int(1)));
    let list = List { window: Window { limit: 1, ..Window::default() }, ..test_store.list("Book", filter) };
    let page = test_store.read(|snapshot| snapshot.list(&list)).remove(0);
    assert_eq!((page.rows.len(), page.more), (1, true));
    assert_eq!(test_store.read(|snapshot| snapshot.count(&list)), [3]);
}

pub fn trash_is_excluded_included_or_alone(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let ids = books(&mut test_store);
    test_store.delete("Book", ids[1]);
    let found = |trash| {
        let list = List { filter: Filter::Trash(trash), ..test_store.list("Book", Filter::All(Vec::new())) };
        names(&test_store, &list).concat()
    };
    assert_eq!([Trash::Exclude, Trash::Include, Trash::Only].map(found), ["acde", "abcde", "b"]);
    let only = List { filter: Filter::Trash(Trash::Only), ..test_store.list("Book", Filter::All(Vec::new())) };
    assert!(test_store.rows(&only)[0].trashed_at.is_some());
}

pub fn entries_are_listed_across_types(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let shelf = test_store.made("Shelf", &json!({"name": "B shelf"}));
    let book = test_store.made("Book", &json!({"name": "a book", "printedOn": "1815-12-23"}));
    let gone = test_store.made("Book", &json!({"name": "c gone"}));
    test_store.delete("Book", gone);
    let entries = |filter: Filter, order: Vec<OrderKey>, types: Option<Vec<&str>>| {
        let types = types.map(|names| names.into_iter().map(|name| test_store.find(name)).collect());
        let window = Window { limit: 9, ..Window::default() };
        let filter = Filter::All(vec![Filter::Trash(Trash::Exclude), filter]);
        let entries = Entries { types, filter, order, window, as_of: None };
        let (rows, more) = test_store.read(|snapshot| snapshot.entries(&entries));
        assert_eq!((more, rows.len() as u64), (false, test_store.read(|snapshot| snapshot.count_entries(&entries))));
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let all = || Filter::All(Vec::new());
    assert_eq!(entries(all(), Vec::new(), None), [shelf, book]);
    assert_eq!(entries(all(), vec![by(Subject::Title, false)], None), [book, shelf]);
    assert_eq!(entries(all(), vec![by(Subject::CreatedAt, true)], None), [book, shelf]);
    assert_eq!(entries(all(), vec![by(Subject::At, false)], None), [book, shelf]);
    assert_eq!(entries(all(), Vec::new(), Some(vec!["Book", "Loan"])), [book]);
    assert_eq!(entries(Filter::Test(Subject::Title, Test::Contains("SHELF".to_owned())), Vec::new(), None), [shelf]);
    assert_eq!(entries(Filter::Test(Subject::At, Test::IsNull(false)), Vec::new(), None), [book]);
    assert_eq!(entries(Filter::Test(Subject::Id, Test::In(vec![Value::Id(shelf)])), Vec::new(), None), [shelf]);
}

pub fn entries_are_listed_by_their_last_change(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let books = books(&mut test_store);
    let shelf = test_store.made("Shelf", &json!({"name": "North"}));
    for book in [books[3], books[0], books[3]] {
        let pages = 100 + test_store.changes(book).len();
        test_store.update("Book", book, &json!({"pages": pages}));
    }
    let then = test_store.read(|snapshot| snapshot.latest());
    test_store.act(Action::Purge { id: books[1] });
    let back = test_store.made("Book", &json!({"id": books[1], "name": "back"}));
    test_store.update("Shelf", shelf, &json!({"wide": true}));
    test_store.delete("Book", books[2]);
    let pages = |test_store: &TestStore, descending: bool, from_end: bool, as_of: Option<Seq>| {
        let mut entries = Entries {
            types: None,
            filter: Filter::Trash(Trash::Include),
            order: vec![by(Subject::UpdatedAt, descending)],
            window: Window { limit: 2, from_end, ..Window::default() },
            as_of,
        };
        let mut all = Vec::new();
        loop {
            let (rows, more) = test_store.read(|snapshot| snapshot.entries(&entries));
            let edge = if from_end { rows.first() } else { rows.last() }.map(|row| row.position.clone());
            let page = rows.into_iter().map(|row| row.id);
            if from_end {
                all.splice(0..0, page);
                entries.window.before = edge;
            } else {
                all.extend(page);
                entries.window.after = edge;
            }
            if !more {
                return all;
            }
        }
    };
    let now = [books[4], books[0], books[3], back, shelf, books[2]];
    let past = [books[1], books[2], books[4], shelf, books[0], books[3]];
    assert_eq!(back, books[1]);
    let check = |test_store: &TestStore| {
        for (wanted, as_of) in [(now.as_slice(), None), (&past[1..], Some(then))] {
            for from_end in [false, true] {
                assert_eq!(pages(test_store, false, from_end, as_of), wanted, "{as_of:?}, from the end: {from_end}");
                let turned: Vec<_> = wanted.iter().rev().copied().collect();
                assert_eq!(pages(test_store, true, from_end, as_of), turned, "{as_of:?}, from the end: {from_end}");
            }
        }
    };
    check(&test_store);
    let operations: Vec<_> = test_store.changes(books[1]).into_iter().map(|change| change.operation).collect();
    let [created, purged] = [ChangeOperation::Created, ChangeOperation::Purged];
    assert_eq!(operations, [created, purged, created]);
    // The log forgets creations and updates; what it said of them stays.
    let at = test_store.changes(books[3])[1].at;
    assert!(test_store.forget_history(at) > 0);
    assert!(test_store.changes(books[4]).is_empty());
    check(&test_store);
}

pub fn a_foreign_position_is_refused(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    books(&mut test_store);
    let after = Some(Position { keys: vec![Key::Integer(1), Key::Null], id: Uuid::nil() });
    let list = List {
        window: Window { limit: 5, after, ..Window::default() },
        ..test_store.list("Book", Filter::All(Vec::new()))
    };
    let refused = test_store.try_transaction(|transaction| transaction.list(&list));
    assert_eq!(refused.map_err(|error| error.kind), Err(ErrorKind::BadPosition));
}

pub fn select_reads_to_one_targets_and_external_keys(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let shelf = test_store.made("Shelf", &json!({"name": "North", "wide": true}));
    let external = json!([{"source": "s", "key": "1"}]);
    test_store.made("Book", &json!({"name": "Emma", "shelf": {"link": shelf}, "externalKeys": external}));
    test_store.made("Book", &json!({"name": "Loose"}));
    let relation = test_store.model.relation(test_store.find("Book"), "shelf").expect("declared");
    let wide = test_store.model.record(test_store.find("Shelf")).find("wide").expect("declared");
    let inner = Select { fields: vec![wide], link: true, ..Select::default() };
    let select = Select { to_one: vec![(relation, inner)], external_keys: true, ..Select::default() };
    let rows = test_store.rows(&List { select, ..test_store.list("Book", Filter::All(Vec::new())) });
    let target = rows[0].to_one[0].as_ref().expect("a shelf");
    assert_eq!((target.id, target.version, target.values.as_slice()), (shelf, 1, [Value::Boolean(true)].as_slice()));
    assert_eq!(target.link.as_ref().map(|link| (link.source, link.target)), Some((rows[0].id, shelf)));
    assert_eq!(
        (rows[1].to_one.as_slice(), rows[0].external_keys.len(), rows[1].external_keys.len()),
        ([None].as_slice(), 1, 0)
    );
}
