//! What can be bought.

use std::collections::BTreeMap;

use crate::model::{money::Money, period::Period, unit_amount::UnitAmount};

/// A product on the pricing page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub name: String,
    pub description: Option<String>,
    pub features: Vec<String>,
    /// At least one, the shortest period first.
    pub prices: Vec<OfferedPrice>,
}

/// One way of paying for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedPrice {
    /// `price_…`
    pub id: String,
    pub charge: Charge,
    /// The price in other currencies, by currency (three letters in lower case).
    pub elsewhere: BTreeMap<String, Charge>,
    pub every: Period,
    /// The length of a new customer's free trial, in days.
    pub trial_days: Option<u32>,
    /// How many can be bought at once, if it is sold by the seat.
    pub seats: Option<Seats>,
}

/// The bounds of a quantity that the buyer chooses. Source: Checkout's `adjustable_quantity`, which goes to 999,999.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seats {
    /// At least 1.
    pub minimum: u32,
    pub maximum: u32,
}

impl Seats {
    /// Reads a product's metadata `portal_seats`: "1-500".
    pub fn parse(text: &str) -> Option<Self> {
        let (minimum, maximum) = text.split_once('-')?;
        let (minimum, maximum) = (minimum.trim().parse().ok()?, maximum.trim().parse().ok()?);
        (1 <= minimum && minimum <= maximum && maximum <= 999_999).then_some(Self { minimum, maximum })
    }
}

/// How it is charged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Charge {
    /// A fixed amount per period.
    Flat(Money),
    /// By usage, at the end of each period.
    Usage {
        each: UnitAmount,
        /// The product's `unit_label`, such as "request".
        unit: String,
    },
}

impl Offer {
    /// Keeps the prices that can be paid in this currency; `None` if there are none.
    pub fn in_currency(self, currency: Option<&str>) -> Option<Self> {
        let prices: Vec<_> = self.prices.into_iter().filter_map(|price| price.in_currency(currency)).collect();
        (!prices.is_empty()).then_some(Self { prices, ..self })
    }
}

impl Charge {
    /// Three letters, as Stripe writes them.
    pub fn currency(&self) -> &str {
        match self {
            Self::Flat(money) => &money.currency,
            Self::Usage { each, .. } => each.currency(),
        }
    }
}

impl OfferedPrice {
    /// Whether it never costs anything.
    pub fn is_free(&self) -> bool {
        matches!(&self.charge, Charge::Flat(money) if money.amount == 0)
    }

    /// The price for a customer who is billed in this currency, or in none so far; `None` if it
    /// cannot be paid in it. Stripe does not combine currencies on one customer, and charges a
    /// price with several currencies in the customer's.
    pub fn in_currency(self, currency: Option<&str>) -> Option<Self> {
        let Some(currency) = currency.filter(|currency| *currency != self.charge.currency()) else {
            return Some(self);
        };
        let charge = self.elsewhere.get(currency)?.clone();
        Some(Self { charge, ..self })
    }
}
