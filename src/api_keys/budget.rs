//! How many calls a key may make. Counted in memory, per process: with N replicas a key has N times the budget.

use std::{fmt, num::NonZeroU32, sync::Arc, time::Duration};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};

use super::key::KeyId;

/// At once: a product whose users all come back after a pause.
const AT_ONCE: NonZeroU32 = NonZeroU32::new(100).expect("not zero");

/// After that, in each second. A call is a transaction of a few milliseconds.
const A_SECOND: NonZeroU32 = NonZeroU32::new(20).expect("not zero");

/// Answers of what accounts may use, at once and in each second after that: each is one statement that writes nothing, and
/// the product asks all day long.
const ANSWERS_AT_ONCE: NonZeroU32 = NonZeroU32::new(2000).expect("not zero");
const ANSWERS_A_SECOND: NonZeroU32 = NonZeroU32::new(1000).expect("not zero");

/// Too many calls with this key; one more is allowed after `retry_after`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverBudget {
    pub retry_after: Duration,
}

/// A token bucket for each key that exists, so there are as many as the operator made. Clones share them.
#[derive(Clone)]
pub struct Budget {
    calls: Arc<DefaultKeyedRateLimiter<KeyId>>,
    answers: Arc<DefaultKeyedRateLimiter<KeyId>>,
    notes: Arc<DefaultKeyedRateLimiter<KeyId>>,
}

impl Default for Budget {
    fn default() -> Self {
        let keyed = |each, at_once| Arc::new(RateLimiter::keyed(Quota::per_second(each).allow_burst(at_once)));
        let notes = Arc::new(RateLimiter::keyed(Quota::per_minute(NonZeroU32::MIN)));
        Self { calls: keyed(A_SECOND, AT_ONCE), answers: keyed(ANSWERS_A_SECOND, ANSWERS_AT_ONCE), notes }
    }
}

impl Budget {
    /// Takes one call from the key's budget.
    ///
    /// # Errors
    /// When nothing is left.
    pub fn take(&self, key: &KeyId) -> Result<(), OverBudget> {
        let limiter = &self.calls;
        limiter.check_key(key).map_err(|until| OverBudget { retry_after: until.wait_time_from(limiter.clock().now()) })
    }

    /// Whether the key's use may be noted: once a minute, also where that does not succeed.
    pub fn may_note(&self, key: &KeyId) -> bool {
        self.notes.check_key(key).is_ok()
    }

    /// Takes so many answers from the key's budget; at most 2,000 can be asked for at once.
    ///
    /// # Errors
    /// When less is left.
    pub fn take_answers(&self, key: &KeyId, answers: NonZeroU32) -> Result<(), OverBudget> {
        let limiter = &self.answers;
        let taken = limiter.check_key_n(key, answers).unwrap_or(Ok(()));
        taken.map_err(|until| OverBudget { retry_after: until.wait_time_from(limiter.clock().now()) })
    }
}

impl fmt::Debug for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Budget")
    }
}
