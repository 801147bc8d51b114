//! Links in memory belong to one state, and are used for no other.

use std::sync::Arc;

use serde_json::json;
use uuid::Uuid;

use crate::{
    backend::Snapshot,
    graph,
    query::{ReachableEntries, TraversalOptions},
    sqlite::{Sqlite, SqliteOptions},
    testsuite::TestStore,
};

fn test_store(folder: &tempfile::TempDir) -> TestStore {
    TestStore::new(Arc::new(Sqlite::open(folder.path(), &SqliteOptions::default()).unwrap()))
}

fn ids(reached: Option<ReachableEntries>) -> Option<Vec<Uuid>> {
    reached.map(|reached| reached.entries.into_iter().map(|(_, id)| id).collect())
}

fn in_memory(snapshot: &mut dyn Snapshot, start: Uuid) -> Option<Vec<Uuid>> {
    ids(snapshot.reach_in_memory(start, 3, 100, &TraversalOptions::default()).unwrap())
}

#[test]
fn a_snapshot_of_an_earlier_state_reads_its_own_links() {
    let folder = tempfile::tempdir().unwrap();
    let mut test_store = test_store(&folder);
    let shelf = test_store.made("Shelf", &json!({"name": "one"}));
    let first = test_store.made("Book", &json!({"name": "first", "shelf": {"link": shelf}}));
    let mut earlier = test_store.backend.reader().unwrap();
    let model = Arc::clone(&test_store.model);
    let mut seen = Vec::new();
    earlier
        .read(&model, &mut |snapshot| {
            seen.push(in_memory(snapshot, shelf));
            let second = test_store.made("Book", &json!({"name": "second", "shelf": {"link": shelf}}));
            seen.push(test_store.read(|later| Ok(in_memory(later, shelf))));
            assert_eq!(seen[1], Some(vec![shelf, first, second]));
            seen.push(in_memory(snapshot, shelf));
            seen.push(ids(graph::reach(snapshot, shelf, 3, 100, &TraversalOptions::default())?));
            Ok(())
        })
        .unwrap();
    assert_eq!(seen[0], Some(vec![shelf, first]));
    assert_eq!(seen[2], None);
    assert_eq!(seen[3], Some(vec![shelf, first]));
}

#[test]
fn a_writer_sees_the_links_that_it_has_not_committed() {
    let folder = tempfile::tempdir().unwrap();
    let mut test_store = test_store(&folder);
    let shelf = test_store.made("Shelf", &json!({"name": "one"}));
    test_store.made("Book", &json!({"name": "first", "shelf": {"link": shelf}}));
    assert!(test_store.read(|snapshot| Ok(in_memory(snapshot, shelf).is_some())));
    let links = test_store
        .try_transaction(|transaction| {
            let link = transaction.links(&crate::backend::LinkQuery::default())?.remove(0);
            transaction.remove_link(&link, 9)?;
            assert_eq!(in_memory(transaction, shelf), None);
            Ok(ids(graph::reach(transaction, shelf, 3, 100, &TraversalOptions::default())?))
        })
        .unwrap();
    assert_eq!(links, Some(vec![shelf]));
}
