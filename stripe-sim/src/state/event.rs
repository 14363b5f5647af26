//! Events, and whether they have been heard.

use super::Payload;
use super::table::Kind;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Event {
    pub id: String,
    pub created: i64,
    #[serde(rename = "type")]
    pub kind: String,
    /// The object as it was then.
    pub object: Payload,
    pub previous_attributes: Option<Value>,
    pub request: Option<String>,
    pub idempotency_key: Option<String>,
    /// Deliveries that have not been accepted yet.
    pub pending_webhooks: u32,
    /// Deliveries that have not even been tried yet.
    pub untried: u32,
    /// Lost, or given up after as long as Stripe tries.
    pub failed: bool,
}

impl Event {
    pub fn is_delivered(&self) -> bool {
        self.pending_webhooks == 0 && !self.failed
    }
}

impl Kind for Event {
    const NOUN: &'static str = "event";
    const EVENTS: &'static str = "event";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }
}
