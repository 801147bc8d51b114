//! What the reference stores: every version of everything.

use std::collections::{BTreeMap, HashMap, HashSet};

use daybook_schema::{
    Model, Relation, TypeIndex, Value,
    input::ExternalKey,
    model::{Direction, Kind},
    value::Instant,
};
use uuid::Uuid;

use crate::{
    backend::Compacted,
    error::{Error, ErrorKind, Result},
    evaluate::{Item, Relations},
    record::{
        Change, IdempotencyRecord, Link, LinkKind, LinkProps, Record, Sample, SampleChange, Seq, SystemKind,
        SystemRecord, Unlinked,
    },
};

#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub entries: BTreeMap<Uuid, Entry>,
    pub links: BTreeMap<Uuid, Vec<LinkVersion>>,
    pub unlinked: BTreeMap<Uuid, Unlinked>,
    pub samples: BTreeMap<(TypeIndex, Uuid, Instant), Sample>,
    pub changes: Vec<Change>,
    pub sample_changes: Vec<SampleChange>,
    pub idempotency_records: HashMap<(Option<String>, String), IdempotencyRecord>,
    pub system_records: BTreeMap<(SystemKind, Uuid), SystemRecord>,
    pub last: Seq,
    pub compacted: Compacted,
    /// Change sets that took others back, with those.
    pub undos: Vec<(Uuid, Uuid)>,
    /// Entries whose keys others may take until they are put again.
    pub released: HashSet<Uuid>,
    /// Grows when the model changes.
    pub generation: u64,
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Oldest first, the current one last.
    pub versions: Vec<Record>,
    pub title: String,
    /// Earlier ones, each with the place up to which it held.
    pub past_titles: Vec<(Seq, String)>,
}

#[derive(Clone, Debug)]
pub(super) struct LinkVersion {
    pub link: Link,
    /// The first sequence number at which it did not hold any more.
    pub until: Option<Seq>,
}

impl Entry {
    pub fn current(&self) -> &Record {
        self.versions.last().expect("an entry has at least one version")
    }

    pub fn at(&self, as_of: Option<Seq>) -> Option<&Record> {
        match as_of {
            None => self.versions.last(),
            Some(seq) => self.versions.iter().rev().find(|record| record.seq <= seq),
        }
    }

    fn title_at(&self, as_of: Option<Seq>) -> &str {
        let past = as_of.and_then(|seq| self.past_titles.iter().find(|(until, _)| seq < *until));
        past.map_or(&self.title, |(_, title)| title)
    }

    pub fn item(&self, as_of: Option<Seq>) -> Option<Item> {
        let record = self.at(as_of)?;
        Some(Item {
            record: record.record,
            id: record.id,
            created_at: record.created_at,
            updated_at: record.updated_at,
            trashed: record.trashed_at.is_some(),
            flagged: false,
            title: self.title_at(as_of).to_owned(),
            values: record.values.clone(),
        })
    }
}

impl State {
    /// Links that held at a moment, in order of their ids.
    pub fn links_at(&self, as_of: Option<Seq>) -> impl Iterator<Item = &Link> {
        let holds = move |version: &&LinkVersion| match as_of {
            None => version.until.is_none(),
            Some(seq) => version.link.seq <= seq && version.until.is_none_or(|until| seq < until),
        };
        self.links.values().filter_map(move |versions| versions.iter().find(holds)).map(|version| &version.link)
    }

    /// The entries of a type at a moment.
    pub fn items(&self, model: &Model, record: TypeIndex, as_of: Option<Seq>) -> Vec<Item> {
        if model.record(record).is_series() {
            let samples = self.samples.iter().filter(|((series, _, _), _)| *series == record);
            return samples
                .map(|(_, sample)| sample_item(record, sample))
                .filter(|item| !self.is_hidden(item))
                .collect();
        }
        self.entries.values().filter_map(|entry| entry.item(as_of)).filter(|item| item.record == record).collect()
    }

    /// Samples go into the trash with what they measure.
    fn is_hidden(&self, sample: &Item) -> bool {
        self.entries.get(&sample.id).is_none_or(|entry| entry.current().trashed_at.is_some())
    }

