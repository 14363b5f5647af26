//! What a customer changes from the account page.

use super::*;

#[tokio::test]
async fn a_subscription_of_somebody_else_is_never_acted_on() {
    let (stripe, app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "canceling").await;
    browser.get("/account?from=portal").await;
    let (mut mallory, _) = app.customer("mallory@example.com", &stripe.customer().await).await;
    let theirs = of_customer(&stripe).await.remove(0);
    let refused = mallory.post("/api/continue_plan", &[("subscription", &theirs)]).await;
    let page = mallory.get(refused.location().unwrap()).await;
    assert!(page.text().contains("Your plan is already up to date."), "{}", page.text());
    let subscription = &stripe.state().await["subscriptions"][0];
    assert!(subscription["cancel_at"].is_i64(), "nothing was taken back: {subscription}");
    let flow = [("flow", "subscription_cancel"), ("subscription", theirs.as_str())];
    assert!(mallory.post("/api/create_portal_session", &flow).await.location().unwrap().contains("/p/session/"));
    let flow = &stripe.state().await["billing_portal_sessions"][0]["flow"];
    assert!(flow.is_null(), "the portal's home, and nothing of theirs: {flow}");
}

#[tokio::test]
async fn a_cancellation_is_taken_back_in_either_shape() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    for shape in ["cancel_at", "cancel_at_period_end"] {
        play(&stripe, &customer, &prices, if shape == "cancel_at" { "canceling" } else { "active" }).await;
        let id = of_customer(&stripe).await.remove(0);
        if shape == "cancel_at_period_end" {
            stripe.post(&format!("subscriptions/{id}"), &[("cancel_at_period_end", "true")]).await;
        }
        assert!(browser.get("/account?from=portal").await.text().contains("Keep plan"), "{shape}");
        let answer = browser.post("/api/continue_plan", &[("subscription", &id)]).await;
        assert_eq!(answer.location(), Some("/account?from=here"), "{shape}");
        let page = browser.get("/account?from=here").await.text();
        assert!(page.contains("Your plan renews on"), "{shape}: {page}");
        assert!(page.contains("Your plan continues. It’s no longer canceled."), "{shape}: {page}");
        let subscriptions = stripe.state().await["subscriptions"].clone();
        let kept = subscriptions.as_array().unwrap().iter().find(|each| each["id"] == id.as_str()).unwrap();
        assert_eq!((&kept["cancel_at"], &kept["cancel_at_period_end"]), (&Value::Null, &json!(false)), "{shape}");
    }
}

#[tokio::test]
async fn what_ended_is_told_before_what_began() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "active").await;
    browser.get("/account?from=portal").await;
    let former = of_customer(&stripe).await.remove(0);
    stripe.delete(&format!("subscriptions/{former}")).await;
    let items = [("customer", customer.as_str()), ("items[0][price]", prices[1].as_str())];
    stripe.post("subscriptions", &items).await;
    let page = browser.get("/account?from=portal").await.text();
    assert!(page.contains("Your plan has ended. You’re subscribed to Team."), "{page}");
}

#[tokio::test]
async fn while_stripe_is_down_nobody_knows_what_became_of_a_change_and_the_page_says_so() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "canceling").await;
    browser.get("/account?from=portal").await;
    let id = of_customer(&stripe).await.remove(0);
    drop(stripe);
    let answer = browser.post("/api/continue_plan", &[("subscription", &id)]).await;
    let page = browser.get(answer.location().unwrap()).await;
    assert!(
        page.text().contains("Stripe didn’t answer in time. Your plan may have changed: check again"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("Your plan is canceled and ends on"), "what was last known is still there");
}

#[tokio::test]
async fn what_is_canceled_already_brings_the_page_up_to_date() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "active").await;
    browser.get("/account?from=portal").await;
    let id = of_customer(&stripe).await.remove(0);
    stripe.post(&format!("subscriptions/{id}"), &[("cancel_at_period_end", "true")]).await;
    let answer = browser.post("/api/create_portal_session", &[("flow", "subscription_cancel")]).await;
    assert!(answer.location().unwrap().ends_with("/account"), "{answer:?}");
    assert!(browser.get("/account").await.text().contains("Your plan is canceled and ends on"), "without any webhook");
}

#[tokio::test]
async fn a_flow_the_portal_does_not_allow_is_not_even_tried() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "active").await;
    browser.get("/account?from=portal").await;
    let configurations = stripe.state().await["billing_portal_configurations"].clone();
    let id = configurations[0]["id"].as_str().unwrap();
    stripe
        .post(&format!("billing_portal/configurations/{id}"), &[("features[subscription_cancel][enabled]", "false")])
        .await;
    let answer = browser.post("/api/create_portal_session", &[("flow", "subscription_cancel")]).await;
    assert!(answer.location().unwrap().contains("/p/session/"), "{answer:?}");
    let requests = stripe.read("requests").await;
    let tried: Vec<_> = requests["requests"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|request| request["path"] == "/v1/billing_portal/sessions")
        .map(|request| request["status"].clone())
        .collect();
    assert_eq!(tried, [200], "the portal's home, at the first try");
}

#[tokio::test]
async fn a_plan_changes_to_what_the_portal_offers_and_to_nothing_else() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "active").await;
    browser.get("/account?from=portal").await;
    let team = stripe.state().await["prices"][1]["product"].as_str().unwrap().to_owned();
    let configuration = stripe.state().await["billing_portal_configurations"][0]["id"].as_str().unwrap().to_owned();
    let offer = [
        ("features[subscription_update][enabled]", "true"),
        ("features[subscription_update][default_allowed_updates][0]", "price"),
        ("features[subscription_update][products][0][product]", &team),
        ("features[subscription_update][products][0][prices][0]", &prices[1]),
    ];
    stripe.post(&format!("billing_portal/configurations/{configuration}"), &offer).await;
    for (price, flow) in [(&prices[1], json!("subscription_update_confirm")), (&prices[0], Value::Null)] {
        let confirm = [("flow", "subscription_update_confirm"), ("price", price.as_str())];
        assert_eq!(browser.post("/api/create_portal_session", &confirm).await.status, 302);
        let sessions = stripe.state().await["billing_portal_sessions"].clone();
        assert_eq!(sessions.as_array().unwrap().last().unwrap()["flow"]["type"], flow);
    }
}

#[tokio::test]
async fn a_new_card_in_the_portal_is_the_one_that_pays() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "past_due").await;
    let subscription = of_customer(&stripe).await.remove(0);
    // As Checkout leaves it: the card is the subscription's own.
    let state = stripe.state().await;
    let own = state["customers"][0]["invoice_settings"]["default_payment_method"].as_str().unwrap().to_owned();
    stripe.post(&format!("subscriptions/{subscription}"), &[("default_payment_method", &own)]).await;
    browser.get("/account?from=portal").await;
    let answer = browser.post("/api/create_portal_session", &[("flow", "payment_method_update")]).await;
    assert!(answer.location().unwrap().contains("/p/session/"), "{answer:?}");
    let state = stripe.state().await;
    assert!(state["subscriptions"][0]["default_payment_method"].is_null(), "{}", state["subscriptions"][0]);
    assert_eq!(state["customers"][0]["invoice_settings"]["default_payment_method"], own.as_str(), "the same pays");
}
