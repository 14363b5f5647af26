//! Discounts: a coupon at work on a customer, a subscription or one of its items.

use super::table::{Key, Kind};

use serde::{Deserialize, Serialize};

/// Only its end ever changes. Each holder keeps a copy of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Discount {
    pub id: String,
    pub coupon: String,
    pub promotion_code: Option<String>,
    pub customer: Option<String>,
    pub subscription: Option<String>,
    pub subscription_item: Option<String>,
    pub checkout_session: Option<String>,
    pub start: i64,
    /// When it stops by itself.
    pub end: Option<i64>,
    /// Taken away, or used up.
    pub is_over: bool,
}

impl Discount {
    pub fn is_on_at(&self, at: i64) -> bool {
        self.start <= at && self.end.is_none_or(|end| at < end)
    }
}

/// Of those that somebody has, their ids.
pub(crate) fn ids_of(discounts: &[Discount]) -> Vec<&str> {
    discounts.iter().map(|discount| discount.id.as_str()).collect()
}

impl Kind for Discount {
    const NOUN: &'static str = "discount";
    const EVENTS: &'static str = "customer.discount";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.start
    }

    fn keys(&self) -> Vec<Key> {
        self.customer.iter().map(|customer| ("customer", customer.clone())).collect()
    }

    fn due_at(&self) -> Option<i64> {
        self.end.filter(|_| !self.is_over)
    }
}
