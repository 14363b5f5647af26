//! What the account page says of features.

use customer_portal::{
    account::add_member,
    account_access::{NewGrant, grant},
    entity::account,
    model::{AccountId, Role},
};
use mirror::entity::customer;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::json;
use time::{Duration, macros::datetime};

use super::{Site, id};
use crate::support::{Answer, Browser, PASSWORD, text_of};

/// Somebody with a plan, signed in.
struct Visitor {
    browser: Browser,
    account: AccountId,
    customer: String,
    /// Of the plan.
    price: String,
    subscription: String,
}

/// A shop with two plans, and a customer of the first.
async fn shop() -> (Site, Visitor) {
    let site = Site::start().await;
    let pro = [("features", "api, projects"), ("limit.projects", "5 * quantity"), ("portal_order", "1")];
    let (_, price) = site.product("Pro", &pro).await;
    site.product("Team", &[("features", "api, sso"), ("portal_order", "2")]).await;
    let (customer, subscription) = site.subscriber(&price).await;
    site.read_catalog().await;
    let (browser, user) = site.app.customer("ada@example.com", &customer).await;
    let account = site.app.account(user).await;
    (site, Visitor { browser, account, customer, price, subscription })
}

impl Visitor {
    /// The account page, in step with Stripe.
    async fn page(&mut self) -> Answer {
        self.browser.get("/account?from=portal").await
    }

    /// What the card of features says.
    async fn card(&mut self) -> String {
        card(&self.page().await).unwrap()
    }

    /// What it says in a scene of the simulator's.
    async fn card_while(&mut self, site: &Site, scene: &str) -> String {
        let scene = json!({ "customer": self.customer, "price": self.price, "scene": scene });
        site.stripe.control("scenes", scene).await;
        self.card().await
    }
}

/// What the card of features says; `None` if it is not there.
fn card(page: &Answer) -> Option<String> {
    assert_eq!(page.status, 200, "{page:?}");
    let (_, rest) = page.body.split_once("aria-labelledby=\"features\"")?;
    // Of the tag itself the end is left.
    let (_, inside) = rest.split_once("</section>")?.0.split_once('>')?;
    Some(text_of(inside))
}

#[tokio::test]
async fn what_the_plan_includes_and_what_another_would_bring() {
    let (site, mut ada) = shop().await;
    assert_eq!(ada.card().await, "What’s included api projects: up to 5 Not included sso Compare plans");
    let with_the_session = card(&ada.browser.get("/account").await);
    assert_eq!(with_the_session, Some(ada.card().await), "in one trip, and after asking Stripe");

    site.apply("[features.projects]\nname = \"Projects\"\n[features.unsold]\nname = \"Unsold\"").await;
    let many = [("items[0][id]", &*item(&site, &ada).await), ("items[0][quantity]", "300")];
    site.stripe.post(&format!("subscriptions/{}", ada.subscription), &many).await;
    assert_eq!(ada.card().await, "What’s included api Projects: up to 1,500 Not included sso Compare plans");
}

async fn item(site: &Site, visitor: &Visitor) -> String {
    let state = site.stripe.state().await;
    let mut all = state["subscriptions"].as_array().unwrap().iter();
    let subscription = all.find(|it| it["id"] == visitor.subscription).unwrap();
    id(&subscription["items"]["data"][0])
}

#[tokio::test]
async fn a_feature_has_stripes_name_until_it_gets_another() {
    let site = Site::start().await;
    let (product, price) = site.product("Pro", &[]).await;
    let feature = site.stripe.post("entitlements/features", &[("lookup_key", "sso"), ("name", "Sign-on")]).await;
    let form = [("entitlement_feature", feature["id"].as_str().unwrap())];
    site.stripe.post(&format!("products/{product}/features"), &form).await;
    let (customer, _) = site.subscriber(&price).await;
    let (mut browser, _) = site.app.customer("ada@example.com", &customer).await;
    let page = browser.get("/account?from=portal").await;
    assert_eq!(card(&page).unwrap(), "What’s included Sign-on");

    let path = format!("entitlements/features/{}", id(&feature));
    site.stripe.post(&path, &[("name", "Single sign-on")]).await;
    site.read_catalog().await;
    assert_eq!(card(&browser.get("/account").await).unwrap(), "What’s included Single sign-on");
}

