//! Signs claims.

use database::Database;
use jsonwebtoken::{Algorithm, Header, encode};
use secrecy::SecretString;

use super::{
    backend,
    claims::{Claims, LONGEST_TRUST},
    error::TokenError,
    keys,
};
use crate::keys::AppKeys;

/// Signs the claims, as a JWT. The first time it makes the key.
///
/// # Errors
/// When the database does not answer, the key cannot be opened, or the times are out of order.
pub async fn sign(db: &Database, keys: &AppKeys, claims: &Claims) -> Result<SecretString, TokenError> {
    let Claims { iat, exp, hard_exp, .. } = *claims;
    if exp > hard_exp || hard_exp > iat.saturating_add(LONGEST_TRUST) {
        return Err(TokenError::Times);
    }
    let key = keys::signing_key(db, keys).await?;
    let private = keys::open(&key, keys).ok_or(TokenError::NoKey).inspect_err(|_| keys::say_unopened(&key))?;
    // By way of a map, in which a name stands once.
    let claims = serde_json::to_value(claims).map_err(|error| TokenError::Signing(error.into()))?;
    let header = Header { kid: Some(key.kid), ..Header::new(Algorithm::EdDSA) };
    backend::install();
    encode(&header, &claims, &private).map(SecretString::from).map_err(TokenError::Signing)
}
