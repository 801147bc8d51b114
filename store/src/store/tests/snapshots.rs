//! All statements of one read see one state, whatever is written meanwhile.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

use serde_json::json;
use uuid::Uuid;

use super::concurrent_writers::{SharedStore, codes};
use crate::{
    backend::LinkQuery,
    query::{Filter, List, Select, Window},
    record::{Record, Seq},
};

const READERS: usize = 3;
const TRANSFERS: i64 = 40;
const WHOLE: i64 = 1000;

/// What one read saw, statement after statement.
struct Seen {
    first: Record,
    latest: [Seq; 2],
    counts: [u64; 2],
    links: usize,
    second: Record,
}

fn look(shared: &SharedStore, books: [Uuid; 2]) -> Seen {
    let record = shared.find("Book");
    shared.read(move |snapshot| {
        let list = List {
            record,
            parents: None,
            filter: Filter::All(Vec::new()),
            order: Vec::new(),
            window: Window::default(),
            select: Select::default(),
            as_of: None,
        };
        let first = snapshot.get(record, books[0])?.unwrap();
        let before = (snapshot.latest()?, snapshot.count(&list)?[0]);
        // Others get the processor, and write, between two statements of this read.
        thread::sleep(std::time::Duration::from_millis(3));
        let links = snapshot.links(&LinkQuery { sources: Some(books.to_vec()), ..LinkQuery::default() })?.len();
        let second = snapshot.get(record, books[1])?.unwrap();
        let after = (snapshot.latest()?, snapshot.count(&list)?[0]);
        Ok(Seen { first, latest: [before.0, after.0], counts: [before.1, after.1], links, second })
    })
}

/// Moves pages from one book to the other, lets a link move along, and makes a third book, in one change set each.
fn transfer(shared: &SharedStore, books: [Uuid; 2]) {
    for number in 1..=TRANSFERS {
        let (from, to) = if number % 2 == 0 { (1, 0) } else { (0, 1) };
        let pages = |share: i64| if share == 0 { WHOLE - number } else { number };
        let cites = |book: usize| if book == to { json!({"link": [{"id": books[from]}]}) } else { json!({"set": []}) };
        let operations = [0, 1].map(|book| {
            let document = json!({"pages": pages(book as i64), "cites": cites(book)});
            shared.change("Book", books[book], &document, None)
        });
        assert_eq!(codes(&shared.execute(operations.to_vec())), []);
        shared.made("Book", &json!({"name": format!("New {number}")}));
    }
}

/// Says that the writer is done once it is dropped.
struct SetOnDrop<'o>(&'o AtomicBool);

impl Drop for SetOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn statements_of_one_read_see_one_state_while_others_write() {
    let shared = SharedStore::new();
    let second = shared.made("Book", &json!({"name": "Second", "pages": 0}));
    let first = shared.made("Book", &json!({"name": "First", "pages": WHOLE, "cites": {"link": [{"id": second}]}}));
    let books = [first, second];
    let (over, moved) = (AtomicBool::new(false), AtomicUsize::new(0));
    shared.race(READERS + 1, |racer| {
        if racer == 0 {
            // Also when the transfers fail: else the readers would wait for ever.
            let _over = SetOnDrop(&over);
            return transfer(&shared, books);
        }
        let mut last = 0;
        while !over.load(Ordering::SeqCst) {
            let seen = look(&shared, books);
            let sum = shared.number(&seen.first, "pages") + shared.number(&seen.second, "pages");
            assert_eq!((sum, seen.links), (WHOLE, 1), "both halves of a change set are seen, or none");
            assert_eq!((seen.latest[0], seen.counts[0]), (seen.latest[1], seen.counts[1]));
            assert!(seen.latest[0] >= last, "time does not run backwards for a reader");
            moved.fetch_add(usize::from(seen.latest[0] > last), Ordering::SeqCst);
            last = seen.latest[0];
        }
    });
    assert!(moved.load(Ordering::SeqCst) > READERS, "readers saw several states");
}
