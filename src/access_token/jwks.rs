//! The public keys, as verifiers read them: a JWK Set (RFC 7517).

use database::Database;
use sea_orm::DbErr;
use serde::Serialize;
use utoipa::ToSchema;

use super::keys::published;
use crate::entity::signing_key::Model;

/// Where verifiers find them.
pub const JWKS_PATH: &str = "/.well-known/jwks.json";

/// The public keys of all tokens that may still be trusted, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct JwkSet {
    /// Empty until the first token is signed.
    keys: Vec<Jwk>,
}

/// A public Ed25519 key (RFC 8037).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Jwk {
    #[schema(example = "OKP")]
    kty: &'static str,
    #[schema(example = "Ed25519")]
    crv: &'static str,
    /// The key itself, in base64url.
    #[schema(example = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")]
    x: String,
    /// What a token's header calls it: its thumbprint (RFC 7638).
    #[schema(example = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")]
    kid: String,
    #[serde(rename = "use")]
    #[schema(example = "sig")]
    usage: &'static str,
    #[schema(example = "EdDSA")]
    alg: &'static str,
}

impl From<Model> for Jwk {
    fn from(key: Model) -> Self {
        Self { kty: "OKP", crv: "Ed25519", x: key.public_key, kid: key.kid, usage: "sig", alg: "EdDSA" }
    }
}

/// All published keys.
///
/// # Errors
/// When the database does not answer.
pub async fn jwks(db: &Database) -> Result<JwkSet, DbErr> {
    let keys = published(db, clock::now_seconds()).await?;
    Ok(JwkSet { keys: keys.into_iter().map(Jwk::from).collect() })
}
