//! A link that signs a user in once, made by the company's product.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "handovers")]
pub struct Model {
    /// SHA-256 of the token in hex: a leaked table opens no door.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    /// The key that made it. If the key is revoked, the link is void.
    pub api_key_id: String,
    pub account_id: String,
    pub user_id: i64,
    /// Where it leads, as JSON; see [`crate::handover::Destination`].
    pub destination: String,
    /// Where "Back to …" leads; see [`crate::config::ReturnOrigins`].
    pub return_url: Option<String>,
    pub created_at: i64,
    pub expires_at: i64,
    /// When it signed the user in.
    pub used_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
