//! Pausing a plan: from the portal's configuration to the step, the portal, and the resumed plan.

use mirror::installation;
use portal_config::{Portal, PortalConfigError};
use serde_json::{Value, json};
use stripe::{Mode, StripeClient};

use crate::support::{BUDGET, Browser, Older, Stripe, TestApp, older_account, steps};

const OPEN: &str = "/api/create_portal_session";

const OFFERS: &str = "[features.payment_method_update]\nenabled = true\n[features.subscription_cancel]\nenabled = true\n\
                      [features.subscription_pause]\nenabled = true\n[features.subscription_pause.duration]\n\
                      type = \"interval_options\"\ninterval_options = [{ interval = \"month\", interval_count = 2 }, { interval = \"week\" }]\n";

/// What an active plan offers where it can be paused.
const PAUSABLE: [&str; 5] =
    ["Manage Subscription", "Change plan", "Pause plan", "Cancel plan", "Update payment method"];

/// A subscriber to a plan who is signed in, and their subscription.
async fn subscriber(base: &str, stripe: &Stripe) -> (TestApp, Browser, String) {
    let app = TestApp::start(base).await;
    let (customer, subscription) = stripe.subscriber("Pro").await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    browser.get("/account?from=portal").await;
    (app, browser, subscription)
}

fn portal(app: &TestApp, text: &str) -> Portal {
    Portal {
        stripe: app.state.billing.stripe.clone(),
        db: Some(app.state.db.clone()),
        mode: Mode::Test,
        site: app.state.settings.app_url.url().clone(),
        checked: portal_config::read(&app.write("portal.toml", text)).unwrap(),
    }
}

async fn apply(app: &TestApp, text: &str) -> Result<String, PortalConfigError> {
    portal_config::apply(&portal(app, text), &app.state.db, None).await
}

async fn session(stripe: &Stripe) -> Value {
    stripe.state().await["billing_portal_sessions"].as_array().unwrap().last().unwrap().clone()
}

#[tokio::test]
async fn a_plan_is_paused_and_goes_on() {
    let stripe = Stripe::start().await;
    let (app, mut browser, subscription) = subscriber(&stripe.base(), &stripe).await;
    assert!(!steps(&browser.get("/account").await.body).contains(&"Pause plan".to_owned()), "nothing offers it yet");
    apply(&app, OFFERS).await.unwrap();
    assert!(portal_config::plan(&portal(&app, OFFERS)).await.unwrap().is_in_step());
    assert_eq!(steps(&browser.get("/account").await.body), PAUSABLE);

    let flow = [("flow", "subscription_pause"), ("subscription", subscription.as_str())];
    let answer = browser.post(OPEN, &flow).await;
    let page = reqwest::get(answer.location().unwrap()).await.unwrap();
    assert!(page.url().path().ends_with(&format!("/subscriptions/{subscription}/pause")), "{}", page.url());
    let form = page.url().clone();
    let text = page.text().await.unwrap();
    assert!(text.contains("2 months") && text.contains("1 week"), "{text}");
    let done = reqwest::Client::new().post(form).form(&[("duration", "1")]).send().await.unwrap();
    assert!(done.status().is_success(), "{done:?}");

    let page = browser.get("/account?from=portal").await;
    assert!(page.text().contains("Status Paused"), "{}", page.text());
    assert!(page.text().contains("Your plan was paused on "), "{}", page.text());
    assert_eq!(steps(&page.body), ["Resume plan", "Manage Subscription", "Update payment method"]);
    let answer = browser.post("/api/continue_plan", &[("subscription", &subscription)]).await;
    assert_eq!(answer.location(), Some("/account?from=here"));
    let page = browser.get("/account?from=here").await;
    assert!(page.text().contains("Status Active"), "{}", page.text());
    assert!(page.text().contains("Your plan is active again."), "{}", page.text());
    assert_eq!(steps(&page.body), PAUSABLE);

    apply(
        &app,
        &OFFERS.replacen(
            "[features.subscription_pause]\nenabled = true",
            "[features.subscription_pause]\nenabled = false",
            1,
        ),
    )
    .await
    .unwrap();
    assert!(!steps(&browser.get("/account").await.body).contains(&"Pause plan".to_owned()));
}

