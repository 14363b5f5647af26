//! `GET /.well-known/jwks.json`, and whether others verify by it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use customer_portal::access_token::{Claims, LONGEST_TRUST, TokenError, sign};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::{NO_STRIPE, claims, jwks, part, read_by_node, token};
use crate::support::TestApp;

#[tokio::test]
async fn another_implementation_verifies_a_token_by_what_is_published() {
    let app = TestApp::start(NO_STRIPE).await;
    let said = claims();
    let token = sign(&app.state.db, &app.state.keys, &said).await.unwrap();
    let keys = jwks(&app).await;
    let [key] = keys["keys"].as_array().unwrap().as_slice() else { panic!("{keys}") };
    let (x, kid) = (key["x"].as_str().unwrap(), &key["kid"]);
    assert_eq!(URL_SAFE_NO_PAD.decode(x).unwrap().len(), 32);
    let whole = json!({ "kty": "OKP", "crv": "Ed25519", "x": x, "kid": kid, "use": "sig", "alg": "EdDSA" });
    assert_eq!(*key, whole, "nothing of the private key");

    let Some(read) = read_by_node(&keys, token.expose_secret()) else { return };
    assert_eq!(read["header"], json!({ "typ": "JWT", "alg": "EdDSA", "kid": kid }));
    let wanted = json!({
        "iss": said.iss, "aud": said.aud, "sub": said.sub, "iat": said.iat, "exp": said.exp,
        "hard_exp": said.hard_exp, "jti": said.jti, "features": ["export"],
    });
    assert_eq!(read["claims"], wanted);
}

#[tokio::test]
async fn a_token_that_was_changed_fails() {
    let app = TestApp::start(NO_STRIPE).await;
    let token = token(&app).await;
    let keys = jwks(&app).await;
    let [header, said, signature] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
    let written = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let mut forever = part(&token, 1);
    forever["exp"] = json!(9_999_999_999_i64);
    let mut other_key = part(&token, 0);
    other_key["kid"] = json!("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    let mut other_signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    other_signature[0] ^= 1;
    for changed in [
        format!("{header}.{}.{signature}", written(&forever)),
        format!("{}.{said}.{signature}", written(&other_key)),
        format!("{header}.{said}.{}", URL_SAFE_NO_PAD.encode(other_signature)),
        format!("{header}.{said}."),
    ] {
        let Some(read) = read_by_node(&keys, &changed) else { return };
        assert_eq!(read, Value::Null, "{changed}");
    }
    assert_ne!(read_by_node(&keys, &token), Some(Value::Null), "the token itself is good");
}

#[tokio::test]
async fn no_token_is_trusted_longer_than_its_key_is_published() {
    let app = TestApp::start(NO_STRIPE).await;
    for (exp, hard_exp, is_signed) in
        [(LONGEST_TRUST, LONGEST_TRUST, true), (600, LONGEST_TRUST + 1, false), (601, 600, false)]
    {
        let claims = claims();
        let claims = Claims { exp: claims.iat + exp, hard_exp: claims.iat + hard_exp, ..claims };
        let signed = sign(&app.state.db, &app.state.keys, &claims).await;
        let is_well = match signed {
            Ok(_) => is_signed,
            Err(error) => !is_signed && matches!(error, TokenError::Times),
        };
        assert!(is_well, "until {exp}, {hard_exp}");
    }
}

#[tokio::test]
async fn the_keys_are_there_for_everybody_and_may_be_kept_for_five_minutes() {
    let app = TestApp::start(NO_STRIPE).await;
    let mut browser = app.browser();
    let answer = browser.get("/.well-known/jwks.json").await;
    assert_eq!((answer.status.as_u16(), answer.json()), (200, json!({ "keys": [] })), "no token was signed");
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("public, max-age=300"));
    assert!(answer.set_cookies().is_empty(), "{answer:?}");

    app.state.db.clone().close().await.unwrap();
    let answer = browser.get("/.well-known/jwks.json").await;
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, Some("10")), "{answer:?}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
}
