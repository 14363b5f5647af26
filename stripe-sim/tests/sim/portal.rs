//! The billing portal: sessions over the API, and the pages a browser gets.

use crate::common::{Page, Stripe, id};
use reqwest::Method;
use serde_json::{Value, json};

const SESSIONS: &str = "/v1/billing_portal/sessions";

async fn subscription(stripe: &Stripe, id: &str) -> Value {
    stripe.get(&format!("/v1/subscriptions/{id}")).await
}

#[tokio::test]
async fn a_session_has_a_fresh_secret_address() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    let body = format!("customer={customer}&return_url=https://example.com/account&locale=de");
    let first = stripe.post(SESSIONS, &body).await;
    let second = stripe.post(SESSIONS, &body).await;
    assert_ne!(first["url"], second["url"]);
    assert_eq!(first["object"], "billing_portal.session");
    assert_eq!(first["return_url"], "https://example.com/account");
    assert_eq!(first["flow"], Value::Null);
    let state = stripe.state().await;
    assert_eq!(state["billing_portal_sessions"].as_array().unwrap().len(), 2);
    assert_eq!(first["configuration"], state["billing_portal_configurations"][0]["id"]);
}

#[tokio::test]
async fn errors_are_stripes_word_for_word() {
    let stripe = Stripe::start().await;
    let (status, error) = stripe.refused(Method::POST, SESSIONS, "customer=cus_x").await;
    assert_eq!(status, 400);
    assert_eq!(error["code"], "resource_missing");
    assert_eq!(error["param"], "customer");
    assert_eq!(error["message"], "No such customer: 'cus_x'");

    let customer = stripe.customer().await;
    for url in ["return_url=account", "return_url=javascript:alert(1)"] {
        let (_, error) = stripe.refused(Method::POST, SESSIONS, &format!("customer={customer}&{url}")).await;
        assert_eq!(error["code"], "url_invalid");
    }
    let default = &stripe.get("/v1/billing_portal/configurations?is_default=true").await["data"][0];
    let path = format!("/v1/billing_portal/configurations/{}", id(default));
    let edited = stripe.post(&path, "business_profile[headline]=Edited").await;
    stripe.control("portal_configuration", json!({"default": false})).await;
    let (status, error) = stripe.refused(Method::POST, SESSIONS, &format!("customer={customer}")).await;
    assert_eq!(status, 400);
    assert_eq!(error.get("code"), None);
    assert_eq!(
        error["message"],
        "No configuration provided and your test mode default configuration has not been created. Provide a \
         configuration or create your default by saving your customer portal settings in test mode at \
         https://dashboard.stripe.com/test/settings/billing/portal."
    );
    let again = stripe.control("portal_configuration", json!({"default": true})).await;
    assert_eq!(again["default"], edited["id"]);
    assert_eq!(stripe.get(&path).await, edited);
    stripe.post(SESSIONS, &format!("customer={customer}")).await;

    stripe.delete(&format!("/v1/customers/{customer}")).await;
    let (_, error) = stripe.refused(Method::POST, SESSIONS, &format!("customer={customer}")).await;
    assert_eq!(error["param"], "customer");
}

#[tokio::test]
async fn flows_that_cannot_run_are_refused() {
    let stripe = Stripe::start().await;
    let (customer, own) = stripe.subscribed("").await;
    let (_, other) = stripe.subscribed("").await;
    let refused = |flow: String| {
        let body = format!("customer={customer}&flow_data[type]={flow}");
        let stripe = &stripe;
        async move { stripe.refused(Method::POST, SESSIONS, &body).await.1 }
    };
    let disabled = "This subscription cannot be updated because the subscription update feature in the portal \
        configuration is disabled.";
    let update = format!("subscription_update&flow_data[subscription_update][subscription]={own}");
    assert_eq!(refused(update).await["message"], disabled);
    let confirm = format!(
        "subscription_update_confirm&flow_data[subscription_update_confirm][subscription]={own}\
         &flow_data[subscription_update_confirm][items][0][id]=si_1\
         &flow_data[subscription_update_confirm][items][0][price]=price_1"
    );
    assert_eq!(refused(confirm).await["message"], disabled);
    let foreign = format!("subscription_cancel&flow_data[subscription_cancel][subscription]={other}");
    let error = refused(foreign).await;
    assert_eq!(error["message"], json!(format!("No such subscription: '{other}'")));
    assert_eq!(error["param"], "flow_data[subscription_cancel][subscription]");
    assert_eq!(refused("subscription_cancel".to_owned()).await["code"], "parameter_missing");
    assert_eq!(refused("dance".to_owned()).await["param"], "flow_data[type]");
    stripe.post(&format!("/v1/subscriptions/{own}"), "cancel_at_period_end=true").await;
    let cancel = format!("subscription_cancel&flow_data[subscription_cancel][subscription]={own}");
    assert_eq!(
        refused(cancel).await["message"],
        json!(format!("The subscription {own} is already set to be canceled at period end."))
    );
}

