//! Links both ways.

use daybook_schema::{FieldIndex, Relation, Value};
use serde_json::json;
use uuid::Uuid;

use super::Make;
use crate::{
    backend::LinkQuery,
    query::{Filter, List, Parents, Quantifier, Select, Subject, Test, Trash, Window},
    record::{LinkKind, LinkProps},
    testsuite::TestStore,
};

fn relation(test_store: &TestStore, name: &str, field: &str) -> Relation {
    test_store.model.relation(test_store.find(name), field).expect("the relation is declared")
}

fn living(filter: Filter) -> Box<Filter> {
    Box::new(Filter::All(vec![Filter::Trash(Trash::Exclude), filter]))
}

fn ids(test_store: &TestStore, name: &str, filter: Filter) -> Vec<Uuid> {
    test_store.rows(&test_store.list(name, filter)).iter().map(|row| row.id).collect()
}

/// Two shelves; the first has books `a` and `b`, the second `c`; `d` lies about.
fn shelves(test_store: &mut TestStore) -> ([Uuid; 2], [Uuid; 4]) {
    let shelves = ["North", "South"].map(|name| test_store.made("Shelf", &json!({"name": name})));
    let books = [("a", Some(0)), ("b", Some(0)), ("c", Some(1)), ("d", None)].map(|(name, shelf)| {
        let shelf = shelf.map_or(json!(null), |position: usize| json!({"link": shelves[position]}));
        test_store.made("Book", &json!({"name": name, "shelf": shelf}))
    });
    (shelves, books)
}

pub fn one_page_per_parent_in_their_order(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let ([north, south], [a, b, c, _]) = shelves(&mut test_store);
    let empty = test_store.made("Shelf", &json!({"name": "Empty"}));
    let parents =
        Some(Parents { relation: relation(&test_store, "Shelf", "books"), ids: vec![south, empty, north], edge: None });
    let list = List {
        parents,
        window: Window { limit: 1, ..Window::default() },
        ..test_store.list("Book", Filter::All(Vec::new()))
    };
    let pages = test_store.read(|snapshot| snapshot.list(&list));
    let found: Vec<(Vec<Uuid>, bool)> =
        pages.iter().map(|page| (page.rows.iter().map(|row| row.id).collect(), page.more)).collect();
    assert_eq!(found, [(vec![c], false), (vec![], false), (vec![a], true)]);
    assert_eq!(test_store.read(|snapshot| snapshot.count(&list)), [1, 0, 2]);
    let last = List { window: Window { limit: 1, from_end: true, ..Window::default() }, ..list };
    let pages = test_store.read(|snapshot| snapshot.list(&last));
    assert_eq!((pages[2].rows[0].id, pages[2].more), (b, true));
}

pub fn inverse_lists_follow_links_back(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let [a, b] = ["A", "B"].map(|name| test_store.made("Book", &json!({"name": name})));
    let citing = test_store.made("Book", &json!({"name": "C", "cites": {"link": [{"id": a}, {"id": b}]}}));
    assert_eq!(test_store.related("Book", citing, "cites"), [a, b]);
    assert_eq!(test_store.related("Book", a, "citedBy"), [citing]);
    assert_eq!(test_store.related("Book", a, "cites"), Vec::<Uuid>::new());
    test_store.delete("Book", citing);
    assert_eq!(test_store.related("Book", a, "citedBy"), Vec::<Uuid>::new());
}

pub fn quantifiers_look_at_related_records(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let ([north, south], [a, b, c, d]) = shelves(&mut test_store);
    let empty = test_store.made("Shelf", &json!({"name": "Empty"}));
    let name = test_store.model.record(test_store.find("Book")).find("name").expect("declared");
    let called = |name_of: &str| Filter::Test(Subject::Field(vec![name]), Test::Eq(Value::Text(name_of.to_owned())));
    let books = relation(&test_store, "Shelf", "books");
    let related = |quantifier, filter: Filter| Filter::Related {
        relation: books,
        quantifier,
        filter: living(filter),
        edge: None,
    };
    let all = || Filter::All(Vec::new());
    assert_eq!(ids(&test_store, "Shelf", related(Quantifier::Some, called("a"))), [north]);
    assert_eq!(ids(&test_store, "Shelf", related(Quantifier::Some, all())), [north, south]);
    assert_eq!(ids(&test_store, "Shelf", related(Quantifier::None, called("a"))), [south, empty]);
    assert_eq!(ids(&test_store, "Shelf", related(Quantifier::Every, called("c"))), [south, empty]);
    assert_eq!(ids(&test_store, "Shelf", related(Quantifier::Count(Test::Eq(Value::Int(0))), all())), [empty]);
    assert_eq!(ids(&test_store, "Shelf", related(Quantifier::Count(Test::Gte(Value::Int(2))), all())), [north]);
    test_store.delete("Book", b);
    test_store.delete("Book", c);
    assert_eq!(ids(&test_store, "Shelf", related(Quantifier::Every, called("a"))), [north, south, empty]);
    assert_eq!(ids(&test_store, "Shelf", related(Quantifier::Some, all())), [north]);
    let shelf = relation(&test_store, "Book", "shelf");
    let on = |quantifier, filter: Filter| Filter::Related {
        relation: shelf,
        quantifier,
        filter: living(filter),
        edge: None,
    };
    assert_eq!(ids(&test_store, "Book", on(Quantifier::Some, all())), [a]);
    assert_eq!(ids(&test_store, "Book", on(Quantifier::None, all())), [d]);
    let nested = on(Quantifier::Some, related(Quantifier::Some, called("a")));
    assert_eq!(ids(&test_store, "Book", nested), [a]);
}

