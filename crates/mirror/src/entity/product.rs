//! A Stripe product.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// One product.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "products")]
pub struct Model {
    /// `prod_…`, or whatever id the account's owner chose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub name: String,
    /// Whether it can be sold. Existing subscriptions continue.
    pub active: bool,
    #[sea_orm(column_type = "JsonBinary")]
    pub raw: Json,
    /// The number of the fetch that was written, drawn from [`super::fetch_counter`]: an older one that
    /// arrives later must not overwrite it.
    pub last_applied_fetch: i64,
    /// What its buyers may use, by Stripe's Entitlements: `[{"lookup_key": "sso", "name": "Single sign-on"}]`, in the
    /// order of the lookup keys, and at most 1,000. Archived features are among them, because they still hold. `None`
    /// if this is not known: it was never fetched, or the key may not read it.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub features: Option<Json>,
}

impl ActiveModelBehavior for ActiveModel {}
