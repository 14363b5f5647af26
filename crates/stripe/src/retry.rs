//! When a call is worth repeating, and for how long.

use std::time::Duration;

use backon::ExponentialBuilder;

use crate::error::{StripeError, StripeErrorKind};

/// Between two attempts; the budget is too short for longer ones to be of use.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// How long a customer is made to wait for Stripe, all attempts and pauses together.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// For the whole call.
    pub total: Duration,
    /// For one attempt: less than the total, so that one lost packet leaves room for another try.
    pub attempt: Duration,
    /// The first pause between attempts; each following one is about twice as long.
    pub first_pause: Duration,
    /// How many may fail.
    pub attempts: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            total: Duration::from_secs(8),
            attempt: Duration::from_millis(3500),
            first_pause: Duration::from_millis(200),
            attempts: 3,
        }
    }
}

impl Budget {
    pub(crate) fn backoff(&self) -> ExponentialBuilder {
        ExponentialBuilder::new()
            .with_min_delay(self.first_pause)
            .with_max_delay(LONGEST_PAUSE)
            .with_jitter()
            .without_max_times()
    }
}

/// Repeating is safe for every call we make: reads by nature, and every POST carries an
/// idempotency key that stays the same over all attempts. What is left is whether it can help.
pub(crate) fn is_worth_it(error: &StripeError) -> bool {
    match (error.should_retry, &error.kind) {
        (Some(says), _) => says,
        // A readable answer of the wrong shape will have that shape again; and whoever waited for a turn
        // in vain has waited enough.
        (None, StripeErrorKind::Garbage(_) | StripeErrorKind::Crowded) => false,
        (None, kind) => kind.is_transient(),
    }
}
