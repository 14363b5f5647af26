//! Payment methods of every kind, each with the behaviour Stripe gives the test number it stands for.

use super::table::{Key, Kind};

use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};

/// What happens when money is asked of a payment method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Charge {
    Succeeds,
    /// Can be attached and paid with on a page, then every charge without its owner is declined.
    DeclinesOnceAttached,
    /// Cannot even be attached.
    Declines,
    /// As [`Charge::Declines`], for want of money.
    InsufficientFunds,
    /// Its owner has to authenticate, once and for all.
    RequiresAuthentication,
    /// Its owner has to authenticate each charge.
    AlwaysRequiresAuthentication,
    /// Paid, and then taken back by its bank.
    Disputed,
    DisputedAsNotReceived,
    /// Paid, and then asked about by its bank.
    Inquired,
    /// Paid; what is given back fails a day later, or takes a day.
    RefundFails,
    RefundPends,
    /// Takes days.
    ProcessesThenSucceeds,
    ProcessesThenFails,
}

choice!(MethodType {
    AmazonPay = "amazon_pay",
    AuBecsDebit = "au_becs_debit",
    BacsDebit = "bacs_debit",
    Card = "card",
    CashApp = "cashapp",
    Link = "link",
    Paypal = "paypal",
    RevolutPay = "revolut_pay",
    SepaDebit = "sepa_debit",
    UsBankAccount = "us_bank_account",
});
choice!(Wallet { ApplePay = "apple_pay", GooglePay = "google_pay", Link = "link" });

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Card {
    pub brand: String,
    pub last4: String,
    pub exp_month: i64,
    pub exp_year: i64,
    pub wallet: Option<Wallet>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Details {
    Card(Card),
    /// Anything else is known by its kind and the last digits of its account, where it has any.
    Other {
        kind: MethodType,
        last4: String,
    },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PaymentMethod {
    /// `card_…` and `ba_…` are sources, as older accounts have them.
    pub id: String,
    pub created: i64,
    pub customer: Option<String>,
    pub details: Details,
    pub charge: Charge,
    pub billing_name: Option<String>,
    pub billing_email: Option<String>,
    /// Its owner has agreed to later charges, on a page of their bank.
    pub authenticated: bool,
    /// Was attached once, and cannot be again.
    pub detached: bool,
    pub metadata: Metadata,
}

impl PaymentMethod {
    pub fn kind(&self) -> MethodType {
        match &self.details {
            Details::Card(_) => MethodType::Card,
            Details::Other { kind, .. } => *kind,
        }
    }

    pub fn card(&self) -> Option<&Card> {
        match &self.details {
            Details::Card(card) => Some(card),
            Details::Other { .. } => None,
        }
    }

    pub fn card_mut(&mut self) -> Option<&mut Card> {
        match &mut self.details {
            Details::Card(card) => Some(card),
            Details::Other { .. } => None,
        }
    }

    pub fn is_source(&self) -> bool {
        self.id.starts_with("card_") || self.id.starts_with("ba_")
    }

    /// What only the older API for sources shows.
    pub fn is_bank_account(&self) -> bool {
        self.id.starts_with("ba_")
    }
}

impl Kind for PaymentMethod {
    const NOUN: &'static str = "PaymentMethod";
    const EVENTS: &'static str = "payment_method";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        self.customer.iter().map(|customer| ("customer", customer.clone())).collect()
    }
}
