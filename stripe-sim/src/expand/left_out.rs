//! What is left out of an object unless `expand` asks for it.

use crate::render::{Render, list};
use crate::state::{
    CheckoutSession, Coupon, InvoicePayment, PaymentMethod, PortalConfiguration, Price, Refund, State, Subscription,
    TaxId,
};
use serde_json::{Map, Value, json};

/// Puts into an object what the path begins with, if that is one of these.
pub(super) fn include(state: &State, object: &mut Map<String, Value>, steps: &[&str]) {
    let text = |key: &str| object.get(key).and_then(Value::as_str);
    let (Some(id), Some(kind)) = (text("id").map(ToOwned::to_owned), text("object")) else { return };
    match (kind, steps) {
        ("billing_portal.configuration", ["features", "subscription_update", "products", ..]) => {
            let Some(configuration) = state.get::<PortalConfiguration>(&id) else { return };
            let update = object.get_mut("features").and_then(|features| features.get_mut("subscription_update"));
            if let Some(update) = update {
                update["products"] = configuration.render_products();
            }
        }
        ("checkout.session", ["line_items", ..]) => {
            let Some(session) = state.get::<CheckoutSession>(&id) else { return };
            let url = format!("/v1/checkout/sessions/{id}/line_items");
            put(object, "line_items", session.render_lines(state), url);
        }
        ("coupon", ["applies_to", ..]) => {
            let Some(coupon) = state.get::<Coupon>(&id).filter(|coupon| !coupon.products.is_empty()) else { return };
            object.insert("applies_to".to_owned(), json!({ "products": coupon.products }));
        }
        ("charge", ["refunds", ..]) => {
            let own = state.refunds.with("charge", &id).rev().map(|refund: &Refund| refund.render(state)).collect();
            put(object, "refunds", own, format!("/v1/charges/{id}/refunds"));
        }
        ("invoice", ["payments", ..]) => {
            let own = state.invoice_payments.with("invoice", &id).rev();
            let own = own.map(|payment: &InvoicePayment| payment.render(state)).collect();
            put(object, "payments", own, "/v1/invoice_payments".to_owned());
        }
        ("price", ["currency_options" | "tiers", ..]) => {
            let (Some(price), [field, ..]) = (state.get::<Price>(&id), steps) else { return };
            let included = if *field == "tiers" { price.amount.render_tiers() } else { price.render_currencies() };
            // A price without tiers has no such field.
            if !included.is_null() {
                object.insert((*field).to_owned(), included);
            }
        }
        // Of one that is deleted there is nothing to show.
        ("customer", [field, ..]) if !object.contains_key("deleted") => match *field {
            "subscriptions" => {
                let own = state.subscriptions.with("customer", &id).rev();
                let running = own.filter(|subscription: &&Subscription| !subscription.has_ended());
                let url = format!("/v1/customers/{id}/subscriptions");
                put(object, field, running.map(|subscription| subscription.render(state)).collect(), url);
            }
            "tax_ids" => {
                let own =
                    state.tax_ids.with("customer", &id).rev().map(|tax_id: &TaxId| tax_id.render(state)).collect();
                put(object, field, own, format!("/v1/customers/{id}/tax_ids"));
            }
            "sources" => {
                let own = state.payment_methods.with("customer", &id).rev();
                let own = own.filter(|method: &&PaymentMethod| method.is_source());
                let url = format!("/v1/customers/{id}/sources");
                put(object, field, own.map(PaymentMethod::render_source).collect(), url);
            }
            _ => {}
        },
        _ => {}
    }
}

/// A list, unless a path before this one has put it there already.
fn put(object: &mut Map<String, Value>, field: &str, data: Vec<Value>, url: String) {
    object.entry(field).or_insert_with(|| list(data, false, &url));
}
