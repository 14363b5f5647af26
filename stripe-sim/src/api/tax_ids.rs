//! Customers' tax ids, below their customers' addresses.

use super::address::two_ids;
use super::references::existing_customer;
use crate::error::Error;
use crate::ids;
use crate::list::Page;
use crate::params::Params;
use crate::render::Render;
use crate::state::{Kind, TaxId, TaxIdType};
use crate::tx::Tx;
use serde_json::{Value, json};

pub(crate) fn create(tx: &mut Tx<'_>, customer: &str, mut params: Params) -> Result<Value, Error> {
    let kind: Option<TaxIdType> = params.choice("type")?;
    let value = params.required("value")?;
    params.done()?;
    let kind = kind.ok_or_else(|| Error::MissingParameter("type".to_owned()))?;
    existing_customer(tx, customer, "id", true)?;
    if kind == TaxIdType::EuVat && !value.chars().take(2).all(|letter| letter.is_ascii_alphabetic()) {
        return Err(Error::InvalidParameter {
            param: "value".to_owned(),
            code: Some("tax_id_invalid"),
            message: "Invalid value for eu_vat.".to_owned(),
        });
    }
    Ok(tx.create(TaxId { id: ids::long("txi"), created: tx.now(), customer: customer.to_owned(), kind, value }))
}

pub(crate) fn list(tx: &mut Tx<'_>, customer: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    params.done()?;
    existing_customer(tx, customer, "id", true)?;
    let url = format!("/v1/customers/{customer}/tax_ids");
    page.within::<TaxId>(tx.state(), &url, Some(("customer", customer)), |_| true)
}

fn own<'a>(tx: &'a Tx<'_>, ids: &str) -> Result<&'a TaxId, Error> {
    let (customer, id) = two_ids(ids);
    existing_customer(tx, customer, "customer", true)?;
    match tx.addressed::<TaxId>(id, "id")? {
        tax_id if tax_id.customer == customer => Ok(tax_id),
        _ => Err(Error::Missing { noun: TaxId::NOUN, id: id.to_owned(), param: "id".to_owned(), in_url: true }),
    }
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, ids: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(own(tx, ids)?.render(tx.state()))
}

pub(crate) fn delete(tx: &mut Tx<'_>, ids: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    let gone = own(tx, ids)?.clone();
    let last = gone.render(tx.state());
    tx.remove::<TaxId>(&gone.id);
    tx.emit("customer.tax_id.deleted".to_owned(), &last, None);
    Ok(json!({ "id": gone.id, "object": "tax_id", "deleted": true }))
}