#[tokio::test]
async fn features_that_wait_say_what_for() {
    let (site, mut ada) = shop().await;
    let waiting = |for_what: &str| {
        format!("What’s included Not available right now api projects {for_what} Not included sso Compare plans")
    };
    let paid = waiting("Available once your payment goes through.");
    assert_eq!(ada.card_while(&site, "unpaid").await, paid);
    assert_eq!(ada.card_while(&site, "incomplete").await, paid);
    assert_eq!(ada.card_while(&site, "paused_after_retries").await, paid);
    let active = waiting("Available once your plan is active again.");
    assert_eq!(ada.card_while(&site, "paused_by_request").await, active);
    site.apply("[standing]\ntrialing = false\npast_due_days = 0").await;
    assert_eq!(ada.card_while(&site, "past_due").await, paid);
    let on_trial = ada.card_while(&site, "trialing_with_card").await;
    assert_eq!(on_trial, waiting("Available once your free trial ends."));
    site.apply("[standing.pause_collection]\nmark_uncollectible = false").await;
    let uncharged = ada.card_while(&site, "collection_paused").await;
    assert_eq!(uncharged, waiting("Available again once billing resumes."));
    let ended = ada.card_while(&site, "ended").await;
    assert_eq!(ended, "Not included api projects sso Compare plans", "nothing waits any more");
}

#[tokio::test]
async fn an_end_is_told_once_if_all_share_it() {
    let (site, mut ada) = shop().await;
    let canceling = ada.card_while(&site, "canceling").await;
    assert!(canceling.starts_with("What’s included api projects: up to 5 Included until "), "{canceling}");
    let past_due = ada.card_while(&site, "past_due").await;
    assert!(past_due.contains("api projects: up to 5 Included until "), "{past_due}");
    assert!(past_due.contains(", and longer once your payment goes through. Not included sso"), "{past_due}");

    let until = datetime!(2999-07-01 12:00 UTC);
    let new = NewGrant { feature: "sso".parse().unwrap(), limit: Some(3), until: Some(until), reason: "x".to_owned() };
    grant(&site.app.state.db, &ada.account, &new).await.unwrap();
    let active = ada.card_while(&site, "active").await;
    assert_eq!(active, "What’s included api projects: up to 5 sso: up to 3 Until July 1, 2999");
    for (until, feature) in [(None, "sso"), (Some(clock::now() - Duration::days(1)), "gift")] {
        let feature = feature.parse().unwrap();
        let new = NewGrant { feature, limit: None, until, reason: "x".to_owned() };
        grant(&site.app.state.db, &ada.account, &new).await.unwrap();
    }
    assert_eq!(ada.card().await, "What’s included api projects: up to 5 sso");
}

#[tokio::test]
async fn thirty_are_named_and_the_others_are_counted() {
    let site = Site::start().await;
    let form = |index: usize| (format!("feature-{index:02}"), format!("Feature <{index:02}>"));
    let named: String =
        (0..42).map(form).map(|(key, name)| format!("[features.\"{key}\"]\nname = \"{name}\"\n")).collect();
    site.apply(&format!("free = {:?}\n{named}", (0..42).map(|index| form(index).0).collect::<Vec<_>>())).await;
    let (mut browser, _) = site.app.signed_in("ada@example.com").await;
    let page = browser.get("/account").await;
    let card = card(&page).unwrap();
    assert!(card.ends_with("And 12 more"), "{card}");
    assert_eq!(page.body.matches("Feature &lt;").count(), 30);
}

#[tokio::test]
async fn viewers_see_it_too() {
    let (site, mut ada) = shop().await;
    let card_of_owner = ada.card().await;
    let user = site.app.user("eve@example.com").await;
    let own = site.app.account(user).await;
    account::Entity::delete_by_id(own.as_str()).exec(&site.app.state.db).await.unwrap();
    add_member(&site.app.state.db, &ada.account, user, Role::Viewer).await.unwrap();
    let mut browser = site.app.browser();
    browser.post("/api/login", &[("email", "eve@example.com"), ("password", PASSWORD)]).await;
    site.app.forget_sign_ins().await;
    assert_eq!(card(&browser.get("/account").await), Some(card_of_owner));
}

#[tokio::test]
async fn nothing_is_said_where_nothing_is_known_or_there_are_no_features() {
    let (site, mut ada) = shop().await;
    assert_eq!(card(&ada.browser.get("/account").await), None, "never fetched");
    ada.card().await;
    let mut row = site.customer_row(&ada.customer).await.into_active_model();
    row.missing_since = Set(Some(1));
    customer::ActiveModel::update(row, &site.app.state.db).await.unwrap();
    assert_eq!(card(&ada.browser.get("/account").await), None, "missing");

    let site = Site::start().await;
    let (_, price) = site.product("Pro", &[]).await;
    let (customer, _) = site.subscriber(&price).await;
    let (mut browser, _) = site.app.customer("ada@example.com", &customer).await;
    assert_eq!(card(&browser.get("/account?from=portal").await), None);
}
