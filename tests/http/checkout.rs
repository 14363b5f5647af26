//! Pricing and buying, against the simulator.

use customer_portal::{account::customer_of, auth::UserId};
use mirror::{entity::customer, mirror_catalog, sync};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::support::{Answer, Browser, Stripe, TestApp, deliver, offered};

/// A shop with one product on offer: the stripe, the app, the monthly and the yearly price.
pub async fn shop() -> (Stripe, TestApp, String, String) {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let product = [
        ("name", "Pro"),
        ("metadata[portal_order]", "1"),
        ("metadata[portal_trial_days]", "14"),
        ("marketing_features[0][name]", "Unlimited projects"),
    ];
    let product = id(&stripe.post("products", &product).await);
    let monthly = price(&stripe, &product, "usd", "1200", "month").await;
    let yearly = price(&stripe, &product, "usd", "12000", "year").await;
    mirror_catalog(&app.state.billing.mirror, &app.state.billing.stripe).await.unwrap();
    (stripe, app, monthly, yearly)
}

pub async fn price(stripe: &Stripe, product: &str, currency: &str, amount: &str, interval: &str) -> String {
    let price =
        [("product", product), ("currency", currency), ("unit_amount", amount), ("recurring[interval]", interval)];
    id(&stripe.post("prices", &price).await)
}

pub fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

pub async fn buy(browser: &mut Browser, price: &str) -> Answer {
    browser.post("/api/checkout", &[("price", price)]).await
}

async fn customers(stripe: &Stripe) -> usize {
    stripe.state().await["customers"].as_array().unwrap().len()
}

pub async fn open_sessions(stripe: &Stripe) -> Vec<Value> {
    let state = stripe.state().await;
    let sessions = state["checkout_sessions"].as_array().unwrap();
    sessions.iter().filter(|session| session["status"] == "open").cloned().collect()
}

/// The Stripe customer that the user is.
async fn customer_row(app: &TestApp, user: UserId) -> customer::Model {
    let id = customer_of(&app.state.db, &app.account(user).await).await.unwrap().unwrap();
    customer::Entity::find_by_id(id).one(&app.state.db).await.unwrap().unwrap()
}

#[tokio::test]
async fn the_page_shows_what_stripe_offers_and_needs_no_stripe_for_it() {
    let (stripe, app, ..) = shop().await;
    let hidden = id(&stripe.post("products", &[("name", "Secret")]).await);
    price(&stripe, &hidden, "usd", "100", "month").await;
    let team = [("name", "Team"), ("metadata[portal_order]", "0")];
    let team = id(&stripe.post("products", &team).await);
    price(&stripe, &team, "jpy", "3000", "month").await;
    price(&stripe, &team, "usd", "2900", "month").await;
    mirror_catalog(&app.state.billing.mirror, &app.state.billing.stripe).await.unwrap();
    drop(stripe);
    let mut browser = app.browser();
    let page = browser.get("/pricing?currency=usd").await;
    assert_eq!(offered(&page.body), ["Choose Team", "Choose Pro"], "in the order of the metadata");
    let page = page.text();
    assert!(page.contains("Monthly Yearly JPY USD Team $29.00 per month Choose Team Pro $12.00 per month"), "{page}");
    assert!(page.contains("14 days free, then $12.00 per month Choose Pro Unlimited projects"), "{page}");
    assert!(!page.contains("Secret") && !page.contains("$120.00") && !page.contains('¥'), "{page}");
    let page = browser.get("/pricing?every=year&currency=usd").await.text();
    assert!(page.contains("$120.00 per year 14 days free, then $120.00 per year"), "{page}");
    assert!(page.contains("$10.00 a month, billed yearly Save $24.00 Choose Pro"), "{page}");
    assert!(page.contains("Team $29.00 per month"), "what is not sold by the year is shown all the same: {page}");
    let page = browser.get("/pricing?currency=jpy").await.text();
    assert!(page.contains("¥3,000 per month") && !page.contains("Secret") && !page.contains('$'), "{page}");
}

