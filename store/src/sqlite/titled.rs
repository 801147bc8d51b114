//! Conditions on titles that few entries meet, turned into their ids before anything else is read.
//!
//! Titles stand in the table of what all entries share, in no index: every new entry would pay for one. To look a title up
//! for each record of a large type takes several times as long as to go through the titles once, and what is ordered by
//! the last change would be read from the change log, entry by entry. Where many entries have such a title the list is
//! read as it is: a page of them is soon full.

use daybook_schema::TypeIndex;
use rusqlite::types::Value as Cell;

use super::{
    rows,
    session::Session,
    source::{Builder, Of},
    sql::Sql,
};
use crate::{
    error::Result,
    query::{Aggregate, Entries, Filter, List, Subject, Test},
    record::Seq,
};

/// Entries with such a title that are called few.
const FEW: usize = 1_000;

/// Looking up a title takes about so many times as long as passing by one.
const LOOKUP: i64 = 6;

impl Session<'_> {
    /// A list whose titles are tested, over those that pass; `None` where it is read as it is.
    pub fn titled_list(&mut self, list: &List) -> Result<Option<List>> {
        if list.parents.is_some() || !self.fills_the_store(&list.filter, list.record)? {
            return Ok(None);
        }
        let filter = self.titled(Some(&[list.record]), &list.filter, list.as_of)?;
        Ok(filter.map(|filter| List { filter, ..list.clone() }))
    }

    /// The same of statistics.
    pub fn titled_aggregate(&mut self, aggregate: &Aggregate) -> Result<Option<Aggregate>> {
        if aggregate.parents.is_some() || !self.fills_the_store(&aggregate.filter, aggregate.record)? {
            return Ok(None);
        }
        let filter = self.titled(Some(&[aggregate.record]), &aggregate.filter, aggregate.as_of)?;
        Ok(filter.map(|filter| Aggregate { filter, ..aggregate.clone() }))
    }

    /// The same of a list over types.
    pub fn titled_entries(&mut self, entries: &Entries) -> Result<Option<Entries>> {
        let filter = self.titled(entries.types.as_deref(), &entries.filter, entries.as_of)?;
        Ok(filter.map(|filter| Entries { filter, ..entries.clone() }))
    }

    /// Whether the titles of a type are so many of all that it is worth going through them.
    fn fills_the_store(&mut self, filter: &Filter, record: TypeIndex) -> Result<bool> {
        let table = self.layout.table(record);
        if table.is_series() || tests_of_titles(filter).is_empty() {
            return Ok(false);
        }
        let sql = format!("SELECT (SELECT max(n) FROM t{}) * {LOOKUP} >= (SELECT max(rowid) FROM entry)", table.id);
        Ok(self.query_one(&Sql::new(sql), "counting titles", |_, row| rows::get(row, 0))?.unwrap_or(Some(false))
            == Some(true))
    }

    /// A filter together with the ids of those whose titles pass it; `None` when no titles are tested, or many pass.
    fn titled(&mut self, types: Option<&[TypeIndex]>, filter: &Filter, as_of: Option<Seq>) -> Result<Option<Filter>> {
        let tests = tests_of_titles(filter);
        if as_of.is_some() || tests.is_empty() {
            return Ok(None);
        }
        let mut builder = Builder::new(self.codec(), None);
        let (scope, from) = builder.source(Of::Entry);
        let condition = builder.condition(&scope, &Filter::All(tests.into_iter().cloned().collect()))?;
        let mut sql = Sql::new(format!("SELECT {} FROM ", scope.column("id"))).add(from).then(" WHERE ");
        if let Some(types) = types {
            let numbers = types.iter().map(|record| Cell::Integer(self.layout.table(*record).id));
            sql = sql.then(&format!("{} IN (", scope.column("type"))).bind_all(numbers).then(") AND ");
        }
        let sql = sql.add(condition).then(&format!(" LIMIT {}", FEW + 1));
        let ids = self.query(&sql, "looking for titles", |_, row| rows::id(row, 0))?;
        if ids.len() > FEW {
            return Ok(None);
        }
        let ids = ids.into_iter().map(daybook_schema::Value::Id).collect();
        let among = Filter::Test(Subject::Id, Test::In(ids));
        Ok(Some(Filter::All(vec![among, filter.clone()])))
    }
}

/// The tests of titles that all that passes a filter must meet.
pub(super) fn tests_of_titles(filter: &Filter) -> Vec<&Filter> {
    match filter {
        Filter::All(parts) => parts.iter().flat_map(tests_of_titles).collect(),
        Filter::Test(Subject::Title, _) => vec![filter],
        _ => Vec::new(),
    }
}
