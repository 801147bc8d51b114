//! A snapshot that notes what is read from it.

use std::sync::Arc;

use daybook_schema::{Model, TypeIndex, Value, input::ExternalKey, value::Instant};
use daybook_store::{
    backend::{ChangeQuery, Compacted, Cost, LinkQuery, SampleChangeQuery, Snapshot, Trashed},
    error::Result,
    query::{
        Aggregate, Entries, EntryRow, Grouped, Line, List, Page, Position, ReachableEntries, RepeatedList, Timeline,
        TraversalOptions,
    },
    record::{
        Change, IdempotencyRecord, Link, Record, SampleChange, Seq, SystemKind, SystemQuery, SystemRecord, Unlinked,
    },
};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::describe::Describer;

/// Passes everything on.
pub struct RecordingSnapshot<'s> {
    inner: &'s mut dyn Snapshot,
    model: Arc<Model>,
    started: Cost,
    reads: Vec<Json>,
}

impl<'s> RecordingSnapshot<'s> {
    /// Watches from now on.
    pub fn new(inner: &'s mut dyn Snapshot) -> Self {
        let (model, started) = (Arc::clone(inner.model()), inner.cost());
        Self { inner, model, started, reads: Vec::new() }
    }

    /// What was read for a root field.
    pub fn told(self, key: &str) -> Json {
        let cost = since(self.started, self.inner.cost());
        json!({ "field": key, "statements": cost.statements, "steps": cost.steps, "reads": self.reads })
    }

    fn words(&self) -> Describer<'_> {
        Describer { model: &self.model }
    }

    fn name(&self, record: TypeIndex) -> &str {
        &self.model.record(record).name
    }

    /// Reads, and notes what it was, how many rows came, and what it cost. Members that say nothing are left out.
    fn watch<T>(
        &mut self,
        described: Json,
        read: impl FnOnce(&mut dyn Snapshot) -> Result<T>,
        told: impl FnOnce(&dyn Snapshot, &T) -> Json,
    ) -> Result<T> {
        let before = self.inner.cost();
        let found = read(&mut *self.inner)?;
        let cost = since(before, self.inner.cost());
        let mut note = Map::new();
        for part in [described, told(&*self.inner, &found)] {
            let Json::Object(members) = part else { continue };
            note.extend(members.into_iter().filter(|(_, value)| !is_silent(value)));
        }
        note.insert("statements".to_owned(), json!(cost.statements));
        note.insert("steps".to_owned(), json!(cost.steps));
        self.reads.push(Json::Object(note));
        Ok(found)
    }

    fn listed(&self, read: &str, list: &List) -> Json {
        let words = self.words();
        json!({
            "read": read,
            "type": self.name(list.record),
            "below": list.parents.as_ref().map(|parents| words.below(parents)),
            "where": words.filter(list.record, &list.filter),
            "past": list.as_of.is_some(),
        })
    }

    fn described(&self, list: &List) -> Json {
        let mut described = self.listed("list", list);
        let words = self.words();
        described["order"] = json!(words.order(list.record, &list.order));
        described["limit"] = json!(list.window.limit);
        described["joins"] = json!(words.joins(&list.select));
        described
    }
}

fn since(before: Cost, now: Cost) -> Cost {
    Cost { statements: now.statements - before.statements, steps: now.steps - before.steps }
}

