//! Portal configurations: what customers may do for themselves, as code rather than in the Dashboard.

use super::portal_features;
use super::values::read_url;
use crate::error::Error;
use crate::list::Page;
use crate::params::{Params, set};
use crate::render::Render;
use crate::state::{BusinessProfile, Features, PortalConfiguration};
use crate::tx::Tx;
use serde_json::Value;

const LONGEST_HEADLINE: usize = 60;

/// Everything but `active`, which can only be changed afterwards.
fn read(params: &mut Params, configuration: &mut PortalConfiguration) -> Result<(), Error> {
    params.hash("business_profile", |hash| read_profile(hash, &mut configuration.business_profile))?;
    if params.is_sent("default_return_url") {
        configuration.default_return_url = read_url(params, "default_return_url")?;
    }
    params.hash("features", |hash| portal_features::read(hash, &mut configuration.features))?;
    set(&mut configuration.name, params.clearable("name")?);
    if let Some(change) = params.metadata()? {
        change.apply(&mut configuration.metadata);
    }
    Ok(())
}

fn read_profile(hash: &mut Params, profile: &mut BusinessProfile) -> Result<(), Error> {
    let headline = hash.clearable("headline")?;
    if headline.as_ref().and_then(Option::as_ref).is_some_and(|text| text.chars().count() > LONGEST_HEADLINE) {
        return Err(Error::invalid(
            hash.name("headline"),
            format!("Invalid string: must be at most {LONGEST_HEADLINE} characters"),
        ));
    }
    set(&mut profile.headline, headline);
    for (field, url) in [
        ("privacy_policy_url", &mut profile.privacy_policy_url),
        ("terms_of_service_url", &mut profile.terms_of_service_url),
    ] {
        if hash.is_sent(field) {
            *url = read_url(hash, field)?;
        }
    }
    Ok(())
}

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    if !params.is_hash("features") {
        return Err(Error::MissingParameter("features".to_owned()));
    }
    let mut configuration = PortalConfiguration::new(Features::none(), tx.now());
    read(&mut params, &mut configuration)?;
    params.done()?;
    portal_features::check(tx, &configuration.features)?;
    Ok(tx.create(configuration))
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<PortalConfiguration>(id, "configuration")?.render(tx.state()))
}

pub(crate) fn update(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let mut configuration = tx.addressed::<PortalConfiguration>(id, "configuration")?.clone();
    let active = params.boolean("active")?;
    read(&mut params, &mut configuration)?;
    params.done()?;
    portal_features::check(tx, &configuration.features)?;
    if configuration.is_default && active == Some(false) {
        return Err(Error::refused_param("active", "The default configuration cannot be deactivated."));
    }
    set(&mut configuration.active, active);
    configuration.updated = tx.now();
    Ok(tx.update::<PortalConfiguration>(id, |old| *old = configuration))
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let active = params.boolean("active")?;
    let is_default = params.boolean("is_default")?;
    params.done()?;
    page.of::<PortalConfiguration>(tx.state(), "/v1/billing_portal/configurations", |configuration| {
        active.is_none_or(|active| configuration.active == active)
            && is_default.is_none_or(|is_default| configuration.is_default == is_default)
    })
}
