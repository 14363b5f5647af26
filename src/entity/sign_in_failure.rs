//! How many sign-ins failed lately, by account or by browser; see [`crate::auth`].

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_failures")]
pub struct Model {
    /// A keyed hash, so that the table does not reveal which addresses were tried.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Unix seconds. Each failure adds the time after which one failure is forgiven.
    pub counted_until: i64,
}

impl ActiveModelBehavior for ActiveModel {}
