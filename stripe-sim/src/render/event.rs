//! Events as the API shows them and as endpoints are told them.

use super::Render;
use crate::state::{Event, State};
use crate::versions::Version;
use serde_json::{Value, json};

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
}

impl Render for Event {
    /// In the account's own version, whatever the request that asks for it has.
    fn render(&self, _: &State) -> Value {
        self.render_in(Version::default())
    }
}
