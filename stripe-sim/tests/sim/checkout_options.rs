//! What a Checkout session asks for: as parameters, on the page, and in what is bought.

use crate::common::{Stripe, id};
use crate::invariants;
use reqwest::Method;
use serde_json::{Value, json};

const SESSIONS: &str = "/v1/checkout/sessions";
const CARD: &str = "number=4242424242424242&expiry=12/60&cvc=123";

/// A session for a plan at $20.00, for a stranger unless `more` names a customer.
async fn session(stripe: &Stripe, more: &str) -> Value {
    let price = stripe.price("pro", 2000).await;
    let body = format!("mode=subscription&line_items[0][price]={price}&success_url=https://example.com/done&{more}");
    stripe.post(SESSIONS, &body).await
}

fn url(session: &Value) -> &str {
    session["url"].as_str().unwrap()
}

async fn done(stripe: &Stripe, session: &Value) -> Value {
    stripe.get(&format!("{SESSIONS}/{}?expand[]=subscription&expand[]=customer", id(session))).await
}

#[tokio::test]
async fn what_is_asked_for_is_told() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    let body = format!(
        "customer={customer}&allow_promotion_codes=true&automatic_tax[enabled]=true&billing_address_collection=required\
         &tax_id_collection[enabled]=true&customer_update[address]=auto&customer_update[name]=auto\
         &consent_collection[terms_of_service]=required&payment_method_collection=if_required&locale=pt-BR\
         &line_items[0][quantity]=2&line_items[0][adjustable_quantity][enabled]=true\
         &line_items[0][adjustable_quantity][minimum]=2&line_items[0][adjustable_quantity][maximum]=50"
    );
    let session = session(&stripe, &body).await;
    for (field, told) in [
        ("allow_promotion_codes", json!(true)),
        ("billing_address_collection", json!("required")),
        ("locale", json!("pt-BR")),
        ("payment_method_collection", json!("if_required")),
        ("tax_id_collection", json!({ "enabled": true, "required": "never" })),
        ("consent", Value::Null),
    ] {
        assert_eq!(session[field], told, "{field}");
    }
    assert_eq!(session["automatic_tax"]["enabled"], true);
    assert_eq!(session["consent_collection"]["terms_of_service"], "required");
    let lines = stripe.get(&format!("{SESSIONS}/{}/line_items", id(&session))).await;
    let range = json!({ "enabled": true, "maximum": 50, "minimum": 2 });
    assert_eq!((&lines["data"][0]["adjustable_quantity"], &lines["data"][0]["quantity"]), (&range, &json!(2)));
    let page = stripe.page(url(&session)).await.text;
    for field in [
        "id=\"cardNumber\"",
        "id=\"cardExpiry\"",
        "id=\"cardCvc\"",
        "id=\"billingName\"",
        "data-testid=\"hosted-payment-submit-button\"",
        "name=\"promotion_code\"",
        "name=\"line1\"",
        "name=\"tax_id\"",
        "min=\"2\" max=\"50\" value=\"2\"",
        "name=\"terms\"",
    ] {
        assert!(page.contains(field), "{field}: {page}");
    }
    assert!(!page.contains("<script"), "{page}");
}

#[tokio::test]
async fn what_is_not_asked_for_is_not_on_the_page() {
    let stripe = Stripe::start().await;
    let page = stripe.page(url(&session(&stripe, "").await)).await.text;
    for field in ["promotion_code", "line1", "country", "tax_id", "quantity_0", "terms", "Update total"] {
        assert!(!page.contains(field), "{field}: {page}");
    }
}

