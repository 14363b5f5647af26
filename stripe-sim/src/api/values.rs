//! Values that several endpoints read alike.

use crate::error::Error;
use crate::params::{Metadata, Params};
use crate::state::Address;
use url::Url;

pub(super) fn read_address(hash: &mut Params) -> Result<Address, Error> {
    Ok(Address {
        city: hash.clearable("city")?.flatten(),
        country: hash.clearable("country")?.flatten(),
        line1: hash.clearable("line1")?.flatten(),
        line2: hash.clearable("line2")?.flatten(),
        postal_code: hash.clearable("postal_code")?.flatten(),
        state: hash.clearable("state")?.flatten(),
    })
}

pub(super) fn read_currency(params: &mut Params) -> Result<String, Error> {
    let currency = params.required("currency")?.to_lowercase();
    if currency.len() != 3 || !currency.chars().all(|letter| letter.is_ascii_lowercase()) {
        return Err(Error::invalid(
            params.name("currency"),
            format!("Invalid currency: {currency}. Stripe supports three-letter ISO codes."),
        ));
    }
    Ok(currency)
}

pub(super) fn read_metadata(hash: &mut Params) -> Result<Metadata, Error> {
    let mut metadata = Metadata::new();
    if let Some(change) = hash.metadata()? {
        change.apply(&mut metadata);
    }
    Ok(metadata)
}

/// The return address is the only thing in the portal that leads away from it, so it has to lead to a website.
pub(super) fn read_url(params: &mut Params, field: &str) -> Result<Option<String>, Error> {
    let Some(text) = params.clearable(field)?.flatten() else {
        return Ok(None);
    };
    match Url::parse(&text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(Some(text)),
        _ => Err(Error::InvalidParameter {
            param: params.name(field),
            code: Some("url_invalid"),
            message: "Not a valid URL".to_owned(),
        }),
    }
}
