//! Ids: UUIDv7, made by the client or by the server, so that they sort by time.

use daybook_schema::value::Instant;
use uuid::Uuid;

use crate::record::Seq;

/// Makes ids. One source serves a server; its ids grow from call to call, also within a millisecond and when the
/// clock steps back.
#[derive(Debug)]
pub struct IdSource {
    last: u128,
    random: fn() -> u64,
}

impl IdSource {
    /// A source that takes its random bits from `random`.
    pub fn new(random: fn() -> u64) -> Self {
        Self { last: 0, random }
    }

    /// The next id, for the moment `now`.
    pub fn next(&mut self, now: Instant) -> Uuid {
        let milliseconds = u128::from(now.max(0).cast_unsigned()) << 80;
        let random = u128::from((self.random)());
        // 12 bits of counter start low, so that a busy millisecond can count up before it overflows into the next.
        let fresh =
            milliseconds | (0x7 << 76) | ((random >> 53) << 64) | (0b10 << 62) | (random & 0x3fff_ffff_ffff_ffff);
        let id = if fresh > self.last { fresh } else { successor(self.last) };
        self.last = id;
        Uuid::from_u128(id)
    }
}

/// The id of a change set: a fresh id whose low 62 bits are the place of its first change in the log, so that the set is
/// found without an index.
pub fn change_set(fresh: Uuid, first: Seq) -> Uuid {
    Uuid::from_u128(fresh.as_u128() & !LOW | u128::from(first.cast_unsigned()) & LOW)
}

/// Where the first change of a change set is in the log, if its id says so: those of early versions say nothing.
pub fn first_change(change_set: Uuid) -> Seq {
    (change_set.as_u128() & LOW) as Seq
}

/// The bits behind the variant.
const LOW: u128 = (1 << 62) - 1;

/// The next UUIDv7 after another: the low 62 bits count, then the 12 bits above the variant, then the time.
fn successor(id: u128) -> u128 {
    const COUNTER: u128 = 0xfff;
    let (time, counter, low) = (id >> 80, (id >> 64) & COUNTER, id & LOW);
    let count = ((time << 74) | (counter << 62) | low) + 1;
    let (time, counter, low) = (count >> 74, (count >> 62) & COUNTER, count & LOW);
    (time << 80) | (0x7 << 76) | (counter << 64) | (0b10 << 62) | low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_set_says_where_it_begins() {
        let id = change_set(IdSource::new(|| u64::MAX).next(5), 1_234_567);
        assert_eq!((first_change(id), id.get_version_num(), id.get_variant()), (1_234_567, 7, uuid::Variant::RFC4122));
    }

    #[test]
    fn ids_are_version_7_and_grow_within_a_millisecond_and_when_the_clock_steps_back() {
        let mut source = IdSource::new(|| u64::MAX);
        let mut last = Uuid::nil();
        for now in [5, 5, 5, 6, 3, 3, 7] {
            let id = source.next(now);
            assert_eq!((id.get_version_num(), id.get_variant()), (7, uuid::Variant::RFC4122));
            assert!(id > last, "{id} after {last}");
            last = id;
        }
    }
}
