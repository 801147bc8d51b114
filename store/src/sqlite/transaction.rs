//! Writes inside one attempt.

use std::sync::Arc;

use daybook_schema::{FieldIndex, TypeIndex, Value, text, value::Instant};
use rusqlite::types::Value as Cell;
use uuid::Uuid;

use super::{
    failure::{failure, internal},
    layout::{ROWS_AT_ONCE, measured_number},
    rows::{self, id_cell, optional},
    session::Session,
    source::{ENTRY_TABLE_COLUMNS, LINK_COLUMNS},
    sql::Sql,
};
use crate::{
    backend::{Compacted, Snapshot, Transaction},
    error::Result,
    record::{
        Change, DEFAULT_SPACE, IdempotencyRecord, Link, Record, Sample, SampleChange, Seq, SystemKind, SystemRecord,
        Unlinked,
    },
};

impl Transaction for Session<'_> {
    fn next_seq(&mut self) -> Result<Seq> {
        let last = match self.seq {
            Some(seq) => seq,
            None => self.latest()?,
        };
        self.seq = Some(last + 1);
        Ok(last + 1)
    }

    fn last_change_at(&mut self) -> Result<Instant> {
        let sql = Sql::new("SELECT seq, at FROM change ORDER BY seq DESC LIMIT 1");
        let last =
            self.query_one(&sql, "reading the last change", |_, row| Ok((rows::get(row, 0)?, rows::get(row, 1)?)));
        let (seq, at) = last?.unwrap_or_default();
        self.seq.get_or_insert(seq);
        Ok(at)
    }

    fn put(&mut self, record: &Record, previous: Option<&Record>, title: &str) -> Result<()> {
        if let Some(previous) = previous {
            for series in self.rollups().regapped(record, previous) {
                let number = self.number(series, record.id)?;
                self.pending.whole.extend(number.map(|number| (series, number)));
            }
        }
        let layout = Arc::clone(&self.layout);
        let (table, statements) = (layout.table(record.record).id, &layout.table(record.record).statements);
        let released = self.released.remove(&record.id);
        if let Some(previous) = previous {
            if !crate::fault::is("drop-history-row") {
                let cells = vec![record.seq.into(), id_cell(record.id)];
                self.run(&*statements.to_history, cells, "storing a version")?;
            }
            if released {
                let sql = format!("UPDATE h{table} SET space = ? WHERE id = ? AND until = ?");
                let cells = vec![DEFAULT_SPACE.into(), id_cell(record.id), record.seq.into()];
                self.run_one(sql, cells, "storing a version")?;
            }
            let update = rows::record_changes(self.codec(), record, previous, released)?;
            self.run_one(update.text, update.values, "storing an entry")?;
            self.update_entry(record, previous, title)?;
        } else {
            let cells = rows::record_cells(self.codec(), record)?;
            self.run(&*statements.insert, cells, "storing an entry")?;
            self.insert_entry(record, title)?;
        }
        self.put_external_keys(record, previous.filter(|_| !released))
    }

    /// Every unique index begins with the space: outside of all spaces a row conflicts with no other.
    fn release_keys(&mut self, record: TypeIndex, id: Uuid) -> Result<()> {
        let table = self.layout.table(record).id;
        let sql = format!("UPDATE t{table} SET space = -n WHERE id = ?");
        self.run_one(sql, vec![id_cell(id)], "releasing a key")?;
        self.run("DELETE FROM external_key WHERE entry = ?", vec![id_cell(id)], "releasing external keys")?;
        self.released.insert(id);
        Ok(())
    }

    fn put_title(&mut self, id: Uuid, title: &str) -> Result<()> {
        let sql = "UPDATE entry SET title = ?, titlef = ?, titles = ? WHERE id = ?";
        let [title, fold, sort] = title_cells(title);
        let cells = vec![title, fold, sort, id_cell(id)];
        self.run_one(sql, cells, "storing a title")
    }

    fn purge(&mut self, record: TypeIndex, id: Uuid) -> Result<()> {
        let table = self.layout.table(record).id;
        let mut places = vec![
            format!("t{table} WHERE id = ?"),
            format!("h{table} WHERE until IN (SELECT seq FROM change WHERE operation <> 0 AND entry = ?)"),
            "entry WHERE id = ?".to_owned(),
            "entry_history WHERE id = ?".to_owned(),
            "external_key WHERE entry = ?".to_owned(),
            "link WHERE source = ?".to_owned(),
            "link WHERE target = ?".to_owned(),
            "link_history WHERE source = ?".to_owned(),
            "link_history WHERE target = ?".to_owned(),
            "unlinked WHERE source = ?".to_owned(),
            "unlinked WHERE target = ?".to_owned(),
            "sample_change WHERE of = ?".to_owned(),
        ];
        let of = measured_number(table, "?");
        for series in self.layout.tables.iter().filter(|series| series.measured == Some(table)) {
            let series = series.id;
            let levels = super::rollup::LEVELS.iter();
            let rolled =
                levels.map(|level| format!("rollup WHERE series = {series} AND level = {level} AND of = {of}"));
            let own = [format!("t{series} WHERE of = {of}"), format!("kept WHERE series = {series} AND of = {of}")];
            // Before what gives the number.
            places.splice(0..0, rolled.chain(own));
        }
        self.numbers.clear();
        places
            .into_iter()
            .try_for_each(|place| self.run(format!("DELETE FROM {place}"), vec![id_cell(id)], "purging an entry"))
    }

    fn put_link(&mut self, link: &Link, previous: Option<&Link>) -> Result<()> {
        if crate::fault::is("forget-link") {
            return Ok(());
        }
        let cells = rows::link_cells(self.codec(), link)?;
        if previous.is_some() {
            self.end_link(link.id, link.seq)?;
        }
        let marks = vec!["?"; cells.len()].join(", ");
        self.run(format!("INSERT INTO link ({LINK_COLUMNS}) VALUES ({marks})"), cells, "storing a link")
    }

    fn remove_link(&mut self, link: &Link, seq: Seq) -> Result<()> {
        self.end_link(link.id, seq)
    }

    fn put_unlinked(&mut self, unlinked: &Unlinked) -> Result<()> {
        let mut cells = rows::link_cells(self.codec(), &unlinked.link)?;
        cells.extend([unlinked.since.into(), i64::from(unlinked.gone).into()]);
        let marks = vec!["?"; cells.len()].join(", ");
        let sql = format!("INSERT OR REPLACE INTO unlinked ({LINK_COLUMNS}, since, gone) VALUES ({marks})");
        self.run(sql, cells, "remembering a link")
    }

    fn remove_unlinked(&mut self, link: Uuid) -> Result<()> {
        self.run("DELETE FROM unlinked WHERE id = ?", vec![id_cell(link)], "forgetting a link")
    }

    fn append(&mut self, change: &Change) -> Result<()> {
        let cells = rows::change_cells(self.codec(), change);
        let sql = "INSERT INTO change (seq, space, at, actor, operation, type, entry, version, fields, link, change_set, \
                   origin, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        self.run(sql, cells, "storing a change")
    }

    fn put_undo(&mut self, change_set: Uuid, undone: Uuid) -> Result<()> {
        self.store_undo(change_set, undone)
    }

    fn compact(&mut self, to: Compacted) -> Result<()> {
        let place: Cell = to.seq.into();
        let attempted = "removing the past";
        let sql = Sql::new(
            "SELECT DISTINCT c.type FROM change AS c JOIN sqlite_schema AS s ON s.name = 'h' || c.type AND s.type = 'table' \
             WHERE c.seq <= ",
        );
        let sql = sql.bind(to.seq);
        let types: Vec<i64> = self.query(&sql, attempted, |_, row| rows::get(row, 0))?;
        // Whatever was superseded by then has its change among those that go.
        let touched = |condition: &str| format!("(SELECT entry FROM change WHERE seq <= ?1{condition})");
        for number in types {
            let sql = format!("DELETE FROM h{number} WHERE until <= ?1");
            self.run(sql, vec![place.clone()], attempted)?;
        }
        for (table, column) in [("entry_history", "id"), ("link_history", "source")] {
            let sql = format!("DELETE FROM {table} WHERE until <= ?1 AND {column} IN {}", touched(""));
            self.run(sql, vec![place.clone()], attempted)?;
        }
        // When an entry was changed last is read from the log where it has one, else from the entry.
        for (table, held) in [("entry", ""), ("entry_history", " AND until > ?1")] {
            let last = format!(
                "SELECT max(c.at) FROM change AS c WHERE c.entry = {table}.id AND c.operation <> 0 AND c.seq <= ?1"
            );
            let ids = touched(" AND operation <> 0");
            let sql = format!("UPDATE {table} SET updated_at = ({last}) WHERE seq <= ?1{held} AND id IN {ids}");
            self.run(sql, vec![place.clone()], attempted)?;
        }
        self.run("DELETE FROM change WHERE seq <= ?", vec![place], attempted)?;
        self.run("DELETE FROM sample_change WHERE at <= ?", vec![to.at.into()], attempted)?;
        for (name, value) in [("compacted", to.seq), ("compacted_at", to.at)] {
            let cells = vec![name.to_owned().into(), value.into()];
            self.run("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", cells, attempted)?;
        }
        Ok(())
    }

    fn put_idempotency_record(&mut self, idempotency_record: &IdempotencyRecord) -> Result<()> {
        let cells = vec![
            DEFAULT_SPACE.into(),
            rows::actor_key(idempotency_record.actor.as_deref()).into(),
            idempotency_record.key.clone().into(),
            idempotency_record.field.clone().into(),
            idempotency_record.hash.to_vec().into(),
            optional(idempotency_record.change_set.map(id_cell)),
            idempotency_record.seq.into(),
            idempotency_record.results.to_string().into(),
            idempotency_record.at.into(),
        ];
        let sql = "INSERT INTO idempotency (space, actor, key, field, hash, change_set, seq, results, at) \
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        self.run(sql, cells, "storing an idempotency key")
    }

    fn remove_idempotency_records(&mut self, before: Instant, limit: usize) -> Result<usize> {
        let sql = Sql::new(
            "DELETE FROM idempotency WHERE (space, actor, key) IN (SELECT space, actor, key FROM idempotency WHERE at < ",
        )
        .bind(before)
        .then(" ORDER BY at LIMIT ")
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .then(")");
        self.execute(&sql, "forgetting idempotency keys")
    }

    fn put_system_record(&mut self, record: &SystemRecord) -> Result<()> {
        self.store_system_record(record)
    }

    fn remove_system_record(&mut self, kind: SystemKind, id: Uuid) -> Result<()> {
        self.delete_system_record(kind, id)
    }

    fn sample(&mut self, record: TypeIndex, of: Uuid, at: Instant) -> Result<Option<Sample>> {
        let Some(number) = self.number(record, of)? else { return Ok(None) };
        let table = self.layout.table(record);
        let sql = Sql::new(format!("SELECT {} FROM t{} WHERE of = ", table.statements.read, table.id))
            .bind(number)
            .then(" AND at = ")
            .bind(at);
        self.query_one(&sql, "reading a sample", |codec, row| rows::sample(codec, record, row))
    }

    fn last_sample(&mut self, record: TypeIndex, of: Uuid) -> Result<Option<Instant>> {
        let Some(number) = self.number(record, of)? else { return Ok(None) };
        let sql = format!("SELECT max(at) FROM t{} WHERE of = ", self.layout.table(record).id);
        let last = self.query_one(&Sql::new(sql).bind(number), "reading the last sample", |_, row| rows::get(row, 0));
        Ok(last?.flatten())
    }

    fn put_samples(&mut self, record: TypeIndex, samples: &[&Sample]) -> Result<()> {
        let attempted = || failure("storing samples");
        let layout = Arc::clone(&self.layout);
        let mut ordered = Vec::with_capacity(samples.len());
        for sample in samples {
            let number = self.number(record, sample.of)?.ok_or_else(|| internal("a sample of what is not there"))?;
            ordered.push((number, *sample));
        }
        // In the order of their key, so that each goes behind the one before; of equal ones the last stays.
        ordered.sort_by_key(|(number, sample)| (*number, sample.at));
        let (connection, statements) = (self.connection, &layout.table(record).statements);
        let mut cells = Vec::new();
        for rows in ordered.chunks(ROWS_AT_ONCE) {
            for (number, sample) in rows {
                self.mark(record, *number, sample.at);
                rows::sample_cells(self.codec(), record, sample, *number, &mut cells)?;
            }
            // What is left over goes row by row, so that there are two statements to keep and not one for each number.
            let (insert, at_once) = match rows.len() {
                ROWS_AT_ONCE => (&statements.insert_many, cells.len()),
                rows => (&statements.insert, cells.len() / rows),
            };
            let mut statement = connection.prepare_cached(insert).map_err(attempted())?;
            for cells in cells.chunks(at_once) {
                for (position, cell) in cells.iter().enumerate() {
                    statement.raw_bind_parameter(position + 1, cell).map_err(attempted())?;
                }
                statement.raw_execute().map_err(attempted())?;
                self.cost.statements += 1;
            }
            cells.clear();
        }
        Ok(())
    }

    fn remove_sample(&mut self, record: TypeIndex, of: Uuid, at: Instant) -> Result<()> {
        let Some(number) = self.number(record, of)? else { return Ok(()) };
        self.mark(record, number, at);
        let sql = format!("DELETE FROM t{} WHERE of = ? AND at = ?", self.layout.table(record).id);
        self.run(sql, vec![number.into(), at.into()], "removing a sample")
    }

    fn expire_samples(&mut self, record: TypeIndex, before: Instant, about: usize) -> Result<usize> {
        self.expire(record, before, about)
    }

    fn append_sample_change(&mut self, change: &SampleChange) -> Result<()> {
        let cells = rows::sample_change_cells(self.codec(), change);
        let sql = "INSERT INTO sample_change (space, at, actor, operation, series, of, first, last, count, origin, reason) \
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        self.run(sql, cells, "storing a change of samples")
    }

    fn savepoint(&mut self) -> Result<()> {
        self.run(format!("SAVEPOINT s{}", self.savepoints.len()), Vec::new(), "starting a savepoint")?;
        self.savepoints.push((self.seq, self.pending.clone()));
        Ok(())
    }

    fn end_savepoint(&mut self, keep: bool) -> Result<()> {
        let (seq, pending) = self.savepoints.pop().ok_or_else(|| internal("no savepoint is open"))?;
        let name = self.savepoints.len();
        if !keep && !crate::fault::is("keep-half") {
            self.run(format!("ROLLBACK TO s{name}"), Vec::new(), "undoing to a savepoint")?;
            self.seq = seq;
            self.pending = pending;
            self.numbers.clear();
        }
        self.run(format!("RELEASE s{name}"), Vec::new(), "ending a savepoint")
    }
}

