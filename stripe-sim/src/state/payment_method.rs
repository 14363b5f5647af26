//! Payment methods: cards, each with the behaviour Stripe gives the test card it stands for.

use super::table::Key;
use super::{Kind, State, Table};
use crate::params::Metadata;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What happens when money is asked of a card.
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

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Card {
    pub brand: String,
    pub last4: String,
    pub exp_month: i64,
    pub exp_year: i64,
    pub charge: Charge,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PaymentMethod {
    pub id: String,
    pub created: i64,
    pub customer: Option<String>,
    pub card: Card,
    /// Its owner has agreed to later charges, on a page of their bank.
    pub authenticated: bool,
    /// Was attached once, and cannot be again.
    pub detached: bool,
    pub metadata: Metadata,
}

impl Kind for PaymentMethod {
    const NOUN: &'static str = "PaymentMethod";
    const EVENTS: &'static str = "payment_method";

    fn table(state: &State) -> &Table<Self> {
        &state.payment_methods
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.payment_methods
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        self.customer.iter().map(|customer| ("customer", customer.clone())).collect()
    }

    fn render(&self, _: &State) -> Value {
        let card = &self.card;
        json!({
            "id": self.id,
            "object": "payment_method",
            "allow_redisplay": "unspecified",
            "billing_details": {
                "address": {
                    "city": null, "country": null, "line1": null, "line2": null, "postal_code": null, "state": null,
                },
                "email": null,
                "name": null,
                "phone": null,
                "tax_id": null,
            },
            "card": {
                "brand": card.brand,
                "checks": {
                    "address_line1_check": null,
                    "address_postal_code_check": null,
                    "cvc_check": "pass",
                },
                "country": "US",
                "display_brand": card.brand,
                "exp_month": card.exp_month,
                "exp_year": card.exp_year,
                "fingerprint": format!("sim{}{}", card.brand, card.last4),
                "funding": "credit",
                "generated_from": null,
                "last4": card.last4,
                "networks": { "available": [card.brand], "preferred": null },
                "regulated_status": "unregulated",
                "three_d_secure_usage": { "supported": true },
                "wallet": null,
            },
            "created": self.created,
            "customer": self.customer,
            "customer_account": null,
            "livemode": false,
            "metadata": self.metadata,
            "type": "card",
        })
    }
}
