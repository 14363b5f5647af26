//! Subscription schedules: what a subscription is to be made of, phase by phase.

use super::table::{Key, Kind};
use super::{BillingMode, CollectionMethod, Item, ProrationBehavior};
use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};

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
}

impl Kind for Schedule {
    const NOUN: &'static str = "subscription schedule";
    const EVENTS: &'static str = "subscription_schedule";

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
}
