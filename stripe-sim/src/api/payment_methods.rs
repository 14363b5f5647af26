//! Payment methods: test tokens become a customer's cards.

use crate::cards;
use crate::error::Error;
use crate::params::Params;
use crate::state::{Charge, Kind, PaymentMethod};
use crate::tx::Tx;
use serde_json::Value;

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    let method = tx.addressed::<PaymentMethod>(id, "payment_method")?;
    Ok(method.render(tx.state()))
}

pub(crate) fn attach(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let customer = params.required("customer")?;
    params.done()?;
    super::customers::existing(tx, &customer, "customer", false)?;
    if let Some(method) = tx.get::<PaymentMethod>(id) {
        if method.customer.as_deref() == Some(customer.as_str()) {
            return Ok(method.render(tx.state()));
        }
        return Err(Error::refused("The payment method you provided has already been attached to a customer."));
    }
    let method = attachable(tx, id, &customer, "payment_method").map_err(|error| match error {
        Error::Missing { noun, id, param, .. } => Error::Missing { noun, id, param, in_url: true },
        other => other,
    })?;
    Ok(cards::attach(tx, method))
}

/// The new card a test token stands for, if the bank lets it be attached.
pub(crate) fn attachable(tx: &Tx<'_>, token: &str, customer: &str, param: &str) -> Result<PaymentMethod, Error> {
    let Some(card) = cards::by_token(token, tx.now()) else {
        tx.mentioned::<PaymentMethod>(token, param)?;
        return Err(Error::refused_param(
            param,
            "The payment method you provided has already been attached to a customer.",
        ));
    };
    if card.charge == Charge::Declines {
        return Err(Error::CardDeclined);
    }
    Ok(cards::payment_method(card, customer, tx.now()))
}
