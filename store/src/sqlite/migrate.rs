//! Stores of earlier versions, brought up to this one in the transaction that prepares them.
//!
//! Version 1: samples named what they measure by its id of 16 bytes, and versions lay in the order in which they were
//! superseded. Since version 2 entries have a number beside their id, samples and rollups hold that, all versions of one
//! lie beside each other, and the change log has fewer indexes. Since version 3 versions are stored under the
//! number of the change that superseded them, neighbouring rollups share a row, and creations are not indexed by entry.
//! Since version 4 durations are compared and indexed by a key that equal ones share.
//! Since version 5 links that deletes took away are remembered, and what was done to samples is written down.

use std::collections::BTreeMap;

use daybook_schema::value::Instant;
use rusqlite::{Connection, Row, params};

use super::{
    failure::failure,
    layout::Layout,
    open::USER_VERSION,
    rollup::{self, PackedRows},
    rows::operation_number,
    source::LINK_COLUMNS,
    tables::{HISTORY, LATER_CHANGES, MOMENTS, SAMPLE_CHANGES, UNLINKED},
};
use crate::{error::Result, record::ChangeOperation};

/// Brings the tables that are there up to date.
pub(super) fn run(connection: &Connection, layout: &Layout) -> Result<()> {
    let attempted = || failure("bringing the store up to this version of Daybook");
    let version: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(attempted())?;
    if version >= USER_VERSION {
        return Ok(());
    }
    if version < 3 {
        gather_versions_and_rollups(connection, layout, version)?;
    }
    if version < 4 {
        key_durations(connection).map_err(attempted())?;
    }
    remember_unlinked(connection).map_err(attempted())?;
    connection.execute_batch(SAMPLE_CHANGES).map_err(attempted())?;
    connection.pragma_update(None, "user_version", USER_VERSION).map_err(attempted())
}

/// Versions 1 and 2 become version 3.
fn gather_versions_and_rollups(connection: &Connection, layout: &Layout, version: i32) -> Result<()> {
    let attempted = || failure("bringing the store up to this version of Daybook");
    if version < 2 {
        number_entries(connection).map_err(attempted())?;
        number_samples(connection, layout).map_err(attempted())?;
        // The index of change sets stays: the ids of old ones do not say where they are.
        let log = format!("DROP INDEX change_at; DROP INDEX change_type; {MOMENTS}");
        connection.execute_batch(&log).map_err(attempted())?;
    } else {
        key_versions_by_change(connection).map_err(attempted())?;
    }
    gather_rollups(connection)?;
    connection.execute_batch(&format!("DROP INDEX change_entry; {LATER_CHANGES}")).map_err(attempted())
}

/// Gives every duration its key. Indexes by length go: those by key are made with all others.
fn key_durations(connection: &Connection) -> rusqlite::Result<()> {
    for table in [tables(connection, "t[0-9]*")?, tables(connection, "h[0-9]*")?].concat() {
        let columns = columns(connection, &table)?;
        // A duration is the only value of a text and a number beside it.
        let is_duration = |text: &&Column| {
            let length = format!("{}m", text.name);
            text.kind == "TEXT" && columns.iter().any(|column| column.name == length && column.kind == "INTEGER")
        };
        for Column { name, .. } in columns.iter().filter(is_duration) {
            for index in indexes_by(connection, &table, &format!("{name}m"))? {
                connection.execute_batch(&format!("DROP INDEX {index}"))?;
            }
            connection.execute_batch(&format!(
                "ALTER TABLE {table} ADD COLUMN {name}k BLOB;
                 UPDATE {table} SET {name}k = daybook_span({name}) WHERE {name} IS NOT NULL;"
            ))?;
        }
    }
    Ok(())
}

/// The indexes of a table that begin with a column.
fn indexes_by(connection: &Connection, table: &str, column: &str) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT list.name FROM pragma_index_list(?) AS list JOIN pragma_index_info(list.name) AS part \
               WHERE part.seqno = 0 AND part.name = ?";
    let mut statement = connection.prepare(sql)?;
    statement.query_map([table, column], |row| row.get(0))?.collect()
}

