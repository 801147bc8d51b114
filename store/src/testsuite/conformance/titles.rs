//! Conditions on titles and orders by them, and the marks of a list.

use daybook_schema::{Relation, Value, model::Direction};
use serde_json::json;
use uuid::Uuid;

use super::Make;
use crate::{
    query::{
        Aggregate, Entries, Filter, Lines, List, Measure, OrderKey, Page, Quantifier, Subject, Test, Trash, Window,
    },
    testsuite::TestStore,
};

fn titled(test: Test) -> Filter {
    Filter::Test(Subject::Title, test)
}

fn contains(part: &str) -> Filter {
    titled(Test::Contains(part.to_owned()))
}

fn by_title(descending: bool) -> Vec<OrderKey> {
    vec![OrderKey { path: Vec::new(), subject: Subject::Title, descending, nulls_first: false }]
}

fn ids(test_store: &TestStore, list: &List) -> Vec<Uuid> {
    test_store.rows(list).into_iter().map(|row| row.id).collect()
}

/// Loans of two books: their titles are `Emma to Ann`, `Emma to Éva` and `Ulysses to ann`.
fn loans(test_store: &mut TestStore) -> [Uuid; 5] {
    let emma = test_store.made("Book", &json!({"name": "Emma"}));
    let ulysses = test_store.made("Book", &json!({"name": "Ulysses"}));
    let mut loan = |book: Uuid, who: &str| test_store.made("Loan", &json!({"book": {"link": book}, "who": who}));
    [loan(emma, "Ann"), loan(emma, "Éva"), loan(ulysses, "ann"), emma, ulysses]
}

pub fn entries_of_a_type_are_found_by_their_titles(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let [first, second, third, ..] = loans(&mut test_store);
    let found = |filter: Filter| {
        let list = test_store.list("Loan", filter);
        let found = ids(&test_store, &list);
        assert_eq!(test_store.read(|snapshot| snapshot.count(&list)), [found.len() as u64]);
        let aggregate = Aggregate {
            record: list.record,
            parents: None,
            filter: list.filter.clone(),
            groups: Vec::new(),
            measures: vec![Measure::count(None)],
            lines: Lines::default(),
            as_of: None,
            limit: 10,
        };
        let counted = test_store.read(|snapshot| snapshot.aggregate(&aggregate)).remove(0).remove(0);
        assert_eq!(counted.measures[0].count, found.len() as u64);
        found
    };
    let text = |text: &str| Value::Text(text.to_owned());
    assert_eq!(found(contains("TO ANN")), [first, third]);
    assert_eq!(found(titled(Test::StartsWith("emma".to_owned()))), [first, second]);
    assert_eq!(found(titled(Test::EndsWith("éva".to_owned()))), [second]);
    assert_eq!(found(contains("eva")), Vec::<Uuid>::new(), "accents are respected");
    assert_eq!(found(titled(Test::Like("%to _nn".to_owned()))), [first, third]);
    assert_eq!(found(titled(Test::Eq(text("Emma to Ann")))), [first]);
    assert_eq!(found(titled(Test::In(vec![text("Emma to Éva"), text("x")]))), [second]);
    assert_eq!(found(titled(Test::Gt(text("Emma to z")))), [third]);
    assert_eq!(found(titled(Test::IsNull(true))), Vec::<Uuid>::new());
    assert_eq!(found(Filter::Not(Box::new(contains("emma")))), [third]);
    assert_eq!(found(Filter::Any(vec![contains("ulysses"), contains("éva")])), [second, third]);
    assert_eq!(found(Filter::All(vec![contains("emma"), contains("ann")])), [first]);
}

pub fn titles_are_looked_at_through_relations_and_in_the_past(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let [first, second, _, emma, _] = loans(&mut test_store);
    let then = test_store.read(|snapshot| snapshot.latest());
    let book = test_store.model.relation(test_store.find("Loan"), "book").expect("declared");
    let loans = Relation { direction: Direction::In, ..book };
    let related = |relation, filter| Filter::Related {
        relation,
        quantifier: Quantifier::Some,
        filter: Box::new(filter),
        edge: None,
    };
    let list = |test_store: &TestStore, name: &str, filter: Filter| ids(test_store, &test_store.list(name, filter));
    assert_eq!(list(&test_store, "Loan", related(book, contains("emma"))), [first, second]);
    assert_eq!(list(&test_store, "Book", related(loans, contains("to éva"))), [emma]);
    test_store.update("Book", emma, &json!({"name": "Other"}));
    assert_eq!(list(&test_store, "Loan", contains("other to")), [first, second]);
    assert_eq!(list(&test_store, "Book", contains("emma")), Vec::<Uuid>::new());
    assert_eq!(list(&test_store, "Book", contains("other")), [emma]);
    let past = |part: &str| ids(&test_store, &List { as_of: Some(then), ..test_store.list("Book", contains(part)) });
    assert_eq!([past("emma"), past("other")], [vec![emma], Vec::new()]);
}

