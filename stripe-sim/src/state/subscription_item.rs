//! The items of a subscription: what is subscribed to, how much of it, and for which period.

use super::Discount;
use crate::params::Metadata;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Item {
    pub id: String,
    pub created: i64,
    pub price: String,
    pub quantity: i64,
    pub current_period_start: i64,
    pub current_period_end: i64,
    pub discounts: Vec<Discount>,
    pub tax_rates: Vec<String>,
    /// What was used before has been asked for already.
    pub usage_billed_until: i64,
    pub metadata: Metadata,
}
