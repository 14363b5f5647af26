//! The secret in a link that was mailed: whoever has it reads the mail of that address.

use sea_orm::entity::prelude::*;

use crate::model::TokenPurpose;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "email_tokens")]
pub struct Model {
    /// SHA-256 of the token in hex: a leaked table opens no door.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    pub purpose: TokenPurpose,
    /// The address that it was mailed to.
    pub email: String,
    /// Whose it is; `None` if there is no such user (yet).
    pub user_id: Option<i64>,
    /// The address before, of a user who changes it.
    pub former_email: Option<String>,
    /// The password of somebody who signs up.
    pub password_hash: Option<String>,
    /// A keyed hash of the code in the mail.
    pub code_tag: Option<String>,
    /// How often the code was guessed.
    pub guesses: i32,
    /// SHA-256 of the cookie of the browser that asked.
    pub browser_hash: Option<String>,
    /// Where to go afterwards.
    pub next: Option<String>,
    pub created_at: i64,
    pub expires_at: i64,
    pub used_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
