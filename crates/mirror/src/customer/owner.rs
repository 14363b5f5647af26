//! The customer of a charge or an invoice. Events of refunds, disputes and payments of invoices
//! name the charge or invoice, not the customer.

use miniserde::Deserialize;
use stripe::{StripeClient, StripeError, path_segment};
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};

/// The customer (`cus_…`) of this charge; `None` if it has none, or Stripe does not have the
/// charge.
///
/// # Errors
/// When Stripe does not answer.
pub async fn charge_owner(stripe: &StripeClient, id: &str) -> Result<Option<String>, StripeError> {
    customer(stripe, format!("/charges/{}", path_segment(id))).await
}

/// Like [`charge_owner`], for this invoice.
///
/// # Errors
/// When Stripe does not answer.
pub async fn invoice_owner(stripe: &StripeClient, id: &str) -> Result<Option<String>, StripeError> {
    customer(stripe, format!("/invoices/{}", path_segment(id))).await
}

async fn customer(stripe: &StripeClient, path: String) -> Result<Option<String>, StripeError> {
    match stripe.send(&Retrieve { path }).await {
        Ok(answer) => Ok(answer.value.customer),
        // The doctor reports a missing permission; a retry would not help.
        Err(error) if error.kind.is_refusal() || error.kind.is_denied() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Our own request: it reads only the customer, so that nothing else can fail.
struct Retrieve {
    path: String,
}

#[derive(Deserialize)]
struct Owned {
    customer: Option<String>,
}

impl StripeRequest for Retrieve {
    type Output = Owned;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Get, &self.path)
    }
}
