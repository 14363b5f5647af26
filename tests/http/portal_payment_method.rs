//! The payment method before and after opening the portal.

use mirror::entity::subscription;
use reqwest::Method;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

use crate::support::{Browser, Stripe, TestApp};

const OPEN: &str = "/api/create_portal_session";

/// A subscription that has a card of its own, as Checkout leaves it.
struct Shop {
    stripe: Stripe,
    app: TestApp,
    browser: Browser,
    customer: String,
    subscription: String,
    own: String,
}

impl Shop {
    async fn open() -> Self {
        let stripe = Stripe::start().await;
        let app = TestApp::start(&stripe.base()).await;
        let (customer, subscription) = stripe.subscriber("Pro").await;
        let (browser, _) = app.customer("ada@example.com", &customer).await;
        let mut shop = Self { stripe, app, browser, customer, subscription, own: String::new() };
        shop.own = shop.card("pm_card_visa").await;
        let own = [("default_payment_method", shop.own.as_str())];
        shop.stripe.post(&format!("subscriptions/{}", shop.subscription), &own).await;
        shop
    }

    /// Another card of the customer's.
    async fn card(&self, token: &str) -> String {
        let attach = format!("payment_methods/{token}/attach");
        let card = self.stripe.post(&attach, &[("customer", &self.customer)]).await;
        card["id"].as_str().unwrap().to_owned()
    }

    /// The customer's default from now on; with an empty id there is none.
    async fn choose(&self, card: &str) {
        let default = [("invoice_settings[default_payment_method]", card)];
        self.stripe.post(&format!("customers/{}", self.customer), &default).await;
    }

    /// The click on Update payment method, which leads to the portal whatever happens.
    async fn click(&mut self) {
        let answer = self.browser.post(OPEN, &[("flow", "payment_method_update")]).await;
        assert!(answer.location().unwrap().contains("/p/session/"), "{answer:?}");
    }

    /// What pays: the subscription's own, and the customer's default.
    async fn payers(&self) -> [Value; 2] {
        let state = self.stripe.state().await;
        let customer = &state["customers"][0]["invoice_settings"]["default_payment_method"];
        [state["subscriptions"][0]["default_payment_method"].clone(), customer.clone()]
    }

    async fn refuse(&self, path: &str, status: u16) {
        let answer = json!({ "kind": "error", "status": status });
        self.stripe.control("faults", json!({ "method": "POST", "path": path, "calls": 9, "answer": answer })).await;
    }
}

#[tokio::test]
async fn a_default_that_the_customer_chose_stays_and_pays() {
    let mut shop = Shop::open().await;
    let chosen = shop.card("pm_card_mastercard").await;
    shop.choose(&chosen).await;
    shop.browser.get("/account?from=portal").await;
    shop.click().await;
    assert_eq!(shop.payers().await, [Value::Null, json!(chosen)]);
}

#[tokio::test]
async fn a_default_that_was_chosen_a_moment_ago_counts_too() {
    let mut shop = Shop::open().await;
    shop.choose("").await;
    shop.browser.get("/account?from=portal").await;
    // In the Dashboard, say; no webhook has told of it.
    let chosen = shop.card("pm_card_mastercard").await;
    shop.choose(&chosen).await;
    shop.click().await;
    assert_eq!(shop.payers().await, [Value::Null, json!(chosen)]);
}

#[tokio::test]
async fn without_a_default_the_subscriptions_own_becomes_it() {
    let mut shop = Shop::open().await;
    shop.choose("").await;
    shop.browser.get("/account?from=portal").await;
    shop.click().await;
    assert_eq!(shop.payers().await, [Value::Null, json!(shop.own)]);
}

#[tokio::test]
async fn a_failure_half_way_leaves_something_that_pays() {
    let mut shop = Shop::open().await;
    shop.choose("").await;
    shop.browser.get("/account?from=portal").await;
    shop.refuse("/v1/customers/*", 500).await;
    shop.click().await;
    assert_eq!(shop.payers().await, [json!(shop.own), Value::Null], "nothing else would pay");

    shop.stripe.forget_faults().await;
    shop.refuse("/v1/subscriptions/*", 500).await;
    let answer = shop.browser.post_body("/api/portal", "").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(shop.payers().await, [json!(shop.own), json!(shop.own)]);
}

#[tokio::test]
async fn a_source_of_former_times_is_handed_over_if_stripe_takes_it() {
    let mut shop = Shop::open().await;
    shop.choose("").await;
    shop.browser.get("/account?from=portal").await;
    let row = subscription::Entity::find().one(&shop.app.state.db).await.unwrap().unwrap();
    let mut row = row.into_active_model();
    row.default_payment_method = Set(Some("card_1abc".to_owned()));
    row.update(&shop.app.state.db).await.unwrap();
    shop.click().await;
    let requests = shop.stripe.read("requests").await;
    let path = format!("/v1/customers/{}", shop.customer);
    let asked = requests["requests"].as_array().unwrap().iter().rev();
    let asked = asked.clone().find(|one| one["method"] == Method::POST.as_str() && one["path"] == path.as_str());
    assert!(asked.is_some_and(|one| one["params"].to_string().contains("card_1abc")), "{asked:?}");
    assert_eq!(shop.payers().await, [json!(shop.own), Value::Null], "this Stripe has no such card");
}

#[tokio::test]
async fn nobody_is_told_that_nothing_was_changed_where_something_was() {
    let mut shop = Shop::open().await;
    shop.choose("").await;
    shop.browser.get("/account?from=portal").await;
    for (status, words) in [
        (500, "We can’t reach the billing portal right now."),
        (401, "Billing isn’t set up yet."),
        (404, "We couldn’t open the billing portal."),
    ] {
        shop.refuse("/v1/billing_portal/sessions", status).await;
        let answer = shop.browser.post(OPEN, &[]).await;
        let page = shop.browser.get(answer.location().unwrap()).await.text();
        assert!(page.contains(words) && !page.contains("Nothing was changed"), "{status}: {page}");
        shop.stripe.forget_faults().await;
    }
    assert_eq!(shop.payers().await, [Value::Null, json!(shop.own)]);
}
