//! Coupons, promotion codes and what they take off: subscriptions, items, invoices, previews and Checkout.

use crate::common::{Stripe, id};
use crate::invariants;
use reqwest::Method;
use serde_json::{Value, json};

const MONTH: i64 = 31 * 86_400;

async fn coupon(stripe: &Stripe, body: &str) -> String {
    id(&stripe.post("/v1/coupons", body).await)
}

async fn latest(stripe: &Stripe, subscription: &str) -> Value {
    let path = format!("/v1/invoices?subscription={subscription}&limit=1");
    stripe.get(&path).await["data"][0].clone()
}

async fn renewed(stripe: &Stripe, subscription: &str) -> Value {
    stripe.control("clock", json!({"advance": MONTH})).await;
    latest(stripe, subscription).await
}

#[tokio::test]
async fn a_coupon_for_ever_is_taken_off_every_invoice() {
    let stripe = Stripe::start().await;
    let half = coupon(&stripe, "percent_off=12.5&duration=forever&name=Friends").await;
    let (_, subscription) = stripe.subscribed(&format!("discounts[0][coupon]={half}")).await;
    let first = latest(&stripe, &subscription).await;
    assert_eq!((&first["subtotal"], &first["total"], &first["amount_paid"]), (&json!(1000), &json!(875), &json!(875)));
    let discount = first["discounts"][0].clone();
    assert_eq!(first["total_discount_amounts"], json!([{"amount": 125, "discount": discount}]));
    assert_eq!(first["lines"]["data"][0]["discount_amounts"][0]["amount"], 125);
    assert_eq!(renewed(&stripe, &subscription).await["total"], 875);
    let path = format!("/v1/subscriptions/{subscription}?expand[]=discounts&expand[]=discounts.source.coupon");
    let expanded = stripe.get(&path).await["discounts"][0].clone();
    assert_eq!((&expanded["id"], &expanded["end"]), (&discount, &Value::Null));
    assert_eq!(expanded["source"]["coupon"]["percent_off"], 12.5);
    assert_eq!(stripe.get(&format!("/v1/coupons/{half}")).await["times_redeemed"], 1);
    // Who deletes a coupon does not take it away from those who have it.
    stripe.delete(&format!("/v1/coupons/{half}")).await;
    assert_eq!(stripe.refused(Method::GET, &format!("/v1/coupons/{half}"), "").await.0, 404);
    assert_eq!(renewed(&stripe, &subscription).await["total"], 875);
    let gone = stripe.delete(&format!("/v1/subscriptions/{subscription}/discount")).await;
    assert_eq!((&gone["id"], &gone["deleted"]), (&discount, &json!(true)));
    assert_eq!(renewed(&stripe, &subscription).await["total"], 1000);
    let types = stripe.event_types().await;
    for kind in ["coupon.created", "customer.discount.created", "customer.discount.deleted", "coupon.deleted"] {
        assert!(types.iter().any(|it| it == kind), "{kind}: {types:?}");
    }
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn a_coupon_for_once_waits_for_the_first_invoice_with_something_to_pay() {
    let stripe = Stripe::start().await;
    let once = coupon(&stripe, "amount_off=300&currency=usd&duration=once").await;
    let (_, subscription) = stripe.subscribed(&format!("discounts[0][coupon]={once}&trial_period_days=5")).await;
    assert_eq!(
        stripe.get(&format!("/v1/subscriptions/{subscription}")).await["discounts"].as_array().unwrap().len(),
        1
    );
    let preview = stripe.post("/v1/invoices/create_preview", &format!("subscription={subscription}")).await;
    assert_eq!((&preview["subtotal"], &preview["total"]), (&json!(1000), &json!(700)));
    stripe.control("clock", json!({"advance": 6 * 86_400})).await;
    assert_eq!(latest(&stripe, &subscription).await["total"], 700);
    assert_eq!(stripe.get(&format!("/v1/subscriptions/{subscription}")).await["discounts"], json!([]));
    assert_eq!(renewed(&stripe, &subscription).await["total"], 1000);
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn a_repeating_coupon_ends_by_itself_and_the_preview_knows() {
    let stripe = Stripe::start().await;
    let two = coupon(&stripe, "percent_off=50&duration=repeating&duration_in_months=2").await;
    let (_, subscription) = stripe.subscribed(&format!("discounts[0][coupon]={two}")).await;
    let preview = || async {
        let preview = stripe.post("/v1/invoices/create_preview", &format!("subscription={subscription}")).await;
        preview["total"].as_i64().unwrap()
    };
    assert_eq!((latest(&stripe, &subscription).await["total"].as_i64(), preview().await), (Some(500), 500));
    assert_eq!(renewed(&stripe, &subscription).await["total"], 500);
    assert_eq!(preview().await, 1000);
    assert_eq!(renewed(&stripe, &subscription).await["total"], 1000);
    assert_eq!(stripe.get(&format!("/v1/subscriptions/{subscription}")).await["discounts"], json!([]));
    let events = stripe.get("/v1/events?type=customer.discount.deleted").await;
    assert_eq!(events["data"].as_array().unwrap().len(), 1);
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn an_items_discount_comes_first_and_an_amount_is_shared_out() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    let (big, small) = (stripe.price("big", 3000).await, stripe.price("small", 1000).await);
    let tenth = coupon(&stripe, "percent_off=10&duration=forever").await;
    let amount = coupon(&stripe, "amount_off=370&currency=usd&duration=forever").await;
    let body = format!(
        "customer={customer}&items[0][price]={big}&items[0][discounts][0][coupon]={tenth}&items[1][price]={small}\
         &discounts[0][coupon]={amount}"
    );
    let subscription = stripe.post("/v1/subscriptions", &body).await;
    let invoice = latest(&stripe, &id(&subscription)).await;
    // 3000 less 300, and 1000, less 370 in proportion.
    assert_eq!((&invoice["subtotal"], &invoice["total"]), (&json!(3700), &json!(3330)));
    let taken = |line: usize| {
        let amounts = invoice["lines"]["data"][line]["discount_amounts"].as_array().unwrap();
        amounts.iter().map(|it| it["amount"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!((taken(0), taken(1)), (vec![300, 270], vec![100]));
    assert_eq!(subscription["items"]["data"][0]["discounts"].as_array().unwrap().len(), 1);
    invariants::check(&stripe).await;
}

/// What is given back is a part of what was paid, and not of the full price.
#[tokio::test]
async fn a_change_of_plan_gives_back_what_was_paid() {
    let stripe = Stripe::start().await;
    let once = coupon(&stripe, "percent_off=50&duration=once").await;
    let (_, subscription) = stripe.subscribed(&format!("discounts[0][coupon]={once}")).await;
    let item = stripe.get(&format!("/v1/subscriptions/{subscription}")).await["items"]["data"][0].clone();
    let free = stripe.price("free", 0).await;
    let path = format!("/v1/subscriptions/{subscription}");
    let body = format!("items[0][id]={}&items[0][price]={free}&proration_behavior=always_invoice", id(&item));
    stripe.post(&path, &body).await;
    let last = latest(&stripe, &subscription).await;
    let given_back = last["total"].as_i64().unwrap();
    assert!((-500..=-499).contains(&given_back), "{last}");
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn what_cannot_be_redeemed_is_refused() {
    let stripe = Stripe::start().await;
    let (customer, subscription) = stripe.subscribed("").await;
    let path = format!("/v1/subscriptions/{subscription}");
    let only = coupon(&stripe, "percent_off=10&duration=forever&max_redemptions=1").await;
    let euros = coupon(&stripe, "amount_off=10&currency=eur&duration=forever").await;
    let code = |more: &str| {
        let body = format!("promotion[type]=coupon&promotion[coupon]={only}&{more}");
        let stripe = &stripe;
        async move { id(&stripe.post("/v1/promotion_codes", &body).await) }
    };
    let first = code("code=FIRST&restrictions[first_time_transaction]=true").await;
    let large = code("code=LARGE&restrictions[minimum_amount]=5000&restrictions[minimum_amount_currency]=usd").await;
    let other = code("code=OTHER&active=false").await;
    for (body, said) in [
        ("discounts[0][coupon]=none".to_owned(), "No such coupon"),
        (format!("discounts[0][coupon]={euros}"), "another currency"),
        (format!("discounts[0][promotion_code]={first}"), "prior transactions"),
        (format!("discounts[0][promotion_code]={large}"), "minimum amount"),
        (format!("discounts[0][promotion_code]={other}"), "not active"),
        ("discounts[0][discount]=di_none".to_owned(), "No such discount"),
        ("discounts[0][nothing]=1".to_owned(), "exactly one"),
    ] {
        let (status, error) = stripe.refused(Method::POST, &path, &body).await;
        assert!(status == 400 && error["message"].as_str().unwrap().contains(said), "{body}: {error}");
    }
    stripe.post(&path, &format!("discounts[0][coupon]={only}")).await;
    let (_, error) = stripe.refused(Method::POST, &path, &format!("discounts[0][coupon]={only}")).await;
    assert_eq!(error["code"], "coupon_expired");
    let list = stripe.get("/v1/promotion_codes?code=first").await;
    assert_eq!((&list["data"][0]["id"], &list["data"][0]["active"]), (&json!(first), &json!(false)));
    let other_customer = stripe.refused(Method::POST, "/v1/coupons", "percent_off=101&duration=once").await;
    assert_eq!(other_customer.1["param"], "percent_off");
    assert!(stripe.get(&format!("/v1/customers/{customer}")).await["discount"].is_null());
}

#[tokio::test]
async fn a_code_is_redeemed_on_the_page_of_checkout() {
    let stripe = Stripe::start().await;
    let price = stripe.price("pro", 2000).await;
    let quarter = coupon(&stripe, "percent_off=25&duration=forever").await;
    stripe.post("/v1/promotion_codes", &format!("promotion[type]=coupon&promotion[coupon]={quarter}&code=HELLO")).await;
    let body = format!(
        "mode=subscription&line_items[0][price]={price}&success_url=https://example.com/&customer_email=a@b.c\
         &allow_promotion_codes=true"
    );
    let session = stripe.post("/v1/checkout/sessions", &body).await;
    let url = session["url"].as_str().unwrap();
    assert!(stripe.page(url).await.text.contains("Promotion code"));
    let card = "number=4242424242424242&expiry=12/60&cvc=123";
    let wrong = stripe.submit(url, &format!("{card}&promotion_code=nope")).await;
    assert!(wrong.status == 422 && wrong.text.contains("This code is invalid."));
    stripe.submit(url, &format!("{card}&promotion_code=hello")).await;
    let done = stripe.get(&format!("/v1/checkout/sessions/{}", id(&session))).await;
    assert_eq!((&done["status"], &done["amount_total"]), (&json!("complete"), &json!(1500)));
    assert_eq!(done["total_details"]["amount_discount"], 500);
    assert_eq!(latest(&stripe, done["subscription"].as_str().unwrap()).await["amount_paid"], 1500);
    invariants::check(&stripe).await;
}
