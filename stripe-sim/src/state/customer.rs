//! Customers.

use super::table::{Key, Kind};

use crate::ids;
use crate::params::{Metadata, choice};
use serde::{Deserialize, Serialize};

choice!(TaxExempt { None = "none", Exempt = "exempt", Reverse = "reverse" });

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Address {
    pub city: Option<String>,
    pub country: Option<String>,
    pub line1: Option<String>,
    pub line2: Option<String>,
    pub postal_code: Option<String>,
    pub state: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Shipping {
    pub address: Address,
    pub name: String,
    pub phone: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Customer {
    pub id: String,
    pub created: i64,
    pub deleted: bool,
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub description: Option<String>,
    pub address: Option<Address>,
    pub shipping: Option<Shipping>,
    pub currency: Option<String>,
    pub default_payment_method: Option<String>,
    pub default_source: Option<String>,
    pub invoice_prefix: String,
    pub next_invoice_sequence: u32,
    /// Credit is negative: it is taken off the next invoice.
    pub balance: i64,
    pub preferred_locales: Vec<String>,
    pub tax_exempt: TaxExempt,
    pub metadata: Metadata,
}

impl Customer {
    /// A customer of whom nothing is known yet.
    pub fn blank(now: i64) -> Self {
        Self {
            id: ids::short("cus"),
            created: now,
            deleted: false,
            name: None,
            email: None,
            phone: None,
            description: None,
            address: None,
            shipping: None,
            currency: None,
            next_invoice_sequence: 1,
            balance: 0,
            default_payment_method: None,
            default_source: None,
            invoice_prefix: ids::short("").trim_start_matches('_').chars().take(8).collect::<String>().to_uppercase(),
            preferred_locales: Vec::new(),
            tax_exempt: TaxExempt::None,
            metadata: Metadata::new(),
        }
    }
}

impl Kind for Customer {
    const NOUN: &'static str = "customer";
    const EVENTS: &'static str = "customer";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        self.email.iter().map(|email| ("email", email.clone())).collect()
    }
}
