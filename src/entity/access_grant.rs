//! A feature that the company gave an account, outside Stripe.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "access_grants")]
pub struct Model {
    /// `grt_` and 32 hexadecimal digits.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// `acct_…`
    pub account_id: String,
    pub feature: String,
    /// `None`: without a limit.
    pub feature_limit: Option<i64>,
    /// When it ends by itself.
    pub until: Option<i64>,
    /// Why it was given.
    pub reason: String,
    pub created_at: i64,
    pub revoked_at: Option<i64>,
    /// Why it was revoked.
    pub revoked_reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
