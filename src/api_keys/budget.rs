//! How many calls a key may make. Counted in memory, per process: with N replicas a key has N times the budget.

use std::{fmt, num::NonZeroU32, sync::Arc, time::Duration};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};

use super::key::KeyId;

/// At once: a product whose users all come back after a pause.
const AT_ONCE: NonZeroU32 = NonZeroU32::new(100).expect("not zero");

/// After that, in each second. A call is a transaction of a few milliseconds.
const A_SECOND: NonZeroU32 = NonZeroU32::new(20).expect("not zero");

/// Too many calls with this key; one more is allowed after `retry_after`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverBudget {
    pub retry_after: Duration,
}

/// A token bucket for each key that exists, so there are as many as the operator made. Clones share them.
#[derive(Clone)]
pub struct Budget(Arc<DefaultKeyedRateLimiter<KeyId>>);

impl Default for Budget {
    fn default() -> Self {
        Self(Arc::new(RateLimiter::keyed(Quota::per_second(A_SECOND).allow_burst(AT_ONCE))))
    }
}

impl Budget {
    /// Takes one call from the key's budget.
    ///
    /// # Errors
    /// When nothing is left.
    pub fn take(&self, key: &KeyId) -> Result<(), OverBudget> {
        self.0.check_key(key).map_err(|until| OverBudget { retry_after: until.wait_time_from(self.0.clock().now()) })
    }
}

impl fmt::Debug for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Budget")
    }
}
