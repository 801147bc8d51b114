//! Statistics from rollups: where buckets and bounds fit the edges of a level, the coarsest such level is read instead
//! of the samples. Where samples were removed for their age, rollups are read up to the last removed day and samples
//! since then; what neither can tell is refused.

use std::collections::{BTreeMap, HashMap};

use daybook_schema::{
    Relation, Value,
    model::{Direction, Kind},
    time::format_instant,
    value::Instant,
};
use uuid::Uuid;

use super::{
    rollup::{self, Kept},
    rows::{self, id_cell},
    session::Session,
    source::{Builder, Of},
    sql::Sql,
};
use crate::{
    error::{Error, ErrorKind, Result},
    query::{
        Aggregate, Filter, Group, GroupKey, Grouped, Measure, Quantifier, Reading, Subject, Summary, Test, Trash,
        group_position,
    },
};

/// What is asked, as far as rollups can tell.
struct Plan {
    /// The link to what is measured.
    of: Relation,
    /// Conditions on what is measured.
    measured: Vec<Filter>,
    from: Option<Instant>,
    to: Option<Instant>,
    /// All bounds and edges of buckets.
    edges: Vec<Instant>,
    /// What each measure reads; `None` where only the samples can tell.
    reads: Option<Vec<Read>>,
}

#[derive(Clone, Copy)]
enum Read {
    /// How many samples.
    Samples,
    /// When they were taken.
    Times,
    /// The numbers of a field, by its stable number.
    Field(i64),
}

/// A group in the making: its keys, and what the samples of each thing measured say so far.
type Making = (Vec<GroupKey>, BTreeMap<Uuid, Vec<Summary>>);

/// By parent and what the keys are: positions, or what is measured.
type Makings = HashMap<(usize, Vec<u128>), Making>;

