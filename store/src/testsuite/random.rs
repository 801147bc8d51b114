//! Random histories, told to two stores at once: both must answer the same at every step.

use std::sync::Arc;

use daybook_schema::{FieldIndex, Problems, Relation, Value, value::Quantity};
use proptest::{collection::vec, option, prelude::*};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{Desk, Reference, conformance::Make, invariants::broken_promises};
use crate::{
    query::{Filter, List, OrderKey, Page, Parents, Quantifier, Row, Select, Subject, Test, Trash, Window},
    write::{Action, Idempotency, Mode, Outcome, Request, SampleConflict},
};

/// One thing that is done. Numbers choose among what is there, so that every history makes sense.
#[derive(Clone, Debug)]
pub enum Step {
    /// Writes.
    Write(Write),
    /// Reads, and compares.
    Read(Query),
}

/// A request.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names are those of the mutations")]
pub enum Write {
    Shelf { name: u8 },
    Book { name: u8, pages: Option<u8>, height: Option<u8>, mood: Option<u8>, shelf: Option<u8>, cites: Option<u8> },
    Loan { book: u8, who: u8 },
    Member { card: u8, branch: Option<u8>, mentor: Option<u8> },
    ChangeBook { book: u8, name: Option<u8>, pages: Option<Option<u8>>, shelf: Option<u8> },
    Relink { book: u8, other: u8, how: u8 },
    Follow { book: u8, other: u8 },
    Move { shelf: u8, book: u8, how: u8 },
    Upsert { name: u8, wide: bool },
    Delete { entry: u8 },
    Restore { entry: u8, version: Option<u8> },
    Purge { entry: u8 },
    Undo { change_set: u8 },
    Free { source: u8, target: u8, kind: u8 },
    Retry { key: u8, name: u8 },
    Each { names: Vec<u8> },
    Readings { rows: Vec<(u8, u8, u8)>, replace: bool },
}

/// A list with everything that a list may have.
#[derive(Clone, Debug)]
pub struct Query {
    record: u8,
    filter: Condition,
    order: Vec<(u8, bool, bool)>,
    limit: usize,
    from_end: bool,
    as_of: Option<u8>,
    nested: bool,
}

/// A filter, before it is known over which type.
#[derive(Clone, Debug)]
enum Condition {
    Leaf(u8, u8),
    Trash(u8),
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Related(u8, u8, Box<Condition>),
}

/// Histories of up to forty steps.
pub fn histories() -> impl Strategy<Value = Vec<Step>> {
    vec(prop_oneof![3 => writes().prop_map(Step::Write), 2 => queries().prop_map(Step::Read)], 1..40)
}

fn writes() -> impl Strategy<Value = Write> {
    let small = || 0..6_u8;
    let number = any::<u8>;
    prop_oneof![
        2 => small().prop_map(|name| Write::Shelf { name }),
        6 => (small(), option::of(small()), option::of(small()), option::of(0..3_u8), option::of(number()), option::of(number()))
            .prop_map(|(name, pages, height, mood, shelf, cites)| Write::Book { name, pages, height, mood, shelf, cites }),
        3 => (number(), small()).prop_map(|(book, who)| Write::Loan { book, who }),
        2 => (small(), option::of(small()), option::of(number()))
            .prop_map(|(card, branch, mentor)| Write::Member { card, branch, mentor }),
        5 => (number(), option::of(small()), option::of(option::of(small())), option::of(number()))
            .prop_map(|(book, name, pages, shelf)| Write::ChangeBook { book, name, pages, shelf }),
        4 => (number(), number(), 0..4_u8).prop_map(|(book, other, how)| Write::Relink { book, other, how }),
        2 => (number(), number()).prop_map(|(book, other)| Write::Follow { book, other }),
        2 => (number(), number(), 0..3_u8).prop_map(|(shelf, book, how)| Write::Move { shelf, book, how }),
        2 => (small(), any::<bool>()).prop_map(|(name, wide)| Write::Upsert { name, wide }),
        4 => number().prop_map(|entry| Write::Delete { entry }),
        4 => (number(), option::of(1..5_u8)).prop_map(|(entry, version)| Write::Restore { entry, version }),
        1 => number().prop_map(|entry| Write::Purge { entry }),
        4 => number().prop_map(|change_set| Write::Undo { change_set }),
        1 => (number(), number(), 0..2_u8).prop_map(|(source, target, kind)| Write::Free { source, target, kind }),
        1 => (0..3_u8, small()).prop_map(|(key, name)| Write::Retry { key, name }),
        1 => vec(small(), 1..4).prop_map(|names| Write::Each { names }),
        2 => (vec((0..3_u8, 0..5_u8, 0..3_u8), 1..6), any::<bool>())
            .prop_map(|(rows, replace)| Write::Readings { rows, replace }),
    ]
}

