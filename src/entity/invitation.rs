//! An invitation into an account, by mail.

use sea_orm::entity::prelude::*;

use crate::model::Role;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
pub struct Model {
    /// A UUID.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// SHA-256 of the token in the link, in hex.
    #[sea_orm(unique)]
    pub token_hash: String,
    pub account_id: String,
    /// The address that it was mailed to.
    pub email: String,
    pub role: Role,
    /// The owner who invited.
    pub invited_by: i64,
    pub created_at: i64,
    pub expires_at: i64,
    pub accepted_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