pub fn lists_are_ordered_by_title(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let [first, second, third, emma, ulysses] = loans(&mut test_store);
    let ordered = |name: &str, order: Vec<OrderKey>| {
        ids(&test_store, &List { order, ..test_store.list(name, Filter::All(Vec::new())) })
    };
    assert_eq!(ordered("Loan", by_title(false)), [first, second, third]);
    assert_eq!(ordered("Loan", by_title(true)), [third, second, first]);
    assert_eq!(ordered("Book", by_title(true)), [ulysses, emma]);
    let book = test_store.model.relation(test_store.find("Loan"), "book").expect("declared");
    let through = by_title(true).into_iter().map(|key| OrderKey { path: vec![book], ..key }).collect();
    assert_eq!(ordered("Loan", through), [third, second, first]);
}

pub fn entries_of_all_types_are_found_by_title_in_order_of_their_last_change(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let [first, second, third, emma, _] = loans(&mut test_store);
    test_store.update("Loan", first, &json!({"backAt": "2100-01-01T00:00:00Z"}));
    test_store.delete("Loan", third);
    test_store.made("Shelf", &json!({"name": "Emmas shelf"}));
    test_store.update("Book", emma, &json!({"pages": 3}));
    let listed = |filter: Filter, types: Option<Vec<&str>>, descending: bool| {
        let types = types.map(|names| names.into_iter().map(|name| test_store.find(name)).collect());
        let filter = Filter::All(vec![Filter::Trash(Trash::Exclude), filter]);
        let order = vec![OrderKey { subject: Subject::UpdatedAt, ..by_title(descending).remove(0) }];
        let window = Window { limit: 9, ..Window::default() };
        let entries = Entries { types, filter, order, window, as_of: None };
        let (rows, more) = test_store.read(|snapshot| snapshot.entries(&entries));
        assert_eq!((more, rows.len() as u64), (false, test_store.read(|snapshot| snapshot.count_entries(&entries))));
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let types = || Some(vec!["Loan", "Book"]);
    assert_eq!(listed(contains("emma"), types(), true), [emma, first, second]);
    assert_eq!(listed(contains("emma"), types(), false), [second, first, emma]);
    assert_eq!(listed(contains("emma"), None, true).len(), 4);
    assert_eq!(listed(contains("ulysses to"), None, true), Vec::<Uuid>::new(), "what lies in the trash is left out");
}

pub fn marks_are_the_places_of_every_nth_row(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let shelf = test_store.made("Shelf", &json!({"name": "North"}));
    let other = test_store.made("Shelf", &json!({"name": "South"}));
    for number in 0..23 {
        let on = if number % 3 == 0 { other } else { shelf };
        test_store.made("Book", &json!({"name": format!("b{}", number % 7), "pages": number, "shelf": {"link": on}}));
    }
    let name = test_store.model.record(test_store.find("Book")).find("name").expect("declared");
    let order = vec![OrderKey { subject: Subject::Field(vec![name]), ..by_title(true).remove(0) }];
    let filter = Filter::Not(Box::new(contains("b4")));
    let list = List { order, window: Window { limit: 500, ..Window::default() }, ..test_store.list("Book", filter) };
    let all = |list: &List| -> Vec<Page> { test_store.read(|snapshot| snapshot.list(list)) };
    let whole = all(&list).remove(0).rows;
    assert_eq!(whole.len(), 20);
    for (every, most) in [(1, 1_000), (3, 1_000), (5, 1_000), (5, 2), (20, 3), (21, 3)] {
        let marks = test_store.read(|snapshot| snapshot.marks(&list, every, most)).remove(0);
        assert_eq!(marks.len(), (whole.len() / every).min(most), "every {every}");
        for (position, mark) in marks.into_iter().enumerate() {
            let window = Window { limit: 500, after: Some(mark), ..Window::default() };
            let behind = all(&List { window, ..list.clone() }).remove(0).rows;
            let expected = &whole[(position + 1) * every..];
            assert_eq!(
                behind.iter().map(|row| row.id).collect::<Vec<_>>(),
                expected.iter().map(|row| row.id).collect::<Vec<_>>()
            );
        }
    }
    let relation = test_store.model.relation(test_store.find("Shelf"), "books").expect("declared");
    let parents = crate::query::Parents { relation, ids: vec![shelf, other], edge: None };
    let below = List { parents: Some(parents), ..list.clone() };
    let rows: Vec<usize> = all(&below).iter().map(|page| page.rows.len()).collect();
    let marks = test_store.read(|snapshot| snapshot.marks(&below, 4, 1_000));
    assert_eq!(marks.iter().map(Vec::len).collect::<Vec<_>>(), rows.iter().map(|rows| rows / 4).collect::<Vec<_>>());
}
