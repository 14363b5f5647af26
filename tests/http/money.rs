//! Money on the account page: refunds, disputes, credit, discounts, taxes, what items cost, and
//! payment methods by their customers' names.

use mirror::{
    StripeObject, Synced, check,
    entity::{invoice, stripe_event},
    sync,
};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::support::{Browser, Stripe, TestApp, deliver};

/// A customer in a scene of the simulator's, with a plan at 12.00 a month; not synced yet.
async fn playing(scene: &str) -> (Stripe, TestApp, Browser, String) {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let (browser, _) = app.customer("ada@example.com", &customer).await;
    play(&stripe, &customer, scene).await;
    (stripe, app, browser, customer)
}

async fn play(stripe: &Stripe, customer: &str, scene: &str) {
    let price = stripe.state().await["prices"][0]["id"].clone();
    stripe.control("scenes", json!({ "customer": customer, "price": price, "scene": scene })).await;
}

/// The page as it is once everything is fetched.
async fn page(browser: &mut Browser) -> String {
    browser.get("/account?from=portal").await.text()
}

#[tokio::test]
async fn every_scene_of_money_is_told_on_the_account_page() {
    let (stripe, app, mut browser, customer) = playing("nothing").await;
    for (scene, told) in [
        ("refunded", vec!["$12.00 Refunded"]),
        ("credited", vec!["$12.00 $6.00 refunded, $6.00 credited Credited", "Account Balance $6.00 credit, used for"]),
        ("disputed", vec!["$12.00 Disputed"]),
        ("in_credit", vec!["Account Balance $5.00 credit, used for your next invoices"]),
        (
            "discounted",
            vec!["Discount 50% off until ", "You’ll be charged $6.00.", "$6.00, including -$6.00 in adjustments on "],
        ),
        ("taxed", vec!["You’ll be charged $14.28.", "Next Invoice $14.28 including $2.28 tax on "]),
        ("metered", vec!["Pro + Calls Pro: $12.00 per month Calls: Billed by usage"]),
        ("wallet_card", vec!["Payment Method Apple Pay (Visa •••• 4242)"]),
        ("paypal", vec!["Payment Method PayPal (ada@example.com)"]),
        ("link", vec!["Payment Method Link (ada@example.com)"]),
        ("legacy_source", vec!["Payment Method Visa •••• 4242 Expires"]),
        ("update_pending", vec!["A change to your plan is waiting for a payment of $", " UTC. Pay for the change"]),
    ] {
        play(&stripe, &customer, scene).await;
        let page = page(&mut browser).await;
        for told in told {
            assert!(page.contains(told), "{scene}: {told}: {page}");
        }
        let found = check(&app.state.db, &app.state.billing.stripe, &customer).await.unwrap();
        assert_eq!(found, Some(vec![]), "{scene}");
    }
}

#[tokio::test]
async fn a_change_that_waits_leads_to_its_payment() {
    let (_stripe, app, mut browser, _) = playing("update_pending").await;
    page(&mut browser).await;
    let invoices = invoice::Entity::find().all(&app.state.db).await.unwrap();
    let open = invoices.iter().find(|invoice| invoice.status == "open").unwrap();
    let page = browser.get("/account").await.body;
    let pay = format!("/account/invoices/{}/pay", open.id);
    let link = format!("<a href=\"{pay}\" aria-label=\"Pay for the change: Pro\">Pay for the change");
    assert!(page.contains(&link), "{page}");
    assert_eq!(browser.get(&pay).await.status, 302);
}

#[tokio::test]
async fn seats_are_told_with_what_each_costs() {
    let (stripe, _app, mut browser, customer) = playing("active").await;
    let item = stripe.state().await["subscriptions"].as_array().unwrap().iter().rev().find_map(|subscription| {
        let is_living = subscription["customer"] == customer.as_str() && subscription["status"] == "active";
        is_living.then(|| subscription["items"]["data"][0]["id"].as_str().unwrap().to_owned())
    });
    stripe.post(&format!("subscription_items/{}", item.unwrap()), &[("quantity", "25")]).await;
    let page = page(&mut browser).await;
    assert!(page.contains("Current Plan Pro 25 × $12.00 per month Status Active"), "{page}");
}

