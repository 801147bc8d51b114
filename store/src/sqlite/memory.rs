//! The links of living entries in memory, as of one sequence number, shared by all readers.
//!
//! Loaded at the first traversal. Each later one brings it to the state that its own snapshot sees: every change of a
//! link stands in the change log at the link's source, so that the links of the entries changed since are read anew. A
//! snapshot of an earlier state, and one that finds another reader at it, read links level by level.

use std::{
    collections::BTreeMap,
    sync::{PoisonError, RwLock, RwLockReadGuard, TryLockError},
};

use rusqlite::{Row, types::ValueRef};
use rustc_hash::FxHashMap;
use uuid::Uuid;

use super::{failure::failure, layout::Layout, rows, rows::id_cell, session::Session, sql::Sql};
use crate::{
    adjacency::{Adjacency, TraversalFilter},
    error::Result,
    query::{ReachableEntries, TraversalOptions},
    record::{ChangeOperation, LinkKind, Seq},
};

/// Bytes that links in memory may take: about four million links among a million entries.
const MAX_BYTES: usize = 192 << 20;

/// Changes that are followed one by one; after more, everything is loaded anew.
const MAX_CHANGES: i64 = 20_000;

/// What all readers share.
#[derive(Debug, Default)]
pub(super) struct LinkMemory {
    held: RwLock<CacheState>,
}

#[derive(Debug, Default)]
enum CacheState {
    /// Nobody has asked yet.
    #[default]
    Nothing,
    /// There are too many links, or they could not be read: this process does without.
    Unfit,
    /// The links at a sequence number.
    Links(Box<Links>),
}

#[derive(Debug)]
struct Links {
    seq: Seq,
    graph: Adjacency,
    kinds: Vec<Kind>,
    kind_numbers: FxHashMap<Kind, u32>,
}

/// The kind of a link as it is stored.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
enum Kind {
    Declared(i64),
    Free(String),
}

impl LinkMemory {
    /// What a traversal reaches; `None` when the memory is not for the state that the session sees.
    pub fn reach(
        &self,
        session: &mut Session<'_>,
        start: Uuid,
        depth: usize,
        limit: usize,
        traversal: &TraversalOptions,
    ) -> Result<Option<ReachableEntries>> {
        let seq = crate::backend::Snapshot::latest(session)?;
        if self.is_behind(seq) {
            self.catch_up(session, seq)?;
        }
        let held = self.read();
        let CacheState::Links(links) = &*held else { return Ok(None) };
        if links.seq != seq {
            return Ok(None);
        }
        Ok(links.graph.reach(start, depth, limit, &links.allowed(&session.layout, traversal)))
    }

    fn read(&self) -> RwLockReadGuard<'_, CacheState> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_behind(&self, seq: Seq) -> bool {
        match &*self.read() {
            CacheState::Nothing => true,
            CacheState::Unfit => false,
            CacheState::Links(links) => links.seq < seq,
        }
    }

    /// Brings the memory to the session's state, unless another reader is at it.
    fn catch_up(&self, session: &mut Session<'_>, seq: Seq) -> Result<()> {
        let mut held = match self.held.try_write() {
            Ok(held) => held,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(()),
        };
        // Whatever fails now fails again: this process then does without.
        let links = std::mem::replace(&mut *held, CacheState::Unfit).at(session, seq);
        if let Some(links) = links.inspect_err(|error| tracing::warn!(%error, "links could not be held in memory"))? {
            *held = CacheState::Links(links);
        } else {
            tracing::warn!("there are too many links to hold them in memory; traversals read them level by level");
        }
        Ok(())
    }
}

impl CacheState {
    /// The links as the session sees them; `None` when they would take too much memory.
    fn at(self, session: &mut Session<'_>, seq: Seq) -> Result<Option<Box<Links>>> {
        let links = match self {
            Self::Links(links) if links.seq >= seq => Some(links),
            Self::Links(mut links) if seq - links.seq <= MAX_CHANGES => {
                links.follow(session, seq)?;
                Some(links)
            }
            Self::Unfit => None,
            Self::Links(_) | Self::Nothing => Links::load(session, seq)?.map(Box::new),
        };
        Ok(links.filter(|links| links.graph.bytes() <= MAX_BYTES))
    }
}

