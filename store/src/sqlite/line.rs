//! Timelines: whole buckets of rollups in the middle, finer ones and samples at the ragged ends.
//!
//! A bucket tells by its covered time whether there is a gap inside; such buckets are looked into, level by level and all
//! of a level in one statement, down to the samples. Each holds a gap at least, so that looking into more of them than
//! gaps are answered is never needed, and the work is bounded.

use std::collections::BTreeMap;

use daybook_schema::value::Instant;
use uuid::Uuid;

use super::{
    failure::internal,
    rollup,
    rows::{self, id_cell},
    session::Session,
    shape,
    sql::Sql,
};
use crate::{
    error::Result,
    query::{Gaps, Line, MAX_GAPS, Segment, Timeline},
};

/// A line under construction.
struct SegmentReader<'t> {
    timeline: &'t Timeline,
    /// Number of what is measured.
    of: i64,
    /// Number of the series.
    series: i64,
    /// Stable number of the field and its expression.
    number: i64,
    expression: String,
    /// All levels, finest first.
    levels: &'static [i64],
    segments: Vec<Segment>,
    /// The widest that was read.
    level: Option<i64>,
    /// Starts of buckets with gaps inside, by level.
    broken: BTreeMap<i64, Vec<Instant>>,
}

/// What lies below one bucket, in order.
type SegmentsByBucket = BTreeMap<Instant, Vec<Segment>>;

impl Session<'_> {
    pub fn read_timeline(&mut self, timeline: &Timeline) -> Result<Line> {
        let record = timeline.record;
        let Some(of) = self.living(timeline)?.filter(|_| timeline.from < timeline.to) else {
            return Ok(Line::default());
        };
        self.settle()?;
        let rollups = self.rollups();
        let kept = rollups.kept(record, of)?.filter(|kept| timeline.from < kept.since);
        let (number, expression) =
            rollups.number(record, timeline.field).ok_or_else(|| internal("a timeline of a field without numbers"))?;
        let mut reader = SegmentReader {
            timeline,
            of,
            series: self.layout.table(record).id,
            number,
            expression,
            levels: rollup::levels(&self.model, record),
            segments: Vec::new(),
            level: None,
            broken: BTreeMap::new(),
        };
        let levels = reader.levels;
        let usable = levels.partition_point(|level| *level <= timeline.widest);
        let mut from = timeline.from;
        if let Some(kept) = kept {
            // Where samples are gone, cut buckets are answered whole.
            let finest = levels.partition_point(|level| *level < kept.finest);
            let to = (timeline.to + (-timeline.to).rem_euclid(kept.finest)).min(kept.since);
            let old = &levels[finest..usable.max(finest + 1)];
            self.read_range(&mut reader, old, from - from.rem_euclid(kept.finest), to)?;
            from = kept.since;
        }
        self.read_range(&mut reader, &levels[..usable], from, timeline.to)?;
        let mut gaps = Gaps::beyond(self.rollups().gap(record, of)?);
        for segment in &reader.segments {
            let (first, last) = segment.ends();
            gaps.pass(first, last);
        }
        self.look_inside(&mut reader, &mut gaps)?;
        let (gaps, more_gaps) = gaps.finish();
        Ok(Line { segments: reader.segments, level: reader.level, gaps, more_gaps })
    }

    /// The number of what is measured; `None` when it is not there, or in the trash.
    fn living(&mut self, timeline: &Timeline) -> Result<Option<i64>> {
        let Some(table) = self.layout.table(timeline.record).measured else { return Ok(None) };
        let sql = Sql::new(format!("SELECT n FROM t{table} WHERE trashed_at IS NULL AND id = "));
        let sql = sql.bind(id_cell(timeline.of));
        self.query_one(&sql, "reading what is measured", |_, row| rows::get(row, 0))
    }

    /// Reads a range: whole buckets of the widest of these levels, its ends by the others.
    fn read_range(&mut self, reader: &mut SegmentReader<'_>, levels: &[i64], from: Instant, to: Instant) -> Result<()> {
        if from >= to {
            return Ok(());
        }
        let Some((level, finer)) = levels.split_last() else {
            let sql = reader
                .samples(Sql::new(reader.table()), "at")
                .then(" AND at >= ")
                .bind(from)
                .then(" AND at < ")
                .bind(to)
                .then(" ORDER BY at");
            let mut samples = self.query(&sql, "reading a series", |_, row| sample(row, 0))?;
            reader.segments.append(&mut samples);
            return Ok(());
        };
        let (first, last) = (from + (-from).rem_euclid(*level), to - to.rem_euclid(*level));
        if first >= last {
            return self.read_range(reader, finer, from, to);
        }
        self.read_range(reader, finer, from, first)?;
        let sql = Sql::new("SELECT r.start, r.data FROM rollup AS r WHERE ")
            .add(reader.buckets(*level))
            .then(" AND r.start >= ")
            .bind(rollup::reach(first, *level))
            .then(" AND r.start < ")
            .bind(last)
            .then(" ORDER BY r.start");
        reader.level = reader.level.max(Some(*level));
        let (of, number) = (reader.timeline.of, reader.number);
        self.visit(&sql, "reading rollups", |_, row| {
            segments(row, 0, (*level, first, last), (of, number), &mut |segment| {
                reader.keep(*level, &segment);
                reader.segments.push(segment);
            })
        })?;
        self.read_range(reader, finer, last, to)
    }

    /// Finds the gaps inside of buckets.
    fn look_inside(&mut self, reader: &mut SegmentReader<'_>, gaps: &mut Gaps) -> Result<()> {
        for position in (0..reader.levels.len()).rev() {
            let level = reader.levels[position];
            let Some(mut starts) = reader.broken.remove(&level) else { continue };
            if starts.len() > MAX_GAPS {
                // Each holds a gap: one more than can be answered says that there are more.
                starts.truncate(MAX_GAPS + 1);
            }
            let finer = position.checked_sub(1).map(|finer| reader.levels[finer]);
            for (_, segments) in self.below(reader, &starts, level, finer)? {
                let mut inner = Gaps::beyond(gaps.beyond);
                for segment in &segments {
                    let (first, last) = segment.ends();
                    inner.pass(first, last);
                    finer.into_iter().for_each(|finer| reader.keep(finer, segment));
                }
                gaps.join(inner);
            }
        }
        Ok(())
    }

    /// What these buckets of a level were made from: finer buckets, or samples.
    fn below(
        &mut self,
        reader: &SegmentReader<'_>,
        starts: &[Instant],
        level: i64,
        finer: Option<i64>,
    ) -> Result<SegmentsByBucket> {
        let starts = serde_json::Value::from(starts).to_string();
        let (of, number) = (reader.timeline.of, reader.number);
        let mut below = SegmentsByBucket::new();
        if let Some(finer) = finer {
            let sql = Sql::new("SELECT j.value, r.start, r.data FROM json_each(")
                .bind(starts)
                .then(") AS j CROSS JOIN rollup AS r WHERE ")
                .add(reader.buckets(finer))
                .then(" AND r.start >= j.value - ")
                .bind(-rollup::reach(0, finer))
                .then(" AND r.start < j.value + ")
                .bind(level)
                .then(" ORDER BY j.key, r.start");
            self.visit(&sql, "reading rollups", |_, row| {
                let start: Instant = rows::get(row, 0)?;
                let below = below.entry(start).or_default();
                segments(row, 1, (finer, start, start + level), (of, number), &mut |segment| below.push(segment))
            })?;
        } else {
            let each = Sql::new("json_each(").bind(starts).then(&format!(") AS j CROSS JOIN {}", reader.table()));
            let sql = reader
                .samples(each, "j.value, at")
                .then(" AND at >= j.value AND at < j.value + ")
                .bind(level)
                .then(" ORDER BY j.key, at");
            self.visit(&sql, "reading a series", |_, row| {
                below.entry(rows::get(row, 0)?).or_default().push(sample(row, 1)?);
                Ok(())
            })?;
        }
        Ok(below)
    }
}

