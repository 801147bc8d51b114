//! Packed rows: neighbouring buckets of one level in one stored row, so that a read of many of them steps through few rows.
//!
//! A packed row begins at a multiple of its width and leaves out empty buckets. How many it holds follows from how much they
//! say: a row that fits into a page of SQLite beside others is written as one piece. Rows of another width, from when a
//! series had other fields, are read as they are and laid out anew when one of their buckets is.

use std::collections::BTreeMap;

use daybook_schema::value::Instant;
use rusqlite::{Connection, params};

use crate::{
    error::Result,
    sqlite::{
        failure::{failure, internal},
        rows,
    },
};

/// The most buckets in one packed row, a power of two as all widths are.
pub(in crate::sqlite) const MOST: i64 = 8;

/// What a row of a table without row ids holds of its own page: 1,002 bytes of pages of 4 KiB, less the key.
const ROOM: usize = 976;

/// How many buckets a packed row holds when each takes so many bytes.
fn width(bytes: usize) -> i64 {
    let fits = |width: &i64| *width as usize * (HEAD + bytes) <= ROOM;
    [MOST, MOST / 2, MOST / 4].into_iter().find(fits).unwrap_or(1)
}

/// Before each bucket: its place in the packed row, and the number of its bytes.
const HEAD: usize = 4;

fn write(packed: &mut Vec<u8>, place: i64, bucket: &[u8]) {
    let head = bucket.len() as u32 * MOST as u32 + place as u32;
    packed.extend(head.to_le_bytes());
    packed.extend(bucket);
}

/// The buckets of a packed row in order: when each begins, and its bytes.
pub(in crate::sqlite) fn buckets(
    mut packed: &[u8],
    start: Instant,
    level: i64,
) -> impl Iterator<Item = Result<(Instant, &[u8])>> {
    std::iter::from_fn(move || {
        let (head, rest) = packed.split_first_chunk::<HEAD>()?;
        let head = u32::from_le_bytes(*head);
        let (place, length) = (i64::from(head) % MOST, (i64::from(head) / MOST) as usize);
        let Some((bucket, rest)) = rest.split_at_checked(length) else {
            packed = &[];
            return Some(Err(internal("a packed row of rollups is cut off")));
        };
        packed = rest;
        Some(Ok((start + place * level, bucket)))
    })
}

/// The rows in which buckets of a range may be: those that begin at or behind the first moment.
pub(in crate::sqlite) fn reach(from: Instant, level: i64) -> Instant {
    from.saturating_sub((MOST - 1) * level)
}

/// The buckets of a row: when each begins, and its bytes.
type Row = Vec<(Instant, Vec<u8>)>;

/// The packed rows of one thing measured: of which series, of what, and how wide.
#[derive(Clone, Copy)]
pub(in crate::sqlite) struct PackedRows<'c> {
    pub connection: &'c Connection,
    pub series: i64,
    pub of: i64,
    pub level: i64,
}

impl PackedRows<'_> {
    /// Visits all stored buckets of a range, in order.
    pub fn visit(
        self,
        (from, to): (Instant, Instant),
        visit: &mut dyn FnMut(Instant, &[u8]) -> Result<()>,
    ) -> Result<()> {
        self.rows((from, to), &mut |start, packed| {
            for bucket in buckets(packed, start, self.level) {
                let (start, bucket) = bucket?;
                if (from..to).contains(&start) {
                    visit(start, bucket)?;
                }
            }
            Ok(())
        })
    }

    /// Visits all rows in which buckets of a range may be, in order: when each begins, and its bytes.
    fn rows(self, (from, to): (Instant, Instant), visit: &mut dyn FnMut(Instant, &[u8]) -> Result<()>) -> Result<()> {
        let attempted = || failure("reading rollups");
        let Self { connection, series, of, level } = self;
        let sql = "SELECT start, data FROM rollup WHERE series = ? AND level = ? AND of = ? AND start >= ? AND start < ? \
                   ORDER BY start";
        let mut statement = connection.prepare_cached(sql).map_err(attempted())?;
        let mut found = statement.query(params![series, level, of, reach(from, level), to]).map_err(attempted())?;
        while let Some(row) = found.next().map_err(attempted())? {
            visit(rows::get(row, 0)?, rows::blob(row, 1)?)?;
        }
        Ok(())
    }

    /// Puts other buckets in the place of those of a range, each as its bytes of at most so many.
    pub fn replace(
        self,
        (from, to): (Instant, Instant),
        buckets: BTreeMap<Instant, Vec<u8>>,
        bytes: usize,
    ) -> Result<()> {
        let attempted = || failure("storing rollups");
        let Self { connection, series, of, level } = self;
        let width = width(bytes) * level;
        let begin = |start: Instant| start - start.rem_euclid(width);
        let mut laid = buckets;
        // Whatever shares a packed row with them, and where it is now.
        let mut old = self.touched((begin(from), begin(to.saturating_sub(1)).saturating_add(width)))?;
        for (start, bucket) in old.values().flatten() {
            if !(from..to).contains(start) {
                laid.insert(*start, bucket.clone());
            }
        }
        let sql = "INSERT OR REPLACE INTO rollup (series, level, of, start, data) VALUES (?, ?, ?, ?, ?)";
        let mut store = connection.prepare_cached(sql).map_err(attempted())?;
        let mut laid = laid.iter().peekable();
        let mut packed = Vec::with_capacity(ROOM);
        while let Some((start, _)) = laid.peek() {
            let begin = begin(**start);
            packed.clear();
            while let Some((start, bucket)) = laid.next_if(|(start, _)| **start < begin + width) {
                write(&mut packed, (start - begin) / level, bucket);
            }
            store.execute(params![series, level, of, begin, packed]).map_err(attempted())?;
            old.remove(&begin);
        }
        let sql = "DELETE FROM rollup WHERE series = ? AND level = ? AND of = ? AND start = ?";
        let mut delete = connection.prepare_cached(sql).map_err(attempted())?;
        for start in old.keys() {
            delete.execute(params![series, level, of, start]).map_err(attempted())?;
        }
        Ok(())
    }

    /// All buckets of the rows that lie in a range or over it, by the starts of those rows.
    fn touched(self, (from, to): (Instant, Instant)) -> Result<BTreeMap<Instant, Row>> {
        let mut touched = BTreeMap::new();
        self.rows((from, to), &mut |begin, packed| {
            let row =
                buckets(packed, begin, self.level).map(|bucket| bucket.map(|(start, bytes)| (start, bytes.to_vec())));
            let row = row.collect::<Result<Row>>()?;
            // Rows of another width may reach over the range without a bucket in it.
            if row.first().zip(row.last()).is_some_and(|(first, last)| first.0 < to && last.0 >= from) {
                touched.insert(begin, row);
            }
            Ok(())
        })?;
        Ok(touched)
    }
}
