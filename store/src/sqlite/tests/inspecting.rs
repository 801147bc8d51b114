//! Stores that are looked at and stay as they are.

use std::{fs, path::Path, sync::Arc, time::SystemTime};

use serde_json::json;

use super::world::{GARDEN, World, model};
use crate::{
    backend::Backend,
    error::ErrorKind,
    sqlite::{Inspection, Sqlite, SqliteOptions},
    testsuite::TestStore,
};

/// Names, content and times of all files.
fn everything(folder: &Path) -> Vec<(String, Vec<u8>, SystemTime)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let modified = entry.metadata().unwrap().modified().unwrap();
            (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap(), modified)
        })
        .collect();
    files.sort();
    files
}

/// A store with a few books, one of them changed.
fn library(folder: &Path) -> (TestStore, Arc<Sqlite>) {
    let sqlite = Arc::new(Sqlite::open(folder, &SqliteOptions::default()).unwrap());
    let mut test_store = TestStore::new(Arc::clone(&sqlite) as Arc<dyn Backend>);
    let shelf = test_store.made("Shelf", &json!({"name": "top"}));
    let book = test_store.made("Book", &json!({"name": "Emma", "shelf": {"link": shelf}}));
    test_store.update("Book", book, &json!({"name": "Persuasion"}));
    (test_store, sqlite)
}

#[test]
fn a_store_that_was_closed_is_checked_in_place_and_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    let (test_store, sqlite) = library(folder.path());
    let model = Arc::clone(&test_store.model);
    drop((test_store, sqlite));
    let before = everything(folder.path());
    let mut inspection = Inspection::open(folder.path()).unwrap();
    assert_eq!(inspection.definitions().unwrap(), None);
    assert_eq!(inspection.check(&model).unwrap(), Vec::<String>::new());
    assert!(!inspection.is_copy());
    drop(inspection);
    assert!(everything(folder.path()) == before);
    assert!(Sqlite::open(folder.path(), &SqliteOptions::default()).is_ok());
}

#[test]
fn a_store_that_was_killed_is_checked_with_its_log_and_nothing_changes() {
    let (folder, crashed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (test_store, sqlite) = library(folder.path());
    for name in ["daybook.sqlite", "daybook.sqlite-wal", "daybook.lock"] {
        fs::copy(folder.path().join(name), crashed.path().join(name)).unwrap();
    }
    let before = everything(crashed.path());
    let mut inspection = Inspection::open(crashed.path()).unwrap();
    assert_eq!(inspection.check(&test_store.model).unwrap(), Vec::<String>::new());
    assert!(inspection.is_copy());
    assert!(everything(crashed.path()) == before);
    drop((test_store, sqlite));
}

#[test]
fn definitions_that_would_change_the_tables_are_tried_on_a_copy() {
    let World { sqlite, folder, .. } = World::new(GARDEN);
    drop(sqlite);
    let before = everything(folder.path());
    let next = model(&GARDEN.replace("sunny: Boolean", "sunny: Boolean shade: Boolean @index"));
    let mut inspection = Inspection::open(folder.path()).unwrap();
    assert_eq!(inspection.check(&next).unwrap(), Vec::<String>::new());
    assert!(inspection.is_copy());
    assert!(everything(folder.path()) == before);
}

#[test]
fn what_is_wrong_is_found_in_place() {
    let world = World::new(GARDEN);
    // Harvests whose links stand in their column only.
    world.fill(2, 3);
    let World { sqlite, folder, model, .. } = world;
    drop(sqlite);
    let mut inspection = Inspection::open(folder.path()).unwrap();
    let findings = inspection.check(&model).unwrap();
    assert_eq!(findings.iter().filter(|finding| finding.contains("has no link row")).count(), 6, "{findings:?}");
    assert!(!inspection.is_copy());
}

#[test]
fn a_store_in_use_and_one_of_a_newer_version_are_refused_as_at_a_start() {
    let World { sqlite, folder, .. } = World::new(GARDEN);
    let refused = |folder: &Path| Inspection::open(folder).err().unwrap();
    let error = refused(folder.path());
    assert_eq!((error.kind, error.context.contains("in use")), (ErrorKind::Unusable, true), "{error}");
    let file = sqlite.shared.folder.file.clone();
    drop(sqlite);
    rusqlite::Connection::open(file).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let error = refused(folder.path());
    assert!(error.context.contains("newer Daybook"), "{error}");
}

#[test]
fn a_path_with_signs_of_an_address_is_taken_as_it_is() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("50% off? #1");
    drop(library(&folder));
    let model = TestStore::new(Arc::new(crate::testsuite::Reference::default())).model;
    assert_eq!(Inspection::open(&folder).unwrap().check(&model).unwrap(), Vec::<String>::new());
}
