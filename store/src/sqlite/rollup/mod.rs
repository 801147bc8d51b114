//! Rollups of series: what the samples of a quarter of an hour, an hour and a day of UTC say together.
//!
//! They are kept in the transaction that writes the samples: each write marks its buckets, and before the attempt ends
//! the marked ones are made again, the finest from the samples, each coarser one from those below it. Late samples,
//! replacements and removals need no path of their own, and what is stored is always what the samples say.
//! Flagged samples are left out. Quarters are kept only where they would hold several samples.

mod bucket;
mod check;
mod gaps;
mod kept;
mod packed_row;

use std::collections::BTreeMap;

use daybook_schema::{FieldIndex, Model, TypeIndex, model::Kind, value::Instant};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

pub(super) use self::{
    bucket::{Bucket, EncodedBucket, decode, encode},
    check::check,
    kept::Kept,
    packed_row::{MOST, PackedRows, buckets, reach},
};
use super::{
    failure::failure,
    layout::Layout,
    shape::{self, Shape},
};
use crate::{
    error::Result,
    query::{Reading, Summary},
};

const QUARTER: i64 = 900_000;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 86_400_000;

/// How numbers are added: rollups that were made in another way are made anew.
const SUMS: &str = "decimal";

/// All levels that any series keeps, finest first.
pub(super) const LEVELS: [i64; 3] = [QUARTER, HOUR, DAY];

/// The table, beside the fixed ones: a row packs neighbouring buckets.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS rollup (
  series INTEGER NOT NULL, level INTEGER NOT NULL, of INTEGER NOT NULL, start INTEGER NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (series, level, of, start)
) STRICT, WITHOUT ROWID";

/// A bucket of the finest level that a write touched; `of` is the number of what is measured, here as in the table.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct DirtyBucket {
    pub record: TypeIndex,
    pub of: i64,
    pub start: Instant,
}

/// The levels that a series keeps, finest first. Buckets that hold three samples or fewer are no cheaper than those.
pub(super) fn levels(model: &Model, record: TypeIndex) -> &'static [i64] {
    match &model.record(record).kind {
        Kind::Series { every: Some(every), .. } if every.milliseconds() > QUARTER / 4 => &[HOUR, DAY],
        _ => &LEVELS,
    }
}

/// The bucket that a moment is in.
pub(super) fn mark(model: &Model, record: TypeIndex, of: i64, at: Instant) -> DirtyBucket {
    let level = levels(model, record)[0];
    DirtyBucket { record, of, start: at - at.rem_euclid(level) }
}

/// The rollups of one connection.
pub(super) struct Rollups<'a> {
    pub connection: &'a Connection,
    pub model: &'a Model,
    pub layout: &'a Layout,
}

/// Makes the tables.
pub(super) fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(TABLE)?;
    connection.execute_batch(kept::TABLE)
}

/// Makes the tables; series whose rollups follow other rules than before, or have none yet, are rolled up anew.
pub(super) fn prepare(connection: &Connection, model: &Model, layout: &Layout) -> Result<()> {
    let attempted = || failure("preparing rollups");
    create(connection).map_err(attempted())?;
    let rollups = Rollups { connection, model, layout };
    for record in model.indexes().filter(|record| model.record(*record).is_series()) {
        let series = layout.table(record).id;
        let name = format!("rollup.{series}");
        let rules =
            format!("{:?} {:?} {:?} {SUMS}", levels(model, record), rollups.gap_rules(record), rollups.numbers(record));
        let known: Option<String> = connection
            .query_row("SELECT value FROM meta WHERE name = ?", [&name], |row| row.get(0))
            .optional()
            .map_err(attempted())?;
        if known.as_deref() == Some(rules.as_str()) {
            continue;
        }
        rollups.rebuild(record)?;
        connection
            .execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (&name, &rules))
            .map_err(attempted())?;
    }
    Ok(())
}

