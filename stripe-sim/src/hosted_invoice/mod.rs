//! The hosted page of an invoice: what it is for, paying it, and the same as a PDF.

mod page;
mod pay;
mod pdf;

pub(crate) use page::status;

use crate::pages;
use crate::state::{Invoice, State};
use crate::world::World;
use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use maud::html;
use std::sync::Arc;

/// Below `/i/{secret}`.
pub(crate) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/", get(page::page))
        .route("/pdf", get(pdf::download))
        .route("/pay", post(pay::pay))
        .route("/authenticate/{method}", get(pay::authentication).post(pay::authenticate))
}

fn by_secret(state: &State, secret: &str) -> Option<Invoice> {
    state.invoices.with("secret", secret).next().cloned()
}

fn unknown() -> Response {
    pages::problem(
        StatusCode::NOT_FOUND,
        "This invoice does not exist",
        html! { p { "Go back to the site you came from and open your invoices from there." } },
    )
}
