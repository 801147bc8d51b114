//! Lists of the reference: every record is looked at, sorted and cut.

use std::cmp::Ordering;

use daybook_schema::{FieldIndex, Model, Relation, TypeIndex};
use uuid::Uuid;

use super::state::{At, State};
use crate::{
    error::{Error, ErrorKind, Result},
    evaluate::{Item, compare, key, matches, matches_edge, subject_value},
    query::{Entries, EntryRow, Key, List, OrderKey, Page, Position, Row, Select, Subject, Window},
    record::{Link, LinkProps},
};

/// A record with the link that led to it from a parent.
pub type Linked = (Item, Option<Link>);

/// A record that passed the filter, with what its row needs.
struct Candidate {
    item: Item,
    link: Option<Link>,
    position: Position,
}

impl State {
    /// The pages of a list, one per parent or one.
    pub fn list(&self, model: &Model, list: &List) -> Result<Vec<Page>> {
        let order = list_order(model, list);
        let groups = self.groups(model, list)?;
        let mut pages = Vec::with_capacity(groups.len());
        for group in groups {
            let mut candidates = Vec::with_capacity(group.len());
            for (item, link) in group {
                let position = Position { keys: self.keys(model, &item, &order, list.as_of), id: item.id };
                candidates.push(Candidate { item, link, position });
            }
            let (candidates, more) = window(candidates, &order, &list.window, |candidate| &candidate.position)?;
            let rows = candidates.into_iter().map(|candidate| self.row(model, list, candidate)).collect();
            pages.push(Page { rows, more });
        }
        Ok(pages)
    }

    pub fn count(&self, model: &Model, list: &List) -> Result<Vec<u64>> {
        Ok(self.groups(model, list)?.into_iter().map(|group| group.len() as u64).collect())
    }

    /// What passes the filter, per parent or in one group.
    pub fn groups(&self, model: &Model, list: &List) -> Result<Vec<Vec<Linked>>> {
        let mut at = At { state: self, model, as_of: list.as_of };
        let mut groups = Vec::new();
        let candidates: Vec<Vec<Linked>> = match &list.parents {
            None => vec![self.items(model, list.record, list.as_of).into_iter().map(|item| (item, None)).collect()],
            Some(parents) => {
                let children = |id: &Uuid| {
                    let parent = self.entries.get(id).and_then(|entry| entry.item(list.as_of));
                    let found = parent.map(|parent| self.follow(model, &parent, parents.relation, list.as_of));
                    let passes = |link: &Option<Link>| match (&parents.edge, link) {
                        (None, _) => true,
                        (Some(edge), Some(link)) => matches_edge(model, parents.relation, edge, &link.props),
                        (Some(edge), None) => matches_edge(model, parents.relation, edge, &LinkProps::None),
                    };
                    found.unwrap_or_default().into_iter().filter(|(_, link)| passes(link)).collect()
                };
                parents.ids.iter().map(children).collect()
            }
        };
        for group in candidates {
            let mut kept = Vec::new();
            for (item, link) in group {
                if matches(model, &list.filter, &item, &mut at)? {
                    kept.push((item, link));
                }
            }
            groups.push(kept);
        }
        Ok(groups)
    }

    fn keys(&self, model: &Model, item: &Item, order: &[OrderKey], as_of: Option<i64>) -> Vec<Key> {
        let mut keys = Vec::with_capacity(order.len());
        for part in order {
            let mut place = Some(item.clone());
            for relation in &part.path {
                place = place
                    .and_then(|item| self.follow(model, &item, *relation, as_of).into_iter().next())
                    .map(|(item, _)| item);
            }
            keys.push(place.map_or(Key::Null, |item| {
                let (value, field) = subject_value(model, &item, &part.subject);
                key(model, field, &value)
            }));
        }
        keys
    }

    fn row(&self, model: &Model, list: &List, candidate: Candidate) -> Row {
        let Candidate { item, link, position } = candidate;
        let link = link.filter(|_| list.select.link).map(Box::new);
        Row { link, position, ..self.selected(model, &item, &list.select, list.as_of) }
    }

