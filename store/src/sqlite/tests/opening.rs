//! Folders that can and cannot be opened.

use std::{path::Path, sync::Arc};

use serde_json::json;

use super::world::{GARDEN, World};
use crate::{
    backend::Backend,
    error::{Error, ErrorKind},
    query::Filter,
    sqlite::{Sqlite, SqliteOptions, open::LOG_BYTES},
    testsuite::TestStore,
};

fn refused(folder: &Path) -> Error {
    Sqlite::open(folder, &SqliteOptions::default()).err().expect("the folder is refused")
}

#[test]
fn makes_a_missing_folder() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a/b");
    Sqlite::open(&inner, &SqliteOptions::default()).unwrap();
    assert!(inner.join("daybook.sqlite").exists());
}

#[test]
fn refuses_a_folder_in_use_and_takes_it_when_it_is_free() {
    let world = World::new(GARDEN);
    let error = refused(world.folder.path());
    assert_eq!(error.kind, ErrorKind::Unusable);
    assert!(error.context.contains(&world.folder.path().display().to_string()), "{error}");
    assert!(error.context.contains("in use by another process"), "{error}");
    let World { sqlite, folder, .. } = world;
    drop(sqlite);
    assert!(Sqlite::open(folder.path(), &SqliteOptions::default()).is_ok());
}

#[test]
fn refuses_a_store_of_a_newer_daybook() {
    let World { sqlite, folder, .. } = World::new(GARDEN);
    let file = sqlite.shared.folder.file.clone();
    drop(sqlite);
    rusqlite::Connection::open(file).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let error = refused(folder.path());
    assert_eq!((error.kind, error.context.contains("newer Daybook")), (ErrorKind::Unusable, true), "{error}");
}

#[test]
fn refuses_a_database_of_another_program() {
    let folder = tempfile::tempdir().unwrap();
    let other = rusqlite::Connection::open(folder.path().join("daybook.sqlite")).unwrap();
    other.execute_batch("CREATE TABLE cats (name TEXT)").unwrap();
    let error = refused(folder.path());
    assert_eq!((error.kind, error.context.contains("another program")), (ErrorKind::Unusable, true), "{error}");
}

#[test]
fn refuses_a_file_that_is_no_database() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("daybook.sqlite"), "x".repeat(5000)).unwrap();
    assert_eq!(refused(folder.path()).kind, ErrorKind::Unusable);
}

#[test]
fn refuses_a_folder_that_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = refused(&file.join("data"));
    assert_eq!((error.kind, error.context.contains("--data")), (ErrorKind::Unusable, true), "{error}");
}

#[test]
fn keeps_secrets_and_numbers_over_a_restart() {
    let World { sqlite, folder, model } = World::new(GARDEN);
    let secret = sqlite.secret("cursor", &|| [7; 32]).unwrap();
    assert_eq!(sqlite.files().unwrap(), None);
    sqlite.remember_files("these").unwrap();
    sqlite.remember_files("those").unwrap();
    let numbers = |sqlite: &Sqlite| {
        let layout = sqlite.shared.layout(&model).unwrap();
        layout.tables.iter().map(|table| (table.id, table.fields.clone())).collect::<Vec<_>>()
    };
    let before = numbers(&sqlite);
    drop(sqlite);
    let sqlite = Sqlite::open(folder.path(), &SqliteOptions::default()).unwrap();
    assert_eq!(sqlite.files().unwrap().as_deref(), Some("those"));
    sqlite.prepare(&model).unwrap();
    assert_eq!((numbers(&sqlite), sqlite.secret("cursor", &|| [8; 32]).unwrap()), (before, secret));
}

#[test]
fn a_log_that_was_laid_out_is_written_over_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = Arc::new(Sqlite::open(folder.path(), &SqliteOptions::default()).unwrap());
    let mut test_store = TestStore::new(Arc::clone(&sqlite) as Arc<dyn Backend>);
    let length = |folder: &Path| std::fs::metadata(folder.join("daybook.sqlite-wal")).unwrap().len();
    let first = test_store.made("Book", &json!({"name": "Emma"}));
    assert!(length(folder.path()) < LOG_BYTES);
    test_store.writer().warm_up();
    assert_eq!(length(folder.path()), LOG_BYTES);
    test_store.writer().warm_up();
    let second = test_store.made("Book", &json!({"name": "Persuasion"}));
    assert_eq!(length(folder.path()), LOG_BYTES, "the second commit lengthens nothing");
    // What a crash leaves: the files as they are, with no closing.
    let crashed = tempfile::tempdir().unwrap();
    for name in ["daybook.sqlite", "daybook.sqlite-wal"] {
        std::fs::copy(folder.path().join(name), crashed.path().join(name)).unwrap();
    }
    drop((test_store, sqlite));
    for folder in [folder.path(), crashed.path()] {
        let sqlite = Arc::new(Sqlite::open(folder, &SqliteOptions::default()).unwrap());
        let test_store = TestStore::new(Arc::clone(&sqlite) as Arc<dyn Backend>);
        let books = test_store.rows(&test_store.list("Book", Filter::All(Vec::new())));
        assert_eq!(books.iter().map(|row| row.id).collect::<Vec<_>>(), [first, second]);
        assert_eq!(sqlite.damage().unwrap(), Vec::<String>::new());
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_what_is_stored() {
    use std::os::unix::fs::PermissionsExt as _;

    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("new/data");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let assert_private = || {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            assert_eq!(mode(&path), 0o600, "{}", path.display());
            names.push(path.file_name().unwrap().to_str().unwrap().to_owned());
        }
        names.sort();
        assert_eq!(names, ["daybook.lock", "daybook.sqlite", "daybook.sqlite-shm", "daybook.sqlite-wal"]);
    };
    let write = |book: Option<&str>| {
        let sqlite = Arc::new(Sqlite::open(&folder, &SqliteOptions::default()).unwrap());
        let mut test_store = TestStore::new(Arc::clone(&sqlite) as Arc<dyn Backend>);
        test_store.writer().warm_up();
        if let Some(name) = book {
            test_store.made("Book", &json!({"name": name}));
        }
        (test_store, sqlite)
    };
    let open = write(Some("Emma"));
    assert_eq!((mode(&folder), mode(folder.parent().unwrap())), (0o700, 0o700));
    assert_private();
    // As a version made them that did not care, and was killed.
    for entry in std::fs::read_dir(&folder).unwrap() {
        std::fs::set_permissions(entry.unwrap().path(), std::fs::Permissions::from_mode(0o644)).unwrap();
    }
    let killed = tempfile::tempdir().unwrap();
    for name in ["daybook.lock", "daybook.sqlite", "daybook.sqlite-shm", "daybook.sqlite-wal"] {
        std::fs::copy(folder.join(name), killed.path().join(name)).unwrap();
    }
    drop(open);
    for name in ["daybook.lock", "daybook.sqlite", "daybook.sqlite-shm", "daybook.sqlite-wal"] {
        std::fs::copy(killed.path().join(name), folder.join(name)).unwrap();
    }
    assert_eq!(mode(&folder.join("daybook.sqlite-wal")), 0o644);
    let _open = write(None);
    assert_private();
}
