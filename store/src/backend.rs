//! What a database must do. Rules, permissions, nested writes and traversals stand above, written once.

use std::sync::{Arc, Mutex};

use daybook_schema::{FieldIndex, Model, TypeIndex, Value, evolution::Evolution, input::ExternalKey, value::Instant};
use uuid::Uuid;

use crate::{
    error::Result,
    id::IdSource,
    query::{
        Aggregate, Entries, EntryRow, Grouped, Line, List, Page, Position, ReachableEntries, RepeatedList, Timeline,
        TraversalOptions,
    },
    record::{
        Change, IdempotencyRecord, Link, LinkKind, Record, Sample, SampleChange, Seq, SystemKind, SystemQuery,
        SystemRecord, Unlinked,
    },
};

/// A database. Opening one is the backend's own constructor.
pub trait Backend: Send + Sync + 'static {
    /// Makes the tables and indexes that a model needs, or says what a change of the model would lose. Must have been
    /// called for a model before it is read or written. Models that were prepared earlier stay readable.
    fn prepare(&self, model: &Arc<Model>) -> Result<()>;

    /// A new reader, for one thread.
    fn reader(&self) -> Result<Box<dyn Reader>>;

    /// The one writer. A second call while the first lives is an error.
    fn writer(&self) -> Result<Box<dyn Writer>>;

    /// Goes over from one model to the next, prepared one, with all that is lost on the way: tables, values, titles and the
    /// stored definitions change in one transaction. Where an enum loses a value that an entry holds, the entry gets a new
    /// version, so that the earlier ones keep it. Reads of the old model go on; writes of it are refused from then on
    /// as [`ErrorKind::Unavailable`](crate::ErrorKind::Unavailable). A change that the data does not allow is
    /// [`ErrorKind::Unusable`](crate::ErrorKind::Unusable), and nothing has changed.
    fn evolve(&self, step: &Step<'_>) -> Result<()>;

    /// The definitions that the last [`Backend::evolve`] stored; `None` when there was none.
    fn definitions(&self) -> Result<Option<String>>;

    /// What [`Backend::remember_files`] was last given; `None` when it never was.
    fn files(&self) -> Result<Option<String>>;

    /// Remembers the definition files that a model was made of, in whatever notation the caller likes.
    fn remember_files(&self, files: &str) -> Result<()>;

    /// The names of the types that are stored, each with those of its fields; none before [`Backend::prepare`].
    fn names(&self) -> Result<Vec<(String, Vec<String>)>>;

    /// A secret that is stored with the data and made at its first use, such as the key that signs cursors.
    fn secret(&self, name: &str, make: &dyn Fn() -> [u8; 32]) -> Result<[u8; 32]>;

    /// What is wrong with what is stored, under a prepared model, one sentence each; empty when nothing is: what
    /// [`check::all`](crate::check::all) finds, and damage that only the backend knows of. Reads all of it, however long
    /// that takes, beside readers and the writer, and changes nothing.
    fn check(&self, model: &Arc<Model>) -> Result<Vec<String>>;
}

/// One step from a model to the next.
#[derive(Clone, Copy)]
pub struct Step<'a> {
    /// The model that is served.
    pub from: &'a Arc<Model>,
    /// The one to serve.
    pub to: &'a Arc<Model>,
    /// What comes from where.
    pub evolution: &'a Evolution,
    /// SDL of all definitions made while the server ran.
    pub definitions: &'a str,
    /// When it is made.
    pub now: Instant,
    /// Makes the ids of what it writes.
    pub ids: &'a Mutex<IdSource>,
}

/// Reads. One thread, one connection.
pub trait Reader: Send {
    /// Runs `work` in one read transaction: it sees one state.
    fn read(&mut self, model: &Arc<Model>, work: &mut dyn FnMut(&mut dyn Snapshot) -> Result<()>) -> Result<()>;
}

/// Writes. `begin`, any number of `attempt`s, then `commit`.
pub trait Writer: Send {
    /// Does ahead of time what would keep the first transactions waiting.
    fn warm_up(&mut self) {}

    /// Starts a transaction.
    fn begin(&mut self) -> Result<()>;

    /// Runs `work` in a savepoint, which is released when it answers true and rolled back when it answers false or fails.
    fn attempt(&mut self, model: &Arc<Model>, work: &mut dyn FnMut(&mut dyn Transaction) -> Result<bool>)
    -> Result<()>;

    /// Makes everything since `begin` durable. After an error nothing of it is stored.
    fn commit(&mut self) -> Result<()>;

