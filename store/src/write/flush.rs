//! From the unit of work to rows: versions, links, the change log, stored titles.

use std::{collections::HashMap, sync::Arc};

use daybook_schema::{FieldIndex, TypeIndex, Value, value::Instant};
use uuid::Uuid;

use super::{
    engine::Engine,
    restore::declared_field,
    unit::{Draft, KeyName, LinkDraft, State},
};
use crate::{
    error::Result,
    id,
    record::{Change, ChangeOperation, Link, LinkKind, Record, Seq},
};

/// What was written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Written {
    pub change_set: Uuid,
    pub last: Seq,
}

/// A row of the change log that is going to be written.
struct Row {
    entry: Uuid,
    operation: ChangeOperation,
    fields: Vec<String>,
    link: Option<Uuid>,
}

impl Engine<'_> {
    /// How many rows of the change log the unit is going to make.
    pub fn count_writes(&self) -> usize {
        self.unit.drafts.values().map(|draft| self.rows_of(draft).len()).sum()
    }

    /// Writes the unit, or nothing when there is nothing to change.
    pub fn flush(&mut self) -> Result<Option<Written>> {
        let written = self.flush_entries()?;
        let stored: Vec<_> = self.samples.values().chain(&self.flagged_samples).collect();
        for samples in stored.chunk_by(|one, other| one.0 == other.0) {
            let record = samples[0].0;
            let samples: Vec<_> = samples.iter().map(|(_, sample)| sample).collect();
            self.transaction.put_samples(record, &samples)?;
        }
        self.write_sample_changes()?;
        for (record, of, at) in std::mem::take(&mut self.removed_samples) {
            self.transaction.remove_sample(record, of, at)?;
        }
        Ok(written)
    }

    fn flush_entries(&mut self) -> Result<Option<Written>> {
        let rows: Vec<Row> = self.unit.drafts.values().flat_map(|draft| self.rows_of(draft)).collect();
        if rows.is_empty() {
            self.write_unlinked(&HashMap::new(), self.by.now)?;
            return Ok(None);
        }
        let at = self.moment(&rows)?;
        let (fresh, mut named) = (self.next_id(), None);
        let mut since: HashMap<Uuid, Seq> = HashMap::new();
        let mut last = 0;
        for row in rows {
            last = self.transaction.next_seq()?;
            since.entry(row.entry).or_insert(last);
            let change_set = *named.get_or_insert_with(|| id::change_set(fresh, last));
            self.append(row, last, at, change_set)?;
        }
        self.release_taken_keys()?;
        self.write_entries(&since, at)?;
        self.write_links(&since, at)?;
        let purged: Vec<(TypeIndex, Uuid)> = self
            .unit
            .drafts
            .values()
            .filter(|draft| draft.state == State::Purged)
            .map(|draft| (draft.record, draft.id))
            .collect();
        for (record, id) in purged {
            self.transaction.purge(record, id)?;
        }
        self.write_unlinked(&since, at)?;
        self.refresh_dependents(&since)?;
        Ok(named.map(|change_set| Written { change_set, last }))
    }

    /// When the change set happens: times never run backwards, and every version of an entry has a time of its own.
    fn moment(&mut self, rows: &[Row]) -> Result<Instant> {
        let last = self.transaction.last_change_at()?;
        let versions = rows.iter().filter_map(|row| self.unit.draft(row.entry)?.base.as_ref());
        let after_versions = versions.map(|base| base.updated_at + 1).max();
        Ok(self.by.now.max(last).max(after_versions.unwrap_or(Instant::MIN)))
    }

    fn append(&mut self, row: Row, seq: Seq, at: Instant, change_set: Uuid) -> Result<()> {
        let draft = self.unit.draft_mut(row.entry);
        let change = Change {
            seq,
            at,
            actor: self.by.actor.clone(),
            operation: row.operation,
            record: draft.record,
            entry: row.entry,
            version: draft.next_version(),
            fields: row.fields,
            link: row.link,
            change_set,
            origin: self.by.origin,
            reason: self.by.reason.clone(),
        };
        self.transaction.append(&change)
    }

    /// Entries of which others take a key are moved out of their way, since they may take each other's.
    fn release_taken_keys(&mut self) -> Result<()> {
        let mut taken = Vec::new();
        for draft in self.unit.drafts.values() {
            let Some(base) = draft.base.as_ref().filter(|base| base.trashed_at.is_none()) else { continue };
            let keys = self.model.record(draft.record).keys.iter().enumerate();
            let mut owners = keys
                .filter_map(|(key, fields)| {
                    let values: Vec<Value> = fields.iter().map(|field| base.values[field.0].clone()).collect();
                    self.unit.key_owner(&KeyName::new(draft.record, key, &values)?)
                })
                .chain(base.external_keys.iter().filter_map(|key| self.unit.external_owner(key)));
            if owners.any(|owner| owner != draft.id) {
                taken.push((draft.record, draft.id));
            }
        }
        taken.into_iter().try_for_each(|(record, id)| self.transaction.release_keys(record, id))
    }

    fn write_entries(&mut self, since: &HashMap<Uuid, Seq>, at: Instant) -> Result<()> {
        let written = |draft: &&Draft| draft.state != State::Purged && since.contains_key(&draft.id);
        let ids: Vec<Uuid> = self.unit.drafts.values().filter(written).map(|draft| draft.id).collect();
        for id in ids {
            let draft = self.unit.draft_mut(id);
            let base = draft.base.clone();
            let record = Record {
                id,
                record: draft.record,
                version: draft.next_version(),
                created_at: base.as_ref().map_or(at, |base| base.created_at),
                updated_at: at,
                trashed_at: match draft.state {
                    State::Living => None,
                    _ => Some(base.as_ref().and_then(|base| base.trashed_at).unwrap_or(at)),
                },
                seq: since[&id],
                values: draft.values.clone(),
                external_keys: draft.external_keys.clone(),
            };
            let title = self.compose_title(record.record, &record.values, crate::title::TITLE_DEPTH)?;
            self.transaction.put(&record, base.as_ref(), &title)?;
        }
        Ok(())
    }

    fn write_links(&mut self, since: &HashMap<Uuid, Seq>, at: Instant) -> Result<()> {
        let changed: Vec<LinkDraft> = self.unit.links.values().filter(|draft| draft.is_changed()).cloned().collect();
        let is_purged =
            |engine: &Self, id: Uuid| engine.unit.draft(id).is_some_and(|draft| draft.state == State::Purged);
        // Removals first: a to-one link makes room for the next.
        for draft in &changed {
            if let (Some(base), None) = (&draft.base, &draft.now)
                && !is_purged(self, base.source)
                && let Some(&seq) = since.get(&base.source)
            {
                self.transaction.remove_link(base, seq)?;
            }
        }
        for draft in &changed {
            if let Some(now) = &draft.now
                && !is_purged(self, now.source)
                && let Some(&seq) = since.get(&now.source)
            {
                // A link that comes back after it was removed keeps its age; a new one has no place in the log yet.
                let created_at = if now.seq == 0 { at } else { now.created_at };
                let link = Link { created_at, seq, ..now.clone() };
                self.transaction.put_link(&link, draft.base.as_ref())?;
            }
        }
        Ok(())
    }

    /// The rows of the change log that one entry gets.
    fn rows_of(&self, draft: &Draft) -> Vec<Row> {
        let row = |operation, fields, link| Row { entry: draft.id, operation, fields, link };
        if draft.state == State::Purged {
            return if draft.is_created() { Vec::new() } else { vec![row(ChangeOperation::Purged, Vec::new(), None)] };
        }
        let links: Vec<&LinkDraft> = self.unit.links_from(draft.id).filter(|link| link.is_changed()).collect();
        let mut rows = Vec::new();
        if draft.is_created() {
            let linked = links.iter().filter_map(|link| declared_field(&link.now.as_ref()?.kind));
            let mut fields = draft.changed_scalars(&self.model);
            fields.extend(linked);
            rows.push(row(ChangeOperation::Created, self.names(draft.record, fields), None));
        } else {
            if draft.was_trashed() && draft.is_living() {
                rows.push(row(ChangeOperation::Restored, Vec::new(), None));
            }
            let amended = links.iter().filter(|link| link.base.is_some() && link.now.is_some());
            let mut fields = draft.changed_scalars(&self.model);
            fields.extend(amended.filter_map(|link| declared_field(&link.any()?.kind)));
            let mut names = self.names(draft.record, fields);
            let keys_changed = draft.base.as_ref().is_some_and(|base| base.external_keys != draft.external_keys);
            names.extend(keys_changed.then(|| "externalKeys".to_owned()));
            if !names.is_empty() {
                rows.push(row(ChangeOperation::Updated, names, None));
            }
            for link in &links {
                if let (Some(base), None) = (&link.base, &link.now) {
                    rows.push(row(ChangeOperation::Unlinked, self.link_names(&base.kind), Some(base.id)));
                }
            }
            for link in &links {
                if let (None, Some(now)) = (&link.base, &link.now) {
                    rows.push(row(ChangeOperation::Linked, self.link_names(&now.kind), Some(now.id)));
                }
            }
        }
        if draft.state == State::Trashed && !draft.was_trashed() {
            rows.push(row(ChangeOperation::Trashed, Vec::new(), None));
        }
        rows
    }

    /// Names of fields, each once, in declaration order.
    fn names(&self, record: TypeIndex, mut fields: Vec<FieldIndex>) -> Vec<String> {
        fields.sort_unstable();
        fields.dedup();
        let declared = self.model.record(record);
        fields.into_iter().map(|field| declared.field(field).name.clone()).collect()
    }

    fn link_names(&self, kind: &LinkKind) -> Vec<String> {
        let model = Arc::clone(&self.model);
        match kind {
            LinkKind::Declared(owner, field) => vec![model.record(*owner).field(*field).name.clone()],
            LinkKind::Free(kind) => vec![kind.clone()],
        }
    }
}