#[tokio::test]
async fn what_is_switched_on_in_the_dashboard_is_offered_after_the_next_click() {
    let stripe = Stripe::start().await;
    let (app, mut browser, _) = subscriber(&stripe.base(), &stripe).await;
    installation::claim(&app.state.db, Mode::Test).await.unwrap();
    let default = stripe.default_configuration().await;
    let pause = |enabled: bool| json!({ "features": { "subscription_pause": { "enabled": enabled } } });
    stripe.control(&format!("objects/{default}"), pause(true)).await;
    browser.post(OPEN, &[("flow", "payment_method_update")]).await;
    assert_eq!(steps(&browser.get("/account").await.body), PAUSABLE);

    // Another server, which remembers nothing, hears of it that it is off.
    stripe.control(&format!("objects/{default}"), pause(false)).await;
    let replica = app.replica(&stripe.base()).await;
    browser.move_to(&replica.url);
    browser.post(OPEN, &[("flow", "subscription_cancel")]).await;
    assert!(!steps(&browser.get("/account").await.body).contains(&"Pause plan".to_owned()));
}

#[tokio::test]
async fn what_cannot_be_paused_is_not_even_tried() {
    let stripe = Stripe::start().await;
    let (app, mut browser, subscription) = subscriber(&stripe.base(), &stripe).await;
    apply(&app, OFFERS).await.unwrap();
    stripe.post(&format!("subscriptions/{subscription}"), &[("cancel_at_period_end", "true")]).await;
    let page = browser.get("/account?from=portal").await;
    assert_eq!(steps(&page.body), ["Keep plan", "Manage Subscription", "Update payment method"]);
    browser.post(OPEN, &[("flow", "subscription_pause")]).await;
    assert!(session(&stripe).await["flow"].is_null(), "the portal's home");
}

#[tokio::test]
async fn an_account_without_pausing_has_its_portal_all_the_same() {
    let plain = "[features.payment_method_update]\nenabled = true\n[features.subscription_cancel]\nenabled = true\n";
    for older in [Older::RefusesVersion, Older::IgnoresVersion] {
        let stripe = Stripe::start().await;
        let base = older_account(&stripe.base(), older).await;
        let (app, mut browser, _) = subscriber(&base, &stripe).await;
        let plan = portal_config::plan(&portal(&app, OFFERS)).await.unwrap();
        assert!(plan.changes.iter().any(|change| change.path == "features.subscription_pause.enabled"), "{plan:?}");
        let refused = apply(&app, OFFERS).await.unwrap_err();
        assert!(matches!(refused, PortalConfigError::NoPausing(_)), "{older:?}: {refused}");
        assert!(refused.to_string().contains("take features.subscription_pause out of the file"), "{refused}");

        apply(&app, plain).await.unwrap();
        assert!(portal_config::plan(&portal(&app, plain)).await.unwrap().is_in_step(), "{older:?}");
        // The click is made where nobody knows yet what the portal offers.
        installation::record_pause(&app.state.db, true).await.unwrap();
        assert_eq!(steps(&browser.get("/account").await.body), PAUSABLE);
        let answer = browser.post(OPEN, &[("flow", "subscription_pause")]).await;
        assert!(answer.location().unwrap().contains("/p/session/"), "{answer:?}");
        assert!(session(&stripe).await["flow"].is_null(), "{older:?}: the portal's home");
        assert!(!steps(&browser.get("/account").await.body).contains(&"Pause plan".to_owned()), "{older:?}");
    }
}

#[tokio::test]
async fn a_pause_that_stripe_refuses_leads_to_the_portals_home() {
    let stripe = Stripe::start().await;
    let (app, mut browser, _) = subscriber(&stripe.base(), &stripe).await;
    apply(&app, OFFERS).await.unwrap();
    // As in the portal of former times: it is configured, and still not there.
    let refusal = json!({ "kind": "error", "status": 400 });
    let fault = json!({ "method": "POST", "path": "/v1/billing_portal/sessions", "calls": 1, "answer": refusal });
    stripe.control("faults", fault).await;
    let answer = browser.post(OPEN, &[("flow", "subscription_pause")]).await;
    assert!(answer.location().unwrap().contains("/p/session/"), "{answer:?}");
    assert!(session(&stripe).await["flow"].is_null());
}

#[tokio::test]
async fn a_client_asks_in_the_version_it_is_told() {
    let stripe = Stripe::start().await;
    let (app, ..) = subscriber(&stripe.base(), &stripe).await;
    apply(&app, OFFERS).await.unwrap();
    let id = installation::load(&app.state.db).await.unwrap().unwrap().portal_configuration;
    let key = "sk_test_other".parse().unwrap();
    let client = StripeClient::new(key, stripe.base().parse().unwrap(), BUDGET);
    let found = portal_config::in_force(&client, id.as_deref()).await.unwrap().unwrap();
    assert_eq!(found.features.subscription_pause, Some(true));
    let older = older_account(&stripe.base(), Older::RefusesVersion).await;
    let key = "sk_test_other".parse().unwrap();
    let client = StripeClient::new(key, older.parse().unwrap(), BUDGET);
    let found = portal_config::in_force(&client, id.as_deref()).await.unwrap().unwrap();
    assert_eq!(found.features.subscription_pause, None);
}