#[tokio::test]
async fn words_and_combinations_that_stripe_does_not_take_are_refused() {
    let stripe = Stripe::start().await;
    let price = stripe.price("pro", 5).await;
    let customer = stripe.customer().await;
    let ok = format!("mode=subscription&success_url=https://example.com/&line_items[0][price]={price}");
    let range = "line_items[0][adjustable_quantity]";
    for (more, param) in [
        ("billing_address_collection=never".to_owned(), json!("billing_address_collection")),
        ("consent_collection[terms_of_service]=maybe".to_owned(), json!("consent_collection[terms_of_service]")),
        ("payment_method_collection=never".to_owned(), json!("payment_method_collection")),
        ("locale=xx".to_owned(), json!("locale")),
        ("tax_id_collection[required]=never".to_owned(), json!("tax_id_collection[enabled]")),
        (format!("customer={customer}&customer_update[address]=always"), json!("customer_update[address]")),
        ("customer_update[address]=auto".to_owned(), json!("customer_update")),
        (format!("customer={customer}&automatic_tax[enabled]=true"), Value::Null),
        (format!("customer={customer}&tax_id_collection[enabled]=true"), Value::Null),
        (format!("{range}[minimum]=1"), json!(format!("{range}[enabled]"))),
        (format!("{range}[enabled]=true&{range}[maximum]=1000000"), json!(format!("{range}[maximum]"))),
        (format!("{range}[enabled]=true&{range}[minimum]=6&{range}[maximum]=5"), json!(format!("{range}[minimum]"))),
        (format!("{range}[enabled]=true&{range}[minimum]=6"), json!("line_items[0][quantity]")),
        (format!("{range}[enabled]=true&line_items[0][quantity]=100"), json!("line_items[0][quantity]")),
    ] {
        let (status, error) = stripe.refused(Method::POST, SESSIONS, &format!("{ok}&{more}")).await;
        assert_eq!((status, &error["param"]), (400, &param), "{more}: {error}");
        assert_eq!(error["type"], "invalid_request_error");
    }
    let body = format!("customer={customer}&return_url=https://example.com/&locale=xx");
    let (status, error) = stripe.refused(Method::POST, "/v1/billing_portal/sessions", &body).await;
    assert_eq!((status, &error["param"]), (400, &json!("locale")));
}

#[tokio::test]
async fn what_the_account_lacks_is_told_in_stripes_words() {
    let stripe = Stripe::start().await;
    let price = stripe.price("pro", 5).await;
    let customer = stripe.customer().await;
    let ok = format!("mode=subscription&success_url=https://example.com/&line_items[0][price]={price}");
    stripe.control("terms", json!({ "url": false })).await;
    stripe.control("tax", json!({ "head_office": false })).await;
    for (more, words) in [
        ("consent_collection[terms_of_service]=required", "unless a URL is set in the Stripe Dashboard"),
        ("automatic_tax[enabled]=true", "valid head office address"),
    ] {
        let (status, error) = stripe.refused(Method::POST, SESSIONS, &format!("{ok}&{more}")).await;
        assert!(status == 400 && error["message"].as_str().unwrap().contains(words), "{error}");
    }
    stripe.control("terms", json!({ "url": true })).await;
    stripe.control("tax", json!({ "head_office": true })).await;
    for (more, words, code) in [
        ("automatic_tax[enabled]=true", "`customer_update[address]`", json!("customer_tax_location_invalid")),
        ("tax_id_collection[enabled]=true", "`customer_update[name]`", Value::Null),
    ] {
        let body = format!("{ok}&customer={customer}&{more}");
        let (_, error) = stripe.refused(Method::POST, SESSIONS, &body).await;
        assert!(error["message"].as_str().unwrap().contains(words) && error["code"] == code, "{error}");
    }
    stripe.post(&format!("/v1/customers/{customer}"), "address[country]=DE").await;
    stripe.post(SESSIONS, &format!("{ok}&customer={customer}&automatic_tax[enabled]=true")).await;
}

