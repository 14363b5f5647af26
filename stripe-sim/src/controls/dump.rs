//! The whole state, every object in Stripe's own shape, oldest first.

use super::Shared;
use crate::state::{Kind, State as Objects, Table};
use axum::extract::State;
use axum::response::Json;
use serde_json::{Value, json};

pub(super) async fn state(State(world): Shared) -> Json<Value> {
    world.read(|state| {
        Json(json!({
            "now": state.now(),
            "customers": all(state, &state.customers),
            "products": all(state, &state.products),
            "prices": all(state, &state.prices),
            "payment_methods": all(state, &state.payment_methods),
            "subscriptions": all(state, &state.subscriptions),
            "subscription_schedules": all(state, &state.subscription_schedules),
            "invoices": all(state, &state.invoices),
            "billing_portal_configurations": all(state, &state.portal_configurations),
            "billing_portal_sessions": all(state, &state.portal_sessions),
            "checkout_sessions": all(state, &state.checkout_sessions),
            "webhook_endpoints": all(state, &state.webhook_endpoints),
            "events": all(state, &state.events),
        }))
    })
}

fn all<T: Kind>(state: &Objects, table: &Table<T>) -> Vec<Value> {
    table.oldest_first().map(|object| object.render(state)).collect()
}
