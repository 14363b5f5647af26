//! The invoice that a link opens, or why it opens none.

use crate::pages;
use crate::state::{Invoice, State};
use crate::unkind::Link;
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

/// Why there is nothing to be seen.
pub(super) enum Closed {
    Unknown,
    /// The link is from another time.
    Expired,
}

/// The invoice that a link opens. Its pages lead on by the same link.
pub(super) fn by_link(state: &State, link: &str) -> Result<Invoice, Closed> {
    let Link { secret, expires_at } = Link::parse(link);
    let mut invoice = state.invoices.with("secret", secret).next().cloned().ok_or(Closed::Unknown)?;
    if state.unkind.invoice_links.is_some() && expires_at.is_none_or(|at| at <= state.now()) {
        return Err(Closed::Expired);
    }
    link.clone_into(&mut invoice.secret);
    Ok(invoice)
}

pub(super) fn closed(why: &Closed) -> Response {
    let (status, title) = match why {
        Closed::Unknown => (StatusCode::NOT_FOUND, "This invoice does not exist"),
        Closed::Expired => (StatusCode::GONE, "This link has expired"),
    };
    let next = html! { p { "Go back to the site you came from and open your invoices from there." } };
    pages::problem(status, title, next)
}