#[tokio::test]
async fn as_many_are_bought_as_were_chosen() {
    let stripe = Stripe::start().await;
    let range = "line_items[0][adjustable_quantity][enabled]=true&line_items[0][adjustable_quantity][maximum]=5";
    let session = session(&stripe, &format!("customer_email=a@b.c&{range}")).await;
    for quantity in ["6", "-1", "many"] {
        let refused = stripe.submit(url(&session), &format!("{CARD}&quantity_0={quantity}")).await;
        assert!(refused.status == 422 && refused.text.contains("quantity within the limits"), "{quantity}");
    }
    let reckoned = stripe.submit(url(&session), "action=update&quantity_0=3").await;
    assert!(reckoned.status == 200 && reckoned.text.contains("Due today: $60.00"), "{}", reckoned.text);
    assert_eq!(stripe.get(&format!("{SESSIONS}/{}", id(&session))).await["amount_total"], 2000, "nothing is kept");
    assert_eq!(stripe.submit(url(&session), &format!("{CARD}&quantity_0=3")).await.status, 303);
    let done = done(&stripe, &session).await;
    assert_eq!(done["amount_total"], 6000);
    assert_eq!(done["subscription"]["items"]["data"][0]["quantity"], 3);
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn the_terms_have_to_be_agreed_to() {
    let stripe = Stripe::start().await;
    let session = session(&stripe, "customer_email=a@b.c&consent_collection[terms_of_service]=required").await;
    let refused = stripe.submit(url(&session), CARD).await;
    assert!(refused.status == 422 && refused.text.contains("Agree to the terms of service."), "{}", refused.text);
    assert_eq!(stripe.submit(url(&session), &format!("{CARD}&terms=accepted")).await.status, 303);
    let accepted = json!({ "promotions": null, "terms_of_service": "accepted" });
    assert_eq!(done(&stripe, &session).await["consent"], accepted);
}

#[tokio::test]
async fn a_code_that_takes_all_off_leaves_no_card_to_ask_for() {
    let stripe = Stripe::start().await;
    stripe.post("/v1/coupons", "id=all&percent_off=100&duration=forever").await;
    stripe.post("/v1/promotion_codes", "promotion[type]=coupon&promotion[coupon]=all&code=ALL").await;
    for (collection, is_asked) in [("always", true), ("if_required", false)] {
        let body = format!("customer_email=a@b.c&allow_promotion_codes=true&payment_method_collection={collection}");
        let session = session(&stripe, &body).await;
        assert!(stripe.page(url(&session)).await.text.contains("cardNumber"), "$20.00 are due");
        let reckoned = stripe.submit(url(&session), "action=update&promotion_code=all").await;
        assert!(reckoned.text.contains("Due today: $0.00") && reckoned.text.contains("Discount"), "{}", reckoned.text);
        assert_eq!(reckoned.text.contains("cardNumber"), is_asked, "{collection}");
        let bought = stripe.submit(url(&session), "promotion_code=all").await;
        assert_eq!(bought.status == 303, !is_asked, "{collection}");
        if !is_asked {
            let subscription = &done(&stripe, &session).await["subscription"];
            assert_eq!(subscription["discounts"].as_array().unwrap().len(), 1);
            assert_eq!(subscription["default_payment_method"], Value::Null);
        }
    }
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn an_address_that_is_required_is_kept_where_the_session_says_so() {
    let stripe = Stripe::start().await;
    for (update, country) in [("", Value::Null), ("&customer_update[address]=auto", json!("NO"))] {
        let customer = stripe.customer().await;
        let body = format!("customer={customer}&billing_address_collection=required{update}");
        let session = session(&stripe, &body).await;
        let place = "line1=Storgata 1&city=Oslo&postal_code=0155&country=no";
        for (form, words) in [("country=no", "Enter your address."), ("line1=x&country=Norway", "two letters")] {
            let refused = stripe.submit(url(&session), &format!("{CARD}&{form}")).await;
            assert!(refused.status == 422 && refused.text.contains(words), "{form}: {}", refused.text);
        }
        assert_eq!(stripe.submit(url(&session), &format!("{CARD}&{place}")).await.status, 303);
        let done = done(&stripe, &session).await;
        assert_eq!(done["customer_details"]["address"]["city"], "Oslo");
        assert_eq!(done["customer"]["address"]["country"], country, "{update}");
    }
}

#[tokio::test]
async fn a_business_gives_its_name_and_its_number() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    let body = format!(
        "customer={customer}&tax_id_collection[enabled]=true&customer_update[name]=auto\
         &automatic_tax[enabled]=true&customer_update[address]=auto"
    );
    let session = session(&stripe, &body).await;
    let form = format!("{CARD}&name=Engines&tax_id=NO123456789&country=no");
    assert_eq!(stripe.submit(url(&session), &form).await.status, 303);
    let done = done(&stripe, &session).await;
    assert_eq!((&done["customer"]["name"], &done["customer"]["address"]["country"]), (&json!("Engines"), &json!("NO")));
    let ids = stripe.get(&format!("/v1/customers/{customer}/tax_ids")).await;
    assert_eq!(ids["data"][0]["value"], "NO123456789");
    assert_eq!(done["subscription"]["automatic_tax"]["enabled"], true);
    invariants::check(&stripe).await;
}
