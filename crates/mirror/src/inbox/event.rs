//! The part of an event that is read and stored: its envelope. Everything else is refetched, so an
//! event in any API version works. Nothing else is stored, because payloads contain credentials:
//! addresses of portal and Checkout sessions and of invoices, client secrets, and whatever Stripe
//! adds later. A list of allowed fields cannot miss any of them; a list of forbidden fields can.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{json, value::RawValue};

use crate::stripe_object::StripeObject;

/// The longest accepted text, in bytes: Stripe's ids have up to 255 characters
/// (<https://docs.stripe.com/upgrades>).
const LONGEST: usize = 255;

/// The envelope of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// `evt_…`
    pub id: String,
    /// Stripe's `type`, such as `customer.subscription.updated`.
    pub kind: String,
    pub api_version: Option<String>,
    /// Unix seconds; 0 if the event has no such number.
    pub created_at: i64,
    pub livemode: Option<bool>,
    /// `acct_…`: the connected account of the event, if any.
    pub account: Option<String>,
    /// The customer to whom the event's object belongs, or which it is.
    pub customer_id: Option<String>,
    /// The type of the event's object, such as `invoice`.
    pub object_kind: Option<String>,
    /// The id of the event's object; `None` for a session, whose id is part of an address.
    pub object_id: Option<String>,
    /// `ch_…`: the charge of a refund or a dispute, which do not name a customer.
    pub charge_id: Option<String>,
    /// `in_…`: the invoice of an invoice payment, which does not name a customer either.
    pub invoice_id: Option<String>,
}

/// The signed body is not an event.
#[derive(Debug, thiserror::Error)]
#[error("the body is not a Stripe event")]
pub struct NotAnEvent;

/// The events after which a customer is refetched: all that change the account page.
const OF_CUSTOMERS: [&str; 63] = [
    "charge.dispute.closed",
    "charge.dispute.created",
    "charge.dispute.funds_reinstated",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.updated",
    "charge.refund.updated",
    "charge.refunded",
    "checkout.session.async_payment_failed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.completed",
    "credit_note.created",
    "credit_note.updated",
    "credit_note.voided",
    "customer.deleted",
    "customer.discount.created",
    "customer.discount.deleted",
    "customer.discount.updated",
    "customer.source.created",
    "customer.source.deleted",
    "customer.source.expiring",
    "customer.source.updated",
    "customer.subscription.created",
    "customer.subscription.deleted",
    "customer.subscription.paused",
    "customer.subscription.pending_update_applied",
    "customer.subscription.pending_update_expired",
    "customer.subscription.resumed",
    "customer.subscription.trial_will_end",
    "customer.subscription.updated",
    "customer.tax_id.created",
    "customer.tax_id.deleted",
    "customer.tax_id.updated",
    "customer.updated",
    "invoice.deleted",
    "invoice.finalization_failed",
    "invoice.finalized",
    "invoice.marked_uncollectible",
    "invoice.overdue",
    "invoice.overpaid",
    "invoice.paid",
    "invoice.payment_action_required",
    "invoice.payment_failed",
    "invoice.upcoming",
    "invoice.updated",
    "invoice.voided",
    "invoice.will_be_due",
    "invoice_payment.paid",
    "invoiceitem.created",
    "invoiceitem.deleted",
    "payment_intent.processing",
    "payment_method.attached",
    "payment_method.automatically_updated",
    "payment_method.detached",
    "payment_method.updated",
    "refund.created",
    "refund.failed",
    "refund.updated",
    "subscription_schedule.aborted",
    "subscription_schedule.canceled",
    "subscription_schedule.completed",
    "subscription_schedule.created",
    "subscription_schedule.released",
    "subscription_schedule.updated",
];

/// The same under names that Stripe no longer uses: an endpoint in an old version still receives
/// them, but no endpoint can be registered for them.
const OF_CUSTOMERS_ONCE: [&str; 2] = ["invoiceitem.updated", "payment_method.card_automatically_updated"];

const OF_PRODUCTS: [&str; 3] = ["product.created", "product.deleted", "product.updated"];

const OF_PRICES: [&str; 3] = ["price.created", "price.deleted", "price.updated"];

/// A customer may use something else than before: also when a feature was added to a product or taken from it. Stripe
/// has no event for a feature itself, so that one with another name is noticed at night.
const OF_ENTITLEMENTS: [&str; 1] = ["entitlements.active_entitlement_summary.updated"];

/// Every handled type of event: an endpoint at Stripe is registered for these.
pub fn handled() -> impl Iterator<Item = &'static str> {
    OF_CUSTOMERS.into_iter().chain(OF_PRODUCTS).chain(OF_PRICES).chain(OF_ENTITLEMENTS)
}

