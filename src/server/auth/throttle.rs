//! Slows down guessing (OWASP ASVS 5, 6.3.1).
//!
//! Written here because rate-limiting crates count every attempt, and signing in correctly must
//! cost nothing. Attempts are counted by account *and* the address they come from, so that a
//! stranger's guesses do not lock the owner out.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::Email;

/// Wrong guesses in a row before waiting begins.
const BURST: u32 = 10;

/// One more guess after each of these.
const PAUSE: Duration = Duration::from_secs(10);

/// Whose attempts are counted together. No address: the server was not told one.
type Key = (Email, Option<IpAddr>);

/// Failed attempts lately, whether the account exists or not.
#[derive(Clone, Debug, Default)]
pub struct Throttle(Arc<Mutex<HashMap<Key, Failures>>>);

#[derive(Debug)]
struct Failures {
    count: u32,
    since: Instant,
}

impl Throttle {
    /// Counts an attempt as failed before it is made, so that many at once are counted too;
    /// `false` when there were too many. [`Throttle::succeeded`] takes it back.
    pub fn begin(&self, email: &Email, address: Option<IpAddr>) -> bool {
        let now = Instant::now();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, failures| failures.left(now) > 0);
        let failures = all.entry((email.clone(), address)).or_insert(Failures { count: 0, since: now });
        let left = failures.left(now);
        if left >= BURST {
            return false;
        }
        *failures = Failures { count: left + 1, since: now };
        true
    }

    /// The owner is here: nothing is held against them.
    pub fn succeeded(&self, email: &Email, address: Option<IpAddr>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&(email.clone(), address));
    }
}

impl Failures {
    /// How many still count.
    fn left(&self, now: Instant) -> u32 {
        let forgiven = now.duration_since(self.since).as_secs() / PAUSE.as_secs();
        self.count.saturating_sub(u32::try_from(forgiven).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email(text: &str) -> Email {
        text.parse().expect("valid")
    }

    #[test]
    fn one_accounts_guesses_do_not_cost_another() {
        let throttle = Throttle::default();
        let ada = email("ada@example.com");
        assert_eq!((0..20).filter(|_| throttle.begin(&ada, None)).count(), BURST as usize);
        assert!(throttle.begin(&email("bob@example.com"), None));
    }

    #[test]
    fn a_strangers_guesses_do_not_lock_the_owner_out() {
        let throttle = Throttle::default();
        let ada = email("ada@example.com");
        let [stranger, owner] = [[10, 0, 0, 1], [10, 0, 0, 2]].map(|ip| Some(IpAddr::from(ip)));
        while throttle.begin(&ada, stranger) {}
        assert!(throttle.begin(&ada, owner));
    }

    #[test]
    fn signing_in_correctly_costs_nothing() {
        let throttle = Throttle::default();
        let ada = email("ada@example.com");
        for _ in 0..3 * BURST {
            assert!(throttle.begin(&ada, None));
            throttle.succeeded(&ada, None);
        }
    }

    #[test]
    fn guesses_are_forgiven_one_by_one() {
        let now = Instant::now();
        let failures = Failures { count: 10, since: now };
        assert_eq!(failures.left(now + PAUSE), 9);
        assert_eq!(failures.left(now + 100 * PAUSE), 0);
    }
}
