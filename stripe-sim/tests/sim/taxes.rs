//! Tax, by rates that were set and by the place a customer is in.

use crate::common::{Stripe, id};
use crate::invariants;
use reqwest::Method;
use serde_json::{Value, json};

async fn latest(stripe: &Stripe, subscription: &Value) -> Value {
    stripe.get(&format!("/v1/invoices/{}", subscription["latest_invoice"].as_str().unwrap())).await
}

async fn customer_in(stripe: &Stripe, place: &str) -> String {
    let body = format!(
        "payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_visa&address[line1]=x&{place}"
    );
    id(&stripe.post("/v1/customers", &body).await)
}

#[tokio::test]
async fn rates_are_added_to_a_price_or_are_in_it() {
    let stripe = Stripe::start().await;
    let rate = |inclusive: bool| {
        let body = format!("display_name=VAT&percentage=19&inclusive={inclusive}&country=DE");
        let stripe = &stripe;
        async move { id(&stripe.post("/v1/tax_rates", &body).await) }
    };
    let (added, within) = (rate(false).await, rate(true).await);
    let (_, subscription) = stripe.subscribed(&format!("default_tax_rates[0]={added}")).await;
    let subscription = stripe.get(&format!("/v1/subscriptions/{subscription}")).await;
    assert_eq!(subscription["default_tax_rates"][0]["percentage"], 19);
    let invoice = latest(&stripe, &subscription).await;
    assert_eq!(
        (&invoice["subtotal"], &invoice["total"], &invoice["amount_paid"]),
        (&json!(1000), &json!(1190), &json!(1190))
    );
    assert_eq!((&invoice["total_excluding_tax"], &invoice["total_taxes"][0]["amount"]), (&json!(1000), &json!(190)));
    assert_eq!(invoice["total_taxes"][0]["tax_rate_details"]["tax_rate"], json!(added));
    // The item's own rate comes before the subscription's.
    let body = format!("items[0][id]={}&items[0][tax_rates][0]={within}", id(&subscription["items"]["data"][0]));
    stripe.post(&format!("/v1/subscriptions/{}", id(&subscription)), &body).await;
    let preview = stripe.post("/v1/invoices/create_preview", &format!("subscription={}", id(&subscription))).await;
    assert_eq!((&preview["total"], &preview["subtotal_excluding_tax"]), (&json!(1000), &json!(840)));
    assert_eq!(
        (&preview["total_taxes"][0]["amount"], &preview["total_taxes"][0]["taxable_amount"]),
        (&json!(160), &json!(840))
    );
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn a_credit_note_gives_back_the_tax_of_what_it_credits() {
    let stripe = Stripe::start().await;
    for (inclusive, total, tax) in [(false, 595, 95), (true, 500, 80)] {
        let body = format!("display_name=VAT&percentage=19&inclusive={inclusive}");
        let rate = id(&stripe.post("/v1/tax_rates", &body).await);
        let (_, subscription) = stripe.subscribed(&format!("default_tax_rates[0]={rate}")).await;
        let invoice = latest(&stripe, &stripe.get(&format!("/v1/subscriptions/{subscription}")).await).await;
        let body = format!(
            "invoice={}&lines[0][type]=invoice_line_item&lines[0][invoice_line_item]={}&lines[0][amount]=500\
             &refund_amount={total}",
            id(&invoice),
            id(&invoice["lines"]["data"][0])
        );
        let note = stripe.post("/v1/credit_notes", &body).await;
        assert_eq!((&note["subtotal"], &note["total"]), (&json!(500), &json!(total)));
        let line = &note["lines"]["data"][0];
        assert_eq!((&line["taxes"][0]["amount"], &line["tax_rates"][0]["id"]), (&json!(tax), &json!(rate)));
        assert_eq!(note["total_taxes"][0]["amount"], tax);
    }
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn tax_is_calculated_by_the_customers_place() {
    let stripe = Stripe::start().await;
    let price = stripe.price("pro", 1000).await;
    for (place, more, expected, reason) in [
        ("address[country]=DE", "", 1190, "standard_rated"),
        ("address[country]=US&address[state]=NY", "", 1089, "standard_rated"),
        ("address[country]=BR", "", 1000, "not_collecting"),
        ("address[country]=DE&tax_exempt=exempt", "", 1000, "customer_exempt"),
        ("address[country]=DE&tax_exempt=reverse", "", 1000, "reverse_charge"),
        ("address[country]=FR", "eu_vat", 1000, "reverse_charge"),
    ] {
        let customer = customer_in(&stripe, place).await;
        if !more.is_empty() {
            let body = format!("type={more}&value=FR12345678901");
            let made = stripe.post(&format!("/v1/customers/{customer}/tax_ids"), &body).await;
            assert_eq!((&made["country"], &made["owner"]["customer"]), (&json!("FR"), &json!(customer)));
        }
        let body = format!("customer={customer}&items[0][price]={price}&automatic_tax[enabled]=true");
        let subscription = stripe.post("/v1/subscriptions", &body).await;
        let invoice = latest(&stripe, &subscription).await;
        assert_eq!((&invoice["total"], &invoice["automatic_tax"]["status"]), (&json!(expected), &json!("complete")));
        assert_eq!(invoice["total_taxes"][0]["taxability_reason"], reason, "{place}");
    }
    // A price in euros has its tax in it, as the account's settings infer.
    let customer = customer_in(&stripe, "address[country]=DE").await;
    let euros = "currency=eur&unit_amount=1190&recurring[interval]=month&product_data[name]=euro";
    let euros = id(&stripe.post("/v1/prices", euros).await);
    let body = format!("customer={customer}&items[0][price]={euros}&automatic_tax[enabled]=true");
    let invoice = latest(&stripe, &stripe.post("/v1/subscriptions", &body).await).await;
    assert_eq!((&invoice["total"], &invoice["total_excluding_tax"]), (&json!(1190), &json!(1000)));
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn what_cannot_be_taxed_is_refused_and_a_place_that_is_lost_turns_it_off() {
    let stripe = Stripe::start().await;
    let (customer, subscription) = stripe.subscribed("").await;
    let path = format!("/v1/subscriptions/{subscription}");
    let (_, error) = stripe.refused(Method::POST, &path, "automatic_tax[enabled]=true").await;
    assert_eq!(error["code"], "customer_tax_location_invalid");
    stripe.post(&format!("/v1/customers/{customer}"), "address[country]=DE").await;
    stripe.post(&path, "automatic_tax[enabled]=true").await;
    stripe.post(&format!("/v1/customers/{customer}"), "address=").await;
    stripe.control("clock", json!({"advance": 31 * 86_400})).await;
    let subscription = stripe.get(&path).await;
    assert_eq!(
        subscription["automatic_tax"],
        json!({"disabled_reason": "requires_location_inputs", "enabled": false, "liability": null})
    );
    let invoice = latest(&stripe, &subscription).await;
    assert_eq!(invoice["automatic_tax"]["disabled_reason"], "finalization_requires_location_inputs");
    assert_eq!(stripe.get("/v1/tax/settings").await["status"], "active");
    stripe.control("tax", json!({"head_office": false})).await;
    let settings = stripe.get("/v1/tax/settings").await;
    assert_eq!(settings["status_details"]["pending"]["missing_fields"], json!(["head_office"]));
    stripe.post(&format!("/v1/customers/{customer}"), "address[country]=DE").await;
    let (_, error) = stripe.refused(Method::POST, &path, "automatic_tax[enabled]=true").await;
    assert_eq!(error["code"], "stripe_tax_inactive");
    stripe.post("/v1/tax/settings", "defaults[tax_behavior]=inclusive&head_office[address][country]=DE").await;
    stripe.post(&path, "automatic_tax[enabled]=true").await;
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn checkout_asks_where_its_customer_is() {
    let stripe = Stripe::start().await;
    let price = stripe.price("pro", 2000).await;
    let body = format!(
        "mode=subscription&line_items[0][price]={price}&success_url=https://example.com/&customer_email=a@b.c\
         &automatic_tax[enabled]=true&tax_id_collection[enabled]=true"
    );
    let session = stripe.post("/v1/checkout/sessions", &body).await;
    assert_eq!(session["automatic_tax"]["status"], "requires_location_inputs");
    let url = session["url"].as_str().unwrap();
    let card = "number=4242424242424242&expiry=12/60&cvc=123";
    assert_eq!(stripe.submit(url, card).await.status, 422);
    stripe.submit(url, &format!("{card}&country=no&tax_id=NO123")).await;
    let done = stripe.get(&format!("/v1/checkout/sessions/{}", id(&session))).await;
    assert_eq!((&done["amount_total"], &done["total_details"]["amount_tax"]), (&json!(2500), &json!(500)));
    let customer = done["customer"].as_str().unwrap();
    let ids = stripe.get(&format!("/v1/customers/{customer}/tax_ids")).await;
    let tax_id = id(&ids["data"][0]);
    let path = format!("/v1/customers/{customer}/tax_ids/{tax_id}");
    assert_eq!(stripe.get(&path).await["value"], "NO123");
    assert_eq!(stripe.refused(Method::GET, &format!("/v1/customers/cus_none/tax_ids/{tax_id}"), "").await.0, 404);
    assert_eq!(stripe.delete(&path).await["deleted"], true);
    invariants::check(&stripe).await;
}
