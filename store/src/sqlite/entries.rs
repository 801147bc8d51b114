//! Lists over all types, from the table of what all entries share.

use rusqlite::types::Value as Cell;

use super::{
    failure::internal,
    list::{limit_cell, trim},
    rows,
    session::Session,
    source::{Builder, Of, Scope},
    sql::Sql,
};
use crate::{
    error::Result,
    query::{Entries, EntryRow},
};

impl Session<'_> {
    pub fn read_entries(&mut self, entries: &Entries) -> Result<(Vec<EntryRow>, bool)> {
        let mut builder = Builder::new(self.codec(), entries.as_of);
        let (scope, from) = builder.source(Of::Entry);
        let keyset = builder.keyset(&scope, &entries.order)?;
        let condition = condition(&mut builder, &scope, entries)?;
        let sql = Sql::new(format!("SELECT {}, {}", scope.column("id"), scope.column("type")))
            .add(keyset.columns())
            .then(" FROM ")
            .add(from)
            .then(" WHERE ")
            .add(condition)
            .add(keyset.bounds(&entries.window)?)
            .add(keyset.order_by(&entries.window))
            .then(" LIMIT ")
            .bind(limit_cell(entries.window.limit));
        let mut read = self.query(&sql, "reading entries", |codec, row| {
            let id = rows::id(row, 0)?;
            let record = codec.layout.types.get(&rows::get(row, 1)?).copied();
            let record = record.ok_or_else(|| internal("an entry of an unknown type"))?;
            Ok(EntryRow { id, record, position: keyset.position(row, 2, id)? })
        })?;
        let mut more = false;
        trim(&mut read, &mut more, entries.window.limit, entries.window.from_end);
        Ok((read, more))
    }

    pub fn count_all(&mut self, entries: &Entries) -> Result<u64> {
        let mut builder = Builder::new(self.codec(), entries.as_of);
        let (scope, from) = builder.source(Of::Entry);
        let condition = condition(&mut builder, &scope, entries)?;
        let sql = Sql::new("SELECT count(*) FROM ").add(from).then(" WHERE ").add(condition);
        let count = self.query_one(&sql, "counting entries", |_, row| rows::get::<i64>(row, 0))?;
        Ok(count.unwrap_or_default().unsigned_abs())
    }
}

fn condition(builder: &mut Builder<'_>, scope: &Scope, entries: &Entries) -> Result<Sql> {
    let layout = builder.codec.layout;
    let all = || layout.tables.iter().filter(|table| !table.is_series()).map(|table| table.id).collect::<Vec<_>>();
    let types = entries.types.as_ref().map(|types| types.iter().map(|record| layout.table(*record).id).collect());
    let types = types.unwrap_or_else(all).into_iter().map(Cell::Integer);
    // The plus keeps the planner from a walk per type, which would have to sort.
    let types = Sql::new(format!("+{} IN (", scope.column("type"))).bind_all(types).then(")");
    let filter = builder.condition(scope, &entries.filter)?;
    Ok(Sql::all(vec![types, filter], " AND ", "1"))
}
