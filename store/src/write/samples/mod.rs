//! Samples of a series: each for itself, so that one bad row never holds back the others.

mod bulk;
mod conflict;
#[cfg(test)]
mod tests;

use std::collections::hash_map::Entry;

use daybook_schema::{
    ErrorCode, FieldIndex, Problems, TypeIndex, Value,
    input::{EntryInput, LinkOperation, Reference, SampleInput},
    model::Kind,
    time::format_instant,
    value::Instant,
};
use rustc_hash::FxHashMap;
use uuid::Uuid;

use self::conflict::{Kept, is_same};
use super::{
    SampleConflict, SampleCounts,
    engine::Engine,
    unit::{KeyName, State},
};
use crate::{error::Result, record::Sample};

/// What the `of` of samples before gave, so that each is looked up once.
#[derive(Default)]
struct Measured {
    ids: FxHashMap<Uuid, bool>,
    keys: FxHashMap<KeyName, Uuid>,
    /// By the values of a `connectOrCreate` that says nothing but values.
    values: FxHashMap<String, Uuid>,
    /// When the last sample that is stored was taken: none has to be looked for behind it.
    last: FxHashMap<Uuid, Option<Instant>>,
    /// How far back samples reach.
    since: FxHashMap<Uuid, Option<Instant>>,
}

