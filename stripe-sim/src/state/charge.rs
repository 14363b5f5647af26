//! Charges: single attempts at a payment, with refunds and disputes.

use super::table::{Key, Kind};

use crate::params::choice;
use serde::{Deserialize, Serialize};

choice!(AttemptStatus { Failed = "failed", Pending = "pending", Succeeded = "succeeded" });

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ChargeAttempt {
    pub id: String,
    pub created: i64,
    pub amount: i64,
    pub currency: String,
    pub customer: String,
    pub intent: String,
    pub payment_method: String,
    pub status: AttemptStatus,
    /// Code and words of a refusal.
    pub failure: Option<(String, String)>,
    pub amount_refunded: i64,
    pub disputed: bool,
}

impl ChargeAttempt {
    pub fn left(&self) -> i64 {
        self.amount - self.amount_refunded
    }
}

impl Kind for ChargeAttempt {
    const NOUN: &'static str = "charge";
    const EVENTS: &'static str = "charge";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("customer", self.customer.clone()), ("intent", self.intent.clone())]
    }
}
