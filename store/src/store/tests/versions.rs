//! What eight writers are answered fits one order of events: no change is lost, and no read is stale.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::json;
use uuid::Uuid;

use super::concurrent_writers::{SharedStore, codes};
use daybook_schema::ErrorCode;

const WRITERS: usize = 8;
const ATTEMPTS: usize = 25;
const ENTRIES: usize = 3;

/// One thing that a client did, from its call to the answer, on a clock that all share.
#[derive(Clone, Copy, Debug)]
struct Event {
    entry: usize,
    start: u64,
    end: u64,
    what: What,
}

#[derive(Clone, Copy, Debug)]
enum What {
    /// It saw this version with this value.
    Read { version: i64, value: i64 },
    /// It wrote this value over this version.
    Won { over: i64, value: i64 },
    /// It was refused, since this version was not the current one.
    Lost { over: i64 },
}

/// Clients read an entry and change what they read, again and again.
fn record_history(shared: &SharedStore, books: &[Uuid]) -> Vec<Event> {
    let clock = AtomicU64::new(0);
    let tick = || clock.fetch_add(1, Ordering::SeqCst);
    let client = |writer: usize| {
        let mut events = Vec::new();
        for attempt in 0..ATTEMPTS {
            let entry = (writer + attempt) % ENTRIES;
            let value = (writer * ATTEMPTS + attempt + 1) as i64;
            let start = tick();
            let seen = shared.get("Book", books[entry]);
            let what = What::Read { version: seen.version, value: shared.number(&seen, "pages") };
            events.push(Event { entry, start, end: tick(), what });
            let start = tick();
            let change = shared.change("Book", books[entry], &json!({"pages": value}), Some(seen.version));
            let outcome = shared.execute(vec![change]);
            let what = match codes(&outcome).as_slice() {
                [] => What::Won { over: seen.version, value },
                [ErrorCode::VersionConflict] => What::Lost { over: seen.version },
                other => panic!("{other:?}"),
            };
            events.push(Event { entry, start, end: tick(), what });
        }
        events
    };
    shared.race(WRITERS, client).into_iter().flatten().collect()
}

/// Checks the history of one entry: the versions won form a chain, and every event fits between those it overlaps.
fn assert_linear(events: &[Event], versions: &[(i64, i64)]) {
    let mut won: Vec<(i64, Event, i64)> = Vec::new();
    for event in events {
        if let What::Won { over, value } = event.what {
            won.push((over + 1, *event, value));
        }
    }
    won.sort_by_key(|(version, ..)| *version);
    let chain: Vec<(i64, i64)> = won.iter().map(|(version, _, value)| (*version, *value)).collect();
    assert_eq!(chain, versions[1..], "each version was won once, and holds what its winner wrote");
    for pair in won.windows(2) {
        assert!(pair[0].1.start < pair[1].1.end, "{:?} was over before {:?} began", pair[1], pair[0]);
    }
    for event in events {
        let over_before =
            won.iter().filter(|(_, other, _)| other.end < event.start).map(|(version, ..)| *version).max();
        let begun = won.iter().filter(|(_, other, _)| other.start < event.end).map(|(version, ..)| *version).max();
        let (over_before, begun) = (over_before.unwrap_or(1), begun.unwrap_or(1));
        match event.what {
            What::Read { version, value } => {
                assert!(over_before <= version && version <= begun, "{event:?} saw neither old nor new");
                assert!(versions.contains(&(version, value)), "{event:?} saw what nobody wrote");
            }
            What::Won { over, .. } => assert!(over_before <= over, "{event:?} won over what was over"),
            What::Lost { over } => assert!(over < begun, "{event:?} lost to nobody"),
        }
    }
}

#[test]
fn versions_won_by_eight_writers_form_a_chain_and_reads_fit_between() {
    let shared = SharedStore::new();
    let books: Vec<Uuid> =
        (0..ENTRIES).map(|number| shared.made("Book", &json!({"name": format!("B{number}"), "pages": 0}))).collect();
    let events = record_history(&shared, &books);
    let record = shared.find("Book");
    let mut lost = 0;
    for (entry, id) in books.into_iter().enumerate() {
        let stored = shared.read(move |snapshot| snapshot.versions(record, id));
        let versions: Vec<(i64, i64)> =
            stored.iter().map(|version| (version.version, shared.number(version, "pages"))).collect();
        let own: Vec<Event> = events.iter().copied().filter(|event| event.entry == entry).collect();
        lost += own.iter().filter(|event| matches!(event.what, What::Lost { .. })).count();
        assert_linear(&own, &versions);
    }
    assert!(lost > 0, "eight writers over three entries got into each other's way");
}
