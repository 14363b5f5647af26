//! Slows down guessing from one network (OWASP ASVS 5, 6.3.1). [`super::ceiling`] limits guessing
//! from many.
//!
//! Not a crate: rate-limiting crates count every attempt, but a correct sign-in must not count.
//! Guesses are counted by address, and by account *and* address, so that a stranger's guesses do
//! not lock the owner out. Counts are per process: with N replicas behind a load balancer, up to N
//! times as many guesses are allowed.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::auth::{
    client_address::{ClientAddress, Network},
    email::Email,
};

/// Attempts against one account from one address: a burst, then one per pause.
const PER_ACCOUNT: Limit = Limit { burst: 10, pause: Duration::from_secs(10) };

/// Attempts from one address against all accounts: several people can share one address.
const PER_ADDRESS: Limit = Limit { burst: 60, pause: Duration::from_secs(2) };

/// The same for an IPv6 /56, which contains many /64 networks.
const PER_WIDE_NETWORK: Limit = Limit { burst: 120, pause: Duration::from_secs(1) };

/// How often expired counts are removed.
const SWEEP_EVERY: Duration = Duration::from_secs(10);

/// The maximum number of counts, about 3 MiB. Beyond it the counts with the fewest failures are
/// removed first. An attacker with that many addresses is slowed down by the limit of hashing.
const REMEMBERED: usize = 65_536;

#[derive(Debug)]
struct Limit {
    burst: u32,
    pause: Duration,
}

/// Failed attempts lately, whether the account exists or not.
#[derive(Clone, Debug)]
pub struct Throttle(Arc<Mutex<Counts>>);

#[derive(Debug)]
struct Counts {
    /// By the hash of the [`Key`], which has a fixed size. The hash is keyed at random, so that
    /// nobody can construct collisions.
    failures: HashMap<u64, Failures>,
    hasher: RandomState,
    swept: Instant,
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    since: Instant,
    limit: &'static Limit,
}

/// What attempts are counted by.
#[derive(Hash)]
enum Key<'a> {
    Account(&'a Email, Network),
    Network(Network),
}

impl Default for Throttle {
    fn default() -> Self {
        let counts = Counts { failures: HashMap::new(), hasher: RandomState::new(), swept: Instant::now() };
        Self(Arc::new(Mutex::new(counts)))
    }
}

impl Throttle {
    /// Counts an attempt as failed before it is made, so that many at once are counted too;
    /// `false` when there were too many. [`Throttle::succeeded`] takes it back.
    pub fn begin(&self, email: &Email, client: ClientAddress) -> bool {
        self.begin_at(Instant::now(), email, client)
    }

    /// The same for what concerns no account that is known yet. [`Throttle::passed`] takes it back.
    pub fn pass(&self, client: ClientAddress) -> bool {
        let now = Instant::now();
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.sweep(now);
        client.networks().all(|network| counts.count(&Key::Network(network), now))
    }

    /// Takes attempts of [`Throttle::pass`] back, so that they do not count.
    pub fn passed(&self, client: ClientAddress, attempts: u32) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for network in client.networks() {
            let hash = counts.hasher.hash_one(Key::Network(network));
            if let Some(failures) = counts.failures.get_mut(&hash) {
                failures.count = failures.count.saturating_sub(attempts);
            }
        }
    }

    fn begin_at(&self, now: Instant, email: &Email, client: ClientAddress) -> bool {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.sweep(now);
        keys(email, client).all(|key| counts.count(&key, now))
    }

    /// Forgets the failures after a successful sign-in.
    pub fn succeeded(&self, email: &Email, client: ClientAddress) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for key in keys(email, client) {
            let hash = counts.hasher.hash_one(&key);
            match key {
                Key::Account(..) => {
                    counts.failures.remove(&hash);
                }
                // Only this attempt is taken back: knowing one password must not reset the count
                // for others.
                Key::Network(_) => {
                    if let Some(failures) = counts.failures.get_mut(&hash) {
                        failures.count = failures.count.saturating_sub(1);
                    }
                }
            }
        }
    }
}

impl Counts {
    fn count(&mut self, key: &Key<'_>, now: Instant) -> bool {
        let hash = self.hasher.hash_one(key);
        if self.failures.len() >= REMEMBERED && !self.failures.contains_key(&hash) {
            self.forget_half(now);
        }
        let limit = key.limit();
        let failures = self.failures.entry(hash).or_insert(Failures { count: 0, since: now, limit });
        let left = failures.left(now);
        let allowed = left < limit.burst;
        if allowed {
            *failures = Failures { count: left + 1, since: now, limit };
        }
        allowed
    }

    fn sweep(&mut self, now: Instant) {
        if now.duration_since(self.swept) > SWEEP_EVERY {
            self.failures.retain(|_, failures| failures.left(now) > 0);
            self.swept = now;
        }
    }

