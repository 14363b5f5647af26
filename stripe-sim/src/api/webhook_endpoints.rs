//! Webhook endpoints.

use super::values::read_url;
use crate::error::Error;
use crate::ids;
use crate::list::Page;
use crate::params::{Metadata, Params, set};
use crate::render::Render;
use crate::state::{EndpointStatus, WebhookEndpoint};
use crate::tx::Tx;
use crate::versions::Version;
use serde_json::{Value, json};

const MAX_ENDPOINTS: usize = 16;

fn read_events(params: &mut Params) -> Result<Option<Vec<String>>, Error> {
    let Some(events) = params.texts("enabled_events")? else { return Ok(None) };
    if events.is_empty() || events.iter().any(|kind| kind != "*" && !kind.contains('.')) {
        return Err(Error::invalid("enabled_events", "Invalid enabled_events: must be event types, or `*` for all."));
    }
    Ok(Some(events))
}

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let url = read_url(&mut params, "url")?.ok_or_else(|| Error::MissingParameter("url".to_owned()))?;
    let enabled_events =
        read_events(&mut params)?.ok_or_else(|| Error::MissingParameter("enabled_events".to_owned()))?;
    let version = params.text("api_version")?;
    let description = params.clearable("description")?.flatten();
    let change = params.metadata()?;
    params.done()?;
    if let Some(version) = &version {
        Version::asked(version).map_err(|error| match error {
            Error::NotSimulated { what, does, .. } => Error::not_simulated(Some("api_version".to_owned()), what, &does),
            error => Error::invalid("api_version", error.to_string()),
        })?;
    }
    if tx.state().webhook_endpoints.len() >= MAX_ENDPOINTS {
        return Err(Error::refused(format!("You have reached the maximum of {MAX_ENDPOINTS} test webhook endpoints.")));
    }
    let mut metadata = Metadata::new();
    if let Some(change) = change {
        change.apply(&mut metadata);
    }
    let endpoint = WebhookEndpoint {
        id: ids::long("we"),
        created: tx.now(),
        url,
        description,
        enabled_events,
        status: EndpointStatus::Enabled,
        api_version: version,
        secret: ids::webhook_secret(),
        old_secret: None,
        metadata,
    };
    let mut told = endpoint.render(tx.state());
    told["secret"] = json!(endpoint.secret);
    tx.insert_quietly(endpoint);
    Ok(told)
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<WebhookEndpoint>(id, "id")?.render(tx.state()))
}

pub(crate) fn update(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    tx.addressed::<WebhookEndpoint>(id, "id")?;
    let url = read_url(&mut params, "url")?;
    let enabled_events = read_events(&mut params)?;
    let disabled = params.boolean("disabled")?;
    let description = params.clearable("description")?;
    let metadata = params.metadata()?;
    params.done()?;
    tx.update_quietly::<WebhookEndpoint>(id, |endpoint| {
        set(&mut endpoint.url, url);
        set(&mut endpoint.enabled_events, enabled_events);
        set(&mut endpoint.description, description);
        let status = |disabled| if disabled { EndpointStatus::Disabled } else { EndpointStatus::Enabled };
        set(&mut endpoint.status, disabled.map(status));
        if let Some(change) = metadata {
            change.apply(&mut endpoint.metadata);
        }
    });
    Ok(tx.render::<WebhookEndpoint>(id))
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    params.done()?;
    page.of::<WebhookEndpoint>(tx.state(), "/v1/webhook_endpoints", |_| true)
}

pub(crate) fn delete(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    tx.addressed::<WebhookEndpoint>(id, "id")?;
    tx.remove::<WebhookEndpoint>(id);
    Ok(json!({ "id": id, "object": "webhook_endpoint", "deleted": true }))
}
