//! `xsLive` of entries: first the whole list, then what entered, changed and left.
//!
//! What was told is remembered as a fingerprint per entry, so that every way to find out what may have changed leads to
//! the same patch: the entries that a change touches, or the whole list read again.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, OnceLock},
    time::Duration,
};

use daybook_schema::TypeIndex;
use daybook_store::{
    backend::Snapshot,
    query::{Filter, List, Position, Select},
    record::Seq,
};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::{
    Dependencies, REST, RefreshPolicy, Result, Trigger,
    paths::{AffectedEntries, Paths},
    times,
};
use crate::{
    arguments,
    error::{Code, RequestError},
    plan::{ListPlan, Planned, Planner, Reading, View, unplanned},
    read::Reader,
    surface::FieldRole,
};

/// Entries that a list without `first` follows at most.
const MOST: usize = 5_000;

/// A list that is followed.
pub struct LiveList {
    planner: Arc<Planner>,
    planned: Planned,
    record: TypeIndex,
    plan: Plan,
    paths: Paths,
    renewal: Option<Duration>,
    last: Option<Seq>,
    /// Fingerprints of what was told.
    known: HashMap<Uuid, u64>,
}

/// What to read and what to answer of it.
struct Plan {
    list: ListPlan,
    outputs: Vec<(String, Output)>,
    windowed: bool,
}

/// What one key of a patch answers.
enum Output {
    TypeName(String),
    Seq,
    Snapshot,
    Entered(View),
    Changed(View),
    Left,
}

/// A patch under construction: the entries as the outputs ask for them, parallel to [`Plan::outputs`].
#[derive(Default)]
struct Patch {
    entered: Vec<Vec<Json>>,
    changed: Vec<Vec<Json>>,
    left: Vec<Uuid>,
}

/// An entry as read.
struct Shown {
    id: Uuid,
    fingerprint: u64,
    /// Parallel to [`Plan::outputs`]; null where an output shows no entries.
    views: Vec<Json>,
}

impl LiveList {
    pub fn plan(planner: Arc<Planner>, record: TypeIndex, planned: Planned) -> Result<Self> {
        let plan = Plan::new(&planner, record, &planned)?;
        let paths = Paths::of_list(planner.model(), &plan.list);
        let renewal = renewal(&planner, record, &planned, &plan);
        Ok(Self { planner, planned, record, plan, paths, renewal, last: None, known: HashMap::new() })
    }

    pub fn dependencies(&self) -> Dependencies {
        self.paths.dependencies().clone()
    }

    pub fn refresh_policy(&self) -> RefreshPolicy {
        // What is read again as a whole is not read again for every change.
        let whole = self.plan.windowed || self.renewal.is_some() || !self.paths.dependencies().series.is_empty();
        RefreshPolicy { rest: whole.then_some(REST), renewal: self.renewal }
    }

    pub fn advance(&mut self, snapshot: &mut dyn Snapshot, trigger: &Trigger) -> Result<Vec<Json>> {
        let latest = snapshot.latest()?;
        self.replan(trigger)?;
        let Some(last) = self.last.replace(latest) else { return Ok(Vec::new()) };
        let patch = match self.touched(snapshot, last, trigger)? {
            AffectedEntries::Everything => self.read_again(snapshot)?,
            AffectedEntries::Entries(ids) if ids.is_empty() => return Ok(Vec::new()),
            AffectedEntries::Entries(ids) => {
                let ids: Vec<Uuid> = ids.into_iter().collect();
                let shown = self.read(snapshot, Some(&ids))?;
                self.patch(shown, &ids)
            }
        };
        if patch.is_empty() { Ok(Vec::new()) } else { Ok(vec![self.answer(&patch, latest, false)]) }
    }

    pub fn initial_answers(&mut self, snapshot: &mut dyn Snapshot) -> Result<Vec<Json>> {
        let shown = self.read(snapshot, None)?;
        self.known = shown.iter().map(|shown| (shown.id, shown.fingerprint)).collect();
        let entered = shown.into_iter().map(|shown| shown.views).collect();
        let patch = Patch { entered, ..Patch::default() };
        let reached = self.last.unwrap_or_default();
        Ok(vec![self.answer(&patch, reached, true)])
    }