#[tokio::test]
async fn what_changes_in_stripe_changes_on_the_page() {
    let (stripe, app, monthly, _) = shop().await;
    stripe.post(&format!("prices/{monthly}"), &[("active", "false")]).await;
    let event = |kind: &str, id: &str| {
        let object = json!({ "id": id, "object": kind });
        json!({ "id": format!("evt_{id}"), "type": format!("{kind}.updated"), "created": 1, "data": { "object": object } })
            .to_string()
    };
    deliver(&app, &event("price", &monthly)).await;
    app.work().await;
    let page = app.browser().get("/pricing").await.text();
    assert!(!page.contains("$12.00") && page.contains("$120.00"), "{page}");
    let product = stripe.state().await["products"][0]["id"].as_str().unwrap().to_owned();
    stripe.post(&format!("products/{product}"), &[("name", "Professional")]).await;
    deliver(&app, &event("product", &product)).await;
    app.work().await;
    assert!(app.browser().get("/pricing").await.text().contains("Professional"));
}

#[tokio::test]
async fn without_a_session_one_signs_in_first_and_comes_back() {
    let (stripe, app, monthly, _) = shop().await;
    let answer = buy(&mut app.browser(), &monthly).await;
    assert_eq!(answer.location(), Some("/login?next=%2Fpricing"));
    assert_eq!(customers(&stripe).await, 0);
}

#[tokio::test]
async fn a_new_user_becomes_a_customer_and_goes_to_checkout() {
    let (stripe, app, monthly, _) = shop().await;
    let (mut browser, user) = app.signed_in("ada@example.com").await;
    let answer = buy(&mut browser, &monthly).await;
    assert_eq!(answer.status, 302);
    assert!(answer.location().unwrap().contains("/c/pay/"), "{answer:?}");
    let session = open_sessions(&stripe).await.remove(0);
    assert_eq!(session["success_url"], format!("{}/account?from=checkout", app.url));
    assert_eq!(session["cancel_url"], format!("{}/pricing", app.url));
    let row = customer_row(&app, user).await;
    assert_eq!(session["customer"], row.stripe_customer_id);
}

#[tokio::test]
async fn fifty_clicks_at_once_make_one_customer_and_one_checkout() {
    let (stripe, app, monthly, yearly) = shop().await;
    let (browser, _) = app.signed_in("ada@example.com").await;
    let session = browser.cookie("session").unwrap().to_owned();
    let clicks = (0..50).map(|n| {
        let (app, session) = (&app, &session);
        let price = if n % 5 == 0 { &yearly } else { &monthly };
        async move {
            let mut tab = app.browser();
            tab.set_cookie("session", session);
            buy(&mut tab, price).await
        }
    });
    let answers = futures::future::join_all(clicks).await;
    let landed = answers.iter().filter(|answer| answer.location().unwrap().contains("/c/pay/")).count();
    assert!(landed > 0, "{answers:?}");
    assert_eq!(customers(&stripe).await, 1);
    assert!(open_sessions(&stripe).await.len() <= 1, "{:?}", open_sessions(&stripe).await);
}

#[tokio::test]
async fn changing_ones_mind_leaves_one_checkout_open() {
    let (stripe, app, monthly, yearly) = shop().await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let first = buy(&mut browser, &monthly).await;
    let again = buy(&mut browser, &monthly).await;
    assert_eq!(first.location(), again.location(), "the same plan is the same checkout");
    let other = buy(&mut browser, &yearly).await;
    assert_ne!(first.location(), other.location());
    let back = buy(&mut browser, &monthly).await;
    assert!(back.location().unwrap().contains("/c/pay/"));
    assert_eq!(open_sessions(&stripe).await.len(), 1);
}

#[tokio::test]
async fn a_price_that_is_not_on_offer_is_not_sold() {
    let (stripe, app, ..) = shop().await;
    let hidden = id(&stripe.post("products", &[("name", "Secret")]).await);
    let secret = price(&stripe, &hidden, "usd", "1", "month").await;
    mirror_catalog(&app.state.billing.mirror, &app.state.billing.stripe).await.unwrap();
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    for price in [secret.as_str(), "price_nope", ""] {
        let answer = buy(&mut browser, price).await;
        let page = browser.get(answer.location().unwrap()).await.text();
        assert!(page.contains("That plan is no longer available."), "{price}: {page}");
    }
    assert_eq!(customers(&stripe).await, 0);
}