fn queries() -> impl Strategy<Value = Query> {
    let order = vec((any::<u8>(), any::<bool>(), any::<bool>()), 0..3);
    (0..5_u8, conditions(), order, 1..6_usize, any::<bool>(), option::weighted(0.3, any::<u8>()), any::<bool>())
        .prop_map(|(record, filter, order, limit, from_end, as_of, nested)| Query {
            record,
            filter,
            order,
            limit,
            from_end,
            as_of,
            nested,
        })
}

fn conditions() -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![
        4 => (any::<u8>(), 0..6_u8).prop_map(|(which, value)| Condition::Leaf(which, value)),
        1 => (0..3_u8).prop_map(Condition::Trash),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Condition::All),
            vec(inner.clone(), 0..3).prop_map(Condition::Any),
            inner.clone().prop_map(|part| Condition::Not(Box::new(part))),
            (any::<u8>(), 0..5_u8, inner).prop_map(|(relation, how, part)| Condition::Related(
                relation,
                how,
                Box::new(part)
            )),
        ]
    })
}

/// Tells a history to a backend and to the reference, and compares every answer.
pub fn answers_as_the_reference(make: Make<'_>, history: &[Step]) {
    let mut tested = World::new(Desk::new(make()));
    let mut reference = World::new(Desk::new(Arc::new(Reference::default())));
    for step in history {
        match step {
            Step::Write(write) => {
                let (answer, right) = (tested.write(write), reference.write(write));
                assert_eq!(answer, right, "outcome of {write:?}");
            }
            Step::Read(query) => {
                let (answer, right) = (tested.read(query), reference.read(query));
                assert_eq!(answer, right, "answer to {query:?}");
            }
        }
    }
    assert_eq!(tested.desk.read(broken_promises), Vec::<String>::new());
}

/// Tells a history to a backend and checks that its promises hold after every write.
pub fn keeps_its_promises(make: Make<'_>, history: &[Step]) {
    let mut world = World::new(Desk::new(make()));
    for step in history {
        if let Step::Write(write) = step {
            world.write(write);
            assert_eq!(world.desk.read(broken_promises), Vec::<String>::new(), "after {write:?}");
        }
    }
}

/// Rows of every page, whether there are more, and how many there are in all.
type Told = (Vec<Vec<Row>>, Vec<bool>, Vec<u64>);

/// A desk, and what was made at it so far.
struct World {
    desk: Desk,
    made: Vec<(&'static str, Uuid)>,
    change_sets: Vec<Uuid>,
}

const TYPES: [&str; 5] = ["Shelf", "Book", "Loan", "Member", "Reading"];

fn word(number: u8) -> &'static str {
    ["apple", "Äpfel", "Zoo", "zebra", "Apple", "éclair"][usize::from(number) % 6]
}

fn mood(number: u8) -> &'static str {
    ["GRAVE", "MERRY", "DARK_BLUE"][usize::from(number) % 3]
}

impl World {
    fn new(desk: Desk) -> Self {
        Self { desk, made: Vec::new(), change_sets: Vec::new() }
    }

    fn of_type(&self, name: &str, number: u8) -> Uuid {
        let ids: Vec<Uuid> = self.made.iter().filter(|(of, _)| *of == name).map(|(_, id)| *id).collect();
        ids.get(usize::from(number) % ids.len().max(1)).copied().unwrap_or(Uuid::nil())
    }

    fn any(&self, number: u8) -> (&'static str, Uuid) {
        self.made.get(usize::from(number) % self.made.len().max(1)).copied().unwrap_or(("Book", Uuid::nil()))
    }

    fn write(&mut self, write: &Write) -> Outcome {
        let outcome = self.execute(write);
        for result in &outcome.results {
            for (record, id) in &result.entries {
                let name = &self.desk.model.record(*record).name;
                let name = TYPES.iter().find(|known| *known == name).copied().unwrap_or("Gauge");
                if !self.made.iter().any(|(_, known)| known == id) {
                    self.made.push((name, *id));
                }
            }
        }
        self.change_sets.extend(outcome.change_set);
        outcome
    }

    fn single(&mut self, action: Action) -> Outcome {
        let operation = crate::write::Operation { action, problems: Problems::default(), path: Vec::new() };
        let request = self.desk.request(vec![operation]);
        self.desk.execute(&request)
    }

