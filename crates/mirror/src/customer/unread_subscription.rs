//! A subscription that cannot be read, with the parts that can.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::entity::{subscription, subscription_item};

/// A subscription that cannot be read. It must not be hidden, or the plan would be sold twice.
pub(crate) struct UnreadSubscription {
    pub row: subscription::Model,
    /// The readable items: what the plan is called, and what it includes.
    pub items: Vec<subscription_item::Model>,
    /// Whether there are no others.
    pub has_all_items: bool,
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
    /// `None` without an id. Of its state only an end is used, since that never changes.
    pub fn of(customer_id: &str, raw: &Value) -> Option<Self> {
        let id = raw["id"].as_str()?;
        let ended = raw["status"].as_str().filter(|status| ["canceled", "incomplete_expired"].contains(status));
        let row = subscription::Model {
            id: id.to_owned(),
            customer_id: customer_id.to_owned(),
            status: ended.unwrap_or(subscription::UNREAD).to_owned(),
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
        let listed = raw["items"]["data"].as_array();
        let items = listed.into_iter().flatten().filter_map(|item| Item::deserialize(item).ok());
        let items = items.map(|item| subscription_item::Model {
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
        let items: Vec<_> = items.collect();
        let is_whole = raw["items"]["has_more"] == false;
        let has_all_items = is_whole && listed.is_some_and(|listed| listed.len() == items.len());
        Some(Self { row, items, has_all_items })
    }
}
