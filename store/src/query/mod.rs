//! The query language, as data. Backends translate it; they never decide.

mod aggregate;
mod repeated;
mod sum;
mod summary;
mod timeline;
mod traversal;

use daybook_schema::{
    FieldIndex, Relation, TypeIndex, Value,
    value::{Instant, Point},
};
use uuid::Uuid;

use crate::record::{Link, Seq};

pub use self::{
    aggregate::{Aggregate, Group, GroupKey, Grouped, Measure, group_position},
    repeated::{Given, Prepared, RepeatedList},
    sum::Sum,
    summary::{Currency, Lines, Reading, Summary, quantiles},
    timeline::{Gaps, Line, MAX_GAPS, Segment, Timeline},
    traversal::{ReachableEntries, TraversalOptions},
};

/// A condition. Logic is two-valued: a comparison with a missing value is false, and `Not` is the exact complement.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// All hold; true when empty.
    All(Vec<Filter>),
    /// At least one holds; false when empty.
    Any(Vec<Filter>),
    /// The complement.
    Not(Box<Filter>),
    /// A value of the record itself.
    Test(Subject, Test),
    /// Whether the record is in the trash. Always true for series, link properties and `Include`.
    Trash(Trash),
    /// Records at the other end of a relation.
    Related {
        /// Which relation.
        relation: Relation,
        /// How many of them must match.
        quantifier: Quantifier,
        /// What they must match, their own trash condition included.
        filter: Box<Filter>,
        /// Only links whose properties match are looked at.
        edge: Option<Box<Filter>>,
    },
}

impl Filter {
    /// Whether the filter narrows anything down, beside where the trash is concerned: bulk writes refuse one that lets
    /// everything through, such as `{and: []}` or `{or: [{name: {eq: "a"}}, {}]}`.
    pub fn has_condition(&self) -> bool {
        match self {
            Self::All(parts) => parts.iter().any(Self::has_condition),
            // One alternative without a condition lets everything through.
            Self::Any(parts) => !parts.is_empty() && parts.iter().all(Self::has_condition),
            Self::Not(part) => part.has_condition(),
            Self::Trash(_) => false,
            // Of nothing at all everything holds; that there is something, or nothing, is a condition.
            Self::Related { quantifier: Quantifier::Every, filter, .. } => filter.has_condition(),
            Self::Test(..) | Self::Related { .. } => true,
        }
    }
}

/// How many related records must match.
#[derive(Clone, Debug, PartialEq)]
pub enum Quantifier {
    /// At least one.
    Some,
    /// None at all.
    None,
    /// No related record fails the filter; those in the trash do not count, whatever the filter says.
    Every,
    /// The number that match satisfies the test (of an Int).
    Count(Test),
}

/// What of the trash a condition lets through.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Trash {
    Exclude,
    Include,
    Only,
}

/// What a test looks at.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Subject {
    /// The id.
    Id,
    /// The time that places the record (the field that `at` names).
    At,
    /// When it was created.
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
    /// The stored title of an entry.
    Title,
    /// Whether a sample is flagged.
    Flagged,
    /// A field; further indexes lead into embedded objects. In an edge filter the first is a field of the props type.
    Field(Vec<FieldIndex>),
    /// The amount of a Money field.
    Amount(Vec<FieldIndex>),
    /// The currency of a Money field.
    Currency(Vec<FieldIndex>),
    /// Seconds between two times of a record; only what measures look at.
    Elapsed(Elapsed),
}

/// The time from one instant of a record to another, as far as it lies within bounds, such as the part of a sleep that
/// falls into one day.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Elapsed {
    /// When it begins; without a begin there is no number.
    pub start: FieldIndex,
    /// When it ends.
    pub end: FieldIndex,
    /// What stands for a missing end.
    pub open: Instant,
    /// Nothing before counts.
    pub from: Instant,
    /// Nothing behind counts.
    pub to: Instant,
}

impl Elapsed {
    /// Its length in seconds; never negative.
    pub fn seconds(&self, start: Instant, end: Option<Instant>) -> f64 {
        let (start, end) = (start.max(self.from), end.unwrap_or(self.open).min(self.to));
        end.saturating_sub(start).max(0) as f64 / 1000.0
    }
}

/// A test of one value. All but `IsNull` are false for a missing value; `Ne` and `NotIn` too.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are those of the API's filters")]
pub enum Test {
    IsNull(bool),
    Eq(Value),
    Ne(Value),
    In(Vec<Value>),
    NotIn(Vec<Value>),
    /// Order of strings is that of their sort keys, of enums that of declaration.
    Lt(Value),
    Lte(Value),
    Gt(Value),
    Gte(Value),
    /// Both ends included.
    Between(Value, Value),
    /// These four compare folded text.
    Contains(String),
    StartsWith(String),
    EndsWith(String),
    Like(String),
    /// Of lists; items compare exactly.
    Has(Value),
    HasAny(Vec<Value>),
    HasAll(Vec<Value>),
    IsEmpty(bool),
    /// Within so many metres (great circle, R = 6,371,008.8 m).
    Near(Point, f64),
    /// Inside a polygon, edges straight in degrees.
    Within(Vec<Point>),
}

