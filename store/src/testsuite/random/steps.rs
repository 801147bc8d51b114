//! What a random history is made of, and how one is drawn.

use std::ops::Range;

use proptest::{collection::vec, option, prelude::*};

/// One thing that is done. Numbers choose among what is there, so that every history makes sense.
#[derive(Clone, Debug)]
pub enum Step {
    /// Writes.
    Write(Write),
    /// Reads, and compares.
    Read(Query),
}

/// A request.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names are those of the mutations")]
pub enum Write {
    Shelf { name: u8 },
    Book { name: u8, pages: Option<u8>, height: Option<u8>, mood: Option<u8>, shelf: Option<u8>, cites: Option<u8> },
    Loan { book: u8, who: u8 },
    Patron { card: u8, branch: Option<u8>, mentor: Option<u8> },
    ChangeBook { book: u8, name: Option<u8>, pages: Option<Option<u8>>, shelf: Option<u8> },
    Relink { book: u8, other: u8, how: u8 },
    Follow { book: u8, other: u8 },
    Move { shelf: u8, book: u8, how: u8 },
    Upsert { name: u8, wide: bool },
    Nested { name: u8, shelf: u8, who: u8 },
    ChangeMany { name: u8, pages: u8, max: u8 },
    DeleteMany { name: u8, max: u8 },
    ChangeVersion { book: u8, pages: u8, version: u8 },
    Unlink { link: u8 },
    Batch { name: u8, pages: u8 },
    DeleteReadings { damp: u8 },
    Swap { one: u8, two: u8 },
    Replace { shelf: u8, purge: bool },
    Delete { entry: u8 },
    Restore { entry: u8, version: Option<u8> },
    Purge { entry: u8 },
    Undo { change_set: u8 },
    Free { source: u8, target: u8, kind: u8 },
    Retry { key: u8, name: u8 },
    Each { names: Vec<u8> },
    Readings { rows: Vec<(u8, u8, u8)>, replace: bool },
    Forget { ago: u8 },
}

/// A list with everything that a list may have.
#[derive(Clone, Debug)]
pub struct Query {
    pub(super) record: u8,
    pub(super) filter: Condition,
    pub(super) order: Vec<(u8, bool, bool)>,
    pub(super) limit: usize,
    pub(super) from_end: bool,
    pub(super) as_of: Option<u8>,
    pub(super) nested: bool,
}

/// A filter, before it is known over which type.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    Leaf(u8, u8),
    Trash(u8),
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Related(u8, u8, Box<Condition>),
}

/// Histories of so many steps.
pub fn histories(steps: Range<usize>) -> impl Strategy<Value = Vec<Step>> {
    vec(prop_oneof![3 => writes().prop_map(Step::Write), 2 => queries().prop_map(Step::Read)], steps)
}

fn writes() -> impl Strategy<Value = Write> {
    let small = || 0..6_u8;
    let number = any::<u8>;
    prop_oneof![
        2 => small().prop_map(|name| Write::Shelf { name }),
        6 => (small(), option::of(small()), option::of(small()), option::of(0..3_u8), option::of(number()), option::of(number()))
            .prop_map(|(name, pages, height, mood, shelf, cites)| Write::Book { name, pages, height, mood, shelf, cites }),
        3 => (number(), small()).prop_map(|(book, who)| Write::Loan { book, who }),
        2 => (small(), option::of(small()), option::of(number()))
            .prop_map(|(card, branch, mentor)| Write::Patron { card, branch, mentor }),
        5 => (number(), option::of(small()), option::of(option::of(small())), option::of(number()))
            .prop_map(|(book, name, pages, shelf)| Write::ChangeBook { book, name, pages, shelf }),
        4 => (number(), number(), 0..4_u8).prop_map(|(book, other, how)| Write::Relink { book, other, how }),
        2 => (number(), number()).prop_map(|(book, other)| Write::Follow { book, other }),
        2 => (number(), number(), 0..3_u8).prop_map(|(shelf, book, how)| Write::Move { shelf, book, how }),
        2 => (small(), any::<bool>()).prop_map(|(name, wide)| Write::Upsert { name, wide }),
        1 => (small(), small(), small()).prop_map(|(name, shelf, who)| Write::Nested { name, shelf, who }),
        2 => (small(), small(), 0..4_u8).prop_map(|(name, pages, max)| Write::ChangeMany { name, pages, max }),
        1 => (small(), 0..4_u8).prop_map(|(name, max)| Write::DeleteMany { name, max }),
        1 => (number(), small(), 1..5_u8)
            .prop_map(|(book, pages, version)| Write::ChangeVersion { book, pages, version }),
        1 => number().prop_map(|link| Write::Unlink { link }),
        1 => (small(), small()).prop_map(|(name, pages)| Write::Batch { name, pages }),
        1 => (0..3_u8).prop_map(|damp| Write::DeleteReadings { damp }),
        1 => (number(), number()).prop_map(|(one, two)| Write::Swap { one, two }),
        1 => (number(), any::<bool>()).prop_map(|(shelf, purge)| Write::Replace { shelf, purge }),
        4 => number().prop_map(|entry| Write::Delete { entry }),
        4 => (number(), option::of(1..5_u8)).prop_map(|(entry, version)| Write::Restore { entry, version }),
        1 => number().prop_map(|entry| Write::Purge { entry }),
        4 => number().prop_map(|change_set| Write::Undo { change_set }),
        1 => (number(), number(), 0..2_u8).prop_map(|(source, target, kind)| Write::Free { source, target, kind }),
        1 => (0..3_u8, small()).prop_map(|(key, name)| Write::Retry { key, name }),
        1 => vec(small(), 1..4).prop_map(|names| Write::Each { names }),
        2 => (vec((0..3_u8, 0..5_u8, 0..3_u8), 1..6), any::<bool>())
            .prop_map(|(rows, replace)| Write::Readings { rows, replace }),
        1 => (0..12_u8).prop_map(|ago| Write::Forget { ago }),
    ]
}

fn queries() -> impl Strategy<Value = Query> {
    let order = vec((any::<u8>(), any::<bool>(), any::<bool>()), 0..3);
    (0..5_u8, conditions(), order, 1..6_usize, any::<bool>(), option::weighted(0.3, any::<u8>()), any::<bool>())
        .prop_map(|(record, filter, order, limit, from_end, as_of, nested)| Query {
            record,
            filter,
            order,
            limit,
            from_end,
            as_of,
            nested,
        })
}

fn conditions() -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![
        4 => (any::<u8>(), 0..6_u8).prop_map(|(which, value)| Condition::Leaf(which, value)),
        1 => (0..3_u8).prop_map(Condition::Trash),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Condition::All),
            vec(inner.clone(), 0..3).prop_map(Condition::Any),
            inner.clone().prop_map(|part| Condition::Not(Box::new(part))),
            (any::<u8>(), 0..5_u8, inner).prop_map(|(relation, how, part)| Condition::Related(
                relation,
                how,
                Box::new(part)
            )),
        ]
    })
}
