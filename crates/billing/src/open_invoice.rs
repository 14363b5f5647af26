//! The way to an invoice at Stripe. Its links are other ones at every retrieval, end by themselves and open without
//! a login: they are fetched at the click, and nowhere kept.

use mirror::entity::invoice;
use sea_orm::{DbErr, EntityTrait};
use stripe::{StripeError, path_segment};
use stripe_billing::invoice::RetrieveInvoice;
use stripe_shared::{Invoice, InvoiceStatus};

use crate::{billing::Billing, destination::Destination, model::InvoiceDocument};

/// Why there is nothing to send somebody to.
#[derive(Debug, thiserror::Error)]
pub enum OpenInvoiceError {
    #[error("there is no such invoice")]
    NotFound,
    #[error("the invoice is not the customer's")]
    Foreign,
    /// Stripe has no such document, or not any more.
    #[error("the invoice has no such link")]
    NoLink,
    #[error(transparent)]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl Billing {
    /// Where the document of this invoice (`in_…`) of this customer is at the moment. One that is to be paid and need
    /// not be any more leads to the account page, which then says so.
    ///
    /// # Errors
    /// See [`OpenInvoiceError`].
    pub async fn open_invoice(
        &self,
        stripe_customer_id: &str,
        id: &str,
        document: InvoiceDocument,
    ) -> Result<Destination, OpenInvoiceError> {
        self.check_owner(stripe_customer_id, id).await?;
        let invoice = match self.stripe.send(&RetrieveInvoice::new(path_segment(id))).await {
            Ok(answer) => answer.value,
            Err(error) if error.kind.is_missing() => return Err(OpenInvoiceError::NoLink),
            Err(error) => {
                tracing::warn!(stripe.customer_id = stripe_customer_id, stripe.error = %error, "the invoice could not be fetched");
                return Err(error.into());
            }
        };
        if document == InvoiceDocument::Payment && !can_be_paid(&invoice) {
            return Ok(Destination::Account(self.refresh(stripe_customer_id).await));
        }
        let link = match document {
            InvoiceDocument::Page | InvoiceDocument::Payment => invoice.hosted_invoice_url,
            InvoiceDocument::Pdf => invoice.invoice_pdf,
        };
        let hosted = link.and_then(|link| self.stripe.hosted_url(&link));
        hosted.map(Destination::Invoice).ok_or(OpenInvoiceError::NoLink)
    }

    /// The rows say whose invoice it is, so that Stripe is not asked for others.
    async fn check_owner(&self, stripe_customer_id: &str, id: &str) -> Result<(), OpenInvoiceError> {
        // No id of Stripe's; and PostgreSQL takes no NUL.
        if id.contains(char::is_control) {
            return Err(OpenInvoiceError::NotFound);
        }
        let row = invoice::Entity::find_by_id(id).one(&self.mirror.db).await?.ok_or(OpenInvoiceError::NotFound)?;
        if row.customer_id == stripe_customer_id { Ok(()) } else { Err(OpenInvoiceError::Foreign) }
    }
}

/// One that was given up as uncollectible can be paid all the same.
fn can_be_paid(invoice: &Invoice) -> bool {
    matches!(invoice.status, Some(InvoiceStatus::Open | InvoiceStatus::Uncollectible))
}
