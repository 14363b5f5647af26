//! A limit of requests to Stripe per signed-in user (OWASP ASVS 5, 2.4.1). Without it, one browser
//! in a loop uses up the account's rate limit, and all other customers wait.
//!
//! Counted in memory, per process: with N replicas a user has N times the limit.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::NoOpMiddleware,
    state::keyed::HashMapStateStore,
};

use crate::{
    audit::{self, Event},
    auth::UserId,
};

/// Burst: clicks and returns from Stripe. A customer in a hurry makes a dozen in a minute.
const AT_ONCE: NonZeroU32 = NonZeroU32::new(30).expect("not zero");

/// One more after each of these. A refresh is four requests to Stripe, and one more for each plan that renews and each
/// open or disputed payment: five with most customers. A change counts once, with the refresh that follows it. So a
/// loop makes about three requests a second.
const ONE_MORE_AFTER: Duration = Duration::from_secs(2);

/// The maximum number of users counted at once: those of the last seconds, many more than Stripe
/// could serve.
const MOST: usize = 10_000;

/// The user's bucket is empty; one more request is allowed after `retry_after`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the user made too many requests to Stripe")]
pub struct TooMany {
    pub retry_after: Duration,
}

type Buckets<C> = RateLimiter<UserId, HashMapStateStore<UserId>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// A token bucket for each user. Clones share them.
#[derive(Debug)]
pub struct Allowance<C: Clock = DefaultClock> {
    buckets: Arc<Buckets<C>>,
    most: usize,
}

impl Default for Allowance {
    fn default() -> Self {
        Self::new(DefaultClock::default(), MOST)
    }
}

impl<C: Clock> Clone for Allowance<C> {
    fn clone(&self) -> Self {
        Self { buckets: self.buckets.clone(), most: self.most }
    }
}

impl<C: Clock> Allowance<C> {
    fn new(clock: C, most: usize) -> Self {
        let quota = Quota::with_period(ONE_MORE_AFTER).expect("not zero").allow_burst(AT_ONCE);
        Self { buckets: Arc::new(RateLimiter::hashmap_with_clock(quota, clock)), most }
    }

    /// Takes one token from the user's bucket. Must be called before a request to Stripe.
    ///
    /// # Errors
    /// When the bucket is empty, or the maximum number of users is reached.
    pub fn take(&self, user: UserId) -> Result<(), TooMany> {
        // A full bucket need not be kept.
        if self.buckets.len() >= self.most / 2 {
            self.buckets.retain_recent();
        }
        if self.buckets.len() >= self.most {
            return Err(TooMany { retry_after: ONE_MORE_AFTER });
        }
        self.buckets.check_key(&user).map_err(|until| {
            audit::record(Event::TooManyStripeCalls, Some(user));
            TooMany { retry_after: until.wait_time_from(self.buckets.clock().now()) }
        })
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn allowance() -> (FakeRelativeClock, Allowance<FakeRelativeClock>) {
        let clock = FakeRelativeClock::default();
        (clock.clone(), Allowance::new(clock, 100))
    }

    #[test]
    fn a_customer_in_a_hurry_never_notices() {
        let (clock, allowance) = allowance();
        // A dozen clicks in a minute, each with its return, and five reloads, at once.
        for _ in 0..12 {
            assert!((0..2).all(|_| allowance.take(UserId(1)).is_ok()));
            clock.advance(Duration::from_secs(5));
        }
        assert!((0..5).all(|_| allowance.take(UserId(1)).is_ok()));
    }

    #[test]
    fn a_loop_gets_no_more_than_its_share_and_takes_nothing_from_others() {
        let (clock, allowance) = allowance();
        let taken = (0..1000).filter(|_| {
            clock.advance(Duration::from_millis(100));
            allowance.take(UserId(1)).is_ok()
        });
        assert_eq!(taken.count(), 30 + 50 - 1, "in a hundred seconds");
        let refused = allowance.take(UserId(1)).unwrap_err();
        assert!(refused.retry_after <= ONE_MORE_AFTER, "{refused:?}");
        assert!(allowance.take(UserId(2)).is_ok());
    }

    #[test]
    fn whoever_has_rested_is_forgotten() {
        let (clock, allowance) = allowance();
        for user in 0..1000 {
            allowance.take(UserId(user)).unwrap();
            clock.advance(ONE_MORE_AFTER / 10);
        }
        assert!(allowance.buckets.len() <= 50, "{}", allowance.buckets.len());
    }

    #[test]
    fn more_users_than_can_be_counted_are_refused_for_a_moment() {
        let (clock, allowance) = allowance();
        assert_eq!((0..200).filter(|user| allowance.take(UserId(*user)).is_ok()).count(), 100);
        clock.advance(3 * ONE_MORE_AFTER);
        assert!(allowance.take(UserId(200)).is_ok());
    }
}