    fn execute(&mut self, write: &Write) -> Outcome {
        match write {
            Write::Shelf { name } => {
                self.desk.create("Shelf", &json!({"name": word(*name), "depth": {"value": name, "unit": "M"}}))
            }
            Write::Book { name, pages, height, mood: feel, shelf, cites } => {
                let mut document = json!({"name": word(*name), "pages": pages, "mood": feel.map(mood)});
                document["height"] = height.map_or(Json::Null, |height| json!({"value": height, "unit": "IN"}));
                document["tags"] = json!(pages.map(|pages| vec![word(pages), word(pages + 1)]));
                document["printedOn"] = json!(pages.map(|pages| format!("20{:02}-01-01", 10 + pages)));
                if let Some(shelf) = shelf {
                    document["shelf"] = json!({"link": self.of_type("Shelf", *shelf)});
                }
                if let Some(book) = cites {
                    let props = json!({"page": book % 5 + 1});
                    document["cites"] = json!({"link": [{"id": self.of_type("Book", *book), "props": props}]});
                }
                self.desk.create("Book", &document)
            }
            Write::Loan { book, who } => {
                let book = self.of_type("Book", *book);
                self.desk.create("Loan", &json!({"book": {"link": book}, "who": word(*who)}))
            }
            Write::Member { card, branch, mentor } => {
                let mut document = json!({"card": word(*card), "branch": branch.map(word)});
                if let Some(mentor) = mentor {
                    document["mentor"] = json!({"link": self.of_type("Member", *mentor)});
                }
                self.desk.create("Member", &document)
            }
            Write::ChangeBook { book, name, pages, shelf } => {
                let mut patch = json!({});
                if let Some(name) = name {
                    patch["name"] = json!(word(*name));
                }
                if let Some(pages) = pages {
                    patch["pages"] = json!(pages);
                }
                if let Some(shelf) = shelf {
                    let moved = json!({"link": self.of_type("Shelf", *shelf)});
                    patch["shelf"] = if shelf.is_multiple_of(4) { json!({"unlink": true}) } else { moved };
                }
                let book = self.of_type("Book", *book);
                self.desk.update("Book", book, &patch)
            }
            Write::Relink { book, other, how } => {
                let (book, other) = (self.of_type("Book", *book), self.of_type("Book", *other));
                let operation = match how {
                    0 => json!({"link": [{"id": other, "props": {"page": 2}}]}),
                    1 => json!({"unlink": [other]}),
                    2 => json!({"update": [{"id": other, "props": {"page": 4}, "patch": {"label": "seen"}}]}),
                    _ => json!({"set": [{"id": other, "props": {"page": 3}}]}),
                };
                self.desk.update("Book", book, &json!({ "cites": operation }))
            }
            Write::Follow { book, other } => {
                let (book, other) = (self.of_type("Book", *book), self.of_type("Book", *other));
                self.desk.update("Book", book, &json!({"follows": {"link": [{"id": other}]}}))
            }
            Write::Move { shelf, book, how } => {
                let (shelf, book) = (self.of_type("Shelf", *shelf), self.of_type("Book", *book));
                let operation = match how {
                    0 => json!({"link": [{"id": book}]}),
                    1 => json!({"unlink": [book]}),
                    _ => json!({"set": [{"id": book}]}),
                };
                self.desk.update("Shelf", shelf, &json!({ "books": operation }))
            }
            Write::Upsert { name, wide } => self.desk.upsert("Shelf", &json!({"name": word(*name), "wide": wide})),
            Write::Delete { entry } => {
                let (name, id) = self.any(*entry);
                self.desk.delete(name, id)
            }
            Write::Restore { entry, version } => {
                let (_, id) = self.any(*entry);
                self.desk.restore(id, version.map(i64::from))
            }
            Write::Purge { entry } => {
                let (_, id) = self.any(*entry);
                self.single(Action::Purge { id })
            }
            Write::Undo { change_set } => {
                let number = usize::from(*change_set) % self.change_sets.len().max(1);
                let change_set = self.change_sets.get(number).copied().unwrap_or(Uuid::nil());
                self.single(Action::Undo { change_set })
            }
            Write::Free { source, target, kind } => {
                let (source, target) = (self.any(*source).1, self.any(*target).1);
                let (kind, props) = (word(*kind).to_owned(), Some(json!({"why": kind})));
                self.single(Action::LinkCreate { kind, source, target, from: None, to: None, props })
            }
            Write::Retry { key, name } => {
                let creation = self.desk.creation("Shelf", &json!({"name": word(*name)}), &[]);
                let key =
                    Idempotency { key: word(*key).to_owned(), field: "shelfCreate".to_owned(), hash: [*name; 32] };
                let request = Request { idempotency: Some(key), ..self.desk.request(vec![creation]) };
                self.desk.execute(&request)
            }
            Write::Each { names } => {
                let creation = |name: &u8| self.desk.creation("Shelf", &json!({"name": word(*name)}), &["ops"]);
                let operations = names.iter().map(creation).collect();
                let request = Request { mode: Mode::Each, ..self.desk.request(operations) };
                self.desk.execute(&request)
            }
            Write::Readings { rows, replace } => {
                let row = |(gauge, minute, damp): &(u8, u8, u8)| {
                    json!({"gauge": {"connectOrCreate": {"name": word(*gauge)}}, "at": format!("2026-05-01T09:{minute:02}:00Z"),
                        "damp": {"value": u32::from(*damp) * 60, "unit": "PERCENT"}})
                };
                let documents: Vec<Json> = rows.iter().map(row).collect();
                let on_conflict = if *replace { SampleConflict::Replace } else { SampleConflict::Keep };
                Outcome { results: vec![self.desk.add_readings(&documents, on_conflict)], ..Outcome::default() }
            }
        }
    }

