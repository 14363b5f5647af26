//! Features that products can have and customers be entitled to.

use super::values::read_metadata;
use crate::error::Error;
use crate::ids;
use crate::list::Page;
use crate::params::{Params, set};
use crate::render::Render;
use crate::state::EntitlementFeature;
use crate::tx::Tx;
use serde_json::Value;

const LONGEST: usize = 80;

fn read_short(params: &mut Params, field: &str) -> Result<String, Error> {
    let text = params.required(field)?;
    if text.chars().count() > LONGEST {
        return Err(Error::invalid(
            params.name(field),
            format!("Invalid string: {text}; must be at most {LONGEST} characters"),
        ));
    }
    Ok(text)
}

/// A key belongs to one feature at a time. Stripe's reference calls it unique; that it is free again when its feature is
/// archived stands in the guide for the Dashboard only, and is taken to be so everywhere.
pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let lookup_key = read_short(&mut params, "lookup_key")?;
    let name = read_short(&mut params, "name")?;
    let metadata = read_metadata(&mut params)?;
    params.done()?;
    let is_taken = tx.state().entitlement_features.with("lookup_key", &lookup_key).any(|feature| feature.active);
    if is_taken {
        return Err(Error::Refused {
            message: format!("A feature with the lookup key `{lookup_key}` already exists."),
            code: Some("resource_already_exists"),
            param: Some("lookup_key".to_owned()),
        });
    }
    let feature =
        EntitlementFeature { id: ids::long("feat"), created: tx.now(), active: true, lookup_key, name, metadata };
    let id = feature.id.clone();
    tx.insert_quietly(feature);
    Ok(tx.render::<EntitlementFeature>(&id))
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<EntitlementFeature>(id, "id")?.render(tx.state()))
}

/// What is archived stays so, and as it was. Stripe's reference does not say it; others have found it to be so. Products
/// that have the feature keep it, and customers what they are entitled to: of that Stripe says nothing.
pub(crate) fn update(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let active = params.boolean("active")?;
    let name = if params.is_sent("name") { Some(read_short(&mut params, "name")?) } else { None };
    let metadata = params.metadata()?;
    params.done()?;
    if !tx.addressed::<EntitlementFeature>(id, "id")?.active {
        return Err(Error::refused("This feature is archived and cannot be changed."));
    }
    tx.update_quietly::<EntitlementFeature>(id, |feature| {
        set(&mut feature.active, active);
        set(&mut feature.name, name);
        if let Some(change) = metadata {
            change.apply(&mut feature.metadata);
        }
    });
    Ok(tx.render::<EntitlementFeature>(id))
}

/// Either those that are archived or those that are not. Stripe's reference says of features that are not active that
/// this endpoint does not list them, and of `archived` that it lists those "with the given status"; what it lists without
/// `archived` is read from the first.
pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::undated(&mut params)?;
    let archived = params.boolean("archived")?.unwrap_or(false);
    let lookup_key = params.text("lookup_key")?;
    params.done()?;
    let narrow = lookup_key.as_deref().map(|key| ("lookup_key", key));
    page.within::<EntitlementFeature>(tx.state(), "/v1/entitlements/features", narrow, |feature| {
        feature.active != archived
    })
}
