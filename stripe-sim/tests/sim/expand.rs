//! `expand`: what may be expanded is a matter of the kind of object, and not of what there is.

use crate::common::{Stripe, id};
use reqwest::Method;
use serde_json::{Value, json};

/// Paths that Stripe allows, of which most lead to nothing here: null, an empty list, or what is not simulated.
const ALLOWED: [(&str, &[&str]); 8] = [
    (
        "customers",
        &[
            "cash_balance",
            "default_source",
            "discount",
            "invoice_settings.default_payment_method",
            "sources",
            "subscriptions",
            "subscriptions.data.latest_invoice",
            "tax",
            "tax_ids",
            "test_clock",
        ],
    ),
    ("products", &["default_price", "tax_code"]),
    ("prices", &["product", "product.default_price", "currency_options", "tiers"]),
    ("payment_methods", &["customer", "card.generated_from.setup_attempt"]),
    (
        "subscriptions",
        &[
            "application",
            "customer",
            "customer.default_source",
            "default_payment_method",
            "default_source",
            "discounts",
            "discounts.source.coupon",
            "items",
            "items.data.price.product",
            "latest_invoice",
            "latest_invoice.payments",
            "latest_invoice.confirmation_secret",
            "latest_invoice.payments.data.payment",
            "on_behalf_of",
            "pending_setup_intent",
            "schedule",
            "schedule.phases",
            "test_clock",
            "automatic_tax.liability.account",
            "cancellation_details.feedback_option",
            "transfer_data.destination",
            "trial_settings",
        ],
    ),
    ("subscription_schedules", &["customer", "subscription", "default_settings.default_payment_method"]),
    (
        "invoices",
        &[
            "account_tax_ids",
            "application",
            "customer",
            "default_payment_method",
            "discounts",
            "from_invoice.invoice",
            "lines",
            "lines.data.discounts",
            "on_behalf_of",
            "parent.subscription_details.subscription",
            "payments",
            "test_clock",
            "total_taxes",
            "total_discount_amounts.discount",
        ],
    ),
    ("checkout_sessions", &["customer", "invoice", "line_items", "payment_intent", "setup_intent", "subscription"]),
];

async fn stage() -> (Stripe, Value) {
    let stripe = Stripe::start().await;
    let (_, subscription) = stripe.subscribed("").await;
    let price = id(&stripe.state().await["prices"][0]);
    stripe.post("/v1/subscription_schedules", &format!("from_subscription={subscription}")).await;
    let selling = format!("mode=subscription&line_items[0][price]={price}&success_url=https://example.com/");
    stripe.post("/v1/checkout/sessions", &selling).await;
    let state = stripe.state().await;
    (stripe, state)
}

#[tokio::test]
async fn what_is_null_or_optional_can_be_expanded() {
    let (stripe, state) = stage().await;
    for (kind, paths) in ALLOWED {
        let collection = kind.replace("checkout_sessions", "checkout/sessions");
        let first = id(&state[kind][0]);
        for path in paths {
            stripe.get(&format!("/v1/{collection}/{first}?expand[]={path}")).await;
            if path.split('.').count() < 4 {
                stripe.get(&format!("/v1/{collection}?expand[]=data.{path}")).await;
            }
        }
    }
}

#[tokio::test]
async fn a_list_that_is_empty_is_expanded_like_any_other() {
    let stripe = Stripe::start().await;
    assert_eq!(stripe.get("/v1/subscriptions?expand[]=data.customer").await["data"], json!([]));
    let (status, error) = stripe.refused(Method::GET, "/v1/subscriptions?expand[]=data.colour", "").await;
    assert_eq!((status, &error["param"]), (400, &json!("expand")));
}

#[tokio::test]
async fn values_and_what_stripe_does_not_have_cannot_be_expanded() {
    let (stripe, state) = stage().await;
    let subscription = id(&state["subscriptions"][0]);
    for path in ["status", "colour", "metadata", "customer.email", "items.price", "data.customer", "items.data.data"] {
        let url = format!("/v1/subscriptions/{subscription}?expand[]={path}");
        let (status, error) = stripe.refused(Method::GET, &url, "").await;
        assert_eq!((status, &error["param"]), (400, &json!("expand")), "{path}");
        assert_eq!(error["message"], json!(format!("This property cannot be expanded ({path}).")));
    }
    let (_, error) = stripe.refused(Method::GET, "/v1/subscriptions?expand[]=customer", "").await;
    assert_eq!(error["param"], "expand");
    let before = stripe.state().await["customers"].clone();
    stripe.refused(Method::POST, "/v1/customers", "name=x&expand[]=colour").await;
    assert_eq!(stripe.state().await["customers"], before);
}

#[tokio::test]
async fn what_is_left_out_is_there_when_it_is_asked_for() {
    let (stripe, state) = stage().await;
    let customer = id(&state["customers"][0]);
    let plain = stripe.get(&format!("/v1/customers/{customer}")).await;
    assert_eq!(plain.get("subscriptions"), None);
    let path = format!("/v1/customers/{customer}?expand[]=subscriptions.data.latest_invoice&expand[]=tax_ids");
    let expanded = stripe.get(&path).await;
    assert_eq!(expanded["subscriptions"]["data"][0]["latest_invoice"]["object"], "invoice");
    assert_eq!(expanded["tax_ids"]["data"], json!([]));
    let subscription = id(&state["subscriptions"][0]);
    let path =
        format!("/v1/invoices?subscription={subscription}&expand[]=data.parent.subscription_details.subscription");
    let invoices = stripe.get(&path).await;
    assert_eq!(
        invoices["data"][0]["parent"]["subscription_details"]["subscription"]["id"],
        json!(subscription),
        "an id within a hash"
    );
}

#[tokio::test]
async fn what_a_customer_has_is_listed_in_it() {
    let stripe = Stripe::start().await;
    let customer = stripe.customer().await;
    let path = format!("/v1/customers/{customer}");
    let tax_id = id(&stripe.post(&format!("{path}/tax_ids"), "type=eu_vat&value=DE123456789").await);
    let card = id(&stripe.post(&format!("{path}/sources"), "source=tok_visa").await);
    let paths = "expand[]=tax_ids&expand[]=sources&expand[]=default_source";
    let expanded = stripe.get(&format!("{path}?{paths}")).await;
    assert_eq!(expanded["tax_ids"]["data"][0]["id"], json!(tax_id));
    assert_eq!(expanded["sources"]["data"][0]["id"], json!(card));
    assert_eq!(
        (&expanded["default_source"]["id"], &expanded["default_source"]["object"]),
        (&json!(card), &json!("card"))
    );
}
