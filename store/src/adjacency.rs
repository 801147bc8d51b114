//! Who is linked with whom, by numbers, in memory: what traversals walk along.
//!
//! It holds no more than ids, types and kinds of links. What a traversal finds is then read from the database, and only
//! what was selected of it. Whoever keeps one says to which sequence number it belongs.

use daybook_schema::TypeIndex;
use rustc_hash::FxHashMap;
use uuid::Uuid;

use crate::{graph::LEVEL_LINKS, query::ReachableEntries};

/// Bytes per entry: its id twice, its steps' vector, its type, and what the hash table leaves free.
const ENTRY_BYTES: usize = 96;

/// Bytes per link: a step at both of its ends, and what growing vectors leave free.
const LINK_BYTES: usize = 24;

/// One end of a link, seen from the other.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Step {
    /// Number of the entry at the other end.
    other: u32,
    /// Number of the kind; the highest bit says that the link belongs to this side.
    kind: u32,
}

const OWN: u32 = 1 << 31;

/// The links of entries, followed both ways.
#[derive(Debug, Default)]
pub struct Adjacency {
    /// By number.
    ids: Vec<Uuid>,
    numbers: FxHashMap<Uuid, u32>,
    /// Number of the type by number of the entry, `None` of one that is in the trash or gone.
    types: Vec<Option<u32>>,
    steps: Vec<Vec<Step>>,
    links: usize,
    /// Numbers are in the order of the ids, so that sorting needs no look at the ids.
    ordered: bool,
}

/// What a walk may pass.
#[derive(Debug)]
pub struct TraversalFilter {
    /// The type behind its number; `None` for a type that the model does not know.
    pub types: Vec<Option<TypeIndex>>,
    /// By number of the type: whether the walk may go through entries of it. The start is not asked.
    pub open_types: Vec<bool>,
    /// By number of the kind: whether the walk may follow links of it.
    pub open_kinds: Vec<bool>,
}

impl Adjacency {
    /// Nothing linked yet, with entries numbered in the order of their ids.
    pub fn new(mut ids: Vec<Uuid>) -> Self {
        ids.sort_unstable();
        ids.dedup();
        let mut empty = Self { ordered: true, ..Self::default() };
        for id in ids {
            empty.number(id);
        }
        empty
    }

    /// About how much memory it takes.
    pub fn bytes(&self) -> usize {
        Self::estimate(self.ids.len(), self.links)
    }

    /// About how much memory so much takes.
    pub fn estimate(entries: usize, links: usize) -> usize {
        entries * ENTRY_BYTES + links * LINK_BYTES
    }

    /// Keeps the type of an entry, by number; `None` when it is in the trash or gone.
    pub fn set_type(&mut self, id: Uuid, of_type: Option<u32>) {
        let number = self.number(id);
        self.types[number as usize] = of_type;
    }

    /// Whether the entry has links here, or ever had.
    pub fn knows(&self, id: Uuid) -> bool {
        self.numbers.contains_key(&id)
    }

    /// Adds a link that belongs to `source`.
    pub fn link(&mut self, source: Uuid, target: Uuid, kind: u32) {
        let (source, target) = (self.number(source), self.number(target));
        self.steps[source as usize].push(Step { other: target, kind: kind | OWN });
        self.steps[target as usize].push(Step { other: source, kind });
        self.links += 1;
    }

    /// Forgets the links that belong to an entry.
    pub fn forget_own(&mut self, id: Uuid) {
        let Some(&number) = self.numbers.get(&id) else { return };
        let (own, kept): (Vec<Step>, Vec<Step>) =
            std::mem::take(&mut self.steps[number as usize]).into_iter().partition(|step| step.kind & OWN != 0);
        self.steps[number as usize] = kept;
        for step in own {
            self.drop_step(step.other, Step { other: number, kind: step.kind & !OWN });
            self.links -= 1;
        }
    }

    /// Forgets all links of an entry, those that belong to others too.
    pub fn forget_all(&mut self, id: Uuid) {
        self.forget_own(id);
        let Some(&number) = self.numbers.get(&id) else { return };
        for step in std::mem::take(&mut self.steps[number as usize]) {
            self.drop_step(step.other, Step { other: number, kind: step.kind | OWN });
            self.links -= 1;
        }
    }

    /// What [`crate::graph::reach`] answers. `None` when the start is not here, or a level has so many links that it
    /// would be answered in part: which part only the ids of the links tell.
    pub fn reach(
        &self,
        start: Uuid,
        depth: usize,
        limit: usize,
        allowed: &TraversalFilter,
    ) -> Option<ReachableEntries> {
        let start = *self.numbers.get(&start)?;
        let known_type = |number: u32| self.types[number as usize].and_then(|of| *allowed.types.get(of as usize)?);
        let first = known_type(start)?;
        let mut reached = ReachableEntries { entries: vec![(first, self.ids[start as usize])], truncated: false };
        let mut seen = Numbers::up_to(self.ids.len());
        seen.insert(start);
        let mut level = vec![start];
        for _ in 0..depth {
            let mut next = Vec::new();
            let mut followed = 0;
            for &number in &level {
                for step in &self.steps[number as usize] {
                    if allowed.open_kinds[(step.kind & !OWN) as usize] {
                        followed += 1;
                        if seen.insert(step.other) {
                            next.push(step.other);
                        }
                    }
                }
            }
            if followed > LEVEL_LINKS {
                return None;
            }
            self.sort(&mut next);
            level.clear();
            for number in next {
                let Some(of) =
                    self.types[number as usize].filter(|of| allowed.open_types.get(*of as usize) == Some(&true))
                else {
                    continue;
                };
                let Some(record) = allowed.types[of as usize] else { continue };
                if reached.entries.len() >= limit {
                    reached.truncated = true;
                    break;
                }
                reached.entries.push((record, self.ids[number as usize]));
                level.push(number);
            }
            if level.is_empty() {
                break;
            }
        }
        Some(reached)
    }

