//! The single row with the version of the rules, which are the policy and the products' features together. It grows in
//! each transaction that changes them.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "access_rules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    pub version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
