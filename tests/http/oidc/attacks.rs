//! What is no answer to a question of this browser, and tokens that are not for this site, sign nobody in.

use customer_portal::entity::user;
use reqwest::Method;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use super::{Site, ada};
use crate::support::{CLIENT, CLIENT_SECRET, CODE, Key};

const STALE: &str = "/login?problem=stale";

async fn users(site: &Site) -> u64 {
    user::Entity::find().count(&site.app.state.db).await.unwrap()
}

/// The attacker signs in as themselves, keeps the answer for somebody else's browser, and waits.
#[tokio::test]
async fn nobody_is_signed_in_by_the_answer_to_somebody_else() {
    let site = Site::start().await;
    let mut attacker = site.app.browser();
    let led = site.set_out(&mut attacker).await;
    let back = site.provider.answer(&led);

    let mut victim = site.app.browser();
    let answer = victim.get(&back).await;
    assert_eq!(answer.location(), Some(STALE), "{answer:?}");
    assert_eq!(victim.cookie("session"), None);
    let page = victim.get(STALE).await;
    let words = "This sign-in has expired, or it began in another browser. Try again.";
    assert!(page.text().contains(words) && page.body.contains("href=\"/oidc/start\""), "{}", page.text());

    // Nor is one who has set out too; and after that the question is forgotten.
    let own = site.set_out(&mut victim).await;
    assert_eq!(victim.get(&back).await.location(), Some(STALE));
    assert_eq!(victim.cookie("on_the_way"), None);
    let own = site.provider.answer(&own);
    assert_eq!(victim.get(&own).await.location(), Some(STALE));
    assert_eq!((site.provider.asked("/token"), users(&site).await), (0, 0), "the provider is not asked");
}

#[tokio::test]
async fn an_answer_is_good_once() {
    let site = Site::start().await;
    let mut browser = site.app.browser();
    let led = site.set_out(&mut browser).await;
    let cookie = browser.cookie("on_the_way").unwrap().to_owned();
    let back = site.provider.answer(&led);
    assert_eq!(browser.get(&back).await.location(), Some("/account"));
    browser.post("/api/logout", &[]).await;
    assert_eq!(browser.get(&back).await.location(), Some(STALE));
    // Even a program that has kept the cookie has a code that is spent.
    browser.set_cookie("on_the_way", &cookie);
    assert_eq!(browser.get(&back).await.location(), Some("/login?problem=unusable"));
    assert_eq!(browser.cookie("session"), None);
}

#[tokio::test]
async fn what_is_no_answer_asks_the_provider_nothing() {
    let site = Site::start().await;
    for change in [
        (|back: &str| back.replace("state=", "state=x")) as fn(&str) -> String,
        |back| back.split("&state").next().unwrap().to_owned(),
        |back| back.replace(&format!("code={CODE}&"), ""),
        |back| back.replace(CODE, ""),
        |back| back.replace(CODE, &"a".repeat(4097)),
        |back| format!("{back}&iss=https://evil.example"),
        |back| format!("{back}&state=x"),
    ] {
        let mut browser = site.app.browser();
        let led = site.set_out(&mut browser).await;
        let back = change(&site.provider.answer(&led));
        assert_eq!(browser.get(&back).await.location(), Some(STALE), "{back}");
    }
    for cookie in ["", "x", "AAAA", &"A".repeat(200)] {
        let mut browser = site.app.browser();
        let led = site.set_out(&mut browser).await;
        browser.set_cookie("on_the_way", cookie);
        assert_eq!(browser.get(&site.provider.answer(&led)).await.location(), Some(STALE), "{cookie}");
    }
    assert_eq!(site.provider.asked("/token"), 0);
}

#[tokio::test]
async fn a_token_that_is_not_for_this_sign_in_signs_nobody_in() {
    let site = Site::start().await;
    let now = clock::now_seconds();
    for claims in [
        json!({ "nonce": "of-another-sign-in" }),
        json!({ "nonce": null }),
        json!({ "aud": "another-client" }),
        json!({ "aud": null }),
        json!({ "aud": [CLIENT, "another-client"] }),
        json!({ "aud": [CLIENT, "another-client"], "azp": "another-client" }),
        json!({ "azp": "another-client" }),
        json!({ "iss": "https://evil.example" }),
        json!({ "iss": format!("{}/", site.provider.issuer) }),
        json!({ "exp": now - 61 }),
        json!({ "exp": null }),
        json!({ "iat": now + 120 }),
        json!({ "iat": null }),
        json!({ "sub": null }),
        json!({ "sub": "" }),
        json!({ "sub": "a".repeat(256) }),
        json!({ "sub": "a\nb" }),
    ] {
        site.provider.set(|it| it.claims = over(ada(), &claims));
        let answer = site.come_in(&mut site.app.browser()).await;
        assert_eq!(answer.location(), Some("/login?problem=unusable"), "{claims}");
    }
    assert_eq!(users(&site).await, 0);
    for claims in [
        json!({ "aud": [CLIENT, "another-client"], "azp": CLIENT }),
        json!({ "azp": CLIENT }),
        json!({ "aud": [CLIENT] }),
        json!({ "exp": now - 30 }),
        json!({ "iat": now + 30 }),
    ] {
        site.provider.set(|it| it.claims = over(ada(), &claims));
        let answer = site.come_in(&mut site.app.browser()).await;
        assert_eq!(answer.location(), Some("/account"), "{claims}");
    }
    assert_eq!(users(&site).await, 1, "all of them are the same person");
}

