//! Live queries: what a subscription follows, as a machine that reads snapshots and answers what is to be sent.
//!
//! A live query knows no task, queue or clock. [`LiveQuery::advance`] brings it to the state of a snapshot and answers
//! what those who follow it are told; [`LiveQuery::initial_answers`] answers what a new follower is told first, in the same
//! snapshot. `crate::live` drives it.

mod changes;
mod list;
mod paths;
mod read_fields;
mod samples;
mod stats;
#[cfg(test)]
mod tests;
mod times;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use daybook_schema::{TypeIndex, value::Instant};
use daybook_store::{
    backend::{ChangeQuery, Snapshot},
    record::{Change, SampleKey, Seq},
};
use serde_json::{Map, Value as Json};

pub use self::read_fields::ChangedFields;
use self::{changes::LiveChanges, list::LiveList, read_fields::UnreadFields, samples::LiveSamples, stats::LiveStats};
use crate::{
    coerce,
    error::{Code, RequestError},
    introspection::is_introspection,
    plan::{Planned, Planner, unplanned},
    selection::{self, Set},
    surface::FieldRole,
};

/// Rows of the change log that a live query looks at one by one; beyond them it is read again.
const TRACED: usize = 500;

/// What is read again as a whole is so at most once in so long.
const REST: Duration = Duration::from_millis(200);

type Result<T> = std::result::Result<T, RequestError>;

/// The one field of a subscription, followed.
pub struct LiveQuery {
    key: String,
    since: Option<Seq>,
    kind: Kind,
}

enum Kind {
    Changes(Box<LiveChanges>),
    List(Box<LiveList>),
    Samples(Box<LiveSamples>),
    Stats(Box<LiveStats>),
    /// The definitions, told by what stands for them: with others everybody follows anew.
    Types(String),
}

/// Which writes concern a live query.
#[derive(Clone, Debug, Default)]
pub struct Dependencies {
    /// Changes of these types, beside those that touch only fields that are not read; `None` is all.
    pub types: Option<HashMap<TypeIndex, UnreadFields>>,
    /// Samples of these series.
    pub series: HashSet<TypeIndex>,
}

/// When a live query may or must read again.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct RefreshPolicy {
    /// At most once in so long.
    pub rest: Option<Duration>,
    /// At least once in so long, since what it asks for moves with the time.
    pub renewal: Option<Duration>,
}

/// Why a live query reads again.
#[derive(Clone, Debug, Default)]
pub struct Trigger {
    /// The moment.
    pub now: Instant,
    /// Samples that were stored since.
    pub samples: Vec<SampleKey>,
    /// Samples of a series that it follows were removed or flagged since.
    pub altered: bool,
    /// Writes may have gone unnoticed: everything is looked at again.
    pub missed: bool,
}

/// How far a follower that catches up has got.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Progress {
    /// All up to here has been told.
    pub seq: Seq,
    /// There is more behind it.
    pub more: bool,
}

impl Dependencies {
    /// Whether a write that touches this and these series concerns the query.
    pub fn is_concerned<'t>(
        &self,
        touches: impl IntoIterator<Item = &'t ChangedFields>,
        series: &HashSet<TypeIndex>,
    ) -> bool {
        touches.into_iter().any(|touch| self.sees(touch)) || !self.series.is_disjoint(series)
    }

    fn sees(&self, touch: &ChangedFields) -> bool {
        match &self.types {
            None => true,
            Some(types) => types.get(&touch.record).is_some_and(|unread_fields| unread_fields.lets_see(touch)),
        }
    }

    /// The changes behind a place that concern the query; `None` when they are too many to look at one by one.
    fn changes(&self, snapshot: &mut dyn Snapshot, last: Seq) -> Result<Option<Vec<Change>>> {
        let types = self.types.as_ref().map(|types| types.keys().copied().collect());
        let query = ChangeQuery { types, after: Some(last), limit: Some(TRACED + 1), ..ChangeQuery::default() };
        let mut changes = snapshot.changes(&query)?;
        if changes.len() > TRACED {
            return Ok(None);
        }
        changes.retain(|change| self.sees(&ChangedFields::from(change)));
        Ok(Some(changes))
    }
}

impl LiveQuery {
    /// Plans the one field of a validated subscription.
    pub fn plan(planner: &Arc<Planner>, selection: &Arc<Set>) -> Result<Self> {
        let planned = only_field(planner, selection)?;
        let (key, position) = (planned.key(), planned.selected.node.position);
        let since = since(&planned)?;
        let planner = Arc::clone(planner);
        let kind = match planned.role {
            Some(FieldRole::LiveChanges) => Ok(Kind::Changes(Box::new(LiveChanges::plan(planner, planned)?))),
            Some(FieldRole::LiveTypes) => Ok(Kind::Types(planner.model().fingerprint.clone())),
            Some(FieldRole::LiveList(record)) => {
                LiveList::plan(planner, record, planned).map(|list| Kind::List(Box::new(list)))
            }
            Some(FieldRole::LiveSamples(record)) => {
                LiveSamples::plan(planner, record, planned).map(|samples| Kind::Samples(Box::new(samples)))
            }
            Some(FieldRole::LiveStats(record)) => {
                LiveStats::plan(planner, record, planned).map(|stats| Kind::Stats(Box::new(stats)))
            }
            Some(other) => Err(unplanned(other, &planned)),
            None => Err(one_field()),
        };
        let kind = kind.map_err(|error| match error.location {
            Some(_) => error,
            None => error.at(position.line, position.column),
        })?;
        Ok(Self { key, since, kind })
    }

