//! The signing keys: the table `signing_keys`.
//!
//! One key goes on (`retired_at` is null); each of the others has another that takes its place, from the same second.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use database::{Database, is_taken};
use jsonwebtoken::EncodingKey;
use ring::{
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, sea_query::Expr,
};
use secrecy::{ExposeSecret, SecretSlice};
use sha2::{Digest, Sha256};

use super::{claims::LONGEST_TRUST, error::TokenError};
use crate::{
    entity::signing_key::{Column, Entity, Model},
    keys::{AppKeys, Purpose},
};

/// How long a new key is published before it signs, in seconds: verifiers may keep the list for five minutes.
const BEFORE_IT_SIGNS: i64 = 10 * 60;

/// How long a retired key stays published, in seconds: a day longer than its last token may be trusted.
const STAYS_PUBLISHED: i64 = LONGEST_TRUST + 24 * 60 * 60;

/// Two rotations can come at the same time; then one of them begins again.
const ATTEMPTS: usize = 3;

/// When a new key takes the old one's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// When verifiers know it. Tokens of the old key stay good.
    Announced,
    /// At once, and every older key is removed: somebody else may have it.
    Now,
}

/// What a rotation did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotated {
    pub kid: String,
    /// Unix seconds.
    pub signs_from: i64,
    /// How many keys were removed.
    pub removed: u64,
}

/// What a key is for today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    Signs,
    /// It signs later.
    Next,
    /// Its tokens are good; in Unix seconds, until when it is published.
    Retired {
        until: i64,
    },
}

/// A key, and what it is for.
#[derive(Clone, Debug)]
pub struct Listed {
    pub key: Model,
    pub state: KeyState,
}

/// Every published key, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &Database) -> Result<Vec<Listed>, DbErr> {
    let now = clock::now_seconds();
    let keys = published(db, now).await?;
    let signs = signing(&keys, now).map(|key| key.kid.clone());
    let state = |key: &Model| match key.retired_at {
        _ if signs.as_ref() == Some(&key.kid) => KeyState::Signs,
        Some(at) if at <= now => KeyState::Retired { until: at + STAYS_PUBLISHED },
        _ => KeyState::Next,
    };
    Ok(keys.into_iter().map(|key| Listed { state: state(&key), key }).collect())
}

/// Every key whose tokens may be trusted or will be, in the order in which they sign.
pub(super) async fn published(db: &impl ConnectionTrait, now: i64) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Condition::any().add(Column::RetiredAt.is_null()).add(Column::RetiredAt.gt(now - STAYS_PUBLISHED)))
        .order_by_asc(Column::SignsFrom)
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Kid)
        .all(db)
        .await
}

/// The key that signs now. Where the clock is behind that of who made the first key, it signs before its time.
fn signing(keys: &[Model], now: i64) -> Option<&Model> {
    let is_current = |key: &&Model| key.signs_from <= now && key.retired_at.is_none_or(|at| at > now);
    keys.iter().rfind(is_current).or_else(|| keys.iter().find(|key| key.retired_at.is_none()))
}

/// The key that signs now; if there is none, it is made.
pub(super) async fn signing_key(db: &Database, keys: &AppKeys) -> Result<Model, TokenError> {
    let now = clock::now_seconds();
    if let Some(key) = signing(&published(db, now).await?, now) {
        return Ok(key.clone());
    }
    let key = new_key(keys, now, now)?;
    match Entity::insert(key.clone().into_active_model()).exec_without_returning(db).await {
        Ok(_) => tracing::info!(kid = %key.kid, "made the first key that signs access tokens"),
        // Another process made it at the same time.
        Err(error) if is_taken(&error) => {}
        Err(error) => return Err(error.into()),
    }
    signing(&published(db, now).await?, now).cloned().ok_or(TokenError::NoKey)
}

/// Makes the key that signs from now on, or soon.
///
/// # Errors
/// When the database does not answer, or the operating system gives no random bytes.
pub async fn rotate(db: &Database, keys: &AppKeys, rotation: Rotation) -> Result<Rotated, DbErr> {
    let mut attempts = 1;
    loop {
        match db.write_tx(async |transaction| replace(transaction, keys, rotation).await).await {
            Err(error) if is_taken(&error) && attempts < ATTEMPTS => attempts += 1,
            rotated => return rotated,
        }
    }
}

async fn replace(db: &DatabaseTransaction, keys: &AppKeys, rotation: Rotation) -> Result<Rotated, DbErr> {
    let now = clock::now_seconds();
    let (signs_from, removed) = match rotation {
        Rotation::Now => (now, Entity::delete_many().exec(db).await?.rows_affected),
        Rotation::Announced => {
            let takes_over = now + BEFORE_IT_SIGNS;
            let retired = Entity::update_many()
                .col_expr(Column::RetiredAt, Expr::value(takes_over))
                .filter(Column::RetiredAt.is_null())
                .exec(db)
                .await?;
            // The first one has nobody to wait for.
            (if retired.rows_affected == 0 { now } else { takes_over }, 0)
        }
    };
    let key = new_key(keys, now, signs_from)?;
    Entity::insert(key.clone().into_active_model()).exec_without_returning(db).await?;
    Ok(Rotated { kid: key.kid, signs_from, removed })
}

/// Removes the keys that are published no longer.
///
/// # Errors
/// When the database does not answer.
pub async fn prune(db: &impl ConnectionTrait, now: i64) -> Result<u64, DbErr> {
    let ended = Entity::delete_many().filter(Column::RetiredAt.lte(now - STAYS_PUBLISHED)).exec(db).await?;
    Ok(ended.rows_affected)
}

fn new_key(keys: &AppKeys, created_at: i64, signs_from: i64) -> Result<Model, DbErr> {
    let no_random = || DbErr::Custom("the operating system gave no random bytes".to_owned());
    let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| no_random())?;
    let pair = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).map_err(|error| DbErr::Custom(error.to_string()))?;
    let public_key = URL_SAFE_NO_PAD.encode(pair.public_key());
    let kid = thumbprint(&public_key);
    let sealed_private_key =
        keys.seal(Purpose::SigningKey, context(&kid).as_bytes(), pkcs8.as_ref()).map_err(|_| no_random())?;
    Ok(Model { kid, public_key, sealed_private_key, created_at, signs_from, retired_at: None })
}

/// The private key; `None` if it was sealed under another `APP_SECRET`.
pub(super) fn open(key: &Model, keys: &AppKeys) -> Option<EncodingKey> {
    let plain = keys.open(Purpose::SigningKey, context(&key.kid).as_bytes(), &key.sealed_private_key)?;
    Some(EncodingKey::from_ed_der(SecretSlice::from(plain).expose_secret()))
}

/// Whether this key can sign here.
pub fn opens(key: &Model, keys: &AppKeys) -> bool {
    open(key, keys).is_some()
}

pub(super) fn say_unopened(key: &Model) {
    tracing::error!(
        kid = %key.kid,
        "the key that signs access tokens cannot be opened with APP_SECRET: put the old secret behind the new one, or \
         run `customer-portal access keys rotate --now`, which voids all tokens"
    );
}

fn context(kid: &str) -> String {
    format!("signing_keys {kid}")
}

/// The thumbprint of the key with this `x` (RFC 7638, 3, and RFC 8037, 2). Base64url needs no escapes in JSON.
fn thumbprint(x: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thumbprint_is_that_of_rfc_8037() {
        // Appendix A.3.
        let of = thumbprint("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        assert_eq!(of, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }
}
