//! Opening the portal: the server function with and without JavaScript, the JSON route, and all
//! errors.

use std::collections::BTreeSet;

use mirror::sync;
use sea_orm::ConnectionTrait;
use serde_json::json;
use stripe::Budget;

use crate::support::{Answer, BUDGET, Browser, Misbehaviour, PORTAL_URL, Stripe, StubStripe, TestApp};

const ACTION: &str = "/api/create_portal_session";

#[tokio::test]
async fn a_click_leads_to_a_fresh_portal_session() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;

    let answer = browser.post(ACTION, &[]).await;
    assert_eq!(answer.status, 302);
    let url = answer.location().unwrap().to_owned();
    assert!(url.starts_with(&format!("{}p/session/", stripe.base())), "{url}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));

    let portal = reqwest::get(&url).await.unwrap().text().await.unwrap();
    assert!(portal.contains("Pro"), "{portal}");
    assert!(portal.contains(&format!("{}/account", app.url)), "the way back is the account page");
}

#[tokio::test]
async fn a_script_gets_the_address_in_a_header() {
    let stripe = StubStripe::start(Misbehaviour::None).await;
    let app = TestApp::start(&stripe.base).await;
    let (mut browser, _) = app.customer("ada@example.com", "cus_1").await;
    let answer = browser.fetch(ACTION, &[]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.location(), Some(PORTAL_URL));
    assert!(answer.headers.contains_key("serverfnredirect"));
}

#[tokio::test]
async fn without_a_session_the_click_leads_to_the_login_page() {
    let stripe = StubStripe::start(Misbehaviour::None).await;
    let app = TestApp::start(&stripe.base).await;
    let answer = app.browser().post(ACTION, &[]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (302, Some("/login")));
    assert_eq!(app.browser().fetch(ACTION, &[]).await.status, 401);
    assert!(stripe.seen().is_empty(), "Stripe was not asked");
}

#[tokio::test]
async fn the_json_route_answers_with_the_url() {
    let stripe = StubStripe::start(Misbehaviour::None).await;
    let app = TestApp::start(&stripe.base).await;
    let (mut browser, _) = app.customer("ada@example.com", "cus_1").await;
    for body in ["", " \n", "{}", r#"{"flow":null}"#, r#"{"flow":"payment_method_update"}"#] {
        let answer = browser.post_body("/api/portal", body).await;
        assert_eq!(answer.status, 200, "{body:?}: {answer:?}");
        assert_eq!(answer.json(), json!({ "url": PORTAL_URL }));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("content-type"), Some("application/json"));
    }
}

#[tokio::test]
async fn neither_customer_nor_return_url_can_be_chosen_by_the_caller() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (mine, _) = stripe.subscriber("Pro").await;
    let (other, _) = stripe.subscriber("Enterprise").await;
    let (mut browser, _) = app.customer("ada@example.com", &mine).await;
    let body = json!({ "customer": other, "return_url": "https://evil.example" }).to_string();
    let answer = browser.post_body("/api/portal", body).await;
    let url = answer.json()["url"].as_str().unwrap().to_owned();
    let portal = reqwest::get(url).await.unwrap().text().await.unwrap();
    assert!(portal.contains("Pro") && !portal.contains("Enterprise") && !portal.contains("evil"), "{portal}");
}

