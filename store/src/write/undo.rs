//! Undoing a change set by new versions.
//!
//! What the change set changed goes back to what it was; everything else stays. Whatever was changed again since then
//! blocks, field by field and link by link, and all blockers are named.

use std::{collections::HashSet, sync::Arc};

use daybook_schema::{ErrorCode, FieldIndex, InputError, TypeIndex, model::OnDelete};
use indexmap::IndexMap;
use uuid::Uuid;

use super::{
    engine::{Ends, Engine},
    links::clip,
    restore::{TargetScope, declared_field},
    unit::{Draft, State},
};
use crate::{
    backend::{ChangeQuery, LinkQuery},
    error::Result,
    record::{Change, ChangeOperation, Link, Record, Seq},
};

/// What a change set did to one entry.
struct Step {
    record: TypeIndex,
    id: Uuid,
    before: Option<Record>,
    after: Record,
    added: Vec<Link>,
    removed: Vec<Link>,
    amended: Vec<(Link, Link)>,
    /// Names of removed links that are gone for ever: a purge takes links out of history, too.
    lost: Vec<String>,
}

impl Step {
    /// Whether the entry came to life.
    fn arrived(&self) -> bool {
        self.after.trashed_at.is_none() && self.before.as_ref().is_none_or(|before| before.trashed_at.is_some())
    }
}

