//! Why and since when a subscription is paused.

use crate::params::choice;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

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
}

impl Paused {
    pub fn render(&self) -> Value {
        let subscription = json!({ "type": self.reason });
        json!({ "paused": { "subscription": subscription, "transitioned_at": self.since, "type": "subscription" } })
    }
}
