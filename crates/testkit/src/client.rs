//! A client for a test's own Stripe.

use std::{num::NonZeroU32, time::Duration};

use stripe::{Budget, StripeClient};

/// Short enough for a test to wait out, long enough for two retries.
pub const BUDGET: Budget = Budget {
    total: Duration::from_millis(1500),
    attempt: Duration::from_millis(600),
    first_pause: Duration::from_millis(10),
    attempts: 3,
};

/// High enough that no test waits.
pub const RATE: NonZeroU32 = NonZeroU32::new(10_000).unwrap();

/// A client for the Stripe at `base`, an address with a slash at the end.
pub fn client(base: &str) -> StripeClient {
    client_within(base, BUDGET)
}

/// The same with another budget.
pub fn client_within(base: &str, budget: Budget) -> StripeClient {
    StripeClient::new("sk_test_tests".parse().unwrap(), base.parse().unwrap(), budget)
}
