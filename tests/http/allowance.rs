//! The limits of requests to Stripe, for one signed-in user and for all together.

use std::{num::NonZeroU32, time::Duration};

use customer_portal::auth::UserId;
use futures::{StreamExt, future::join_all, stream};
use mirror::{
    entity::{customer, invoice, subscription},
    mirror_catalog, sync,
};
use queue::job;
use sea_orm::{EntityTrait, sea_query::Expr};
use serde_json::json;

use crate::support::{Browser, Misbehaviour, PASSWORD, Stripe, StubStripe, TestApp};

/// As many as a user may do at once.
const AT_ONCE: usize = 30;

const TOO_MANY: &str = "Too many requests. Nothing was changed.";

/// Another tab of the same browser.
fn tab(app: &TestApp, browser: &Browser) -> Browser {
    let mut tab = app.browser();
    tab.set_cookie("session", browser.cookie("session").unwrap());
    tab
}

/// Empties the user's bucket just after something came into it: the next comes two seconds later.
async fn drain(app: &TestApp, user: UserId) {
    while app.state.accounts.allowance.take(user).is_ok() {}
    while app.state.accounts.allowance.take(user).is_err() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn calls(stripe: &Stripe) -> usize {
    stripe.read("requests").await["requests"].as_array().unwrap().len()
}

async fn fetches(app: &TestApp) -> i64 {
    customer::Entity::find().one(&app.state.db).await.unwrap().unwrap().last_started_fetch
}

/// Works off what is in the queue, as if the time for it had come.
async fn work_later(app: &TestApp) -> usize {
    let due = job::Entity::update_many().col_expr(job::Column::DueAtMs, Expr::value(0_i64));
    due.exec(&app.state.db).await.unwrap();
    app.work().await
}

#[tokio::test]
async fn a_browser_in_a_loop_cannot_spend_the_accounts_limit_and_is_in_step_in_the_end() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, id) = stripe.subscriber("Pro").await;
    let (browser, user) = app.customer("ada@example.com", &customer).await;
    let before = calls(&stripe).await;
    let pages = stream::iter(0..200).map(|_| {
        let mut tab = tab(&app, &browser);
        async move { tab.get("/account?from=portal").await }
    });
    let pages: Vec<_> = pages.buffer_unordered(16).collect().await;
    assert!(pages.iter().all(|page| page.status == 200 && page.text().contains("Manage Subscription")));
    assert!(pages.iter().any(|page| page.text().contains("isn’t showing yet")), "what is put off is said");
    let made = calls(&stripe).await - before;
    assert!(made <= 5 * AT_ONCE, "{made} calls to Stripe");

    // What changes now is on no page, and no event tells.
    stripe.post(&format!("subscriptions/{id}"), &[("cancel_at_period_end", "true")]).await;
    drain(&app, user).await;
    assert!(tab(&app, &browser).get("/account?from=portal").await.text().contains("isn’t showing yet"));
    assert_eq!(work_later(&app).await, 1, "however many pages asked");
    let row = subscription::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    assert!(row.cancel_at.is_some() || row.cancel_at_period_end, "{row:?}");
    assert_eq!(work_later(&app).await, 0);
    let other = stripe.customer().await;
    let (mut other, _) = app.customer("eve@example.com", &other).await;
    assert!(!other.get("/account?from=portal").await.text().contains("isn’t showing yet"), "nobody else waits");
}

#[tokio::test]
async fn many_tabs_at_once_share_a_fetch_that_begins_after_they_came() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let (browser, _) = app.customer("ada@example.com", &customer).await;
    let slow = json!({ "path": "/v1/*", "rate": 100, "answer": { "kind": "delay", "ms": 100 } });
    stripe.control("faults", slow).await;
    let pages = join_all((0..10).map(|_| {
        let mut tab = tab(&app, &browser);
        async move { tab.get("/account?from=portal").await.text() }
    }));
    assert!(pages.await.iter().all(|page| page.contains("Current Plan Pro") && !page.contains("isn’t showing yet")));
    // One for who came first, and one for all who came while that was under way.
    assert!((1..=4).contains(&fetches(&app).await), "{}", fetches(&app).await);
}

#[tokio::test]
async fn a_refresh_that_stripe_did_not_answer_is_made_up_for() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    let down = json!({ "path": "/v1/*", "rate": 100, "answer": { "kind": "error", "status": 500 } });
    stripe.control("faults", down).await;
    assert!(browser.get("/account?from=portal").await.text().contains("isn’t showing yet"));
    stripe.forget_faults().await;
    assert_eq!(work_later(&app).await, 1);
    assert!(browser.get("/account").await.text().contains("Current Plan Pro"));
}

