//! Meters, what they have counted, and the events that they count.

use super::references::existing_customer;
use crate::error::Error;
use crate::ids;
use crate::list::Page;
use crate::params::{Metadata, Params, choice, set};
use crate::period::days;
use crate::render::Render;
use crate::state::{Customer, Formula, Meter, MeterEvent, MeterStatus};
use crate::tx::Tx;
use serde_json::{Value, json};

choice!(MappingType { ById = "by_id" });

/// An event may be this old.
const OLDEST: i64 = days(35);
const TOO_EARLY: i64 = 5 * 60;

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let display_name = params.required("display_name")?;
    let event_name = params.required("event_name")?;
    let formula: Option<Option<Formula>> = params.hash("default_aggregation", |hash| hash.choice("formula"))?;
    let customer_key = params.hash("customer_mapping", |hash| {
        let _: Option<MappingType> = hash.choice("type")?;
        hash.required("event_payload_key")
    })?;
    let value_key = params.hash("value_settings", |hash| hash.required("event_payload_key"))?;
    params.done()?;
    let missing = || Error::MissingParameter("default_aggregation[formula]".to_owned());
    let formula = formula.flatten().ok_or_else(missing)?;
    let active = |meter: &Meter| meter.status == MeterStatus::Active;
    if tx.state().meters.with("event_name", &event_name).any(active) {
        let message = format!("An active meter already exists for the event name `{event_name}`.");
        return Err(Error::refused_param("event_name", message));
    }
    let now = tx.now();
    Ok(tx.create(Meter {
        id: ids::long("mtr_test"),
        created: now,
        updated: now,
        display_name,
        event_name,
        formula,
        customer_key: customer_key.unwrap_or_else(|| "stripe_customer_id".to_owned()),
        value_key: value_key.unwrap_or_else(|| "value".to_owned()),
        status: MeterStatus::Active,
        deactivated_at: None,
    }))
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<Meter>(id, "id")?.render(tx.state()))
}

pub(crate) fn update(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let display_name = params.text("display_name")?;
    params.done()?;
    tx.addressed::<Meter>(id, "id")?;
    let now = tx.now();
    Ok(tx.update::<Meter>(id, |meter| {
        set(&mut meter.display_name, display_name);
        meter.updated = now;
    }))
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let status: Option<MeterStatus> = params.choice("status")?;
    params.done()?;
    page.of::<Meter>(tx.state(), "/v1/billing/meters", |meter| status.is_none_or(|status| meter.status == status))
}

pub(crate) fn deactivate(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    switch(tx, id, MeterStatus::Active, MeterStatus::Inactive, "deactivated")
}

pub(crate) fn reactivate(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    switch(tx, id, MeterStatus::Inactive, MeterStatus::Active, "reactivated")
}

fn switch(tx: &mut Tx<'_>, id: &str, from: MeterStatus, to: MeterStatus, event: &str) -> Result<Value, Error> {
    if tx.addressed::<Meter>(id, "id")?.status != from {
        return Err(Error::refused(format!("This meter has already been {event}.")));
    }
    let now = tx.now();
    Ok(tx.update_as::<Meter>(event, id, |meter| {
        meter.status = to;
        meter.updated = now;
        meter.deactivated_at = (to == MeterStatus::Inactive).then_some(now);
    }))
}

pub(crate) fn summaries(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let customer = params.required("customer")?;
    let start = params.integer("start_time")?.ok_or_else(|| Error::MissingParameter("start_time".to_owned()))?;
    let end = params.integer("end_time")?.ok_or_else(|| Error::MissingParameter("end_time".to_owned()))?;
    params.done()?;
    let meter = tx.addressed::<Meter>(id, "id")?;
    existing_customer(tx, &customer, "customer", false)?;
    let value = meter.usage(tx.state(), &customer, start, end);
    let summary = json!({
        "id": format!("mtrusg_test_{start}_{end}_{customer}"),
        "object": "billing.meter_event_summary",
        "aggregated_value": value,
        "end_time": end,
        "livemode": false,
        "meter": id,
        "start_time": start,
    });
    let data = if value == 0 { Vec::new() } else { vec![summary] };
    page.inside(tx.state(), data, "meter event summary", &format!("/v1/billing/meters/{id}/event_summaries"))
}

pub(crate) fn create_event(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let event_name = params.required("event_name")?;
    let identifier = params.text("identifier")?;
    let timestamp = params.integer("timestamp")?;
    let payload: Option<Metadata> = params.hash("payload", Params::all)?;
    params.done()?;
    let payload = payload.ok_or_else(|| Error::MissingParameter("payload".to_owned()))?;
    let now = tx.now();
    let timestamp = timestamp.unwrap_or(now);
    if !(now - OLDEST..=now + TOO_EARLY).contains(&timestamp) {
        let message = "The timestamp must be within the past 35 calendar days or up to 5 minutes in the future.";
        return Err(Error::invalid("timestamp", message));
    }
    let active = |meter: &&Meter| meter.status == MeterStatus::Active;
    let found = tx.state().meters.with("event_name", &event_name).find(active).cloned();
    let Some(meter) = found else {
        let message = format!("No active meter found for event name {event_name}");
        return Err(Error::Refused { message, code: Some("no_meter"), param: Some("event_name".to_owned()) });
    };
    let part = |key: &str| payload.get(key).ok_or_else(|| Error::MissingParameter(format!("payload[{key}]")));
    let customer = part(&meter.customer_key)?.clone();
    let value = match meter.formula {
        Formula::Count => 1,
        Formula::Last | Formula::Sum => part(&meter.value_key)?.parse().map_err(|_| {
            let name = format!("payload[{}]", meter.value_key);
            Error::not_simulated(Some(name), "usage that is no whole number", "whole numbers")
        })?,
    };
    tx.mentioned::<Customer>(&customer, &format!("payload[{}]", meter.customer_key))?;
    let event = MeterEvent {
        identifier: identifier.unwrap_or_else(|| ids::long("mtrevt")),
        created: now,
        timestamp,
        event_name,
        meter: meter.id,
        customer,
        value,
        payload: payload.clone(),
    };
    if tx.get::<MeterEvent>(&event.identifier).is_some() {
        let message = format!("An event already exists with identifier {}.", event.identifier);
        return Err(Error::refused_param("identifier", message));
    }
    let rendered = event.render(tx.state());
    tx.insert_quietly(event);
    Ok(rendered)
}