    /// Forgets everything since `begin`.
    fn rollback(&mut self) -> Result<()>;
}

/// What reading cost so far.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Cost {
    /// Statements run.
    pub statements: u64,
    /// Steps of the database's machine, in proportion to the rows visited.
    pub steps: u64,
}

/// One state of the data.
pub trait Snapshot {
    /// The model it is read with.
    fn model(&self) -> &Arc<Model>;

    /// The last sequence number, 0 when nothing was ever written.
    fn latest(&mut self) -> Result<Seq>;

    /// Up to where the past is gone.
    fn compacted(&mut self) -> Result<Compacted>;

    /// The last sequence number at or before a moment; never one whose changes are gone.
    fn sequence_at(&mut self, moment: Instant) -> Result<Seq>;

    /// One page, or one page per parent in the order of the parents. One statement.
    fn list(&mut self, list: &List) -> Result<Vec<Page>>;

    /// The same as [`Snapshot::list`] of [`RepeatedList::of`]: of these parents, or of this id. One statement.
    fn list_again(&mut self, list: &RepeatedList, ids: &[Uuid], as_of: Option<Seq>) -> Result<Vec<Page>> {
        self.list(&list.of(ids, as_of))
    }

    /// The places of every n-th row of the list, at most so many, per parent or once; its window and select are ignored.
    /// One statement.
    fn marks(&mut self, list: &List, every: usize, most: usize) -> Result<Vec<Vec<Position>>> {
        let pages = self.list(&list.marked(every, most))?.into_iter();
        let marks = |page: Page| page.rows.into_iter().skip(every - 1).step_by(every).map(|row| row.position).collect();
        Ok(pages.map(marks).collect())
    }

    /// How many records match, per parent or once; window, order and select are ignored. One statement.
    fn count(&mut self, list: &List) -> Result<Vec<u64>>;

    /// The same as [`Snapshot::count`] of [`RepeatedList::of`]. One statement.
    fn count_again(&mut self, list: &RepeatedList, ids: &[Uuid], as_of: Option<Seq>) -> Result<Vec<u64>> {
        self.count(&list.of(ids, as_of))
    }

    /// Statistics of groups, per parent or once; groups come in any order. One statement.
    fn aggregate(&mut self, aggregate: &Aggregate) -> Result<Vec<Vec<Grouped>>>;

    /// The numbers of a series in order of time, and its gaps.
    fn timeline(&mut self, timeline: &Timeline) -> Result<Line>;

    /// The moment from which on the samples of what is measured are there, or of everything that a series measures;
    /// earlier ones are known by what rollups say of them. `None` when no sample was removed for its age.
    fn kept_since(&mut self, _record: TypeIndex, _of: Option<Uuid>) -> Result<Option<Instant>> {
        Ok(None)
    }

    /// Rollups that do not say what their samples say, one sentence each. Reads everything.
    fn check_rollups(&mut self) -> Result<Vec<String>> {
        Ok(Vec::new())
    }

    /// One page over several types, and whether there are more. One statement.
    fn entries(&mut self, entries: &Entries) -> Result<(Vec<EntryRow>, bool)>;

    /// How many entries over several types match.
    fn count_entries(&mut self, entries: &Entries) -> Result<u64>;

    /// Types of living or trashed entries; `None` for unknown ids. In the order asked.
    fn types_of(&mut self, ids: &[Uuid]) -> Result<Vec<Option<TypeIndex>>>;

    /// The current version of an entry, in the trash or not.
    fn get(&mut self, record: TypeIndex, id: Uuid) -> Result<Option<Record>>;

    /// All versions of an entry, oldest first, the current one included.
    fn versions(&mut self, record: TypeIndex, id: Uuid) -> Result<Vec<Record>>;

    /// The living entry with a natural key. `key` indexes `RecordType::keys`; a null value matches nothing.
    fn find_key(&mut self, record: TypeIndex, key: usize, values: &[Value]) -> Result<Option<Uuid>>;

    /// The living entry that another system knows by this key.
    fn find_external_key(&mut self, key: &ExternalKey) -> Result<Option<Uuid>>;

    /// The living entries that another system knows, by the keys that it knows them by.
    fn external_keys_of(&mut self, source: &str) -> Result<Vec<(String, Uuid)>>;

    /// Links that satisfy all given conditions, in order of their ids.
    fn links(&mut self, query: &LinkQuery) -> Result<Vec<Link>>;

    /// Links that deletes took away, one of whose ends is among these entries; in order of their ids.
    fn unlinked(&mut self, ends: &[Uuid]) -> Result<Vec<Unlinked>>;

