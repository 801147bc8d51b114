//! Locks after wrong guesses, of an account and of an address.

use std::net::{IpAddr, Ipv6Addr};

use daybook_schema::value::Instant;
use serde::{Deserialize, Serialize};

const MINUTE: Instant = 60_000;
/// Failures further apart than this do not count together.
const WINDOW: Instant = 15 * MINUTE;
/// The first lock; each further one lasts twice as long.
const FIRST: Instant = 15 * MINUTE;
const LONGEST: Instant = 24 * 60 * MINUTE;

/// How many failures lock.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Subject {
    /// A name, whether there is an account of it or not.
    Account,
    /// An address, which a household shares.
    Address,
}

impl Subject {
    fn limit(self) -> usize {
        match self {
            Self::Account => 5,
            Self::Address => 20,
        }
    }
}

/// What is remembered of one subject.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Attempts {
    /// When it failed within the last 15 minutes, oldest first.
    pub failures: Vec<Instant>,
    /// Locks so far.
    pub locks: u32,
    /// Until when it is locked.
    pub locked_until: Instant,
}

impl Attempts {
    /// For how long it is still locked, in milliseconds; `None` when it is not.
    pub fn locked_for(&self, now: Instant) -> Option<Instant> {
        // A clock that jumps back must not lock for longer than the longest lock.
        let left = (self.locked_until - now).min(LONGEST);
        (left > 0).then_some(left)
    }

    /// Notes a wrong guess.
    pub fn fail(&mut self, subject: Subject, now: Instant) {
        self.failures.retain(|at| now - *at < WINDOW && *at <= now);
        self.failures.push(now);
        if self.failures.len() >= subject.limit() {
            self.locked_until = now + (FIRST << self.locks.min(10)).min(LONGEST);
            self.locks += 1;
            self.failures.clear();
        }
    }

    /// Notes a success, which ends the count.
    pub fn succeed(&mut self) {
        *self = Self::default();
    }

    /// Whether nothing is left to remember: a day after the last lock and failure.
    pub fn is_over(&self, now: Instant) -> bool {
        let last = self.failures.last().copied().unwrap_or(Instant::MIN).max(self.locked_until);
        now.saturating_sub(last) > LONGEST
    }
}

/// What counts as one address: of IPv6 the /64, of which a household has all.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Attempts, LONGEST, MINUTE, Subject, network};
    use daybook_schema::value::Instant;

    const NOW: Instant = 1_777_629_600_000;

    #[test]
    fn five_failures_lock_an_account_and_twenty_an_address() {
        for (subject, limit) in [(Subject::Account, 5), (Subject::Address, 20)] {
            let mut attempts = Attempts::default();
            for _ in 1..limit {
                attempts.fail(subject, NOW);
                assert_eq!(attempts.locked_for(NOW), None);
            }
            attempts.fail(subject, NOW);
            assert_eq!(attempts.locked_for(NOW), Some(15 * MINUTE));
            assert_eq!(attempts.locked_for(NOW + 15 * MINUTE), None);
        }
    }

    #[test]
    fn failures_far_apart_and_successes_do_not_add_up() {
        let mut attempts = Attempts::default();
        for number in 0..20 {
            attempts.fail(Subject::Account, NOW + number * 4 * MINUTE);
        }
        assert_eq!(attempts.locked_for(NOW + 20 * 4 * MINUTE), None);
        for _ in 0..4 {
            attempts.fail(Subject::Account, NOW);
        }
        attempts.succeed();
        attempts.fail(Subject::Account, NOW);
        assert_eq!(attempts.locked_for(NOW), None);
    }

    #[test]
    fn each_lock_lasts_twice_as_long_up_to_a_day() {
        let (mut attempts, mut now, mut locks) = (Attempts::default(), NOW, Vec::new());
        for _ in 0..40 {
            (0..5).for_each(|_| attempts.fail(Subject::Account, now));
            let locked = attempts.locked_for(now).unwrap();
            locks.push(locked / MINUTE);
            now += locked;
        }
        assert_eq!(&locks[..8], [15, 30, 60, 120, 240, 480, 960, 1440]);
        assert!(locks[8..].iter().all(|lock| *lock == 1440));
        // 200 guesses at one account take more than a month, from wherever they come.
        assert!(now - NOW > 32 * LONGEST);
    }

    #[test]
    fn a_clock_that_jumps_back_locks_nobody_for_ever() {
        let mut attempts = Attempts::default();
        (0..5).for_each(|_| attempts.fail(Subject::Account, NOW));
        assert_eq!(attempts.locked_for(NOW - 30 * LONGEST), Some(LONGEST));
        // What failed in the future does not count.
        let mut attempts = Attempts::default();
        (0..4).for_each(|_| attempts.fail(Subject::Account, NOW));
        attempts.fail(Subject::Account, NOW - LONGEST);
        assert_eq!(attempts.locked_for(NOW - LONGEST), None);
    }

    #[test]
    fn what_is_over_is_forgotten() {
        let mut attempts = Attempts::default();
        assert!(attempts.is_over(NOW));
        attempts.fail(Subject::Account, NOW);
        assert!(!attempts.is_over(NOW + LONGEST) && attempts.is_over(NOW + LONGEST + 1));
    }

    #[test]
    fn a_household_has_one_address() {
        let of = |text: &str| network(text.parse().unwrap()).to_string();
        assert_eq!(of("192.0.2.7"), "192.0.2.7");
        assert_eq!(of("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    }
}
