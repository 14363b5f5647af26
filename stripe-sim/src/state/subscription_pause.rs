//! Why and since when a subscription is paused.

use crate::params::choice;
use serde::{Deserialize, Serialize};

choice!(PauseReason {
    FinalPaymentFailure = "final_payment_failure",
    FirstPaymentFailure = "first_payment_failure",
    PauseRequested = "pause_requested",
    System = "system",
    TrialEnd = "trial_end_without_payment_method",
});

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Paused {
    pub reason: PauseReason,
    pub since: i64,
    /// Time that was paid for has been given back, or none was.
    pub is_settled: bool,
    /// When it is over by itself.
    pub resumes_at: Option<i64>,
    /// The invoice whose payment ends it, where one does.
    pub resumes_on: Option<String>,
    /// How the payment of that invoice was asked for, where it was by resuming.
    pub resumption: Option<Resumption>,
}

/// As the types of the official libraries and <https://docs.stripe.com/changelog/dahlia/2026-05-27/pause-subscriptions>
/// describe it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Resumption {
    /// Somebody is to attempt the payment until a time. It goes on whatever comes of that, and nothing is retried.
    OnAttempt { until: i64 },
    /// It goes on when the invoice is paid, and failed payments are retried.
    OnSuccess,
}

impl Paused {
    /// When the invoice that it waits for is void, unless its payment is attempted by then.
    pub fn is_void_at(&self) -> Option<i64> {
        match self.resumption? {
            Resumption::OnAttempt { until } => Some(until),
            Resumption::OnSuccess => None,
        }
    }
}
