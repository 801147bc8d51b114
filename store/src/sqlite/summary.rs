//! Statistics as an aggregate function of SQL, and the numbers of buckets.
//!
//! `daybook_summary(value, at, id, spec)` answers a blob that [`decode`] reads. `spec` says whether the readings must be
//! kept until the end: for quantiles and averages over time. Amounts of money have their currency behind that.

use rusqlite::{
    Connection,
    functions::{Aggregate, Context, FunctionFlags},
    types::ValueRef,
};
use uuid::Uuid;

use super::failure::internal;
use crate::{
    error::Result,
    query::{Currency, Lines, Measure, Reading, Sum, Summary, group_position, quantiles},
};

/// Makes the functions known to a connection.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    // Deterministic, so that SQLite may compute a call with constant arguments once; direct only, so that no view or trigger
    // of a file from elsewhere can call them.
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_aggregate_function("daybook_summary", 4, flags, SummaryFunction)?;
    connection.create_aggregate_function("daybook_summary", 5, flags, SummaryFunction)?;
    // The number of the bucket that an instant is in, by binary search in all edges, bound as one blob: a join with a table
    // of edges would compare each row with each of them. The blob is borrowed, since this runs for every row.
    connection.create_scalar_function("daybook_bucket", 2, flags, |context| {
        let (ValueRef::Integer(at), ValueRef::Blob(edges)) = (context.get_raw(0), context.get_raw(1)) else {
            return Ok(None);
        };
        let edges = edges.as_chunks::<8>().0;
        Ok(edges.partition_point(|edge| i64::from_le_bytes(*edge) <= at).checked_sub(1).map(|at| at as i64))
    })?;
    // The same for ranges of numbers. What lies outside of all of them is null.
    connection.create_scalar_function("daybook_range", 2, flags, |context| {
        let value: Option<f64> = context.get(0)?;
        let (Some(value), ValueRef::Blob(edges)) = (value, context.get_raw(1)) else { return Ok(None) };
        let edges: Vec<f64> = edges.as_chunks::<8>().0.iter().map(|edge| f64::from_le_bytes(*edge)).collect();
        Ok(group_position(&edges, &value).map(|at| at as i64))
    })
}

/// What a measure asks of the function beyond the plain summary.
#[derive(Clone, Debug, Default)]
struct Spec {
    lines: Option<Lines>,
    quantiles: Vec<f64>,
}

/// The last argument of the function.
pub(super) fn spec(measure: &Measure, lines: &Lines) -> Vec<u8> {
    let mut bytes = vec![u8::from(measure.weighted), u8::from(lines.per_id)];
    bytes.extend(lines.gap.unwrap_or(-1).to_le_bytes());
    bytes.extend((lines.own.len() as u64).to_le_bytes());
    for (id, gap) in &lines.own {
        bytes.extend(id.as_bytes());
        bytes.extend(gap.unwrap_or(-1).to_le_bytes());
    }
    measure.quantiles.iter().for_each(|quantile| bytes.extend(quantile.to_le_bytes()));
    bytes
}

fn spec_of(bytes: &[u8]) -> Option<Spec> {
    let (head, rest) = bytes.split_at_checked(2)?;
    let (gap, rest) = rest.split_first_chunk::<8>()?;
    let gap_of = |bytes: &[u8; 8]| Some(i64::from_le_bytes(*bytes)).filter(|gap| *gap >= 0);
    let (count, rest) = rest.split_first_chunk::<8>()?;
    let (own, quantiles) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*count)).ok()?.checked_mul(24)?)?;
    let own = own.as_chunks::<24>().0.iter().filter_map(|bytes| {
        let (id, gap) = bytes.split_first_chunk::<16>()?;
        Some((Uuid::from_bytes(*id), gap_of(gap.first_chunk()?)))
    });
    let lines = Lines { gap: gap_of(gap), per_id: head[1] == 1, own: own.collect() };
    let lines = (head[0] == 1).then_some(lines);
    let quantiles = quantiles.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect();
    Some(Spec { lines, quantiles })
}

struct SummaryFunction;

/// A summary that is not complete yet, with what it needs to the end.
struct Accumulator {
    spec: Spec,
    summary: Summary,
    kept: Vec<Reading>,
}

impl Aggregate<Accumulator, Option<Vec<u8>>> for SummaryFunction {
    fn init(&self, context: &mut Context<'_>) -> rusqlite::Result<Accumulator> {
        let spec = match context.get_raw(3) {
            ValueRef::Blob(bytes) => spec_of(bytes).unwrap_or_default(),
            _ => Spec::default(),
        };
        Ok(Accumulator { spec, summary: Summary::default(), kept: Vec::new() })
    }

