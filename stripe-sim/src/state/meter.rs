//! Meters, and the events that move them.

use super::table::Key;
use super::{Kind, State, Table};
use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

choice!(Formula { Count = "count", Last = "last", Sum = "sum" });
choice!(MeterStatus { Active = "active", Inactive = "inactive" });

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Meter {
    pub id: String,
    pub created: i64,
    pub updated: i64,
    pub display_name: String,
    pub event_name: String,
    pub formula: Formula,
    pub customer_key: String,
    pub value_key: String,
    pub status: MeterStatus,
    pub deactivated_at: Option<i64>,
}

impl Meter {
    /// What a customer has used from a time until, and not including, another.
    pub fn usage(&self, state: &State, customer: &str, from: i64, until: i64) -> i64 {
        let key = MeterEvent::key(&self.id, customer);
        let own = state.meter_events.with("use", &key);
        let within = own.filter(|event: &&MeterEvent| (from..until).contains(&event.timestamp));
        match self.formula {
            Formula::Count => i64::try_from(within.count()).unwrap_or(i64::MAX),
            Formula::Sum => within.map(|event| event.value).sum(),
            Formula::Last => within.max_by_key(|event| event.timestamp).map_or(0, |event| event.value),
        }
    }
}

impl Kind for Meter {
    const NOUN: &'static str = "billing meter";
    const EVENTS: &'static str = "billing.meter";

    fn table(state: &State) -> &Table<Self> {
        &state.meters
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.meters
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("event_name", self.event_name.clone())]
    }

    fn render(&self, _: &State) -> Value {
        json!({
            "id": self.id,
            "object": "billing.meter",
            "created": self.created,
            "customer_mapping": { "event_payload_key": self.customer_key, "type": "by_id" },
            "default_aggregation": { "formula": self.formula },
            "display_name": self.display_name,
            "event_name": self.event_name,
            "event_time_window": null,
            "livemode": false,
            "status": self.status,
            "status_transitions": { "deactivated_at": self.deactivated_at },
            "updated": self.updated,
            "value_settings": { "event_payload_key": self.value_key },
        })
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MeterEvent {
    /// What makes it be counted once.
    pub identifier: String,
    pub created: i64,
    pub timestamp: i64,
    pub event_name: String,
    pub meter: String,
    pub customer: String,
    pub value: i64,
    pub payload: Metadata,
}

impl MeterEvent {
    fn key(meter: &str, customer: &str) -> String {
        format!("{meter} {customer}")
    }
}

impl Kind for MeterEvent {
    const NOUN: &'static str = "meter event";
    const EVENTS: &'static str = "billing.meter_event";

    fn table(state: &State) -> &Table<Self> {
        &state.meter_events
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.meter_events
    }

    fn id(&self) -> &str {
        &self.identifier
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("use", Self::key(&self.meter, &self.customer)), ("customer", self.customer.clone())]
    }

    fn render(&self, _: &State) -> Value {
        json!({
            "object": "billing.meter_event",
            "created": self.created,
            "event_name": self.event_name,
            "identifier": self.identifier,
            "livemode": false,
            "payload": self.payload,
            "timestamp": self.timestamp,
        })
    }
}
