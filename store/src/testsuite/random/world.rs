//! The world of a history: what the numbers of a write stand for.

use daybook_schema::{Problems, TypeIndex, Value, input::Reference, value::Quantity};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{TestStore, steps::Write};
use crate::{
    backend::LinkQuery,
    query::{Filter, Subject, Test, Trash},
    write::{Action, Idempotency, Mode, Op, Outcome, Request, SampleConflict},
};

/// A test store, and what was made at it so far.
pub(super) struct World {
    pub test_store: TestStore,
    pub made: Vec<(&'static str, Uuid)>,
    change_sets: Vec<Uuid>,
}

pub(super) const TYPES: [&str; 5] = ["Shelf", "Book", "Loan", "Patron", "Reading"];

pub(super) fn word(number: u8) -> &'static str {
    ["apple", "Äpfel", "Zoo", "zebra", "Apple", "éclair"][usize::from(number) % 6]
}

pub(super) fn mood(number: u8) -> &'static str {
    ["GRAVE", "MERRY", "DARK_BLUE"][usize::from(number) % 3]
}

impl World {
    pub fn new(test_store: TestStore) -> Self {
        Self { test_store, made: Vec::new(), change_sets: Vec::new() }
    }

    fn of_type(&self, name: &str, number: u8) -> Uuid {
        let ids: Vec<Uuid> = self.made.iter().filter(|(of, _)| *of == name).map(|(_, id)| *id).collect();
        ids.get(usize::from(number) % ids.len().max(1)).copied().unwrap_or(Uuid::nil())
    }

    fn any(&self, number: u8) -> (&'static str, Uuid) {
        self.made.get(usize::from(number) % self.made.len().max(1)).copied().unwrap_or(("Book", Uuid::nil()))
    }

    /// Writes, and remembers what was made.
    pub fn write(&mut self, write: &Write) -> Outcome {
        let outcome = self.execute(write);
        for result in &outcome.results {
            for (record, id) in &result.entries {
                let name = &self.test_store.model.record(*record).name;
                let name = TYPES.iter().find(|known| *known == name).copied().unwrap_or("Gauge");
                if !self.made.iter().any(|(_, known)| known == id) {
                    self.made.push((name, *id));
                }
            }
        }
        self.change_sets.extend(outcome.change_set);
        outcome
    }

    /// The condition on living books of a name.
    fn books_called(&self, name: u8) -> (TypeIndex, Filter) {
        let record = self.test_store.find("Book");
        let field = self.test_store.model.record(record).find("name").expect("declared");
        let test = Test::Eq(Value::Text(word(name).to_owned()));
        let called = Filter::Test(Subject::Field(vec![field]), test);
        (record, Filter::All(vec![Filter::Trash(Trash::Exclude), called]))
    }

    /// Deletes entries in one request, if that is allowed.
    pub fn delete_together(&mut self, entries: &[u8]) -> Outcome {
        let mut ids: Vec<(&str, Uuid)> = entries.iter().map(|entry| self.any(*entry)).collect();
        ids.sort_unstable();
        ids.dedup();
        let operations = ids.into_iter().map(|(name, id)| {
            let (record, id) = (self.test_store.find(name), Reference::Id(id));
            let action = Action::Delete { record, id, expected_version: None };
            Op { action, problems: Problems::default(), path: Vec::new() }
        });
        let request = self.test_store.request(operations.collect());
        self.test_store.execute(&request)
    }

    fn single(&mut self, action: Action) -> Outcome {
        let operation = Op { action, problems: Problems::default(), path: Vec::new() };
        let request = self.test_store.request(vec![operation]);
        self.test_store.execute(&request)
    }