    fn selected(&self, model: &Model, item: &Item, select: &Select, as_of: Option<i64>) -> Row {
        let record =
            self.entries.get(&item.id).and_then(|entry| entry.at(as_of)).filter(|record| record.record == item.record);
        let target = |(relation, select): &(Relation, Select)| {
            let (target, link) = self.follow(model, item, *relation, as_of).into_iter().next()?;
            let row = self.selected(model, &target, select, as_of);
            Some(Row { link: link.filter(|_| select.link).map(Box::new), ..row })
        };
        Row {
            id: item.id,
            version: record.map_or(0, |record| record.version),
            created_at: item.created_at,
            updated_at: item.updated_at,
            trashed_at: record.and_then(|record| record.trashed_at),
            flagged: item.flagged,
            values: select.fields.iter().map(|field: &FieldIndex| item.values[field.0].clone()).collect(),
            to_one: select.to_one.iter().map(target).collect(),
            external_keys: record
                .filter(|_| select.external_keys)
                .map(|record| record.external_keys.clone())
                .unwrap_or_default(),
            link: None,
            position: Position { keys: Vec::new(), id: item.id },
        }
    }

    pub fn entry_rows(&self, model: &Model, entries: &Entries) -> Result<(Vec<EntryRow>, bool)> {
        let mut rows = Vec::new();
        for (item, record) in self.matching_entries(model, entries)? {
            let position = Position { keys: self.keys(model, &item, &entries.order, entries.as_of), id: item.id };
            rows.push(EntryRow { id: item.id, record, position });
        }
        window(rows, &entries.order, &entries.window, |row| &row.position)
    }

    pub fn matching_entries(&self, model: &Model, entries: &Entries) -> Result<Vec<(Item, TypeIndex)>> {
        let mut at = At { state: self, model, as_of: entries.as_of };
        let mut found = Vec::new();
        for entry in self.entries.values() {
            let Some(item) = entry.item(entries.as_of) else { continue };
            let wanted = entries.types.as_ref().is_none_or(|types| types.contains(&item.record));
            if wanted && matches(model, &entries.filter, &item, &mut at)? {
                let record = item.record;
                found.push((item, record));
            }
        }
        Ok(found)
    }
}

/// The order of a list. Samples are distinguished by their time too, which goes in the direction of the last key.
fn list_order(model: &Model, list: &List) -> Vec<OrderKey> {
    let mut order = list.order.clone();
    let by_time = |part: &OrderKey| part.path.is_empty() && part.subject == Subject::At;
    if model.record(list.record).is_series() && !order.iter().any(by_time) {
        let descending = order.last().is_some_and(|part| part.descending);
        order.push(OrderKey { path: Vec::new(), subject: Subject::At, descending, nulls_first: false });
    }
    order
}

fn window<T>(
    mut rows: Vec<T>,
    order: &[OrderKey],
    window: &Window,
    position: impl Fn(&T) -> &Position,
) -> Result<(Vec<T>, bool)> {
    for given in window.after.iter().chain(&window.before) {
        if given.keys.len() != order.len() {
            return Err(Error::new(ErrorKind::BadPosition, "the position belongs to another order"));
        }
    }
    rows.sort_by(|one, other| compare_positions(position(one), position(other), order));
    if let Some(after) = &window.after {
        rows.retain(|row| compare_positions(position(row), after, order).is_gt());
    }
    if let Some(before) = &window.before {
        rows.retain(|row| compare_positions(position(row), before, order).is_lt());
    }
    let more = rows.len() > window.limit;
    if window.from_end {
        let surplus = rows.len().saturating_sub(window.limit);
        rows.drain(..surplus);
    } else {
        rows.truncate(window.limit);
    }
    Ok((rows, more))
}

fn compare_positions(one: &Position, other: &Position, order: &[OrderKey]) -> Ordering {
    for (part, (one, other)) in order.iter().zip(one.keys.iter().zip(&other.keys)) {
        let ordering = compare_keys(one, other, part);
        if ordering.is_ne() {
            return ordering;
        }
    }
    let ordering = one.id.cmp(&other.id);
    if order.last().is_some_and(|part| part.descending) { ordering.reverse() } else { ordering }
}

fn compare_keys(one: &Key, other: &Key, part: &OrderKey) -> Ordering {
    let missing_first = if part.nulls_first { Ordering::Less } else { Ordering::Greater };
    match (one, other) {
        (Key::Null, Key::Null) => Ordering::Equal,
        (Key::Null, _) => missing_first,
        (_, Key::Null) => missing_first.reverse(),
        _ => {
            let ordering = compare(one, other).unwrap_or(Ordering::Equal);
            if part.descending { ordering.reverse() } else { ordering }
        }
    }
}
