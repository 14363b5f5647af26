//! The way to the provider and back.

use reqwest::Method;
use serde_json::json;

use super::{NO_STRIPE, Site, ada, product};
use crate::support::{PASSWORD, StubProvider, TestApp};

#[tokio::test]
async fn who_wanted_a_page_is_led_to_the_provider_and_back_to_it() {
    let site = Site::start().await;
    let mut browser = site.app.browser();
    let login = browser.get("/account/members").await.location().unwrap().to_owned();
    let page = browser.get(&login).await;
    let start = "/oidc/start?next=%2Faccount%2Fmembers";
    assert!(page.body.contains(&format!("href=\"{start}\"")), "{}", page.body);
    assert!(page.text().contains("Continue with 127.0.0.1"), "{}", page.text());
    assert!(!page.body.contains("name=\"password\"") && !page.text().contains("Sign up"), "{}", page.text());

    let led = browser.get(start).await;
    assert_eq!((led.status.as_u16(), led.header("cache-control")), (302, Some("no-store")));
    let back = site.provider.answer(led.location().unwrap());
    let answer = browser.get(&back).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (302, Some("/account/members")), "{answer:?}");
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(browser.cookie("on_the_way"), None, "the question is forgotten");
    let page = browser.get("/account/members").await.text();
    assert!(page.contains("ada@example.com Owner"), "{page}");
    // Who is signed in is asked nothing.
    assert_eq!(browser.get("/oidc/start?next=/pricing").await.location(), Some("/pricing"));
    assert_eq!(browser.get("/login").await.location(), Some("/account"));
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let site = Site::start().await;
    for next in ["https://evil.example", "//evil.example", "/\\evil.example", "/login", ""] {
        let mut browser = site.app.browser();
        let led = browser.get(&format!("/oidc/start?next={}", next.replace('\\', "%5C"))).await;
        let answer = browser.get(&site.provider.answer(led.location().unwrap())).await;
        assert_eq!(answer.location(), Some("/account"), "{next}");
    }
}

#[tokio::test]
async fn the_session_is_a_new_one_of_nobody_else() {
    let provider = StubProvider::start().await;
    provider.set(|it| it.claims = ada());
    let app = TestApp::start_configured(NO_STRIPE, |_, site| {
        site.oidc = Some(provider.settings());
        site.product = product("password,oidc");
    })
    .await;
    let mut browser = app.browser();
    let led = browser.get("/oidc/start").await;
    let back = provider.answer(led.location().unwrap());
    // In another tab of the same browser somebody signs in meanwhile.
    browser.post("/api/signup", &[("email", "eve@example.com"), ("password", PASSWORD)]).await;
    let before = browser.cookie("session").unwrap().to_owned();
    assert_eq!(browser.get(&back).await.location(), Some("/account"));
    assert_ne!(browser.cookie("session"), Some(before.as_str()));
    let page = browser.get("/account").await;
    assert!(page.text().contains("ada@example.com") && !page.text().contains("eve@"), "{}", page.text());
    assert!(!page.body.contains("/account/password"), "there is no password to change");
}

#[tokio::test]
async fn beside_passwords_the_provider_is_a_second_way() {
    let provider = StubProvider::start().await;
    let app = TestApp::start_configured(NO_STRIPE, |_, site| {
        site.oidc = Some(provider.settings());
        site.product = product("password,oidc");
        site.product.brand_name = Some("Engines".parse().unwrap());
    })
    .await;
    let page = app.browser().get("/login?next=/pricing").await;
    assert!(page.body.contains("href=\"/oidc/start?next=%2Fpricing\""), "{}", page.body);
    assert!(page.text().contains("Continue with Engines") && page.text().contains("Sign up"), "{}", page.text());
    assert_eq!(page.body.matches("button-primary").count(), 1, "{}", page.body);
    app.signed_in("ada@example.com").await;
}

#[tokio::test]
async fn without_a_provider_there_is_no_way_to_it() {
    let app = TestApp::start(NO_STRIPE).await;
    for path in ["/oidc/start", "/oidc/callback?code=a&state=b"] {
        assert_eq!(app.browser().get(path).await.status, 404, "{path}");
    }
    let page = app.browser().get("/login?problem=denied").await;
    assert!(!page.body.contains("/oidc/") && !page.body.contains("role=\"alert\""), "{}", page.body);
}

