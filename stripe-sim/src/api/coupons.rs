//! Coupons.

use super::values::{read_currency, read_metadata};
use crate::error::Error;
use crate::ids;
use crate::list::Page;
use crate::params::{Params, set};
use crate::render::Render;
use crate::state::{Coupon, CouponDuration, Kind, Off, Percent, Product};
use crate::tx::Tx;
use indexmap::IndexMap;
use serde_json::{Value, json};

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let id = params.clearable("id")?.flatten();
    let name = params.clearable("name")?.flatten();
    let off = read_off(&mut params)?;
    let duration: Option<CouponDuration> = params.choice("duration")?;
    let duration = duration.unwrap_or(CouponDuration::Once);
    let months = params.natural("duration_in_months")?;
    let max_redemptions = params.natural("max_redemptions")?;
    let redeem_by = params.natural("redeem_by")?;
    let products = params.hash("applies_to", |hash| hash.texts("products"))?.flatten().unwrap_or_default();
    let metadata = read_metadata(&mut params)?;
    params.done()?;
    match (duration, months) {
        (CouponDuration::Repeating, None | Some(0)) => {
            return Err(Error::MissingParameter("duration_in_months".to_owned()));
        }
        (CouponDuration::Forever | CouponDuration::Once, Some(_)) => {
            let message = "You can only set `duration_in_months` when `duration` is `repeating`.";
            return Err(Error::invalid("duration_in_months", message));
        }
        _ => {}
    }
    for (index, product) in products.iter().enumerate() {
        tx.mentioned::<Product>(product, &format!("applies_to[products][{index}]"))?;
    }
    if redeem_by.is_some_and(|last| last <= tx.now()) {
        return Err(Error::invalid("redeem_by", "Invalid timestamp: must be in the future"));
    }
    let id = id.unwrap_or_else(|| ids::short("").trim_start_matches('_').chars().take(8).collect());
    if tx.get::<Coupon>(&id).is_some_and(|coupon| !coupon.deleted) {
        return Err(Error::Refused {
            message: "Coupon already exists.".to_owned(),
            code: Some("resource_already_exists"),
            param: None,
        });
    }
    Ok(tx.create(Coupon {
        id,
        created: tx.now(),
        deleted: false,
        name,
        off,
        duration,
        duration_in_months: months,
        max_redemptions,
        redeem_by,
        times_redeemed: 0,
        products,
        metadata,
    }))
}

fn read_off(params: &mut Params) -> Result<Off, Error> {
    let percent = params.text("percent_off")?;
    let amount = params.natural("amount_off")?;
    let currency = if params.is_sent("currency") { Some(read_currency(params)?) } else { None };
    let others = params.entries("currency_options", |hash| {
        hash.natural("amount_off")?.ok_or_else(|| Error::MissingParameter(hash.name("amount_off")))
    })?;
    match (percent, amount) {
        (Some(percent), None) => match Percent::parse(&percent).filter(|percent| !percent.is_zero()) {
            Some(percent) => Ok(Off::Percent(percent)),
            None => Err(Error::invalid("percent_off", "Invalid percent_off: must be more than 0 and at most 100")),
        },
        (None, Some(amount)) if amount > 0 => {
            let currency = currency.ok_or_else(|| Error::MissingParameter("currency".to_owned()))?;
            Ok(Off::Amount {
                amount,
                currency,
                others: others.unwrap_or_default().into_iter().collect::<IndexMap<_, _>>(),
            })
        }
        (None, Some(_)) => Err(Error::invalid("amount_off", "This value must be greater than or equal to 1.")),
        _ => Err(Error::invalid("percent_off", "You must pass either `percent_off` or `amount_off`, and not both.")),
    }
}

/// One that was deleted is not there any more.
fn present<'a>(tx: &'a Tx<'_>, id: &str) -> Result<&'a Coupon, Error> {
    match tx.addressed::<Coupon>(id, "coupon")? {
        coupon if coupon.deleted => {
            Err(Error::Missing { noun: Coupon::NOUN, id: id.to_owned(), param: "coupon".to_owned(), in_url: true })
        }
        coupon => Ok(coupon),
    }
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(present(tx, id)?.render(tx.state()))
}

pub(crate) fn update(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let name = params.clearable("name")?;
    let metadata = params.metadata()?;
    params.done()?;
    present(tx, id)?;
    Ok(tx.update::<Coupon>(id, |coupon| {
        set(&mut coupon.name, name);
        if let Some(change) = metadata {
            change.apply(&mut coupon.metadata);
        }
    }))
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    params.done()?;
    page.of::<Coupon>(tx.state(), "/v1/coupons", |coupon| !coupon.deleted)
}

/// Customers who have redeemed it keep the discount.
pub(crate) fn delete(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    present(tx, id)?;
    tx.update_as::<Coupon>("deleted", id, |coupon| coupon.deleted = true);
    Ok(json!({ "id": id, "object": "coupon", "deleted": true }))
}
