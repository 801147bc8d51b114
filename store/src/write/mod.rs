//! The write engine: mutations as data, executed over any [`Transaction`](crate::backend::Transaction).
//!
//! It knows versions, links, natural keys, the trash, history and the change log. It checks everything that only the
//! store knows and reports all mistakes of a request at once; when there is one, nothing of the operation is written.

mod attach;
mod cycle;
mod delete;
mod engine;
mod entry;
mod execute;
mod flush;
mod free;
mod links;
mod many;
mod names;
mod recheck;
mod replaced;
mod replay;
mod restore;
mod samples;
#[cfg(test)]
mod tests;
mod titles;
mod undo;
mod unit;
mod unlinked;

use daybook_schema::{
    Path, Problems, TypeIndex, Warning,
    input::{EntryInput, PatchInput, Reference, SampleInput},
    value::Instant,
};
use uuid::Uuid;

pub use execute::execute;
pub(crate) use replaced::{Replacement, replace_values};
pub use replay::{IDEMPOTENCY_RETENTION, idempotency_record};
pub use titles::refresh_titles;

use crate::{
    query::Filter,
    record::{Origin, SampleEvents, Seq},
};

/// Writes in one change set at most.
pub const MAX_WRITES: usize = 10_000;

/// One mutation.
#[derive(Clone, Debug)]
pub struct Request {
    /// What to do, in order.
    pub ops: Vec<Op>,
    /// Whether one failing operation undoes all.
    pub mode: Mode,
    /// Idempotency key, when given.
    pub idempotency: Option<Idempotency>,
    /// Who, from where, why and when.
    pub by: By,
}

/// Who writes, from where, why and when.
#[derive(Clone, Debug)]
pub struct By {
    /// Who.
    pub actor: Option<String>,
    /// From where.
    pub origin: Origin,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub now: Instant,
}

/// A key that makes a retry harmless.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Idempotency {
    /// As given.
    pub key: String,
    /// The root field.
    pub field: String,
    /// SHA-256 of the coerced arguments, the idempotency key and `dryRun` left out.
    pub hash: [u8; 32],
}

/// What a failing operation does to the others.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mode {
    /// All or nothing, one change set.
    Atomic,
    /// Each for itself, a change set each.
    Each,
}

/// One operation, with the problems that coercion already found.
#[derive(Clone, Debug)]
pub struct Op {
    /// What to do.
    pub action: Action,
    /// Found by coercion: when there are errors, the operation is only checked.
    pub problems: Problems,
    /// Where the operation stands in the arguments: empty, or `ops.0`, `inputs.3`.
    pub path: Path,
}

/// What to do.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names are those of the mutations")]
pub enum Action {
    Create {
        input: EntryInput,
    },
    Update {
        record: TypeIndex,
        id: Reference,
        patch: PatchInput,
        expected_version: Option<i64>,
    },
    Upsert {
        input: EntryInput,
        patch: Option<PatchInput>,
    },
    Delete {
        record: TypeIndex,
        id: Reference,
        expected_version: Option<i64>,
    },
    UpdateMany {
        record: TypeIndex,
        filter: Filter,
        patch: PatchInput,
        max: usize,
    },
    DeleteMany {
        record: TypeIndex,
        filter: Filter,
        max: usize,
    },
    Restore {
        id: Reference,
        to_version: Option<i64>,
        expected_version: Option<i64>,
    },
    Purge {
        id: Uuid,
    },
    LinkCreate {
        kind: String,
        source: Uuid,
        target: Uuid,
        from: Option<Instant>,
        to: Option<Instant>,
        props: Option<serde_json::Value>,
    },
    LinkDelete {
        id: Uuid,
    },
    Undo {
        change_set: Uuid,
    },
    AddSamples {
        record: TypeIndex,
        samples: Vec<(SampleInput, Problems)>,
        on_conflict: SampleConflict,
    },
    DeleteSamples {
        record: TypeIndex,
        filter: Filter,
        max: usize,
    },
    FlagSamples {
        record: TypeIndex,
        filter: Filter,
        flagged: bool,
        max: usize,
    },
}

/// What to do with a sample whose natural key is taken by other values.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum SampleConflict {
    /// Keep what is there, and count it.
    #[default]
    Keep,
    /// Replace what is there.
    Replace,
    /// Add values that are missing there; of two values the one there is kept.
    Merge,
}

impl SampleConflict {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Keep, Self::Replace, Self::Merge];

    /// Its name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Keep => "KEEP",
            Self::Replace => "REPLACE",
            Self::Merge => "MERGE",
        }
    }
}

/// What came of a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// What was written; `None` when nothing was.
    pub change_set: Option<Uuid>,
    /// The record of an earlier request with the same key.
    pub replayed: bool,
    /// Read the answer as of this sequence number (of a replay).
    pub as_of: Option<Seq>,
    /// One per operation.
    pub results: Vec<OpResult>,
    /// What was done to samples.
    pub samples: SampleEvents,
    /// Entries whose title changed and stands in the titles of more entries than one change set refreshes: call
    /// [`refresh_titles`] for each until it answers `None`.
    pub stale_titles: Vec<Uuid>,
}

/// What came of one operation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpResult {
    /// Errors and warnings, coercion's included.
    pub problems: Problems,
    /// The entries written, in the order of the input. Empty when there are errors.
    pub entries: Vec<(TypeIndex, Uuid)>,
    /// The link made.
    pub link: Option<Uuid>,
    /// Counts, for samples.
    pub samples: SampleCounts,
    /// In mode [`Mode::Each`]: this operation's change set.
    pub change_set: Option<Uuid>,
}

/// What came of samples.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SampleCounts {
    /// Stored, replaced ones and those whose flag was changed included.
    pub accepted: usize,
    /// Already there with equal values.
    pub duplicates: usize,
    /// Already there with other values, of which at least one was kept.
    pub conflicts: usize,
    /// Stored with a value outside its bounds.
    pub flagged: usize,
    /// Removed.
    pub deleted: usize,
    /// What is unusual in samples that were not rejected, by their positions in the input.
    pub warnings: Vec<(usize, Warning)>,
    /// Positions in the input, with what was wrong; paths start at the sample.
    pub rejected: Vec<(usize, Problems)>,
}

impl Outcome {
    /// Whether any operation failed.
    pub fn has_errors(&self) -> bool {
        self.results.iter().any(|result| !result.problems.is_acceptable())
    }
}
