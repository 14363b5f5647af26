//! The hosted page of an invoice: what it is for, paying it, and the same as a PDF.

mod link;
mod page;
mod pay;
mod pdf;

pub(crate) use page::status;

use crate::world::World;
use axum::Router;
use axum::routing::{get, post};
use std::sync::Arc;

/// Below `/i/{secret}`.
pub(crate) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/", get(page::page))
        .route("/pdf", get(pdf::download))
        .route("/pay", post(pay::pay))
        .route("/authenticate/{method}", get(pay::authentication).post(pay::authenticate))
}
