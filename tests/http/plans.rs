//! Which subscription is the plan: one Stripe account can serve several services, and nobody is sold a second plan.

use mirror::{mirror_catalog, sync};
use serde_json::json;

use crate::{
    checkout::{buy, checkout_page, id, open_sessions, price, shop},
    support::{Stripe, TestApp, offered},
};

/// A subscription of the customer's to a new product with this metadata `portal_order`.
async fn subscribed(stripe: &Stripe, app: &TestApp, customer: &str, order: Option<&str>) -> (String, String) {
    let mut product = vec![("name", "Hosting")];
    product.extend(order.map(|order| ("metadata[portal_order]", order)));
    let product = id(&stripe.post("products", &product).await);
    let price = price(stripe, &product, "usd", "500", "month").await;
    mirror_catalog(&app.state.billing.mirror, &app.state.billing.stripe).await.unwrap();
    let subscription = [("customer", customer), ("items[0][price]", &price), ("trial_period_days", "7")];
    (product, id(&stripe.post("subscriptions", &subscription).await))
}

#[tokio::test]
async fn who_pays_for_another_service_buys_here_like_anybody_else() {
    let (stripe, app, monthly, _) = shop().await;
    let customer = stripe.customer().await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    subscribed(&stripe, &app, &customer, None).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    let page = browser.get("/pricing").await.text();
    assert!(page.contains("14 days free, then $12.00 per month Choose Pro"), "{page}");
    assert!(buy(&mut browser, &monthly).await.location().unwrap().contains("/c/pay/"));
    assert!(checkout_page(&stripe).await.contains("Start trial"), "the other service's trial was another one");
    let account = browser.get("/account").await.body;
    assert!(account.contains(r#"value="subscription_update""#), "the prices are not what it changes to: {account}");
}

#[tokio::test]
async fn what_is_or_may_be_ours_is_never_sold_beside() {
    let (stripe, app, monthly, _) = shop().await;
    for (number, (order, archived)) in [("2", false), ("2", true), ("not sold any more", false)].into_iter().enumerate()
    {
        let customer = stripe.customer().await;
        let (mut browser, _) = app.customer(&format!("user{number}@example.com"), &customer).await;
        let (product, _) = subscribed(&stripe, &app, &customer, Some(order)).await;
        if archived {
            stripe.post(&format!("products/{product}"), &[("active", "false")]).await;
            mirror_catalog(&app.state.billing.mirror, &app.state.billing.stripe).await.unwrap();
        }
        let answer = buy(&mut browser, &monthly).await;
        assert!(answer.location().unwrap().contains("/p/session/"), "{order} {archived}: {answer:?}");
    }
    let page = app.browser().get("/pricing").await.text();
    assert_eq!(page.matches("$5.00").count(), 1, "only the number that is active is sold: {page}");

    let customer = stripe.customer().await;
    let (mut browser, _) = app.customer("eve@example.com", &customer).await;
    stripe.subscribe(&customer, "Unknown").await;
    let gone = json!({ "path": "/v1/products/*", "calls": 100, "answer":
        { "kind": "error", "status": 404, "error": { "code": "resource_missing", "param": "id" } } });
    stripe.control("faults", gone).await;
    let answer = buy(&mut browser, &monthly).await;
    assert!(answer.location().unwrap().contains("/p/session/"), "nobody knows what it is: {answer:?}");
    assert!(open_sessions(&stripe).await.is_empty());
}

#[tokio::test]
async fn a_plan_that_cannot_be_changed_has_no_buttons_that_say_so() {
    let (stripe, app, monthly, yearly) = shop().await;
    let customer = stripe.customer().await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    let seats = id(&stripe.post("products", &[("name", "Seats")]).await);
    let seats = price(&stripe, &seats, "usd", "500", "month").await;
    let both = [("customer", customer.as_str()), ("items[0][price]", &monthly), ("items[1][price]", &seats)];
    let subscription = id(&stripe.post("subscriptions", &both).await);
    browser.get("/account?from=portal").await;
    for every in ["month", "year"] {
        let page = browser.get(&format!("/pricing?every={every}")).await;
        assert!(
            page.text().contains("This plan can’t be changed here. Contact support. Go to your account"),
            "{}",
            page.text()
        );
        assert_eq!(page.text().contains("Current plan"), every == "month", "{}", page.text());
        assert!(offered(&page.body).is_empty(), "{every}: {}", page.body);
    }
    let answer = buy(&mut browser, &yearly).await;
    assert!(answer.location().unwrap().ends_with("/account?from=pricing"), "never a second one: {answer:?}");
    stripe.delete(&format!("subscriptions/{subscription}")).await;
    browser.get("/account?from=portal").await;
    let page = browser.get("/pricing?every=year").await;
    assert!(page.text().contains("$120.00 per year"), "{}", page.text());
    assert_eq!(offered(&page.body), ["Choose Pro"], "{}", page.body);
}