impl SegmentReader<'_> {
    fn table(&self) -> String {
        format!("t{}", self.series)
    }

    /// Reads columns and the number of unflagged samples that have one.
    fn samples(&self, from: Sql, columns: &str) -> Sql {
        let number = &self.expression;
        Sql::new(format!("SELECT {columns}, {number} FROM "))
            .add(from)
            .then(" WHERE of = ")
            .bind(self.of)
            .then(&format!(" AND flagged = 0 AND {number} IS NOT NULL"))
    }

    /// The condition for its buckets of a level.
    fn buckets(&self, level: i64) -> Sql {
        let sql = Sql::new("r.series = ").bind(self.series).then(" AND r.level = ").bind(level);
        sql.then(" AND r.of = ").bind(self.of)
    }

    /// Remembers a bucket that has gaps inside.
    fn keep(&mut self, level: i64, segment: &Segment) {
        if segment.has_gaps() {
            let (first, _) = segment.ends();
            self.broken.entry(level).or_default().push(first - first.rem_euclid(level));
        }
    }
}

fn sample(row: &rusqlite::Row<'_>, at: usize) -> Result<Segment> {
    let value = row.get_ref(at + 1).map_err(super::failure::failure("reading a number"))?;
    Ok(Segment::Sample(rows::get(row, at)?, shape::real(value)?))
}

/// What the buckets of a packed row that begin in a range say of a field, where any of their samples has a number there.
fn segments(
    row: &rusqlite::Row<'_>,
    at: usize,
    (level, from, to): (i64, Instant, Instant),
    (of, number): (Uuid, i64),
    each: &mut dyn FnMut(Segment),
) -> Result<()> {
    for bucket in rollup::buckets(rows::blob(row, at + 1)?, rows::get(row, at)?, level) {
        let (start, bytes) = bucket?;
        if !(from..to).contains(&start) {
            continue;
        }
        if let Some(summary) = rollup::EncodedBucket::new(bytes, start, of)?.field(number)? {
            each(Segment::Bucket(Box::new(summary)));
        }
    }
    Ok(())
}
