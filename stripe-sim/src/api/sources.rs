//! Sources, as accounts have them that are older than payment methods: `card_…` and `ba_…`.

use super::address::two_ids;
use super::references::existing_customer;
use crate::cards;
use crate::error::Error;
use crate::list::Page;
use crate::params::Params;
use crate::state::{Customer, PaymentMethod};
use crate::tx::Tx;
use serde_json::{Value, json};

const NOUN: &str = "source";

pub(crate) fn create(tx: &mut Tx<'_>, customer: &str, mut params: Params) -> Result<Value, Error> {
    let token = params.required("source")?;
    params.done()?;
    existing_customer(tx, customer, "customer", true)?;
    let missing = || Error::Missing { noun: "token", id: token.clone(), param: "source".to_owned(), in_url: false };
    let source = cards::source_by_token(&token, tx.now()).ok_or_else(missing)?;
    cards::keep(&source).map_err(Error::CardDeclined)?;
    Ok(add(tx, customer, source))
}

/// The first of them becomes the default.
pub(super) fn add(tx: &mut Tx<'_>, customer: &str, source: PaymentMethod) -> Value {
    let id = source.id.clone();
    let source = PaymentMethod { customer: Some(customer.to_owned()), ..source };
    let rendered = source.render_source();
    tx.insert_quietly(source);
    tx.emit("customer.source.created".to_owned(), &rendered, None);
    tx.update::<Customer>(customer, |customer| {
        customer.default_source.get_or_insert(id);
    });
    rendered
}

pub(crate) fn list(tx: &mut Tx<'_>, customer: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let object = params.text("object")?;
    params.done()?;
    existing_customer(tx, customer, "customer", true)?;
    let own = tx.state().payment_methods.with("customer", customer).filter(|it: &&PaymentMethod| it.is_source());
    let data: Vec<_> = own.map(PaymentMethod::render_source).collect();
    let wanted = |it: &Value| object.as_ref().is_none_or(|object| it["object"] == object.as_str());
    let data = data.into_iter().rev().filter(wanted).collect();
    page.inside(tx.state(), data, NOUN, &format!("/v1/customers/{customer}/sources"))
}

fn own<'a>(tx: &'a Tx<'_>, ids: &str) -> Result<&'a PaymentMethod, Error> {
    let (customer, id) = two_ids(ids);
    existing_customer(tx, customer, "customer", true)?;
    let found = tx.get::<PaymentMethod>(id).filter(|it| it.is_source() && it.customer.as_deref() == Some(customer));
    found.ok_or_else(|| Error::Missing { noun: NOUN, id: id.to_owned(), param: "id".to_owned(), in_url: true })
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, ids: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(own(tx, ids)?.render_source())
}

pub(crate) fn delete(tx: &mut Tx<'_>, ids: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    let gone = own(tx, ids)?.clone();
    let (customer, _) = two_ids(ids);
    tx.emit("customer.source.deleted".to_owned(), &gone.render_source(), None);
    tx.update_quietly::<PaymentMethod>(&gone.id, |source| {
        source.customer = None;
        source.detached = true;
    });
    let left = tx.state().payment_methods.with("customer", customer).find(|it| it.is_source());
    let next = left.map(|source| source.id.clone());
    tx.update::<Customer>(customer, |customer| {
        if customer.default_source.as_ref() == Some(&gone.id) {
            customer.default_source = next;
        }
    });
    let object = if gone.is_bank_account() { "bank_account" } else { "card" };
    Ok(json!({ "id": gone.id, "object": object, "deleted": true }))
}