    fn execute(&mut self, write: &Write) -> Outcome {
        match write {
            Write::Shelf { name } => {
                self.test_store.create("Shelf", &json!({"name": word(*name), "depth": {"value": name, "unit": "M"}}))
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
                self.test_store.create("Book", &document)
            }
            Write::Loan { book, who } => {
                let book = self.of_type("Book", *book);
                self.test_store.create("Loan", &json!({"book": {"link": book}, "who": word(*who)}))
            }
            Write::Patron { card, branch, mentor } => {
                let mut document = json!({"card": word(*card), "branch": branch.map(word)});
                if let Some(mentor) = mentor {
                    document["mentor"] = json!({"link": self.of_type("Patron", *mentor)});
                }
                self.test_store.create("Patron", &document)
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
                self.test_store.update("Book", book, &patch)
            }
            Write::Relink { book, other, how } => {
                let (book, other) = (self.of_type("Book", *book), self.of_type("Book", *other));
                let operation = match how {
                    0 => json!({"link": [{"id": other, "props": {"page": 2}}]}),
                    1 => json!({"unlink": [other]}),
                    2 => json!({"update": [{"id": other, "props": {"page": 4}, "patch": {"label": "seen"}}]}),
                    _ => json!({"set": [{"id": other, "props": {"page": 3}}]}),
                };
                self.test_store.update("Book", book, &json!({ "cites": operation }))
            }
            Write::Follow { book, other } => {
                let (book, other) = (self.of_type("Book", *book), self.of_type("Book", *other));
                self.test_store.update("Book", book, &json!({"follows": {"link": [{"id": other}]}}))
            }
            Write::Move { shelf, book, how } => {
                let (shelf, book) = (self.of_type("Shelf", *shelf), self.of_type("Book", *book));
                let operation = match how {
                    0 => json!({"link": [{"id": book}]}),
                    1 => json!({"unlink": [book]}),
                    _ => json!({"set": [{"id": book}]}),
                };
                self.test_store.update("Shelf", shelf, &json!({ "books": operation }))
            }
            Write::Upsert { name, wide } => {
                self.test_store.upsert("Shelf", &json!({"name": word(*name), "wide": wide}))
            }
            Write::Nested { name, shelf, who } => {
                let document = json!({"name": word(*name), "shelf": {"connectOrCreate": {"name": word(*shelf)}},
                    "loans": {"create": [{"who": word(*who)}]},
                    "cites": {"create": [{"entry": {"name": word(name + 1), "pages": who}, "props": {"page": who + 1}}]}});
                self.test_store.create("Book", &document)
            }
            Write::ChangeMany { name, pages, max } => {
                let (record, filter) = self.books_called(*name);
                let Action::Update { patch, .. } =
                    self.test_store.change("Book", Uuid::nil(), &json!({ "pages": pages }), None).action
                else {
                    unreachable!("a change is an update")
                };
                self.single(Action::UpdateMany { record, filter, patch, max: usize::from(*max) })
            }
            Write::DeleteMany { name, max } => {
                let (record, filter) = self.books_called(*name);
                self.single(Action::DeleteMany { record, filter, max: usize::from(*max) })
            }
            Write::ChangeVersion { book, pages, version } => {
                let book = self.of_type("Book", *book);
                let change =
                    self.test_store.change("Book", book, &json!({ "pages": pages }), Some(i64::from(*version)));
                let request = self.test_store.request(vec![change]);
                self.test_store.execute(&request)
            }
            Write::Unlink { link } => {
                let links = self.test_store.read(|snapshot| snapshot.links(&LinkQuery::default()));
                let id = links.get(usize::from(*link) % links.len().max(1)).map_or(Uuid::nil(), |link| link.id);
                self.single(Action::LinkDelete { id })
            }
            Write::Batch { name, pages } => {
                let loan = json!({"book": {"link": "$1"}, "who": word(*pages)});
                let operations = vec![
                    self.test_store.creation("Shelf", &json!({"name": word(*name)}), &["ops", "0"]),
                    self.test_store.creation(
                        "Book",
                        &json!({"name": "In batch", "shelf": {"link": "$0"}}),
                        &["ops", "1"],
                    ),
                    self.test_store.creation("Loan", &loan, &["ops", "2"]),
                    self.test_store.creation(
                        "Book",
                        &json!({"name": "After", "follows": {"link": [{"id": "$1"}]}}),
                        &["ops", "3"],
                    ),
                ];
                let request = self.test_store.request(operations);
                self.test_store.execute(&request)
            }
            Write::DeleteReadings { damp } => {
                let record = self.test_store.find("Reading");
                let field = self.test_store.model.record(record).find("damp").expect("declared");
                let value = Value::Quantity(Quantity { value: f64::from(*damp) * 60.0, entered: None });
                let filter = Filter::Test(Subject::Field(vec![field]), Test::Eq(value));
                self.single(Action::DeleteSamples { record, filter, max: 9 })
            }
            Write::Swap { one, two } => {
                let (one, two) = (self.of_type("Shelf", *one), self.of_type("Shelf", *two));
                let name = |id| {
                    self.test_store.get("Shelf", id).map_or(Value::Null, |_| self.test_store.value("Shelf", id, "name"))
                };
                let (first, second) = (name(one), name(two));
                let rename = |id, name: &Value| {
                    let name = if let Value::Text(name) = name { name.as_str() } else { "nobody" };
                    self.test_store.change("Shelf", id, &json!({ "name": name }), None)
                };
                let aside = Value::Text("aside".to_owned());
                let request =
                    self.test_store.request(vec![rename(one, &aside), rename(two, &first), rename(one, &second)]);
                self.test_store.execute(&request)
            }
            Write::Replace { shelf, purge } => {
                let (record, id) = (self.test_store.find("Shelf"), self.of_type("Shelf", *shelf));
                let name = self.test_store.get("Shelf", id).map(|_| self.test_store.value("Shelf", id, "name"));
                let name = if let Some(Value::Text(name)) = name { name } else { "nobody".to_owned() };
                let action = if *purge {
                    Action::Purge { id }
                } else {
                    Action::Delete { record, id: Reference::Id(id), expected_version: None }
                };
                let removal = Op { action, problems: Problems::default(), path: Vec::new() };
                let creation = self.test_store.creation("Shelf", &json!({ "name": name }), &["ops", "1"]);
                let request = self.test_store.request(vec![removal, creation]);
                self.test_store.execute(&request)
            }
            Write::Delete { entry } => {
                let (name, id) = self.any(*entry);
                self.test_store.delete(name, id)
            }
            Write::Restore { entry, version } => {
                let (_, id) = self.any(*entry);
                self.test_store.restore(id, version.map(i64::from))
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
                let creation = self.test_store.creation("Shelf", &json!({"name": word(*name)}), &[]);
                let key =
                    Idempotency { key: word(*key).to_owned(), field: "shelfCreate".to_owned(), hash: [*name; 32] };
                let request = Request { idempotency: Some(key), ..self.test_store.request(vec![creation]) };
                self.test_store.execute(&request)
            }
            Write::Each { names } => {
                let creation = |name: &u8| self.test_store.creation("Shelf", &json!({"name": word(*name)}), &["ops"]);
                let operations = names.iter().map(creation).collect();
                let request = Request { mode: Mode::Each, ..self.test_store.request(operations) };
                self.test_store.execute(&request)
            }
            Write::Forget { ago } => {
                self.test_store.forget_history(self.test_store.now - i64::from(*ago) * 1_000);
                Outcome::default()
            }
            Write::Readings { rows, replace } => {
                let row = |(gauge, minute, damp): &(u8, u8, u8)| {
                    json!({"gauge": {"connectOrCreate": {"name": word(*gauge)}}, "at": format!("2026-05-01T09:{minute:02}:00Z"),
                        "damp": {"value": u32::from(*damp) * 60, "unit": "PERCENT"}})
                };
                let documents: Vec<Json> = rows.iter().map(row).collect();
                let on_conflict = if *replace { SampleConflict::Replace } else { SampleConflict::Keep };
                Outcome { results: vec![self.test_store.add_readings(&documents, on_conflict)], ..Outcome::default() }
            }
        }
    }
}