    /// Puts entries in the order of their ids.
    fn sort(&self, numbers: &mut Vec<u32>) {
        if !self.ordered {
            numbers.sort_unstable_by_key(|number| self.ids[*number as usize]);
        } else if numbers.len() > self.ids.len() / 64 {
            // So dense that walking over all possible numbers is cheaper than comparing those that are there.
            let mut set = Numbers::up_to(self.ids.len());
            for &number in &*numbers {
                set.insert(number);
            }
            numbers.clear();
            set.drain_into(numbers);
        } else {
            numbers.sort_unstable();
        }
    }

    fn number(&mut self, id: Uuid) -> u32 {
        if let Some(&number) = self.numbers.get(&id) {
            return number;
        }
        let number = u32::try_from(self.ids.len()).expect("the bound on memory is far below 2^32 entries");
        self.ordered &= self.ids.last().is_none_or(|last| *last < id);
        self.ids.push(id);
        self.types.push(None);
        self.steps.push(Vec::new());
        self.numbers.insert(id, number);
        number
    }

    /// Removes one such step: equal ones mean equal links.
    fn drop_step(&mut self, at: u32, step: Step) {
        let steps = &mut self.steps[at as usize];
        if let Some(position) = steps.iter().position(|one| *one == step) {
            steps.swap_remove(position);
        }
    }
}

/// A set of small numbers.
struct Numbers(Vec<u64>);

impl Numbers {
    fn up_to(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    /// Whether it was not in it.
    fn insert(&mut self, number: u32) -> bool {
        let word = &mut self.0[number as usize / 64];
        let bit = 1 << (number % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    /// In ascending order.
    fn drain_into(self, numbers: &mut Vec<u32>) {
        for (position, mut word) in self.0.into_iter().enumerate() {
            while word != 0 {
                numbers.push(position as u32 * 64 + word.trailing_zeros());
                word &= word - 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    /// Entries 1 to `count` of type 0.
    fn entries(count: u128) -> Adjacency {
        let mut graph = Adjacency::new((1..=count).map(id).collect());
        (1..=count).for_each(|number| graph.set_type(id(number), Some(0)));
        graph
    }

    fn walk(graph: &Adjacency, start: u128, depth: usize, limit: usize) -> Option<(Vec<u128>, bool)> {
        let allowed =
            TraversalFilter { types: vec![Some(TypeIndex(0))], open_types: vec![true], open_kinds: vec![true, false] };
        let reached = graph.reach(id(start), depth, limit, &allowed)?;
        Some((reached.entries.iter().map(|(_, id)| id.as_u128()).collect(), reached.truncated))
    }

    #[test]
    fn follows_links_both_ways_level_by_level_in_order_of_ids() {
        let mut graph = entries(5);
        for (source, target) in [(3, 5), (1, 3), (1, 2), (4, 5)] {
            graph.link(id(source), id(target), 0);
        }
        assert_eq!(walk(&graph, 3, 1, 9), Some((vec![3, 1, 5], false)));
        assert_eq!(walk(&graph, 3, 2, 9), Some((vec![3, 1, 5, 2, 4], false)));
        assert_eq!(walk(&graph, 3, 2, 4), Some((vec![3, 1, 5, 2], true)));
    }

    #[test]
    fn keeps_the_order_of_ids_when_an_older_id_comes_later() {
        let mut graph = entries(3);
        graph.link(id(2), id(3), 0);
        graph.link(id(2), id(0), 0);
        graph.set_type(id(0), Some(0));
        assert_eq!(walk(&graph, 2, 1, 9), Some((vec![2, 0, 3], false)));
    }

    #[test]
    fn neither_follows_closed_kinds_nor_passes_what_is_in_the_trash() {
        let mut graph = entries(4);
        graph.link(id(1), id(2), 1);
        graph.link(id(1), id(3), 0);
        graph.link(id(3), id(4), 0);
        graph.set_type(id(3), None);
        assert_eq!(walk(&graph, 1, 3, 9), Some((vec![1], false)));
    }

    #[test]
    fn forgets_own_links_or_all() {
        let mut graph = entries(3);
        graph.link(id(1), id(2), 0);
        graph.link(id(1), id(1), 0);
        graph.link(id(3), id(1), 0);
        graph.forget_own(id(1));
        assert_eq!(walk(&graph, 1, 2, 9), Some((vec![1, 3], false)));
        graph.forget_all(id(1));
        assert_eq!(walk(&graph, 1, 2, 9), Some((vec![1], false)));
        assert_eq!(graph.links, 0);
    }

    #[test]
    fn answers_nothing_about_a_level_with_too_many_links() {
        let mut graph = entries(2);
        (0..=LEVEL_LINKS).for_each(|_| graph.link(id(1), id(2), 0));
        assert_eq!(walk(&graph, 1, 1, 9), None);
    }
}
