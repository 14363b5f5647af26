//! Who signs out here signs out at the provider too.

use serde_json::json;

use super::{NO_STRIPE, Site, product};
use crate::support::{PASSWORD, StubProvider, TestApp};

#[tokio::test]
async fn who_came_from_the_provider_signs_out_there() {
    let site = Site::start().await;
    let mut browser = site.signs_in("ada@example.com").await;
    let page = browser.get("/account").await;
    let policy = page.header("content-security-policy").unwrap();
    let origin = &site.provider.issuer;
    assert!(policy.split("form-action").nth(1).unwrap().split(';').next().unwrap().contains(origin), "{policy}");
    let answer = browser.post("/api/logout", &[]).await;
    let back = format!("{}/", site.app.url).replace(':', "%3A").replace('/', "%2F");
    let expected = format!("{origin}/end?client_id=portal&post_logout_redirect_uri={back}");
    assert_eq!(answer.location(), Some(expected.as_str()), "{answer:?}");
    assert_eq!(browser.get("/account").await.location(), Some("/login"), "here it is done already");
}

#[tokio::test]
async fn a_provider_that_cannot_is_not_asked() {
    let site = Site::start().await;
    site.provider.set(|it| it.discovery = json!({ "end_session_endpoint": null }));
    let mut browser = site.signs_in("ada@example.com").await;
    assert_eq!(browser.post("/api/logout", &[]).await.location(), Some("/"));
    assert_eq!(browser.get("/account").await.location(), Some("/login"));
}

#[tokio::test]
async fn who_has_a_password_signs_out_here_alone() {
    let provider = StubProvider::start().await;
    let app = TestApp::start_configured(NO_STRIPE, |_, site| {
        site.oidc = Some(provider.settings());
        site.product = product("password,oidc");
    })
    .await;
    let mut browser = app.browser();
    browser.post("/api/signup", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    assert_eq!(browser.post("/api/logout", &[]).await.location(), Some("/"));
    assert_eq!(provider.asked("/.well-known/openid-configuration"), 0);
}

/// A site that was just started leads there too, unless the pages' policy could not know where that is.
#[tokio::test]
async fn a_site_that_was_just_started_asks_where_that_is() {
    for (endpoint, is_known) in [(None, true), (Some("https://elsewhere.example/end"), false)] {
        let site = Site::start().await;
        if let Some(endpoint) = endpoint {
            site.provider.set(|it| it.discovery = json!({ "end_session_endpoint": endpoint }));
        }
        let mut browser = site.signs_in("ada@example.com").await;
        let replica = site.app.replica_with(NO_STRIPE, |about| {
            about.oidc = Some(site.provider.settings());
            about.product = product("oidc");
        });
        let replica = replica.await;
        browser.move_to(&replica.url);
        let request = browser.request(reqwest::Method::POST, "/api/logout").header("accept", "text/html");
        let answer = browser.send(request).await;
        assert_eq!(answer.location() != Some("/"), is_known, "{answer:?}");
        assert_eq!(browser.cookie("session"), None);
    }
}
