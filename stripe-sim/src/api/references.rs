//! Customers and payment methods that a request names: whether they are there, and belong together.

use crate::error::Error;
use crate::state::{Customer, Kind, PaymentMethod};
use crate::tx::Tx;

/// A customer that exists and was not deleted: to everything but a look at it, a deleted one does not exist.
pub(crate) fn existing_customer<'a>(
    tx: &'a Tx<'_>,
    id: &str,
    param: &str,
    in_url: bool,
) -> Result<&'a Customer, Error> {
    let customer = if in_url { tx.addressed::<Customer>(id, param)? } else { tx.mentioned::<Customer>(id, param)? };
    if customer.deleted {
        return Err(Error::Missing { noun: Customer::NOUN, id: id.to_owned(), param: param.to_owned(), in_url });
    }
    Ok(customer)
}

/// A default payment method has to be the customer's own.
pub(super) fn check_attached(tx: &Tx<'_>, payment_method: &str, customer: &str, param: &str) -> Result<(), Error> {
    let method = tx.mentioned::<PaymentMethod>(payment_method, param)?;
    if method.customer.as_deref() == Some(customer) {
        return Ok(());
    }
    Err(Error::Refused {
        message: format!(
            "The customer does not have a payment method with the ID {payment_method}. The payment method must be \
             attached to the customer."
        ),
        code: Some("resource_missing"),
        param: Some(param.to_owned()),
    })
}
