//! What is stored: records, links, changes.

use daybook_schema::{FieldIndex, TypeIndex, Value, input::ExternalKey, value::Instant};
use uuid::Uuid;

/// Position in the change log: one order over everything, starting at 1.
pub type Seq = i64;

/// The space that everything belongs to until there are accounts.
pub const DEFAULT_SPACE: i64 = 1;

/// An entry in one version.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its id.
    pub id: Uuid,
    /// Its type.
    pub record: TypeIndex,
    /// Starts at 1 and grows by 1 with every change.
    pub version: i64,
    /// When it was created.
    pub created_at: Instant,
    /// When this version was made.
    pub updated_at: Instant,
    /// Since when it is in the trash.
    pub trashed_at: Option<Instant>,
    /// The first sequence number at which this version holds.
    pub seq: Seq,
    /// One value per field of the type; to-many links and computed fields are `Null`.
    pub values: Vec<Value>,
    /// Ids in other systems.
    pub external_keys: Vec<ExternalKey>,
}

/// Kind of a link: a declared field, or free text.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum LinkKind {
    /// `Type.field` of the side that declares it.
    Declared(TypeIndex, FieldIndex),
    /// What `linkCreate` was given.
    Free(String),
}

/// A directed link between two entries, in one version.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Its id.
    pub id: Uuid,
    /// What kind.
    pub kind: LinkKind,
    /// The entry it belongs to.
    pub source: Uuid,
    /// Where it leads.
    pub target: Uuid,
    /// Valid from.
    pub from: Option<Instant>,
    /// Valid to.
    pub to: Option<Instant>,
    /// Its properties.
    pub props: LinkProps,
    /// When the link was made.
    pub created_at: Instant,
    /// The first sequence number at which this version holds.
    pub seq: Seq,
}

/// Properties of a link.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkProps {
    /// None.
    None,
    /// One value per field of the props type.
    Typed(Vec<Value>),
    /// Of a free link: JSON as written.
    Free(serde_json::Value),
}

/// A link that a delete took away. It comes back when both its ends live again.
#[derive(Clone, Debug, PartialEq)]
pub struct Unlinked {
    /// As it was.
    pub link: Link,
    /// The first sequence number at which it did not hold any more.
    pub since: Seq,
    /// What it led to was purged meanwhile: it cannot come back, which restoring its source warns about.
    pub gone: bool,
}

/// What a change did.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(missing_docs, reason = "the API documents each where it declares the enum")]
pub enum ChangeOperation {
    Created,
    Updated,
    Trashed,
    Restored,
    Purged,
    Linked,
    Unlinked,
}

/// Where a change came from.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(missing_docs, reason = "the API documents each where it declares the enum")]
pub enum Origin {
    Api,
    Ui,
    Import,
    Ingest,
    Rule,
    System,
}

/// A row of the change log. Its patch is computed from the neighbouring versions.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its place in the one order.
    pub seq: Seq,
    /// When; never less than the change before.
    pub at: Instant,
    /// Who.
    pub actor: Option<String>,
    /// What.
    pub operation: ChangeOperation,
    /// The entry's type.
    pub record: TypeIndex,
    /// The entry.
    pub entry: Uuid,
    /// The version that this change made.
    pub version: i64,
    /// Names of the fields it touched, in declaration order.
    pub fields: Vec<String>,
    /// The link that was made or removed.
    pub link: Option<Uuid>,
    /// The mutation it belongs to.
    pub change_set: Uuid,
    /// Where it came from.
    pub origin: Origin,
    /// Why, as the writer said.
    pub reason: Option<String>,
}

/// A sample of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// What was measured.
    pub of: Uuid,
    /// When.
    pub at: Instant,
    /// A value was outside its bounds.
    pub flagged: bool,
    /// One value per field of the type; the `of` and `at` fields repeat the above.
    pub values: Vec<Value>,
}

impl Sample {
    /// Its natural key in a series.
    pub fn key(&self, record: TypeIndex) -> SampleKey {
        SampleKey { record, of: self.of, at: self.at }
    }
}

