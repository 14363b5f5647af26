//! Pausing subscriptions, and resuming them.

use crate::error::Error;
use crate::params::{Choice, Params, choice};
use crate::paused;
use crate::pausing::{self, Invoicing, ResumeOn, UnusedFrom};
use crate::render::Render;
use crate::state::{Status, Subscription};
use crate::tx::Tx;
use serde_json::Value;

choice!(PauseType { Subscription = "subscription" });
choice!(UsageThrough { Nothing = "none", Now = "now" });
choice!(Anchor { Now = "now", Unchanged = "unchanged" });

pub(crate) fn pause(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let before = tx.addressed::<Subscription>(id, "id")?.clone();
    let _: Option<PauseType> = params.choice("type")?;
    let unused = params.hash("bill_for", |hash| {
        let usage = hash.hash("outstanding_usage_through", |hash| hash.choice::<UsageThrough>("type"))?.flatten();
        if usage == Some(UsageThrough::Nothing) {
            let param = format!("{}[type]", hash.name("outstanding_usage_through"));
            return Err(Error::not_simulated(Some(param), "pausing without billing what was used so far", "`now`"));
        }
        hash.hash("unused_time_from", |hash| hash.choice("type"))
    })?;
    let invoicing = params.choice("invoicing_behavior")?.unwrap_or(Invoicing::Pending);
    params.done()?;
    paused::check(&before)?;
    let unused = unused.flatten().flatten().unwrap_or(UnusedFrom::Now);
    pausing::pause(tx, &before, unused, invoicing, None);
    Ok(tx.render::<Subscription>(id))
}

/// An object since 2026-05-27; the word that it was before is still understood.
fn read_anchor(params: &mut Params) -> Result<Option<Anchor>, Error> {
    if params.is_hash("billing_cycle_anchor") {
        return Ok(params.hash("billing_cycle_anchor", |hash| hash.choice("type"))?.flatten());
    }
    params.choice("billing_cycle_anchor")
}

pub(crate) fn resume(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let before = tx.addressed::<Subscription>(id, "id")?.clone();
    let anchor = read_anchor(&mut params)?.unwrap_or(Anchor::Now);
    let on = params.choice("payment_behavior")?.unwrap_or(ResumeOn::Attempt);
    let proration = params.choice("proration_behavior")?.unwrap_or_default();
    params.done()?;
    if before.status != Status::Paused {
        return Err(Error::refused(format!(
            "Only subscriptions with status `paused` can be resumed. This subscription's status is `{}`.",
            before.status.word()
        )));
    }
    pausing::resume(tx, &before, anchor == Anchor::Unchanged, proration, on);
    Ok(tx.addressed::<Subscription>(id, "id")?.render(tx.state()))
}
