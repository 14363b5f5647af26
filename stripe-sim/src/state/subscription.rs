//! Subscriptions.

use super::table::{Key, Kind};
use super::{
    AutomaticTax, BillingMode, CancelFeedback, CancelReason, CollectionMethod, Discount, Entitled, Item, Line,
    MissingPaymentMethod, PauseBehavior, Paused, PendingUpdate, Status,
};
use crate::ids;
use crate::params::Metadata;
use serde::{Deserialize, Serialize};

/// An unpaid first invoice waits this long.
pub(crate) const INCOMPLETE_FOR: i64 = 23 * 60 * 60;
const TRIAL_ANNOUNCED_BEFORE: i64 = 3 * 24 * 60 * 60;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Pause {
    pub behavior: PauseBehavior,
    pub resumes_at: Option<i64>,
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
    /// A subscription that nothing is known of yet but whose it is.
    pub fn new(customer: String, billing_mode: BillingMode, now: i64) -> Self {
        Self {
            id: ids::long("sub"),
            created: now,
            customer,
            status: Status::Active,
            currency: String::new(),
            items: Vec::new(),
            billing_mode,
            billing_cycle_anchor: now,
            collection_method: CollectionMethod::ChargeAutomatically,
            days_until_due: None,
            default_payment_method: None,
            default_source: None,
            incomplete_until: now + INCOMPLETE_FOR,
            description: None,
            start_date: now,
            trial_start: None,
            trial_end: None,
            missing_payment_method: MissingPaymentMethod::CreateInvoice,
            cancel_at: None,
            cancel_at_period_end: false,
            canceled_at: None,
            ended_at: None,
            cancel_comment: None,
            cancel_feedback: None,
            cancel_reason: None,
            pause_collection: None,
            discounts: Vec::new(),
            default_tax_rates: Vec::new(),
            automatic_tax: AutomaticTax::Off,
            latest_invoice: None,
            paused: None,
            pending_update: None,
            pending_lines: Vec::new(),
            schedule: None,
            trial_will_end_told: false,
            metadata: Metadata::new(),
        }
    }

    pub fn has_ended(&self) -> bool {
        matches!(self.status, Status::Canceled | Status::IncompleteExpired)
    }

    /// Whether its customer is entitled to the features of what is subscribed to, which is so too while it is paused or
    /// nothing has been paid for a while.
    pub fn entitles_now(&self) -> bool {
        !self.has_ended() && self.status != Status::Incomplete
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
}

impl Kind for Subscription {
    const NOUN: &'static str = "subscription";
    const EVENTS: &'static str = "customer.subscription";

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

    fn entitles(&self) -> Option<Entitled> {
        Some(Entitled::Customer(self.customer.clone()))
    }

    fn due_at(&self) -> Option<i64> {
        let pending = self.pending_update.as_ref().map(|pending| pending.expires_at);
        match self.status {
            Status::Canceled | Status::IncompleteExpired => None,
            Status::Incomplete => Some(self.incomplete_until),
            Status::Paused => {
                let resumes_at = self.paused.as_ref().and_then(|paused| paused.resumes_at);
                let void_at = self.paused.as_ref().and_then(Paused::is_void_at);
                [self.ends_at(), resumes_at, void_at, pending].into_iter().flatten().min()
            }
            Status::Trialing | Status::Active | Status::PastDue | Status::Unpaid => {
                let resumes_at = self.pause_collection.as_ref().and_then(|pause| pause.resumes_at);
                let all =
                    [Some(self.first_period_end()), self.ends_at(), resumes_at, self.trial_announced_at(), pending];
                all.into_iter().flatten().min()
            }
        }
    }
}
