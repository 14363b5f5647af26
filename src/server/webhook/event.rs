//! The little of an event that is read: everything else is refetched, so that an event in another
//! API version is as good as any.

use serde::Deserialize;

/// The envelope of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// `evt_…`
    pub id: String,
    /// Stripe's `type`, such as `customer.subscription.updated`.
    pub kind: String,
    pub api_version: Option<String>,
    pub created_at: i64,
    /// The customer the event's object belongs to, or is.
    pub customer_id: Option<String>,
}

/// The signed body is not an event.
#[derive(Debug, thiserror::Error)]
#[error("the body is not a Stripe event")]
pub struct NotAnEvent;

/// The events that change what the account page says.
const HANDLED: [&str; 4] = [
    "customer.subscription.created",
    "customer.subscription.updated",
    "customer.subscription.deleted",
    "customer.deleted",
];

impl Event {
    /// # Errors
    /// When it is no JSON, or lacks what every event has.
    pub fn parse(body: &str) -> Result<Self, NotAnEvent> {
        let envelope: Envelope = serde_json::from_str(body).map_err(|_| NotAnEvent)?;
        if envelope.id.is_empty() || envelope.kind.is_empty() {
            return Err(NotAnEvent);
        }
        let object = envelope.data.object;
        let customer_id = match (object.customer, object.object.as_deref()) {
            (Some(Reference::Id(id)), _) => Some(id),
            (Some(Reference::Expanded { id }), _) => Some(id),
            (None, Some("customer")) => object.id,
            (None, _) => None,
        };
        Ok(Self {
            id: envelope.id,
            kind: envelope.kind,
            api_version: envelope.api_version,
            created_at: envelope.created,
            customer_id,
        })
    }

    /// Whose rows the event asks us to refetch, if it does.
    pub fn customer_to_sync(&self) -> Option<&str> {
        HANDLED.contains(&self.kind.as_str()).then_some(self.customer_id.as_deref())?
    }
}

#[derive(Deserialize)]
struct Envelope {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    created: i64,
    api_version: Option<String>,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: Object,
}

#[derive(Deserialize)]
struct Object {
    id: Option<String>,
    object: Option<String>,
    #[serde(default)]
    customer: Option<Reference>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Reference {
    Id(String),
    Expanded { id: String },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: &str, object: &str) -> Event {
        let body = format!(r#"{{"id":"evt_1","type":"{kind}","created":5,"data":{{"object":{object}}}}}"#);
        Event::parse(&body).expect("event")
    }

    #[test]
    fn finds_the_customer_wherever_it_is() {
        for (kind, object) in [
            ("customer.subscription.updated", r#"{"id":"sub_1","object":"subscription","customer":"cus_1"}"#),
            ("customer.subscription.updated", r#"{"id":"sub_1","object":"subscription","customer":{"id":"cus_1"}}"#),
            ("customer.deleted", r#"{"id":"cus_1","object":"customer"}"#),
        ] {
            assert_eq!(event(kind, object).customer_to_sync(), Some("cus_1"), "{kind} {object}");
        }
    }

    #[test]
    fn other_kinds_ask_for_nothing() {
        assert_eq!(event("invoice.paid", r#"{"id":"in_1","customer":"cus_1"}"#).customer_to_sync(), None);
        assert_eq!(event("product.updated", r#"{"id":"prod_1","object":"product"}"#).customer_to_sync(), None);
        assert_eq!(event("balance.available", r#"{"object":"balance","customer":null}"#).customer_id, None);
    }

    #[test]
    fn what_is_no_event_is_refused() {
        for body in
            ["", "null", "[]", "{}", r#"{"id":"evt_1"}"#, r#"{"id":"","type":"","created":1,"data":{"object":{}}}"#]
        {
            assert!(Event::parse(body).is_err(), "{body}");
        }
    }
}
