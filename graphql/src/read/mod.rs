//! Plan to rows: one statement for each list, whatever the number of its parents.

pub mod statistics;

use std::collections::{HashMap, HashSet};

use daybook_schema::Value;
use daybook_store::{
    backend::Snapshot,
    query::{Filter, List, Page, Position, Row, Subject, Test, Window},
    record::Seq,
};
use serde_json::Value as Json;
use uuid::Uuid;

use self::statistics::StatsFetched;
use crate::{
    error::RequestError,
    plan::{Context, ListPlan, MAX_MARKS, Reading},
};

type Result<T> = std::result::Result<T, RequestError>;

/// Reads what plans ask for, in one snapshot.
pub struct Reader<'a> {
    /// The state that is read.
    pub snapshot: &'a mut dyn Snapshot,
    /// What the request brings along.
    pub context: &'a Context,
    /// Read what held at this sequence number.
    pub as_of: Option<Seq>,
}

/// One list: the page of each parent; of a root list that of the nil id.
#[derive(Default)]
pub struct Fetched {
    /// By parent.
    pub lists: HashMap<Uuid, Listed>,
    /// The children of the rows of all pages.
    pub below: Children,
    /// The links that lead to the rows, parallel to [`ListPlan::links`]: by parent, in the order of its rows.
    pub links: Vec<HashMap<Uuid, Vec<Json>>>,
}

/// A page with its total.
#[derive(Default)]
pub struct Listed {
    /// Rows.
    pub page: Page,
    /// How many match, when asked.
    pub count: Option<u64>,
    /// Parallel to [`ListPlan::marks`].
    pub marks: Vec<Vec<Position>>,
}

/// The children of rows, each parallel to the part of [`Reading`] with its name.
#[derive(Default)]
pub struct Children {
    /// Of the targets of to-one links.
    pub to_one: Vec<Children>,
    /// To-many links.
    pub lists: Vec<Fetched>,
    /// Statistics of to-many links.
    pub stats: Vec<StatsFetched>,
    /// Connections of links, by entry.
    pub links: Vec<HashMap<Uuid, Json>>,
    /// Connections of changes, by entry.
    pub history: Vec<HashMap<Uuid, Json>>,
}

impl Reader<'_> {
    /// Fetches a root list.
    pub fn root(&mut self, plan: &ListPlan) -> Result<Fetched> {
        self.fetch(plan, None)
    }

    /// Fetches those entries of a root list that are among these, whatever its window.
    pub fn root_of(&mut self, plan: &ListPlan, ids: &[Uuid]) -> Result<Fetched> {
        let wanted = Test::In(ids.iter().map(|id| Value::Id(*id)).collect());
        let filter = Filter::All(vec![Filter::Test(Subject::Id, wanted), plan.list.filter.clone()]);
        self.root_where(plan, filter, ids.len())
    }

    /// Fetches so many of what a root list shows, under another condition and whatever its window.
    pub fn root_where(&mut self, plan: &ListPlan, filter: Filter, limit: usize) -> Result<Fetched> {
        let window = Window { limit, ..Window::default() };
        let list = List { filter, window, ..plan.repeated().of(&[], self.as_of) };
        let page = self.snapshot.list(&list)?.pop().unwrap_or_default();
        let below = self.below(&plan.reading, &page.rows.iter().collect::<Vec<_>>())?;
        let lists = HashMap::from([(Uuid::nil(), Listed { page, ..Listed::default() })]);
        Ok(Fetched { links: self.links_to(plan, &lists)?, lists, below })
    }

    /// Fetches the children of rows.
    pub fn below(&mut self, reading: &Reading, rows: &[&Row]) -> Result<Children> {
        let mut below = Children::default();
        for (slot, (_, target)) in reading.to_one.iter().enumerate() {
            below.to_one.push(self.below_targets(slot, target, rows)?);
        }
        if reading.has_no_parents() {
            return Ok(below);
        }
        let mut seen = HashSet::new();
        let parents: Vec<_> = rows.iter().map(|row| row.id).filter(|id| seen.insert(*id)).collect();
        for plan in &reading.stats {
            let read = !parents.is_empty();
            below.stats.push(if read {
                self.statistics(plan, Some(parents.clone()))?
            } else {
                StatsFetched::default()
            });
        }
        for plan in &reading.lists {
            below.lists.push(if parents.is_empty() { Fetched::default() } else { self.fetch(plan, Some(&parents))? });
        }
        for plan in &reading.links {
            let links = parents.iter().map(|id| Ok((*id, self.entry_links(plan, *id)?)));
            below.links.push(links.collect::<Result<_>>()?);
        }
        for plan in &reading.history {
            let changes = parents.iter().map(|id| Ok((*id, self.history(plan, *id)?)));
            below.history.push(changes.collect::<Result<_>>()?);
        }
        Ok(below)
    }

    /// The links that lead to the rows of a list, for each place where they are selected.
    fn links_to(&mut self, plan: &ListPlan, lists: &HashMap<Uuid, Listed>) -> Result<Vec<HashMap<Uuid, Vec<Json>>>> {
        let places = plan.links.iter().map(|view| {
            let mut all = HashMap::new();
            for (parent, listed) in lists {
                let links: Vec<_> = listed.page.rows.iter().map(|row| row.link.as_deref().cloned()).collect();
                all.insert(*parent, self.links(view, &links)?);
            }
            Ok(all)
        });
        places.collect()
    }

    fn below_targets(&mut self, slot: usize, reading: &Reading, rows: &[&Row]) -> Result<Children> {
        let targets: Vec<_> = rows.iter().filter_map(|row| row.to_one[slot].as_ref()).collect();
        self.below(reading, &targets)
    }

    fn fetch(&mut self, plan: &ListPlan, parents: Option<&[Uuid]>) -> Result<Fetched> {
        let root = [Uuid::nil()];
        let keys = parents.unwrap_or(&root);
        let (repeated, ids) = (plan.repeated(), parents.unwrap_or_default());
        let pages = if plan.rows && plan.list.window.limit > 0 {
            self.snapshot.list_again(repeated, ids, self.as_of)?
        } else {
            keys.iter().map(|_| Page::default()).collect()
        };
        let counts = if plan.count {
            self.snapshot.count_again(repeated, ids, self.as_of)?.into_iter().map(Some).collect()
        } else {
            vec![None; keys.len()]
        };
        let rows: Vec<_> = pages.iter().flat_map(|page| &page.rows).collect();
        let below = self.below(&plan.reading, &rows)?;
        let lists = keys.iter().copied().zip(pages.into_iter().zip(counts));
        let listed = |(key, (page, count))| (key, Listed { page, count, marks: Vec::new() });
        let mut lists: HashMap<_, _> = lists.map(listed).collect();
        for every in &plan.marks {
            let marks = self.snapshot.marks(&repeated.of(ids, self.as_of), *every, MAX_MARKS)?;
            for (key, marks) in keys.iter().zip(marks) {
                lists.entry(*key).or_default().marks.push(marks);
            }
        }
        Ok(Fetched { links: self.links_to(plan, &lists)?, lists, below })
    }
}
