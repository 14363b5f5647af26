//! The hosted billing portal: ordinary pages and forms, so that it works in any browser and without scripts.

mod blocked;
mod cancel;
mod change;
mod closed;
mod customer;
mod done;
mod home;
mod login;
mod pause;
mod payment_method;
mod summary;
mod update;
mod visit;

pub(crate) use blocked::{pause_blocked, update_blocked};

use crate::world::World;
use axum::Router;
use axum::routing::{get, post};
use std::sync::Arc;

/// Below `/p/session/{secret}`.
pub(crate) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/", get(home::page))
        .route("/subscriptions/{id}/cancel", get(cancel::page).post(cancel::act))
        .route("/subscriptions/{id}/pause", get(pause::page).post(pause::act))
        .route("/subscriptions/{id}/resume", post(pause::resume))
        .route("/login", post(login::act))
        .route("/subscriptions/{id}/renew", post(cancel::take_back))
        .route("/subscriptions/{id}/update", get(update::page))
        .route("/subscriptions/{id}/confirm", get(update::confirm).post(update::act))
        .route("/payment-method", get(payment_method::page).post(payment_method::act))
        .route("/payment-method/{method}", get(payment_method::authentication).post(payment_method::authenticate))
        .route("/customer", get(customer::page).post(customer::act))
        .route("/done", get(done::page))
}