    fn replan(&mut self, trigger: &Trigger) -> Result<()> {
        if self.renewal.is_some() {
            self.planner = Arc::new(self.planner.at(trigger.now));
            self.plan = Plan::new(&self.planner, self.record, &self.planned)?;
        }
        Ok(())
    }

    fn touched(&self, snapshot: &mut dyn Snapshot, last: Seq, trigger: &Trigger) -> Result<AffectedEntries> {
        let sampled =
            trigger.altered || trigger.samples.iter().any(|key| self.paths.dependencies().series.contains(&key.record));
        if trigger.missed || sampled || self.renewal.is_some() {
            return Ok(AffectedEntries::Everything);
        }
        let Some(changes) = self.paths.dependencies().changes(snapshot, last)? else {
            return Ok(AffectedEntries::Everything);
        };
        if changes.is_empty() {
            return Ok(AffectedEntries::Entries(HashSet::new()));
        }
        if self.plan.windowed {
            return Ok(AffectedEntries::Everything);
        }
        self.paths.trace(snapshot, &changes, last)
    }

    fn read_again(&mut self, snapshot: &mut dyn Snapshot) -> Result<Patch> {
        let shown = self.read(snapshot, None)?;
        let ids: Vec<Uuid> = self.known.keys().copied().collect();
        Ok(self.patch(shown, &ids))
    }

    /// Reads the list, or those of the entries that match it.
    fn read(&self, snapshot: &mut dyn Snapshot, ids: Option<&[Uuid]>) -> Result<Vec<Shown>> {
        let mut reader = Reader { snapshot, context: &self.planner.context, as_of: None };
        let fetched = match ids {
            None => reader.root(&self.plan.list)?,
            Some(ids) => reader.root_of(&self.plan.list, ids)?,
        };
        let Some(listed) = fetched.lists.get(&Uuid::nil()) else { return Ok(Vec::new()) };
        if listed.page.more && !self.plan.windowed {
            return Err(RequestError::new(
                Code::TooComplex,
                format!("more than {MOST} entries match; follow fewer by `where`, or only the `first` of them"),
            ));
        }
        let reading = &self.plan.list.reading;
        let rows = listed.page.rows.iter().map(|row| {
            let views = self.plan.outputs.iter().map(|(_, output)| match output {
                Output::Entered(view) | Output::Changed(view) => reader.row(view, reading, row, &fetched.below),
                _ => Json::Null,
            });
            let views: Vec<_> = views.collect();
            Shown { id: row.id, fingerprint: fingerprint(&row.position, &views), views }
        });
        Ok(rows.collect())
    }

    /// What is new in what was read, and which of the entries that were asked for are not in it any more.
    fn patch(&mut self, shown: Vec<Shown>, asked: &[Uuid]) -> Patch {
        let mut patch = Patch::default();
        let there: HashSet<Uuid> = shown.iter().map(|shown| shown.id).collect();
        for shown in shown {
            match self.known.insert(shown.id, shown.fingerprint) {
                None => patch.entered.push(shown.views),
                Some(before) if before != shown.fingerprint => patch.changed.push(shown.views),
                Some(_) => {}
            }
        }
        patch.left =
            asked.iter().copied().filter(|id| !there.contains(id) && self.known.remove(id).is_some()).collect();
        patch.left.sort_unstable();
        patch
    }

    fn answer(&self, patch: &Patch, reached: Seq, snapshot: bool) -> Json {
        let column = |rows: &[Vec<Json>], index: usize| rows.iter().map(|views| views[index].clone()).collect();
        let outputs = self.plan.outputs.iter().enumerate().map(|(index, (key, output))| {
            let value = match output {
                Output::TypeName(name) => json!(name),
                Output::Seq => json!(reached.to_string()),
                Output::Snapshot => json!(snapshot),
                Output::Entered(_) => column(&patch.entered, index),
                Output::Changed(_) => column(&patch.changed, index),
                Output::Left => json!(patch.left),
            };
            (key.clone(), value)
        });
        Json::Object(outputs.collect::<Map<_, _>>())
    }
}