fn is_silent(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(false) => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn rows_of(pages: &[Page]) -> Json {
    rows(pages.iter().map(|page| page.rows.len()).sum())
}

fn rows(count: usize) -> Json {
    json!({ "rows": count })
}

/// From which buckets; `None` is from the records or samples themselves.
fn source(level: Option<i64>) -> Json {
    match level {
        Some(width) => json!({ "source": "ROLLUP", "level": daybook_domains::calendar::duration(width) }),
        None => json!({ "source": "RAW" }),
    }
}

fn with_rows(mut answer: Json, count: usize) -> Json {
    answer["rows"] = json!(count);
    answer
}

impl Snapshot for RecordingSnapshot<'_> {
    fn model(&self) -> &Arc<Model> {
        &self.model
    }

    fn latest(&mut self) -> Result<Seq> {
        self.watch(json!({ "read": "last sequence number" }), |inner| inner.latest(), |_, _| Json::Null)
    }

    fn compacted(&mut self) -> Result<Compacted> {
        self.watch(json!({ "read": "end of the past" }), |inner| inner.compacted(), |_, _| Json::Null)
    }

    fn sequence_at(&mut self, moment: Instant) -> Result<Seq> {
        let described = json!({ "read": "sequence number of a moment" });
        self.watch(described, |inner| inner.sequence_at(moment), |_, _| Json::Null)
    }

    fn list(&mut self, list: &List) -> Result<Vec<Page>> {
        let described = self.described(list);
        self.watch(described, |inner| inner.list(list), |_, pages| rows_of(pages))
    }

    fn marks(&mut self, list: &List, every: usize, most: usize) -> Result<Vec<Vec<Position>>> {
        let mut described = self.listed("marks", list);
        described["order"] = json!(self.words().order(list.record, &list.order));
        let count = |found: &Vec<Vec<Position>>| found.iter().map(Vec::len).sum();
        self.watch(described, |inner| inner.marks(list, every, most), |_, found| rows(count(found)))
    }

    fn list_again(&mut self, list: &RepeatedList, ids: &[Uuid], as_of: Option<Seq>) -> Result<Vec<Page>> {
        let described = self.described(&list.of(ids, as_of));
        self.watch(described, |inner| inner.list_again(list, ids, as_of), |_, pages| rows_of(pages))
    }

    fn count_again(&mut self, list: &RepeatedList, ids: &[Uuid], as_of: Option<Seq>) -> Result<Vec<u64>> {
        let described = self.listed("count", &list.of(ids, as_of));
        self.watch(described, |inner| inner.count_again(list, ids, as_of), |_, _| Json::Null)
    }

    fn count(&mut self, list: &List) -> Result<Vec<u64>> {
        let described = self.listed("count", list);
        self.watch(described, |inner| inner.count(list), |_, _| Json::Null)
    }

    fn aggregate(&mut self, aggregate: &Aggregate) -> Result<Vec<Vec<Grouped>>> {
        let words = self.words();
        let described = json!({
            "read": "statistics",
            "type": self.name(aggregate.record),
            "below": aggregate.parents.as_ref().map(|parents| words.below(parents)),
            "where": words.filter(aggregate.record, &aggregate.filter),
            "by": words.groups(aggregate.record, &aggregate.groups),
            "measures": words.measures(aggregate.record, &aggregate.measures),
            "past": aggregate.as_of.is_some(),
        });
        self.watch(
            described,
            |inner| inner.aggregate(aggregate),
            |inner, found| with_rows(source(inner.rollup_level()), found.iter().map(Vec::len).sum()),
        )
    }

    fn timeline(&mut self, timeline: &Timeline) -> Result<Line> {
        let field = &self.model.record(timeline.record).field(timeline.field).name;
        let described = json!({ "read": "line", "type": self.name(timeline.record), "measures": [field] });
        self.watch(
            described,
            |inner| inner.timeline(timeline),
            |_, line| with_rows(source(line.level), line.segments.len()),
        )
    }

    fn kept_since(&mut self, record: TypeIndex, of: Option<Uuid>) -> Result<Option<Instant>> {
        let described = json!({ "read": "since when samples are kept", "type": self.name(record) });
        self.watch(described, |inner| inner.kept_since(record, of), |_, _| Json::Null)
    }

    fn check_rollups(&mut self) -> Result<Vec<String>> {
        self.watch(json!({ "read": "rollups" }), |inner| inner.check_rollups(), |_, found| rows(found.len()))
    }

    fn entries(&mut self, entries: &Entries) -> Result<(Vec<EntryRow>, bool)> {
        let types = entries.types.iter().flatten().map(|record| self.name(*record)).collect::<Vec<_>>();
        let described = json!({
            "read": "entries of all types", "types": types, "where": self.words().entries(&entries.filter),
            "limit": entries.window.limit, "past": entries.as_of.is_some(),
        });
        self.watch(described, |inner| inner.entries(entries), |_, (found, _)| rows(found.len()))
    }

    fn count_entries(&mut self, entries: &Entries) -> Result<u64> {
        let described =
            json!({ "read": "count of entries of all types", "where": self.words().entries(&entries.filter) });
        self.watch(described, |inner| inner.count_entries(entries), |_, _| Json::Null)
    }

    fn types_of(&mut self, ids: &[Uuid]) -> Result<Vec<Option<TypeIndex>>> {
        self.watch(json!({ "read": "types of entries" }), |inner| inner.types_of(ids), |_, found| rows(found.len()))
    }

    fn get(&mut self, record: TypeIndex, id: Uuid) -> Result<Option<Record>> {
        let described = json!({ "read": "entry", "type": self.name(record) });
        self.watch(described, |inner| inner.get(record, id), |_, found| rows(usize::from(found.is_some())))
    }

    fn versions(&mut self, record: TypeIndex, id: Uuid) -> Result<Vec<Record>> {
        let described = json!({ "read": "versions", "type": self.name(record) });
        self.watch(described, |inner| inner.versions(record, id), |_, found| rows(found.len()))
    }

    fn find_key(&mut self, record: TypeIndex, key: usize, values: &[Value]) -> Result<Option<Uuid>> {
        let described = json!({ "read": "natural key", "type": self.name(record) });
        self.watch(described, |inner| inner.find_key(record, key, values), |_, _| Json::Null)
    }

    fn find_external_key(&mut self, key: &ExternalKey) -> Result<Option<Uuid>> {
        self.watch(json!({ "read": "external key" }), |inner| inner.find_external_key(key), |_, _| Json::Null)
    }

    fn undos(&mut self, change_sets: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>> {
        self.watch(json!({ "read": "undos" }), |inner| inner.undos(change_sets), |_, found| rows(found.len()))
    }

    fn external_keys_of(&mut self, source: &str) -> Result<Vec<(String, Uuid)>> {
        let described = json!({ "read": "external keys of a source" });
        self.watch(described, |inner| inner.external_keys_of(source), |_, found| rows(found.len()))
    }

    fn links(&mut self, query: &LinkQuery) -> Result<Vec<Link>> {
        self.watch(json!({ "read": "links" }), |inner| inner.links(query), |_, found| rows(found.len()))
    }

    fn changes(&mut self, query: &ChangeQuery) -> Result<Vec<Change>> {
        self.watch(json!({ "read": "changes" }), |inner| inner.changes(query), |_, found| rows(found.len()))
    }

    fn unlinked(&mut self, ends: &[Uuid]) -> Result<Vec<Unlinked>> {
        let described = json!({ "read": "links that were taken away" });
        self.watch(described, |inner| inner.unlinked(ends), |_, found| rows(found.len()))
    }

    fn sample_changes(&mut self, query: &SampleChangeQuery) -> Result<Vec<SampleChange>> {
        let described = json!({ "read": "changes of samples" });
        self.watch(described, |inner| inner.sample_changes(query), |_, found| rows(found.len()))
    }

    fn count_sample_changes(&mut self, query: &SampleChangeQuery) -> Result<u64> {
        let described = json!({ "read": "count of changes of samples" });
        self.watch(described, |inner| inner.count_sample_changes(query), |_, _| Json::Null)
    }

    fn count_changes(&mut self, query: &ChangeQuery) -> Result<u64> {
        self.watch(json!({ "read": "count of changes" }), |inner| inner.count_changes(query), |_, _| Json::Null)
    }

    fn trashed(&mut self, before: Instant, after: Option<&Trashed>, limit: usize) -> Result<Vec<Trashed>> {
        let described = json!({ "read": "trash" });
        self.watch(described, |inner| inner.trashed(before, after, limit), |_, found| rows(found.len()))
    }

    fn idempotency_record(&mut self, actor: Option<&str>, key: &str) -> Result<Option<IdempotencyRecord>> {
        self.watch(
            json!({ "read": "idempotency key" }),
            |inner| inner.idempotency_record(actor, key),
            |_, _| Json::Null,
        )
    }

    // Who asks is no part of a plan.
    fn system_record(&mut self, kind: SystemKind, id: Uuid) -> Result<Option<SystemRecord>> {
        self.inner.system_record(kind, id)
    }

    fn system_record_of_key(&mut self, kind: SystemKind, key: &str) -> Result<Option<SystemRecord>> {
        self.inner.system_record_of_key(kind, key)
    }

    fn system_records(&mut self, query: &SystemQuery) -> Result<Vec<SystemRecord>> {
        self.inner.system_records(query)
    }

    fn reach_in_memory(
        &mut self,
        start: Uuid,
        depth: usize,
        limit: usize,
        traversal: &TraversalOptions,
    ) -> Result<Option<ReachableEntries>> {
        let described = json!({ "read": "links in memory" });
        let entries = |found: &Option<ReachableEntries>| found.as_ref().map_or(0, |found| found.entries.len());
        self.watch(
            described,
            |inner| inner.reach_in_memory(start, depth, limit, traversal),
            |_, found| rows(entries(found)),
        )
    }

    fn cost(&self) -> Cost {
        self.inner.cost()
    }

    fn rollup_level(&self) -> Option<i64> {
        self.inner.rollup_level()
    }
}
