//! Indexes of a type's table: those that the model asks for and no others.

use daybook_schema::{Model, TypeIndex};
use rusqlite::Connection;

use super::{failure::failure, layout::Layout, shape::Shape};
use crate::error::{Error, ErrorKind, Result};

/// Suffixes of the columns that make a value unique.
pub(super) fn key_suffixes(shape: &Shape) -> &'static [&'static str] {
    match shape {
        Shape::Money => &["", "c"],
        Shape::Point => &["", "o"],
        Shape::Duration => &["k"],
        _ => &[""],
    }
}

/// Makes and drops indexes until they are those of the model.
pub(super) fn settle(connection: &Connection, model: &Model, layout: &Layout) -> Result<()> {
    for index in model.indexes() {
        let table = layout.table(index);
        let wanted = wanted(model, layout, index);
        let existing = existing(connection, table.id)?;
        for name in existing.iter().filter(|name| !wanted.iter().any(|(wanted, ..)| wanted == *name)) {
            connection.execute_batch(&format!("DROP INDEX {name}")).map_err(failure("dropping an index"))?;
        }
        for (name, sql, what) in wanted.iter().filter(|(name, ..)| !existing.contains(name)) {
            connection.execute_batch(sql).map_err(|error| refuse(error, name, &model.record(index).name, what))?;
        }
    }
    Ok(())
}

fn refuse(error: rusqlite::Error, name: &str, record: &str, what: &str) -> Error {
    let failure = failure(&format!("making the index {name} of {record}"))(error);
    if failure.kind != ErrorKind::Conflict {
        return failure;
    }
    let context = format!(
        "{record}: there are living entries with the same {what}, so that it cannot become a key; make them differ, or \
         leave the key out"
    );
    Error { kind: ErrorKind::Unusable, context, source: failure.source }
}

fn existing(connection: &Connection, table: i64) -> Result<Vec<String>> {
    let read = || -> rusqlite::Result<Vec<String>> {
        let sql = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name IN (?, ?) AND sql IS NOT NULL \
                   AND name NOT LIKE 'h%'";
        let mut statement = connection.prepare_cached(sql)?;
        statement.query_map([format!("t{table}"), format!("h{table}")], |row| row.get(0))?.collect()
    };
    read().map_err(failure("reading the indexes"))
}

/// Name, statement and what it makes unique, if anything.
fn wanted(model: &Model, layout: &Layout, index: TypeIndex) -> Vec<(String, String, String)> {
    let record = model.record(index);
    let table = layout.table(index);
    let id = table.id;
    let tail = if table.is_series() { "" } else { ", id" };
    let mut wanted = Vec::new();
    if table.is_series() {
        // The key of a series finds samples of one thing; this finds those of a time over all things.
        wanted.push((format!("i{id}_at"), format!("CREATE INDEX i{id}_at ON t{id} (at, of)"), String::new()));
    }
    let at = record.at.and_then(|at| table.column(at)).map(|column| column.name.clone());
    for (position, field) in record.indexed_fields() {
        let Some(column) = table.column(position) else { continue };
        let name = &column.name;
        if name == "of" || name == "at" {
            continue;
        }
        let order = format!("{name}{}", column.shape.order_suffix());
        // Few values, many records of each: such a value is asked for together with the time.
        let coarse = matches!(column.shape, Shape::Enum(_) | Shape::Boolean);
        let mut key = format!("i{id}_{name}");
        let columns = match (&at, field.link().is_some()) {
            (Some(at), true) if !table.is_series() => format!("{name}, {at}{tail}"),
            (_, true) => format!("{name}{tail}"),
            (Some(at), false) if at == name => format!("{order}{tail}"),
            (Some(at), false) if field.index && coarse => {
                key = format!("{key}_{at}");
                format!("{name}, {at}{tail}")
            }
            (_, false) if field.index => format!("{order}{tail}"),
            _ => continue,
        };
        if matches!(column.shape, Shape::Json | Shape::List(_) | Shape::Object(_) | Shape::Point) {
            continue;
        }
        wanted.push((key.clone(), format!("CREATE INDEX {key} ON t{id} ({columns})"), String::new()));
    }
    if table.is_series() {
        return wanted;
    }
    for fields in &record.keys {
        let columns: Vec<String> = fields
            .iter()
            .filter_map(|field| table.column(*field))
            .flat_map(|column| key_suffixes(&column.shape).iter().map(|suffix| format!("{}{suffix}", column.name)))
            .collect();
        let key = format!("k{id}_{}", columns.join("_"));
        let present: Vec<String> = columns.iter().map(|column| format!("{column} IS NOT NULL")).collect();
        let sql = format!(
            "CREATE UNIQUE INDEX {key} ON t{id} (space, {}) WHERE trashed_at IS NULL AND {}",
            columns.join(", "),
            present.join(" AND ")
        );
        let names: Vec<&str> = fields.iter().map(|field| record.field(*field).name.as_str()).collect();
        wanted.push((key, sql, names.join(", ")));
    }
    wanted
}
