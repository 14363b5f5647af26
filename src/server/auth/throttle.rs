//! Slows down guessing (OWASP ASVS 5, 6.3.1).
//!
//! Written here because rate-limiting crates count every attempt, and signing in correctly must
//! cost nothing. Guesses are counted by address, and by account *and* address, so that a stranger's
//! guesses do not lock the owner out.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::Email;

/// What may be tried against one account from one address: so many at once, then one per pause.
const PER_ACCOUNT: Limit = Limit { burst: 10, pause: Duration::from_secs(10) };

/// What one address may try in all: several people share one behind a router.
const PER_ADDRESS: Limit = Limit { burst: 60, pause: Duration::from_secs(2) };

/// How often those that have recovered are forgotten.
const SWEEP_EVERY: Duration = Duration::from_secs(10);

#[derive(Debug)]
struct Limit {
    burst: u32,
    pause: Duration,
}

/// Whose attempts are counted together. No address: the server was not told one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Account(Email, Option<IpAddr>),
    Address(IpAddr),
}

/// Failed attempts lately, whether the account exists or not.
#[derive(Clone, Debug)]
pub struct Throttle(Arc<Mutex<Counts>>);

#[derive(Debug)]
struct Counts {
    failures: HashMap<Key, Failures>,
    swept: Instant,
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    since: Instant,
}

impl Default for Throttle {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Counts { failures: HashMap::new(), swept: Instant::now() })))
    }
}

impl Throttle {
    /// Counts an attempt as failed before it is made, so that many at once are counted too;
    /// `false` when there were too many. [`Throttle::succeeded`] takes it back.
    pub fn begin(&self, email: &Email, address: Option<IpAddr>) -> bool {
        let now = Instant::now();
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.sweep(now);
        keys(email, address).into_iter().all(|key| counts.count(key, now))
    }

    /// The owner is here: nothing is held against them.
    pub fn succeeded(&self, email: &Email, address: Option<IpAddr>) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for key in keys(email, address) {
            match (&key, counts.failures.get_mut(&key)) {
                // Knowing one password is no licence to guess others.
                (Key::Address(_), Some(failures)) => failures.count = failures.count.saturating_sub(1),
                _ => {
                    counts.failures.remove(&key);
                }
            }
        }
    }
}

impl Counts {
    fn count(&mut self, key: Key, now: Instant) -> bool {
        let limit = key.limit();
        let failures = self.failures.entry(key).or_insert(Failures { count: 0, since: now });
        let left = failures.left(limit, now);
        let allowed = left < limit.burst;
        if allowed {
            *failures = Failures { count: left + 1, since: now };
        }
        allowed
    }

    fn sweep(&mut self, now: Instant) {
        if now.duration_since(self.swept) > SWEEP_EVERY {
            self.failures.retain(|key, failures| failures.left(key.limit(), now) > 0);
            self.swept = now;
        }
    }
}

impl Failures {
    /// How many still count.
    fn left(self, limit: &Limit, now: Instant) -> u32 {
        let forgiven = now.duration_since(self.since).as_secs() / limit.pause.as_secs();
        self.count.saturating_sub(u32::try_from(forgiven).unwrap_or(u32::MAX))
    }
}

impl Key {
    fn limit(&self) -> &'static Limit {
        match self {
            Self::Account(..) => &PER_ACCOUNT,
            Self::Address(_) => &PER_ADDRESS,
        }
    }
}

fn keys(email: &Email, address: Option<IpAddr>) -> Vec<Key> {
    let network = address.map(network);
    let account = Key::Account(email.clone(), network);
    std::iter::once(account).chain(network.map(Key::Address)).collect()
}

/// Whoever has one IPv6 address has 2⁶⁴ of them.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email(text: &str) -> Email {
        text.parse().unwrap()
    }

    #[test]
    fn one_accounts_guesses_do_not_cost_another() {
        let throttle = Throttle::default();
        let ada = email("ada@example.com");
        assert_eq!((0..20).filter(|_| throttle.begin(&ada, None)).count(), 10);
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
    fn one_address_cannot_try_one_password_on_everybody() {
        let throttle = Throttle::default();
        let allowed = (0..u16::MAX / 8).filter(|n| {
            let neighbour = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, *n);
            throttle.begin(&email(&format!("user{n}@example.com")), Some(neighbour.into()))
        });
        assert_eq!(allowed.count(), 60);
    }

    #[test]
    fn signing_in_correctly_costs_nothing() {
        let throttle = Throttle::default();
        let (ada, address) = (email("ada@example.com"), Some(IpAddr::from([10, 0, 0, 1])));
        for _ in 0..200 {
            assert!(throttle.begin(&ada, address));
            throttle.succeeded(&ada, address);
        }
    }

    #[test]
    fn guesses_are_forgiven_one_by_one() {
        let now = Instant::now();
        let failures = Failures { count: 10, since: now };
        assert_eq!(failures.left(&PER_ACCOUNT, now + PER_ACCOUNT.pause), 9);
        assert_eq!(failures.left(&PER_ACCOUNT, now + 100 * PER_ACCOUNT.pause), 0);
    }
}
