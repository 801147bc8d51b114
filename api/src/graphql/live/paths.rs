//! Over which links other entries reach into a list: through its conditions, its order and what it selects.

use std::collections::{BTreeSet, HashSet};

use daybook_schema::{Model, Relation, TypeIndex, model::Direction};
use daybook_store::{
    backend::{LinkQuery, Snapshot},
    query::Filter,
    record::{Change, ChangeOperation, LinkKind, Seq},
};
use uuid::Uuid;

use super::{Follows, Result};
use crate::graphql::plan::{ConnectionOutput, ConnectionView, EdgeOutput, ListPlan, Output, Reading, View};

/// Entries that one round traces changes to; beyond them the list is read again.
const MOST: usize = 100;

/// What a change may have touched in a list.
pub enum Touched {
    /// These entries, whether they match or not.
    Entries(HashSet<Uuid>),
    /// Any of them.
    Everything,
}

/// The paths of one list.
pub struct Paths {
    root: TypeIndex,
    /// Each from the list's entries outwards; every beginning of a path is one too.
    all: BTreeSet<Vec<Relation>>,
    /// The types at the ends, in the order of `all`.
    ends: Vec<TypeIndex>,
    series: HashSet<TypeIndex>,
    /// It shows links or history, which may lead anywhere.
    unbounded: bool,
}

impl Paths {
    /// The paths of a plan, and of the views that show what it reads.
    pub fn of<'v>(model: &Model, plan: &ListPlan, views: impl Iterator<Item = &'v View>) -> Self {
        let mut paths = BTreeSet::new();
        of_list(plan, &[], &mut paths);
        let mut views = views;
        let unbounded = views.any(leads_anywhere) || shows_keys(&plan.reading);
        Self::new(model, plan.list.record, paths, unbounded)
    }

    /// The paths of conditions on records of a type.
    pub fn of_filters(model: &Model, root: TypeIndex, filters: &[&Filter]) -> Self {
        let mut paths = BTreeSet::new();
        for filter in filters {
            of_filter(filter, &[], &mut paths);
        }
        Self::new(model, root, paths, false)
    }

    fn new(model: &Model, root: TypeIndex, all: BTreeSet<Vec<Relation>>, unbounded: bool) -> Self {
        let ends: Vec<TypeIndex> = all.iter().filter_map(|path| Some(model.relation_target(*path.last()?))).collect();
        let series = ends.iter().copied().filter(|end| model.record(*end).is_series()).collect();
        Self { root, all, ends, series, unbounded }
    }

    /// Which writes concern the list.
    pub fn follows(&self) -> Follows {
        let types = self.ends.iter().copied().chain([self.root]).collect();
        Follows { types: (!self.unbounded).then_some(types), series: self.series.clone() }
    }

    /// What the changes since `last` may have touched.
    pub fn trace(&self, snapshot: &mut dyn Snapshot, changes: &[Change], last: Seq) -> Result<Touched> {
        if self.unbounded {
            return Ok(Touched::Everything);
        }
        let mut touched: HashSet<Uuid> =
            changes.iter().filter(|change| change.record == self.root).map(|change| change.entry).collect();
        if daybook_store::sabotage::is("forget-relations") {
            return Ok(Touched::Entries(touched));
        }
        for (path, end) in self.all.iter().zip(&self.ends) {
            let of_end = || changes.iter().filter(|change| change.record == *end);
            // What is purged takes its links and their history along.
            if of_end().any(|change| change.operation == ChangeOperation::Purged) {
                return Ok(Touched::Everything);
            }
            let mut reached: HashSet<Uuid> = of_end().map(|change| change.entry).collect();
            for relation in path.iter().rev() {
                if reached.is_empty() {
                    break;
                }
                match back(snapshot, *relation, &reached, last)? {
                    Some(sources) => reached = sources,
                    None => return Ok(Touched::Everything),
                }
            }
            touched.extend(reached);
            if touched.len() > MOST {
                return Ok(Touched::Everything);
            }
        }
        Ok(Touched::Entries(touched))
    }
}

