//! What holds of every store at every moment, whatever was written.

use daybook_schema::{Model, Value};
use uuid::Uuid;

use crate::{
    backend::{ChangeQuery, LinkQuery, Snapshot},
    error::Result,
    query::{Entries, Filter, Trash, Window},
    record::{Link, LinkKind, Record, Seq, Unlinked},
};

/// Broken promises of a store, in words; empty when all hold. Reads everything.
pub fn broken_promises(snapshot: &mut dyn Snapshot) -> Result<Vec<String>> {
    let model = snapshot.model().clone();
    let mut broken = Vec::new();
    let gone = snapshot.compacted()?;
    let window = Window { limit: usize::MAX >> 1, ..Window::default() };
    let all = Entries { types: None, filter: Filter::Trash(Trash::Include), order: Vec::new(), window, as_of: None };
    let (rows, _) = snapshot.entries(&all)?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    for row in rows {
        let versions = snapshot.versions(row.record, row.id)?;
        if versions.last() != snapshot.get(row.record, row.id)?.as_ref() {
            broken.push(format!("the last version of {} is not the current one", row.id));
        }
        check_versions(&versions, gone.seq, &mut broken);
        for version in &versions {
            // A version that began before the past is cut off is looked at where the past begins now.
            let links = links_from(snapshot, row.id, Some(version.seq.max(gone.seq)))?;
            check_columns(snapshot, &model, version, &links, &mut broken)?;
        }
        if let Some(current) = versions.last() {
            let links = links_from(snapshot, row.id, None)?;
            check_columns(snapshot, &model, current, &links, &mut broken)?;
            check_targets(snapshot, current, &links, &mut broken)?;
            check_keys(snapshot, &model, current, &mut broken)?;
        }
    }
    check_unlinked(snapshot, &ids, &mut broken)?;
    broken.append(&mut snapshot.check_rollups()?);
    let changes = snapshot.changes(&ChangeQuery::default())?;
    let latest = snapshot.latest()?;
    if !changes.iter().map(|change| change.seq).eq(gone.seq + 1..=latest) {
        broken.push(format!("the change log has gaps below {latest}"));
    }
    if changes.windows(2).any(|pair| pair[0].at > pair[1].at) {
        broken.push("the times of changes run backwards".to_owned());
    }
    Ok(broken)
}

fn links_from(snapshot: &mut dyn Snapshot, source: Uuid, as_of: Option<Seq>) -> Result<Vec<Link>> {
    snapshot.links(&LinkQuery { sources: Some(vec![source]), as_of, ..LinkQuery::default() })
}

/// Versions before the first one that is there were superseded in the past that is gone.
fn check_versions(versions: &[Record], gone: Seq, broken: &mut Vec<String>) {
    let Some(oldest) = versions.first() else { return };
    if oldest.version != 1 && oldest.seq > gone {
        broken.push(format!("version {} of {} is the first, but the past is there", oldest.version, oldest.id));
    }
    if versions.get(1).is_some_and(|next| next.seq <= gone) {
        broken.push(format!("version {} of {} was superseded in the past that is gone", oldest.version, oldest.id));
    }
    for (version, place) in versions.iter().zip(oldest.version..) {
        if version.version != place {
            broken.push(format!("version {} of {} stands at place {place}", version.version, version.id));
        }
    }
    if versions.windows(2).any(|pair| pair[0].seq >= pair[1].seq || pair[0].updated_at >= pair[1].updated_at) {
        broken.push(format!("versions of {:?} overlap", versions.first().map(|version| version.id)));
    }
}

/// A to-one link is a column and a row, and both say the same. Old versions keep in their columns what was purged.
fn check_columns(
    snapshot: &mut dyn Snapshot,
    model: &Model,
    record: &Record,
    links: &[Link],
    broken: &mut Vec<String>,
) -> Result<()> {
    for (index, field) in model.record(record.record).indexed_fields() {
        if field.link().is_none() || field.list {
            continue;
        }
        let kind = LinkKind::Declared(record.record, index);
        let row = links.iter().filter(|link| link.kind == kind).map(|link| link.target).collect::<Vec<_>>();
        let column = crate::backend::to_one_target(&record.values, index);
        let purged = match column {
            Some(target) => snapshot.types_of(&[target])? == [None],
            None => false,
        };
        if !purged && row != column.into_iter().collect::<Vec<_>>() {
            broken.push(format!(
                "{} version {}: `{}` is {column:?} in the column and {row:?} in the links",
                record.id, record.version, field.name
            ));
        }
    }
    Ok(())
}

/// What lives is linked only to what lives.
fn check_targets(snapshot: &mut dyn Snapshot, record: &Record, links: &[Link], broken: &mut Vec<String>) -> Result<()> {
    for link in links.iter().filter(|link| matches!(link.kind, LinkKind::Declared(..))) {
        let record_type = snapshot.types_of(&[link.target])?.into_iter().next().flatten();
        let target = match record_type {
            Some(record_type) => snapshot.get(record_type, link.target)?,
            None => None,
        };
        let dead = target.is_none_or(|target| target.trashed_at.is_some());
        if dead && record.trashed_at.is_none() {
            broken.push(format!("{} lives and is linked to {}, which does not", record.id, link.target));
        }
    }
    Ok(())
}

/// A link that was taken away is not there, and waits for an end that is in the trash.
fn check_unlinked(snapshot: &mut dyn Snapshot, entries: &[Uuid], broken: &mut Vec<String>) -> Result<()> {
    for Unlinked { link, gone, .. } in snapshot.unlinked(entries)? {
        let mut ends = Vec::new();
        for id in [link.source, link.target] {
            let record = snapshot.types_of(&[id])?.into_iter().next().flatten();
            let end = match record {
                Some(record) => snapshot.get(record, id)?,
                None => None,
            };
            ends.push(end.map(|end| end.trashed_at.is_none()));
        }
        let waits =
            if gone { ends == [Some(false), None] } else { ends.contains(&Some(false)) && !ends.contains(&None) };
        let query = LinkQuery { ids: Some(vec![link.id]), ..LinkQuery::default() };
        if !waits || !snapshot.links(&query)?.is_empty() {
            broken.push(format!("the link {} waits for nothing: {ends:?}", link.id));
        }
    }
    Ok(())
}

fn check_keys(snapshot: &mut dyn Snapshot, model: &Model, record: &Record, broken: &mut Vec<String>) -> Result<()> {
    for (key, fields) in model.record(record.record).keys.iter().enumerate() {
        let values: Vec<Value> = fields.iter().map(|field| record.values[field.0].clone()).collect();
        let whole = values.iter().all(|value| !value.is_null());
        let found = snapshot.find_key(record.record, key, &values)?;
        if record.trashed_at.is_none() && whole && found != Some(record.id) {
            broken.push(format!("the key of {} leads to {found:?}", record.id));
        }
    }
    Ok(())
}
