//! The account page in every state of a customer, with the simulator.

mod changes;
mod fixed;
mod pauses;

use mirror::entity::customer;
use reqwest::Method;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

use crate::support::{Browser, Stripe, TestApp, steps};

/// A customer of the shop, signed in, and the shop's two prices.
async fn customer() -> (Stripe, TestApp, Browser, String, [String; 2]) {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let customer = stripe.customer().await;
    let (browser, _) = app.customer("ada@example.com", &customer).await;
    let prices = [price(&stripe, "Pro", "1200").await, price(&stripe, "Team", "2900").await];
    (stripe, app, browser, customer, prices)
}

async fn price(stripe: &Stripe, product: &str, amount: &str) -> String {
    let price = [
        ("product_data[name]", product),
        ("currency", "usd"),
        ("unit_amount", amount),
        ("recurring[interval]", "month"),
    ];
    stripe.post("prices", &price).await["id"].as_str().unwrap().to_owned()
}

async fn play(stripe: &Stripe, customer: &str, prices: &[String; 2], scene: &str) {
    let body = json!({ "customer": customer, "price": prices[0], "other_price": prices[1], "scene": scene });
    stripe.control("scenes", body).await;
}

/// What the page says of each scene, and what it offers, in this order.
const STATES: [(&str, &[&str], &[&str]); 20] = [
    (
        "nothing",
        &["Current Plan Free Status N/A You don’t have a plan yet. View Plans"],
        &["View Plans", "Manage Subscription", "Add payment method"],
    ),
    (
        "trialing",
        &[
            "Add a payment method to keep Pro. Your free trial ends on",
            "Nothing is charged before then.",
            "Current Plan Pro $12.00 per month Status Trial",
            "Payment Method None",
        ],
        &["Add payment method", "Manage Subscription", "Change plan", "Cancel plan", "Add payment method"],
    ),
    (
        "trialing_with_card",
        &["Status Trial", "You’ll then be charged $12.00.", "Visa •••• 4242", "Next Invoice $12.00 on"],
        &["Manage Subscription", "Change plan", "Cancel plan", "Update payment method"],
    ),
    (
        "active",
        &[
            "Status Active",
            "Your plan renews on",
            "You’ll be charged $12.00.",
            "Invoices Date Amount Status Documents",
            "$12.00 Paid View PDF",
        ],
        &["Manage Subscription", "Change plan", "Cancel plan", "Update payment method"],
    ),
    (
        "canceling",
        &["Status Cancels", "Your plan is canceled and ends on", "You keep Pro until then and won’t be charged again."],
        &["Keep plan", "Manage Subscription", "Update payment method"],
    ),
    (
        "past_due",
        &[
            "Your payment failed. We couldn’t charge $12.00 to your Visa •••• 0341. Update your payment method to keep Pro.",
            "We’ll try again on",
            "Status Past due",
            "$12.00 Open View PDF",
        ],
        &["Update payment method", "Pay $12.00 now", "Manage Subscription", "Cancel plan", "Update payment method"],
    ),
    (
        "unpaid",
        &["Your plan is on hold. $12.00 has been due since", "Pay now to restore Pro.", "Status Unpaid"],
        &["Pay $12.00 now", "Update payment method", "Manage Subscription", "Update payment method"],
    ),
    (
        "incomplete",
        &[
            "Your payment isn’t complete. Complete your $12.00 payment by",
            "to start your plan.",
            "Status Payment incomplete",
        ],
        &["Pay $12.00 now", "Update payment method", "Manage Subscription", "Update payment method"],
    ),
    (
        "incomplete_expired",
        &["Current Plan Free Status Expired", "so your plan didn’t start. You weren’t charged."],
        &["View Plans", "Manage Subscription", "Update payment method"],
    ),
    (
        "paused",
        &["Your plan is paused. Your free trial has ended. Add a payment method to continue.", "Status Paused"],
        &["Add payment method", "Manage Subscription", "Add payment method"],
    ),
    (
        "paused_by_request",
        &["Status Paused", "Your plan was paused on", "Resume to continue now. You’ll be charged today."],
        &["Resume plan", "Manage Subscription", "Update payment method"],
    ),
    (
        "paused_by_stripe",
        &[
            "Your plan is paused. Your plan was paused by Stripe on",
            "Resume to keep using your plan. You’ll be charged today.",
            "Status Paused",
        ],
        &["Resume plan", "Update payment method", "Manage Subscription", "Update payment method"],
    ),
    (
        "paused_after_retries",
        &["Your plan is paused. A payment of $12.00 failed. Pay now to continue.", "Status Paused"],
        &["Pay $12.00 now", "Update payment method", "Manage Subscription", "Update payment method"],
    ),
    (
        "paused_at_first_payment",
        &["Your plan is paused. A payment of $12.00 failed. Pay now to continue.", "Status Paused"],
        &["Pay $12.00 now", "Update payment method", "Manage Subscription", "Update payment method"],
    ),
    (
        "collection_paused",
        &["Status Billing paused", "Billing is paused until", "You keep Pro and won’t be charged."],
        &["Manage Subscription", "Change plan", "Cancel plan", "Update payment method"],
    ),
    (
        "change_scheduled",
        &[
            "Current Plan Pro",
            "Status Changes",
            "Your plan changes to Team ($29.00 per month) on",
            "Nothing changes before then.",
        ],
        &["Manage Subscription", "Review change", "Update payment method"],
    ),
    (
        "canceled_early",
        &["Current Plan Free Status Canceled", "Your plan was canceled on", "It was paid until"],
        &["Choose a plan", "Manage Subscription", "Update payment method"],
    ),
    (
        "ended",
        &["Current Plan Free Status Canceled", "Your Pro plan ended on"],
        &["Choose a plan", "Manage Subscription", "Update payment method"],
    ),
    (
        "card_expiring",
        &["Status Active", "Your card expires", "Update it to avoid a failed payment."],
        &["Manage Subscription", "Change plan", "Cancel plan", "Update payment method"],
    ),
    ("deleted", &["Your billing account was closed. You won’t be charged again."], &["View Plans"]),
];