#[tokio::test]
async fn whoever_has_a_plan_is_never_sold_a_second_one() {
    let (stripe, app, monthly, yearly) = shop().await;
    let customer = stripe.customer().await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    // Bought a moment ago: nobody here knows of it yet.
    stripe.post("subscriptions", &[("customer", &customer), ("items[0][price]", &monthly)]).await;
    let answer = buy(&mut browser, &yearly).await;
    assert!(answer.location().unwrap().contains("/p/session/"), "{answer:?}");
    assert!(open_sessions(&stripe).await.is_empty());
    let page = browser.get("/pricing").await;
    assert!(page.text().contains("$12.00 per month Current plan"), "{}", page.text());
    assert!(offered(&page.body).is_empty(), "{}", page.body);
    let page = browser.get("/pricing?every=year").await;
    assert_eq!(offered(&page.body), ["Switch to yearly"], "{}", page.body);
}

#[tokio::test]
async fn a_trial_is_granted_once_for_ever() {
    let (stripe, app, monthly, _) = shop().await;
    let customer = stripe.customer().await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    let trial = [("customer", customer.as_str()), ("items[0][price]", &monthly), ("trial_period_days", "14")];
    let tried = id(&stripe.post("subscriptions", &trial).await);
    stripe.delete(&format!("subscriptions/{tried}")).await;
    buy(&mut browser, &monthly).await;
    let page = checkout_page(&stripe).await;
    assert!(!page.contains("14 days") && !page.to_lowercase().contains("trial"), "{page}");

    let (mut newcomer, _) = app.signed_in("bob@example.com").await;
    let answer = buy(&mut newcomer, &monthly).await;
    let page = reqwest::get(answer.location().unwrap()).await.unwrap().text().await.unwrap();
    assert!(page.to_lowercase().contains("trial"), "{page}");
}

pub async fn checkout_page(stripe: &Stripe) -> String {
    let url = open_sessions(stripe).await[0]["url"].as_str().unwrap().to_owned();
    reqwest::get(url).await.unwrap().text().await.unwrap()
}

#[tokio::test]
async fn a_customer_deleted_in_stripe_can_buy_anew() {
    let (stripe, app, monthly, _) = shop().await;
    let customer = stripe.customer().await;
    let (mut browser, user) = app.customer("ada@example.com", &customer).await;
    stripe.delete(&format!("customers/{customer}")).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    assert!(buy(&mut browser, &monthly).await.location().unwrap().contains("/c/pay/"));
    let row = customer_row(&app, user).await;
    assert!(row.stripe_customer_id != customer && row.deleted_at.is_none());
}

#[tokio::test]
async fn a_customer_that_the_account_does_not_know_is_told_so_and_can_buy_anew() {
    let (stripe, app, monthly, _) = shop().await;
    let (mut browser, user) = app.customer("ada@example.com", "cus_elsewhere").await;
    let page = browser.get("/account?from=portal").await.text();
    assert!(page.contains("We can’t find your billing account.") && page.contains("View Plans"), "{page}");
    assert!(!page.contains("isn’t showing yet") && !page.contains("Manage Subscription"), "{page}");
    assert!(buy(&mut browser, &monthly).await.location().unwrap().contains("/c/pay/"));
    let row = customer_row(&app, user).await;
    assert!(row.stripe_customer_id != "cus_elsewhere" && row.missing_since.is_none(), "{row:?}");
    assert_eq!(customers(&stripe).await, 1);
    assert!(!browser.get("/account").await.text().contains("can’t find your billing account"));
}

#[tokio::test]
async fn whoever_buys_at_once_where_nobody_is_known_becomes_one_customer() {
    let (stripe, app, monthly, _) = shop().await;
    let (browser, _) = app.customer("ada@example.com", "cus_elsewhere").await;
    let session = browser.cookie("session").unwrap().to_owned();
    let clicks = (0..10).map(|_| {
        let (app, session, monthly) = (&app, &session, &monthly);
        async move {
            let mut browser = app.browser();
            browser.set_cookie("session", session);
            buy(&mut browser, monthly).await
        }
    });
    let answers = futures::future::join_all(clicks).await;
    assert!(answers.iter().any(|answer| answer.location().unwrap().contains("/c/pay/")), "{answers:?}");
    assert_eq!((customers(&stripe).await, open_sessions(&stripe).await.len()), (1, 1));
}

