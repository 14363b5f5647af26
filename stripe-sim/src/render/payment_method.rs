//! Payment methods as the API shows them, and as the older API for sources does.

use super::Render;
use crate::params::Choice;
use crate::state::{Card, Details, MethodType, PaymentMethod, State};
use serde_json::{Value, json};

impl PaymentMethod {
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

impl Render for PaymentMethod {
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
