//! Applying the file to Stripe. There is no lock: a plan is made and carried out, and made again,
//! until nothing is left to do. Every run chooses the same configuration to keep, so two runs at
//! the same time end with one configuration.

use database::Database;
use mirror::installation;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use stripe::{PAUSING, StripeError, StripeErrorKind};

use crate::{
    diff::is_nothing,
    error::PortalConfigError,
    plan::{Comparison, Plan, Portal, compare, text},
    requests::{Create, Deactivate, Update},
};

/// The maximum number of rounds: two runs with different files would continue for ever.
const ROUNDS: usize = 5;

/// Carries out the agreed plan, or, without one, everything that has to be done. Returns the id of
/// the configuration in use.
///
/// # Errors
/// [`PortalConfigError::Moved`] if the plan has changed since it was agreed to; otherwise the error
/// of a step. Finished steps stay: another run continues from there.
pub async fn apply(portal: &Portal, db: &Database, agreed: Option<&Plan>) -> Result<String, PortalConfigError> {
    installation::claim(db, portal.mode).await?;
    let mut agreed = agreed;
    for _ in 0..ROUNDS {
        let now = compare(portal).await?;
        if agreed.take().is_some_and(|agreed| *agreed != now.plan) {
            return Err(PortalConfigError::Moved);
        }
        if let Some(id) = now.plan.configuration.clone().filter(|_| now.plan.is_in_step()) {
            return Ok(id);
        }
        act(portal, db, now).await?;
    }
    Err(PortalConfigError::Contended)
}

async fn act(portal: &Portal, db: &Database, now: Comparison) -> Result<(), PortalConfigError> {
    let Comparison { plan, desired, actual } = now;
    // Only pausing needs this version, which the account may not accept.
    let pausing = &desired["features"]["subscription_pause"];
    let is_told = !is_nothing(pausing) || !is_nothing(&actual["features"]["subscription_pause"]);
    let writer = if is_told { portal.stripe.in_version(PAUSING) } else { portal.stripe.clone() };
    let refused = |error: StripeError| if is_told { pausing_or(error) } else { error.into() };
    let id = match plan.configuration {
        None => {
            let key = creation_key(&desired);
            let answer = writer.send_with_key(&Create { desired: &desired }, &key).await.map_err(refused)?;
            text(&serde_json::from_slice::<Value>(&answer.body)?["id"])
        }
        Some(id) => {
            if !plan.changes.is_empty() {
                writer.send(&Update { id: &id, desired: &desired, actual: &actual }).await.map_err(refused)?;
            }
            Some(id)
        }
    };
    // Servers must know the new configuration before an old one stops working.
    if let Some(id) = id {
        installation::record_configuration(db, &id, !is_nothing(pausing)).await?;
    }
    installation::record_checkout(db, json!(portal.checked.file.checkout)).await?;
    for id in &plan.obsolete {
        portal.stripe.send(&Deactivate { id }).await?;
    }
    Ok(())
}

/// The error of a refused call with pausing: because of pausing, or another reason.
fn pausing_or(error: StripeError) -> PortalConfigError {
    let is_about_it = matches!(&error.kind, StripeErrorKind::Rejected(refusal)
        if ["subscription_pause", PAUSING].iter().any(|word| refusal.to_string().contains(word)));
    if is_about_it { PortalConfigError::NoPausing(error) } else { error.into() }
}

/// The same key for the same configuration, so that concurrent runs create one. With the hour,
/// because Stripe also repeats errors for a key.
fn creation_key(desired: &Value) -> String {
    let hour = clock::now_seconds() / 3600;
    format!("portal-{}-{hour}", hex::encode(Sha256::digest(desired.to_string())))
}