impl Session<'_> {
    /// Statistics from rollups; `None` where only the samples can tell, and they are there.
    pub fn read_rolled(&mut self, aggregate: &Aggregate) -> Result<Option<Vec<Vec<Grouped>>>> {
        self.settle()?;
        let Some(plan) = self.rolled_plan(aggregate) else { return Ok(None) };
        let low = plan.low(aggregate);
        let kept = self.kept_among(aggregate, &plan)?.filter(|kept| low.is_none_or(|low| low < kept.since));
        let Some(reads) = &plan.reads else {
            return kept.map_or(Ok(None), |kept| Err(self.gone(aggregate, kept)));
        };
        let levels = rollup::levels(&self.model, aggregate.record);
        let coarsest = |fits: &dyn Fn(i64) -> bool| {
            let usable = levels.iter().rev().filter(|level| kept.is_none_or(|kept| **level >= kept.finest));
            usable.copied().find(|level| fits(*level))
        };
        let whole = coarsest(&|level| plan.edges.iter().all(|edge| edge.rem_euclid(level) == 0));
        let mut makings = Makings::new();
        match (whole, kept) {
            (Some(level), _) => self.read_buckets(aggregate, &plan, reads, (level, None), &mut makings)?,
            (None, None) => return Ok(None),
            (None, Some(kept)) => {
                let old = plan.edges.iter().filter(|edge| **edge < kept.since);
                let level = coarsest(&|level| old.clone().all(|edge| edge.rem_euclid(level) == 0));
                let level = level.ok_or_else(|| self.gone(aggregate, kept))?;
                self.read_buckets(aggregate, &plan, reads, (level, Some(kept.since)), &mut makings)?;
                self.read_newer(aggregate, &plan, kept.since, &mut makings)?;
            }
        }
        Ok(Some(settled(aggregate, makings)))
    }

    /// Adds what buckets of a level say, of those before a moment if there is one.
    fn read_buckets(
        &mut self,
        aggregate: &Aggregate,
        plan: &Plan,
        reads: &[Read],
        (level, before): (i64, Option<Instant>),
        makings: &mut Makings,
    ) -> Result<()> {
        self.rollup_level = Some(level);
        let sql = self.rolled_statement(aggregate, plan, level, before)?;
        let parents = parents(aggregate);
        self.query(&sql, "reading rollups", |_, row| {
            let of = rows::id(row, 0)?;
            let start: Instant = rows::get(row, 1)?;
            let data: Vec<u8> = rows::get(row, 2)?;
            let Some(keys) = keys(aggregate, of, start) else { return Ok(()) };
            let bucket = rollup::decode(&data, start, of)?;
            let parent = parents.get(&of).copied().unwrap_or(0);
            let parts: Vec<Summary> = reads.iter().map(|read| read.of(&bucket, of)).collect();
            join(makings, aggregate, (parent, keys), of, &parts);
            Ok(())
        })?;
        Ok(())
    }

    /// Adds what samples say that were taken since a moment.
    fn read_newer(&mut self, aggregate: &Aggregate, plan: &Plan, since: Instant, makings: &mut Makings) -> Result<()> {
        let newer = Filter::Test(Subject::At, Test::Gte(Value::Instant(since)));
        let mut groups = aggregate.groups.clone();
        groups.push(Group::Target(plan.of));
        let samples = Aggregate {
            filter: Filter::All(vec![aggregate.filter.clone(), newer]),
            groups,
            limit: usize::MAX >> 16,
            ..aggregate.clone()
        };
        for (parent, groups) in self.read_samples(&samples)?.into_iter().enumerate() {
            for Grouped { mut keys, measures } in groups {
                if let Some(GroupKey::Value(Value::Id(of))) = keys.pop() {
                    join(makings, aggregate, (parent, keys), of, &measures);
                }
            }
        }
        Ok(())
    }

    /// What an aggregate asks; `None` of what is no series.
    fn rolled_plan(&self, aggregate: &Aggregate) -> Option<Plan> {
        let declared = self.model.record(aggregate.record);
        let (Kind::Series { of, .. }, Some(at)) = (&declared.kind, declared.at) else { return None };
        let of = Relation { owner: aggregate.record, field: *of, direction: Direction::Out };
        let inverse = Relation { direction: Direction::In, ..of };
        let is_at = |subject: &Subject| matches!(subject, Subject::At) || *subject == Subject::Field(vec![at]);
        let mut plan = Plan { of, measured: Vec::new(), from: None, to: None, edges: Vec::new(), reads: None };
        let mut unflagged = false;
        let mut fits = plan.take(&aggregate.filter, &is_at, &mut unflagged) && unflagged;
        fits &= aggregate.parents.as_ref().is_none_or(|parents| parents.relation == inverse && parents.edge.is_none());
        plan.edges.extend([plan.from, plan.to].into_iter().flatten());
        for group in &aggregate.groups {
            match group {
                Group::Time(subject, times) if is_at(subject) => plan.edges.extend(times.iter()),
                Group::Target(relation) if *relation == of => {}
                _ => fits = false,
            }
        }
        if fits {
            plan.reads =
                aggregate.measures.iter().map(|measure| self.rolled_read(aggregate, measure, &is_at)).collect();
        }
        Some(plan)
    }

    fn rolled_read(&self, aggregate: &Aggregate, measure: &Measure, is_at: &dyn Fn(&Subject) -> bool) -> Option<Read> {
        if measure.filter.is_some() || !measure.quantiles.is_empty() {
            return None;
        }
        match &measure.subject {
            None => Some(Read::Samples),
            Some(subject) if is_at(subject) => Some(Read::Times),
            Some(Subject::Field(path)) if path.len() == 1 => {
                Some(Read::Field(self.rollups().number(aggregate.record, path[0])?.0))
            }
            Some(_) => None,
        }
    }

    fn rolled_statement(&self, aggregate: &Aggregate, plan: &Plan, level: i64, before: Option<Instant>) -> Result<Sql> {
        let mut sql = Sql::new("SELECT of, start, data FROM rollup WHERE series = ")
            .bind(self.layout.table(aggregate.record).id)
            .then(" AND level = ")
            .bind(level)
            .then(" AND of IN (")
            .add(self.measured_ids(aggregate, plan)?)
            .then(")");
        let (mut from, mut to) = (plan.from, [plan.to, before].into_iter().flatten().min());
        for (first, last) in times(aggregate) {
            from = from.max(Some(first));
            to = [to, Some(last)].into_iter().flatten().min();
        }
        if let Some(from) = from {
            sql = sql.then(" AND start >= ").bind(from);
        }
        if let Some(to) = to {
            sql = sql.then(" AND start < ").bind(to);
        }
        Ok(sql.then(" ORDER BY of, start"))
    }

    /// The living entries that are measured and meet the conditions on them.
    fn measured_ids(&self, aggregate: &Aggregate, plan: &Plan) -> Result<Sql> {
        let mut builder = Builder::new(self.codec(), None);
        let (scope, source) = builder.source(Of::Record(self.model.relation_target(plan.of)));
        let mut measured = plan.measured.clone();
        measured.push(Filter::Trash(Trash::Exclude));
        let condition = builder.condition(&scope, &Filter::All(measured))?;
        let id = builder.id(&scope);
        let sql = Sql::new(format!("SELECT {id} FROM ")).add(source).then(" WHERE ").add(condition);
        Ok(match &aggregate.parents {
            Some(parents) if parents.relation == (Relation { direction: Direction::In, ..plan.of }) => {
                let ids = parents.ids.iter().map(|id| id_cell(*id));
                sql.then(&format!(" AND {id} IN (")).bind_all(ids).then(")")
            }
            _ => sql,
        })
    }

    /// How far back the samples reach of all that is measured and asked for.
    fn kept_among(&mut self, aggregate: &Aggregate, plan: &Plan) -> Result<Option<Kept>> {
        if self.read_kept_since(aggregate.record, None)?.is_none() {
            return Ok(None);
        }
        let sql = Sql::new("SELECT max(since), max(finest) FROM kept WHERE series = ")
            .bind(self.layout.table(aggregate.record).id)
            .then(" AND of IN (")
            .add(self.measured_ids(aggregate, plan)?)
            .then(")");
        let found: Option<(Option<Instant>, Option<i64>)> =
            self.query_one(&sql, "reading how far back samples reach", |_, row| {
                Ok((rows::get(row, 0)?, rows::get(row, 1)?))
            })?;
        Ok(found.and_then(|(since, finest)| Some(Kept { since: since?, finest: finest? })))
    }

    /// That the samples which alone can tell are there no longer.
    fn gone(&self, aggregate: &Aggregate, kept: Kept) -> Error {
        let plural = &self.model.record(aggregate.record).plural;
        let since = format_instant(kept.since);
        let minutes = kept.finest / 60_000;
        Error::new(
            ErrorKind::Gone,
            format!(
                "`{plural}` from before {since} are kept as sums of {minutes} minutes only: ask from {since} on, or without \
                 quantiles and without conditions on single samples, for ranges and buckets whose edges are multiples of \
                 {minutes} minutes"
            ),
        )
    }
}

