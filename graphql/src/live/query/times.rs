//! Conditions that move with the time, such as `last: "P7D"`.

use std::time::Duration;

use daybook_schema::{Value, value::Instant};
use daybook_store::query::{Filter, Test};

/// What asks for relative times is read again at most this often, and at least that often.
const RENEWAL: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(1));

/// So far ahead, in milliseconds, that every period of the calendar is another one.
const FAR: i64 = 400 * 86_400_000 + 1;

/// A moment at which conditions that move with the time are other ones.
pub fn far(now: Instant) -> Instant {
    now.saturating_add(FAR)
}

/// How often conditions are looked at again, if they differ between now and a far moment; a thousandth of the shortest
/// range of times that they ask for.
pub fn renewal(now: &[&Filter], later: &[&Filter]) -> Option<Duration> {
    if now == later {
        return None;
    }
    let spans = now.iter().filter_map(|filter| shortest_span(filter));
    let thousandth = Duration::from_millis(spans.min().unwrap_or(i64::MAX).unsigned_abs() / 1000);
    Some(thousandth.clamp(RENEWAL.0, RENEWAL.1))
}

/// The shortest range of times that a filter asks for, in milliseconds.
fn shortest_span(filter: &Filter) -> Option<i64> {
    match filter {
        Filter::All(parts) | Filter::Any(parts) => parts.iter().filter_map(shortest_span).min(),
        Filter::Not(part) => shortest_span(part),
        Filter::Test(_, Test::Between(Value::Instant(low), Value::Instant(high))) => Some(high.saturating_sub(*low)),
        Filter::Related { filter, edge, .. } => {
            [Some(filter), edge.as_ref()].into_iter().flatten().filter_map(|filter| shortest_span(filter)).min()
        }
        Filter::Test(..) | Filter::Trash(_) => None,
    }
}