impl Session<'_> {
    fn run(&mut self, sql: impl Into<String>, values: Vec<Cell>, attempted: &str) -> Result<()> {
        self.execute(&Sql { values, ..Sql::new(sql) }, attempted).map(|_| ())
    }

    /// Runs a statement that must find its row.
    fn run_one(&mut self, sql: impl Into<String>, values: Vec<Cell>, attempted: &str) -> Result<()> {
        match self.execute(&Sql { values, ..Sql::new(sql) }, attempted)? {
            1 => Ok(()),
            rows => Err(internal(format!("{attempted}: {rows} rows instead of one"))),
        }
    }

    /// Stores what all entries share of a new one.
    fn insert_entry(&mut self, record: &Record, title: &str) -> Result<()> {
        let cells = [
            vec![
                id_cell(record.id),
                DEFAULT_SPACE.into(),
                self.layout.table(record.record).id.into(),
                optional(self.place_in_time(record)),
                record.created_at.into(),
                record.updated_at.into(),
                optional(record.trashed_at),
            ],
            title_cells(title).to_vec(),
            vec![record.seq.into()],
        ]
        .concat();
        let marks = vec!["?"; cells.len()].join(", ");
        self.run(format!("INSERT INTO entry ({ENTRY_TABLE_COLUMNS}) VALUES ({marks})"), cells, "storing an entry")
    }

    /// Stores what all entries share of a new version, and what held before as history; nothing where that stays. When an
    /// entry was changed last the change log tells.
    fn update_entry(&mut self, record: &Record, previous: &Record, title: &str) -> Result<()> {
        let at = self.place_in_time(record);
        let moved = at != self.place_in_time(previous);
        let trashed = record.trashed_at != previous.trashed_at;
        let titled = self.may_retitle(record, previous) && self.stored_title(record.id)?.as_deref() != Some(title);
        if !(moved || trashed || titled) {
            return Ok(());
        }
        let history = format!(
            "INSERT INTO entry_history ({ENTRY_TABLE_COLUMNS}, until) SELECT {ENTRY_TABLE_COLUMNS}, ? FROM entry \
             WHERE id = ?"
        );
        self.run(history, vec![record.seq.into(), id_cell(record.id)], "storing a version")?;
        let mut sql =
            Sql::new("UPDATE entry SET updated_at = ").bind(record.updated_at).then(", seq = ").bind(record.seq);
        if moved {
            sql = sql.then(", at = ").bind(optional(at));
        }
        if trashed {
            sql = sql.then(", trashed_at = ").bind(optional(record.trashed_at));
        }
        if titled {
            let [title, fold, sort] = title_cells(title);
            sql = sql.then(", title = ").bind(title).then(", titlef = ").bind(fold).then(", titles = ").bind(sort);
        }
        sql = sql.then(" WHERE id = ").bind(id_cell(record.id));
        self.run_one(sql.text, sql.values, "storing an entry")
    }

    /// Whether a version can have another title than the one before: what the title is made of differs, or is the title
    /// of another entry, which may have changed with it.
    fn may_retitle(&self, record: &Record, previous: &Record) -> bool {
        let declared = self.model.record(record.record);
        crate::title::fields(&self.model, record.record).any(|field| {
            declared.field(field).link().is_some() || record.values.get(field.0) != previous.values.get(field.0)
        })
    }

    fn stored_title(&mut self, id: Uuid) -> Result<Option<String>> {
        let sql = Sql::new("SELECT title FROM entry WHERE id = ").bind(id_cell(id));
        self.query_one(&sql, "reading a title", |_, row| rows::get(row, 0))
    }

    /// The time by which an entry is placed among all others.
    fn place_in_time(&self, record: &Record) -> Option<Instant> {
        let FieldIndex(at) = self.model.record(record.record).at?;
        match record.values.get(at) {
            Some(Value::Instant(at)) => Some(*at),
            Some(Value::Date(date)) => Some(daybook_schema::time::date_instant(*date)),
            _ => None,
        }
    }

    /// External keys bind living entries only: the trash frees them.
    fn put_external_keys(&mut self, record: &Record, previous: Option<&Record>) -> Result<()> {
        let bound =
            |record: &Record| if record.trashed_at.is_none() { record.external_keys.clone() } else { Vec::new() };
        let (before, after) = (previous.map(bound).unwrap_or_default(), bound(record));
        if before == after {
            return Ok(());
        }
        self.run("DELETE FROM external_key WHERE entry = ?", vec![id_cell(record.id)], "removing external keys")?;
        after.into_iter().try_for_each(|key| {
            let sql = "INSERT INTO external_key (space, source, key, entry) VALUES (?, ?, ?, ?)";
            let cells = vec![DEFAULT_SPACE.into(), key.source.into(), key.key.into(), id_cell(record.id)];
            self.run(sql, cells, "storing an external key")
        })
    }

    /// Moves a link to the history, held until `seq`.
    fn end_link(&mut self, id: Uuid, seq: Seq) -> Result<()> {
        let history =
            format!("INSERT INTO link_history ({LINK_COLUMNS}, until) SELECT {LINK_COLUMNS}, ? FROM link WHERE id = ?");
        self.run(history, vec![seq.into(), id_cell(id)], "storing a link's history")?;
        self.run("DELETE FROM link WHERE id = ?", vec![id_cell(id)], "removing a link")
    }
}

fn title_cells(title: &str) -> [Cell; 3] {
    [title.to_owned().into(), text::fold(title).into(), text::sort_key(title).into()]
}
