//! A user account.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Trimmed and lower-cased by [`crate::auth::Email`].
    #[sea_orm(unique)]
    pub email: String,
    /// Argon2id in PHC string format.
    pub password_hash: String,
    pub created_at: i64,
    /// Since when the user is disabled; `None` if they may sign in.
    pub disabled_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
