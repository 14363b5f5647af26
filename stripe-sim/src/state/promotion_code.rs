//! Promotion codes: the words by which customers redeem a coupon.

use super::table::{Key, Kind};

use crate::params::Metadata;
use serde::{Deserialize, Serialize};

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

impl Kind for PromotionCode {
    const NOUN: &'static str = "promotion code";
    const EVENTS: &'static str = "promotion_code";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("code", self.code.to_lowercase())]
    }
}
