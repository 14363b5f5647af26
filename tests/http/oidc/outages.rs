//! A provider that is down, slow, or lets somebody not in.

use std::time::{Duration, Instant};

use http::StatusCode;
use tokio::net::TcpListener;

use super::{NO_STRIPE, Site, ada, product};
use crate::support::{StubProvider, TestApp};

const UNREACHABLE: &str = "We can’t reach the sign-in service. Try again in a few minutes.";

#[tokio::test]
async fn the_site_starts_without_its_provider_and_other_ways_stay() {
    let provider = StubProvider::start().await;
    let mut settings = provider.settings();
    settings.issuer = "http://127.0.0.1:1".parse().unwrap();
    let app = TestApp::start_configured(NO_STRIPE, |_, site| {
        site.oidc = Some(settings);
        site.product = product("password,oidc");
    })
    .await;
    let mut browser = app.browser();
    let answer = browser.get("/oidc/start?next=/pricing").await;
    assert_eq!(answer.location(), Some("/login?next=%2Fpricing&problem=unreachable"), "{answer:?}");
    let page = browser.get(answer.location().unwrap()).await;
    assert!(page.text().contains(UNREACHABLE), "{}", page.text());
    assert!(page.body.contains("href=\"/oidc/start?next=%2Fpricing\""), "{}", page.body);
    app.signed_in("ada@example.com").await;
}

#[tokio::test]
async fn a_provider_that_is_down_meanwhile_is_a_sentence() {
    let site = Site::start().await;
    let mut browser = site.app.browser();
    let led = site.set_out(&mut browser).await;
    let back = site.provider.answer(&led);
    site.provider.set(|it| it.status = Some(StatusCode::BAD_GATEWAY));
    assert_eq!(browser.get(&back).await.location(), Some("/login?problem=unreachable"));
    // The way there is still known.
    let led = site.set_out(&mut browser).await;
    site.provider.set(|it| it.status = None);
    assert_eq!(browser.get(&site.provider.answer(&led)).await.location(), Some("/account"));
}

/// Takes every connection and says nothing.
#[tokio::test]
async fn nobody_waits_long_for_a_provider_that_hangs() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut settings = StubProvider::start().await.settings();
    settings.issuer = format!("http://{}", silent.local_addr().unwrap()).parse().unwrap();
    let app = TestApp::start_configured(NO_STRIPE, |_, site| site.oidc = Some(settings)).await;
    let began = Instant::now();
    let answer = app.browser().get("/oidc/start").await;
    assert_eq!(answer.location(), Some("/login?problem=unreachable"));
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
}

#[tokio::test]
async fn who_is_not_let_in_is_told_and_can_try_again() {
    let site = Site::start().await;
    for (error, problem, words) in [
        ("access_denied", "denied", "You didn’t sign in. Try again when you’re ready."),
        ("login_required", "denied", "You didn’t sign in."),
        ("temporarily_unavailable", "unreachable", UNREACHABLE),
        ("invalid_scope", "unusable", "We couldn’t use the sign-in service’s answer."),
        ("<script>", "unusable", "We couldn’t use the sign-in service’s answer."),
    ] {
        let mut browser = site.app.browser();
        let led = site.set_out(&mut browser).await;
        let back = site.provider.answer(&led);
        let back = back.replace("code=SECRETCODE", &format!("error={error}&error_description=SECRETWORDS"));
        let answer = browser.get(&back).await;
        assert_eq!(answer.location(), Some(format!("/login?problem={problem}").as_str()), "{error}");
        let page = browser.get(answer.location().unwrap()).await;
        assert!(page.text().contains(words) && !page.body.contains("SECRETWORDS"), "{}", page.text());
        // An error that somebody else sends is none of this browser's.
        let foreign = site.app.browser().get(&back).await;
        assert_eq!(foreign.location(), Some("/login?problem=stale"));
    }
    site.signs_in("ada@example.com").await;
}

#[tokio::test]
async fn an_answer_beyond_every_size_is_not_read() {
    let site = Site::start().await;
    site.provider.set(|it| it.discovery = serde_json::json!({ "note": "a".repeat(2 * 1024 * 1024) }));
    let answer = site.app.browser().get("/oidc/start").await;
    assert_eq!(answer.location(), Some("/login?problem=unreachable"));
}

/// A database that does not answer is none of the provider's faults.
#[tokio::test]
async fn a_user_who_cannot_be_stored_is_told_to_come_again() {
    let site = Site::start().await;
    site.provider.set(|it| it.claims = ada());
    site.app.refuse_writes("INSERT", "identities").await;
    site.refuses("unavailable", "Something went wrong on our end.").await;
    site.app.allow_writes("identities").await;
    site.signs_in("ada@example.com").await;
}
