//! Back from the trash with what went along, or back to an earlier version.

use std::{collections::HashSet, sync::Arc};

use daybook_schema::{ErrorCode, FieldIndex, Relation, TypeIndex, model::Direction};
use indexmap::IndexMap;
use uuid::Uuid;

use super::{
    engine::{Ends, Engine},
    links::clip,
    unit::{Draft, State},
};
use crate::{
    backend::{ChangeQuery, LinkQuery},
    error::Result,
    record::{Change, ChangeOperation, Link, LinkKind, Seq},
};

/// What a link may lead to when it is put back.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum TargetScope {
    /// As everywhere among the living.
    Living,
    /// As in the trash.
    Anywhere,
}

/// The version that an entry goes back to.
struct RestoredVersion {
    version: i64,
    seq: Seq,
}

impl Engine<'_> {
    /// Restores an entry from the trash, to an earlier version, or both.
    pub fn restore(&mut self, record: TypeIndex, id: Uuid, to_version: Option<i64>, path: &[String]) -> Result<()> {
        let trashed = self.load(record, id)?.is_some_and(|draft| draft.state == State::Trashed);
        if !trashed && to_version.is_none() {
            let message = "the entry is not in the trash; name the version to go back to with `toVersion`";
            self.error(ErrorCode::InvalidValue, path, message);
            return Ok(());
        }
        if trashed {
            self.untrash(record, id, path)?;
        }
        if let Some(version) = to_version {
            self.return_to(record, id, version, path)?;
        }
        self.recheck(id, path)
    }

    fn return_to(&mut self, record: TypeIndex, id: Uuid, version: i64, path: &[String]) -> Result<()> {
        let versions = self.transaction.versions(record, id)?;
        let oldest = versions.first().map_or(1, |first| first.version);
        let Some(then) = versions.into_iter().find(|candidate| candidate.version == version) else {
            let latest = self.unit.draft_mut(id).version();
            let place = [&path[..path.len().saturating_sub(1)], &["toVersion".to_owned()]].concat();
            let gone = (1..oldest).contains(&version);
            let why =
                if gone { format!("version {version} is gone") } else { format!("there is no version {version}") };
            let message = match self.end_of_the_past()? {
                Some(end) if gone => format!("{why}, {end}; versions {oldest} to {latest} are there"),
                _ => format!("{why}; versions {oldest} to {latest} are there"),
            };
            self.error(ErrorCode::NotFound, &place, message);
            return Ok(());
        };
        let model = Arc::clone(&self.model);
        let draft = self.unit.draft_mut(id);
        for (index, field) in model.record(record).indexed_fields() {
            if field.link().is_none() {
                draft.values[index.0] = then.values[index.0].clone();
            }
        }
        draft.external_keys = then.external_keys;
        let held = RestoredVersion { version: then.version, seq: then.seq };
        let query = LinkQuery { sources: Some(vec![id]), as_of: Some(then.seq), ..LinkQuery::default() };
        let wanted = self.transaction.links(&query)?;
        let current = self.links(&Ends { sources: Some(vec![id]), ..Ends::default() })?;
        for link in current.iter().filter(|link| is_declared(link)) {
            if !wanted.iter().any(|other| other.id == link.id) {
                self.detach(link)?;
            }
        }
        self.forget_others(id, &wanted)?;
        self.warn_of_purged(record, id, &held, path)?;
        for link in wanted.into_iter().filter(is_declared) {
            match current.iter().find(|other| other.id == link.id) {
                Some(other) => self.rewrite_link(other, &link)?,
                None => self.relink(link, path)?,
            }
        }
        Ok(())
    }

    /// Warns of links that an entry had in a version and that are not known any more: a purge takes them out of history,
    /// and only the log still tells that they were there.
    fn warn_of_purged(&mut self, record: TypeIndex, id: Uuid, held: &RestoredVersion, path: &[String]) -> Result<()> {
        let query = ChangeQuery {
            entry: Some(id),
            operations: Some(vec![ChangeOperation::Linked, ChangeOperation::Unlinked]),
            ..ChangeQuery::default()
        };
        let mut links: IndexMap<Uuid, (bool, String)> = IndexMap::new();
        for change in self.transaction.changes(&query)? {
            let (Some(link), Some(name)) = (change.link, change.fields.into_iter().next()) else { continue };
            let made = change.operation == ChangeOperation::Linked;
            if change.version <= held.version {
                links.insert(link, (made, name));
            } else {
                // What is removed later without having been made was there from the beginning.
                links.entry(link).or_insert((!made, name));
            }
        }
        let ids: Vec<Uuid> = links.iter().filter(|(_, (there, _))| *there).map(|(id, _)| *id).collect();
        let query = LinkQuery { ids: Some(ids.clone()), as_of: Some(held.seq), ..LinkQuery::default() };
        let known: HashSet<Uuid> = self.transaction.links(&query)?.iter().map(|link| link.id).collect();
        let mut lost: IndexMap<FieldIndex, usize> = IndexMap::new();
        for id in ids.iter().filter(|id| !known.contains(id)) {
            // Links of a field that the type no longer has went with it.
            let field = self.model.record(record).find(&links[id].1);
            if let Some(field) = field.filter(|field| self.model.record(record).field(*field).link().is_some()) {
                *lost.entry(field).or_default() += 1;
            }
        }
        for (field, count) in lost {
            let name = &self.model.record(record).field(field).name;
            let what = if count == 1 { "a link".to_owned() } else { format!("{count} links") };
            let message = format!(
                "version {} had {what} in `{name}` that cannot come back: what it led to is gone for ever",
                held.version
            );
            self.warn_stale(message, path);
        }
        Ok(())
    }

    /// Gives a link the properties it had before.
    pub fn rewrite_link(&mut self, current: &Link, then: &Link) -> Result<()> {
        let again = Link { from: then.from, to: then.to, props: then.props.clone(), ..current.clone() };
        if again != *current {
            self.load_any(current.source)?;
            self.unit.set_link(current.id, Some(current), Some(again));
        }
        Ok(())
    }

    /// Puts a link back that was there before; where that is not possible any more, a warning says why.
    pub fn relink(&mut self, link: Link, path: &[String]) -> Result<()> {
        let Some(why) = self.obstacle(&link, TargetScope::Living)? else {
            self.load_any(link.source)?;
            self.put_back(link);
            return Ok(());
        };
        if self.state_of(link.target)? == Some(State::Trashed) {
            self.warn_of_waiting(&link, path)?;
            self.remember(link);
            return Ok(());
        }
        self.warn_of_link(&link, &format!("was not restored: {why}"), path)
    }

    /// Why a link cannot be put back.
    pub fn obstacle(&mut self, link: &Link, leads: TargetScope) -> Result<Option<String>> {
        for end in [link.source, link.target] {
            match self.load_any(end)?.map(|draft| draft.state) {
                Some(State::Living) => {}
                Some(State::Trashed) if leads == TargetScope::Anywhere => {}
                Some(State::Trashed) => return Ok(Some(format!("`{end}` is in the trash"))),
                Some(State::Purged) | None => return Ok(Some(format!("`{end}` is gone for ever"))),
            }
        }
        let LinkKind::Declared(owner, field) = link.kind else {
            let kinds = Some(vec![link.kind.clone()]);
            let same = Ends { sources: Some(vec![link.source]), targets: Some(vec![link.target]), kinds };
            let there = !self.links(&same)?.is_empty();
            return Ok(there.then(|| "the two are linked anew".to_owned()));
        };
        let relation = Relation { owner, field, direction: Direction::Out };
        let declared = self.model.relation_field(relation);
        let (list, acyclic) = (declared.list, self.model.link(relation).acyclic);
        if !list && self.unit.draft(link.source).is_some_and(|draft| !draft.values[field.0].is_null()) {
            return Ok(Some("another link has taken its place".to_owned()));
        }
        if list && self.find_link(relation, link.source, link.target)?.is_some() {
            return Ok(Some("the two are linked anew".to_owned()));
        }
        let errors = self.problems.errors.len();
        if acyclic && !self.stays_acyclic(relation, link.source, link.target, &[])? {
            self.problems.errors.truncate(errors);
            return Ok(Some("it would close a circle".to_owned()));
        }
        Ok(None)
    }

    pub fn kind_name(&self, kind: &LinkKind) -> String {
        match kind {
            LinkKind::Declared(owner, field) => self.model.link_kind(*owner, *field),
            LinkKind::Free(kind) => kind.clone(),
        }
    }

    /// Brings an entry back with what its delete took along.
    fn untrash(&mut self, record: TypeIndex, id: Uuid, path: &[String]) -> Result<()> {
        let trashing = self.last_trashing(id)?.map(|change| change.change_set);
        let taken = match trashing {
            Some(change_set) => self.changes_of(change_set)?,
            None => {
                self.warn_of_the_past(path)?;
                Vec::new()
            }
        };
        let mut back = vec![(record, id)];
        let mut seen = 0;
        while seen < back.len() {
            let (record, id) = back[seen];
            for (relation, link) in self.incoming(record, id)? {
                let source = link.source;
                let traversal =
                    taken.iter().any(|row| row.entry == source && row.operation == ChangeOperation::Trashed);
                let still = traversal
                    && self.load(relation.owner, source)?.is_some_and(|draft| draft.state == State::Trashed)
                    && self.last_trashing(source)?.map(|last| last.change_set) == trashing;
                if still && !back.iter().any(|(_, known)| *known == source) {
                    back.push((relation.owner, source));
                }
            }
            seen += 1;
        }
        let restored: Vec<Uuid> = back.iter().map(|(_, id)| *id).collect();
        for (record, other) in &back {
            self.revive(*record, *other, path)?;
        }
        for (record, other) in back {
            self.drop_dead_links(record, other, path)?;
        }
        self.bring_back(&restored, path)
    }

    /// How the past ends, where a part of it is gone.
    pub fn end_of_the_past(&mut self) -> Result<Option<String>> {
        let gone = self.transaction.compacted()?;
        let end = daybook_schema::time::format_instant(gone.at);
        Ok((gone.seq > 0).then(|| format!("since history is kept from {end} on")))
    }

    /// Says that only the entry itself comes back from the trash.
    fn warn_of_the_past(&mut self, path: &[String]) -> Result<()> {
        if let Some(end) = self.end_of_the_past()? {
            self.warn_stale(format!("what went into the trash with it stays there, {end}"), path);
        }
        Ok(())
    }

    /// Makes an entry living again.
    pub fn revive(&mut self, record: TypeIndex, id: Uuid, path: &[String]) -> Result<bool> {
        if self.load(record, id)?.is_none() {
            return Ok(false);
        }
        self.unit.draft_mut(id).state = State::Living;
        let errors = self.problems.errors.len();
        self.claim_keys(id, &[])?;
        // The key is not in the input of a restore: the mistake is at the entry that is to come back.
        for error in &mut self.problems.errors[errors..] {
            error.path = path.to_vec();
        }
        self.claim_external_again(id, path)?;
        Ok(true)
    }

    /// Drops own links to entries that went into the trash meanwhile; a required one stands in the way.
    pub fn drop_dead_links(&mut self, record: TypeIndex, id: Uuid, path: &[String]) -> Result<()> {
        let model = Arc::clone(&self.model);
        for link in self.links(&Ends { sources: Some(vec![id]), ..Ends::default() })? {
            let LinkKind::Declared(_, field) = link.kind else { continue };
            if self.load_any(link.target)?.is_some_and(Draft::is_living) {
                continue;
            }
            let declared = model.record(record).field(field);
            if declared.required && !declared.list {
                let target = declared.link().map_or(record, |link| link.target);
                let title = self.title(target, link.target)?;
                let name = &declared.name;
                let message = format!("its `{name}`, `{}`, is in the trash too; restore that first", clip(&title));
                self.error(ErrorCode::NotFound, path, message);
            } else {
                self.take_away(&link)?;
            }
        }
        Ok(())
    }

    /// The change that put an entry into the trash last.
    fn last_trashing(&mut self, id: Uuid) -> Result<Option<Change>> {
        let query = ChangeQuery {
            entry: Some(id),
            operations: Some(vec![ChangeOperation::Trashed]),
            descending: true,
            limit: Some(1),
            ..ChangeQuery::default()
        };
        Ok(self.transaction.changes(&query)?.into_iter().next())
    }

    pub fn changes_of(&mut self, change_set: Uuid) -> Result<Vec<Change>> {
        self.transaction.changes(&ChangeQuery { change_set: Some(change_set), ..ChangeQuery::default() })
    }
}

fn is_declared(link: &Link) -> bool {
    matches!(link.kind, LinkKind::Declared(..))
}

/// The field of a declared kind.
pub(super) fn declared_field(kind: &LinkKind) -> Option<FieldIndex> {
    match kind {
        LinkKind::Declared(_, field) => Some(*field),
        LinkKind::Free(_) => None,
    }
}
