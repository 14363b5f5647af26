//! A customer's address at Stripe follows that of the user, as long as they are the same one.

use stripe::{StripeError, StripeErrorKind, path_segment};
use stripe_core::customer::{RetrieveCustomer, RetrieveCustomerReturned, UpdateCustomer};

use crate::billing::Billing;

impl Billing {
    /// Gives the customer (`cus_…`) the address `to` if Stripe has one of `former`; returns whether it was so. An address that
    /// was chosen for invoices stays.
    ///
    /// # Errors
    /// When Stripe does not answer, or refuses the address.
    pub async fn move_email(&self, stripe_customer_id: &str, former: &[String], to: &str) -> Result<bool, StripeError> {
        let id = path_segment(stripe_customer_id);
        let found = match self.stripe.send(&RetrieveCustomer::new(id.clone())).await {
            Ok(answer) => answer.value,
            Err(error) if error.kind == StripeErrorKind::CustomerMissing => return Ok(false),
            Err(error) => return Err(error),
        };
        let RetrieveCustomerReturned::Customer(found) = found else { return Ok(false) };
        let has = |former: &String| found.email.as_ref().is_some_and(|email| email.trim().eq_ignore_ascii_case(former));
        if !former.iter().any(has) {
            return Ok(false);
        }
        self.stripe.send(&UpdateCustomer::new(id).email(to)).await?;
        Ok(true)
    }
}
