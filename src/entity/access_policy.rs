//! A version of the policy that was applied. The highest one holds.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "access_policies")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    /// What `access.toml` said.
    #[sea_orm(column_type = "JsonBinary")]
    pub policy: Json,
    pub applied_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
