//! Over which links other entries reach into a list: through its conditions, its order and what it selects; and at which
//! fields it looks in each place.

use std::collections::{BTreeMap, HashMap, HashSet};

use daybook_schema::{
    Model, Relation, TypeIndex,
    model::{Direction, Kind},
};
use daybook_store::{
    backend::{LinkQuery, Snapshot},
    query::{Filter, Group, Subject},
    record::{Change, ChangeOperation, LinkKind, Seq},
    title::{self, TITLE_DEPTH},
};
use uuid::Uuid;

use super::{
    Dependencies, Result,
    read_fields::{ChangedFields, ReadFields, UnreadFields},
};
use crate::plan::{ListPlan, Reading, statistics::StatsPlan};

/// Entries that one round traces changes to; beyond them the list is read again.
const MOST: usize = 100;

/// What a change may have touched in a list.
pub enum AffectedEntries {
    /// These entries, whether they match or not.
    Entries(HashSet<Uuid>),
    /// Any of them.
    Everything,
}

/// The paths of one list.
pub struct Paths {
    /// The list's own entries first; every beginning of a path has its place too.
    places: Vec<Place>,
    dependencies: Dependencies,
}

/// The entries at the end of a path.
struct Place {
    /// From the list's entries outwards.
    path: Path,
    record: TypeIndex,
    unread_fields: UnreadFields,
}

type Path = Vec<Relation>;

impl Paths {
    /// The paths of a list and of all that it shows.
    pub fn of_list(model: &Model, plan: &ListPlan) -> Self {
        let mut found = Found::new(model, plan.list.record);
        found.list(plan, &[]);
        found.paths(leads_anywhere(&plan.reading))
    }

    /// The paths of statistics.
    pub fn of_statistics(model: &Model, plan: &StatsPlan) -> Self {
        let mut found = Found::new(model, plan.aggregate.record);
        found.statistics(plan, &[]);
        // The entries behind keys may show anything.
        found.paths(!plan.entries.is_empty())
    }

    /// Which writes concern the list.
    pub fn dependencies(&self) -> &Dependencies {
        &self.dependencies
    }

    /// What the changes since `last` may have touched.
    pub fn trace(&self, snapshot: &mut dyn Snapshot, changes: &[Change], last: Seq) -> Result<AffectedEntries> {
        if self.dependencies.types.is_none() {
            return Ok(AffectedEntries::Everything);
        }
        let mut touched = HashSet::new();
        for Place { path, record, unread_fields } in &self.places {
            if daybook_store::fault::is("forget-relations") && !path.is_empty() {
                break;
            }
            let seen = || {
                changes.iter().filter(|one| one.record == *record && unread_fields.lets_see(&ChangedFields::from(*one)))
            };
            // What is purged takes its links and their history along.
            if !path.is_empty() && seen().any(|change| change.operation == ChangeOperation::Purged) {
                return Ok(AffectedEntries::Everything);
            }
            let mut reached: HashSet<Uuid> = seen().map(|change| change.entry).collect();
            for relation in path.iter().rev() {
                if reached.is_empty() {
                    break;
                }
                match back(snapshot, *relation, &reached, last)? {
                    Some(sources) => reached = sources,
                    None => return Ok(AffectedEntries::Everything),
                }
            }
            touched.extend(reached);
            if !path.is_empty() && touched.len() > MOST {
                return Ok(AffectedEntries::Everything);
            }
        }
        Ok(AffectedEntries::Entries(touched))
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

/// Paths under construction, with what is read in each place.
struct Found<'m> {
    model: &'m Model,
    root: TypeIndex,
    read_fields: BTreeMap<Path, ReadFields>,
}

impl<'m> Found<'m> {
    fn new(model: &'m Model, root: TypeIndex) -> Self {
        Self { model, root, read_fields: BTreeMap::from([(Path::new(), ReadFields::default())]) }
    }

    fn paths(self, anywhere: bool) -> Paths {
        let (mut types, mut series) = (HashMap::new(), HashSet::new());
        let mut places = Vec::with_capacity(self.read_fields.len());
        for (path, read_fields) in &self.read_fields {
            let record = self.record(path);
            let declared = self.model.record(record);
            let unread_fields = read_fields.unread_fields(declared);
            if declared.is_series() {
                series.insert(record);
            }
            types
                .entry(record)
                .and_modify(|known: &mut UnreadFields| *known = known.and(&unread_fields))
                .or_insert_with(|| unread_fields.clone());
            places.push(Place { path: path.clone(), record, unread_fields });
        }
        Paths { places, dependencies: Dependencies { types: (!anywhere).then_some(types), series } }
    }

    /// The type at the end of a path.
    fn record(&self, path: &[Relation]) -> TypeIndex {
        path.last().map_or(self.root, |relation| self.model.relation_target(*relation))
    }

