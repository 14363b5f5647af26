//! Events, and whether they have been heard.

use super::{API_VERSION, Kind, Payload, State, Table};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

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

    fn table(state: &State) -> &Table<Self> {
        &state.events
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.events
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn render(&self, _: &State) -> Value {
        let mut data = json!({ "object": self.object.object() });
        if let Some(previous) = &self.previous_attributes {
            data["previous_attributes"] = previous.clone();
        }
        json!({
            "id": self.id,
            "object": "event",
            "api_version": API_VERSION,
            "created": self.created,
            "data": data,
            "livemode": false,
            "pending_webhooks": self.pending_webhooks,
            "request": { "id": self.request, "idempotency_key": self.idempotency_key },
            "type": self.kind,
        })
    }
}