/// Finds the links that deletes took away as far as history tells: one of their ends is in the trash, and they ended when
/// what they lead to went there, or when their source came back before it.
fn remember_unlinked(connection: &Connection) -> rusqlite::Result<()> {
    let (trashed, restored, unlinked) = (
        operation_number(ChangeOperation::Trashed),
        operation_number(ChangeOperation::Restored),
        operation_number(ChangeOperation::Unlinked),
    );
    connection.execute_batch(&format!(
        "{UNLINKED}
         INSERT INTO unlinked ({LINK_COLUMNS}, since, gone)
           SELECT {LINK_COLUMNS}, until, 0 FROM link_history AS h
           WHERE typeof(kind) = 'integer' AND NOT EXISTS (SELECT 1 FROM link WHERE link.id = h.id)
             AND NOT EXISTS (SELECT 1 FROM link_history AS l WHERE l.id = h.id AND l.seq > h.seq)
             AND (SELECT count(trashed_at) FROM entry WHERE id IN (h.source, h.target)) > 0
             AND EXISTS (
               SELECT 1 FROM change AS u WHERE u.entry = h.source AND u.operation <> 0 AND u.operation = {unlinked}
                 AND u.link = h.id AND u.seq >= h.until AND (
                   EXISTS (SELECT 1 FROM change AS t WHERE t.entry = h.target AND t.operation <> 0
                     AND t.operation = {trashed} AND t.change_set = u.change_set)
                   OR EXISTS (SELECT 1 FROM change AS t WHERE t.entry = h.source AND t.operation <> 0
                     AND t.operation = {restored} AND t.change_set = u.change_set)))"
    ))
}

/// Gives all entries their numbers, those of types that are set aside too, and brings their versions together.
fn number_entries(connection: &Connection) -> rusqlite::Result<()> {
    for table in tables(connection, "h[0-9]*")? {
        let number = &table[1..];
        let columns = columns(connection, &format!("t{number}"))?;
        let names = listed(&columns, |column| column.name.clone());
        let old_names = listed(&columns, |column| format!("old.{}", column.name));
        let others = listed(&columns[1..], Column::definition);
        let versioned = listed(&superseded(connection, &table)?, Column::definition);
        connection.execute_batch(&format!(
            "ALTER TABLE t{number} RENAME TO old;
             CREATE TABLE t{number} (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, {others}) STRICT;
             INSERT INTO t{number} (n, {names}) SELECT rowid, {names} FROM old ORDER BY rowid;
             DROP TABLE old;
             ALTER TABLE h{number} RENAME TO old;
             CREATE TABLE h{number} (until INTEGER PRIMARY KEY, n INTEGER NOT NULL, {versioned}) STRICT;
             INSERT INTO h{number} (n, {names}, until) SELECT t{number}.n, {old_names}, old.until
               FROM old JOIN t{number} ON t{number}.id = old.id ORDER BY old.until;
             DROP TABLE old;"
        ))?;
    }
    connection.execute_batch(
        "ALTER TABLE entry_history RENAME TO old_entry; ALTER TABLE link_history RENAME TO old_link;
         DROP INDEX link_history_source; DROP INDEX link_history_target;",
    )?;
    connection.execute_batch(HISTORY)?;
    connection.execute_batch(
        "INSERT INTO entry_history SELECT * FROM old_entry ORDER BY id, seq; DROP TABLE old_entry;
         INSERT INTO link_history SELECT * FROM old_link ORDER BY id, seq; DROP TABLE old_link;",
    )
}

/// Lets samples and rollups hold those numbers.
fn number_samples(connection: &Connection, layout: &Layout) -> rusqlite::Result<()> {
    let there = tables(connection, "t[0-9]*")?;
    let rolled = !tables(connection, "rollup")?.is_empty();
    if rolled {
        connection.execute_batch("ALTER TABLE rollup RENAME TO old_rollup; ALTER TABLE kept RENAME TO old_kept;")?;
        rollup::create(connection)?;
    }
    for table in &layout.tables {
        let (id, Some(measured)) = (table.id, table.measured) else { continue };
        if !there.contains(&format!("t{id}")) {
            continue;
        }
        let mut others = columns(connection, &format!("t{id}"))?;
        others.retain(|column| column.name != "of");
        let definitions = listed(&others, Column::definition);
        let names = listed(&others, |column| column.name.clone());
        let old_names = listed(&others, |column| format!("o.{}", column.name));
        let of = format!("JOIN t{measured} AS m ON m.id = o.of");
        connection.execute_batch(&format!(
            "ALTER TABLE t{id} RENAME TO old;
             CREATE TABLE t{id} (of INTEGER NOT NULL, {definitions}, PRIMARY KEY (of, at)) STRICT, WITHOUT ROWID;
             INSERT INTO t{id} (of, {names}) SELECT m.n, {old_names} FROM old AS o {of} ORDER BY m.n, o.at;
             DROP TABLE old;"
        ))?;
        if rolled {
            connection.execute_batch(&format!(
                "INSERT INTO rollup SELECT series, level, m.n, start, data FROM old_rollup AS o {of} WHERE series = {id};
                 INSERT INTO kept SELECT series, m.n, since, finest FROM old_kept AS o {of} WHERE series = {id};"
            ))?;
        }
    }
    if rolled { connection.execute_batch("DROP TABLE old_rollup; DROP TABLE old_kept;") } else { Ok(()) }
}