    /// The records at the other end of a relation, with the links that lead there.
    pub fn follow(
        &self,
        model: &Model,
        item: &Item,
        relation: Relation,
        as_of: Option<Seq>,
    ) -> Vec<(Item, Option<Link>)> {
        if let Kind::Series { of, .. } = model.record(relation.owner).kind
            && of == relation.field
        {
            return match relation.direction {
                Direction::In => {
                    let samples = self.items(model, relation.owner, as_of);
                    samples.into_iter().filter(|sample| sample.id == item.id).map(|sample| (sample, None)).collect()
                }
                Direction::Out => self
                    .entries
                    .get(&item.id)
                    .and_then(|entry| entry.item(as_of))
                    .map(|item| (item, None))
                    .into_iter()
                    .collect(),
            };
        }
        let kind = LinkKind::Declared(relation.owner, relation.field);
        let mut found = Vec::new();
        for link in self.links_at(as_of).filter(|link| link.kind == kind) {
            let (near, far) = match relation.direction {
                Direction::Out => (link.source, link.target),
                Direction::In => (link.target, link.source),
            };
            if near == item.id
                && let Some(other) = self.entries.get(&far).and_then(|entry| entry.item(as_of))
            {
                found.push((other, Some(link.clone())));
            }
        }
        found
    }

    /// The living entry with a natural key.
    pub fn find_key(&self, model: &Model, record: TypeIndex, key: usize, values: &[Value]) -> Option<Uuid> {
        let fields = &model.record(record).keys[key];
        let holds = |current: &Record| {
            current.record == record
                && !self.released.contains(&current.id)
                && current.trashed_at.is_none()
                && fields
                    .iter()
                    .zip(values)
                    .all(|(field, value)| !value.is_null() && crate::evaluate::equal(&current.values[field.0], value))
        };
        self.entries.values().map(Entry::current).find(|current| holds(current)).map(|current| current.id)
    }

    pub fn find_external_key(&self, key: &ExternalKey) -> Option<Uuid> {
        let holds = |record: &&Record| {
            record.trashed_at.is_none() && record.external_keys.contains(key) && !self.released.contains(&record.id)
        };
        self.entries.values().map(Entry::current).find(holds).map(|record| record.id)
    }

    /// Refuses what a unique index would refuse.
    pub fn check_unique(&self, model: &Model, record: &Record) -> Result<()> {
        if record.trashed_at.is_some() {
            return Ok(());
        }
        let declared = model.record(record.record);
        for (key, fields) in declared.keys.iter().enumerate() {
            let values: Vec<Value> = fields.iter().map(|field| record.values[field.0].clone()).collect();
            if self.find_key(model, record.record, key, &values).is_some_and(|owner| owner != record.id) {
                return Err(Error::new(ErrorKind::Conflict, format!("a natural key of {} is taken", declared.name)));
            }
        }
        for key in &record.external_keys {
            if self.find_external_key(key).is_some_and(|owner| owner != record.id) {
                return Err(Error::new(ErrorKind::Conflict, "an external key is taken"));
            }
        }
        Ok(())
    }
}

/// A sample as filters see it.
pub(super) fn sample_item(record: TypeIndex, sample: &Sample) -> Item {
    Item {
        record,
        id: sample.of,
        created_at: sample.at,
        updated_at: sample.at,
        trashed: false,
        flagged: sample.flagged,
        title: String::new(),
        values: sample.values.clone(),
    }
}

/// Relations as they were at a moment.
pub(super) struct At<'s> {
    pub state: &'s State,
    pub model: &'s Model,
    pub as_of: Option<Seq>,
}

impl Relations for At<'_> {
    fn related(&mut self, item: &Item, relation: Relation) -> Result<Vec<(Item, LinkProps)>> {
        let found = self.state.follow(self.model, item, relation, self.as_of);
        Ok(found.into_iter().map(|(item, link)| (item, link.map_or(LinkProps::None, |link| link.props))).collect())
    }
}