    /// Removes half at once: searching all counts for each new one would take too long.
    fn forget_half(&mut self, now: Instant) {
        let mut counts: Vec<(u32, u64)> =
            self.failures.iter().map(|(hash, failures)| (failures.left(now), *hash)).collect();
        let half = counts.len() / 2;
        let (fewest, ..) = counts.select_nth_unstable(half);
        for (_, hash) in fewest {
            self.failures.remove(hash);
        }
    }
}

impl Failures {
    /// How many failures still count.
    fn left(self, now: Instant) -> u32 {
        let forgiven = now.saturating_duration_since(self.since).as_secs() / self.limit.pause.as_secs();
        self.count.saturating_sub(u32::try_from(forgiven).unwrap_or(u32::MAX))
    }
}

impl Key<'_> {
    fn limit(&self) -> &'static Limit {
        match self {
            Self::Account(..) => &PER_ACCOUNT,
            Self::Network(Network::V6(_, ..=56)) => &PER_WIDE_NETWORK,
            Self::Network(_) => &PER_ADDRESS,
        }
    }
}

fn keys(email: &Email, client: ClientAddress) -> impl Iterator<Item = Key<'_>> {
    std::iter::once(Key::Account(email, client.network())).chain(client.networks().map(Key::Network))
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv6Addr};

    use super::*;

    fn email(text: &str) -> Email {
        text.parse().unwrap()
    }

    fn v4(last: u8) -> ClientAddress {
        ClientAddress::Known([10, 0, 0, last].into())
    }

    fn v6(network: u16, host: u16) -> ClientAddress {
        ClientAddress::Known(IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 1, network, 0, 0, 0, host)))
    }

    #[test]
    fn one_accounts_guesses_do_not_cost_another() {
        let throttle = Throttle::default();
        let ada = email("ada@example.com");
        assert_eq!((0..20).filter(|_| throttle.begin(&ada, v4(1))).count(), 10);
        assert!(throttle.begin(&email("bob@example.com"), v4(1)));
    }

    #[test]
    fn a_strangers_guesses_do_not_lock_the_owner_out() {
        let throttle = Throttle::default();
        let ada = email("ada@example.com");
        while throttle.begin(&ada, v4(1)) {}
        assert!(throttle.begin(&ada, v4(2)));
    }

    #[test]
    fn one_address_cannot_try_one_password_on_everybody() {
        let users = || (0..1000).map(|n| email(&format!("user{n}@example.com")));
        let throttle = Throttle::default();
        assert_eq!(users().filter(|user| throttle.begin(user, v4(1))).count(), 60);
        assert_eq!(users().filter(|user| throttle.begin(user, ClientAddress::Unknown)).count(), 60);
        let neighbours = users().zip(0..).filter(|(user, n)| throttle.begin(user, v6(0x4400, *n)));
        assert_eq!(neighbours.count(), 60);
        let wide = users().zip(0..).filter(|(user, n)| throttle.begin(user, v6(0x5500 + n % 256, *n)));
        assert_eq!(wide.count(), 120);
    }

    #[test]
    fn an_account_is_not_guessed_at_from_all_over_a_wide_network() {
        let throttle = Throttle::default();
        let ada = email("ada@example.com");
        assert_eq!((0..256).filter(|n| throttle.begin(&ada, v6(0x4400 + n, 1))).count(), 10);
        assert!(throttle.begin(&ada, v6(0x4500, 1)));
    }

    #[test]
    fn signing_in_correctly_costs_nothing() {
        let throttle = Throttle::default();
        let ada = email("ada@example.com");
        for _ in 0..200 {
            assert!(throttle.begin(&ada, v4(1)));
            throttle.succeeded(&ada, v4(1));
        }
    }

    #[test]
    fn ways_elsewhere_are_counted_by_network_until_they_lead_back() {
        let throttle = Throttle::default();
        assert_eq!((0..100).filter(|_| throttle.pass(v4(1))).count(), 60);
        assert!(throttle.pass(v4(2)));
        throttle.passed(v4(1), 2);
        assert_eq!((0..100).filter(|_| throttle.pass(v4(1))).count(), 2);
    }

    #[test]
    fn guesses_are_forgiven_one_by_one() {
        let now = Instant::now();
        let failures = Failures { count: 10, since: now, limit: &PER_ACCOUNT };
        assert_eq!(failures.left(now + PER_ACCOUNT.pause), 9);
        assert_eq!(failures.left(now + 100 * PER_ACCOUNT.pause), 0);
    }

    #[test]
    fn what_is_remembered_is_bounded_and_those_who_failed_most_are_remembered_longest() {
        let throttle = Throttle::default();
        let (now, ada) = (Instant::now(), email("ada@example.com"));
        while throttle.begin_at(now, &ada, v4(1)) {}
        for n in 0..100_000_u32 {
            throttle.begin_at(now, &ada, ClientAddress::Known(IpAddr::V4((0x1400_0000 + n).into())));
        }
        assert!(throttle.0.lock().unwrap().failures.len() <= REMEMBERED);
        assert!(!throttle.begin_at(now, &ada, v4(1)));
    }
}
