//! The backend over plain maps.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use daybook_schema::{Model, TypeIndex, Value, input::ExternalKey, value::Instant};
use uuid::Uuid;

use super::state::{Entry, LinkVersion, State};
use crate::{
    backend::{
        Backend, ChangeQuery, Compacted, Cost, LinkQuery, Reader, SampleChangeQuery, Snapshot, Step, Transaction,
        Trashed, Writer,
    },
    check,
    error::{Error, ErrorKind, Result},
    query::{Aggregate, Entries, EntryRow, Grouped, Line, List, Page, Timeline},
    record::{
        Change, IdempotencyRecord, Link, Record, Sample, SampleChange, Seq, SystemKind, SystemQuery, SystemRecord,
        Unlinked,
    },
    write,
};

/// Keeps everything in memory and forgets it at the end.
#[derive(Debug, Default)]
pub struct Reference {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    committed: RwLock<Arc<State>>,
    writing: AtomicBool,
    secrets: Mutex<HashMap<String, [u8; 32]>>,
    /// What held when a model was followed by another, by its fingerprint.
    frozen: Mutex<HashMap<String, Arc<State>>>,
    definitions: Mutex<Option<String>>,
    files: Mutex<Option<String>>,
}

impl Shared {
    fn state(&self) -> Arc<State> {
        Arc::clone(&self.committed.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The last state in terms of a model that is not served any more.
    fn frozen(&self, model: &Model) -> Option<Arc<State>> {
        self.frozen.lock().unwrap_or_else(PoisonError::into_inner).get(&model.fingerprint).map(Arc::clone)
    }

    fn secrets(&self) -> MutexGuard<'_, HashMap<String, [u8; 32]>> {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Backend for Reference {
    fn prepare(&self, _model: &Arc<Model>) -> Result<()> {
        Ok(())
    }

    fn check(&self, model: &Arc<Model>) -> Result<Vec<String>> {
        check::all(&mut *self.reader()?, model)
    }

    fn evolve(&self, step: &Step<'_>) -> Result<()> {
        let mut committed = self.shared.committed.write().unwrap_or_else(PoisonError::into_inner);
        let (state, replacements) = super::evolve::state(&committed, step);
        let mut next = View { model: Arc::clone(step.to), state, savepoints: Vec::new(), statements: 0 };
        write::replace_values(&mut next, step, replacements)?;
        super::evolve::finish(&mut next.state, step)?;
        let mut frozen = self.shared.frozen.lock().unwrap_or_else(PoisonError::into_inner);
        frozen.insert(step.from.fingerprint.clone(), Arc::clone(&committed));
        frozen.remove(&step.to.fingerprint);
        *committed = Arc::new(next.state);
        let mut definitions = self.shared.definitions.lock().unwrap_or_else(PoisonError::into_inner);
        *definitions = Some(step.definitions.to_owned());
        Ok(())
    }

    fn definitions(&self) -> Result<Option<String>> {
        Ok(self.shared.definitions.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    fn files(&self) -> Result<Option<String>> {
        Ok(self.shared.files.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    fn remember_files(&self, files: &str) -> Result<()> {
        *self.shared.files.lock().unwrap_or_else(PoisonError::into_inner) = Some(files.to_owned());
        Ok(())
    }

    fn names(&self) -> Result<Vec<(String, Vec<String>)>> {
        // It keeps nothing from one start to the next.
        Ok(Vec::new())
    }

    fn reader(&self) -> Result<Box<dyn Reader>> {
        Ok(Box::new(MapReader { shared: Arc::clone(&self.shared) }))
    }

    fn writer(&self) -> Result<Box<dyn Writer>> {
        if self.shared.writing.swap(true, Ordering::SeqCst) {
            return Err(Error::new(ErrorKind::Unusable, "there is a writer already"));
        }
        Ok(Box::new(MapWriter { shared: Arc::clone(&self.shared), working: None }))
    }

    fn secret(&self, name: &str, make: &dyn Fn() -> [u8; 32]) -> Result<[u8; 32]> {
        Ok(*self.shared.secrets().entry(name.to_owned()).or_insert_with(make))
    }
}

struct MapReader {
    shared: Arc<Shared>,
}

impl Reader for MapReader {
    fn read(&mut self, model: &Arc<Model>, work: &mut dyn FnMut(&mut dyn Snapshot) -> Result<()>) -> Result<()> {
        let state = State::clone(&self.shared.frozen(model).unwrap_or_else(|| self.shared.state()));
        work(&mut View { model: Arc::clone(model), state, savepoints: Vec::new(), statements: 0 })
    }
}

struct MapWriter {
    shared: Arc<Shared>,
    working: Option<State>,
}

impl Drop for MapWriter {
    fn drop(&mut self) {
        self.shared.writing.store(false, Ordering::SeqCst);
    }
}

impl Writer for MapWriter {
    fn begin(&mut self) -> Result<()> {
        self.working = Some(State::clone(&self.shared.state()));
        Ok(())
    }

    fn attempt(
        &mut self,
        model: &Arc<Model>,
        work: &mut dyn FnMut(&mut dyn Transaction) -> Result<bool>,
    ) -> Result<()> {
        if self.shared.frozen(model).is_some() {
            return Err(changed());
        }
        let Some(state) = self.working.clone() else {
            return Err(Error::new(ErrorKind::Internal, "an attempt needs a transaction; begin one first"));
        };
        let mut view = View { model: Arc::clone(model), state, savepoints: Vec::new(), statements: 0 };
        if work(&mut view)? {
            self.working = Some(view.state);
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<()> {
        let state = self.working.take().ok_or_else(|| Error::new(ErrorKind::Internal, "there is nothing to commit"))?;
        let mut committed = self.shared.committed.write().unwrap_or_else(PoisonError::into_inner);
        if committed.generation != state.generation {
            return Err(changed());
        }
        *committed = Arc::new(state);
        Ok(())
    }

    fn rollback(&mut self) -> Result<()> {
        self.working = None;
        Ok(())
    }
}

fn changed() -> Error {
    Error::new(ErrorKind::Unavailable, "the definitions have changed; try again")
}

/// One state, read or changed.
struct View {
    model: Arc<Model>,
    state: State,
    savepoints: Vec<State>,
    statements: u64,
}

impl Snapshot for View {
    fn model(&self) -> &Arc<Model> {
        &self.model
    }

    fn latest(&mut self) -> Result<Seq> {
        Ok(self.state.last)
    }

    fn compacted(&mut self) -> Result<Compacted> {
        Ok(self.state.compacted)
    }

    fn sequence_at(&mut self, moment: Instant) -> Result<Seq> {
        let before = self.state.changes.iter().filter(|change| change.at <= moment).map(|change| change.seq);
        Ok(before.max().unwrap_or(self.state.compacted.seq))
    }

    fn list(&mut self, list: &List) -> Result<Vec<Page>> {
        self.statements += 1;
        self.state.list(&self.model, list)
    }

    fn count(&mut self, list: &List) -> Result<Vec<u64>> {
        self.statements += 1;
        self.state.count(&self.model, list)
    }

    fn aggregate(&mut self, aggregate: &Aggregate) -> Result<Vec<Vec<Grouped>>> {
        self.statements += 1;
        self.state.aggregate(&self.model, aggregate)
    }

    fn timeline(&mut self, timeline: &Timeline) -> Result<Line> {
        self.statements += 1;
        Ok(self.state.timeline(&self.model, timeline))
    }

    fn entries(&mut self, entries: &Entries) -> Result<(Vec<EntryRow>, bool)> {
        self.statements += 1;
        self.state.entry_rows(&self.model, entries)
    }

    fn count_entries(&mut self, entries: &Entries) -> Result<u64> {
        self.statements += 1;
        Ok(self.state.matching_entries(&self.model, entries)?.len() as u64)
    }

    fn types_of(&mut self, ids: &[Uuid]) -> Result<Vec<Option<TypeIndex>>> {
        self.statements += 1;
        Ok(ids.iter().map(|id| self.state.entries.get(id).map(|entry| entry.current().record)).collect())
    }

    fn get(&mut self, record: TypeIndex, id: Uuid) -> Result<Option<Record>> {
        self.statements += 1;
        let entry = self.state.entries.get(&id);
        Ok(entry.map(Entry::current).filter(|current| current.record == record).cloned())
    }

    fn versions(&mut self, record: TypeIndex, id: Uuid) -> Result<Vec<Record>> {
        self.statements += 1;
        let entry = self.state.entries.get(&id).filter(|entry| entry.current().record == record);
        Ok(entry.map(|entry| entry.versions.clone()).unwrap_or_default())
    }

    fn find_key(&mut self, record: TypeIndex, key: usize, values: &[Value]) -> Result<Option<Uuid>> {
        self.statements += 1;
        Ok(self.state.find_key(&self.model, record, key, values))
    }

    fn find_external_key(&mut self, key: &ExternalKey) -> Result<Option<Uuid>> {
        self.statements += 1;
        Ok(self.state.find_external_key(key))
    }

    fn undos(&mut self, change_sets: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>> {
        self.statements += 1;
        let takes_part = |(one, other): &&(Uuid, Uuid)| change_sets.contains(one) || change_sets.contains(other);
        let mut found: Vec<_> = self.state.undos.iter().filter(takes_part).copied().collect();
        found.sort();
        Ok(found)
    }

    fn external_keys_of(&mut self, source: &str) -> Result<Vec<(String, Uuid)>> {
        self.statements += 1;
        let living = self.state.entries.values().map(Entry::current).filter(|record| record.trashed_at.is_none());
        let mut found: Vec<(String, Uuid)> = living
            .flat_map(|record| record.external_keys.iter().map(|key| (key, record.id)))
            .filter(|(key, _)| key.source == source)
            .map(|(key, id)| (key.key.clone(), id))
            .collect();
        found.sort();
        Ok(found)
    }

    fn links(&mut self, query: &LinkQuery) -> Result<Vec<Link>> {
        self.statements += 1;
        let found = self.state.links_at(query.as_of).filter(|link| fits(query, link)).cloned();
        Ok(found.take(query.limit.unwrap_or(usize::MAX)).collect())
    }

    fn unlinked(&mut self, ends: &[Uuid]) -> Result<Vec<Unlinked>> {
        self.statements += 1;
        let among = |link: &Link| ends.contains(&link.source) || ends.contains(&link.target);
        Ok(self.state.unlinked.values().filter(|unlinked| among(&unlinked.link)).cloned().collect())
    }

    fn changes(&mut self, query: &ChangeQuery) -> Result<Vec<Change>> {
        self.statements += 1;
        let behind = |change: &&Change| match (query.after, query.descending) {
            (None, _) => true,
            (Some(after), false) => change.seq > after,
            (Some(after), true) => change.seq < after,
        };
        let found = self.state.changes.iter().filter(|change| concerns(query, change)).filter(behind).cloned();
        let limit = query.limit.unwrap_or(usize::MAX);
        if !query.descending {
            return Ok(found.take(limit).collect());
        }
        let mut found: Vec<Change> = found.collect();
        found.reverse();
        found.truncate(limit);
        Ok(found)
    }

    fn count_changes(&mut self, query: &ChangeQuery) -> Result<u64> {
        self.statements += 1;
        Ok(self.state.changes.iter().filter(|change| concerns(query, change)).count() as u64)
    }

    fn sample_changes(&mut self, query: &SampleChangeQuery) -> Result<Vec<SampleChange>> {
        self.statements += 1;
        let found = self.state.sample_changes.iter().rev().filter(|change| is_asked(query, change));
        let found = found.filter(|change| query.after.is_none_or(|after| change.number < after));
        Ok(found.take(query.limit.unwrap_or(usize::MAX)).cloned().collect())
    }

    fn count_sample_changes(&mut self, query: &SampleChangeQuery) -> Result<u64> {
        self.statements += 1;
        Ok(self.state.sample_changes.iter().filter(|change| is_asked(query, change)).count() as u64)
    }

    fn trashed(&mut self, before: Instant, after: Option<&Trashed>, limit: usize) -> Result<Vec<Trashed>> {
        self.statements += 1;
        let current = self.state.entries.values().map(Entry::current);
        let mut found: Vec<Trashed> = current
            .filter_map(|record| Some(Trashed { at: record.trashed_at?, id: record.id }))
            .filter(|found| found.at < before)
            .collect();
        let place = |found: &Trashed| (found.at, std::cmp::Reverse(found.id));
        found.sort_unstable_by_key(place);
        found.retain(|found| after.is_none_or(|after| place(found) > place(after)));
        found.truncate(limit);
        Ok(found)
    }

    fn idempotency_record(&mut self, actor: Option<&str>, key: &str) -> Result<Option<IdempotencyRecord>> {
        self.statements += 1;
        Ok(self.state.idempotency_records.get(&(actor.map(str::to_owned), key.to_owned())).cloned())
    }

    fn system_record(&mut self, kind: SystemKind, id: Uuid) -> Result<Option<SystemRecord>> {
        Ok(self.state.system_records.get(&(kind, id)).cloned())
    }

    fn system_record_of_key(&mut self, kind: SystemKind, key: &str) -> Result<Option<SystemRecord>> {
        let mut records = self.state.system_records.values();
        Ok(records.find(|record| record.kind == kind && record.key.as_deref() == Some(key)).cloned())
    }

    fn system_records(&mut self, query: &SystemQuery) -> Result<Vec<SystemRecord>> {
        let fits = |record: &&SystemRecord| {
            record.kind == query.kind
                && (query.account.is_none() || record.account == query.account)
                && (query.space.is_none() || record.space == query.space)
                && query.after.is_none_or(|after| record.id > after)
        };
        let found = self.state.system_records.values().filter(fits);
        Ok(found.take(query.limit.unwrap_or(usize::MAX)).cloned().collect())
    }

    fn cost(&self) -> Cost {
        Cost { statements: self.statements, steps: 0 }
    }
}

fn fits(query: &LinkQuery, link: &Link) -> bool {
    let source = query.sources.as_ref().map(|ids| ids.contains(&link.source));
    let target = query.targets.as_ref().map(|ids| ids.contains(&link.target));
    let ends = match (source, target) {
        (Some(source), Some(target)) if query.either => source || target,
        (source, target) => source.unwrap_or(true) && target.unwrap_or(true),
    };
    ends && query.ids.as_ref().is_none_or(|ids| ids.contains(&link.id))
        && query.kinds.as_ref().is_none_or(|kinds| kinds.contains(&link.kind))
        && query.after.is_none_or(|after| link.id > after)
}

fn concerns(query: &ChangeQuery, change: &Change) -> bool {
    query.types.as_ref().is_none_or(|types| types.contains(&change.record))
        && query.entry.is_none_or(|entry| entry == change.entry)
        && query.change_set.is_none_or(|set| set == change.change_set)
        && query.operations.as_ref().is_none_or(|operations| operations.contains(&change.operation))
        && query.origins.as_ref().is_none_or(|origins| origins.contains(&change.origin))
        && query.from.is_none_or(|from| change.at >= from)
        && query.until.is_none_or(|until| change.at < until)
}

fn is_asked(query: &SampleChangeQuery, change: &SampleChange) -> bool {
    query.types.as_ref().is_none_or(|types| types.contains(&change.record)) && query.of.is_none_or(|of| of == change.of)
}

/// A bug of the engine, reported where it shows.
fn broken(what: &str) -> Error {
    Error::new(ErrorKind::Internal, format!("the engine broke a rule: {what}"))
}

impl Transaction for View {
    fn next_seq(&mut self) -> Result<Seq> {
        self.state.last += 1;
        Ok(self.state.last)
    }

    fn last_change_at(&mut self) -> Result<Instant> {
        Ok(self.state.changes.last().map_or(0, |change| change.at))
    }

    fn put(&mut self, record: &Record, previous: Option<&Record>, title: &str) -> Result<()> {
        if self.state.entries.get(&record.id).map(Entry::current) != previous {
            return Err(broken("the version before is another one"));
        }
        if record.version != previous.map_or(1, |previous| previous.version + 1) {
            return Err(broken("versions grow by one"));
        }
        self.state.released.remove(&record.id);
        self.state.check_unique(&self.model, record)?;
        let fresh = || Entry { versions: Vec::new(), title: String::new(), past_titles: Vec::new() };
        let entry = self.state.entries.entry(record.id).or_insert_with(fresh);
        entry.versions.push(record.clone());
        let before = std::mem::replace(&mut entry.title, title.to_owned());
        if previous.is_some() {
            entry.past_titles.push((record.seq, before));
        }
        Ok(())
    }

    fn release_keys(&mut self, _record: TypeIndex, id: Uuid) -> Result<()> {
        self.state.released.insert(id);
        Ok(())
    }

    fn put_title(&mut self, id: Uuid, title: &str) -> Result<()> {
        if let Some(entry) = self.state.entries.get_mut(&id) {
            title.clone_into(&mut entry.title);
        }
        Ok(())
    }

    fn purge(&mut self, _record: TypeIndex, id: Uuid) -> Result<()> {
        self.state.entries.remove(&id);
        self.state.released.remove(&id);
        self.state.links.retain(|_, versions| {
            versions.iter().all(|version| version.link.source != id && version.link.target != id)
        });
        self.state.unlinked.retain(|_, unlinked| unlinked.link.source != id && unlinked.link.target != id);
        self.state.samples.retain(|(_, of, _), _| *of != id);
        self.state.sample_changes.retain(|change| change.of != id);
        Ok(())
    }

    fn put_link(&mut self, link: &Link, previous: Option<&Link>) -> Result<()> {
        let versions = self.state.links.entry(link.id).or_default();
        let current = versions.last_mut().filter(|version| version.until.is_none());
        if current.as_ref().map(|version| &version.link) != previous {
            return Err(broken("the link before is another one"));
        }
        if let Some(current) = current {
            current.until = Some(link.seq);
        }
        versions.push(LinkVersion { link: link.clone(), until: None });
        Ok(())
    }

    fn remove_link(&mut self, link: &Link, seq: Seq) -> Result<()> {
        let current = self.state.links.get_mut(&link.id).and_then(|versions| versions.last_mut());
        match current.filter(|version| version.until.is_none() && version.link == *link) {
            Some(version) => version.until = Some(seq),
            None => return Err(broken("the link to remove is not there")),
        }
        Ok(())
    }

    fn put_unlinked(&mut self, unlinked: &Unlinked) -> Result<()> {
        self.state.unlinked.insert(unlinked.link.id, unlinked.clone());
        Ok(())
    }

    fn remove_unlinked(&mut self, link: Uuid) -> Result<()> {
        self.state.unlinked.remove(&link);
        Ok(())
    }

    fn append(&mut self, change: &Change) -> Result<()> {
        if self.state.changes.last().is_some_and(|last| last.seq >= change.seq || last.at > change.at) {
            return Err(broken("the change log runs forwards"));
        }
        self.state.changes.push(change.clone());
        Ok(())
    }

    fn put_undo(&mut self, change_set: Uuid, undone: Uuid) -> Result<()> {
        self.state.undos.push((change_set, undone));
        Ok(())
    }

    fn compact(&mut self, to: Compacted) -> Result<()> {
        if to.seq <= self.state.compacted.seq || self.state.changes.last().is_none_or(|last| last.seq <= to.seq) {
            return Err(broken("the past is cut behind the last cut and before the last change"));
        }
        self.state.changes.retain(|change| change.seq > to.seq);
        for entry in self.state.entries.values_mut() {
            let superseded = entry.versions.iter().skip(1).take_while(|next| next.seq <= to.seq).count();
            entry.versions.drain(..superseded);
        }
        for versions in self.state.links.values_mut() {
            versions.retain(|version| version.until.is_none_or(|until| until > to.seq));
        }
        self.state.links.retain(|_, versions| !versions.is_empty());
        self.state.sample_changes.retain(|change| change.at > to.at);
        self.state.compacted = to;
        Ok(())
    }

    fn put_system_record(&mut self, record: &SystemRecord) -> Result<()> {
        let taken = |other: &SystemRecord| {
            other.kind == record.kind && other.id != record.id && other.key.is_some() && other.key == record.key
        };
        if self.state.system_records.values().any(taken) {
            return Err(Error::new(ErrorKind::Conflict, "the key of a system record is taken"));
        }
        self.state.system_records.insert((record.kind, record.id), record.clone());
        Ok(())
    }

    fn remove_system_record(&mut self, kind: SystemKind, id: Uuid) -> Result<()> {
        self.state.system_records.remove(&(kind, id));
        Ok(())
    }

    fn put_idempotency_record(&mut self, idempotency_record: &IdempotencyRecord) -> Result<()> {
        let name = (idempotency_record.actor.clone(), idempotency_record.key.clone());
        if self.state.idempotency_records.insert(name, idempotency_record.clone()).is_some() {
            return Err(Error::new(ErrorKind::Conflict, "the idempotency key is taken"));
        }
        Ok(())
    }

    fn remove_idempotency_records(&mut self, before: Instant, limit: usize) -> Result<usize> {
        let mut old: Vec<_> = self
            .state
            .idempotency_records
            .iter()
            .filter(|(_, idempotency_record)| idempotency_record.at < before)
            .collect();
        old.sort_by_key(|(_, idempotency_record)| idempotency_record.at);
        let names: Vec<_> = old.into_iter().take(limit).map(|(name, _)| name.clone()).collect();
        for name in &names {
            self.state.idempotency_records.remove(name);
        }
        Ok(names.len())
    }

    fn sample(&mut self, record: TypeIndex, of: Uuid, at: Instant) -> Result<Option<Sample>> {
        Ok(self.state.samples.get(&(record, of, at)).cloned())
    }

    fn last_sample(&mut self, record: TypeIndex, of: Uuid) -> Result<Option<Instant>> {
        let own = self.state.samples.keys().filter(|(known, id, _)| (*known, *id) == (record, of));
        Ok(own.map(|(_, _, at)| *at).max())
    }

    fn put_samples(&mut self, record: TypeIndex, samples: &[&Sample]) -> Result<()> {
        let samples = samples.iter().map(|sample| ((record, sample.of, sample.at), Sample::clone(sample)));
        self.state.samples.extend(samples);
        Ok(())
    }

    fn remove_sample(&mut self, record: TypeIndex, of: Uuid, at: Instant) -> Result<()> {
        self.state.samples.remove(&(record, of, at));
        Ok(())
    }

    fn append_sample_change(&mut self, change: &SampleChange) -> Result<()> {
        let number = self.state.sample_changes.last().map_or(1, |last| last.number + 1);
        self.state.sample_changes.push(SampleChange { number, ..change.clone() });
        Ok(())
    }

    fn savepoint(&mut self) -> Result<()> {
        self.savepoints.push(self.state.clone());
        Ok(())
    }

    fn end_savepoint(&mut self, keep: bool) -> Result<()> {
        let before = self.savepoints.pop().ok_or_else(|| broken("no savepoint to end"))?;
        if !keep {
            self.state = before;
        }
        Ok(())
    }
}
