//! Statistics of the reference: every record is looked at and put into its group.

use std::collections::BTreeMap;

use daybook_schema::{FieldIndex, Model, TypeIndex, Value, model::Kind, value::Instant};
use uuid::Uuid;

use super::state::{At, State};
use crate::{
    error::Result,
    evaluate::{Item, matches, number, subject_value},
    query::{
        Aggregate, Currency, Group, GroupKey, Grouped, Line, Lines, List, Measure, Reading, Select, Subject, Summary,
        Timeline, Window, group_position,
    },
};

/// A group under construction: the records in it.
type Members = (Vec<GroupKey>, Vec<Item>);

impl State {
    /// Statistics per parent or once.
    pub fn aggregate(&self, model: &Model, aggregate: &Aggregate) -> Result<Vec<Vec<Grouped>>> {
        let list = List {
            record: aggregate.record,
            parents: aggregate.parents.clone(),
            filter: aggregate.filter.clone(),
            order: Vec::new(),
            window: Window::default(),
            select: Select::default(),
            as_of: aggregate.as_of,
        };
        let mut answer = Vec::new();
        for linked in self.groups(model, &list)? {
            let items = linked.into_iter().map(|(item, _)| item).collect();
            let mut groups = Vec::new();
            for (keys, members) in members(self, model, aggregate, items).into_iter().take(aggregate.limit + 1) {
                let measures = aggregate.measures.iter();
                let measures = measures.map(|measure| self.measured(model, aggregate, measure, &members));
                groups.push(Grouped { keys, measures: measures.collect::<Result<_>>()? });
            }
            answer.push(groups);
        }
        Ok(answer)
    }

    fn measured(&self, model: &Model, aggregate: &Aggregate, measure: &Measure, members: &[Item]) -> Result<Summary> {
        let mut at = At { state: self, model, as_of: aggregate.as_of };
        let (mut readings, mut currency) = (Vec::new(), Currency::None);
        let mut count = 0;
        for item in members {
            if let Some(filter) = &measure.filter
                && !matches(model, filter, item, &mut at)?
            {
                continue;
            }
            count += 1;
            let Some(subject) = &measure.subject else { continue };
            let (value, _) = subject_value(model, item, subject);
            if let Value::Money(money) = &value {
                currency = currency.with(Currency::of(&money.currency));
            }
            readings.extend(number(&value).map(|value| Reading { at: time_of(model, item), id: item.id, value }));
        }
        if measure.subject.is_none() {
            return Ok(Summary { count, ..Summary::default() });
        }
        let lines = Lines { own: self.own_gaps(model, aggregate.record), ..aggregate.lines.clone() };
        Ok(Summary { currency, ..Summary::of(&readings, &measure.quantiles, &lines) })
    }

    /// The numbers of a series in order of time, and its gaps.
    pub fn timeline(&self, model: &Model, timeline: &Timeline) -> Line {
        let (record, of) = (timeline.record, timeline.of);
        if self.entries.get(&of).is_none_or(|entry| entry.current().trashed_at.is_some())
            || timeline.from >= timeline.to
        {
            return Line::default();
        }
        let samples = self.samples.range((record, of, timeline.from)..(record, of, timeline.to));
        let samples = samples.filter(|(_, sample)| !sample.flagged);
        let samples =
            samples.filter_map(|((_, _, at), sample)| Some((*at, number(&sample.values[timeline.field.0])?))).collect();
        let own = self.own_gaps(model, record);
        Timeline::line(samples, own.get(&of).copied().unwrap_or(model.record(record).kind.gap()))
    }

    /// The distances that are gaps of all entries that say something of their own.
    fn own_gaps(&self, model: &Model, record: TypeIndex) -> BTreeMap<Uuid, Option<i64>> {
        let declared = model.record(record);
        let Kind::Series { of, gaps, .. } = &declared.kind else { return BTreeMap::new() };
        let measured = declared.field(*of).link().map(|link| link.target);
        let entries = self.entries.iter().map(|(id, entry)| (*id, entry.current()));
        let entries = entries.filter(|(_, entry)| Some(entry.record) == measured && gaps.is_own());
        let own = entries.filter_map(|(id, entry)| {
            let value = |field: Option<FieldIndex>| number(&entry.values[field?.0]);
            let every = value(gaps.every_from).map(|seconds| (seconds * 1000.0) as i64);
            let factor = value(gaps.factor_from);
            (every.is_some() || factor.is_some()).then(|| (id, declared.kind.gap_of(every, factor)))
        });
        own.collect()
    }
}

/// When a record took place; without a time when it was created.
fn time_of(model: &Model, item: &Item) -> Instant {
    match subject_value(model, item, &Subject::At).0 {
        Value::Instant(at) => at,
        _ => item.created_at,
    }
}

fn members(state: &State, model: &Model, aggregate: &Aggregate, items: Vec<Item>) -> Vec<Members> {
    if aggregate.groups.is_empty() {
        return vec![(Vec::new(), items)];
    }
    let mut groups: Vec<Members> = Vec::new();
    for item in items {
        let keys = aggregate.groups.iter().map(|group| key(state, model, aggregate, &item, group));
        let Some(keys) = keys.collect::<Option<Vec<_>>>() else { continue };
        match groups.iter_mut().find(|(known, _)| *known == keys) {
            Some((_, members)) => members.push(item),
            None => groups.push((keys, vec![item])),
        }
    }
    groups
}

/// The key of a record; `None` when it is in no group.
fn key(state: &State, model: &Model, aggregate: &Aggregate, item: &Item, group: &Group) -> Option<GroupKey> {
    match group {
        Group::Value(subject) => Some(GroupKey::Value(plain(subject_value(model, item, subject).0))),
        Group::Target(relation) => {
            let target = state.follow(model, item, *relation, aggregate.as_of).into_iter().next();
            Some(GroupKey::Value(target.map_or(Value::Null, |(target, _)| Value::Id(target.id))))
        }
        Group::Time(subject, edges) => {
            let at = number(&subject_value(model, item, subject).0)? as Instant;
            let position = group_position(edges, &at)?;
            (position + 1 < edges.len()).then_some(GroupKey::Position(position))
        }
        Group::Range(subject, edges) => {
            let value = number(&subject_value(model, item, subject).0)?;
            group_position(edges, &value).map(GroupKey::Position)
        }
    }
}

/// A value without what does not make it another one: the unit in which a quantity was written, and the units of a
/// duration.
fn plain(value: Value) -> Value {
    match value {
        Value::Quantity(quantity) => Value::Float(quantity.value),
        Value::Duration(span) => Value::Duration(span.canonical()),
        other => other,
    }
}
