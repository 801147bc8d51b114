//! What is done to all samples that a filter matches.

use daybook_schema::{TypeIndex, Value, value::Instant};
use uuid::Uuid;

use crate::{
    error::Result,
    query::{Filter, Subject, Test},
    record::Sample,
    write::engine::Engine,
};

impl Engine<'_> {
    /// Removes the samples that a filter matches.
    pub fn delete_samples(&mut self, record: TypeIndex, filter: &Filter, max: usize, path: &[String]) -> Result<usize> {
        let rows = self.matches(record, filter, max, path)?;
        let places: Vec<(TypeIndex, Uuid, Instant)> = rows.iter().map(|row| (record, row.id, row.created_at)).collect();
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
        for row in &rows {
            if let Some(sample) = self.transaction.sample(record, row.id, row.created_at)? {
                self.flagged_samples.push((record, Sample { flagged, ..sample }));
            }
        }
        Ok(rows.len())
    }
}
