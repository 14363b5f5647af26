//! Checkout: sessions over the API, and the page a browser gets.

use crate::common::{Hook, Page, SECRET, Stripe, id};
use reqwest::Method;
use serde_json::{Value, json};

const SESSIONS: &str = "/v1/checkout/sessions";
const GOOD: &str = "number=4242424242424242&expiry=12/40&cvc=123&name=Ada";

async fn session(stripe: &Stripe, more: &str) -> Value {
    let price = stripe.price("pro", 1000).await;
    let body = format!(
        "mode=subscription&line_items[0][price]={price}&line_items[0][quantity]=2\
         &success_url=https://example.com/done?session_id={{CHECKOUT_SESSION_ID}}\
         &cancel_url=https://example.com/pricing&client_reference_id=user_7&metadata[a]=b&{more}"
    );
    stripe.post(SESSIONS, &body).await
}

fn url(session: &Value) -> &str {
    session["url"].as_str().unwrap()
}

/// Where a completed purchase leads, and the session as it is then.
async fn completed(stripe: &Stripe, session: &Value, page: Page) -> Value {
    assert_eq!(page.status, 303, "{}", page.text);
    assert_eq!(page.location.unwrap(), format!("https://example.com/done?session_id={}", id(session)));
    stripe.get(&format!("{SESSIONS}/{}?expand[]=subscription&expand[]=invoice&expand[]=customer", id(session))).await
}

#[tokio::test]
async fn a_stranger_buys_a_plan() {
    let stripe = Stripe::start().await;
    let open = session(&stripe, "subscription_data[metadata][plan]=pro").await;
    assert_eq!((&open["status"], &open["payment_status"]), (&json!("open"), &json!("unpaid")));
    assert_eq!((&open["amount_total"], &open["customer_details"]), (&json!(2000), &Value::Null));
    let page = stripe.page(url(&open)).await;
    for text in ["pro", "× 2", "$20.00 per month", "Due today: $20.00", "https://example.com/pricing", "simulation"] {
        assert!(page.text.contains(text), "{text}: {}", page.text);
    }
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("form-action 'self' https://example.com;"), "{policy}");
    let nobody = stripe.submit(url(&open), GOOD).await;
    assert_eq!(nobody.status, 422);
    assert!(nobody.text.contains("Enter your email address.") && nobody.text.contains("4242424242424242"));
    let paid = stripe.submit(url(&open), &format!("email=ada@example.com&{GOOD}")).await;
    let done = completed(&stripe, &open, paid).await;
    assert_eq!(
        (&done["status"], &done["payment_status"], &done["url"]),
        (&json!("complete"), &json!("paid"), &Value::Null)
    );
    assert_eq!(done["client_reference_id"], "user_7");
    assert_eq!(done["customer"]["email"], "ada@example.com");
    assert_eq!(done["customer_details"]["name"], "Ada");
    assert_eq!((&done["invoice"]["status"], &done["invoice"]["amount_paid"]), (&json!("paid"), &json!(2000)));
    let subscription = &done["subscription"];
    assert_eq!((&subscription["status"], &subscription["metadata"]["plan"]), (&json!("active"), &json!("pro")));
    assert!(subscription["default_payment_method"].is_string());
    let again = stripe.submit(url(&open), &format!("email=ada@example.com&{GOOD}")).await;
    assert_eq!(again.status, 410);
    assert!(again.text.contains("all done here"));
    assert_eq!(stripe.state().await["subscriptions"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_card_that_declines_buys_nothing_and_the_form_is_kept() {
    let stripe = Stripe::start().await;
    let open = session(&stripe, "customer_email=ada@example.com").await;
    for (number, said) in [("4000000000000002", "Your card was declined."), ("4000000000009995", "insufficient funds")]
    {
        let refused = stripe.submit(url(&open), &format!("number={number}&expiry=12/40&cvc=123")).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains(said) && refused.text.contains(number), "{}", refused.text);
    }
    let state = stripe.state().await;
    assert_eq!((&state["customers"], &state["payment_methods"]), (&json!([]), &json!([])));
    let paid = stripe.submit(url(&open), GOOD).await;
    assert_eq!(completed(&stripe, &open, paid).await["customer"]["email"], "ada@example.com");
}

#[tokio::test]
async fn a_bank_may_want_to_hear_from_its_customer() {
    let stripe = Stripe::start().await;
    let open = session(&stripe, "").await;
    let form = "email=ada@example.com&number=4000002500003155&expiry=12/40&cvc=123";
    let bank = stripe.absolute(&stripe.submit(url(&open), form).await.location.unwrap());
    assert!(stripe.page(&bank).await.text.contains("Visa •••• 3155"));
    let refused = stripe.submit(&bank, "answer=fail").await;
    assert!(refused.status == 422 && refused.text.contains("unable to authenticate"));
    let paid = stripe.submit(&bank, "answer=complete").await;
    let done = completed(&stripe, &open, paid).await;
    assert_eq!(done["subscription"]["status"], "active");
    assert_eq!(done["customer_details"]["email"], "ada@example.com");
}

#[tokio::test]
async fn a_card_may_pay_now_and_not_later() {
    let stripe = Stripe::start().await;
    let open = session(&stripe, "customer_email=ada@example.com").await;
    let paid = stripe.submit(url(&open), "number=4000000000000341&expiry=12/40&cvc=123").await;
    let done = completed(&stripe, &open, paid).await;
    assert_eq!(done["subscription"]["status"], "active");
    stripe.control("clock", json!({"advance": 32 * 86_400})).await;
    let late = stripe.get(&format!("/v1/subscriptions/{}", id(&done["subscription"]))).await;
    assert_eq!(late["status"], "past_due");
}

#[tokio::test]
async fn a_customer_begins_a_trial_and_needs_no_card_if_told_so() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    let more =
        format!("customer={customer}&subscription_data[trial_period_days]=14&payment_method_collection=if_required");
    let open = session(&stripe, &more).await;
    let page = stripe.page(url(&open)).await;
    assert!(page.text.contains("Free until") && page.text.contains("Start trial"));
    assert!(!page.text.contains("Card number"));
    let begun = stripe.submit(url(&open), "").await;
    let done = completed(&stripe, &open, begun).await;
    assert_eq!(done["payment_status"], "no_payment_required");
    assert_eq!((&done["subscription"]["status"], &done["invoice"]["total"]), (&json!("trialing"), &json!(0)));
    assert_eq!(done["customer"]["id"], json!(customer));
}

