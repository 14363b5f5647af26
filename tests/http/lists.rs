//! Lists with several pages, and pages that are shorter than requested.

use std::{sync::Mutex, time::Duration};

use mirror::{
    check,
    entity::{invoice, price, product, subscription, subscription_item},
    mirror_catalog, sync,
};
use portal_config::Portal;
use reqwest::header::HeaderMap;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use stripe::Mode;

use crate::support::{Stripe, TestApp, proxy};

/// A Stripe whose pages have at most so many entries.
async fn with_pages_of(longest: u8) -> Stripe {
    let stripe = Stripe::start().await;
    stripe.control("unkind", json!({ "longest_page": longest })).await;
    stripe
}

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

async fn price(stripe: &Stripe, name: &str) -> String {
    let price =
        [("product_data[name]", name), ("currency", "usd"), ("unit_amount", "100"), ("recurring[interval]", "month")];
    id(&stripe.post("prices", &price).await)
}

#[tokio::test]
async fn a_customer_is_fetched_whole_however_short_the_pages_are() {
    let stripe = with_pages_of(2).await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    app.customer("ada@example.com", &customer).await;
    for plan in ["Team", "Seats", "Space", "Speed"] {
        stripe.subscribe(&customer, plan).await;
    }
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    let db = &app.state.db;
    assert_eq!(subscription::Entity::find().all(db).await.unwrap().len(), 5);
    assert_eq!(invoice::Entity::find().all(db).await.unwrap().len(), 5);
    mirror_catalog(&app.state.billing.mirror, &app.state.billing.stripe).await.unwrap();
    assert_eq!(product::Entity::find().all(db).await.unwrap().len(), 5);
    assert!(price::Entity::find().all(db).await.unwrap().iter().all(|price| price.active), "none is taken off");
}

/// As if every page of prices were followed by another.
fn promise_more(_: &mut HeaderMap, body: &mut String) {
    let Ok(mut answer) = serde_json::from_str::<Value>(body) else { return };
    if answer["url"] == "/v1/prices" {
        answer["has_more"] = json!(true);
        *body = answer.to_string();
    }
}

/// The pages of prices that were given.
static PAGES: Mutex<Vec<Value>> = Mutex::new(Vec::new());

/// As if the last page of prices were followed by the first.
fn lead_in_a_circle(_: &mut HeaderMap, body: &mut String) {
    let Ok(mut answer) = serde_json::from_str::<Value>(body) else { return };
    if answer["url"] == "/v1/prices" {
        let mut pages = PAGES.lock().unwrap();
        if answer["data"].as_array().is_none_or(Vec::is_empty) {
            answer["data"] = pages[0].clone();
        }
        pages.push(answer["data"].clone());
        answer["has_more"] = json!(true);
        *body = answer.to_string();
    }
}

#[tokio::test]
async fn a_list_that_leads_in_a_circle_ends() {
    let stripe = with_pages_of(1).await;
    let app = TestApp::start(&proxy(&stripe.base(), lead_in_a_circle).await).await;
    for name in ["Pro", "Team"] {
        price(&stripe, name).await;
    }
    let passed = mirror_catalog(&app.state.billing.mirror, &app.state.billing.stripe);
    let _ = tokio::time::timeout(Duration::from_secs(20), passed).await;
    let pages = PAGES.lock().unwrap();
    assert!(pages.len() == 3 && pages[0] == pages[2], "it ends where it was before: {pages:?}");
}

#[tokio::test]
async fn a_list_that_breaks_off_takes_nothing_off_sale() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    stripe.subscriber("Pro").await;
    mirror_catalog(&app.state.billing.mirror, &app.state.billing.stripe).await.unwrap();
    let other = app.replica(&proxy(&stripe.base(), promise_more).await).await;
    // What is known is asked for one by one.
    let mirrored = mirror_catalog(&other.state.billing.mirror, &other.state.billing.stripe).await.unwrap();
    assert!(mirrored.changed.is_empty() && mirrored.unreadable.is_empty(), "{mirrored:?}");
    assert!(price::Entity::find().one(&app.state.db).await.unwrap().unwrap().active);
}

