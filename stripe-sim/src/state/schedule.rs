//! Subscription schedules: what a subscription is to be made of, phase by phase.

use super::table::Key;
use super::{
    BillingMode, CollectionMethod, Item, Kind, Price, ProrationBehavior, State, Subscription, Table, render_rates,
};
use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

choice!(EndBehavior { Release = "release", Cancel = "cancel" });
choice!(ScheduleStatus { NotStarted = "not_started", Active = "active", Completed = "completed", Released = "released", Canceled = "canceled" });

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PhaseItem {
    pub price: String,
    pub quantity: i64,
    pub tax_rates: Vec<String>,
    pub metadata: Metadata,
}

impl PhaseItem {
    pub fn of(item: &Item) -> Self {
        Self {
            price: item.price.clone(),
            quantity: item.quantity,
            tax_rates: item.tax_rates.clone(),
            metadata: item.metadata.clone(),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Phase {
    pub start: i64,
    pub end: i64,
    pub items: Vec<PhaseItem>,
    /// What becomes of a period that the phase begins in the middle of.
    pub proration: ProrationBehavior,
    /// Coupons and promotion codes it begins with; `None` leaves what there is.
    pub discounts: Option<Vec<PhaseDiscount>>,
    pub default_tax_rates: Option<Vec<String>>,
    pub description: Option<String>,
    /// Of the first phase of a schedule that begins a subscription.
    pub trial_end: Option<i64>,
    pub metadata: Metadata,
}

impl Phase {
    /// One that says nothing but what is in it.
    pub fn plain(start: i64, end: i64, items: Vec<PhaseItem>) -> Self {
        Self {
            start,
            end,
            items,
            proration: ProrationBehavior::default(),
            discounts: None,
            default_tax_rates: None,
            description: None,
            trial_end: None,
            metadata: Metadata::new(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PhaseDiscount {
    pub coupon: String,
    pub promotion_code: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Schedule {
    pub id: String,
    pub created: i64,
    pub customer: String,
    /// `None` until it has begun.
    pub subscription: Option<String>,
    pub currency: String,
    pub billing_mode: BillingMode,
    pub collection_method: CollectionMethod,
    pub status: ScheduleStatus,
    /// When it was completed, released or canceled.
    pub ended_at: Option<i64>,
    pub end_behavior: EndBehavior,
    /// Each begins where the one before ends; never empty.
    pub phases: Vec<Phase>,
    /// The place of the current one among them.
    pub current: usize,
    pub metadata: Metadata,
}

impl Schedule {
    pub fn is_active(&self) -> bool {
        self.status == ScheduleStatus::Active
    }

    /// Whether there is anything left to plan.
    pub fn is_running(&self) -> bool {
        matches!(self.status, ScheduleStatus::NotStarted | ScheduleStatus::Active)
    }

    pub fn current_phase(&self) -> Option<&Phase> {
        self.phases.get(self.current).filter(|_| self.is_active())
    }

    pub fn next_phase(&self) -> Option<&Phase> {
        self.phases.get(self.current + 1).filter(|_| self.is_active())
    }

    /// When the last phase is over.
    pub fn end(&self) -> i64 {
        self.phases.last().map_or(self.created, |phase| phase.end)
    }

    fn ended_as(&self, status: ScheduleStatus) -> Option<i64> {
        self.ended_at.filter(|_| self.status == status)
    }

    fn render_phase(&self, phase: &Phase, state: &State) -> Value {
        let item = |item: &PhaseItem| {
            // A plan has the id of its price.
            let price = state.get::<Price>(&item.price).map(|price| &price.id);
            json!({
                "billing_thresholds": null,
                "discounts": [],
                "metadata": item.metadata,
                "plan": price,
                "price": price,
                "quantity": item.quantity,
                "tax_rates": render_rates(state, &item.tax_rates),
            })
        };
        json!({
            "add_invoice_items": [],
            "application_fee_percent": null,
            "automatic_tax": { "disabled_reason": null, "enabled": false, "liability": null },
            "billing_cycle_anchor": null,
            "billing_thresholds": null,
            "collection_method": null,
            "currency": self.currency,
            "default_payment_method": null,
            "default_tax_rates": render_rates(state, phase.default_tax_rates.as_deref().unwrap_or_default()),
            "description": phase.description,
            "discounts": phase.discounts.iter().flatten().map(|it| json!({
                "coupon": it.promotion_code.is_none().then_some(&it.coupon),
                "discount": null,
                "promotion_code": it.promotion_code,
            })).collect::<Vec<_>>(),
            "end_date": phase.end,
            "invoice_settings": null,
            "items": phase.items.iter().map(item).collect::<Vec<_>>(),
            "metadata": phase.metadata,
            "on_behalf_of": null,
            "proration_behavior": phase.proration,
            "start_date": phase.start,
            "transfer_data": null,
            "trial_end": phase.trial_end,
        })
    }
}

impl Kind for Schedule {
    const NOUN: &'static str = "subscription schedule";
    const EVENTS: &'static str = "subscription_schedule";

    fn table(state: &State) -> &Table<Self> {
        &state.subscription_schedules
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.subscription_schedules
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("customer", self.customer.clone())]
    }

    fn due_at(&self) -> Option<i64> {
        match self.status {
            ScheduleStatus::NotStarted => self.phases.first().map(|phase| phase.start),
            _ => self.current_phase().map(|phase| phase.end),
        }
    }

    fn render(&self, state: &State) -> Value {
        let is_released = self.status == ScheduleStatus::Released;
        let current = self.current_phase();
        let phases = self.phases.iter().map(|phase| self.render_phase(phase, state));
        let subscription = self.subscription.as_deref();
        let subscribed_at =
            subscription.and_then(|id| state.get::<Subscription>(id)).map_or(self.created, Kind::created);
        json!({
            "id": self.id,
            "object": "subscription_schedule",
            "application": null,
            "billing_mode": self.billing_mode.render(subscribed_at),
            "canceled_at": self.ended_as(ScheduleStatus::Canceled),
            "completed_at": self.ended_as(ScheduleStatus::Completed),
            "created": self.created,
            "current_phase": current.map(|phase| json!({ "end_date": phase.end, "start_date": phase.start })),
            "customer": self.customer,
            "customer_account": null,
            "default_settings": {
                "application_fee_percent": null,
                "automatic_tax": { "disabled_reason": null, "enabled": false, "liability": null },
                "billing_cycle_anchor": "automatic",
                "billing_thresholds": null,
                "collection_method": self.collection_method,
                "default_payment_method": null,
                "description": null,
                "invoice_settings": {
                    "account_tax_ids": null,
                    "custom_fields": null,
                    "days_until_due": null,
                    "description": null,
                    "footer": null,
                    "issuer": { "type": "self" },
                },
                "on_behalf_of": null,
                "transfer_data": null,
            },
            "end_behavior": self.end_behavior,
            "livemode": false,
            "metadata": self.metadata,
            "pause_schedules": [],
            "phases": phases.collect::<Vec<_>>(),
            "released_at": self.ended_as(ScheduleStatus::Released),
            "released_subscription": subscription.filter(|_| is_released),
            "status": self.status,
            "subscription": subscription.filter(|_| !is_released),
            "test_clock": null,
        })
    }
}
