//! Ids chosen by the owner, as for products and for plans from before 2018.

use mirror::{
    Synced,
    entity::{price, product, subscription},
    mirror_catalog, sync,
};
use portal_config::Portal;
use sea_orm::EntityTrait;
use serde_json::json;
use stripe::Mode;

use crate::support::{LEGACY, Stripe, TestApp, deliver, with_legacy_id};

/// A product with this id, and its monthly price.
async fn sold(stripe: &Stripe, product: &str) -> String {
    stripe.post("products", &[("id", product), ("name", "Gold")]).await;
    let price = [("product", product), ("currency", "usd"), ("unit_amount", "69900"), ("recurring[interval]", "month")];
    stripe.post("prices", &price).await["id"].as_str().unwrap().to_owned()
}

async fn subscribe(stripe: &Stripe, customer: &str, price: &str) {
    stripe.post("subscriptions", &[("customer", customer), ("items[0][price]", price)]).await;
}

fn updated(kind: &str, id: &str) -> String {
    json!({ "id": format!("evt_{kind}"), "type": format!("{kind}.updated"), "created": 1,
            "data": { "object": { "id": id, "object": kind } } })
    .to_string()
}

#[tokio::test]
async fn a_product_is_found_whatever_its_id() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    for (number, id) in [LEGACY, "..", "%2e", ".", "%2F", "a&b=c", "año", "x\\y"].into_iter().enumerate() {
        let customer = stripe.customer().await;
        let (mut browser, _) = app.customer(&format!("user{number}@example.com"), &customer).await;
        subscribe(&stripe, &customer, &sold(&stripe, id).await).await;
        let outcome = sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
        assert_eq!(outcome, Synced::Written, "{id}");
        let page = browser.get("/account").await.text();
        assert!(page.contains("Current Plan Gold $699.00 per month Status Active"), "{id}: {page}");
        let event = updated("product", id).replace("evt_", &format!("evt_{number}_"));
        assert_eq!(deliver(&app, &event).await.status, 200);
        app.work().await;
        let row = product::Entity::find_by_id(id).one(&app.state.db).await.unwrap().unwrap();
        assert!(row.active, "{id} is sold");
    }
}

#[tokio::test]
async fn a_price_of_before_2018_is_had_sold_and_changed_to() {
    let stripe = Stripe::start().await;
    let now = sold(&stripe, "prod_now").await;
    let then = sold(&stripe, "prod_then").await;
    let app = TestApp::start(&with_legacy_id(&stripe.base(), &then).await).await;
    let customer = stripe.customer().await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    let scene = json!({ "customer": customer, "price": now, "other_price": then, "scene": "change_scheduled" });
    stripe.control("scenes", scene).await;
    let page = browser.get("/account?from=portal").await.text();
    assert!(page.contains("Your plan changes to Gold ($699.00 per month) on"), "{page}");

    assert_eq!(deliver(&app, &updated("price", LEGACY)).await.status, 200);
    app.work().await;
    let row = price::Entity::find_by_id(LEGACY).one(&app.state.db).await.unwrap().unwrap();
    assert!(row.active && row.unit_amount == Some(69_900), "{row:?}");

    let file = format!(
        "[features.subscription_update]\nenabled = true\ndefault_allowed_updates = [\"price\"]\n\
         [features.payment_method_update]\nenabled = true\n\
         [[features.subscription_update.products]]\nprices = [\"{LEGACY}\"]\n"
    );
    let portal = Portal {
        stripe: app.state.billing.stripe.clone(),
        db: Some(app.state.db.clone()),
        mode: Mode::Test,
        site: app.state.settings.app_url.url().clone(),
        checked: portal_config::read(&app.write("portal.toml", &file)).unwrap(),
    };
    portal_config::apply(&portal, &app.state.db, None).await.unwrap();
    assert!(portal_config::plan(&portal).await.unwrap().is_in_step());

    let other = stripe.customer().await;
    let (mut other_browser, _) = app.customer("eve@example.com", &other).await;
    subscribe(&stripe, &other, &now).await;
    other_browser.get("/account?from=portal").await;
    let change = [("flow", "subscription_update_confirm"), ("price", LEGACY)];
    let answer = other_browser.post("/api/create_portal_session", &change).await;
    assert!(answer.location().unwrap().contains("/p/session/"), "{answer:?}");
    let sessions = stripe.state().await["billing_portal_sessions"].clone();
    let flow = &sessions.as_array().unwrap().last().unwrap()["flow"];
    assert_eq!(flow["subscription_update_confirm"]["items"][0]["price"], then.as_str(), "{flow}");
}

#[tokio::test]
async fn a_price_that_cannot_be_had_is_one_without_details() {
    let stripe = Stripe::start().await;
    let (now, then) = (sold(&stripe, "prod_now").await, sold(&stripe, "prod_then").await);
    let app = TestApp::start(&stripe.base()).await;
    app.leaves_jobs(["price", "price"]);
    let customer = stripe.customer().await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    let scene = json!({ "customer": customer, "price": now, "other_price": then, "scene": "change_scheduled" });
    stripe.control("scenes", scene).await;
    for answer in [
        json!({ "kind": "error", "status": 404, "error": { "code": null, "message": "Unrecognized request URL" } }),
        json!({ "kind": "error", "status": 403 }),
        json!({ "kind": "error", "status": 500 }),
        json!({ "kind": "html", "status": 404 }),
    ] {
        for path in ["/v1/prices/*", "/v1/products/*"] {
            stripe.control("faults", json!({ "path": path, "rate": 100, "answer": answer })).await;
        }
        let outcome = sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
        assert!(matches!(outcome, Synced::Written | Synced::Unchanged), "{answer}: {outcome:?}");
        let page = browser.get("/account").await.text();
        assert!(
            page.contains("Current Plan prod_now") && page.contains("Your plan changes to another plan on"),
            "{page}"
        );
        stripe.forget_faults().await;
    }
    // Nothing of that is kept: with the next look all is there.
    let page = browser.get("/account?from=portal").await.text();
    assert!(page.contains("Your plan changes to Gold ($699.00 per month) on"), "{page}");
    assert_eq!(subscription::Entity::find().all(&app.state.db).await.unwrap().len(), 1);

    // And what is on sale stays so.
    mirror_catalog(&app.state.billing.mirror, &app.state.billing.stripe).await.unwrap();
    let fault = json!({ "path": "/v1/prices/*", "rate": 100, "answer": { "kind": "error", "status": 404,
        "error": { "code": null, "message": "Unrecognized request URL" } } });
    stripe.control("faults", fault).await;
    deliver(&app, &updated("price", &then)).await;
    app.work().await;
    assert!(price::Entity::find_by_id(&then).one(&app.state.db).await.unwrap().unwrap().active);
}
