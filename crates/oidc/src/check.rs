//! The check of an ID token (OpenID Connect Core 1.0, 3.1.3.7).

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{ClientId, Nonce, core::CoreJwsSigningAlgorithm};

use crate::{
    client::{Claims, Client, Token},
    error::TokenFlaw,
};

/// How far the provider's clock may be from ours.
const LEEWAY: TimeDelta = TimeDelta::seconds(60);

/// The most characters of a subject (OpenID Connect Core 1.0, 2).
const LONGEST_SUBJECT: usize = 255;

/// Only signatures that nobody but the provider can make: never with a shared secret, never none.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Checks signature, issuer, audience, authorized party, times and nonce.
///
/// # Errors
/// The first thing that is wrong.
pub fn check<'a>(token: &'a Token, client: &Client, nonce: &Nonce) -> Result<&'a Claims, TokenFlaw> {
    let now = now();
    let verifier = client
        .id_token_verifier()
        .set_allowed_algs(ALGORITHMS)
        // Others may be named too, if it was we who asked: `azp` says so below.
        .set_other_audience_verifier_fn(|_| true)
        .set_time_fn(move || now - LEEWAY)
        .set_issue_time_verifier_fn(move |made| if made > now + LEEWAY { Err(String::new()) } else { Ok(()) });
    let claims = token.claims(&verifier, nonce)?;
    check_party(claims, client.client_id())?;
    let subject = claims.subject().as_str();
    if subject.is_empty() || subject.len() > LONGEST_SUBJECT || subject.chars().any(char::is_control) {
        return Err(TokenFlaw::Subject);
    }
    Ok(claims)
}

/// A token for several audiences names the one that asked for it.
fn check_party(claims: &Claims, client: &ClientId) -> Result<(), TokenFlaw> {
    match claims.authorized_party() {
        Some(party) if party != client => Err(TokenFlaw::AuthorizedParty),
        None if claims.audiences().len() > 1 => Err(TokenFlaw::AuthorizedParty),
        _ => Ok(()),
    }
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(clock::now_seconds(), 0).unwrap_or_default()
}
