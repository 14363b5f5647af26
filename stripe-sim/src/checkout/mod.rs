//! Hosted Checkout: a page that sells a subscription, without scripts, and sends its customer back.

mod amounts;
mod complete;
mod details;
mod extras;
mod page;
mod pay;
mod typed;

pub(crate) use amounts::reckon;

use crate::state::{CheckoutSession, CheckoutStatus};
use crate::tx::Tx;
use crate::world::World;
use axum::Router;
use axum::routing::get;
use std::sync::Arc;

/// Below `/c/pay/{secret}`.
pub(crate) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/", get(page::page).post(pay::pay))
        .route("/authenticate/{method}", get(pay::authentication).post(pay::authenticate))
}

/// Nobody can pay it any more.
pub(crate) fn expire(tx: &mut Tx<'_>, id: &str) {
    tx.update_as::<CheckoutSession>("expired", id, |session| session.status = CheckoutStatus::Expired);
}
