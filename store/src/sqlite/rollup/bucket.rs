//! What the samples of one bucket say, and how that is written down.

use daybook_schema::value::Instant;
use uuid::Uuid;

use crate::{
    error::Result,
    query::{Reading, Sum, Summary},
    sqlite::failure::internal,
};

/// What the samples of a bucket say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::sqlite) struct Bucket {
    /// How many samples there are.
    pub samples: u64,
    /// Time of the first.
    pub first: Instant,
    /// Time of the last.
    pub last: Instant,
    /// What the numbers of each field say, by the field's stable number.
    pub fields: Vec<(i64, Summary)>,
}

impl Bucket {
    /// Adds the bucket that follows.
    pub fn join(&mut self, next: &Self, gap: Option<i64>) {
        if self.samples == 0 {
            *self = next.clone();
            return;
        }
        self.samples += next.samples;
        self.last = next.last;
        for (number, summary) in &next.fields {
            match self.fields.iter_mut().find(|(known, _)| known == number) {
                Some((_, own)) => own.join(summary, gap),
                None => self.fields.push((*number, summary.clone())),
            }
        }
    }
}

/// A bucket as bytes: times as distances from its start; what follows from few values is left out.
pub(in crate::sqlite) fn encode(bucket: &Bucket, start: Instant) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(100);
    let small = |bytes: &mut Vec<u8>, number: i64| {
        // Distances within a day and counts of samples per day are far below 2^32.
        bytes.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
    };
    small(&mut bytes, bucket.samples.cast_signed());
    small(&mut bytes, bucket.first - start);
    small(&mut bytes, bucket.last - start);
    for (number, summary) in &bucket.fields {
        let (Some(first), Some(last)) = (summary.first, summary.last) else { continue };
        // Flat: all values are the same one.
        let flat = summary.min.to_bits() == summary.max.to_bits();
        small(&mut bytes, number << 1 | i64::from(flat));
        small(&mut bytes, summary.count.cast_signed());
        small(&mut bytes, first.at - start);
        if summary.count > 1 {
            small(&mut bytes, last.at - start);
            small(&mut bytes, summary.covered);
        }
        let numbers: &[f64] = if flat {
            &[summary.min]
        } else {
            &[summary.total(), summary.m2, summary.min, summary.max, first.value, last.value, summary.area]
        };
        for number in numbers {
            bytes.extend(number.to_le_bytes());
        }
    }
    bytes
}

/// The most bytes that [`encode`] writes of so many fields.
pub(super) fn most_bytes(fields: usize) -> usize {
    3 * size_of::<u32>() + fields * (5 * size_of::<u32>() + 7 * size_of::<f64>())
}

/// The bucket that [`encode`] wrote.
pub(in crate::sqlite) fn decode(bytes: &[u8], start: Instant, of: Uuid) -> Result<Bucket> {
    let EncodedBucket { samples, first, last, mut fields, .. } = EncodedBucket::new(bytes, start, of)?;
    let mut decoded = Vec::with_capacity(2);
    while let Some(field) = fields.field(start, of)? {
        decoded.push(field);
    }
    Ok(Bucket { samples, first, last, fields: decoded })
}

/// A bucket of which only a part may be wanted: what it says of its fields is decoded when it is asked for.
pub(in crate::sqlite) struct EncodedBucket<'b> {
    /// How many samples there are.
    pub samples: u64,
    /// Time of the first.
    pub first: Instant,
    /// Time of the last.
    pub last: Instant,
    /// What is measured.
    pub of: Uuid,
    start: Instant,
    fields: Bytes<'b>,
}

impl<'b> EncodedBucket<'b> {
    /// The bucket that [`encode`] wrote.
    pub fn new(bytes: &'b [u8], start: Instant, of: Uuid) -> Result<Self> {
        let mut fields = Bytes(bytes);
        let samples = u64::from(fields.small()?);
        let (first, last) = (start + i64::from(fields.small()?), start + i64::from(fields.small()?));
        Ok(Self { samples, first, last, of, start, fields })
    }

    /// What the numbers of a field say, by the field's stable number; `None` without any.
    pub fn field(&self, number: i64) -> Result<Option<Summary>> {
        let mut fields = self.fields;
        while let Some((known, summary)) = fields.field(self.start, self.of)? {
            if known == number {
                return Ok(Some(summary));
            }
        }
        Ok(None)
    }
}

#[derive(Clone, Copy)]
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    /// The next field and what its numbers say.
    fn field(&mut self, start: Instant, of: Uuid) -> Result<Option<(i64, Summary)>> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let head = self.small()?;
        let count = u64::from(self.small()?);
        let first = start + i64::from(self.small()?);
        let (last, covered) =
            if count > 1 { (start + i64::from(self.small()?), i64::from(self.small()?)) } else { (first, 0) };
        let reading = |at, value| Some(Reading { at, id: of, value });
        let mut summary = Summary { count, covered, ..Summary::default() };
        if head & 1 == 1 {
            let value = self.number()?;
            summary.sum = Sum::of(value, count);
            (summary.mean, summary.min, summary.max) = (value, value, value);
            (summary.first, summary.last) = (reading(first, value), reading(last, value));
            summary.area = value * covered as f64;
        } else {
            let total = self.number()?;
            (summary.sum, summary.m2) = (Sum::of(total, 1), self.number()?);
            summary.mean = total / count as f64;
            (summary.min, summary.max) = (self.number()?, self.number()?);
            summary.first = reading(first, self.number()?);
            summary.last = reading(last, self.number()?);
            summary.area = self.number()?;
        }
        Ok(Some((i64::from(head >> 1), summary)))
    }

    fn small(&mut self) -> Result<u32> {
        let (head, rest) = self.0.split_first_chunk::<4>().ok_or_else(|| internal("a rollup is cut off"))?;
        self.0 = rest;
        Ok(u32::from_le_bytes(*head))
    }

    fn number(&mut self) -> Result<f64> {
        let (head, rest) = self.0.split_first_chunk::<8>().ok_or_else(|| internal("a rollup is cut off"))?;
        self.0 = rest;
        Ok(f64::from_le_bytes(*head))
    }
}
