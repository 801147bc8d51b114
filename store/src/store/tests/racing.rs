//! Clients that want the same thing at the same moment: one gets it, the others get an error that says why not.

use daybook_schema::{ErrorCode, input::Reference};
use serde_json::json;
use uuid::Uuid;

use super::concurrent_writers::{SharedStore, codes, entry};
use crate::{
    backend::ChangeQuery,
    record::ChangeOperation,
    write::{Action, Outcome},
};

const ROUNDS: usize = 6;
const RACERS: usize = 8;

/// Which of the racers were refused, all for the same reason.
fn refused(outcomes: &[Outcome], reason: ErrorCode) -> usize {
    let refused: Vec<_> = outcomes.iter().map(codes).filter(|codes| !codes.is_empty()).collect();
    assert!(refused.iter().all(|codes| *codes == [reason]), "{refused:?}");
    refused.len()
}

#[test]
fn racing_upserts_of_one_key_create_one_entry() {
    let shared = SharedStore::new();
    for round in 0..ROUNDS {
        let name = format!("Shelf {round}");
        let outcomes = shared.race(RACERS, |racer| {
            shared.upsert("Shelf", &json!({"name": name, "depth": {"value": racer + 1, "unit": "CM"}}))
        });
        let ids: Vec<Uuid> = outcomes.iter().map(entry).collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        let query = ChangeQuery { entry: Some(ids[0]), ..ChangeQuery::default() };
        let changes = shared.read(move |snapshot| snapshot.changes(&query));
        let created = changes.iter().filter(|change| change.operation == ChangeOperation::Created).count();
        assert_eq!((created, changes.len()), (1, RACERS), "one created it, the others changed it");
    }
}

#[test]
fn racing_creates_of_one_key_leave_one_and_tell_the_others_which() {
    let shared = SharedStore::new();
    for round in 0..ROUNDS {
        let document = json!({"name": format!("Shelf {round}")});
        let outcomes = shared.race(RACERS, |_| shared.create("Shelf", &document));
        assert_eq!(refused(&outcomes, ErrorCode::DuplicateKey), RACERS - 1);
        let winner = outcomes.iter().find(|outcome| !outcome.has_errors()).map(entry);
        let named = outcomes.iter().flat_map(|outcome| &outcome.results[0].problems.errors).map(|error| error.entry);
        assert!(named.into_iter().all(|id| id == winner), "{outcomes:?}");
    }
}

#[test]
fn a_circle_that_two_close_at_once_is_refused_to_one_of_them() {
    let shared = SharedStore::new();
    for round in 0..ROUNDS {
        let member = |number: usize| shared.made("Patron", &json!({"card": format!("{round}-{number}")}));
        let pair = [member(0), member(1)];
        let outcomes = shared.race(2, |racer| {
            let document = json!({"mentor": {"link": pair[1 - racer]}});
            shared.execute(vec![shared.change("Patron", pair[racer], &document, None)])
        });
        assert_eq!(refused(&outcomes, ErrorCode::Cycle), 1);
    }
}

#[test]
fn a_ring_that_eight_close_at_once_stays_open_at_one_place() {
    let shared = SharedStore::new();
    for round in 0..ROUNDS {
        let books: Vec<Uuid> =
            (0..RACERS).map(|number| shared.made("Book", &json!({"name": format!("{round}-{number}")}))).collect();
        let outcomes = shared.race(RACERS, |racer| {
            let document = json!({"follows": {"link": [{"id": books[(racer + 1) % RACERS]}]}});
            shared.execute(vec![shared.change("Book", books[racer], &document, None)])
        });
        assert_eq!(refused(&outcomes, ErrorCode::Cycle), 1);
    }
}

#[test]
fn racing_restores_of_one_key_bring_one_back() {
    let shared = SharedStore::new();
    for round in 0..ROUNDS {
        let trashed: Vec<Uuid> = (0..RACERS)
            .map(|_| {
                let id = shared.made("Shelf", &json!({"name": format!("Shelf {round}")}));
                entry(&shared.delete("Shelf", id));
                id
            })
            .collect();
        let outcomes = shared.race(RACERS, |racer| {
            shared.act(Action::Restore { id: Reference::Id(trashed[racer]), to_version: None, expected_version: None })
        });
        assert_eq!(refused(&outcomes, ErrorCode::DuplicateKey), RACERS - 1);
        let living = trashed.iter().filter(|id| shared.get("Shelf", **id).trashed_at.is_none()).count();
        assert_eq!(living, 1);
    }
}

#[test]
fn a_link_races_the_delete_of_its_target_and_never_leads_into_the_trash() {
    let shared = SharedStore::new();
    for round in 0..ROUNDS {
        let shelf = shared.made("Shelf", &json!({"name": format!("Shelf {round}")}));
        let book = shared.made("Book", &json!({"name": format!("Book {round}")}));
        let outcomes = shared.race(2, |racer| {
            if racer == 0 {
                return shared.delete("Shelf", shelf);
            }
            shared.execute(vec![shared.change("Book", book, &json!({"shelf": {"link": shelf}}), None)])
        });
        let told = (codes(&outcomes[0]), codes(&outcomes[1]));
        let linked_first = (vec![ErrorCode::Restricted], vec![]);
        let deleted_first = (vec![], vec![ErrorCode::NotFound]);
        assert!(told == linked_first || told == deleted_first, "{told:?}");
    }
}
