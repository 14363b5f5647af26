//! The way to an invoice at Stripe. Its links are other ones at every retrieval, end by themselves and open without
//! a login: they are fetched at the click, and nowhere kept.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};
use stripe_billing::invoice::RetrieveInvoice;
use stripe_shared::{Invoice, InvoiceStatus};

use super::{allowance::TooMany, portal::Destination, refresh::refresh, rows::customer_of};
use crate::{
    model::{InvoiceDocument, path_segment},
    server::{
        audit::{self, Event},
        auth::UserId,
        db::{self, entity::invoice},
        state::AppState,
        stripe::StripeError,
    },
};

/// Why there is nothing to send somebody to.
#[derive(Debug, thiserror::Error)]
pub enum OpenInvoiceError {
    /// No invoice of the user's.
    #[error("the user has no such invoice")]
    NotFound,
    /// Stripe has no such document, or not any more.
    #[error("the invoice has no such link")]
    NoLink,
    #[error(transparent)]
    TooMany(#[from] TooMany),
    #[error(transparent)]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Where the document of this invoice (`in_…`) is at the moment. One that is to be paid and need not be any more
/// leads to the account page, which then says so.
///
/// # Errors
/// See [`OpenInvoiceError`].
pub async fn open_invoice(
    state: &AppState,
    user: UserId,
    id: &str,
    document: InvoiceDocument,
) -> Result<Destination, OpenInvoiceError> {
    check_owner(&state.db, user, id).await?;
    state.allowance.take(user)?;
    let invoice = match state.stripe.send(&RetrieveInvoice::new(path_segment(id))).await {
        Ok(answer) => answer.value,
        Err(error) if error.kind.is_missing() => return Err(OpenInvoiceError::NoLink),
        Err(error) => {
            tracing::warn!(user.id = user.0, stripe.error = %error, "the invoice could not be fetched");
            return Err(error.into());
        }
    };
    if document == InvoiceDocument::Payment && !can_be_paid(&invoice) {
        return Ok(Destination::Account(refresh(state, user).await));
    }
    let link = match document {
        InvoiceDocument::Page | InvoiceDocument::Payment => invoice.hosted_invoice_url,
        InvoiceDocument::Pdf => invoice.invoice_pdf,
    };
    let hosted = link.and_then(|link| state.stripe.hosted_url(&link));
    hosted.map(Destination::Hosted).ok_or(OpenInvoiceError::NoLink)
}

/// The rows say whose invoice it is, so that Stripe is not asked for others.
async fn check_owner(db: &DatabaseConnection, user: UserId, id: &str) -> Result<(), OpenInvoiceError> {
    // No id of Stripe's; and PostgreSQL takes no NUL.
    if id.contains(char::is_control) {
        return Err(OpenInvoiceError::NotFound);
    }
    let row = db::in_time(invoice::Entity::find_by_id(id).one(db)).await?.ok_or(OpenInvoiceError::NotFound)?;
    let customer = db::in_time(customer_of(db, user)).await?;
    if customer.is_some_and(|customer| customer.stripe_customer_id == row.customer_id) {
        return Ok(());
    }
    audit::record(Event::ForeignInvoice, Some(user));
    Err(OpenInvoiceError::NotFound)
}

/// One that was given up as uncollectible can be paid all the same.
fn can_be_paid(invoice: &Invoice) -> bool {
    matches!(invoice.status, Some(InvoiceStatus::Open | InvoiceStatus::Uncollectible))
}
