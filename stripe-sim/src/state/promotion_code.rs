//! Promotion codes: the words by which customers redeem a coupon.

use super::table::Key;
use super::{Coupon, Kind, State, Table};
use crate::params::Metadata;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PromotionCode {
    pub id: String,
    pub created: i64,
    pub active: bool,
    pub code: String,
    pub coupon: String,
    /// The only customer who may redeem it.
    pub customer: Option<String>,
    pub expires_at: Option<i64>,
    pub max_redemptions: Option<i64>,
    pub times_redeemed: i64,
    pub first_time_transaction: bool,
    /// The least a purchase has to come to, and in which currency.
    pub minimum: Option<(i64, String)>,
    pub metadata: Metadata,
}

impl PromotionCode {
    /// A code ends with its coupon.
    pub fn is_valid(&self, state: &State) -> bool {
        self.active
            && self.expires_at.is_none_or(|end| state.now() < end)
            && self.max_redemptions.is_none_or(|most| self.times_redeemed < most)
            && state.get::<Coupon>(&self.coupon).is_some_and(|coupon| coupon.is_valid(state.now()))
    }
}

impl Kind for PromotionCode {
    const NOUN: &'static str = "promotion code";
    const EVENTS: &'static str = "promotion_code";

    fn table(state: &State) -> &Table<Self> {
        &state.promotion_codes
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.promotion_codes
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("code", self.code.to_lowercase())]
    }

    fn render(&self, state: &State) -> Value {
        let minimum = self.minimum.as_ref();
        json!({
            "id": self.id,
            "object": "promotion_code",
            "active": self.is_valid(state),
            "code": self.code,
            "created": self.created,
            "customer": self.customer,
            "customer_account": null,
            "expires_at": self.expires_at,
            "livemode": false,
            "max_redemptions": self.max_redemptions,
            "metadata": self.metadata,
            "promotion": { "coupon": self.coupon, "type": "coupon" },
            "restrictions": {
                "first_time_transaction": self.first_time_transaction,
                "minimum_amount": minimum.map(|(amount, _)| amount),
                "minimum_amount_currency": minimum.map(|(_, currency)| currency),
            },
            "times_redeemed": self.times_redeemed,
        })
    }
}
