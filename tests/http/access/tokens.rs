//! Signed statements of what an account may use.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use customer_portal::account_access::{NewGrant, grant};
use reqwest::Method;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::Site;
use crate::support::Answer;

async fn token(site: &Site, account: &str) -> Answer {
    let mut back_end = site.app.browser();
    let request = back_end.request(Method::POST, &format!("/api/v1/access/{account}/token"));
    back_end.send(request.header("authorization", format!("Bearer {}", site.key))).await
}

/// What the token of an answer says.
fn claims(answer: &Answer) -> Value {
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, Some("no-store")), "{answer:?}");
    let body = answer.json();
    let claims = body["token"].as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
}

#[tokio::test]
async fn a_token_says_what_is_granted_and_how_long_it_is_good() {
    let site = Site::start().await;
    let (_, price) = site.product("Pro", &[("features", "api, seats"), ("limit.seats", "5")]).await;
    site.product("Team", &[("features", "sso"), ("portal_order", "1")]).await;
    let (customer, _) = site.subscriber(&price).await;
    let account = site.account(&customer).await;
    let said = claims(&token(&site, account.as_str()).await);
    assert_eq!((&said["iss"], &said["sub"]), (&json!(site.app.url), &json!(account)));
    assert_eq!(said["features"], json!({ "api": {}, "seats": { "limit": 5 } }));
    assert_eq!(said["standing"], "active");
    let (iat, exp) = (said["iat"].as_i64().unwrap(), said["exp"].as_i64().unwrap());
    assert_eq!(exp - iat, 15 * 60);
    let synced = site.customer_row(&customer).await.synced_at_ms.unwrap() / 1000;
    assert_eq!(said["hard_exp"], json!(synced + 72 * 3600));
    assert_eq!(said["revision"], site.access(&account).await["revision"]);
}

#[tokio::test]
async fn asking_again_does_not_make_trust_last_longer() {
    let site = Site::start().await;
    let (_, price) = site.product("Pro", &[("features", "api")]).await;
    let (customer, subscription) = site.subscriber(&price).await;
    let account = site.account(&customer).await;
    // As if Stripe had last been asked so many seconds ago.
    let age = async |seconds: i64| {
        let at = (clock::now_seconds() - seconds) * 1000;
        let aged = format!("UPDATE customers SET synced_at_ms = {at}");
        site.app.state.db.execute_unprepared(&aged).await.unwrap();
        at / 1000
    };
    let synced = age(71 * 3600 + 50 * 60).await;
    for _ in 0..2 {
        let said = claims(&token(&site, account.as_str()).await);
        assert_eq!(
            (said["exp"].as_i64(), said["hard_exp"].as_i64()),
            (Some(synced + 72 * 3600), Some(synced + 72 * 3600))
        );
    }
    age(73 * 3600).await;
    let refused = token(&site, account.as_str()).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after").is_some()), (503, true));
    assert_eq!(refused.json()["type"], "urn:customer-portal:problem:too_old");
    assert_eq!(site.access(&account).await["features"]["api"]["granted"], true, "the answer itself still stands");

    let ends = (clock::now_seconds() + 3600).to_string();
    site.stripe.post(&format!("subscriptions/{subscription}"), &[("cancel_at", &ends)]).await;
    site.sync(&customer).await;
    let said = claims(&token(&site, account.as_str()).await);
    assert_eq!(said["hard_exp"].as_i64().map(|at| at.to_string()), Some(ends), "what is granted ends then");
}

#[tokio::test]
async fn that_stripe_does_not_know_the_customer_makes_nothing_trusted_for_longer() {
    let site = Site::start().await;
    let (_, price) = site.product("Pro", &[("features", "api")]).await;
    let (customer, _) = site.subscriber(&price).await;
    let account = site.account(&customer).await;
    // As if the account had been another one for an hour, and was asked all the time.
    let missing = clock::now_seconds() - 3600;
    let gone = format!("UPDATE customers SET missing_since = {missing}");
    site.app.state.db.execute_unprepared(&gone).await.unwrap();
    let said = claims(&token(&site, account.as_str()).await);
    assert_eq!(
        (said["features"].clone(), said["hard_exp"].clone()),
        (json!({ "api": {} }), json!(missing + 72 * 3600))
    );
}

#[tokio::test]
async fn a_higher_limit_that_ends_ends_the_trust() {
    let site = Site::start().await;
    let (_, price) = site.product("Pro", &[("features", "seats"), ("limit.seats", "5")]).await;
    let (customer, _) = site.subscriber(&price).await;
    let account = site.account(&customer).await;
    let until = clock::now() + time::Duration::hours(1);
    let more =
        NewGrant { feature: "seats".parse().unwrap(), limit: Some(10), until: Some(until), reason: "more".to_owned() };
    grant(&site.app.state.db, &account, &more).await.unwrap();
    let said = claims(&token(&site, account.as_str()).await);
    assert_eq!(said["features"]["seats"], json!({ "limit": 10 }), "it goes on, with less");
    assert_eq!(said["hard_exp"], json!(until.unix_timestamp()));
}

#[tokio::test]
async fn a_token_is_of_an_account_that_is_known_and_for_a_key_that_may() {
    let mut site = Site::start().await;
    let account = site.free_account().await;
    assert_eq!(claims(&token(&site, "team-42").await)["sub"], json!(account));
    for name in ["nobody", "acct_1"] {
        assert_eq!(token(&site, name).await.status, 404);
    }
    site.key = super::key(&site.app, "handover").await;
    assert_eq!(token(&site, "team-42").await.status, 403);
}