fn over(mut claims: Value, change: &Value) -> Value {
    claims.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    claims
}

/// The token of an earlier sign-in of the same browser, whose signature is good.
#[tokio::test]
async fn a_token_is_good_for_its_own_sign_in_alone() {
    let site = Site::start().await;
    let mut browser = site.signs_in("ada@example.com").await;
    browser.post("/api/logout", &[]).await;
    site.provider.set(|it| it.token = it.tokens.first().cloned());
    assert_eq!(site.come_in(&mut browser).await.location(), Some("/login?problem=unusable"));
}

#[tokio::test]
async fn only_the_providers_key_signs() {
    let site = Site::start().await;
    let claims = |nonce: &str| {
        let now = clock::now_seconds();
        let usual = json!({ "iss": site.provider.issuer, "sub": "ada", "aud": CLIENT, "iat": now, "exp": now + 300 });
        over(over(usual, &ada()), &json!({ "nonce": nonce }))
    };
    let forged = |header: Value, claims: &Value| Key::new("first").sign(&header, claims);
    let unsigned = |claims: &Value| {
        let token = forged(json!({ "alg": "none" }), claims);
        format!("{}.", token.rsplit_once('.').unwrap().0)
    };
    let shared = |claims: &Value| {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        use ring::hmac;
        let token = forged(json!({ "alg": "HS256" }), claims);
        let signed = token.rsplit_once('.').unwrap().0;
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, CLIENT_SECRET.as_bytes()), signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag))
    };
    let makers: [&dyn Fn(&Value) -> String; 5] = [
        &|claims| forged(json!({ "alg": "ES256", "kid": "first" }), claims),
        &|claims| forged(json!({ "alg": "ES256" }), claims),
        &unsigned,
        &shared,
        &|_| "not.a.token".to_owned(),
    ];
    for (number, make) in makers.into_iter().enumerate() {
        let mut browser = site.app.browser();
        let led = site.set_out(&mut browser).await;
        let nonce = led.split("nonce=").nth(1).unwrap().split('&').next().unwrap();
        let token = make(&claims(nonce));
        site.provider.set(|it| it.token = Some(token));
        let answer = browser.get(&site.provider.answer(&led)).await;
        assert_eq!(answer.location(), Some("/login?problem=unusable"), "{number}");
    }
    assert_eq!(users(&site).await, 0);
    site.provider.set(|it| it.token = None);
    site.signs_in("ada@example.com").await;
}

/// The provider's keys change: that is found out by the first token, and asked for once a minute at most.
#[tokio::test]
async fn a_new_key_is_fetched_and_one_that_does_not_exist_only_once() {
    let site = Site::start().await;
    site.signs_in("ada@example.com").await;
    assert_eq!((site.provider.asked("/keys"), site.provider.asked("/.well-known/openid-configuration")), (1, 1));
    site.provider.set(|it| {
        it.key = Key::new("second");
        it.published = it.key.published();
    });
    site.signs_in("ada@example.com").await;
    assert_eq!(site.provider.asked("/keys"), 2);
    site.provider.set(|it| it.key = Key::new("third"));
    for _ in 0..3 {
        site.refuses("unusable", "We couldn’t use the sign-in service’s answer.").await;
    }
    assert_eq!(site.provider.asked("/keys"), 2);
    assert_eq!(site.provider.asked("/.well-known/openid-configuration"), 1);
}

/// What the provider says of itself leads nobody away from https.
#[tokio::test]
async fn no_secret_is_sent_to_another_site() {
    let site = Site::start().await;
    site.provider.set(|it| it.discovery = json!({ "authorization_endpoint": "ftp://evil.example/auth" }));
    let answer = site.app.browser().get("/oidc/start").await;
    assert_eq!(answer.location(), Some("/login?problem=unusable"), "{answer:?}");
    let site = Site::start().await;
    site.provider.set(|it| it.discovery = json!({ "issuer": "https://evil.example" }));
    let answer = site.app.browser().get("/oidc/start").await;
    assert_eq!(answer.location(), Some("/login?problem=unusable"), "{answer:?}");
}

#[tokio::test]
async fn another_site_sends_nobody_out_by_a_form() {
    let site = Site::start().await;
    let mut browser = site.app.browser();
    let post = browser.request(Method::POST, "/oidc/start").header("origin", "https://evil.example");
    assert_eq!(browser.send(post).await.status, 403);
    assert_eq!(browser.cookie("on_the_way"), None);
}
