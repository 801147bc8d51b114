//! Statistics from rollups: where buckets and bounds fit the edges of a level, the coarsest such level is read instead
//! of the samples. Where samples were removed for their age, rollups are read up to the last removed day and samples
//! since then; what neither can tell is refused.

use std::collections::HashMap;

use daybook_schema::{
    Relation, Value,
    model::{Direction, Kind, Scalar},
    time::format_instant,
    value::Instant,
};
use rustc_hash::FxHashMap;
use uuid::Uuid;

use super::{
    rollup::{self, Kept},
    rows::{self, id_cell},
    session::Session,
    source::{Builder, Of, Scope},
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

/// Position of the parent, position of the bucket, and what is measured.
type Name = (usize, usize, Uuid);

/// What the samples of each thing measured say of each bucket so far.
#[derive(Default)]
struct PartialGroups {
    parts: Vec<(Name, Vec<Summary>)>,
    /// Places among the parts of a first pass, for a second one.
    places: FxHashMap<Name, usize>,
}

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
        let mut partial = PartialGroups::default();
        match (whole, kept) {
            (Some(level), _) => self.read_buckets(aggregate, &plan, reads, (level, None), &mut partial)?,
            (None, None) => return Ok(None),
            (None, Some(kept)) => {
                let old = plan.edges.iter().filter(|edge| **edge < kept.since);
                let level = coarsest(&|level| old.clone().all(|edge| edge.rem_euclid(level) == 0));
                let level = level.ok_or_else(|| self.gone(aggregate, kept))?;
                self.read_buckets(aggregate, &plan, reads, (level, Some(kept.since)), &mut partial)?;
                partial.index_parts();
                self.read_newer(aggregate, &plan, kept.since, &mut partial)?;
            }
        }
        Ok(Some(partial.finish(aggregate)))
    }

    /// Adds what buckets of a level say, of those before a moment if there is one.
    fn read_buckets(
        &mut self,
        aggregate: &Aggregate,
        plan: &Plan,
        reads: &[Read],
        (level, before): (i64, Option<Instant>),
        partial: &mut PartialGroups,
    ) -> Result<()> {
        self.rollup_level = Some(level);
        let (from, to) = plan.bounds(aggregate, before);
        let sql = self.rolled_statement(aggregate, plan, level, (from, to))?;
        let parents = parents(aggregate);
        self.visit(&sql, "reading rollups", |_, row| {
            let of = rows::id(row, 0)?;
            let parent = parents.get(&of).copied().unwrap_or(0);
            for bucket in rollup::buckets(rows::blob(row, 2)?, rows::get(row, 1)?, level) {
                let (start, bytes) = bucket?;
                if from.is_some_and(|from| start < from) || to.is_some_and(|to| start >= to) {
                    continue;
                }
                let Some(position) = position(aggregate, start) else { continue };
                let bucket = rollup::EncodedBucket::new(bytes, start, of)?;
                partial.join(aggregate, (parent, position, of), reads.iter().map(|read| read.of(&bucket)))?;
            }
            Ok(())
        })
    }

    /// Adds what samples say that were taken since a moment.
    fn read_newer(
        &mut self,
        aggregate: &Aggregate,
        plan: &Plan,
        since: Instant,
        partial: &mut PartialGroups,
    ) -> Result<()> {
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
                    let position = keys.iter().find_map(|key| match key {
                        GroupKey::Position(position) => Some(*position),
                        GroupKey::Value(_) => None,
                    });
                    let parts = measures.into_iter().map(Ok);
                    partial.join(aggregate, (parent, position.unwrap_or(0), of), parts)?;
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
            // Amounts of money may be of several currencies, which rollups do not tell.
            Some(Subject::Field(path))
                if self.model.record(aggregate.record).field(path[0]).scalar() == Some(Scalar::Money) =>
            {
                None
            }
            Some(Subject::Field(path)) if path.len() == 1 => {
                Some(Read::Field(self.rollups().number(aggregate.record, path[0])?.0))
            }
            Some(_) => None,
        }
    }

    fn rolled_statement(
        &self,
        aggregate: &Aggregate,
        plan: &Plan,
        level: i64,
        (from, to): (Option<Instant>, Option<Instant>),
    ) -> Result<Sql> {
        let mut builder = Builder::new(self.codec(), None);
        let (measured, source, condition) = self.measured(&mut builder, aggregate, plan)?;
        // `CROSS JOIN` keeps the order of the tables: the few entries that are measured outside, and for each a range of the
        // rollups' primary key (series, level, of, start) inside. Left to itself SQLite may begin with all rollups of a level.
        let mut sql = Sql::new(format!("SELECT {}, r.start, r.data FROM ", measured.column("id")))
            .add(source)
            .then(&format!(" CROSS JOIN rollup AS r ON r.of = {} WHERE ", measured.column("n")))
            .add(condition)
            .then(" AND r.series = ")
            .bind(self.layout.table(aggregate.record).id)
            .then(" AND r.level = ")
            .bind(level);
        // A row holds several buckets and may begin before the first that is asked for; what is too early in it is left out
        // when it is unpacked.
        if let Some(from) = from {
            sql = sql.then(" AND r.start >= ").bind(rollup::reach(from, level));
        }
        if let Some(to) = to {
            sql = sql.then(" AND r.start < ").bind(to);
        }
        // The order that the primary key gives anyway. Sums of one entry are joined in order of time, which the line between
        // two buckets depends on.
        Ok(sql.then(&format!(" ORDER BY {}, r.start", measured.column("n"))))
    }

    /// The living entries that are measured and meet the conditions on them: scope, what to read from, and condition.
    fn measured(&self, builder: &mut Builder<'_>, aggregate: &Aggregate, plan: &Plan) -> Result<(Scope, Sql, Sql)> {
        let (scope, source) = builder.source(Of::Record(self.model.relation_target(plan.of)));
        let mut measured = plan.measured.clone();
        measured.push(Filter::Trash(Trash::Exclude));
        let mut condition = builder.condition(&scope, &Filter::All(measured))?;
        let inverse = Relation { direction: Direction::In, ..plan.of };
        if let Some(parents) = aggregate.parents.as_ref().filter(|parents| parents.relation == inverse) {
            let ids = parents.ids.iter().map(|id| id_cell(*id));
            condition = condition.then(&format!(" AND {} IN (", scope.id())).bind_all(ids).then(")");
        }
        Ok((scope, source, condition))
    }

    /// How far back the samples reach of all that is measured and asked for.
    fn kept_among(&mut self, aggregate: &Aggregate, plan: &Plan) -> Result<Option<Kept>> {
        if self.read_kept_since(aggregate.record, None)?.is_none() {
            return Ok(None);
        }
        let (measured, source, condition) = self.measured(&mut Builder::new(self.codec(), None), aggregate, plan)?;
        // The latest day and the coarsest width of all of them: one answer is read one way, and what holds for the entry with
        // the fewest samples holds for the others too.
        let sql = Sql::new("SELECT max(since), max(finest) FROM kept WHERE series = ")
            .bind(self.layout.table(aggregate.record).id)
            .then(&format!(" AND of IN (SELECT {} FROM ", measured.column("n")))
            .add(source)
            .then(" WHERE ")
            .add(condition)
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

    /// The range that is read, of that before a moment if there is one.
    fn bounds(&self, aggregate: &Aggregate, before: Option<Instant>) -> (Option<Instant>, Option<Instant>) {
        let last = times(aggregate).map(|(_, last)| last);
        (self.low(aggregate), last.chain(self.to).chain(before).min())
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
    fn of(self, bucket: &rollup::EncodedBucket<'_>) -> Result<Summary> {
        match self {
            Self::Samples => Ok(Summary { count: bucket.samples, ..Summary::default() }),
            Self::Times => {
                let reading = |at: Instant| Some(Reading { at, id: bucket.of, value: at as f64 });
                Ok(Summary {
                    count: bucket.samples,
                    min: bucket.first as f64,
                    max: bucket.last as f64,
                    first: reading(bucket.first),
                    last: reading(bucket.last),
                    ..Summary::default()
                })
            }
            Self::Field(number) => Ok(bucket.field(number)?.unwrap_or_default()),
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

impl PartialGroups {
    /// Adds what the next segment of one thing measured says. In one pass the segments of one name come one behind the
    /// other, in order of time.
    fn join(
        &mut self,
        aggregate: &Aggregate,
        name: Name,
        parts: impl ExactSizeIterator<Item = Result<Summary>>,
    ) -> Result<()> {
        let known = match self.parts.last_mut() {
            Some((last, known)) if *last == name => Some(known),
            _ => self.places.get(&name).map(|place| &mut self.parts[*place].1),
        };
        let Some(known) = known else {
            let mut measures = Vec::with_capacity(parts.len());
            for part in parts {
                measures.push(part?);
            }
            self.parts.push((name, measures));
            return Ok(());
        };
        for (whole, part) in known.iter_mut().zip(parts) {
            whole.join(&part?, aggregate.lines.gap_of(name.2));
        }
        Ok(())
    }

    /// Makes what is there known to a second pass, which goes on in buckets of the first.
    fn index_parts(&mut self) {
        self.places = self.parts.iter().enumerate().map(|(place, (name, _))| (*name, place)).collect();
    }

    /// The answer: in each group what all things measured say together.
    fn finish(self, aggregate: &Aggregate) -> Vec<Vec<Grouped>> {
        // Each part is a group of its own, unless several things are measured that groups do not tell apart.
        let by_target = aggregate.groups.iter().any(|group| matches!(group, Group::Target(_)));
        let alone = by_target || self.parts.iter().all(|((_, _, of), _)| *of == self.parts[0].0.2);
        let mut answer = vec![Vec::new(); aggregate.parents.as_ref().map_or(1, |parents| parents.ids.len())];
        let mut places: FxHashMap<(usize, usize), usize> = FxHashMap::default();
        for ((parent, position, of), measures) in self.parts {
            let groups: &mut Vec<Grouped> = &mut answer[parent];
            let place = if alone { groups.len() } else { *places.entry((parent, position)).or_insert(groups.len()) };
            if let Some(group) = groups.get_mut(place) {
                group.measures.iter_mut().zip(&measures).for_each(|(whole, part)| whole.merge(part));
                continue;
            }
            let key = |group: &Group| match group {
                Group::Time(..) => GroupKey::Position(position),
                _ => GroupKey::Value(Value::Id(of)),
            };
            groups.push(Grouped { keys: aggregate.groups.iter().map(key).collect(), measures });
        }
        if aggregate.groups.is_empty() {
            let nothing = || Grouped { keys: Vec::new(), measures: vec![Summary::default(); aggregate.measures.len()] };
            answer.iter_mut().filter(|groups| groups.is_empty()).for_each(|groups| groups.push(nothing()));
        }
        answer
    }
}

/// The position of the bucket that begins at a moment; 0 where nothing is grouped by time.
fn position(aggregate: &Aggregate, start: Instant) -> Option<usize> {
    let edges = aggregate.groups.iter().find_map(|group| match group {
        Group::Time(_, edges) => Some(edges),
        _ => None,
    });
    let Some(edges) = edges else { return Some(0) };
    group_position(edges, &start).filter(|position| position + 1 < edges.len())
}