#[tokio::test]
async fn every_state_has_its_sentence_and_its_steps() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    for (scene, says, offers) in STATES {
        play(&stripe, &customer, &prices, scene).await;
        let page = browser.get("/account?from=portal").await;
        let text = page.text();
        for words in says {
            assert!(text.contains(words), "{scene}: {words:?} is missing in {text}");
        }
        assert_eq!(steps(&page.body), offers, "{scene}");
        assert_eq!(text.contains("Manage Subscription"), scene != "deleted", "{scene}");
    }
}

#[tokio::test]
async fn each_of_several_plans_has_its_own_steps() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "several").await;
    let page = browser.get("/account?from=portal").await;
    let text = page.text();
    assert!(text.contains("Team Current Plan Team $29.00 per month Status"), "{text}");
    assert!(text.contains("Pro Current Plan Pro $12.00 per month Status"), "{text}");
    let subscriptions = of_customer(&stripe).await;
    for id in &subscriptions {
        let cancel = [("flow", "subscription_cancel"), ("subscription", id.as_str())];
        let answer = browser.post("/api/create_portal_session", &cancel).await;
        assert!(answer.location().unwrap().contains("/p/session/"), "{answer:?}");
    }
    let state = stripe.state().await;
    let sessions = state["billing_portal_sessions"].as_array().unwrap();
    let asked: Vec<_> =
        sessions.iter().map(|session| &session["flow"]["subscription_cancel"]["subscription"]).collect();
    assert_eq!(asked, [&subscriptions[0], &subscriptions[1]], "the one that was clicked");
}