fn event(kind: &str, object: &Value) -> String {
    json!({ "id": format!("evt_{kind}"), "object": "event", "type": kind, "created": 1_760_000_000,
            "data": { "object": object } })
    .to_string()
}

async fn state_of(app: &TestApp, kind: &str) -> stripe_event::State {
    stripe_event::Entity::find_by_id(format!("evt_{kind}")).one(&app.state.db).await.unwrap().unwrap().state
}

/// The customer's charges, the newest first.
async fn charges(stripe: &Stripe, customer: &str) -> Vec<Value> {
    let state = stripe.state().await;
    let of_customer = state["charges"].as_array().unwrap().iter().filter(|charge| charge["customer"] == customer);
    let mut charges: Vec<_> = of_customer.cloned().collect();
    charges.sort_by_key(|charge| std::cmp::Reverse(charge["created"].as_i64()));
    charges
}

#[tokio::test]
async fn what_does_not_say_whose_it_is_is_heard_all_the_same() {
    let (stripe, app, mut browser, customer) = playing("active").await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    let charge = charges(&stripe, &customer).await[0].clone();
    stripe.post("refunds", &[("payment_intent", charge["payment_intent"].as_str().unwrap())]).await;
    let refund = json!({ "id": "re_1", "object": "refund", "charge": charge["id"] });
    assert_eq!(deliver(&app, &event("refund.created", &refund)).await.status, 200);
    assert!(!browser.get("/account").await.text().contains("Refunded"), "the webhook asks Stripe for nothing");
    assert_eq!(app.work().await, 1);
    assert_eq!(state_of(&app, "refund.created").await, stripe_event::State::Succeeded);
    assert!(browser.get("/account").await.text().contains("$12.00 Refunded"));

    let invoice = invoice::Entity::find().one(&app.state.db).await.unwrap().unwrap().id;
    let payment = json!({ "id": "inpay_1", "object": "invoice_payment", "invoice": invoice });
    deliver(&app, &event("invoice_payment.paid", &payment)).await;
    app.work().await;
    assert_eq!(state_of(&app, "invoice_payment.paid").await, stripe_event::State::Succeeded);
}

#[tokio::test]
async fn a_lookup_that_fails_is_tried_again_and_one_that_finds_nothing_is_not() {
    let (stripe, app, _, customer) = playing("disputed").await;
    let charge = charges(&stripe, &customer).await[0]["id"].clone();
    let fault = json!({ "path": "/v1/charges/*", "rate": 100, "answer": { "kind": "error", "status": 500 } });
    stripe.control("faults", fault).await;
    let dispute = json!({ "id": "du_1", "object": "dispute", "charge": charge });
    deliver(&app, &event("charge.dispute.created", &dispute)).await;
    app.work().await;
    assert_eq!(state_of(&app, "charge.dispute.created").await, stripe_event::State::Pending);
    stripe.forget_faults().await;
    let waiting = StripeObject::Charge(charge.as_str().unwrap().to_owned());
    app.state.billing.mirror.queue.retry_now(&app.state.db, &[waiting.to_string()]).await.unwrap();
    app.work().await;
    assert_eq!(state_of(&app, "charge.dispute.created").await, stripe_event::State::Succeeded);

    for (kind, charge) in [("refund.updated", "ch_gone"), ("refund.failed", "../customers")] {
        let refund = json!({ "id": "re_1", "object": "refund", "charge": charge });
        deliver(&app, &event(kind, &refund)).await;
        app.work().await;
        assert_eq!(state_of(&app, kind).await, stripe_event::State::Ignored, "{charge}");
    }
}

