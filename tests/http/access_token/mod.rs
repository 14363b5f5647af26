//! Access tokens, and the keys that sign them.

mod keys;
mod published;
mod rotation;

use std::process::Command;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use customer_portal::{
    access_token::{Claims, TokenError, sign},
    keys::AppKeys,
    model::AccountId,
};
use sea_orm::ConnectionTrait;
use secrecy::ExposeSecret;
use serde_json::{Map, Value, json};

use crate::support::TestApp;

pub const NO_STRIPE: &str = "http://127.0.0.1:1/";

/// Verifies a token by the published key that its header names, and by nothing of this repository.
const VERIFIER: &str = "
const { createPublicKey, verify } = require('node:crypto');
const [jwks, token] = process.argv.slice(1);
const [header, claims, signature] = token.split('.');
const read = (part) => JSON.parse(Buffer.from(part, 'base64url'));
const key = JSON.parse(jwks).keys.find(({ kid }) => kid === read(header).kid);
const message = Buffer.from(`${header}.${claims}`);
const good = key !== undefined
    && verify(null, message, createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url'));
console.log(JSON.stringify(good ? { header: read(header), claims: read(claims) } : null));
";

/// What Node reads in a token: header and claims, or nothing if it is not signed by a published key. `None`, and said
/// aloud, where there is no Node.
pub fn read_by_node(jwks: &Value, token: &str) -> Option<Value> {
    let jwks = jwks.to_string();
    let Ok(output) = Command::new("node").args(["-e", VERIFIER, "--", &jwks, token]).output() else {
        eprintln!("SKIPPED: another implementation verifies tokens, and needs Node");
        return None;
    };
    assert!(output.status.success(), "{output:?}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

pub fn claims() -> Claims {
    let now = clock::now_seconds();
    Claims {
        rest: Map::from_iter([("features".to_owned(), json!(["export"]))]),
        iss: "https://billing.example.com".to_owned(),
        aud: Some("https://app.example.com".to_owned()),
        sub: AccountId::random(),
        iat: now,
        exp: now + 600,
        hard_exp: now + 86_400,
        jti: uuid::Uuid::new_v4(),
    }
}

pub async fn token(app: &TestApp) -> String {
    sign(&app.state.db, &app.state.keys, &claims()).await.unwrap().expose_secret().to_owned()
}

/// Whether another secret is refused.
pub async fn signs_nothing(app: &TestApp, keys: &AppKeys) -> bool {
    matches!(sign(&app.state.db, keys, &claims()).await, Err(TokenError::NoKey))
}

/// A part of a token, before its signature.
pub fn part(token: &str, which: usize) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(which).unwrap()).unwrap()).unwrap()
}

/// The id of the key that signed a token now.
pub async fn signing_kid(app: &TestApp) -> String {
    part(&token(app).await, 0)["kid"].as_str().unwrap().to_owned()
}

pub async fn jwks(app: &TestApp) -> Value {
    let answer = app.browser().get("/.well-known/jwks.json").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

/// The ids of the published keys.
pub async fn published(app: &TestApp) -> Vec<String> {
    let jwks = jwks(app).await;
    jwks["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

/// So much time passes for the keys.
pub async fn later(app: &TestApp, seconds: i64) {
    let sql = format!(
        "UPDATE signing_keys SET created_at = created_at - {seconds}, signs_from = signs_from - {seconds}, \
         retired_at = retired_at - {seconds}"
    );
    app.state.db.execute_unprepared(&sql).await.unwrap();
}