impl Event {
    /// Parses an event. Only the id and the type are required: an event of an unknown form is
    /// stored as ignored, because otherwise Stripe would resend it for days and finally disable the
    /// endpoint.
    ///
    /// # Errors
    /// When it is not a JSON object, or lacks the id or the type.
    pub fn parse(body: &str) -> Result<Self, NotAnEvent> {
        let event: Members = serde_json::from_str(body).map_err(|_| NotAnEvent)?;
        let data = members(event.get("data"));
        let object = members(data.get("object"));
        let previous = members(data.get("previous_attributes"));
        // A detached payment method no longer names its customer.
        let customer = object.get("customer").filter(|customer| customer.get() != "null");
        let customer = customer.or_else(|| previous.get("customer"));
        // An id, or the expanded object itself.
        let named = |json: Option<&&RawValue>| text(json).or_else(|| text(members(json).get("id")));
        let object_kind = text(object.get("object"));
        let object_id = text(object.get("id"));
        let is = |kind: &str| object_kind.as_deref() == Some(kind);
        Ok(Self {
            id: text(event.get("id")).ok_or(NotAnEvent)?,
            kind: text(event.get("type")).ok_or(NotAnEvent)?,
            api_version: text(event.get("api_version")),
            created_at: read(event.get("created")).unwrap_or_default(),
            livemode: read(event.get("livemode")),
            account: text(event.get("account")),
            customer_id: named(customer).or_else(|| object_id.clone().filter(|_| is("customer"))),
            charge_id: named(object.get("charge")),
            invoice_id: named(object.get("invoice")),
            object_id: object_id.filter(|_| !object_kind.as_ref().is_some_and(|kind| kind.ends_with("session"))),
            object_kind,
        })
    }

    /// The stored JSON, in Stripe's shape: [`Event::parse`] reads the same event from it.
    pub fn envelope(&self) -> String {
        json!({
            "id": self.id,
            "object": "event",
            "type": self.kind,
            "api_version": self.api_version,
            "created": self.created_at,
            "livemode": self.livemode,
            "account": self.account,
            "data": {
                "object": {
                    "id": self.object_id,
                    "object": self.object_kind,
                    "customer": self.customer_id,
                    "charge": self.charge_id,
                    "invoice": self.invoice_id,
                }
            }
        })
        .to_string()
    }

    /// The object to refetch, if any.
    pub fn object(&self) -> Option<StripeObject> {
        match self.kind.as_str() {
            kind if OF_CUSTOMERS.contains(&kind) || OF_CUSTOMERS_ONCE.contains(&kind) => self.whose(),
            kind if OF_PRODUCTS.contains(&kind) => self.object_id.clone().map(StripeObject::Product),
            kind if OF_PRICES.contains(&kind) => self.object_id.clone().map(StripeObject::Price),
            // The summary has no id: it is its customer's.
            kind if OF_ENTITLEMENTS.contains(&kind) => self.customer_id.clone().map(StripeObject::Entitlements),
            _ => None,
        }
    }

    /// Its customer, or the object that leads to its customer.
    fn whose(&self) -> Option<StripeObject> {
        let customer = self.customer_id.clone().map(StripeObject::Customer);
        let charge = || self.charge_id.clone().map(StripeObject::Charge);
        let invoice = || self.invoice_id.clone().map(StripeObject::Invoice);
        customer.or_else(charge).or_else(invoice)
    }
}

/// A JSON object with unparsed values: their content and depth cost nothing and cannot fail.
type Members<'a> = BTreeMap<String, &'a RawValue>;

/// Empty if it is not an object.
fn members<'a>(json: Option<&&'a RawValue>) -> Members<'a> {
    json.and_then(|json| serde_json::from_str(json.get()).ok()).unwrap_or_default()
}

fn read<T: DeserializeOwned>(json: Option<&&RawValue>) -> Option<T> {
    serde_json::from_str(json?.get()).ok()
}

