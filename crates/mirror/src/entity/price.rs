//! A Stripe price: amount, currency and interval.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// One price.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "prices")]
pub struct Model {
    /// `price_…`
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub product_id: String,
    pub active: bool,
    /// Three letters, lower case, as Stripe writes them.
    pub currency: String,
    /// In the currency's smallest unit. Absent on tiered prices.
    pub unit_amount: Option<i64>,
    /// `day`, `week`, `month` or `year`; absent on one-time prices.
    pub interval: Option<String>,
    pub interval_count: Option<i64>,
    #[sea_orm(column_type = "JsonBinary")]
    pub raw: Json,
    /// As [`super::product::Model::last_applied_fetch`].
    pub last_applied_fetch: i64,
}

impl ActiveModelBehavior for ActiveModel {}