#[tokio::test]
async fn a_customer_cancels_takes_it_back_and_returns() {
    let stripe = Stripe::start().await;
    for mode in ["classic", "flexible"] {
        let (customer, id) = stripe.subscribed(&format!("billing_mode[type]={mode}")).await;
        let url = stripe.session(&customer, "").await;
        let home = stripe.page(&url).await;
        assert_eq!(home.status, 200);
        for text in ["pro", "$10.00 per month", "Active", "renews on", "Return to 127.0.0.1:3000", "simulation"] {
            assert!(home.text.contains(text), "{text}: {}", home.text);
        }
        assert!(home.text.contains(r#"href="http://127.0.0.1:3000/account""#));
        let cancel = format!("{url}/subscriptions/{id}/cancel");
        assert!(home.text.contains(&format!("/subscriptions/{id}/cancel\"")));

        let asked = stripe.page(&cancel).await;
        assert!(asked.text.contains("Cancel your plan?"));
        assert_eq!(subscription(&stripe, &id).await["canceled_at"], Value::Null);
        let done = stripe.submit(&cancel, "").await;
        assert_eq!(done.status, 303);
        let home = stripe.follow(done).await;
        assert!(home.text.contains("Your plan is canceled."));
        assert!(home.text.contains("Your plan ends on"));
        let canceled = subscription(&stripe, &id).await;
        assert_eq!(canceled["status"], "active");
        assert_eq!(canceled["cancel_at_period_end"], json!(mode == "classic"));
        assert_eq!(canceled["cancel_at"], canceled["items"]["data"][0]["current_period_end"]);

        // A second press, from another tab, changes nothing more.
        let again = stripe.submit(&cancel, "").await;
        assert!(stripe.follow(again).await.text.contains("no longer available"));

        let renewed = stripe.submit(&format!("{url}/subscriptions/{id}/renew"), "").await;
        assert!(stripe.follow(renewed).await.text.contains("Your plan continues."));
        let renewed = subscription(&stripe, &id).await;
        assert_eq!(renewed["cancel_at_period_end"], false);
        assert_eq!(renewed["cancel_at"], Value::Null);
    }
}

#[tokio::test]
async fn pages_are_kept_from_caches_scripts_frames_and_referrers() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    let page = stripe.page(&stripe.session(&customer, "").await).await;
    assert_eq!(page.headers["cache-control"], "no-store");
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'"));
    assert!(policy.contains("frame-ancestors 'none'"));
    assert!(!page.text.contains("<script"));
    let style = stripe.page(&stripe.url("/assets/hosted.css")).await;
    assert_eq!(style.headers["content-type"], "text/css; charset=utf-8");
}

#[tokio::test]
async fn a_session_expires_unused_after_five_minutes_and_idle_after_an_hour() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    let unused = stripe.session(&customer, "").await;
    let used = stripe.session(&customer, "").await;
    assert_eq!(stripe.page(&used).await.status, 200);
    stripe.control("clock", json!({"advance": 301})).await;
    let expired = stripe.page(&unused).await;
    assert_eq!(expired.status, 410);
    assert!(expired.text.contains("expired"));
    assert!(expired.text.contains("Return to 127.0.0.1:3000"));
    assert_eq!(stripe.page(&used).await.status, 200);
    stripe.control("clock", json!({"advance": 3590})).await;
    assert_eq!(stripe.page(&used).await.status, 200);
    stripe.control("clock", json!({"advance": 3601})).await;
    assert_eq!(stripe.page(&used).await.status, 410);
}

#[tokio::test]
async fn who_has_no_session_gets_a_friendly_page() {
    let stripe = Stripe::start().await;
    let unknown = stripe.page(&stripe.url("/p/session/test_nobody")).await;
    assert_eq!(unknown.status, 404);
    assert!(unknown.text.contains("Page not found"));
    let customer = stripe.customer().await;
    let url = stripe.session(&customer, "").await;
    stripe.delete(&format!("/v1/customers/{customer}")).await;
    assert_eq!(stripe.page(&url).await.status, 404);
}

#[tokio::test]
async fn one_customer_cannot_cancel_anothers_plan() {
    let stripe = Stripe::start().await;
    let (customer, _) = stripe.subscribed("").await;
    let (_, foreign) = stripe.subscribed("").await;
    let url = stripe.session(&customer, "").await;
    stripe.submit(&format!("{url}/subscriptions/{foreign}/cancel"), "").await;
    assert_eq!(subscription(&stripe, &foreign).await["canceled_at"], Value::Null);
}

