//! Traversals: the neighbourhood of an entry and the shortest path between two.
//!
//! Links are followed both ways. A backend may hold who is linked with whom in memory; else, and always for an earlier
//! state, links are read level by level, one statement each. Only bounded subgraphs of entries are ever in memory.

use std::collections::HashMap;

use daybook_schema::{TypeIndex, Value};
use petgraph::graphmap::UnGraphMap;
use uuid::Uuid;

use crate::{
    backend::{LinkQuery, Snapshot},
    error::Result,
    query::{Filter, List, ReachableEntries, Select, Subject, Test, Trash, TraversalOptions, Window},
    record::Link,
};

/// Links of one level at most; a hub beyond that is answered in part, and said to be.
pub(crate) const LEVEL_LINKS: usize = 20_000;

/// Entries that a search for a path looks at, at most.
const PATH_ENTRIES: usize = 20_000;

/// Entries around one, and all links among them.
#[derive(Debug, Default, PartialEq)]
pub struct Neighborhood {
    /// In order of distance, the start first.
    pub entries: Vec<(TypeIndex, Uuid)>,
    /// In order of their ids.
    pub links: Vec<Link>,
    /// There is more within reach than the limit allows.
    pub truncated: bool,
}

/// A shortest path.
#[derive(Debug, PartialEq)]
pub struct Path {
    /// From start to end, both included.
    pub entries: Vec<(TypeIndex, Uuid)>,
    /// One less than entries.
    pub links: Vec<Link>,
}

/// Entries within `depth` links of one and all links among them; at most `limit` entries, the start included. `None`
/// when the start is unknown.
pub fn neighborhood(
    snapshot: &mut dyn Snapshot,
    start: Uuid,
    depth: usize,
    limit: usize,
    traversal: &TraversalOptions,
) -> Result<Option<Neighborhood>> {
    let Some(ReachableEntries { entries, truncated }) = reach(snapshot, start, depth, limit, traversal)? else {
        return Ok(None);
    };
    let links = links_among(snapshot, &entries, traversal)?;
    Ok(Some(Neighborhood { entries, links, truncated }))
}

/// All links among some entries, in order of their ids.
pub fn links_among(
    snapshot: &mut dyn Snapshot,
    entries: &[(TypeIndex, Uuid)],
    traversal: &TraversalOptions,
) -> Result<Vec<Link>> {
    let ids: Vec<_> = entries.iter().map(|(_, id)| *id).collect();
    snapshot.links(&LinkQuery {
        sources: Some(ids.clone()),
        targets: Some(ids),
        kinds: traversal.kinds.clone(),
        as_of: traversal.as_of,
        ..LinkQuery::default()
    })
}

/// Entries within `depth` links of one; at most `limit`, the start included. `None` when the start is unknown.
pub fn reach(
    snapshot: &mut dyn Snapshot,
    start: Uuid,
    depth: usize,
    limit: usize,
    traversal: &TraversalOptions,
) -> Result<Option<ReachableEntries>> {
    match snapshot.reach_in_memory(start, depth, limit, traversal)? {
        Some(reached) => Ok(Some(reached)),
        None => reach_by_levels(snapshot, start, depth, limit, traversal),
    }
}

/// The same answer by one statement for each level.
pub fn reach_by_levels(
    snapshot: &mut dyn Snapshot,
    start: Uuid,
    depth: usize,
    limit: usize,
    traversal: &TraversalOptions,
) -> Result<Option<ReachableEntries>> {
    let any = TraversalOptions { types: None, ..traversal.clone() };
    let Some(first) = visible(snapshot, &[start], &any)?.pop() else { return Ok(None) };
    let mut known = HashMap::from([(start, first.0)]);
    let mut found = ReachableEntries { entries: vec![first], truncated: false };
    let mut level = vec![start];
    for _ in 0..depth {
        let (links, cut) = links_of(snapshot, &level, traversal)?;
        found.truncated |= cut;
        let mut next = others(&links, &|id| known.contains_key(&id));
        next.sort_unstable();
        let mut entries = visible(snapshot, &next, traversal)?;
        let room = limit.saturating_sub(found.entries.len());
        if entries.len() > room {
            entries.truncate(room);
            found.truncated = true;
        }
        level = entries.iter().map(|(_, id)| *id).collect();
        known.extend(entries.iter().map(|(record, id)| (*id, *record)));
        found.entries.append(&mut entries);
        if level.is_empty() {
            break;
        }
    }
    Ok(Some(found))
}

