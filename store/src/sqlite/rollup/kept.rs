//! What rollups alone know: samples that were removed when their time was up (`keep`).
//!
//! Whole days of UTC go, the widest bucket of rollups, so that no bucket is made of samples that are there and others
//! that are not. Of everything measured the day of its last sample stays, so that a file that is sent in order goes on
//! where it ended, however old it is.

use std::collections::BTreeMap;

use daybook_schema::{TypeIndex, value::Instant};
use rusqlite::{OptionalExtension, params, types::Value as Cell};
use uuid::Uuid;

use super::{DAY, LEVELS, MOST, Rollups, levels};
use crate::{
    error::Result,
    sqlite::{failure::failure, rows, session::Session, sql::Sql},
};

/// From which day on the samples of what is measured are there, and the finest level of the rollups before.
pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS kept (
  series INTEGER NOT NULL, of INTEGER NOT NULL, since INTEGER NOT NULL, finest INTEGER NOT NULL,
  PRIMARY KEY (series, of)
) STRICT, WITHOUT ROWID";

/// How far back samples reach.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::sqlite) struct Kept {
    /// The first day whose samples are there.
    pub since: Instant,
    /// The width of the finest buckets before.
    pub finest: i64,
}

impl Rollups<'_> {
    /// How far back the samples of what is measured reach; `None` when none was removed for its age.
    pub fn kept(&self, record: TypeIndex, of: i64) -> Result<Option<Kept>> {
        let attempted = || failure("reading how far back samples reach");
        let sql = "SELECT since, finest FROM kept WHERE series = ? AND of = ?";
        let mut statement = self.connection.prepare_cached(sql).map_err(attempted())?;
        let series = self.layout.table(record).id;
        let kept = |row: &rusqlite::Row<'_>| Ok(Kept { since: row.get(0)?, finest: row.get(1)? });
        statement.query_row(params![series, of], kept).optional().map_err(attempted())
    }

    /// Forgets the rollups of a series that can be made again from its samples.
    pub(super) fn forget_what_samples_tell(&self, record: TypeIndex) -> Result<()> {
        let series = self.layout.table(record).id;
        let sql = "DELETE FROM rollup WHERE series = ?1 AND start >= \
                   coalesce((SELECT since FROM kept WHERE kept.series = ?1 AND kept.of = rollup.of), start)";
        self.connection.execute(sql, [series]).map_err(failure("rolling up a series"))?;
        for (of, since) in self.cut(series)? {
            for level in LEVELS {
                // A packed row may begin before that day and reach over it.
                let over = (since, since.saturating_add(MOST * level));
                self.packed_rows(record, of, level).replace(over, BTreeMap::new(), 0)?;
            }
        }
        // Coarser rules hold for the past from now on; finer buckets of the past cannot be made any more.
        let sql = "UPDATE kept SET finest = max(finest, ?) WHERE series = ?";
        let finest = levels(self.model, record)[0];
        self.connection.execute(sql, [finest, series]).map_err(failure("rolling up a series"))?;
        Ok(())
    }
}

impl Rollups<'_> {
    /// Everything with samples that were removed, and since when they are there.
    fn cut(&self, series: i64) -> Result<Vec<(i64, Instant)>> {
        let attempted = || failure("reading how far back samples reach");
        let mut statement =
            self.connection.prepare("SELECT of, since FROM kept WHERE series = ?").map_err(attempted())?;
        let cut = statement.query_map([series], |row| Ok((row.get(0)?, row.get(1)?))).map_err(attempted())?;
        cut.collect::<rusqlite::Result<_>>().map_err(attempted())
    }
}

impl Session<'_> {
    pub fn read_kept_since(&mut self, record: TypeIndex, of: Option<Uuid>) -> Result<Option<Instant>> {
        let mut sql = Sql::new("SELECT max(since) FROM kept WHERE series = ").bind(self.layout.table(record).id);
        if let Some(of) = of {
            let Some(number) = self.number(record, of)? else { return Ok(None) };
            sql = sql.then(" AND of = ").bind(number);
        }
        let found = self.query_one(&sql, "reading how far back samples reach", |_, row| rows::get(row, 0))?;
        Ok(found.flatten())
    }

    /// Removes the oldest samples of the first thing measured that has some from before a moment.
    pub fn expire(&mut self, record: TypeIndex, before: Instant, about: usize) -> Result<usize> {
        self.settle()?;
        let Some((of, first, until)) = self.expired(record, before)? else { return Ok(0) };
        let table = self.layout.table(record).id;
        let offset = i64::try_from(about).unwrap_or(i64::MAX);
        let sql = Sql::new(format!("SELECT at FROM t{table} WHERE of = ")).bind(of);
        let sql = sql.then(" ORDER BY at LIMIT 1 OFFSET ").bind(offset);
        let nth: Option<Instant> = self.query_one(&sql, "looking for old samples", |_, row| rows::get(row, 0))?;
        let edge = nth.map_or(until, |at| day(at).max(day(first) + DAY).min(until));
        let sql = Sql::new(format!("DELETE FROM t{table} WHERE of = ")).bind(of).then(" AND at < ").bind(edge);
        let removed = self.execute(&sql, "removing old samples")?;
        let finest = levels(&self.model, record)[0];
        let sql = Sql::new("INSERT INTO kept (series, of, since, finest) VALUES (")
            .bind_all([table, of, edge, finest].map(Cell::from))
            .then(
                ") ON CONFLICT DO UPDATE SET since = max(since, excluded.since), finest = max(finest, excluded.finest)",
            );
        if !crate::fault::is("forget-kept-day") {
            self.execute(&sql, "removing old samples")?;
        }
        Ok(removed)
    }

    /// Something measured with samples to remove: the time of the first, and the end of the last day to remove.
    fn expired(&mut self, record: TypeIndex, before: Instant) -> Result<Option<(i64, Instant, Instant)>> {
        let table = self.layout.table(record);
        let Some(measured) = table.measured else { return Ok(None) };
        let series = table.id;
        let sql = Sql::new(format!(
            "SELECT n, first, (SELECT max(at) FROM t{series} WHERE of = n) FROM \
             (SELECT n, (SELECT min(at) FROM t{series} WHERE of = t{measured}.n) AS first FROM t{measured}) WHERE first < "
        ));
        let found = self.query(&sql.bind(day(before)), "looking for old samples", |_, row| {
            let (first, last): (Instant, Instant) = (rows::get(row, 1)?, rows::get(row, 2)?);
            let until = day(before).min(day(last));
            Ok((first < until).then_some((rows::get(row, 0)?, first, until)))
        })?;
        Ok(found.into_iter().flatten().next())
    }
}

/// The day of UTC that a moment is in.
fn day(at: Instant) -> Instant {
    at - at.rem_euclid(DAY)
}
