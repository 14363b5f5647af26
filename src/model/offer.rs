//! What can be bought.

use super::Money;

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
    pub money: Money,
    pub every: Period,
    /// Days that a new customer may try it for nothing.
    pub trial_days: Option<u32>,
}

/// How often one pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    Month,
    Year,
}

impl Period {
    /// Reads Stripe's word; only what the pricing page can show.
    pub fn from_stripe(interval: &str, count: i64) -> Option<Self> {
        match (interval, count) {
            ("month", 1) => Some(Self::Month),
            ("year", 1) | ("month", 12) => Some(Self::Year),
            _ => None,
        }
    }

    /// "monthly"
    pub fn adverb(self) -> &'static str {
        match self {
            Self::Month => "monthly",
            Self::Year => "yearly",
        }
    }

    /// "month"
    pub fn noun(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}
