//! Reads beside lists: single entries, versions, keys, links and the change log.

use std::sync::Arc;

use daybook_schema::{Model, TypeIndex, Value, input::ExternalKey, value::Instant};
use rusqlite::types::Value as Cell;
use uuid::Uuid;

use super::{
    failure::internal,
    indexes, rollup,
    rows::{self, CHANGE, LINK, SAMPLE_CHANGE, id_cell},
    session::Session,
    source::{Builder, Of},
    sql::Sql,
};
use crate::{
    backend::{ChangeQuery, Compacted, Cost, LinkQuery, SampleChangeQuery, Snapshot, Trashed},
    error::Result,
    id,
    query::{
        Aggregate, Entries, EntryRow, Grouped, Line, List, Page, Position, ReachableEntries, RepeatedList, Timeline,
        TraversalOptions,
    },
    record::{
        Change, ChangeOperation, DEFAULT_SPACE, IdempotencyRecord, Link, Record, SampleChange, Seq, SystemKind,
        SystemQuery, SystemRecord, Unlinked,
    },
};

impl Snapshot for Session<'_> {
    fn model(&self) -> &Arc<Model> {
        &self.model
    }

    fn latest(&mut self) -> Result<Seq> {
        let sql = Sql::new("SELECT coalesce(max(seq), 0) FROM change");
        Ok(self.query_one(&sql, "reading the last change", |_, row| rows::get(row, 0))?.unwrap_or_default())
    }

    fn compacted(&mut self) -> Result<Compacted> {
        let sql = Sql::new(
            "SELECT s.value, a.value FROM meta AS s JOIN meta AS a ON a.name = 'compacted_at' WHERE s.name = 'compacted'",
        );
        let place = self.query_one(&sql, "reading where the past ends", |_, row| {
            Ok(Compacted { seq: rows::get(row, 0)?, at: rows::get(row, 1)? })
        });
        Ok(place?.unwrap_or_default())
    }

    fn sequence_at(&mut self, moment: Instant) -> Result<Seq> {
        let sparse = |compare: &str, order: &str| {
            Sql::new(format!("(SELECT seq FROM change WHERE seq % 64 = 0 AND at {compare} "))
                .bind(moment)
                .then(&format!(" ORDER BY at {order}, seq {order} LIMIT 1)"))
        };
        let sql = Sql::new("SELECT seq FROM change WHERE seq >= coalesce(")
            .add(sparse("<=", "DESC"))
            .then(", 0) AND seq < coalesce(")
            .add(sparse(">", "ASC"))
            .then(", 9223372036854775807) AND at <= ")
            .bind(moment)
            .then(" ORDER BY seq DESC LIMIT 1");
        match self.query_one(&sql, "reading the change log", |_, row| rows::get(row, 0))? {
            Some(seq) => Ok(seq),
            None => Ok(self.compacted()?.seq),
        }
    }

    fn list(&mut self, list: &List) -> Result<Vec<Page>> {
        let titled = self.titled_list(list)?;
        self.read_list(titled.as_ref().unwrap_or(list))
    }

    fn list_again(&mut self, list: &RepeatedList, ids: &[Uuid], as_of: Option<Seq>) -> Result<Vec<Page>> {
        self.read_list_again(list, ids, as_of)
    }

    fn marks(&mut self, list: &List, every: usize, most: usize) -> Result<Vec<Vec<Position>>> {
        let titled = self.titled_list(list)?;
        self.read_marks(titled.as_ref().unwrap_or(list), every, most)
    }

    fn count(&mut self, list: &List) -> Result<Vec<u64>> {
        let titled = self.titled_list(list)?;
        self.count_list(titled.as_ref().unwrap_or(list))
    }

    fn count_again(&mut self, list: &RepeatedList, ids: &[Uuid], as_of: Option<Seq>) -> Result<Vec<u64>> {
        self.count_list_again(list, ids, as_of)
    }

    fn aggregate(&mut self, aggregate: &Aggregate) -> Result<Vec<Vec<Grouped>>> {
        let titled = self.titled_aggregate(aggregate)?;
        self.read_aggregate(titled.as_ref().unwrap_or(aggregate))
    }

    fn timeline(&mut self, timeline: &Timeline) -> Result<Line> {
        self.read_timeline(timeline)
    }

    fn kept_since(&mut self, record: TypeIndex, of: Option<Uuid>) -> Result<Option<Instant>> {
        self.read_kept_since(record, of)
    }

    fn check_rollups(&mut self) -> Result<Vec<String>> {
        rollup::check(&self.rollups())
    }

    fn entries(&mut self, entries: &Entries) -> Result<(Vec<EntryRow>, bool)> {
        match self.titled_entries(entries)? {
            Some(titled) => self.entries_one_by_one(&titled),
            None => self.read_entries(entries),
        }
    }

    fn count_entries(&mut self, entries: &Entries) -> Result<u64> {
        match self.titled_entries(entries)? {
            Some(titled) => self.count_one_by_one(&titled),
            None => self.count_all(entries),
        }
    }

    fn types_of(&mut self, ids: &[Uuid]) -> Result<Vec<Option<TypeIndex>>> {
        let sql = Sql::new("SELECT e.type FROM json_each(")
            .bind(hex_list(ids))
            .then(") AS p LEFT JOIN entry AS e ON e.id = unhex(p.value) ORDER BY p.key");
        self.query(&sql, "reading types", |codec, row| {
            let number: Option<i64> = rows::get(row, 0)?;
            Ok(number.and_then(|number| codec.layout.types.get(&number).copied()))
        })
    }

    fn get(&mut self, record: TypeIndex, id: Uuid) -> Result<Option<Record>> {
        let table = self.layout.table(record);
        if table.is_series() {
            return Ok(None);
        }
        let text = format!("SELECT {} FROM t{} WHERE id = ", table.statements.read, table.id);
        let sql = Sql::new(text).bind(id_cell(id));
        self.query_one(&sql, "reading an entry", |codec, row| rows::record(codec, record, row))
    }

    fn versions(&mut self, record: TypeIndex, id: Uuid) -> Result<Vec<Record>> {
        let table = self.layout.table(record);
        if table.is_series() {
            return Ok(Vec::new());
        }
        let read = &table.statements.read;
        let superseded = Builder::new(self.codec(), None).superseded("until", Sql::new("entry = ").bind(id_cell(id)));
        let sql = Sql::new(format!("SELECT {read} FROM h{} WHERE ", table.id))
            .add(superseded)
            .then(&format!(" UNION ALL SELECT {read} FROM t{} WHERE id = ", table.id))
            .bind(id_cell(id))
            .then(" ORDER BY seq");
        self.query(&sql, "reading versions", |codec, row| rows::record(codec, record, row))
    }

    fn find_key(&mut self, record: TypeIndex, key: usize, values: &[Value]) -> Result<Option<Uuid>> {
        if values.iter().any(Value::is_null) {
            return Ok(None);
        }
        let mut sql = Sql::new(format!("SELECT id FROM t{} WHERE space = ", self.layout.table(record).id))
            .bind(DEFAULT_SPACE)
            .then(" AND trashed_at IS NULL");
        let fields = &self.model.record(record).keys[key];
        for (field, value) in fields.iter().zip(values) {
            let column = self.layout.table(record).column(*field);
            let column = column.ok_or_else(|| internal("a key field without a column"))?;
            let cells = column.shape.encode(self.codec(), value)?;
            for ((suffix, _), cell) in column.shape.columns().iter().zip(cells) {
                if indexes::key_suffixes(&column.shape).contains(suffix) {
                    sql = sql.then(&format!(" AND {}{suffix} = ", column.name)).bind(cell);
                }
            }
        }
        self.query_one(&sql, "looking up a key", |_, row| rows::id(row, 0))
    }

    fn find_external_key(&mut self, key: &ExternalKey) -> Result<Option<Uuid>> {
        let sql = Sql::new("SELECT entry FROM external_key WHERE space = ")
            .bind(DEFAULT_SPACE)
            .then(" AND source = ")
            .bind(key.source.clone())
            .then(" AND key = ")
            .bind(key.key.clone());
        self.query_one(&sql, "looking up an external key", |_, row| rows::id(row, 0))
    }

    fn undos(&mut self, change_sets: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>> {
        self.read_undos(change_sets)
    }

    fn external_keys_of(&mut self, source: &str) -> Result<Vec<(String, Uuid)>> {
        let sql = Sql::new("SELECT key, entry FROM external_key WHERE space = ")
            .bind(DEFAULT_SPACE)
            .then(" AND source = ")
            .bind(source.to_owned())
            .then(" ORDER BY key");
        self.query(&sql, "reading external keys", |_, row| Ok((rows::get(row, 0)?, rows::id(row, 1)?)))
    }

    fn links(&mut self, query: &LinkQuery) -> Result<Vec<Link>> {
        let mut builder = Builder::new(self.codec(), query.as_of);
        let (link, from) = builder.source(Of::Link(None));
        let alias = &link.alias;
        let one_of = |column: &str, ids: &[Uuid]| {
            Sql::new(format!("{alias}.{column} IN (SELECT unhex(value) FROM json_each(")).bind(hex_list(ids)).then("))")
        };
        let mut conditions = Vec::new();
        conditions.extend(query.ids.as_ref().map(|ids| one_of("id", ids)));
        let mut ends = Vec::new();
        ends.extend(query.sources.as_ref().map(|ids| one_of("source", ids)));
        ends.extend(query.targets.as_ref().map(|ids| one_of("target", ids)));
        if query.either && ends.len() == 2 {
            conditions.push(Sql::all(ends, " OR ", "0"));
        } else {
            conditions.extend(ends);
        }
        if let Some(kinds) = &query.kinds {
            let cells: Vec<Cell> = kinds.iter().map(|kind| self.layout.kind_cell(kind)).collect();
            conditions.push(Sql::new(format!("{alias}.kind IN (")).bind_all(cells).then(")"));
        }
        conditions.extend(query.after.map(|after| Sql::new(format!("{alias}.id > ")).bind(id_cell(after))));
        let columns: Vec<String> = LINK.split(", ").map(|name| format!("{alias}.{name}")).collect();
        let mut sql = Sql::new(format!("SELECT {} FROM ", columns.join(", ")))
            .add(from)
            .then(" WHERE ")
            .add(Sql::all(conditions, " AND ", "1"))
            .then(&format!(" ORDER BY {alias}.id"));
        if let Some(limit) = query.limit {
            sql = sql.then(" LIMIT ").bind(i64::try_from(limit).unwrap_or(i64::MAX));
        }
        let links = self.query(&sql, "reading links", |codec, row| rows::link(codec, row, 0))?;
        Ok(links.into_iter().flatten().collect())
    }

    fn unlinked(&mut self, ends: &[Uuid]) -> Result<Vec<Unlinked>> {
        let among = "IN (SELECT unhex(value) FROM json_each(";
        let sql = Sql::new(format!("SELECT {LINK}, since, gone FROM unlinked WHERE source {among}"))
            .bind(hex_list(ends))
            .then(&format!(")) OR target {among}"))
            .bind(hex_list(ends))
            .then(")) ORDER BY id");
        let found = self.query(&sql, "reading links that were taken away", |codec, row| {
            let Some(link) = rows::link(codec, row, 0)? else { return Ok(None) };
            let (since, gone): (Seq, i64) = (rows::get(row, 9)?, rows::get(row, 10)?);
            Ok(Some(Unlinked { link, since, gone: gone != 0 }))
        })?;
        Ok(found.into_iter().flatten().collect())
    }

    fn changes(&mut self, query: &ChangeQuery) -> Result<Vec<Change>> {
        let mut conditions = self.change_conditions(query)?;
        let operator = if query.descending { "<" } else { ">" };
        conditions.extend(query.after.map(|after| Sql::new(format!("seq {operator} ")).bind(after)));
        let mut sql = Sql::new(format!("SELECT {CHANGE} FROM change WHERE "))
            .add(Sql::all(conditions, " AND ", "1"))
            .then(if query.descending { " ORDER BY seq DESC" } else { " ORDER BY seq" });
        if let Some(limit) = query.limit {
            sql = sql.then(" LIMIT ").bind(i64::try_from(limit).unwrap_or(i64::MAX));
        }
        let changes = self.query(&sql, "reading the change log", rows::change)?;
        Ok(changes.into_iter().flatten().collect())
    }

    fn count_changes(&mut self, query: &ChangeQuery) -> Result<u64> {
        let conditions = Sql::all(self.change_conditions(query)?, " AND ", "1");
        let sql = Sql::new("SELECT count(*) FROM change WHERE ").add(conditions);
        let count = self.query_one(&sql, "counting changes", |_, row| rows::get::<i64>(row, 0))?;
        Ok(count.unwrap_or_default().unsigned_abs())
    }

    fn sample_changes(&mut self, query: &SampleChangeQuery) -> Result<Vec<SampleChange>> {
        let mut conditions = self.sample_change_conditions(query);
        conditions.extend(query.after.map(|after| Sql::new("number < ").bind(after)));
        let mut sql = Sql::new(format!("SELECT {SAMPLE_CHANGE} FROM sample_change WHERE "))
            .add(Sql::all(conditions, " AND ", "1"))
            .then(" ORDER BY number DESC");
        if let Some(limit) = query.limit {
            sql = sql.then(" LIMIT ").bind(i64::try_from(limit).unwrap_or(i64::MAX));
        }
        let found = self.query(&sql, "reading what was done to samples", rows::sample_change)?;
        Ok(found.into_iter().flatten().collect())
    }

    fn count_sample_changes(&mut self, query: &SampleChangeQuery) -> Result<u64> {
        let conditions = Sql::all(self.sample_change_conditions(query), " AND ", "1");
        let sql = Sql::new("SELECT count(*) FROM sample_change WHERE ").add(conditions);
        let count = self.query_one(&sql, "counting what was done to samples", |_, row| rows::get::<i64>(row, 0))?;
        Ok(count.unwrap_or_default().unsigned_abs())
    }

    fn trashed(&mut self, before: Instant, after: Option<&Trashed>, limit: usize) -> Result<Vec<Trashed>> {
        let numbers = self.layout.tables.iter().filter(|table| !table.is_series()).map(|table| Cell::Integer(table.id));
        // The plus keeps the planner on the index of the trash.
        let mut sql = Sql::new("SELECT trashed_at, id FROM entry WHERE +type IN (")
            .bind_all(numbers)
            .then(") AND trashed_at < ")
            .bind(before);
        if let Some(after) = after {
            sql = sql
                .then(" AND trashed_at >= ")
                .bind(after.at)
                .then(" AND (trashed_at > ")
                .bind(after.at)
                .then(" OR id < ")
                .bind(id_cell(after.id))
                .then(")");
        }
        sql = sql.then(" ORDER BY trashed_at, id DESC LIMIT ").bind(i64::try_from(limit).unwrap_or(i64::MAX));
        self.query(&sql, "reading the trash", |_, row| Ok(Trashed { at: rows::get(row, 0)?, id: rows::id(row, 1)? }))
    }

    fn idempotency_record(&mut self, actor: Option<&str>, key: &str) -> Result<Option<IdempotencyRecord>> {
        let sql = Sql::new("SELECT field, hash, change_set, seq, results, at FROM idempotency WHERE space = ")
            .bind(DEFAULT_SPACE)
            .then(" AND actor = ")
            .bind(rows::actor_key(actor))
            .then(" AND key = ")
            .bind(key.to_owned());
        self.query_one(&sql, "looking up an idempotency key", |_, row| rows::idempotency_record(actor, key, row))
    }

    fn system_record(&mut self, kind: SystemKind, id: Uuid) -> Result<Option<SystemRecord>> {
        self.read_system_record(kind, id)
    }

    fn system_record_of_key(&mut self, kind: SystemKind, key: &str) -> Result<Option<SystemRecord>> {
        self.read_system_record_of_key(kind, key)
    }

    fn system_records(&mut self, query: &SystemQuery) -> Result<Vec<SystemRecord>> {
        self.read_system_records(query)
    }

    fn reach_in_memory(
        &mut self,
        start: Uuid,
        depth: usize,
        limit: usize,
        traversal: &TraversalOptions,
    ) -> Result<Option<ReachableEntries>> {
        match self.links {
            Some(links) if traversal.as_of.is_none() => links.reach(self, start, depth, limit, traversal),
            _ => Ok(None),
        }
    }

    fn cost(&self) -> Cost {
        self.cost
    }

    fn rollup_level(&self) -> Option<i64> {
        self.rollup_level
    }
}

