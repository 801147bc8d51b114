//! Traversals: which links to follow, and what is reached by them.

use daybook_schema::TypeIndex;
use uuid::Uuid;

use crate::record::{LinkKind, Seq};

/// Which links to follow.
#[derive(Clone, Debug, Default)]
pub struct TraversalOptions {
    /// Of these kinds; `None` is all.
    pub kinds: Option<Vec<LinkKind>>,
    /// Only through entries of these types; `None` is all.
    pub types: Option<Vec<TypeIndex>>,
    /// What held at this sequence number.
    pub as_of: Option<Seq>,
}

/// Entries around one, without what links them.
#[derive(Debug, Default, PartialEq)]
pub struct ReachableEntries {
    /// In order of distance, the start first; of one distance in order of their ids.
    pub entries: Vec<(TypeIndex, Uuid)>,
    /// There is more within reach than the limit allows.
    pub truncated: bool,
}
