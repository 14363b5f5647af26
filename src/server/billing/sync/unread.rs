//! What of a customer's cannot be read, and what can be said all the same.

use std::fmt;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::server::{
    billing::known::UNREAD,
    db::entity::{subscription, subscription_item},
    stripe::StripeError,
};

/// Something of the customer's that Stripe answers with in another shape than its type promises, or not at
/// all. Prints as `subscription sub_1 could not be read`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub(super) what: Unread,
    /// Stripe's id of it, or of what it belongs to; if Stripe says it.
    pub(super) id: Option<String>,
    /// What Stripe said instead.
    why: Option<String>,
    /// Whether it is the key that may not read it. What is known stays, but to ask again changes nothing.
    pub(super) denied: bool,
}

/// What it is that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    Invoice,
    Subscription,
    /// Of a customer.
    PaymentMethod,
    /// Of a subscription.
    NextInvoice,
    /// Of an invoice.
    Payments,
    /// Of a customer.
    Charges,
    /// Of a customer.
    Discount,
    /// Of a customer's subscriptions.
    Discounts,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invoice => "invoice",
            Self::Subscription => "subscription",
            Self::PaymentMethod => "the payment method of",
            Self::NextInvoice => "the next invoice of",
            Self::Payments => "the payments of",
            Self::Charges => "the charges of",
            Self::Discount => "the discount of",
            Self::Discounts => "the subscriptions' discounts of",
        })
    }
}

impl Unreadable {
    pub(super) fn of(what: Unread, id: Option<String>, why: Option<&StripeError>) -> Self {
        Self { what, id, why: why.map(ToString::to_string), denied: why.is_some_and(|why| why.kind.is_denied()) }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} could not be read", self.what, self.id.as_deref().unwrap_or("without an id"))?;
        match &self.why {
            Some(why) => write!(f, " ({why})"),
            None => Ok(()),
        }
    }
}

/// A subscription that cannot be read: that there is one must not be hidden, or it would be sold twice.
pub(super) struct UnreadSubscription {
    pub row: subscription::Model,
    /// As far as they can be read, for the plan's name.
    pub items: Vec<subscription_item::Model>,
}

#[derive(Deserialize)]
struct Item {
    id: String,
    price: Price,
    quantity: Option<i64>,
    current_period_start: i64,
    current_period_end: i64,
}

#[derive(Deserialize)]
struct Price {
    id: String,
    product: String,
}

impl UnreadSubscription {
    /// `None` for what does not say which subscription it is. Of its state only an end is believed, since
    /// nothing changes that any more.
    pub fn of(customer_id: &str, raw: &Value) -> Option<Self> {
        let id = raw["id"].as_str()?;
        let ended = raw["status"].as_str().filter(|status| ["canceled", "incomplete_expired"].contains(status));
        let row = subscription::Model {
            id: id.to_owned(),
            customer_id: customer_id.to_owned(),
            status: ended.unwrap_or(UNREAD).to_owned(),
            cancel_at_period_end: false,
            cancel_at: None,
            canceled_at: raw["canceled_at"].as_i64(),
            ended_at: raw["ended_at"].as_i64(),
            trial_start: raw["trial_start"].as_i64(),
            trial_end: None,
            created_at: raw["created"].as_i64().unwrap_or_default(),
            default_payment_method: None,
            collection_paused: false,
            collection_resumes_at: None,
            paused_reason: None,
            upcoming_amount: None,
            upcoming_currency: None,
            upcoming_tax: None,
            upcoming_tax_added: None,
            discounts: json!([]),
            change_at: None,
            change_from_price_id: None,
            change_price_id: None,
            change_quantity: None,
            has_schedule: false,
            next_phase_at: None,
            schedule_ends_at: None,
            raw: json!({ "id": id }),
        };
        let items = raw["items"]["data"].as_array().into_iter().flatten();
        let items = items.filter_map(|item| Item::deserialize(item).ok()).map(|item| subscription_item::Model {
            id: item.id,
            subscription_id: id.to_owned(),
            price_id: item.price.id,
            product_id: item.price.product,
            quantity: item.quantity,
            unit_amount: None,
            currency: None,
            interval: None,
            interval_count: None,
            is_metered: false,
            current_period_start: item.current_period_start,
            current_period_end: item.current_period_end,
        });
        Some(Self { row, items: items.collect() })
    }
}
