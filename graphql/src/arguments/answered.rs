//! Comparisons with quantities as they are answered.
//!
//! A number that a conversion left without an end is answered with 12 significant digits. Put back into a filter, it
//! finds what it was answered for: it stands for the whole range of numbers that are answered as it. So the comparisons
//! stay what they are for single numbers: of `lt`, `eq` and `gt` one holds.

use daybook_schema::{Value, model::Field, value::Quantity};
use daybook_store::query::{Filter, Subject, Test};

/// Conditions of one `OR`, so that many of them make no deep expression.
const ABREAST: usize = 50;

/// A comparison of a field, in which each quantity stands for all that are answered as it.
pub(super) fn widened(subject: &Subject, field: &Field, test: Test) -> Filter {
    let is = |test| Filter::Test(subject.clone(), test);
    let range = |value: &Value| range(field, value);
    let outside = |(low, high)| Filter::Any(vec![is(Test::Lt(low)), is(Test::Gt(high))]);
    let low = |value: Value| range(&value).map_or(value, |(low, _)| low);
    let high = |value: Value| range(&value).map_or(value, |(_, high)| high);
    match test {
        Test::Eq(value) => is(match range(&value) {
            Some((low, high)) => Test::Between(low, high),
            None => Test::Eq(value),
        }),
        Test::Ne(value) => range(&value).map_or_else(|| is(Test::Ne(value)), outside),
        Test::In(values) => {
            let (ranges, exact) = parted(values, range);
            let mut any: Vec<Filter> = ranges.into_iter().map(|(low, high)| is(Test::Between(low, high))).collect();
            if any.is_empty() || !exact.is_empty() {
                any.push(is(Test::In(exact)));
            }
            abreast(any, Filter::Any)
        }
        Test::NotIn(values) => {
            let (ranges, exact) = parted(values, range);
            let mut all: Vec<Filter> = ranges.into_iter().map(outside).collect();
            if all.is_empty() || !exact.is_empty() {
                all.push(is(Test::NotIn(exact)));
            }
            abreast(all, Filter::All)
        }
        Test::Lt(value) => is(Test::Lt(low(value))),
        Test::Lte(value) => is(Test::Lte(high(value))),
        Test::Gt(value) => is(Test::Gt(high(value))),
        Test::Gte(value) => is(Test::Gte(low(value))),
        Test::Between(from, to) => is(Test::Between(low(from), high(to))),
        other => is(other),
    }
}

/// The ends of what a quantity stands for; `None` where it stands for itself alone.
fn range(field: &Field, value: &Value) -> Option<(Value, Value)> {
    let (Value::Quantity(quantity), Some(rule)) = (value, &field.unit) else { return None };
    let canonical = rule.canonical;
    let (number, unit) = match &quantity.entered {
        Some(entered) => (entered.number.parse().ok()?, entered.unit),
        None => (quantity.value, canonical),
    };
    let (low, high) = unit.answered_as(number, canonical)?;
    let end = |value: f64| Value::Quantity(Quantity { value, entered: None });
    Some((end(low), end(high)))
}

type Parted = (Vec<(Value, Value)>, Vec<Value>);

/// The ranges among some values, and what stands for itself.
fn parted(values: Vec<Value>, range: impl Fn(&Value) -> Option<(Value, Value)>) -> Parted {
    let (mut ranges, mut exact) = Parted::default();
    for value in values {
        match range(&value) {
            Some(range) => ranges.push(range),
            None => exact.push(value),
        }
    }
    (ranges, exact)
}

fn abreast(mut filters: Vec<Filter>, join: fn(Vec<Filter>) -> Filter) -> Filter {
    while filters.len() > ABREAST {
        filters = filters.chunks(ABREAST).map(|chunk| join(chunk.to_vec())).collect();
    }
    match filters.len() {
        1 => filters.remove(0),
        _ => join(filters),
    }
}
