//! Whose a charge or an invoice is. Refunds, disputes and payments of invoices do not say whose they are, but which
//! one they are about.

use miniserde::Deserialize;
use stripe::{StripeClient, StripeError, path_segment};
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};

/// The customer (`cus_…`) of this charge; `None` if it is nobody's, or not at Stripe.
///
/// # Errors
/// When Stripe does not say.
pub async fn charge_owner(stripe: &StripeClient, id: &str) -> Result<Option<String>, StripeError> {
    customer(stripe, format!("/charges/{}", path_segment(id))).await
}

/// As [`charge_owner`], of this invoice.
///
/// # Errors
/// When Stripe does not say.
pub async fn invoice_owner(stripe: &StripeClient, id: &str) -> Result<Option<String>, StripeError> {
    customer(stripe, format!("/invoices/{}", path_segment(id))).await
}

async fn customer(stripe: &StripeClient, path: String) -> Result<Option<String>, StripeError> {
    match stripe.send(&Retrieve { path }).await {
        Ok(answer) => Ok(answer.value.customer),
        // A key that may not look is the doctor's finding; trying again would not help.
        Err(error) if error.kind.is_refusal() || error.kind.is_denied() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Our own request: nothing else of the object is read, so that nothing else can be unreadable.
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