impl Plan {
    /// The first instant that is asked for; `None` is the beginning of time.
    fn low(&self, aggregate: &Aggregate) -> Option<Instant> {
        times(aggregate).map(|(first, _)| first).chain(self.from).max()
    }

    /// Takes a condition apart; false when there is something in it that only samples can answer.
    fn take(&mut self, filter: &Filter, is_at: &dyn Fn(&Subject) -> bool, unflagged: &mut bool) -> bool {
        let mut narrow = |low: Option<Instant>, high: Option<Instant>| {
            self.from = self.from.max(low);
            self.to = [self.to, high].into_iter().flatten().min();
            true
        };
        match filter {
            Filter::All(parts) => {
                // All of them are taken, also behind one that does not fit: they bound the range.
                let mut fits = true;
                for part in parts {
                    fits &= self.take(part, is_at, unflagged);
                }
                fits
            }
            Filter::Trash(_) => true,
            Filter::Test(Subject::Flagged, Test::Eq(Value::Boolean(false))) => {
                *unflagged = true;
                true
            }
            Filter::Test(subject, test) if is_at(subject) => match test {
                Test::Gte(Value::Instant(at)) => narrow(Some(*at), None),
                Test::Gt(Value::Instant(at)) => narrow(Some(at.saturating_add(1)), None),
                Test::Eq(Value::Instant(at)) => narrow(Some(*at), Some(at.saturating_add(1))),
                Test::Lt(Value::Instant(at)) => narrow(None, Some(*at)),
                Test::Lte(Value::Instant(at)) => narrow(None, Some(at.saturating_add(1))),
                Test::Between(Value::Instant(low), Value::Instant(high)) => {
                    narrow(Some(*low), Some(high.saturating_add(1)))
                }
                _ => false,
            },
            Filter::Related { relation, quantifier: Quantifier::Some, filter, edge: None } if *relation == self.of => {
                self.measured.push((**filter).clone());
                true
            }
            Filter::Test(Subject::Id, _) => {
                self.measured.push(filter.clone());
                true
            }
            _ => false,
        }
    }
}

