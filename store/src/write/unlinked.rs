//! Links that deletes take away: remembered, and put back when both their ends live again, in whatever order that is.

use std::collections::{HashMap, HashSet};

use daybook_schema::{Relation, Warning, WarningCode, model::Direction, value::Instant};
use uuid::Uuid;

use super::{
    engine::{Ends, Engine},
    links::clip,
    restore::TargetScope,
    unit::{Draft, State},
};
use crate::{
    backend::{ChangeQuery, LinkQuery},
    error::Result,
    record::{ChangeOperation, Link, LinkKind, LinkProps, Seq, Unlinked},
};

/// Stands for the sequence number that the unit gives to the version of the source.
const NOW: Seq = 0;

impl Engine<'_> {
    /// Takes away a link of which an end is in the trash, or goes there.
    pub fn take_away(&mut self, link: &Link) -> Result<()> {
        self.detach(link)?;
        self.remember(link.clone());
        Ok(())
    }

    /// Remembers a link, so that it comes back with its ends. Free links stay while an end is in the trash.
    pub fn remember(&mut self, link: Link) {
        if matches!(link.kind, LinkKind::Declared(..)) {
            self.unit.unlinked.insert(link.id, Some(Unlinked { link, since: NOW, gone: false }));
        }
    }

    /// Remembers of a link to what is purged only that it is gone, so that restoring its source can warn about it.
    pub fn remember_as_gone(&mut self, link: Link) {
        let link = Link { from: None, to: None, props: LinkProps::None, ..link };
        self.unit.unlinked.insert(link.id, Some(Unlinked { link, since: NOW, gone: true }));
    }

    /// Puts a link back that was there before.
    pub fn put_back(&mut self, link: Link) {
        self.unit.unlinked.insert(link.id, None);
        self.place(link);
    }

    /// Links that were taken away from or to entries, as the unit leaves them.
    pub fn unlinked(&mut self, ends: &[Uuid]) -> Result<Vec<Unlinked>> {
        let mut found = self.transaction.unlinked(ends)?;
        found.retain(|unlinked| !self.unit.unlinked.contains_key(&unlinked.link.id));
        let among = |link: &Link| ends.contains(&link.source) || ends.contains(&link.target);
        let drafts = self.unit.unlinked.values().flatten().filter(|unlinked| among(&unlinked.link));
        found.extend(drafts.cloned());
        found.sort_unstable_by_key(|unlinked| unlinked.link.id);
        Ok(found)
    }

    /// What was taken away from or to an entry that is purged does not come back.
    pub fn forget_unlinked(&mut self, purged: Uuid) -> Result<()> {
        for Unlinked { link, .. } in self.unlinked(&[purged])? {
            let waits = link.source != purged && self.state_of(link.source)? == Some(State::Trashed);
            if waits {
                self.remember_as_gone(link);
            } else {
                self.unit.unlinked.insert(link.id, None);
            }
        }
        Ok(())
    }

    /// Forgets the links of a relation that a delete took away, but for those to `kept`: whatever sets the links of a
    /// relation means these too.
    pub fn forget_others_of(&mut self, relation: Relation, id: Uuid, kept: &HashSet<Uuid>) -> Result<()> {
        let kind = LinkKind::Declared(relation.owner, relation.field);
        for Unlinked { link, .. } in self.unlinked(&[id])? {
            let (own, other) = match relation.direction {
                Direction::Out => (link.source, link.target),
                Direction::In => (link.target, link.source),
            };
            if link.kind == kind && own == id && !kept.contains(&other) {
                self.unit.unlinked.insert(link.id, None);
            }
        }
        Ok(())
    }

    /// Puts back what was taken away from and to entries that live again; what cannot come back, or not yet, is a warning.
    pub fn bring_back(&mut self, revived: &[Uuid], path: &[String]) -> Result<()> {
        for unlinked in self.unlinked(revived)? {
            let link = &unlinked.link;
            if unlinked.gone {
                if revived.contains(&link.source) {
                    self.unit.unlinked.insert(link.id, None);
                    self.warn_of_link(link, "was not restored: what it led to is gone for ever", path)?;
                }
                continue;
            }
            let [source, target] = [self.state_of(link.source)?, self.state_of(link.target)?];
            match (source, target) {
                (Some(State::Living), Some(State::Living)) => self.bring_one_back(&unlinked, path)?,
                (Some(State::Living), Some(State::Trashed)) if revived.contains(&link.source) => {
                    self.warn_of_waiting(&link.clone(), path)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn bring_one_back(&mut self, unlinked: &Unlinked, path: &[String]) -> Result<()> {
        let link = &unlinked.link;
        self.unit.unlinked.insert(link.id, None);
        let obstacle = if self.is_replaced(unlinked)? {
            Some("another link has taken its place".to_owned())
        } else {
            self.obstacle(link, TargetScope::Living)?
        };
        let obstacle = match obstacle {
            Some(why) => Some(why),
            None => self.place_with_keys(link)?,
        };
        match obstacle {
            Some(why) => self.warn_of_link(link, &format!("was not restored: {why}"), path),
            None => Ok(()),
        }
    }

    /// Puts a link back, unless that would give its source a natural key that another entry has by now.
    fn place_with_keys(&mut self, link: &Link) -> Result<Option<String>> {
        self.put_back(link.clone());
        let errors = self.problems.errors.len();
        self.claim_keys(link.source, &[])?;
        if self.problems.errors.len() == errors {
            return Ok(None);
        }
        self.problems.errors.truncate(errors);
        self.detach(link)?;
        self.claim_keys(link.source, &[])?;
        Ok(Some("another entry has the key by now".to_owned()))
    }

    /// Whether a to-one link got another target after it was taken away, whatever became of that one.
    fn is_replaced(&mut self, unlinked: &Unlinked) -> Result<bool> {
        Ok(!self.replacements(unlinked)?.is_empty())
    }

    /// Versions of the source that made another link in the place of a to-one link that was taken away.
    fn replacements(&mut self, Unlinked { link, since, .. }: &Unlinked) -> Result<Vec<i64>> {
        let LinkKind::Declared(owner, field) = link.kind else { return Ok(Vec::new()) };
        if *since == NOW || self.model.record(owner).field(field).list {
            return Ok(Vec::new());
        }
        let query = ChangeQuery {
            entry: Some(link.source),
            operations: Some(vec![ChangeOperation::Linked]),
            after: Some(*since),
            ..ChangeQuery::default()
        };
        let mut versions = Vec::new();
        for change in self.transaction.changes(&query)? {
            let made =
                LinkQuery { ids: change.link.map(|id| vec![id]), as_of: Some(change.seq), ..LinkQuery::default() };
            if self.transaction.links(&made)?.iter().any(|other| other.kind == link.kind) {
                versions.push(change.version);
            }
        }
        Ok(versions)
    }

    /// Lets links that a version has replaced come back again, now that the version is undone.
    pub fn free_places(&mut self, source: Uuid, version: i64) -> Result<()> {
        for unlinked in self.unlinked(&[source])? {
            if unlinked.gone || unlinked.link.source != source {
                continue;
            }
            let replaced = self.replacements(&unlinked)?;
            if !replaced.is_empty() && replaced.iter().all(|other| *other == version) {
                self.remember(unlinked.link);
            }
        }
        Ok(())
    }

    /// Says that a link comes back later. `entry` of the parameters is what it waits for: who restores that in the same
    /// request needs no warning.
    pub fn warn_of_waiting(&mut self, link: &Link, path: &[String]) -> Result<()> {
        let target = match self.type_of(link.target)? {
            Some(record) => clip(&self.title(record, link.target)?),
            None => link.target.to_string(),
        };
        self.warn_of_link(link, &format!("comes back when `{target}` is restored, which is in the trash"), path)?;
        if let Some(warning) = self.problems.warnings.last_mut() {
            warning.params.insert("entry".to_owned(), serde_json::Value::String(link.target.to_string()));
        }
        Ok(())
    }

    /// Warns about a link; `what` goes on after its kind and the title of its source.
    pub fn warn_of_link(&mut self, link: &Link, what: &str, path: &[String]) -> Result<()> {
        let source = match self.type_of(link.source)? {
            Some(record) => clip(&self.title(record, link.source)?),
            None => link.source.to_string(),
        };
        let message = format!("the link `{}` of `{source}` {what}", self.kind_name(&link.kind));
        self.warn_stale(message, path);
        Ok(())
    }

    /// Warns that something did not come back.
    pub fn warn_stale(&mut self, message: String, path: &[String]) {
        let (code, path) = (WarningCode::StaleReference, path.to_vec());
        self.problems.warnings.push(Warning { code, path, message, params: serde_json::Map::new() });
    }

    /// Where an entry is; `None` when it never was, or is purged in the store.
    pub fn state_of(&mut self, id: Uuid) -> Result<Option<State>> {
        Ok(self.load_any(id)?.map(|draft: &Draft| draft.state))
    }

    /// Stores what the unit remembers and forgets. `since` says where the versions of the sources begin.
    pub fn write_unlinked(&mut self, since: &HashMap<Uuid, Seq>, at: Instant) -> Result<()> {
        for (id, kept) in std::mem::take(&mut self.unit.unlinked) {
            let purged = |id| self.unit.draft(id).is_some_and(|draft| draft.state == State::Purged);
            let Some(mut unlinked) = kept.filter(|unlinked| !purged(unlinked.link.source)) else {
                self.transaction.remove_unlinked(id)?;
                continue;
            };
            if unlinked.since == NOW {
                unlinked.since = match since.get(&unlinked.link.source) {
                    Some(seq) => *seq,
                    None => self.transaction.latest()?,
                };
            }
            // A link that was made and taken away at once was never stored.
            if unlinked.link.seq == 0 {
                (unlinked.link.created_at, unlinked.link.seq) = (at, unlinked.since);
            }
            self.transaction.put_unlinked(&unlinked)?;
        }
        Ok(())
    }

    /// Links of an entry that are in its way when it goes back to a version without them.
    pub fn forget_others(&mut self, source: Uuid, wanted: &[Link]) -> Result<()> {
        for unlinked in self.unlinked(&[source])? {
            let id = unlinked.link.id;
            if unlinked.link.source == source && !wanted.iter().any(|link| link.id == id) {
                self.unit.unlinked.insert(id, None);
            }
        }
        Ok(())
    }

    /// Links that an undo has removed, which had come back from where an end is now.
    pub fn remember_undone(&mut self, links: &[Link]) -> Result<()> {
        for link in links {
            let ends = [self.state_of(link.source)?, self.state_of(link.target)?];
            let same = Ends { sources: Some(vec![link.source]), targets: Some(vec![link.target]), kinds: None };
            let there = self.links(&same)?.iter().any(|other| other.id == link.id);
            if !there && ends.contains(&Some(State::Trashed)) && !ends.contains(&None) {
                self.remember(link.clone());
            }
        }
        Ok(())
    }
}
