//! Events, and whether they have been heard.

use super::{Kind, Payload, State, Table};
use crate::versions::Version;
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
    /// As an endpoint of some version is told it.
    pub fn render_in(&self, version: Version) -> Value {
        let mut object = self.object.object();
        let kind = object.get("object").and_then(Value::as_str).unwrap_or_default().to_owned();
        version.shape(&mut object);
        let mut data = json!({ "object": object });
        if let Some(previous) = &self.previous_attributes {
            let mut previous = previous.clone();
            version.shape_part(&kind, &mut previous);
            data["previous_attributes"] = previous;
        }
        json!({
            "id": self.id,
            "object": "event",
            "api_version": version.name(),
            "created": self.created,
            "data": data,
            "livemode": false,
            "pending_webhooks": self.pending_webhooks,
            "request": { "id": self.request, "idempotency_key": self.idempotency_key },
            "type": self.kind,
        })
    }

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

    /// In the account's own version, whatever the request that asks for it has.
    fn render(&self, _: &State) -> Value {
        self.render_in(Version::default())
    }
}
