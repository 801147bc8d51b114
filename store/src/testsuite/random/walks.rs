//! Walks along links between the writes of a random history.

use uuid::Uuid;

use super::{Step, world::World};
use crate::{
    backend::LinkQuery,
    graph,
    query::TraversalOptions,
    record::LinkKind,
    testsuite::{TestStore, conformance::Make},
};

/// Tells a history to a backend and walks along its links between the writes: what the backend reaches by the links that
/// it holds in memory is what it reaches level by level. Answers how many walks went through memory.
pub fn walks_in_memory_as_by_levels(make: Make<'_>, history: &[Step]) -> usize {
    let mut world = World::new(TestStore::new(make()));
    let mut walks = 0;
    for (number, step) in history.iter().enumerate() {
        let Step::Write(write) = step else { continue };
        world.write(write);
        // Sometimes several writes stand between two walks.
        if number % 3 == 1 {
            continue;
        }
        let book = world.test_store.find("Book");
        let cites = world.test_store.model.record(book).find("cites").expect("books cite");
        let traversal = match number % 4 {
            0 => TraversalOptions {
                kinds: Some(vec![LinkKind::Declared(book, cites), LinkKind::Free("apple".to_owned())]),
                ..TraversalOptions::default()
            },
            1 => TraversalOptions { types: Some(vec![book]), ..TraversalOptions::default() },
            _ => TraversalOptions::default(),
        };
        let starts: Vec<Uuid> = world.made.iter().map(|(_, id)| *id).collect();
        walks += world.test_store.read(|snapshot| {
            let mut walks = 0;
            for (position, start) in starts.iter().enumerate() {
                let (depth, limit) = (position % 4, if number % 2 == 0 { 100 } else { 1 + position % 5 });
                let by_levels = graph::reach_by_levels(snapshot, *start, depth, limit, &traversal)?;
                let in_memory = snapshot.reach_in_memory(*start, depth, limit, &traversal)?;
                let linked = LinkQuery {
                    sources: Some(vec![*start]),
                    targets: Some(vec![*start]),
                    either: true,
                    ..LinkQuery::default()
                };
                // What has no links need not be in memory; nor what is gone or in the trash, which cannot be reached.
                if by_levels.is_some() && !snapshot.links(&linked)?.is_empty() {
                    assert!(in_memory.is_some(), "{start} is linked, and not in memory");
                }
                if in_memory.is_some() {
                    assert_eq!(in_memory, by_levels, "from {start} along {traversal:?}, {depth} deep, at most {limit}");
                    walks += 1;
                }
            }
            Ok(walks)
        });
    }
    walks
}
