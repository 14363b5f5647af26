//! One item of a subscription, with its price and its current period.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// One item of a subscription.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "subscription_items")]
pub struct Model {
    /// `si_…`
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub subscription_id: String,
    pub price_id: String,
    pub product_id: String,
    /// Absent on usage-based prices.
    pub quantity: Option<i64>,
    /// The price of one unit, in the smallest unit of [`Model::currency`]; `None` if it is not a
    /// fixed amount: tiers, packages, fractions of a cent, or another currency than the
    /// subscription's.
    pub unit_amount: Option<i64>,
    pub currency: Option<String>,
    /// `day`, `week`, `month` or `year`.
    pub interval: Option<String>,
    pub interval_count: Option<i64>,
    /// Whether usage is billed.
    pub is_metered: bool,
    pub current_period_start: i64,
    pub current_period_end: i64,
    #[sea_orm(belongs_to, from = "subscription_id", to = "id")]
    pub subscription: BelongsTo<super::subscription::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
