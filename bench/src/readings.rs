//! What readings cost a bare SQLite: brought in as JSON, and told by the hour.

use std::path::Path;

use rusqlite::{Connection, params};
use serde::Deserialize;

use crate::Result;

/// Milliseconds in an hour.
const HOUR: i64 = 3_600_000;

/// A table of readings, and one of what they say by the hour.
#[derive(Debug)]
pub struct Bare(Connection);

/// A reading as it is sent.
#[derive(Deserialize)]
struct Sent {
    probe: String,
    at: String,
    value: f64,
}

impl Bare {
    /// Makes a new file in a folder.
    pub fn new(folder: &Path) -> Result<Self> {
        let connection = Connection::open(folder.join("readings.db"))?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;
             CREATE TABLE reading (probe TEXT, at INTEGER, value REAL, PRIMARY KEY (probe, at)) WITHOUT ROWID;
             CREATE TABLE hour (
               probe TEXT, start INTEGER, count INTEGER, sum REAL, min REAL, max REAL, PRIMARY KEY (probe, start)
             ) WITHOUT ROWID;",
        )?;
        Ok(Self(connection))
    }

    /// Stores readings, and adds them to their hours, in one synced transaction.
    pub fn store<'r>(&mut self, readings: impl Iterator<Item = (&'r str, i64, f64)>) -> Result<()> {
        let transaction = self.0.transaction()?;
        {
            let mut insert = transaction.prepare_cached("INSERT INTO reading VALUES (?, ?, ?)")?;
            let mut add = transaction.prepare_cached(
                "INSERT INTO hour VALUES (?1, ?2, 1, ?3, ?3, ?3) ON CONFLICT DO UPDATE SET
                 count = count + 1, sum = sum + ?3, min = min(min, ?3), max = max(max, ?3)",
            )?;
            for (probe, at, value) in readings {
                insert.execute(params![probe, at, value])?;
                add.execute(params![probe, at - at.rem_euclid(HOUR), value])?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// W6: decodes readings from JSON and stores them.
    pub fn take(&mut self, json: &[u8]) -> Result<()> {
        let sent: Vec<Sent> = serde_json::from_slice(json)?;
        let read =
            sent.iter().map(|sent| Ok((&*sent.probe, daybook_schema::time::parse_instant(&sent.at)?, sent.value)));
        let read = read.collect::<Result<Vec<_>>>()?;
        self.store(read.into_iter())
    }

    /// W4: what the readings of one probe, or of all, say by the hour, to JSON bytes.
    pub fn hours(&self, probe: Option<&str>, from: i64, to: i64) -> Result<Vec<u8>> {
        let sql = match probe {
            Some(_) => {
                "SELECT probe, start, count, sum, min, max FROM hour WHERE probe = ?3 AND start >= ?1 AND start < ?2"
            }
            None => {
                "SELECT probe, start, count, sum, min, max FROM hour WHERE start >= ?1 AND start < ?2 AND ?3 IS NULL"
            }
        };
        self.told(sql, probe, from, to)
    }

    /// The same from the readings themselves.
    pub fn hours_of_readings(&self, probe: Option<&str>, from: i64, to: i64) -> Result<Vec<u8>> {
        let which = if probe.is_some() { "probe = ?3" } else { "?3 IS NULL" };
        let sql = format!(
            "SELECT probe, at - at % {HOUR}, count(*), sum(value), min(value), max(value) FROM reading
             WHERE {which} AND at >= ?1 AND at < ?2 GROUP BY 1, 2"
        );
        self.told(&sql, probe, from, to)
    }

    fn told(&self, sql: &str, probe: Option<&str>, from: i64, to: i64) -> Result<Vec<u8>> {
        use std::io::Write as _;
        let mut statement = self.0.prepare_cached(sql)?;
        let mut rows = statement.query(params![from, to, probe])?;
        let mut bytes = b"[".to_vec();
        while let Some(row) = rows.next()? {
            if bytes.len() > 1 {
                bytes.push(b',');
            }
            let start = daybook_schema::time::format_instant(row.get(1)?);
            let (count, sum): (i64, f64) = (row.get(2)?, row.get(3)?);
            if probe.is_none() {
                write!(
                    bytes,
                    r#"{{"key":[{{"text":"{}"}}],"start":"{start}","count":{count},"#,
                    row.get_ref(0)?.as_str()?
                )?;
            } else {
                write!(bytes, r#"{{"start":"{start}","count":{count},"#)?;
            }
            let (min, max): (f64, f64) = (row.get(4)?, row.get(5)?);
            write!(bytes, r#""value":{{"min":{min},"avg":{},"max":{max}}}}}"#, sum / count as f64)?;
        }
        bytes.push(b']');
        Ok(bytes)
    }

    /// A chart: the hours of one probe, put together to so many points, to JSON bytes.
    pub fn chart(&self, probe: &str, from: i64, to: i64, points: i64) -> Result<Vec<u8>> {
        use std::io::Write as _;
        let sql = "SELECT (start - ?1) / ?4, min(start), sum(count), sum(sum), min(min), max(max) FROM hour
                   WHERE probe = ?3 AND start >= ?1 AND start < ?2 GROUP BY 1";
        let mut statement = self.0.prepare_cached(sql)?;
        let mut rows = statement.query(params![from, to, probe, (to - from) / points])?;
        let mut bytes = b"[".to_vec();
        while let Some(row) = rows.next()? {
            let start = daybook_schema::time::format_instant(row.get(1)?);
            let (count, sum, min, max): (i64, f64, f64, f64) = (row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?);
            let value = sum / count as f64;
            write!(bytes, r#"{{"at":"{start}","value":{value},"min":{min},"max":{max},"count":{count}}},"#)?;
        }
        bytes.push(b']');
        Ok(bytes)
    }
}
