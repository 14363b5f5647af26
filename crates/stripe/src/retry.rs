//! When a call is retried, and for how long.

use std::time::Duration;

use backon::ExponentialBuilder;

use crate::error::{StripeError, StripeErrorKind};

/// The maximum pause between two attempts; the budget is too short for longer ones.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// How long a customer waits for Stripe, all attempts and pauses together.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// For the whole call.
    pub total: Duration,
    /// For one attempt: less than the total, so that one lost packet leaves room for another try.
    pub attempt: Duration,
    /// The first pause between attempts; each following one is about twice as long.
    pub first_pause: Duration,
    /// The maximum number of attempts.
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

/// Whether a retry may help. A retry is safe for every call: reads change nothing, and every POST
/// has the same idempotency key in all attempts.
pub(crate) fn is_worth_it(error: &StripeError) -> bool {
    match (error.should_retry, &error.kind) {
        (Some(says), _) => says,
        // An answer of the wrong shape will have the same shape again; and a request that waited
        // for its turn has waited long enough.
        (None, StripeErrorKind::Garbage(_) | StripeErrorKind::Crowded) => false,
        (None, kind) => kind.is_transient(),
    }
}
