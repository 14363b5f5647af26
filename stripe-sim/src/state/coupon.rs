//! Coupons: how much is taken off, of what, for how long, and how often that may be redeemed.

use super::percent::Percent;
use super::table::Kind;

use crate::params::{Metadata, choice};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

choice!(CouponDuration { Forever = "forever", Once = "once", Repeating = "repeating" });

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Off {
    Percent(Percent),
    /// In the currency's minor unit, with the same in other currencies.
    Amount {
        amount: i64,
        currency: String,
        others: IndexMap<String, i64>,
    },
}

impl Off {
    /// The fixed amount in a currency: `None` where it has none.
    pub fn amount_in(&self, wanted: &str) -> Option<i64> {
        match self {
            Self::Percent(_) => None,
            Self::Amount { amount, currency, .. } if currency == wanted => Some(*amount),
            Self::Amount { others, .. } => others.get(wanted).copied(),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Coupon {
    pub id: String,
    pub created: i64,
    /// Cannot be redeemed or retrieved any more; what was redeemed before stays.
    pub deleted: bool,
    pub name: Option<String>,
    pub off: Off,
    pub duration: CouponDuration,
    pub duration_in_months: Option<i64>,
    pub max_redemptions: Option<i64>,
    pub redeem_by: Option<i64>,
    pub times_redeemed: i64,
    /// The only products it is for; empty for all.
    pub products: Vec<String>,
    pub metadata: Metadata,
}

impl Coupon {
    pub fn is_valid(&self, now: i64) -> bool {
        !self.deleted
            && self.max_redemptions.is_none_or(|most| self.times_redeemed < most)
            && self.redeem_by.is_none_or(|last| now <= last)
    }

    pub fn is_for(&self, product: &str) -> bool {
        self.products.is_empty() || self.products.iter().any(|it| it == product)
    }
}

impl Kind for Coupon {
    const NOUN: &'static str = "coupon";
    const EVENTS: &'static str = "coupon";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }
}