/// A text without control characters: PostgreSQL cannot store a NUL, and no stored field of
/// Stripe's has control characters.
fn text(json: Option<&&RawValue>) -> Option<String> {
    read(json).filter(|text: &String| (1..=LONGEST).contains(&text.len()) && !text.contains(char::is_control))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use stripe::any_json::any_json;

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
            assert_eq!(event(kind, object).object(), Some(StripeObject::Customer("cus_1".into())), "{kind} {object}");
        }
    }

    #[test]
    fn a_payment_method_that_was_taken_away_says_whose_it_was() {
        let body = r#"{"id":"evt_1","type":"payment_method.detached","data":{
            "object":{"id":"pm_1","customer":null},"previous_attributes":{"customer":"cus_1"}}}"#;
        assert_eq!(Event::parse(body).expect("event").object(), Some(StripeObject::Customer("cus_1".into())));
    }

    #[test]
    fn what_does_not_say_whose_it_is_leads_to_what_does() {
        for (kind, object, target) in [
            ("charge.dispute.created", r#"{"id":"du_1","charge":"ch_1"}"#, StripeObject::Charge("ch_1".into())),
            ("refund.failed", r#"{"id":"re_1","charge":{"id":"ch_1"}}"#, StripeObject::Charge("ch_1".into())),
            ("invoice_payment.paid", r#"{"id":"inpay_1","invoice":"in_1"}"#, StripeObject::Invoice("in_1".into())),
            (
                "charge.refunded",
                r#"{"id":"ch_1","customer":"cus_1","invoice":"in_1"}"#,
                StripeObject::Customer("cus_1".into()),
            ),
        ] {
            assert_eq!(event(kind, object).object(), Some(target), "{kind} {object}");
        }
        assert_eq!(event("refund.created", r#"{"id":"re_1","charge":null}"#).object(), None);
    }

    #[test]
    fn names_that_stripe_has_given_up_are_heard_and_not_asked_for() {
        for kind in OF_CUSTOMERS_ONCE {
            assert!(event(kind, r#"{"id":"x_1","customer":"cus_1"}"#).object().is_some(), "{kind}");
            assert!(!handled().any(|handled| handled == kind), "{kind}");
        }
    }

    #[test]
    fn what_is_sold_is_refetched_too() {
        let product = event("product.updated", r#"{"id":"prod_1","object":"product"}"#);
        assert_eq!(product.object(), Some(StripeObject::Product("prod_1".into())));
        let price = event("price.deleted", r#"{"id":"price_1","object":"price"}"#);
        assert_eq!(price.object(), Some(StripeObject::Price("price_1".into())));
    }

    #[test]
    fn a_summary_without_an_id_is_its_customers() {
        let kind = "entitlements.active_entitlement_summary.updated";
        let object = r#"{"object":"entitlements.active_entitlement_summary","customer":"cus_1","entitlements":{}}"#;
        assert_eq!(event(kind, object).object(), Some(StripeObject::Entitlements("cus_1".into())));
    }

    #[test]
    fn what_an_endpoint_is_registered_for_is_what_is_acted_upon() {
        for kind in handled() {
            assert!(event(kind, r#"{"id":"x_1","customer":"cus_1"}"#).object().is_some(), "{kind}");
        }
    }

    #[test]
    fn other_kinds_ask_for_nothing() {
        assert_eq!(event("charge.succeeded", r#"{"id":"ch_1","customer":"cus_1"}"#).object(), None);
        assert_eq!(event("balance.available", r#"{"object":"balance","customer":null}"#).customer_id, None);
    }

    #[test]
    fn an_event_of_another_form_asks_for_nothing_and_is_no_error() {
        let body =
            r#"{"id":"evt_1","object":"v2.core.event","type":"v1.billing.meter","created":"2026-01-01T00:00:00Z"}"#;
        assert_eq!(Event::parse(body).expect("event").object(), None);
        assert_eq!(event("customer.deleted", "[1]").object(), None);
        assert_eq!(event("customer.subscription.updated", r#"{"customer":7}"#).object(), None);
    }

    #[test]
    fn what_is_no_event_is_refused() {
        for body in
            ["", "null", "[]", "{}", r#"{"id":"evt_1"}"#, r#"{"id":"","type":"","created":1,"data":{"object":{}}}"#]
        {
            assert!(Event::parse(body).is_err(), "{body}");
        }
    }
    #[test]
    fn nothing_is_too_deep_to_be_read() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let body = format!(
            r#"{{"x":{deep},"id":"evt_1","type":"customer.updated","data":{{"object":
            {{"id":"cus_1","object":"customer","x":{deep}}}}}}}"#
        );
        assert_eq!(Event::parse(&body).expect("event").object(), Some(StripeObject::Customer("cus_1".into())));
        assert!(Event::parse(&deep).is_err());
    }

    #[test]
    fn ids_that_stripe_does_not_make_are_not_taken() {
        for id in ["x".repeat(256), "cus_\\u0000".to_owned(), "cus_\\n".to_owned(), "\\ud800".to_owned()] {
            assert_eq!(event("customer.deleted", &format!(r#"{{"id":"{id}","object":"customer"}}"#)).object(), None);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_comes_is_an_event_or_is_refused(body in any::<String>()) {
            let _ = Event::parse(&body);
        }

        #[test]
        fn the_envelope_is_all_that_is_read_and_nothing_else(
            mut body in any_json(), object in any_json(), kind in prop::sample::select(handled().collect::<Vec<_>>())
        ) {
            if let Some(members) = body.as_object_mut() {
                members.insert("id".to_owned(), "evt_1".into());
                members.insert("type".to_owned(), kind.into());
                members.insert("data".to_owned(), json!({ "object": object }));
            }
            let Ok(event) = Event::parse(&body.to_string()) else { return Ok(()) };
            let envelope = event.envelope();
            prop_assert_eq!(&Event::parse(&envelope).expect("an envelope is an event"), &event);
            let kept = [&event.api_version, &event.account, &event.customer_id, &event.object_kind, &event.object_id];
            let kept = kept.into_iter().chain([&event.charge_id, &event.invoice_id]);
            let secret = kept.flatten().any(|text| text.contains("SECRET"));
            prop_assert!(secret || !envelope.contains("SECRET"), "{}", envelope);
        }
    }
}