    /// Rows of the change log.
    fn changes(&mut self, query: &ChangeQuery) -> Result<Vec<Change>>;

    /// Change sets that took others back: which, and the one that it took back. Those of which either is among these.
    fn undos(&mut self, change_sets: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>>;

    /// How many rows of the change log match; `after` and `limit` are ignored.
    fn count_changes(&mut self, query: &ChangeQuery) -> Result<u64>;

    /// What was done to samples, newest first.
    fn sample_changes(&mut self, query: &SampleChangeQuery) -> Result<Vec<SampleChange>>;

    /// How much was done to samples; `after` and `limit` are ignored.
    fn count_sample_changes(&mut self, query: &SampleChangeQuery) -> Result<u64>;

    /// Entries that went into the trash before a moment, longest ago first; of one moment the newest id first, so that
    /// what was taken along comes before what took it. Only those behind `after`.
    fn trashed(&mut self, before: Instant, after: Option<&Trashed>, limit: usize) -> Result<Vec<Trashed>>;

    /// The record of an idempotency key.
    fn idempotency_record(&mut self, actor: Option<&str>, key: &str) -> Result<Option<IdempotencyRecord>>;

    /// What the server keeps about itself under an id.
    fn system_record(&mut self, kind: SystemKind, id: Uuid) -> Result<Option<SystemRecord>>;

    /// What the server keeps about itself under a key.
    fn system_record_of_key(&mut self, kind: SystemKind, key: &str) -> Result<Option<SystemRecord>>;

    /// What the server keeps about itself, of one kind.
    fn system_records(&mut self, query: &SystemQuery) -> Result<Vec<SystemRecord>>;

    /// What [`graph::reach`](crate::graph::reach) answers, from links that the backend holds in memory. `None` when it
    /// holds none for exactly this state; the links are then read level by level.
    fn reach_in_memory(
        &mut self,
        _start: Uuid,
        _depth: usize,
        _limit: usize,
        _along: &TraversalOptions,
    ) -> Result<Option<ReachableEntries>> {
        Ok(None)
    }

    /// What this snapshot cost so far.
    fn cost(&self) -> Cost;

    /// How wide, in milliseconds, the buckets of rollups are that the last [`Snapshot::aggregate`] read; `None` when it
    /// read the records themselves.
    fn rollup_level(&self) -> Option<i64> {
        None
    }
}

/// A place in the change log up to which the past is gone. What held there, and later, can still be read.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Compacted {
    /// The last sequence number whose change is gone; 0 when none is.
    pub seq: Seq,
    /// When that change was made.
    pub at: Instant,
}

/// An entry in the trash.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Trashed {
    /// Since when.
    pub at: Instant,
    /// Which.
    pub id: Uuid,
}

/// Which links to read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinkQuery {
    /// These links.
    pub ids: Option<Vec<Uuid>>,
    /// Links of these sources.
    pub sources: Option<Vec<Uuid>>,
    /// Links to these targets.
    pub targets: Option<Vec<Uuid>>,
    /// With both sources and targets: either may match instead of both.
    pub either: bool,
    /// Of these kinds.
    pub kinds: Option<Vec<LinkKind>>,
    /// Only links behind this id.
    pub after: Option<Uuid>,
    /// At most so many.
    pub limit: Option<usize>,
    /// What held at this sequence number.
    pub as_of: Option<Seq>,
}

/// Which rows of the change log to read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChangeQuery {
    /// Of these types.
    pub types: Option<Vec<TypeIndex>>,
    /// Of this entry.
    pub entry: Option<Uuid>,
    /// Of this change set.
    pub change_set: Option<Uuid>,
    /// With one of these operations.
    pub operations: Option<Vec<crate::record::ChangeOperation>>,
    /// That came from one of these origins.
    pub origins: Option<Vec<crate::record::Origin>>,
    /// At or after this moment.
    pub from: Option<Instant>,
    /// Before this moment.
    pub until: Option<Instant>,
    /// Newest first.
    pub descending: bool,
    /// Behind this sequence number, in the direction of the order.
    pub after: Option<Seq>,
    /// At most so many.
    pub limit: Option<usize>,
}

/// Which changes of samples to read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SampleChangeQuery {
    /// Of these series.
    pub types: Option<Vec<TypeIndex>>,
    /// Of what this entry measures, or is measured of it.
    pub of: Option<Uuid>,
    /// Older than the one of this number.
    pub after: Option<i64>,
    /// At most so many.
    pub limit: Option<usize>,
}

