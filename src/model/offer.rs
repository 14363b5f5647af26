//! What can be bought.

use super::{Money, Period};

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