#[tokio::test]
async fn the_json_route_refuses_in_json() {
    let stripe = StubStripe::start(Misbehaviour::None).await;
    let app = TestApp::start(&stripe.base).await;
    let refused = |answer: &Answer, status: u16, error: &str| {
        assert_eq!((answer.status.as_u16(), answer.json()), (status, json!({ "error": error })));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    };
    refused(&app.browser().post_body("/api/portal", "").await, 401, "Unauthorized");
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    refused(&browser.post_body("/api/portal", "").await, 404, "No billing account");
    refused(&browser.post_body("/api/portal", r#"{"flow":"nope"}"#).await, 400, "Unknown flow");
    let confirm = r#"{"flow":"subscription_update_confirm"}"#;
    refused(&browser.post_body("/api/portal", confirm).await, 400, "This flow needs a price");
    for body in ["{", "[]", r#"{"flow":1}"#, "flow=x"] {
        assert_eq!(browser.post_body("/api/portal", body).await.status, 400, "{body}");
    }
    assert_eq!(browser.get("/api/portal").await.status, 405);
    assert!(stripe.seen().is_empty(), "Stripe was not asked");
}

/// One way for Stripe to fail, and what the caller of each door must see.
struct Failure {
    stripe: Misbehaviour,
    json: (u16, &'static str),
    page: &'static str,
    retry_after: Option<&'static str>,
}

const TEMPORARY: (u16, &str) = (503, "Billing is temporarily unavailable");
const NOT_YET: (u16, &str) = (500, "Billing is not available yet");
const UNREACHABLE: &str = "We can’t reach the billing portal right now.";

async fn check(failure: Failure) {
    let stripe = StubStripe::start(failure.stripe).await;
    let app = TestApp::start(&stripe.base).await;
    let (mut browser, _) = app.customer("ada@example.com", "cus_1").await;

    let answer = browser.post_body("/api/portal", "").await;
    let (status, error) = failure.json;
    assert_eq!((answer.status.as_u16(), answer.json()), (status, json!({ "error": error })));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("retry-after"), failure.retry_after);

    // Without JavaScript: back to the page, which says what happened and has its button again.
    let answer = browser.post(ACTION, &[]).await;
    assert_eq!(answer.status, 302);
    let page = follow(&mut browser, &answer).await;
    assert!(page.text().contains(failure.page), "{}", page.text());
    assert!(page.text().contains("Manage Subscription"), "{}", page.text());
    assert!(page.body.contains(r#"role="alert""#));

    // A script gets the error itself.
    let answer = browser.fetch(ACTION, &[]).await;
    assert_eq!(answer.status, 503);
    assert!(answer.json()["error"].as_str().unwrap().contains(failure.page), "{answer:?}");
}

async fn follow(browser: &mut Browser, answer: &Answer) -> Answer {
    let location = answer.location().unwrap();
    browser.get(location).await
}

macro_rules! fails {
    ($($name:ident: $stripe:expr => $json:expr, $page:expr, $retry_after:expr;)*) => {$(
        #[tokio::test]
        async fn $name() {
            check(Failure { stripe: $stripe, json: $json, page: $page, retry_after: $retry_after }).await;
        }
    )*};
}

use Misbehaviour::{Answer as Says, BusyTimes, Hangs};

fails! {
    not_configured_in_test_mode: Says(400, r#"{"error":{"type":"invalid_request_error","message":"No configuration provided and your test mode default configuration has not been created. Provide a configuration or create your default by saving your customer portal settings in test mode at https://dashboard.stripe.com/test/settings/billing/portal."}}"#)
        => NOT_YET, "Billing isn’t set up yet.", None;
    not_configured_in_live_mode: Says(400, r#"{"error":{"type":"invalid_request_error","message":"You can't create a portal session in live mode until you save your customer portal settings in live mode at https://dashboard.stripe.com/settings/billing/portal."}}"#)
        => NOT_YET, "Billing isn’t set up yet.", None;
    bad_key: Says(401, r#"{"error":{"type":"invalid_request_error","message":"Invalid API Key provided: sk_test_****app"}}"#)
        => NOT_YET, "Billing isn’t set up yet.", None;
    restricted_key: Says(403, r#"{"error":{"type":"invalid_request_error","message":"The provided key does not have the required permissions"}}"#)
        => NOT_YET, "Billing isn’t set up yet.", None;
    rate_limited: BusyTimes(usize::MAX, "30") => TEMPORARY, UNREACHABLE, Some("30");
    down: Says(500, r#"{"error":{"type":"api_error","message":"oops"}}"#) => TEMPORARY, UNREACHABLE, Some("10");
    html_from_a_proxy: Says(502, "<html>Bad Gateway</html>") => TEMPORARY, UNREACHABLE, Some("10");
    hangs: Hangs => TEMPORARY, UNREACHABLE, Some("10");
    garbage: Says(200, "<html>Welcome to the hotel's network</html>") => TEMPORARY, UNREACHABLE, Some("10");
    another_shape: Says(200, r#"{"object":"billing_portal.session"}"#) => TEMPORARY, UNREACHABLE, Some("10");
    refused: Says(400, r#"{"error":{"type":"invalid_request_error","code":"parameter_unknown","param":"x","message":"Received unknown parameter: x"}}"#)
        => (500, "The billing portal could not be opened"), "We couldn’t open the billing portal.", None;
}

#[tokio::test]
async fn a_stripe_that_cannot_be_reached_is_temporary() {
    let port = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let app = TestApp::start(&format!("http://{port}/")).await;
    let (mut browser, _) = app.customer("ada@example.com", "cus_1").await;
    let answer = browser.post_body("/api/portal", "").await;
    assert_eq!((answer.status.as_u16(), answer.json()), (503, json!({ "error": TEMPORARY.1 })));
}

#[tokio::test]
async fn an_error_that_support_must_find_carries_a_reference() {
    let stripe = StubStripe::start(Says(500, "{}")).await;
    let app = TestApp::start(&stripe.base).await;
    let (mut browser, _) = app.customer("ada@example.com", "cus_1").await;
    let answer = browser.post(ACTION, &[]).await;
    let reference = answer.header("x-request-id").unwrap().to_owned();
    let page = follow(&mut browser, &answer).await;
    assert!(page.text().contains(&format!("Reference: {reference}")), "{}", page.text());
}

#[tokio::test]
async fn a_customer_deleted_in_stripe_counts_as_none() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    stripe.delete(&format!("customers/{customer}")).await;

    let answer = browser.post_body("/api/portal", "").await;
    assert_eq!((answer.status.as_u16(), answer.json()), (404, json!({ "error": "No billing account" })));
    let answer = browser.post(ACTION, &[]).await;
    let page = follow(&mut browser, &answer).await;
    assert!(page.text().contains("You don’t have a billing account yet"), "{}", page.text());
    assert!(page.body.contains(r#"<a href="/pricing">View Plans"#), "{}", page.body);
}

#[tokio::test]
async fn the_simulator_without_a_portal_says_so_as_stripe_does() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    stripe.control("portal_configuration", json!({ "default": false })).await;
    let answer = browser.post_body("/api/portal", "").await;
    assert_eq!((answer.status.as_u16(), answer.json()), (500, json!({ "error": NOT_YET.1 })));
}

#[tokio::test]
async fn a_database_that_is_gone_is_never_a_404() {
    let stripe = StubStripe::start(Misbehaviour::None).await;
    let app = TestApp::start(&stripe.base).await;
    let (mut browser, _) = app.customer("ada@example.com", "cus_1").await;
    app.state.db.clone().close().await.unwrap();
    let answer = browser.post_body("/api/portal", "").await;
    assert_eq!((answer.status.as_u16(), answer.json()), (503, json!({ "error": TEMPORARY.1 })));
    assert!(answer.headers.contains_key("retry-after") && answer.header("cache-control") == Some("no-store"));
    let answer = browser.get("/account").await;
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("We’re temporarily unavailable"), "{}", answer.text());
    let reference = answer.header("x-request-id").unwrap();
    assert!(answer.text().contains(&format!("Reference: {reference}")), "{}", answer.text());
}

#[tokio::test]
async fn what_can_be_no_subscription_is_asked_of_neither_the_database_nor_stripe() {
    let stripe = StubStripe::start(Misbehaviour::None).await;
    let app = TestApp::start(&stripe.base).await;
    let (mut browser, _) = app.customer("ada@example.com", "cus_1").await;
    // PostgreSQL takes no U+0000.
    for subscription in ["\\u0000".to_owned(), "x".repeat(256)] {
        let body = format!(r#"{{"flow":"subscription_cancel","subscription":"{subscription}"}}"#);
        assert_eq!(browser.post_body("/api/portal", body.clone()).await.status, 400, "{body}");
    }
    assert!(stripe.seen().is_empty());
}

#[tokio::test]
async fn a_double_click_makes_one_session_and_two_clicks_make_two() {
    let stripe = StubStripe::start(Misbehaviour::None).await;
    let app = TestApp::start(&stripe.base).await;
    let (mut browser, _) = app.customer("ada@example.com", "cus_1").await;
    for _ in 0..2 {
        browser.post(ACTION, &[]).await;
    }
    let keys = stripe.idempotency_keys();
    assert_eq!(keys[0], keys[1], "Stripe makes one session for one key");
    // A second passes.
    let second = "UPDATE portal_clicks SET clicked_at_ms = clicked_at_ms - 1000";
    app.state.db.execute_unprepared(second).await.unwrap();
    browser.post(ACTION, &[]).await;
    assert_ne!(stripe.idempotency_keys()[2], keys[0]);
}

#[tokio::test]
async fn a_second_click_while_stripe_is_slow_lands_on_the_same_session() {
    let stripe = Stripe::start().await;
    let app = TestApp::start_as(&stripe.base(), None, Budget::default()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let (mut one, _) = app.customer("ada@example.com", &customer).await;
    let mut two = app.browser();
    two.set_cookie("session", one.cookie("session").unwrap());
    let slow = json!({ "path": "/v1/billing_portal/sessions", "answer": { "kind": "delay", "ms": 2500 } });
    stripe.control("faults", slow).await;
    let (first, second) = tokio::join!(one.post(ACTION, &[]), two.post(ACTION, &[]));
    assert!(first.location().unwrap().contains("/p/session/"), "{first:?}");
    assert_eq!(first.location(), second.location());
}

#[tokio::test]
async fn clicks_of_others_and_on_other_things_and_after_a_failure_are_clicks_of_their_own() {
    let stripe = StubStripe::start(Misbehaviour::None).await;
    let app = TestApp::start(&stripe.base).await;
    let (mut ada, _) = app.customer("ada@example.com", "cus_1").await;
    let (mut bob, _) = app.customer("bob@example.com", "cus_2").await;
    ada.post(ACTION, &[]).await;
    bob.post(ACTION, &[]).await;
    ada.post(ACTION, &[("flow", "payment_method_update")]).await;
    let keys: BTreeSet<String> = stripe.idempotency_keys().into_iter().collect();
    assert_eq!(keys.len(), 3, "{keys:?}");

    let broken = StubStripe::start(Says(200, r#"{"object":"billing_portal.session"}"#)).await;
    let app = TestApp::start(&broken.base).await;
    let (mut ada, _) = app.customer("ada@example.com", "cus_1").await;
    for _ in 0..2 {
        ada.post(ACTION, &[]).await;
    }
    let keys = broken.idempotency_keys();
    assert_ne!(keys[0], keys[keys.len() - 1], "Stripe repeats a failure under its key");
}

#[tokio::test]
async fn a_click_that_cannot_be_written_down_opens_the_portal_all_the_same() {
    let stripe = StubStripe::start(Misbehaviour::None).await;
    let app = TestApp::start(&stripe.base).await;
    let (mut browser, _) = app.customer("ada@example.com", "cus_1").await;
    app.refuse_writes("INSERT", "portal_clicks").await;
    assert_eq!(browser.post(ACTION, &[]).await.location(), Some(PORTAL_URL));
}

#[tokio::test]
async fn a_double_click_that_reaches_two_replicas_makes_one_session() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let replica = app.replica(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let (mut one, _) = app.customer("ada@example.com", &customer).await;
    let mut two = app.browser();
    two.set_cookie("session", one.cookie("session").unwrap());
    two.move_to(&replica.url);
    let (first, second) = tokio::join!(one.post(ACTION, &[]), two.post(ACTION, &[]));
    assert!(first.location().unwrap().contains("/p/session/"), "{first:?}");
    assert_eq!(first.location(), second.location());
}

#[tokio::test]
async fn an_address_that_no_browser_could_follow_is_not_followed() {
    let session = r#"{"id":"bps_1","object":"billing_portal.session","configuration":"bpc_1","created":1,"customer":"cus_1","livemode":false,"url":"javascript:alert(1)"}"#;
    let stripe = StubStripe::start(Says(200, session)).await;
    let app = TestApp::start(&stripe.base).await;
    let (mut browser, _) = app.customer("ada@example.com", "cus_1").await;
    assert_eq!(browser.post_body("/api/portal", "").await.status, 503);
}

#[tokio::test]
async fn a_flow_goes_straight_to_its_page() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    let answer = browser.post(ACTION, &[("flow", "subscription_cancel")]).await;
    let page = reqwest::get(answer.location().unwrap()).await.unwrap();
    assert!(page.url().path().contains("cancel"), "{}", page.url().path());
}

#[tokio::test]
async fn a_flow_that_stripe_refuses_leads_to_the_portals_home() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, subscription) = stripe.subscriber("Pro").await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    // Canceled at Stripe, not known here yet.
    stripe.post(&format!("subscriptions/{subscription}"), &[("cancel_at_period_end", "true")]).await;
    let answer = browser.post(ACTION, &[("flow", "subscription_cancel")]).await;
    assert_eq!(answer.status, 302);
    let portal = reqwest::get(answer.location().unwrap()).await.unwrap();
    assert_eq!(portal.status(), 200);
}

#[tokio::test]
async fn an_unknown_flow_is_said_on_the_page() {
    let stripe = StubStripe::start(Misbehaviour::None).await;
    let app = TestApp::start_as(&stripe.base, None, BUDGET).await;
    let (mut browser, _) = app.customer("ada@example.com", "cus_1").await;
    let answer = browser.post(ACTION, &[("flow", "nope")]).await;
    let page = follow(&mut browser, &answer).await;
    assert!(page.text().contains("That link has expired."), "{}", page.text());
    assert!(stripe.seen().is_empty());
}
