//! Plans that are paused, and payments that are.

use super::*;

#[tokio::test]
async fn a_paused_plan_is_resumed_once_there_is_a_card() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "paused").await;
    let id = of_customer(&stripe).await.remove(0);
    browser.get("/account?from=portal").await;
    let refused = browser.post("/api/continue_plan", &[("subscription", &id)]).await;
    let page = browser.get(refused.location().unwrap()).await.text();
    assert!(page.contains("Your plan is already up to date."), "without a card: {page}");
    let card = stripe.post("payment_methods/pm_card_visa/attach", &[("customer", &customer)]).await;
    let default = [("invoice_settings[default_payment_method]", card["id"].as_str().unwrap())];
    stripe.post(&format!("customers/{customer}"), &default).await;
    assert_eq!(
        steps(&browser.get("/account?from=portal").await.body),
        ["Resume plan", "Update payment method", "Manage Subscription", "Update payment method"]
    );
    let answer = browser.post("/api/continue_plan", &[("subscription", &id)]).await;
    assert_eq!(answer.location(), Some("/account?from=here"));
    let page = browser.get("/account?from=here").await.text();
    assert!(page.contains("Status Active") && page.contains("Your plan is active again."), "{page}");
}

#[tokio::test]
async fn resuming_with_a_card_that_is_declined_says_so() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "paused").await;
    let card = stripe.post("payment_methods/pm_card_chargeCustomerFail/attach", &[("customer", &customer)]).await;
    let default = [("invoice_settings[default_payment_method]", card["id"].as_str().unwrap())];
    stripe.post(&format!("customers/{customer}"), &default).await;
    browser.get("/account?from=portal").await;
    let id = of_customer(&stripe).await.remove(0);
    let answer = browser.post("/api/continue_plan", &[("subscription", &id)]).await;
    let page = browser.get(answer.location().unwrap()).await;
    assert!(page.text().contains("Your payment failed, so your plan is still paused."), "{}", page.text());
    assert!(page.text().contains("A payment of $12.00 failed. Pay now to continue."), "{}", page.text());
    assert_eq!(
        steps(&page.body),
        ["Pay $12.00 now", "Update payment method", "Manage Subscription", "Update payment method"]
    );
}

#[tokio::test]
async fn a_pause_after_a_failed_payment_ends_by_paying_or_once_the_invoice_is_settled() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "paused_at_first_payment").await;
    let invoice = stripe.state().await["subscriptions"][0]["latest_invoice"].as_str().unwrap().to_owned();
    stripe.post(&format!("invoices/{invoice}/void"), &[]).await;
    let page = browser.get("/account?from=portal").await;
    assert_eq!(
        steps(&page.body),
        ["Resume plan", "Update payment method", "Manage Subscription", "Update payment method"]
    );
    assert!(page.text().contains("A payment failed. Resume to keep using your plan."), "{}", page.text());
}

#[tokio::test]
async fn what_is_owed_is_told_of_a_plan_that_was_paused_on_request() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "past_due").await;
    let id = of_customer(&stripe).await.remove(0);
    stripe.post(&format!("subscriptions/{id}/pause"), &[]).await;
    let page = browser.get("/account?from=portal").await;
    assert!(page.text().contains("Your plan was paused on"), "{}", page.text());
    assert!(page.text().contains("$12.00 has been due since"), "{}", page.text());
    assert_eq!(
        steps(&page.body),
        ["Pay $12.00 now", "Resume plan", "Update payment method", "Manage Subscription", "Update payment method"]
    );
}

#[tokio::test]
async fn paused_payments_do_not_hide_a_debt() {
    let (stripe, _app, mut browser, customer, prices) = customer().await;
    play(&stripe, &customer, &prices, "past_due").await;
    let id = of_customer(&stripe).await.remove(0);
    stripe.post(&format!("subscriptions/{id}"), &[("pause_collection[behavior]", "void")]).await;
    let page = browser.get("/account?from=portal").await.text();
    for words in ["Your payment failed. We couldn’t charge $12.00", "Billing is paused. Nothing new is charged."] {
        assert!(page.contains(words), "{words:?} in {page}");
    }
}