/// Stores versions under the number of the change that superseded them.
fn key_versions_by_change(connection: &Connection) -> rusqlite::Result<()> {
    for table in tables(connection, "h[0-9]*")? {
        let columns = superseded(connection, &table)?;
        let (names, definitions) =
            (listed(&columns, |column| column.name.clone()), listed(&columns, Column::definition));
        connection.execute_batch(&format!(
            "ALTER TABLE {table} RENAME TO old;
             CREATE TABLE {table} (until INTEGER PRIMARY KEY, {definitions}) STRICT;
             INSERT INTO {table} (until, {names}) SELECT until, {names} FROM old ORDER BY until;
             DROP TABLE old;"
        ))?;
    }
    Ok(())
}

/// The columns of superseded versions but for the one that they are found by.
fn superseded(connection: &Connection, table: &str) -> rusqlite::Result<Vec<Column>> {
    let mut columns = columns(connection, table)?;
    columns.retain(|column| column.name != "until");
    Ok(columns)
}

/// Brings neighbouring rollups into one row.
fn gather_rollups(connection: &Connection) -> Result<()> {
    let attempted = || failure("bringing rollups together");
    if tables(connection, "rollup").map_err(attempted())?.is_empty() {
        return Ok(());
    }
    let mut statement = connection.prepare("SELECT DISTINCT series, of, level FROM rollup").map_err(attempted())?;
    let packed_rows =
        |row: &Row<'_>| Ok(PackedRows { connection, series: row.get(0)?, of: row.get(1)?, level: row.get(2)? });
    let all_rows: Vec<PackedRows<'_>> =
        statement.query_map([], packed_rows).and_then(Iterator::collect).map_err(attempted())?;
    for packed_rows in all_rows {
        let own = params![packed_rows.series, packed_rows.of, packed_rows.level];
        let sql = "SELECT start, data FROM rollup WHERE series = ? AND of = ? AND level = ?";
        let mut statement = connection.prepare_cached(sql).map_err(attempted())?;
        let single: rusqlite::Result<BTreeMap<Instant, Vec<u8>>> =
            statement.query_map(own, |row| Ok((row.get(0)?, row.get(1)?))).and_then(Iterator::collect);
        let single = single.map_err(attempted())?;
        let sql = "DELETE FROM rollup WHERE series = ? AND of = ? AND level = ?";
        connection.execute(sql, own).map_err(attempted())?;
        let bytes = single.values().map(Vec::len).max().unwrap_or(0);
        packed_rows.replace((Instant::MIN / 2, Instant::MAX / 2), single, bytes)?;
    }
    Ok(())
}

/// A column as it is.
struct Column {
    name: String,
    kind: String,
    required: bool,
}

impl Column {
    fn definition(&self) -> String {
        format!("{} {}{}", self.name, self.kind, if self.required { " NOT NULL" } else { "" })
    }
}

fn listed(columns: &[Column], what: impl Fn(&Column) -> String) -> String {
    columns.iter().map(what).collect::<Vec<_>>().join(", ")
}

fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<Column>> {
    let mut statement = connection.prepare("SELECT name, type, \"notnull\" FROM pragma_table_info(?) ORDER BY cid")?;
    let column = |row: &Row<'_>| Ok(Column { name: row.get(0)?, kind: row.get(1)?, required: row.get(2)? });
    statement.query_map([table], column)?.collect()
}

fn tables(connection: &Connection, pattern: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement =
        connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB ? ORDER BY name")?;
    statement.query_map([pattern], |row| row.get(0))?.collect()
}
