//! Pausing in the portal, and coming back after a session has expired.

use crate::common::{Stripe, id};
use reqwest::Method;
use serde_json::json;

/// The first that has them.
const VERSION: &str = "2026-10-28.endive";

async fn pausing(stripe: &Stripe, duration: &str) -> String {
    let body = format!("features[subscription_pause][enabled]=true&{duration}");
    id(&stripe.post("/v1/billing_portal/configurations", &body).await)
}

#[tokio::test]
async fn a_plan_is_paused_and_resumed_by_its_customer() {
    let stripe = Stripe::start_in(VERSION).await;
    let configuration = pausing(&stripe, "").await;
    let (customer, subscription) = stripe.subscribed("").await;
    let flow = format!(
        "configuration={configuration}&flow_data[type]=subscription_pause\
         &flow_data[subscription_pause][subscription]={subscription}\
         &flow_data[after_completion][type]=redirect\
         &flow_data[after_completion][redirect][return_url]=https://example.com/done"
    );
    let url = stripe.session(&customer, &flow).await;
    let page = stripe.follow(stripe.page(&url).await).await;
    assert!(page.text.contains("Pause your plan?"), "{}", page.text);
    let done = stripe.follow(stripe.submit(&format!("{url}/subscriptions/{subscription}/pause"), "").await).await;
    assert_eq!(done.location.as_deref(), Some("https://example.com/done"));
    let path = format!("/v1/subscriptions/{subscription}");
    assert_eq!(stripe.get(&path).await["status"], "paused");
    let url = stripe.session(&customer, &format!("configuration={configuration}")).await;
    assert!(stripe.page(&url).await.text.contains("Resume plan"));
    stripe.submit(&format!("{url}/subscriptions/{subscription}/resume"), "").await;
    assert_eq!(stripe.get(&path).await["status"], "active");
    let (_, error) = stripe
        .refused(
            Method::POST,
            "/v1/billing_portal/sessions",
            &format!("customer={customer}&{}", flow.replace(&format!("configuration={configuration}&"), "")),
        )
        .await;
    assert!(error["message"].as_str().unwrap().contains("pause feature"), "{error}");
}

#[tokio::test]
async fn the_front_page_says_why_a_plan_is_paused() {
    let stripe = Stripe::start().await;
    let (customer, subscription) = stripe.subscribed("").await;
    stripe.control("pause", json!({"subscription": subscription})).await;
    let home = stripe.page(&stripe.session(&customer, "").await).await;
    assert!(home.text.contains("Your plan is paused.") && !home.text.contains("trial"), "{}", home.text);
    for (scene, said) in [
        ("paused", "Your free trial has ended."),
        ("paused_after_retries", "A payment failed."),
        ("paused_at_first_payment", "A payment failed."),
    ] {
        let price = stripe.price("scene", 1000).await;
        stripe.control("scenes", json!({"customer": customer, "price": price, "scene": scene})).await;
        let home = stripe.page(&stripe.session(&customer, "").await).await;
        assert!(home.text.contains(said), "{scene} {}", home.text);
    }
}

#[tokio::test]
async fn a_pause_may_end_by_itself() {
    let stripe = Stripe::start_in(VERSION).await;
    let duration = "features[subscription_pause][duration][type]=interval_options\
        &features[subscription_pause][duration][interval_options][0][interval]=month\
        &features[subscription_pause][duration][interval_options][1][interval]=week\
        &features[subscription_pause][duration][interval_options][1][interval_count]=2";
    let configuration = pausing(&stripe, duration).await;
    let (customer, subscription) = stripe.subscribed("").await;
    let url = stripe.session(&customer, &format!("configuration={configuration}")).await;
    let pause = format!("{url}/subscriptions/{subscription}/pause");
    assert!(stripe.page(&pause).await.text.contains("2 weeks"));
    stripe.submit(&pause, "duration=1").await;
    let path = format!("/v1/subscriptions/{subscription}");
    assert_eq!(stripe.get(&path).await["status"], "paused");
    stripe.control("clock", json!({"advance": 13 * 86_400})).await;
    assert_eq!(stripe.get(&path).await["status"], "paused");
    stripe.control("clock", json!({"advance": 2 * 86_400})).await;
    assert_eq!(stripe.get(&path).await["status"], "active");
    let wrong = "features[subscription_pause][duration][type]=interval_options\
        &features[subscription_pause][duration][interval_options][0][interval]=year\
        &features[subscription_pause][duration][interval_options][0][interval_count]=4";
    stripe.refused(Method::POST, "/v1/billing_portal/configurations", wrong).await;
}

#[tokio::test]
async fn an_expired_session_lets_its_customer_in_by_their_address() {
    let stripe = Stripe::start_in(VERSION).await;
    let (customer, _) = stripe.subscribed("").await;
    let url = stripe.session(&customer, "after_expiration[type]=customer_login").await;
    let plain = stripe.session(&customer, "").await;
    stripe.control("clock", json!({"advance": 3_600})).await;
    assert!(!stripe.page(&plain).await.text.contains("Confirm it’s you"));
    let page = stripe.page(&url).await;
    assert!(page.status == 410 && page.text.contains("Confirm it’s you"));
    assert_eq!(stripe.submit(&format!("{url}/login"), "email=eve@example.com").await.status, 422);
    assert_eq!(stripe.submit(&format!("{plain}/login"), "email=ada@example.com").await.status, 404);
    let home = stripe.follow(stripe.submit(&format!("{url}/login"), "email=Ada@example.com").await).await;
    assert!(home.text.contains("Current plan"), "{}", home.text);
}