#[tokio::test]
async fn an_account_that_is_forgotten_for_a_while_is_as_it_was_afterwards() {
    let (stripe, app, ..) = shop().await;
    let (customer, _) = stripe.subscriber("Enterprise").await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    stripe.control("account", json!({ "forgotten": true })).await;
    // Found out by a click on the portal; from then on the page says it.
    browser.post_body("/api/portal", "").await;
    let page = browser.get("/account").await.text();
    assert!(page.contains("can’t find your billing account") && !page.contains("Enterprise"), "{page}");
    assert!(!browser.get("/pricing").await.text().contains("Current plan"));
    stripe.control("account", json!({ "forgotten": false })).await;
    let page = browser.get("/account?from=portal").await.text();
    assert!(page.contains("Current Plan Enterprise $12.00 per month Status Active"), "{page}");
}

#[tokio::test]
async fn coming_back_from_checkout_shows_the_plan_before_any_webhook() {
    let (stripe, app, monthly, _) = shop().await;
    let customer = stripe.customer().await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    stripe.post("subscriptions", &[("customer", &customer), ("items[0][price]", &monthly)]).await;
    let page = browser.get("/account?from=checkout").await.text();
    assert!(page.contains("Current Plan Pro $12.00 per month Status Active"), "{page}");
}

#[tokio::test]
async fn even_if_it_was_looked_at_just_before_paying() {
    let (stripe, app, monthly, _) = shop().await;
    let customer = stripe.customer().await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    stripe.post("subscriptions", &[("customer", &customer), ("items[0][price]", &monthly)]).await;
    let page = browser.get("/account?from=checkout").await.text();
    assert!(page.contains("Current Plan Pro $12.00 per month Status Active"), "{page}");
}

#[tokio::test]
async fn what_the_address_claims_is_not_looked_at() {
    let (stripe, app, monthly, _) = shop().await;
    let (other, _) = stripe.subscriber("Enterprise").await;
    app.customer("bob@example.com", &other).await;
    let (mut ada, _) = app.signed_in("ada@example.com").await;
    buy(&mut ada, &monthly).await;
    let page = ada.get(&format!("/account?from=checkout&session_id=cs_1&customer={other}")).await.text();
    assert!(page.contains("ada@example.com") && !page.contains("Enterprise"), "{page}");
    let stranger = app.browser().get("/account?from=checkout&session_id=cs_1").await;
    assert!(stranger.location().unwrap().starts_with("/login"));
}

#[tokio::test]
async fn a_slow_stripe_is_not_waited_for() {
    let (stripe, app, monthly, _) = shop().await;
    app.leaves_jobs(["customer"]);
    let customer = stripe.customer().await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    stripe.post("subscriptions", &[("customer", &customer), ("items[0][price]", &monthly)]).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    stripe.control("faults", json!({ "path": "/v1/*", "calls": 100, "answer": { "kind": "hang" } })).await;
    let page = browser.get("/account?from=checkout").await;
    assert!(page.text().contains("isn’t showing yet"), "{}", page.text());
    assert!(page.text().contains("Current Plan Pro $12.00 per month Status Active"), "{}", page.text());
    assert!(page.body.contains(r#"http-equiv="refresh""#));
    let last = browser.get("/account?from=checkout&try=5").await;
    assert!(!last.body.contains(r#"http-equiv="refresh""#), "it does not go on for ever");
}

#[tokio::test]
async fn while_stripe_is_down_nothing_is_sold_and_the_page_says_so() {
    let (stripe, app, monthly, _) = shop().await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    drop(stripe);
    let answer = buy(&mut browser, &monthly).await;
    let location = answer.location().unwrap();
    let page = browser.get(location).await.text();
    assert!(page.contains("We can’t reach checkout right now.") && page.contains("$12.00"), "{page}");
}