impl Links {
    /// All links; `None` when they would take too much memory.
    fn load(session: &mut Session<'_>, seq: Seq) -> Result<Option<Self>> {
        let most = (MAX_BYTES / Adjacency::estimate(0, 1)) as i64;
        let count = Sql::new("SELECT count(*) FROM (SELECT 1 FROM link LIMIT ").bind(most + 1).then(")");
        let count = session.query_one(&count, "counting links", |_, row| rows::get::<i64>(row, 0))?;
        if count.unwrap_or_default() > most {
            return Ok(None);
        }
        let mut links =
            Self { seq, graph: Adjacency::default(), kinds: Vec::new(), kind_numbers: FxHashMap::default() };
        let sql = Sql::new("SELECT source, target, kind FROM link");
        let all = session.query(&sql, "reading all links", |_, row| {
            Ok((rows::id(row, 0)?, rows::id(row, 1)?, links.kind_number(row, 2)?))
        })?;
        links.graph = Adjacency::new(all.iter().flat_map(|(source, target, _)| [*source, *target]).collect());
        for (source, target, kind) in all {
            links.graph.link(source, target, kind);
        }
        let linked = "SELECT id, type, trashed_at IS NULL FROM entry WHERE id IN (SELECT source FROM link UNION SELECT \
                      target FROM link)";
        for (id, of_type) in session.query(&Sql::new(linked), "reading linked entries", |_, row| entry(row))? {
            links.graph.set_type(id, of_type);
        }
        Ok(Some(links))
    }

    /// Reads anew what changed since.
    fn follow(&mut self, session: &mut Session<'_>, seq: Seq) -> Result<()> {
        if crate::fault::is("stale-links-in-memory") {
            self.seq = seq;
            return Ok(());
        }
        let sql = Sql::new("SELECT entry, operation FROM change WHERE seq > ").bind(self.seq);
        let changed =
            session.query(&sql, "reading what changed", |_, row| Ok((rows::id(row, 0)?, rows::get::<i64>(row, 1)?)))?;
        let purged = rows::operation_number(ChangeOperation::Purged);
        let mut entries: BTreeMap<Uuid, bool> = BTreeMap::new();
        for (id, operation) in changed {
            *entries.entry(id).or_default() |= operation == purged;
        }
        // First all that is gone: a purge also takes the links of others, which the next step must not count twice.
        for (&id, &was_purged) in &entries {
            if was_purged {
                self.graph.forget_all(id);
            } else {
                self.graph.forget_own(id);
            }
        }
        for id in entries.keys() {
            self.read_entry(session, *id)?;
        }
        self.seq = seq;
        Ok(())
    }

    fn read_entry(&mut self, session: &mut Session<'_>, id: Uuid) -> Result<()> {
        let sql = Sql::new("SELECT target, kind FROM link WHERE source = ").bind(id_cell(id));
        let own = session.query(&sql, "reading links", |_, row| Ok((rows::id(row, 0)?, self.kind_number(row, 1)?)))?;
        for (target, kind) in own {
            if !self.graph.knows(target) {
                self.read_type(session, target)?;
            }
            self.graph.link(id, target, kind);
        }
        if self.graph.knows(id) { self.read_type(session, id) } else { Ok(()) }
    }

    fn read_type(&mut self, session: &mut Session<'_>, id: Uuid) -> Result<()> {
        let sql = Sql::new("SELECT id, type, trashed_at IS NULL FROM entry WHERE id = ").bind(id_cell(id));
        let found = session.query_one(&sql, "reading an entry's type", |_, row| entry(row))?;
        self.graph.set_type(id, found.and_then(|(_, of_type)| of_type));
        Ok(())
    }

    fn kind_number(&mut self, row: &Row<'_>, at: usize) -> Result<u32> {
        let kind = match row.get_ref(at).map_err(failure("reading a link's kind"))? {
            ValueRef::Integer(number) => Kind::Declared(number),
            _ => Kind::Free(rows::get(row, at)?),
        };
        if let Some(&number) = self.kind_numbers.get(&kind) {
            return Ok(number);
        }
        let number = self.kinds.len() as u32;
        self.kinds.push(kind.clone());
        self.kind_numbers.insert(kind, number);
        Ok(number)
    }

    /// What a walk may pass, by the numbers used here.
    fn allowed(&self, layout: &Layout, traversal: &TraversalOptions) -> TraversalFilter {
        let count = layout.types.keys().max().map_or(0, |most| most + 1);
        let types: Vec<_> = (0..count).map(|number| layout.types.get(&number).copied()).collect();
        let asked =
            |of: Option<_>| of.is_some_and(|of| traversal.types.as_ref().is_none_or(|asked| asked.contains(&of)));
        let open_types = types.iter().map(|of| asked(*of)).collect();
        let kind = |kind: &Kind| match kind {
            Kind::Declared(number) => layout.kinds.get(number).map(|(owner, field)| LinkKind::Declared(*owner, *field)),
            Kind::Free(name) => Some(LinkKind::Free(name.clone())),
        };
        let follows = |one: &Kind| {
            kind(one).is_some_and(|kind| traversal.kinds.as_ref().is_none_or(|asked| asked.contains(&kind)))
        };
        TraversalFilter { types, open_types, open_kinds: self.kinds.iter().map(follows).collect() }
    }
}

/// Id and type of an entry, without the type when it is in the trash.
fn entry(row: &Row<'_>) -> Result<(Uuid, Option<u32>)> {
    let is_living = rows::get::<bool>(row, 2)?;
    let of_type = u32::try_from(rows::get::<i64>(row, 1)?).ok();
    Ok((rows::id(row, 0)?, of_type.filter(|_| is_living)))
}