impl Read {
    /// What a bucket says of it.
    fn of(self, bucket: &rollup::Bucket, of: Uuid) -> Summary {
        match self {
            Self::Samples => Summary { count: bucket.samples, ..Summary::default() },
            Self::Times => {
                let reading = |at: Instant| Some(Reading { at, id: of, value: at as f64 });
                Summary {
                    count: bucket.samples,
                    min: bucket.first as f64,
                    max: bucket.last as f64,
                    first: reading(bucket.first),
                    last: reading(bucket.last),
                    ..Summary::default()
                }
            }
            Self::Field(number) => {
                let field = bucket.fields.iter().find(|(known, _)| *known == number);
                field.map(|(_, summary)| summary.clone()).unwrap_or_default()
            }
        }
    }
}

/// The first and the last edge of groups by time.
fn times(aggregate: &Aggregate) -> impl Iterator<Item = (Instant, Instant)> {
    aggregate.groups.iter().filter_map(|group| match group {
        Group::Time(_, edges) => Some((edges.first().copied()?, edges.last().copied()?)),
        _ => None,
    })
}

/// The positions of the parents.
fn parents(aggregate: &Aggregate) -> HashMap<Uuid, usize> {
    let ids = aggregate.parents.iter().flat_map(|parents| &parents.ids);
    ids.enumerate().map(|(position, id)| (*id, position)).collect()
}

/// Adds to a group what the next stretch of one thing measured says.
fn join(
    makings: &mut Makings,
    aggregate: &Aggregate,
    (parent, keys): (usize, Vec<GroupKey>),
    of: Uuid,
    parts: &[Summary],
) {
    let names = keys.iter().map(|key| match key {
        GroupKey::Position(position) => *position as u128,
        GroupKey::Value(Value::Id(of)) => of.as_u128(),
        GroupKey::Value(_) => u128::MAX,
    });
    let (_, making) = makings.entry((parent, names.collect())).or_insert_with(|| (keys, BTreeMap::new()));
    let making = making.entry(of).or_insert_with(|| vec![Summary::default(); parts.len()]);
    for (whole, part) in making.iter_mut().zip(parts) {
        whole.join(part, aggregate.lines.gap_of(of));
    }
}

/// The answer: in each group what all things measured say together.
fn settled(aggregate: &Aggregate, makings: Makings) -> Vec<Vec<Grouped>> {
    let nothing = || vec![Summary::default(); aggregate.measures.len()];
    let mut answer = vec![Vec::new(); aggregate.parents.as_ref().map_or(1, |parents| parents.ids.len())];
    for ((parent, _), (keys, making)) in makings {
        let mut measures = nothing();
        for parts in making.values() {
            measures.iter_mut().zip(parts).for_each(|(whole, part)| whole.merge(part));
        }
        answer[parent].push(Grouped { keys, measures });
    }
    if aggregate.groups.is_empty() {
        let nothing = || Grouped { keys: Vec::new(), measures: nothing() };
        answer.iter_mut().filter(|groups| groups.is_empty()).for_each(|groups| groups.push(nothing()));
    }
    answer
}

fn keys(aggregate: &Aggregate, of: Uuid, start: Instant) -> Option<Vec<GroupKey>> {
    let key = |group: &Group| match group {
        Group::Time(_, edges) => {
            let position = group_position(edges, &start)?;
            (position + 1 < edges.len()).then_some(GroupKey::Position(position))
        }
        _ => Some(GroupKey::Value(Value::Id(of))),
    };
    aggregate.groups.iter().map(key).collect()
}
