//! Payment methods of every kind, each with the behaviour Stripe gives the test number it stands for.

use super::table::Key;
use super::{Kind, State, Table};
use crate::params::{Choice, Metadata, choice};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

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

    fn render_details(&self) -> Value {
        match &self.details {
            Details::Card(card) => render_card(card),
            Details::Other { kind, last4 } => match kind {
                MethodType::AuBecsDebit => json!({ "bsb_number": "000000", "fingerprint": "simbecs", "last4": last4 }),
                MethodType::BacsDebit => json!({ "fingerprint": "simbacs", "last4": last4, "sort_code": "108800" }),
                MethodType::CashApp => json!({ "buyer_id": null, "cashtag": "$simulated" }),
                MethodType::Link => json!({ "email": "ada@example.com" }),
                MethodType::Paypal => {
                    json!({ "country": "US", "payer_email": "ada@example.com", "payer_id": "SIMULATED" })
                }
                MethodType::SepaDebit => json!({
                    "bank_code": "37040044",
                    "branch_code": "",
                    "country": "DE",
                    "fingerprint": "simsepa",
                    "generated_from": { "charge": null, "setup_attempt": null },
                    "last4": last4,
                }),
                MethodType::UsBankAccount => json!({
                    "account_holder_type": "individual",
                    "account_type": "checking",
                    "bank_name": "STRIPE TEST BANK",
                    "financial_connections_account": null,
                    "fingerprint": "simach",
                    "last4": last4,
                    "networks": { "preferred": "ach", "supported": ["ach"] },
                    "routing_number": "110000000",
                    "status_details": {},
                }),
                MethodType::AmazonPay | MethodType::RevolutPay | MethodType::Card => json!({}),
            },
        }
    }

    /// As the older API for sources shows it.
    pub fn render_source(&self) -> Value {
        let Details::Card(card) = &self.details else {
            return json!({
                "id": self.id,
                "object": "bank_account",
                "account_holder_name": null,
                "account_holder_type": "individual",
                "account_type": null,
                "bank_name": "STRIPE TEST BANK",
                "country": "US",
                "currency": "usd",
                "customer": self.customer,
                "fingerprint": "simach",
                "last4": "6789",
                "metadata": self.metadata,
                "routing_number": "110000000",
                "status": "verified",
            });
        };
        json!({
            "id": self.id,
            "object": "card",
            "address_city": null,
            "address_country": null,
            "address_line1": null,
            "address_line1_check": null,
            "address_line2": null,
            "address_state": null,
            "address_zip": null,
            "address_zip_check": null,
            "brand": if card.brand == "visa" { "Visa" } else { "MasterCard" },
            "country": "US",
            "customer": self.customer,
            "cvc_check": "pass",
            "dynamic_last4": null,
            "exp_month": card.exp_month,
            "exp_year": card.exp_year,
            "fingerprint": format!("sim{}{}", card.brand, card.last4),
            "funding": "credit",
            "last4": card.last4,
            "metadata": self.metadata,
            "name": null,
            "regulated_status": "unregulated",
            "tokenization_method": null,
        })
    }
}

fn render_card(card: &Card) -> Value {
    let wallet = card.wallet.map(|wallet| {
        let mut hash = json!({ "dynamic_last4": null, "type": wallet });
        hash[wallet.word()] = json!({});
        hash
    });
    json!({
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
        "wallet": wallet,
    })
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
        let mut method = json!({
            "id": self.id,
            "object": "payment_method",
            "allow_redisplay": "unspecified",
            "billing_details": {
                "address": {
                    "city": null, "country": null, "line1": null, "line2": null, "postal_code": null, "state": null,
                },
                "email": self.billing_email,
                "name": self.billing_name,
                "phone": null,
                "tax_id": null,
            },
            "created": self.created,
            "customer": self.customer,
            "customer_account": null,
            "livemode": false,
            "metadata": self.metadata,
            "type": self.kind(),
        });
        method[self.kind().word()] = self.render_details();
        method
    }
}
