//! A user account.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Trimmed and lower-cased by [`crate::auth::Email`]. Unique among the users with a password.
    pub email: String,
    /// Argon2id in PHC string format; `None` if the user cannot sign in with a password.
    pub password_hash: Option<String>,
    pub created_at: i64,
    /// Since when the user is disabled; `None` if they may sign in.
    pub disabled_at: Option<i64>,
    /// Whether the company's product knows that the address is the user's. What somebody typed here proves nothing.
    #[sea_orm(default_value = false)]
    pub email_verified: bool,
}

impl Model {
    /// The password's hash; empty if there is none, which is no password's hash.
    pub fn password(&self) -> &str {
        self.password_hash.as_deref().unwrap_or_default()
    }
}

impl ActiveModelBehavior for ActiveModel {}