impl Rollups<'_> {
    /// Makes the marked buckets again, and all coarser ones that they are in.
    pub fn refresh(&self, mut marks: Vec<DirtyBucket>) -> Result<()> {
        marks.sort_unstable();
        marks.dedup();
        for marks in marks.chunk_by(|one, other| (one.record, one.of) == (other.record, other.of)) {
            let (record, of) = (marks[0].record, marks[0].of);
            let starts: Vec<Instant> = marks.iter().map(|mark| mark.start).collect();
            self.refresh_one(record, of, starts)?;
        }
        Ok(())
    }

    fn refresh_one(&self, record: TypeIndex, of: i64, mut starts: Vec<Instant>) -> Result<()> {
        if let Some(kept) = self.kept(record, of)? {
            // What is known by rollups alone is never made again.
            starts.retain(|start| *start >= kept.since);
        }
        let mut below = None;
        for level in levels(self.model, record) {
            for start in &mut starts {
                *start -= start.rem_euclid(*level);
            }
            starts.dedup();
            for run in starts.chunk_by(|one, other| other - one == *level) {
                let range = (run[0], run[run.len() - 1] + level);
                let buckets = match below {
                    None => self.rolled_samples(record, of, *level, range)?,
                    Some(below) => self.rolled_buckets(record, of, below, *level, range)?,
                };
                self.store(record, of, *level, range, &buckets)?;
            }
            below = Some(*level);
        }
        Ok(())
    }

    fn rebuild(&self, record: TypeIndex) -> Result<()> {
        let attempted = || failure("rolling up a series");
        let table = self.layout.table(record).id;
        self.forget_what_samples_tell(record)?;
        let sql = format!("SELECT of, min(at), max(at) FROM t{table} GROUP BY of");
        let mut statement = self.connection.prepare(&sql).map_err(attempted())?;
        let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        let found: Vec<(i64, Instant, Instant)> = found.and_then(Iterator::collect).map_err(attempted())?;
        found.into_iter().try_for_each(|(of, first, last)| self.roll_up(record, of, first, last))
    }

    /// Makes all rollups of one thing measured again that its samples tell.
    pub fn rebuild_one(&self, record: TypeIndex, of: i64) -> Result<()> {
        let attempted = || failure("rolling up a series");
        let sql = format!("SELECT min(at), max(at) FROM t{} WHERE of = ?", self.layout.table(record).id);
        let mut statement = self.connection.prepare_cached(&sql).map_err(attempted())?;
        let ends = statement.query_row([of], |row| Ok((row.get(0)?, row.get(1)?))).map_err(attempted())?;
        match ends {
            (Some(first), Some(last)) => self.roll_up(record, of, first, last),
            _ => Ok(()),
        }
    }

    fn roll_up(&self, record: TypeIndex, of: i64, first: Instant, last: Instant) -> Result<()> {
        let mut below = None;
        for level in levels(self.model, record) {
            let range = (first - first.rem_euclid(*level), last - last.rem_euclid(*level) + level);
            let buckets = match below {
                None => self.rolled_samples(record, of, *level, range)?,
                Some(below) => self.rolled_buckets(record, of, below, *level, range)?,
            };
            self.store(record, of, *level, range, &buckets)?;
            below = Some(*level);
        }
        Ok(())
    }

    /// The fields with numbers: stable number and expression.
    fn numbers(&self, record: TypeIndex) -> Vec<(i64, String)> {
        let table = self.layout.table(record);
        let columns = table.columns.iter().enumerate().filter_map(|(position, column)| {
            let column = column.as_ref()?;
            let expression = match column.shape {
                Shape::Int | Shape::Real | Shape::Quantity | Shape::Money => column.name.clone(),
                Shape::Duration => format!("{}m / 1000.0", column.name),
                _ => return None,
            };
            Some((table.fields[position], expression))
        });
        columns.collect()
    }

    /// The stable number of a field whose numbers are rolled up, and its expression.
    pub fn number(&self, record: TypeIndex, field: FieldIndex) -> Option<(i64, String)> {
        let number = *self.layout.table(record).fields.get(field.0)?;
        self.numbers(record).into_iter().find(|(known, _)| *known == number)
    }

    fn rolled_samples(
        &self,
        record: TypeIndex,
        of: i64,
        level: i64,
        (from, to): (Instant, Instant),
    ) -> Result<BTreeMap<Instant, Bucket>> {
        let attempted = || failure("rolling up samples");
        let numbers = self.numbers(record);
        let columns: Vec<&str> =
            std::iter::once("at").chain(numbers.iter().map(|(_, number)| number.as_str())).collect();
        let columns = columns.join(", ");
        let table = self.layout.table(record).id;
        let sql =
            format!("SELECT {columns} FROM t{table} WHERE of = ? AND at >= ? AND at < ? AND flagged = 0 ORDER BY at");
        let mut statement = self.connection.prepare_cached(&sql).map_err(attempted())?;
        let mut rows = statement.query(params![of, from, to]).map_err(attempted())?;
        let gap = self.gap(record, of)?;
        let mut buckets: BTreeMap<Instant, Bucket> = BTreeMap::new();
        while let Some(row) = rows.next().map_err(attempted())? {
            let at: Instant = row.get(0).map_err(attempted())?;
            let bucket = buckets.entry(at - at.rem_euclid(level)).or_default();
            if bucket.samples == 0 {
                bucket.first = at;
                bucket.fields = numbers.iter().map(|(number, _)| (*number, Summary::default())).collect();
            }
            bucket.samples += 1;
            bucket.last = at;
            for (position, (_, summary)) in bucket.fields.iter_mut().enumerate() {
                let cell = row.get_ref(position + 1).map_err(attempted())?;
                if matches!(cell, rusqlite::types::ValueRef::Null) {
                    continue;
                }
                let reading = Reading { at, id: Uuid::nil(), value: shape::real(cell)? };
                if let Some(last) = summary.last {
                    summary.cover(last, reading, gap);
                }
                summary.add(reading);
            }
        }
        Ok(buckets)
    }

    fn rolled_buckets(
        &self,
        record: TypeIndex,
        of: i64,
        below: i64,
        level: i64,
        (from, to): (Instant, Instant),
    ) -> Result<BTreeMap<Instant, Bucket>> {
        let packed_rows = self.packed_rows(record, of, below);
        let gap = self.gap(record, of)?;
        let mut buckets: BTreeMap<Instant, Bucket> = BTreeMap::new();
        packed_rows.visit((from, to), &mut |start, bytes| {
            let finer = decode(bytes, start, Uuid::nil())?;
            buckets.entry(start - start.rem_euclid(level)).or_default().join(&finer, gap);
            Ok(())
        })?;
        Ok(buckets)
    }

    /// Where the buckets of one thing measured are.
    fn packed_rows(&self, record: TypeIndex, of: i64, level: i64) -> PackedRows<'_> {
        PackedRows { connection: self.connection, series: self.layout.table(record).id, of, level }
    }

    fn store(
        &self,
        record: TypeIndex,
        of: i64,
        level: i64,
        range: (Instant, Instant),
        buckets: &BTreeMap<Instant, Bucket>,
    ) -> Result<()> {
        let buckets = buckets.iter().map(|(start, bucket)| (*start, encode(bucket, *start))).collect();
        let bytes = bucket::most_bytes(self.numbers(record).len());
        self.packed_rows(record, of, level).replace(range, buckets, bytes)
    }
}