impl Patch {
    fn is_empty(&self) -> bool {
        self.entered.is_empty() && self.changed.is_empty() && self.left.is_empty()
    }
}

impl Plan {
    fn new(planner: &Planner, record: TypeIndex, planned: &Planned) -> Result<Self> {
        let mut list = plain_list(planner, record, planned)?;
        let windowed = planned.given("first").is_some();
        if !windowed {
            list.list.window.limit = MOST;
        }
        let mut outputs = Vec::new();
        for field in planner.fields(&planned.type_name, &planned.selected.sets)? {
            let mut view = || planner.view(record, &mut list.reading, &field.selected.sets);
            let output = match field.role {
                None => Output::TypeName(planned.type_name.clone()),
                Some(FieldRole::LiveSeq) => Output::Seq,
                Some(FieldRole::LiveSnapshot) => Output::Snapshot,
                Some(FieldRole::LiveEntered) => Output::Entered(view()?),
                Some(FieldRole::LiveChanged) => Output::Changed(view()?),
                Some(FieldRole::LiveLeft) => Output::Left,
                Some(other) => return Err(unplanned(other, &field)),
            };
            outputs.push((field.key(), output));
        }
        Ok(Self { list, outputs, windowed })
    }
}

/// The list that `where`, `orderBy` and `first` ask for, with nothing selected yet.
pub fn plain_list(planner: &Planner, record: TypeIndex, planned: &Planned) -> Result<ListPlan> {
    let model = planner.model();
    let empty = Json::Object(Map::new());
    let filter =
        arguments::filter(model, planner.context.now, record, planned.given("where").unwrap_or(&empty), &["where"])?;
    let order = arguments::order(model, record, planned.given("orderBy"))?;
    let scope = arguments::CursorScope::new(model, record, &order);
    let window = arguments::window(&planned.arguments, &planner.context.cursor_key, &scope)?;
    let list = List { record, parents: None, filter, order, window, select: Select::default(), as_of: None };
    Ok(ListPlan {
        list,
        relation: None,
        reading: Reading::default(),
        rows: true,
        count: false,
        marks: Vec::new(),
        order: scope,
        links: Vec::new(),
        repeated: OnceLock::new(),
    })
}

/// How often the list is read again for times relative to now.
fn renewal(planner: &Planner, record: TypeIndex, planned: &Planned, plan: &Plan) -> Option<Duration> {
    let mut now = Vec::new();
    collect_filters(&plan.list, &mut now);
    let planned_later = Plan::new(&planner.at(times::far(planner.context.now)), record, planned);
    let mut later = Vec::new();
    if let Ok(plan) = &planned_later {
        collect_filters(&plan.list, &mut later);
    }
    times::renewal(&now, &later)
}

fn collect_filters<'p>(plan: &'p ListPlan, filters: &mut Vec<&'p Filter>) {
    filters.push(&plan.list.filter);
    filters.extend(plan.relation.iter().filter_map(|(_, edge)| edge.as_ref()));
    collect_below(&plan.reading, filters);
}

fn collect_below<'p>(reading: &'p Reading, filters: &mut Vec<&'p Filter>) {
    reading.to_one.iter().for_each(|(_, target)| collect_below(target, filters));
    reading.lists.iter().for_each(|list| collect_filters(list, filters));
    reading.stats.iter().for_each(|stats| filters.extend(stats.filters()));
}

/// What an entry looks like, and where it stands in the order that was asked for.
fn fingerprint(position: &Position, views: &[Json]) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{:?}", position.keys).hash(&mut hasher);
    for view in views {
        view.to_string().hash(&mut hasher);
    }
    hasher.finish()
}