    /// From where a new follower resumes, as the subscription asks.
    pub fn since(&self) -> Option<Seq> {
        self.since
    }

    /// Whether it can be followed from a place in the change log on.
    pub fn resumes(&self) -> bool {
        matches!(self.kind, Kind::Changes(_))
    }

    /// Whether nothing is missed by who follows it anew: what is told first says where everything stands.
    pub fn starts_with_everything(&self) -> bool {
        matches!(self.kind, Kind::List(_) | Kind::Stats(_) | Kind::Types(_))
    }

    /// Which writes concern it.
    pub fn dependencies(&self) -> Dependencies {
        match &self.kind {
            Kind::Changes(changes) => changes.dependencies(),
            Kind::List(list) => list.dependencies(),
            Kind::Samples(samples) => samples.dependencies(),
            Kind::Stats(stats) => stats.dependencies(),
            Kind::Types(_) => Dependencies { types: Some(HashMap::new()), series: HashSet::new() },
        }
    }

    /// When it may or must read again.
    pub fn refresh_policy(&self) -> RefreshPolicy {
        match &self.kind {
            Kind::List(list) => list.refresh_policy(),
            Kind::Stats(stats) => stats.refresh_policy(),
            Kind::Changes(_) | Kind::Samples(_) | Kind::Types(_) => RefreshPolicy::default(),
        }
    }

    /// Brings the query to the state of the snapshot; answers what its followers are told, in order.
    pub fn advance(&mut self, snapshot: &mut dyn Snapshot, trigger: &Trigger) -> Result<Vec<Json>> {
        let sent = match &mut self.kind {
            Kind::Changes(changes) => changes.advance(snapshot, trigger),
            Kind::List(list) => list.advance(snapshot, trigger),
            Kind::Samples(samples) => samples.advance(snapshot, trigger),
            Kind::Stats(stats) => stats.advance(snapshot, trigger),
            Kind::Types(_) => Ok(Vec::new()),
        };
        Ok(self.keyed(sent?))
    }

    /// What a new follower is told first, in the snapshot that [`Self::advance`] has just brought the query to.
    /// `since` is where it has got to already.
    pub fn initial_answers(&mut self, snapshot: &mut dyn Snapshot, since: Option<Seq>) -> Result<Vec<Json>> {
        let sent = match &mut self.kind {
            Kind::Changes(changes) => changes.initial_answers(snapshot, since),
            Kind::List(list) => list.initial_answers(snapshot),
            Kind::Stats(stats) => stats.initial_answers(snapshot),
            Kind::Samples(_) => Ok(Vec::new()),
            Kind::Types(fingerprint) => Ok(vec![Json::from(fingerprint.as_str())]),
        };
        Ok(self.keyed(sent?))
    }

    /// One page of what came behind `after`, and how far it reaches.
    pub fn catch_up(&self, snapshot: &mut dyn Snapshot, after: Seq) -> Result<(Vec<Json>, Progress)> {
        match &self.kind {
            Kind::Changes(changes) => {
                let (sent, reached) = changes.page(snapshot, after)?;
                Ok((self.keyed(sent), reached))
            }
            Kind::List(_) | Kind::Samples(_) | Kind::Stats(_) | Kind::Types(_) => {
                Ok((Vec::new(), Progress { seq: after, more: false }))
            }
        }
    }

    fn keyed(&self, sent: Vec<Json>) -> Vec<Json> {
        sent.into_iter().map(|value| Json::Object(Map::from_iter([(self.key.clone(), value)]))).collect()
    }
}

fn only_field(planner: &Planner, selection: &Arc<Set>) -> Result<Planned> {
    let mut selected = selection::collect(&[Arc::clone(selection)], &|condition| condition == "Subscription");
    match (selected.pop(), selected.is_empty()) {
        (Some(only), true) if !is_introspection(only.name()) => planner.planned("Subscription", only),
        _ => Err(one_field()),
    }
}

fn one_field() -> RequestError {
    RequestError::new(Code::ValidationFailed, "a subscription selects exactly one field; open one for each")
}

fn since(planned: &Planned) -> Result<Option<Seq>> {
    let Some(text) = planned.given("since").and_then(Json::as_str) else { return Ok(None) };
    match text.parse() {
        Ok(seq) if seq >= 0 => Ok(Some(seq)),
        _ => Err(RequestError::bad_input(format!(
            "`since` is `{}`, which is no place in the change log; give a `seq` that was answered before",
            coerce::cut(text)
        ))),
    }
}

/// The variable that says from where a subscription resumes.
pub fn resuming_variable(selection: &Arc<Set>) -> Option<String> {
    let selected = selection::collect(&[Arc::clone(selection)], &|condition| condition == "Subscription");
    let (_, value) = selected.first()?.node.arguments.iter().find(|(name, _)| name.node == "since")?;
    match &value.node {
        async_graphql_value::Value::Variable(name) => Some(name.to_string()),
        _ => None,
    }
}
