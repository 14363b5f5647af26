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

/// An invoice that is known to be the customer's.
#[derive(Debug)]
pub struct OwnInvoice {
    id: String,
    customer_id: String,
}

impl Billing {
    /// The invoice (`in_…`), if it is this customer's (`cus_…`). The rows say so; Stripe is not asked.
    ///
    /// # Errors
    /// [`OpenInvoiceError::NotFound`], [`OpenInvoiceError::Foreign`], and when the database does not answer.
    pub async fn find_invoice(&self, stripe_customer_id: &str, id: &str) -> Result<OwnInvoice, OpenInvoiceError> {
        // No id of Stripe's; and PostgreSQL takes no NUL.
        if id.contains(char::is_control) {
            return Err(OpenInvoiceError::NotFound);
        }
        let row = invoice::Entity::find_by_id(id).one(&self.mirror.db).await?.ok_or(OpenInvoiceError::NotFound)?;
        match row.customer_id == stripe_customer_id {
            true => Ok(OwnInvoice { id: row.id, customer_id: row.customer_id }),
            false => Err(OpenInvoiceError::Foreign),
        }
    }

    /// Where the document of the invoice is at the moment. One that is to be paid and need not be any more leads to the
    /// account page, which then says so.
    ///
    /// # Errors
    /// [`OpenInvoiceError::NoLink`], and when Stripe does not answer.
    pub async fn open_invoice(
        &self,
        OwnInvoice { id, customer_id }: &OwnInvoice,
        document: InvoiceDocument,
    ) -> Result<Destination, OpenInvoiceError> {
        let stripe_customer_id = customer_id.as_str();
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
}

/// An uncollectible invoice can still be paid.
fn can_be_paid(invoice: &Invoice) -> bool {
    matches!(invoice.status, Some(InvoiceStatus::Open | InvoiceStatus::Uncollectible))
}
