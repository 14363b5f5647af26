//! Invoices: what a subscription asks its customer to pay, and how far that has come.

use super::table::{Key, Kind};
use super::{AutomaticTax, CollectionMethod, Line};
use crate::params::choice;
use serde::{Deserialize, Serialize};

choice!(InvoiceStatus {
    Draft = "draft",
    Open = "open",
    Paid = "paid",
    Uncollectible = "uncollectible",
    Void = "void",
});
choice!(BillingReason {
    SubscriptionCreate = "subscription_create",
    SubscriptionCycle = "subscription_cycle",
    SubscriptionUpdate = "subscription_update",
    Upcoming = "upcoming",
});

/// How a payment under way will end.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Processing {
    pub payment_method: String,
    pub succeeds: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Invoice {
    pub id: String,
    pub created: i64,
    pub customer: String,
    pub subscription: String,
    pub status: InvoiceStatus,
    pub billing_reason: BillingReason,
    pub collection_method: CollectionMethod,
    pub currency: String,
    pub lines: Vec<Line>,
    /// Those of the whole subscription.
    pub discounts: Vec<String>,
    pub default_tax_rates: Vec<String>,
    pub automatic_tax: AutomaticTax,
    pub period_start: i64,
    pub period_end: i64,
    /// From the moment it is final.
    pub number: Option<String>,
    /// The last part of the hosted page's address; anyone who has it may see and pay the invoice.
    pub secret: String,
    pub base_url: String,
    pub due_date: Option<i64>,
    /// The customer's balance when it was made: credit is negative.
    pub starting_balance: i64,
    /// Taken back before it was paid, and after.
    pub pre_payment_credit_notes: i64,
    pub post_payment_credit_notes: i64,
    /// A payment that takes days is under way.
    pub processing: Option<Processing>,
    pub attempt_count: u32,
    pub attempted: bool,
    /// When something is next to happen by itself: another attempt, or, where it was sent, being overdue.
    pub acts_at: Option<i64>,
    pub finalized_at: Option<i64>,
    pub paid_at: Option<i64>,
    pub voided_at: Option<i64>,
    pub marked_uncollectible_at: Option<i64>,
}

impl Invoice {
    /// After the customer's credit; what is below nothing becomes credit instead.
    pub fn amount_due(&self) -> i64 {
        self.total().saturating_add(self.starting_balance).max(0) - self.pre_payment_credit_notes
    }

    /// What the customer's credit has paid of it.
    pub fn credit_applied(&self) -> i64 {
        self.total().min(-self.starting_balance).max(0)
    }

    /// What is left of the customer's balance.
    pub fn ending_balance(&self) -> i64 {
        self.total().saturating_add(self.starting_balance).min(0)
    }

    pub fn amount_paid(&self) -> i64 {
        if self.status == InvoiceStatus::Paid { self.amount_due() } else { 0 }
    }

    pub fn is_final(&self) -> bool {
        self.status != InvoiceStatus::Draft
    }

    /// Whether anybody is still asked to pay.
    pub fn is_owed(&self) -> bool {
        self.status == InvoiceStatus::Open
    }

    /// Of one that is still to be asked for (a preview is a draft), or that somebody still owes.
    pub fn next_payment_attempt(&self) -> Option<i64> {
        let is_asked = self.status == InvoiceStatus::Draft || self.is_owed();
        let is_asked = is_asked && self.processing.is_none();
        self.acts_at.filter(|_| is_asked && self.collection_method == CollectionMethod::ChargeAutomatically)
    }

    /// Whether its first payment waits for its owner's bank.
    pub fn awaits_authentication(&self) -> bool {
        self.is_owed() && self.attempted && self.attempt_count == 0
    }
}

impl Kind for Invoice {
    const NOUN: &'static str = "invoice";
    const EVENTS: &'static str = "invoice";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![
            ("customer", self.customer.clone()),
            ("subscription", self.subscription.clone()),
            ("secret", self.secret.clone()),
        ]
    }

    fn due_at(&self) -> Option<i64> {
        self.acts_at.filter(|_| self.is_owed())
    }
}
