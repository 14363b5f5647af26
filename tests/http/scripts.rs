//! Scripts that post to the forms' addresses get a status and JSON, where a browser gets a page.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Browser, Misbehaviour, PASSWORD, StubStripe, TestApp};

const NO_STRIPE: &str = "http://127.0.0.1:1/";

fn refused(answer: &Answer, status: u16, words: &str) {
    assert_eq!(answer.status, status, "{answer:?}");
    let error = answer.json()["error"].as_str().unwrap().to_owned();
    assert!(error.contains(words), "{error}");
    assert_eq!(answer.json(), json!({ "error": error }), "and nothing else");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(answer.location().is_none() && !answer.headers.contains_key("serverfnredirect"), "{answer:?}");
    let waits = matches!(status, 429 | 503);
    assert_eq!(answer.headers.contains_key("retry-after"), waits, "{answer:?}");
}

#[tokio::test]
async fn what_is_wrong_with_a_sign_in_is_told_by_the_status() {
    let app = TestApp::start(NO_STRIPE).await;
    app.user("taken@example.com").await;
    for (path, email, password, status, words) in [
        ("/api/signup", "ada", PASSWORD, 422, "Enter an email address"),
        ("/api/signup", "ada@example.com", "short", 422, "at least 8 characters"),
        ("/api/signup", "taken@example.com", PASSWORD, 409, "An account with this email already exists"),
        ("/api/login", "taken@example.com", "wrong-hat-wrong-hat", 401, "Wrong email or password."),
        ("/api/login", "taken@example.com", "", 422, "Enter your password"),
    ] {
        let answer = app.browser().fetch(path, &[("email", email), ("password", password)]).await;
        refused(&answer, status, words);
    }
    let answer = app.browser().fetch("/api/login", &[("email", "taken@example.com"), ("password", PASSWORD)]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (200, Some("/account")));
}

#[tokio::test]
async fn who_tries_too_often_is_told_when_to_come_back() {
    let app = TestApp::start(NO_STRIPE).await;
    let guess = [("email", "ada@example.com"), ("password", "guess-after-guess")];
    for _ in 0..10 {
        app.browser().fetch("/api/login", &guess).await;
    }
    refused(&app.browser().fetch("/api/login", &guess).await, 429, "many attempts");
}

#[tokio::test]
async fn who_is_not_signed_in_is_told_so() {
    let app = TestApp::start(NO_STRIPE).await;
    for path in ["/api/create_portal_session", "/api/checkout", "/api/continue_plan", "/api/change_password"] {
        refused(&app.browser().fetch(path, &[]).await, 401, "Sign in first");
        let answer = app.browser().post(path, &[]).await;
        assert_eq!(answer.status, 302, "a browser is shown the login page");
        assert!(answer.location().unwrap().starts_with("/login"), "{answer:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_done_is_told_by_the_status() {
    let app = TestApp::start(NO_STRIPE).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let mut fetch = async |path: &str, form: &[(&str, &str)]| browser.fetch(path, form).await;
    refused(&fetch("/api/create_portal_session", &[]).await, 404, "You don’t have a billing account yet.");
    refused(&fetch("/api/create_portal_session", &[("flow", "nope")]).await, 422, "That link has expired.");
    refused(&fetch("/api/checkout", &[("price", "price_none")]).await, 404, "That plan is no longer available.");
    refused(
        &fetch("/api/continue_plan", &[("subscription", "sub_none")]).await,
        409,
        "Your plan is already up to date.",
    );
}

#[tokio::test]
async fn a_stripe_that_is_down_is_told_by_the_status() {
    let stripe = StubStripe::start(Misbehaviour::Answer(500, "{}")).await;
    let app = TestApp::start(&stripe.base).await;
    let (mut browser, _) = app.customer("ada@example.com", "cus_1").await;
    refused(
        &browser.fetch("/api/create_portal_session", &[]).await,
        503,
        "We can’t reach the billing portal right now.",
    );
}

#[tokio::test]
async fn a_database_that_is_gone_is_told_by_the_status() {
    let app = TestApp::start(NO_STRIPE).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    app.state.db.clone().close().await.unwrap();
    refused(
        &browser.fetch("/api/checkout", &[]).await,
        503,
        "We’re temporarily unavailable. Nothing was changed. Try again in a minute.",
    );
    let form = [("email", "ada@example.com"), ("password", PASSWORD)];
    refused(&app.browser().fetch("/api/login", &form).await, 503, "Something went wrong on our end");
}

#[tokio::test]
async fn what_is_no_form_is_said_so() {
    let app = TestApp::start(NO_STRIPE).await;
    let post = async |mut browser: Browser, body: &'static [u8]| {
        let request = browser.request(Method::POST, "/api/login").header("accept", "application/json");
        browser.send(request.body(body)).await
    };
    refused(&post(app.browser(), b"\xff\xfe").await, 422, "Fill in all fields.");
    refused(&post(app.browser(), b"email[a]=x").await, 422, "Fill in all fields.");
}

#[tokio::test]
async fn what_comes_from_another_site_is_refused_in_json_too() {
    let app = TestApp::start(NO_STRIPE).await;
    for path in ["/api/login", "/api/portal"] {
        let mut browser = app.browser();
        let request = browser.request(Method::POST, path).header("origin", "https://evil.example");
        refused(&browser.send(request).await, 403, "We couldn’t verify this request. It didn’t come from this site");
    }
}

#[tokio::test]
async fn nothing_is_a_404_in_json() {
    let app = TestApp::start(NO_STRIPE).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    for (method, path) in [(Method::GET, "/api/nope"), (Method::POST, "/api/nope"), (Method::GET, "/api/login/x")] {
        let request = browser.request(method, path).header("accept", "application/json");
        refused(&browser.send(request).await, 404, "nothing at this address");
    }
    let page = browser.get("/api/nope").await;
    assert!(page.status == 404 && page.text().contains("Page not found"), "a browser is shown the page");
}
