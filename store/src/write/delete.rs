//! Into the trash, with what the links to an entry say about it.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use daybook_schema::{
    ErrorCode, InputError, Relation, TypeIndex,
    model::{Direction, OnDelete},
};
use uuid::Uuid;

use super::{
    engine::{Ends, Engine},
    unit::State,
};
use crate::{
    error::Result,
    record::{Link, LinkKind},
};

/// Whether an entry goes into the trash or for ever.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Removal {
    Trash,
    Purge,
}

impl Engine<'_> {
    /// Removes entries of one type together; what their incoming links forbid is reported.
    pub fn remove(&mut self, record: TypeIndex, ids: &[Uuid], removal: Removal, path: &[String]) -> Result<()> {
        let mut held = BTreeMap::new();
        let mut queue: Vec<(TypeIndex, Uuid)> = ids.iter().map(|id| (record, *id)).collect();
        let mut going: HashSet<Uuid> = ids.iter().copied().collect();
        let mut seen = 0;
        while seen < queue.len() {
            let (record, id) = queue[seen];
            seen += 1;
            if queue.len() > super::MAX_WRITES {
                let message =
                    format!("more than {} entries would go with it; delete in smaller parts", super::MAX_WRITES);
                self.error(ErrorCode::LimitReached, path, message);
                return Ok(());
            }
            for (relation, link) in self.incoming(record, id)? {
                let source = link.source;
                if going.contains(&source) {
                    continue;
                }
                let Some(living) = self.load(relation.owner, source)?.map(super::unit::Draft::is_living) else {
                    continue;
                };
                if !living && removal == Removal::Trash {
                    continue;
                }
                match self.model.link(relation).on_delete {
                    OnDelete::Cascade => {
                        going.insert(source);
                        queue.push((relation.owner, source));
                    }
                    OnDelete::Restrict => held.entry((relation, living)).or_insert_with(Vec::new).push(link),
                    OnDelete::Unlink if removal == Removal::Trash => self.take_away(&link)?,
                    OnDelete::Unlink => {
                        self.detach(&link)?;
                        if !living {
                            self.remember_as_gone(link);
                        }
                    }
                }
            }
            self.leave(id, removal)?;
        }
        held.retain(|_, links| {
            links.retain(|link| !going.contains(&link.source));
            !links.is_empty()
        });
        self.report_held(record, &held, path);
        Ok(())
    }

    fn leave(&mut self, id: Uuid, removal: Removal) -> Result<()> {
        self.load_any(id)?;
        if removal == Removal::Purge {
            self.forget_unlinked(id)?;
            let ends = [
                Ends { sources: Some(vec![id]), ..Ends::default() },
                Ends { targets: Some(vec![id]), ..Ends::default() },
            ];
            for ends in &ends {
                for link in self.links(ends)? {
                    self.detach(&link)?;
                }
            }
        }
        let state = if removal == Removal::Purge { State::Purged } else { State::Trashed };
        self.unit.draft_mut(id).state = state;
        self.release_keys(id);
        Ok(())
    }

    /// Links of entries to an entry, of declared kinds, with their relations.
    pub fn incoming(&mut self, record: TypeIndex, id: Uuid) -> Result<Vec<(Relation, Link)>> {
        let model = Arc::clone(&self.model);
        let inverses: Vec<Relation> = model
            .record(record)
            .inverses
            .iter()
            .filter(|inverse| !model.record(inverse.source).is_series())
            .map(|inverse| Relation { owner: inverse.source, field: inverse.field, direction: Direction::In })
            .collect();
        if inverses.is_empty() {
            return Ok(Vec::new());
        }
        let kinds = inverses.iter().map(|relation| LinkKind::Declared(relation.owner, relation.field)).collect();
        let links = self.links(&Ends { sources: None, targets: Some(vec![id]), kinds: Some(kinds) })?;
        let of_kind = |link: &Link| {
            inverses.iter().find(|relation| link.kind == LinkKind::Declared(relation.owner, relation.field)).copied()
        };
        Ok(links.into_iter().filter_map(|link| Some((of_kind(&link)?, link))).collect())
    }

    fn report_held(&mut self, record: TypeIndex, held: &BTreeMap<(Relation, bool), Vec<Link>>, path: &[String]) {
        for ((relation, living), links) in held {
            let model = Arc::clone(&self.model);
            let owner = model.record(relation.owner);
            let (count, field) = (links.len(), &owner.field(relation.field).name);
            let what = if count == 1 { &owner.name } else { &owner.plural };
            let place = if *living { "" } else { " in the trash" };
            let verb = if count == 1 { "needs" } else { "need" };
            let message = format!(
                "{count} {what}{place} still {verb} this {} as `{field}`; delete or unlink them first",
                self.type_name(record)
            );
            let error = InputError::new(ErrorCode::Restricted, path.to_vec(), message)
                .with("count", count)
                .with("type", owner.name.clone());
            self.fail(error);
        }
    }
}
