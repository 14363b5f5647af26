//! Events, and how far their delivery has come.

use super::{API_VERSION, Kind, State, Table};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Delivery to the one webhook target. Times are the wall's, in milliseconds.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(crate) enum Delivery {
    /// Nobody was listening when it happened.
    NotWanted,
    Pending {
        attempts: u32,
        next_at: i64,
    },
    Delivered {
        attempts: u32,
    },
    /// Given up after as long as Stripe tries.
    Failed {
        attempts: u32,
    },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Event {
    pub id: String,
    pub created: i64,
    #[serde(rename = "type")]
    pub kind: String,
    /// The object as it was then.
    pub object: Value,
    pub previous_attributes: Option<Value>,
    pub request: Option<String>,
    pub idempotency_key: Option<String>,
    pub delivery: Delivery,
}

impl Event {
    pub fn is_delivered(&self) -> bool {
        matches!(self.delivery, Delivery::NotWanted | Delivery::Delivered { .. })
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
        let mut data = json!({ "object": self.object });
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
            "pending_webhooks": u8::from(!self.is_delivered()),
            "request": { "id": self.request, "idempotency_key": self.idempotency_key },
            "type": self.kind,
        })
    }
}
