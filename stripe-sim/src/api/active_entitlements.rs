//! What customers are entitled to: to be read only, it follows from what they subscribe to.

use super::references::existing_customer;
use crate::error::Error;
use crate::list::Page;
use crate::params::Params;
use crate::render::Render;
use crate::state::{ActiveEntitlement, Kind};
use crate::tx::Tx;
use serde_json::Value;

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::undated(&mut params)?;
    let customer = params.required("customer")?;
    params.done()?;
    existing_customer(tx, &customer, "customer", false)?;
    let narrow = Some(("customer", customer.as_str()));
    page.within::<ActiveEntitlement>(tx.state(), "/v1/entitlements/active_entitlements", narrow, |_| true)
}

/// One that is over is not there any more.
pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    match tx.addressed::<ActiveEntitlement>(id, "id")? {
        entitlement if entitlement.active => Ok(entitlement.render(tx.state())),
        _ => Err(Error::Missing {
            noun: ActiveEntitlement::NOUN,
            id: id.to_owned(),
            param: "id".to_owned(),
            in_url: true,
        }),
    }
}