    fn step(&self, context: &mut Context<'_>, accumulator: &mut Accumulator) -> rusqlite::Result<()> {
        let value = match context.get_raw(0) {
            ValueRef::Real(number) => number,
            ValueRef::Integer(number) => number as f64,
            _ => return Ok(()),
        };
        let at = context.get(1)?;
        let id = match context.get_raw(2) {
            ValueRef::Blob(bytes) => Uuid::from_slice(bytes).unwrap_or_default(),
            _ => Uuid::nil(),
        };
        let reading = Reading { at, id, value };
        accumulator.summary.add(reading);
        if context.len() == 5
            && let ValueRef::Text(code) = context.get_raw(4)
        {
            let currency = std::str::from_utf8(code).map_or(Currency::None, Currency::of);
            accumulator.summary.currency = accumulator.summary.currency.with(currency);
        }
        // Most measures merge as they go; only these two need every reading at the end, and SQLite promises no order.
        if accumulator.spec.lines.is_some() || !accumulator.spec.quantiles.is_empty() {
            accumulator.kept.push(reading);
        }
        Ok(())
    }

    fn finalize(
        &self,
        _context: &mut Context<'_>,
        accumulator: Option<Accumulator>,
    ) -> rusqlite::Result<Option<Vec<u8>>> {
        let Some(Accumulator { spec, mut summary, kept }) = accumulator else { return Ok(None) };
        if let Some(lines) = spec.lines {
            summary.add_lines(&kept, &lines);
        }
        summary.quantiles = quantiles(kept.into_iter().map(|reading| reading.value).collect(), &spec.quantiles);
        Ok(Some(encode(&summary)))
    }
}

/// A summary as bytes: fixed places, then the quantiles.
pub(super) fn encode(summary: &Summary) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(168);
    bytes.extend(summary.count.to_le_bytes());
    bytes.extend(summary.sum.units.to_le_bytes());
    bytes.extend((u64::from(summary.sum.scale) << 1 | u64::from(summary.sum.has_remainders)).to_le_bytes());
    bytes.extend(currency_word(summary.currency).to_le_bytes());
    let (inexact, rest) = summary.sum.inexact;
    for number in [inexact, rest, summary.mean, summary.m2, summary.min, summary.max, summary.area] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(summary.covered.to_le_bytes());
    for reading in [summary.first, summary.last] {
        let reading = reading.unwrap_or(Reading { at: 0, id: Uuid::nil(), value: 0.0 });
        bytes.extend(reading.at.to_le_bytes());
        bytes.extend(reading.id.as_bytes());
        bytes.extend(reading.value.to_le_bytes());
    }
    summary.quantiles.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    bytes
}

fn currency_word(currency: Currency) -> u64 {
    match currency {
        Currency::None => 0,
        Currency::One([one, two, three]) => u64::from_le_bytes([one, two, three, 0, 0, 0, 0, 0]),
        Currency::Several => u64::MAX,
    }
}

fn currency_of(word: u64) -> Currency {
    match word.to_le_bytes() {
        _ if word == 0 => Currency::None,
        [one, two, three, 0, ..] => Currency::One([one, two, three]),
        _ => Currency::Several,
    }
}

/// The summary that [`encode`] wrote; the empty one for nothing.
pub(super) fn decode(bytes: Option<&[u8]>) -> Result<Summary> {
    let Some(bytes) = bytes else { return Ok(Summary::default()) };
    let mut rest = bytes;
    let mut next = || -> Result<[u8; 8]> {
        let (head, tail) = rest.split_first_chunk::<8>().ok_or_else(|| internal("a summary is cut off"))?;
        rest = tail;
        Ok(*head)
    };
    let count = u64::from_le_bytes(next()?);
    let (low, high) = (u64::from_le_bytes(next()?), u64::from_le_bytes(next()?));
    let units = (u128::from(high) << 64 | u128::from(low)).cast_signed();
    let kind = u64::from_le_bytes(next()?);
    let currency = currency_of(u64::from_le_bytes(next()?));
    let mut numbers = [0.0; 7];
    for number in &mut numbers {
        *number = f64::from_le_bytes(next()?);
    }
    let [inexact, inexact_rest, mean, m2, min, max, area] = numbers;
    let sum = Sum { units, scale: (kind >> 1) as u32, inexact: (inexact, inexact_rest), has_remainders: kind & 1 == 1 };
    let covered = i64::from_le_bytes(next()?);
    let mut reading = || -> Result<Option<Reading>> {
        let at = i64::from_le_bytes(next()?);
        let (high, low) = (next()?, next()?);
        let id = Uuid::from_u64_pair(u64::from_be_bytes(high), u64::from_be_bytes(low));
        let value = f64::from_le_bytes(next()?);
        Ok((count > 0).then_some(Reading { at, id, value }))
    };
    let (first, last) = (reading()?, reading()?);
    let quantiles = rest.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect();
    Ok(Summary { count, sum, currency, mean, m2, min, max, first, last, area, covered, quantiles })
}