/// One key of an order. The id breaks ties, in the direction of the last key.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderKey {
    /// To-one links to follow first; a missing target is a missing value.
    pub path: Vec<Relation>,
    /// What to order by.
    pub subject: Subject,
    /// Greatest first.
    pub descending: bool,
    /// Missing values first; else last, whatever the direction.
    pub nulls_first: bool,
}

/// Which part of an ordered list to answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window {
    /// At most so many rows.
    pub limit: usize,
    /// Only rows behind this position.
    pub after: Option<Position>,
    /// Only rows before this position.
    pub before: Option<Position>,
    /// The last rows instead of the first; they are answered in list order all the same.
    pub from_end: bool,
}

/// A place between rows: the order keys of a row in their comparable form, and its id.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// One per order key.
    pub keys: Vec<Key>,
    /// The record's id; of a sample what it measures.
    pub id: Uuid,
}

/// A comparable value.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Key {
    Null,
    Integer(i64),
    Real(f64),
    Bytes(Vec<u8>),
}

/// What to read of each record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Select {
    /// Stored fields, in the order in which [`Row::values`] answers them.
    pub fields: Vec<FieldIndex>,
    /// Targets of to-one links, joined; in the order in which [`Row::to_one`] answers them.
    pub to_one: Vec<(Relation, Select)>,
    /// Read the ids in other systems.
    pub external_keys: bool,
    /// Read the link that leads from the parent (lists with parents), or to a to-one target.
    pub link: bool,
}

/// Records of one type: filtered, ordered, one page. With parents: one page for each of them, in one statement.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The type.
    pub record: TypeIndex,
    /// Only records that are children of these parents.
    pub parents: Option<Parents>,
    /// The condition, its trash condition included.
    pub filter: Filter,
    /// Empty: by id; a series by `at`, then by what is measured.
    pub order: Vec<OrderKey>,
    /// Which part.
    pub window: Window,
    /// What of each record.
    pub select: Select,
    /// Read what held at this sequence number.
    pub as_of: Option<Seq>,
}

impl List {
    /// The same list from its beginning, without anything selected, as far as that many marks reach.
    #[must_use]
    pub fn marked(&self, every: usize, most: usize) -> Self {
        let window = Window { limit: every.saturating_mul(most), ..Window::default() };
        Self { window, select: Select::default(), ..self.clone() }
    }
}

/// The parents of a nested list.
#[derive(Clone, Debug, PartialEq)]
pub struct Parents {
    /// The relation from parent to child.
    pub relation: Relation,
    /// Distinct ids.
    pub ids: Vec<Uuid>,
    /// Only links whose properties match.
    pub edge: Option<Filter>,
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// In list order.
    pub rows: Vec<Row>,
    /// There are further rows: behind the page, or before it when it was read from the end.
    pub more: bool,
}

/// A record as selected.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its id; of a sample what it measures.
    pub id: Uuid,
    /// Its version; 0 for samples.
    pub version: i64,
    /// When it was created; of a sample its time.
    pub created_at: Instant,
    /// When it was last changed; of a sample its time.
    pub updated_at: Instant,
    /// Since when it is in the trash.
    pub trashed_at: Option<Instant>,
    /// Whether a sample is flagged.
    pub flagged: bool,
    /// One per selected field.
    pub values: Vec<Value>,
    /// One per selected to-one link.
    pub to_one: Vec<Option<Row>>,
    /// Ids in other systems, when selected.
    pub external_keys: Vec<daybook_schema::input::ExternalKey>,
    /// The link that led here, when selected.
    pub link: Option<Box<Link>>,
    /// Its place in the list (empty keys for to-one targets).
    pub position: Position,
}

/// Entries of all or some types, by what all types share.
#[derive(Clone, Debug, PartialEq)]
pub struct Entries {
    /// `None`: all entry types.
    pub types: Option<Vec<TypeIndex>>,
    /// Tests of `Id`, `At`, `CreatedAt`, `UpdatedAt` and `Title` only, and trash.
    pub filter: Filter,
    /// By the same subjects.
    pub order: Vec<OrderKey>,
    /// Which part.
    pub window: Window,
    /// Read what held at this sequence number.
    pub as_of: Option<Seq>,
}

/// An entry of a list over types.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryRow {
    /// Its id.
    pub id: Uuid,
    /// Its type.
    pub record: TypeIndex,
    /// Its place in the list.
    pub position: Position,
}
