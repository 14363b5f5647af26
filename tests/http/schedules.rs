//! Subscriptions with a schedule, with the simulator: what is shown, and that no action is offered
//! that Stripe refuses.

use mirror::mirror_catalog;
use serde_json::{Value, json};

use crate::{
    checkout::{buy, open_sessions, price, shop},
    support::{Browser, Stripe, TestApp},
};

struct Shop {
    stripe: Stripe,
    app: TestApp,
    browser: Browser,
    customer: String,
}

impl Shop {
    async fn open() -> Self {
        let stripe = Stripe::start().await;
        let app = TestApp::start(&stripe.base()).await;
        let customer = stripe.customer().await;
        let (browser, _) = app.customer("ada@example.com", &customer).await;
        Self { stripe, app, browser, customer }
    }

    async fn price(&self, product: &str, amount: &str, months: &str) -> String {
        let price = [
            ("product", product),
            ("currency", "usd"),
            ("unit_amount", amount),
            ("recurring[interval]", "month"),
            ("recurring[interval_count]", months),
        ];
        id(&self.stripe.post("prices", &price).await)
    }

    async fn product(&self, name: &str) -> String {
        id(&self.stripe.post("products", &[("name", name)]).await)
    }

    async fn play(&self, scene: &str) {
        let (pro, team) = (self.product("Pro").await, self.product("Team").await);
        let (price, other_price) = (self.price(&pro, "1200", "1").await, self.price(&team, "2900", "1").await);
        mirror_catalog(&self.app.state.billing.mirror, &self.app.state.billing.stripe).await.unwrap();
        let scene = json!({ "customer": self.customer, "price": price, "other_price": other_price, "scene": scene });
        self.stripe.control("scenes", scene).await;
    }

    /// A subscription to the first of these prices, and a schedule whose next phase has the second.
    async fn changes(&self, from: &str, to: &str) -> String {
        let subscription = [("customer", self.customer.as_str()), ("items[0][price]", from)];
        let subscription = id(&self.stripe.post("subscriptions", &subscription).await);
        let made = self.stripe.post("subscription_schedules", &[("from_subscription", &subscription)]).await;
        let times = ["start_date", "end_date"].map(|time| made["phases"][0][time].to_string());
        let phases = [
            ("phases[0][start_date]", times[0].as_str()),
            ("phases[0][end_date]", &times[1]),
            ("phases[0][items][0][price]", from),
            ("phases[1][items][0][price]", to),
        ];
        let schedule = id(&made);
        self.stripe.post(&format!("subscription_schedules/{schedule}"), &phases).await;
        schedule
    }

    async fn account(&mut self) -> String {
        self.browser.get("/account?from=portal").await.text()
    }

    async fn subscription(&self) -> Value {
        self.stripe.state().await["subscriptions"][0].clone()
    }

    /// How Stripe answered each request to this path.
    async fn answers(&self, path: &str) -> Vec<Value> {
        let requests = self.stripe.read("requests").await;
        let requests = requests["requests"].as_array().unwrap().iter();
        requests.filter(|request| request["path"] == path).map(|request| request["status"].clone()).collect()
    }
}

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_end_by_schedule_is_told_and_no_way_out_is_offered_that_stripe_refuses() {
    let mut shop = Shop::open().await;
    shop.play("end_scheduled").await;
    let page = shop.account().await;
    assert!(page.contains(", as agreed. To keep it, contact support."), "{page}");
    for step in ["Keep plan", "Cancel plan", "Change plan"] {
        assert!(!page.contains(step), "{step}: {page}");
    }
    let subscription = shop.subscription().await;
    let answer = shop.browser.post("/api/continue_plan", &[("subscription", &id(&subscription))]).await;
    let page = shop.browser.get(answer.location().unwrap()).await.text();
    assert!(page.contains("Your plan is already up to date."), "{page}");
    let path = format!("/v1/subscriptions/{}", id(&subscription));
    assert!(shop.answers(&path).await.is_empty(), "Stripe is not even asked");
    let cancel = [("flow", "subscription_cancel"), ("subscription", &id(&subscription))];
    let answer = shop.browser.post("/api/create_portal_session", &cancel).await;
    assert!(answer.location().unwrap().contains("/p/session/"), "{answer:?}");
    assert_eq!(shop.answers("/v1/billing_portal/sessions").await, [200], "the portal's home, at the first try");
}