impl Engine<'_> {
    /// Adds samples; what is wrong with one is in the counts, beside the position of the sample.
    pub fn add_samples(
        &mut self,
        record: TypeIndex,
        samples: &[(SampleInput, Problems)],
        on_conflict: SampleConflict,
    ) -> Result<SampleCounts> {
        let mut counts = SampleCounts::default();
        let general = std::mem::take(&mut self.problems);
        let mut measured = Measured::default();
        for (position, (input, problems)) in samples.iter().enumerate() {
            self.problems = problems.clone();
            let sample = self.read_sample(record, input, &mut measured)?;
            let problems = std::mem::take(&mut self.problems);
            match sample {
                Some(sample) if problems.is_acceptable() => {
                    let there = self.stored_sample(record, &sample, &mut measured)?;
                    let kept = self.store_sample(record, sample, there, on_conflict, &mut counts);
                    let warning = kept.map(|kept| kept.warning(&self.model, record, &input.path));
                    counts.warnings.extend(warning.map(|warning| (position, warning)));
                    counts.warnings.extend(problems.warnings.into_iter().map(|warning| (position, warning)));
                }
                _ => counts.rejected.push((position, problems)),
            }
        }
        self.problems = general;
        Ok(counts)
    }

    fn read_sample(
        &mut self,
        record: TypeIndex,
        input: &SampleInput,
        measured: &mut Measured,
    ) -> Result<Option<Sample>> {
        let Some((of_field, at_field)) = self.series_fields(record) else {
            let message = format!("{} is no series; create its entries instead", self.type_name(record));
            self.error(ErrorCode::WrongType, &input.path, message);
            return Ok(None);
        };
        let mut values = input.values.clone();
        let at = match values[at_field.0] {
            Value::Instant(at) => Some(at),
            _ => None,
        };
        let Some(of) = self.measured(record, of_field, input, measured)? else { return Ok(None) };
        values[of_field.0] = Value::Id(of);
        let Some(at) = at else {
            if self.problems.is_acceptable() {
                let name = self.model.record(record).field(at_field).name.clone();
                let path = super::engine::below(&input.path, &[&name]);
                self.error(ErrorCode::Required, &path, format!("a sample needs its time `{name}`"));
            }
            return Ok(None);
        };
        self.check_age(record, (of, at), at_field, input, measured)?;
        Ok(Some(Sample { of, at, flagged: input.flagged, values }))
    }

    /// Refuses a sample from a time of which only sums are kept: whether it is in them already is unknown.
    fn check_age(
        &mut self,
        record: TypeIndex,
        (of, at): (Uuid, Instant),
        at_field: FieldIndex,
        input: &SampleInput,
        measured: &mut Measured,
    ) -> Result<()> {
        if self.unit.is_created(of) {
            return Ok(());
        }
        let since = match measured.since.get(&of) {
            Some(since) => *since,
            None => *measured.since.entry(of).or_insert(self.transaction.kept_since(record, Some(of))?),
        };
        if let Some(since) = since.filter(|since| at < *since) {
            let name = self.model.record(record).field(at_field).name.clone();
            let since = format_instant(since);
            let message = format!(
                "`{name}` is before {since}, from when on single samples are kept; older ones are sums already, and nothing \
                 can be added to those"
            );
            self.error(ErrorCode::OutOfRange, &super::engine::below(&input.path, &[&name]), message);
        }
        Ok(())
    }

    fn series_fields(&self, record: TypeIndex) -> Option<(FieldIndex, FieldIndex)> {
        let declared = self.model.record(record);
        match (&declared.kind, declared.at) {
            (Kind::Series { of, .. }, Some(at)) => Some((*of, at)),
            _ => None,
        }
    }

    fn measured(
        &mut self,
        record: TypeIndex,
        of_field: FieldIndex,
        input: &SampleInput,
        measured: &mut Measured,
    ) -> Result<Option<Uuid>> {
        let Some(operation) = &input.of else {
            let name = self.model.record(record).field(of_field).name.clone();
            let path = super::engine::below(&input.path, &[&name]);
            if !self.problems.errors.iter().any(|error| error.path.starts_with(&path)) {
                self.error(ErrorCode::Required, &path, format!("a sample needs `{name}`, what it measures"));
            }
            return Ok(None);
        };
        let Some(target) = self.model.record(record).field(of_field).link().map(|link| link.target) else {
            return Ok(None);
        };
        match operation {
            LinkOperation::Link(link) => self.measured_by_reference(target, &link.target, &link.path, measured),
            LinkOperation::ConnectOrCreate(entry, _) => self.measured_by_values(entry, measured),
            LinkOperation::Create(entry, _) => self.create_measured(entry),
            LinkOperation::Update { .. }
            | LinkOperation::Unlink { .. }
            | LinkOperation::Clear { .. }
            | LinkOperation::Set(_) => {
                let message = "a sample names what it measures by `link`, `create` or `connectOrCreate`";
                self.error(ErrorCode::InvalidValue, &input.path, message);
                Ok(None)
            }
        }
    }

    fn measured_by_reference(
        &mut self,
        target: TypeIndex,
        reference: &Reference,
        path: &[String],
        measured: &mut Measured,
    ) -> Result<Option<Uuid>> {
        match reference {
            Reference::Id(id) if measured.ids.get(id) == Some(&true) => Ok(Some(*id)),
            Reference::Id(id) => {
                let found = self.resolve(reference, target, path)?;
                measured.ids.insert(*id, found.is_some());
                Ok(found)
            }
            Reference::Key { key, values, create } => {
                let name = KeyName::new(target, *key, values);
                if let Some(id) = name.as_ref().and_then(|name| measured.keys.get(name)) {
                    return Ok(Some(*id));
                }
                let found = match (self.find_key(target, *key, values)?, create) {
                    (None, Some(entry)) => self.create_measured(entry)?,
                    (None, None) => self.resolve(reference, target, path)?,
                    (found, _) => found,
                };
                if let (Some(name), Some(id)) = (name, found) {
                    measured.keys.insert(name, id);
                }
                Ok(found)
            }
            Reference::Name { field, name, create } => match (self.named(target, *field, name)?.as_slice(), create) {
                ([], Some(entry)) => self.create_measured(entry),
                _ => self.resolve(reference, target, path),
            },
            Reference::Result(_) => self.resolve(reference, target, path),
        }
    }

    fn measured_by_values(&mut self, entry: &EntryInput, measured: &mut Measured) -> Result<Option<Uuid>> {
        let name = entry.links.is_empty().then(|| format!("{:?}", entry.values));
        if let Some(id) = name.as_ref().and_then(|name| measured.values.get(name)) {
            return Ok(Some(*id));
        }
        let found = match self.find_by_input(entry)? {
            Some(id) => Some(id),
            None => self.create_measured(entry)?,
        };
        if let (Some(name), Some(id)) = (name, found) {
            measured.values.insert(name, id);
        }
        Ok(found)
    }

    /// Creates what a sample measures, unless the sample is rejected anyway; a failed creation leaves nothing behind.
    fn create_measured(&mut self, input: &EntryInput) -> Result<Option<Uuid>> {
        let before = (!self.problems.is_acceptable() || !input.links.is_empty()).then(|| self.unit.clone());
        let id = self.create(input, None)?;
        if self.problems.is_acceptable() {
            return Ok(Some(id));
        }
        if let Some(unit) = before {
            self.unit = unit;
        } else {
            self.unit.draft_mut(id).state = State::Purged;
            self.release_keys(id);
        }
        Ok(None)
    }

    /// The sample that has the place of another already.
    fn stored_sample(&mut self, record: TypeIndex, sample: &Sample, measured: &mut Measured) -> Result<Option<Sample>> {
        if let Some((_, pending)) = self.samples.get(&(record, sample.of, sample.at)) {
            return Ok(Some(pending.clone()));
        }
        if self.unit.is_created(sample.of) {
            return Ok(None);
        }
        let last = match measured.last.entry(sample.of) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => *new.insert(self.transaction.last_sample(record, sample.of)?),
        };
        if last.is_none_or(|last| last < sample.at) {
            return Ok(None);
        }
        self.transaction.sample(record, sample.of, sample.at)
    }

    /// Stores a sample, or what of it can be stored; answers what was kept there instead.
    fn store_sample(
        &mut self,
        record: TypeIndex,
        sample: Sample,
        there: Option<Sample>,
        on_conflict: SampleConflict,
        counts: &mut SampleCounts,
    ) -> Option<Kept> {
        let place = (record, sample.of, sample.at);
        let (stored, kept) = match there {
            Some(there) if is_same(&there, &sample) => {
                counts.duplicates += 1;
                return None;
            }
            Some(there) => {
                if on_conflict == SampleConflict::Replace && !self.samples.contains_key(&place) {
                    self.overwritten_samples.insert(place);
                }
                conflict::settle(there, sample, on_conflict)
            }
            None => (Some(sample), None),
        };
        counts.conflicts += usize::from(kept.is_some());
        counts.duplicates += usize::from(stored.is_none() && kept.is_none());
        if let Some(sample) = stored {
            counts.accepted += 1;
            counts.flagged += usize::from(sample.flagged);
            self.samples.insert(place, (record, sample));
        }
        kept
    }
}
