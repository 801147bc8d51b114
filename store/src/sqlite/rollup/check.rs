//! Proves that rollups say what their samples say, and that samples reach back no further than is said of them.

use daybook_schema::{TypeIndex, value::Instant};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use super::{DAY, Rollups, encode, levels};
use crate::{error::Result, sqlite::failure::failure};

/// Findings in words; empty when all is well. Reads all samples.
pub(in crate::sqlite) fn check(rollups: &Rollups<'_>) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for record in rollups.model.indexes().filter(|record| rollups.model.record(*record).is_series()) {
        for of in rollups.measured(record)? {
            rollups.check_one(record, of, &mut findings)?;
        }
    }
    Ok(findings)
}

impl Rollups<'_> {
    /// Everything that has samples or rollups.
    fn measured(&self, record: TypeIndex) -> Result<Vec<i64>> {
        let attempted = || failure("reading what has samples");
        let series = self.layout.table(record).id;
        let sql = format!("SELECT of FROM t{series} UNION SELECT of FROM rollup WHERE series = {series}");
        let mut statement = self.connection.prepare(&sql).map_err(attempted())?;
        let found = statement.query_map([], |row| row.get(0)).map_err(attempted())?;
        found.collect::<rusqlite::Result<_>>().map_err(attempted())
    }

    /// The id of what is measured, for people.
    fn name(&self, record: TypeIndex, of: i64) -> Result<Uuid> {
        let table = self.layout.table(record).measured.unwrap_or_default();
        let sql = format!("SELECT id FROM t{table} WHERE n = ?");
        let id = self.connection.query_row(&sql, [of], |row| row.get::<_, Vec<u8>>(0)).optional();
        let id = id.map_err(failure("reading what has samples"))?;
        Ok(id.and_then(|id| Uuid::from_slice(&id).ok()).unwrap_or_default())
    }

    fn check_one(&self, record: TypeIndex, number: i64, findings: &mut Vec<String>) -> Result<()> {
        let attempted = || failure("comparing rollups with samples");
        let name = &self.model.record(record).name;
        let series = self.layout.table(record).id;
        let since = self.kept(record, number)?.map_or(Instant::MIN / 2, |kept| kept.since);
        let sql = format!("SELECT count(*) FROM t{series} WHERE of = ? AND at < ?");
        let stray: i64 =
            self.connection.query_row(&sql, params![number, since], |row| row.get(0)).map_err(attempted())?;
        if stray > 0 {
            let of = self.name(record, number)?;
            findings.push(format!("{stray} samples of {name} of {of} are older than those that are kept"));
        }
        let range = (since, Instant::MAX / 2 - (Instant::MAX / 2).rem_euclid(DAY));
        let mut below = None;
        for level in levels(self.model, record) {
            let made = match below {
                None => self.rolled_samples(record, number, *level, range)?,
                Some(below) => self.rolled_buckets(record, number, below, *level, range)?,
            };
            let mut stored: Vec<(Instant, Vec<u8>)> = Vec::new();
            self.packed_rows(record, number, *level).visit((since, Instant::MAX), &mut |start, bytes| {
                stored.push((start, bytes.to_vec()));
                Ok(())
            })?;
            let made: Vec<(Instant, Vec<u8>)> =
                made.iter().map(|(start, bucket)| (*start, encode(bucket, *start))).collect();
            if stored != made {
                let (of, minutes) = (self.name(record, number)?, level / 60_000);
                findings
                    .push(format!("rollups of {name} of {of} by {minutes} minutes do not say what its samples say"));
            }
            below = Some(*level);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use crate::{
        sqlite::{Sqlite, SqliteOptions},
        testsuite::TestStore,
        write::SampleConflict,
    };

    /// What is found after a statement was run over a store with three hours of readings, newest first, some flagged.
    fn found_after(damage: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let sqlite = Arc::new(Sqlite::open(folder.path(), &SqliteOptions::default()).unwrap());
        let mut test_store = TestStore::new(Arc::clone(&sqlite) as Arc<dyn crate::backend::Backend>);
        let reading = |minute: u32| {
            json!({"gauge": {"connectOrCreate": {"name": "north"}}, "damp": {"value": minute % 120, "unit": "PERCENT"},
                "at": format!("2026-05-01T{:02}:{:02}:00Z", 6 + minute / 60, minute % 60)})
        };
        let rows: Vec<_> = (0..180).rev().map(reading).collect();
        test_store.add_readings(&rows, SampleConflict::Keep);
        let layout = sqlite.shared.layout(&test_store.model).unwrap();
        let table = format!("t{}", layout.table(test_store.find("Reading")).id);
        let connection = rusqlite::Connection::open(folder.path().join(crate::sqlite::open::FILE)).unwrap();
        connection.execute_batch(&damage.replace("READINGS", &table)).unwrap();
        test_store.read(|snapshot| snapshot.check_rollups())
    }

    #[test]
    fn rollups_that_say_what_the_samples_say_are_no_finding() {
        assert_eq!(found_after(""), Vec::<String>::new());
    }

    #[test]
    fn rollups_that_are_missing_left_over_or_say_something_else_are_found() {
        for damage in [
            "DELETE FROM READINGS WHERE at = (SELECT min(at) FROM READINGS)",
            "UPDATE READINGS SET flagged = 1 WHERE at = (SELECT min(at) FROM READINGS)",
            "DELETE FROM READINGS",
            "DELETE FROM rollup WHERE level = 86400000",
            "UPDATE rollup SET start = start + 86400000 WHERE level = 86400000",
        ] {
            assert_ne!(found_after(damage), Vec::<String>::new(), "{damage}");
        }
    }
}