/// As Stripe answers a subscription with more items than it tells of.
fn tell_of_one_item(_: &mut HeaderMap, body: &mut String) {
    let Ok(mut answer) = serde_json::from_str::<Value>(body) else { return };
    if answer["url"] == "/v1/subscriptions" {
        for subscription in answer["data"].as_array_mut().unwrap() {
            subscription["items"]["data"].as_array_mut().unwrap().truncate(1);
            subscription["items"]["has_more"] = json!(true);
        }
        *body = answer.to_string();
    }
}

#[tokio::test]
async fn all_items_of_a_subscription_are_kept() {
    let stripe = with_pages_of(2).await;
    let app = TestApp::start(&proxy(&stripe.base(), tell_of_one_item).await).await;
    let customer = stripe.customer().await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    let mut form = vec![("customer".to_owned(), customer.clone())];
    for part in 0..5 {
        form.push((format!("items[{part}][price]"), price(&stripe, &format!("Part {part}")).await));
    }
    let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    stripe.post("subscriptions", &form).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    let rows = subscription_item::Entity::find().all(&app.state.db).await.unwrap();
    assert_eq!(rows.len(), 5, "{rows:?}");
    let page = browser.get("/account").await.text();
    assert!((0..5).all(|part| page.contains(&format!("Part {part}"))), "{page}");
    assert_eq!(check(&app.state.db, &app.state.billing.stripe, &customer).await.unwrap(), Some(vec![]));
}

#[tokio::test]
async fn a_product_is_offered_with_prices_of_every_page() {
    let stripe = with_pages_of(2).await;
    let app = TestApp::start(&stripe.base()).await;
    stripe.post("products", &[("id", "prod_pro"), ("name", "Pro")]).await;
    for interval in ["month", "year"] {
        let recurring = [
            ("product", "prod_pro"),
            ("currency", "usd"),
            ("unit_amount", "1200"),
            ("recurring[interval]", interval),
            ("lookup_key", interval),
        ];
        stripe.post("prices", &recurring).await;
    }
    for _ in 0..3 {
        stripe.post("prices", &[("product", "prod_pro"), ("currency", "usd"), ("unit_amount", "100")]).await;
    }
    for products in ["product = \"prod_pro\"", "prices = [\"month\", \"year\"]"] {
        let file = format!(
            "[features.subscription_update]\nenabled = true\ndefault_allowed_updates = [\"price\"]\n\
             [features.payment_method_update]\nenabled = true\n\
             [[features.subscription_update.products]]\n{products}\n"
        );
        let portal = Portal {
            stripe: app.state.billing.stripe.clone(),
            db: Some(app.state.db.clone()),
            mode: Mode::Test,
            site: app.state.settings.app_url.url().clone(),
            checked: portal_config::read(&app.write("portal.toml", &file)).unwrap(),
        };
        portal_config::apply(&portal, &app.state.db, None).await.unwrap();
        let state = stripe.state().await;
        let configurations = state["billing_portal_configurations"].as_array().unwrap();
        assert_eq!(configurations.len(), 2, "Stripe's default, and ours");
    }
}

#[tokio::test]
async fn an_open_checkout_is_found_below_newer_ones() {
    let stripe = with_pages_of(1).await;
    let app = TestApp::start(&stripe.base()).await;
    let product = id(&stripe.post("products", &[("name", "Pro"), ("metadata[portal_order]", "1")]).await);
    let form =
        [("product", product.as_str()), ("currency", "usd"), ("unit_amount", "1200"), ("recurring[interval]", "month")];
    let price = id(&stripe.post("prices", &form).await);
    mirror_catalog(&app.state.billing.mirror, &app.state.billing.stripe).await.unwrap();
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let first = browser.post("/api/checkout", &[("price", &price)]).await.location().unwrap().to_owned();
    let customer = stripe.state().await["customers"][0]["id"].as_str().unwrap().to_owned();
    let other = [
        ("customer", customer.as_str()),
        ("mode", "subscription"),
        ("line_items[0][price]", &price),
        ("line_items[0][quantity]", "1"),
        ("success_url", "http://localhost/"),
    ];
    stripe.post("checkout/sessions", &other).await;
    let again = browser.post("/api/checkout", &[("price", &price)]).await;
    assert_eq!(again.location(), Some(first.as_str()), "{again:?}");
    let sessions = stripe.state().await["checkout_sessions"].clone();
    assert_eq!(sessions.as_array().unwrap().len(), 2);
}
