//! Signing in at an identity provider: what goes through the browser and what the provider answers.

use customer_portal::config::Product;
use serde_json::json;

use crate::support::{CLIENT_SECRET, CODE, StubProvider, TestApp};

/// A sign-in, the same answer again, a token that is not good, and an error. Returns what nobody may read.
pub async fn sign_in() -> Vec<String> {
    let provider = StubProvider::start().await;
    let app = TestApp::start_configured("http://127.0.0.1:1/", |_, site| {
        site.oidc = Some(provider.settings());
        site.product = Product { sign_in: "oidc".parse().unwrap(), ..Product::default() };
    })
    .await;
    let mut secrets = vec![CODE.to_owned(), CLIENT_SECRET.to_owned()];
    provider.set(|it| it.claims = json!({ "sub": "SECRETSUBJECT", "email": "lin@example.com" }));
    for change in [json!({}), json!({ "aud": "another" }), json!({ "email": null }), json!({ "exp": 1 })] {
        provider.set(|it| it.claims.as_object_mut().unwrap().extend(change.as_object().unwrap().clone()));
        let mut browser = app.browser();
        let led = browser.get("/oidc/start?next=/SECRETQUERY").await;
        let led = led.location().unwrap();
        let value = |name: &str| led.split(&format!("{name}=")).nth(1).unwrap().split('&').next().unwrap().to_owned();
        secrets.extend(["state", "nonce", "code_challenge"].map(value));
        secrets.push(browser.cookie("on_the_way").unwrap().to_owned());
        let back = provider.answer(led);
        browser.get(&back).await;
        browser.get(&back).await;
        browser.get(&back.replace("code=", "error=SECRETERROR&error_description=")).await;
    }
    secrets.extend(["SECRETSUBJECT", "SECRETERROR"].map(str::to_owned));
    secrets.extend(provider.set(|it| it.tokens.clone()));
    secrets
}