    /// Two pages one after the other and the count, without positions, which are each backend's own.
    fn read(&self, query: &Query) -> Vec<Told> {
        let list = self.list(query);
        let bare = |mut row: Row| {
            row.position.keys.clear();
            row
        };
        let pages = |list: &List| -> Vec<Page> { self.desk.read(|snapshot| snapshot.list(list)) };
        let told = |pages: Vec<Page>, list: &List| {
            let more = pages.iter().map(|page| page.more).collect();
            let rows = pages.into_iter().map(|page| page.rows.into_iter().map(bare).collect()).collect();
            (rows, more, self.desk.read(|snapshot| snapshot.count(list)))
        };
        let first = pages(&list);
        let edge = first.first().and_then(|page| if query.from_end { page.rows.first() } else { page.rows.last() });
        let position = edge.map(|row| row.position.clone());
        let mut answers = vec![told(first, &list)];
        if let (Some(position), None) = (position, &list.parents) {
            let mut window = list.window.clone();
            if query.from_end {
                window.before = Some(position);
            } else {
                window.after = Some(position);
            }
            let next = List { window, ..list };
            answers.push(told(pages(&next), &next));
        }
        answers
    }

    fn list(&self, query: &Query) -> List {
        let name = TYPES[usize::from(query.record) % TYPES.len()];
        let plain = self.desk.list(name, Filter::All(Vec::new()));
        let filter = self.filter(name, &query.filter);
        let filter = Filter::All(vec![Filter::Trash(Trash::Exclude), filter]);
        let to_one = self.relations(name).into_iter().filter(|relation| !self.desk.model.relation_is_list(*relation));
        let select =
            Select { to_one: to_one.map(|relation| (relation, Select::default())).collect(), ..plain.select.clone() };
        let latest = self.desk.read(|snapshot| snapshot.latest());
        let as_of = query.as_of.filter(|_| name != "Reading").map(|part| latest * i64::from(part) / 255);
        let window = Window { limit: query.limit, from_end: query.from_end, ..Window::default() };
        let parents = (query.nested && name == "Book").then(|| Parents {
            relation: self.desk.model.relation(self.desk.find("Shelf"), "books").expect("declared"),
            ids: self.made.iter().filter(|(of, _)| *of == "Shelf").map(|(_, id)| *id).collect(),
            edge: None,
        });
        let order = query.order.iter().map(|(which, descending, nulls_first)| {
            let (path, subject) = self.subject(name, *which);
            OrderKey { path, subject, descending: *descending, nulls_first: *nulls_first }
        });
        List { filter, order: order.collect(), window, select, as_of, parents, ..plain }
    }

    fn relations(&self, name: &str) -> Vec<Relation> {
        self.desk.model.relations(self.desk.find(name)).into_iter().map(|(_, relation)| relation).collect()
    }

    fn field(&self, name: &str, field: &str) -> FieldIndex {
        self.desk.model.record(self.desk.find(name)).find(field).expect("the field is declared")
    }

    fn subject(&self, name: &str, which: u8) -> (Vec<Relation>, Subject) {
        let own = |field| (Vec::new(), Subject::Field(vec![self.field(name, field)]));
        let choices = match name {
            "Shelf" => vec![own("name"), own("depth"), own("wide"), (Vec::new(), Subject::CreatedAt)],
            "Book" => {
                let shelf = self.desk.model.relation(self.desk.find("Book"), "shelf").expect("declared");
                let through = (vec![shelf], Subject::Field(vec![self.field("Shelf", "name")]));
                vec![own("name"), own("pages"), own("height"), own("mood"), (Vec::new(), Subject::At), through]
            }
            "Loan" => vec![own("who"), own("takenAt"), own("backAt"), (Vec::new(), Subject::UpdatedAt)],
            "Member" => vec![own("card"), own("branch"), (Vec::new(), Subject::CreatedAt)],
            _ => vec![own("damp"), (Vec::new(), Subject::At)],
        };
        choices[usize::from(which) % choices.len()].clone()
    }

