//! Statistics from rollups: where buckets and bounds fit the edges of a level, the coarsest such level is read instead
//! of the samples.

use std::collections::HashMap;

use daybook_schema::{
    Relation, Value,
    model::{Direction, Kind},
    value::Instant,
};
use uuid::Uuid;

use super::{
    rollup::{self, Rollups},
    rows::{self, id_cell},
    session::Session,
    source::{Builder, Of},
    sql::Sql,
};
use crate::{
    error::Result,
    query::{
        Aggregate, Filter, Group, GroupKey, Grouped, Quantifier, Reading, Subject, Summary, Test, Trash, group_position,
    },
};

/// How statistics are read from rollups.
struct Plan {
    level: i64,
    /// The link to what is measured.
    of: Relation,
    /// Conditions on what is measured.
    measured: Vec<Filter>,
    from: Option<Instant>,
    to: Option<Instant>,
    /// What each measure reads.
    reads: Vec<Read>,
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

/// What the buckets of a group say so far: those of one thing measured are joined, then merged with the others.
#[derive(Clone)]
struct Making {
    of: Uuid,
    current: Vec<Summary>,
    total: Vec<Summary>,
}

impl Session<'_> {
    /// Statistics from rollups; `None` where only the samples can tell.
    pub fn read_rolled(&mut self, aggregate: &Aggregate) -> Result<Option<Vec<Vec<Grouped>>>> {
        if !self.marks.is_empty() {
            return Ok(None);
        }
        let Some(plan) = self.rolled_plan(aggregate) else { return Ok(None) };
        let sql = self.rolled_statement(aggregate, &plan)?;
        let parents: HashMap<Uuid, usize> = match &aggregate.parents {
            None => HashMap::new(),
            Some(parents) => parents.ids.iter().enumerate().map(|(position, id)| (*id, position)).collect(),
        };
        let mut groups: HashMap<(usize, Vec<String>), (Vec<GroupKey>, Making)> = HashMap::new();
        self.query(&sql, "reading rollups", |_, row| {
            let of = rows::id(row, 0)?;
            let start: Instant = rows::get(row, 1)?;
            let data: Vec<u8> = rows::get(row, 2)?;
            let Some(keys) = keys(aggregate, of, start) else { return Ok(()) };
            let bucket = rollup::decode(&data, start, of)?;
            let parent = parents.get(&of).copied().unwrap_or(0);
            let name = (parent, keys.iter().map(|key| format!("{key:?}")).collect());
            let nothing = || vec![Summary::default(); plan.reads.len()];
            let (_, making) =
                groups.entry(name).or_insert_with(|| (keys, Making { of, current: nothing(), total: nothing() }));
            if making.of != of {
                making.settle();
                making.of = of;
            }
            for (read, current) in plan.reads.iter().zip(&mut making.current) {
                current.join(&read.of(&bucket, of), aggregate.lines.gap);
            }
            Ok(())
        })?;
        let mut answer = vec![Vec::new(); aggregate.parents.as_ref().map_or(1, |parents| parents.ids.len())];
        for ((parent, _), (keys, mut making)) in groups {
            making.settle();
            answer[parent].push(Grouped { keys, measures: making.total });
        }
        if aggregate.groups.is_empty() {
            let nothing = || Grouped { keys: Vec::new(), measures: vec![Summary::default(); aggregate.measures.len()] };
            answer.iter_mut().filter(|groups| groups.is_empty()).for_each(|groups| groups.push(nothing()));
        }
        Ok(Some(answer))
    }