    fn at(&mut self, path: &[Relation]) -> &mut ReadFields {
        self.read_fields.entry(path.to_vec()).or_default()
    }

    /// Goes one link on. What the link carries is a matter of the entry that declares it.
    fn follow(&mut self, before: &[Relation], relation: Relation) -> Path {
        let path = [before, &[relation]].concat();
        self.at(&path);
        let owner = if relation.direction == Direction::Out { before } else { &path };
        self.at(owner).at_field(relation.field);
        path
    }

    fn list(&mut self, plan: &ListPlan, place: &[Relation]) {
        self.filter(&plan.list.filter, place);
        for key in &plan.list.order {
            let path = key.path.iter().fold(place.to_vec(), |path, relation| self.follow(&path, *relation));
            self.subject(&key.subject, &path);
        }
        self.reading(&plan.reading, place);
    }

    fn reading(&mut self, reading: &Reading, place: &[Relation]) {
        let declared = self.model.record(self.record(place));
        let read_fields = self.at(place);
        for field in &reading.fields {
            read_fields.at_field(*field);
        }
        if reading.external_keys {
            read_fields.at_external_keys();
        }
        // What is computed may come of any field.
        if reading.stamps || reading.fields.iter().any(|field| !declared.field(*field).is_stored()) {
            read_fields.at_everything();
        }
        for (relation, target) in &reading.to_one {
            let path = self.follow(place, *relation);
            self.reading(target, &path);
        }
        for list in &reading.lists {
            let Some((relation, _)) = list.relation else { continue };
            let path = self.follow(place, relation);
            self.list(list, &path);
        }
        for statistics in &reading.stats {
            let Some((relation, _)) = statistics.relation else { continue };
            let path = self.follow(place, relation);
            self.statistics(statistics, &path);
        }
    }

    fn statistics(&mut self, plan: &StatsPlan, place: &[Relation]) {
        self.filter(&plan.aggregate.filter, place);
        for group in &plan.aggregate.groups {
            match group {
                Group::Value(subject) | Group::Time(subject, _) | Group::Range(subject, _) => {
                    self.subject(subject, place);
                }
                Group::Target(relation) => drop(self.follow(place, *relation)),
            }
        }
        for measure in &plan.aggregate.measures {
            measure.subject.iter().for_each(|subject| self.subject(subject, place));
            measure.filter.iter().for_each(|filter| self.filter(filter, place));
        }
        self.measured(place);
    }

    /// What a series measures says what its gaps are, and takes its samples into the trash and back.
    fn measured(&mut self, place: &[Relation]) {
        let owner = self.record(place);
        let series = self.model.record(owner);
        let Kind::Series { of, .. } = series.kind else { return };
        let measured = match place.split_last() {
            Some((last, before)) if last.owner == owner && last.field == of => before.to_vec(),
            _ => self.follow(place, Relation { owner, field: of, direction: Direction::Out }),
        };
        self.at(&measured).at_gaps(series);
    }

    fn filter(&mut self, filter: &Filter, place: &[Relation]) {
        match filter {
            Filter::All(parts) | Filter::Any(parts) => parts.iter().for_each(|part| self.filter(part, place)),
            Filter::Not(part) => self.filter(part, place),
            Filter::Related { relation, filter, .. } => {
                let path = self.follow(place, *relation);
                self.filter(filter, &path);
            }
            Filter::Test(subject, _) => self.subject(subject, place),
            Filter::Trash(_) => {}
        }
    }

    fn subject(&mut self, subject: &Subject, place: &[Relation]) {
        if *subject == Subject::Title {
            return self.title(place, TITLE_DEPTH);
        }
        let declared = self.model.record(self.record(place));
        self.at(place).at_subject(declared, subject);
    }

    /// A title shows fields, and of linked entries their titles.
    fn title(&mut self, place: &[Relation], depth: usize) {
        let (model, owner) = (self.model, self.record(place));
        for field in title::fields(model, owner) {
            if model.record(owner).field(field).link().is_none() {
                self.at(place).at_field(field);
            } else if depth > 0 {
                let path = self.follow(place, Relation { owner, field, direction: Direction::Out });
                self.title(&path, depth - 1);
            }
        }
    }
}

/// Whether links, history or the entries behind the keys of statistics are shown, which may lead anywhere.
fn leads_anywhere(reading: &Reading) -> bool {
    let shows_links = !reading.links.is_empty() || reading.lists.iter().any(|list| !list.links.is_empty());
    shows_links
        || !reading.history.is_empty()
        || reading.stats.iter().any(|stats| !stats.entries.is_empty())
        || reading.to_one.iter().any(|(_, target)| leads_anywhere(target))
        || reading.lists.iter().any(|list| leads_anywhere(&list.reading))
}
