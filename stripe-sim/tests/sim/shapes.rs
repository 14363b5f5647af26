//! What is answered, read by the strictest reader there is: async-stripe fails on a field that is missing.

use crate::common::Stripe;
use miniserde::{Deserialize, json};
use serde_json::Value;
use stripe_billing::{BillingMeter, BillingPortalConfiguration, BillingPortalSession};
use stripe_shared::{
    Charge, CheckoutSession, Coupon, CreditNote, Customer, CustomerBalanceTransaction, DeletedCustomer, Discount,
    Dispute, EntitlementsFeature, Event, Invoice, InvoicePayment, PaymentIntent, PaymentMethod, Price, Product,
    PromotionCode, Refund, Subscription, SubscriptionSchedule, TaxId, TaxRate,
};

fn reads<T: Deserialize>(object: &Value) -> T {
    let text = object.to_string();
    json::from_str(&text).unwrap_or_else(|_| panic!("{} cannot read {text}", std::any::type_name::<T>()))
}

fn reads_all<T: Deserialize>(state: &Value, kind: &str) -> Vec<T> {
    let objects = state[kind].as_array().unwrap();
    assert!(!objects.is_empty(), "no {kind}");
    objects.iter().map(reads).collect()
}

/// All there is, of every kind there is anything of.
pub fn reads_everything(state: &Value) {
    fn all<T: Deserialize>(state: &Value, kind: &str) {
        for object in state[kind].as_array().unwrap().iter().filter(|object| object["deleted"].is_null()) {
            reads::<T>(object);
        }
    }
    all::<Customer>(state, "customers");
    all::<PaymentMethod>(state, "payment_methods");
    all::<Subscription>(state, "subscriptions");
    all::<SubscriptionSchedule>(state, "subscription_schedules");
    all::<Invoice>(state, "invoices");
    all::<Charge>(state, "charges");
    all::<CreditNote>(state, "credit_notes");
    all::<CustomerBalanceTransaction>(state, "customer_balance_transactions");
    all::<Dispute>(state, "disputes");
    all::<InvoicePayment>(state, "invoice_payments");
    all::<PaymentIntent>(state, "payment_intents");
    all::<Refund>(state, "refunds");
    all::<BillingMeter>(state, "meters");
    all::<Price>(state, "prices");
    all::<Coupon>(state, "coupons");
    all::<PromotionCode>(state, "promotion_codes");
    all::<Discount>(state, "discounts");
    all::<EntitlementsFeature>(state, "entitlement_features");
    all::<TaxRate>(state, "tax_rates");
    all::<TaxId>(state, "tax_ids");
    all::<BillingPortalSession>(state, "billing_portal_sessions");
    all::<CheckoutSession>(state, "checkout_sessions");
    all::<Event>(state, "events");
}

#[tokio::test]
async fn async_stripe_reads_every_kind_of_object() {
    let stripe = Stripe::start().await;
    let (customer, _) = stripe.subscribed("").await;
    stripe.subscribed("billing_mode[type]=classic&cancel_at_period_end=true").await;
    stripe.subscribed("cancel_at=max_period_end").await;
    stripe.subscribed("trial_period_days=7&collection_method=send_invoice&days_until_due=3").await;
    stripe.subscribed("pause_collection[behavior]=void&pause_collection[resumes_at]=99999999999").await;
    let (_, planned) = stripe.subscribed("").await;
    stripe.post("/v1/subscription_schedules", &format!("from_subscription={planned}")).await;
    reads::<Subscription>(&stripe.get(&format!("/v1/subscriptions/{planned}?expand[]=schedule")).await);
    let (_, ended) = stripe.subscribed("").await;
    stripe.delete(&format!("/v1/subscriptions/{ended}")).await;
    for flow in ["", "flow_data[type]=payment_method_update", "flow_data[type]=customer_update"] {
        stripe.session(&customer, flow).await;
    }
    let (canceling, subscription) = stripe.subscribed("").await;
    let flow = format!(
        "flow_data[type]=subscription_cancel&flow_data[subscription_cancel][subscription]={subscription}\
         &flow_data[after_completion][type]=hosted_confirmation"
    );
    stripe.session(&canceling, &flow).await;
    stripe
        .post("/v1/customers", "address[city]=Oslo&shipping[name]=A&shipping[address][line1]=B&preferred_locales[]=nb")
        .await;
    let price = stripe.price("sold", 700).await;
    let session = stripe
        .post(
            "/v1/checkout/sessions",
            &format!(
                "mode=subscription&line_items[0][price]={price}&success_url=https://example.com/&customer_email=a@b.c\
                 &expand[]=line_items"
            ),
        )
        .await;
    reads::<CheckoutSession>(&session);
    stripe.submit(session["url"].as_str().unwrap(), "number=4242424242424242&expiry=12/40&cvc=123").await;
    stripe.post("/v1/webhook_endpoints", "url=https://example.com/&enabled_events[]=invoice.paid").await;
    stripe.post("/v1/prices", "currency=jpy&unit_amount=100&product_data[name]=once").await;

    let state = stripe.state().await;
    reads_all::<Customer>(&state, "customers");
    reads_all::<Product>(&state, "products");
    reads_all::<Price>(&state, "prices");
    reads_all::<PaymentMethod>(&state, "payment_methods");
    reads_all::<SubscriptionSchedule>(&state, "subscription_schedules");
    reads_all::<Invoice>(&state, "invoices");
    reads_all::<CheckoutSession>(&state, "checkout_sessions");
    reads_all::<BillingPortalConfiguration>(&state, "billing_portal_configurations");
    reads_all::<BillingPortalSession>(&state, "billing_portal_sessions");
    reads_all::<Event>(&state, "events");
    let subscriptions = reads_all::<Subscription>(&state, "subscriptions");
    assert!(subscriptions.iter().all(|subscription| subscription.items.data.len() == 1));

    let expanded = stripe
        .get(&format!("/v1/subscriptions/{subscription}?expand[]=customer&expand[]=items.data.price.product"))
        .await;
    reads::<Subscription>(&expanded);
    stripe.delete(&format!("/v1/customers/{customer}")).await;
    reads::<DeletedCustomer>(&stripe.get(&format!("/v1/customers/{customer}")).await);
}