#[tokio::test]
async fn the_seller_hears_of_it_before_the_customer_is_back() {
    let stripe = Stripe::start().await;
    let mut hook = Hook::listen().await;
    stripe.sim.set_webhook(hook.target(&[SECRET]));
    let open = session(&stripe, "customer_email=ada@example.com").await;
    let paid = stripe.submit(url(&open), GOOD).await;
    let done = completed(&stripe, &open, paid).await;
    let mut heard = Vec::new();
    while !hook.is_empty() {
        heard.push(hook.next().await.event());
    }
    let completed = heard.iter().find(|event| event["type"] == "checkout.session.completed").unwrap();
    assert_eq!(completed["data"]["object"]["subscription"], done["subscription"]["id"]);
}

#[tokio::test]
async fn sessions_expire_by_themselves_or_by_hand() {
    let stripe = Stripe::start().await;
    let (by_hand, by_itself) = (session(&stripe, "").await, session(&stripe, "").await);
    let expired = stripe.post(&format!("{SESSIONS}/{}/expire", id(&by_hand)), "").await;
    assert_eq!((&expired["status"], &expired["url"]), (&json!("expired"), &Value::Null));
    let (status, _) = stripe.refused(Method::POST, &format!("{SESSIONS}/{}/expire", id(&by_hand)), "").await;
    assert_eq!(status, 400);
    assert_eq!(stripe.page(url(&by_hand)).await.status, 410);
    stripe.control("clock", json!({"advance": 86_401})).await;
    assert_eq!(stripe.get(&format!("{SESSIONS}/{}", id(&by_itself))).await["status"], "expired");
    assert_eq!(stripe.event_types().await.last().unwrap(), "checkout.session.expired");
    assert_eq!(stripe.get(&format!("{SESSIONS}?status=expired")).await["data"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn what_is_sold_is_listed_and_may_be_made_up() {
    let stripe = Stripe::start().await;
    let body = "mode=subscription&success_url=https://example.com/&line_items[0][price_data][currency]=eur\
        &line_items[0][price_data][unit_amount]=900&line_items[0][price_data][recurring][interval]=year\
        &line_items[0][price_data][product_data][name]=Gold&expand[]=line_items.data.price.product";
    let made = stripe.post(SESSIONS, body).await;
    assert_eq!(made["line_items"]["data"][0]["price"]["product"]["name"], "Gold");
    let lines = stripe.get(&format!("{SESSIONS}/{}/line_items", id(&made))).await;
    assert_eq!((&lines["data"][0]["amount_total"], &lines["data"][0]["description"]), (&json!(900), &json!("Gold")));
    let plain = stripe.get(&format!("{SESSIONS}/{}", id(&made))).await;
    assert_eq!(plain.get("line_items"), None);
    let expanded = stripe.get(&format!("{SESSIONS}?expand[]=data.line_items")).await;
    assert_eq!(expanded["data"][0]["line_items"]["data"], lines["data"]);
}

#[tokio::test]
async fn what_cannot_be_sold_is_refused() {
    let stripe = Stripe::start().await;
    let price = stripe.price("pro", 5).await;
    let once = id(&stripe.post("/v1/prices", "currency=usd&unit_amount=5&product_data[name]=once").await);
    let ok = format!("mode=subscription&success_url=https://example.com/&line_items[0][price]={price}");
    for (body, param) in [
        (ok.replace("https://example.com/", "nowhere"), "success_url"),
        (format!("{ok}&customer=cus_none"), "customer"),
        (format!("{ok}&expires_at=1000"), "expires_at"),
        (format!("{ok}&discounts[0][coupon]=none"), "discounts[0][coupon]"),
        (format!("{ok}&discounts[0][coupon]=x&allow_promotion_codes=true"), "allow_promotion_codes"),
        (ok.replace(&price, "price_none"), "line_items[0][price]"),
        ("mode=subscription&success_url=https://example.com/".to_owned(), "line_items"),
    ] {
        let (status, error) = stripe.refused(Method::POST, SESSIONS, &body).await;
        assert_eq!((status, &error["param"]), (400, &json!(param)), "{body}: {error}");
    }
    let (status, error) = stripe.refused(Method::POST, SESSIONS, &ok.replace(&price, &once)).await;
    assert_eq!((status, &error["param"]), (501, &json!("line_items[0][price]")), "{error}");
}
