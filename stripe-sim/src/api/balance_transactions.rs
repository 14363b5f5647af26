//! Customers' balances, below their customers' addresses.

use super::address::two_ids;
use super::references::existing_customer;
use super::values::{read_currency, read_metadata};
use crate::balance::{self, Cause};
use crate::error::Error;
use crate::list::Page;
use crate::params::{Params, set};
use crate::render::Render;
use crate::state::{BalanceReason, BalanceTransaction, Customer, Kind};
use crate::tx::Tx;
use serde_json::Value;

pub(crate) fn create(tx: &mut Tx<'_>, customer: &str, mut params: Params) -> Result<Value, Error> {
    let amount = params.integer("amount")?.ok_or_else(|| Error::MissingParameter("amount".to_owned()))?;
    let currency = read_currency(&mut params)?;
    let description = params.clearable("description")?.flatten();
    let metadata = read_metadata(&mut params)?;
    params.done()?;
    let own = existing_customer(tx, customer, "customer", true)?.currency.clone();
    if own.is_some_and(|own| own != currency) {
        let what = "balances of a customer in several currencies";
        return Err(Error::not_simulated(Some("currency".to_owned()), what, "one in the customer's own"));
    }
    tx.update::<Customer>(customer, |customer| {
        customer.currency.get_or_insert_with(|| currency.clone());
    });
    let cause = Cause { description, currency: Some(currency), metadata, ..Cause::default() };
    match balance::change(tx, customer, amount, BalanceReason::Adjustment, cause) {
        Some(id) => Ok(tx.render::<BalanceTransaction>(&id)),
        None => Err(Error::invalid("amount", "A balance transaction cannot be of nothing.")),
    }
}

pub(crate) fn list(tx: &mut Tx<'_>, customer: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let invoice = params.text("invoice")?;
    params.done()?;
    existing_customer(tx, customer, "customer", true)?;
    let url = format!("/v1/customers/{customer}/balance_transactions");
    page.within::<BalanceTransaction>(tx.state(), &url, Some(("customer", customer)), |it| {
        invoice.as_ref().is_none_or(|invoice| it.invoice.as_ref() == Some(invoice))
    })
}

fn own<'a>(tx: &'a Tx<'_>, ids: &str) -> Result<&'a BalanceTransaction, Error> {
    let (customer, id) = two_ids(ids);
    existing_customer(tx, customer, "customer", true)?;
    match tx.addressed::<BalanceTransaction>(id, "transaction")? {
        found if found.customer == customer => Ok(found),
        _ => {
            let (noun, param) = (BalanceTransaction::NOUN, "transaction".to_owned());
            Err(Error::Missing { noun, id: id.to_owned(), param, in_url: true })
        }
    }
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, ids: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(own(tx, ids)?.render(tx.state()))
}

pub(crate) fn update(tx: &mut Tx<'_>, ids: &str, mut params: Params) -> Result<Value, Error> {
    let description = params.clearable("description")?;
    let metadata = params.metadata()?;
    params.done()?;
    let id = own(tx, ids)?.id.clone();
    tx.update_quietly::<BalanceTransaction>(&id, |it| {
        set(&mut it.description, description);
        if let Some(change) = metadata {
            change.apply(&mut it.metadata);
        }
    });
    Ok(tx.render::<BalanceTransaction>(&id))
}