async fn cancel_by_flow(stripe: &Stripe, after: &str) -> Page {
    let (customer, id) = stripe.subscribed("").await;
    let flow = format!("flow_data[type]=subscription_cancel&flow_data[subscription_cancel][subscription]={id}&{after}");
    let url = stripe.session(&customer, &flow).await;
    let entered = stripe.page(&url).await;
    let cancel = stripe.absolute(&entered.location.unwrap());
    assert_eq!(cancel, format!("{url}/subscriptions/{id}/cancel"));
    let asked = stripe.page(&cancel).await;
    assert!(asked.text.contains("Cancel your plan?"));
    let page = stripe.submit(&cancel, "").await;
    assert!(subscription(stripe, &id).await["cancel_at"].is_i64());
    stripe.follow(page).await
}

#[tokio::test]
async fn a_flow_goes_straight_to_its_page_and_ends_as_it_was_told() {
    let stripe = Stripe::start().await;
    let home = cancel_by_flow(&stripe, "").await;
    assert!(home.text.contains("Keep plan"));
    let away = cancel_by_flow(
        &stripe,
        "flow_data[after_completion][type]=redirect\
         &flow_data[after_completion][redirect][return_url]=https://example.com/bye",
    )
    .await;
    assert_eq!(away.location.as_deref(), Some("https://example.com/bye"));
    let confirmed = cancel_by_flow(
        &stripe,
        "flow_data[after_completion][type]=hosted_confirmation\
         &flow_data[after_completion][hosted_confirmation][custom_message]=Come+back+soon",
    )
    .await;
    assert!(confirmed.text.contains("Come back soon"));
    assert!(confirmed.text.contains("Your plan is canceled."));
}

#[tokio::test]
async fn a_flows_forms_may_lead_to_where_it_ends() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    let flow = "flow_data[type]=payment_method_update&flow_data[after_completion][type]=redirect\
        &flow_data[after_completion][redirect][return_url]=https://example.com/bye?x=1";
    let url = stripe.session(&customer, flow).await;
    let page = stripe.page(&format!("{url}/payment-method")).await;
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("form-action 'self' https://example.com;"), "{policy}");
}

#[tokio::test]
async fn the_payment_method_flow_makes_a_new_card_the_default() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    let url = stripe.session(&customer, "flow_data[type]=payment_method_update").await;
    let form = stripe.follow(stripe.page(&url).await).await;
    assert!(form.text.contains("Card number"));
    let page = format!("{url}/payment-method");
    for (typed, said) in [
        ("number=4242424242424242&expiry=01/20&cvc=123", "expired"),
        ("number=1234&expiry=12/40&cvc=123", "test cards, like"),
        ("number=4242424242424242&expiry=soon&cvc=123", "MM / YY"),
        ("number=4242424242424242&expiry=12/40&cvc=1", "three or four"),
        ("number=4000000000000002&expiry=12/40&cvc=123", "declined"),
    ] {
        let refused = stripe.submit(&page, typed).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains(said), "{said}: {}", refused.text);
        assert!(!refused.text.contains(r#"value="123""#), "the security code came back");
    }
    let saved = stripe.submit(&page, "number=5555+5555+5555+4444&expiry=12+/+40&cvc=123").await;
    let home = stripe.follow(saved).await;
    assert!(home.text.contains("Mastercard •••• 4444"), "{}", home.text);
    let path = format!("/v1/customers/{customer}?expand[]=invoice_settings.default_payment_method");
    let default = stripe.get(&path).await["invoice_settings"]["default_payment_method"].clone();
    assert_eq!(default["card"]["exp_year"], 2040);
    let types = stripe.event_types().await;
    assert_eq!(types[types.len() - 2..], ["payment_method.attached", "customer.updated"]);
}

#[tokio::test]
async fn the_customer_flow_changes_what_it_may() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    let url = stripe.session(&customer, "flow_data[type]=customer_update").await;
    let form = stripe.follow(stripe.page(&url).await).await;
    assert!(form.text.contains(r#"value="ada@example.com""#));
    let page = format!("{url}/customer");
    assert_eq!(stripe.submit(&page, "email=nowhere").await.status, 422);
    stripe.submit(&page, "name=Grace&email=grace@example.com&phone=").await;
    let changed = stripe.get(&format!("/v1/customers/{customer}")).await;
    assert_eq!((&changed["name"], &changed["email"]), (&json!("Grace"), &json!("grace@example.com")));
    let updated = stripe.get("/v1/events?type=customer.updated").await;
    let previous = &updated["data"][0]["data"]["previous_attributes"];
    assert_eq!(*previous, json!({"name": "Ada", "email": "ada@example.com"}));
    assert_eq!(id(&updated["data"][0]["data"]["object"]), customer);
}

#[tokio::test]
async fn what_a_customer_typed_is_never_markup() {
    let stripe = Stripe::start().await;
    let customer = id(&stripe.post("/v1/customers", "name=%3Cscript%3Ealert(1)%3C/script%3E").await);
    let page = stripe.page(&stripe.session(&customer, "").await).await;
    assert!(!page.text.contains("<script>"));
    assert!(page.text.contains("&lt;script&gt;"));
}
