//! Full stores, failing commits, slow reads.

use std::{sync::Arc, time::Duration};

use daybook_schema::Value;
use uuid::Uuid;

use super::world::{GARDEN, World, model};
use crate::{
    backend::{Backend, Transaction, Writer},
    error::{ErrorKind, Result},
    record::Record,
    sqlite::{Sqlite, SqliteOptions, writer::SqliteWriter},
};

fn bed(world: &World, number: u128, name: &str) -> Record {
    let record = world.find("Bed");
    let mut values = vec![Value::Null; world.model.record(record).fields.len()];
    values[0] = Value::Text(name.to_owned());
    let id = Uuid::from_u128(number);
    let times = 1_777_629_600_000;
    Record {
        id,
        record,
        version: 1,
        created_at: times,
        updated_at: times,
        trashed_at: None,
        seq: 1,
        values,
        external_keys: Vec::new(),
    }
}

fn put(world: &World, writer: &mut dyn Writer, record: &Record) -> Result<()> {
    writer.attempt(&world.model, &mut |transaction: &mut dyn Transaction| {
        transaction.put(record, None, "a title").map(|()| true)
    })
}

fn count(world: &World) -> i64 {
    let (table, _) = world.names("Bed", "name");
    world.raw().query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

#[test]
fn a_full_store_refuses_writes_reads_on_and_loses_nothing() {
    let mut world = World::new(GARDEN);
    let World { sqlite, folder, .. } = &world;
    let pages: u32 = world.raw().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let (path, _) = (folder.path().to_owned(), sqlite);
    // The folder is locked as long as its store lives.
    world.sqlite = Sqlite::open(&tempfile::tempdir().unwrap().keep(), &SqliteOptions::default()).unwrap();
    let options = SqliteOptions { max_pages: Some(pages + 20), ..SqliteOptions::default() };
    world.sqlite = Sqlite::open(&path, &options).unwrap();
    world.sqlite.prepare(&world.model).unwrap();
    let mut writer = world.sqlite.writer().unwrap();
    let mut stored = 0;
    let error = loop {
        writer.begin().unwrap();
        let record = bed(&world, stored + 1, &"x".repeat(2_000 + usize::try_from(stored).unwrap()));
        let outcome = put(&world, &mut *writer, &record).and_then(|()| writer.commit());
        match outcome {
            Ok(()) => stored += 1,
            Err(error) => break error,
        }
        assert!(stored < 1_000, "the limit holds");
    };
    writer.rollback().unwrap();
    assert_eq!(error.kind, ErrorKind::Full, "{error:?}");
    assert_eq!(u128::try_from(count(&world)).unwrap(), stored);
    let first = world.read(|snapshot| snapshot.get(world.find("Bed"), Uuid::from_u128(1))).unwrap();
    assert!(first.is_some());
    drop(writer);
    world.sqlite = Sqlite::open(&tempfile::tempdir().unwrap().keep(), &SqliteOptions::default()).unwrap();
    world.sqlite = Sqlite::open(&path, &SqliteOptions::default()).unwrap();
    world.sqlite.prepare(&world.model).unwrap();
    let mut writer = world.sqlite.writer().unwrap();
    writer.begin().unwrap();
    put(&world, &mut *writer, &bed(&world, 5_000, &"y".repeat(9_000))).unwrap();
    writer.commit().unwrap();
    assert_eq!(u128::try_from(count(&world)).unwrap(), stored + 1);
}

#[test]
fn a_failed_commit_leaves_nothing_and_the_writer_goes_on() {
    let world = World::new(GARDEN);
    let mut writer = SqliteWriter::new(Arc::clone(&world.sqlite.shared)).unwrap();
    writer.begin().unwrap();
    put(&world, &mut writer, &bed(&world, 1, "lost")).unwrap();
    writer.fail_next_commit();
    assert_eq!(writer.commit().unwrap_err().kind, ErrorKind::Unavailable);
    assert_eq!(count(&world), 0);
    writer.begin().unwrap();
    put(&world, &mut writer, &bed(&world, 2, "kept")).unwrap();
    writer.commit().unwrap();
    assert_eq!(count(&world), 1);
}

#[test]
fn a_read_that_takes_too_long_is_interrupted() {
    let folder = tempfile::tempdir().unwrap();
    let options = SqliteOptions { deadline: Some(Duration::ZERO), ..SqliteOptions::default() };
    let sqlite = Sqlite::open(folder.path(), &options).unwrap();
    let model = model(GARDEN);
    sqlite.prepare(&model).unwrap();
    let world = World { model, sqlite, folder };
    world.fill(20, 500);
    let mut list = world.newest("Harvest");
    list.window.limit = 10_000;
    assert_eq!(world.read(|snapshot| snapshot.list(&list)).unwrap_err().kind, ErrorKind::Timeout);
}
