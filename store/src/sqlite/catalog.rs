//! Stable numbers of types and fields. Tables and columns are named by them, so that a rename costs nothing.

use rusqlite::{Connection, OptionalExtension};

use super::failure::failure;
use crate::error::Result;

/// A type as stored.
#[derive(Clone, Debug)]
pub(super) struct StoredType {
    pub id: i64,
    pub name: String,
}

/// A field as stored.
#[derive(Clone, Debug)]
pub(super) struct StoredField {
    pub id: i64,
    pub name: String,
    /// What it holds, as [`super::evolve`] writes it.
    pub shape: String,
}

/// All types of a kind.
pub(super) fn types(connection: &Connection, kind: &str) -> Result<Vec<StoredType>> {
    let read = || -> rusqlite::Result<Vec<StoredType>> {
        let mut statement =
            connection.prepare_cached("SELECT id, name FROM type_catalog WHERE kind = ? ORDER BY id")?;
        statement.query_map([kind], |row| Ok(StoredType { id: row.get(0)?, name: row.get(1)? }))?.collect()
    };
    read().map_err(failure("reading the type catalog"))
}

/// All fields of a type.
pub(super) fn fields(connection: &Connection, record: i64) -> Result<Vec<StoredField>> {
    let read = || -> rusqlite::Result<Vec<StoredField>> {
        let sql = "SELECT id, name, shape FROM field_catalog WHERE type = ? ORDER BY id";
        let mut statement = connection.prepare_cached(sql)?;
        statement
            .query_map([record], |row| Ok(StoredField { id: row.get(0)?, name: row.get(1)?, shape: row.get(2)? }))?
            .collect()
    };
    read().map_err(failure("reading the field catalog"))
}

/// The names of all types, records and others, with those of their fields.
pub(super) fn names(connection: &Connection) -> Result<Vec<(String, Vec<String>)>> {
    let read = || -> rusqlite::Result<Vec<StoredType>> {
        let mut statement =
            connection.prepare("SELECT id, name FROM type_catalog WHERE kind <> 'retired' ORDER BY id")?;
        statement.query_map([], |row| Ok(StoredType { id: row.get(0)?, name: row.get(1)? }))?.collect()
    };
    let named = |stored: StoredType| {
        let fields = fields(connection, stored.id)?.into_iter().map(|field| field.name).collect();
        Ok((stored.name, fields))
    };
    read().map_err(failure("reading the type catalog"))?.into_iter().map(named).collect()
}

/// The number of a type, which is entered when it is new and renamed when it is known by a former name.
pub(super) fn claim_type(connection: &Connection, kind: &str, name: &str, former: &[String]) -> Result<(i64, bool)> {
    let find = |name: &str| {
        let sql = "SELECT id FROM type_catalog WHERE kind = ? AND name = ?";
        connection.query_row(sql, (kind, name), |row| row.get::<_, i64>(0)).optional()
    };
    let claim = || -> rusqlite::Result<(i64, bool)> {
        if let Some(id) = find(name)? {
            return Ok((id, false));
        }
        for former in former {
            if let Some(id) = find(former)? {
                connection.execute("UPDATE type_catalog SET name = ? WHERE id = ?", (name, id))?;
                return Ok((id, false));
            }
        }
        connection.execute("INSERT INTO type_catalog (kind, name) VALUES (?, ?)", (kind, name))?;
        Ok((connection.last_insert_rowid(), true))
    };
    claim().map_err(failure("writing the type catalog"))
}

/// Names an object anew in what fields hold.
pub(super) fn rename_object(connection: &Connection, from: &str, to: &str) -> Result<()> {
    let sql = "UPDATE field_catalog SET shape = replace(shape, ?1, ?2) WHERE shape IN (?1, ?1 || '!', '[' || ?1 || ']', '[' || ?1 || ']!')";
    let shape = |name: &str| format!("object:{name}");
    connection.execute(sql, (shape(from), shape(to))).map_err(failure("writing the field catalog")).map(|_| ())
}

/// Enters a field. A number is never used twice.
pub(super) fn add_field(connection: &Connection, record: i64, name: &str, shape: &str) -> Result<i64> {
    let sql = "INSERT INTO field_catalog (type, name, shape) VALUES (?, ?, ?)";
    connection.execute(sql, (record, name, shape)).map_err(failure("writing the field catalog"))?;
    Ok(connection.last_insert_rowid())
}

/// Writes a field's present name and shape.
pub(super) fn update_field(connection: &Connection, id: i64, name: &str, shape: &str) -> Result<()> {
    let sql = "UPDATE field_catalog SET name = ?, shape = ? WHERE id = ?";
    connection.execute(sql, (name, shape, id)).map_err(failure("writing the field catalog")).map(|_| ())
}

/// Forgets a field. Its column stays, without values.
pub(super) fn remove_field(connection: &Connection, id: i64) -> Result<()> {
    let sql = "DELETE FROM field_catalog WHERE id = ?";
    connection.execute(sql, [id]).map_err(failure("writing the field catalog")).map(|_| ())
}

/// Sets a field aside: its column stays with all values, but no model finds it any more, and its name is free.
pub(super) fn retire_field(connection: &Connection, id: i64) -> Result<()> {
    let sql = "UPDATE field_catalog SET type = -type, name = name || ' ' || id WHERE id = ? AND type > 0";
    connection.execute(sql, [id]).map_err(failure("writing the field catalog")).map(|_| ())
}

/// Sets a type aside: its tables stay, but no model finds it any more, and its name is free.
pub(super) fn retire_type(connection: &Connection, id: i64) -> Result<()> {
    let sql = "UPDATE type_catalog SET kind = 'retired', name = name || ' ' || id WHERE id = ?";
    connection.execute(sql, [id]).map_err(failure("writing the type catalog")).map(|_| ())
}

/// Gives a type its present name. Another that had it, of which nothing is known any more, is set aside.
pub(super) fn rename_type(connection: &Connection, kind: &str, id: i64, name: &str) -> Result<()> {
    let rename = || -> rusqlite::Result<()> {
        let sql = "UPDATE type_catalog SET kind = 'retired', name = name || ' ' || id WHERE kind = ? AND name = ? AND id <> ?";
        connection.execute(sql, (kind, name, id))?;
        connection.execute("UPDATE type_catalog SET name = ? WHERE id = ?", (name, id))?;
        Ok(())
    };
    rename().map_err(failure("writing the type catalog"))
}