#[tokio::test]
async fn too_many_portal_sessions_are_a_429() {
    let stripe = StubStripe::start(Misbehaviour::None).await;
    let app = TestApp::start(&stripe.base).await;
    let (mut browser, user) = app.customer("ada@example.com", "cus_1").await;
    for _ in 0..AT_ONCE {
        assert_eq!(browser.post_body("/api/portal", "").await.status, 200);
    }
    drain(&app, user).await;
    let refused = browser.post_body("/api/portal", "").await;
    assert_eq!((refused.status.as_u16(), refused.json()), (429, json!({ "error": "Too many requests" })));
    assert_eq!(refused.header("cache-control"), Some("no-store"));
    assert!((1..=3).contains(&refused.header("retry-after").unwrap().parse().unwrap()), "{refused:?}");
    let asked = stripe.seen().len();
    assert!(asked <= 2 * AT_ONCE, "{asked}");
    let (mut other, _) = app.customer("eve@example.com", "cus_2").await;
    assert_eq!(other.post_body("/api/portal", "").await.status, 200);
}

#[tokio::test]
async fn too_many_clicks_are_said_on_the_page_and_reach_nothing() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, id) = stripe.subscriber("Pro").await;
    let (mut browser, user) = app.customer("ada@example.com", &customer).await;
    stripe.post(&format!("subscriptions/{id}"), &[("cancel_at_period_end", "true")]).await;
    let price = stripe.state().await["prices"][0]["id"].as_str().unwrap().to_owned();
    let product = stripe.state().await["products"][0]["id"].as_str().unwrap().to_owned();
    stripe.post(&format!("products/{product}"), &[("metadata[portal_order]", "1")]).await;
    mirror_catalog(&app.state.billing.mirror, &app.state.billing.stripe).await.unwrap();
    browser.get("/account?from=portal").await;
    let before = calls(&stripe).await;
    for (path, form) in [
        ("/api/create_portal_session", [("flow", "payment_method_update")]),
        ("/api/checkout", [("price", price.as_str())]),
        ("/api/continue_plan", [("subscription", id.as_str())]),
    ] {
        drain(&app, user).await;
        let refused = browser.post(path, &form).await;
        let page = browser.get(refused.location().unwrap()).await.text();
        assert!(page.contains(TOO_MANY), "{path}: {page}");
        drain(&app, user).await;
        let refused = browser.fetch(path, &form).await;
        assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, Some("2")), "{path}");
    }
    assert_eq!(calls(&stripe).await, before);
}

#[tokio::test]
async fn what_is_not_the_users_costs_nothing_and_tells_nothing() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let (theirs, theirs_plan) = stripe.subscriber("Team").await;
    let (mut browser, user) = app.customer("ada@example.com", &customer).await;
    app.linked("bob@example.com", &theirs).await;
    for customer in [&customer, &theirs] {
        sync(&app.state.billing.mirror, &app.state.billing.stripe, customer).await.unwrap();
    }
    let invoices = invoice::Entity::find().all(&app.state.db).await.unwrap();
    let of = |customer: &str| invoices.iter().find(|invoice| invoice.customer_id == customer).unwrap().id.clone();
    let mut browser = async |path: &str| {
        drain(&app, user).await;
        app.state.accounts.allowance.take(user).unwrap_err();
        browser.get(path).await.status.as_u16()
    };
    assert_eq!(browser(&format!("/account/invoices/{}", of(&customer))).await, 429);
    assert_eq!(browser(&format!("/account/invoices/{}", of(&theirs))).await, 404);
    assert_eq!(browser("/account/invoices/in_nobodys").await, 404);
    let mut browser = app.browser();
    browser.post("/api/login", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    let refused = browser.fetch("/api/continue_plan", &[("subscription", theirs_plan.as_str())]).await;
    assert_eq!(refused.status, 409, "nothing to do, whatever else was done before: {refused:?}");
}

#[tokio::test]
async fn all_users_together_leave_stripe_for_the_background() {
    let stripe = Stripe::start().await;
    // Five requests a second altogether, and ten at once.
    let app = TestApp::start_at_rate(&stripe.base(), NonZeroU32::new(4).unwrap()).await;
    let mut browsers = Vec::new();
    for number in 0..20 {
        let customer = stripe.customer().await;
        browsers.push(app.customer(&format!("user{number}@example.com"), &customer).await.0);
    }
    let answers = join_all(browsers.iter_mut().map(|browser| browser.post_body("/api/portal", ""))).await;
    let (opened, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
    assert!(opened.len() >= 10 && !refused.is_empty(), "{} opened", opened.len());
    for answer in refused {
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, Some("10")), "{answer:?}");
        assert_eq!(answer.json(), json!({ "error": "Billing is temporarily unavailable" }));
    }
}