#[tokio::test]
async fn dates_and_amounts_are_the_readers() {
    let (stripe, app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "active").await;
    browser.get("/account?from=portal").await;
    let row = customer::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    let mut row = row.into_active_model();
    row.synced_at_ms = Set(Some(1_798_770_600_000)); // 2027-01-01 02:30 UTC
    row.update(&app.state.db).await.unwrap();
    assert!(browser.get("/account").await.text().contains("Last updated Jan 1, 2027, 2:30 AM UTC."));
    browser.set_cookie("time_zone", "America%2FNew_York");
    let german = browser.request(Method::GET, "/account").header("accept-language", "de-DE,de;q=0.9");
    let page = browser.send(german).await.text();
    assert!(page.contains("Zuletzt aktualisiert am 31.12.2026, 21:30 GMT-5."), "{page}");
    assert!(page.contains("12,00 $"), "{page}");
}

#[tokio::test]
async fn a_cancellation_is_told_beside_a_failed_payment_and_taken_back() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "past_due").await;
    let id = of_customer(&stripe).await.remove(0);
    stripe.post(&format!("subscriptions/{id}"), &[("cancel_at_period_end", "true")]).await;
    let page = browser.get("/account?from=portal").await;
    assert_eq!(
        steps(&page.body),
        ["Update payment method", "Pay $12.00 now", "Manage Subscription", "Keep plan", "Update payment method",]
    );
    assert!(page.text().contains("We couldn’t charge $12.00") && page.text().contains("Your plan ends on"));
    let answer = browser.post("/api/continue_plan", &[("subscription", &id)]).await;
    assert_eq!(answer.location(), Some("/account?from=here"));
    let page = browser.get("/account?from=here").await;
    assert!(page.text().contains("Your plan continues. It’s no longer canceled."), "{}", page.text());
    assert_eq!(
        steps(&page.body),
        ["Update payment method", "Pay $12.00 now", "Manage Subscription", "Cancel plan", "Update payment method",]
    );
}

#[tokio::test]
async fn a_product_that_is_gone_from_stripe_does_not_hold_up_the_rest() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "active").await;
    let gone = json!({ "path": "/v1/products/*", "calls": 100, "answer":
        { "kind": "error", "status": 404, "error": { "code": "resource_missing", "param": "id" } } });
    stripe.control("faults", gone).await;
    let page = browser.get("/account?from=portal").await.text();
    assert!(page.contains("Your plan renews on") && !page.contains("isn’t showing yet"), "{page}");
}

#[tokio::test]
async fn a_portal_configuration_that_cannot_be_read_does_not_hold_up_the_click() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "active").await;
    browser.get("/account?from=portal").await;
    let hangs = json!({ "path": "/v1/billing_portal/configurations*", "calls": 100, "answer": { "kind": "hang" } });
    stripe.control("faults", hangs).await;
    let answer = browser.post("/api/create_portal_session", &[("flow", "subscription_cancel")]).await;
    assert!(answer.location().unwrap().contains("/p/session/"), "{answer:?}");
    let session = &stripe.state().await["billing_portal_sessions"][0];
    assert_eq!(session["flow"]["type"], "subscription_cancel", "it is for Stripe to refuse");
}

#[tokio::test]
async fn after_the_last_look_the_page_promises_nothing() {
    let (stripe, app, mut browser, customer, prices) = customer().await;
    app.leaves_jobs(["customer"]);
    play(&stripe, &customer, &prices, "active").await;
    browser.get("/account?from=portal").await;
    drop(stripe);
    assert!(
        browser
            .get("/account?from=portal&try=4")
            .await
            .text()
            .contains("isn’t showing yet. This page updates by itself.")
    );
    let last = browser.get("/account?from=portal&try=5").await.text();
    assert!(
        last.contains("Your latest change isn’t showing yet. It can take a few minutes.")
            && !last.contains("updates by itself"),
        "{last}"
    );
}

/// The ids of all subscriptions there are, the newest first.
async fn of_customer(stripe: &Stripe) -> Vec<String> {
    let state = stripe.state().await;
    let ids = state["subscriptions"].as_array().unwrap().iter().map(|each| each["id"].as_str().unwrap().to_owned());
    ids.rev().collect()
}
