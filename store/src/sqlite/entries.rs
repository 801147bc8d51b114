//! Lists over all types: from the table of what all entries share, and by when they were changed last from the change log.

use daybook_schema::{Value, value::Instant};
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
    backend::{Compacted, Snapshot},
    error::Result,
    query::{Entries, EntryRow, Filter, Key, Subject, Test},
    record::Seq,
};

/// A part of the change log, behind the first number and up to the second; and where it was cut off, when the part begins
/// there.
type LogRange = ((Seq, Seq), Option<Compacted>);

/// What entries are read from.
#[derive(Clone, Copy)]
enum From {
    /// The table of what all share; nothing depends on when they were changed last.
    Table,
    /// The same, and of each is looked up when it was changed last.
    EachChanged,
    /// A part of the change log.
    Log(LogRange),
}

impl Session<'_> {
    pub fn read_entries(&mut self, entries: &Entries) -> Result<(Vec<EntryRow>, bool)> {
        if !tells_updates(entries) {
            return self.entries_of(entries, From::Table);
        }
        let whole = self.log_of(entries)?;
        let first = entries.order.first().filter(|key| key.path.is_empty() && key.subject == Subject::UpdatedAt);
        let Some(first) = first else {
            return self.entries_of(entries, From::Log(whole));
        };
        // The last changes come first, or the first ones: no more of the log is read than the page needs.
        let backwards = first.descending != entries.window.from_end;
        let ((mut begin, mut end), older) = whole;
        let position = if entries.window.from_end { &entries.window.before } else { &entries.window.after };
        if let Some(Key::Integer(at)) = position.as_ref().and_then(|position| position.keys.first()) {
            if backwards {
                end = end.min(self.sequence_at(*at)?);
            } else {
                begin = begin.max(self.sequence_at(at.saturating_sub(1))?);
            }
        }
        let mut step = i64::try_from(entries.window.limit).unwrap_or(i64::MAX).saturating_add(16);
        loop {
            step = step.saturating_mul(4);
            // What happened at one moment stays together, since its order is that of ids.
            let part = if backwards {
                let at = self.moment_of(end.saturating_sub(step))?;
                (self.sequence_at(at.saturating_sub(1))?.max(begin), end)
            } else {
                let at = self.moment_of(begin.saturating_add(step))?;
                (begin, if at == Instant::MAX { end } else { self.sequence_at(at)?.min(end) })
            };
            let (found, more) = self.entries_of(entries, From::Log((part, older.filter(|_| part.0 == whole.0.0))))?;
            if more || part == (begin, end) {
                return Ok((found, more));
            }
        }
    }

    /// The part of the change log that can tell of what is asked for.
    fn log_of(&mut self, entries: &Entries) -> Result<LogRange> {
        let compacted = self.compacted()?;
        let last = match entries.as_of {
            Some(seq) => seq,
            None => self.latest()?,
        };
        let (low, high) = updated_within(&entries.filter);
        let begin = self.sequence_at(low.saturating_sub(1))?.max(compacted.seq);
        let end = if high == Instant::MAX { last } else { self.sequence_at(high)?.min(last) };
        Ok(((begin, end), (compacted.seq > 0 && begin == compacted.seq).then_some(compacted)))
    }

    /// When the change with a number happened, or the next behind it; the end of time where there is none.
    fn moment_of(&mut self, seq: Seq) -> Result<Instant> {
        let sql = Sql::new("SELECT at FROM change WHERE seq >= ").bind(seq).then(" ORDER BY seq LIMIT 1");
        Ok(self.query_one(&sql, "reading the change log", |_, row| rows::get(row, 0))?.unwrap_or(Instant::MAX))
    }

    /// The same of few entries, known by their ids.
    pub fn entries_one_by_one(&mut self, entries: &Entries) -> Result<(Vec<EntryRow>, bool)> {
        self.entries_of(entries, if tells_updates(entries) { From::EachChanged } else { From::Table })
    }

    fn entries_of(&mut self, entries: &Entries, from: From) -> Result<(Vec<EntryRow>, bool)> {
        let mut builder = Builder::new(self.codec(), entries.as_of);
        let (scope, from) = source(&mut builder, from);
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
        let from = if tells_updates(entries) { From::Log(self.log_of(entries)?) } else { From::Table };
        self.count_of(entries, from)
    }

    /// The same of few entries, known by their ids.
    pub fn count_one_by_one(&mut self, entries: &Entries) -> Result<u64> {
        self.count_of(entries, if tells_updates(entries) { From::EachChanged } else { From::Table })
    }

    fn count_of(&mut self, entries: &Entries, from: From) -> Result<u64> {
        let mut builder = Builder::new(self.codec(), entries.as_of);
        let (scope, from) = source(&mut builder, from);
        let condition = condition(&mut builder, &scope, entries)?;
        let sql = Sql::new("SELECT count(*) FROM ").add(from).then(" WHERE ").add(condition);
        let count = self.query_one(&sql, "counting entries", |_, row| rows::get::<i64>(row, 0))?;
        Ok(count.unwrap_or_default().unsigned_abs())
    }
}

fn source(builder: &mut Builder<'_>, from: From) -> (Scope, Sql) {
    match from {
        From::Table => builder.source(Of::Entry),
        From::EachChanged => builder.each_changed(),
        From::Log((part, older)) => builder.changed(part, older),
    }
}

/// Whether anything depends on when entries were changed last.
fn tells_updates(entries: &Entries) -> bool {
    fn within(filter: &Filter) -> bool {
        match filter {
            Filter::All(parts) | Filter::Any(parts) => parts.iter().any(within),
            Filter::Not(part) => within(part),
            Filter::Test(subject, _) => *subject == Subject::UpdatedAt,
            Filter::Trash(_) | Filter::Related { .. } => false,
        }
    }
    within(&entries.filter) || entries.order.iter().any(|key| key.subject == Subject::UpdatedAt)
}

/// Between which moments the last change must be for a filter to let an entry through, both included.
fn updated_within(filter: &Filter) -> (Instant, Instant) {
    let (first, last) = (Instant::MIN, Instant::MAX);
    match filter {
        Filter::All(parts) => parts
            .iter()
            .map(updated_within)
            .fold((first, last), |(low, high), (first, last)| (low.max(first), high.min(last))),
        Filter::Test(Subject::UpdatedAt, test) => match test {
            Test::Gte(Value::Instant(at)) => (*at, last),
            Test::Gt(Value::Instant(at)) => (at.saturating_add(1), last),
            Test::Lte(Value::Instant(at)) => (first, *at),
            Test::Lt(Value::Instant(at)) => (first, at.saturating_sub(1)),
            Test::Eq(Value::Instant(at)) => (*at, *at),
            Test::Between(Value::Instant(low), Value::Instant(high)) => (*low, *high),
            _ => (first, last),
        },
        _ => (first, last),
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
