//! Which groups are answered, and in which order.

use std::cmp::Ordering;

use daybook_schema::{Model, Value};
use daybook_store::{
    evaluate,
    query::{GroupKey, Key},
};

use super::fill::Answer;
use crate::plan::statistics::{
    Having, Order, StatsPlan,
    groups::{KeyKind, KeyPlan},
};

/// Applies conditions, order and number.
pub fn arrange(model: &Model, plan: &StatsPlan, mut answers: Vec<Answer>) -> Vec<Answer> {
    answers.retain(|answer| plan.having.iter().all(|having| having.holds(answer)));
    answers.sort_by(|one, other| compare(model, plan, one, other));
    answers.truncate(plan.first);
    answers
}

impl Having {
    /// Whether a group meets the condition; one without the number does not.
    fn holds(&self, answer: &Answer) -> bool {
        let Some(number) = answer.number(self.number) else { return false };
        self.lt.is_none_or(|bound| number < bound)
            && self.lte.is_none_or(|bound| number <= bound)
            && self.gt.is_none_or(|bound| number > bound)
            && self.gte.is_none_or(|bound| number >= bound)
    }
}

fn compare(model: &Model, plan: &StatsPlan, one: &Answer, other: &Answer) -> Ordering {
    for order in &plan.order {
        let ordering = compare_by(model, plan, order, one, other);
        if ordering.is_ne() {
            return ordering;
        }
    }
    compare_keys(model, &plan.keys, one, other)
}

fn compare_by(model: &Model, plan: &StatsPlan, order: &Order, one: &Answer, other: &Answer) -> Ordering {
    let directed = |ordering: Ordering| if order.descending { ordering.reverse() } else { ordering };
    let Some(number) = order.number else { return directed(compare_keys(model, &plan.keys, one, other)) };
    match (one.number(number), other.number(number)) {
        (Some(one), Some(other)) => directed(one.total_cmp(&other)),
        (None, None) => Ordering::Equal,
        (None, Some(_)) if order.nulls_first => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) if order.nulls_first => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
    }
}

/// Keys in their order, missing ones last.
fn compare_keys(model: &Model, plans: &[KeyPlan], one: &Answer, other: &Answer) -> Ordering {
    for (plan, (one, other)) in plans.iter().zip(one.keys.iter().zip(&other.keys)) {
        if one == other {
            continue;
        }
        let ordering = match (one, other) {
            (GroupKey::Position(one), GroupKey::Position(other)) => one.cmp(other),
            (GroupKey::Value(Value::Id(one)), GroupKey::Value(Value::Id(other))) => one.cmp(other),
            (one, other) => match (comparable(model, plan, one), comparable(model, plan, other)) {
                (Key::Null, Key::Null) => Ordering::Equal,
                (Key::Null, _) => Ordering::Greater,
                (_, Key::Null) => Ordering::Less,
                // Texts that differ only in case are in the order of their exact spelling.
                (first, second) => evaluate::compare(&first, &second)
                    .unwrap_or(Ordering::Equal)
                    .then_with(|| format!("{one:?}").cmp(&format!("{other:?}"))),
            },
        };
        if ordering.is_ne() {
            return ordering;
        }
    }
    Ordering::Equal
}

fn comparable(model: &Model, plan: &KeyPlan, key: &GroupKey) -> Key {
    match (key, &plan.kind) {
        (GroupKey::Position(position), _) => Key::Integer(*position as i64),
        (GroupKey::Value(value), KeyKind::Value(field)) => evaluate::key(model, field.as_deref(), value),
        (GroupKey::Value(value), _) => evaluate::key(model, None, value),
    }
}