impl Engine<'_> {
    /// Undoes a change set and answers the entries it touched.
    pub fn undo(&mut self, change_set: Uuid, path: &[String]) -> Result<Vec<(TypeIndex, Uuid)>> {
        let rows = self.changes_of(change_set)?;
        if rows.is_empty() {
            let message = match self.end_of_the_past()? {
                Some(end) => format!("no change set has the id `{change_set}`, or it is gone, {end}"),
                None => format!("no change set has the id `{change_set}`"),
            };
            self.error(ErrorCode::NotFound, path, message);
            return Ok(Vec::new());
        }
        let last = rows.iter().map(|row| row.seq).max().unwrap_or_default();
        let steps = self.steps(&rows, path)?;
        for step in &steps {
            self.undo_fields(step, last, path)?;
        }
        let mut revived = Vec::new();
        for step in &steps {
            if self.undo_removal(step, last, path)? {
                revived.push((step.record, step.id));
            }
        }
        for step in &steps {
            self.undo_new_links(step, path)?;
        }
        for (record, id) in &revived {
            self.drop_dead_links(*record, *id, path)?;
        }
        for step in &steps {
            self.undo_removed_links(step, path)?;
        }
        self.undo_arrivals(&steps, last, path)?;
        let revived: Vec<Uuid> = revived.iter().map(|(_, id)| *id).collect();
        self.bring_back(&revived, path)?;
        for step in &steps {
            // A link keeps its age: an older one had come back.
            let back = step.added.iter().filter(|link| link.created_at < step.after.updated_at).cloned();
            self.remember_undone(&back.collect::<Vec<_>>())?;
            if !step.added.is_empty() {
                self.free_places(step.id, step.after.version)?;
            }
        }
        for step in &steps {
            if self.unit.draft(step.id).is_some_and(Draft::is_living) {
                self.recheck(step.id, path)?;
            }
        }
        Ok(steps.iter().map(|step| (step.record, step.id)).collect())
    }

    fn steps(&mut self, rows: &[Change], path: &[String]) -> Result<Vec<Step>> {
        let mut entries: IndexMap<Uuid, &Change> = IndexMap::new();
        for row in rows {
            entries.entry(row.entry).or_insert(row);
        }
        let mut steps = Vec::with_capacity(entries.len());
        for (id, row) in entries {
            let versions = self.transaction.versions(row.record, id)?;
            let purged = rows.iter().any(|row| row.entry == id && row.operation == ChangeOperation::Purged);
            let after = versions.iter().find(|record| record.version == row.version).cloned();
            let (Some(after), false) = (after, purged) else {
                let name = self.type_name(row.record);
                self.block(path, id, format!("the {name} `{id}` was purged; what is gone for ever cannot be undone"));
                continue;
            };
            let before = versions.into_iter().find(|record| record.version == row.version - 1);
            let was = self.links_at(id, after.seq - 1)?;
            let is = self.links_at(id, after.seq)?;
            let added = is.iter().filter(|link| !was.iter().any(|other| other.id == link.id)).cloned().collect();
            let removed = was.iter().filter(|link| !is.iter().any(|other| other.id == link.id)).cloned().collect();
            let amended = was
                .iter()
                .filter_map(|link| Some((link.clone(), is.iter().find(|other| other.id == link.id)?.clone())))
                .filter(|(was, is)| !carries_same(was, is))
                .collect();
            let lost = rows.iter().filter(|row| row.entry == id).filter_map(|row| lost_link(row, &was)).collect();
            self.load(row.record, id)?;
            steps.push(Step { record: row.record, id, before, after, added, removed, amended, lost });
        }
        Ok(steps)
    }

    fn links_at(&mut self, source: Uuid, seq: Seq) -> Result<Vec<Link>> {
        self.transaction.links(&LinkQuery { sources: Some(vec![source]), as_of: Some(seq), ..LinkQuery::default() })
    }

    fn undo_fields(&mut self, step: &Step, last: Seq, path: &[String]) -> Result<()> {
        let Some(before) = &step.before else { return Ok(()) };
        let model = Arc::clone(&self.model);
        for (index, field) in model.record(step.record).indexed_fields() {
            if field.link().is_some() || before.values[index.0] == step.after.values[index.0] {
                continue;
            }
            if self.unit.draft_mut(step.id).values[index.0] == step.after.values[index.0] {
                self.unit.draft_mut(step.id).values[index.0] = before.values[index.0].clone();
            } else {
                self.block_by_field(step, &field.name, last, path)?;
            }
        }
        if before.external_keys != step.after.external_keys {
            if self.unit.draft_mut(step.id).external_keys == step.after.external_keys {
                self.unit.draft_mut(step.id).external_keys.clone_from(&before.external_keys);
            } else {
                self.block_by_field(step, "externalKeys", last, path)?;
            }
        }
        Ok(())
    }

    /// Brings back what went into the trash, and answers whether it did.
    fn undo_removal(&mut self, step: &Step, last: Seq, path: &[String]) -> Result<bool> {
        let went =
            step.before.as_ref().is_some_and(|before| before.trashed_at.is_none()) && step.after.trashed_at.is_some();
        if !went {
            return Ok(false);
        }
        if self.unit.draft_mut(step.id).state != State::Trashed {
            self.block_by_existence(step, last, path)?;
            return Ok(false);
        }
        // Its keys are claimed when everything stands as it stood: what has them now may be going.
        self.unit.draft_mut(step.id).state = State::Living;
        Ok(true)
    }

    fn undo_new_links(&mut self, step: &Step, path: &[String]) -> Result<()> {
        if step.before.is_none() {
            return Ok(());
        }
        let current = self.links(&Ends { sources: Some(vec![step.id]), ..Ends::default() })?;
        let now = |link: &Link| current.iter().find(|other| other.id == link.id);
        for link in &step.added {
            match now(link) {
                Some(there) if carries_same(there, link) => self.detach(there)?,
                Some(_) => self.block_by_link(step, link, "was changed again", path)?,
                None => self.block_by_link(step, link, "was removed again", path)?,
            }
        }
        for (was, is) in &step.amended {
            match now(is) {
                Some(there) if carries_same(there, is) => self.rewrite_link(there, was)?,
                Some(_) => self.block_by_link(step, is, "was changed again", path)?,
                None => self.block_by_link(step, is, "was removed", path)?,
            }
        }
        Ok(())
    }

    fn undo_removed_links(&mut self, step: &Step, path: &[String]) -> Result<()> {
        for name in &step.lost {
            let title = clip(&self.title(step.record, step.id)?);
            let message = format!("the link `{name}` of `{title}` cannot come back: what it led to is gone for ever");
            self.block(path, step.id, message);
        }
        // What is in the trash, or goes back to it, may have links into the trash.
        let stays = self.unit.draft(step.id).is_some_and(Draft::is_living) && !step.arrived();
        for link in &step.removed {
            // A delete takes the declared links to an entry away from the living; the free ones stay, hidden while it is
            // in the trash, and come back just so.
            let declared = declared_field(&link.kind).is_some();
            let leads = if stays && declared { TargetScope::Living } else { TargetScope::Anywhere };
            match self.obstacle(link, leads)? {
                None => self.put_back(link.clone()),
                Some(why) => self.block_by_link(step, link, &format!("cannot come back: {why}"), path)?,
            }
        }
        Ok(())
    }

    /// Puts what was created or restored into the trash, unless it was changed or others were built on it.
    fn undo_arrivals(&mut self, steps: &[Step], last: Seq, path: &[String]) -> Result<()> {
        let arrived: Vec<&Step> = steps.iter().filter(|step| step.arrived()).collect();
        let going: HashSet<Uuid> = arrived.iter().map(|step| step.id).collect();
        for step in arrived {
            let draft = self.unit.draft_mut(step.id);
            if draft.state != State::Living {
                self.block_by_existence(step, last, path)?;
                continue;
            }
            let values_changed = draft.values != step.after.values || draft.external_keys != step.after.external_keys;
            if step.before.is_none() && (values_changed || self.own_links_changed(step)?) {
                self.block_by_existence(step, last, path)?;
            }
            self.leave_others(step, &going, path)?;
            self.unit.draft_mut(step.id).state = State::Trashed;
            self.release_keys(step.id);
        }
        Ok(())
    }

    /// Removes the links of others to an entry that goes; those that need it stand in the way.
    fn leave_others(&mut self, step: &Step, going: &HashSet<Uuid>, path: &[String]) -> Result<()> {
        for (relation, link) in self.incoming(step.record, step.id)? {
            let lives = self.load(relation.owner, link.source)?.is_some_and(Draft::is_living);
            if going.contains(&link.source) || !lives {
                continue;
            }
            if self.model.link(relation).on_delete == OnDelete::Unlink {
                self.take_away(&link)?;
                continue;
            }
            let owner = self.type_name(relation.owner).to_owned();
            let title = self.title(relation.owner, link.source)?;
            let message = format!("the {owner} `{}` is linked to it; delete or unlink that first", clip(&title));
            self.block(path, step.id, message);
        }
        Ok(())
    }

    fn own_links_changed(&mut self, step: &Step) -> Result<bool> {
        let now = self.links(&Ends { sources: Some(vec![step.id]), ..Ends::default() })?;
        let then = self.links_at(step.id, step.after.seq)?;
        let same = now.len() == then.len()
            && then.iter().all(|link| now.iter().any(|other| other.id == link.id && carries_same(other, link)));
        Ok(!same)
    }

    fn block_by_field(&mut self, step: &Step, field: &str, last: Seq, path: &[String]) -> Result<()> {
        let later = self.later_changes(step, last)?;
        let by = later.iter().find(|row| row.fields.iter().any(|name| name == field));
        let version = by.map_or(String::new(), |row| format!(" in version {}", row.version));
        let title = clip(&self.title(step.record, step.id)?);
        self.block(path, step.id, format!("`{field}` of `{title}` was changed again{version}; undo that first"));
        Ok(())
    }

    fn block_by_existence(&mut self, step: &Step, last: Seq, path: &[String]) -> Result<()> {
        let title = clip(&self.title(step.record, step.id)?);
        let later = self.later_changes(step, last)?;
        let what: Vec<String> = later
            .iter()
            .take(4)
            .map(|row| format!("{:?} in version {}", row.operation, row.version).to_lowercase())
            .collect();
        let message = format!("`{title}` was changed since ({}); undo that first", what.join(", "));
        self.block(path, step.id, message);
        Ok(())
    }

    fn block_by_link(&mut self, step: &Step, link: &Link, what: &str, path: &[String]) -> Result<()> {
        let kind = declared_field(&link.kind).map_or_else(
            || self.kind_name(&link.kind),
            |field: FieldIndex| self.model.record(step.record).field(field).name.clone(),
        );
        let title = clip(&self.title(step.record, step.id)?);
        self.block(path, step.id, format!("the link `{kind}` of `{title}` {what}; undo that first"));
        Ok(())
    }

    fn later_changes(&mut self, step: &Step, last: Seq) -> Result<Vec<Change>> {
        let query = ChangeQuery { entry: Some(step.id), after: Some(last), ..ChangeQuery::default() };
        self.transaction.changes(&query)
    }

    fn block(&mut self, path: &[String], id: Uuid, message: String) {
        let error = InputError::new(ErrorCode::UndoBlocked, path.to_vec(), message);
        self.fail(error.with("entry", id.to_string()).about(id));
    }
}

/// The name of the link that a change removed, if history does not know it any more.
fn lost_link(row: &Change, was: &[Link]) -> Option<String> {
    let known = was.iter().any(|link| row.link == Some(link.id));
    if known || row.operation != ChangeOperation::Unlinked {
        return None;
    }
    row.fields.first().cloned()
}

fn carries_same(one: &Link, other: &Link) -> bool {
    one.from == other.from && one.to == other.to && one.props == other.props
}
