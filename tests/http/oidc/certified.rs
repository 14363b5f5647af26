//! The whole way with a certified provider.

use customer_portal::config::OidcSettings;
use secrecy::SecretString;
use serde_json::json;
use stripe::Authorities;

use super::{
    NO_STRIPE, product,
    provider::{Certified, form},
};
use crate::support::{CLIENT, CLIENT_SECRET, TestApp};

/// The site, and its provider; `None` where it cannot be started.
async fn start() -> Option<(TestApp, Certified)> {
    let mut provider = None;
    let app = TestApp::start_configured(NO_STRIPE, |_, site| {
        provider = Certified::start(&site.app_url.to_string());
        site.product = product("oidc");
        site.oidc = provider.as_ref().map(|provider| OidcSettings {
            issuer: provider.issuer.parse().unwrap(),
            client_id: CLIENT.to_owned(),
            client_secret: Some(SecretString::from(CLIENT_SECRET)),
            trust_email: false,
            role_claim: Some("role".parse().unwrap()),
            account_claim: Some("account".parse().unwrap()),
            authorities: Authorities::default(),
        });
    })
    .await;
    let provider = provider?;
    let people = json!({
        "ada": { "email": "ada@example.com", "email_verified": true, "account": "team-42", "role": ["staff", "owner"] },
        "bob": { "email": "bob@example.com" },
    });
    provider.control(json!({ "people": people })).await;
    Some((app, provider))
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_site_to_a_certified_provider_and_back_and_out() {
    let Some((app, provider)) = start().await else { return };
    let (mut browser, mut there) = (app.browser(), provider.browser());
    let led = browser.get("/oidc/start?next=/account/members").await;
    let back = provider.sign_in(&mut there, led.location().unwrap(), "ada").await;
    let answer = browser.get(&back).await;
    assert_eq!(answer.location(), Some("/account/members"), "{answer:?}");
    let page = browser.get("/account/members").await.text();
    assert!(page.contains("ada@example.com Owner"), "{page}");

    // The code again, in another browser: nobody is signed in by it.
    let mut thief = app.browser();
    assert_eq!(thief.get(&back).await.location(), Some("/login?problem=stale"));

    // Whoever is signed in there comes in without being asked for a name.
    let mut second = app.browser();
    let led = second.get("/oidc/start").await;
    let back = provider.sign_in(&mut there, led.location().unwrap(), "nobody").await;
    assert_eq!(second.get(&back).await.location(), Some("/account"));
    assert!(second.get("/account").await.text().contains("ada@example.com"));

    // Its keys change, and its sessions end.
    provider.control(json!({ "rotate": true })).await;
    let mut second = app.browser();
    let led = second.get("/oidc/start").await;
    let back = provider.sign_in(&mut there, led.location().unwrap(), "ada").await;
    assert_eq!(second.get(&back).await.location(), Some("/account"), "by a new key");
    assert!(second.get("/account").await.text().contains("ada@example.com"));

    // And signs out there, and comes back to the front page.
    let out = second.post("/api/logout", &[]).await;
    let page = there.get(out.location().unwrap()).await;
    assert_eq!(page.status, 200, "{page:?}");
    let secret = page.body.split("name=\"xsrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let done = there.post_from("/", &form(&page), &[("xsrf", secret), ("logout", "yes")]).await;
    let mut at = done.location().unwrap().to_owned();
    if at.starts_with(&provider.issuer) {
        at = there.get(&at).await.location().unwrap().to_owned();
    }
    assert_eq!(at, format!("{}/", app.url));
    // Now a name is asked for again.
    let led = second.get("/oidc/start").await;
    let back = provider.sign_in(&mut there, led.location().unwrap(), "bob").await;
    assert_eq!(second.get(&back).await.location(), Some("/account"));
    let page = second.get("/account/members").await.text();
    assert!(page.contains("bob@example.com Owner"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_goes_back_at_a_certified_provider_is_nobody() {
    let Some((app, provider)) = start().await else { return };
    let (mut browser, mut there) = (app.browser(), provider.browser());
    let led = browser.get("/oidc/start?next=/pricing").await;
    let question = there.get(led.location().unwrap()).await.location().unwrap().to_owned();
    let mut at = format!("{question}/abort");
    while !at.contains("/oidc/callback") {
        at = there.get(&at).await.location().unwrap().to_owned();
    }
    assert!(at.contains("error=access_denied"), "{at}");
    let answer = browser.get(&at).await;
    assert_eq!(answer.location(), Some("/login?next=%2Fpricing&problem=denied"), "{answer:?}");
    assert_eq!(browser.cookie("session"), None);
}