    fn leaf(&self, name: &str, which: u8, value: u8) -> Filter {
        let own = |field: &str, test: Test| Filter::Test(Subject::Field(vec![self.field(name, field)]), test);
        let text = || Value::Text(word(value).to_owned());
        let strings = |field: &str| {
            vec![
                own(field, Test::Eq(text())),
                own(field, Test::Ne(text())),
                own(field, Test::Gt(text())),
                own(field, Test::Lte(text())),
                own(field, Test::Contains(["P", "ä", "z", "e", "É", "%"][usize::from(value)].to_owned())),
                own(field, Test::Like(["a%", "_p%", "%e", "%", "z__", r"\%"][usize::from(value)].to_owned())),
                own(field, Test::IsNull(value.is_multiple_of(2))),
                own(field, Test::NotIn(vec![text()])),
            ]
        };
        let quantity = |amount: f64| Value::Quantity(Quantity { value: amount, entered: None });
        let choices = match name {
            "Shelf" => [strings("name"), vec![own("depth", Test::Gte(quantity(f64::from(value) * 100.0)))]].concat(),
            "Book" => {
                let pages = Value::Int(i64::from(value));
                let more = vec![
                    own("pages", Test::Eq(pages.clone())),
                    own("pages", Test::Between(Value::Int(1), pages.clone())),
                    own("pages", Test::IsNull(value.is_multiple_of(2))),
                    own("height", Test::Lt(quantity(f64::from(value) * 2.54))),
                    own("mood", Test::Gt(Value::Text(mood(value).to_owned()))),
                    own("mood", Test::In(vec![Value::Text(mood(value).to_owned())])),
                    own("tags", Test::Has(text())),
                    own("tags", Test::IsEmpty(false)),
                    Filter::Test(Subject::At, Test::Gt(Value::Instant(1_300_000_000_000))),
                ];
                [strings("name"), strings("label"), more].concat()
            }
            "Loan" => [strings("who"), vec![own("backAt", Test::IsNull(true))]].concat(),
            "Member" => [strings("card"), strings("branch")].concat(),
            _ => vec![
                own("damp", Test::Gte(quantity(f64::from(value) * 30.0))),
                Filter::Test(Subject::Flagged, Test::Eq(Value::Boolean(value.is_multiple_of(2)))),
            ],
        };
        choices[usize::from(which) % choices.len()].clone()
    }

    fn filter(&self, name: &str, condition: &Condition) -> Filter {
        let parts = |parts: &[Condition]| parts.iter().map(|part| self.filter(name, part)).collect();
        match condition {
            Condition::Leaf(which, value) => self.leaf(name, *which, *value),
            Condition::Trash(0) => Filter::Trash(Trash::Exclude),
            Condition::Trash(1) => Filter::Trash(Trash::Include),
            Condition::Trash(_) => Filter::Trash(Trash::Only),
            Condition::All(conditions) => Filter::All(parts(conditions)),
            Condition::Any(conditions) => Filter::Any(parts(conditions)),
            Condition::Not(condition) => Filter::Not(Box::new(self.filter(name, condition))),
            Condition::Related(which, how, condition) => {
                let relations = self.relations(name);
                let relation = relations[usize::from(*which) % relations.len()];
                let target = self.desk.model.record(self.desk.model.relation_target(relation)).name.clone();
                if !TYPES.contains(&target.as_str()) {
                    return Filter::All(Vec::new());
                }
                let quantifier = match how {
                    0 => Quantifier::Some,
                    1 => Quantifier::None,
                    2 => Quantifier::Every,
                    3 => Quantifier::Count(Test::Gte(Value::Int(1))),
                    _ => Quantifier::Count(Test::Lt(Value::Int(2))),
                };
                let inner = self.filter(&target, condition);
                let filter = Box::new(Filter::All(vec![Filter::Trash(Trash::Exclude), inner]));
                let has_props = self.desk.model.link(relation).props.is_some();
                let page = || Filter::Test(Subject::Field(vec![FieldIndex(0)]), Test::Gte(Value::Int(3)));
                let edge = (has_props && which.is_multiple_of(2)).then(|| Box::new(page()));
                Filter::Related { relation, quantifier, filter, edge }
            }
        }
    }
}