/// A shortest path over at most `depth` links; `None` when there is none, or an end is unknown.
pub fn path(
    snapshot: &mut dyn Snapshot,
    from: Uuid,
    to: Uuid,
    depth: usize,
    traversal: &TraversalOptions,
) -> Result<Option<Path>> {
    let ends = visible(snapshot, &[from, to], traversal)?;
    let mut types: HashMap<Uuid, TypeIndex> = ends.into_iter().map(|(record, id)| (id, record)).collect();
    if !types.contains_key(&from) || !types.contains_key(&to) {
        return Ok(None);
    }
    let mut graph: UnGraphMap<u128, usize> = UnGraphMap::new();
    let mut all_links: Vec<Link> = Vec::new();
    let mut seen = std::collections::HashSet::from([from]);
    let mut level = vec![from];
    for _ in 0..depth {
        if level.is_empty() || seen.contains(&to) || seen.len() > PATH_ENTRIES {
            break;
        }
        let (links, _) = links_of(snapshot, &level, traversal)?;
        let mut next = others(&links, &|id| seen.contains(&id));
        next.sort_unstable();
        let entries = visible(snapshot, &next, traversal)?;
        types.extend(entries.iter().map(|(record, id)| (*id, *record)));
        level = entries.iter().map(|(_, id)| *id).collect();
        seen.extend(level.iter().copied());
        for link in links {
            if seen.contains(&link.source) && seen.contains(&link.target) {
                let ends = (link.source.as_u128(), link.target.as_u128());
                if !graph.contains_edge(ends.0, ends.1) {
                    graph.add_edge(ends.0, ends.1, all_links.len());
                }
                all_links.push(link);
            }
        }
    }
    if from == to {
        graph.add_node(from.as_u128());
    }
    let steps = graph
        .contains_node(to.as_u128())
        .then(|| petgraph::algo::astar(&graph, from.as_u128(), |id| id == to.as_u128(), |_| 1_usize, |_| 0))
        .flatten();
    let Some((_, steps)) = steps else { return Ok(None) };
    let links = steps.windows(2).filter_map(|pair| graph.edge_weight(pair[0], pair[1]));
    let links = links.map(|index| all_links[*index].clone()).collect();
    let entries = steps.iter().map(|id| Uuid::from_u128(*id)).map(|id| (types[&id], id)).collect();
    Ok(Some(Path { entries, links }))
}

fn links_of(snapshot: &mut dyn Snapshot, level: &[Uuid], traversal: &TraversalOptions) -> Result<(Vec<Link>, bool)> {
    let mut links = snapshot.links(&LinkQuery {
        sources: Some(level.to_vec()),
        targets: Some(level.to_vec()),
        either: true,
        kinds: traversal.kinds.clone(),
        limit: Some(LEVEL_LINKS + 1),
        as_of: traversal.as_of,
        ..LinkQuery::default()
    })?;
    let cut = links.len() > LEVEL_LINKS;
    links.truncate(LEVEL_LINKS);
    Ok((links, cut))
}

fn others(links: &[Link], known: &dyn Fn(Uuid) -> bool) -> Vec<Uuid> {
    let mut seen = std::collections::HashSet::new();
    let ends = links.iter().flat_map(|link| [link.source, link.target]);
    ends.filter(|id| !known(*id) && seen.insert(*id)).collect()
}

/// Those of the entries that are there and not in the trash, of the types asked for; in the order given.
fn visible(snapshot: &mut dyn Snapshot, ids: &[Uuid], traversal: &TraversalOptions) -> Result<Vec<(TypeIndex, Uuid)>> {
    let types = snapshot.types_of(ids)?;
    let mut by_type: HashMap<TypeIndex, Vec<Uuid>> = HashMap::new();
    for (record, id) in types.into_iter().zip(ids).filter_map(|(record, id)| record.map(|record| (record, *id))) {
        if traversal.types.as_ref().is_none_or(|types| types.contains(&record)) {
            by_type.entry(record).or_default().push(id);
        }
    }
    let mut living = HashMap::new();
    for (record, ids) in by_type {
        let list = List {
            record,
            parents: None,
            filter: Filter::All(vec![
                Filter::Test(Subject::Id, Test::In(ids.iter().map(|id| Value::Id(*id)).collect())),
                Filter::Trash(Trash::Exclude),
            ]),
            order: Vec::new(),
            window: Window { limit: ids.len(), ..Window::default() },
            select: Select::default(),
            as_of: traversal.as_of,
        };
        let rows = snapshot.list(&list)?.pop().unwrap_or_default().rows;
        living.extend(rows.into_iter().map(|row| (row.id, record)));
    }
    let mut seen = std::collections::HashSet::new();
    let answer = ids.iter().filter(|id| seen.insert(**id)).filter_map(|id| living.get(id).map(|record| (*record, *id)));
    Ok(answer.collect())
}
