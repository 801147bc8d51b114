//! What the server keeps about itself, in one table: accounts, sessions, spaces. The table is made when it is missing,
//! so that stores of before need no migration.

use rusqlite::{Connection, types::Value as Cell};
use uuid::Uuid;

use super::{
    failure::internal,
    rows::{self, id_cell, optional},
    session::Session,
    sql::Sql,
};
use crate::{
    error::Result,
    record::{SystemKind, SystemQuery, SystemRecord},
};

const TABLE: &str = "
CREATE TABLE IF NOT EXISTS system_record (
  kind INTEGER NOT NULL, id BLOB NOT NULL, key TEXT, account BLOB, space BLOB, data TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS system_record_key ON system_record (kind, key) WHERE key IS NOT NULL;
CREATE INDEX IF NOT EXISTS system_record_account ON system_record (kind, account) WHERE account IS NOT NULL;
CREATE INDEX IF NOT EXISTS system_record_space ON system_record (kind, space) WHERE space IS NOT NULL;
";

/// Columns that a record is read from.
const COLUMNS: &str = "id, key, account, space, data";

pub(super) fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(TABLE)
}

impl Session<'_> {
    pub fn read_system_record(&mut self, kind: SystemKind, id: Uuid) -> Result<Option<SystemRecord>> {
        let sql = select(kind).then(" AND id = ").bind(id_cell(id));
        self.query_one(&sql, "reading a system record", |_, row| record(kind, row))
    }

    pub fn read_system_record_of_key(&mut self, kind: SystemKind, key: &str) -> Result<Option<SystemRecord>> {
        let sql = select(kind).then(" AND key = ").bind(key.to_owned());
        self.query_one(&sql, "reading a system record", |_, row| record(kind, row))
    }

    pub fn read_system_records(&mut self, query: &SystemQuery) -> Result<Vec<SystemRecord>> {
        let mut sql = select(query.kind);
        for (column, id) in [("account", query.account), ("space", query.space)] {
            if let Some(id) = id {
                sql = sql.then(&format!(" AND {column} = ")).bind(id_cell(id));
            }
        }
        if let Some(after) = query.after {
            sql = sql.then(" AND id > ").bind(id_cell(after));
        }
        sql = sql.then(" ORDER BY id");
        if let Some(limit) = query.limit {
            sql = sql.then(" LIMIT ").bind(i64::try_from(limit).unwrap_or(i64::MAX));
        }
        self.query(&sql, "reading system records", |_, row| record(query.kind, row))
    }

    pub fn store_system_record(&mut self, record: &SystemRecord) -> Result<()> {
        let cells: Vec<Cell> = vec![
            record.kind.number().into(),
            id_cell(record.id),
            optional(record.key.clone()),
            optional(record.account.map(id_cell)),
            optional(record.space.map(id_cell)),
            record.data.to_string().into(),
        ];
        // A taken key is an error, not a replacement of whoever has it.
        let sql = "INSERT INTO system_record (kind, id, key, account, space, data) VALUES (?, ?, ?, ?, ?, ?) \
                   ON CONFLICT (kind, id) DO UPDATE SET key = excluded.key, account = excluded.account, \
                   space = excluded.space, data = excluded.data";
        self.execute(&Sql { values: cells, ..Sql::new(sql) }, "storing a system record").map(|_| ())
    }

    pub fn delete_system_record(&mut self, kind: SystemKind, id: Uuid) -> Result<()> {
        let sql = Sql::new("DELETE FROM system_record WHERE kind = ").bind(kind.number()).then(" AND id = ");
        self.execute(&sql.bind(id_cell(id)), "removing a system record").map(|_| ())
    }
}

fn select(kind: SystemKind) -> Sql {
    Sql::new(format!("SELECT {COLUMNS} FROM system_record WHERE kind = ")).bind(kind.number())
}

fn record(kind: SystemKind, row: &rusqlite::Row<'_>) -> Result<SystemRecord> {
    let text: String = rows::get(row, 4)?;
    Ok(SystemRecord {
        kind,
        id: rows::id(row, 0)?,
        key: rows::get(row, 1)?,
        account: rows::optional_id(row, 2)?,
        space: rows::optional_id(row, 3)?,
        data: serde_json::from_str(&text).map_err(|error| internal("a system record is damaged").caused_by(error))?,
    })
}