/// A state that can be changed. A change is seen by later reads of the same transaction.
pub trait Transaction: Snapshot {
    /// The next sequence number.
    fn next_seq(&mut self) -> Result<Seq>;

    /// When the last change was made, so that times never run backwards.
    fn last_change_at(&mut self) -> Result<Instant>;

    /// Stores a new entry, or a new version of one: `previous` then goes to the history, held until `record.seq`.
    /// `title` is the stored copy for order over all types.
    fn put(&mut self, record: &Record, previous: Option<&Record>, title: &str) -> Result<()>;

    /// Lets other entries take the natural and external keys of one that is going to be put or purged in the same attempt.
    fn release_keys(&mut self, record: TypeIndex, id: Uuid) -> Result<()>;

    /// Corrects the stored copy of a title, without a version.
    fn put_title(&mut self, id: Uuid, title: &str) -> Result<()>;

    /// Removes an entry with its history, links and their history, links of it that were taken away, and the samples that
    /// measure it.
    fn purge(&mut self, record: TypeIndex, id: Uuid) -> Result<()>;

    /// Stores a new link, or a new version of one.
    fn put_link(&mut self, link: &Link, previous: Option<&Link>) -> Result<()>;

    /// Removes a link; its last version held until `seq`.
    fn remove_link(&mut self, link: &Link, seq: Seq) -> Result<()>;

    /// Stores that a change set took another one back.
    fn put_undo(&mut self, change_set: Uuid, undone: Uuid) -> Result<()>;

    /// Remembers that a link was taken away, instead of what was remembered of it before.
    fn put_unlinked(&mut self, unlinked: &Unlinked) -> Result<()>;

    /// Forgets that a link was taken away.
    fn remove_unlinked(&mut self, link: Uuid) -> Result<()>;

    /// Appends to the change log.
    fn append(&mut self, change: &Change) -> Result<()>;

    /// Removes the changes up to a place, and the versions of entries and links that were superseded by then. The place is
    /// that of a change, behind the one of an earlier call, and not the last one.
    fn compact(&mut self, to: Compacted) -> Result<()>;

    /// Stores the record of an idempotency key. The unique index makes a second one an error.
    fn put_idempotency_record(&mut self, idempotency_record: &IdempotencyRecord) -> Result<()>;

    /// Forgets the records of idempotency keys that were stored before a moment, oldest first, and answers how many.
    fn remove_idempotency_records(&mut self, before: Instant, limit: usize) -> Result<usize>;

    /// Stores what the server keeps about itself, in the place of what was there under its id. A key that another has is
    /// [`ErrorKind::Conflict`](crate::ErrorKind::Conflict).
    fn put_system_record(&mut self, record: &SystemRecord) -> Result<()>;

    /// Removes what the server keeps about itself under an id.
    fn remove_system_record(&mut self, kind: SystemKind, id: Uuid) -> Result<()>;

    /// The sample with a natural key.
    fn sample(&mut self, record: TypeIndex, of: Uuid, at: Instant) -> Result<Option<Sample>>;

    /// When the last sample of what an entry measured was taken.
    fn last_sample(&mut self, record: TypeIndex, of: Uuid) -> Result<Option<Instant>>;

    /// Stores or replaces samples of a series; of several with one key the last stays.
    fn put_samples(&mut self, record: TypeIndex, samples: &[&Sample]) -> Result<()>;

    /// Removes a sample.
    fn remove_sample(&mut self, record: TypeIndex, of: Uuid, at: Instant) -> Result<()>;

    /// Removes samples that are older than `before`, about so many at once, and keeps what rollups say of them; answers how
    /// many were removed, 0 when none was left. Only whole days of UTC go, and of everything measured the day of the last
    /// sample stays. A backend without rollups removes nothing.
    fn expire_samples(&mut self, _record: TypeIndex, _before: Instant, _about: usize) -> Result<usize> {
        Ok(0)
    }

    /// Writes down what was done to samples.
    fn append_sample_change(&mut self, change: &SampleChange) -> Result<()>;

    /// Starts a savepoint inside the attempt.
    fn savepoint(&mut self) -> Result<()>;

    /// Ends the innermost savepoint, keeping or undoing what was done since.
    fn end_savepoint(&mut self, keep: bool) -> Result<()>;
}

/// The column behind a link field holds the target's id when the field is to-one.
pub fn to_one_target(values: &[Value], field: FieldIndex) -> Option<Uuid> {
    match values.get(field.0) {
        Some(Value::Id(id)) => Some(*id),
        _ => None,
    }
}
