//! A key that signs access tokens.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_keys")]
pub struct Model {
    /// The thumbprint of the public key (RFC 7638), in base64url.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kid: String,
    /// The 32 bytes of the public key, in base64url: the JWK's `x`.
    pub public_key: String,
    /// The private key in PKCS #8, under a key derived from `APP_SECRET`; see [`crate::keys`].
    pub sealed_private_key: Vec<u8>,
    pub created_at: i64,
    pub signs_from: i64,
    /// When the next key takes its place, which can be yet to come; one key has none.
    pub retired_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
