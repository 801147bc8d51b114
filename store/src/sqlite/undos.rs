//! Which change sets took others back.

use rusqlite::Connection;
use uuid::Uuid;

use super::{
    rows::{self, id_cell},
    session::Session,
    sql::Sql,
};
use crate::error::Result;

/// Made where it is missing: stores of earlier versions tell of no undo, and need no other change.
const TABLE: &str = "
CREATE TABLE IF NOT EXISTS undo (change_set BLOB PRIMARY KEY, undone BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS undo_undone ON undo (undone);
";

pub(super) fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(TABLE)
}

impl Session<'_> {
    pub fn read_undos(&mut self, change_sets: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>> {
        let ids: Vec<String> = change_sets.iter().map(|id| id.simple().to_string()).collect();
        let ids = serde_json::json!(ids).to_string();
        let among = |column: &str| {
            Sql::new(format!(
                "SELECT change_set, undone FROM undo WHERE {column} IN (SELECT unhex(value) FROM json_each("
            ))
            .bind(ids.clone())
            .then("))")
        };
        let sql = among("change_set").then(" UNION ").add(among("undone")).then(" ORDER BY change_set");
        self.query(&sql, "reading what was undone", |_, row| Ok((rows::id(row, 0)?, rows::id(row, 1)?)))
    }

    pub fn store_undo(&mut self, change_set: Uuid, undone: Uuid) -> Result<()> {
        let sql = Sql::new("INSERT OR REPLACE INTO undo (change_set, undone) VALUES (")
            .bind(id_cell(change_set))
            .then(", ")
            .bind(id_cell(undone))
            .then(")");
        self.execute(&sql, "storing an undo").map(|_| ())
    }
}