pub fn edge_filters_look_at_link_properties(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let [a, b] = ["A", "B"].map(|name| test_store.made("Book", &json!({"name": name})));
    let citing = test_store.made(
        "Book",
        &json!({"name": "C", "cites": {"link": [{"id": a, "props": {"page": 2, "remark": "Wrong"}}, {"id": b}]}}),
    );
    let cites = relation(&test_store, "Book", "cites");
    let edge = |position, test| Some(Filter::Test(Subject::Field(vec![FieldIndex(position)]), test));
    let listed = |edge: Option<Filter>| {
        let parents = Some(Parents { relation: cites, ids: vec![citing], edge });
        let list = List { parents, ..test_store.list("Book", Filter::All(Vec::new())) };
        test_store.read(|snapshot| snapshot.list(&list)).remove(0).rows.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(edge(0, Test::Gte(Value::Int(2)))), [a]);
    assert_eq!(listed(edge(0, Test::IsNull(true))), [b]);
    assert_eq!(listed(edge(1, Test::Contains("wr".to_owned()))), [a]);
    let some = |edge: Option<Filter>| Filter::Related {
        relation: cites,
        quantifier: Quantifier::Some,
        filter: living(Filter::All(Vec::new())),
        edge: edge.map(Box::new),
    };
    assert_eq!(ids(&test_store, "Book", some(edge(0, Test::Gt(Value::Int(1))))), [citing]);
    assert_eq!(ids(&test_store, "Book", some(edge(0, Test::Gt(Value::Int(2))))), Vec::<Uuid>::new());
    let not = edge(0, Test::Eq(Value::Int(2))).map(|filter| Filter::Not(Box::new(filter)));
    assert_eq!(listed(not), [b]);
}

pub fn links_are_found_by_their_ends(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let ([north, south], [a, b, c, d]) = shelves(&mut test_store);
    test_store.update("Book", d, &json!({"cites": {"link": [{"id": a, "props": {"page": 3}}]}}));
    let found = |query: LinkQuery| {
        let links = test_store.read(|snapshot| snapshot.links(&query));
        links.iter().map(|link| (link.source, link.target)).collect::<Vec<_>>()
    };
    let ends = LinkQuery::default;
    assert_eq!(found(LinkQuery { sources: Some(vec![a]), ..ends() }), [(a, north)]);
    assert_eq!(found(LinkQuery { targets: Some(vec![north]), ..ends() }), [(a, north), (b, north)]);
    assert_eq!(found(LinkQuery { sources: Some(vec![a, c]), targets: Some(vec![south]), ..ends() }), [(c, south)]);
    let either = LinkQuery { sources: Some(vec![a]), targets: Some(vec![a]), either: true, ..ends() };
    assert_eq!(found(either.clone()), [(a, north), (d, a)]);
    let cites = test_store.model.record(test_store.find("Book")).find("cites").expect("declared");
    let kinds = Some(vec![LinkKind::Declared(test_store.find("Book"), cites)]);
    assert_eq!(found(LinkQuery { kinds, ..either }), [(d, a)]);
    assert_eq!(found(LinkQuery { sources: Some(Vec::new()), ..ends() }), []);
    let link = test_store.read(|snapshot| snapshot.links(&LinkQuery { sources: Some(vec![d]), ..ends() })).remove(0);
    assert_eq!(link.props, LinkProps::Typed(vec![Value::Int(3), Value::Null]));
    assert_eq!(found(LinkQuery { ids: Some(vec![link.id]), ..ends() }), [(d, a)]);
}

pub fn links_page_by_id(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let targets = ["1", "2", "3"].map(|name| test_store.made("Book", &json!({"name": name})));
    let links = targets.map(|id| json!({"id": id}));
    let source = test_store.made("Book", &json!({"name": "S", "cites": {"link": links}}));
    let query = LinkQuery { sources: Some(vec![source]), limit: Some(2), ..LinkQuery::default() };
    let first = test_store.read(|snapshot| snapshot.links(&query));
    let rest = test_store.read(|snapshot| snapshot.links(&LinkQuery { after: Some(first[1].id), ..query.clone() }));
    let found: Vec<Uuid> = first.iter().chain(&rest).map(|link| link.target).collect();
    assert_eq!((found.as_slice(), first.len()), (targets.as_slice(), 2));
}

pub fn a_row_carries_the_link_that_led_to_it(make: Make<'_>) {
    let mut test_store = TestStore::new(make());
    let a = test_store.made("Book", &json!({"name": "A"}));
    let from = "2026-01-01T00:00:00Z";
    let source = test_store
        .made("Book", &json!({"name": "S", "cites": {"link": [{"id": a, "props": {"page": 3}, "from": from}]}}));
    for (parent, field) in [(source, "cites"), (a, "citedBy")] {
        let parents = Some(Parents { relation: relation(&test_store, "Book", field), ids: vec![parent], edge: None });
        let select = Select { link: true, ..Select::default() };
        let list = List { parents, select, ..test_store.list("Book", Filter::All(Vec::new())) };
        let rows = test_store.read(|snapshot| snapshot.list(&list)).remove(0).rows;
        let link = rows[0].link.as_ref().expect("the link was selected");
        assert_eq!((link.source, link.target, link.from), (source, a, Some(1_767_225_600_000)));
        assert_eq!(link.props, LinkProps::Typed(vec![Value::Int(3), Value::Null]));
    }
}
