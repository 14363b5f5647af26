//! The account page in every state of a customer, with the simulator.

mod changes;
mod pauses;

use mirror::entity::customer;
use reqwest::Method;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

use crate::support::{Browser, Stripe, TestApp, text_of};

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
    ("nothing", &["Status N/A There is nothing to manage yet"], &["View Plans"]),
    (
        "trialing",
        &["Current Plan Pro Status Trialing", "Add a payment method before then to keep your plan.", "None on file"],
        &["Add a payment method", "Change plan", "Cancel plan"],
    ),
    (
        "trialing_with_card",
        &["the paid plan begins then, with $12.00.", "Visa ending in 4242", "Next Invoice $12.00 on"],
        &["Update payment method", "Change plan", "Cancel plan"],
    ),
    (
        "active",
        &[
            "Status Active",
            "Your plan renews on",
            "for $12.00.",
            "Invoices Date Amount Status Documents",
            "$12.00 Paid View PDF",
        ],
        &["Update payment method", "Change plan", "Cancel plan"],
    ),
    (
        "canceling",
        &["Status Active", "Your plan ends on", "you can still keep it"],
        &["Keep plan", "Update payment method"],
    ),
    (
        "past_due",
        &[
            "Status Past due",
            "A payment of $12.00 did not go through",
            "before we try again on",
            "$12.00 Open View PDF",
        ],
        &["Update payment method", "Pay now", "Cancel plan"],
    ),
    (
        "unpaid",
        &["Status Unpaid", "$12.00 has been due since", "stopped trying to collect it"],
        &["Pay now", "Update payment method"],
    ),
    (
        "incomplete",
        &["Status Incomplete", "Your first payment of $12.00 is not complete."],
        &["Pay now", "Update payment method"],
    ),
    ("incomplete_expired", &["Current Plan Free Status Expired", "Nothing was charged."], &["View Plans"]),
    ("paused", &["Status Paused", "Add a payment method to go on."], &["Add a payment method"]),
    (
        "paused_by_request",
        &["Status Paused", "Your plan was paused on request on", "Resume it whenever you like"],
        &["Resume plan", "Update payment method"],
    ),
    (
        "paused_by_stripe",
        &["Status Paused", "Your plan was paused by our payment system on"],
        &["Resume plan", "Update payment method"],
    ),
    (
        "paused_after_retries",
        &["Status Paused", "a payment of $12.00 did not go through and we have stopped trying to collect it."],
        &["Pay now", "Update payment method"],
    ),
    (
        "paused_at_first_payment",
        &["Status Paused", "Your plan is paused, because a payment of $12.00 did not go through. Pay it to go on."],
        &["Pay now", "Update payment method"],
    ),
    (
        "collection_paused",
        &["Status Active", "Payments are paused until", "nothing is charged"],
        &["Update payment method", "Change plan", "Cancel plan"],
    ),
    (
        "change_scheduled",
        &["Current Plan Pro", "Your plan changes to Team, $29.00 per month, on"],
        &["Review the change", "Update payment method"],
    ),
    (
        "canceled_early",
        &["Current Plan Free Status Canceled", "Your plan was canceled on", "It had been paid until"],
        &["Subscribe again"],
    ),
    ("ended", &["Current Plan Free Status Canceled", "Your plan ended on"], &["Subscribe again"]),
    (
        "card_expiring",
        &["Status Active", "Replace it in time, so that no payment fails."],
        &["Update payment method", "Change plan", "Cancel plan"],
    ),
    ("deleted", &["Your billing account was closed, and nothing more is charged."], &["View Plans"]),
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
    assert!(text.contains("Subscription 1 of 2 Current Plan Team"), "{text}");
    assert!(text.contains("Subscription 2 of 2 Current Plan Pro"), "{text}");
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
    assert!(browser.get("/account").await.text().contains("As of Jan 1, 2027, 2:30 AM UTC."));
    browser.set_cookie("time_zone", "America%2FNew_York");
    let german = browser.request(Method::GET, "/account").header("accept-language", "de-DE,de;q=0.9");
    let page = browser.send(german).await.text();
    assert!(page.contains("As of 31.12.2026, 21:30 GMT-5."), "{page}");
    assert!(page.contains("12,00 $"), "{page}");
}

#[tokio::test]
async fn a_cancellation_is_told_beside_a_failed_payment_and_taken_back() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "past_due").await;
    let id = of_customer(&stripe).await.remove(0);
    stripe.post(&format!("subscriptions/{id}"), &[("cancel_at_period_end", "true")]).await;
    let page = browser.get("/account?from=portal").await;
    assert_eq!(steps(&page.body), ["Update payment method", "Pay now", "Keep plan"]);
    assert!(page.text().contains("did not go through") && page.text().contains("Your plan ends on"));
    let answer = browser.post("/api/continue_plan", &[("subscription", &id)]).await;
    assert_eq!(answer.location(), Some("/account"));
    assert_eq!(steps(&browser.get("/account").await.body), ["Update payment method", "Pay now", "Cancel plan"]);
}

#[tokio::test]
async fn a_product_that_is_gone_from_stripe_does_not_hold_up_the_rest() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "active").await;
    let gone = json!({ "path": "/v1/products/*", "calls": 100, "answer":
        { "kind": "error", "status": 404, "error": { "code": "resource_missing", "param": "id" } } });
    stripe.control("faults", gone).await;
    let page = browser.get("/account?from=portal").await.text();
    assert!(page.contains("Your plan renews on") && !page.contains("Updating"), "{page}");
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
    assert!(browser.get("/account?from=portal&try=4").await.text().contains("Updating…"));
    let last = browser.get("/account?from=portal&try=5").await.text();
    assert!(
        last.contains("This is how things were when we last heard from it") && !last.contains("Updating…"),
        "{last}"
    );
}

/// The ids of all subscriptions there are, the newest first.
async fn of_customer(stripe: &Stripe) -> Vec<String> {
    let state = stripe.state().await;
    let ids = state["subscriptions"].as_array().unwrap().iter().map(|each| each["id"].as_str().unwrap().to_owned());
    ids.rev().collect()
}

/// What the links and buttons of the page's steps say.
fn steps(body: &str) -> Vec<String> {
    let lists = body.split("<ul class=\"steps\">").skip(1).filter_map(|rest| rest.split("</ul>").next());
    lists.flat_map(|list| list.split("<li>").skip(1)).map(text_of).collect()
}