    fn rolled_plan(&self, aggregate: &Aggregate) -> Option<Plan> {
        let declared = self.model.record(aggregate.record);
        let (Kind::Series { of, .. }, Some(at)) = (&declared.kind, declared.at) else { return None };
        let of = Relation { owner: aggregate.record, field: *of, direction: Direction::Out };
        let inverse = Relation { direction: Direction::In, ..of };
        if aggregate.parents.as_ref().is_some_and(|parents| parents.relation != inverse || parents.edge.is_some()) {
            return None;
        }
        let is_at = |subject: &Subject| matches!(subject, Subject::At) || *subject == Subject::Field(vec![at]);
        let rollups = Rollups { connection: self.connection, model: &self.model, layout: &self.layout };
        let mut reads = Vec::new();
        for measure in &aggregate.measures {
            if measure.filter.is_some() || !measure.quantiles.is_empty() {
                return None;
            }
            reads.push(match &measure.subject {
                None => Read::Samples,
                Some(subject) if is_at(subject) => Read::Times,
                Some(Subject::Field(path)) if path.len() == 1 => {
                    Read::Field(rollups.number(aggregate.record, path[0])?.0)
                }
                Some(_) => return None,
            });
        }
        let mut plan = Plan { level: 0, of, measured: Vec::new(), from: None, to: None, reads };
        let mut unflagged = false;
        if !plan.take(&aggregate.filter, &is_at, &mut unflagged) || !unflagged {
            return None;
        }
        let mut edges: Vec<Instant> = [plan.from, plan.to].into_iter().flatten().collect();
        for group in &aggregate.groups {
            match group {
                Group::Time(subject, times) if is_at(subject) => edges.extend(times.iter()),
                Group::Target(relation) if *relation == of => {}
                _ => return None,
            }
        }
        let levels = rollup::levels(&self.model, aggregate.record).iter().rev();
        plan.level = *levels.into_iter().find(|level| edges.iter().all(|edge| edge.rem_euclid(**level) == 0))?;
        Some(plan)
    }

    fn rolled_statement(&self, aggregate: &Aggregate, plan: &Plan) -> Result<Sql> {
        let mut builder = Builder::new(self.codec(), None);
        let target = self.model.relation_target(plan.of);
        let (scope, source) = builder.source(Of::Record(target));
        let mut measured = plan.measured.clone();
        measured.push(Filter::Trash(Trash::Exclude));
        let condition = builder.condition(&scope, &Filter::All(measured))?;
        let mut sql = Sql::new("SELECT of, start, data FROM rollup WHERE series = ")
            .bind(self.layout.table(aggregate.record).id)
            .then(" AND level = ")
            .bind(plan.level)
            .then(" AND of IN (SELECT ")
            .then(&builder.id(&scope))
            .then(" FROM ")
            .add(source)
            .then(" WHERE ")
            .add(condition);
        if let Some(parents) = &aggregate.parents {
            let ids = parents.ids.iter().map(|id| id_cell(*id));
            sql = sql.then(&format!(" AND {} IN (", builder.id(&scope))).bind_all(ids).then(")");
        }
        sql = sql.then(")");
        let times = aggregate.groups.iter().filter_map(|group| match group {
            Group::Time(_, edges) => Some((edges.first().copied()?, edges.last().copied()?)),
            _ => None,
        });
        let (mut from, mut to) = (plan.from, plan.to);
        for (first, last) in times {
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
}

impl Plan {
    /// Takes a condition apart; false when it is one that only samples can answer.
    fn take(&mut self, filter: &Filter, is_at: &dyn Fn(&Subject) -> bool, unflagged: &mut bool) -> bool {
        let mut narrow = |low: Option<Instant>, high: Option<Instant>| {
            self.from = self.from.max(low);
            self.to = [self.to, high].into_iter().flatten().min();
            true
        };
        match filter {
            Filter::All(parts) => parts.iter().all(|part| self.take(part, is_at, unflagged)),
            Filter::Trash(_) => true,
            Filter::Test(Subject::Flagged, Test::Eq(Value::Boolean(false))) => {
                *unflagged = true;
                true
            }
            Filter::Test(subject, test) if is_at(subject) => match test {
                Test::Gte(Value::Instant(at)) => narrow(Some(*at), None),
                Test::Gt(Value::Instant(at)) => narrow(Some(at.saturating_add(1)), None),
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

impl Making {
    fn settle(&mut self) {
        for (total, current) in self.total.iter_mut().zip(&mut self.current) {
            total.merge(&std::mem::take(current));
        }
    }
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
