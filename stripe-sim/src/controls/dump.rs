//! The whole state, every object in Stripe's own shape, oldest first.

use super::json::{Shared, refusal};
use crate::render::Render;
use crate::state::{State as Objects, Table};
use crate::versions::Version;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Json, Response};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
pub(super) struct Wanted {
    version: Option<String>,
}

pub(super) async fn state(State(world): Shared, Query(wanted): Query<Wanted>) -> Response {
    let version = match wanted.version.map(|name| Version::asked(&name)).transpose() {
        Ok(version) => version.unwrap_or_default(),
        Err(error) => return refusal(&error),
    };
    let mut all = world.read(|state| {
        json!({
            "now": state.now(),
            "customers": all(state, &state.customers),
            "products": all(state, &state.products),
            "prices": all(state, &state.prices),
            "payment_methods": all(state, &state.payment_methods),
            "subscriptions": all(state, &state.subscriptions),
            "subscription_schedules": all(state, &state.subscription_schedules),
            "invoices": all(state, &state.invoices),
            "customer_balance_transactions": all(state, &state.balance_transactions),
            "charges": all(state, &state.charges),
            "credit_notes": all(state, &state.credit_notes),
            "disputes": all(state, &state.disputes),
            "invoice_payments": all(state, &state.invoice_payments),
            "payment_intents": all(state, &state.payment_intents),
            "refunds": all(state, &state.refunds),
            "meters": all(state, &state.meters),
            "meter_events": all(state, &state.meter_events),
            "coupons": all(state, &state.coupons),
            "promotion_codes": all(state, &state.promotion_codes),
            "discounts": all(state, &state.discounts),
            "entitlement_features": all(state, &state.entitlement_features),
            "product_features": all(state, &state.product_features),
            "active_entitlements": active_entitlements(state),
            "tax_rates": all(state, &state.tax_rates),
            "tax_ids": all(state, &state.tax_ids),
            "tax_settings": state.tax_settings.render(),
            "billing_portal_configurations": all(state, &state.portal_configurations),
            "billing_portal_sessions": all(state, &state.portal_sessions),
            "checkout_sessions": all(state, &state.checkout_sessions),
            "webhook_endpoints": all(state, &state.webhook_endpoints),
            "events": state.events.oldest_first().map(|event| event.render_in(version)).collect::<Vec<_>>(),
        })
    });
    version.shape(&mut all);
    Json(all).into_response()
}

fn active_entitlements(state: &Objects) -> Vec<Value> {
    let active = state.active_entitlements.oldest_first().filter(|entitlement| entitlement.active);
    active.map(|entitlement| entitlement.render(state)).collect()
}

fn all<T: Render>(state: &Objects, table: &Table<T>) -> Vec<Value> {
    table.oldest_first().map(|object| object.render(state)).collect()
}
