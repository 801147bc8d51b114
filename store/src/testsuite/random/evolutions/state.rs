//! All that a store holds, by names, which mean the same before and after a change of the definitions.

use std::collections::{BTreeMap, HashMap};

use daybook_schema::{Model, TypeIndex, Value};
use uuid::Uuid;

use super::TestStore;
use crate::{
    backend::{ChangeQuery, LinkQuery, Snapshot},
    error::Result,
    query::{self, Filter, List, OrderKey, Row, Select, Subject, Trash, Window},
    record::{Change, Link, LinkKind, LinkProps, Seq},
};

/// Ids of living entries by type.
pub(super) type Living = HashMap<TypeIndex, Vec<Uuid>>;

/// What a store holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Everything {
    /// All entries.
    pub entries: Entries,
    /// All links.
    pub links: Links,
    /// Ids in the order of their stored titles.
    titles: Vec<Uuid>,
    changes: Vec<Change>,
}

/// An entry.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// Version, when it was created and changed, since when it is in the trash.
    pub head: (i64, i64, i64, Option<i64>),
    /// Stored fields by name.
    pub fields: BTreeMap<String, Value>,
}

/// A link.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known {
    /// `Type.field`.
    pub kind: String,
    /// Where it leaves and leads to.
    pub ends: (Uuid, Uuid),
    props: LinkProps,
    seq: Seq,
}

/// What was there before.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Past {
    versions: Vec<(Uuid, Vec<Version>)>,
    moments: Vec<(Seq, Entries, Links)>,
}

/// The first sequence number of a version, and its fields by name.
type Version = (Seq, BTreeMap<String, Value>);

/// Entries by type and id.
type Entries = BTreeMap<(String, Uuid), Entry>;

/// Links by id.
type Links = BTreeMap<Uuid, Known>;

/// Moments of the past that are looked at.
const MOMENTS: i64 = 3;

/// Reads all that there is.
pub(super) fn everything(snapshot: &mut dyn Snapshot) -> Result<Everything> {
    let window = Window { limit: 10_000, ..Window::default() };
    let order = vec![OrderKey { path: Vec::new(), subject: Subject::Title, descending: false, nulls_first: false }];
    let titled = query::Entries { types: None, filter: Filter::Trash(Trash::Include), order, window, as_of: None };
    Ok(Everything {
        entries: entries(snapshot, None)?,
        links: links(snapshot, None)?,
        titles: snapshot.entries(&titled)?.0.iter().map(|row| row.id).collect(),
        changes: snapshot.changes(&ChangeQuery::default())?,
    })
}

/// Reads all versions, and what was there at some moments.
pub(super) fn everything_past(snapshot: &mut dyn Snapshot) -> Result<Past> {
    let mut past = Past::default();
    let model = snapshot.model().clone();
    for ((type_name, id), _) in entries(snapshot, None)? {
        let Some(record) = model.find(&type_name) else { continue };
        let versions = snapshot.versions(record, id)?;
        let versions = versions.iter().map(|version| (version.seq, named(&model, record, &version.values)));
        past.versions.push((id, versions.collect()));
    }
    let latest = snapshot.latest()?;
    for part in 1..MOMENTS {
        let seq = latest * part / MOMENTS;
        past.moments.push((seq, entries(snapshot, Some(seq))?, links(snapshot, Some(seq))?));
    }
    Ok(past)
}

/// Living entries, which links may lead to.
pub(super) fn living(test_store: &TestStore) -> Living {
    let all = test_store.read(|snapshot| entries(snapshot, None));
    let mut living = Living::new();
    for ((type_name, id), entry) in all {
        if entry.head.3.is_none() {
            living.entry(test_store.find(&type_name)).or_default().push(id);
        }
    }
    living
}

fn entries(snapshot: &mut dyn Snapshot, as_of: Option<Seq>) -> Result<Entries> {
    let model = snapshot.model().clone();
    let mut entries = BTreeMap::new();
    for record in model.indexes() {
        let known = model.record(record);
        let stored: Vec<_> = known.indexed_fields().filter(|(_, field)| field.is_stored()).collect();
        let list = List {
            record,
            parents: None,
            filter: Filter::Trash(Trash::Include),
            order: Vec::new(),
            window: Window { limit: 10_000, ..Window::default() },
            select: Select { fields: stored.iter().map(|(index, _)| *index).collect(), ..Select::default() },
            as_of,
        };
        for row in snapshot.list(&list)?.into_iter().flat_map(|page| page.rows) {
            let fields = stored.iter().zip(&row.values).map(|((_, field), value)| (field.name.clone(), value.clone()));
            let entry = Entry { head: head(&row), fields: fields.collect() };
            entries.insert((known.name.clone(), row.id), entry);
        }
    }
    Ok(entries)
}

fn head(row: &Row) -> (i64, i64, i64, Option<i64>) {
    (row.version, row.created_at, row.updated_at, row.trashed_at)
}

fn named(model: &Model, record: TypeIndex, values: &[Value]) -> BTreeMap<String, Value> {
    let fields = model.record(record).fields.iter().zip(values);
    fields.map(|(field, value)| (field.name.clone(), value.clone())).collect()
}

fn links(snapshot: &mut dyn Snapshot, as_of: Option<Seq>) -> Result<Links> {
    let model = snapshot.model().clone();
    let links = snapshot.links(&LinkQuery { as_of, ..LinkQuery::default() })?;
    Ok(links.into_iter().map(|link| (link.id, known(&model, link))).collect())
}

fn known(model: &Model, link: Link) -> Known {
    let kind = match link.kind {
        LinkKind::Declared(record, field) => model.link_kind(record, field),
        LinkKind::Free(name) => name,
    };
    Known { kind, ends: (link.source, link.target), props: link.props, seq: link.seq }
}