#[tokio::test]
async fn an_item_that_is_added_later_is_told_as_that() {
    let mut shop = Shop::open().await;
    shop.play("item_scheduled").await;
    let page = shop.account().await;
    assert!(page.contains("Team ($29.00 per month) is added to your plan on"), "{page}");
    assert!(page.contains("Review change") && !page.contains("Cancel plan"), "{page}");
}

#[tokio::test]
async fn another_interval_is_told_as_that() {
    let mut shop = Shop::open().await;
    let pro = shop.product("Pro").await;
    let (monthly, quarterly) = (shop.price(&pro, "1200", "1").await, shop.price(&pro, "3000", "3").await);
    shop.changes(&monthly, &quarterly).await;
    // Neither price is mirrored yet: the sync fetches what it needs.
    let page = shop.account().await;
    assert!(page.contains("you’ll be charged $30.00 every 3 months."), "{page}");
}

#[tokio::test]
async fn beside_a_plan_that_begins_later_no_second_one_is_sold() {
    let (stripe, app, monthly, _) = shop().await;
    let hosting = id(&stripe.post("products", &[("name", "Hosting")]).await);
    let hosting = price(&stripe, &hosting, "usd", "500", "month").await;
    mirror_catalog(&app.state.billing.mirror, &app.state.billing.stripe).await.unwrap();
    for (number, begins, is_sold) in [(1, &hosting, true), (2, &monthly, false)] {
        let customer = stripe.customer().await;
        let (mut browser, _) = app.customer(&format!("user{number}@example.com"), &customer).await;
        let scene = json!({ "customer": customer, "price": begins, "scene": "begin_scheduled" });
        stripe.control("scenes", scene).await;
        let answer = buy(&mut browser, &monthly).await;
        assert_eq!(answer.location().unwrap().contains("/c/pay/"), is_sold, "{answer:?}");
        if !is_sold {
            let page = browser.get(answer.location().unwrap()).await.text();
            assert!(page.contains("You already have a plan that starts later."), "{page}");
        }
    }
    assert_eq!(open_sessions(&stripe).await.len(), 1);
}

#[tokio::test]
async fn a_phase_to_come_keeps_its_owner_from_changing_and_a_schedule_without_one_does_not() {
    let mut shop = Shop::open().await;
    let pro = shop.product("Pro").await;
    let monthly = shop.price(&pro, "1200", "1").await;
    // Nothing changes in it that is told of, and the portal refuses all the same.
    let schedule = shop.changes(&monthly, &monthly).await;
    let page = shop.account().await;
    assert!(page.contains("Your plan renews on"), "{page}");
    assert!(page.contains("This plan was agreed in advance. To change or cancel it, contact support."), "{page}");
    assert!(!page.contains("Change plan") && !page.contains("Cancel plan"), "{page}");
    shop.stripe.post(&format!("subscription_schedules/{schedule}/release"), &[]).await;
    assert!(!shop.account().await.contains("agreed in advance"));
    let subscription = id(&shop.subscription().await);
    shop.stripe.post("subscription_schedules", &[("from_subscription", &subscription)]).await;
    let page = shop.account().await;
    assert!(page.contains("Change plan") && !page.contains("agreed in advance"), "{page}");
    let cancel = [("flow", "subscription_cancel"), ("subscription", &subscription)];
    shop.browser.post("/api/create_portal_session", &cancel).await;
    let session = shop.stripe.state().await["billing_portal_sessions"][0].clone();
    assert_eq!(session["flow"]["type"], "subscription_cancel");
}
