//! Meters, and the events that move them.

use super::table::{Key, Kind};

use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};

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

impl Kind for Meter {
    const NOUN: &'static str = "billing meter";
    const EVENTS: &'static str = "billing.meter";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("event_name", self.event_name.clone())]
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
    pub fn key(meter: &str, customer: &str) -> String {
        format!("{meter} {customer}")
    }
}

impl Kind for MeterEvent {
    const NOUN: &'static str = "meter event";
    const EVENTS: &'static str = "billing.meter_event";

    fn id(&self) -> &str {
        &self.identifier
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("use", Self::key(&self.meter, &self.customer)), ("customer", self.customer.clone())]
    }
}
