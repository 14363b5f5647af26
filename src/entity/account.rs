//! An account: what a Stripe customer belongs to, and users are members of.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    /// `acct_…`; see [`crate::model::AccountId`].
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The company's own id of the account; see [`crate::model::ExternalId`].
    #[sea_orm(unique)]
    pub external_id: Option<String>,
    /// What its members call it.
    pub name: Option<String>,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