/// The entries from which a relation leads to these, now or before the changes; `None` when they are too many to tell.
fn back(
    snapshot: &mut dyn Snapshot,
    relation: Relation,
    ids: &HashSet<Uuid>,
    last: Seq,
) -> Result<Option<HashSet<Uuid>>> {
    // What a series measures is no link: samples are told of by themselves.
    if snapshot.model().record(relation.owner).is_series() {
        return Ok(None);
    }
    let ends = Some(ids.iter().copied().collect());
    let mut query = LinkQuery {
        kinds: Some(vec![LinkKind::Declared(relation.owner, relation.field)]),
        limit: Some(MOST + 1),
        ..LinkQuery::default()
    };
    match relation.direction {
        Direction::Out => query.targets = ends,
        Direction::In => query.sources = ends,
    }
    let mut found = HashSet::new();
    for as_of in [None, Some(last)] {
        query.as_of = as_of;
        let links = snapshot.links(&query)?;
        if links.len() > MOST {
            return Ok(None);
        }
        found.extend(links.iter().map(|link| match relation.direction {
            Direction::Out => link.source,
            Direction::In => link.target,
        }));
    }
    Ok(Some(found))
}

type Found = BTreeSet<Vec<Relation>>;

fn of_list(plan: &ListPlan, before: &[Relation], found: &mut Found) {
    of_filter(&plan.list.filter, before, found);
    for key in &plan.list.order {
        for length in 1..=key.path.len() {
            found.insert([before, &key.path[..length]].concat());
        }
    }
    of_reading(&plan.reading, before, found);
}

fn of_reading(reading: &Reading, before: &[Relation], found: &mut Found) {
    for (relation, target) in &reading.to_one {
        let path = [before, &[*relation]].concat();
        of_reading(target, &path, found);
        found.insert(path);
    }
    for list in &reading.lists {
        let path: Vec<Relation> =
            before.iter().copied().chain(list.relation.as_ref().map(|(known, _)| *known)).collect();
        of_list(list, &path, found);
        found.insert(path);
    }
    for stats in &reading.stats {
        let Some((relation, _)) = stats.relation else { continue };
        let path = [before, &[relation]].concat();
        stats.filters().for_each(|filter| of_filter(filter, &path, found));
        found.insert(path);
    }
}

fn of_filter(filter: &Filter, before: &[Relation], found: &mut Found) {
    match filter {
        Filter::All(parts) | Filter::Any(parts) => parts.iter().for_each(|part| of_filter(part, before, found)),
        Filter::Not(part) => of_filter(part, before, found),
        Filter::Related { relation, filter, .. } => {
            let path = [before, &[*relation]].concat();
            of_filter(filter, &path, found);
            found.insert(path);
        }
        Filter::Test(..) | Filter::Trash(_) => {}
    }
}

/// Whether statistics show the entries behind their keys, which may lead anywhere.
fn shows_keys(reading: &Reading) -> bool {
    reading.stats.iter().any(|stats| !stats.entries.is_empty())
        || reading.to_one.iter().any(|(_, target)| shows_keys(target))
        || reading.lists.iter().any(|list| shows_keys(&list.reading))
}

fn leads_anywhere(view: &View) -> bool {
    view.outputs.iter().any(|(_, output)| match output {
        Output::Links(_) | Output::History(_) => true,
        Output::ToOne { view, .. } => leads_anywhere(view),
        Output::List { view, .. } => shows_anything(view),
        _ => false,
    })
}

fn shows_anything(view: &ConnectionView) -> bool {
    view.outputs.iter().any(|(_, output)| match output {
        ConnectionOutput::Nodes(view) => leads_anywhere(view),
        ConnectionOutput::Edges(edges) => edges.iter().any(|(_, edge)| match edge {
            EdgeOutput::Node(view) => leads_anywhere(view),
            EdgeOutput::Link(_) => true,
            _ => false,
        }),
        _ => false,
    })
}
