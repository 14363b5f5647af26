//! A key of the API: with it the company's product calls this site.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_keys")]
pub struct Model {
    /// `key_…`; see [`crate::api_keys::KeyId`].
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// What the operator calls it.
    pub name: String,
    /// The scopes, separated by a space; see [`crate::api_keys::Scope`].
    pub scopes: String,
    /// SHA-256 of the secret part in hex. The secret is random and long, so a slow hash would add nothing.
    pub secret_hash: String,
    pub created_at: i64,
    /// To the minute.
    pub last_used_at: Option<i64>,
    pub revoked_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
