//! What is done to all samples that a filter matches.

use daybook_schema::{FieldIndex, TypeIndex, Value, Warning, WarningCode, time::format_instant, value::Instant};
use indexmap::IndexMap;
use uuid::Uuid;

use crate::{
    error::Result,
    query::{Filter, Subject, Test},
    record::{Sample, SampleChange, SampleOperation},
    write::engine::{Engine, below},
};

impl Engine<'_> {
    /// Removes the samples that a filter matches.
    pub fn delete_samples(&mut self, record: TypeIndex, filter: &Filter, max: usize, path: &[String]) -> Result<usize> {
        let rows = self.matches(record, filter, max, path)?;
        let places: Vec<(TypeIndex, Uuid, Instant)> = rows.iter().map(|row| (record, row.id, row.created_at)).collect();
        self.warn_of_sums(record, filter, path)?;
        let deleted = places.len();
        self.removed_samples.extend(places);
        Ok(deleted)
    }

    /// Flags the samples that a filter matches, or takes their flag away; answers how many had the other one.
    pub fn flag_samples(
        &mut self,
        record: TypeIndex,
        filter: &Filter,
        flagged: bool,
        max: usize,
        path: &[String],
    ) -> Result<usize> {
        if !self.has_condition(filter, path) {
            return Ok(0);
        }
        let other = Filter::Test(Subject::Flagged, Test::Eq(Value::Boolean(!flagged)));
        let rows = self.matches(record, &Filter::All(vec![filter.clone(), other]), max, path)?;
        self.warn_of_sums(record, filter, path)?;
        for row in &rows {
            if let Some(sample) = self.transaction.sample(record, row.id, row.created_at)? {
                self.flagged_samples.push((record, Sample { flagged, ..sample }));
            }
        }
        Ok(rows.len())
    }

    /// Writes down what is done to samples that were there, and what is added for a reason: once for each thing that is
    /// measured. What devices add day in, day out is not written down: it takes nothing away.
    pub fn write_sample_changes(&mut self) -> Result<()> {
        let stored = self.samples.iter().filter_map(|(place @ (record, of, at), _)| {
            let operation = match self.overwritten_samples.contains(place) {
                true => SampleOperation::Replaced,
                false if self.by.reason.is_some() => SampleOperation::Added,
                false => return None,
            };
            Some(((operation, *record, *of), *at))
        });
        let flagged = self.flagged_samples.iter().map(|(record, sample)| {
            let operation = if sample.flagged { SampleOperation::Flagged } else { SampleOperation::Unflagged };
            ((operation, *record, sample.of), sample.at)
        });
        let removed =
            self.removed_samples.iter().map(|(record, of, at)| ((SampleOperation::Deleted, *record, *of), *at));
        let mut done: IndexMap<(SampleOperation, TypeIndex, Uuid), (Instant, Instant, usize)> = IndexMap::new();
        for (what, at) in stored.chain(flagged).chain(removed) {
            let (first, last, count) = done.entry(what).or_insert((at, at, 0));
            (*first, *last, *count) = (at.min(*first), at.max(*last), *count + 1);
        }
        for ((operation, record, of), (first, last, count)) in done {
            self.transaction.append_sample_change(&SampleChange {
                number: 0,
                at: self.by.now,
                actor: self.by.actor.clone(),
                operation,
                record,
                of,
                first,
                last,
                count,
                origin: self.by.origin,
                reason: self.by.reason.clone(),
            })?;
        }
        Ok(())
    }

    /// Says so when a filter reaches back to what only sums are kept of: those stay as they are.
    fn warn_of_sums(&mut self, record: TypeIndex, filter: &Filter, path: &[String]) -> Result<()> {
        let Some(since) = self.transaction.kept_since(record, None)? else { return Ok(()) };
        let at = self.model.record(record).at;
        if earliest(filter, at).is_some_and(|earliest| earliest >= since) {
            return Ok(());
        }
        let since = format_instant(since);
        let message = format!(
            "single samples are kept from {since} on; older ones are sums of rollups, which stay as they are; name \
             a time from then on to be sure"
        );
        let (code, path) = (WarningCode::KeptAsSums, below(path, &["where"]));
        self.problems.warnings.push(Warning { code, path, message, params: serde_json::Map::new() });
        Ok(())
    }
}

/// The first instant that a filter lets through, as far as it says so at its top.
fn earliest(filter: &Filter, at: Option<FieldIndex>) -> Option<Instant> {
    let is_at = |subject: &Subject| match subject {
        Subject::At => true,
        Subject::Field(path) => at.is_some_and(|at| *path == [at]),
        _ => false,
    };
    match filter {
        Filter::All(parts) => parts.iter().filter_map(|part| earliest(part, at)).max(),
        Filter::Test(subject, Test::Gte(value) | Test::Gt(value) | Test::Eq(value) | Test::Between(value, _))
            if is_at(subject) =>
        {
            match value {
                Value::Instant(at) => Some(*at),
                _ => None,
            }
        }
        _ => None,
    }
}
