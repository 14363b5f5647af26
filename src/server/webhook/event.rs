//! The little of an event that is read: everything else is refetched, so that an event in another
//! API version is as good as any.

use serde_json::Value;

use crate::server::billing::Target;

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
    /// The id of the event's object.
    pub object_id: Option<String>,
}

/// The signed body is not an event.
#[derive(Debug, thiserror::Error)]
#[error("the body is not a Stripe event")]
pub struct NotAnEvent;

/// The events after which a customer is refetched: everything that changes what the account page tells.
const OF_CUSTOMERS: [&str; 35] = [
    "checkout.session.async_payment_failed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.completed",
    "customer.deleted",
    "customer.discount.created",
    "customer.discount.deleted",
    "customer.discount.updated",
    "customer.subscription.created",
    "customer.subscription.deleted",
    "customer.subscription.paused",
    "customer.subscription.pending_update_applied",
    "customer.subscription.pending_update_expired",
    "customer.subscription.resumed",
    "customer.subscription.trial_will_end",
    "customer.subscription.updated",
    "customer.updated",
    "invoice.finalized",
    "invoice.marked_uncollectible",
    "invoice.paid",
    "invoice.payment_action_required",
    "invoice.payment_failed",
    "invoice.updated",
    "invoice.voided",
    "invoiceitem.created",
    "invoiceitem.deleted",
    "payment_method.attached",
    "payment_method.automatically_updated",
    "payment_method.detached",
    "payment_method.updated",
    "subscription_schedule.aborted",
    "subscription_schedule.canceled",
    "subscription_schedule.completed",
    "subscription_schedule.created",
    "subscription_schedule.released",
    "subscription_schedule.updated",
];

const OF_PRODUCTS: [&str; 3] = ["product.created", "product.deleted", "product.updated"];

const OF_PRICES: [&str; 3] = ["price.created", "price.deleted", "price.updated"];

/// Every type of event that something is done with: what an endpoint at Stripe is registered for.
pub fn handled() -> impl Iterator<Item = &'static str> {
    OF_CUSTOMERS.into_iter().chain(OF_PRODUCTS).chain(OF_PRICES)
}

impl Event {
    /// Only the id and the type are needed: an event of a form that we do not know is kept as ignored,
    /// or Stripe would send it for days and in the end disable the endpoint.
    ///
    /// # Errors
    /// When it is no JSON object, or lacks one of the two.
    pub fn parse(body: &str) -> Result<Self, NotAnEvent> {
        let event: Value = serde_json::from_str(body).map_err(|_| NotAnEvent)?;
        // PostgreSQL keeps no text with a NUL in it, and nothing of Stripe's has a control character.
        let is_text = |text: &&str| !text.is_empty() && !text.contains(char::is_control);
        let text = |value: &Value| value.as_str().filter(is_text).map(str::to_owned);
        let object = &event["data"]["object"];
        let customer = match &object["customer"] {
            // A payment method that was taken away no longer says whose it was.
            Value::Null => &event["data"]["previous_attributes"]["customer"],
            customer => customer,
        };
        let is_customer = object["object"] == "customer";
        Ok(Self {
            id: text(&event["id"]).ok_or(NotAnEvent)?,
            kind: text(&event["type"]).ok_or(NotAnEvent)?,
            api_version: text(&event["api_version"]),
            created_at: event["created"].as_i64().unwrap_or_default(),
            // An id, or the object itself where it was expanded.
            customer_id: text(customer)
                .or_else(|| text(&customer["id"]))
                .or_else(|| text(&object["id"]).filter(|_| is_customer)),
            object_id: text(&object["id"]),
        })
    }

    /// What has to be refetched, if anything.
    pub fn target(&self) -> Option<Target> {
        match self.kind.as_str() {
            kind if OF_CUSTOMERS.contains(&kind) => self.customer_id.clone().map(Target::Customer),
            kind if OF_PRODUCTS.contains(&kind) => self.object_id.clone().map(Target::Product),
            kind if OF_PRICES.contains(&kind) => self.object_id.clone().map(Target::Price),
            _ => None,
        }
    }
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
            ("invoice.paid", r#"{"id":"in_1","object":"invoice","customer":"cus_1"}"#),
        ] {
            assert_eq!(event(kind, object).target(), Some(Target::Customer("cus_1".into())), "{kind} {object}");
        }
    }

    #[test]
    fn a_payment_method_that_was_taken_away_says_whose_it_was() {
        let body = r#"{"id":"evt_1","type":"payment_method.detached","data":{
            "object":{"id":"pm_1","customer":null},"previous_attributes":{"customer":"cus_1"}}}"#;
        assert_eq!(Event::parse(body).expect("event").target(), Some(Target::Customer("cus_1".into())));
    }

    #[test]
    fn what_is_sold_is_refetched_too() {
        let product = event("product.updated", r#"{"id":"prod_1","object":"product"}"#);
        assert_eq!(product.target(), Some(Target::Product("prod_1".into())));
        let price = event("price.deleted", r#"{"id":"price_1","object":"price"}"#);
        assert_eq!(price.target(), Some(Target::Price("price_1".into())));
    }

    #[test]
    fn what_an_endpoint_is_registered_for_is_what_is_acted_upon() {
        for kind in handled() {
            assert!(event(kind, r#"{"id":"x_1","customer":"cus_1"}"#).target().is_some(), "{kind}");
        }
    }

    #[test]
    fn other_kinds_ask_for_nothing() {
        assert_eq!(event("charge.succeeded", r#"{"id":"ch_1","customer":"cus_1"}"#).target(), None);
        assert_eq!(event("balance.available", r#"{"object":"balance","customer":null}"#).customer_id, None);
    }

    #[test]
    fn an_event_of_another_form_asks_for_nothing_and_is_no_error() {
        let body =
            r#"{"id":"evt_1","object":"v2.core.event","type":"v1.billing.meter","created":"2026-01-01T00:00:00Z"}"#;
        assert_eq!(Event::parse(body).expect("event").target(), None);
        assert_eq!(event("customer.deleted", "[1]").target(), None);
        assert_eq!(event("customer.subscription.updated", r#"{"customer":7}"#).target(), None);
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
