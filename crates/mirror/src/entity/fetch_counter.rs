//! The one row that numbers the fetches of products and prices.

use sea_orm::entity::prelude::*;

/// The counter.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fetch_counter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// How many have started; each takes the next number.
    pub last_started_fetch: i64,
}

impl ActiveModelBehavior for ActiveModel {}