#[tokio::test]
async fn a_key_that_may_not_see_charges_or_coupons_sees_the_rest() {
    let (stripe, app, mut browser, customer) = playing("refunded").await;
    let denied = json!({ "kind": "error", "status": 403 });
    stripe.control("faults", json!({ "path": "/v1/charges", "rate": 100, "answer": denied })).await;
    for path in [format!("/v1/customers/{customer}"), "/v1/subscriptions".to_owned()] {
        stripe.control("faults", json!({ "path": path, "calls": 1, "answer": denied })).await;
    }
    assert_eq!(sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap(), Synced::Written);
    let page = browser.get("/account").await.text();
    assert!(page.contains("Your plan renews on") && page.contains("$12.00 Paid"), "{page}");
}

#[tokio::test]
async fn refunds_that_cannot_be_asked_for_stay_as_they_are_known() {
    let (stripe, app, mut browser, customer) = playing("refunded").await;
    app.leaves_jobs(["customer"]);
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    let fault = json!({ "path": "/v1/charges", "rate": 100, "answer": { "kind": "error", "status": 500 } });
    stripe.control("faults", fault).await;
    let error = sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap_err().to_string();
    assert!(error.contains(&format!("the charges of {customer} could not be read")), "{error}");
    assert!(browser.get("/account").await.text().contains("$12.00 Refunded"));
}

#[tokio::test]
async fn a_dispute_that_was_won_leaves_the_invoice_paid() {
    let (stripe, _app, mut browser, customer) = playing("disputed").await;
    assert!(page(&mut browser).await.contains("Disputed"));
    let state = stripe.state().await;
    let dispute = state["disputes"].as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned();
    stripe.post(&format!("disputes/{dispute}"), &[("evidence[uncategorized_text]", "winning_evidence")]).await;
    let page = page(&mut browser).await;
    assert!(!page.contains("Disputed") && page.contains("$12.00 Paid"), "{customer}: {page}");
}

#[tokio::test]
async fn what_others_do_with_a_coupon_is_no_drift() {
    let (stripe, app, _, customer) = playing("discounted").await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    let coupon = stripe.state().await["coupons"][0]["id"].as_str().unwrap().to_owned();
    let other = stripe.customer().await;
    let price = stripe.state().await["prices"][0]["id"].as_str().unwrap().to_owned();
    let form = [("customer", other.as_str()), ("items[0][price]", &price), ("discounts[0][coupon]", &coupon)];
    stripe.post("subscriptions", &form).await;
    stripe.post(&format!("coupons/{coupon}"), &[("name", "Half price")]).await;
    assert_eq!(check(&app.state.db, &app.state.billing.stripe, &customer).await.unwrap(), Some(vec![]));
    assert_eq!(sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap(), Synced::Unchanged);
}

#[tokio::test]
async fn the_discount_of_one_item_is_told_with_what_it_is_for() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    let customer = stripe.customer().await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    let pro =
        [("product_data[name]", "Pro"), ("currency", "usd"), ("unit_amount", "1200"), ("recurring[interval]", "month")];
    let price = stripe.post("prices", &pro).await["id"].as_str().unwrap().to_owned();
    let seats = [
        ("product_data[name]", "Seats"),
        ("currency", "usd"),
        ("unit_amount", "500"),
        ("recurring[interval]", "month"),
    ];
    let seats = stripe.post("prices", &seats).await["id"].as_str().unwrap().to_owned();
    let coupon = stripe.post("coupons", &[("percent_off", "12.5"), ("duration", "forever")]).await;
    let form = [
        ("customer", customer.as_str()),
        ("items[0][price]", &price),
        ("items[1][price]", &seats),
        ("items[1][quantity]", "3"),
        ("items[1][discounts][0][coupon]", coupon["id"].as_str().unwrap()),
    ];
    stripe.post("subscriptions", &form).await;
    let page = page(&mut browser).await;
    assert!(page.contains("Pro + 3 × Seats Pro: $12.00 per month Seats: 3 × $5.00 per month"), "{page}");
    assert!(page.contains("Discount 12.5% off Seats"), "{page}");
}
