//! An access token, signed; and one that cannot be.

use customer_portal::{
    access_token::{Claims, TokenError, sign},
    keys::AppKeys,
    model::AccountId,
};
use secrecy::ExposeSecret;

use crate::support::TestApp;

/// The token.
pub async fn signed() -> String {
    let app = TestApp::start("http://127.0.0.1:1/").await;
    let now = clock::now_seconds();
    let claims = Claims {
        rest: serde_json::Map::new(),
        iss: app.url.clone(),
        aud: None,
        sub: AccountId::random(),
        iat: now,
        exp: now + 60,
        hard_exp: now + 60,
        jti: uuid::Uuid::new_v4(),
    };
    let token = sign(&app.state.db, &app.state.keys, &claims).await.unwrap();
    app.browser().get("/.well-known/jwks.json").await;
    let another = AppKeys::new(&"another-secret-of-the-tests-with-32-bytes-too".parse().unwrap());
    assert!(matches!(sign(&app.state.db, &another, &claims).await, Err(TokenError::NoKey)));
    token.expose_secret().to_owned()
}