/// The natural key of a sample that was stored.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct SampleKey {
    /// The series.
    pub record: TypeIndex,
    /// What was measured.
    pub of: Uuid,
    /// When.
    pub at: Instant,
}

/// What was done to samples that were there.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(missing_docs, reason = "the API documents each where it declares the enum")]
pub enum SampleOperation {
    Flagged,
    Unflagged,
    Deleted,
    Replaced,
    Added,
}

/// One thing that was done to samples of one series and of one thing that is measured. The change log tells of entries
/// only.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleChange {
    /// Its place among all of them; 0 until it is stored.
    pub number: i64,
    /// When.
    pub at: Instant,
    /// Who.
    pub actor: Option<String>,
    /// What.
    pub operation: SampleOperation,
    /// The series.
    pub record: TypeIndex,
    /// What was measured.
    pub of: Uuid,
    /// When the first of the samples was taken.
    pub first: Instant,
    /// When the last of them was taken.
    pub last: Instant,
    /// How many.
    pub count: usize,
    /// Where it came from.
    pub origin: Origin,
    /// Why, as the writer said.
    pub reason: Option<String>,
}

/// What was done to samples, which the change log does not tell.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SampleEvents {
    /// Samples that were stored or replaced.
    pub stored: Vec<SampleKey>,
    /// Series of which samples were removed or flagged.
    pub altered: Vec<TypeIndex>,
}

impl SampleEvents {
    /// Adds what else was done.
    pub fn append(&mut self, mut other: Self) {
        self.stored.append(&mut other.stored);
        self.altered.append(&mut other.altered);
    }
}

/// What is stored of a request that carried an idempotency key.
#[derive(Clone, Debug, PartialEq)]
pub struct IdempotencyRecord {
    /// Who wrote.
    pub actor: Option<String>,
    /// The key as given.
    pub key: String,
    /// The root field, such as `plantCreate`.
    pub field: String,
    /// SHA-256 of the coerced arguments.
    pub hash: [u8; 32],
    /// What was written; `None` when there was nothing to change.
    pub change_set: Option<Uuid>,
    /// The last sequence number that the request wrote: a replay reads as of it.
    pub seq: Seq,
    /// Ids and counts of the results, in the engine's own form.
    pub results: serde_json::Value,
    /// When.
    pub at: Instant,
}

/// What the server keeps about itself, beside what people record: outside of record types, history and exports.
#[derive(Clone, Debug, PartialEq)]
pub struct SystemRecord {
    /// Of what kind.
    pub kind: SystemKind,
    /// Its id, unique among its kind.
    pub id: Uuid,
    /// What else finds it, unique among its kind, such as the folded name of an account or the hash of a token.
    pub key: Option<String>,
    /// The account that it belongs to.
    pub account: Option<Uuid>,
    /// The space that it belongs to.
    pub space: Option<Uuid>,
    /// What it says, in the form of its kind.
    pub data: serde_json::Value,
}

/// Kinds of system records.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum SystemKind {
    /// Somebody who can sign in.
    Account,
    /// A sign-in that lasts.
    Session,
    /// Wrong guesses at an account or from an address.
    Attempts,
    /// A household, a clinic, a team.
    Space,
    /// An account in a space.
    Member,
    /// A way into a space for who has no account or is not in it.
    Invite,
}

impl SystemKind {
    /// The number by which it is stored; never given to another kind.
    pub fn number(self) -> i64 {
        match self {
            Self::Account => 1,
            Self::Session => 2,
            Self::Attempts => 3,
            Self::Space => 4,
            Self::Member => 5,
            Self::Invite => 6,
        }
    }
}

/// Which system records to read, in order of their ids.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SystemQuery {
    /// Of this kind.
    pub kind: SystemKind,
    /// Of this account.
    pub account: Option<Uuid>,
    /// Of this space.
    pub space: Option<Uuid>,
    /// Behind this id.
    pub after: Option<Uuid>,
    /// At most so many.
    pub limit: Option<usize>,
}

impl SystemQuery {
    /// All of a kind.
    pub fn all(kind: SystemKind) -> Self {
        Self { kind, account: None, space: None, after: None, limit: None }
    }
}