impl Session<'_> {
    fn sample_change_conditions(&self, query: &SampleChangeQuery) -> Vec<Sql> {
        let series = self.layout.tables.iter().filter(|table| table.is_series()).map(|table| table.id);
        let asked = query.types.as_ref();
        let wanted = |id: &i64| asked.is_none_or(|types| types.iter().any(|one| self.layout.table(*one).id == *id));
        let series: Vec<Cell> = series.filter(wanted).map(Cell::Integer).collect();
        let known = Sql::new("series IN (").bind_all(series).then(")");
        let of = query.of.map(|of| Sql::new("of = ").bind(id_cell(of)));
        std::iter::once(known).chain(of).collect()
    }

    /// Types that the model does not know are left out of every answer.
    fn change_conditions(&mut self, query: &ChangeQuery) -> Result<Vec<Sql>> {
        let mut conditions = Vec::new();
        let numbers: Vec<Cell> = match &query.types {
            Some(types) => types.iter().map(|record| self.layout.table(*record).id.into()).collect(),
            None => self.layout.tables.iter().map(|table| table.id.into()).collect(),
        };
        conditions.push(Sql::new("type IN (").bind_all(numbers).then(")"));
        if let Some(entry) = query.entry {
            conditions.push(Sql::new("entry = ").bind(id_cell(entry)));
            conditions.extend(self.places_of(entry)?);
        }
        if let Some(set) = query.change_set {
            conditions.push(Sql::new("change_set = ").bind(id_cell(set)));
            conditions.extend(self.extent(set)?);
        }
        if let Some(operations) = &query.operations {
            let numbers = operations.iter().map(|one| Cell::Integer(rows::operation_number(*one)));
            conditions.push(Sql::new("operation IN (").bind_all(numbers).then(")"));
        }
        if let Some(origins) = &query.origins {
            let numbers = origins.iter().map(|one| Cell::Integer(rows::origin_number(*one)));
            conditions.push(Sql::new("origin IN (").bind_all(numbers).then(")"));
        }
        if let Some(from) = query.from {
            conditions.push(Sql::new("seq > ").bind(self.sequence_at(from.saturating_sub(1))?));
        }
        if let Some(until) = query.until {
            conditions.push(Sql::new("seq <= ").bind(self.sequence_at(until.saturating_sub(1))?));
        }
        Ok(conditions)
    }

    /// Where the changes of an entry are; `None` of one that was purged, whose creation nothing tells but the log itself.
    fn places_of(&mut self, entry: Uuid) -> Result<Option<Sql>> {
        let purged = Sql::new("SELECT 1 FROM change WHERE operation <> 0 AND operation = ")
            .bind(rows::operation_number(ChangeOperation::Purged))
            .then(" AND entry = ")
            .bind(id_cell(entry));
        if self.query_one(&purged, "looking for a purge", |_, _| Ok(()))?.is_some() {
            return Ok(None);
        }
        let Some(record) = self.types_of(&[entry])?.pop().flatten() else { return Ok(None) };
        let table = self.layout.table(record).id;
        let of = |column: &str| Sql::new(format!("{column} = ")).bind(id_cell(entry));
        let builder = Builder::new(self.codec(), None);
        // The first version is the oldest that was superseded, or the one that holds.
        let first = Sql::new(format!("seq IN (SELECT seq FROM t{table} WHERE "))
            .add(of("id"))
            .then(&format!(" UNION ALL SELECT min(seq) FROM h{table} WHERE "))
            .add(builder.superseded("until", of("entry")))
            .then(")");
        Ok(Some(Sql::all(vec![builder.superseded("seq", of("entry")), first], " OR ", "0")))
    }

    /// Where the changes of a set are, which lie one behind the other; `None` when its id does not say where they begin.
    fn extent(&mut self, set: Uuid) -> Result<Option<Sql>> {
        let first = id::first_change(set);
        let known =
            Sql::new("SELECT 1 FROM change WHERE seq = ").bind(first).then(" AND change_set = ").bind(id_cell(set));
        if self.query_one(&known, "looking for a change set", |_, _| Ok(()))?.is_none() {
            return Ok(None);
        }
        let next =
            Sql::new("(SELECT seq FROM change WHERE seq > ").bind(first).then(" AND change_set <> ").bind(id_cell(set));
        let range = Sql::new("seq >= ").bind(first).then(" AND seq < coalesce(").add(next);
        Ok(Some(range.then(" ORDER BY seq LIMIT 1), 9223372036854775807)")))
    }
}

/// Ids as a JSON list of hexadecimal texts.
fn hex_list(ids: &[Uuid]) -> String {
    serde_json::json!(ids.iter().map(|id| id.simple().to_string()).collect::<Vec<_>>()).to_string()
}
