//! Subscriptions and their items.

use super::table::Key;
use super::{
    AutomaticTax, BillingMode, CancelFeedback, CancelReason, CollectionMethod, Discount, Interval, Kind, Line,
    MissingPaymentMethod, PauseBehavior, Paused, PendingUpdate, Price, State, Status, Table, ids_of, render_rates,
};
use crate::list::whole_list;
use crate::params::Metadata;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// An unpaid first invoice waits this long.
pub(crate) const INCOMPLETE_FOR: i64 = 23 * 60 * 60;
const TRIAL_ANNOUNCED_BEFORE: i64 = 3 * 24 * 60 * 60;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Pause {
    pub behavior: PauseBehavior,
    pub resumes_at: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Item {
    pub id: String,
    pub created: i64,
    pub price: String,
    pub quantity: i64,
    pub current_period_start: i64,
    pub current_period_end: i64,
    pub discounts: Vec<Discount>,
    pub tax_rates: Vec<String>,
    /// What was used before has been asked for already.
    pub usage_billed_until: i64,
    pub metadata: Metadata,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Subscription {
    pub id: String,
    pub created: i64,
    pub customer: String,
    pub status: Status,
    pub currency: String,
    pub items: Vec<Item>,
    pub billing_mode: BillingMode,
    pub billing_cycle_anchor: i64,
    pub collection_method: CollectionMethod,
    pub days_until_due: Option<i64>,
    pub default_payment_method: Option<String>,
    pub default_source: Option<String>,
    /// When it expires, unless its first payment has been made by then.
    pub incomplete_until: i64,
    pub description: Option<String>,
    pub start_date: i64,
    pub trial_start: Option<i64>,
    pub trial_end: Option<i64>,
    pub missing_payment_method: MissingPaymentMethod,
    pub cancel_at: Option<i64>,
    pub cancel_at_period_end: bool,
    pub canceled_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub cancel_comment: Option<String>,
    pub cancel_feedback: Option<CancelFeedback>,
    pub cancel_reason: Option<CancelReason>,
    pub pause_collection: Option<Pause>,
    pub discounts: Vec<Discount>,
    pub default_tax_rates: Vec<String>,
    pub automatic_tax: AutomaticTax,
    pub latest_invoice: Option<String>,
    pub paused: Option<Paused>,
    /// A change that has not been paid for yet.
    pub pending_update: Option<PendingUpdate>,
    /// Prorations that wait for the next invoice.
    pub pending_lines: Vec<Line>,
    /// What it is to become, where that is planned.
    pub schedule: Option<String>,
    /// Whether the customer has been told that the trial is about to end.
    pub trial_will_end_told: bool,
    pub metadata: Metadata,
}

impl Subscription {
    pub fn has_ended(&self) -> bool {
        matches!(self.status, Status::Canceled | Status::IncompleteExpired)
    }

    pub fn is_scheduled_to_end(&self) -> bool {
        self.cancel_at_period_end || self.cancel_at.is_some()
    }

    /// When the first of its items' periods ends.
    pub fn first_period_end(&self) -> i64 {
        let ends = self.items.iter().map(|item| item.current_period_end);
        ends.min().unwrap_or(self.billing_cycle_anchor)
    }

    pub fn last_period_end(&self) -> i64 {
        let ends = self.items.iter().map(|item| item.current_period_end);
        ends.max().unwrap_or(self.billing_cycle_anchor)
    }

    /// When the end of a trial is announced.
    fn trial_announced_at(&self) -> Option<i64> {
        let announced = self.trial_end? - TRIAL_ANNOUNCED_BEFORE;
        (self.status == Status::Trialing && !self.trial_will_end_told).then(|| announced.max(self.created))
    }

    /// When a scheduled end will come.
    pub fn ends_at(&self) -> Option<i64> {
        let boolean = self.cancel_at_period_end.then(|| self.first_period_end());
        self.cancel_at.or(boolean)
    }

    /// What one period of everything costs; free subscriptions need no card.
    pub fn amount(&self, state: &State) -> i64 {
        let of = |item: &Item| {
            let price = state.get::<Price>(&item.price).filter(|price| !price.is_metered())?;
            Some(price.amount(item.quantity, &self.currency))
        };
        self.items.iter().filter_map(of).sum()
    }

    pub fn render_items(&self, state: &State) -> Vec<Value> {
        self.items.iter().map(|item| self.render_item(item, state)).collect()
    }

    pub fn render_item(&self, item: &Item, state: &State) -> Value {
        let price = state.get::<Price>(&item.price);
        let plan = price.and_then(|price| Some(price.render_plan(price.recurring.as_ref()?)));
        let mut rendered = json!({
            "id": item.id,
            "object": "subscription_item",
            "billing_thresholds": null,
            "created": item.created,
            "current_period_end": item.current_period_end,
            "current_period_start": item.current_period_start,
            "current_trial": null,
            "discounts": ids_of(&item.discounts),
            "metadata": item.metadata,
            "quantity": item.quantity,
            "subscription": self.id,
            "tax_rates": render_rates(state, &item.tax_rates),
        });
        // Not within `json!`, which would copy them.
        rendered["plan"] = plan.unwrap_or_default();
        rendered["price"] = price.map(|price| price.render(state)).unwrap_or_default();
        // What is metered has no quantity, not even null.
        if price.is_some_and(Price::is_metered)
            && let Some(fields) = rendered.as_object_mut()
        {
            fields.remove("quantity");
        }
        rendered
    }
}

/// An item's billing interval.
pub(crate) fn interval_of(state: &State, price: &str) -> Option<(Interval, i64)> {
    let recurring = state.get::<Price>(price)?.recurring.as_ref()?;
    Some((recurring.interval, recurring.interval_count))
}

impl Kind for Subscription {
    const NOUN: &'static str = "subscription";
    const EVENTS: &'static str = "customer.subscription";

    fn table(state: &State) -> &Table<Self> {
        &state.subscriptions
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.subscriptions
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        let items = self.items.iter().map(|item| ("item", item.id.clone()));
        items.chain([("customer", self.customer.clone())]).collect()
    }

    fn due_at(&self) -> Option<i64> {
        match self.status {
            Status::Canceled | Status::IncompleteExpired => None,
            Status::Incomplete => Some(self.incomplete_until),
            Status::Paused => {
                let resumes_at = self.paused.as_ref().and_then(|paused| paused.resumes_at);
                let void_at = self.paused.as_ref().and_then(Paused::is_void_at);
                [self.ends_at(), resumes_at, void_at].into_iter().flatten().min()
            }
            Status::Trialing | Status::Active | Status::PastDue | Status::Unpaid => {
                let resumes_at = self.pause_collection.as_ref().and_then(|pause| pause.resumes_at);
                let pending = self.pending_update.as_ref().map(|pending| pending.expires_at);
                let all =
                    [Some(self.first_period_end()), self.ends_at(), resumes_at, self.trial_announced_at(), pending];
                all.into_iter().flatten().min()
            }
        }
    }

    fn render(&self, state: &State) -> Value {
        let items = self.render_items(state);
        // As subscriptions were before they had items: no library types it, and Stripe still sends it.
        let only = items.first().filter(|_| items.len() == 1);
        let plan = only.map(|item| item["plan"].clone()).unwrap_or_default();
        let quantity = only.map(|item| item["quantity"].clone());
        let trial_settings = json!({
            "end_behavior": { "billing_cycle_anchor": null, "missing_payment_method": self.missing_payment_method },
        });
        let mut subscription = json!({
            "id": self.id,
            "object": "subscription",
            "application": null,
            "application_fee_percent": null,
            "automatic_tax": self.automatic_tax.render(),
            "billing_cycle_anchor": self.billing_cycle_anchor,
            "billing_cycle_anchor_config": null,
            "billing_mode": self.billing_mode.render(self.created),
            "billing_schedules": [],
            "billing_thresholds": null,
            "cancel_at": self.cancel_at,
            "cancel_at_period_end": self.cancel_at_period_end,
            "canceled_at": self.canceled_at,
            "cancellation_details": {
                "comment": self.cancel_comment,
                "feedback": self.cancel_feedback,
                "feedback_option": null,
                "reason": self.cancel_reason,
            },
            "collection_method": self.collection_method,
            "created": self.created,
            "currency": self.currency,
            "customer": self.customer,
            "customer_account": null,
            "days_until_due": self.days_until_due,
            "default_payment_method": self.default_payment_method,
            "default_source": self.default_source,
            "default_tax_rates": render_rates(state, &self.default_tax_rates),
            "description": self.description,
            "discounts": ids_of(&self.discounts),
            "ended_at": self.ended_at,
            "invoice_settings": {
                "account_tax_ids": null,
                "custom_fields": null,
                "description": null,
                "footer": null,
                "issuer": { "type": "self" },
            },
            "latest_invoice": self.latest_invoice,
            "livemode": false,
            "managed_payments": { "enabled": false },
            "metadata": self.metadata,
            "next_pending_invoice_item_invoice": null,
            "on_behalf_of": null,
            "pause_collection": self.pause_collection,
            "payment_settings": {
                "payment_method_options": null,
                "payment_method_types": null,
                "save_default_payment_method": "off",
            },
            "pending_invoice_item_interval": null,
            "pending_setup_intent": null,
            "pending_update": self.pending_update.as_ref().map(|pending| pending.render(self, state)),
            "quantity": quantity,
            "schedule": self.schedule,
            "start_date": self.start_date,
            "status": self.status,
            "test_clock": null,
            "transfer_data": null,
            "trial_end": self.trial_end,
            "trial_settings": trial_settings,
            "trial_start": self.trial_start,
        });
        let url = format!("/v1/subscription_items?subscription={}", self.id);
        subscription["items"] = whole_list(items, &url);
        subscription["plan"] = plan;
        if let Some(paused) = self.paused.as_ref().filter(|_| self.status == Status::Paused) {
            subscription["status_details"] = paused.render();
        }
        subscription
    }
}
