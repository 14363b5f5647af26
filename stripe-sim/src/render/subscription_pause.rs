//! A pause as its subscription shows it.

use crate::state::Paused;
use serde_json::{Value, json};

impl Paused {
    pub fn render(&self) -> Value {
        let subscription = json!({ "type": self.reason });
        json!({ "paused": { "subscription": subscription, "transitioned_at": self.since, "type": "subscription" } })
    }
}
