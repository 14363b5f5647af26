//! Opening an invoice at Stripe. Its links change with every retrieval, expire, and need no login.
//! So they are fetched on each click and never stored.

use mirror::entity::invoice;
use sea_orm::{DbErr, EntityTrait};
use stripe::{StripeError, path_segment};
use stripe_billing::invoice::RetrieveInvoice;
use stripe_shared::{Invoice, InvoiceStatus};

use crate::{billing::Billing, destination::Destination, model::InvoiceDocument};

/// Why the invoice could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenInvoiceError {
    #[error("there is no such invoice")]
    NotFound,
    #[error("the invoice is not the customer's")]
    Foreign,
    /// Stripe does not have this document, or no longer has it.
    #[error("the invoice has no such link")]
    NoLink,
    #[error(transparent)]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl Billing {
    /// The current address of the document of this customer's invoice (`in_…`). If it was to be
    /// paid but no longer needs to be, the destination is the account page, which then shows that.
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

    /// Checks in the rows whose invoice it is, so that Stripe is not asked for other customers'
    /// invoices.
    async fn check_owner(&self, stripe_customer_id: &str, id: &str) -> Result<(), OpenInvoiceError> {
        // Not an id of Stripe's; also PostgreSQL does not accept a NUL.
        if id.contains(char::is_control) {
            return Err(OpenInvoiceError::NotFound);
        }
        let row = invoice::Entity::find_by_id(id).one(&self.mirror.db).await?.ok_or(OpenInvoiceError::NotFound)?;
        if row.customer_id == stripe_customer_id { Ok(()) } else { Err(OpenInvoiceError::Foreign) }
    }
}

/// An uncollectible invoice can still be paid.
fn can_be_paid(invoice: &Invoice) -> bool {
    matches!(invoice.status, Some(InvoiceStatus::Open | InvoiceStatus::Uncollectible))
}