#[tokio::test]
async fn over_https_the_cookie_is_locked_to_the_host() {
    let provider = StubProvider::start().await;
    let app = TestApp::start_configured(NO_STRIPE, |_, site| {
        site.app_url = "https://billing.example.com".parse().unwrap();
        site.oidc = Some(provider.settings());
        site.product = product("oidc");
    })
    .await;
    let led = app.browser().get("/oidc/start").await;
    assert!(led.location().unwrap().contains("redirect_uri=https%3A%2F%2Fbilling.example.com%2Foidc%2Fcallback"));
    let cookie = led.set_cookies().into_iter().find(|cookie| cookie.starts_with("__Host-on_the_way=")).unwrap();
    for attribute in ["; HttpOnly", "; Secure", "; SameSite=Lax", "; Path=/", "; Max-Age=600"] {
        assert!(cookie.contains(attribute), "{attribute}: {cookie}");
    }
}

#[tokio::test]
async fn a_secret_is_sent_as_the_provider_takes_it() {
    let site = Site::start().await;
    site.provider.set(|it| it.discovery = json!({ "token_endpoint_auth_methods_supported": ["client_secret_basic"] }));
    site.signs_in("ada@example.com").await;
    let site = Site::start().await;
    // This provider takes it in the head alone, so that it refuses.
    site.provider.set(|it| it.discovery = json!({ "token_endpoint_auth_methods_supported": ["client_secret_post"] }));
    site.refuses("unusable", "We couldn’t use the sign-in service’s answer.").await;
}

#[tokio::test]
async fn what_the_token_lacks_is_asked_for() {
    let site = Site::start_with(|settings| settings.trust_email = true).await;
    site.provider.set(|it| {
        it.claims = json!({});
        it.user_info = json!({ "sub": "ada", "email": "ada@example.com", "email_verified": "true" });
    });
    site.signs_in("ada@example.com").await;
    assert_eq!(site.provider.asked("/me"), 1);
    // What is said there of somebody else is not believed.
    site.provider.set(|it| it.user_info = json!({ "sub": "eve", "email": "eve@example.com" }));
    site.refuses("unusable", "We couldn’t use the sign-in service’s answer.").await;
    site.provider.set(|it| it.claims = ada());
    site.signs_in("ada@example.com").await;
    assert_eq!(site.provider.asked("/me"), 2, "a token that says all is enough");
}

/// Many people share the address of an office, and whoever comes back is no longer counted.
#[tokio::test]
async fn one_network_sets_out_only_so_often() {
    let site = Site::start().await;
    for _ in 0..35 {
        site.come_in(&mut site.app.browser()).await;
    }
    let mut led = 0;
    let refused = loop {
        let answer = site.app.browser().get("/oidc/start").await;
        if answer.location().unwrap().starts_with("/login") {
            break answer;
        }
        led += 1;
        assert!(led < 100);
    };
    assert!(led >= 60, "{led}");
    assert_eq!(refused.location(), Some("/login?problem=too-many"));
    let before = site.provider.asked("/token");
    let back = site.app.browser().get("/oidc/callback?code=a&state=b").await;
    // What is no answer to a question of this browser is not even counted: a page of another site can ask for it.
    assert_eq!(back.location(), Some("/login?problem=stale"), "{back:?}");
    assert_eq!(site.provider.asked("/token"), before);
    let request = site.app.browser().request(reqwest::Method::GET, "/oidc/start").header("sec-fetch-mode", "no-cors");
    assert_eq!(site.app.browser().send(request).await.status, 403);
}

#[tokio::test]
async fn no_query_is_too_odd() {
    let site = Site::start().await;
    for query in [
        "",
        "?",
        "?next=%ff",
        "?next=a&next=b",
        "?code=%00&state=%00",
        "?state=a&state=b",
        &format!("?state={}", "a".repeat(5000)),
    ] {
        for path in ["/oidc/start", "/oidc/callback"] {
            let answer = site.app.browser().get(&format!("{path}{query}")).await;
            assert_eq!(answer.status, 302, "{path}{query}: {answer:?}");
        }
        let post = site.app.browser().request(Method::POST, &format!("/oidc/callback{query}"));
        assert_eq!(site.app.browser().send(post).await.status, 405);
    }
}
