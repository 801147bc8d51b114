//! What SQLite and the disk cost with nothing of Daybook's between.

use std::{fs::File, io::Write as _, path::Path};

use rusqlite::{Connection, params};
use serde_json::json;

use crate::{Result, clock, random::Random};

/// Rows of the floor's table.
const ROWS: usize = 100_000;

/// A table of events with their subjects, and a two-row update beside it.
#[derive(Debug)]
pub struct Floor {
    connection: Connection,
    ids: Vec<[u8; 16]>,
    written: usize,
}

impl Floor {
    /// Fills a new file in a folder.
    pub fn new(folder: &Path) -> Result<Self> {
        let mut connection = Connection::open(folder.join("floor.db"))?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;
             CREATE TABLE subject (id BLOB PRIMARY KEY, name TEXT, born TEXT, grams REAL);
             CREATE TABLE event (id BLOB PRIMARY KEY, subject BLOB, kind TEXT, started INTEGER, ended INTEGER,
               amount REAL, count INTEGER, well INTEGER, label TEXT, note TEXT);
             CREATE INDEX event_kind ON event (kind, started);
             CREATE INDEX event_subject ON event (subject);
             CREATE TABLE event_history (id BLOB, label TEXT, until INTEGER);
             CREATE TABLE reading (sensor INTEGER, at INTEGER, value REAL, PRIMARY KEY (sensor, at)) WITHOUT ROWID;",
        )?;
        let mut random = Random::new(1);
        let mut ids = Vec::with_capacity(ROWS);
        let transaction = connection.transaction()?;
        for number in 0..20_u128 {
            let values = params![number.to_be_bytes(), format!("subject {number}"), "2026-01-01", 3_500.0];
            transaction.execute("INSERT INTO subject VALUES (?, ?, ?, ?)", values)?;
        }
        for number in 0..ROWS {
            ids.push(insert_event(&transaction, number, &mut random)?);
        }
        transaction.commit()?;
        Ok(Self { connection, ids, written: ROWS })
    }

    /// F4: a row by its id, to JSON bytes.
    pub fn point(&self, number: usize) -> Result<Vec<u8>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, kind, started, ended, amount, count, well, label FROM event WHERE id = ?")?;
        let id = self.ids[number.wrapping_mul(7_919) % self.ids.len()];
        let mut bytes = Vec::new();
        let mut rows = statement.query([id])?;
        while let Some(row) = rows.next()? {
            write_event(row, &mut bytes)?;
        }
        Ok(bytes)
    }

    /// F5: the 50 newest of a kind with their subjects, by one join, to JSON bytes.
    pub fn list(&self) -> Result<Vec<u8>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT e.id, e.kind, e.started, e.ended, e.amount, e.count, e.well, e.label, s.id, s.name, s.born, s.grams
             FROM event AS e JOIN subject AS s ON s.id = e.subject WHERE e.kind = 'FEED' ORDER BY e.started DESC LIMIT 50",
        )?;
        let mut bytes = b"[".to_vec();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if bytes.len() > 1 {
                bytes.push(b',');
            }
            write_event(row, &mut bytes)?;
            bytes.pop();
            let (name, born): (String, String) = (row.get(9)?, row.get(10)?);
            write!(bytes, r#","subject":{{"id":"{}","name":"#, hex(row.get_ref(8)?.as_blob()?))?;
            serde_json::to_writer(&mut bytes, &name)?;
            write!(bytes, r#","bornOn":"{born}","grams":{}}}}}"#, row.get::<_, f64>(11)?)?;
        }
        bytes.push(b']');
        Ok(bytes)
    }

    /// The least that an update with history is: the old row copied, the new one written, one synced transaction.
    pub fn update(&mut self, number: usize) -> Result<()> {
        let id = self.ids[number % self.ids.len()];
        let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let copy = "INSERT INTO event_history SELECT id, label, ? FROM event WHERE id = ?";
        transaction.prepare_cached(copy)?.execute(params![number as i64, id])?;
        let update = "UPDATE event SET label = ? WHERE id = ?";
        transaction.prepare_cached(update)?.execute(params![format!("label {number}"), id])?;
        Ok(transaction.commit()?)
    }

    /// F6 and F7: so many rows in one synced transaction.
    pub fn insert(&mut self, rows: usize) -> Result<()> {
        let transaction = self.connection.transaction()?;
        let mut random = Random::new(self.written as u64);
        for _ in 0..rows {
            self.ids.push(insert_event(&transaction, self.written, &mut random)?);
            self.written += 1;
        }
        Ok(transaction.commit()?)
    }

    /// F8: ten thousand readings in one transaction.
    pub fn readings(&mut self, round: usize) -> Result<()> {
        let transaction = self.connection.transaction()?;
        {
            let mut insert = transaction.prepare_cached("INSERT INTO reading VALUES (?, ?, ?)")?;
            for number in 0..10_000 {
                insert.execute(params![
                    number as i64 % 10,
                    (round * 30_000 + number / 10 * 30) as i64,
                    number as f64 / 7.0
                ])?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// F9: hourly figures of one sensor.
    pub fn hourly(&self) -> Result<usize> {
        let sql =
            "SELECT at / 3600, min(value), avg(value), max(value), count(*) FROM reading WHERE sensor = 3 GROUP BY 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut count = 0;
        while rows.next()?.is_some() {
            count += 1;
        }
        Ok(count)
    }
}

/// All figures of the floor, one JSON object each.
pub fn figures(folder: &Path) -> Result<Vec<serde_json::Value>> {
    let mut floor = Floor::new(folder)?;
    let mut all = Vec::new();
    let mut figure = |id: &str, what: &str, microseconds: f64| {
        all.push(json!({"floor": "sqlite", "id": id, "what": what, "microseconds": microseconds}));
    };
    figure("F4", "point read", clock::median_of(5_000, |number| floor.point(number).map(drop))?);
    figure("F5", "list of 50 with one join, to JSON", clock::median_of(2_000, |_| floor.list().map(drop))?);
    figure("F6", "insert, one row in a synced transaction", clock::median_of(50, |_| floor.insert(1))?);
    figure("F7", "insert, 100 rows in a synced transaction", clock::median_of(20, |_| floor.insert(100))?);
    figure("F8", "10,000 readings in one transaction", clock::median_of(10, |round| floor.readings(round))?);
    figure("F9", "hourly figures of one sensor in ten", clock::median_of(20, |_| floor.hourly().map(drop))?);
    figure("U", "update of one row with its history row", clock::median_of(50, |number| floor.update(number))?);
    Ok(all)
}

/// The median microseconds of writing a page to a file and waiting for the disk.
pub fn sync(folder: &Path) -> Result<f64> {
    let mut file = File::create(folder.join("sync"))?;
    clock::median_of(50, |_| {
        file.write_all(&[7; 4096])?;
        Ok(file.sync_data()?)
    })
}

fn insert_event(connection: &Connection, number: usize, random: &mut Random) -> Result<[u8; 16]> {
    let id = ((number as u128) << 64 | u128::from(random.bits())).to_be_bytes();
    let mut insert = connection.prepare_cached("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let started = 1_700_000_000_000 + number * 60_000;
    let kind = ["FEED", "SLEEP", "TEMPERATURE", "WALK", "OTHER"][random.below(5)];
    let subject = (random.below(20) as u128).to_be_bytes();
    insert.execute(params![
        id,
        subject,
        kind,
        started as i64,
        (started + 600_000) as i64,
        random.part(),
        random.below(9) as i64,
        number.is_multiple_of(2),
        random.words(1),
        random.words(30)
    ])?;
    Ok(id)
}

fn write_event(row: &rusqlite::Row<'_>, bytes: &mut Vec<u8>) -> Result<()> {
    let (kind, label): (String, String) = (row.get(1)?, row.get(7)?);
    let (started, ended): (i64, i64) = (row.get(2)?, row.get(3)?);
    write!(bytes, r#"{{"id":"{}","kind":"{kind}","startedAt":{started},"#, hex(row.get_ref(0)?.as_blob()?))?;
    write!(bytes, r#""endedAt":{ended},"amount":{},"count":{},"#, row.get::<_, f64>(4)?, row.get::<_, i64>(5)?)?;
    write!(bytes, r#""well":{},"label":"#, row.get::<_, bool>(6)?)?;
    serde_json::to_writer(&mut *bytes, &label)?;
    bytes.push(b'}');
    Ok(())
}

fn hex(id: &[u8]) -> uuid::fmt::Hyphenated {
    uuid::Uuid::from_slice(id).unwrap_or_default().hyphenated()
}
